#!/usr/bin/env bats
# ingest --sniff and --each: what files look like, and every table in them.
load ../helper
export PROGRAM=ingest

schema() { # NAME FACTS: a schema of the columns on standard input, cells by `;`
	{
		printf '##schema set=test table=%s level=identifiable %s\n' "$1" "$2"
		printf 'column\ttype\trole\tlist\trequired\ttitles\tnote\n'
		tr ';' '\t'
	} >"known/$1.tsv"
}

setup() {
	test_directory
	mkdir known
	schema list 'format=csv' <<<$'local_id;id;entity;;yes;Person ID;\nsurname;name;direct;;;Surname;\ndob;date;quasi;;yes;DOB;'
	schema visits 'format=csv sheet=Visits' <<<$'local_id;id;entity;;yes;Person ID;\nvisit_date;date;plain;;yes;Visited;\nreason;text;sensitive;;;Why;'
	schema child 'format=xml record=Return/Children/Child' <<<$'local_id;id;entity;;yes;Id;\nsurname;name;direct;;;Name/Family;'
	schema event 'format=xml record=Return/Children/Child/Event' <<<$'local_id;id;entity;;yes;../Id;\nevent_date;date;plain;;yes;When;'
	schema answer 'format=csv titles=none lead=1' <<<$'local_id;id;entity;;yes;#1;\nanswer;code;plain;;;#3;'
	schema slip 'format=fixed' <<<$'local_id;id;entity;;yes;1-10;\nsurname;name;direct;;;11-40;'
	schema line 'format=json' <<<$'local_id;id;entity;;yes;id;\nsurname;name;direct;;;name/family;'
	people=$'Person ID,Surname,DOB\n7,Example,2015-03-01\n8,Smith,2016-01-31\n'
}

# sniffs FIELDS EXPECTED FILE...: those columns of the answer, by `;`, without the header row.
sniffs() {
	local fields=$1 expected=$2
	shift 2
	run --separate-stderr bash -o pipefail -c 'fields=$1; shift; ingest --sniff --schemas known "$@" | tail -n +2 | cut -f "$fields" | tr "\t" ";"' - "$fields" "$@"
	assert_success
	assert_output "$expected"
	assert_equal "$stderr" ''
}

each() {
	ingest --each out --schemas known --source s "$@"
}

@test "a table: all that is said of it" {
	printf '%s' "$people" >in.csv
	run ingest --sniff --schemas known in.csv
	assert_output $'file\tformat\tpacking\tencoding\tdelimiter\tlead\tcells\trecords\tschema\tknown\tmissing\tunread\toptions\tnote\nin.csv\ttable\t\tutf-8\tcomma\t0\t3\t2\tlist\t3 of 3\t\t\t-s known/list.tsv\t'
	ingest --sniff --schemas known <in.csv | grep -q '^stdin'
	ingest --sniff --schemas known -o out in.csv
	[ "$(stat -c %a out)" = 600 ]
}

@test "delimiter, lead, encoding, packing" {
	printf 'List of children\nfrom a "system\n\nPerson ID|Surname|DOB|Town\n7|Zo\xeb|2015|x\n' >in.txt
	sniffs 2-14 'table;;cp1252;pipe;2;4;1;list;3 of 4;;#4;-s known/list.tsv --encoding cp1252 --delimiter pipe --lead 2;not UTF-8: perhaps CP1252' in.txt
	sniffs 4,14 'cp1252;' --encoding cp1252 in.txt
	printf '%s' "$people" | iconv -t UTF-16 | xz >in.xz
	sniffs 2-5,8,9 'table;xz;utf-16le;comma;2;list' in.xz
	"$ROOT/tests/tools/pack.py" pax.gzip 'a b.csv=Person ID,Visited|1,2|' 'c.txt=x|' >in.tgz
	sniffs 1-3,9,13 "in.tgz/member 1;table;tar, gzip;visits;-s known/visits.tsv --member '#1'
in.tgz/member 2;table;tar, gzip;;" in.tgz
}

@test "only the beginning is looked at" {
	{ printf 'Person ID,Surname,DOB\n' && yes '1,Example,2015-01-01' | head -n 100000; } >in.csv
	run bash -c 'ingest --sniff --schemas known in.csv | tail -n 1 | cut -f 8'
	assert_output --regexp '^[0-9]{5}\+$'
}

