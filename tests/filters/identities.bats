#!/usr/bin/env bats
load ../helper

# One source of two tables; Z is a child of whom the source has no id.
setup() {
	test_directory
	seal_text >in.tsv <<-END
		##jigsaw 1 level=identifiable
		##source id=plans set=cin owner=E06000019
		##source id=stays set=ssda903 owner=E06000019
		##column rid type=rid role=key
		##column local_id type=id role=entity
		##column surname type=name role=direct
		##column upn type=upn role=direct
		##column former_upn type=upn role=direct
		##column dob type=date role=quasi
		##column sex type=sex role=quasi
		##column need type=code role=sensitive
		##column seen type=date role=plain
		##step 000000000000 tool=ingest version=0.1.0
		rid	local_id	surname	upn	former_upn	dob	sex	need	seen
		plans:1	A	SMITH	U1		2010-01-02	F	N1	2020-01-01
		plans:2	A	SMITH	U2	U1	2010-01-02		N2	2021-01-01
		plans:3	B	JONES			2011-01-02	M	N2	2021-01-01
		stays:1	A	TAYLOR	U3		2010-01-03	F	N3	2019-01-01
		stays:2					2010-01-03	M	N3	2019-01-01
		stays:3					2010-01-03	M	N4	2019-01-01
		stays:4							N5	2019-01-01
		stays:5							N6	2019-01-01
	END
}

# one TYPE ROLE VALUE...: a table of one source with one more column, c.
one() {
	{
		printf '##jigsaw 1 level=identifiable\n##source id=x\n##column rid type=rid role=key\n'
		printf '##column c type=%s role=%s\n##step 000000000000 tool=ingest version=0.1.0\n' "$1" "$2"
		printf 'rid\tc\n'
		shift 2
		n=0
		for value; do printf 'x:%d\t%s\n' $((++n)) "$value"; done
	} | seal_text
}

@test "one row an identity: by id, else by equal values, else alone" {
	identities --source child -o out.tsv in.tsv
	run column local_id out.tsv
	assert_output "$(printf 'A\nB\n\n\n')"
	run unseal out.tsv
	assert_line --index 0 "$(printf 'child:1\tchild\tA\tTAYLOR|SMITH\tU3|U2|U1\tU1\t2010-01-03\tF')"
	assert_line --index 1 "$(printf 'child:2\tchild\tB\tJONES\t\t\t2011-01-02\tM')"
	assert_line --index 2 "$(printf 'child:3\tchild\t\t\t\t\t2010-01-03\tM')"
	assert_line --index 3 "$(printf 'child:4\tchild\t\t\t\t\t\t')"
	assert_line --index 4 "$(printf 'child:5\tchild\t\t\t\t\t\t')"
	assert_equal "${#lines[@]}" 5
}

@test "the ledger says what was merged, found how, and in conflict" {
	identities --source child -o out.tsv in.tsv
	run grep -c '##count .* read=8 .* written=5 .* by.entity=2 by.values=1 conflict.dob=1 merged.records=3 without.values=2$' out.tsv
	assert_output 1
}

@test "--latest orders by date, not by place in the file" {
	identities --source child --latest seen -o out.tsv in.tsv
	run column surname out.tsv
	assert_line --index 0 'SMITH|TAYLOR'
	run column dob out.tsv
	assert_line --index 0 '2010-01-02'
}

@test "a later empty value does not blank an earlier one" {
	identities --source child --latest seen -o out.tsv in.tsv
	run column sex out.tsv
	assert_line --index 0 'F'
}

@test "--merge folds columns into one list, the first named being the latest of a record" {
	identities --source child --merge upn=upn+former_upn --latest seen -o out.tsv in.tsv
	run column upn out.tsv
	assert_line --index 0 'U2|U1|U3'
	run table out.tsv
	refute_line --partial former_upn
	run grep '^##column upn ' out.tsv
	assert_output '##column upn type=upn role=direct list=yes'
}

@test "lists that come in are taken apart, in their order" {
	{
		printf '##jigsaw 1 level=identifiable\n##source id=x\n##column rid type=rid role=key\n'
		printf '##column e type=id role=entity\n##column c type=name role=direct list=yes\n'
		printf '##step 000000000000 tool=ingest version=0.1.0\n'
		printf 'rid\te\tc\nx:1\tA\tONE|TWO\nx:2\tA\tTHREE|ONE||FOUR\n'
	} | seal_text >lists.tsv
	identities -o out.tsv lists.tsv
	run column c out.tsv
	assert_output 'THREE|ONE|FOUR|TWO'
}

