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
	assert_output 'suppress: in.tsv: a sum exceeds 64 bits (rule margin)'
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
		edited "s/=aggregate/=$level/" >in.tsv
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
	assert_output 'suppress: in.tsv: suppress may not be shown a column of role quasi: sex (rule role)'
	edited 's/role=dimension/role=plain/' >in.tsv
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
	assert_line "$(printf 'N1\t10')"
	assert_line "$(printf 'N2\t*')"
	assert_line "$(printf '_total\t10')"
	refute_line --regexp '=(9|12)( |$)'
}
