#!/usr/bin/python3
"""generate_streams.py FOLDER: writes the streams of tests/data/streams and manifest.tsv: one good or bad stream a rule of jigsaw(7).

Every bad stream breaks one rule and no other: where a rule is not about the seal, the seal fits.
"""
import os
import sys
import xxhash

HERE = sys.argv[1]
manifest = []

A, B, C = "5b1e07aa91c4", "77c0d2f3b8e1", "c3d4e5f60718"
SHA = "9c0e" * 16
FIRST = "##jigsaw 1 level=identifiable"
# What a publishable stream may have.
TABLE = dict(columns=["##column sex type=sex role=dimension", "##column n type=count role=measure"], header="sex\tn",
             records=["F\t15", "M\t"])
SOURCE = "##source id=cin set=cin table=child owner=E06000019 schema=cin_child@3f9a61c2d47e"
COLUMNS = ["##column rid type=rid role=key", "##column upn type=upn role=direct"]
STEPS = [f"##step {A} tool=ingest version=0.1.0 opt.format=xml",
         f"##step {B} tool=clean version=0.1.0 parents={A} opt.invalid=blank opt.length=9 table.names=1"]
HEADER = "rid\tupn"
RECORDS = ["cin:1\tH801200001001", "cin:2\t", "cin:3\tA\\\\b"]


def hash12(lines):
    return xxhash.xxh3_128_hexdigest(b"".join(line + b"\n" for line in lines))[:12].encode()


def sum_of(records):
    total = sum(xxhash.xxh3_128_intdigest(r.encode("utf-8", "surrogateescape")) for r in records)
    return f"{total % (1 << 128):032x}"


def trailer(records, read=4):
    s = sum_of(records)
    return [f"##digest source=cin sha256={SHA} bytes=259162",
            f"##count step={A} read={read} written={len(records)} sum={s} rejected={read - len(records)}",
            f"##count step={B} read={len(records)} read_sum={s} written={len(records)} sum={s} blanked.upn=1"]


def stream(first=FIRST, sources=(SOURCE,), columns=COLUMNS, steps=STEPS, extras=(), header=HEADER,
           records=RECORDS, trail=None, end=None, preamble=None):
    """The bytes of a stream; its ##end fits whatever it holds, unless `end` changes it."""
    records = list(records)
    trail = trailer(records) if trail is None else trail
    top = preamble or [first, *sources, *columns, *steps, *extras]
    top, rows, bottom = ([line.encode("utf-8", "surrogateescape") for line in part]
                         for part in ([*top, header], records, trail))
    last = f"##end rows={len(rows)} sum={sum_of(records)} ".encode()
    last += b"head=%s trail=%s" % (hash12(top), hash12(bottom))
    return b"".join(line + b"\n" for line in [*top, *rows, *bottom, end(last) if end else last])


def put(name, data, message=""):
    status = 0 if name.startswith("good-") else 65
    manifest.append((name + ".tsv", status, message))
    with open(os.path.join(HERE, name + ".tsv"), "wb") as file:
        file.write(data)


def lines(change):
    """The good stream with its lines changed and the seal left as it was."""
    whole = GOOD.split(b"\n")[:-1]
    change(whole)
    return b"".join(line + b"\n" for line in whole)


def replaced(old, new):
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


GOOD = stream()
S = sum_of(RECORDS)
FILE, ONE, TWO = trailer(RECORDS)


