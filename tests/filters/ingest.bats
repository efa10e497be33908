#!/usr/bin/env bats
load ../helper

setup() {
	test_directory
	cat >list.tsv <<-'END'
		##schema set=test table=list format=csv level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	Person ID|Client-Number	
		surname	name	direct			Surname|Family name	
		dob	date	quasi		yes	Date of birth|DOB	
	END
	cat >tree.tsv <<-'END'
		##schema set=test table=tree format=xml record=Root/Person level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	Id	
		town	text	plain			../Town	
		colours	code	plain	yes		Colours/Colour	
	END
}

# list ...: ingest by list.tsv, source s.
list() {
	ingest -s list.tsv --source s "$@"
}

tree() {
	ingest -s tree.tsv --source s "$@"
}

json() {
	ingest -s json.tsv --source s "$@"
}

# reads EXPECTED [ARGUMENT...]: header row and records, cells by `;`.
reads() {
	local expected=$1
	shift
	run --separate-stderr bash -o pipefail -c 'ingest --source s "$@" -o out && "$ROOT/tests/tools/oracle.py" check out >/dev/null && grep -v "^##" out | tr "\t" ";"' - "$@"
	assert_success
	assert_output "$expected"
}

# zip NAME=CONTENT...: a zip file on standard output.
zip_of() {
	python3 -c '
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    for member in sys.argv[1:]:
        name, _, content = member.partition("=")
        z.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content.replace("|", "\n"))
sys.stdout.buffer.write(out.getvalue())' "$@"
}

good=$'Person ID,Surname,DOB\n7,Example,2015-03-01\n8,Smith,2016-01-31\n'
good_read=$'rid;id;surname;dob\ns:1;7;Example;2015-03-01\ns:2;8;Smith;2016-01-31'

@test "CSV: columns in the schema's order, whatever the titles' spelling and order" {
	printf '%s' "$good" >in
	reads "$good_read" -s list.tsv in
	printf 'DOB,client_number,"FAMILY-NAME"\r\n2015-03-01,7,Example\r\n2016-01-31,8,Smith\r\n' >in
	reads "$good_read" -s list.tsv in
	printf '"date\xc2\xa0of\xe2\x80\x93birth", Person\xe2\x80\x99ID ,Surname\n2015-03-01,7,Example\n2016-01-31,8,Smith' >in
	reads "$good_read" -s list.tsv in
}

@test "CSV from a pipe is the same as from a file" {
	printf '%s' "$good" >in
	list in >a
	list <in >b
	bash -c 'cat in | ingest -s list.tsv --source s' >c
	cmp a b
	cmp a c
}

@test "a column that the file lacks is left out" {
	printf 'DOB,Person ID\n2015-03-01,7\n' >in
	reads $'rid;id;dob\ns:1;7;2015-03-01' -s list.tsv in
}

@test "values are taken as they are and escaped" {
	printf 'DOB,Person ID,Surname\n 2015 ,#7,"a\tb\\\n""c""|d"\n' >in
	reads $'rid;id;surname;dob\ns:1;\\x237;a\\tb\\\\\\n"c"|d; 2015 ' -s list.tsv in
}

@test "the row of titles among the records is none" {
	printf 'DOB,"Person ID",Surname\n1,2,x\n\xef\xbb\xbfDOB,Person ID,Surname\n3,4,Surname\nDOB,"Person ID",Surname\n' >in
	fails 65 'in:3: the row of titles again: several files in one (rule titles)' list in
	run --separate-stderr list --rejects bad in
	assert_success
	assert_output --partial 'read=4 written=2'
	assert_output --partial 'rejected=2'
	run unseal bad
	assert_line --index 1 $'s:4\t5\ttitles\tDOB,"Person ID",Surname'
	printf 'DOB,Person ID\n7,8\nDOB,Person ID\n' >in
	fails 65 'in:3: the row of titles again: several files in one (rule titles)' list in
}

@test "titles that the schema does not know are counted" {
	printf 'DOB,Person ID,,TEST_COLUMN\n2015-03-01,7,,x\n' >in
	run --separate-stderr list in
	assert_success
	assert_equal "$stderr" 'ingest: in:1: 2 of 4 titles are not in the schema and are not read'
	assert_output --partial ' unread.columns=2'
	refute_output --partial 'x'$'\n'
}

@test "where titles are taken by alias, the one that is listed first is read" {
	sed 's/format=csv/& layout=aliases/' list.tsv >other.tsv
	printf 'Client number,Surname,DOB,Person ID,Family name\n1,x,2,3,y\n' >in
	reads $'rid;id;surname;dob\ns:1;3;x;2' -s other.tsv in
	assert_equal "$stderr" 'ingest: in:1: 2 of 5 titles are not in the schema and are not read'
	fails 65 'in:1: titles 1 and 4 are both id (rule titles)' list in
	printf 'Surname,DOB,Family name,surname,Person ID\n' >in
	fails 65 'in:1: titles 1 and 4 are both surname (rule titles)' ingest -s other.tsv --source s in
}

@test "cells too many are dropped and counted when they are empty" {
	printf 'DOB,Person ID,Surname\n1,2,x,\n3,4,"y",,,\n5,6,z\n' >in
	reads $'rid;id;surname;dob\ns:1;2;x;1\ns:2;4;y;3\ns:3;6;z;5' -s list.tsv in
	run list in
	assert_output --partial ' surplus.cells=2'
	printf 'DOB,Person ID,Surname\n1,2,x,,w\n' >in
	fails 65 'in:2: more cells than the 3 of the header row (rule cells)' list in
	printf 'DOB,Person ID,Surname\n1,2,x,""\n' >in
	fails 65 'in:2: more cells than the 3 of the header row (rule cells)' list in
}

@test "a record that Excel left short has empty cells, and is counted" {
	printf 'DOB,Person ID,Surname,UPN\n01/01/2015,2,x,u\n03/01/2015,4,"y"\r\n05/01/2015,6\n07/01/2015,8,,v\n' >in
	reads $'rid;id;surname;dob\ns:1;2;x;01/01/2015\ns:2;4;y;03/01/2015\ns:3;6;;05/01/2015\ns:4;8;;07/01/2015' -s list.tsv in
	run list in
	assert_output --partial ' short.lines=2'
	tr ';' '\t' <<<$'##schema set=test table=late format=csv level=identifiable\ncolumn;type;role;list;required;titles;note\nid;id;entity;;;Person ID;\nupn;upn;direct;;yes;UPN;' >late.tsv
	fails 65 $'in:1: 2 of 4 titles are not in the schema and are not read\ningest: in:3: ends before a column that the schema requires (rule cells)' ingest -s late.tsv --source s in
	run --separate-stderr ingest -q -s late.tsv --source s --rejects bad -o out in
	assert_success
	run unseal bad
	assert_output $'s:2\t3\tcells\t03/01/2015,4,"y"\ns:3\t4\tcells\t05/01/2015,6'
	printf 'Person ID,DOB,Surname\n1,01/02/2015,x\n2,01/03/2015\n' | gzip >a.gz
	reads $'rid;id;surname;dob\ns:1;1;x;01/02/2015\ns:2;2;;01/03/2015' -s list.tsv a.gz
}