@test "titles are named only where the row is known to be one" {
	printf 'Person ID,DOB,Secret\n1,2,3\n' >in.csv
	sniffs 9,12 'list;#3' in.csv
	sniffs 9,12 'list;Secret' --show-titles in.csv
	printf '1,Example,2015\n2,Smith,2016\n' >bare.csv
	run ingest --sniff --schemas known bare.csv
	refute_output --partial Example
	printf 'DOB,Surname,Example,1,2,3\n' >odd.csv
	run ingest --sniff --schemas known odd.csv
	refute_output --partial Example
	sniffs 2,9,11,12,14 'table;list?;local_id;#3, #4, #5, #6;lacks what the nearest schema requires' odd.csv
}

@test "what lacks a required column, and what fits alike" {
	printf 'Person ID,Surname\n' >in.csv
	sniffs 9-11,13,14 'list?;2 of 2;dob;;lacks what the nearest schema requires' in.csv
	sed 's/table=list/table=again/' known/list.tsv >known/again.tsv
	printf '%s' "$people" >in.csv
	sniffs 9,13,14 'again?, list?;;fits several schemas equally' in.csv
	mv in.csv "The list, 2024.csv"
	sniffs 9,14 'list;' "The list, 2024.csv"
	mv The* in.csv
	sed -i '1s/$/ layout=published/' known/list.tsv
	sniffs 9,14 'list;' in.csv
}

@test "too little to tell: one title, prose, general titles that many schemas have" {
	printf 'Notes\nsurname\nis the one at birth\n' >README.txt
	sniffs 7-10,13,14 '0;0;;;;fits no schema' README.txt
	printf 'See\nPerson ID, DOB\nof each\nand so on\n' >README.txt
	sniffs 9,14 ';fits no schema' README.txt
	schema other 'format=csv' <<<$'local_id;id;entity;;;Person ID;\ndob;date;quasi;;;DOB;\na;code;plain;;;A;\nb;code;plain;;;B;\nc;code;plain;;;C;'
	sed -i '1s/set=test/set=more/' known/other.tsv
	schema third 'format=csv' <<<$'local_id;id;entity;;;Person ID;\ndob;date;quasi;;;DOB;\nd;code;plain;;;D;\ne;code;plain;;;E;\nf;code;plain;;;F;\ng;code;plain;;;G;'
	rm known/list.tsv
	printf 'Person ID,DOB\n1,2015\n' >in.csv
	sniffs 9,10,14 'other?, third?;2 of 2;fits several schemas equally' in.csv
	fails 65 'in.csv: fits both other and third: leave it out with --skip, or read it alone with --schema (rule schema)' each in.csv
	printf 'Person ID,DOB,A\n1,2015,x\n' >in.csv
	sniffs 9,14 'other;' in.csv
}

@test "a schema that reads a part of a wide table" {
	schema wide 'format=csv' <<<$'local_id;id;entity;;yes;Key;\na;code;plain;;;A;\nb;code;plain;;;B;\nc;code;plain;;;C;\nd;code;plain;;;D;\ne;code;plain;;;E;'
	printf 'Key,A,B,C,D,%s\n1,2,3,4,5,%s\n' "$(seq -s, 100 120)" "$(seq -s, 100 120)" >in.csv
	sniffs 9-11,14 'wide;5 of 26;;' in.csv
	each -q in.csv
	printf 'Key,A,B,%s\n1,2,3,%s\n' "$(seq -s, 100 120)" "$(seq -s, 100 120)" >in.csv
	sniffs 9-11,14 'wide?;3 of 24;;the nearest schema knows too few of the titles' in.csv
}

@test "a line for every file, whatever one of them is" {
	printf '%s' "$people" >in.csv
	printf '%%PDF-1.4\n' >a.pdf
	{ printf '\320\317\021\340\241\261\032\341' && head -c 2000 /dev/zero; } >old.xls
	gzip <in.csv | head -c 30 >cut.gz
	run --separate-stderr bash -c 'ingest --sniff --schemas known in.csv a.pdf old.xls cut.gz in.csv | tail -n +2 | cut -f 1,2,9,14'
	assert_success
	assert_line --index 0 $'in.csv\ttable\tlist\t'
	assert_line --index 1 $'a.pdf\tnot text\t\tis a PDF document'
	assert_line --index 2 --regexp $'^old.xls\tnot text\t\tis '
	assert_line --index 3 --regexp $'^cut.gz\tnot text\t\t.'
	assert_line --index 4 $'in.csv\ttable\tlist\t'
	fails 65 'a.pdf: is a PDF document' each in.csv a.pdf
}

