#!/usr/bin/env python3
"""workbook.py <JSON >FILE: a workbook, made by hand so that it can be as odd as a test needs.

sheets    list of {name, state, rows | xml, behind}: rows of cells (null: left out; text: shared
          string; number; {v, t, s, f, x}: value, type, style, formula, or the cell's XML itself),
          or what is inside <sheetData>; `behind` follows it
strings   XML of further <si>, after those of the cells
formats   number formats by style from 1: a built-in number, or a code
date1904  true; strict: true for the namespaces of the strict variant; prefix: "x:" for all elements
parts     {name: text, or null to leave it out} instead of what would be made; base64:... for bytes
encoding  of the sheets
"""
import base64
import json
import re
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr


def letters(column):
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def build(spec):
    strict = spec.get("strict")
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main" if strict else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006/"
    head = '<?xml version="1.0" encoding="%s" standalone="yes"?>\n'
    strings = []

    def cell(column, row, value):
        if value is None:
            return ""
        reference = f'r="{letters(column)}{row}"'
        if isinstance(value, dict) and "x" in value:
            return value["x"]
        if isinstance(value, dict):
            style = f' s="{value["s"]}"' if "s" in value else ""
            kind = f' t="{value["t"]}"' if "t" in value else ""
            formula = f"<f>{escape(value['f'])}</f>" if "f" in value else ""
            text = f"<v>{escape(str(value['v']))}</v>" if "v" in value else ""
            return f"<c {reference}{style}{kind}>{formula}{text}</c>"
        if isinstance(value, str):
            strings.append(value)
            return f'<c {reference} t="s"><v>{len(strings) - 1}</v></c>'
        return f"<c {reference}><v>{value}</v></c>"

    def sheet(s):
        rows = s.get("xml") or "".join(
            f'<row r="{i}">' + "".join(cell(j, i, v) for j, v in enumerate(row, 1)) + "</row>" for i, row in enumerate(s.get("rows", []), 1) if row is not None)
        return f'<worksheet xmlns="{main}"><dimension ref="A1"/><sheetData>{rows}</sheetData>{s.get("behind", "")}</worksheet>'

    parts = {}
    relations, listed = "", ""
    for i, s in enumerate(spec["sheets"], 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet(s)
        relations += f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        state = f' state="{s["state"]}"' if "state" in s else ""
        listed += f'<sheet name={quoteattr(s["name"])} sheetId="{i}"{state} r:id="rId{i}"/>'
    relations += f'<Relationship Id="rIdS" Type="{office}/styles" Target="styles.xml"/><Relationship Id="rIdT" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    custom = [f for f in spec.get("formats", []) if isinstance(f, str)]
    numbers = [f if isinstance(f, int) else 164 + custom.index(f) for f in spec.get("formats", [])]
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{main}"><numFmts>' + "".join(f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(f)}/>' for i, f in enumerate(custom)) + '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        + "".join(f'<xf numFmtId="{n}"/>' for n in numbers) + "</cellXfs></styleSheet>")
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">' + "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings) + "".join(spec.get("strings", [])) + "</sst>"
    dates = '<workbookPr date1904="1"/>' if spec.get("date1904") else ""
    parts["xl/workbook.xml"] = f'<workbook xmlns="{main}" xmlns:r="{office}">{dates}<sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}relationships">{relations}</Relationships>'
    parts["_rels/.rels"] = f'<Relationships xmlns="{package}relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    parts["[Content_Types].xml"] = f'<Types xmlns="{package}content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    if spec.get("prefix"):
        p = spec["prefix"]
        for name in parts:
            if name.startswith("xl/") and "_rels" not in name:
                parts[name] = re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\1{p}", parts[name]).replace("xmlns=", f"xmlns:{p[:-1]}=")
    parts.update(spec.get("parts", {}))
    with zipfile.ZipFile(sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(parts):
            content = parts[name]
            if content is None:
                continue
            encoding = spec.get("encoding", "UTF-8") if "/sheet" in name else "UTF-8"
            if content.startswith("base64:"):
                data = base64.b64decode(content[7:])
            elif content.startswith("raw:"):
                data = content[4:].encode("utf-8", "surrogatepass")
            else:
                data = (head % encoding + content).encode(encoding)
            out.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


build(json.load(sys.stdin))
