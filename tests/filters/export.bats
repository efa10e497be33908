#!/usr/bin/env bats
load ../helper
# In a shell, export alone is the built-in: hence env, or jigsaw export.


# published HEADER RECORD...: a publishable stream of dimensions, sealed.
published() {
	local names
	names=$(head -n 1 <<<"$1")
	{
		printf '##jigsaw 1 level=publishable\n##lineage 0af10af10af10af10af10af10af10af1\n'
		tr '\t' '\n' <<<"$names" | sed 's/.*/##column & type=code role=dimension/'
		printf '%s\n' "$@"
	} | seal_text
}

records() {
	printf '##jigsaw 1 level=identifiable\n##source id=x\n##column rid type=rid role=key\n##column surname type=name role=direct\n##step 000000000000 tool=ingest version=0.1.0\nrid\tsurname\nx:1\tSMITH\n' | seal_text
}

csv() {
	run --separate-stderr bash -c 'env export | cat -A' <"$1"
	assert_success
	assert_equal "$output" "$2"
}

@test "cells by RFC 4180, lines end with CRLF" {
	published $'a\tb' $'plain\ttwo words' $'with, comma\tsay "so"' $'two\\nlines\tback\\\\slash' $'\té' >in
	csv in $'a,b^M$\nplain,two words^M$\n"with, comma","say ""so"""^M$\n"two$\nlines",back\\slash^M$\n,M-CM-)^M$'
}

@test "a hash in front and an escaped TAB and CR come back as they were" {
	published $'a\tb' $'\\x23 5\tx\\ty' $'x\\ry\t' >in
	csv in $'a,b^M$\n# 5,x^Iy^M$\n"x^My",^M$'
}

@test "formulas are defused, numbers are not touched" {
	published a '=1+1' '+1' '-2.5' '-1e-9' '-' '@sum' '+44 20' '-x' '\tx' '\rx' "=\"a\"" '-.5' '-1e' '.' '-1.' >in
	run --separate-stderr bash -c 'env export <in | tr -d "\r"'
	assert_success
	assert_line -n 1 "'=1+1"
	assert_line -n 2 '+1'
	assert_line -n 3 '-2.5'
	assert_line -n 4 '-1e-9'
	assert_line -n 5 "'-"
	assert_line -n 6 "'@sum"
	assert_line -n 7 "'+44 20"
	assert_line -n 8 "'-x"
	assert_line -n 9 $'\'\tx'
	assert_line -n 10 $'"\'x"'
	assert_line -n 11 "\"'=\"\"a\"\"\""
	assert_line -n 12 '-.5'
	assert_line -n 13 "'-1e"
	assert_line -n 14 '.'
	assert_line -n 15 '-1.'
	assert_equal "$stderr" 'export: 9 cells that would be formulas now begin with an apostrophe'
}

@test "the only cell of a record, when empty, is no empty line" {
	published a x '' y >in
	csv in $'a^M$\nx^M$\n""^M$\ny^M$'
}

@test "no records: the header row" {
	published $'a\tb' >in
	csv in $'a,b^M$'
}

@test "--bom writes a byte order mark" {
	published a x >in
	env export --bom <in >out
	assert_equal "$(head -c 3 out | od -An -tx1 | tr -d ' ')" efbbbf
	cmp <(tail -c +4 out) <(env export <in)
}

@test "what is not publishable is refused, with --inside it is noted" {
	records >in
	run --separate-stderr env export in
	assert_equal "$status" 77
	assert_equal "$output" ''
	assert_equal "$stderr" 'export: in: identifiable; only publishable streams are exported, others need --inside (rule level)'
	run --separate-stderr env export --inside --receipt receipt in
	assert_success
	assert_line -n 1 $'x:1,SMITH\r'
	assert_equal "$stderr" 'export: what is identifiable leaves the sealed stream (--inside)'
	grep -q '"inside": *"identifiable"' receipt
}

@test "no byte goes out of an input that is damaged" {
	published a x y z >in
	sed '/^y$/d' in >short
	run --separate-stderr env export short
	assert_equal "$status" 65
	assert_equal "$output" ''
	head -n 5 in >ended
	run --separate-stderr env export ended
	assert_equal "$status" 65
	assert_equal "$output" ''
	run env export -o out short
	assert_equal "$status" 65
	assert_not_exist out
	assert_equal "$(find . -name '.jigsaw*')" ''
}

