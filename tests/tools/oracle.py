#!/usr/bin/python3
"""An independent reader and writer of sealed streams, from jigsaw(7) alone.

oracle.py check [FILE]...  exit 0, or 65 with the reasons on stderr
oracle.py seal [FILE]      FILE has preamble, header row and records: writes it with the trailer.
                           A step called 000000000000 gets an id; as a parent it is the step before.
"""
import re
import sys
import xxhash

NAME, WORD, STEP = rb"[a-z][a-z0-9_]{0,254}", rb"[a-z][a-z0-9_-]{0,254}", rb"[0-9a-f]{12}"
FIGURE, COUNT_KEYS, ZERO = rb"[a-z][a-z0-9_-]*", (b"step", b"read", b"read_sum", b"written", b"sum"), b"0" * 12
# A cell in its one spelling.
CELL = re.compile(rb"(?!#)(\\x23)?[^\\\r\0]*(\\[\\tnr][^\\\r\0]*)*")
NUMBER, SUM, ANY = rb"0|[1-9][0-9]{0,19}", rb"[0-9a-f]{32}", rb".+"
LEVELS = rb"identifiable|pseudonymised|aggregate|publishable"
ROLES = rb"key|entity|direct|quasi|link|sensitive|plain|dimension|measure"
PASSES = b"ingest adopt clean pseudo stack join".split()
# Kind of line -> keys in order: pattern of the key, pattern of the value, must it be there.
FIELDS = {
    b"jigsaw": [(b"level", LEVELS, 1), (b"partial", b"yes", 0)],
    b"source": [(b"id", WORD, 1)] + [(k, ANY, 0) for k in (b"set", b"table", b"owner", b"schema")]
    + [(b"parts", WORD + b"(," + WORD + b")*", 0)],
    b"column": [(b"type", NAME, 1), (b"role", ROLES, 1), (b"list", b"yes", 0), (b"key", ANY, 0),
                (b"form", ANY, 0)],
    b"step": [(b"tool", WORD, 1), (b"version", ANY, 1), (b"parents", STEP + b"(," + STEP + b")*", 0),
              (rb"side\." + WORD, STEP, 2), (rb"opt\." + WORD, b".*", 2), (rb"table\." + WORD, b".*", 2)],
    b"digest": [(b"source", WORD, 1), (b"sha256", rb"[0-9a-f]{64}", 0), (b"hmac", rb"[0-9a-f]{64}", 0),
                (b"bytes", NUMBER, 0)],
    b"count": [(b"step", STEP, 1), (b"read", NUMBER, 1), (b"read_sum", SUM, 0), (b"written", NUMBER, 1),
               (b"sum", SUM, 1), (rb"[a-z][a-z0-9_.-]*", NUMBER, 2)],
    b"piece": [(b"step", STEP, 1), (b"index", NUMBER, 0), (b"of", NUMBER, 0), (b"rows", NUMBER, 1),
               (b"sum", SUM, 1)],
    b"end": [(b"rows", NUMBER, 1), (b"sum", SUM, 1), (b"head", STEP, 1), (b"trail", STEP, 1)],
}
# The word after the kind, where there is one.
FIRST = {b"jigsaw": b"1", b"lineage": SUM, b"column": NAME, b"step": STEP}
PREAMBLE, TRAILER = [b"jigsaw", b"lineage", b"source", b"column", b"step", b"x"], [b"digest", b"count", b"piece", b"end"]


class Damage(Exception):
    pass


def must(condition, reason):
    if not condition:
        raise Damage(reason)


def hash12(data):
    return xxhash.xxh3_128_hexdigest(data)[:12].encode()


def total(numbers):
    return b"%032x" % (sum(int(n, 16) for n in numbers) % (1 << 128))


