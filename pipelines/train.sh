#!/bin/bash
# train.sh [--model FILE] [--rules FILE] [--recall SHARE] [--labels FILE] --out DIR IDENTITIES
#
# Trains a comparison model from identities alone. Without --model it starts with one
# derived from the column types; without --rules it blocks by those columns, and pairs of
# columns, that make few enough pairs. Writes into DIR
#
#   start.tsv, rules.tsv   the model and rules it started with, if they were not given
#   model.tsv              the model, for block, compare and cluster
#   card.md                what it was learned from, and how far to trust it
#   bands.tsv              matches to expect at each weight
#
# Then, with that model alone, compare writes every pair that is likelier a match than not, and
# cluster joins whole groups of records by average linkage, not by single links:
#
#   block -r DIR/rules.tsv -m DIR/model.tsv IDENTITIES | compare -m DIR/model.tsv |
#     cluster -m DIR/model.tsv --records IDENTITIES
#
#   --recall SHARE   the share of the matches that the model's rules find (0.7)
#   --labels FILE    pairs that people judged, of review take --labels

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
	sed -n '2s/^# /usage: /p' "$0" >&2
	exit 2
}

model='' rules='' recall=0.7 out='' identities='' labels=()
while (($#)); do
	case $1 in
	--model) model=${2-} && shift ;;
	--rules) rules=${2-} && shift ;;
	--recall) recall=${2-} && shift ;;
	--labels) labels=(--labels "${2-}") && shift ;;
	--out) out=${2-} && shift ;;
	-*) usage ;;
	*) identities=$1 ;;
	esac
	shift || usage
done
[[ -n $out && -n $identities ]] || usage
mkdir -p "$out"

# Columns to link by, one a line: name, type (token/COLUMN of a token), whether a value stands
# for about one person, whether few enough records share one for all of them to be
# compared, its role, whether most records have a value, and, of a match key, the columns that
# its values are in. Then the pairs of other columns that bring few enough records together. The file
# is read twice, so that only those pairs are counted that may be wanted.
columns() {
	awk -F '\t' -v OFS='\t' '
		function pairs(n) { return n * (n - 1) / 2 }
		function parts(i,    k, base, found) {
			for (k = 1; made[i] != "" && k <= count; k++) {
				base = name[k]
				sub(/_(variants|bloom)$/, "", base)
				if (kind[k] != "key" && made[i] ~ "[^a-z0-9_]" base "[^a-z0-9_]") found = found (found == "" ? "" : ",") name[k]
			}
			return found
		}
		FNR == 1 { turn++; header = 0 }
		turn == 1 && /^##column / {
			split($0, word, " ")
			split(word[3], type, "=")
			split(word[4], role, "=")
			if (role[2] ~ /^(direct|quasi|link)$/) { name[++count] = word[2]; kind[count] = type[2]; is[count] = role[2] }
			if (match($0, / form=token\/v1\/[a-z0-9_]+/)) kind[count] = "token/" substr($0, RSTART + 15, RLENGTH - 15)
			if (match($0, / form=key\/v1\/[^ ]+/)) { kind[count] = "key"; made[count] = "+" substr($0, RSTART + 13, RLENGTH - 13) "+" }
			next
		}
		/^##/ { next }
		!header { header = 1; for (i = 1; i <= NF; i++) at[$i] = i; next }
		turn == 1 {
			rows++
			for (i = 1; i <= count; i++)
				if ($(at[name[i]]) != "") { filled[i]++; n[i, $(at[name[i]])]++ }
			next
		}
		!settled {
			settled = 1
			for (key in n) { split(key, part, SUBSEP); alone[part[1]] += pairs(n[key]) }
			for (i = 1; i <= count; i++)
				if (filled[i] && alone[i] > 30 * rows && kind[i] != "key") common[++commons] = i
			for (i = 1; i <= count; i++)
				if (filled[i] && kind[i] == "date" && alone[i] <= 30 * rows) dates[++dated] = i
		}
		{
			for (i = 1; i <= commons; i++)
				for (j = i + 1; j <= commons; j++) {
					a = $(at[name[common[i]]]); b = $(at[name[common[j]]])
					if (a != "" && b != "") both[i, j] += m[i, j, a, b]++
				}
			for (i = 1; i <= commons; i++)
				for (j = 1; j <= dated; j++) {
					a = $(at[name[common[i]]]); b = substr($(at[name[dates[j]]]), 1, 4)
					if (a != "" && b != "") year[i, j] += y[i, j, a, b]++
				}
		}
		END {
			for (i = 1; i <= count; i++)
				if (filled[i] && alone[i] <= 0.8 * pairs(filled[i])) print "column", name[i], kind[i], alone[i] <= 2 * filled[i], alone[i] <= 30 * rows, is[i], (2 * filled[i] >= rows), parts(i)
			for (i = 1; i <= commons; i++)
				for (j = i + 1; j <= commons; j++)
					if (both[i, j] > 0 && both[i, j] <= 30 * rows) print "pair", name[common[i]], name[common[j]]
			for (i = 1; i <= commons; i++)
				for (j = 1; j <= dated; j++)
					if (kind[common[i]] == "name" && year[i, j] > 0 && year[i, j] <= 30 * rows) print "year", name[common[i]], name[dates[j]]
		}' "$1" "$1"
}

# What members of a household have in common.
of_family='function of_family(column, type, role) {
	return type != "key" && column ~ /surname|last_?name|family_?name|address|street|unit_number|house/ || type ~ /^(address|postcode|token\/postcode)$/ || role == "direct" && type ~ /^(text|code)$/
}
'