@test "-o writes the same bytes as standard output" {
	published $'a\tb' $'1\t2' >in
	env export -o out in
	cmp out <(env export <in)
}

@test "a temporary folder that is not there is exit 74" {
	published a x >in
	run env export --tmpdir ./nowhere in
	assert_equal "$status" 74
	assert_output 'export: ./nowhere: No such file or directory'
}

# people: a stream of three people by list.tsv, beside it.
people() {
	cat >list.tsv <<-'END'
		##schema set=test table=list format=csv delimiter=semicolon level=identifiable
		##about People of a test
		column	type	role	list	required	titles	note
		id	id	entity		yes	Person ID|Id	
		surname	name	direct			Surname	
		dob	date	quasi			Date of birth	
		names	name	direct	yes		Other names	
	END
	printf 'Date of birth;Other names;Person ID;Surname\n2015-03-01;A|B;007;"O""Hara"\n;;2;=1+1\n1/2/2016;x;3;Smith\n' |
		ingest -q -s list.tsv --source s -o in
}

# writes EXPECTED [OPTION]...: what export -s list.tsv makes of them, visibly.
writes() {
	local expected=$1
	shift
	run --separate-stderr bash -o pipefail -c 'env export --inside -s list.tsv "$@" in | cat -A' - "$@"
	assert_success
	assert_output "$expected"
}

# refused STATUS MESSAGE ARGUMENT...
refused() {
	local wanted=$1 message=$2
	shift 2
	run --separate-stderr env export "$@"
	assert_equal "${stderr##*$'\n'}" "export: $message"
	assert_equal "$status" "$wanted"
	assert_output ''
}

@test "a schema gives titles, order and delimiter" {
	people
	writes $'Person ID;Surname;Date of birth;Other names^M$\n007;"O""Hara";2015-03-01;A|B^M$\n2;=1+1;;^M$\n3;Smith;1/2/2016;x^M$'
	assert_equal "$stderr" 'export: what is identifiable leaves the sealed stream (--inside)'
	writes $'Person ID,Surname,Date of birth,Other names^M$\n007,"O""Hara",01/03/2015,A|B^M$\n2,=1+1,,^M$\n3,Smith,1/2/2016,x^M$' --delimiter comma --dates dd/mm/yyyy
	writes $'Person ID^ISurname^IDate of birth^IOther names$\n007^I"O""Hara"^I20150301^IA|B$\n2^I=1+1^I^I$\n3^ISmith^I1/2/2016^Ix$' --format tsv --dates yyyymmdd
	writes $'{"id":"007","surname":"O\\"Hara","dob":"2015-03-01","names":["A","B"]}$\n{"id":"2","surname":"=1+1"}$\n{"id":"3","surname":"Smith","dob":"1/2/2016","names":["x"]}$' --format json
}

@test "clean sexes go out by the code of the schema's column" {
	printf 'LocalPatientID,Gender\r\na,1\r\nb,X\r\nc,9\r\nd,2\r\n' >in.csv
	ingest -q -s "$SCHEMAS/csds_cyp001_mpi.tsv" --source e in.csv -o raw
	clean -q raw -o clean
	run column sex clean
	assert_output "$(printf '%s\n' M U X F)"
	for stream in raw clean; do
		env export -q --inside -s "$SCHEMAS/csds_cyp001_mpi.tsv" $stream | cut -d , -f 2 | tr -d '\r' >out
		diff out <(printf '%s\n' Gender 1 X 9 2)
	done
}