def parse(line):
    """A ## line -> (kind, {key: value}), the word after the kind under the empty key."""
    must(len(line) <= 65536, "line over 64 KiB")
    must(b"\t" not in line and b"\r" not in line and b"\0" not in line, "TAB, CR or NUL in a ## line")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        raise Damage("not UTF-8") from None
    if line.startswith(b"##x-"):
        return b"x", {}
    kind, *words = line[2:].split(b" ")
    must(kind in FIELDS or kind == b"lineage", "unknown line")
    found, last, previous = {}, -1, b""
    if kind in FIRST:
        must(words and re.fullmatch(FIRST[kind], words[0]), "bad first word")
        found[b""] = words.pop(0)
    for word in words:
        key, equals, value = word.partition(b"=")
        fits = [i for i, f in enumerate(FIELDS.get(kind, [])) if re.fullmatch(f[0], key)]
        must(equals and fits and key not in found, "unknown key, or one twice")
        pattern, must_be = FIELDS[kind][fits[0]][1:]
        must(fits[0] > last or (fits[0] == last and must_be == 2 and key > previous), "keys out of order")
        must(re.fullmatch(rb"([!-$&-~]|%([01][0-9A-F]|2[05]|7F|[89A-F][0-9A-F]))*", value), "bad escape")
        must(re.fullmatch(pattern, value), "bad value")
        must(pattern != NUMBER or int(value) < 1 << 64, "number too large")
        found[key], last, previous = value, fits[0], key
    must(all(f[0] in found for f in FIELDS.get(kind, []) if f[2] == 1), "key missing")
    return kind, found


def head(lines):
    """The preamble and the header row off the list of lines."""
    preamble, size, stage = {k: [] for k in PREAMBLE}, 0, 0
    must(lines and lines[0].startswith(b"##jigsaw "), "not sealed")
    for number, line in enumerate(lines):
        size += len(line) + 1
        must(size <= 16 << 20, "preamble over 16 MiB")
        if not line.startswith(b"##"):
            break
        kind, found = parse(line)
        must(kind in PREAMBLE and PREAMBLE.index(kind) >= stage, "line out of order")
        stage = PREAMBLE.index(kind)
        preamble[kind].append(found)
    must(not line.startswith(b"##"), "cut short")
    del lines[:number + 1]
    names, steps = [c[b""] for c in preamble[b"column"]], [s[b""] for s in preamble[b"step"]]
    publishable = preamble[b"jigsaw"][0][b"level"] == b"publishable"
    must(len(preamble[b"jigsaw"]) == 1 and len(preamble[b"lineage"]) == publishable, "level and lineage")
    must(bool(steps) != publishable and not (publishable and preamble[b"source"]), "level and steps")
    must(0 < len(names) <= 65535 and line.split(b"\t") == names, "header row and columns differ")
    for ids in (names, steps, [s[b"id"] for s in preamble[b"source"]]):
        must(len(ids) == len(set(ids)), "one name twice")
    for i, step in enumerate(preamble[b"step"]):
        parents = step[b"parents"].split(b",") if b"parents" in step else []
        must(all(p in steps[:i] for p in parents), "parent not before its child")
        must(all(v in steps[:i] for k, v in step.items() if k.startswith(b"side.")), "side step unknown")
        step[b"up"] = parents
    return preamble


def records(lines, columns):
    """The records off the list of lines: their number and sum."""
    rows, hashes = 0, 0
    while rows < len(lines) and not lines[rows].startswith(b"##"):
        line = lines[rows]
        must(len(line) <= 16 << 20, "record over 16 MiB")
        cells = line.split(b"\t")
        must(len(cells) == columns, "number of cells")
        must(all(map(CELL.fullmatch, cells)), "bad escape, CR or NUL")
        rows, hashes = rows + 1, hashes + xxhash.xxh3_128_intdigest(line)
    del lines[:rows]
    return rows, b"%032x" % (hashes % (1 << 128))


def check(data):
    must(data.startswith(b"##jigsaw "), "not sealed")
    must(data.endswith(b"\n"), "cut short")
    lines = data.split(b"\n")[:-1]
    whole = list(lines)
    preamble = head(lines)
    head_hash = hash12(b"".join(line + b"\n" for line in whole[:len(whole) - len(lines)]))
    rows, rows_sum = records(lines, len(preamble[b"column"]))
    trail, stage = {k: [] for k in TRAILER}, 0
    trail_hash = hash12(b"".join(line + b"\n" for line in lines[:-1]))
    for line in lines:
        must(line.startswith(b"##"), "record after the trailer")
        must(not trail[b"end"], "bytes after ##end")
        kind, found = parse(line)
        must(kind in TRAILER and TRAILER.index(kind) >= stage, "line out of order")
        stage = TRAILER.index(kind)
        trail[kind].append(found)
    must(trail[b"end"], "cut short")
    end = trail[b"end"][0]
    must(int(end[b"rows"]) == rows, "rows")
    must(end[b"sum"] == rows_sum, "sum")
    must(end[b"head"] == head_hash, "head")
    must(end[b"trail"] == trail_hash, "trail")
    ledger(preamble, trail, end)


