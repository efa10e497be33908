#!/usr/bin/env bats
load ../helper

# counts: a sealed aggregate of persons or records by sex from standard input.
counts() {
	{
		printf '##jigsaw 1 level=aggregate\n##source id=cin24 set=cin owner=E06000019\n'
		printf '##column sex type=sex role=dimension\n##column count type=count role=measure\n'
		printf '##step 000000000000 tool=tabulate version=0.1.0 opt.by=sex opt.count=%s\n' "${1:-records}"
		printf 'sex\tcount\n'
		cat
	} | seal_text
}

edited() { # SED: the standard table with an edit, sealed again
	printf 'F\t3\nM\t20\n_total\t23\n' | counts | sed "$1" | sed '/^##count/d; /^##end/d' | seal_text
}

@test "0 is shown, 1 to 7 are hidden, others are rounded to the nearest 5" {
	printf '%s\t%s\n' a 0 b 1 c 7 d 8 e 12 f 13 g 17 _total 58 | counts >in.tsv
	pipeline 'suppress --rule hes in.tsv | grep -v "^##"'
	assert_output "$(printf '%s\t%s\n' sex count a 0 b '*' c '*' d 10 e 10 f 15 g 15 _total 60)"
}

@test "totals are made of unrounded counts" {
	printf '%s\t%s\n' a 8 b 8 c 8 _total 24 | counts >in.tsv
	pipeline 'suppress --rule hes in.tsv | tail -n 2 | head -n 1'
	assert_output "$(printf '_total\t25')"
}

