#!/usr/bin/env bats
load ../helper

# The whole: from files as received to published tables, and what happens when a
# part of it does not work.

# demo ROUTE OUT [OPTION...]: the demo with a few hundred children.
demo() {
	"$ROOT/pipelines/demo.sh" "--$1" --children "${CHILDREN:-500}" --seed 1 --out "$2" "${@:3}"
}

# link_mk TARGET...: the recipe on what the demo received.
link_mk() {
	make -f "$ROOT/pipelines/link.mk" RECEIVED=received OUT=out KEY=key ROUTE="${ROUTE:-blind}" "$@"
}

received() {
	synth -q --children "${CHILDREN:-500}" --seed 1 -d received
	sha256sum <<<'a key for tests' | cut -c 1-64 >key
}

# stand_ins VICTIM: a directory of stand-ins for the filters, of which VICTIM is
# killed: at once when it would write a file, else having written a little.
stand_ins() {
	mkdir -p "stand_ins.$1"
	for filter in "$BIN"/*; do
		name=$(basename "$filter")
		if [ "$name" = "$1" ]; then
			cat >"stand_ins.$1/$name" <<END
#!/bin/bash
[[ " \$* " == *' -o '* || " \$* " == *' --output '* ]] || "$filter" "\$@" | head -c 2000
kill -9 \$\$
END
			chmod +x "stand_ins.$1/$name"
		else
			cp "$filter" "stand_ins.$1/$name"
		fi
	done
}

@test "the demo links artificial children and reports how well, on the blind route" {
	run -0 demo blind out
	for figure in persons precision recall f1; do
		assert_line --regexp "^$figure"
	done
	assert_line --regexp 'tables/.*\.csv$'
}

@test "and on the trusted route" {
	run -0 demo trusted out
	for figure in persons precision recall f1; do
		assert_line --regexp "^$figure"
	done
}

@test "no link of the demo crosses an adoption" {
	for route in trusted blind; do
		run -0 demo "$route" "$route" --children 3000
		awk -F '\t' 'NR > 1 && $5 != ""' "$route/received/truth.tsv" | grep -q cla
		assert_line --regexp '^forbidden_pairs +0$'
	done
}

@test "thirteen services at once: few links are missed or false, and none crosses an adoption" {
	for route in trusted blind; do
		run -0 "$ROOT/pipelines/sectors.sh" --$route --children 3000 --out $route
		assert_line --regexp '^forbidden_pairs +0$'
		assert_line --regexp '^precision +(0[.]99|1[.]0)'
		assert_line --regexp '^recall +0[.]9[6-9]'
	done
	# Of identities and of what is evaluated, nothing on the blind route is anybody's name.
	surname=$(grep -v '^##' trusted/gp.identities | awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "surname") at = i } NR == 9 { print $at }')
	run -0 grep -q "$surname" trusted/gp.identities
	run -1 grep -q "$surname" blind/identities.tsv
	run -2 "$ROOT/pipelines/sectors.sh" --nonsense
	assert_output 'usage: sectors.sh [--blind | --trusted] [--children N] [--seed N] [--out DIR]'
}

@test "where a child is placed for adoption is not looked at" {
	CHILDREN=5000 received
	ingest -s "$SCHEMAS/ssda903_episodes.tsv" --source e received/ssda903_episodes.csv | clean -o episodes.tsv
	"$ROOT/pipelines/adopters.sh" episodes.tsv >out.tsv
	seal check out.tsv
	paste <(cut -d , -f 6 received/ssda903_episodes.csv | tail -n +2) <(grep -E '^e:' out.tsv | cut -f 13) >places
	grep -q '^A[3-6]' places
	run awk -F '\t' '($1 ~ /^A[3-6]/) != ($2 == "")' places
	refute_output
}

@test "the demo gives the same bytes twice" {
	demo blind one >one.log
	demo blind two >two.log
	diff -r one two
	diff one.log <(sed 's/two/one/g' two.log)
}

@test "every file of the demo is whole" {
	demo blind out >log
	find out -name '*.tsv' ! -path '*/received/*' >files
	[ "$(wc -l <files)" -gt 15 ]
	while read -r file; do
		seal check "$file"
	done <files
}

@test "a stage killed anywhere in the demo: no table, and not exit 0" {
	for victim in ingest clean identities pseudo stack block compare cluster assemble tabulate suppress export; do
		stand_ins "$victim"
		run env BIN="$PWD/stand_ins.$victim" CHILDREN=100 bash -c '"$0" --blind --children 100 --out "$1"' \
			"$ROOT/pipelines/demo.sh" "out.$victim"
		[ "$status" -ne 0 ] || { echo "$victim was killed and nobody noticed"; false; }
		run find "out.$victim/tables" -name '*.csv'
		refute_output
		[ "$victim" = export ] || [ -z "$(find "out.$victim/tables" -name "services.*")" ]
	done
}

@test "a stage killed while all wait for data: the pipe fails and writes no file" {
	received
	ingest -s "$SCHEMAS/gp_list.tsv" --source gp received/gp.csv -o gp.tsv
	size=$(wc -c <gp.tsv)
	for victim in clean identities pseudo; do
		mkdir -p "recorders.$victim"
		printf '#!/bin/sh\necho $$ >pid\nexec "%s" "$@"\n' "$BIN/$victim" >"recorders.$victim/$victim"
		chmod +x "recorders.$victim/$victim"
		rm -f fifo pid && mkfifo fifo
		PATH=$PWD/recorders.$victim:$PATH bash -o pipefail -c \
			'clean fifo | identities | pseudo -k key -o out.tsv' 2>log 3>&- &
		pipe=$!
		{
			head -c $((size / 2)) gp.tsv
			until [ -s pid ]; do sleep 0.01; done
			kill -9 "$(cat pid)"
			tail -c +$((size / 2 + 1)) gp.tsv || true
		} >fifo 2>/dev/null || true
		status=0
		wait "$pipe" || status=$?
		[ "$status" -ne 0 ]
		assert_not_exist out.tsv
	done
}

@test "a record lost, doubled or changed between two stages is exit 65" {
	received
	ingest -s "$SCHEMAS/gp_list.tsv" --source gp received/gp.csv -o gp.tsv
	rows=$(sed -n 's/^##end rows=\([0-9]*\).*/\1/p' gp.tsv)
	for edit in '30d' '30p' '30s/[0-9]/X/'; do
		pipeline "sed '$edit' gp.tsv | clean -o out.tsv"
		assert_failure 65
		assert_not_exist out.tsv
	done
	pipeline "sed 30d gp.tsv | clean"
	assert_output --partial "$rows"
	assert_output --partial "$((rows - 1))"
}