def ledger(preamble, trail, end):
    partial = b"partial" in preamble[b"jigsaw"][0]
    must(not partial, "marked partial")
    known = [s[b"id"] for s in preamble[b"source"]]
    digests, steps = trail[b"digest"], preamble[b"step"]
    for d in digests:
        must(d[b"source"] in known, "digest of no source")
        must((b"sha256" in d) != (b"hmac" in d) and (b"sha256" in d) == (b"bytes" in d), "digest")
    must(len({d[b"source"] for d in digests}) == len(digests), "digest twice")
    must(sorted(c[b"step"] for c in trail[b"count"]) == sorted(s[b""] for s in steps), "counts and steps differ")
    counts = {c[b"step"]: c for c in trail[b"count"]}
    must(len(trail[b"piece"]) <= bool(steps), "piece")
    wrote = {i: (int(c[b"written"]), c[b"sum"]) for i, c in counts.items()}
    for piece in trail[b"piece"]:
        must(piece[b"step"] in counts and (b"index" in piece) == (b"of" in piece), "piece")
        must(b"of" not in piece or 1 <= int(piece[b"index"]) <= int(piece[b"of"]), "piece")
        wrote[piece[b"step"]] = int(piece[b"rows"]), piece[b"sum"]
    for step in steps:
        c = counts[step[b""]]
        must((b"read_sum" in c) == bool(step[b"up"]), "read_sum")
        if step[b"up"]:
            must(int(c[b"read"]) == sum(wrote[p][0] for p in step[b"up"]), "read")
            must(c[b"read_sum"] == total(wrote[p][1] for p in step[b"up"]), "read_sum")
        aside = sum(int(v) for k, v in c.items() if re.fullmatch(FIGURE, k) and k not in COUNT_KEYS)
        must(step[b"tool"] not in PASSES or int(c[b"read"]) == int(c[b"written"]) + aside, "does not add up")
    must(not steps or wrote[steps[-1][b""]] == (int(end[b"rows"]), end[b"sum"]), "last step")


def seal(data):
    """The stream with ids and a trailer whose ledger adds up: each step's rows are taken for what its
    first parent wrote, other parents wrote nothing, and what a tool of one for one lacks was `dropped`."""
    lines, ids = data.split(b"\n")[:-1], []
    given = [line for line in lines if line.startswith((b"##digest ", b"##piece "))]
    lines = [line for line in lines if line not in given]
    for n, line in enumerate(lines):
        if line.startswith(b"##step "):
            line = line.replace(b"=" + ZERO, b"=" + ids[-1] if ids else b"=").replace(b"," + ZERO, b"")
            line = line.replace(b" " + ZERO, b" " + hash12(b"%d %s" % (n, line)))
            ids.append(line.split(b" ")[1])
            lines[n] = line
    body = list(lines)
    preamble = head(body)
    header = lines[:len(lines) - len(body)]
    out = b"".join(line + b"\n" for line in lines)
    rows, rows_sum = records(body, len(preamble[b"column"]))
    must(not body, "it has a trailer")
    wrote, nothing = {i: (rows, rows_sum) for i in ids[-1:]}, (0, b"0" * 32)
    for step in reversed(preamble[b"step"]):
        for n, parent in enumerate(step[b"up"]):
            wrote.setdefault(parent, nothing if n else wrote.setdefault(step[b""], nothing))
    trail = b"".join(line + b"\n" for line in given)
    for step in preamble[b"step"]:
        written, written_sum = wrote.get(step[b""], nothing)
        read = sum(wrote[p][0] for p in step[b"up"]) if step[b"up"] else written
        trail += b"##count step=%s read=%d" % (step[b""], read)
        if step[b"up"]:
            trail += b" read_sum=" + total(wrote[p][1] for p in step[b"up"])
        trail += b" written=%d sum=%s" % (written, written_sum)
        if step[b"tool"] in PASSES and read > written:
            trail += b" dropped=%d" % (read - written)
        trail += b"\n"
    head_hash = hash12(b"".join(line + b"\n" for line in header))
    return out + trail + b"##end rows=%d sum=%s head=%s trail=%s\n" % (rows, rows_sum, head_hash, hash12(trail))


def main():
    verb, paths, status = sys.argv[1], sys.argv[2:] or ["/dev/stdin"], 0
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            if verb == "seal":
                sys.stdout.buffer.write(seal(data))
            else:
                check(data)
        except Damage as damage:
            print(f"oracle: {path}: {damage}", file=sys.stderr)
            status = 65
    sys.exit(status)


if __name__ == "__main__":
    main()
