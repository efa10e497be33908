#!/usr/bin/env bats
load helper

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
	csv 3-6 out/gp.csv | awk -F , '{ print NR, $4, substr($2, 1, 1) }' | sort | join births - |
		awk '{ print $2, $3, $4 }' | sort | uniq -d >alike
	[ "$(wc -l <alike)" -gt 20 ]
}

@test "a rate of zero makes its error go away" {
	printf 'rate\tvalue\tsource\n' >rates.tsv
	grep -oE '^[a-z_]*nhs_number[a-z_]*' "$SCHEMAS/synth_rates.tsv" |
		awk '{ print $1 "\t0\tassumed" }' >>rates.tsv
	synth --children 500 --rates rates.tsv -q -d out
	run grep -c '^$' <(csv 2 out/ecds.csv)
	assert_output 0
}

@test "each rate has a source" {
	run awk -F '\t' '!/^#/ && (NF != 3 || $3 == "")' "$SCHEMAS/synth_rates.tsv"
	assert_output ''
}

@test "a fault in the file of rates is exit 78 with its line" {
	printf 'rate\tvalue\tsource\nno_such\t1\tassumed\n' >unknown.tsv
	run -78 synth --rates unknown.tsv -d out
	assert_output 'synth: unknown.tsv:2: no such rate'
	printf 'rate\tvalue\tsource\nsex_wrong\t1\ta\nsex_wrong\t1\ta\n' >twice.tsv
	run -78 synth --rates twice.tsv -d out
	assert_output 'synth: twice.tsv:3: this rate stands here twice'
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
	assert_output --partial '--directory must be given'
	run -2 synth --on 2024-02-30 -d out
	assert_output --partial '--on must be a date as YYYY-MM-DD'
	run -2 synth --children 0 -d out
	assert_output --partial -- --children
	run -2 synth --sectors gp,dentist -d out
	assert_output --partial -- '--sectors: no such sector: dentist'
	run -2 synth --sectors gp,gp -d out
	assert_output --partial -- '--sectors: gp stands there twice'
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