@test "a short record of which a delimiter is missing is refused, and goes to the rejects" {
	printf 'Child ID,Surname,Forename,DOB,Sex,Postcode,Notes\n1,A,B,01/03/2015,F,LE1 4XX,x\n2,C D,02/03/2015,M,LE1 4XX,y\n3,E,F,03/03/2015,M LE1 4XX,z\n' >in.csv
	run -65 ingest -q -s "$SCHEMAS/person_list.tsv" --source x in.csv
	assert_line --partial 'in.csv:3: is short, and a cell is no value of its column: is a delimiter missing? (rule cells)'
	ingest -q -s "$SCHEMAS/person_list.tsv" --source x --rejects bad in.csv -o out
	assert_equal "$(grep -c '^x:' out)" 1
	run seal show out
	assert_output --partial 'rejected 2'
}

@test "a short record that may have been cut is refused" {
	printf 'DOB,Person ID,Surname\n1,2,x\n3,4' >in
	fails 65 'in:3: 2 cells where the header row has 3 (rule cells)' list in
	printf 'DOB,Person ID,Surname\n1,2,x\nthe end\n' >in
	fails 65 'in:3: 1 cell where the header row has 3 (rule cells)' list in
	printf 'DOB,Person ID,Surname,UPN\n01/01/2015,2,x\ny,u\n' >in
	fails 65 $'in:1: 1 of 4 titles are not in the schema and are not read\ningest: in:3: 2 cells where the header row has 4 (rule cells)' list in
}

@test "--quote none: quotes are part of the value" {
	printf 'DOB\tPerson ID\tSurname\n1\t2\t"x" y\n"3\t4\tz"\n5\t6\t""\n7\t8\ta\\tb\n' >in
	reads $'rid;id;surname;dob\ns:1;2;"x" y;1\ns:2;4;z";"3\ns:3;6;"";5\ns:4;8;a\\\\tb;7' -s list.tsv --delimiter tab --quote none in
	run list --delimiter tab --quote none in
	assert_output --partial ' opt.quote=none '
	sed 's/format=csv/format=tsv quote=none/' list.tsv >plain.tsv
	reads $'rid;id;surname;dob\ns:1;2;"x" y;1\ns:2;4;z";"3\ns:3;6;"";5\ns:4;8;a\\\\tb;7' -s plain.tsv in
	fails 65 'in:2: a quote inside a cell, or text after one (rule quote)' ingest -s plain.tsv --source s --quote double in
	fails 2 "--quote: none or double, not 'single'; try ingest --help" list --quote single in
}

@test "--below leaves out the row of guidance below the titles" {
	printf 'DOB,Person ID,Surname\nRequired,"The id, if any",Free text\n1,2,x\n' >in
	reads $'rid;id;surname;dob\ns:2;2;x;1' -s list.tsv --below 1 in
	run list --below 1 in
	assert_output --partial 'opt.below=1 '
	assert_output --partial ' read=2 written=1'
	assert_output --partial ' below=1'
	printf 'DOB,Person ID,Surname\n' >in
	run list --below 2 in
	assert_output --partial ' read=0 written=0'
}

@test "a ruler below the titles is counted, not read" {
	printf 'DOB,Person ID,Surname\n---,---------,-------\n1,2,x\n' >in
	reads $'rid;id;surname;dob\ns:2;2;x;1' -s list.tsv in
	run list in
	assert_output --partial 'ingest: in:2: a ruler below the titles, no record'
	assert_output --partial ' read=2 written=1'
	assert_output --partial ' ruler=1'
	printf 'DOB|Person ID|Surname\n--- | --------- |-------\n1|2|x\n' >in
	reads $'rid;id;surname;dob\ns:2;2;x;1' -s list.tsv --delimiter pipe in
	printf 'DOB|Person ID|Surname\n----+-----------+-------\n1|2|x\n' >in
	reads $'rid;id;surname;dob\ns:2;2;x;1' -s list.tsv --delimiter pipe in
	# Dashes alone stand for missing values, and below a record it is one.
	printf 'DOB,Person ID,Surname\n-,-,-\n1,2,x\n---,---,---\n' >in
	reads $'rid;id;surname;dob\ns:1;-;-;-\ns:2;2;x;1\ns:3;---;---;---' -s list.tsv in
	# Of files put one behind the other, each has one.
	printf 'DOB,Person ID\n---,--\n1,2\nDOB,Person ID\n---,--\n3,4\n' >in
	run list --rejects rejects in
	assert_output --partial ' read=5 written=2'
	assert_output --partial ' rejected=1 ruler=2'
	run seal check rejects
	assert_success
}

@test "--null makes cells of a text empty, and counts them" {
	printf 'DOB,Person ID,Surname\nNULL,2, NULL \nnull,nan,Null\n' >in
	run list --null NULL --null nan in
	assert_line $'s:1\t2\t\t'
	assert_line $'s:2\t\tNull\tnull'
	assert_output --partial ' null.cells=3'
	assert_output --partial ' opt.null=NULL,nan '
	reads $'rid;id;surname;dob\ns:1;2; NULL ;NULL\ns:2;nan;Null;null' -s list.tsv in
	fails 2 '--null is a text without a comma; try ingest --help' list --null a,b in
	fails 2 '--null is a text without a comma; try ingest --help' list --null '' in
}

@test "empty lines are skipped and counted, header only is no record" {
	printf 'DOB,Person ID\n\n1,2\n\n' >in
	run list in
	assert_output --partial 'read=1 written=1'
	assert_output --partial ' blank.lines=2'
	printf 'DOB,Person ID\n' | list >out
	run tail -n 1 out
	assert_output --partial '##end rows=0'
}

@test "delimiters: by schema, by option, TSV" {
	printf 'DOB|Person ID\n1|2\n' >in
	reads $'rid;id;dob\ns:1;2;1' -s list.tsv --delimiter pipe in
	assert [ "$(grep -c 'opt.delimiter=pipe' out)" -eq 1 ]
	sed 's/format=csv/& delimiter=semicolon/' list.tsv >other.tsv
	printf 'DOB;Person ID\n1;2\n' >in
	reads $'rid;id;dob\ns:1;2;1' -s other.tsv in
	sed 's/format=csv/format=tsv/' list.tsv >other.tsv
	printf 'DOB\tPerson ID\n1\t"2\t3"\n' >in
	reads $'rid;id;dob\ns:1;2\\t3;1' -s other.tsv in
}