def good():
    put("good-plain", GOOD)
    put("good-no-records", stream(records=[]))
    put("good-one-column-empty-cells", stream(columns=COLUMNS[:1], header="rid", records=["", "", "a"]))
    put("good-escapes", stream(records=["\\x23a\t\\\\\\t\\n\\r", "a#\t\\x23", "a\\\\x23\té|ü", "\\x23\\x23".replace("3\\x", "3\\\\x") + "\t"]))
    put("good-percent", stream(sources=[SOURCE.replace("E06000019", "a%20b%25%C3%A9=,")]))
    put("good-extras", stream(extras=["##x-engine anything at all % = é", "##x-"]))
    put("good-list-key-form", stream(columns=[COLUMNS[0], "##column upn type=token role=link list=yes key=ab12 form=hmac"]))
    put("good-options", stream(steps=[STEPS[0], STEPS[1].replace("opt.length=9", "opt.length= opt.top-n=3")]))
    put("good-side", stream(steps=[STEPS[0], STEPS[1].replace(" opt.invalid", f" side.truth={A} opt.invalid")]))
    put("good-parts", stream(sources=["##source id=cin-a", "##source id=cin-b", "##source id=cin parts=cin-a,cin-b"],
                             trail=[FILE.replace("=cin ", "=cin-b "), ONE, TWO]))
    put("good-count-order", stream(trail=[FILE, TWO, ONE]))
    put("good-no-digest", stream(trail=[ONE, TWO]))
    put("good-hmac", stream(first="##jigsaw 1 level=pseudonymised", columns=[COLUMNS[0], "##column upn type=token role=link"],
                            trail=[f"##digest source=cin hmac={SHA}", ONE, TWO]))
    put("good-no-source", stream(sources=[], trail=[ONE, TWO]))
    put("good-publishable", stream(first="##jigsaw 1 level=publishable", sources=["##lineage " + "0af1" * 8],
                                   **TABLE, steps=[], trail=[]))
    put("good-piece", stream(records=RECORDS[:2], trail=[FILE, ONE, TWO, piece(RECORDS[:2])]))
    put("good-piece-of-engine", stream(records=RECORDS[:2], trail=[FILE, ONE, TWO, piece(RECORDS[:2]).replace(" index=1 of=2", "")]))
    put("good-piece-empty", stream(records=[], trail=[FILE, ONE, TWO, piece([])]))
    put("good-of-piece", stream(steps=[*STEPS, f"##step {C} tool=clean version=0.1.0 parents={B}"], records=RECORDS[:1],
                                trail=[FILE, ONE, TWO, of_piece(2, sum_of(RECORDS[:2]), RECORDS[:1], " out=1"), piece(RECORDS[:2])]))
    two = [f"##step {A} tool=ingest version=0.1.0", f"##step {B} tool=ingest version=0.1.0",
           f"##step {C} tool=stack version=0.1.0 parents={A},{B}"]
    put("good-two-parents", stream(steps=two, trail=[
        f"##count step={A} read=1 written=1 sum={sum_of(RECORDS[:1])}", f"##count step={B} read=2 written=2 sum={sum_of(RECORDS[1:])}",
        f"##count step={C} read=3 read_sum={S} written=3 sum={S}"]))


def piece(records, index=1, of=2):
    return f"##piece step={B} index={index} of={of} rows={len(records)} sum={sum_of(records)}"


def of_piece(read, read_sum, records, more=""):
    return f"##count step={C} read={read} read_sum={read_sum} written={len(records)} sum={sum_of(records)}{more}"


