#!/usr/bin/env bats
# What ingest makes of workbooks.
load ../helper
export PROGRAM=ingest

setup() {
	test_directory
	cat >list.tsv <<-'END'
		##schema set=test table=list format=csv level=identifiable sheet=List%201|Liste
		column	type	role	list	required	titles	note
		id	id	entity		yes	Person ID	
		surname	name	direct			Surname	
		dob	date	quasi			Date of birth	
	END
	sed 's/ sheet=[^ ]*//' list.tsv >any.tsv
}

# workbook JSON: in.xlsx (workbook.py says how).
workbook() {
	"$ROOT/tests/tools/workbook.py" <<<"$1" >in.xlsx
}

# sheet ROWS [MORE]: a workbook with one sheet of these rows below the titles.
sheet() {
	workbook '{"sheets": [{"name": "List 1", "rows": [["Person ID", "Surname", "Date of birth"], '"$1"']}]'"${2:+, $2}"'}'
}

# xml ROWS [MORE]: the same, the rows as XML.
xml() {
	workbook '{"sheets": [{"name": "List 1", "xml": "<row><c t=\"inlineStr\"><is><t>Person ID</t></is></c><c t=\"inlineStr\"><is><t>Surname</t></is></c><c t=\"inlineStr\"><is><t>Date of birth</t></is></c></row>'"$1"'"'"${2:+, $2}"'}]}'
}

list() {
	ingest -s list.tsv --source s "$@"
}

# reads RECORDS [OPTION...]: cells by `;`, without rid; from a file and from a pipe.
reads() {
	local expected=$1
	shift
	run --separate-stderr bash -o pipefail -c 'ingest -s list.tsv --source s in.xlsx -o out "$@" && "$ROOT/tests/tools/oracle.py" check out >/dev/null && grep -v "^##" out | tail -n +2 | cut -f 2- | tr "\t" ";"' - "$@"
	assert_success
	assert_output "$expected"
	run bash -o pipefail -c 'cat in.xlsx | ingest -q -s list.tsv --source s "$@" | cmp - out' - "$@"
	assert_success
}

# refuses MESSAGE: of in.xlsx, exit 65.
refuses() {
	fails 65 "in.xlsx$1" list in.xlsx
}

told() {
	assert_equal "$stderr" "ingest: in.xlsx$1"
}

@test "a schema of CSV reads a workbook, known by its first bytes" {
	sheet '["7", "Example", {"v": 42029, "s": 1}], ["8", "Smith", {"v": 42400, "s": 1}]' '"formats": [14]'
	reads $'7;Example;2015-01-25\n8;Smith;2016-01-31'
	assert_equal "$stderr" ''
	run cat out
	assert_line --partial 'opt.format=xlsx opt.schema='
	refute_line --partial 'opt.delimiter='
	assert_line --partial "##digest source=s sha256=$(sha256sum <in.xlsx | cut -d ' ' -f 1) bytes=$(wc -c <in.xlsx)"
	mv in.xlsx extract.csv
	run list extract.csv
	assert_success
}

@test "a workbook inside what is packed" {
	sheet '["7", "Example"]'
	gzip -k in.xlsx
	run --separate-stderr bash -o pipefail -c 'ingest -s list.tsv --source s in.xlsx.gz | grep -v "^##" | tail -n 1'
	assert_output $'s:1\t7\tExample\t'
	python3 -c 'import zipfile; zipfile.ZipFile("two.zip", "w").write("in.xlsx")'
	run --separate-stderr bash -o pipefail -c 'ingest -s list.tsv --source s <two.zip | grep -v "^##" | tail -n 1'
	assert_output $'s:1\t7\tExample\t'
	fails 65 'in.xlsx: is a workbook: choose with --sheet' list --member x in.xlsx
	python3 -c 'import zipfile; zipfile.ZipFile("three.zip", "w").write("two.zip")'
	fails 65 'three.zip/member 1: is packed twice (zip): unpack three.zip first' list three.zip
}

three='{"sheets": [
	{"name": "Notes", "rows": [["read me"]]},
	{"name": "LIST_1", "rows": [["Person ID"], ["7"]]},
	{"name": "Old", "state": "hidden", "rows": [["Person ID"], ["8"]]},
	{"name": "3", "state": "veryHidden", "rows": [["Person ID"], ["9"]]}]}'