@test "the source line, the step and the digest say where it is from" {
	printf '%s' "$good" >in
	list --owner E06000019 in >out
	grep -q '^##source id=s set=test table=list owner=E06000019 schema=list@[0-9a-f]\{12\}$' out
	grep -q '^##step [0-9a-f]\{12\} tool=ingest version=[0-9.]* opt.delimiter=comma opt.encoding=detect opt.format=csv opt.schema=[0-9a-f]\{12\} opt.source=s$' out
	grep -q "^##digest source=s sha256=$(sha256sum <in | cut -d ' ' -f 1) bytes=$(wc -c <in)$" out
	gzip -n <in >in.gz
	list in.gz >out
	grep -q "^##digest source=s sha256=$(sha256sum <in.gz | cut -d ' ' -f 1) bytes=$(wc -c <in.gz)$" out
	zip_of "a.csv=$good" >in.zip
	list in.zip >out
	grep -q "^##digest source=s sha256=$(sha256sum <in.zip | cut -d ' ' -f 1) bytes=$(wc -c <in.zip)$" out
}

@test "a schema with rid brings its own ids" {
	cat >ids.tsv <<-'END'
		##schema set=truth table=truth format=tsv level=identifiable
		column	type	role	list	required	titles	note
		rid	rid	key		yes	rid	
		person	id	plain		yes	person	
	END
	printf 'rid\tperson\nx:1\tp\ny:7\tp\n' >in
	reads $'rid;person\nx:1;p\ny:7;p' -s ids.tsv in
}

@test "encodings: byte order marks, UTF-16 with and without, CP1252 when named" {
	local wanted=$'rid;id;surname;dob\ns:1;7;Zo\xc3\xab \xe2\x82\xac;2015'
	printf 'DOB,Person ID,Surname\n2015,7,Zoë €\n' >utf8
	reads "$wanted" -s list.tsv utf8
	printf '\xef\xbb\xbf' | cat - utf8 >in
	reads "$wanted" -s list.tsv in
	for form in UTF-16LE UTF-16BE; do
		iconv -f UTF-8 -t "$form" utf8 >in
		reads "$wanted" -s list.tsv in
		reads "$wanted" -s list.tsv --encoding "${form,,}" in
	done
	iconv -f UTF-8 -t UTF-16 utf8 >in
	reads "$wanted" -s list.tsv in
	iconv -f UTF-8 -t CP1252 utf8 >in
	reads "$wanted" -s list.tsv --encoding cp1252 in
	fails 65 'in:2: not UTF-8: if the file is in CP1252, use --encoding cp1252 (rule encoding)' list in
}

@test "half a surrogate pair and bytes that CP1252 does not define are bad records" {
	printf 'DOB,Person ID\n1,' | iconv -t UTF-16LE >in
	printf '\x3d\xd8\n\0' >>in
	fails 65 'in:2: bytes that are not a character in its encoding (rule encoding)' list in
	printf 'DOB,Person ID\n1,\x81\n' >in
	fails 65 'in:2: bytes that are not a character in its encoding (rule encoding)' list --encoding cp1252 in
}

@test "without --rejects a bad record ends the run at its line" {
	printf 'DOB,Person ID\n1,2\n1\n' >in
	fails 65 'in:3: 1 cell where the header row has 2 (rule cells)' list in
	printf 'DOB,Person ID\n1,2\n1,2,3\n' >in
	fails 65 'in:3: more cells than the 2 of the header row (rule cells)' list in
	printf 'DOB,Person ID\n1,2"\n' >in
	fails 65 'in:2: a quote inside a cell, or text after one (rule quote)' list in
	printf 'DOB,Person ID\n1,"2\n3,4\n' >in
	fails 65 'in:2: a quote is opened here and never closed (rule quote)' list in
	printf 'DOB,Person ID\n1,\0\n' >in
	fails 65 'in:2: a NUL byte (rule nul)' list in
	printf 'DOB,Person ID\n1\r,2\n' >in
	fails 65 'in:2: CR without LF (rule line_end)' list in
	printf 'DOB,Person ID\r1,2\n3\r' >in
	fails 65 'in:2: LF in a file whose lines end with CR (rule line_end)' list in
	{ printf 'DOB,Person ID\n1,' && head -c 4200000 /dev/zero | tr '\0' x; } >in
	fails 65 'in:2: longer than 4 MiB (rule length)' list in
}

@test "--rejects keeps bad records apart, and both ledgers add up" {
	printf 'DOB,Person ID\n1,2\n1\n3,"4\n5,6\n\xff,7\n8,9\n' >in
	run --separate-stderr list --rejects bad -o out in
	assert_success
	assert_equal "$stderr" 'ingest: in:3: 1 cell where the header row has 2 (rule cells)
ingest: in:4: a quote is opened here and never closed (rule quote)
ingest: in:6: not UTF-8: if the file is in CP1252, use --encoding cp1252 (rule encoding)'
	run unseal out
	assert_output $'s:1\t2\t1\ns:4\t6\t5\ns:6\t9\t8'
	grep -q ' read=6 written=3 .* rejected=3$' out
	run --separate-stderr bash -c 'grep -v "^##" bad | tr "\t" ";" | od -An -c | tr -d " \n"'
	assert_output 'rid;line;rule;text\ns:2;3;cells;1\ns:3;4;quote;3,"4\ns:5;6;encoding;377,7\n'
	grep -q '^##jigsaw 1 level=identifiable$' bad
	grep -q ' read=6 written=3 .* accepted=3$' bad
	assert_equal "$(stat -c %a bad)" 600
}

@test "rejects and output appear together or not at all" {
	printf 'DOB,Person ID\n1\n' | gzip >in.gz
	head -c 30 in.gz >cut.gz
	run list --rejects bad -o out cut.gz
	assert_equal "$status" 65
	assert_not_exist bad
	assert_not_exist out
}

@test "the titles must fit" {
	printf 'DOB,Surname\n1,2\n' >in
	fails 65 'in:1: no title for the column id, which schema list requires (rule titles)' list in
	printf 'DOB,Person ID,Client Number\n1,2,3\n' >in
	fails 65 'in:1: titles 2 and 3 are both id (rule titles)' list in
	printf 'DOB,Person ID\xff\n1,2\n' >in
	fails 65 'in:1: not UTF-8: if the file is in CP1252, use --encoding cp1252 (rule encoding)' list --rejects bad in
	: >in
	fails 65 'in: is empty: not even a header row' list in
	printf '\xef\xbb\xbf\n' >in
	fails 65 'in: is empty: not even a header row' list in
	fails 65 'stdin: is empty: not even a header row' bash -c 'ingest -s list.tsv --source s </dev/null'
}

