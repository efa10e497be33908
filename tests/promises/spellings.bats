#!/usr/bin/env bats
load ../helper

# Spellings of a public schema (LIIA, Annex A) that lies beside the repository: at least 99 % get the
# code that it gives them. tests/data/spellings.tsv says of each of the others why.

corpus=data/extracts/annex_a/Annex_A_schema.yml

# spellings COLUMN NUMBER: all of them, with what differs shown.
spellings() {
	needs_sample $corpus
	run "$ROOT/tests/tools/spellings.py" "$SHARED/$corpus" "$ROOT/tests/data/spellings.tsv" "$1"
	printf '%s\n' "$output" | sed 's/^/# /' >&3
	assert_success
	[[ ${lines[-1]} == "$1"$'\t'"$2"$'\t'* ]] || fail "${lines[-1]}"
}

@test "gender: 48 spellings" {
	spellings gender 48
}

@test "ethnicity: 1,783 spellings, folded to eight groups" {
	spellings ethnicity 1783
}

@test "local authorities: 893 spellings" {
	spellings la 893
}
