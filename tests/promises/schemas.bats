#!/usr/bin/env bats
load ../helper

# The shipped schemas and code lists keep the rules of schemas/README.md (tests/run/schemas.sh holds them to these),
# and the check finds what breaks them.

lint() {
	run "$ROOT/tests/run/schemas.sh" "$@"
}

# small [LINE...]: a folder of two schemas that keep the rules, the second with these columns more.
small() {
	rm -rf small exceptions
	mkdir -p small/codes
	printf '| files | what |\n|---|---|\n| `one`, `two_*` | both |\n' >small/README.md
	printf 'code\tlabel\tfrom\tto\tnow\tspellings\tnote\nA\tfirst\t\t\t\t\t\nB\tsecond\t\t2020\tA\t\t\n' >small/codes/kind.tsv
	{
		printf '##schema set=one table=people format=csv level=identifiable layout=aliases\n##about People\n'
		printf 'column\ttype\trole\tlist\trequired\tcodes\ttitles\tnote\n'
		printf 'local_id\tcode\tentity\t\tyes\t\tID\t\nsurname\tname\tdirect\t\t\t\tSurname|Last Name\t\nkind\tcode\tsensitive\t\t\tkind\tKind\t\n'
	} >small/one.tsv
	{
		printf '##schema set=two table=events format=csv level=identifiable layout=published\n##about Events\n'
		printf 'column\ttype\trole\tlist\trequired\tcodes\ttitles\tnote\n'
		printf 'local_id\tcode\tentity\t\tyes\t\tID\t\n'
		((!$#)) || printf '%b\n' "$@"
	} >small/two_events.tsv
	printf 'rule\tsubject\treason\n' >exceptions
}

@test "the shipped schemas and code lists keep the rules" {
	lint
	assert_success
	refute_output
}

@test "no exception is left that nothing needs" {
	printf 'rule\tsubject\treason\n' >none
	lint "$SCHEMAS" none
	while IFS=$'\t' read -r rule subject reason; do
		[[ $rule != rule && $reason != 'to come' ]] || continue
		[[ -n $reason ]]
		assert_line --regexp "^schemas: (codes/)?$subject: .*\(rule $rule\)$"
	done <"$ROOT/tests/data/schemas.tsv"
}

@test "a good folder is good" {
	small
	lint small exceptions
	assert_success
	refute_output
}

@test "what the loader refuses is found, in every schema that has it" {
	small 'Bad Name\tcode\tplain\t\t\t\tBad\t'
	printf 'surname\tname\tdirect\t\t\t\tGiven\t\n' >>small/one.tsv
	lint small exceptions
	assert_failure 1
	assert_line --partial 'two_events.tsv:5: column: not a column name'
	assert_line --partial 'one.tsv:7: column: already a column: surname'
	small 'name\tnmae\tplain\t\t\t\tName\t'
	lint small exceptions
	assert_line --partial 'not a type of a received column: nmae'
	small 'first\tcode\tplain\t\t\t\tA title\t' 'second\tcode\tplain\t\t\t\tOther|a-Title\t'
	lint small exceptions
	assert_line --partial 'the title of two columns: atitle (rule load)'
	small
	sed -i '1s/format=csv/format=cvs/' small/one.tsv
	lint small exceptions
	assert_line --partial 'one.tsv:1: the ##schema line needs format='
}

@test "a code list that is not there or not well formed is found" {
	small 'sort\tcode\tplain\t\t\tsorts\tSort\t'
	lint small exceptions
	assert_failure 1
	assert_line --partial 'sorts.tsv'
	small
	printf 'C\tthird\t\t\tZ\t\t\n' >>small/codes/kind.tsv
	lint small exceptions
	assert_failure 1
	assert_line --partial 'kind.tsv:4: now: not a code of the list: Z'
	small
	cp small/codes/kind.tsv small/codes/sorts.tsv
	lint small exceptions
	assert_failure 1
	assert_output 'schemas: codes/sorts: no schema names it (rule unused)'
}

@test "one column name has one type and one role in all schemas, and one code list in a set" {
	small 'surname\ttext\tdirect\t\t\t\tSurname\t'
	lint small exceptions
	assert_failure 1
	assert_output 'schemas: surname@two_events: is text direct, and name direct in one (rule column)'
	printf 'column\tsurname@two_events\tfor the test\n' >>exceptions
	lint small exceptions
	assert_success
	small 'kind\tcode\tplain\t\t\tkind\tKind\t'
	lint small exceptions
	assert_output --partial 'is code plain, and code sensitive in one (rule column)'
	small 'surname\tname\tdirect\tyes\t\t\tSurname\t'
	lint small exceptions
	assert_output --partial 'is name direct list, and name direct in one (rule column)'
	small 'kind\tcode\tsensitive\t\t\tsorts\tKind\t'
	cp small/codes/kind.tsv small/codes/sorts.tsv
	lint small exceptions
	assert_success
	sed -i '1s/set=two/set=one/' small/two_events.tsv
	lint small exceptions
	assert_failure 1
	assert_output 'schemas: kind@two_events: has the codes sorts, and kind in one (rule codes)'
}

@test "names and numbers of persons are direct, and a table about persons has one of them" {
	small 'upn\tupn\tplain\t\t\t\tUPN\t'
	lint small exceptions
	assert_failure 1
	assert_output --partial 'two_events.tsv:5: upn: a column of type upn must have the role direct, not plain (rule role)'
	small
	printf '##schema set=two table=events format=csv level=identifiable layout=published\n##about Events\ncolumn\ttype\trole\tlist\trequired\tcodes\ttitles\tnote\nkind\tcode\tsensitive\t\t\tkind\tKind\t\n' >small/two_events.tsv
	lint small exceptions
	assert_failure 1
	assert_output 'schemas: two_events: neither a direct nor an entity column, nor an id to join one by (rule person)'
}

@test "a schema says what it is, where its layout is from, and stands in the readme" {
	small
	sed -i '/^##about/d; 1s/ layout=.*//' small/two_events.tsv
	mv small/two_events.tsv small/three.tsv
	lint small exceptions
	assert_failure 1
	assert_line 'schemas: three: no ##about line (rule about)'
	assert_line 'schemas: three: no layout= in the ##schema line (rule layout)'
	assert_line 'schemas: three: no row in README.md (rule readme)'
	small
	printf 'rate\tvalue\n' >small/rates.tsv
	lint small exceptions
	assert_failure 1
	assert_output 'schemas: rates: no ##schema line (rule no_schema)'
}