@test "a title row that stands lower: the message says where, --lead skips to it" {
	printf 'Report of 2024-10-16,"all\nschools,\n\nDOB,Person ID\n1,2\n' >in
	fails 65 'in:1: is not the row of titles, line 4 is: use --lead 3 (rule titles)' list in
	sed -i 's/"//' in
	fails 65 'in:1: is not the row of titles, line 4 is: use --lead 3 (rule titles)' list in
	reads $'rid;id;dob\ns:1;2;1' -s list.tsv --lead 3 in
	grep -q ' opt.lead=3 ' out
	printf 'a\rb\r\nDOB,Person ID\n1\n' >in
	fails 65 'in:4: 1 cell where the header row has 2 (rule cells)' list --lead 2 in
	printf 'a\nb\n' >in
	fails 65 'in: is empty: not even a header row' list --lead 3 in
	printf 'a,b\n1,2\n' >in
	fails 65 'in:1: no title for the column id, which schema list requires (rule titles)' list in
	sed 's/\tyes\t/\t\t/' list.tsv >free.tsv
	fails 65 'in:1: schema free knows none of the titles (rule titles)' ingest -s free.tsv --source s in
}

@test "--tail leaves out the totals below the records" {
	printf 'DOB,Person ID\n1,2\n3,4\n\nTotal,2,,\n' >in
	reads $'rid;id;dob\ns:1;2;1\ns:2;4;3' -s list.tsv --tail 1 in
	grep -q ' opt.tail=1$' out
	reads $'rid;id;dob\ns:1;2;1' -s list.tsv --tail 2 in
	reads 'rid;id;dob' -s list.tsv --tail 3 in
	fails 65 'in: has fewer than the 4 lines that its tail should have' list --tail 4 in
	printf 'DOB,Person ID,Surname\n1,2,"a""b"\n3\n5,6,"c\nd"\n7,8,\n' >in
	run --separate-stderr list --tail 1 --rejects bad -o out in
	assert_success
	run unseal out
	assert_output $'s:1\t2\ta"b\t1\ns:3\t6\tc\\nd\t5'
	run unseal bad
	assert_output $'s:2\t3\tcells\t3'
	fails 2 '--tail takes a number of lines, at most 1000; try ingest --help' list --tail x in
	fails 2 '--lead takes a number of lines, at most 1000; try ingest --help' list --lead 1001 in
	fails 2 '--lead and --tail cannot be used with a schema of XML; try ingest --help' tree --lead 1 in
}

@test "a file without titles, with a header line that counts its records" {
	cat >trace.tsv <<-'END'
		##schema set=test table=trace format=csv titles=none lead=1 count=3 tail=1 layout=published level=identifiable
		##about Answers to a trace request
		column	type	role	list	required	codes	titles	note
		id	id	entity		yes		#2	
		surname	name	direct				#4	
		sex	sex	quasi			sex	#1	
	END
	printf 'REF,WORKFLOW,"2",00\n1,7,x,Example\n2,8,y,Smith\nEND\n' >in
	reads $'rid;id;surname;sex\ns:1;7;Example;1\ns:2;8;Smith;2' -s trace.tsv in
	printf 'REF,WORKFLOW,2,00\n1,7,x\n2,8,y\nEND\n' >in
	reads $'rid;id;sex\ns:1;7;1\ns:2;8;2' -s trace.tsv in
	printf '1,7,x\n2,8,y\n' >in
	reads $'rid;id;sex\ns:1;7;1\ns:2;8;2' -s trace.tsv --lead 0 --tail 0 in
	printf 'REF,WORKFLOW,0,00\nEND\n' >in
	reads 'rid;id;surname;sex' -s trace.tsv in
	printf 'REF,WORKFLOW,3,00\n1,7,x\n2,8,y\nEND\n' >in
	fails 65 'in:1: says that 3 records follow; there are 2 (rule count)' ingest -s trace.tsv --source s in
	printf 'REF,WORKFLOW\n1,7,x\nEND\n' >in
	fails 65 'in:1: does not say how many records follow: if there is no such line, use --lead 0 (rule count)' ingest -s trace.tsv --source s in
	printf 'REF,WORKFLOW,1,00\n1\nEND\n' >in
	fails 65 'in: 1 cells; the column id, which schema trace requires, is cell 2 (rule titles)' ingest -s trace.tsv --source s in
	printf 'REF,WORKFLOW,2,00\n1,2\n3\nEND\n' >in
	fails 65 'in:3: 1 cell where the first record has 2 (rule cells)' ingest -s trace.tsv --source s in
	printf 'REF,WORKFLOW,1,00\n1,2"\nEND\n' >in
	fails 65 'in:2: a quote inside a cell, or text after one (rule quote)' ingest -s trace.tsv --source s --rejects bad in
}

@test "fixed width: characters by position, padding is no value" {
	cat >fixed.tsv <<-'END'
		##schema set=test table=fixed format=fixed level=identifiable
		column	type	role	list	required	titles	note
		surname	name	direct			1-8	
		id	id	entity		yes	9-11	
		year	year	quasi			12-15	
		dob	date	quasi			12-19	
		flag	flag	plain			21	
	END
	fixed() { ingest -s fixed.tsv --source s "$@"; }
	printf 'Example   720150301 Y\r\n\r\nZo\xc3\xab       820160131\r\n   Sm th  9    \r\nA\\#     #1            \r\n' >in
	local wanted=$'rid;surname;id;year;dob;flag\ns:1;Example;7;2015;20150301;Y\ns:2;Zo\xc3\xab;8;2016;20160131;\ns:3;Sm th;9;;;\ns:4;A\\\\#;\\x231;;;'
	reads "$wanted" -s fixed.tsv in
	run fixed in
	assert_output --partial ' blank.lines=1 short.lines=2'
	iconv -f UTF-8 -t CP1252 in >wide
	reads "$wanted" -s fixed.tsv --encoding cp1252 wide
	tr -d '\n' <in >cr
	reads "$wanted" -s fixed.tsv cr
	printf 'Example   720150301 Yx\n' >in
	fails 65 "in:1: longer than the schema's last column (rule width)" fixed in
	printf 'Example   7\nExample \nExample   8' >in
	fails 65 'in:2: ends before a column that the schema requires (rule width)' fixed in
	run --separate-stderr fixed --rejects bad -o out in
	assert_success
	run unseal out
	assert_output $'s:1\tExample\t7\t\t\t\ns:3\tExample\t8\t\t\t'
	run unseal bad
	assert_output $'s:2\t2\twidth\tExample '
}

