#!/usr/bin/env python3
"""linkage.py: Splink's side of linkage.sh and whole.sh, run by the Python that has it installed.

    linkage.py fake  FAKE_1000.csv SETTINGS.json DIR    a trained model that was saved
    linkage.py febrl A.csv B.csv DIR                    trained here, by Splink
    linkage.py speed RECORDS DIR                        invented records, m and u given
    linkage.py invent RECORDS DIR                       persons.csv and settings.json for whole
    linkage.py whole PERSONS.csv SETTINGS.json DIR      from file to clusters: splink.tsv
    linkage.py library DIALECT DIR                      N.json for each comparison of Splink's library

The first three write into DIR: records.tsv for the filters, settings.json, which is the model as
Splink saves it (of fake it is given), splink.tsv (id_a, id_b, match_key, weight of every pair that
Splink wrote), and print `NAME VALUE` lines: pairs, written, seconds.
"""
import json
import os
import random
import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

def save(settings, where, name="settings.json"):
    """As Splink saves a model: what `jigsaw model import-splink` reads."""
    with open(f"{where}/{name}", "w") as out:
        json.dump(settings, out)


def write_records(con, select, path):
    run(con, f"COPY ({select}) TO '{path}' (DELIMITER '\t', HEADER, QUOTE '', ESCAPE '', NULLSTR '')")


def run(con, sql):
    """All rows: DuckDB holds the connection until they are fetched."""
    return con.execute(sql).fetchall()


def connect():
    con = duckdb.connect()
    run(con, "SET threads=1")
    return con


def predict(con, linker, where, threshold=None):
    linker.inference.compute_blocked_pairs_for_predict()
    start = time.process_time()
    pairs = linker.inference.predict(threshold_match_weight=threshold, warning_mode="never")
    seconds = time.process_time() - start
    run(con, f"CREATE VIEW predicted AS SELECT * FROM {pairs.physical_name}")
    return seconds


def write_pairs(con, select, where):
    write_records(con, f"SELECT {select}, match_key, printf('%.12f', match_weight) AS weight FROM predicted", f"{where}/splink.tsv")
    print("written", run(con, "SELECT count(*) FROM predicted")[0][0])


def fake(csv, saved, where):
    con = connect()
    run(con, f"CREATE TABLE records AS SELECT * FROM read_csv('{csv}', all_varchar=true)")
    with open(saved) as f:
        settings = json.load(f)
    api = DuckDBAPI(con)
    linker = Linker(api.register("records"), settings)
    predict(con, linker, where)
    write_pairs(con, "'r:' || unique_id_l AS id_a, 'r:' || unique_id_r AS id_b", where)
    write_records(con, "SELECT 'r:' || unique_id AS rid, first_name, surname, dob, city, email FROM records", f"{where}/records.tsv")


def febrl(a, b, where):
    """As in Splink's published notebook, where a missing value was a string that equals another:
    `?` here. Splink reads dates from text; ours are as clean makes them, where the text is one."""
    con = connect()
    for name, path in (("a", a), ("b", b)):
        run(con,
            f"CREATE TABLE {name} AS SELECT '{name}' AS source_dataset, coalesce(columns(*), '?') "
            f"FROM read_csv('{path}', all_varchar=true, delim=', ', header=true, nullstr='')"
        )
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI(con)
    linker = Linker([api.register("a"), api.register("b")], settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for column in ("date_of_birth", "postcode"):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(column), estimate_without_term_frequencies=True
        )
    saved = linker.misc.save_model_to_json()
    predict(con, linker, where)
    write_pairs(con, "source_dataset_l || ':' || rec_id_l AS id_a, source_dataset_r || ':' || rec_id_r AS id_b", where)
    save(saved, where)
    columns = "given_name, surname, coalesce(strftime(try_strptime(date_of_birth, '%Y%m%d'), '%Y-%m-%d'), date_of_birth) " \
        "AS date_of_birth, soc_sec_id, street_number, postcode, state, address_1"
    for name in "ab":
        write_records(
            con, f"SELECT source_dataset || ':' || rec_id AS rid, source_dataset AS source, {columns} FROM {name}",
            f"{where}/records.{name}.tsv",
        )


