#!/usr/bin/env bats
load ../helper

make_children() {
	synth --children "${1:-2000}" --seed "${2:-1}" -q -d "${3:-out}"
}

# csv COLUMN FILE: the cells of a numbered column; no cell of these files is quoted.
csv() {
	tail -n +2 "$2" | cut -d , -f "$1"
}

@test "one seed gives the same bytes, another gives others" {
	make_children 300 1 a
	make_children 300 1 b
	make_children 300 2 c
	diff -r a b
	run ! diff -q a/gp.csv c/gp.csv
}

# counted FILE SOURCE: record ids as ingest gives them.
counted() {
	case $1 in
	*.xml) grep -cE '<(Child|Person)>' "out/$1" ;;
	*) echo $(($(wc -l <"out/$1") - 1)) ;;
	esac | xargs seq | sed "s/^/$2:/"
}

@test "every record of every source has one line of truth" {
	make_children
	tail -n +2 out/truth.tsv | cut -f 1 | sort >truth
	{
		counted pupilonroll.csv census
		counted pupilnolongeronroll.csv leavers
		counted sen2.xml sen2
		counted ehe.csv ehe
		counted cin.xml cin
		counted ssda903_header.csv cla
		counted birth_notifications.csv notifications
		counted births.csv births
		counted chis.csv chis
		counted visits.csv visits
		counted gp.csv gp
		counted ecds.csv ecds
		counted hes_apc.csv hes
		counted csds_cyp001_mpi.csv csds
		counted deaths.csv deaths
	} | sort >records
	diff records truth
	[ "$(wc -l <truth)" -gt 11000 ]
}

@test "sectors: as named, and each with the bytes that it has among all" {
	make_children 300
	synth --children 300 -q --sectors gp,cin -d some
	assert_equal "$(cd some && echo *)" 'cin.xml gp.csv truth.tsv'
	cmp out/gp.csv some/gp.csv
	cmp out/cin.xml some/cin.xml
	diff <(grep -E '^(rid|gp|cin)' out/truth.tsv | sort) <(sort some/truth.tsv)
}

@test "the titles are those of the real files" {
	make_children 50
	run head -n 1 out/pupilonroll.csv
	assert_output --regexp '^pupilonrolltableid,NativeId,dob,surname,forename,middlenames,.*upn,.*,sex,'
	run head -n 1 out/addressesonroll.csv
	assert_output --regexp '^pupilonrolltableid,NativeId,addressesonrolltableid,.*,postcode$'
	run head -n 1 out/ssda903_header.csv
	assert_output 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB'
	run head -n 1 out/ssda903_episodes.csv
	assert_output 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN'
	run head -n 1 out/gp.csv
	assert_output 'PATIENT_ID,NHS_NUMBER,SURNAME,FORENAME,DATE_OF_BIRTH,SEX,POSTCODE,GP_PRACTICE,REGISTERED_FROM'
	run head -n 1 out/ecds.csv
	assert_output 'LOCAL_PATIENT_ID,NHS_NUMBER,BIRTH_DATE,STATED_GENDER,POSTCODE,ETHNIC_CATEGORY,GP_PRACTICE,ARRIVAL_DATE,ARRIVAL_TIME,CHIEF_COMPLAINT,DIAGNOSIS_CODE_1,PROVIDER'
}

@test "NHS numbers are of the test range, valid, and each one child's" {
	make_children
	csv 2 out/gp.csv | grep . >numbers
	run awk '{ s = 0; for (i = 1; i <= 10; i++) s += substr($1, i, 1) * (11 - i)
		if (length($1) != 10 || substr($1, 1, 3) != "999" || s % 11) print }' numbers
	assert_output ''
	[ "$(sort -u numbers | wc -l)" -eq "$(wc -l <numbers)" ]
}

@test "UPNs have their letter" {
	make_children
	csv 9 out/pupilonroll.csv | grep . >upns
	run awk '{ letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
		s = 0; for (i = 2; i <= 13; i++) {
			c = substr($1, i, 1)
			s += i * (c ~ /[0-9]/ ? c : index(letters, c) - 1) }
		if (substr(letters, s % 23 + 1, 1) == substr($1, 1, 1)) good++
		else bad++ } END { print (bad + 0) / (good + bad) < 0.01 }' upns
	assert_output 1
	grep -q '[A-Z]$' upns
}

