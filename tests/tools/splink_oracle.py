#!/usr/bin/env python3
"""Settings of Splink, imported and predicted here and by Splink itself on DuckDB.

  splink_oracle.py BIN [CASES]

CASES is a folder of cases, CASE/case.json with "settings" and the "names" of its tables, CASE/0.parquet and
so on, as splink_harvest.py takes them from a run of Splink's own tests. Without it the settings are the
comparisons of Splink's library, and levels and blocking rules as people write them, on invented records.

Each is imported, predicted with block and compare, exported again, and the pairs and weights of all three are
compared. Prints each refusal with its reason and each difference, and then

  splink VERSION: imported N, refused N, equal N, differ N, not predicted by Splink N

Exits 1 when any differs."""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import duckdb
import splink
from splink import DuckDBAPI, Linker

VERSION = int(splink.__version__.split('.')[0])
LEAST = -1000  # bits: the least threshold


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def cell(value):
    """A value as a cell of a stream, or as an element of one."""
    if value is None:
        return ''
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        value = int(value)
    text = str(value).replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n').replace('\r', '\\r')
    return '\\x23' + text[1:] if text.startswith('#') else text


def row_cell(value):
    return '|'.join(cell(v) for v in value) if isinstance(value, (list, tuple)) else cell(value)


def plain(name):
    return '"' + name.replace('"', '""') + '"'


def prepare(con, table, folded):
    """What clean would have done: no empty text, no empty list, with `folded` upper case without blanks around."""
    selected = []
    for name, kind, *_ in con.execute(f'describe {table}').fetchall():
        column = plain(name)
        text = f'upper(trim({{}}))' if folded else '{}'
        if kind == 'VARCHAR':
            column = f"nullif({text.format(column)}, '')"
        elif kind.startswith('TIMESTAMP'):
            column = f'cast({column} as date)'
        elif kind.endswith('[]'):
            inner = text.format('x') if kind == 'VARCHAR[]' else 'x'
            kept = f"list_filter(list_transform({column}, lambda x: {inner}), lambda x: x is not null"
            kept += " and x <> '')" if kind == 'VARCHAR[]' else ')'
            column = f'case when len({kept}) > 0 then {kept} end'
        selected.append(f'{column} as {plain(name)}')
    con.execute(f'create or replace table {table}_made as select {", ".join(selected)} from {table}').fetchall()
    return f'{table}_made'


def predict(con, tables, settings):
    """{pair: weight} as Splink has it. A pair is two of (number of the table, id)."""
    api = DuckDBAPI(connection=con)
    names = [f'd{i}' for i in range(len(tables))]
    settings = dict(settings, retain_matching_columns=False, retain_intermediate_calculation_columns=False,
                    additional_columns_to_retain=[], match_weight_column_prefix='match_')
    settings.pop('bayes_factor_column_prefix', None)
    if VERSION < 5:
        settings.pop('match_weight_column_prefix')
        linker = Linker(tables, settings, api, input_table_aliases=names)
    else:
        linker = Linker([api.register(t, dataset_display_name=n) for t, n in zip(tables, names)], settings,
                        log_level=None)
    found = linker.inference.predict()
    uid = settings.get('unique_id_column_name') or 'unique_id'
    source = settings.get('source_dataset_column_name') or 'source_dataset'
    columns = [c[0] for c in con.execute(f'describe {found.physical_name}').fetchall()]
    sides = [f'{plain(source + s) if source + s in columns else "NULL"}, {plain(uid + s)}' for s in ('_l', '_r')]
    rows = con.execute(f'select {", ".join(sides)}, match_weight from {found.physical_name}').fetchall()
    return {frozenset(((a, str(b)), (c, str(d)))): w for a, b, c, d, w in rows if w >= LEAST}


