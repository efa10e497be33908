#!/usr/bin/env bats
load ../helper

# linked: a sealed pseudonymised stream with the records of standard input.
linked() {
	{
		cat <<-'END'
			##jigsaw 1 level=pseudonymised
			##source id=cin24 set=cin
			##column person_id type=id role=key
			##column sex type=sex role=quasi
			##column need type=code role=sensitive
			##column homes type=postcode role=quasi list=yes
			##step 000000000000 tool=assemble version=0.1.0
			person_id	sex	need	homes
		END
		cat
	} | seal_text
}

some() {
	printf '%s\n' 'p2	M	N1	' 'p1	F	N1	' 'p1	F	N2	' 'p1	F	N1	' 'p3		N4	' 'p4	M		' | linked
}

@test "persons are counted once in each cell and margin, and empty cells are there" {
	some >in.tsv
	pipeline 'tabulate --by sex,need in.tsv | grep -v "^##"'
	assert_output "$(printf '%s\t%s\t%s\n' \
		sex need count \
		F N1 1 F N2 1 F N4 0 F _missing 0 F _total 1 \
		M N1 1 M N2 0 M N4 0 M _missing 1 M _total 2 \
		_missing N1 0 _missing N2 0 _missing N4 1 _missing _missing 0 _missing _total 1 \
		_total N1 2 _total N2 1 _total N4 1 _total _missing 1 _total _total 4)"
}

@test "records are counted as often as they are there" {
	some >in.tsv
	pipeline 'tabulate --by sex --count records in.tsv | grep -v "^##"'
	assert_output "$(printf '%s\t%s\n' sex count F 3 M 2 _missing 1 _total 6)"
}

@test "without a person_id records are counted" {
	printf '##jigsaw 1 level=pseudonymised\n##column sex type=sex role=quasi\n##step 000000000000 tool=pseudo version=0.1.0\nsex\nF\nF\n' |
		seal_text >in.tsv
	pipeline 'tabulate --by sex in.tsv | grep -v "^##"'
	assert_output "$(printf '%s\t%s\n' sex count F 2 _total 2)"
	run -78 tabulate --by sex --count persons in.tsv
	assert_output --partial 'in.tsv: no column person_id'
}

