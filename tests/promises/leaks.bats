#!/usr/bin/env bats
# A marker in every place of an input where a person's name could stand: it reaches no message, no receipt,
# no preamble or trailer, and nothing that --sniff prints.
load ../helper
export PROGRAM=ingest

people=$'Person ID,Surname,DOB\n7,Example,2015-03-01\n'

# quiet STATUS COMMAND...: nothing that the command says, nor the receipt, nor the ## lines of what it writes has it.
quiet() {
	local wanted=$1
	shift
	rm -rf receipt said out
	status=0
	"$@" --receipt receipt >out 2>said || status=$?
	assert_equal "$status" "$wanted"
	if grep -i xqzname said receipt || grep '^##' out | grep -i xqzname; then
		echo "it leaks: $*"
		false
	fi
}

# sniffed FILE: nor does a look at it.
sniffed() {
	quiet 0 ingest --sniff "$1"
	run ! grep -i xqzname out
}

list() {
	ingest -s "$SCHEMAS/person_list.tsv" --source s "$@"
}

@test "names of members" {
	"$ROOT/tests/tools/pack.py" zip "Xqzname Ann 2010-01-02.csv=${people//$'\n'/|}" >one.zip
	sniffed one.zip
	quiet 0 list one.zip
	quiet 0 list --member '*Xqzname*' one.zip
	grep -q 'opt.member=1 ' out
	quiet 0 list --member '#1' one.zip
	quiet 65 list --member '#2' one.zip
	quiet 65 list --member '*xqzname*' one.zip
	"$ROOT/tests/tools/pack.py" zip "Xqzname/a.csv=${people//$'\n'/|}" 'Xqzname/b.csv=Surname,Forename|x|' 'Xqzname/c.csv=Person ID,Surname|1,Xqzname|2|' >more.zip
	sniffed more.zip
	quiet 65 list more.zip
	quiet 65 list --member '*/[ab].csv' more.zip
	quiet 65 list --member '*/c.csv' more.zip
	quiet 65 ingest --source s --each each more.zip
	"$ROOT/tests/tools/pack.py" zip 'Xqzname.csv=Child ID,Surname,Forename,DOB,Gender,Postcode,UPN,NHS Number|7,Xqzname,Ann,2015-03-01,F,LE1 4XX,,|' >list.zip
	sniffed list.zip
	quiet 0 ingest --source s --each each list.zip
	grep -q Xqzname each/person_list.tsv
	run ! grep '^##.*Xqzname' each/person_list.tsv
	quiet 65 ingest --source s --each other --skip '#1' list.zip
	"$ROOT/tests/tools/pack.py" 7zip "Xqzname.csv=${people//$'\n'/|}" >one.7z
	quiet 0 list one.7z
	"$ROOT/tests/tools/pack.py" pax 'Xqzname.csv=a' 'Xqzname.csv=b' >twice.tar
	quiet 65 list twice.tar
}

@test "names and titles of sheets" {
	"$ROOT/tests/tools/workbook.py" <<<'{"sheets": [{"name": "Xqzname", "rows": [["Person ID", "Surname", "DOB", "Xqzname"], [1, "Example", "x", "y"]]}, {"name": "Xqzname 2", "rows": [["Xqzname", "Other"], ["1", "2"]]}]}' >in.xlsx
	sniffed in.xlsx
	quiet 65 list in.xlsx
	quiet 0 list --sheet Xqzname in.xlsx
	grep -q 'opt.sheet=1 ' out
	quiet 65 list --sheet 'Xqzname 2' in.xlsx
	quiet 65 list --sheet 'Xqzname 3' in.xlsx
	quiet 65 ingest --source s --each each in.xlsx
}

@test "titles, cells, lines above and below" {
	printf 'Person ID,Surname,DOB,Xqzname\n7,Xqzname,Xqzname,Xqzname\n' >in.csv
	sniffed in.csv
	quiet 0 list in.csv
	list in.csv | clean >cleaned 2>said
	run ! grep -i xqzname said
	quiet 0 clean -s "$SCHEMAS/person_list.tsv" <(list in.csv)
	printf 'Xqzname\nPerson ID,Surname,DOB\n7,Xqzname,Xqzname\n8,Xqzname\n' >in.csv
	sniffed in.csv
	quiet 65 list in.csv
	quiet 65 list --lead 1 in.csv
	quiet 0 list --lead 1 --rejects rejects in.csv
	run ! grep '^##.*Xqzname' rejects
	printf 'Xqzname,Xqzname\nXqzname,2\n' >in.csv
	sniffed in.csv
	quiet 65 list in.csv
	printf 'Surname,Surname,Xqzname\nXqzname,2,"3\n' >in.csv
	sniffed in.csv
	quiet 65 list in.csv
}

@test "elements of XML, members of JSON" {
	printf '<Message><Xqzname x="Xqzname">Xqzname</Xqzname><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID><Xqzname>2</Xqzname></ChildIdentifiers></Child></Children></Message>' >in.xml
	sniffed in.xml
	quiet 0 ingest -s "$SCHEMAS/cin_child.tsv" --source s in.xml
	printf '<Message><Xqzname></Xqznamf></Message>' >in.xml
	sniffed in.xml
	quiet 65 ingest -s "$SCHEMAS/cin_child.tsv" --source s in.xml
	printf '{"Xqzname": {"Xqzname": "Xqzname"}, "la_child_id": "Xqzname"}\n' >in.json
	sniffed in.json
	quiet 0 ingest -s "$SCHEMAS/csc_api_child.tsv" --source s in.json
	printf '{"Xqzname": Xqzname}\n' >in.json
	sniffed in.json
	quiet 65 ingest -s "$SCHEMAS/csc_api_child.tsv" --source s in.json
}

@test "tables that are adopted, decisions of reviewers, streams that are damaged" {
	printf 'rid\tXqzname\nx:1\tXqzname\n' >in.tsv
	quiet 65 seal adopt --source x -s "$SCHEMAS/person_list.tsv" in.tsv
	printf 'rid\tsurname\nx:1\tXqzname\n' | seal adopt --source x --column surname:name:direct -o good
	for edit in '$d' 's/^x:1/x:2/' 's/Xqzname/&\t&/' 's/^rid\tsurname/&\tXqzname/' 's/^##column surname/##column Xqzname/' 's/^##end/##Xqzname\n&/'; do
		sed "$edit" good >bad
		quiet 65 clean bad
		quiet 65 env seal check bad
	done
}
