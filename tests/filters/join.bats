#!/usr/bin/env bats
load ../helper

# stream NAME COLUMNS: a sealed stream of the records on standard input, cells by `|`.
# COLUMNS are NAME:TYPE:ROLE, with :list for a list.
stream() {
	{
		printf '##jigsaw 1 level=%s\n##source id=%s set=test\n' "${LEVEL-identifiable}" "$1"
		local column
		for column in $2; do
			IFS=: read -r name type role list <<<"$column"
			printf '##column %s type=%s role=%s%s\n' "$name" "$type" "$role" "${list:+ list=yes}"
		done
		printf '##step 000000000000 tool=ingest version=0.1.0 opt.source=%s\n' "$1"
		tr ' ' '\n' <<<"$2" | cut -d: -f1 | paste -s
		tr ';' '\t'
	} | seal_text >"$1"
}

setup() {
	test_directory
	stream roll 'rid:rid:key id:id:entity surname:name:direct dob:date:quasi' <<-'END'
		roll:1;7;Example;2015-03-01
		roll:2;8;Smith;2016-01-31
		roll:3;;Sample;
		roll:4;7;Double;2015-03-01
	END
	stream home 'rid:rid:key id:id:entity dob:date:quasi postcode:postcode:quasi' <<-'END'
		home:1;7;2015-03-02;LE14XX
		home:2;8;;EC1A1BB
	END
	stream needs 'rid:rid:key id:id:entity need:code:sensitive rank:integer:plain' <<-'END'
		needs:1;7;SLCN;1
		needs:2;8;;
		needs:3;7;ASD;2
		needs:4;9;MLD;1
		needs:5;;SPLD;1
	END
}

# joins EXPECTED ARGUMENT...: header row and records, cells by `;`.
joins() {
	local expected=$1
	shift
	join -o out "$@" 2>err
	"$ROOT/tests/tools/oracle.py" check out
	run bash -o pipefail -c 'grep -v "^##" out | tr "\t" ";"'
	assert_output "$expected"
}

@test "one row of a side gives its cells; what the main stream has stays its own" {
	joins 'rid;id;surname;dob;postcode
roll:1;7;Example;2015-03-01;LE14XX
roll:2;8;Smith;2016-01-31;EC1A1BB
roll:3;;Sample;;
roll:4;7;Double;2015-03-01;LE14XX' --side home roll
	assert_equal "$(<err)" ''
	grep -q '^##column postcode type=postcode role=quasi$' out
	assert_equal "$(count_of side1.rows out) $(count_of side1.matched out) $(count_of differing.dob out)" '2 3 2'
	assert_equal "$(count_of read out) $(count_of written out)" '4 4'
	join --side home <roll | cmp - out
}

@test "several rows give lists, in the side's order; no value at all is an empty cell" {
	joins 'rid;id;surname;dob;need;rank
roll:1;7;Example;2015-03-01;SLCN|ASD;1|2
roll:2;8;Smith;2016-01-31;;
roll:3;;Sample;;;
roll:4;7;Double;2015-03-01;SLCN|ASD;1|2' --side needs roll
	assert_equal "$(<err)" 'join: needs:12: no main record has its id (rule orphan)
join: needs:13: no main record has its id (rule orphan)'
	grep -q '^##column need type=code role=sensitive list=yes$' out
	assert_equal "$(count_of side1.orphans out)" 2
	stream needs 'rid:rid:key id:id:entity need:code:sensitive rank:integer:plain' <<<$'needs:1;7;;1\nneeds:2;7;;\nneeds:3;7;\\x23x;3\nneeds:4;8;\\x23;\nneeds:5;8;\\x23;'
	joins 'rid;id;surname;dob;need;rank
roll:1;7;Example;2015-03-01;||#x;1||3
roll:2;8;Smith;2016-01-31;\x23|#;
roll:3;;Sample;;;
roll:4;7;Double;2015-03-01;||#x;1||3' --side needs roll
}

@test "several sides, picked columns" {
	joins 'rid;id;surname;dob;postcode;need;rank
roll:1;7;Example;2015-03-01;LE14XX;SLCN|ASD;1|2
roll:2;8;Smith;2016-01-31;EC1A1BB;;
roll:3;;Sample;;;;
roll:4;7;Double;2015-03-01;LE14XX;SLCN|ASD;1|2' --side home --side needs roll
	grep -q 'side.side1=.* side.side2=.* opt.on=id$' out
	joins 'rid;id;surname;dob;need
roll:1;7;Example;2015-03-01;SLCN|ASD
roll:2;8;Smith;2016-01-31;
roll:3;;Sample;;
roll:4;7;Double;2015-03-01;SLCN|ASD' --side home --side needs -c need roll
	grep -q 'opt.columns=need' out
}

@test "a column that two sides have is refused, or taken from the first" {
	stream more 'rid:rid:key id:id:entity need:code:sensitive' <<<$'more:1;7;PMLD'
	fails 2 'more: column need is in an earlier side too: pick with --columns' join --side needs --side more roll
	joins 'rid;id;surname;dob;need
roll:1;7;Example;2015-03-01;PMLD
roll:2;8;Smith;2016-01-31;
roll:3;;Sample;;
roll:4;7;Double;2015-03-01;PMLD' --side more --side needs -c need roll
}

