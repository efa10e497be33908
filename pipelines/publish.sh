#!/bin/bash
# publish.sh COLUMN,... LINKED REGISTER OUT
#
# Tabulates LINKED by the columns and suppresses the table for publication. Tables whose cells name two dimensions
# at most; where such a table would give a hidden count away, one dimension, and it says so.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

if (($# != 4)); then
	sed -n '2s/^# /usage: /p' "$0" >&2
	exit 2
fi
by=$1 linked=$2 register=$3 out=$4

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for ways in 2 1; do
	status=0
	tabulate --by "$by" --ways "$ways" "$linked" |
		suppress --rule hes --register "$register" -o "$out" 2>"$log" || status=$?
	if ((status != 77)) || ! grep -q '(rule audit)$' "$log"; then
		break
	fi
done
cat "$log" >&2
((status || ways == 2)) ||
	echo "publish.sh: $out: one dimension at a time: with two, hidden counts could be worked out" >&2
exit "$status"