@test "hostile files are told, however deep or wide they claim to be" {
	head -c 1000000 /dev/zero | tr '\0' '[' >brackets
	head -c 1000000 /dev/zero | tr '\0' '"' >quotes
	seq -s, 65535 >wide
	printf '{"a":%.0s' {1..100000} >deep
	printf '<a>%.0s' {1..300000} >levels
	run ingest --sniff brackets quotes wide deep levels
	assert_success
	assert_equal "${#lines[@]}" 6
	assert_line --partial $'deep\tjson\t'
	assert_line --partial 'nests more than 64 deep'
}

@test "XML: a table a record element, JSON lines, neither" {
	printf '<Return><Children><Child><Id>1</Id><Name><Family>x</Family></Name><Age>3</Age><Event><When>2</When></Event><Event><When>2</When></Event></Child></Children></Return>' >in.xml
	sniffs 2,8-12 'xml;1;child;2 of 3;;#3
xml;2;event;2 of 2;;' in.xml
	printf '<Other><a>1</a></Other>' >in.xml
	sniffs 2,9,14 'xml;;fits no schema' in.xml
	printf '<!DOCTYPE a><a/>' >in.xml
	sniffs 2,14 'xml;has a DOCTYPE, which is refused' in.xml
	printf '<a><b></a>' >in.xml
	sniffs 2,14 'xml;mismatched tag' in.xml
	printf '{"id":1,"name":{"family":"x"},"age":2}\n{"id":2}\n' >in.json
	sniffs 2,7-10,12 'json;3;2;line;2 of 3;#3' in.json
	printf '{\n"id":1}\n{"id":\n2}' >in.json
	sniffs 2,7-10,12 'json;1;2;line;1 of 1;' in.json
	printf '[{"id":1,"name":{"family":"x"}},\n{"id":2}\n]\n' >in.json
	sniffs 2,7-10,12 'json;2;2;line;2 of 2;' in.json
	printf '{"id"\n' >in.json
	sniffs 2,14 'json;is JSON, but not objects' in.json
	printf '[]' >in.json
	sniffs 2,14 'json;is JSON, but not objects' in.json
}

@test "without titles, by the shape: perhaps" {
	printf 'HEAD,2\n7,x,A\n8,y,B\n' >in.csv
	sniffs 2,6-9,14 'table;1;3;2;answer?;has no titles: by its shape only' in.csv
	printf '%-40s\n%-40s\n' '7 Example' '8 Smith' >in.txt
	sniffs 2,7-9,14 'fixed;40;1;slip?;has no titles: by its shape only' in.txt
	printf '%-50s\n%-50s\n%-50s\n' a b c >in.txt
	sniffs 2,7,9,14 'fixed;50;;lines of one length: perhaps fixed width' in.txt
}

@test "nothing, bytes, a workbook" {
	: >in
	sniffs 2,4,7-9,14 'empty;;0;0;;' in
	printf '\0\1\2\3\0' >in
	sniffs 2,14 'not text;holds NUL bytes' in
	"$ROOT/tests/tools/workbook.py" <<<'{"sheets": [{"name": "First", "rows": [["A letter"], ["Person ID", "Surname", "DOB"], [1, "Example", "x"]]}, {"name": "Visits", "rows": [["Person ID", "Visited", "Other"], [1, "2", "3"]]}]}' >in.xlsx
	sniffs 1,2,6-9,12,13 'in.xlsx/sheet 1;xlsx;1;3;1;list;;-s known/list.tsv --sheet 1 --lead 1
in.xlsx/sheet 2;xlsx;0;3;1;visits;#3;-s known/visits.tsv --sheet 2' in.xlsx
}

