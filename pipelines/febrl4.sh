#!/bin/bash
# febrl4.sh A.csv B.csv: links Febrl's data set 4, five thousand artificial persons and a
# copy of each with errors, and reports how well. The truth is in the record ids:
# rec-1070-org and rec-1070-dup-0 are one person.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

if (($# != 2)); then
	echo "usage: febrl4.sh A.csv B.csv" >&2
	exit 2
fi
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
model=$MODELS/febrl.tsv
rules=$MODELS/febrl_rules.tsv

stack <(ingest -s "$SCHEMAS/febrl.tsv" --source a "$1" | clean -q) \
	<(ingest -s "$SCHEMAS/febrl.tsv" --source b "$2" | clean -q) -o "$where/records"
block -r "$rules" -m "$model" "$where/records" |
	compare -m "$model" |
	cluster -m "$model" --records "$where/records" -o "$where/persons"

{
	printf 'rid\tperson\tfamily\tbirth\n'
	awk -F '[-,]' 'FNR > 1 { print (NR == FNR ? "a:" : "b:") FNR - 1 "\t" $2 "\t\t" }' "$1" "$2"
} | ingest -s "$SCHEMAS/truth.tsv" --source truth -o "$where/truth"
evaluate --truth "$where/truth" "$where/persons" |
	awk -F '\t' '$1 == "all" && $4 ~ /^(precision|recall|f1)$/ { print $4 "\t" $5 }'