@test "sheets are picked by name or number, hidden ones never without a word" {
	workbook "$three"
	reads 7
	told ': hidden sheets not read: 2 of 4 sheets'
	run count_of hidden.sheets out
	assert_output 2
	reads 7 --sheet 2
	reads 8 --sheet OLD
	[[ $stderr == *'sheet 3 is hidden, and read because it was asked for'* ]]
	reads 9 --sheet 3
	reads 8 --sheet '1|Old'
	fails 65 'in.xlsx: has no sheet of that name or number: give --sheet a name or a number from 1 to 4' list --sheet Missing in.xlsx
	fails 65 'in.xlsx: has no sheet of that name or number: give --sheet a name or a number from 1 to 4' list --sheet 5 in.xlsx
	fails 65 'in.xlsx: has no sheet of that name or number: give --sheet a name or a number from 1 to 4' list --sheet 0 in.xlsx
	fails 65 'in.xlsx: has 2 visible sheets of 4: give --sheet a name or a number' ingest -s any.tsv --source s in.xlsx
	printf 'Person ID\n7\n' >in.csv
	fails 65 'in.csv: is not a workbook, so it has no sheets' list --sheet 1 in.csv
}

@test "the only visible sheet is the default, and stands in for one that the schema names" {
	workbook '{"sheets": [{"name": "Sheet1", "rows": [["Person ID"], ["7"]]}]}'
	reads 7
	told ': has no sheet List 1|Liste: sheet 1 is read, the only visible one'
	run --separate-stderr ingest -s any.tsv --source s in.xlsx
	assert_success
	assert_equal "$stderr" ''
	fails 65 'in.xlsx: has no sheet of that name or number: give --sheet a name or a number from 1 to 1' list --sheet 'List 1' in.xlsx
	workbook '{"sheets": [{"name": "A", "state": "hidden", "rows": [["Person ID"], ["7"]]}]}'
	fails 65 'in.xlsx: has 0 visible sheets of 1: give --sheet a name or a number' ingest -s any.tsv --source s in.xlsx
	workbook '{"sheets": [{"name": "Chart"}, {"name": "Data", "rows": [["Person ID"], ["7"]]}], "parts": {
		"xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id=\"rId1\" Type=\"x/chartsheet\" Target=\"a.xml\"/><Relationship Id=\"rId2\" Type=\"x/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"}}'
	reads 7
	fails 65 'in.xlsx/sheet 1: holds no cells: it is a chart or the like' list --sheet Chart in.xlsx
}

@test "cells stand where their reference puts them, blank rows and lies about size do not matter" {
	sheet 'null, [], ["7", null, "2015-03-01"], ["", ""], [null, "Smith", null, null], ["9"]'
	reads $'7;;2015-03-01\n;Smith;\n9;;'
	told '/sheet 1: rows after a blank one, which are read: 3'
	run count_of blank.lines out
	assert_output 3
	xml '<row><c><v>1</v></c><c r=\"C2\"><v>2</v></c></row><row r=\"9\"><c/><c t=\"str\"><f>A1</f><v>x</v></c></row>'
	reads $'1;;2\n;x;'
}

@test "titles: the first row that is not blank, to its last title; what lies right of it is counted" {
	workbook '{"sheets": [{"name": "List 1", "rows": [null, ["Person ID", null, "Surname", ""], [7, "x", "Example", null, "note"]]}]}'
	reads '7;Example'
	run count_of untitled.cells out
	assert_output 1
	workbook '{"sheets": [{"name": "List 1", "rows": [["List of people"], null, ["Person ID", "Surname"], [7, "Example"], ["Total", 1]]}]}'
	refuses '/sheet 1:1: is not the row of titles, line 3 is: use --lead 2 (rule titles)'
	reads '7;Example' --lead 2 --tail 1
	workbook '{"sheets": [{"name": "List 1"}]}'
	refuses '/sheet 1: is empty: not even a header row'
	sed -e 's/sheet=/titles=none sheet=/' -e 's/Person ID/#1/; s/Surname/#4/; s/Date of birth/#2/' list.tsv >none.tsv
	workbook '{"sheets": [{"name": "List 1", "rows": [["x", 1], [7, "2015-03-01", null, "Example", "more"]]}]}'
	run --separate-stderr bash -c 'ingest -s none.tsv --source s --lead 1 in.xlsx | grep -v "^##" | tail -n 1'
	assert_output $'s:1\t7\tExample\t2015-03-01'
}

