#!/usr/bin/env python3
"""encodings.py: clkhash and anonlink on the files of encodings.sh, on one core.

    encode NAMES OUT              CLKs of a CSV file of surname,forename by clkhash, one a line, in base64
    compare A B PAIRS dob|all     Dice similarities of at least 0.8 of two files by anonlink: of the pairs that
                                  have one birth date, or of all. A and B are TSV: record, birth date, base64.

encode prints the seconds of processor time from file to file. compare prints the pairs compared, those found, and
the seconds of anonlink's function alone and from files to file. Starting Python and importing is in none of them.
"""
import resource
import sys

from anonlink.candidate_generation import find_candidate_pairs
from anonlink.similarities import dice_coefficient_accelerated
from clkhash import clk
from clkhash.schema import from_json_dict
from clkhash.serialization import deserialize_bitarray, serialize_bitarray

THRESHOLD = 0.8


def spent():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def encode(names, out):
    # 200 bits for each name, as in ours; what the schema leaves open has clkhash's defaults.
    field = {"format": {"type": "string", "encoding": "utf-8"},
             "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerFeature": 200}}}
    schema = from_json_dict({
        "version": 3,
        "clkConfig": {"l": 1024, "kdf": {"type": "HKDF", "hash": "SHA256", "keySize": 64,
                                         "salt": "c2FsdA==", "info": "aW5mbw=="}},
        "features": [{"identifier": name, **field} for name in ("surname", "forename")]})
    start = spent()
    with open(names) as lines:
        clks = clk.generate_clk_from_csv(lines, "a secret of the bench", schema, progress_bar=False, max_workers=1)
    with open(out, "w") as lines:
        for one in clks:
            lines.write(serialize_bitarray(one) + "\n")
    print(f"{spent() - start:.6f}")


def read(path):
    records, blocks, filters = [], [], []
    with open(path) as lines:
        for line in lines:
            record, block, cell = line.rstrip("\n").split("\t")
            records.append(record)
            blocks.append(block)
            filters.append(deserialize_bitarray(cell))
    return records, blocks, filters


def compare(a, b, out, by_block=False):
    start = spent()
    records, blocks, filters = zip(read(a), read(b))
    loaded = spent()
    if by_block:
        similarities, _, (first, second) = find_candidate_pairs(
            filters, dice_coefficient_accelerated, THRESHOLD,
            blocking_f=lambda dataset, record, _: (blocks[dataset][record],))
    else:
        similarities, (first, second) = dice_coefficient_accelerated(filters, THRESHOLD)
    done = spent()
    with open(out, "w") as lines:
        for similarity, i, j in zip(similarities, first, second):
            lines.write(f"{records[0][i]}\t{records[1][j]}\t{similarity}\n")
    end = spent()
    pairs = len(records[0]) * len(records[1])
    if by_block:
        count = {}
        for block in blocks[0]:
            count[block] = count.get(block, 0) + 1
        pairs = sum(count.get(block, 0) for block in blocks[1])
    print(pairs, len(similarities), f"{done - loaded:.6f} {end - start:.6f}")


if sys.argv[1] == "encode":
    encode(*sys.argv[2:])
else:
    compare(*sys.argv[2:5], by_block=sys.argv[5] == "dob")
