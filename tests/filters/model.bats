#!/usr/bin/env bats
load ../helper

# settings LEVEL... [-- RULE...]: Splink's settings with one comparison `surname`, each level's JSON without its
# braces, and the blocking rules as texts.
settings() {
	local levels='' rules='' into=levels item
	for item; do
		[[ $item != -- ]] || { into=rules; continue; }
		if [[ $into == levels ]]; then levels+="${levels:+, }{$item}"; else rules+="${rules:+, }{\"blocking_rule\": $item}"; fi
	done
	printf '{"link_type": "dedupe_only", "probability_two_random_records_match": 0.001,
		"blocking_rules_to_generate_predictions": [%s],
		"comparisons": [{"output_column_name": "surname", "comparison_levels": [%s, {"sql_condition": "ELSE",
		"m_probability": 0.1, "u_probability": 0.9}]}]}' "$rules" "$levels" >settings.json
}

# said SQL: the condition that a level with this SQL becomes.
said() {
	settings "\"sql_condition\": \"${1//\"/\\\"}\", \"m_probability\": 0.9, \"u_probability\": 0.1"
	run model import-splink -q -o model.tsv settings.json
	[[ $status -ne 0 ]] || awk -F '\t' 'NR == 3 { print $3 }' model.tsv
}

is() { # SQL CONDITION
	assert_equal "$(said "$1")" "$2"
}

refused() { # SQL WORDS
	said "$1" >/dev/null
	assert_equal "$status" 78
	assert_output --partial 'comparison surname, level "'
	assert_output --partial "$2"
}

@test "tests: what stands for what" {
	is '"a_l" IS NULL OR "a_r" IS NULL' 'missing(a)'
	is '("a_l" IS NULL OR "b_l" IS NULL) OR ("b_r" IS NULL OR a_r is null)' 'missing(a) or missing(b)'
	is '"a_l" IS NULL AND "a_r" IS NULL' 'both_missing(a)'
	is '"a_l" IS NOT NULL OR "a_r" IS NOT NULL' 'not both_missing(a)'
	is '"a_l" = "a_r"' 'exact(a)'
	is '"a_r" = "a_l"' 'exact(a)'
	is '"a_l" = "b_r" AND "a_r" = "b_l"' 'swapped(a, b)'
	is "\"a_l\" = 'x' AND \"a_r\" = 'x'" "both(a, 'x')"
	is "\"a_l\" = 'x' OR \"a_r\" = 'x'" "either(a, 'x')"
	is 'jaro_winkler_similarity("a_l", "a_r") >= 0.92' 'jaro_winkler(a) >= 0.92'
	is 'jaccard(a_l, a_r) >= 0.9' 'jaccard(a, 1) >= 0.9'
	is 'damerau_levenshtein(a_l, a_r) < 3' 'damerau(a) <= 2'
	is '0.88 < jaro_similarity(a_l, a_r)' 'jaro(a) >= 0.8800000000000001'
	is 'levenshtein(a_l, a_r) BETWEEN 1 AND 2' 'not levenshtein(a) <= 0 and levenshtein(a) <= 2'
	is 'array_length(list_intersect(a_l, a_r)) >= 2' 'intersect(a) >= 2'
	is 'array_cosine_similarity(a_l, a_r) >= 0.9' 'cosine(a) >= 0.9'
	is 'ABS(a_l - a_r) <= 5' 'difference(a) <= 5'
	is "a_l = a_r AND a_l <> 'x'" "exact(a) and not either(a, 'x')"
	is '(ABS(a_l - a_r) / (CASE WHEN a_r > a_l THEN a_r ELSE a_l END)) < 0.1' 'percent_difference(a) < 0.1'
}

@test "dates: seconds are days, months and years of Splink" {
	is "ABS(EPOCH(try_strptime(\"d_l\", '%Y-%m-%d')) - EPOCH(try_strptime(\"d_r\", '%Y-%m-%d'))) <= 2629800.0" "date_diff(d, 'month') <= 1"
	is 'ABS(EPOCH(d_l) - EPOCH(d_r)) <= 315576000.0' "date_diff(d, 'year') <= 10"
	is 'ABS(EPOCH(d_l) - EPOCH(d_r)) <= 60*60*24*3' "date_diff(d, 'day') <= 3"
	is "abs(date_diff('day', d_l, d_r)) < 30" "date_diff(d, 'day') <= 29"
	is "try_strptime(d_l, '%Y-%m-%d') IS NULL OR try_strptime(d_r, '%Y-%m-%d') IS NULL" 'missing(day(d))'
}