@test "ages, dates and postcodes have the shape of each source" {
	make_children
	run grep -cvE '^[A-Z]{2}[0-9]{2} [0-9][A-Z]{2}$|^$' <(csv 7 out/gp.csv)
	assert_output 0
	run grep -cvE '^[0-9]{2}/[0-9]{2}/[0-9]{4}$' <(csv 5 out/gp.csv)
	assert_output 0
	run grep -cvE '^[0-9]{4}-[A-Z][a-z]{2}-[0-9]{2} 00:00:00$' <(csv 3 out/pupilonroll.csv)
	assert_output 0
	run grep -cvE '^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]$' <(csv 3 out/ecds.csv)
	assert_output 0
	csv 5 out/gp.csv | cut -c 7-10 | sort -u >years
	[ "$(head -n 1 years)" = 1999 ]
	[ "$(tail -n 1 years)" -ge 2024 ]
}

@test "the children in need census says why a UPN is not there, and is well-formed" {
	make_children
	[ "$(grep -c '<UPN' out/cin.xml)" -eq "$(grep -c '<Child>' out/cin.xml)" ]
	grep -q '<UPNunknown>UN1</UPNunknown>' out/cin.xml
	run grep -ciE 'name>|post|nhs' out/cin.xml
	assert_output 0
	python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("out/cin.xml")'
}

@test "most looked-after children have one id in both returns" {
	make_children 20000
	csv 1 out/ssda903_header.csv | sort >cla
	grep -o '<LAchildID>[0-9]*' out/cin.xml | cut -d '>' -f 2 | sort >cin
	shared=$(comm -12 cla cin | wc -l)
	[ "$((shared * 100))" -gt "$(($(wc -l <cla) * 80))" ]
	[ "$shared" -lt "$(wc -l <cla)" ]
}

@test "there are twins of one sex with like names" {
	make_children 20000
	tail -n +2 out/truth.tsv | awk -F '\t' '$4 != "" && /^gp:/ { split($1, r, ":"); print r[2], $4 }' |
		sort >births
	csv 3-6 out/gp.csv | awk -F , '{ print NR, $4, substr($2, 1, 1) }' | sort | /usr/bin/join births - |
		awk '{ print $2, $3, $4 }' | sort | uniq -d >alike
	[ "$(wc -l <alike)" -gt 20 ]
}

# persons SOURCE: of each record of a source: person, family, birth, forbidden.
persons() {
	grep "^$1:" out/truth.tsv | sed "s/^$1://" | sort -n | cut -f 2-
}

@test "families: brothers and sisters, some by other surnames, and twins at one address" {
	make_children 5000
	paste <(persons gp) <(csv 3,5,7 out/gp.csv | tr , '\t') >known
	run awk -F '\t' '{ n[$2]++; if (!($2 in name)) name[$2] = $5; else if (name[$2] != $5) other[$2] = 1
		if ($3 != "" && $3 in born && born[$3] != $6) apart++
		if ($3 != "") { births[$3]++; born[$3] = $6 } }
		END { for (f in n) { if (n[f] > 1) several++; if (f in other) mixed++ }
			for (b in births) if (births[b] > 1) twins++
			print (several > 1000), (mixed > 100), (twins > 20), (apart < 4) }' known
	assert_output '1 1 1 1'
}