# A match key says again what the columns say that it is made of: it finds pairs and is not compared.
# A rule links whatever the weight, so it takes an identifier: an address that hardly anybody
# shares is still a family's. Where the sex or birth date is another's, the weight decides.
start_model() {
	awk -F '\t' "$of_family"'
		function level(name, what) { levels = levels sprintf("%s\t%s\t%s\t\t\t%s\t\n", column, name, what, what ~ /^exact\(/ ? common : "") }
		$1 != "column" || $3 == "key" { next }
		{ column = $2; type = $3; common = ""; value = type == "sex" ? "known(" column ")" : column }
		$4 && type ~ /^(token\/)?(nhs_number|upn|uln|local_id)$/ { id[++ids] = column }
		type == "sex" || type == "date" && column ~ /dob|birth/ || type ~ /^token\/.*(dob|birth)/ {
			unless = unless " and (missing(" value ") or exact(" value ")" \
				(type == "date" ? " or damerau(" value ") <= 1 or day_month_swapped(" value ")" : "") ")"
		}
		type == "postcode" || type == "token/postcode" { home = column }
		of_family(column, type, $6) { shared[++shares] = column }
		type ~ /^(name|variants|bloom)$/ && $7 { names = names (names ? " and " : "") "exact(" column ")" }
		type == "date" || type == "month" { dates = dates " and exact(" column ")" }
		{ level("null", "missing(" value ")") }
		!$4 && type !~ /^(sex|boolean|date|month)$/ { common = column }
		{ level("exact", "exact(" value ")") }
		type == "name" { level("jw92", "jaro_winkler(" column ") >= 0.92"); level("jw88", "jaro_winkler(" column ") >= 0.88"); level("jw70", "jaro_winkler(" column ") >= 0.7") }
		type == "text" { level("jw92", "jaro_winkler(" column ") >= 0.92"); level("jw80", "jaro_winkler(" column ") >= 0.8") }
		type == "variants" { level("shared2", "shared(" column ") >= 2"); level("shared1", "shared(" column ") >= 1") }
		type == "bloom" { level("dice85", "dice(" column ") >= 0.85"); level("dice70", "dice(" column ") >= 0.7") }
		type == "date" {
			level("damerau1", "damerau(" column ") <= 1")
			level("day_month", "day_month_swapped(" column ")")
			level("month", "date_diff(" column ", \047month\047) <= 1")
			level("year", "date_diff(" column ", \047year\047) <= 1")
			level("day", "exact(day(" column ")) and exact(month(" column "))")
			level("years10", "date_diff(" column ", \047year\047) <= 10")
		}
		type == "postcode" { level("damerau1", "damerau(" column ") <= 1"); level("sector", "exact(sector(" column "))"); level("outcode", "exact(outcode(" column "))") }
		type ~ /^(id|code|integer|nhs_number|upn|uln)$/ && $5 { level("damerau1", "damerau(" column ") <= 1"); level("damerau2", "damerau(" column ") <= 2") }
		{ level("else", "else") }
		END {
			print "##model prior=0.0001 threshold=5 candidates=0"
			for (i = 1; home == "" && i <= shares; i++)
				if (shared[i] !~ /name$/ || shared[i] ~ /street/) home = shared[i]
			for (i = 1; i <= shares; i++)
				if (home != "" && shared[i] != home) print "##interaction a=" home " b=" shared[i]
			print "comparison\tlevel\tcondition\tm\tu\ttf_column\tflags"
			for (i = 1; i <= ids; i++) printf "rule\t%s\texact(%s)%s\t\t\t\t\n", id[i], id[i], unless
			if (names != "" && dates != "") printf "rule\tnames_and_dates\t%s%s\t\t\t\tprior\n", names, dates
			printf "%s", levels
		}'
}

# A pass that finds families decides everything that a family shares.
start_rules() {
	awk -F '\t' -v OFS='\t' "$of_family"'
		function pass(key, a, b, others,    i) {
			if (a in shared || b in shared)
				for (i = 1; i <= shares; i++)
					if (share[i] != a && share[i] != b) others = others (others == "" ? "" : ",") share[i]
			passes = passes (++count) OFS key OFS others "\n"
		}
		BEGIN { print "pass", "key", "implies" }
		FNR == NR && $1 == "column" && of_family($2, $3, $6) { shared[$2] = 1; share[++shares] = $2 }
		FNR == NR { next }
		$1 == "column" { value[$2] = $3 == "sex" ? "known(" $2 ")" : $2 }
		$1 == "column" && $5 { pass(value[$2], $2, $2, $8) }
		$1 == "pair" { pass(value[$2] " + " value[$3], $2, $3, "") }
		$1 == "year" { pass(value[$2] " + year(" $3 ")", $2, $3, "") }
		END { printf "%s", passes }' "$1" "$1"
}

if [[ -z $model || -z $rules ]]; then
	columns "$identities" >"$out/columns"
	[[ -n $model ]] || start_model <"$out/columns" >"$out/start.tsv"
	[[ -n $rules ]] || start_rules "$out/columns" >"$out/rules.tsv"
	rm "$out/columns"
fi
model=${model:-$out/start.tsv}
rules=${rules:-$out/rules.tsv}
block -r "$rules" -m "$model" "$identities" |
	compare --patterns -m "$model" |
	estimate -m "$model" -r "$rules" --records "$identities" --recall "$recall" "${labels[@]}" \
		--calibration "$out/bands.tsv" --card "$out/card.md" -o "$out/model.tsv"