@test "as Spark says it" {
	local pairs='transform(flatten(transform(`a_l`, x -> transform(`a_r`, y -> [x, y]))), pair -> '
	is 'date(try_to_timestamp(`d_l`, '"'yyyy-MM-dd'"')) IS NULL OR date(try_to_timestamp(`d_r`, '"'yyyy-MM-dd'"')) IS NULL' 'missing(day(d))'
	is 'abs(datediff(`d_l`, `d_r`)) <= floor(2629800.0 / 86400)' "date_diff(d, 'day') <= 30"
	is "array_max(${pairs}jaro_winkler(pair[0], pair[1]))) >= 0.9" 'jaro_winkler(a) >= 0.9'
	is "array_min(${pairs}levenshtein(pair[0], pair[1]))) <= 2" 'levenshtein(a) <= 2'
	is 'SIZE(ARRAY_INTERSECT(`a_l`, `a_r`)) >= 2' 'intersect(a) >= 2'
	is 'CARDINALITY(ARRAY_INTERSECT("a_l", "a_r")) >= 2' 'intersect(a) >= 2'
}

@test "values: functions, regular expressions, casts" {
	is 'SUBSTRING(a_l, 1, 3) = SUBSTRING(a_r, 1, 3)' 'exact(substr(a, 1, 3))'
	is 'lower(trim(a_l)) = lower(trim(a_r))' 'exact(a)'
	is 'a_l::varchar = CAST(a_r AS TEXT)' 'exact(a)'
	is "NULLIF(regexp_extract(\"e_l\", '^[^@]+', 0), '') = NULLIF(regexp_extract(\"e_r\", '^[^@]+', 0), '')" 'exact(username(e))'
	is "NULLIF(NULLIF(s_l, 'U'), 'X') = NULLIF(NULLIF(s_r, 'U'), 'X')" 'exact(known(s))'
	is "NULLIF(NULLIF(s_l, 'X'), 'U') IS NULL OR NULLIF(NULLIF(s_r, 'X'), 'U') IS NULL" 'missing(known(s))'
	is "NULLIF(regexp_extract(p_l, '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?', 0), '') = NULLIF(regexp_extract(p_r, '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?', 0), '')" 'exact(outcode(p))'
}

@test "values: what || joins, patterns, elements of lists, fields" {
	is "a_l || ' ' || b_l = a_r || ' ' || b_r" "exact(concat(a, ' ', b))"
	is "NULLIF(regexp_extract(a_l, '^..', 0), '') = NULLIF(regexp_extract(a_r, '^..', 0), '')" "exact(extract(a, '^..'))"
	is "NULLIF(regexp_extract(a_l, '^([A-Z]+) ', 1), '') IS NULL OR NULLIF(regexp_extract(a_r, '^([A-Z]+) ', 1), '') IS NULL" \
		"missing(extract(a, '^([A-Z]+) '))"
	is 'a_l[1] = a_r[1]' 'exact(element(a, 1))'
	is "place_l['lat'] = place_r['lat']" 'exact(place_lat)'
	is 'hamming(a_l, a_r) < 2' 'hamming(a) <= 1'
}

@test "lists that are equal are the same, unless a rule takes them apart" {
	settings '"sql_condition": "a_l = a_r", "m_probability": 0.9, "u_probability": 0.1' \
		'"sql_condition": "array_length(list_intersect(a_l, a_r)) >= 1", "m_probability": 0.8, "u_probability": 0.2' -- \
		'"l.a = r.a"' '"l.a = r.a", "arrays_to_explode": ["a"]'
	run model import-splink -q -o model.tsv -r rules.tsv settings.json
	assert_equal "$(cut -f 3 model.tsv | sed -n '3,$p' | tr '\n' ' ')" 'identical(a) intersect(a) >= 1 else identical(a) exact(a) '
	assert_equal "$(cut -f 1,2,4 rules.tsv | tail -n +2)" $'1\ta\tsurname\n2\ta\t'
	model export-splink -q -r rules.tsv -o out.json model.tsv
	assert_equal "$(grep -c arrays_to_explode out.json)" 1
	grep -qF '"sql_dialect": "duckdb", "arrays_to_explode": ["a"]}' out.json
}

