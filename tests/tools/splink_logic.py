#!/usr/bin/env python3
"""SQL's three truths: random conditions over columns with missing values, here and on DuckDB.

  splink_logic.py BIN [COUNT]

COUNT conditions in SQL (2000) are imported from Splink's settings, and as many in our language exported. Each
is then a level of a model; the levels that compare gives to all pairs of some records are held against what
DuckDB makes of the SQL, and the pairs that it writes above a threshold against those it writes without one.
The seeds are fixed. Prints each difference, and then

  import: imported N, refused N, equal N, none differ
  export: exported N, refused N, equal N, none differ

Exits 1 when any differs."""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import duckdb

CHUNK = 50  # conditions of one model
VALUES = {
    'a': ['BABY', 'ANNA', 'ANNE', 'HANNAH', None],
    'b': ['BABY', 'ANNA', 'ANNE', None],
    'd': ['2015-03-04', '2015-04-03', '2015-03-09', None],
    'n': ['1', '2', '10', None],
}
TYPES = {'a': 'name', 'b': 'name', 'd': 'date', 'n': 'text'}
HEAD = 'comparison\tlevel\tcondition\tm\tu\ttf_column\ttf_weight\ttf_minimum\tflags\tnote\n'


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def combine(rng, leaf, depth=0):
    """A random condition of and, or, not."""
    kind = rng.random()
    if depth == 4 or kind < 0.25 + 0.1 * depth:
        return leaf(rng)
    if kind < 0.55 + 0.05 * depth:
        return f'not ({combine(rng, leaf, depth + 1)})'
    word = rng.choice(['and', 'or'])
    return f'({combine(rng, leaf, depth + 1)} {word} {combine(rng, leaf, depth + 1)})'


def sql_leaf(rng):
    x, y = rng.sample(['a', 'b'], 2)
    literal = rng.choice(VALUES[x][:3])
    one, two = rng.choice([('l', 'r'), ('r', 'l')])
    word = rng.choice(['and', 'or'])
    cut = lambda side: f'substr({x}_{side}, 1, 2)'
    date = lambda side: f"epoch(try_strptime(d_{side}, '%Y-%m-%d'))"
    return rng.choice([
        f'{x}_{one} = {x}_{two}',
        f'{x}_{one} <> {x}_{two}',
        f"({x}_{one} = '{literal}' {word} {x}_{two} = '{literal}')",
        f"({x}_{one} <> '{literal}' {word} {x}_{two} <> '{literal}')",
        f"(({x}_{one} = '{literal}') is not null)" if rng.random() < 0.05 else f'{cut("l")} = {cut("r")}',
        f'({x}_{one} is null {word} {x}_{two} is null)',
        f'({x}_{one} is not null {word} {x}_{two} is not null)',
        f'({x}_l = {y}_r and {y}_l = {x}_r)',
        f'levenshtein({x}_l, {x}_r) {rng.choice(["<=", "<", ">", ">=", "=", "<>"])} {rng.randint(0, 3)}',
        f'jaro_winkler_similarity({x}_l, {x}_r) {rng.choice(["<", ">="])} 0.8',
        f'levenshtein({x}_l, {x}_r) between 1 and 2',
        f'abs({date("l")} - {date("r")}) <= {86400 * rng.choice([1, 5, 30])}',
        f'coalesce({x}_l = {x}_r, false)',
        f'coalesce(levenshtein({x}_l, {x}_r) <= 1, false)',
        'd_l = d_r',
    ])


def our_leaf(rng):
    x, y = rng.sample(['a', 'b'], 2)
    value = rng.choice([x, x, f'substr({x}, 1, 2)'])
    literal = rng.choice(VALUES[x][:3])
    return rng.choice([
        f'exact({value})', f'missing({value})', f'both_missing({value})', f'swapped({x}, {y})',
        f"either({x}, '{literal}')", f"both({x}, '{literal}')", f'levenshtein({x}) <= {rng.randint(0, 3)}',
        f'damerau({x}) <= {rng.randint(0, 3)}', f'jaro_winkler({x}) >= 0.8', f'jaro({x}) >= 0.7',
        f"date_diff(d, 'day') <= {rng.choice([1, 5, 30])}", 'day_month_swapped(d)', 'exact(year(d))',
        'missing(month(d))', f'jaccard({x}, 1) >= 0.5', "exact(concat(a, ' ', b))", "missing(concat(a, b))",
    ])


