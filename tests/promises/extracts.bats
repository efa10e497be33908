#!/usr/bin/env bats
load ../helper

# Every sample file of the sector passes ingest and clean with its shipped schema. tests/data/extracts.tsv says which schema
# reads which files of ../shared/data/extracts: glob, schema, options of ingest, and how many titles of a file (none unless
# said) stay unread for what cause. Prints what was read, written, set aside and blanked, file by file.

setup() {
	test_directory
	EXTRACTS=$SHARED/data/extracts
	[[ -d $EXTRACTS ]] || skip 'no sample files beside the repository'
}

# figures PREFIX FILE: the sum of the last step's figures that are PREFIX.COLUMN.
figures() {
	awk -v prefix="$1." '/^##count / { sum = 0; for (i = 2; i <= NF; i++) {
			split($i, figure, "=")
			if (index($i, prefix) == 1 && gsub(/[.]/, ".", figure[1]) == 1) sum += figure[2] } }
		END { print sum + 0 }' "$2"
}

# rows COMMAND: runs COMMAND FILE SCHEMA UNREAD OPTION... for every file of every row.
rows() {
	local glob schema options unread rest file
	while IFS=$'\t' read -r glob schema options unread rest; do
		[[ $glob != glob ]] || continue
		for file in "$EXTRACTS"/$glob; do
			[[ -e $file ]] || { echo "no file: $glob"; return 1; }
			# shellcheck disable=SC2086
			"$1" "$file" "$schema" "${unread:-0}" $options
		done
	done < <(sed 's/\t\t/\t \t/g; s/\t\t/\t \t/g' "$ROOT/tests/data/extracts.tsv")
}

pass() { # FILE SCHEMA UNREAD OPTION...
	local file=$1 schema=$SCHEMAS/$2.tsv unread=$3 name
	name=${1#"$EXTRACTS/"}
	shift 3
	unread=${unread// /0}
	ingest -q -s "$schema" --source sample --rejects rejects "$@" -o read "$file" 2>said || { cat said; return 1; }
	clean -q -s "$schema" -o cleaned read 2>said || { cat said; return 1; }
	seal check cleaned >/dev/null
	printf '# %-48s %-28s read %5s  written %5s  rejected %3s  blanked %5s  unlisted %4s\n' "$name" "$(basename "$schema" .tsv)" \
		"$(count_of read read)" "$(count_of written cleaned)" "$(($(count_of rejected read) + 0))" \
		"$(figures blanked cleaned)" "$(figures unlisted cleaned)" >&3
	if [[ $(($(count_of unread.columns read) + 0)) != $((unread)) ]]; then
		echo "$name: $(count_of unread.columns read) titles are not read, and $unread are accounted for"
		return 1
	fi
	assert_equal "$(count_of read read)" "$(($(count_of written cleaned) + $(count_of rejected read) + $(count_of rejected cleaned) + 0))"
}

@test "every sample file passes ingest and clean with its shipped schema" {
	printf '#\n' >&3
	rows pass
}

@test "every sample file has a row" {
	seen() { echo "$1"; }
	rows seen | sort -u >with_row
	find "$EXTRACTS" -type f \( -name '*.csv' -o -name '*.xml' -o -name '*.xlsx' \) | sort >files
	diff files <(sort -u with_row)
}

@test "a file of the wrong schema is refused" {
	run ingest -s "$SCHEMAS/ssda903_header.tsv" --source sample "$EXTRACTS/ssda903/episodes.csv"
	assert_failure 65
	run ingest -s "$SCHEMAS/school_census_addresses.tsv" --source sample "$EXTRACTS/ssda903/episodes.csv"
	assert_failure 65
}
