#!/usr/bin/env bats
# A type has a least role, a level refuses roles, and not every column may be a dimension.
load ../helper

least() { # the table of the manual page: type, least role, dimension
	awk -F '\t' '$1 == "type" && $3 == "dimension" { on = 1; next } /^\.TE/ { on = 0 } on { print $1, $2, $3 }' "$ROOT/filters/jigsaw.7"
}

@test "the table of jigsaw(7) is that of the code" {
	diff <(least) <(sed -nE 's/^\tTYPE\(([a-z_]+), ([A-Z]+), (true|false)\).*/\1 \L\2 \3/p' "$ROOT/filters/lib/stream/types.h" |
		sed 's/true/yes/; s/false/no/')
	[ "$(least | wc -l)" -gt 30 ]
}

# declared LEVEL TYPE ROLE [NAME]: a stream with one such column, as if made by hand.
declared() {
	{
		printf '##jigsaw 1 level=%s\n' "$1"
		[[ $1 != publishable ]] || printf '##lineage 0af10af10af10af10af10af10af10af1\n'
		printf '##column %s type=%s role=%s\n' "${4:-x}" "$2" "$3"
		[[ $1 == publishable ]] || printf '##step 000000000000 tool=ingest version=0.1.0\n'
		printf '%s\nv\n' "${4:-x}"
	} | seal_text
}

# verdict LEVEL TYPE ROLE [NAME]: 0 or 77, of a reader.
verdict() {
	local status=0
	declared "$@" >hand.tsv
	seal check hand.tsv 2>said || status=$?
	echo "$status"
}

@test "a hand-made stream that declares lower is refused by its reader, naming line, column, type and role" {
	least | while read -r type role _; do
		[ "$(verdict identifiable "$type" "$role")" = 0 ] || fail "$type $role"
		[[ $role == plain ]] && continue
		for lower in plain sensitive quasi link key; do
			[[ $lower != "$role" && $role != sensitive ]] || continue
			[ "$(verdict identifiable "$type" "$lower")" = 77 ] || fail "$type $lower"
			grep -qF "hand.tsv:2: x: a column of type $type must have the role $role, not $lower (rule role)" said
		done
		[ "$(verdict identifiable "$type" plain)" = 77 ] || fail "$type plain"
	done
	# Stricter is allowed.
	[ "$(verdict identifiable sex direct)" = 0 ]
	[ "$(verdict identifiable postcode entity)" = 0 ]
	for name in dob mother_child_dob birth_date date_of_birth; do
		[ "$(verdict identifiable date plain $name)" = 77 ]
		grep -qF "a column of type date, a birth date, must have the role quasi, not plain" said
	done
	[ "$(verdict identifiable month sensitive birth_month)" = 77 ]
	[ "$(verdict identifiable integer plain birth_weight)" = 0 ]
	[ "$(verdict identifiable date plain referred)" = 0 ]
}

@test "a level refuses roles" {
	for role in key entity quasi link sensitive plain direct; do
		[ "$(verdict aggregate code $role)" = 77 ]
		[ "$(verdict publishable code $role)" = 77 ]
		grep -qF "what is publishable may not have a column of role $role (rule role)" said
	done
	for level in identifiable pseudonymised; do
		[ "$(verdict $level count measure)" = 77 ]
		[ "$(verdict $level sex dimension)" = 77 ]
	done
	[ "$(verdict pseudonymised code direct)" = 77 ]
	[ "$(verdict pseudonymised id entity)" = 0 ]
	[ "$(verdict pseudonymised sex quasi)" = 0 ]
	for level in aggregate publishable; do
		least | while read -r type _ may; do
			[ "$(verdict $level "$type" dimension)" = "$([[ $may == yes ]] && echo 0 || echo 77)" ] || fail "$type"
		done
		[ "$(verdict $level something dimension)" = 77 ]
	done
}

@test "a schema that declares lower is refused" {
	sed 's/^nhs_number\tnhs_number\tdirect/nhs_number\tnhs_number\tplain/' "$SCHEMAS/gp_list.tsv" >low.tsv
	run -78 ingest -s low.tsv --source gp /dev/null
	assert_output 'ingest: low.tsv:5: nhs_number: a column of type nhs_number must have the role direct, not plain (rule role)'
	sed 's/^dob\tdate\tquasi/dob\tdate\tplain/' "$SCHEMAS/gp_list.tsv" >low.tsv
	run -78 ingest -s low.tsv --source gp /dev/null
	assert_output 'ingest: low.tsv:10: dob: a column of type date, a birth date, must have the role quasi, not plain (rule role)'
	sed 's/level=identifiable/level=pseudonymised/' "$SCHEMAS/gp_list.tsv" >low.tsv
	run -78 ingest -s low.tsv --source gp /dev/null
	assert_output --partial 'what is pseudonymised may not have a column of role direct (rule role)'
}

@test "what is declared by hand is held to the same" {
	run -77 seal adopt --source x --column n:nhs_number:plain <<<$'n\n1'
	assert_output 'seal: --column: n: a column of type nhs_number must have the role direct, not plain (rule role)'
	run -77 seal adopt --source x --column n:code:dimension <<<$'n\n1'
	printf 'rid\tsex\nx:1\tF\n' | seal adopt --source x --column sex:sex:quasi >records
	openssl rand -hex 32 >key && chmod 600 key
	pseudo -q -k key --general sex=keep records >tokens
	run -77 seal wrap --as clean --column nm:name:direct tokens -- cat
	assert_output 'seal: --column: nm: what is pseudonymised may not have a column of role direct (rule role)'
	run -77 seal wrap --as clean --column nm:name:plain tokens -- cat
	assert_output 'seal: --column: nm: a column of type name must have the role direct, not plain (rule role)'
}

@test "what is not code, band, area or year is no dimension" {
	for column in date:plain datetime:plain time:plain id:plain text:sensitive decimal:plain postcode:quasi month:quasi \
		integer:quasi something:plain; do
		declared pseudonymised ${column%:*} ${column#*:} >hand.tsv
		run -77 tabulate --by x hand.tsv
		assert_output --partial "x: type ${column%:*}, role ${column#*:}, cannot be a dimension"
	done
	declared pseudonymised code entity >hand.tsv
	run -77 tabulate --by x hand.tsv
	for column in code:sensitive sex:quasi ethnicity:quasi outcode:quasi la:quasi month:plain year:quasi age:quasi flag:plain; do
		declared pseudonymised ${column%:*} ${column#*:} >hand.tsv
		run -0 tabulate --by x hand.tsv
	done
}