@test "settings without blocking rules compare everyone" {
	printf '{"link_type": "dedupe_only", "comparisons": [{"output_column_name": "a", "comparison_levels": [
		{"sql_condition": "a_l = a_r"}, {"sql_condition": "ELSE"}]}]}' >settings.json
	run -0 model import-splink -q -o model.tsv -r rules.tsv settings.json
	assert_equal "$(tail -n 1 rules.tsv)" $'1\teveryone()\t'
}

@test "not, and, or: SQL's third truth is kept" {
	is 'NOT (a_l = a_r)' 'not exact(a)'
	is 'a_l <> a_r' 'not exact(a)'
	is 'NOT coalesce(a_l = a_r, FALSE)' 'not exact(a) or missing(a)'
	is 'a_l = a_r OR b_l = b_r AND c_l = c_r' 'exact(a) or exact(b) and exact(c)'
	is '(a_l = a_r OR b_l = b_r) AND c_l = c_r' '(exact(a) or exact(b)) and exact(c)'
	is 'a_l IS NOT NULL AND b_l IS NOT NULL AND a_r IS NOT NULL AND b_r IS NOT NULL' 'not missing(a) and not missing(b)'
}

@test "what has no equivalent is named with the nearest one" {
	refused 'hamming(a_l, b_r) <= 1' 'hamming() has no equivalent here; nearest: hamming(VALUE) <= N, of one value on both sides'
	refused "a_l LIKE concat('%', b_r, '%')" 'concat() has no equivalent here; nearest: A || B'
	refused "NULLIF(regexp_extract(a_l, '^(a|b)', 1), '') = NULLIF(regexp_extract(a_r, '^(a|b)', 1), '')" 'with a pattern of extract()'
	refused 'a_l = b_r' 'nearest: exact(VALUE), swapped(A, B)'
	refused 'a_l[0] = a_r[0]' '[] has no equivalent here; nearest: element(VALUE, N)'
	refused "a_l LIKE 'x%'" 'like has no equivalent here'
	refused 'ABS(EPOCH(t_l) - EPOCH(t_r)) <= 3600' "nearest: date_diff(VALUE, 'day') <= N"
	refused 'levenshtein(a_l, b_r) <= 1' 'levenshtein() has no equivalent here; nearest: levenshtein(VALUE) <= N, of one value on both sides'
}

@test "the negation of a test of both sides is known" {
	is "NOT (b_l = 'x' AND b_r = 'x')" "not both(b, 'x')"
	is "\"a_l\" = \"a_r\" AND NOT (b_l = 'x' OR b_r = 'x')" "exact(a) and not either(b, 'x')"
}

@test "SQL that is none is refused at its character" {
	refused 'levenshtein(a_l, a_r' 'character 21: expected `,`'
	refused 'a_l = ' 'character 6: the condition ends too early'
	refused 'a_l = a_r a_r' 'character 11: expected the end of the condition'
	refused "a_l = 'x" 'character 7: the quote is not closed'
	refused 't.a_l = a_r' 'only l.COLUMN and r.COLUMN may have a dot'
	refused "$(printf '(%.0s' {1..200})" 'nested too deeply'
}

@test "defaults are Splink's, marked and counted" {
	settings '"sql_condition": "a_l is null or a_r is null", "is_null_level": true' '"sql_condition": "a_l = a_r"' \
		'"sql_condition": "levenshtein(a_l, a_r) <= 1", "m_probability": 0.2'
	run model import-splink -o model.tsv settings.json
	assert_success
	assert_output --partial "2 of 4 levels have no m or no u: Splink's defaults"
	assert_output --partial 'dedupe_only'
	run awk -F '\t' 'NR > 3 { print $2, $4, $5, $10 }' model.tsv
	assert_line --index 0 'exact_a 0.95 0.000927734375 m and u are defaults'
	assert_line --index 1 'levenshtein_a_1 0.2 0.0031250000000000028 u is a default'
}

