#!/usr/bin/env python3
"""Holds C to the dialect of CONTRIBUTING where a program can: prints what breaks it.

    dialect.py [--fix] FILE...

A blank line follows the declarations that a function starts with (--fix puts it there). A filter,
which is a file directly in filters/, opens with a comment that says its memory, and its only
variable outside functions is `static struct {...} options`.
"""
import re
import sys

WORDS = r"(?:static|const|volatile|struct|enum|unsigned|signed|extern)"
DECLARED = re.compile(
    rf"\t(?:(?:{WORDS}\s+)*(?!(?:return|goto|else|case|sizeof)\b)[A-Za-z_]\w*[\s*]+(?:const\s+)?\w+\s*[=;,\[]"
    rf"|(?:{WORDS}\s+)*[a-z_]\w*[\s*]*\(\*\w+\)\(|(?:static\s+)?(?:const\s+)?(?:struct|enum)\s*\w*\s*\{{|_Static_assert\()"
)
LOOSE = re.compile(r"static (?!const\b|_Noreturn\b|inline\b)[^(]*?(\w+)(?:\[[^]]*\])* *(?:;|=)", re.S)


def code(line):
    """The line without its strings, characters and comments."""
    return re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|/\*.*?\*/|//.*', "", line)


def end_of(lines, at):
    """The line behind the statement or the comment that starts at `at`."""
    if lines[at].lstrip().startswith("/*"):
        while "*/" not in lines[at]:
            at += 1
        return at + 1
    depth = 0
    while True:
        text = code(lines[at])
        depth += sum(map(text.count, "({[")) - sum(map(text.count, ")}]"))
        at += 1
        if depth <= 0 and text.rstrip().endswith(";"):
            return at


def crowded(lines):
    """Where a blank line is missing: line numbers from 0, rising."""
    for start, line in enumerate(lines):
        if line != "{":
            continue
        at = last = start + 1
        while DECLARED.match(lines[at]) or lines[at].startswith("\t/*"):
            declared = not lines[at].startswith("\t/*")
            at = end_of(lines, at)
            if declared:
                last = at
        if last > start + 1 and lines[last] not in ("", "}"):
            yield last


def filter_faults(name, text):
    if not re.match(r"/\*(?:(?!\*/).)*\bMemory:", text, re.S):
        yield f"{name}:1: the opening comment does not say its memory (`Memory:`)"
    for found in re.finditer(r"^static [^\n]*(?:\n[\t}][^\n]*)*", text, re.M):
        loose = LOOSE.match(found.group())
        if loose and not re.match(r"static struct \{.*\} options\b", found.group(), re.S):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{name}:{line}: {loose.group(1)} is a variable outside the options"


def main(arguments):
    fix = arguments[:1] == ["--fix"]
    for name in arguments[fix:]:
        with open(name) as file:
            text = file.read()
        lines = text.split("\n")
        places = list(crowded(lines))
        for at in reversed(places):
            if fix:
                lines.insert(at, "")
            else:
                print(f"{name}:{at + 1}: no blank line after the declarations")
        if fix and places:
            with open(name, "w") as file:
                file.write("\n".join(lines))
        if not fix and re.fullmatch(r"filters/\w+\.c", name):
            print("".join(fault + "\n" for fault in filter_faults(name, text)), end="")


main(sys.argv[1:])