@test "clean values go out in the form that the schema says" {
	cat >list.tsv <<-'END'
		##schema set=test table=t format=csv level=identifiable
		column	type	role	list	required	codes	written	titles	note
		lea	la	quasi				la_number	LEA	
		sex	sex	quasi				sex_number	Sex	
		ethnicity	ethnicity	quasi				ethnic_category	Ethnic	
		dob	date	quasi				dd/mm/yyyy	DOB	
		seen	date	plain	yes			yyyymmdd	Seen	
		postcode	postcode	quasi					Postcode	
	END
	printf '%s\n' LEA,Sex,Ethnic,DOB,Seen,Postcode 856,female,'White British',1/3/2015,'2015-03-01|2/3/2015',le14xx \
		Wales,9,BNOS,2015-03-01,, NUK,0,99,,,'E1  6AN' E07000012,M,Z,31/02/2015,soon,'LE1 4XX' >in.csv
	ingest -q -s list.tsv --source x in.csv -o raw
	clean -q --invalid keep raw -o clean
	pipeline 'env export -q --inside -s list.tsv clean | tr -d "\r"'
	assert_output 'LEA,Sex,Ethnic,DOB,Seen,Postcode
856,2,A,01/03/2015,20150301|20150302,LE1 4XX
WAL,9,BNOS,01/03/2015,,
NUK,0,99,,,E1 6AN
873,1,Z,31/02/2015,soon,LE1 4XX'
	pipeline 'env export -q --inside -s list.tsv --dates yyyy-mm-dd clean | tr -d "\r" | cut -d , -f 4,5 | sed -n 2p'
	assert_output '2015-03-01,2015-03-01|2015-03-02'
	pipeline 'env export -q --inside -s list.tsv raw | tr -d "\r"'
	assert_output "$(cat in.csv)"
	env export -q --inside -s list.tsv --csvw about.json clean -o out.csv
	grep -A 3 '"dob"' about.json | grep -q 'dd/MM/yyyy'
	sed -i 's/la_number/sex_number/' list.tsv
	fails 78 'list.tsv:3: written: not a form of type la' env export -q --inside -s list.tsv clean
}

@test "columns that the schema lacks are left out and counted; required ones must be there" {
	people
	grep -v '^surname' list.tsv >less.tsv
	run --separate-stderr env export --inside -s less.tsv in
	assert_success
	assert_line -n 0 $'Person ID;Date of birth;Other names\r'
	assert_equal "${stderr##*$'\n'}" "export: 1 columns of the stream are not in the schema and are left out"
	sed 's/^id\tid/number\tid/' list.tsv >other.tsv
	refused 65 'in: no column number, which schema other requires (rule columns)' --inside -s other.tsv in
	printf '##schema set=a table=b format=csv level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nx\tid\tplain\t\t\tX\t\n' >none.tsv
	refused 65 'in: none of its columns is in schema none (rule columns)' --inside -s none.tsv in
}

@test "--for-spreadsheet protects what a spreadsheet would alter, and ingest takes it off" {
	printf '##schema set=a table=b format=csv level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nx\ttext\tplain\t\t\tX\t\n' >one.tsv
	printf '%s\n' X 12 -2.5 0 0.5 Smith 'AB12 3CD' 'x=1' 007 1.10 +5 -0 '1e5' 1234567890123456 2015-03-01 1/2 12:30 '=1+1' @a "'a" TRUE Mar1 ' 5' '10 High Street' Marsh true-ish March >in.csv
	ingest -q -s one.tsv --source s in.csv -o in
	run --separate-stderr env export --inside -s one.tsv --for-spreadsheet in -o out.csv
	assert_equal "${stderr##*$'\n'}" 'export: 16 cells that a spreadsheet would alter now begin with an apostrophe: ingest --for-spreadsheet removes it'
	assert_equal "$(head -c 3 out.csv | od -An -tx1 | tr -d ' ')" efbbbf
	run bash -c "tr -d '\r' <out.csv | grep -v \"^'\" | tail -n +2"
	assert_output $'12\n-2.5\n0\n0.5\nSmith\nAB12 3CD\nx=1\nMarsh\ntrue-ish\nMarch'
	ingest -s one.tsv --source s --for-spreadsheet out.csv -o back
	cmp <(table in) <(table back)
	grep -q ' unprotected.cells=16' back
	grep -q ' opt.for-spreadsheet=yes' back
	printf 'X\n%040000d\n' 0 | ingest -q -s one.tsv --source s -o in
	run --separate-stderr env export --inside -s one.tsv --for-spreadsheet in -o out.csv
	[[ $stderr == *'export: 1 cells are longer than the 32767 characters that a spreadsheet keeps'* ]]
}

