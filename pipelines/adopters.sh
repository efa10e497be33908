#!/bin/bash
# adopters.sh [EPISODES]
#
# The home of a child placed for adoption is that of the future family, under other names and
# numbers: linking by that postcode would expose the child. Reads the sealed episodes of SSDA903
# and writes them without the postcode of such placements (A3 to A6).

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2016 # awk expands them
seal wrap --as clean "${1:--}" -- awk -F '\t' -v OFS='\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 && $at["placement"] ~ /^A[3-6]$/ { $at["placement_postcode"] = "" }
	{ print }'
