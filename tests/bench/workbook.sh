#!/bin/bash
# workbook.sh: all cells of a workbook to TSV, beside openpyxl (read-only) and calamine. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# in seconds of processor time (user and system; the best of five runs of ours, of three of
# calamine's, one of openpyxl's), for a sheet of $ROWS (200000) rows and 20 columns as Excel
# writes them. Ours is sealed TSV; theirs are the readers' own rows, joined by Python. calamine.rows
# is calamine without that: its rows are made and dropped. cells: lines that differ from
# openpyxl's. memory: the peak in KB, theirs being openpyxl's. The two are fetched into build/.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed

root=$(cd "$(dirname "$0")/../.." && pwd)
python=$root/build/workbook-peers/bin/python
bench=$root/tests/bench/workbook.py
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

if ! "$python" -c 'import openpyxl, python_calamine' 2>/dev/null; then
	rm -rf "$root/build/workbook-peers"
	if ! { python3 -m venv "$root/build/workbook-peers" &&
		"$python" -m pip install -q --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1; } >&2; then
		echo "${0##*/}: not measured: openpyxl and calamine could not be installed into build/" >&2
		exit 1
	fi
fi
"$python" -m pip list --disable-pip-version-check 2>/dev/null | awk '/openpyxl|calamine/ { print $1, $2 }' >&2
grep -m 1 'model name' /proc/cpuinfo >&2 || true
cd "$where"

# seconds RUNS COMMAND...: what it writes is in out, its peak of memory in memory.
seconds() {
	local i runs=$1
	shift
	rm -f times
	for ((i = 0; i < runs; i++)); do
		/usr/bin/time -a -o times -f '%U %S %M' "$@" >out 2>>messages || return
	done
	awk '{ t = $1 + $2 } NR == 1 || t < best { best = t } { print $3 >"memory" } END { printf "%.2f", best }' times
}

faster() { # NAME OURS THEIRS GOAL: so many times faster than theirs
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN { OFS = "\t"; ratio = theirs / ours
		print name, ours, theirs, sprintf("%.2fx", ratio), goal "x", (ratio >= goal ? "met" : "short") }'
}

"$python" "$bench" make "${ROWS:-200000}" in.xlsx
"$python" "$bench" schema >schema.tsv
ours=$(seconds 5 ingest -q -s schema.tsv --source s in.xlsx)
memory=$(tail -n 1 memory)
grep -v '^##' out | cut -f 2- >ours.tsv

theirs=$(seconds 3 "$python" "$bench" calamine in.xlsx)
faster workbook.calamine "$ours" "$theirs" 1
theirs=$(seconds 3 "$python" "$bench" calamine-rows in.xlsx)
faster workbook.calamine.rows "$ours" "$theirs" 1

theirs=$(seconds 1 "$python" "$bench" openpyxl in.xlsx)
faster workbook.openpyxl "$ours" "$theirs" 20
awk -v ours="$memory" -v theirs="$(tail -n 1 memory)" 'BEGIN { OFS = "\t"
	print "workbook.memory", ours, theirs, sprintf("%.2f", ours / theirs), "32000", (ours <= 32000 ? "met" : "short") }'
different=$(sed '1d; s/ 00:00:00//g; s/None//g' out | diff - <(tail -n +2 ours.tsv) | grep -c '^[<>]') || true
printf 'workbook.cells\t%s\t0\t0\t0\t%s\n' "$different" "$([[ $different == 0 ]] && echo met || echo short)"
