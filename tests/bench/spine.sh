#!/bin/bash
# spine.sh: the whole pipe and the memory of its streaming filters. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# for 20,000 children from raw files to tables in seconds, against `cat` and `sort`
# of the same bytes; and for the peak memory in KB of filters over a large stream,
# against the stream's size. A goal is for what stands under `ours`.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"

children=${CHILDREN:-20000}
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
cd "$where"

figure() { # NAME OURS THEIRS GOAL
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN { OFS = "\t"
		print name, ours, theirs, sprintf("%.2f", theirs ? ours / theirs : 0), goal,
			(ours <= goal ? "met" : "short") }'
}

seconds() { # COMMAND...: wall seconds
	/usr/bin/time -o seconds -f %e "$@" >/dev/null
	tail -n 1 seconds
}

peak() { # COMMAND...: peak memory in KB
	/usr/bin/time -o peak -f %M "$@" >/dev/null
	tail -n 1 peak
}

synth --children "$children" --seed 1 -d received
printf 'demonstration key, of no use to anyone else\n' >key

for route in blind trusted; do
	ours=$(seconds make -s -f "$recipes/link.mk" -j2 RECEIVED=received OUT="out.$route" KEY=key ROUTE="$route")
	figure "spine.$route.seconds.cat" "$ours" "$(seconds cat received/*)" 5
	figure "spine.$route.seconds.sort" "$ours" "$(seconds sort received/*)" 5
done

# One stream of ten lists, as large as a region's.
lists=()
for i in 0 1 2 3 4 5 6 7 8 9; do
	ingest -s "$SCHEMAS/gp_list.tsv" --source "gp$i" received/gp.csv -o "list.$i"
	lists+=("list.$i")
done
stack "${lists[@]}" -o raw
clean raw -o large
size=$(($(wc -c <large) / 1024))
figure spine.stack.peak_kb "$(peak stack "${lists[@]}")" "$size" 32768
figure spine.clean.peak_kb "$(peak clean raw)" "$size" 32768
figure spine.pseudo.peak_kb "$(peak pseudo -k key large)" "$size" 32768
figure spine.export.peak_kb "$(peak export --inside large)" "$size" 32768