@test "fixed figures, frequency adjustment, names and notes" {
	settings '"sql_condition": "\"Family Name_l\" = \"Family Name_r\"", "label_for_charts": "Exact", "m_probability": 0.9,
		"u_probability": 0.01, "fix_m_probability": true, "fix_u_probability": true, "tf_adjustment_column": "Family Name",
		"tf_adjustment_weight": 0.5, "tf_minimum_u_value": 0.001' \
		'"sql_condition": "levenshtein(\"Family Name_l\", \"Family Name_r\") <= 1", "m_probability": "level not observed in training dataset",
		"u_probability": 0, "fix_u_probability": true'
	run model import-splink -o model.tsv settings.json
	assert_output --partial 'column "Family Name" is called family_name here'
	assert_output --partial '1 m and u of levels that training did not see'
	run awk -F '\t' -v OFS='|' 'NR > 2 { $1 = $1; print }' model.tsv
	assert_line --index 0 'surname|exact_family_name|exact(family_name)|0.9|0.01|family_name|0.5|0.001|fixed|Exact'
	assert_line --index 1 'surname|levenshtein_family_name_1|levenshtein(family_name) <= 1|1e-06|1e-300||||fixed_u|'
}

@test "blocking rules become keys; without --rules they are counted" {
	local exact='"sql_condition": "a_l = a_r", "m_probability": 0.9, "u_probability": 0.1'
	settings "$exact" -- '"l.\"a\" = r.\"a\" AND SUBSTR(l.b, 1, 4) = SUBSTR(r.b, 1, 4)"' '"l.c = r.c", "arrays_to_explode": ["c"]'
	run model import-splink -o model.tsv -r rules.tsv settings.json
	assert_success
	run cat rules.tsv
	assert_line --index 1 $'1\ta + substr(b, 1, 4)\t'
	assert_line --index 2 $'2\tc\tlists: c'
	run model import-splink -o model.tsv settings.json
	assert_output --partial '2 blocking rules left out'
	settings "$exact" -- '"l.a = r.b AND l.b = r.a"'
	run model import-splink -q -o model.tsv -r rules.tsv settings.json
	run tail -n +2 rules.tsv
	assert_line --index 0 $'1\ta + b\t\tsurname'
	assert_line --index 1 $'1\tb + a\t\tsurname'
	assert_equal "$(grep ^only model.tsv | cut -f 3)" 'swapped(a, b)'
	settings "$exact" -- '"l.a = r.a AND mismatches(l.b, r.b) <= 1"' '"l.a = r.a AND l.b IS NOT NULL"'
	rm rules.tsv model.tsv
	run model import-splink -o model.tsv -r rules.tsv settings.json
	assert_failure 78
	assert_output --partial 'blocking rule 1: mismatches() has no equivalent here'
	assert_not_exist rules.tsv
	assert_not_exist model.tsv
	settings "$exact" -- '"l.a = r.a AND l.b IS NOT NULL"'
	run model import-splink -o model.tsv -r rules.tsv settings.json
	assert_failure 78
	assert_output --partial 'blocking rule 1: a test of one record alone has no equivalent here'
}

# keyed RULE...: the keys that the rules become, and then the conditions of `only`.
keyed() {
	local rules=() rule
	for rule; do rules+=("\"$rule\""); done
	settings '"sql_condition": "a_l = a_r", "m_probability": 0.9, "u_probability": 0.1' -- "${rules[@]}"
	model import-splink -q -o model.tsv -r rules.tsv settings.json
	tail -n +2 rules.tsv | cut -f 1,2,4
	awk -F '\t' '$1 == "only" { print $2 ": " $3 }' model.tsv
}

