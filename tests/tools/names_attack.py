#!/usr/bin/python3
"""names_attack.py [--known SHARE] [--limit SHARE] [--read LIST] TARGET OWN LIST

Somebody without the key reads names in what leaves on the blind route. Each of the three is a directory with
leaves.tsv (identity streams of pseudo, stacked) and judge.tsv (rid, person, surname, forename: rid as in leaves.tsv).

  TARGET  what is attacked; its judge.tsv is used to judge and, with --known, for the names of that share of the children
  OWN     other children of the same population (another seed), pseudonymised in the same way under the attacker's key
  LIST    OWN again, as if all had one birth date and one postcode: the attacker's dictionary

Every link column is attacked, for surnames and for forenames:

  rank      the n-th commonest encoding is the n-th commonest name
  profile   by frequency and by how like the others each encoding is
  graph     the graph of likeness laid over that of the names, by votes of neighbours, repeated
  bits      from what graph has read, which bits of a filter stand for which letters; then every filter
  learned   what encodings as frequent, with such neighbours, lists and gaps were among the attacker's own
  known     the name of a known child with an equal encoding
  seeded    graph, from known children

With `.sure`, only where the attacker has seen, by a rehearsal on OWN, that the guess is better than the commonest name.

Prints a line for each: what was attacked, shares of records and of children read, the share that has the commonest
name, and the difference. `largest` are the largest groups within which encodings can be equal, as many as have 3,000
records; `told`, the largest of children whose other name sounds alike, too, as if the attacker had been told.
`error` is the standard error of a share. Exit 1 if a share is above the limit by more than chance.
"""
import argparse
import base64
import collections
import csv
import itertools
import math
import random
import sys

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment

NAMES = ("surname", "forename")
OTHER = {"surname": "forename", "forename": "surname"}
TOKEN_CELL, BLOOM_CELL = 112, 172  # characters
SEEMS = ("dob", "surname_bloom", "forename_bloom", "surname_variants", "forename_variants")
LEAST_GROUP = 4                    # children below which a graph says nothing
ATTACKED = 3000                    # records of the largest groups
CELLS, CANDIDATES = 400, 600       # of a group and of the dictionary, that the graph method starts from
WIDE = 4000                        # of the dictionary, for what is learned from them
ROUNDS = 16


SOUNDS = {letter: digit for digit, group in enumerate(("AEIOUY", "BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"))
          for letter in group}


def sound(names):
    """The Soundex code of the first of a list."""
    letters = [c for c in (names[0] if names else "") if c in SOUNDS or c in "HW"]
    code, last = letters[:1], SOUNDS.get(letters[0]) if letters else None
    for letter in letters[1:]:
        if letter in "HW":
            continue
        if SOUNDS[letter] not in (0, last):
            code.append(str(SOUNDS[letter]))
        last = SOUNDS[letter]
    return "".join(code)[:4]