@test "make twice: the second has nothing to do" {
	received
	link_mk -s
	run -0 link_mk -q
	run -0 link_mk -s
	refute_output
}

@test "touching one extract re-runs only what follows" {
	received
	link_mk -s
	touch received/gp.csv
	run -0 link_mk
	assert_output --partial gp.csv
	for other in pupilonroll.csv cin.xml ssda903_header.csv ecds.csv; do
		refute_output --partial "$other"
	done
	assert_output --partial block
	assert_output --partial publish.sh
}

@test "make with a stage that fails leaves none of its targets" {
	received
	sed -i '20s/,/\t/' received/gp.csv
	run link_mk -s -k
	assert_failure
	assert_not_exist out/linker/gp.identities.tsv
	assert_not_exist out/tables
}

@test "the demo and the make targets give the same tables" {
	for route in blind trusted; do
		rm -rf demo out received key
		demo $route demo >log
		ln -s demo/received received
		cp demo/private/key key
		ROUTE=$route link_mk -s
		diff -r demo/tables out/tables
	done
}

@test "one, two and seven shards give the bytes of one process" {
	demo blind out >log
	export model=$MODELS/children_blind.tsv
	block -r "$MODELS/children_blind_rules.tsv" -m "$model" out/linker/identities.tsv -o groups.tsv
	compare -m "$model" groups.tsv -o whole.tsv
	compare_piece() { compare -m "$model" -o "$1.pairs" "$1"; }
	for shards in 1 2 7; do
		mkdir "shards.$shards"
		seal split -n "$shards" -c pass,key,sub -o "shards.$shards/piece" groups.tsv
		(
			# shellcheck source=../pipelines/lib.sh
			. "$ROOT/pipelines/lib.sh"
			pieces 2 compare_piece "shards.$shards"/piece.0*
		)
		stack --whole "shards.$shards/piece.seal.tsv" "shards.$shards"/*.pairs -o "whole.$shards"
		cmp whole.tsv "whole.$shards"
	done
	# A shard that is lost, or comes twice.
	cd shards.7
	run -65 stack --whole piece.seal.tsv piece.000[1-6].tsv.pairs -o lost
	assert_not_exist lost
	run -65 stack --whole piece.seal.tsv piece.000[1-7].tsv.pairs piece.0003.tsv.pairs -o twice
	assert_not_exist twice
}

@test "pieces: an exit code of one piece is told and returned" {
	# shellcheck disable=SC2016
	run bash -c '. "$ROOT/pipelines/lib.sh"
		work() { touch "$1.ran"; case $1 in two) sleep 0.2; return 65 ;; three) kill -9 $$ ;; esac; }
		pieces 2 work one two three four five'
	assert_failure 65
	assert_line --partial 'work two: exit 65'
	assert_line --partial 'work three: exit 137'
	refute_output --regexp 'work (one|four|five)'
	assert_exist five.ran # whatever became of those before it
}

@test "a recipe tells how each stage of a failed pipe ended" {
	# shellcheck disable=SC2016
	run bash -c '. "$ROOT/pipelines/lib.sh"
		true | (exit 65) | true'
	assert_failure 65
	assert_output --partial 'the stages ended 0 65 0'
}

@test "paths with blanks, quotes and what make would run" {
	received
	for odd in 'Social Care' "it's" 'a$(shell touch RAN)b' 'c$x#d' '`touch RAN`' 'e%f:g'; do
		mkdir "$odd" && cp -r received key "$odd"
		chmod 600 "$odd/key"
		run -0 "$ROOT/pipelines/nightly.sh" "$odd/received" "$odd/out" "$odd/key"
		refute_output
		assert_exist "$odd/out/private/services.published"
		rm -r "$odd/out"
	done
	assert_not_exist RAN
	for name in 'a b' 'a$(shell touch RAN)b'; do
		run ! make -f "$ROOT/pipelines/link.mk" "RECEIVED=$name" OUT=out KEY=key
		assert_output --partial 'RECEIVED has a blank or a $ in its path: give another path, or call nightly.sh, which takes any'
	done
	assert_not_exist RAN
}

@test "nightly prints nothing when all is well, and one run at a time" {
	received
	run -0 "$ROOT/pipelines/nightly.sh" received out key
	refute_output
	assert_exist out/tables
	assert_exist out/private/report.tsv
	run -0 "$ROOT/pipelines/nightly.sh" --errors received out key
	assert_line --regexp '^link_rate .* school in gp$'
	exec 8>out/.lock
	flock 8
	run -1 "$ROOT/pipelines/nightly.sh" received out key
	assert_output --partial 'has not ended'
	exec 8>&-
	sed -i '20s/,/\t/' received/gp.csv
	run -1 "$ROOT/pipelines/nightly.sh" received out key
	assert_output --partial 'ingest: received/gp.csv'
	run -2 "$ROOT/pipelines/nightly.sh" received
}

# told FILE COLUMN: the distinct values of a column of a raw CSV file.
told() {
	python3 - "$1" "$2" <<'END'
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")):
    if row[sys.argv[2]]:
        print(row[sys.argv[2]])
END
}

@test "nothing that leaves the partners tells a name, an identifier, a line number or the key" {
	demo blind out >log
	{
		for column in surname forename upn formerupn pupilonrolltableid; do
			told out/received/pupilonroll.csv $column
		done
		for column in NHS_NUMBER SURNAME FORENAME PATIENT_ID DATE_OF_BIRTH POSTCODE; do
			told out/received/gp.csv $column
		done
		for column in LOCAL_PATIENT_ID NHS_NUMBER; do told out/received/ecds.csv $column; done
		told out/received/ssda903_header.csv CHILD
		sed -n 's:.*<\(UPN\|LAchildID\)>\(.*\)</.*:\2:p' out/received/cin.xml
		cat out/key
	} | awk 'length >= 4' | sort -u >secrets
	{
		cat secrets
		tr -d ' ' <secrets
		tr '[:lower:]' '[:upper:]' <secrets
	} | sort -u >in_any_spelling && mv in_any_spelling secrets
	[ "$(wc -l <secrets)" -gt 1000 ]
	run grep -rnwFf secrets out/linker out/tables
	assert_failure 1
	# Ids of ours before pseudo are SOURCE:LINE.
	run grep -rnE '(census|cin|cla|gp|ecds|school|care)[a-z_-]*:[0-9]+' out/linker out/tables
	assert_failure 1
	# Nor may the order of records be that of the file.
	for file in out/linker/*.identities.tsv; do
		column rid "$file" >rids
		LC_ALL=C sort -c rids
	done
}

@test "the published stream has no small count, in its preamble either" {
	demo blind out >log
	for table in out/tables/*.tsv; do
		run grep -c '^##\(source\|step\|count\|digest\)' "$table"
		assert_output 0
		head -n 1 "$table" | grep -q 'level=publishable'
		column count "$table" | awk '$0 != "*" && $0 != 0 && ($0 < 8 || $0 % 5) { print; bad = 1 } END { exit bad }'
	done
}

@test "febrl4 reaches its mark" {
	needs_sample data/linkage/febrl_dataset4a.csv
	needs_release
	run -0 "$ROOT/pipelines/febrl4.sh" "$SHARED/data/linkage/febrl_dataset4a.csv" \
		"$SHARED/data/linkage/febrl_dataset4b.csv"
	f1=$(awk '$1 == "f1" { print $2 }' <<<"$output")
	awk -v f1="$f1" 'BEGIN { exit !(f1 >= 0.995) }'
}
