#!/bin/bash
# splink.sh: models and rules of Splink 5 and 4 against Splink itself (tests/tools/splink_oracle.py), and random
# conditions against DuckDB (tests/tools/splink_logic.py). What
# it needs goes into build/. $SPLINK5_SOURCE and $SPLINK4_SOURCE may name a copy of Splink's source with its
# `tests`, which the packages do not have: then its suite is run too, and the settings in it are compared.
set -u
cd "$(dirname "$0")/../.." || exit 1
export PYTHONWARNINGS=ignore
failed=0

# prepare FOLDER PACKAGE...: a Python with these.
prepare() {
	local folder=$1
	shift
	[[ -x $folder/bin/python ]] || python3 -m venv "$folder" || return
	"$folder/bin/python" -m pip install -q --disable-pip-version-check "$@"
}

# suite PYTHON SOURCE: the settings of Splink's own tests.
suite() {
	local python=$PWD/$1 tools=$PWD/tests/tools cases
	cases=$(mktemp -d) || return
	(cd "$2" && HARVEST=$cases PYTHONPATH=$tools:. timeout 600 "$python" -m pytest -q -p splink_harvest \
		-m 'default or core' tests) >/dev/null 2>&1
	"$python" tests/tools/splink_oracle.py "${BIN:-bin}" "$cases" 2>/dev/null || failed=1
	rm -rf "$cases"
}

for version in 5.0.0 4.0.17; do
	major=${version%%.*}
	folder=build/splink$major
	source=SPLINK${major}_SOURCE
	prepare "$folder" "splink==$version" duckdb==2.0.0 || exit 1
	"$folder/bin/python" tests/tools/splink_oracle.py "${BIN:-bin}" 2>/dev/null || failed=1
	if [[ -n ${!source:-} ]]; then
		prepare "$folder" pytest pandas networkx pyarrow || exit 1
		suite "$folder/bin/python" "${!source}"
	fi
done
build/splink5/bin/python tests/tools/splink_logic.py "${BIN:-bin}" || failed=1
exit $failed
