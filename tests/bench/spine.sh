#!/bin/bash
# spine.sh: the whole pipe, and the memory of its streaming filters. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# in seconds for 20,000 children from raw files to tables, and in KB at the peak for
# filters over a stream of some 400,000 records; theirs is `cat` or `sort` of the same
# bytes in the same run, the goal is for ours.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed
# shellcheck disable=SC2154 # lib.sh says where the recipes are
link_mk=$recipes/link.mk

where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
cd "$where" || exit

figure() { # NAME OURS THEIRS GOAL
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN { OFS = "\t"
		print name, ours, theirs, sprintf("%.2f", theirs ? ours / theirs : 0), goal,
			(ours <= goal ? "met" : "short") }'
}

seconds() { # COMMAND...: wall seconds
	local start=$EPOCHREALTIME
	"$@" >/dev/null 2>>messages
	awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { printf "%.3f", end - start }'
}

peak() { # COMMAND...: peak memory in KB
	/usr/bin/time -o peak -f %M "$@" >/dev/null 2>>messages
	tail -n 1 peak
}

echo "# $(clean --version), $(sort --version | head -n 1), $(nproc) cores" >&2
synth -q --children 20000 --seed 1 -d received
sha256sum <<<bench | cut -c 1-64 >key

for route in blind trusted; do
	ours=$(seconds make -s -f "$link_mk" -j2 RECEIVED=received OUT="out.$route" KEY=key ROUTE="$route")
	figure "spine.$route.seconds.cat" "$ours" "$(seconds cat received/*)" 5
	figure "spine.$route.seconds.sort" "$ours" "$(seconds sort received/*)" 5
done

# One stream of twenty practice lists, as large as a region's.
lists=()
for i in {1..20}; do
	ingest -s "$SCHEMAS/gp_list.tsv" --source "gp$i" received/gp.csv -o "list.$i"
	lists+=("list.$i")
done
stack "${lists[@]}" -o raw
clean -q raw -o large
theirs=$(peak sort large)
figure spine.stack.peak_kb "$(peak stack "${lists[@]}")" "$theirs" 32768
figure spine.clean.peak_kb "$(peak clean raw)" "$theirs" 32768
figure spine.pseudo.peak_kb "$(peak pseudo -k key --token nhs_number,dob,postcode --bloom surname,forename --accept-risk large)" \
	"$theirs" 32768
figure spine.export.peak_kb "$(peak export --inside large)" "$theirs" 32768
