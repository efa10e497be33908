#!/usr/bin/python3
"""attack.py TABLE.csv: what somebody who has only the published table can say of the counts it hides.

The last column holds counts as the HES rule shows them, the others dimensions, `_total` where one is summed
over. Cells that are not in the table are unknown. Prints, for each number of possible values, how many hidden
counts have so many; exit 1 when one has fewer than 3.
"""
import collections
import csv
import itertools
import sys


def known(shown):
    if shown == "*":
        return [1, 7]
    count = int(shown)
    return [max(8, count - 2), count + 2] if count else [0, 0]


def main():
    rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))[1:]
    published = {tuple(row[:-1]): row[-1] for row in rows}
    total = ("_total",) * (len(rows[0]) - 1)
    values = [sorted({cell[d] for cell in published} - {"_total"}) for d in range(len(total))]
    most = known(published[total])[1]
    ranges = {cell: known(published[cell]) if cell in published else [0, most]
              for cell in itertools.product(*[v + ["_total"] for v in values])}
    sums = [(cell, [cell[:d] + (v,) + cell[d + 1:] for v in values[d]])
            for cell in ranges for d in range(len(total)) if cell[d] == "_total"]
    moving = True
    while moving:
        moving = False
        for margin, parts in sums:
            low, high = (sum(ranges[p][end] for p in parts) for end in (0, 1))
            news = [(margin, low, high)]
            news += [(p, ranges[margin][0] - (high - ranges[p][1]), ranges[margin][1] - (low - ranges[p][0]))
                     for p in parts]
            for cell, new_low, new_high in news:
                new = [max(ranges[cell][0], new_low), min(ranges[cell][1], new_high)]
                if new != ranges[cell]:
                    ranges[cell], moving = new, True
    candidates = collections.Counter(ranges[cell][1] - ranges[cell][0] + 1
                                     for cell, shown in published.items() if shown == "*")
    print(" ".join(f"{n}:{candidates[n]}" for n in sorted(candidates)) or "nothing is hidden")
    return any(n < 3 for n in candidates)


sys.exit(main())
