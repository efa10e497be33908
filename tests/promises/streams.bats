#!/usr/bin/env bats
load ../helper

# Every stream of tests/data/streams gets the exit and the message of its manifest from `seal check`, and
# tests/tools/oracle.py, which was written from jigsaw(7) alone, agrees.

oracle=$ROOT/tests/tools/oracle.py

@test "the streams are what generate_streams.py writes" {
	cp -r "$ROOT/tests/data/streams" streams
	"$ROOT/tests/tools/generate_streams.py" streams
	run diff -r streams "$ROOT/tests/data/streams"
	assert_success
}

@test "seal check and the oracle agree on every stream" {
	local file exit message ours theirs wrong=0
	(cd "$ROOT/tests/data/streams" && "$oracle" check ./*d-*.tsv) 2>reasons || true
	{
		read -r _
		while IFS=$'\t' read -r file exit message; do
			ours=0 theirs=0
			seal check "$ROOT/tests/data/streams/$file" 2>complaint || ours=$?
			! grep -F "oracle: ./$file: " reasons >reason || theirs=65
			if [[ $ours != "$exit" || $theirs != "$exit" ]] || ! grep -qF -e "$message" complaint && [[ $exit != 0 ]]; then
				echo "$file: $exit '$message'; seal check: $ours '$(cat complaint)'; oracle: $theirs '$(cat reason)'"
				wrong=$((wrong + 1))
			fi
		done
	} <"$ROOT/tests/data/streams/manifest.tsv"
	((wrong == 0))
}

# Writes a stream with the given preamble lines after the columns' and one record.
stream() {
	printf '##jigsaw 1 level=identifiable\n##column rid type=rid role=key\n'
	printf '##step 000000000000 tool=ingest version=0.1.0\n%srid\n%s\n' "$1" "$2"
}

# agree STATUS FILE [MESSAGE]
agree() {
	run -"$1" seal check "$2"
	[[ -z ${3-} ]] || assert_output --partial "$3"
	run -"$1" "$oracle" check "$2"
}

repeat() {
	head -c "$1" /dev/zero | tr '\0' a
}

@test "a record of 16 MiB, and not a byte more" {
	{ stream '' a | sed '$d'; repeat 16777216; echo; } >text
	"$oracle" seal text >good
	agree 0 good
	sed 's/^aaa/aaaa/' good >bad
	agree 65 bad '16 MiB'
}

@test "a ## line of 64 KiB, and not a byte more" {
	stream "##x-$(repeat 65532)"$'\n' a >text
	"$oracle" seal text >good
	agree 0 good
	sed 's/^##x-/&a/' good >bad
	agree 65 bad '64 KiB'
}

@test "a preamble of 16 MiB, and not a byte more" {
	line=$(repeat 65000)
	{ stream '' a | sed '$d' | sed '$d'; for i in {1..257}; do echo "##x-$i$line"; done; printf 'rid\na\n'; } >text
	"$oracle" seal text >good
	agree 0 good
	{ sed '/^rid$/,$d' good; for i in {1..2}; do echo "##x-b$i$line"; done; sed -n '/^rid$/,$p' good; } >bad
	agree 65 bad '16 MiB'
}

# columns N: a stream of N columns and one record.
columns() {
	echo '##jigsaw 1 level=identifiable'
	seq -f '##column c%.0f type=text role=plain' "$1"
	echo '##step 000000000000 tool=ingest version=0.1.0'
	seq -f 'c%.0f' "$1" | paste -s
	seq "$1" | paste -s
}

@test "65,535 columns, and not one more" {
	columns 65535 | "$oracle" seal >good
	agree 0 good
	{ columns 65536; echo '##end'; } >bad
	agree 65 bad '65535 columns'
}

@test "every prefix of a stream is cut short" {
	good=$ROOT/tests/data/streams/good-plain.tsv
	size=$(stat -c %s "$good")
	for ((n = 0; n < size; n += 23)); do
		head -c "$n" "$good" >shorter
		run -65 seal check shorter
	done
}

@test "seal_text writes what seal check accepts" {
	stream '' a >text
	seal_text text >sealed
	agree 0 sealed
}
