#!/usr/bin/python3
"""pairs.py RECORDS RULES MODEL PAIRS: block and compare again, from their manual alone.

Exits 0 when PAIRS (written with a threshold that lets everything through) holds exactly the
pairs across sources that share a key of RULES (plain columns joined by +), each once, in its
first pass, and with the weight that its levels have by MODEL and the frequencies in RECORDS,
to 1e-9 bit and computed with floating point.
"""
import collections
import itertools
import math
import sys


def table(path):
    lines = [l.rstrip("\n").split("\t") for l in open(path) if not l.startswith("##")]
    return [dict(zip(lines[0], cells)) for cells in lines[1:]]


def values(record, column):
    return [v for v in record[column].split("|") if v]


records, rules, model, pairs = map(table, sys.argv[1:5])
facts = dict(f.split("=") for f in open(sys.argv[3]).readline().split()[1:])
prior = float(facts["prior"])

groups = collections.defaultdict(set)
for rule, record in itertools.product(rules, records):
    for key in itertools.product(*(values(record, c.strip()) for c in rule["key"].split("+"))):
        groups[int(rule["pass"]), key].add((record["source"], record["rid"]))
met = {}
for (number, _), group in groups.items():
    for a, b in itertools.combinations(sorted(group), 2):
        if a[0] != b[0]:
            met[a[1], b[1]] = min(number, met.get((a[1], b[1]), number))
assert {(p["id_a"], p["id_b"]): int(p["pass"]) for p in pairs} == met, "other pairs"
assert len(pairs) == len(met), "a pair twice"

levels = collections.defaultdict(list)
for row in model:
    if row["comparison"] != "rule" and row["level"] != "null":
        levels[row["comparison"]].insert(0, row)
counts = {r["tf_column"]: collections.Counter(v for x in records for v in values(x, r["tf_column"]))
          for r in model if r.get("tf_column")}
by_id = {record["rid"]: record for record in records}


def share(column, a, b):
    total = sum(counts[column].values())
    x, y = ([counts[column][v] / total for v in values(r, column)] for r in (a, b))
    common = [counts[column][v] / total for v in set(values(a, column)) & set(values(b, column))]
    return min(common) if common else max(min(x), min(y)) if x and y else min(x or y)


for pair in pairs:
    a, b = by_id[pair["id_a"]], by_id[pair["id_b"]]
    weight = math.log2(prior / (1 - prior))
    for name, rows in levels.items():
        if pair[name] == "-1":
            continue
        row = rows[int(pair[name])]
        m, u, column = float(row["m"]), float(row["u"]), row["tf_column"]
        weight += math.log2(m / u)
        if column and (values(a, column) or values(b, column)):
            exact = [r for r in rows if r["condition"] == "exact(%s)" % column]
            frequency = max(share(column, a, b), float(row["tf_minimum"] or 0))
            adjust = math.log2(float((exact or [row])[0]["u"])) - math.log2(frequency)
            weight += float(row["tf_weight"] or 1) * adjust
    assert abs(weight - float(pair["weight"])) < 1e-9, (pair["id_a"], pair["id_b"])
    assert abs(1 / (1 + 2 ** -weight) - float(pair["probability"])) < 1e-9