@test "--csvw describes the file beside it, the same every time" {
	people
	clean -q --invalid blank in -o cleaned 2>/dev/null
	env export -q --inside -s list.tsv --csvw list.json -o list.csv cleaned
	env export -q --inside -s list.tsv --csvw again.json -o list.csv cleaned
	cmp list.json again.json
	python3 - <<-'END'
		import json
		m = json.load(open("list.json"))
		assert m["@context"] == "http://www.w3.org/ns/csvw" and m["url"] == "list.csv", m
		assert m["dialect"]["delimiter"] == ";" and m["dialect"]["header"] is True, m
		columns = m["tableSchema"]["columns"]
		assert [c["name"] for c in columns] == ["id", "surname", "dob", "names"], columns
		assert [c["titles"] for c in columns] == ["Person ID", "Surname", "Date of birth", "Other names"]
		assert [c["datatype"] for c in columns] == ["string", "string", "date", "string"], columns
		assert columns[0]["required"] is True and columns[3]["separator"] == "|" and columns[1]["null"] == ""
	END
	env export -q --inside -s list.tsv --csvw raw.json -o list.csv in
	run grep -c '"datatype": "string"' raw.json
	assert_output 4
	refused 2 '--csvw goes with CSV or TSV, and with -o FILE, whose name it holds; try export --help' --inside --csvw x.json in
}

@test "a batch trace: untitled, counted, values as the service takes them" {
	cat >in.txt <<-'END'
		##jigsaw 1 level=identifiable
		##source id=cin24
		##column rid type=rid role=key
		##column nhs_number type=nhs_number role=direct
		##column surname type=name role=direct list=yes
		##column sex type=sex role=quasi
		##column dob type=date role=quasi
		##column postcode type=postcode role=quasi list=yes
		##step 000000000000 tool=ingest version=0.1.0
	END
	printf 'rid\tnhs_number\tsurname\tsex\tdob\tpostcode\ncin24:1\t9990000018\tHARA|SMITH\tF\t2015-03-01\tLE14XX|AB101AA\ncin24:2\t\tNG\tU\t2016\tnope\n' >>in.txt
	seal_text in.txt >in
	run --separate-stderr bash -o pipefail -c 'env export --inside -s "$SCHEMAS/mps_request.tsv" --trace --lead MPTREQ_20260102030405,SPINE_MPTPHASE4_TRACE,20260102030405, in | cat -A'
	assert_success
	assert_output $'MPTREQ_20260102030405,SPINE_MPTPHASE4_TRACE,20260102030405,2$\ncin24-1,9990000018,HARA,,,2,20150301,LE1 4XX,,,,,,,,,,,,,,,$\ncin24-2,,NG,,,0,,,,,,,,,,,,,,,,,$'
	assert_equal "${stderr##*$'\n'}" 'export: 2 dates, postcodes and sexes that a trace does not take are left empty'
	env export -q --inside -s "$SCHEMAS/mps_request.tsv" --trace --lead A,B,C in | ingest -q -s "$SCHEMAS/mps_request.tsv" --source t >back
	run column reference back
	assert_output $'cin24-1\ncin24-2'
	run bash -c 'env export -q --inside -s "$SCHEMAS/optout_check.tsv" in | cat -A'
	assert_output '9990000018,$'
	run bash -c 'env export -q --inside -s "$SCHEMAS/dbs_request.tsv" --trace in | head -n 1'
	assert_output ',cin24-1,20150301,,,9990000018,HARA,,,,2,,,,,,LE1 4XX,,,,,,,,,,'
	refused 2 '--lead TEXT: the schema has 1 lines before its records, 0 are given; try export --help' --inside -s "$SCHEMAS/mps_request.tsv" in
}

@test "fixed width: padded, counted, and refused where a value does not fit" {
	cat >f.tsv <<-'END'
		##schema set=test table=f format=fixed lead=1 count=3-6 tail=1 level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	1-4	
		surname	name	direct			6-9	
	END
	printf 'H    2\n7\n12   \xc3\xa9t\xc3\xa9\nT\n' | ingest -q -s f.tsv --source s -o in
	run --separate-stderr bash -o pipefail -c 'env export -q --inside -s f.tsv --lead "H  999Z" --tail T in | tee out'
	assert_success
	assert_output $'H    2Z\n7        \n12   \xc3\xa9t\xc3\xa9 \nT'
	cmp <(table in) <(ingest -q -s f.tsv --source s out | table)
	sed 's/6-9/6-7/' f.tsv >g.tsv
	refused 65 'in:9: surname: longer than its 2 characters (rule width)' -q --inside -s g.tsv --lead H --tail T in
	refused 2 '--tail TEXT: the schema has 1 lines after its records, 0 are given; try export --help' --inside -s f.tsv --lead H in
}