def bad_shape():
    put("bad-unsealed", b"rid\tupn\ncin:1\tH801200001001\n", "seal adopt")
    put("bad-empty", b"", "seal adopt")
    put("bad-first-line", GOOD[GOOD.index(b"\n") + 1:], "seal adopt")
    put("bad-bom", b"\xef\xbb\xbf" + GOOD, "seal adopt")
    put("bad-major-version", stream(first="##jigsaw 2 level=identifiable"), "version")
    put("bad-level", stream(first="##jigsaw 1 level=secret"), "level")
    put("bad-level-missing", stream(first="##jigsaw 1"), "level")
    put("bad-partial-value", stream(first=FIRST + " partial=no"), "partial")
    put("bad-partial", stream(first=FIRST + " partial=yes"), "partial")
    put("bad-first-line-twice", stream(sources=[FIRST, SOURCE]), "unknown ## line")
    put("bad-crlf", GOOD.replace(b"\n", b"\r\n"), "a CR or NUL")
    put("bad-line-unknown", stream(extras=["##y-engine 1"]), "unknown")
    put("bad-key-unknown", stream(sources=[SOURCE + " colour=red"]), "unknown key")
    put("bad-key-order", stream(sources=["##source id=cin table=child set=cin"]), "order")
    put("bad-key-twice", stream(sources=["##source id=cin set=cin set=cin"]), "out of order")
    put("bad-key-missing", stream(columns=[COLUMNS[0], "##column upn type=upn"]), "role")
    put("bad-value-empty", stream(sources=["##source id=cin set="]), "empty")
    put("bad-blanks", stream(sources=["##source id=cin  set=cin"]), "key=value")
    put("bad-blank-at-end", stream(sources=["##source id=cin "]), "key=value")
    put("bad-percent-plain", stream(sources=["##source id=cin set=%41"]), "percent")
    put("bad-percent-lower", stream(sources=["##source id=cin set=%c3%a9"]), "percent")
    put("bad-percent-short", stream(sources=["##source id=cin set=a%2"]), "percent")
    put("bad-percent-raw", stream(sources=["##source id=cin set=é"]), "percent")
    put("bad-tab", stream(extras=["##x-a\tb"]), "TAB")
    put("bad-extra-utf8", stream(extras=["##x-a \udcff"]), "UTF-8")
    put("bad-extra-cr", stream(extras=["##x-a\r"]), "CR")
    put("bad-extra-nul", stream(extras=["##x-a\0b"]), "NUL")
    put("bad-order-column-source", stream(preamble=[FIRST, *COLUMNS, SOURCE, *STEPS]), "order")
    put("bad-order-step-column", stream(preamble=[FIRST, SOURCE, *STEPS, *COLUMNS]), "order")
    put("bad-order-extra-step", stream(preamble=[FIRST, SOURCE, *COLUMNS, "##x-a", *STEPS]), "order")
    put("bad-source-id", stream(sources=["##source id=Cin"]), "source id")
    put("bad-source-twice", stream(sources=[SOURCE, SOURCE]), "two sources")
    put("bad-source-parts", stream(sources=["##source id=cin parts=a,,b"]), "parts")
    put("bad-column-name", stream(columns=[COLUMNS[0], "##column UPN type=upn role=direct"], header="rid\tUPN"), "column name")
    put("bad-column-twice", stream(columns=[COLUMNS[0], COLUMNS[0]], header="rid\trid"), "two columns")
    put("bad-column-type", stream(columns=[COLUMNS[0], "##column upn type=1 role=direct"]), "type")
    put("bad-column-role", stream(columns=[COLUMNS[0], "##column upn type=upn role=owner"]), "role")
    put("bad-column-list", stream(columns=[COLUMNS[0], "##column upn type=upn role=direct list=no"]), "list")
    put("bad-no-column", stream(columns=[], header="", records=[]), "column")
    put("bad-header-order", stream(header="upn\trid"), "header")
    put("bad-header-short", stream(header="rid"), "header")
    put("bad-header-long", stream(header=HEADER + "\tsex"), "header")
    put("bad-no-step", stream(steps=[], trail=[FILE]), "step")
    put("bad-step-id", stream(steps=[STEPS[0].replace(A, A.upper()), STEPS[1]]), "step id")
    put("bad-step-twice", stream(steps=[STEPS[0], STEPS[0]]), "two steps")
    put("bad-step-tool", stream(steps=[STEPS[0], STEPS[1].replace("tool=clean", "tool=Clean")]), "tool")
    put("bad-step-parent", stream(steps=[STEPS[0], STEPS[1].replace(f"parents={A}", f"parents={C}")]), "parent")
    put("bad-step-order", stream(steps=[STEPS[1], STEPS[0]], trail=[FILE, TWO, ONE]), "parent")
    put("bad-step-side", stream(steps=[STEPS[0], STEPS[1].replace(" opt.invalid", f" side.truth={C} opt.invalid")]), "side")
    put("bad-step-option-order", stream(steps=[STEPS[0], STEPS[1].replace("opt.invalid=blank opt.length=9", "opt.length=9 opt.invalid=blank")]), "order")
    put("bad-step-option-twice", stream(steps=[STEPS[0], STEPS[1].replace("opt.length", "opt.invalid")]), "order")
    put("bad-step-option-name", stream(steps=[STEPS[0], STEPS[1].replace("opt.length", "opt.Length").replace("opt.invalid=blank ", "")]), "opt")
    put("bad-lineage-level", stream(sources=["##lineage " + "0af1" * 8, SOURCE]), "publishable")
    put("bad-lineage-hash", stream(first="##jigsaw 1 level=publishable", sources=["##lineage 0af1"], steps=[], trail=[]), "lineage")
    put("bad-lineage-missing", stream(first="##jigsaw 1 level=publishable", sources=[], **TABLE, steps=[], trail=[]), "lineage")
    put("bad-lineage-source", stream(first="##jigsaw 1 level=publishable", sources=["##lineage " + "0af1" * 8, SOURCE], **TABLE, steps=[], trail=[]), "publishable")
    put("bad-lineage-twice", stream(first="##jigsaw 1 level=publishable", sources=["##lineage " + "0af1" * 8] * 2, steps=[], trail=[]), "out of order")
    put("bad-lineage-digest", stream(first="##jigsaw 1 level=publishable", sources=["##lineage " + "0af1" * 8], **TABLE, steps=[], trail=[FILE]), "a source that")


