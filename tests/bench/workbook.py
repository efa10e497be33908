#!/usr/bin/env python3
"""workbook.py make ROWS FILE | schema | openpyxl FILE | calamine FILE | calamine-rows FILE

make writes a workbook as Excel does: numbers, dates by their style, shared strings, 20 columns of
invented children; schema, the schema of all its columns. The others read it and write all cells as
TSV to standard output; calamine-rows only reads them.
"""
import random
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TITLES = [
    "Child Unique ID", "UPN", "NHS number", "Surname", "Forename", "Date of birth", "Gender", "Ethnicity", "Postcode",
    "Referral date", "Source of referral", "Need code", "Start date", "End date", "Team", "Worker", "School", "Age", "Visits", "Note",
]


def make(rows, path):
    random.seed(1)
    strings = {}

    def shared(text):
        return strings.setdefault(text, len(strings))

    def text(column, row, value):
        return f'<c r="{column}{row}" t="s"><v>{shared(value)}</v></c>'

    def number(column, row, value):
        return f'<c r="{column}{row}"><v>{value}</v></c>'

    def date(column, row, low=40000, high=45000):
        return f'<c r="{column}{row}" s="1"><v>{random.randint(low, high)}</v></c>'

    names = ["".join(random.choice("aeiourstlnm") for _ in range(random.randint(4, 9))).title() for _ in range(5000)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        out.writestr("[Content_Types].xml", f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>""")
        out.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        out.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="List 6" sheetId="1" r:id="rId1"/></sheets></workbook>')
        out.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        out.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
        with out.open("xl/worksheets/sheet1.xml", "w") as sheet:
            def put(markup):
                sheet.write(markup.encode())

            put(f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><dimension ref="A1:T{rows + 1}"/><sheetData>')
            put('<row r="1" spans="1:20">' + "".join(text(chr(65 + i), 1, title) for i, title in enumerate(TITLES)) + "</row>")
            for i in range(rows):
                r = i + 2
                cells = [
                    number("A", r, 9000000 + i),
                    text("B", r, f"{random.choice('ABCDEFGHJKLMNPQRTUVWXYZ')}{random.randint(10**11, 10**12 - 1)}"),
                    number("C", r, f"999{random.randint(0, 9999999):07}"),
                    text("D", r, random.choice(names)),
                    text("E", r, random.choice(names)),
                    date("F", r, 38000, 43000),
                    text("G", r, random.choice(["a) Male", "b) Female"])),
                    text("H", r, random.choice(["a) WBRI", "k) APKN", "s) NOBT"])),
                    text("I", r, f"ZZ{random.randint(1, 99)} {random.randint(1, 9)}{random.choice(['AB', 'XY', 'QP'])}"),
                    date("J", r),
                    text("K", r, random.choice(["q) 6: Police", "b) 1B: Individual", "t) 9: Anonymous"])),
                    text("L", r, f"N{random.randint(1, 9)}"),
                    date("M", r),
                    date("N", r) if random.random() < 0.5 else f'<c r="N{r}" s="1"/>',
                    text("O", r, random.choice(["North", "South", "East & West"])),
                    text("P", r, random.choice(names)),
                    number("Q", r, random.randint(100000, 149999)),
                    number("R", r, repr(random.random() * 18)),
                    number("S", r, random.randint(0, 40)),
                ]
                if random.random() < 0.1:
                    cells.append(text("T", r, "seen, " + random.choice(names)))
                put(f'<row r="{r}" spans="1:20">' + "".join(cells) + "</row>")
            put("</sheetData></worksheet>")
        with out.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">'.encode())
            for value in strings:
                part.write(f"<si><t>{value.replace('&', '&amp;')}</t></si>".encode())
            part.write(b"</sst>")


def openpyxl(path):
    import openpyxl as library

    sheet = library.load_workbook(path, read_only=True).worksheets[0]
    write = sys.stdout.write
    for row in sheet.iter_rows(values_only=True):
        write("\t".join(["" if v is None else str(v) for v in row]) + "\n")


def calamine(path):
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    write = sys.stdout.write
    for row in sheet.iter_rows():
        write("\t".join([str(v) for v in row]) + "\n")


def calamine_rows(path):
    from python_calamine import CalamineWorkbook

    for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass


def schema():
    print("##schema set=bench table=list format=csv level=identifiable")
    print("column\ttype\trole\tlist\trequired\ttitles\tnote")
    for i, title in enumerate(TITLES):
        print(f"c{i}\ttext\tplain\t\tyes\t{title}\t")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), sys.argv[3])
    elif sys.argv[1] == "schema":
        schema()
    else:
        {"openpyxl": openpyxl, "calamine": calamine, "calamine-rows": calamine_rows}[sys.argv[1]](sys.argv[2])