class Bench:
    def __init__(self, binaries, where):
        self.bin, self.where = pathlib.Path(binaries).resolve(), where
        rng = random.Random(1)
        rows = [[f'x:{i}'] + [rng.choice(v) for v in VALUES.values()] for i in range(1, 49)]
        names = ['rid', *VALUES]
        (where / 'plain').write_text('\n'.join('\t'.join(c or '' for c in row) for row in [names, *rows]) + '\n')
        columns = [f"--column={name}:{TYPES[name]}:{'direct' if TYPES[name] == 'name' else 'quasi'}" for name in VALUES]
        self.must([self.bin / 'seal', 'adopt', '--source', 'x', *columns, '-o', where / 'in.tsv', where / 'plain'])
        (where / 'rules').write_text('pass\tkey\tnote\n1\teveryone()\t\n')
        self.con = duckdb.connect()
        self.con.execute(f'create table people ({", ".join(n + " varchar" for n in names)})')
        self.con.executemany(f'insert into people values ({", ".join("?" * len(names))})', rows)
        sides = ', '.join(f'l.{n} as {n}_l, r.{n} as {n}_r' for n in names)
        self.con.execute(f'create table pairs as select {sides} from people l join people r on l.rid < r.rid')

    def must(self, command, **options):
        done = run(command, **options)
        if done.returncode:
            sys.exit(f'splink_logic.py: {command[0]}: {done.stderr}')
        return done.stdout

    def compare(self, threshold):
        """id_a, id_b -> weight and levels, as text."""
        out = self.must([self.bin / 'compare', '-m', self.where / 'model', '-t', str(threshold),
                         self.where / 'blocks'])
        lines = [line.split('\t') for line in out.splitlines() if not line.startswith('##')]
        head = lines[0]
        return head, {frozenset((r[head.index('id_a')], r[head.index('id_b')])): r for r in lines[1:]}

    def theirs(self, sql):
        found = self.con.execute(f'select rid_l, rid_r, coalesce(({sql}), false) from pairs').fetchall()
        return {frozenset((left, right)): holds for left, right, holds in found}

    def differing(self, conditions):
        """How many of (ours, SQL) differ; says which."""
        bad = 0
        for start in range(0, len(conditions), CHUNK):
            chunk = conditions[start:start + CHUNK]
            rng = random.Random(start)
            with open(self.where / 'model', 'w') as f:
                f.write('##model prior=0.5\n' + HEAD)
                for i, (ours, _) in enumerate(chunk):
                    u = rng.choice(['0.1', '0.3', '0.8'])
                    f.write(f'c{i}\tyes\t{ours}\t0.6\t{u}\t\t\t\t\t\nc{i}\tno\telse\t0.4\t0.5\t\t\t\t\t\n')
            self.must([self.bin / 'block', '-r', self.where / 'rules', '-m', self.where / 'model',
                       '-o', self.where / 'blocks', self.where / 'in.tsv'])
            head, rows = self.compare(-900)
            for i, (ours, sql) in enumerate(chunk):
                at, want = head.index(f'c{i}'), self.theirs(sql)
                wrong = sum(rows[pair][at] != str(int(holds)) for pair, holds in want.items())
                if wrong or len(want) != len(rows):
                    bad += 1
                    print(f'differs in {wrong} of {len(want)} pairs: {ours}\n  {sql}')
            at = head.index('weight')
            least = sorted(float(r[at]) for r in rows.values())[len(rows) * 3 // 4]
            sieved = self.compare(least)[1]
            if sieved != {pair: r for pair, r in rows.items() if float(r[at]) >= least}:
                bad += 1
                print(f'other pairs with a threshold than without: conditions {start} and on')
        return bad


def settings(sql):
    levels = [{'sql_condition': sql, 'm_probability': 0.6, 'u_probability': 0.2},
              {'sql_condition': 'ELSE', 'm_probability': 0.4, 'u_probability': 0.8}]
    return {'link_type': 'dedupe_only', 'probability_two_random_records_match': 0.5,
            'blocking_rules_to_generate_predictions': [{'blocking_rule': '1=1'}],
            'comparisons': [{'output_column_name': 'c', 'comparison_levels': levels}]}


def imported(bench, sql):
    (bench.where / 'settings').write_text(json.dumps(settings(sql)))
    model = bench.where / 'imported'
    if run([bench.bin / 'model', 'import-splink', '-q', '-r', bench.where / 'keys', '-o', model,
            bench.where / 'settings']).returncode:
        return None
    return next(line.split('\t')[2] for line in model.read_text().splitlines() if line.startswith('c\t'))


def exported(bench, ours):
    (bench.where / 'model').write_text('##model prior=0.5\n' + HEAD + f'c\tyes\t{ours}\t0.6\t0.2\t\t\t\t\t\n'
                                       'c\tno\telse\t0.4\t0.8\t\t\t\t\t\n')
    out = bench.where / 'exported'
    if run([bench.bin / 'model', 'export-splink', '-q', '-o', out, bench.where / 'model']).returncode:
        return None
    return json.loads(out.read_text())['comparisons'][0]['comparison_levels'][0]['sql_condition']


def report(bench, name, done, count):
    kept = [(ours, sql) for ours, sql in done if ours and sql]
    bad = bench.differing(kept)
    print(f'{name}: {name}ed {len(kept)}, refused {count - len(kept)}, equal {len(kept) - bad}, '
          f'{bad or "none"} differ', flush=True)
    return bad + (len(kept) < count / 2)


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with tempfile.TemporaryDirectory() as where:
        bench = Bench(sys.argv[1], pathlib.Path(where))
        rng = random.Random(2)
        sqls = [combine(rng, sql_leaf) for _ in range(count)]
        bad = report(bench, 'import', [(imported(bench, sql), sql) for sql in sqls], count)
        ours = [combine(rng, our_leaf) for _ in range(count)]
        bad += report(bench, 'export', [(one, exported(bench, one)) for one in ours], count)
    sys.exit(bad > 0)


main()