def records(count=120):
    """Invented persons, half of them with a second record that differs a little."""
    draw = random.Random(1)
    forenames, surnames = ['ANNA', 'HANNAH', 'JOHN', 'JOHNNY', 'MARTHA', 'MARHTA', 'TOM'], ['SMITH', 'SMYTH', 'LEE', 'O BRIEN']
    rows = []

    def some(value):
        return None if draw.random() < 0.12 else value

    while len(rows) < count:
        dob = f'20{draw.randint(10, 12)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}'
        row = [some(draw.choice(forenames)), some(draw.choice(surnames)), some(dob),
               some(f'{draw.choice(forenames)}.{draw.randint(1, 3)}@{draw.choice("xy")}.org'),
               some(f'{draw.choice(["LE1", "LE14", "B1"])} {draw.randint(1, 9)}{draw.choice(["AB", "XY"])}'),
               some(draw.randint(1, 60)), some(52 + draw.random()), some(-1 - draw.random()),
               some(draw.sample(['A', 'B', 'C', 'D'], draw.randint(1, 3))), some(draw.choice('MFUX'))]
        rows.append(row)
        if draw.random() < 0.5:
            twin = list(row)
            twin[draw.randrange(len(row))] = None
            if twin[0] and draw.random() < 0.5:
                twin[0] = twin[0][:-1]
            if twin[2] and draw.random() < 0.3:
                twin[2] = twin[2][:5] + twin[2][8:] + '-' + twin[2][5:7] if twin[2][8:] <= '12' else twin[2]
            rows.append(twin)
    return [[i, *row] for i, row in enumerate(rows[:count])]


COLUMNS = ('unique_id BIGINT, forename VARCHAR, surname VARCHAR, dob VARCHAR, email VARCHAR, postcode VARCHAR,'
           ' number BIGINT, lat DOUBLE, long DOUBLE, tags VARCHAR[], sex VARCHAR')

# What people write beside equalities, with DuckDB's l and r.
RULES = [
    ['1=1'], ['l.surname = r.surname'], ['l.forename = r.surname AND l.surname = r.forename'],
    ['l.surname = r.surname AND l.surname IS NOT NULL AND l.dob = r.dob AND r.dob IS NOT NULL'],
    ['l.surname = r.surname OR l.dob = r.dob'], ['l.surname = r.surname -- the name\n AND l.sex = r.sex /* and sex */'],
    ['l.surname = r.surname AND l.dob <> r.dob', 'l.dob = r.dob'],
    ['l.dob = r.dob AND levenshtein(l.forename, r.forename) <= 2', 'l.sex = r.sex AND l.surname = r.surname'],
    ['l.surname = r.surname AND length(l.surname) > 3', "l.forename = r.forename AND l.forename <> 'TOM'"],
    ["l.sex = r.sex AND l.surname IN ('SMITH', 'LEE') AND r.surname IN ('SMITH', 'LEE')"],
    ['substr(l.dob, 1, 7) = substr(r.dob, 1, 7) AND l.email IS NULL AND r.email IS NULL'],
    ['l.surname = r.surname AND (l.sex = r.sex OR l.postcode = r.postcode)'],
    ["l.forename || ' ' || l.surname = r.forename || ' ' || r.surname", 'abs(l.number - r.number) <= 1'],
    ["NULLIF(regexp_extract(l.postcode, '^[A-Z]+', 0), '') = NULLIF(regexp_extract(r.postcode, '^[A-Z]+', 0), '')"],
    ['l.tags[1] = r.tags[1]', 'list_has_any(l.tags, r.tags) AND l.sex = r.sex'],
]

LEVELS = [
    'forename_l IS NULL AND forename_r IS NULL', "forename_l = 'TOM' OR forename_r = 'TOM'",
    "forename_l = 'TOM' AND forename_r = 'TOM'", 'NOT (forename_l = forename_r)', 'forename_l <> forename_r',
    'forename_l = forename_r AND surname_l = surname_r', 'forename_l = forename_r OR dob_l = dob_r',
    'hamming(sex_l, sex_r) <= 0', "forename_l || surname_l = forename_r || surname_r",
    "levenshtein(forename_l || ' ' || surname_l, forename_r || ' ' || surname_r) <= 3",
    "NULLIF(regexp_extract(email_l, '@(.*)$', 1), '') = NULLIF(regexp_extract(email_r, '@(.*)$', 1), '')",
    'tags_l = tags_r AND list_has_any(tags_l, tags_r)', 'tags_l[2] = tags_r[2]', 'forename_l = forename_r AND length(forename_l) > 4',
    "NULLIF(NULLIF(sex_l, 'U'), 'X') = NULLIF(NULLIF(sex_r, 'U'), 'X')", 'jaccard(surname_l, surname_r) >= 0.5',
    'levenshtein(dob_l, dob_r) BETWEEN 1 AND 2', '0.8 < jaro_similarity(surname_l, surname_r)',
]