def invented(count, path, separator="\t"):
    """Children: names as unevenly spread as real ones are, one in ten a copy with an error."""
    rng = random.Random(1)
    heads = ["B", "BR", "C", "CH", "D", "F", "G", "GR", "H", "J", "K", "L", "M", "N", "P", "R", "S", "ST", "T", "TH", "W"]
    vowels = ["A", "E", "I", "O", "U", "EA", "EE", "OU", "AI"]
    tails = ["N", "R", "L", "S", "T", "LL", "TON", "SON", "LEY", "MAN", "FORD", "Y", "IE", "A", ""]

    def names(n):
        made = set()
        while len(made) < n:
            made.add("".join(rng.choice(heads) + rng.choice(vowels) for _ in range(rng.randint(1, 2))) + rng.choice(tails))
        made = sorted(made)
        rng.shuffle(made)
        weights = [1 / (i + 8) for i in range(n)]
        total, cumulated = 0, []
        for w in weights:
            total += w
            cumulated.append(total)
        return made, cumulated

    def pick(from_names):
        return rng.choices(from_names[0], cum_weights=from_names[1])[0]

    def damage(value):
        i = rng.randrange(len(value))
        kind = rng.randrange(3)
        if kind == 0:
            return value[:i] + rng.choice("AEIORNST" if value.isalpha() else "0123456789") + value[i + 1:]
        if kind == 1 and len(value) > 1:
            return value[:i] + value[i + 1:]
        return value[:i] + value[i:i + 2][::-1] + value[i + 2:]

    surnames, forenames = names(20000), names(4000)
    rows = []
    days = max(1, count // 200)
    for i in range(count):
        if rows and rng.random() < 0.1:
            row = list(rng.choice(rows[-5000:]))
            column = rng.choice([0, 1, 4, 5])
            if row[column]:
                row[column] = damage(row[column])
        else:
            day = rng.randrange(days)
            row = [
                pick(forenames), pick(surnames),
                f"{2008 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}", rng.choice("MF"),
                f"LE{rng.randint(1, 19)}{rng.randint(1, 9)}{rng.choice('ABDEFGHJLN')}{rng.choice('ABDEFGHJLN')}",
                f"{rng.randrange(10**10):010d}",
            ]
            for column, share in ((4, 0.03), (5, 0.1)):
                if rng.random() < share:
                    row[column] = ""
        rows.append(row)
    with open(path, "w") as out:
        print("rid", "forename", "surname", "dob", "sex", "postcode", "number", sep=separator, file=out)
        for i, row in enumerate(rows):
            print(f"r:{i:07d}", *row, sep=separator, file=out)


def given(levels):
    return lambda comparison: comparison.configure(
        m_probabilities=[m for m, _ in levels], u_probabilities=[u for _, u in levels]
    )


def speed(count, where):
    invented(count, f"{where}/records.tsv")
    con = connect()
    run(con,
        f"CREATE TABLE records AS SELECT * FROM read_csv('{where}/records.tsv', delim='\t', header=true, all_varchar=true, nullstr='')"
    )
    name = given([(0.72, 0.004), (0.09, 0.0015), (0.03, 0.0035), (0.06, 0.04), (0.10, 0.951)])
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        probability_two_random_records_match=0.005,
        blocking_rules_to_generate_predictions=[block_on("dob", "sex")],
        comparisons=[
            name(cl.NameComparison("forename")).configure(term_frequency_adjustments=True),
            name(cl.NameComparison("surname")).configure(term_frequency_adjustments=True),
            given([(0.8, 0.0008), (0.08, 0.002), (0.02, 0.01), (0.1, 0.9872)])(
                cl.LevenshteinAtThresholds("postcode", [1, 2])
            ),
            given([(0.9, 0.00001), (0.06, 0.00002), (0.01, 0.0002), (0.03, 0.99977)])(
                cl.DamerauLevenshteinAtThresholds("number", [1, 2])
            ),
        ],
    )
    api = DuckDBAPI(con)
    linker = Linker(api.register("records"), settings)
    saved = linker.misc.save_model_to_json()
    for column in ("forename", "surname"):
        linker.table_management.compute_tf_table(column)
    blocked = linker.inference.compute_blocked_pairs_for_predict()
    print("pairs", run(con, f"SELECT count(*) FROM {blocked.physical_name}")[0][0])
    print("seconds", round(predict(con, linker, where, threshold=0), 3))
    write_pairs(con, "rid_l AS id_a, rid_r AS id_b", where)
    save(saved, where)