@test "-c chooses the linkage columns" {
	identities --source child -c dob,sex -o out.tsv in.tsv
	run table out.tsv
	assert_line --index 0 "$(printf 'rid\tsource\tdob\tsex')"
}

@test "the payload has every record, keyed, and nobody's names" {
	identities --source child --payload pay.tsv --keep dob -o out.tsv in.tsv
	run table pay.tsv
	assert_line --index 0 "$(printf 'rid\trecord\tdob\tneed\tseen')"
	assert_line --index 4 "$(printf 'child:1\tstays:1\t2010-01-03\tN3\t2019-01-01')"
	assert_line --index 6 "$(printf 'child:3\tstays:3\t2010-01-03\tN4\t2019-01-01')"
	assert_equal "${#lines[@]}" 9
	run table out.tsv
	refute_line --partial need
	run grep -cE 'SMITH|TAYLOR|JONES|U[123]' pay.tsv
	assert_output 0
	run stat -c %a pay.tsv
	assert_output 600
	"$ROOT/tests/tools/oracle.py" check <pay.tsv
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "the whole source names its parts" {
	identities --source child -o out.tsv in.tsv
	run grep '^##source id=child' out.tsv
	assert_output '##source id=child owner=E06000019 parts=plans,stays'
}

@test "one source keeps its id without --source" {
	one name direct ANNE ANNE BEA >x.tsv
	run identities x.tsv
	assert_success
	assert_line "$(printf 'x:1\tx\tANNE')"
	assert_line "$(printf 'x:2\tx\tBEA')"
}

@test "several sources need --source" {
	run identities in.tsv
	assert_failure 2
	assert_output --partial 'the input has 2 sources: give one id for all with --source'
}

@test "usage and policy are refused by name" {
	run identities --source child --entity need in.tsv
	assert_failure 2
	assert_output --partial '--entity: need does not have the role entity'
	run identities --source child --entity nothing in.tsv
	assert_failure 2
	assert_output --partial '--entity: the input has no column nothing'
	run identities --source child -c need in.tsv
	assert_failure 77
	assert_output --partial '--columns: need has the role sensitive'
	run identities --source child -c dob,dob in.tsv
	assert_failure 2
	assert_output --partial '--columns: dob is used twice'
	run identities --source child --merge 'x' in.tsv
	assert_failure 2
	assert_output --partial '--merge: not NEW=A+B...: x'
	run identities --source child --merge x=upn+dob in.tsv
	assert_failure 2
	assert_output --partial '--merge: dob is of another type than the first'
	run identities --source child --merge x=upn+upn in.tsv
	assert_failure 2
	assert_output --partial '--merge: upn is used twice'
	run identities --source child --merge x=need in.tsv
	assert_failure 77
	assert_output --partial '--merge: need has the role sensitive'
	run identities --source child --merge x=local_id in.tsv
	assert_failure 77
	assert_output --partial '--merge: local_id has the role entity'
	run identities --source child --latest sex in.tsv
	assert_failure 2
	assert_output --partial '--latest: sex is not a date'
	run identities --source child --keep dob in.tsv
	assert_failure 2
	assert_output --partial '--keep needs --payload'
	run identities --source child --payload p.tsv --keep upn in.tsv
	assert_failure 77
	assert_output --partial '--keep: upn has the role direct, not quasi'
	run identities --source Child in.tsv
	assert_failure 2
	assert_output --partial '--source: not a source id: Child'
	one code plain 1 >x.tsv
	run identities x.tsv
	assert_failure 2
	assert_output --partial 'the input has no column to link by'
}

@test "two columns of role entity need --entity" {
	sed 's/surname type=name role=direct/surname type=code role=entity/; /^##count/d; /^##end/d' in.tsv |
		seal_text >two.tsv
	run identities --source child two.tsv
	assert_failure 2
	assert_output --partial 'several columns have the role entity: name one with --entity'
	run identities --source child --entity local_id two.tsv
	assert_success
}

@test "a bar in a value that was not cleaned is refused without showing it" {
	one name direct 'BAR|BIE' >x.tsv
	run identities x.tsv
	assert_failure 65
	assert_output --partial 'c: contains the list separator `|`: run clean first (rule list)'
	refute_output --partial BIE
}

@test "a damaged input leaves neither output" {
	sed 's/JONES/JANES/' in.tsv >bad.tsv
	run identities --source child --payload pay.tsv -o out.tsv bad.tsv
	assert_failure 65
	assert_not_exist pay.tsv
	assert_not_exist out.tsv
}