@test "fixed width and JSON lines: what a line may not hold" {
	printf '##schema set=test table=fixed format=fixed level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nid\tid\tentity\t\t\t1-9\t\n' >fixed.tsv
	sed 's/format=fixed/format=json/;s/1-9/id/' fixed.tsv >json.tsv
	for form in fixed json; do
		printf '1\xff\n' >in
		fails 65 'in:1: not UTF-8: if the file is in CP1252, use --encoding cp1252 (rule encoding)' ingest -s $form.tsv --source s in
		printf '\n1\0\n' >in
		fails 65 'in:2: a NUL byte (rule nul)' ingest -s $form.tsv --source s in
		printf '\n1\r2\n' >in
		fails 65 'in:2: CR without LF (rule line_end)' ingest -s $form.tsv --source s in
		printf '\r1\n2\r' >in
		fails 65 'in:2: LF in a file whose lines end with CR (rule line_end)' ingest -s $form.tsv --source s in
		{ printf '\n' && head -c 4200000 /dev/zero | tr '\0' x; } >in
		fails 65 'in:2: longer than 4 MiB (rule length)' ingest -s $form.tsv --source s in
		fails 2 "--delimiter cannot be used with a schema of $form; try ingest --help" ingest -s $form.tsv --source s --delimiter tab in
		: >in
		reads 'rid;id' -s $form.tsv in
	done
	{ head -c 4200000 /dev/zero | tr '\0' x && printf '\n7\n'; } >in
	run --separate-stderr bash -c 'ingest -s fixed.tsv --source s --rejects bad in -o out'
	assert_success
	run unseal out
	assert_output $'s:2\t7'
}

@test "fixed width: header, trailer and the number of records" {
	cat >fixed.tsv <<-'END'
		##schema set=test table=fixed format=fixed lead=1 count=4-9 tail=1 level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	1-3	
	END
	printf 'HDR000002\n  1\n  2\nTRL\n' >in
	reads $'rid;id\ns:1;1\ns:2;2' -s fixed.tsv in
	printf 'HDR000003\n  1\n  2\nTRL\n' >in
	fails 65 'in:1: says that 3 records follow; there are 2 (rule count)' ingest -s fixed.tsv --source s in
}

@test "JSON lines: paths, numbers as written, lists, null" {
	cat >json.tsv <<-'END'
		##schema set=test table=json format=json level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	id|ref	
		surname	name	direct			person/name/family	
		codes	code	sensitive	yes		events/code	
		flag	boolean	plain			flag	
	END
	cat >in <<-'END'
		{"id": 999000000000000001, "person": {"name": {"family": "O\u0027Example\t"}}, "flag": true, "other": [1, {"x": "y"}, null, ""]}

		 {"ref": "8", "events": [{"code": 1.10}, {"code": -0}, {"code": null}, {"code": ["1E+400", ""]}], "flag": false}
		{"id": "#", "person": null}
	END
	reads $'rid;id;surname;codes;flag\ns:1;999000000000000001;O\'Example\\t;;true\ns:2;8;;1.10|-0|1E+400;false\ns:3;\\x23;;;' -s json.tsv in
	run json in
	assert_output --partial ' blank.lines=1 unread.members=2'
	gzip -k in
	run bash -c 'json() { ingest -s json.tsv --source s "$@"; } && cmp <(json in.gz | grep -v "^##digest\|^##end") <(json in | grep -v "^##digest\|^##end")'
	assert_success
	while IFS='|' read -r line message; do
		printf '\n%s\n' "$line" >in
		fails 65 "in:2: $message" json in
	done <<-'END'
		{"id":1,"id":2}|two members of the same name in an object (rule json)
		{"id":1,"x":{"a":1,"a":1}}|two members of the same name in an object (rule json)
		{"id":1|not JSON (rule json)
		{"id":01}|not JSON (rule json)
		{"id":1.}|not JSON (rule json)
		{"id":+1}|not JSON (rule json)
		{"id":1e}|not JSON (rule json)
		{"id":-}|not JSON (rule json)
		{1:"id"}|not JSON (rule json)
		{"id":"\ud800"}|not JSON (rule json)
		{"id":"\u0000"}|not JSON (rule json)
		{"id":NaN}|not JSON (rule json)
		{"id":1}}|not JSON (rule json)
		["id"]|an element that is not an object (rule json)
		"id"|not an object: each JSON line holds one object (rule json)
		7|not an object: each JSON line holds one object (rule json)
		{"id":1,"ref":2}|two values for a column that holds one (rule repeated)
		{"id":[1,2]}|two values for a column that holds one (rule repeated)
	END
	printf '{"id":1,"events":{"code":"a|b"}}' >in
	fails 65 'in:1: an element of a list holds the separator `|` (rule list)' json in
	printf '{"id":"1}\n{"id":2}\n' >in
	run --separate-stderr json --rejects bad -o out in
	assert_success
	run unseal out
	assert_output $'s:2\t2\t\t\t'
	run unseal bad
	assert_output $'s:1\t1\tjson\t{"id":"1}'
	printf '{"flag":true}' >in
	fails 65 'in: no member for the column id, which schema json requires (rule titles)' json in
}

