"""A plugin of pytest: keeps the settings and tables of every Linker that Splink's tests make or predict with, as
cases for splink_oracle.py in the folder $HARVEST, each once. Of DuckDB's only."""
import hashlib
import json
import os
import pathlib

from splink.internals.linker import Linker
from splink.internals.linker_components.inference import LinkerInference

FOLDER = pathlib.Path(os.environ['HARVEST'])
TEST = ['']


def pytest_runtest_setup(item):
    TEST[0] = item.nodeid


def keep(linker):
    con = getattr(linker._db_api, '_con', None)
    if con is None or 'duckdb' not in type(con).__module__:
        return
    settings = json.loads(json.dumps(linker._settings_obj.as_dict(), default=str))
    settings.pop('linker_uid', None)
    tables = {name: table.physical_name for name, table in linker._input_tables_dict.items()}
    facts = json.dumps(settings, sort_keys=True)
    for physical in tables.values():
        facts += str(con.execute(f'select count(*), bit_xor(hash(t)) from "{physical}" t').fetchall())
    case = FOLDER / hashlib.sha1(facts.encode()).hexdigest()[:12]
    if case.exists():
        return
    case.mkdir(parents=True)
    for i, physical in enumerate(tables.values()):
        con.execute(f"copy (select * from \"{physical}\") to '{case}/{i}.parquet' (format parquet)").fetchall()
    (case / 'case.json').write_text(json.dumps({'test': TEST[0], 'names': list(tables), 'settings': settings}))


def start(self, *arguments, _start=Linker.__init__, **options):
    _start(self, *arguments, **options)
    keep(self)


def predict(self, *arguments, _predict=LinkerInference.predict, **options):
    keep(self._linker)
    return _predict(self, *arguments, **options)


Linker.__init__ = start
LinkerInference.predict = predict