@test "--rejects: the rows that were not joined, and both ledgers add up" {
	joins 'rid;id;surname;dob;need;rank
roll:1;7;Example;2015-03-01;SLCN|ASD;1|2
roll:2;8;Smith;2016-01-31;;
roll:3;;Sample;;;
roll:4;7;Double;2015-03-01;SLCN|ASD;1|2' --side needs --rejects bad roll
	"$ROOT/tests/tools/oracle.py" check bad
	run table bad
	assert_output $'rid\tid\tside\tline\trule\nneeds:4\t9\t1\t12\torphan\nneeds:5\t\t1\t13\torphan'
	assert_equal "$(count_of read bad) $(count_of written bad) $(count_of joined bad)" '5 2 3'
	assert_equal "$(stat -c %a bad)" 600
	seal check bad
}

@test "a value with the list's separator" {
	stream needs 'rid:rid:key id:id:entity need:code:sensitive' <<<$'needs:1;7;A|B\nneeds:2;8;C'
	joins 'rid;id;surname;dob;need
roll:1;7;Example;2015-03-01;A|B
roll:2;8;Smith;2016-01-31;C
roll:3;;Sample;;
roll:4;7;Double;2015-03-01;A|B' --side needs roll
	stream needs 'rid:rid:key id:id:entity need:code:sensitive' <<<$'needs:1;7;A|B\nneeds:2;8;C\nneeds:3;8;D'
	fails 65 'needs:8: need: a value for a list holds the separator `|` (rule list)' join --side needs roll
	run --separate-stderr join --side needs --rejects bad -o out roll
	assert_success
	assert_equal "$stderr" 'join: needs:8: need: a value for a list holds the separator `|` (rule list)'
	run unseal bad
	assert_output $'needs:1\t7\t1\t8\tlist'
	assert_equal "$(column need out | paste -sd,)" ',C|D,,'
	assert_equal "$(count_of side1.rejected out)" 1
	stream needs 'rid:rid:key id:id:entity need:code:sensitive:list' <<<$'needs:1;7;A|B\nneeds:2;8;C\nneeds:3;7;D'
	join --side needs roll >out
	assert_equal "$(column need out | paste -sd,)" 'A|B|D,C,,A|B|D'
}

@test "--single refuses a second row" {
	fails 65 'needs:11: id: a second row for an id (rule single)' join --side needs --single roll
	joins 'rid;id;surname;dob;postcode
roll:1;7;Example;2015-03-01;LE14XX
roll:2;8;Smith;2016-01-31;EC1A1BB
roll:3;;Sample;;
roll:4;7;Double;2015-03-01;LE14XX' --side home --single roll
}

@test "which id" {
	stream other 'rid:rid:key code:id:plain town:text:plain' <<<'other:1;7;Leeds'
	fails 2 '--on is required: other has no column of role entity; try join --help' join --side home other
	stream two 'rid:rid:key a:id:entity b:id:entity' <<<'two:1;7;8'
	fails 2 '--on is required: two has several columns of role entity; try join --help' join --side home two
	fails 2 'roll: no column code' join --side other --on code roll
	fails 65 'other: has no column id to join on' join --side other roll
	stream typed 'rid:rid:key id:code:entity town:text:plain' <<<'typed:1;7;Leeds'
	fails 65 "typed: id: type 'code' here, 'id' in an earlier input (rule columns)" join --side typed roll
	stream listed 'rid:rid:key id:id:entity:list' <<<'listed:1;7'
	fails 65 'listed: id is a list, which cannot be joined on' join --side home listed
	stream main 'rid:rid:key code:id:plain' <<<'main:1;7'
	run bash -c 'join --side other --on code main | grep -v "^##"'
	assert_output $'rid\tcode\ttown\nmain:1\t7\tLeeds'
}

@test "levels: the most identifiable rules" {
	LEVEL=pseudonymised stream blind 'rid:rid:key id:id:entity sex:sex:quasi' <<<'blind:1;7;F'
	join --side home blind | head -n 1 | grep -qx '##jigsaw 1 level=identifiable'
	join -q --side blind roll | head -n 1 | grep -qx '##jigsaw 1 level=identifiable'
	join --side blind blind | head -n 1 | grep -qx '##jigsaw 1 level=pseudonymised'
}

@test "usage" {
	fails 2 'give --side FILE, 1 to 1000 times; try join --help' join roll
	fails 2 '--columns: no side adds a column town; try join --help' join --side home -c town roll
	fails 2 '--columns: no side adds a column dob; try join --help' join --side home -c dob roll
	fails 74 'nowhere: No such file or directory' join --side nowhere roll
	head -n -1 home >cut.tsv
	fails 65 'cut.tsv:11: cut short: no ##end (rule seal)' join --side cut.tsv roll
}

@test "the sample modules of SSDA903 and the school census" {
	needs_sample extracts
	extracts=$SHARED/data/extracts
	for table in header episodes uasc oc2; do
		ingest -q -s "$SCHEMAS/ssda903_$table.tsv" --source "$table" "$extracts/ssda903/$table.csv" -o "903_$table"
	done
	join --side 903_episodes --side 903_uasc --side 903_oc2 903_header -o out
	seal check out
	assert_equal "$(count_of written out) $(count_of side1.matched out) $(count_of side2.matched out) $(count_of side3.matched out)" '2675 2123 132 2675'
	for table in pupilonroll senneeds fsmperiod; do
		ingest -q -s "$SCHEMAS/school_census_$table.tsv" --source "$table" "$extracts/school_census/2025_spring_$table.head1000.csv" -o "$table"
	done
	join -q --side senneeds --side fsmperiod pupilonroll -o out 2>err
	seal check out
	assert_equal "$(count_of written out)" 1000
}