def bad_records():
    for rule, record, message in (
            ("cells-few", "cin:3", "cells"), ("cells-many", "cin:3\ta\tb", "cells"), ("line-empty", "", "cells"),
            ("cr", "cin:3\ta\r", "CR"), ("nul", "cin:3\ta\0", "NUL"), ("backslash-last", "cin:3\ta\\", "backslash"),
            ("backslash-n", "cin:3\ta\\N", "backslash"), ("backslash-before-tab", "cin:3\\\ta", "backslash"),
            ("hash-first", "#cin:3\ta", "\\x23"), ("hash-first-cell-2", "cin:3\t#a", "\\x23"),
            ("hash-escaped-inside", "cin:3\ta\\x23", "backslash"), ("hex-other", "cin:3\t\\x24", "backslash"),
            ("hex-short", "cin:3\t\\x2", "backslash")):
        put("bad-record-" + rule, stream(records=[*RECORDS[:2], record]), message)


def bad_seal():
    put("bad-record-lost", lines(lambda l: l.pop(7)), "2 records are here, ##end names 3")
    put("bad-record-doubled", lines(lambda l: l.insert(7, l[7])), "4 records are here, ##end names 3")
    put("bad-record-altered", replaced(b"H801200001001", b"H801200001002"), "sum")
    put("bad-records-swapped-cell", replaced(b"cin:2", b"cin:4"), "sum")
    put("bad-preamble-edited", replaced(b"E06000019", b"E06000018"), "head")
    put("bad-trailer-edited", replaced(b"blanked.upn=1", b"blanked.upn=2"), "trail")
    put("bad-end-missing", lines(lambda l: l.pop()), "cut short")
    put("bad-trailer-missing", lines(lambda l: l.__delitem__(slice(10, None))), "cut short")
    put("bad-last-lf", GOOD[:-1], "cut short")
    put("bad-after-end", GOOD + b"\n", "after ##end")
    put("bad-after-end-stream", GOOD + GOOD, "after ##end")
    put("bad-record-after-trailer", lines(lambda l: l.insert(-1, b"cin:9\t")), "record after")
    put("bad-end-key", stream(end=lambda e: e + b" mac=00"), "##end")
    put("bad-end-order", stream(end=lambda e: b" ".join([e.split(b" ")[i] for i in (0, 2, 1, 3, 4)])), "##end")
    put("bad-end-rows", stream(end=lambda e: e.replace(b"rows=3", b"rows=4")), "3 records are here, ##end names 4")
    put("bad-end-number", stream(end=lambda e: e.replace(b"rows=3", b"rows=03")), "##end")
    put("bad-end-sum-upper", stream(end=lambda e: e.replace(S.encode(), S.upper().encode())), "##end")