@test "--each: every member by its schema, atomic, sealed, with a source of its own" {
	"$ROOT/tests/tools/pack.py" zip "a.csv=${people//$'\n'/|}" 'b.csv=Note|Person ID;Visited|7;2024|9;2023|' >in.zip
	run --separate-stderr each in.zip
	assert_success
	assert_equal "$stderr" 'ingest: in.zip/member 1: 2 records by list to out/list.tsv, 0 rejected
ingest: in.zip/member 2: 2 records by visits to out/visits.tsv, 0 rejected'
	assert_output ''
	seal check out/list.tsv
	seal check out/visits.tsv
	run table out/visits.tsv
	assert_output $'rid\tlocal_id\tvisit_date\ns_visits:1\t7\t2024\ns_visits:2\t9\t2023'
	grep -q '^##source id=s_visits set=test table=visits schema=visits@' out/visits.tsv
	grep -q 'opt.delimiter=semicolon .*opt.lead=1 opt.member=2 .*opt.source=s_visits' out/visits.tsv
	grep -q "^##digest source=s_list sha256=$(sha256sum <in.zip | cut -d ' ' -f 1)" out/list.tsv
	run bash -c 'join --side out/visits.tsv out/list.tsv 2>err | grep -v "^##" | cut -f 2,5 | tr "\t" ";"'
	assert_output $'local_id;visit_date\n7;2024\n8;'
	assert_equal "$(stat -c %a out)" 700
}