@test "blocking rules: what the keys say already is left out, and an OR is several passes" {
	assert_equal "$(keyed 'l.a = r.a AND l.b = r.b AND l.a IS NOT NULL AND l.b IS NOT NULL')" $'1\ta + b'
	assert_equal "$(keyed 'l.a IS NOT NULL AND r.a IS NOT NULL AND l.a = r.a')" $'1\ta'
	assert_equal "$(keyed "1=1 AND l.a = r.a AND l.a <> '' AND length(l.a) > 0")" $'1\ta'
	assert_equal "$(keyed 'l.a = r.a OR l.b = r.b OR 1 = 0' 'l.c = r.c')" $'1\ta\n2\tb\n3\tc'
	assert_equal "$(keyed '/* both */ l.a = r.a -- first\n AND l.b = r.b -- and last')" $'1\ta + b'
	assert_equal "$(keyed 'l.a = r.a' '1=1')" $'1\ta\n2\teveryone()'
	assert_equal "$(keyed 'l.a = r.a AND levenshtein(l.b, r.b) <= 2' '1=1')" $'1\ta\n2\teveryone()'
}

@test "blocking rules: what no key says is a row of only, for every pass" {
	assert_equal "$(keyed 'l.b = r.b' 'l.c = r.c AND l.a <> r.a')" \
		$'1\tb\t\n2\tc\tsurname\npass_1: exact(b)\npass_2: exact(c) and not exact(a)'
	assert_equal "$(keyed 'l.b = r.b AND (l.c = r.c OR levenshtein(l.d, r.d) < 2)')" \
		$'1\tb\t\npass_1: exact(b) and (exact(c) or levenshtein(d) <= 1)'
	assert_equal "$(keyed "l.b = r.b AND substr(l.b, 1, 1) = 'j'")" $'1\tb\t\npass_1: exact(b) and both(substr(b, 1, 1), \'j\')'
	assert_equal "$(keyed "l.b = r.b AND length(l.b) > 3")" $'1\tb\t\npass_1: exact(b) and not missing(substr(b, 4, 1))'
	assert_equal "$(keyed "l.b = r.b AND l.c IN ('x', 'y') AND r.c IN ('x', 'y')")" \
		$'1\tb\t\npass_1: exact(b) and (both(c, \'x\') or both(c, \'y\') or either(c, \'y\') and either(c, \'x\'))'
	assert_equal "$(keyed 'levenshtein(l.b, r.b) <= 1')" $'1\teveryone()\t\npass_1: levenshtein(b) <= 1'
}

@test "only the pairs of the rules are compared, each once" {
	keyed 'l.b = r.b AND l.c <> r.c' 'l.c = r.c AND levenshtein(l.a, r.a) <= 1' >/dev/null
	{
		printf 'rid\ta\tb\tc\n'
		printf 'x:%s\n' $'1\tANN\tP\tQ' $'2\tANN\tP\tQ' $'3\tANNE\tP\tR' $'4\tTOM\tP\tR' $'5\tTOM\t\tR' $'6\tTOM\tP\t'
	} | seal adopt --source x --column a:name:direct --column b:text:quasi --column c:text:quasi -o in.tsv
	block -q -r rules.tsv -m model.tsv in.tsv >groups.tsv
	compare -m model.tsv -t -100 groups.tsv -o pairs.tsv
	# 1 and 2 agree in b and in c, and only the second rule means them; 3 and 4 in both, and neither does.
	assert_equal "$(table pairs.tsv | tail -n +2 | cut -f 1,2 | sort | tr '\t\n' '- ')" 'x:1-x:2 x:1-x:3 x:1-x:4 x:2-x:3 x:2-x:4 x:4-x:5 '
	run grep -F 'pairs.below=' pairs.tsv
	assert_output --partial 'pairs.written=6'
	assert_equal "$(compare --patterns -m model.tsv groups.tsv | table | awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["again"] == "no" || $at["again"] == "" || $at["again"] == 0 { n += $at["count"] } END { print n }')" 6
	why -m model.tsv x:3 x:4 in.tsv >why.tsv
	assert_equal "$(grep ^only why.tsv)" $'only\tnone\tleft out\t'
	model export-splink -q -r rules.tsv -o out.json model.tsv
	run grep 'blocking_rule": ' out.json
	assert_line --index 0 --partial '"l.\"b\" = r.\"b\" AND (((l.\"b\" = r.\"b\") AND'
	run model export-splink model.tsv
	assert_failure 78
	assert_output --partial 'rows of only are part of the blocking rules there: give them with --rules'
}

