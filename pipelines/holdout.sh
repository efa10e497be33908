#!/bin/bash
# holdout.sh --column NAME --rules FILE --model FILE [--single LIST] [--by LIST] [--on DATE] [--members FILE]... IDENTITIES
#
# Measures how well records without an identifier link, on those that have it: the
# column is blanked, the rest is linked by the same rules and model, and the links are
# scored against the identifier. Prints the figures of `evaluate --hold-out`, sealed.
#
#   --single LIST    sources in which a person appears at most once, for cluster
#   --by LIST        groups to reweight by, so that the figures are for records without the
#                    identifier, the most important first: records(),age(dob),missing(postcode),sex,...
#   --on DATE        the day for age() in LIST
#   --members FILE   a payload with columns of LIST; may be repeated

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
	sed -n '2s/^# /usage: /p' "$0" >&2
	exit 2
}

column='' rules='' model='' identities='' single=() options=()
while (($#)); do
	case $1 in
	--column) column=${2-} && shift ;;
	--rules) rules=${2-} && shift ;;
	--model) model=${2-} && shift ;;
	--single) single=(--single "${2-}") && shift ;;
	--by | --on | --members) options+=("$1" "${2-}") && shift ;;
	-*) usage ;;
	*) identities=$1 ;;
	esac
	shift || usage
done
[[ -n $column && -n $rules && -n $model && -n $identities ]] || usage

where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

# The column stays, so that rules and model still fit; its cells are empty.
# shellcheck disable=SC2016 # awk expands them
seal wrap --as clean "$identities" -o "$where/without" -- awk -F '\t' -v OFS='\t' -v column="$column" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i
		if (!at) { print "no column " column >"/dev/stderr"; exit 1 } }
	NR > 1 { $at = "" }
	{ print }'
block -r "$rules" -m "$model" "$where/without" |
	compare -m "$model" |
	cluster -m "$model" "${single[@]}" --records "$where/without" -o "$where/persons"
evaluate --hold-out "$column" --records "$identities" "${options[@]}" "$where/persons"
