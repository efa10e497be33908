#!/bin/bash
# ingest.sh: from files as received to sealed TSV, on one core. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# in seconds of processor time (user and system, the best of seven runs, in turn), for a school census of
# some 285 MB and a children in need return of some 100 MB, made of artificial ones repeated.
# Beside ours: DuckDB's COPY of read_csv to TSV on one thread (fetched into build/), the least that the
# work can cost (bare.c: read, split, hash and write, or expat alone; built with the filters' -O2),
# and zsv where there is one on PATH. The ratio is theirs by ours where more is better (goal with `x`),
# else ours by theirs. Memory: the peak in KB.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed

root=$(cd "$(dirname "$0")/../.." && pwd)
python=$root/build/ingest-peers/bin/python
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
cd "$where" || exit 1

figure() { # NAME OURS THEIRS RATIO GOAL met|short
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# times_faster NAME OURS THEIRS GOAL: so many times faster than theirs.
times_faster() {
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN { OFS = "\t"; ratio = theirs / ours
		print name, ours, theirs, sprintf("%.2fx", ratio), goal "x", (ratio >= goal ? "met" : "short") }'
}

# within NAME OURS THEIRS GOAL: at most so many times what theirs takes.
within() {
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN { OFS = "\t"; ratio = ours / theirs
		print name, ours, theirs, sprintf("%.2f", ratio), goal, (ratio <= goal ? "met" : "short") }'
}

# spent FILE COMMAND...: adds what a run takes to FILE; what it writes goes to a file, as what it is
# compared with.
spent() {
	local times=$1
	shift
	/usr/bin/time -a -o "$times" -f '%U %S' "$@" >out 2>>messages
}

best() { # FILE
	awk '{ t = $1 + $2 } NR == 1 || t < best { best = t } END { printf "%.2f", best }' "$1"
}

# beside SCHEMA FILE COMMAND...: both in turn, so that the neighbours' noise is shared: $ours, $theirs.
beside() {
	local schema=$1 file=$2 i
	shift 2
	rm -f ours.times theirs.times
	for i in {1..7}; do
		spent ours.times ingest -q -s "$SCHEMAS/$schema.tsv" --source s "$file"
		spent theirs.times "$@"
	done
	ours=$(best ours.times)
	theirs=$(best theirs.times)
}

peak() { # SCHEMA FILE: in KB
	/usr/bin/time -o peak -f %M ingest -q -s "$SCHEMAS/$1.tsv" --source s "$2" >out
	tail -n 1 peak
}

# repeat FILE BYTES: the lines between the first and the last (XML: <Children>) again and again.
repeat_csv() {
	local i
	head -n 1 "$1"
	tail -n +2 "$1" >body
	for ((i = 0; i < $2 / $(wc -c <body); i++)); do cat body; done
}
repeat_xml() {
	local i
	sed '/<Children>/q' "$1"
	sed '1,/<Children>/d;/<\/Children>/,$d' "$1" >body
	for ((i = 0; i < $2 / $(wc -c <body); i++)); do cat body; done
	sed -n '/<\/Children>/,$p' "$1"
}

echo "# $(ingest --version), $(nproc) cores, $(grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: //')" >&2
synth -q --children 20000 --seed 1 -d received
repeat_csv received/pupilonroll.csv 285000000 >census.csv
repeat_xml received/cin.xml 100000000 >cin.xml
${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -o bare "$root/tests/bench/bare.c" -lexpat

beside school_census_pupilonroll census.csv ./bare csv census.csv
census=$ours
within ingest.csv.bare "$ours" "$theirs" 2
if ! "$python" -c 'import duckdb' 2>/dev/null; then
	rm -rf "$root/build/ingest-peers"
	{ python3 -m venv "$root/build/ingest-peers" &&
		"$python" -m pip install -q --disable-pip-version-check duckdb==2.0.0; } >&2
fi
if "$python" -c 'import duckdb; print(f"# duckdb {duckdb.__version__}, one thread")' >&2; then
	# Python's own start is not DuckDB's cost.
	theirs=$("$python" - census.csv duckdb.tsv <<-'END'
		import resource, sys, duckdb
		def spent():
		    usage = resource.getrusage(resource.RUSAGE_SELF)
		    return usage.ru_utime + usage.ru_stime
		db = duckdb.connect()
		db.execute("SET threads = 1")
		best = None
		for run in range(3):
		    start = spent()
		    db.execute(f"COPY (FROM read_csv('{sys.argv[1]}', header = true, all_varchar = true)) "
		               f"TO '{sys.argv[2]}' (FORMAT csv, DELIMITER '\t', HEADER)")
		    best = min(best or spent() - start, spent() - start)
		print(f"{best:.2f}")
	END
	)
	times_faster ingest.csv.duckdb "$census" "$theirs" 5
	rm -f duckdb.tsv
else
	echo "ingest.csv.duckdb: not measured: DuckDB could not be installed into build/ingest-peers" >&2
fi
if command -v zsv >/dev/null; then
	beside school_census_pupilonroll census.csv zsv 2tsv census.csv
	within ingest.csv.zsv "$ours" "$theirs" 2
else
	echo "ingest.csv.zsv: not measured: no zsv on PATH, and no package of it to fetch" >&2
fi
figure ingest.csv.peak_kb "$(peak school_census_pupilonroll census.csv)" - - 32768 \
	"$(awk '{ print $1 <= 32768 ? "met" : "short" }' peak)"

beside cin_child cin.xml ./bare xml cin.xml
within ingest.xml.expat "$ours" "$theirs" 1.5
figure ingest.xml.peak_kb "$(peak cin_child cin.xml)" - - 32768 \
	"$(awk '{ print $1 <= 32768 ? "met" : "short" }' peak)"