@test "an adoption makes two persons, and no number or name goes from one to the other" {
	printf 'rate\tvalue\tsource\nadopted\t0.05\tassumed\nadopted_in_need\t0.5\tassumed\ncensus_upn_wrong\t0\tassumed\n' >rates.tsv
	synth --children 6000 --seed 4 --rates rates.tsv -q -d out
	# Persons of one adoption are two, in two families.
	run awk -F '\t' 'NR > 1 && $5 != "" && !($2 in seen) { seen[$2] = 1; n[$5]++; f[$5] = f[$5] " " $3 }
		END { for (a in n) { if (n[a] > 2) three++; split(f[a], x, " "); if (x[1] == x[2]) one++
			if (n[a] == 2) two++ } print three + one + 0, (two > 60) }' out/truth.tsv
	assert_output '0 1'
	# Who is on the list now has another NHS number than in the hospital before.
	paste <(persons gp) <(csv 2 out/gp.csv) | awk -F '\t' '$4 != "" && $5 != "" { print $4, $1, $5 }' | sort >after
	paste <(persons ecds) <(csv 2 out/ecds.csv) | awk -F '\t' '$4 != "" && $5 != "" { print $4, $1, $5 }' | sort >hospital
	run awk 'NR == FNR { person[$1] = $2; number[$1] = $3; next }
		!($1 in person) { next }
		(person[$1] == $2) != (number[$1] == $3) { wrong++ }
		person[$1] != $2 { before++ }
		END { print (wrong + 0 < 4), (before > 100) }' after hospital
	assert_output '1 1'
	# What was a case before the adoption is no case after it: two numbers, and the first was closed.
	paste <(persons cin) <(grep -o '<LAchildID>[0-9]*' out/cin.xml | cut -d '>' -f 2) |
		awk -F '\t' '$4 != "" { print $4, $5 }' | sort -u >cases
	[ "$(cut -d ' ' -f 2 cases | sort | uniq -d | wc -l)" -eq 0 ]
	[ "$(cut -d ' ' -f 1 cases | uniq -d | wc -l)" -gt 5 ]
	grep -q 'RC1<' out/cin.xml
	grep -q ',E11,' out/ssda903_episodes.csv
}

@test "errors fall on some groups more than on others" {
	synth --children 100000 --sectors ecds -q -d out
	# Newborns, who often have no number yet, and who did not say are left out.
	csv 2,3,6,8 out/ecds.csv | awk -F , 'substr($4, 1, 4) - substr($2, 1, 4) > 1 && $3 !~ /[Z9]/' >known
	run awk -F , '{ minority = $3 ~ /[CEHJ-S]/; n[minority]++; lost[minority] += $1 == "" }
		END { print (lost[1] / n[1] > 1.2 * lost[0] / n[0]) }' known
	assert_output 1
}

@test "children on no roll, schooled elsewhere, from abroad and from beyond the border" {
	make_children 5000
	cut -f 1,2 out/truth.tsv | sed 's/:[0-9]*//' | sort -u >known
	run awk -F '\t' '{ in_source[$1 "," $2] = 1; persons[$2] = 1 }
		END { for (p in persons) {
			hospital_only += (("ecds," p) in in_source) && !(("gp," p) in in_source) && !(("census," p) in in_source)
			no_school += (("gp," p) in in_source) && !(("census," p) in in_source)
			plan_elsewhere += (("sen2," p) in in_source) && !(("census," p) in in_source) }
			print (hospital_only > 50), (no_school > 500), (plan_elsewhere > 30) }' known
	assert_output '1 1 1'
}

@test "canaries: so many children, every record of theirs listed, to be counted at the other end" {
	synth --children 500 --canaries 25 -q -d out
	synth --children 500 -q -d plain
	[ "$(tail -n +2 out/canaries.tsv | wc -l)" -gt 50 ]
	assert_not_exists plain/canaries.tsv
	diff -r -x canaries.tsv out plain
	# All records of 25 persons, and none of others.
	tail -n +2 out/canaries.tsv | cut -f 1 | sort >listed
	sort out/truth.tsv | /usr/bin/join -t "$(printf '\t')" listed - | cut -f 2 | sort -u >marked
	[ "$(wc -l <marked)" -eq 25 ]
	run awk -F '\t' 'NR == FNR { marked[$1]; next } $2 in marked' marked out/truth.tsv
	assert_equal "${#lines[@]}" "$(wc -l <listed)"
	# Their own number finds them in what was handed over.
	awk -F '\t' '$2 == "gp" { print $3 }' out/canaries.tsv >ids
	assert_equal "$(grep -cwFf ids out/gp.csv)" "$(wc -l <ids)"
	# Where it was made pseudonymous, the list is too, with the same key.
	sha256sum <<<key | cut -c 1-64 >key && chmod 600 key
	for list in canaries:out/canaries.tsv gp_list:out/gp.csv; do
		ingest -q -s "$SCHEMAS/${list%:*}.tsv" --source x "${list#*:}" | clean -q |
			pseudo -q -k key --token nhs_number -o "${list%:*}"
	done
	number() { grep -v '^##' "$1" | awk -F '\t' '{ if (NR == 1) { for (i = 1; i <= NF; i++) at[$i] = i } else if ($at["nhs_number"] != "") print $at["nhs_number"] }'; }
	number canaries | sort -u >tokens
	assert_equal "$(number gp_list | grep -cwFf tokens)" "$(awk -F '\t' '$2 == "gp" && $4 != ""' out/canaries.tsv | wc -l)"
}

