#!/bin/bash
# lint.sh: holds the tree to its own rules. Prints what breaks them; silent and 0 when nothing does.
set -u
shopt -s nullglob globstar
cd "$(dirname "$0")/../.." || exit 1
broken=0

report() { # PREFIX: each line of standard input is a complaint
	local line
	while IFS= read -r line; do
		echo "lint: $1: $line"
		broken=1
	done
}

sources=(filters/*.c filters/lib/*/*.[ch] tests/unit/**/*.[ch] tests/fuzz/*.[ch] tests/bench/*.[ch])
shells=(.ci/run tests/*.sh tests/*.bash tests/bench/*.sh tests/bench/*.bash tests/run/browser/*.sh pipelines/**/*.sh)
suites=(tests/*/*.bats)
pages=(filters/*.[17])

((${#sources[@]})) && report format < <(clang-format --dry-run -Werror "${sources[@]}" 2>&1 | grep 'error:')
# Blank lines behind declarations, the opening comment and the variables of a filter.
report dialect < <(tests/tools/dialect.py filters/*.c filters/lib/*/*.[ch] tests/unit/*.h tests/unit/*/*.c)
report shell < <(shellcheck -x -P SCRIPTDIR -f gcc "${shells[@]}" 2>&1)
# In bats, single quotes hold the pipelines under test and each test is a subshell.
((${#suites[@]})) && report shell < <(shellcheck -f gcc -e SC1091,SC2016,SC2030,SC2031,SC2094,SC2154 "${suites[@]}" 2>&1)
((${#pages[@]})) && report manual < <(mandoc -T lint -W warning "${pages[@]}" 2>&1)

# Arrows only point down: what each room of the library may include.
below() {
	case $1 in
	base) echo base ;;
	stream | field) echo "$1 base" ;;
	read | identity | labels | table) echo "$1 stream base" ;;
	schema | expr | synth) echo "$1 field stream base" ;;
	intake) echo intake read schema field stream base ;;
	outlet) echo outlet schema field stream base ;;
	pseudo | model) echo "$1 expr field stream base" ;;
	cluster) echo cluster score model expr stream base ;;
	score) echo score model expr base ;;
	block) echo block score model expr stream base ;;
	train) echo train labels block model expr stream base ;;
	splink) echo splink block model expr stream base ;;
	evaluate) echo evaluate labels cluster model field stream base ;;
	review) echo review cluster model stream base ;;
	*) echo "" ;;
	esac
}
# A name without a slash is the file's own room.
report layering < <(
	for file in filters/lib/*/*.[ch]; do
		room=${file#filters/lib/}
		room=${room%%/*}
		while IFS= read -r included; do
			[[ $included != */* || " $(below "$room") " == *" ${included%%/*} "* ]] || echo "$file includes $included"
		done < <(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file")
	done
	for file in filters/*.c; do
		sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file" | grep -v '/' | sed "s|^|$file includes |"
	done
)

report internal < <(
	awk '/^#include ".*_internal\.h"/ {
		room = FILENAME
		sub("/[^/]*$", "", room)
		sub(".*/", "", room)
		if (index($2, "\"" room "/") != 1)
			print FILENAME " includes " $2 ": it is for the files of its own room"
		else if (FILENAME ~ /\.h$/ && FILENAME !~ /_internal\.h$/)
			print FILENAME ", a public header, includes " $2 }' \
		filters/*.c filters/lib/*/*.[ch] tests/unit/*/*.c tests/fuzz/*.c
)

# The library's parts go together in any number and order: no symbol, object or guard has the name
# of another, and a file may include all headers at once.
archive=build/release/libjigsaw.a
env -u MAKEFLAGS make -s -j2 SAN= FUZZ= DEBUG= "$archive" || exit 1
report symbol < <(
	nm -A -g --defined-only "$archive" | awk '{ split($1, part, ":")
		if ($3 in at) print $3 " is in " at[$3] " and in " part[2]
		at[$3] = part[2] }'
)
report object < <(
	ar t "$archive" | sort | uniq -d | sed 's/$/: two files of the library have this name/'
	files=(filters/lib/*/*.c)
	(($(ar t "$archive" | wc -l) == ${#files[@]})) || echo "$archive is not made of filters/lib/*/*.c"
)
report guard < <(
	awk 'FNR == 1 { guard = substr(FILENAME, 13, length(FILENAME) - 14); gsub("/", "_", guard)
			guard = "JIGSAW_" toupper(guard) "_H" }
		FNR <= 2 && /^#(ifndef|define) / && $2 != guard { print FILENAME ":" FNR ": " $2 " is not " guard }' \
		filters/lib/*/*.h
)
report header < <(
	grep -l '^#ifndef JIGSAW_' filters/lib/*/*.h | sed 's/.*/#include "&"/' |
		gcc -std=c11 -D_GNU_SOURCE -I. -Ifilters/lib -Wall -Wextra -fsyntax-only -x c - 2>&1 | grep -E 'error:|warning:'
)

