#!/bin/bash
# publish.sh COLUMN,... LINKED REGISTER NAME
#
# Tabulates LINKED by each two of the columns and suppresses the tables for publication, as NAME.COLUMN.COLUMN.tsv
# and .csv: whole tables with their margins. All of them are attacked together first, since they share margins;
# where a hidden count would be given away, there is a table of each column instead, NAME.COLUMN, and it says so.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

if (($# != 4)); then
	sed -n '2s/^# /usage: /p' "$0" >&2
	exit 2
fi
by=$1 linked=$2 register=$3 name=$4

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for ways in 2 1; do
	status=0
	tabulate --by "$by" --ways "$ways" "$linked" |
		suppress --rule hes -o "$work/together" 2>"$work/log" || status=$?
	if ((status != 77)) || ! grep -q '(rule audit)$' "$work/log"; then
		break
	fi
done
cat "$work/log" >&2
((status == 0)) || exit "$status"
((ways == 2)) ||
	echo "publish.sh: $name: one dimension at a time: with two, hidden counts could be worked out" >&2

table() { # COLUMN,...
	local file=$name.${1//,/.}
	tabulate --by "$1" "$linked" | suppress -q --rule hes --register "$register" -o "$file.tsv"
	"$BIN/export" "$file.tsv" -o "$file.csv"
}
rm -f "$name".*.tsv "$name".*.csv # of a run before
IFS=, read -ra columns <<<"$by"
for ((i = 0; i < ${#columns[@]}; i++)); do
	((ways == 2 && ${#columns[@]} > 1)) || table "${columns[i]}"
	for ((j = i + 1; ways == 2 && j < ${#columns[@]}; j++)); do
		table "${columns[i]},${columns[j]}"
	done
done