# read_as SCHEMA FILE: what ingest and clean say of it that should not be.
read_as() {
	ingest -q -s "$SCHEMAS/$1.tsv" --source x "out/$2" | clean -q -s "$SCHEMAS/$1.tsv" -o clean.tsv
	grep -E '^##count' clean.tsv | tr ' ' '\n' | sed -n "s/^\(rejected\|blanked\.[^=]*\|unlisted\.[^=]*\|unread\.columns\)=/$2 $1 &/p"
}

@test "the shipped schemas read every file: nothing rejected, blanked or unlisted but what errors there are" {
	{
		printf 'rate\tvalue\tsource\n'
		grep -oE '^[a-z_]*(wrong|missing|_error|baby|unnamed|unknown|swapped)[a-z_]*' "$ROOT/filters/lib/synth/rates.tsv" |
			grep -v cla_missing | awk '{ print $1 "\t0\tassumed" }'
	} >rates.tsv
	synth --children 3000 --rates rates.tsv -q -d out
	while read -r schema file; do
		read_as "$schema" "$file"
	done >said <<-END
		school_census_pupilonroll pupilonroll.csv
		school_census_addresses addressesonroll.csv
		school_census_fsmperiod fsmperiodsonroll.csv
		school_census_senneeds senneedsonroll.csv
		school_census_termlyexclusions termlyexclusionsonroll.csv
		school_census_pupilnolongeronroll pupilnolongeronroll.csv
		school_census_addresses addressesoffroll.csv
		sen2_person sen2.xml
		sen2_requests sen2.xml
		sen2_named_plans sen2.xml
		sen2_plan_details sen2.xml
		sen2_active_plans sen2.xml
		sen2_placements sen2.xml
		sen2_needs sen2.xml
		elective_home_education ehe.csv
		cin_child cin.xml
		cin_details cin.xml
		cin_assessments cin.xml
		cin_plans cin.xml
		ssda903_header ssda903_header.csv
		ssda903_episodes ssda903_episodes.csv
		ssda903_reviews ssda903_reviews.csv
		ssda903_missing ssda903_missing.csv
		ssda903_oc2 ssda903_oc2.csv
		ssda903_ad1 ssda903_ad1.csv
		ssda903_placed_for_adoption ssda903_placed_for_adoption.csv
		ssda903_uasc ssda903_uasc.csv
		births_notification birth_notifications.csv
		births_registration births.csv
		deaths_pcmd deaths.csv
		chis_child chis.csv
		health_visitor_reviews visits.csv
		csds_cyp001_mpi csds_cyp001_mpi.csv
		csds_cyp101_referral csds_cyp101_referral.csv
		gp_list gp.csv
		ecds ecds.csv
		hes_apc hes_apc.csv
		truth truth.tsv
	END
	# Where there is no UPN, the header of SSDA903 has the code of a reason.
	codes=$(csv 5 out/ssda903_header.csv | grep -c '^UN')
	assert_equal "$(cat said)" "ssda903_header.csv ssda903_header blanked.upn=$codes
ssda903_header.csv ssda903_header blanked.upn.upn-unknown=$codes"
	# With errors, wrong UPNs are all that is blanked of the school census.
	make_children 3000 1 errors
	ingest -q -s "$SCHEMAS/school_census_pupilonroll.tsv" --source x errors/pupilonroll.csv | clean -q -o clean.tsv
	run grep -oE 'blanked[^ ]*' clean.tsv
	refute_output --regexp 'blanked\.(dob|surname|forename|sex|uln)'
}