@test "strings: shared, rich, inline, of formulas; phonetic runs are not read, escapes are" {
	sheet '[{"t": "s", "v": 4}, {"t": "s", "v": 5}], [{"t": "str", "f": "A1", "v": "a_x0009_b"}, {"x": "<c r=\"B3\" t=\"inlineStr\"><is><r><t>O&apos;</t></r><r><rPr><b/></rPr><t>Brien &#65;&amp;B</t></r></is></c>"}], [{"t": "s", "v": 6}, "D\u00a0E #\\"]' \
		'"strings": ["<si><r><rPr><sz val=\"9\"/></rPr><t>Sme</t></r><r><t xml:space=\"preserve\">e  </t></r></si>", "<si><t>Ai</t><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh><phoneticPr fontId=\"1\"/></si>", "<si><t>#x_x000D_\n_x005F_x000D__xD83D__xDE00__xD83D__x0000_</t></si>"]'
	reads $'Smee  ;Ai;\na\\tb;O\'Brien A&B;\n\\x23x\\r\\n_x000D_😀_xD83D__x0000_;D\xc2\xa0E #\\\\;'
}

@test "booleans, errors and formulas: what the spreadsheet shows, counted" {
	sheet '[{"t": "b", "v": 1}, {"t": "b", "v": 0}], [{"t": "e", "v": "#N/A", "f": "VLOOKUP(1,A:B,2,0)"}, {"f": "1+1", "v": 2}], [{"v": 5}, {"f": "1+1"}, {"t": "d", "v": "2015-03-01T00:00:00"}], [9, {"t": "d", "v": "2015-03-01T10:00:00Z"}]'
	reads $'TRUE;FALSE;\n\\x23N/A;2;\n5;;2015-03-01\n9;2015-03-01T10:00:00Z;'
	told '/sheet 1: formulas without a value (open the workbook in a spreadsheet and save it): 1'
	run count_of error.cells out
	assert_output 1
	run count_of formula.cells out
	assert_output 3
	run --separate-stderr bash -o pipefail -c 'ingest -q -s list.tsv --source s in.xlsx | clean -q | grep "^s:2" | cut -f 2,3'
	assert_output $'\t'
}

@test "numbers: shortest decimal text, never digits that the file does not have" {
	sheet '[5.0, "a", {"v": "6.1382614647501708"}], [{"v": "5.0E-2"}, {"v": "1.1000000000000001"}, {"v": "9.434771234E9"}], [{"v": "9434771234"}, {"v": "9.43477E+09"}, {"v": "1.2345678901234568E+17"}], [{"v": "-0"}, {"v": "007"}, {"v": "+.50"}]'
	reads $'5;a;6.138261464750171\n0.05;1.1;9434771234\n9434771234;9.43477E+09;1.2345678901234568E+17\n0;007;0.5'
	told '/sheet 1: numbers left as stored, with more digits than a spreadsheet keeps, or fewer than they need: 2'
	run count_of vague.numbers out
	assert_output 2
	sheet '["7", {"v": "12,5"}]'
	refuses '/sheet 1:2: cell B2 does not hold a number (rule number)'
	run --separate-stderr list in.xlsx --rejects bad -o out
	assert_success
	run column text bad
	assert_output '7\t12,5\t'
}