@test "JSON: records inside other objects, by record=" {
	cat >json.tsv <<-'END'
		##schema set=test table=json format=json record=entry.resource level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	id	
		surname	name	direct			name/family	
	END
	printf '{"type":"Bundle","n":[1,{"entry":"x"}],"q":"a\\"]}","entry":[{"url":"u","resource":{"id":1,"name":[{"family":"x"}]}},{"search":{}},\n{"resource":{"id":"2"}}],"next":null}\n{"entry":[]} [{"entry":{"resource":[{"id":3},{"id":4}]}},{"entry":null}]' >in
	reads $'rid;id;surname\ns:1;1;x\ns:2;2;\ns:3;3;\ns:4;4;' -s json.tsv in
	"$BIN/export" -q --inside -s json.tsv out >back
	reads $'rid;id;surname\ns:1;1;x\ns:2;2;\ns:3;3;\ns:4;4;' -s json.tsv back
	while IFS='|' read -r text message; do
		printf '%s' "$text" >in
		fails 65 "in:1: $message (rule json)" json in
	done <<-'END'
		{"entries":[]}|no member where record= of the schema leads
		{"entry":[{"resource":{"id":1}}|an object or array that never ends
		{"entry":[{"resource":7}]}|an element that is not an object
		{"entry":[{"resource":{"id":1}},]}|not JSON
		{"entry":[{"x" 1}]}|not JSON
		{"entry":[{"x":"|an object or array that never ends
	END
	head -c 1000000 /dev/zero | tr '\0' '[' >in
	fails 65 'in:1: nests more than 64 deep (rule json)' json in
	printf '{"entry":[{"resource":{"id":1}},{"resource":{"id":1,"id":2}},{"resource":{"id":3}}]}' >in
	run json -q --rejects bad in
	assert_success
	assert_line $'s:3\t3\t'
}

@test "JSON: an array of objects, and objects over several lines" {
	cat >json.tsv <<-'END'
		##schema set=test table=json format=json level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity			id	
		text	text	plain			text	
	END
	local wanted=$'rid;id;text\ns:1;7;]}"\ns:2;8;'
	printf '[\n  {"id": 7, "text": "]}\\"", "x": [{}]},\n  {\n    "id": 8\n  }\n]\n' >in
	reads "$wanted" -s json.tsv in
	printf '[{"id":7,"text":"]}\\""},{"id":8}]' >in
	reads "$wanted" -s json.tsv in
	printf '\n{\r\n"id":7,"text":"]}\\""}\n{"id":8}{\n}' >in
	reads "$wanted"$'\ns:3;;' -s json.tsv in
	printf ' [ ] ' >in
	reads 'rid;id;text' -s json.tsv in
	printf '[{"id":1,},\n{"id":2},\n{"id":"\xff"},{"id":"\0"}]' >in
	run --separate-stderr json --rejects bad -o out in
	assert_success
	assert_equal "$stderr" 'ingest: in:1: not JSON (rule json)
ingest: in:3: not UTF-8: if the file is in CP1252, use --encoding cp1252 (rule encoding)
ingest: in:3: a NUL byte (rule nul)'
	run unseal out
	assert_output $'s:2\t2\t'
	while IFS='|' read -r text message; do
		printf '%b' "$text" >in
		fails 65 "in:2: $message (rule json)" json --rejects bad in
	done <<-'END'
		[{}\n|the array never ends
		[\n|the array never ends
		[{},\n|the array never ends
		[{}\n{}]|not JSON
		[{},\n]|not JSON
		[{}]\n1|text after the array
		[{},\n1]|an element that is not an object
		\n{\n"id":1|an object that starts here never ends
	END
	{ printf '[\n{"id":"' && head -c 4300000 /dev/zero | tr '\0' x; } >in
	fails 65 'in:2: an object is longer than 4 MiB (rule json)' json in
	printf '{\n"id":1}\n1' >in
	fails 65 'in:3: an element that is not an object (rule json)' json in
}

@test "XML: what is not well-formed is told by line" {
	printf '<Root>\n<Person><Id>7\0</Id></Person></Root>' >in
	fails 65 'in:2: not well-formed (invalid token) (rule xml)' tree in
	printf '<Root>\n<Person><Id>7\xff</Id></Person></Root>' >in
	fails 65 'in:2: not well-formed (invalid token) (rule xml)' tree in
	printf '<Root>\n' | iconv -t UTF-16LE >in
	printf '\x3d\xd8<\0/\0' >>in
	fails 65 'in:2: not well-formed (invalid token) (rule xml)' tree in
	printf '<Root>\n<Person>' >in
	fails 65 'in:2: no element found (rule xml)' tree in
}

@test "gzip and zip, from a file and from a pipe" {
	printf '%s' "$good" | gzip >in.gz
	reads "$good_read" -s list.tsv in.gz
	run bash -c 'cat in.gz | ingest -s list.tsv --source s | cmp - <(ingest -s list.tsv --source s in.gz)'
	assert_success
	printf '%s' "$good" | tee >(head -n 2 | gzip >a.gz) | tail -n 1 | gzip >b.gz
	sleep 0.1
	cat a.gz b.gz >in.gz
	reads "$good_read" -s list.tsv in.gz
	zip_of "folder/=" "folder/a.csv=$good" >in.zip
	reads "$good_read" -s list.tsv in.zip
	run bash -c 'cat in.zip | ingest -s list.tsv --source s | cmp - <(ingest -s list.tsv --source s in.zip)'
	assert_success
	assert_equal "$(find . -name 'jigsaw*')" ''
}

@test "--member picks, several members are one table, records numbered on" {
	zip_of 'a.csv=DOB,Person ID|1,2|' 'notes.txt=x' 'b.csv=Person ID,DOB|4,3|' >in.zip
	reads $'rid;id;dob\ns:1;2;1\ns:2;4;3' -s list.tsv --member '*.csv' in.zip
	reads $'rid;id;dob\ns:1;4;3' -s list.tsv --member 'b.*' in.zip
	fails 65 'in.zip: holds 3 files: choose with --member' list in.zip
	fails 65 'in.zip: holds no file that matches --member' list --member '*.xml' in.zip
	zip_of 'a.csv=DOB,Person ID|1,2|' $'b\x1b.csv=Person ID,DOB,Surname|4,3,2|' >in.zip
	fails 65 'in.zip/member 2:1: the first member and this one differ in the column surname (rule titles)' list --member '*.csv' in.zip
	printf '%s' "$good" >in
	fails 65 'in: is not an archive, so it has no members' list --member x in
	gzip in
	fails 65 'in.gz: is not an archive, so it has no members' list --member x in.gz
}

@test "a bad record in a member names the member" {
	zip_of 'a.csv=DOB,Person ID|1|' >in.zip
	fails 65 'in.zip/member 1:2: 1 cell where the header row has 2 (rule cells)' list in.zip
	fails 65 'stdin/member 1:2: 1 cell where the header row has 2 (rule cells)' bash -c 'ingest -s list.tsv --source s <in.zip'
}

@test "hostile and foreign packings are refused" {
	zip_of 'a.csv=x' '../b.csv=x' >in.zip
	fails 65 'in.zip: entry 2 has an absolute name or one with `..`' list in.zip
	zip_of '/etc/b.csv=x' >in.zip
	fails 65 'in.zip: entry 1 has an absolute name or one with `..`' list in.zip
	zip_of 'a/../../b.csv=x' >in.zip
	fails 65 'in.zip: entry 1 has an absolute name or one with `..`' list in.zip
	zip_of '[Content_Types].xml=x' 'xl/workbook.xml=x' >in.zip
	fails 65 'in.zip: a part that it names is missing (rule part)' list in.zip
	zip_of 'folder/=' >in.zip
	fails 65 'in.zip: holds no file' list in.zip
	zip_of "a.csv=$good" | python3 -c '
import sys
b = bytearray(sys.stdin.buffer.read())
b[6] |= 1
b[b.index(b"PK\x01\x02") + 8] |= 1
sys.stdout.buffer.write(b)' >in.zip
	fails 65 'in.zip: is encrypted: give the passphrase with --passphrase FILE' list in.zip
	printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1and so on' >in
	fails 65 'in: is a password-protected workbook or a document of an old Office: open it and save it as .xlsx or CSV UTF-8' list in
	printf 'Rar!\x1a\x07and so on' >in
	fails 65 'in: is packed with RAR: unpack it first' list in
	printf '%%PDF-1.7 and so on' >in
	fails 65 'in: is a PDF document' list in
}

@test "bombs are refused" {
	{ printf '%s' "$good" && head -c 12000000 /dev/zero | tr '\0' '\n'; } >in
	gzip -k in
	fails 65 'in.gz: unpacks to more than 200 times its size' list in.gz
	python3 -c '
import zipfile
with zipfile.ZipFile("in.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.write("in")
with zipfile.ZipFile("many.zip", "w") as z:
    for i in range(10001):
        z.writestr(str(i), "")'
	fails 65 'in.zip/member 1: unpacks to more than 200 times its size' list in.zip
	fails 65 'many.zip: holds more than 10000 entries' list many.zip
}

@test "damaged packings" {
	printf '%s' "$good" | gzip >in.gz
	head -c -9 in.gz >cut.gz
	fails 65 'cut.gz: cannot be unpacked (truncated gzip input)' list cut.gz
	zip_of "a.csv=$good" >in.zip
	head -c 60 in.zip >cut.zip
	run list cut.zip
	assert_equal "$status" 65
	assert_output --partial 'cut.zip: cannot be unpacked ('
	refute_output --partial '##end'
}

@test "XML: paths, parents, lists, empty elements" {
	cat >in <<-'END'
		<?xml version="1.0"?>
		<Root><Town>Leicester</Town>
		<Person><Id>7</Id><Colours><Colour>red</Colour><Colour>green</Colour></Colours></Person>
		<Person><Colours/><Id>8</Id></Person>
		</Root>
	END
	reads $'rid;id;town;colours\ns:1;7;Leicester;red|green\ns:2;8;Leicester;' -s tree.tsv in
	gzip -k in
	reads $'rid;id;town;colours\ns:1;7;Leicester;red|green\ns:2;8;Leicester;' -s tree.tsv in.gz
	iconv -f UTF-8 -t UTF-16 in >wide
	reads $'rid;id;town;colours\ns:1;7;Leicester;red|green\ns:2;8;Leicester;' -s tree.tsv wide
}

@test "XML: stray text and elements not read are counted" {
	printf '<Root>x<Person>y<Id>7</Id><Other>z</Other></Person></Root>' >in
	run tree in
	assert_success
	assert_output --partial ' stray.text=2 unread.elements=1'
}

@test "XML: bad records to the rejects" {
	printf '<Root>\n<Person><Id>7</Id>\n<Id>8</Id></Person>\n<Person><Id>9</Id></Person></Root>' >in
	fails 65 'in:2: two values for a column that holds one (rule repeated)' tree in
	run --separate-stderr tree --rejects bad -o out in
	assert_success
	run unseal out
	assert_output $'s:2\t9\t\t'
	run unseal bad
	assert_output $'s:1\t2\trepeated\t7|8\\t\\t'
	printf '<Root><Person><Id>7</Id><Colours><Colour>a|b</Colour></Colours></Person></Root>' >in
	fails 65 'in:1: an element of a list holds the separator `|` (rule list)' tree in
	{ printf '<Root><Person><Id>7</Id><Colours><Colour>' && head -c 4200000 /dev/zero | tr '\0' x && printf '</Colour></Colours></Person></Root>'; } >in
	fails 65 'in:1: longer than 4 MiB (rule length)' tree in
}

@test "XML: what is refused" {
	printf '<!DOCTYPE Root>\n<Root/>' >in
	fails 65 'in:1: has a DOCTYPE, which is refused (rule xml)' tree --rejects bad in
	printf '<Other/>' >in
	fails 65 "in:1: the root element is not the one that the schema's record path starts with (rule xml)" tree in
	printf '<Root>\n<Person><Id>7</Person></Root>' >in
	fails 65 'in:2: mismatched tag (rule xml)' tree in
	printf '<Root><Person><Id>7</Id></Person>\n<Town>late</Town></Root>' >in
	fails 65 "in:2: a parent's field comes after the records it belongs to (rule xml)" tree in
	printf '<Root><Person><Town>x</Town></Person></Root>' >in
	fails 65 'in: no element for the column id, which schema tree requires (rule titles)' tree in
	: >in
	fails 65 'in: is empty' tree in
	{ printf '<Root><Person a="' && head -c 9000000 /dev/zero | tr '\0' x; } >in
	fails 65 'in:1: a tag is longer than 8 MiB (rule xml)' tree in
	{ printf '<Root>' && yes '<a>' | head -n 64 && printf '</Root>'; } >in
	fails 65 'in:64: elements nest more than 64 deep (rule xml)' tree in
	printf '<?xml version="1.0" encoding="EBCDIC"?><Root/>' >in
	fails 65 'in:1: declares an unknown encoding: use --encoding (rule xml)' tree in
}

@test "XML: no records is no complaint" {
	printf '<Root/>' >in
	reads 'rid;id;town;colours' -s tree.tsv in
}

@test "a file that changes while it is read is refused" {
	{ echo 'DOB,Person ID' && seq -f '%.0f,2' 100000; } >in
	gzip -k in
	while read -r form change; do
		# The pipe is full long before the file is read: it is changed after the first line has come.
		run --separate-stderr bash -c '
			ingest -s list.tsv --source s "$0" | { read -r _; eval "$1"; tail -n 1; }
			exit "${PIPESTATUS[0]}"' "$form" "$change"
		assert_equal "$status" 65
		assert_equal "$stderr" "ingest: $form: changed while it was read: wait until it is whole, or read a copy"
		refute_output --partial '##end'
	done <<-'END'
		in echo 1,2 >>in
		in touch in
		in.gz touch in.gz
	END
	run bash -c 'ingest -s list.tsv --source s in | tail -n 1'
	assert_output --partial '##end rows=100001'
}

@test "usage" {
	fails 2 '--schema FILE is required; try ingest --help' ingest --source s
	fails 2 '--source ID is required; try ingest --help' ingest -s list.tsv
	fails 2 '--source S is not a source id ([a-z][a-z0-9_-]*); try ingest --help' ingest -s list.tsv --source S
	fails 2 '--owner takes a code of letters and digits; try ingest --help' list --owner 'a b'
	fails 2 "--encoding: utf-8, utf-16le, utf-16be or cp1252, not 'latin1'; try ingest --help" list --encoding latin1
	fails 2 "--delimiter: comma, tab, pipe or semicolon, not 'x'; try ingest --help" list --delimiter x
	fails 2 '--delimiter cannot be used with a schema of XML; try ingest --help' tree --delimiter tab
	fails 74 'nowhere: No such file or directory' list nowhere
}

# schema_fails MESSAGE SED: what the schema is faulted for after an edit.
schema_fails() {
	sed "$2" "${3:-list.tsv}" >bad.tsv
	fails 78 "$1" ingest -s bad.tsv --source s in
}

@test "a schema at fault is exit 78 at its line" {
	: >in
	schema_fails 'bad.tsv:1: needs one ##schema line, followed at most by an ##about line' 1d
	schema_fails 'bad.tsv:1: needs one ##schema line, followed at most by an ##about line' 1p
	schema_fails 'bad.tsv:1: the ##schema line takes set, table, format, record, level, delimiter, sheet, titles, lead, count, tail, layout, quote, distinct' 's/set=/sett=/'
	schema_fails 'bad.tsv:1: the ##schema line needs set=NAME' 's/set=test //'
	schema_fails 'bad.tsv:1: the ##schema line needs table=NAME' 's/table=list/table=A/'
	schema_fails 'bad.tsv:1: the ##schema line needs format=csv, tsv, fixed, json or xml' 's/format=csv/format=pdf/'
	schema_fails 'bad.tsv:1: the ##schema line needs level=identifiable or level=pseudonymised' 's/level=.*/level=aggregate/'
	schema_fails 'bad.tsv:1: record=PATH goes with format=json and format=xml, which needs it' 's/format=csv/format=xml/'
	schema_fails 'bad.tsv:1: record=PATH goes with format=json and format=xml, which needs it' 's/format=csv/& record=a/'
	schema_fails 'bad.tsv:1: record= is not a path of element or member names' 's/record=[^ ]*/record=a\/\/b/' tree.tsv
	schema_fails 'bad.tsv:1: delimiter=comma, tab, pipe or semicolon goes with format=csv' 's/format=csv/& delimiter=x/'
	schema_fails 'bad.tsv:1: layout= is published or aliases' 's/level=/layout=guessed &/'
	schema_fails 'bad.tsv:1: titles=none goes with format=csv or tsv' 's/level=/titles=some &/'
	schema_fails 'bad.tsv:1: titles=none goes with format=csv or tsv' 's/level=/titles=none &/' tree.tsv
	schema_fails 'bad.tsv:1: sheet=NAME|NUMBER goes with format=csv' 's/level=/sheet=1 &/' tree.tsv
	schema_fails 'bad.tsv:1: lead= and tail= cannot be used with format=xml' 's/level=/lead=1 &/' tree.tsv
	schema_fails 'bad.tsv:1: lead= and tail= are numbers of lines, at most 1000' 's/level=/tail=1001 &/'
	schema_fails "bad.tsv:1: count= is a cell's number (of format=fixed FROM-TO) and goes with lead=" 's/level=/count=1 &/'
	schema_fails "bad.tsv:1: count= is a cell's number (of format=fixed FROM-TO) and goes with lead=" 's/level=/lead=1 count=1-2 &/'
	schema_fails 'bad.tsv: no column of a schema: remark' '2s/note/remark	note/;3,$s/$/	/' || true
	schema_fails 'bad.tsv:1: has no columns' '3,$d'
	schema_fails 'bad.tsv:3: required: is yes or empty' '3s/yes/ja/'
	schema_fails 'bad.tsv:3: column: not a column name ([a-z][a-z0-9_]*)' '3s/^id/Id/'
	schema_fails 'bad.tsv:4: column: already a column: id' '4s/^surname/id/'
	schema_fails 'bad.tsv:3: type: not a type of a received column: token' '3s/\tid/\ttoken/'
	schema_fails 'bad.tsv:3: type: rid is the type of the column rid only' '3s/\tid/\trid/'
	schema_fails 'bad.tsv:3: role: not a role of a received column: link' '3s/entity/link/'
	schema_fails 'bad.tsv:3: titles: an empty title' '3s/Person ID/Person ID|/'
	schema_fails 'bad.tsv:4: titles: the title of two columns: personid' '4s/Surname/person-id/'
	schema_fails "bad.tsv:3: titles: is not one cell's number, from 1: #7" 's/level=/titles=none &/'
	schema_fails 'bad.tsv:3: titles: is not one FROM-TO of character positions, from 1' 's/format=csv/format=fixed/;3s/Person ID/4-3/'
	schema_fails 'bad.tsv:3: titles: not a path of member names' 's/format=csv/format=json/;3s/Person ID/a\/\/b/'
	schema_fails 'bad.tsv:4: titles: not a path of element names' '4s/Town/..\/Town/' tree.tsv
	schema_fails 'two columns read the element at ../Person/Id' '4s/Town/Person\/Id/' tree.tsv
	fails 78 'nowhere: No such file or directory' ingest -s nowhere --source s in
}

@test "every schema that is shipped loads" {
	for schema in "$SCHEMAS"/*.tsv; do
		grep -q '^##schema ' "$schema" || continue
		run ingest -s "$schema" --source s /dev/null
		# A table without titles may be a file without a byte, and so may lines of JSON.
		if grep -q '^##schema .*\(titles=none\|format=json\|format=fixed\)' "$schema"; then
			assert [ "$status" = 0 -o "$status" = 65 ]
			continue
		fi
		assert_equal "$status" 65
		assert_output --partial 'is empty'
	done
}

@test "every sample file of the sector is read" {
	[ -d "$SHARED/data/extracts" ] || skip 'no sample files here'
	cd "$SHARED/data/extracts"
	while read -r schema file records; do
		run --separate-stderr bash -o pipefail -c 'ingest -q -s "$SCHEMAS/$0.tsv" --source s "$1" | seal check >/dev/null' "$schema" "$file"
		assert_success
		run --separate-stderr bash -c 'ingest -q -s "$SCHEMAS/$0.tsv" --source s "$1" | tail -n 1' "$schema" "$file"
		assert_output --partial "##end rows=$records "
	done <<-'END'
		cin_child cin/BAR_cin_2022.xml 1
		cin_details cin/BAR_cin_2022.xml 1
		cin_child cin/CIN_Census_2021.xml 1
		cin_assessments cin/CIN_Census_2021.xml 1
		cin_child cin/CIN_Census_2024.xml 2
		cin_plans cin/CIN_Census_2024.xml 1
		cin_section47 cin/CIN_Census_2024.xml 1
		cin_child cin/fake_CIN_data.xml 332
		cin_details cin/fake_CIN_data.xml 402
		ssda903_header ssda903/header.csv 2675
		ssda903_episodes ssda903/episodes.csv 5050
		ssda903_episodes ssda903/liia_dirty_SSDA903_2020_episodes.csv 5
		ssda903_reviews ssda903/reviews.csv 12582
		ssda903_uasc ssda903/uasc.csv 132
		ssda903_oc2 ssda903/oc2.csv 2675
		ssda903_oc3 ssda903/oc3.csv 53
		ssda903_ad1 ssda903/ad1.csv 29
		ssda903_missing ssda903/missing.csv 43
		ssda903_placed_for_adoption ssda903/placed_for_adoption.csv 29
		ssda903_previous_permanence ssda903/previous_permanence.csv 2675
		ssda903_sw_episodes ssda903/sw_episodes.csv 1
		ssda903_dolo ssda903/DoLo.csv 1
		ssda903_xml_header ssda903/fake_903.xml 253
		ssda903_xml_episode ssda903/fake_903.xml 459
		school_census_pupilonroll school_census/2024_autumn_pupilonroll.head1000.csv 1000
		school_census_pupilonroll school_census/2025_spring_pupilonroll.head1000.csv 1000
		school_census_addresses school_census/2024_autumn_addressesoffroll.head1000.csv 1000
		school_census_fsmperiod school_census/2025_spring_fsmperiod.head1000.csv 1000
		school_census_senneeds school_census/2025_spring_senneeds.head1000.csv 1000
		school_census_termlyexclusions school_census/2025_spring_termlyexclusionsonroll.head1000.csv 1000
		hes_apc hes/artificial_hes_apc_0102_truncated.csv 2075
		hes_ae hes/artificial_hes_ae_0708_truncated.csv 1000
		febrl ../linkage/febrl_dataset4a.csv 5000
	END
}