class World:
    """The records that somebody holds, and who they are."""

    def __init__(self, directory):
        self.columns, rows = {}, []
        with open(directory + "/leaves.tsv", encoding="utf-8") as lines:
            head = None
            for line in lines:
                if line.startswith("##"):
                    part = dict(p.split("=", 1) for p in line.split() if "=" in p)
                    if line.startswith("##column"):
                        self.columns[line.split()[1]] = part
                elif head is None:
                    head = line.rstrip("\n").split("\t")
                else:
                    rows.append(line.rstrip("\n").split("\t"))
        self.at = {name: i for i, name in enumerate(head)}
        with open(directory + "/judge.tsv", encoding="utf-8") as lines:
            judge = {r["rid"]: r for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
        self.rows = [r for r in rows if r[self.at["rid"]] in judge]
        truth = [judge[r[self.at["rid"]]] for r in self.rows]
        self.person = [t["person"] for t in truth]
        self.names = {name: [t[name].split("|") if t[name] else [] for t in truth] for name in NAMES}
        self.often = {}
        self.groupings = {}
        self.links = [c for c in head if self.columns[c].get("role") == "link"]

    def cells(self, column):
        i = self.at[column]
        return [r[i].split("|") if r[i] else [] for r in self.rows]

    def seems(self, i):
        """Records of two services are of one child, as far as one sees, when these are equal."""
        if not self.often:
            for c in SEEMS:
                if c in self.at:
                    self.often[c] = collections.Counter(x for cells in self.cells(c) for x in cells)
        # What comes once may be there to fill a list.
        return tuple("|".join(x for x in self.rows[i][self.at[c]].split("|") if many[x] > 1)
                     for c, many in self.often.items())

    def common(self, name):
        return collections.Counter(n[0] for n in self.names[name] if n)


def grouping(world, column):
    """For each record the group within which the column's encodings can be equal; None: the whole file."""
    # What the encodings are made of is written beside them.
    if "/within=dob+known(sex)" in world.columns[column].get("form", "") and "sex_dob" in world.at:
        return [r[world.at["sex_dob"]] for r in world.rows]
    if column not in world.groupings:
        world.groupings[column] = coarsest(world, column)
    return world.groupings[column]


def coarsest(world, column):
    cells, best = world.cells(column), None
    for other, cut in [(c, None) for c in world.at if c not in ("rid", "source", column)] + [("dob_month", 4)]:
        if other not in world.at or world.columns[other].get("role") == "plain":
            continue
        groups = [r[world.at[other]][:cut] for r in world.rows]
        if again(cells, groups) > 20:
            number = len(set(groups))
            if number > 1 and (best is None or number < best[0]):
                best = (number, groups)
    return best and best[1]


def again(cells, groups):
    """How often an encoding comes again within its group; 0 if one comes in two groups."""
    of, times = {}, 0
    for cell, group in zip(cells, groups):
        for c in set(cell) if group else ():
            if of.setdefault(c, group) != group:
                return 0
            times += 1
    return times - len(of)


def incidence(cells):
    """One row a cell, one column a bit or token; None for what only equality tells of."""
    if cells and all(len(c) == TOKEN_CELL for c in cells):
        tokens = np.array([np.frombuffer(base64.b64decode(c), dtype=">u4") for c in cells])
        _, at = np.unique(tokens, return_inverse=True)
        at = at.reshape(tokens.shape)
        rows = np.repeat(np.arange(len(cells)), tokens.shape[1])
        return sparse.csr_matrix((np.ones(at.size), (rows, at.ravel())), shape=(len(cells), at.max() + 1))
    if cells and all(len(c) == BLOOM_CELL for c in cells):
        return np.array([np.unpackbits(np.frombuffer(base64.b64decode(c), dtype=np.uint8)) for c in cells], dtype=float)
    return None


def likeness(sets):
    """How many tokens each two sets share, without those that share none."""
    shared = (sets @ sets.T).tocoo()
    apart = shared.row != shared.col
    return sparse.csr_matrix((shared.data[apart], (shared.row[apart], shared.col[apart])), shape=shared.shape)


def levels(features):
    """Likeness of cells, as one 0/1 (or soft) matrix for each level of likeness that is above chance."""
    if sparse.issparse(features):
        shared = likeness(features)
        bounds = [(1, 1), (2, 2), (3, 3), (4, 5), (6, 21)]
        out = []
        for low, high in bounds:
            level = shared.copy()
            level.data = ((level.data >= low) & (level.data <= high)).astype(float)
            level.eliminate_zeros()
            out.append(level)
        return out
    bits = features.sum(1)
    dice = 2 * (features @ features.T) / (bits[:, None] + bits[None, :])
    np.fill_diagonal(dice, 0)
    out = []
    for middle in np.arange(0.32, 0.92, 0.05):
        out.append(np.clip(1 - np.abs(dice - middle) / 0.05, 0, 1))
    return out


class Dictionary:
    """What the attacker's own list says: encodings under a key of their own, names and how common each is."""

    def __init__(self, world, column, name):
        persons, says = collections.defaultdict(set), collections.defaultdict(collections.Counter)
        for cells, names, person in zip(world.cells(column), world.names[name], world.person):
            if cells and names:
                # The first of a list is the name of today, unless lists are in an order that tells nothing.
                for cell in cells[:1] if len(cells) == len(names) else cells:
                    persons[cell].add(person)
                    says[cell][names[0]] += 1
        self.all = sorted(persons, key=lambda c: (-len(persons[c]), c))
        cells = self.all[:CANDIDATES if len(self.all) and len(self.all[0]) == BLOOM_CELL else WIDE]
        self.names = [says[c].most_common(1)[0][0] for c in cells]
        weight = np.array([len(persons[c]) for c in cells], dtype=float)
        self.share = weight / sum(len(p) for p in persons.values()) if len(cells) else weight
        self.features = incidence(cells)
        self.levels = levels(self.features) if self.features is not None else []
        self.shared = sum(self.levels[1:], self.levels[0]) if self.levels else None


def likelihood(counts, expected):
    """Log likelihood of counts of children, given how many are expected; local populations differ."""
    spread = 0.15
    size = 1 / spread
    k, mean = counts[:, None], np.maximum(expected, 1e-3)[None, :]
    lgamma = np.vectorize(math.lgamma)
    return (lgamma(k + size) - lgamma(size) - lgamma(k + 1)
            + size * np.log(size / (size + mean)) + k * np.log(mean / (size + mean)))


def spread_out(score, heat):
    """Scores to shares: each row adds up to 1, each column to 1 at most."""
    p = np.exp((score - score.max(1, keepdims=True)) / heat)
    p /= p.sum(1, keepdims=True)
    for _ in range(8):
        p /= np.maximum(p.sum(0, keepdims=True), 1)
        p /= np.maximum(p.sum(1, keepdims=True), 1e-12)
    return p


def profile(level_list):
    return np.array([np.asarray(level.sum(1)).ravel() for level in level_list]).T


def voted_filters(mine, d, p):
    """What neighbours say of each cell and candidate, of filters: their likeness is near, never equal."""
    votes, matched = np.zeros_like(p), np.zeros_like(p)
    for a, b in zip(mine, d.levels):
        agreed = (b.T @ (a @ p).T).T
        matched += agreed
        votes += min(-math.log(max(a.mean(), 1e-6)), 7) * agreed
    lone = 0.5 * sum(mine).sum(1)[:, None] + 0.5 * (sum(d.levels).T @ p.sum(0))[None, :]
    return votes - np.maximum(lone - matched, 0)


def voted_sets(mine, d, p, doubt):
    """The same of sets of tokens: two names share as many in every group, so a neighbour that cannot be is a reason."""
    votes, matched, number = np.zeros_like(p), np.zeros_like(p), len(d.names)
    for a, b in zip(mine, d.levels):
        if a.nnz:
            agreed = (1 - doubt) * (b.T @ p.T).T
            matched += a @ agreed
            votes += a @ np.log(np.minimum(agreed, 1) + doubt * b.nnz / number ** 2 + 1e-9)
    lone = (1 - doubt) * (d.shared.T @ p.sum(0))[None, :] - matched
    return votes - 1.5 * np.maximum(lone, 0)


def match(counts, total, features, d, known, what):
    """A name of the dictionary for each cell. known: {cell: candidate}."""
    prior = likelihood(counts, d.share * total)
    score = prior.copy()
    mine = levels(features) if features is not None else []
    if what != "rank" and mine:
        # Of the candidates, only those are here that are: what is expected of neighbours is weighted by it.
        here = 1 - np.exp(-d.share * total)
        a, b = profile(mine), np.array([np.asarray(level @ here).ravel() for level in d.levels]).T
        score = prior - ((np.sqrt(a)[:, None, :] - np.sqrt(b)[None, :, :]) ** 2).sum(2)
    for cell, candidate in known.items():
        score[cell] = -60
        score[cell, candidate] = 0
    if what in ("graph", "seeded") and mine:
        sets = sparse.issparse(features)
        start, score = score, prior.copy() if sets else score
        for turn in range(ROUNDS):
            p = spread_out(score, max(1.0, 2 * 0.85 ** turn if sets else 4 * 0.8 ** turn))
            new = prior + (voted_sets(mine, d, p, max(0.1, 0.3 * 0.9 ** turn)) if sets else voted_filters(mine, d, p))
            if turn < 2 and not sets:
                new += start - prior
            for cell, candidate in known.items():
                new[cell] = -60
                new[cell, candidate] = new.max() + 20
            score = new if turn < 1 else 0.5 * score + 0.5 * new
    if len(score) > CELLS:
        found = dict(enumerate(score.argmax(1)))
    else:
        found = dict(zip(*linear_sum_assignment(-score)))
    # How much better than the second best.
    best = np.partition(score, -2, axis=1)
    return found, {i: score[i, j] - (best[i, -1] if score[i, j] < best[i, -1] else best[i, -2]) for i, j in found.items()}


def grams(name):
    text = " " + name + " "
    return {text[i:i + 2] for i in range(len(text) - 1)}


def letters(bits, found, candidates):
    """How well each name fits each filter, from the bits that the filters read so far have in common for each pair
    of letters."""
    pairs = collections.defaultdict(list)
    for i, name in found.items():
        for g in grams(name):
            pairs[g].append(i)
    stands = {g: bits[rows].mean(0) > 0.9 for g, rows in pairs.items() if len(rows) > 1}
    expected = np.zeros((len(candidates), bits.shape[1]))
    known = np.zeros(len(candidates))
    for row, (at, name) in zip(expected, enumerate(candidates)):
        parts = grams(name)
        for g in parts & stands.keys():
            row[stands[g]] = 1
            known[at] += 1 / len(parts)
    hit = bits @ expected.T
    return hit - 3 * (expected.sum(1)[None, :] - hit) - (bits.sum(1)[:, None] - hit) * known[None, :]


class Attack:
    def __init__(self, target, own, d, column, name, known_persons, told):
        self.t, self.own, self.column, self.name, self.d = target, own, column, name, d
        self.rehearsal = None if target is own else Attack(own, own, d, column, name, set(), told)
        self.bar, self.margin = {}, {}
        self.cells = target.cells(column)
        self.groups = grouping(target, column) or [""] * len(self.cells)
        if told:
            self.groups = list(zip(self.groups, map(sound, target.names[OTHER[name]])))
        self.known = known_persons
        self.seen = collections.Counter(c for cell in self.cells for c in cell)
        self.commonest = own.common(name).most_common(1)[0][0]
        members = collections.defaultdict(list)
        for i, cell in enumerate(self.cells):
            if cell and target.names[name][i]:
                members[self.groups[i]].append(i)
        self.members = sorted(members.values(), key=lambda m: -len(m))
        self.largest = []
        for m in self.members:
            if self.largest and len(self.largest) + len(m) > ATTACKED:
                break
            self.largest += m

    def group_cells(self, records):
        """Distinct encodings of a group and how many children seem to have each."""
        children = collections.defaultdict(set)
        for i in records:
            who = self.t.seems(i)
            for cell in self.cells[i]:
                children[cell].add(who)
        # A set that one record has, beside one that several have, is there to fill the list.
        for i in records:
            if len(self.cells[i]) > 1:
                most = max(self.seen[c] for c in self.cells[i])
                for cell in self.cells[i]:
                    if self.seen[cell] == 1 < most:
                        children.pop(cell, None)
        order = sorted(children, key=lambda c: (-len(children[c]), c))
        return order, np.array([len(children[c]) for c in order], dtype=float)

    def by_group(self, what):
        """{record: name} by an attack on each group alone."""
        guess, done = {}, 0
        for records in self.members:
            if len(records) < LEAST_GROUP or done > ATTACKED and len(records) < 2 * ATTACKED:
                break
            done += len(records)
            order, counts = self.group_cells(records)
            total = counts.sum()
            if len(order) and len(order[0]) == BLOOM_CELL:
                order, counts = order[:CELLS], counts[:CELLS]
            order, counts = order[:WIDE], counts[:WIDE]
            place = {c: i for i, c in enumerate(order)}
            known, given = {}, {}
            if what == "seeded":
                for i in records:
                    if self.t.person[i] in self.known and len(self.cells[i]) == 1:
                        truth = self.t.names[self.name][i][0]
                        if self.cells[i][0] in place:
                            given[place[self.cells[i][0]]] = truth
                            if truth in self.d.names:
                                known[place[self.cells[i][0]]] = self.d.names.index(truth)
            features = incidence(order)
            margins = {}
            if what == "rank":
                found = {i: i for i in range(min(len(order), len(self.d.names)))}
            else:
                found, margins = match(counts, total, features, self.d, known, "graph" if what == "bits" else what)
            found = {i: self.d.names[j] for i, j in found.items()}
            if what == "bits":
                for _ in range(3):
                    best = letters(features, found, self.d.names) + 2 * np.log(self.d.share)[None, :]
                    found = {i: self.d.names[j] for i, j in enumerate(best.argmax(1))}
            found.update(given)
            for i in records:
                cells = [c for c in self.cells[i] if c in place and place[c] in found]
                if cells:
                    at = place[max(cells, key=lambda c: self.seen[c])]
                    guess[i] = found[at]
                    self.margin[i] = math.inf if at in given else margins.get(at, 0)
        return guess

    def rehearsed(self, what, guess):
        """Only those guesses of which the attacker's own, made in the same way, were right more often than the
        commonest name is."""
        if self.rehearsal is None or what in ("rank", "bits"):
            return guess
        if what not in self.bar:
            theirs = self.rehearsal.by_group("graph" if what == "seeded" else what)
            worth, best, self.bar[what] = 0, 0, math.inf
            for i in sorted(theirs, key=lambda i: -self.rehearsal.margin[i]):
                names = self.rehearsal.t.names[self.name][i]
                worth += (theirs[i] in names) - (self.commonest in names)
                if worth > best:
                    best, self.bar[what] = worth, self.rehearsal.margin[i]
        return {i: g for i, g in guess.items() if self.margin[i] >= self.bar[what]}

    def side(self, world, cells, groups, i, children, sizes, neighbours):
        row = world.rows[i]
        cell = cells[i][0]
        missing = tuple(sorted(c for c in world.at if not row[world.at[c]] and c != "source"))
        size = sizes[groups[i]]
        return (min(children[cell], 8) if size < 400 else int(4 * math.log2(children[cell])),
                neighbours.get(cell, ()), len(cells[i]), missing, int(math.log2(size)))

    def described(self, world):
        cells = world.cells(self.column)
        groups = grouping(world, self.column) or [""] * len(cells)
        alike = collections.defaultdict(set)
        sizes = collections.Counter(groups)
        for i, cell in enumerate(cells):
            for c in cell:
                alike[c].add(world.seems(i))
        children = {c: len(a) for c, a in alike.items()}
        neighbours = {}
        every = list(children)
        features = incidence(every)
        if sparse.issparse(features):
            shared = likeness(features)
            for k, c in enumerate(every):
                near = shared.data[shared.indptr[k]:shared.indptr[k + 1]]
                neighbours[c] = tuple(sorted((int(x) for x in near), reverse=True)[:2])
        return [self.side(world, cells, groups, i, children, sizes, neighbours) if cells[i] else None
                for i in range(len(cells))]

    def learned(self):
        mine, theirs = self.described(self.own), self.described(self.t)
        tables = [collections.defaultdict(collections.Counter) for _ in range(6)]

        def views(f):
            return [f, f[:4], f[:3], f[:2], f[:1], ()]
        for f, names in zip(mine, self.own.names[self.name]):
            if f and names:
                for table, view in zip(tables, views(f)):
                    table[view][names[0]] += 1
        guess = {}
        for i, f in enumerate(theirs):
            if f:
                for table, view in zip(tables, views(f)):
                    seen = table.get(view)
                    if seen and sum(seen.values()) >= 40:
                        top, second = (seen.most_common(2) + [("", 0)])[:2]
                        if top[1] - second[1] > 1.5 * math.sqrt(top[1]) or view == ():
                            guess[i] = top[0]
                            break
                else:
                    guess[i] = self.commonest
        return guess

    def from_known(self):
        says = collections.defaultdict(collections.Counter)
        for i, cell in enumerate(self.cells):
            if self.t.person[i] in self.known and self.t.names[self.name][i]:
                for c in cell:
                    says[c][self.t.names[self.name][i][0]] += 1
        guess = {}
        for i, cell in enumerate(self.cells):
            votes = sum((says[c] for c in cell if c in says), collections.Counter())
            if votes:
                guess[i] = votes.most_common(1)[0][0]
        return guess

    def judged(self, guess, records):
        """Records, share read of records and of children, and shares of those with the commonest name."""
        read, common = collections.defaultdict(list), collections.defaultdict(list)
        for i in records:
            if self.t.person[i] in self.known:
                continue
            names = self.t.names[self.name][i]
            read[self.t.person[i]].append(guess.get(i, self.commonest) in names)
            common[self.t.person[i]].append(self.commonest in names)
        n = sum(len(r) for r in read.values())
        if not n:
            return None
        shares = [sum(sum(r) for r in x.values()) / n for x in (read, common)]
        children = [sum(2 * sum(r) >= len(r) for r in x.values()) / len(x) for x in (read, common)]
        # Of children: those of one group are read or not together, so the error is of groups in effect.
        error = math.sqrt(max(shares[0] * (1 - shares[0]), 1 / n) / len(read))
        return n, len(read), shares[0], children[0], shares[1], children[1], error


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--known", type=float, default=0)
    options.add_argument("--limit", type=float)
    options.add_argument("--columns")
    options.add_argument("--methods", default="rank,profile,graph,bits,learned,known,seeded")
    options.add_argument("--children", default="")
    options.add_argument("target")
    options.add_argument("own")
    options.add_argument("list")
    o = options.parse_args()
    target, own, dictionary = World(o.target), World(o.own), World(o.list)
    persons = sorted(set(target.person))
    known = set(random.Random(1).sample(persons, round(o.known * len(persons)))) if o.known else set()
    print("children", "column", "read", "known", "method", "group", "groups", "records", "share", "commonest", "over",
          "children_share", "children_over", "error", sep="\t")
    above = False
    for column in target.links:
        if o.columns and column not in o.columns.split(","):
            continue
        if column not in dictionary.at or column not in own.at:
            continue
        for name in NAMES:
            if column.startswith(OTHER[name]):
                continue
            d = Dictionary(dictionary, column, name)
            attacks = [Attack(target, own, d, column, name, known, False)]
            if column.endswith("_variants"):
                attacks.append(Attack(target, own, d, column, name, known, True))
            for a, method in itertools.product(attacks, o.methods.split(",")):
                told = a is not attacks[0]
                if method in ("known", "seeded") and not known or method == "bits" and not column.endswith("_bloom"):
                    continue
                if told and method in ("learned", "known"):
                    continue
                if method == "learned":
                    guess = a.learned()
                elif method == "known":
                    guess = a.from_known()
                elif method in ("profile", "graph", "seeded") and a.d.features is None:
                    continue
                else:
                    guess = a.by_group(method)
                guesses = [(method, guess)]
                if method in ("profile", "graph", "seeded"):
                    guesses.append((method + ".sure", a.rehearsed(method, guess)))
                whole = [i for m in a.members for i in m]
                groups = (("told", a.largest),) if told else (("whole", whole), ("largest", a.largest))
                for (label, made), (group, records) in itertools.product(guesses, groups):
                    j = a.judged(made, records)
                    if not j:
                        continue
                    n, _, share, children, common, children_common, error = j
                    over = max(share - common, children - children_common)
                    above = above or o.limit is not None and over - 3 * error > o.limit
                    print(len(persons), column, name, o.known, label, group, len({a.groups[i] for i in records}), n,
                          f"{share:.4f}", f"{common:.4f}", f"{share - common:+.4f}", f"{children:.4f}",
                          f"{children - children_common:+.4f}", f"{error:.4f}", sep="\t", flush=True)
    return above


if __name__ == "__main__":
    sys.exit(main())