@test "dates by number format, in both systems, with the leap day that never was" {
	sheet '[1, {"v": 59, "s": 1}, {"v": 60, "s": 1}], [2, {"v": 61, "s": 1}, {"v": 0, "s": 1}], [3, {"v": 42029.5, "s": 1}, {"v": 42029.75, "s": 2}], [4, {"v": 0.25, "s": 3}, {"v": 1.5, "s": 4}], [5, {"v": 42029, "s": 5}, {"v": 42029, "s": 6}], [6, {"v": -1, "s": 1}, {"v": 2958466, "s": 1}], [7, {"v": 42029, "s": 7}, {"v": 42029}]' \
		'"formats": [14, 22, 20, "[h]:mm", "[$-809]dd\" of \"mmmm yyyy;@", "0.00E+00;[Red]dd", "yyyy\\-mm\\-dd hh:mm:ss.000"]'
	reads $'1;1900-02-28;1900-02-29\n2;1900-03-01;1900-01-00\n3;2015-01-25T12:00:00;2015-01-25T18:00:00\n4;06:00:00;36:00:00\n5;2015-01-25;42029\n6;-1;2958466\n7;2015-01-25T00:00:00;42029'
	told '/sheet 1: numbers shown as dates that do not exist: 2'
	sheet '[1, {"v": 0, "s": 1}, {"v": 40567, "s": 1}]' '"formats": [14], "date1904": true'
	reads '1;1904-01-01;2015-01-25'
}

@test "merged and hidden cells are counted" {
	workbook '{"sheets": [{"name": "List 1", "xml": "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Person ID</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>7</v></c></row>", "behind": "<mergeCells count=\"2\"><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:B3\"/></mergeCells>"}]}'
	reads 7
	[[ $stderr == *'in.xlsx/sheet 1: hidden rows, which are read: 1'* ]]
	[[ $stderr == *'in.xlsx/sheet 1: merged ranges, with a value in the first cell only: 2'* ]]
}

@test "rows of totals and below a table are told of" {
	workbook '{"sheets": [{"name": "List 1", "rows": [["Person ID"], [7], ["Total"], ["Source: here"]]}], "parts": {
		"xl/worksheets/_rels/sheet1.xml.rels": "<Relationships><Relationship Id=\"a\" Type=\"x/table\" Target=\"../tables/table1.xml\"/></Relationships>",
		"xl/tables/table1.xml": "<table id=\"1\" ref=\"A1:A3\" totalsRowCount=\"1\"/>"}}'
	reads $'7\nTotal\nSource: here'
	[[ $stderr == *'in.xlsx/sheet 1: rows below the table, which are read: 1'* ]]
	[[ $stderr == *'in.xlsx/sheet 1: rows of totals, which are read (--tail leaves them out): 1'* ]]
	reads 7 --tail 2
}

@test "strict variant, prefixes, UTF-16, targets from the root, parts in other places" {
	local rows='["7", "Zo\u00eb", {"v": 42029, "s": 1}]'
	for more in '"strict": true' '"prefix": "x:"' '"encoding": "UTF-16"'; do
		sheet "$rows" "\"formats\": [14], $more"
		reads '7;Zoë;2015-01-25'
	done
	workbook '{"sheets": [{"name": "List 1"}], "parts": {
		"_rels/.rels": "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/Book/Main.XML\"/></Relationships>",
		"book/main.xml": "<workbook xmlns:q=\"r\"><sheets><sheet name=\"List 1\" sheetId=\"4\" q:id=\"b\"/></sheets></workbook>",
		"book/_rels/main.xml.rels": "<Relationships><Relationship Id=\"b\" Type=\"x/worksheet\" Target=\"../sheets/./one.xml\"/></Relationships>",
		"sheets/one.xml": "<worksheet><sheetData><row><c t=\"str\"><v>Person ID</v></c></row><row><c s=\"3\"><v>42029</v></c></row></sheetData></worksheet>"}}'
	reads 42029
}

