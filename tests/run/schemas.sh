#!/bin/bash
# schemas.sh [DIR [EXCEPTIONS]]: holds the schemas to the rules that one schema alone cannot break, and each to being loadable.
# Prints what breaks them; silent and 0 when nothing does. EXCEPTIONS is a table of rule, subject and reason.
set -u
tests=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$tests/../schemas}
exceptions=${2:-$tests/data/schemas.tsv}
PATH=${BIN:-$tests/../bin}:$PATH
broken=0

complain() { # each line of standard input is a complaint
	local line
	while IFS= read -r line; do
		echo "schemas: $line"
		broken=1
	done
}

# Facts, names, types, roles, titles of two columns, code lists: what the loaders refuse, one schema at a time.
jigsaw schemas --schemas "$folder" >/dev/null 2>&1 || complain < <(
	one=$(mktemp -d)
	trap 'rm -rf "$one"' EXIT
	ln -s "$(realpath "$folder")/codes" "$one/codes"
	for file in "$folder"/*.tsv; do
		name=$(basename "$file" .tsv)
		cp "$file" "$one/$name.tsv"
		jigsaw schemas --schemas "$one" 2>&1 >/dev/null | sed "s|^jigsaw: $one/||; s|\$| (rule load)|"
		rm "$one/$name.tsv"
	done
)

complain < <(
	for file in "$folder"/*.tsv; do
		name=$(basename "$file" .tsv)
		head -n 1 "$file" | grep -q '^##schema ' || grep -q "^no_schema	$name	." "$exceptions" ||
			echo "$name: no ##schema line (rule no_schema)"
	done
)

# What one schema says and another contradicts, and what every schema owes its readers.
complain < <(
	awk -F '\t' -v exceptions="$exceptions" '
		function excused(rule, subject) { return (rule "\t" subject) in reason }
		function say(rule, subject, words) { if (!excused(rule, subject)) print subject ": " words " (rule " rule ")" }
		function ended() {
			if (!schema) return
			if (!about) say("about", schema, "no ##about line")
			if (schema_line !~ / layout=(published|aliases)/) say("layout", schema, "no layout= in the ##schema line")
			if (schema_line ~ / level=identifiable/ && !person) say("person", schema, "neither a direct nor an entity column, nor an id to join one by")
			if (!mentioned(schema)) say("readme", schema, "no row in README.md")
		}
		function mentioned(name,   i) {
			for (i = 1; i <= patterns; i++)
				if (name ~ pattern[i]) return 1
			return 0
		}
		BEGIN {
			while ((getline line < exceptions) > 0) {
				split(line, cell, "\t")
				if (cell[3] != "") reason[cell[1] "\t" cell[2]] = 1
			}
		}
		FNR == 1 && FILENAME !~ /README.md$/ {
			ended()
			schema = ""
			if ($0 !~ /^##schema /) next
			schema = FILENAME
			sub(/.*\//, "", schema)
			sub(/\.tsv$/, "", schema)
			schema_line = set = $0
			sub(/.* set=/, "", set)
			sub(/ .*/, "", set)
			about = person = header = 0
			next
		}
		FILENAME ~ /README.md$/ {
			rest = $0
			sub(/^\| /, "", rest)
			sub(/ \|.*/, "", rest)
			while ($0 ~ /^\| `/ && match(rest, /`[a-z0-9_*]+`/)) {
				one = substr(rest, RSTART + 1, RLENGTH - 2)
				rest = substr(rest, RSTART + RLENGTH)
				gsub(/\*/, ".*", one)
				pattern[++patterns] = "^" one "$"
			}
			next
		}
		!schema { next }
		/^##about ./ { about = 1; next }
		/^(##|# |$)/ { next }
		!header {
			header = 1
			split("", at)
			for (i = 1; i <= NF; i++) at[$i] = i
			next
		}
		{
			name = $at["column"]; type = $at["type"]; role = $at["role"]; list = $at["list"]
			codes = "codes" in at ? $at["codes"] : ""
			if (role == "direct" || role == "entity" || type == "id") person = 1
			if (excused("column", name "@" schema)) next
			if (type == "stated_gender") type = "sex" # which clean makes of it
			said = type " " role (list ? " list" : "")
			if (!(name in first)) { first[name] = said; whose[name] = schema }
			else if (first[name] != said)
				say("column", name "@" schema, "is " said ", and " first[name] " in " whose[name])
			if (codes && !((set, name) in coded)) { coded[set, name] = codes; coder[set, name] = schema }
			else if (codes && coded[set, name] != codes)
				say("codes", name "@" schema, "has the codes " codes ", and " coded[set, name] " in " coder[set, name])
		}
		END { ended() }
	' "$folder/README.md" "$folder"/*.tsv
)

# A list that no schema names is a list that nobody reads.
complain < <(
	for file in "$folder"/codes/*.tsv; do
		name=$(basename "$file" .tsv)
		awk -F '\t' -v name="$name" '
			FNR == 1 { at = 0 }
			/^column\t/ { for (i = 1; i <= NF; i++) if ($i == "codes") at = i; next }
			at && $at == name { found = 1; exit }
			END { exit !found }' "$folder"/*.tsv ||
			grep -q "^unused	$name	." "$exceptions" || echo "codes/$name: no schema names it (rule unused)"
	done
)
exit $broken
