#!/bin/bash
# adopters.sh [EPISODES]
#
# Where a child is placed for adoption lives the family that will be its own, under other
# names and numbers: to link by that postcode is to find the child out. Reads the sealed
# episodes of SSDA903 and writes them without the postcode of such placements (A3 to A6).

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2016 # awk expands them
seal wrap --as clean "${1:--}" -- awk -F '\t' -v OFS='\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 && $at["placement"] ~ /^A[3-6]$/ { $at["placement_postcode"] = "" }
	{ print }'