@test "--each: XML tables, sheets, several files; the second table of a schema" {
	printf '<Return><Children><Child><Id>1</Id><Event><When>2</When></Event></Child></Children></Return>' >in.xml
	printf '%s' "$people" >a.csv
	cp a.csv b.csv
	"$ROOT/tests/tools/workbook.py" <<<'{"sheets": [{"name": "V", "rows": [["Person ID", "Visited"], ["1", "2"]]}, {"name": "None", "rows": []}, {"name": "Old", "state": "hidden", "rows": [["Person ID", "Visited"]]}]}' >in.xlsx
	run --separate-stderr each in.xml a.csv b.csv in.xlsx
	assert_success
	assert_equal "$stderr" 'ingest: in.xlsx/sheet 2: left out, it is empty
ingest: in.xlsx/sheet 3: left out, it is hidden
ingest: in.xml: 1 records by child to out/child.tsv, 0 rejected
ingest: in.xml: 1 records by event to out/event.tsv, 0 rejected
ingest: a.csv: 2 records by list to out/list.tsv, 0 rejected
ingest: b.csv: 2 records by list to out/list_2.tsv, 0 rejected
ingest: in.xlsx: hidden sheets not read: 1 of 3 sheets
ingest: in.xlsx/sheet 1: 1 records by visits to out/visits.tsv, 0 rejected'
	assert_equal "$(cd out && printf '%s\n' * | paste -sd,)" child.tsv,event.tsv,list.tsv,list_2.tsv,visits.tsv
	unseal out/list_2.tsv | head -n 1 | grep -q '^s_list_2:1'
	for stream in out/*; do
		seal check "$stream"
	done
}

@test "--each: what nobody can tell is refused before anything is written, or skipped" {
	"$ROOT/tests/tools/pack.py" zip "a.csv=${people//$'\n'/|}" 'notes.txt=hello|' >in.zip
	fails 65 'in.zip/member 2: fits no schema: leave it out with --skip, or read it alone with --schema (rule schema)' each in.zip
	assert_not_exist out
	run each --skip '*.txt' in.zip
	assert_success
	each -q --member 'a*' in.zip
	printf 'Person ID,Surname\n' >in.csv
	fails 65 'in.csv: fits no schema: the nearest is list, which needs dob: leave it out with --skip, or read it alone with --schema (rule schema)' each in.csv
	sed 's/table=list/table=again/' known/list.tsv >known/again.tsv
	printf '%s' "$people" >in.csv
	fails 65 'in.csv: fits both again and list: leave it out with --skip, or read it alone with --schema (rule schema)' each in.csv
	rm known/again.tsv
	printf 'Person ID,Surname,DOB\n7,\xeb,1\n' >in.csv
	fails 65 'in.csv: not UTF-8: if it is in CP1252, use --encoding cp1252, which leaves files in UTF-8 as they are (rule encoding)' each in.csv
	each -q --encoding cp1252 in.csv
	rm -r out
	{ printf 'Person ID,Surname,DOB\n' && yes '7,Example,2015' | head -n 80000 && printf '8,\303\253,1\n'; } >late.csv
	sed 's/\xc3\xab/\xeb/' late.csv >lower.csv
	each -q --encoding cp1252 in.csv late.csv lower.csv
	for stream in out/list_2.tsv out/list_3.tsv; do
		unseal "$stream" | tail -n 1 | grep -q $'\t8\t\303\253\t1$'
	done
	: >in.csv
	fails 65 'in.csv: is empty' each in.csv
	printf '<a><b></a>' >in.xml
	fails 65 'in.xml: mismatched tag (rule format)' each in.xml
	printf '<Return><Children><Child><Id>1</Id><Event/></Child></Children></Return>' >in.xml
	fails 65 'in.xml: fits no schema: the nearest is event, which needs event_date: leave it out with --skip, or read it alone with --schema (rule schema)' each in.xml
	run each --skip event in.xml
	assert_success
	run each --skip event --skip child in.xml
	assert_equal "$status" 65
	assert_output --partial 'there is no table to write'
}

@test "--each: --rejects is a folder, an encrypted archive opens" {
	printf 'two words\n' >pass
	PASSPHRASE='two words' "$ROOT/tests/tools/pack.py" zip.aes256 'a.csv=Person ID,DOB|1|2,3|' >in.zip
	fails 65 'in.zip/member 1:2: 1 cell where the header row has 2 (rule cells)' each --passphrase pass in.zip
	assert_not_exist out/list.tsv
	run each --passphrase pass --rejects bad in.zip
	assert_success
	assert_output --partial 'in.zip/member 1: 1 records by list to out/list.tsv, 1 rejected'
	seal check bad/list.tsv
}

@test "the shipped schemas know the files that synth writes" {
	synth --children 60 --seed 1 -d raw
	rm raw/areas.csv
	ingest --sniff raw/*.csv raw/*.xml >table
	run awk -F '\t' 'NR > 1 && ($9 == "" || $9 ~ /[?,]/) { print $1, $9, $14 }' table
	assert_output ''
}

@test "every sample file of the sector is known, every archive of them read" {
	needs_sample extracts
	extracts=$SHARED/data/extracts
	ingest --sniff "$extracts"/{cin,ssda903}/*.xml "$extracts"/{ssda903,school_census,hes,sui_dbs}/*.csv "$extracts"/{annex_a,send}/*.xlsx >table
	run awk -F '\t' 'NR > 1 && ($9 == "" || $9 ~ /[?,]/) { print $1, $9, $14 }' table
	assert_output ''
	python3 -m zipfile -c in.zip "$extracts"/school_census/2025*.csv "$extracts"/ssda903/{header,episodes,uasc}.csv
	run ingest --each out --source la in.zip "$extracts/annex_a/Annex_A_2024_Jan.xlsx"
	assert_success
	assert_equal "$(find out -name '*.tsv' | wc -l)" 18
	join --side out/ssda903_episodes.tsv --side out/ssda903_uasc.tsv out/ssda903_header.tsv | seal check
}

@test "usage" {
	fails 2 '--sniff and --each cannot be used together; try ingest --help' each --sniff in
	fails 2 '--schema and --sheet cannot be used with --sniff; try ingest --help' ingest --sniff -s known/list.tsv in
	fails 2 '--schema and --sheet cannot be used with --each; try ingest --help' each --sheet 1 in
	fails 2 '--skip goes with --each; try ingest --help' ingest --sniff --skip x in
	fails 2 '--schemas goes with --sniff and --each; try ingest --help' ingest --schemas known -s known/list.tsv --source s in
	fails 2 '--output cannot be used with --each DIR; try ingest --help' each -o x in
	fails 2 'one FILE at a time, except with --sniff and --each; try ingest --help' ingest -s known/list.tsv --source s a b
	fails 2 '--each reads files, not standard input; try ingest --help' each
	fails 2 '--source ID is required; try ingest --help' ingest --each out in
	fails 74 'nowhere: No such file or directory' ingest --sniff --schemas nowhere in
	fails 74 'nowhere: No such file or directory' ingest --sniff --schemas known nowhere
}