@test "damage is named by sheet, row and cell" {
	xml '<row r=\"2\"><c r=\"A2\" t=\"s\"><v>3</v></c></row>'
	refuses '/sheet 1:2: A2: a shared string that the workbook does not have (rule string)'
	xml '<row r=\"2\"><c r=\"A2\" t=\"s\"><v>x</v></c></row>'
	refuses '/sheet 1:2: A2: a shared string without its number (rule string)'
	xml '<row r=\"2\"><c r=\"A2\" t=\"q\"><v>1</v></c></row>'
	refuses '/sheet 1:2: A2: a cell of an unknown type (rule cell)'
	xml '<row r=\"2\"><c r=\"A2\" s=\"a\"><v>1</v></c></row>'
	refuses '/sheet 1:2: A2: a cell whose style is not a number (rule cell)'
	xml '<row r=\"2\"><c r=\"B2\"/><c r=\"A2\"/></row>'
	refuses '/sheet 1:2: A2: cells of a row are out of order (rule cell)'
	xml '<row r=\"2\"><c r=\"A3\"/></row>'
	refuses '/sheet 1:2: A3: a cell whose reference is not in its row (rule cell)'
	xml '<row r=\"2\"><c r=\"XFE2\"/></row>'
	refuses '/sheet 1:2: XFE2: more than 16,384 columns (rule cell)'
	xml '<row r=\"1048577\"/>'
	refuses '/sheet 1:1: more than 1,048,576 rows (rule row)'
	xml '<row r=\"3\"/><row r=\"3\"/>'
	refuses '/sheet 1:3: rows are numbered wrongly after this one (rule row)'
	xml '<row r=\"2\"><c r=\"A2\"><v>1</c></row>'
	refuses '/sheet 1:2: A2: not well-formed: tags that do not match (rule xml)'
	xml '<row r=\"2\"><c r=\"A2\"><v>&nbsp;</v></c></row>'
	refuses '/sheet 1:2: A2: a reference that XML does not have (rule xml)'
	sheet '["7"]'
	python3 -c '
b = bytearray(open("in.xlsx", "rb").read())
b[b.index(b"xl/worksheets/sheet1.xml") + 60] ^= 8
open("in.xlsx", "wb").write(b)'
	run --separate-stderr list in.xlsx
	assert_equal "$status" 65
	[[ $stderr == 'ingest: in.xlsx/sheet 1:'*'cannot be unpacked ('*')' ]]
	sheet '["7"]'
	head -c -40 in.xlsx >cut.xlsx
	run --separate-stderr list cut.xlsx
	assert_equal "$status" 65
}

@test "parts that are missing, foreign, twice or external" {
	local one='{"sheets": [{"name": "List 1", "rows": [["Person ID"], ["7"]]}], "parts": '
	workbook "$one"'{"xl/sharedStrings.xml": null}}'
	refuses ': a part that it names is missing (rule part)'
	workbook "$one"'{"xl/worksheets/sheet1.xml": null}}'
	refuses '/sheet 1: a part that it names is missing (rule part)'
	workbook "$one"'{"xl/worksheets/sheet1.xml": "<chartsheet/>"}}'
	refuses '/sheet 1: is not a worksheet (rule part)'
	workbook "$one"'{"_rels/.rels": "<Relationships/>"}}'
	refuses ': a part that it names is missing (rule part)'
	workbook "$one"'{"_rels/.rels": "<Relationships><Relationship Id=\"a\"/></Relationships>"}}'
	refuses ': a relationship without id, type or target (rule part)'
	workbook "$one"'{"_rels/.rels": "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"../../x\"/></Relationships>"}}'
	refuses ': a relationship leads out of the file (rule part)'
	workbook "$one"'{"xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"http://example.org/x\" TargetMode=\"External\"/></Relationships>"}}'
	fails 65 'in.xlsx/sheet 1: holds no cells: it is a chart or the like' list --sheet 1 in.xlsx
	workbook "$one"'{"xl/workbook.xml": "<workbook/>"}}'
	refuses ': is a workbook without sheets'
	workbook "$one"'{"xl/workbook.xml": "<document/>"}}'
	refuses ': is a document, not a workbook'
	workbook "$one"'{"XL/workbook.xml": "<workbook/>"}}'
	refuses ': holds two parts of the same name'
}

@test "attacks: DOCTYPE, entities, depth, bombs" {
	local one='{"sheets": [{"name": "List 1"}], "parts": {"xl/worksheets/sheet1.xml": '
	workbook "$one"'"<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>"}}'
	refuses '/sheet 1: has a DOCTYPE, which is refused (rule xml)'
	workbook "$one"'"'"$(printf '<worksheet>%.0s' {1..65})"'"}}'
	refuses '/sheet 1: more than 64 levels (rule xml)'
	workbook "$one\"<worksheet$(printf ' a%d=\\"\\"' {1..257})/>\"}}"
	refuses '/sheet 1: a tag with more than 256 attributes (rule xml)'
	workbook "$one"'"<worksheet>"}}'
	refuses '/sheet 1: ends before its elements do (rule xml)'
	workbook "$one"'""}}'
	refuses '/sheet 1: is not an XML document (rule xml)'
	python3 -c '
import json
cells = "<row>" + "<x/>" * 4000000 + "</row>"
print(json.dumps({"sheets": [{"name": "List 1", "xml": cells}]}))' | "$ROOT/tests/tools/workbook.py" >in.xlsx
	refuses '/sheet 1:1: unpacks to more than 200 times its size'
	python3 -c '
import zipfile
with zipfile.ZipFile("in.xlsx", "w") as z:
    for i in range(10001):
        z.writestr(str(i) if i else "[Content_Types].xml", "")'
	refuses ': holds more than 10000 entries'
}

