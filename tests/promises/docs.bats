#!/usr/bin/env bats
load ../helper

# The manual is a test: its examples are run, its options compared with --help.

# examples PAGE: the literal blocks of its EXAMPLES, each ended by a NUL.
examples() {
	awk '/^\.Sh / { inside = ($2 == "EXAMPLES") }
		inside && /^\.Bd .*-literal/ { block = 1; next }
		/^\.Ed/ { if (block) printf "%c", 0; block = 0 }
		block { gsub(/\\e/, "\\"); gsub(/\\&/, ""); gsub(/\\-/, "-")
			gsub(/\\\(aq/, "\x27"); gsub(/\\\(dq/, "\""); print }' "$1"
}

# blocks FILE: the fenced sh blocks of a Markdown file, each ended by a NUL.
blocks() {
	awk '/^```sh$/ { block = 1; next }
		/^```$/ { if (block) printf "%c", 0; block = 0 }
		block' "$1"
}

# run_blocks NAME: runs each block of standard input in a directory of its own.
run_blocks() {
	local block number=0 broken=0 output
	while IFS= read -r -d '' block; do
		number=$((number + 1))
		mkdir "$1.$number"
		if ! output=$(cd "$1.$number" && bash -o pipefail -euc "$block" 2>&1); then
			printf '%s, example %d fails:\n%s\n%s\n' "$1" "$number" "$block" "$output"
			broken=1
		fi
	done
	return $broken
}

# long_options: the long options on standard input, one a line.
long_options() {
	grep -oE -- '--[a-z][a-z0-9-]*' | sort -u
}

# page_options PAGE: the long options that a page lists as items.
page_options() {
	sed -nE 's/^\.It (Fl|Xo Fl)/Fl/p' "$1" | grep -oE -- '(Fl|,) -[a-z][a-z0-9-]*' | sed -E 's/^(Fl|,) /-/' | sort -u
}

common='--help --output --partial --preamble --progress --quiet --receipt --tmpdir --version'

@test "every example in the manual runs" {
	broken=0
	for page in "$ROOT"/filters/*.1; do
		name=$(basename "$page")
		examples "$page" >"$name.examples"
		run_blocks "$name" <"$name.examples" || broken=1
	done
	[ $broken -eq 0 ]
}

@test "an example is read as it is run: no line of one changes when the page is rendered" {
	{ command -v mandoc && command -v col; } >/dev/null || skip 'mandoc or col is not installed'
	for page in "$ROOT"/filters/*.1; do
		mandoc -T utf8 "$page" | col -bx | sed 's/^ *//' >rendered
		examples "$page" | tr '\0' '\n' | sed 's/^[ \t]*//' | grep . >run
		grep -vxF -f rendered run | sed "s|^|${page##*/}: |" >>changed || true
	done
	run cat changed
	refute_output
}

@test "every page has an example and says what EXAMPLES, LEDGER, MEMORY and EXIT STATUS are" {
	broken=0
	for page in "$ROOT"/filters/*.1; do
		for section in NAME SYNOPSIS DESCRIPTION OPTIONS LEDGER MEMORY 'EXIT STATUS' EXAMPLES; do
			grep -q "^\.Sh $section\$" "$page" || { echo "$page: no section $section"; broken=1; }
		done
		[ -n "$(examples "$page" | tr -d '\0')" ] || { echo "$page: no example"; broken=1; }
	done
	[ $broken -eq 0 ]
}

@test "the options of --help are those of the page" {
	broken=0
	for page in "$ROOT"/filters/*.1; do
		name=$(basename "$page" .1)
		env "$name" --help | long_options | grep -vxFe "$(tr ' ' '\n' <<<"$common")" >offered || true
		page_options "$page" | grep -vxFe "$(tr ' ' '\n' <<<"$common")" >listed || true
		diff offered listed || { echo "$name: --help (<) and $name.1 (>) differ"; broken=1; }
	done
	[ $broken -eq 0 ]
}

@test "the options that all filters share are in jigsaw(7)" {
	clean --help | long_options | grep -xFe "$(tr ' ' '\n' <<<"$common")" >shared
	while read -r option; do
		grep -qE "Fl -?${option#--}" "$ROOT/filters/jigsaw.7" || { echo "no $option"; false; }
	done <shared
}

@test "the examples in the README run" {
	for file in README.md filters/README.md; do
		blocks "$ROOT/$file" | run_blocks "$(tr / - <<<"$file")"
	done
}

@test "the README has a row for every filter and a filter for every row" {
	sed -nE 's/^\| `([a-z]+)` \|.*/\1/p' "$ROOT/README.md" | sort >rows
	for source in "$ROOT"/filters/*.c; do basename "$source" .c; done | sort >filters
	diff rows filters
}

@test "paths named in the Markdown files exist" {
	broken=0
	for file in "$ROOT"/*.md "$ROOT"/filters/README.md; do
		for path in $(grep -oE '`(filters|tests|pipelines|schemas)/[a-z0-9_./-]*`' "$file" | tr -d '`'); do
			[ -e "$ROOT/$path" ] || { echo "$file: no $path"; broken=1; }
		done
	done
	[ $broken -eq 0 ]
}

@test "models/README.md has every comparison function" {
	sed -n 's/.*\.name = "\([a-z_]*\)".*/\1/p' "$ROOT"/filters/lib/expr/comparison_function.c >names
	[ -s names ]
	while read -r name; do
		grep -qE "^\|.*\`$name\(" "$ROOT"/models/README.md || echo "$name"
	done <names >missing
	run cat missing
	assert_output ''
}