def library():
    """(name, comparison) of Splink's library."""
    import splink.comparison_library as cl
    dates = {'invalid_dates_as_null': True, 'input_is_string': True}
    made = [
        cl.ExactMatch('forename'), cl.ExactMatch('forename').configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds('surname', [1, 2]), cl.DamerauLevenshteinAtThresholds('forename', [1, 2]),
        cl.JaroAtThresholds('forename', [0.9, 0.7]), cl.JaroWinklerAtThresholds('forename', [0.9, 0.7]),
        cl.JaccardAtThresholds('surname', [0.9, 0.5]), cl.ArrayIntersectAtSizes('tags', [2, 1]),
        cl.DistanceInKMAtThresholds('lat', 'long', [5, 50]), cl.NameComparison('forename'),
        cl.NameComparison('surname', dmeta_col_name='forename'), cl.ForenameSurnameComparison('forename', 'surname'),
        cl.DateOfBirthComparison('dob', **dates), cl.EmailComparison('email'), cl.PostcodeComparison('postcode'),
        cl.AbsoluteTimeDifferenceAtThresholds('dob', metrics=['day', 'month', 'year'], thresholds=[3, 1, 1],
                                              input_is_string=True),
        cl.AbsoluteDateDifferenceAtThresholds('dob', metrics=['day', 'month'], thresholds=[10, 6], input_is_string=True),
        cl.DistanceFunctionAtThresholds('surname', 'levenshtein', [1, 3], higher_is_more_similar=False),
        cl.PairwiseStringDistanceFunctionAtThresholds('tags', 'levenshtein', [1]),
    ]
    return [(type(c).__name__, c.get_comparison('duckdb').as_dict()) for c in made]


def invented():
    """Splink's library, and what people write, on invented records."""
    plain_level = [{'sql_condition': 'surname_l = surname_r', 'm_probability': 0.9, 'u_probability': 0.1},
                   {'sql_condition': 'ELSE', 'm_probability': 0.1, 'u_probability': 0.9}]
    cases = [(name, comparison, ['1=1']) for name, comparison in library()]
    for sql in LEVELS:
        level = {'sql_condition': sql, 'm_probability': 0.7, 'u_probability': 0.2}
        cases.append((sql, {'output_column_name': 'c', 'comparison_levels': [level, plain_level[1]]}, ['1=1']))
    cases += [(str(rules), {'output_column_name': 'c', 'comparison_levels': plain_level}, rules) for rules in RULES]
    for name, comparison, rules in cases:
        con = duckdb.connect()
        con.execute(f'create table t0 ({COLUMNS})').fetchall()
        con.executemany(f'insert into t0 values ({", ".join("?" * 11)})', records())
        yield name, con, ['t0'], {'link_type': 'dedupe_only', 'probability_two_random_records_match': 0.01,
                                  'blocking_rules_to_generate_predictions': [{'blocking_rule': r, 'sql_dialect': 'duckdb'}
                                                                             for r in rules],
                                  'comparisons': [comparison]}


class Refused(Exception):
    pass