# tree: child.tsv, visit.tsv, their streams a and b, and the document they came from.
tree() {
	printf '##schema set=t table=child format=xml record=Root/Child level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nid\tid\tentity\t\tyes\tWho/Id\t\nkinds\tcode\tplain\tyes\t\tKinds/Kind\t\nlast\tcode\tplain\t\t\tLast\t\n' >child.tsv
	printf '##schema set=t table=visit format=xml record=Root/Child/Visit level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nid\tid\tentity\t\tyes\t../Who/Id\t\nday\tdate\tplain\t\t\tDay\t\n' >visit.tsv
	printf '<Root><Child><Who><Id>1</Id></Who><Kinds><Kind>a</Kind><Kind>&lt;b</Kind></Kinds><Visit><Day>x</Day></Visit><Visit><Day>y</Day></Visit><Last>z</Last></Child><Child><Who><Id>2</Id></Who></Child></Root>' >in.xml
	ingest -q -s child.tsv --source s in.xml -o a
	ingest -q -s visit.tsv --source s in.xml -o b
}

@test "XML of one table: records, parents and lists" {
	tree
	run --separate-stderr env export -q --inside -s child.tsv a
	assert_output $'<?xml version="1.0" encoding="UTF-8"?>\n<Root>\n  <Child>\n    <Who>\n      <Id>1</Id>\n    </Who>\n    <Kinds>\n      <Kind>a</Kind>\n      <Kind>&lt;b</Kind>\n    </Kinds>\n    <Last>z</Last>\n  </Child>\n  <Child>\n    <Who>\n      <Id>2</Id>\n    </Who>\n  </Child>\n</Root>'
	run --separate-stderr env export -q --inside -s visit.tsv b
	assert_output $'<?xml version="1.0" encoding="UTF-8"?>\n<Root>\n  <Child>\n    <Who>\n      <Id>1</Id>\n    </Who>\n    <Visit>\n      <Day>x</Day>\n    </Visit>\n    <Visit>\n      <Day>y</Day>\n    </Visit>\n  </Child>\n</Root>'
}

@test "XML of several tables: each under the record whose fields it names" {
	tree
	mkdir orders
	printf 'path\trepeats\tfrom\tto\twritten\tnote\nRoot/Child/Visit\tyes\t\t\t\t\nRoot/Child/Who\t\t\t\t\t\n' >orders/t.tsv
	env export -q --inside -s child.tsv --with visit.tsv=b a >out.xml
	for t in child visit; do ingest -q -s $t.tsv --source s out.xml -o $t.back || true; done
	cmp <(table a) <(table child.back)
	run --separate-stderr ingest -q -s visit.tsv --source s out.xml
	assert_equal "$stderr" "ingest: out.xml:11: a parent's field comes after the records it belongs to (rule xml)"
	rm -r orders
	env export -q --inside -s child.tsv --with visit.tsv=b a >out.xml
	cmp <(table b) <(ingest -q -s visit.tsv --source s out.xml | table)
}