@test "the output is aggregate, of dimensions and a count, and says what was counted" {
	some | tabulate --by sex,need >out.tsv
	grep -qx '##jigsaw 1 level=aggregate' out.tsv
	grep -qx '##column sex type=sex role=dimension' out.tsv
	grep -qx '##column need type=code role=dimension' out.tsv
	grep -qx '##column count type=count role=measure' out.tsv
	run grep -c '^##column' out.tsv
	assert_output 3
	grep -q 'tool=tabulate .*opt.by=sex,need opt.count=persons opt.ways=2$' out.tsv
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "the order of the records does not matter" {
	some | tabulate --by sex,need | table - >a
	printf '%s\n' 'p4	M		' 'p1	F	N1	' 'p3		N4	' 'p2	M	N1	' 'p1	F	N2	' 'p1	F	N1	' |
		linked | tabulate --by sex,need | table - >b
	diff a b
}

@test "no records give one cell" {
	linked </dev/null >in.tsv
	pipeline 'tabulate --by sex,need in.tsv | grep -v "^##"'
	assert_output "$(printf '%s\t%s\t%s\n' sex need count _total _total 0)"
}

@test "an escaped value stays escaped" {
	printf 'p1\tF\ta\\tb\\x\t\n' | sed 's/\\x//' | linked >in.tsv
	pipeline 'tabulate --by need in.tsv | grep -v "^##"'
	assert_output "$(printf 'need\tcount\na\\tb\t1\n_total\t1')"
}

@test "identifiable input is refused with 77" {
	some | sed 's/=pseudonymised/=identifiable/' | sed '/^##count/d; /^##end/d' | seal_text >in.tsv
	run -77 tabulate --by sex in.tsv
	assert_output 'tabulate: in.tsv: tabulate may not read what is identifiable (rule level)'
}

@test "columns of role direct are refused with 77" {
	some | sed 's/^##column sex .*/##column sex type=sex role=direct/; /^##count/d; /^##end/d' | seal_text >in.tsv
	run -77 tabulate --by need in.tsv
	assert_output --partial 'in.tsv:4: sex: what is pseudonymised may not have a column of role direct (rule role)'
}

@test "an id cannot be a dimension" {
	some >in.tsv
	run -77 tabulate --by person_id in.tsv
	assert_output 'tabulate: in.tsv: person_id: an id cannot be a dimension (rule role)'
}

@test "a list cannot be a dimension" {
	some >in.tsv
	run -78 tabulate --by homes in.tsv
	assert_output 'tabulate: in.tsv: homes: a list cannot be a dimension'
}

@test "an unknown column is exit 78" {
	some >in.tsv
	run -78 tabulate --by age in.tsv
	assert_output --partial 'in.tsv: no column age'
}

@test "a value that is spelt like a margin is exit 65 and not shown" {
	for value in _total _missing _other; do
		printf 'p1\tF\t%s\t\n' "$value" | linked >in.tsv
		run -65 tabulate --by need in.tsv
		assert_line 'tabulate: in.tsv:9: need: a value is spelt like a margin or a missing value (rule margin)'
	done
}

@test "an empty person_id is exit 65" {
	printf '\tF\tN1\t\n' | linked >in.tsv
	run -65 tabulate --by need in.tsv
	assert_line 'tabulate: in.tsv:9: person_id: empty'
}

@test "a table of too many cells is exit 78" {
	seq 300 | awk '{ print "p" $1 "\t" $1 "\t" $1 "\t" }' | linked >small.tsv
	tabulate --by sex,need small.tsv >out.tsv
	seq 4000 | awk '{ print "p" $1 "\t" $1 "\t" $1 "\t" }' | linked >large.tsv
	run -78 tabulate --by sex,need large.tsv
	assert_line 'tabulate: the table would have 16008001 cells, more than the limit of 10000000'
}

@test "mistaken use is exit 2" {
	some >in.tsv
	run -2 tabulate in.tsv
	assert_output --partial '--by is required'
	run -2 tabulate --by sex,sex in.tsv
	assert_output --partial '--by: sex is listed twice'
	run -2 tabulate --by sex --count both in.tsv
	assert_output --partial '--count must be persons or records'
}

@test "--ways: rows name so many dimensions at most" {
	some >in.tsv
	pipeline 'tabulate --ways 1 --by sex,need in.tsv | grep -v "^##"'
	assert_output "$(printf '%s\t%s\t%s\n' sex need count \
		F _total 1 M _total 2 _missing _total 1 _total N1 2 _total N2 1 _total N4 1 _total _missing 1 _total _total 4)"
	diff <(tabulate --ways 7 --by sex,need in.tsv) <(tabulate --by sex,need in.tsv)
	run -2 tabulate --ways 0 --by sex in.tsv
}

@test "more than eight dimensions are refused" {
	printf '##jigsaw 1 level=pseudonymised\n' >in.txt
	for c in a b c d e f g h i; do echo "##column $c type=code role=plain"; done >>in.txt
	printf '##step 000000000000 tool=pseudo version=0.1.0\na\tb\tc\td\te\tf\tg\th\ti\n1\t1\t1\t1\t1\t1\t1\t1\t1\n' >>in.txt
	seal_text in.txt >in.tsv
	run -2 tabulate --by a,b,c,d,e,f,g,h,i in.tsv
	assert_output --partial '--by: at most 8 columns'
	pipeline 'tabulate --by a,b,c,d,e,f,g,h in.tsv | grep -vc "^##"'
	assert_output $((1 + 1 + 8 + 28))
	pipeline 'tabulate --ways 8 --by a,b,c,d,e,f,g,h in.tsv | grep -vc "^##"'
	assert_output 257
}

@test "a damaged input is exit 65 and writes no end" {
	some | sed 's/N2/N3/' >in.tsv
	run -65 tabulate --by need in.tsv
	refute_output --partial '##end rows'
}