def ours(binaries, where, con, tables, settings, rules_needed=True):
    """The same with the programs of this project."""
    def program(name):
        return str(binaries / name)
    (where / 'settings.json').write_text(json.dumps(settings))
    made = run([program('model'), 'import-splink', '-r', 'rules.tsv', '-o', 'model.tsv', 'settings.json'], cwd=where)
    if made.returncode == 78:
        raise Refused(made.stderr.strip().splitlines()[-1].replace('model: settings.json: ', ''))
    assert made.returncode == 0, made.stderr
    names = dict(re.findall(r'column "(.*)" is called (\w+) here', made.stderr))
    folded = 'lower(), upper() and trim() are left out' in made.stderr
    tables = [prepare(con, table, folded) for table in tables]
    text = (where / 'model.tsv').read_text() + (where / 'rules.tsv').read_text()
    uid = settings.get('unique_id_column_name') or 'unique_id'
    dedupe = settings['link_type'] == 'dedupe_only'
    dataset = settings.get('source_dataset_column_name') or 'source_dataset'
    ids, sources, rows_of = {}, {}, {}
    for t, table in enumerate(tables):
        kinds = [(c[0], c[1]) for c in con.execute(f'describe {table}').fetchall()]
        used = [(c, k, names.get(c, c)) for c, k in kinds
                if re.search(rf'\b{re.escape(names.get(c, c))}\b', text) and names.get(c, c) not in ('rid', 'source')]
        used += [(f'{c}[\'{f}\']', 'VARCHAR', f'{c}_{f}'.lower()) for c, k in kinds if k.startswith('STRUCT')
                 for f in re.findall(r'"?(\w+)"? [A-Z]', k[7:]) if re.search(rf'\b{c}_{f}\b'.lower(), text)]
        told = plain(dataset) if dataset in dict(kinds) else f"'d{t}'"
        picked = ', '.join([told, plain(uid)] + [c if '[' in c else plain(c) for c, _, _ in used])
        columns = [f'{name}\ttext\tquasi\t' + ('yes' if kind.endswith(']') else '') for _, kind, name in used]
        for row in con.execute(f'select {picked} from {table}').fetchall():
            source = 's0' if dedupe else sources.setdefault(row[0], f's{len(sources)}')
            rid = f'{source}:{len(ids) + 1}'
            ids[rid] = row[0], str(row[1])
            lines = rows_of.setdefault((source, tuple(columns)), [])
            lines.append('\t'.join([rid, str(len(ids))] + [row_cell(v) for v in row[2:]]))
    streams = []
    for (source, columns), lines in rows_of.items():
        name = f'{len(streams)}.in'
        head = '\t'.join(['rid', 'oracle_row'] + [c.split('\t')[0] for c in columns])
        schema = ['##schema set=oracle table=t format=tsv level=identifiable', 'column\ttype\trole\tlist\trequired\ttitles\tnote',
                  'oracle_row\tcode\tplain\t\tyes\toracle_row\t', *(c + f"\t\t{c.split(chr(9))[0]}\t" for c in columns), '']
        (where / 'schema.tsv').write_text('\n'.join(schema))
        adopted = run([program('seal'), 'adopt', '--source', source, '-s', 'schema.tsv', '-o', name], cwd=where,
                      input='\n'.join([head, *lines, '']))
        assert adopted.returncode == 0, adopted.stderr
        streams.append(name)
    if len(streams) > 1:
        stacked = run([program('stack'), '-o', 'in.tsv', *streams], cwd=where)
        assert stacked.returncode == 0, stacked.stderr
    else:
        (where / streams[0]).rename(where / 'in.tsv')
    how = '--between' if settings['link_type'] == 'link_only' else '--within'
    for command in (['block', how, '-q', '-r', 'rules.tsv', '-m', 'model.tsv', '-o', 'groups.tsv', 'in.tsv'],
                    ['compare', '-q', '-m', 'model.tsv', '-t', str(LEAST), '-o', 'pairs.tsv', 'groups.tsv']):
        done = run([program(command[0]), *command[1:]], cwd=where)
        assert done.returncode == 0, done.stderr
    weights, at = {}, None
    with open(where / 'pairs.tsv') as pairs:
        for line in pairs:
            if line.startswith('##'):
                continue
            cells = line.rstrip('\n').split('\t')
            if not at:
                at = {name: i for i, name in enumerate(cells)}
                continue
            weights[frozenset((ids[cells[at['id_a']]], ids[cells[at['id_b']]]))] = float(cells[at['weight']])
    return weights, tables, names