# Sizes: what outgrows them is two things.
report size < <(
	for file in filters/*.c filters/lib/*/*.[ch]; do
		(($(wc -l <"$file") <= 400)) || echo "$file has more than 400 lines"
	done
	awk 'FNR == 1 { start = 0 }
		/^{/ { start = FNR }
		/^}/ && start { if (FNR - start + 1 > 60)
			print FILENAME ":" start ": a function of " FNR - start + 1 " lines"; start = 0 }' \
		filters/*.c filters/lib/*/*.c /dev/null
)

# No room holds more than 15 % of the code.
report room < <(
	wc -l filters/*.c filters/lib/*/*.[ch] | awk '$2 ~ "^filters/lib/" { split($2, part, "/"); lines[part[3]] += $1 }
		$2 == "total" { for (room in lines) if (lines[room] > 0.15 * $1)
			print "filters/lib/" room " holds " lines[room] " of " $1 " lines: more than 15 %" }'
)

# Every filter has its page, its tests and its row.
report filter < <(
	for file in filters/*.c; do
		name=${file#filters/}
		name=${name%.c}
		[[ -e filters/$name.1 ]] || echo "$name has no filters/$name.1"
		[[ -e tests/filters/$name.bats ]] || echo "$name has no tests/filters/$name.bats"
		grep -q "^| \`$name\` |" README.md || echo "$name has no row in README.md"
	done
)

# Every unit program checks with the common checks, and is named after what it tests.
report unit < <(
	for file in tests/unit/*/*.c; do
		tested=filters/lib/${file#tests/unit/}
		[[ -e $tested || -e ${tested%.c}.h ]] || echo "$file tests no file of the library"
		grep -q '^#include "test.h"' "$file" || echo "$file does not include test.h"
	done
)

# What is tracked, and what would be by the next `git add`: the root holds the listed names and nothing
# else, no file is large unless it is listed here, and no records of people lie about.
root=(.ci .clang-format .editorconfig .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md
	bin filters models pipelines schemas tests)
large=() # files of more than 100 kB
kept() { git ls-files -z --cached --others --exclude-standard --deduplicate "$@"; }
report root < <(
	kept | cut -z -d / -f 1 | sort -zu | while IFS= read -rd '' name; do
		[[ ! -e $name || " ${root[*]} " == *" $name "* ]] || echo "$name is not on the list of what the root holds"
	done
)
report large < <(
	kept | while IFS= read -rd '' file; do
		[[ ! -f $file ]] || (($(wc -c <"$file") <= 100000)) || [[ " ${large[*]} " == *" $file "* ]] ||
			echo "$file has more than 100,000 bytes"
	done
)
report stream < <(
	kept -- ':!tests' ':!filters/*.7' | xargs -0 grep -lIE '^##jigsaw [0-9]+ level=' -- 2>/dev/null |
		sed 's/$/ is a sealed stream, or holds one/'
)

# Nothing of the machine it was written on, and nothing unfinished.
report trace < <(
	git ls-files -z | grep -zv '^tests/data/' |
		xargs -0 grep -nIE '/(root|work|Users)/[a-z]|/home/[a-z]+/|\b(TOD[O]|FIXM[E]|XX[X])\b' -- 2>/dev/null
)
report whitespace < <(git ls-files -z '*.c' '*.h' '*.sh' '*.bats' '*.bash' '*.md' '*.mk' Makefile |
	xargs -0 grep -nIE ' +$' -- 2>/dev/null)

((broken)) || echo "lint: clean" >&2
exit $broken