def invent(count, where):
    invented(count, f"{where}/persons.csv", ",")
    name = given([(0.72, 0.004), (0.09, 0.0015), (0.03, 0.0035), (0.06, 0.04), (0.10, 0.951)])
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        probability_two_random_records_match=0.2 / count,
        blocking_rules_to_generate_predictions=[
            block_on("surname", "forename"), block_on("surname", "dob"), block_on("postcode", "sex"),
        ],
        comparisons=[
            name(cl.NameComparison("forename")).configure(term_frequency_adjustments=True),
            name(cl.NameComparison("surname")).configure(term_frequency_adjustments=True),
            given([(0.98, 0.0002), (0.02, 0.9998)])(cl.ExactMatch("dob")),
            given([(0.8, 0.0008), (0.08, 0.002), (0.02, 0.01), (0.1, 0.9872)])(
                cl.LevenshteinAtThresholds("postcode", [1, 2])
            ),
            given([(0.9, 0.00001), (0.06, 0.00002), (0.01, 0.0002), (0.03, 0.99977)])(
                cl.DamerauLevenshteinAtThresholds("number", [1, 2])
            ),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    save(settings.create_settings_dict("duckdb"), where)


def whole(csv, saved, where):
    con = connect()
    run(con, f"CREATE TABLE records AS SELECT * FROM read_csv('{csv}', all_varchar=true, header=true, nullstr='')")
    with open(saved) as f:
        settings = json.load(f)
    linker = Linker(DuckDBAPI(con).register("records"), settings)
    pairs = linker.inference.predict(threshold_match_weight=0, warning_mode="never")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=0)
    write_records(con, f"SELECT rid, cluster_id FROM {clusters.physical_name}", f"{where}/splink.tsv")


def library(dialect, where):
    """All but what is refused because it has no equivalent: the difference of times of the day, a
    swap of columns one way only, and the negation of a test of both sides, either of them missing."""
    made = [
        cl.ExactMatch("a").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("a", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("a", [1, 3]),
        cl.JaccardAtThresholds("a", [0.9, 0.7]),
        cl.JaroAtThresholds("a", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("a", [0.95, 0.88]),
        cl.DistanceFunctionAtThresholds("a", "levenshtein", [1, 2], False),
        cl.PairwiseStringDistanceFunctionAtThresholds("list", "jaro_winkler", [0.9, 0.8]),
        cl.PairwiseStringDistanceFunctionAtThresholds("list", "levenshtein", [1, 2]),
        cl.AbsoluteDateDifferenceAtThresholds("d", input_is_string=True, metrics=["day", "month", "year"], thresholds=[3, 1, 2]),
        cl.ArrayIntersectAtSizes("list", [3, 1]),
        cl.DistanceInKMAtThresholds("latitude", "longitude", [1, 10]),
        cl.DateOfBirthComparison("d", input_is_string=True),
        cl.PostcodeComparison("p", lat_col="latitude", long_col="longitude", km_thresholds=[1, 10]),
        cl.EmailComparison("mail"),
        cl.NameComparison("a", dmeta_col_name="a_sound"),
        cl.ForenameSurnameComparison("a", "b"),
        cl.CustomComparison(
            output_column_name="levels",
            comparison_levels=[
                cll.Or(cll.NullLevel("a"), cll.NullLevel("b")),
                cll.And(cll.ExactMatchLevel("a"), cll.LiteralMatchLevel("b", "x", "string")),
                cll.ColumnsReversedLevel("a", "b", symmetrical=True),
                cll.ArraySubsetLevel("list"),
                cll.PercentageDifferenceLevel("n", 0.1),
                cll.AbsoluteDifferenceLevel("n", 5),
                cll.ElseLevel(),
            ],
        ),
    ]
    for i, comparison in enumerate(made):
        save(SettingsCreator(link_type="dedupe_only", comparisons=[comparison]).create_settings_dict(dialect), where, f"{i}.json")
    print("comparisons", len(made))


def main():
    kind, *rest = sys.argv[1:]
    if kind == "fake":
        fake(*rest)
    elif kind == "febrl":
        febrl(*rest)
    elif kind == "library":
        library(*rest)
    elif kind == "invent":
        invent(int(rest[0]), rest[1])
    elif kind == "whole":
        whole(*rest)
    else:
        speed(int(rest[0]), rest[1])
    sys.stdout.flush()
    os._exit(0)  # DuckDB frees tens of gigabytes a row at a time


main()
