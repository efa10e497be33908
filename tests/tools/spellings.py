#!/usr/bin/env python3
"""spellings.py CORPUS KNOWN COLUMN: holds `clean` against the spellings that a public schema lists.

CORPUS is the Annex A schema of the LIIA tools (YAML). For one of its columns (gender, ethnicity or la) every spelling goes through
`clean`, and so does the code that the corpus gives it; the two must agree, folded to the groups that the corpus has. Prints each
difference with the reason that KNOWN (tests/data/spellings.tsv) has for it, then `COLUMN n right share slips`. The share is of the
spellings that are not marked there as a slip of the corpus. Exit 1 for a difference that KNOWN does not have, or a share below 99 %.
"""
import re
import subprocess
import sys

TITLES = {"gender": "Gender", "ethnicity": "Ethnicity", "la": "LA of Placement"}
TYPES = {"gender": "sex", "ethnicity": "ethnicity", "la": "la"}
OPTIONS = {"ethnicity": ["--ethnicity-codes", "council"]}


def scalar(text):
    """A YAML scalar of one line."""
    text = text.strip()
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        return bytes(text[1:-1], "utf-8").decode("unicode_escape").encode("latin-1").decode("utf-8")
    return text


def corpus(path, title):
    """(code, spelling) of the first column of that title."""
    pairs, code, inside = [], None, False
    for line in open(path, encoding="utf-8"):
        if re.match(r" {8}\S", line):
            if inside:
                break
            inside = line.startswith(f"        {title}:")
        elif inside and (found := re.match(r" +-? +code:(.*)", line)):
            code = scalar(found[1])
        elif inside and code is not None and (found := re.match(r" {20,}- +(.*)", line)):
            pairs.append((code, scalar(found[1])))
    return pairs


def cleaned(values, column):
    """What `clean` makes of the values, '-' for one that it blanks as a placeholder."""
    cells = (value.replace("\\", "\\\\") for value in values)
    cells = ("\\x23" + cell[1:] if cell.startswith("#") else cell for cell in cells)
    table = "rid\tx\n" + "".join(f"x:{i}\t{cell}\n" for i, cell in enumerate(cells, 1))
    stream = subprocess.run(["seal", "adopt", "--source", "x", "--column", f"x:{TYPES[column]}:quasi"],
                            input=table.encode(), check=True, capture_output=True).stdout
    options = OPTIONS.get(column, [])
    out = subprocess.run(["clean", "-q", *options], input=stream, check=True, capture_output=True).stdout
    return [line.split("\t")[1] for line in out.decode().split("\n") if line.startswith("x:")]


def gender_group(code):
    return {"a": "M", "b": "F", "c": "U", "d": "X"}[code[0]]


def ethnicity_group(code):
    if code in ("REFU", "NOBT"):
        return "f"
    return {"W": "a", "M": "b", "A": "c", "B": "d", "C": "e", "O": "e"}.get(code[:1], "")


def says_nothing(spelling):
    """A placeholder, which `clean` blanks."""
    return bool(re.fullmatch(r"(?i)nan|x+( -)?", spelling))


def agrees(column, code, spelling, got, of_code):
    if column == "gender":
        return got == gender_group(code)
    if column == "ethnicity":
        wanted = "f" if "Unknown" in code else code[0]
        return ethnicity_group(got) == wanted or (wanted == "f" and not got and says_nothing(spelling))
    if spelling == "nan":
        return not got
    # The corpus is of before 2021, and gives for places in Scotland and Wales the country only.
    split = {"E10000021": ("E06000061", "E06000062"), "E10000006": ("E06000063", "E06000064")}
    country = {"W92000004": "W06", "S92000003": "S12", "N92000002": "N09"}
    return bool(got) and (got == of_code or got in split.get(of_code, ()) or got[:3] == country.get(of_code))


def main():
    path, known_path, column = sys.argv[1:]
    known = {}
    for line in open(known_path, encoding="utf-8"):
        name, spelling, kind, reason = line.rstrip("\n").split("\t")
        known[name, spelling] = kind, reason
    pairs = corpus(path, TITLES[column])
    got = cleaned([spelling for _, spelling in pairs], column)
    of_codes = cleaned([code for code, _ in pairs], column) if column == "la" else got
    right = slips = new = 0
    for (code, spelling), value, of_code in zip(pairs, got, of_codes):
        if agrees(column, code, spelling, value, of_code):
            right += 1
            continue
        kind, reason = known.get((column, spelling), ("new", "not known"))
        slips += kind == "slip"
        new += kind == "new"
        print(f"{column}: {spelling!r}: corpus {code!r}, clean {value!r}: {kind}: {reason}")
    share = right / (len(pairs) - slips)
    print(f"{column}\t{len(pairs)}\t{right}\t{100 * share:.2f}\t{slips}")
    return 1 if new or share < 0.99 else 0


sys.exit(main())