# broken WORDS JSON: settings that are refused.
broken() {
	printf '%s' "$2" >settings.json
	run model import-splink -o model.tsv -r rules.tsv settings.json
	assert_failure 78
	assert_output --partial "$1"
}

@test "settings at fault" {
	local else='{"sql_condition": "ELSE"}' exact='{"sql_condition": "a_l = a_r"}'
	comparisons() { printf '{"link_type": "link_only", "comparisons": [{"output_column_name": "a", "comparison_levels": [%s]}]}' "$1"; }
	broken 'not JSON' '{"link_type": '
	broken 'not JSON' '{"link_type": "link_only", "link_type": "link_only"}'
	broken "not settings of Splink" '[]'
	broken 'not dedupe_only, link_only or link_and_dedupe' '{"link_type": "all"}'
	broken 'comparisons is not a list' '{"link_type": "link_only"}'
	broken 'no comparisons' '{"link_type": "link_only", "comparisons": []}'
	broken 'not a number between 0 and 1' '{"link_type": "link_only", "probability_two_random_records_match": 1, "comparisons": []}'
	broken 'the last level, and no other, must be ELSE' "$(comparisons "$else, $exact")"
	broken 'fewer than two levels' "$(comparisons "$else")"
	broken 'm_probability is not a number from 0 to 1' "$(comparisons "${exact%\}}, \"m_probability\": 2}, $else")"
	broken 'is_null_level is not true or false' "$(comparisons "${exact%\}}, \"is_null_level\": 2}, $else")"
	broken 'colour is not a known setting of a level' "$(comparisons "${exact%\}}, \"colour\": 2}, $else")"
	broken 'both be called a_b' "$(comparisons "{\"sql_condition\": \"\\\"A B_l\\\" = \\\"A B_r\\\" and \\\"A-B_l\\\" = \\\"A-B_r\\\"\"}, $else")"
	broken 'disable_tf_exact_match_detection beside a level that is exact(a)' "$(comparisons "$exact, {\"sql_condition\": \"levenshtein(a_l, a_r) <= 1\", \"tf_adjustment_column\": \"a\", \"disable_tf_exact_match_detection\": true}, $else")"
	broken 'blocking_rules_to_generate_predictions is not a list' "$(comparisons "$exact, $else" | sed 's/}$/, "blocking_rules_to_generate_predictions": 1}/')"
	run model import-splink no-such-file.json
	assert_failure 78
}