@test "XML: years and forms of the order file" {
	cat >child.tsv <<-'END'
		##schema set=t table=child format=xml record=Root/Child level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	Id	
		sex	sex	quasi			Sex|Gender	
	END
	cat >head.tsv <<-'END'
		##schema set=t table=head format=xml record=Root/Head level=identifiable
		column	type	role	list	required	titles	note
		held	year	plain			Year	
	END
	mkdir orders
	order() { printf 'path\trepeats\tfrom\tto\twritten\tnote\nRoot/Head\t\t\t\t\t\nRoot/Child\tyes\t\t\t\t\nRoot/Child/Id\t\t\t\t\t\nRoot/Child/Sex\t\t2025\t\t\t\nRoot/Child/Gender\t\t%s\t%s\t%s\t\n' "$@" >orders/t.tsv; }
	order 2010 2024 sex_number
	printf '<Root><Child><Id>1</Id><Gender>female</Gender></Child></Root>' | ingest -q -s child.tsv --source s | clean -q -o children
	for year in 2024 2025 2009; do
		printf '<Root><Head><Year>%s</Year></Head></Root>' $year | ingest -q -s head.tsv --source h -o head
		env export -q --inside -s child.tsv --with head.tsv=head children | tr -d ' \n' | grep -oE '<(Sex|Gender)>.' >>out
	done
	assert_equal "$(paste -sd' ' out)" '<Gender>2 <Sex>F <Sex>F'
	order soon '' ''
	refused 78 'orders/t.tsv:6: from: not a year' -q --inside -s child.tsv children
	order '' '' roman
	refused 78 'orders/t.tsv:6: written: not a form of values' -q --inside -s child.tsv children
}

@test "XML: records that belong nowhere, or to one of several, are refused" {
	tree
	sed 's/>1</>9</' in.xml | ingest -q -s visit.tsv --source s -o c
	refused 65 'c: 2 records belong to none of schema child (rule parent)' -q --inside -s child.tsv --with visit.tsv=c a
	sed 's|../Who/Id|Id|' visit.tsv >loose.tsv
	printf '<Root><Child><Visit><Id>1</Id></Visit></Child></Root>' | ingest -q -s loose.tsv --source s -o d
	refused 65 'd: nothing says to which of several Child a record belongs (rule parent)' -q --inside -s child.tsv --with loose.tsv=d a
	refused 78 '--with: schemas child and child have the same records' -q --inside -s child.tsv --with child.tsv=a a
	sed 's|Root/Child/|Other/Child/|' visit.tsv >other.tsv
	refused 78 "--with: the schemas' records have different root elements" -q --inside -s child.tsv --with other.tsv=b a
	refused 2 "--with SCHEMA=STREAM, not 'visit.tsv'; try export --help" -q --inside -s child.tsv --with visit.tsv a
	refused 77 'a: identifiable; only publishable streams are exported, others need --inside (rule level)' -s child.tsv --with visit.tsv=b a
	grep -v '^##end' b >short
	run env export -q --inside -s child.tsv --with visit.tsv=short a -o out
	assert_equal "$status" 65
	assert_not_exist out
	printf 'rid\tid\nx:1\ta\x01b\n' | seal adopt --source x --column id:id:entity >odd
	refused 65 'odd: id: a character that XML cannot hold (rule xml)' -q --inside -s child.tsv odd
}

@test "CIN: an earlier year's title, by a copy of the schema" {
	printf '<Message><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID><Sex>2</Sex><PersonDeathDate>x</PersonDeathDate></ChildIdentifiers></Child></Children></Message>' |
		ingest -q -s "$SCHEMAS/cin_child.tsv" --source s -o in
	cp -r "$SCHEMAS/orders" .
	sed 's#ChildIdentifiers/Sex|ChildIdentifiers/GenderCurrent#ChildIdentifiers/GenderCurrent|ChildIdentifiers/Sex#' "$SCHEMAS/cin_child.tsv" >cin_2022.tsv
	run bash -c 'env export -q --inside -s cin_2022.tsv in | tr -d " \n"'
	assert_output --partial '<LAchildID>1</LAchildID><GenderCurrent>2</GenderCurrent><PersonDeathDate>x</PersonDeathDate>'
	run bash -c 'env export -q --inside -s "$SCHEMAS/cin_child.tsv" in | tr -d " \n"'
	assert_output --partial '<LAchildID>1</LAchildID><Sex>2</Sex><PersonDeathDate>x</PersonDeathDate>'
}

