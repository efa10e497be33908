#!/usr/bin/env bats
load ../helper

# What becomes of output files: all of a run or none, under their names or not at all.

setup() {
	test_directory
	mkdir work
	cd work || return
	printf 'rid\tn\td\na:1\tPELLOW\t2010-01-01\na:2\tROWE\t2011-02-03\n' |
		seal adopt --source a --column n:name:direct --column d:date:quasi -o in
	printf '8f3a61c07be2d49a5513e0c72b9fd64f\n' >key
}

# says PROGRAM STATUS MESSAGE ARGUMENT...
says() {
	local program=$1 status=$2 message=$3
	shift 3
	run --separate-stderr "-$status" env "$program" "$@"
	assert_equal "${stderr_lines[0]}" "$program: $message"
}

# left NAME...: what the directory holds.
left() {
	assert_equal "$(find . -mindepth 1 | sort | tr '\n' ' ')" "$(printf './%s\n' in key "$@" | sort | tr '\n' ' ')"
}

@test "the second file cannot have its name: the first has not got it either" {
	mkdir P && touch P/x
	says identities 74 'P: Is a directory' -q --payload P -o O -c n,d in
	rm -r P
	left
	# The folder appears while the run lasts, when both files are open; whichever of them comes first.
	for names in 'O P' 'P O'; do
		mkfifo pipe
		echo before >O
		{
			head -n 8 in
			until [ "$(find . -name '.jigsaw.*' | wc -l)" -eq 2 ]; do sleep 0.05; done
			mkdir P
			tail -n +9 in
		} >pipe &
		run -74 identities -q --payload "${names% *}" -o "${names#* }" -c n,d pipe
		assert_output "identities: $PWD/P: is not a regular file any more"
		wait
		assert_equal "$(<O)" before
		rm -r pipe P O
		left
	done
}

@test "two outputs of one name are refused before anything is written" {
	ln -s Y Z
	touch Y
	for other in Y ./Y "$PWD/Y" Z; do
		says pseudo 2 "$other: two outputs have this name" -q -k key --token n --crosswalk "$other" -o Y in
		assert_equal "$(wc -c <Y)" 0
	done
	rm Y Z
	says clean 2 'R: two outputs have this name' in -o R --receipt R
	rm R
	left
}

@test "a receipt that cannot be written: exit 74 and no output" {
	mkdir folder
	says clean 74 'none/r: cannot write the receipt: No such file or directory' -q in -o out --receipt none/r
	says clean 74 'folder: cannot write the receipt: Is a directory' -q in -o out --receipt folder
	says clean 74 '/dev/full: cannot write the receipt: No space left on device' -q in -o out --receipt /dev/full
	rmdir folder
	left
	echo before >out
	run -74 clean -q in -o out --receipt /dev/full
	assert_equal "$(<out)" before
}

@test "a symbolic link stays one, and the file behind it is replaced" {
	mkdir elsewhere
	echo before >elsewhere/file
	ln -s elsewhere/file link
	clean -q in -o link
	[ -L link ]
	seal check elsewhere/file
	left link elsewhere elsewhere/file
	rm -r elsewhere
	says clean 74 'link: a symbolic link to a file that is not there' -q in -o link
	left link
}

@test "names of open descriptors are written to, not replaced" {
	echo first >log
	clean -q in -o /dev/stdout >>log
	clean -q in -o /dev/fd/7 7>>log
	assert_equal "$(head -n 1 log)" first
	assert_equal "$(grep -c '^##end' log)" 2
	[ -L /dev/stdout ]
	run -74 clean -q in -o /dev/fd/99
}

@test "a run that a signal ends leaves no file, and what was there stays" {
	echo before >out
	mkfifo pipe
	for signal in TERM INT HUP; do
		env --default-signal clean -q pipe -o out &
		exec 8>pipe
		head -n 8 in >&8
		until compgen -G '.jigsaw.*' >/dev/null; do sleep 0.05; done
		kill -$signal $!
		wait $! || true
		exec 8>&-
		assert_equal "$(<out)" before
		run compgen -G '.jigsaw.*'
		assert_failure
	done
}

@test "whoever else reads the folder reads no file of ours" {
	umask 000
	clean -q in -o out --receipt receipt
	assert_equal "$(stat -c %a out receipt | tr '\n' ' ')" '600 600 '
}

@test "the receipt names every output with its bytes and digest, whatever kind of file it is" {
	clean -q in -o out --report profile --receipt receipt
	jigsaw export -q --inside in -o list.csv --csvw list.json --receipt receipt
	seal strip --inside in -o list.tsv --receipt receipt
	seal strip --inside in --receipt receipt >list.tsv
	/usr/bin/python3 -c 'if True:
		import json, xxhash
		lines = [json.loads(line) for line in open("receipt")]
		files = [sorted(output["file"] for output in line["outputs"]) for line in lines]
		assert files == [["out", "profile"], ["list.csv", "list.json"], ["list.tsv"], ["-"]], files
		for output in sum((line["outputs"] for line in lines), []):
			content = open(output["file"].replace("-", "list.tsv"), "rb").read()
			assert output["bytes"] == len(content), output
			assert output["xxh128"] == xxhash.xxh3_128_hexdigest(content)[:12], output
		assert [("rows" in o, "step" in o) for o in lines[0]["outputs"]] == [(True, True)] * 2
		assert all("rows" not in o for line in lines[1:] for o in line["outputs"])'
}

@test "--inside is always logged: without a receipt in the state directory, and refused where there is none" {
	export XDG_STATE_HOME=$PWD/a/b
	jigsaw export -q --inside in -o list.csv
	seal strip --inside in >list.tsv
	run -77 seal strip in
	log=$XDG_STATE_HOME/jigsaw/inside.jsonl
	assert_equal "$(stat -c %a a a/b a/b/jigsaw "$log" | tr '\n' ' ')" '700 700 700 600 '
	assert_equal "$(grep -o '"program":"[a-z]*"\|"inside":"[a-z]*"' "$log" | tr '\n' ' ')" \
		'"program":"export" "inside":"identifiable" "program":"seal" "inside":"identifiable" '
	jigsaw export -q --inside in -o list.csv --receipt receipt
	assert_equal "$(wc -l <"$log") $(wc -l <receipt)" '2 1'
	unset XDG_STATE_HOME
	HOME=$PWD/home jigsaw export -q --inside in -o list.csv
	assert_exist home/.local/state/jigsaw/inside.jsonl
	rm -r a home list.* receipt
	for home in '' relative; do
		HOME=$home says export 2 '--inside is always logged, and there is no home directory for the log: give --receipt FILE; try export --help' \
			--inside in -o out
	done
	touch file
	HOME=$PWD/file says export 74 "$PWD/file/.local/state/jigsaw/inside.jsonl: cannot write the receipt: Not a directory" \
		--inside in -o out
	rm file
	left
}