@test "workbooks of other kinds are refused with the way out" {
	compound() { # NAME: an OLE compound file whose directory has a stream of that name
		python3 -c '
import struct, sys
head = bytearray(512)
head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
struct.pack_into("<H", head, 30, 9)
struct.pack_into("<I", head, 48, int(sys.argv[2]))
entry = sys.argv[1].encode("utf-16-le").ljust(128, b"\0")
sys.stdout.buffer.write(head + bytes(512 * int(sys.argv[2])) + bytes(128) + entry.ljust(384, b"\0"))' "$1" "${2:-1}"
	}
	compound EncryptedPackage >in.xlsx
	refuses ': is protected by a password: open it, remove the password, and save it as .xlsx or CSV UTF-8'
	compound Workbook 300 >in.xlsx
	refuses ': is an Excel 97-2003 workbook (.xls): open it and save it as .xlsx or CSV UTF-8'
	compound Book >in.xlsx
	refuses ': is an Excel 97-2003 workbook (.xls): open it and save it as .xlsx or CSV UTF-8'
	compound WordDocument >in.xlsx
	refuses ': is a password-protected workbook or a document of an old Office: open it and save it as .xlsx or CSV UTF-8'
	compound Workbook 300 | gzip >in.xlsx
	refuses ': is a password-protected workbook or a document of an old Office: open it and save it as .xlsx or CSV UTF-8'
	python3 -c '
import zipfile
with zipfile.ZipFile("in.xlsx", "w") as z:
    z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    z.writestr("content.xml", "<x/>")
    z.writestr("META-INF/manifest.xml", "<x/>")'
	refuses ': is an OpenDocument file (.ods): open it and save it as .xlsx or CSV UTF-8'
	workbook '{"sheets": [], "parts": {"_rels/.rels": "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>"}}'
	refuses ': is a binary workbook (.xlsb): open it and save it as .xlsx or CSV UTF-8'
	sheet '["7"]'
	sed 's/format=csv/format=xml record=A/; s/ sheet=[^ ]*//; s/Person ID/P/; s/Date of birth/D/' list.tsv >tree.tsv
	fails 65 'in.xlsx: is a workbook, but schema tree is of xml' ingest -s tree.tsv --source s in.xlsx
}

@test "samples: Annex A and Annex A SEND, every sheet" {
	needs_sample data/extracts/annex_a/Annex_A_2024_Jan.xlsx
	local sample=$SHARED/data/extracts/annex_a/Annex_A_2024_Jan.xlsx
	printf '%s\t%s\n' '##schema set=annex_a table=any format=csv level=identifiable' '' | tr -d '\t' >any.tsv
	printf 'column\ttype\trole\tlist\trequired\ttitles\tnote\nlocal_id\tid\tentity\t\tyes\tChild Unique ID|Individual adopter identifier|Unique ID\t\ndob\tdate\tquasi\t\t\tDate of Birth\t\n' >>any.tsv
	for sheet in {1..11}; do
		run --separate-stderr bash -o pipefail -c 'ingest -q -s any.tsv --source s --sheet "$1" "$2" | "$ROOT/tests/tools/oracle.py" check' - "$sheet" "$sample"
		assert_success
	done
	run bash -o pipefail -c 'ingest -q -s any.tsv --source s --sheet "List 1" "$1" | grep "^s:1	"' - "$sample"
	assert_output $'s:1\t9212044\t2015-01-25'
	run bash -o pipefail -c 'ingest -q -s any.tsv --source s --sheet "List 1" "$1" | grep "^s:1	"' - "$SHARED/data/extracts/send/fake_sen_annexA.xlsx"
	assert_output $'s:1\twill\t1993-12-05'
}