@test "CIN: elements stand in the order of the department's schema" {
	[ -d "$SHARED/data/extracts" ] || skip 'no sample files here'
	with=()
	for t in header child details assessments plans plan_dates section47; do
		ingest -q -s "$SCHEMAS/cin_$t.tsv" --source cin "$SHARED/data/extracts/cin/fake_CIN_data.xml" -o $t
		[ $t = child ] || with+=(--with "$SCHEMAS/cin_$t.tsv=$t")
	done
	env export -q --inside -s "$SCHEMAS/cin_child.tsv" "${with[@]}" child -o out.xml
	for t in header child details assessments plans plan_dates section47; do
		cmp <(table $t) <(ingest -q -s "$SCHEMAS/cin_$t.tsv" --source cin out.xml | table)
	done
	python3 - "$SCHEMAS/orders/cin.tsv" <<-'END'
		import sys
		import xml.etree.ElementTree as tree
		order = [line.split("\t")[0] for line in open(sys.argv[1])][1:]
		def walk(element, path):
		    places = [order.index(path + "/" + child.tag) for child in element]
		    assert places == sorted(places), path
		    for child in element:
		        walk(child, path + "/" + child.tag)
		root = tree.parse("out.xml").getroot()
		walk(root, root.tag)
	END
}

@test "options that do not go together" {
	people
	refused 2 "--format: csv, tsv, json, fixed or xml, not 'pdf'; try export --help" --inside --format pdf in
	refused 2 '--format xml goes with a --schema of that format; try export --help' --inside -s list.tsv --format xml in
	refused 2 '--format fixed goes with a --schema of that format; try export --help' --inside --format fixed in
	refused 2 '--for-spreadsheet and --bom go with CSV; try export --help' --inside --format tsv --bom in
	refused 2 '--delimiter goes with CSV; try export --help' --inside --format json --delimiter tab in
	refused 2 "--delimiter: comma, tab, pipe or semicolon, not 'x'; try export --help" --inside --delimiter x in
	refused 2 '--with goes with a schema of XML; try export --help' --inside -s list.tsv --with a=b in
	refused 2 '--trace goes with --schema, and not with --dates; try export --help' --inside --trace in
	refused 2 "--dates: yyyy-mm-dd, dd/mm/yyyy or yyyymmdd, not 'x'; try export --help" --inside --dates x in
	refused 2 '--lead TEXT: the schema has 0 lines before its records, 1 are given; try export --help' --inside -s list.tsv --lead x in
	refused 78 'nowhere: No such file or directory' --inside -s nowhere in
}

@test "what is sent to be checked has no blank, no double and no invalid number" {
	stream ingest rid:rid:key reference:id:entity nhs_number:nhs_number:direct surname:name:direct >in <<-'END'
		x:1 r1 9990000018 HARA
		x:2 r2 - NG
		x:3 r3 9990000018 HARA
		x:4 r1 9990000018 HARA
		x:5 r5 9990000019 ROE
		x:6 - 9990000026 LEE
		x:7 r7 999-000-0018 HARA
	END
	run --separate-stderr env export --inside -s "$SCHEMAS/optout_check.tsv" in
	assert_output $'9990000018,\n9990000026,'
	for told in '1 records without the value that each must have are left out' '1 records whose NHS number is not valid are left out' \
		'3 records that are there already are left out'; do
		grep -qx "export: $told" <<<"$stderr"
	done
	run --separate-stderr env export --inside -s "$SCHEMAS/mps_request.tsv" --lead A,B,C in
	assert_equal "${lines[0]}" A,B,C,5
	assert_equal "$(cut -d , -f 1 <<<"${output#*$'\n'}" | tr '\n' ' ')" 'r1 r2 r3 r5 r7 '
	stream ingest rid:rid:key reference:id:entity surname:name:direct >two <<<$'x:1 r1 HARA\nx:2 r1 NG'
	refused 65 'two:9: reference: the value of an earlier record that is not the same: the file would be refused (rule distinct)' \
		--inside -s "$SCHEMAS/mps_request.tsv" --lead A,B,C two
	stream ingest rid:rid:key surname:name:direct >none <<<'x:1 HARA'
	printf '##schema set=a table=b format=csv level=identifiable distinct=c\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nc\tcode\tplain\t\t\tC\t\nsurname\tname\tdirect\t\t\tS\t\n' >own.tsv
	refused 65 'none: no column c, which is never empty in a file of schema own (rule columns)' --inside -s own.tsv none
	printf '##schema set=a table=b format=csv level=identifiable distinct=c\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nd\tcode\tplain\t\t\tD\t\n' >bad.tsv
	refused 78 'bad.tsv:1: distinct= is a column of the schema and goes with format=csv, tsv, fixed or json' --inside -s bad.tsv in
}
