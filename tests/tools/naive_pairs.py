#!/usr/bin/env python3
"""The pairs that block should bring together, by looking at every two records.

naive_pairs.py people SEED N            a table of N invented records
naive_pairs.py pairs TABLE HOW RULE...  the pairs, `a<TAB>b<TAB>pass` a line, sorted

HOW is within, between or a list such as a:b,c:c. A RULE is N:COLUMN+COLUMN, or
N:sorted:COLUMN+COLUMN:WINDOW; N is its pass. The pass is the first in which they meet.
"""

import random
import sys

COLUMNS = ["rid", "source", "a", "b", "c"]


def people(seed, count):
    rng = random.Random(seed)
    print(*COLUMNS, sep="\t")
    for i in rng.sample(range(count * 3), count):
        some = [rng.choice(["", "X", "X", "Y", "Z"]) for _ in range(rng.randint(1, 2))]
        source = rng.choice("ppqr")
        row = [rng.choice(["", "K", "K", "L", "M"]), "|".join(some), rng.choice(["", *"123456789"])]
        print(f"{source}:{i}", source, *row, sep="\t")


def values(record, rule):
    """Every key of a record: one value of each column."""
    keys = [()]
    for column in rule.split("+"):
        cell = record[column].split("|") if column == "b" else [record[column]]
        keys = [key + (value,) for key in keys for value in cell if value]
    return keys


def may_pair(how, a, b):
    if how == "within":
        return True
    if how == "between":
        return a != b
    return f"{a}:{b}" in how.split(",") or f"{b}:{a}" in how.split(",")


def meet(records, rule):
    """Pairs of places in records."""
    if not rule.startswith("sorted:"):
        keys = [set(values(r, rule)) for r in records]
        n = range(len(records))
        return {(i, j) for i in n for j in n if i < j and keys[i] & keys[j]}
    _, columns, window = rule.split(":")
    order = [(values(r, columns)[0], r["rid"], i) for i, r in enumerate(records) if values(r, columns)]
    order.sort()
    places = [i for _, _, i in order]
    return {
        (min(i, j), max(i, j))
        for at, i in enumerate(places) for j in places[at + 1:at + int(window)]
    }


def pairs(path, how, rules):
    with open(path) as table:
        names, *rows = [line.rstrip("\n").split("\t") for line in table if not line.startswith("##")]
    records = sorted((dict(zip(names, row)) for row in rows), key=lambda r: (r["source"], r["rid"]))
    first = {}
    for rule in rules:
        number, rule = rule.split(":", 1)
        for i, j in meet(records, rule):
            if may_pair(how, records[i]["source"], records[j]["source"]):
                first.setdefault((records[i]["rid"], records[j]["rid"]), number)
    for (a, b), number in sorted(first.items()):
        print(a, b, number, sep="\t")


if sys.argv[1] == "people":
    people(int(sys.argv[2]), int(sys.argv[3]))
else:
    pairs(sys.argv[2], sys.argv[3], sys.argv[4:])
