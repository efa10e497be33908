# shellcheck shell=bash
# Sourced by what measures against Splink, after lib.sh: puts Splink into build/splink, from
# a package index, or ends with 1; says on standard error what is measured with.
#
#   $root, $where          the source tree, and a directory that goes at the end
#   theirs KIND ARGUMENT...   what linkage.py has to say
#   figure NAME OURS THEIRS RATIO GOAL met|short

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
python=$root/build/splink/bin/python
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

if ! "$python" -c 'import splink' 2>/dev/null; then
	rm -rf "$root/build/splink"
	if ! { python3 -m venv "$root/build/splink" &&
		"$python" -m pip install -q --disable-pip-version-check splink==5.0.0 duckdb==2.0.0; } >&2; then
		echo "${0##*/}: not measured: Splink could not be installed into build/splink" >&2
		exit 1
	fi
fi
"$python" -c 'import duckdb, splink; print(f"splink {splink.__version__}, duckdb {duckdb.__version__}, one thread")' >&2
grep -m 1 'model name' /proc/cpuinfo >&2 || true

figure() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

theirs() {
	"$python" "$root/tests/bench/linkage.py" "$@" 2>"$where/splink.log" || {
		cat "$where/splink.log" >&2
		return 1
	}
}