@test "out and in again: the same conditions, weights and rules" {
	for name in children_trusted febrl; do
		grep -v -e '^rule	' -e day_month_swapped "$MODELS/$name.tsv" | grep -v -e placeholder -e temporary_upn -e soundex -e metaphone \
			-e nickname -e 'any(' >model.tsv
		run model export-splink -o out.json model.tsv
		[[ $status == 0 ]] || { echo "$name: $output"; continue; }
		run model import-splink -o again.tsv out.json
		assert_success
		figures() { awk -F '\t' -v OFS='\t' '/^#/ || !NF { next } !at["level"] { for (i = 1; i <= NF; i++) at[$i] = i; next }
			{ condition = $at["condition"]; gsub(/ /, "", condition)
			print $1, $at["level"], condition, $at["m"] * 1, $at["u"] * 1, $at["tf_column"], $at["tf_minimum"] }' "$1"; }
		diff <(figures model.tsv) <(figures again.tsv)
	done
	printf 'pass\tkey\n1\tforename + surname\n2\tsubstr(dob, 1, 4)\n2\tsector(postcode)\n' >rules.tsv
	run model export-splink -o out.json -r rules.tsv model.tsv
	assert_success
	assert_output --partial 'parts of postcodes need the space'
	run grep -c blocking_rule\" out.json
	assert_output 5
	run grep -F 'NULLIF(regexp_extract' out.json
	assert_output --partial "substring(l.\\\"dob\\\", 1, 4) = NULLIF(regexp_extract(r.\\\"postcode\\\""
	python3 -m json.tool out.json >/dev/null
}

@test "day and month swapped, not and lists survive the way out and in" {
	printf '##model prior=0.001\ncomparison\tlevel\tcondition\tm\tu\n' >model.tsv
	printf 'a\t%s\t%s\t0.3\t0.1\n' one "day_month_swapped(d)" two "not exact(a) and missing(b)" three "intersect(c) >= 2 and subset(c)" \
		four "swapped(a, b) or both(a, 'x')" five "distance_km(lat, long) <= 2.5" else else >>model.tsv
	model export-splink -q -o out.json model.tsv
	model import-splink -q -o again.tsv out.json
	diff <(tail -n +3 model.tsv | cut -f 1-5) <(tail -n +3 again.tsv | cut -f 1-5)
}

@test "each function comes out in the SQL of DuckDB" {
	printf '##model prior=0.001\ncomparison\tlevel\tcondition\tm\tu\n' >model.tsv
	printf 'a\t%s\t%s\t0.3\t0.1\n' jaro 'jaro(a) >= 0.9' winkler 'jaro_winkler(a) >= 0.9' jaccard 'jaccard(a) >= 0.9' \
		edits 'levenshtein(a) <= 2' damerau 'damerau(a) <= 1' common 'intersect(b) >= 2' some 'intersect(b) >= 1' \
		none 'both_missing(b)' subset 'subset(b)' cosine 'cosine(c) >= 0.9' else else >>model.tsv
	model export-splink -q model.tsv >out.json
	run bash -c 'grep -o "sql_condition.*" out.json | tr -d "\\\\"'
	assert_line --index 0 'sql_condition": "jaro_similarity("a_l", "a_r") >= 0.9",'
	assert_line --index 1 'sql_condition": "jaro_winkler_similarity("a_l", "a_r") >= 0.9",'
	assert_line --index 2 'sql_condition": "jaccard("a_l", "a_r") >= 0.9",'
	assert_line --index 3 'sql_condition": "levenshtein("a_l", "a_r") <= 2",'
	assert_line --index 4 'sql_condition": "damerau_levenshtein("a_l", "a_r") <= 1",'
	assert_line --index 5 'sql_condition": "array_length(list_intersect("b_l", "b_r")) >= 2",'
	assert_line --index 6 'sql_condition": "list_has_any("b_l", "b_r")",'
	assert_line --index 7 'sql_condition": ""b_l" IS NULL AND "b_r" IS NULL",'
	refute_output --regexp 'array_max|array_min|transform|SIZE|jaro_sim\('
}

@test "a model that settings cannot hold is refused by name" {
	model_with() { printf '##model prior=0.001\ncomparison\tlevel\tcondition\tm\tu\n%b\na\telse\telse\t0.1\t0.9\n' "$1" >model.tsv; }
	model_with 'a\texact\texact(soundex(a))\t0.9\t0.1'
	run model export-splink model.tsv
	assert_failure 78
	assert_output --partial 'model.tsv:3: condition: soundex() has no equivalent in the SQL of DuckDB'
	model_with 'rule\tsame\texact(a)\t\t\na\texact\texact(a)\t0.9\t0.1'
	run model export-splink model.tsv
	assert_failure 78
	assert_output --partial 'the rule same: deterministic rules have no equivalent'
	model_with 'a\texact\texact(a) and dice(b) >= 0.8\t0.9\t0.1'
	run model export-splink model.tsv
	assert_output --partial 'dice() has no equivalent in the SQL of DuckDB'
}

@test "usage" {
	run model
	assert_failure 2
	run model train settings.json
	assert_failure 2
	assert_output --partial 'unknown verb train: the verb is import-splink or export-splink'
}

@test "the model of Splink's own demonstration" {
	needs_sample data/splink/saved_model_from_demo.json
	model import-splink -q -o model.tsv -r rules.tsv "$SHARED/data/splink/saved_model_from_demo.json"
	run tail -n +2 rules.tsv
	assert_line --index 0 $'1\tfirst_name + city\t'
	model export-splink -q -o out.json model.tsv
	model import-splink -q -o again.tsv out.json
	diff <(cut -f 1-9 model.tsv) <(cut -f 1-9 again.tsv)
}