def renamed(con, table, names):
    """The table with the columns that have another name here, and dates as texts, as export writes them."""
    made = [f'{theirs if "[" in theirs else plain(theirs)} as {ours}' for theirs, ours in names.items()
            if theirs.lower() != ours]
    texts = [f'cast({plain(c[0])} as varchar) as {plain(c[0])}' for c in con.execute(f'describe {table}').fetchall()
             if c[1] == 'DATE']
    every = f'* replace ({", ".join(texts)})' if texts else '*'
    con.execute(f'create or replace table {table}_ours as select {", ".join([every] + made)} from {table}').fetchall()
    return f'{table}_ours'


def difference(mine, theirs):
    """What differs between two {pair: weight}, or nothing."""
    lone = len(mine.keys() - theirs.keys()), len(theirs.keys() - mine.keys())
    most = max((abs(mine[p] - theirs[p]) for p in mine.keys() & theirs.keys()), default=0)
    if any(lone) or not most <= 1e-9:
        return f'{lone[0]} pairs here only, {lone[1]} there only, of {len(theirs)}; weights differ by {most:.3g}'
    return ''


def bare(weights):
    """Ids alone: a table's name is not told when there is one table."""
    return {frozenset(i for _, i in pair): w for pair, w in weights.items()}


def case_of(binaries, con, tables, settings):
    """'refused', 'unanswered', 'equal' or 'differ', and why."""
    with tempfile.TemporaryDirectory() as folder:
        where = pathlib.Path(folder)
        try:
            mine, made, names = ours(binaries, where, con, tables, settings)
        except Refused as refusal:
            return 'refused', str(refusal)
        try:
            theirs = predict(con, made, settings)
        except Exception as error:
            return 'unanswered', str(error).strip().replace('\n', ' ')[-200:]
        single = settings['link_type'] == 'dedupe_only' or len(tables) == 1
        why = difference(bare(mine), bare(theirs)) if single else difference(mine, theirs)
        if why:
            return 'differ', why
        # And out again.
        out = run([str(binaries / 'model'), 'export-splink', '-q', '-r', 'rules.tsv', '-o', 'out.json', 'model.tsv'],
                  cwd=where)
        if out.returncode == 78:
            return 'equal', 'not exported: ' + out.stderr.strip()
        exported = json.loads((where / 'out.json').read_text())
        for key in ('link_type', 'unique_id_column_name', 'source_dataset_column_name'):
            exported.pop(key, None)
            if settings.get(key):
                exported[key] = settings[key]
        try:
            again = predict(con, [renamed(con, table, names) for table in made], exported)
        except Exception as error:
            return 'differ', 'exported: ' + str(error).strip().replace('\n', ' ')[-300:]
        why = difference(bare(again), bare(theirs)) if single else difference(again, theirs)
        return ('differ', 'exported: ' + why) if why else ('equal', '')


def harvested(folder):
    for path in sorted(folder.glob('*/case.json')):
        con = duckdb.connect()
        case = json.loads(path.read_text())
        tables = []
        for i in range(len(case['names'])):
            con.execute(f"create table t{i} as select * from '{path.parent}/{i}.parquet'").fetchall()
            tables.append(f't{i}')
        yield f"{path.parent.name} {case['test']}", con, tables, case['settings']


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve()
    cases = harvested(pathlib.Path(sys.argv[2])) if len(sys.argv) > 2 else invented()
    counts = dict.fromkeys(('refused', 'unanswered', 'equal', 'differ'), 0)
    for name, con, tables, settings in cases:
        try:
            outcome, why = case_of(binaries, con, tables, settings)
        except AssertionError as failure:
            outcome, why = 'differ', str(failure).strip().replace('\n', ' ')[-300:]
        counts[outcome] += 1
        if why:
            print(f'{outcome}: {name}: {why}')
        con.close()
    imported = counts['unanswered'] + counts['equal'] + counts['differ']
    print(f"splink {splink.__version__}: imported {imported}, refused {counts['refused']}, equal {counts['equal']},"
          f" differ {counts['differ']}, not predicted by Splink {counts['unanswered']}")
    return counts['differ'] > 0


if __name__ == '__main__':
    sys.exit(main())