@test "the lineage ends: no source, step, engine's line, count or digest" {
	printf 'F\t3\nM\t20\n_total\t23\n' | counts |
		sed 's/^##step .*/&\n##x-note inside/; /^##count/d; /^##end/d' | seal_text >in.tsv
	suppress --rule hes in.tsv >out.tsv
	run grep '^##' out.tsv
	assert_line --index 0 '##jigsaw 1 level=publishable'
	assert_line --index 1 --regexp '^##lineage [0-9a-f]{32}$'
	assert_line --index 2 '##column sex type=sex role=dimension'
	assert_line --index 3 '##column count type=count role=measure'
	assert_line --index 4 --regexp '^##end rows=3 '
	assert_equal "${#lines[@]}" 5
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "one table has one lineage, another has another" {
	printf 'F\t3\nM\t20\n_total\t23\n' | counts >a.tsv
	printf 'F\t2\nM\t21\n_total\t23\n' | counts >b.tsv
	suppress --rule hes a.tsv >a1
	suppress --rule hes <a.tsv >a2
	suppress --rule hes b.tsv >b1
	diff a1 a2
	diff <(table a1) <(table b1)
	run ! diff -q <(sed -n 2p a1) <(sed -n 2p b1)
}

@test "the register keeps what the stream no longer says" {
	printf 'F\t3\nM\t20\n_total\t23\n' | counts >in.tsv
	suppress --rule hes --register releases.jsonl -o out.tsv in.tsv
	suppress --rule hes --register releases.jsonl in.tsv >again.tsv
	run python3 - <<-'END'
		import json
		first, second = [json.loads(line) for line in open("releases.jsonl")]
		lines = open("out.tsv").read().splitlines()
		assert first == second
		assert lines[1] == "##lineage " + first["lineage"]
		assert lines[-1].split()[2:4] == ["sum=" + first["sum"], "head=" + first["head"]]
		assert first["rule"] == "hes" and first["cells"] == 3 and first["hidden"] == 1
		assert first["columns"] == ["sex", "count"]
		assert first["sources"][0]["id"] == "cin24" and first["sources"][0]["owner"] == "E06000019"
		assert "##step " + first["steps"][-1] in first["preamble"][-2] and "tool=suppress" in first["preamble"][-2]
		assert first["ledger"][0].startswith("##count step=")
	END
	assert_success
	assert_equal "$(stat -c %a releases.jsonl)" 600
}

@test "nothing is published that could not be registered" {
	printf 'F\t3\nM\t20\n_total\t23\n' | counts >in.tsv
	run -74 suppress --rule hes --register none/register -o out.tsv in.tsv
	assert_output --partial 'suppress: none/register: cannot write the register'
	assert_not_exists out.tsv
	run -74 suppress --rule hes --register /dev/full -o out.tsv in.tsv
	assert_not_exists out.tsv
}

@test "margins must be the sums of their cells" {
	printf 'F\t3\nM\t20\n_total\t24\n' | counts >in.tsv
	run -65 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: a margin does not agree with its cells (rule margin)'
	printf 'F\t3\nM\t20\n' | counts >in.tsv
	run -65 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: a margin is missing (rule margin)'
	printf 'F\t3\nF\t3\n_total\t6\n' | counts >in.tsv
	run -65 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: a cell occurs twice (rule margin)'
	printf 'F\t18446744073709551615\nM\t1\n_total\t0\n' | counts >in.tsv
	run -65 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: a count beyond 10^12 (rule count)'
}

# linked_children SEED N: N pseudonymised children with five yes-or-no columns, few of the yes.
linked_children() {
	python3 - "$1" "$2" <<-'END' | seal_text
		import random, sys
		random.seed(int(sys.argv[1]))
		names = "school cin care gp ecds".split()
		print("##jigsaw 1 level=pseudonymised\n##column person_id type=id role=key")
		for name in names: print(f"##column in_{name} type=flag role=plain")
		print("##step 000000000000 tool=assemble version=0.1.0")
		print("\t".join(["person_id"] + ["in_" + name for name in names]))
		for i in range(int(sys.argv[2])):
		    print("\t".join([f"p{i}"] + [str(int(random.random() < p)) for p in (.9, .1, .02, .95, .3)]))
	END
}

@test "a table that gives hidden counts away is refused, naming what passes" {
	linked_children 1 3000 >linked
	by=in_school,in_cin,in_care,in_gp,in_ecds
	tabulate --ways 5 --by $by linked >all
	run -77 suppress --rule hes -o out all
	assert_output --regexp '^suppress: all: [0-9]+ hidden counts have fewer than 3 candidates; --ways [12] passes \(rule audit\)$'
	assert_not_exist out
	passes=${output##*--ways } passes=${passes%% *}
	tabulate --ways "$passes" --by $by linked | suppress --rule hes -o out
	jigsaw export out >out.csv
	"$ROOT/tests/tools/attack.py" out.csv
	# Without any other dimension to leave out: 1 + 8 + 8 = 17 is shown as 15.
	printf 'a\t1\nb\t8\nc\t8\n_total\t17\n' | counts >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: 1 hidden count has fewer than 3 candidates, and no --ways passes: tabulate by fewer dimensions, or coarser ones (rule audit)'
}

@test "what is let through does not yield to another attacker, and what yields is not let through" {
	for seed in $(seq 40); do
		linked_children "$seed" $((seed * 60)) >linked
		for ways in 1 2 3; do
			tabulate --ways $ways --by in_school,in_cin,in_care,in_ecds linked >table
			ours=0 theirs=0
			suppress --rule hes table >out 2>/dev/null || ours=$?
			# The same table as it would have been published.
			{ echo in_school,in_cin,in_care,in_ecds,count
				grep -v '^##' table | tail -n +2 | awk -F '\t' -v OFS=, '{ n = $5
					$5 = n == 0 ? 0 : n < 8 ? "*" : int((n + 2) / 5) * 5; print }'; } >table.csv
			"$ROOT/tests/tools/attack.py" table.csv >/dev/null || theirs=$?
			[ $((ours == 77)) -eq "$theirs" ] || { echo "seed $seed, $ways ways: ours $ours, theirs $theirs"; false; }
		done
	done
}

@test "a person may stand in several cells, but in a margin once" {
	printf 'F\t9\nM\t20\n_total\t22\n' | counts persons >in.tsv
	suppress --rule hes in.tsv >out.tsv
	for total in 19 30; do
		printf 'F\t9\nM\t20\n_total\t%s\n' "$total" | counts persons >in.tsv
		run -65 suppress --rule hes in.tsv
		assert_output 'suppress: in.tsv: a margin does not agree with its cells (rule margin)'
	done
}

@test "what is not a count is exit 65 and not shown" {
	printf 'F\t3.5\n_total\t4\n' | counts >in.tsv
	run -65 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv:7: count: not a count (rule count)'
}

@test "only an aggregate may be published" {
	for level in identifiable pseudonymised; do
		edited "s/=aggregate/=$level/; s/role=dimension/role=quasi/; s/role=measure/role=plain/" >in.tsv
		run -77 suppress --rule hes in.tsv
		assert_output "suppress: in.tsv: suppress may not read what is $level (rule level)"
	done
	edited '' | suppress --rule hes >out.tsv
	run -77 suppress --rule hes out.tsv
	assert_output 'suppress: out.tsv: suppress may not read what is publishable (rule level)'
}

@test "only dimensions and one count may be published" {
	edited 's/role=dimension/role=quasi/' >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv:3: sex: what is aggregate may not have a column of role quasi (rule role)'
	edited 's/role=dimension/role=plain/' >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv:3: sex: what is aggregate may not have a column of role plain (rule role)'
	edited 's/role=dimension/role=dimension list=yes/' >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: sex: neither a dimension nor a measure (rule role)'
	edited 's/role=measure/role=dimension/' >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: no measure (rule hes)'
	edited 's/type=count/type=decimal/' >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: count: not a count (rule hes)'
	edited 's/type=sex role=dimension/type=count role=measure/' >in.tsv
	run -77 suppress --rule hes in.tsv
	assert_output 'suppress: in.tsv: count: a second measure (rule hes)'
}

@test "mistaken use is exit 2" {
	edited '' >in.tsv
	run -2 suppress in.tsv
	assert_output --partial '--rule is required'
	run -2 suppress --rule mine in.tsv
	assert_output --partial '--rule: unknown rule mine'
	run -2 suppress --rule hes --partial in.tsv
	refute_output --partial '##end rows'
}

@test "no count below the rule is anywhere in what tabulate and suppress let out" {
	{
		printf '##jigsaw 1 level=pseudonymised\n##column person_id type=id role=key\n'
		printf '##column need type=code role=sensitive\n##step 000000000000 tool=assemble version=0.1.0\n'
		printf 'person_id\tneed\n'
		for person in a b c d e f g h i; do printf '%s\tN1\n' "$person"; done
		printf '%s\tN2\n' j k l
	} | seal_text >in.tsv
	pipeline 'tabulate --by need in.tsv | suppress --rule hes'
	assert_success
	assert_line "$(printf '_other\t10')"
	refute_line --regexp '^N'
	assert_line "$(printf '_total\t10')"
	refute_line --regexp '=(9|12)( |$)'
}

# needs VALUE COUNT...: a pseudonymised stream of persons, so many of each need, half of them F.
needs() {
	{
		printf '##jigsaw 1 level=pseudonymised\n##column person_id type=id role=key\n##column need type=code role=sensitive\n'
		printf '##column sex type=sex role=quasi\n##step 000000000000 tool=assemble version=0.1.0\nperson_id\tneed\tsex\n'
		while (($#)); do
			seq "$2" | awk -v need="$1" '{ print need "-" $1 "\t" need "\t" ($1 % 2 ? "F" : "M") }'
			shift 2
		done
	} | seal_text
}

@test "values that stand for fewer than 8 are not named" {
	needs A 20 B 3 C 1 D 7 E 8 '' 2 >in.tsv
	run --separate-stderr bash -c 'tabulate --by need in.tsv | suppress --rule hes | grep -v "^##"'
	assert_output "$(printf '%s\t%s\n' need count A 20 E 10 _other 10 _missing '*' _total 40)"
	assert_equal "$stderr" 'suppress: need: 3 values are counted as _other'
	# The next smallest is added while the others together are fewer than 8, and margins stay sums.
	needs A 20 B 3 C 2 E 9 >in.tsv
	run --separate-stderr bash -c 'tabulate --by need,sex in.tsv | suppress --rule hes | grep -v "^##"'
	assert_output "$(printf '%s\t%s\t%s\n' need sex count A F 10 A M 10 A _total 20 _other F 10 _other M '*' _other _total 15 \
		_total F 20 _total M 15 _total _total 35)"
	# Nothing left to add: the count is hidden, and the value still not named.
	needs B 3 >in.tsv
	run --separate-stderr bash -c 'tabulate --by need in.tsv | suppress -q --rule hes | grep -v "^##"'
	assert_output "$(printf '%s\t%s\n' need count _other '*' _total '*')"
	assert_equal "$stderr" ''
}

@test "a sex is named however few have it, but a name declared a sex is not" {
	needs A 9 >in.tsv
	sed '/^##\(count\|end\)/d; s/^\(A-1\tA\t\)F/\1SMITH/' in.tsv | seal_text >odd.tsv
	pipeline 'tabulate --by sex in.tsv | suppress -q --rule hes'
	assert_line "$(printf 'F\t*')"
	pipeline 'tabulate --by sex odd.tsv | suppress -q --rule hes'
	assert_line "$(printf 'F\t*')"
	refute_output --partial SMITH
}

@test "values of few that cannot be added up are refused" {
	{ needs A 9 B 3 | sed '/^##\(count\|end\)/d'; printf 'B-1\tC\tF\n'; } | seal_text >in.tsv
	tabulate --by need in.tsv >counts.tsv
	run -77 suppress --rule hes -o out counts.tsv
	assert_output 'suppress: counts.tsv: need: values that stand for too few, which cannot be counted together, as a person can have several: tabulate a coarser column (rule hes)'
	assert_not_exist out
}