@test "a rate of zero makes its error go away" {
	printf 'rate\tvalue\tsource\n' >rates.tsv
	grep -oE '^[a-z_]*nhs_number[a-z_]*' "$ROOT/filters/lib/synth/rates.tsv" |
		awk '{ print $1 "\t0\tassumed" }' >>rates.tsv
	synth --children 500 --rates rates.tsv -q -d out
	run grep -c '^$' <(csv 2 out/ecds.csv)
	assert_output 0
}

@test "each rate has a source" {
	run awk -F '\t' '!/^#/ && (NF != 3 || $3 == "")' "$ROOT/filters/lib/synth/rates.tsv"
	assert_output ''
}

@test "a fault in the file of rates is exit 78 with its line" {
	printf 'rate\tvalue\tsource\nno_such\t1\tassumed\n' >unknown.tsv
	run -78 synth --rates unknown.tsv -d out
	assert_output 'synth: unknown.tsv:2: unknown rate'
	printf 'rate\tvalue\tsource\nsex_wrong\t1\ta\nsex_wrong\t1\ta\n' >twice.tsv
	run -78 synth --rates twice.tsv -d out
	assert_output 'synth: twice.tsv:3: a duplicate rate'
	for value in x -1 0.1234567 1. 1001 ''; do
		printf 'rate\tvalue\tsource\nsex_wrong\t%s\ta\n' "$value" >value.tsv
		run -78 synth --rates value.tsv -d out
		assert_output 'synth: value.tsv:2: not a decimal from 0 to 1000'
	done
	printf 'rate\tvalue\n' >columns.tsv
	run -78 synth --rates columns.tsv -d out
	assert_output 'synth: columns.tsv:1: the columns must be rate, value, source'
	run -78 synth --rates none.tsv -d out
	assert_output --partial none.tsv
	assert_not_exists out
}

@test "mistaken use is exit 2" {
	run -2 synth
	assert_output --partial '--directory is required'
	run -2 synth --on 2024-02-30 -d out
	assert_output --partial '--on must be a date as YYYY-MM-DD'
	run -2 synth --children 0 -d out
	assert_output --partial -- --children
	run -2 synth --sectors gp,dentist -d out
	assert_output --partial -- '--sectors: unknown sector dentist'
	run -2 synth --sectors gp,gp -d out
	assert_output --partial -- '--sectors: gp is listed twice'
	run -2 synth --children 10 --canaries 11 -d out
	assert_output --partial -- '--canaries must not be more than --children'
	assert_not_exists out
}

@test "a directory that cannot be is exit 74" {
	echo >file
	run -74 synth -q -d file
	assert_output 'synth: file: not a directory'
	run -74 synth -q -d none/deeper
	assert_output --partial 'none/deeper: cannot make the directory'
}

@test "another reference date moves the children" {
	synth --children 300 --on 2020-09-01 -q -d out
	run awk -F / '$3 > 2020' <(csv 5 out/gp.csv)
	assert_output ''
}

@test "what was made is told, unless quiet" {
	run synth --children 10 -d out
	assert_output --regexp '^synth: 10 children, [0-9]+ records$'
	run synth --children 10 -q -d out
	assert_output ''
}

@test "CIN returns are valid under the schema of each year, and looked after children have the sexes of theirs" {
	for year in 2017 2021 2022 2023 2024 2025 2026; do
		synth -q --children 1500 --seed 2 --on $year-01-16 --sectors cin,cla -d $year
		"$ROOT/tests/tools/cin_return.py" $year/cin.xml
	done
	refute [ -n "$(tail -n +2 2024/ssda903_header.csv | cut -d , -f 2 | grep -v '^[12]$')" ]
	refute [ -n "$(tail -n +2 2025/ssda903_header.csv | cut -d , -f 2 | grep -v '^[MF]$')" ]
	refute grep -q ',H5,' 2025/ssda903_episodes.csv
	sed -i 's/<LEA>884/<LEA>E06000016/; s/<ReferralNFA>0/<ReferralNFA>false/' 2025/cin.xml
	run "$ROOT/tests/tools/cin_return.py" 2025/cin.xml
	assert_failure 1
	assert_line '2025/cin.xml: LEA: no value of its type'
	assert_line '2025/cin.xml: ReferralNFA: no value of its type'
}