def bad_ledger():
    def ledger(rule, trail, message, **more):
        put("bad-" + rule, stream(trail=trail, **more), message)
    ledger("trailer-unknown", [FILE, ONE, TWO, "##total rows=3"], "unknown")
    ledger("trailer-extra", [FILE, ONE, TWO, "##x-engine"], "unknown")
    ledger("trailer-order", [ONE, TWO, FILE], "order")
    ledger("digest-source", [FILE.replace("=cin ", "=cla "), ONE, TWO], "source")
    ledger("digest-twice", [FILE, FILE, ONE, TWO], "twice")
    ledger("digest-hex", [FILE.replace(SHA, SHA[:-1]), ONE, TWO], "64 hex")
    ledger("digest-bytes", [FILE.replace(" bytes=259162", ""), ONE, TWO], "bytes")
    ledger("digest-hmac-short", [FILE.replace("sha256", "hmac").replace(SHA, SHA[:-1]).replace(" bytes=259162", ""), ONE, TWO], "64 hex")
    ledger("digest-hmac-bytes", [FILE.replace("sha256", "hmac"), ONE, TWO], "unknown key")
    ledger("count-missing", [FILE, TWO], "no ##count")
    ledger("count-last-missing", [FILE, ONE], "no ##count")
    ledger("count-twice", [FILE, ONE, TWO, TWO], "two counts")
    ledger("count-piece-order", [FILE, ONE, piece(RECORDS), TWO], "order")
    ledger("count-step", [FILE, ONE, TWO.replace(B, C)], "step")
    ledger("count-key-order", [FILE, ONE.replace("read=4 written=3", "written=3 read=4"), TWO], "out of order")
    ledger("count-number", [FILE, ONE, TWO.replace("upn=1", "upn=-1")], "a figure")
    ledger("count-overflow", [FILE, ONE, TWO.replace("upn=1", "upn=18446744073709551616")], "a figure")
    ledger("count-zeros", [FILE, ONE, TWO.replace("upn=1", "upn=01")], "a figure")
    ledger("figure-name", [FILE, ONE, TWO.replace("blanked.upn", "Blanked")], "a figure")
    ledger("figure-order", [FILE, ONE, TWO + " a=0"], "order")
    ledger("figure-twice", [FILE, ONE, TWO + " blanked.upn=1"], "order")
    ledger("read", [FILE, ONE, TWO.replace("read=3", "read=2").replace("written=3", "written=2")], "read 2 records, its parents wrote 3")
    ledger("read-sum", [FILE, ONE, TWO.replace(f"read_sum={S}", "read_sum=" + "0" * 32)], "another sum")
    ledger("read-sum-missing", [FILE, ONE, TWO.replace(f" read_sum={S}", "")], "read_sum")
    ledger("read-sum-of-file", [FILE, ONE.replace(" written", f" read_sum={S} written"), TWO], "read_sum")
    ledger("adds-up", [FILE, ONE.replace("rejected=1", "rejected=2"), TWO], "read 4 records, wrote 3 and set aside 2")
    ledger("written", [FILE, ONE, TWO.replace("written=3", "written=2") + " dropped=1"], "wrote 2 records, 3 are here")
    ledger("written-sum", [FILE, ONE, TWO.replace(f" sum={S}", " sum=" + "0" * 32)], "another sum")
    ledger("piece-rows", [FILE, ONE, TWO, piece(RECORDS[:2])], "wrote 2 records, 3 are here", records=RECORDS)
    ledger("piece-index", [FILE, ONE, TWO, piece(RECORDS, 3, 2)], "index")
    ledger("piece-zero", [FILE, ONE, TWO, piece(RECORDS, 0, 2)], "index")
    ledger("piece-none", [FILE, ONE, TWO, piece(RECORDS, 0, 0)], "index")
    ledger("piece-index-alone", [FILE, ONE, TWO, piece(RECORDS).replace(" of=2", "")], "of=")
    ledger("piece-of-alone", [FILE, ONE, TWO, piece(RECORDS).replace(" index=1", "")], "rows=")
    ledger("piece-step", [FILE, ONE, TWO, piece(RECORDS).replace(B, C)], "step")
    ledger("piece-twice", [FILE, ONE, TWO, piece(RECORDS), piece(RECORDS)], "two ##piece")
    put("bad-of-piece", stream(steps=[*STEPS, f"##step {C} tool=clean version=0.1.0 parents={B}"],
                               trail=[FILE, ONE, TWO, of_piece(3, S, RECORDS), piece(RECORDS[:2])]),
        "read 3 records, its parents wrote 2")


def main():
    for old in os.listdir(HERE):
        if old.endswith(".tsv"):
            os.remove(os.path.join(HERE, old))
    for part in (good, bad_shape, bad_records, bad_seal, bad_ledger):
        part()
    with open(os.path.join(HERE, "manifest.tsv"), "w") as file:
        file.write("file\texit\tmessage\n")
        for row in manifest:
            file.write("%s\t%d\t%s\n" % row)


main()
