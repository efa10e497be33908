#!/usr/bin/python3
"""ingest of what export writes gives the records back.

roundtrip.py SEED EXPORT-OPTIONS -- SCHEMA...

For each schema: a sealed stream of invented values, nasty ones among them, goes through
export -s SCHEMA and ingest -s SCHEMA, twice. Records and columns must be the same each time,
and the second file the first. One line for each schema that fails; exit 1 if any does.
"""
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle

NASTY = ["", " ", "  lead", "trail  ", '"', '""', 'say "so"', ",", "a,b", ";", "a\tb", "one\ntwo", "one\r\ntwo", "\r",
         "\\", "\\n", "#", "# 5", "##end", "'", "'quoted'", "a'b", "<&>", "&amp;", "]]>", "<!-- -->", "\u00a0", "\u00a0x\u00a0",
         "=1+1", "+44 20", "-2.5", "-", "@sum", "007", "12345678901234567890", "1e5", "1.10", "0.5", "2015-03-01", "1/2", "Mar1",
         "TRUE", "e\u0301", "\u2019", "\U0001f476", "x" * 5000, "\ufeffx", "[1]", "{}", "null", "true", "12", "0"]
PLAIN = ["7", "Example", "AB12", "2015-03-01", "N1", "yes", "LE1 4XX", "9990000018"]


NUMBERS = """9990000018 9990000026 9990000034 9990000042 9990000050 9990000069
    9990000077 9990000085 9990000093 9990000107 9990000115 9990000123""".split()


def escape(value):
    for raw, escaped in ("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"):
        value = value.replace(raw, escaped)
    return "\\x23" + value[1:] if value.startswith("#") else value


def unescape(cell):
    out, at = "", 0
    while at < len(cell):
        if cell.startswith("\\x23", at):
            out, at = out + "#", at + 4
        elif cell[at] == "\\":
            out, at = out + {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}[cell[at + 1]], at + 2
        else:
            out, at = out + cell[at], at + 1
    return out


class Schema:
    def __init__(self, path):
        lines = [line.rstrip("\n") for line in open(path, encoding="utf-8")]
        facts = dict(word.split("=", 1) for word in lines[0].split()[1:])
        rows = [line for line in lines if line and not line.startswith("##") and not line.startswith("# ")]
        names = rows[0].split("\t")
        self.path, self.format, self.level = path, facts["format"], facts["level"]
        self.lead, self.tail = int(facts.get("lead", 0)), int(facts.get("tail", 0))
        self.distinct = facts.get("distinct")
        self.columns = [dict(zip(names, row.split("\t") + [""] * len(names))) for row in rows[1:]]

    def width(self, column):
        first, last = column["titles"].split("-")
        return int(last) - int(first) + 1


def value(schema, column, draw):
    pool = NASTY if draw.random() < 0.5 else PLAIN
    text = draw.choice(pool)
    if schema.format == "fixed":
        text = "".join(c for c in text if c not in "\r\n")[:schema.width(column)].strip(" ")
    # Nobody can take an element of nothing out of XML or JSON, nor a bar out of one.
    lists = column["list"] == "yes"
    if lists:
        parts = [draw.choice(pool).replace("|", "") for _ in range(draw.randint(0, 3))]
        text = "|".join(part for part in parts if part) if schema.format in ("xml", "json") else "|".join(parts)
    elif draw.random() < 0.05:
        text = ("x|y" if schema.format != "fixed" else text)
    if not text and column["required"] == "yes":
        return "7"
    return text


def stream(schema, seed, rows):
    draw = random.Random(f"{seed} {os.path.basename(schema.path)}")
    own = any(column["column"] == "rid" for column in schema.columns)
    out = [f"##jigsaw 1 level={schema.level}", "##source id=s"]
    out += [] if own else ["##column rid type=rid role=key"]
    for c in schema.columns:
        out.append(f"##column {c['column']} type={c['type']} role={c['role']}" + (" list=yes" if c["list"] else ""))
    out.append("##step 000000000000 tool=ingest version=0.1.0")
    out.append("\t".join(([] if own else ["rid"]) + [c["column"] for c in schema.columns]))
    for row in range(1, rows + 1):
        cells = [] if own else [f"s:{row}"]
        for c in schema.columns:
            cell = escape(value(schema, c, draw))
            # A column that the schema calls distinct is never the same twice.
            if c["column"] == schema.distinct:
                cell = NUMBERS[row - 1] if c["type"] == "nhs_number" else f"r{row}"
            cells.append(f"s:{row}" if c["column"] == "rid" else cell)
        out.append("\t".join(cells))
    return oracle.seal(("\n".join(out) + "\n").encode())


def table(sealed):
    return [line for line in sealed.decode().split("\n") if line and not line.startswith("##")]


def run(arguments, given):
    done = subprocess.run(arguments, input=given, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{arguments[0]}: exit {done.returncode}: {done.stderr.decode().strip()}")
    return done.stdout


def trip(path, seed, options):
    schema = Schema(path)
    level = [] if schema.level == "publishable" else ["--inside"]
    lead = ["--lead", "A,B,C,D,E"] * schema.lead + ["--tail", "T"] * schema.tail
    ingest = ["ingest", "-q", "-s", path, "--source", "s"] + [o for o in options if o == "--for-spreadsheet"]
    export = ["export", "-q", "-s", path] + level + lead + options
    first = stream(schema, seed, 12)
    file = run(export, first)
    second = run(ingest, file)
    if table(first) != table(second):
        for a, b in zip(table(first), table(second)):
            for name, x, y in zip(table(first)[0].split("\t"), a.split("\t"), b.split("\t")):
                if x != y:
                    return f"{name}: {unescape(x)!r} came back as {unescape(y)!r}"
        return f"{len(table(first))} lines became {len(table(second))}, or columns differ"
    if run(export, second) != file:
        return "the second file is another"
    return None


def main():
    cut = sys.argv.index("--")
    seed, options, failed = sys.argv[1], sys.argv[2:cut], 0
    for path in sys.argv[cut + 1:]:
        try:
            wrong = trip(path, seed, options)
        except RuntimeError as error:
            wrong = str(error)
        if wrong:
            failed += 1
            print(f"{os.path.basename(path)}: {wrong}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
