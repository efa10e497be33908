#!/usr/bin/env bats
load ../helper

# Two sources of 600 persons, written by a fixed generator: names of which some are
# misspelt, birth dates, a number that b does not collect.
records() {
	awk -v seed=7 '
		function random() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
		function pick(n) { return int(random() * n) }
		function name(n) { return substr("BCDFGHJKLMNPRST", n % 15 + 1, 1) substr("AEIOU", int(n / 15) % 5 + 1, 1) \
			substr("LMNRST", int(n / 75) % 6 + 1, 1) substr("AEIOU", int(n / 450) % 5 + 1, 1) "N" }
		BEGIN { OFS = "\t"; print "rid", "source", "surname", "forename", "dob", "number"
			for (i = 1; i <= 600; i++) {
				s = name(pick(2250)); f = name(pick(2250))
				d = sprintf("20%02d-%02d-%02d", pick(15) + 5, pick(12) + 1, pick(28) + 1)
				print "a:" i, "a", s, f, d, 100000 + i
				if (random() < 0.1) s = substr(s, 1, 4) "M"
				if (random() < 0.2) f = name(pick(2250))
				if (random() < 0.05) d = substr(d, 1, 8) sprintf("%02d", pick(28) + 1)
				if (random() < 0.05) s = ""
				print "b:" i, "b", s, f, d, ""
			} }' >all.tsv
	for source in a b; do
		awk -F '\t' -v s=$source 'NR == 1 || $2 == s' all.tsv | cut -f 1,3- |
			seal adopt --source $source --column surname:name:direct --column forename:name:direct \
				--column dob:date:quasi --column number:code:direct >$source.tsv
	done
	stack a.tsv b.tsv >"$BATS_FILE_TMPDIR/records"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	records
	printf 'pass\tkey\n1\tdob\n2\tsurname\n3\tsubstr(forename,1,2) + year(dob)\n' >rules
	cat >model <<-'END'
		##model prior=0.0001 threshold=0
		comparison	level	condition	m	u	tf_column	tf_weight	tf_minimum	flags	note
		rule	three	exact(surname) and exact(forename) and exact(dob)							all that there is
		rule	lone	exact(dob)						unique	
		surname	null	missing(surname)							
		surname	exact	exact(surname)			surname				
		surname	close	levenshtein(surname) <= 1							
		surname	else	else							
		forename	null	missing(forename)							
		forename	exact	exact(forename)							
		forename	else	else							
		dob	null	missing(dob)							
		dob	exact	exact(dob)							
		dob	month	exact(year(dob)) and exact(month(dob))							
		dob	else	else							
		number	null	missing(number)							
		number	exact	exact(number)	0.9	0.001					
		number	else	else	0.1	0.999					
	END
	block -r rules -m model records >groups
	compare --patterns -m model groups >patterns
}

setup() {
	test_directory
	cp -p "$BATS_FILE_TMPDIR"/{records,rules,model,groups,patterns} .
}

# learn OPTION...: estimates from all of it.
learn() {
	estimate -q -m model -r rules --records records --recall 0.7 "$@" patterns
}

# cell COMPARISON LEVEL COLUMN FILE: of a model's row.
cell() {
	awk -F '\t' -v c="$1" -v l="$2" -v n="$3" '/^##/ { next }
		!at { for (i = 1; i <= NF; i++) if ($i == n) at = i; next }
		$1 == c && $2 == l { print $at; exit }' "$4"
}

# about NUMBER EXPECTED BY
about() {
	awk -v n="$1" -v e="$2" -v b="$3" 'BEGIN { exit !(n > e - b && n < e + b) }' || { echo "$1 is not about $2"; return 1; }
}

@test "m and u of a population whose errors are known" {
	learn -o learned
	about "$(cell surname exact m learned)" 0.9 0.03
	about "$(cell surname close m learned)" 0.1 0.03
	about "$(cell forename exact m learned)" 0.8 0.04
	about "$(cell dob exact m learned)" 0.95 0.02
	about "$(cell surname exact u learned)" 0.0005 0.0002
	about "$(cell dob exact u learned)" 0.0002 0.0001
	about "$(sed -n 's/^##model prior=\([0-9.]*\).*/\1/p' learned)" 0.00165 0.0004
	assert_equal "$(cell rule three note learned)" 'all that there is'
	assert_equal "$(cell rule lone flags learned)" unique
	assert_equal "$(cell surname exact tf_column learned)" surname
}

@test "the model that it writes links nearly everybody" {
	learn -o learned
	block -r rules -m learned records | compare -m learned >pairs
	unseal pairs | awk -F '\t' '$(NF - 1) >= 0 { split($1, a, ":"); split($2, b, ":"); a[2] == b[2] ? right++ : wrong++ }
		END { print right + 0, wrong + 0 }' >figures
	read -r right wrong <figures
	assert [ "$right" -gt 570 ]
	assert [ "$wrong" -lt 12 ]
}

@test "the same bytes twice, and from pieces that were gathered" {
	learn -o once
	learn -o twice
	cmp once twice
	seal split -n 3 -c pass,key,sub -o part groups
	for piece in part.0*.tsv; do compare --patterns -m model "$piece" -o "$piece.patterns"; done
	stack --whole part.seal.tsv part.0*.tsv.patterns >stacked
	estimate -q -m model -r rules --records records --recall 0.7 <stacked | cmp - once
	run estimate -m model -r rules --records records part.0001.tsv.patterns
	assert_failure 65
	assert_output --partial 'a piece of a stream; gather the pieces with stack --whole (rule piece)'
}

@test "another seed, another sample; the records' order does not matter" {
	learn --pairs 10000 -o one
	learn --pairs 10000 --seed 2 -o two
	run cmp -s one two
	assert_failure 1
	assert_equal "$(grep -c '^##learned .* seed=2' two)" 1
	awk '/^##/ || !header { print; if (!/^##/) header = 1; next } { print | "LC_ALL=C sort -r" }' \
		<(grep -v '^##digest\|^##count\|^##end' records) | seal_text >turned
	estimate -q -m model -r rules --records turned --pairs 10000 --recall 0.7 patterns | cmp - one
}

@test "rules that find more pairs than the recall allows are an error, not a prior" {
	{ printf 'rid\tname\tsname\n' && seq 40 | awk '{ printf "x:%d\tHARRIET\t%d\n", $1, $1 % 2 }'; } |
		seal adopt --source x --column name:name:direct --column sname:name:direct -o in
	printf '##model prior=0.001 threshold=0\ncomparison\tlevel\tcondition\tm\tu\nrule\tall\texact(name)\t\t\nsname\texact\texact(sname)\t\t\nsname\telse\telse\t\t\nname\texact\texact(name)\t\t\nname\telse\telse\t\t\n' >start
	printf 'pass\tkey\n1\tname\n2\tsname\n' >passes
	block -r passes -m start in | compare --patterns -m start -o found
	run -78 estimate -m start -r passes --records in --recall 0.7 -o learned found
	assert_line 'estimate: the rules find 780 pairs of the 780 possible, more than --recall allows: there is no such share of matches (rule recall)'
	assert_not_exist learned
}

@test "the prior: pairs that rules without unique find, over recall and all pairs" {
	estimate -q -m model -r rules --records records --recall 0.5 patterns -o learned
	ruled=$(awk -F '\t' '!/^##/ && $4 == 0 && $5 == "three" { n += $NF } END { print n }' patterns)
	about "$(sed -n 's/^##model prior=\([0-9.]*\).*/\1/p' learned)" "$(awk -v n="$ruled" 'BEGIN { print n / 0.5 / 360000 }')" 0.0000001
	run bash -c "grep -o 'ruled=.*' learned"
	assert_output "ruled=$ruled possible=360000"
	estimate -q -m model -r rules --records records patterns -o kept
	assert_equal "$(sed -n 's/^##model prior=\([0-9.]*\).*/\1/p' kept)" 0.0001
}

@test "what is fixed stays" {
	sed -i 's/^\(dob\tmonth\t[^\t]*\)\t\t\t\t\t\t\t/\1\t0.2\t0.01\t\t\t\tfixed\t/; s/^\(surname\tclose\t[^\t]*\)\t\t\t\t\t\t\t/\1\t0.3\t\t\t\t\tfixed_m\t/' model
	learn -o learned
	assert_equal "$(cell dob month m learned),$(cell dob month u learned),$(cell dob month learned learned)" 0.2,0.01,fixed
	assert_equal "$(cell surname close m learned)" 0.3
	assert_equal "$(cell dob month flags learned)" fixed
	refute [ "$(cell surname close u learned)" = 0.01 ]
}

@test "a level that nobody came to keeps its numbers, is marked, and is warned of" {
	estimate -m model -r rules --records records -o learned patterns 2>err
	assert_equal "$(cell number exact m learned),$(cell number exact u learned),$(cell number exact learned learned)" 0.9,0.001,unseen
	grep -q '^estimate: model:17: number: exact: no pair reached this level: it keeps its m and u (rule unseen)$' err
}

@test "levels out of order are warned of and marked" {
	sed -i 's/^surname\tclose\tlevenshtein(surname) <= 1/surname\tclose\tnot exact(surname) and not exact(forename)/' model
	block -r rules -m model records | compare --patterns -m model >patterns
	estimate -m model -r rules --records records -o learned patterns 2>err
	grep -q 'model:7: surname: close weighs no more than the level after it (rule order)' err
	assert_equal "$(cell surname close learned learned)" order
}

@test "a comparison that every pass decides, a pass that leaves too little, and no convergence" {
	printf 'pass\tkey\timplies\n1\tdob\tsurname,number\n2\tsurname + dob\t\n3\tdob\t\n' >few
	estimate -m model -r few --records records --iterations 2 -o learned patterns 2>err
	grep -q 'model:12: dob: every pass decides this comparison, so its m cannot be learned (rule untrained)' err
	grep -q 'estimate: pass 1 of a and b: fewer than two comparisons vary: it cannot tell matches from the rest (rule identified)' err
	grep -q 'not converged: after 2 iterations a parameter still changed by 0\.' err
	grep -q '^##learned method=joint iterations=2 converged=no' learned
}

@test "a source that does not collect a field is named" {
	learn -o learned
	grep -qx '##absent source=b comparison=number' learned
	run grep -c '^##absent' learned
	assert_output 1
}

@test "by source: rows that compare uses, near the pooled ones" {
	learn --by-source -o learned
	grep -q '^##pair source_a=a source_b=b prior=0.001' learned
	run bash -c "grep -c -P '\ta\tb\t\t$' learned"
	assert_output 8
	block -r rules -m learned records | compare -m learned | seal check
	# From one pair of sources nothing can differ but the rounding that sums to 1.
	run bash -c "grep -P '^surname\texact' learned | cut -f 4 | cut -c 1-5 | sort -u | wc -l"
	assert_output 1
	# What is learned by source is dropped when it is learned anew, and kept when fixed.
	estimate -q -m learned -r rules --records records -o again patterns
	run grep -c -P '\ta\tb\t' again
	assert_output 0
	sed -i 's/^\(dob\texact\t\t[^\t]*\t[^\t]*\t\t\t\t\)\ta\tb/\1fixed\ta\tb/' learned
	estimate -q -m learned -r rules --records records --by-source -o again patterns
	run grep -c -P '^dob\texact\t\t.*\tfixed\ta\tb' again
	assert_output 1
	compare -m again groups -t 0 | seal check
}

@test "as Splink: passes apart, median, u as counted" {
	learn --method splink -o learned
	grep -q '^##learned method=splink' learned
	about "$(cell surname exact m learned)" 0.9 0.03
	# 600 matches among 360,000 pairs raise the u of an identifier.
	learn -o joint
	assert [ "$(awk -v a="$(cell dob exact u learned)" -v b="$(cell dob exact u joint)" 'BEGIN { print (a > 3 * b) }')" = 1 ]
	run estimate -m model -r rules --method splink --by-source patterns
	assert_failure 2
	assert_output --partial '--by-source needs the method joint'
}

@test "without records u stays" {
	learn -o learned
	estimate -q -m learned -r rules -o again patterns
	assert_equal "$(cell surname close u again)" "$(cell surname close u learned)"
	run estimate -m model -r rules patterns
	assert_failure 78
	assert_output --partial 'model:6: m: a level without m or u: `estimate` finds them'
}

@test "options" {
	run estimate -m model patterns
	assert_failure 2
	assert_output --partial '--model and --rules are required'
	run estimate -m model -r rules --recall 0.7 patterns
	assert_failure 2
	assert_output --partial '--recall needs --records, to know how many pairs there are'
	for bad in 0 1 x -1; do
		run estimate -m model -r rules --records records --recall=$bad patterns
		assert_failure 2
		assert_output --partial "--recall: not a number between 0 and 1: $bad"
	done
	run estimate -m model -r rules --method best patterns
	assert_failure 2
	assert_output --partial '--method: joint or splink, not best'
	run estimate -m model -r rules --convergence 2 patterns
	assert_failure 2
	assert_output --partial '--convergence: not a number between 0 and 1: 2'
}

@test "patterns that do not fit" {
	sed 's/^##column surname/##column name/; s/\tsurname\t/\tname\t/' patterns | grep -v '^##digest\|^##count\|^##end' | seal_text >bad
	run estimate -m model -r rules --records records bad
	assert_failure 78
	assert_output 'estimate: model: the patterns have no column surname'
	for edit in 's/^a\tb\t1\t0\tthree\t2/a\tb\t1\t0\tthree\t3/' 's/^a\tb\t1\t0\tthree\t2/a\tb\t1\t0\tthree\tx/'; do
		sed "$edit" patterns | grep -v '^##digest\|^##count\|^##end' | seal_text >bad
		run estimate -m model -r rules --records records bad
		assert_failure 65
		assert_output --partial 'not the number of a level of surname (rule level)'
	done
	sed 's/^a\tb\t1\t0/a\tb\t1\t2/' patterns | grep -v '^##digest\|^##count\|^##end' | seal_text >bad
	run estimate -m model -r rules --records records bad
	assert_failure 65
	assert_output --partial 'pass, again or count is not a number (rule pattern)'
	printf 'pass\tkey\n1\tdob\n' >few
	run estimate -m model -r few --records records patterns
	assert_failure 78
	assert_output --partial 'the patterns have pass 2, but the rules do not'
	printf 'pass\tkey\timplies\n1\tdob\ttown\n' >few
	run estimate -m model -r few --records records patterns
	assert_failure 78
	assert_output 'estimate: few:2: implies: the model has no comparison town'
}

@test "records that do not fit" {
	sed 's/^##column number/##column other/; s/\tnumber$/\tother/' records | grep -v '^##digest\|^##count\|^##end' | seal_text >bad
	run estimate -m model -r rules --records bad patterns
	assert_failure 78
	assert_output --partial 'the records have no column number'
	sed 's/^##column number type=code role=direct/##column number type=code role=sensitive/' records | grep -v '^##digest\|^##count\|^##end' | seal_text >bad
	run estimate -m model -r rules --records bad patterns
	assert_failure 77
	sed 's/opt.pairs=between/opt.pairs=within/' patterns | grep -v '^##digest\|^##count\|^##end' | seal_text >within
	run estimate -m model -r rules --records records patterns within
	assert_failure 65
	assert_output --partial "not of the same sources' pairs as the patterns before (rule pairs)"
}

# best F1 F1AT0 TOTAL: the best F1 over all thresholds and F1 at weight 0, from lines of weight and 1 or 0.
f1() {
	sort -rg | awk -v total="$1" '{ n++; right += $2; f = 2 * right / (n + total); if (f > best) best = f; if ($1 >= 0) zero = f }
		END { printf "%.5f %.5f\n", best, zero }'
}

# scored MODEL RULES RECORDS TRUTH TOTAL: best F1 and F1 at 0 of all pairs.
scored() {
	block -r "$2" -m "$1" "$3" | compare -m "$1" -t -60 -o pairs
	awk -F '\t' 'NR == FNR { of[$1] = $2; next } /^##/ { next } !w { for (i = 1; i <= NF; i++) if ($i == "weight") w = i; next }
		{ print $w, of[$1] == of[$2] }' "$4" pairs | f1 "$5"
}

@test "the recipe without any settings: FEBRL 4 and fake_1000" {
	needs_sample data/linkage/fake_1000.csv
	data=$SHARED/data/linkage
	stack <(ingest -s "$SCHEMAS/febrl.tsv" --source a "$data/febrl_dataset4a.csv" | clean -q) \
		<(ingest -s "$SCHEMAS/febrl.tsv" --source b "$data/febrl_dataset4b.csv" | clean -q) >febrl
	for f in a b; do awk -F - -v s=$f 'NR > 1 { print s ":" NR - 1 "\t" $2 }' "$data/febrl_dataset4$f.csv"; done >truth
	"$ROOT/pipelines/train.sh" --out febrl4 febrl
	read -r best zero < <(scored febrl4/model.tsv febrl4/rules.tsv febrl truth 5000)
	echo "best $best, at 0 $zero"
	assert [ "$((10#${best/./}))" -ge 99980 ]
	assert [ "$((10#${zero/./}))" -ge 99920 ]
	ingest -q -s "$ROOT/tests/data/linkage/fake_1000_schema.tsv" --source f "$data/fake_1000.csv" | clean -q >fake
	awk -F , 'NR > 1 { print "f:" NR - 1 "\t" $NF }' "$data/fake_1000.csv" >truth
	"$ROOT/pipelines/train.sh" --out fake1000 fake
	read -r best zero < <(scored fake1000/model.tsv fake1000/rules.tsv fake truth 2031)
	echo "best $best, at 0 $zero"
	assert [ "$((10#${best/./}))" -gt 86200 ]
	assert_file_exist fake1000/card.md
	seal check fake1000/bands.tsv
}

# f1_of PERSONS TRUTH: F1 of the pairs within persons, in 10^-4.
f1_of() {
	awk -F '\t' 'function pairs(n) { return n * (n - 1) / 2 }
		NR == FNR { of[$1] = $2; size[$2]++; next }
		/^(##|rid)/ { next }
		{ both[$3, of[$1]]++; whole[$3]++ }
		END {
			for (i in size) t += pairs(size[i]); for (i in whole) p += pairs(whole[i]); for (i in both) b += pairs(both[i])
			printf "%d\n", 20000 * b / (t + p) + 1e-6 }' "$2" "$1"
}

@test "persons as the recipe makes them, without any settings: FEBRL 4 and fake_1000" {
	needs_sample data/linkage/fake_1000.csv
	data=$SHARED/data/linkage
	stack <(ingest -s "$SCHEMAS/febrl.tsv" --source a "$data/febrl_dataset4a.csv" | clean -q) \
		<(ingest -s "$SCHEMAS/febrl.tsv" --source b "$data/febrl_dataset4b.csv" | clean -q) >febrl
	for f in a b; do awk -F - -v s=$f 'NR > 1 { print s ":" NR - 1 "\t" $2 }' "$data/febrl_dataset4$f.csv"; done >truth.febrl
	ingest -q -s "$ROOT/tests/data/linkage/fake_1000_schema.tsv" --source f "$data/fake_1000.csv" | clean -q >fake
	awk -F , 'NR > 1 { print "f:" NR - 1 "\t" $NF }' "$data/fake_1000.csv" >truth.fake
	while read -r set least; do
		"$ROOT/pipelines/train.sh" --out trained "$set"
		block -r trained/rules.tsv -m trained/model.tsv "$set" | compare -m trained/model.tsv -o pairs
		cluster -m trained/model.tsv --records "$set" -o persons pairs
		grep -q 'tool=cluster .* opt.method=average .* opt.threshold=0.000000000000' persons
		assert [ "$(f1_of persons "truth.$set")" -ge "$least" ]
		# What it says of itself is what the protocol of the card asks for.
		sed -n '/^```/,/^```/p' trained/card.md | grep -v '^```' >protocol
		cluster -q -m trained/model.tsv --protocol protocol --records "$set" pairs | seal check
		run cluster -q -m trained/model.tsv --protocol protocol --method components --records "$set" pairs
		assert_failure 77
	done <<-'END'
		febrl 9998
		fake 9273
	END
}

@test "the recipe compares sexes that are known only" {
	synth -q --children 100 --seed 3 --sectors gp,ecds -d raw
	ingest -q -s "$SCHEMAS/gp_list.tsv" --source gp raw/gp.csv | clean -q |
		identities -q --payload gp.p -c surname,dob,sex,postcode -o gp
	ingest -q -s "$SCHEMAS/ecds.tsv" --source ecds raw/ecds.csv | clean -q |
		identities -q --payload ecds.p -c nhs_number,dob,sex,postcode -o ecds
	stack -q gp ecds -o people
	"$ROOT/pipelines/train.sh" --out trained people
	run grep -P '^sex\t(null|exact)' trained/start.tsv
	assert_line --partial $'null\tmissing(known(sex))'
	assert_line --partial $'exact\texact(known(sex))'
}

# erring N: N people twice in one list, of whom the second record always differs from the first in one letter or digit.
erring() {
	awk -v n="$1" -v OFS='\t' 'function syllables(k,    s) { for (s = ""; k-- > 0;) s = s substr("BADOFIGULEMONIPARESOTUVE", 1 + 2 * int(12 * rand()), 2); return s }
		BEGIN {
			srand(11)
			print "rid", "forename", "surname", "dob"
			for (p = 1; p <= n; p++) {
				v[1] = syllables(3); v[2] = syllables(4); v[3] = sprintf("19%02d-%02d-%02d", 30 + 60 * rand(), 1 + rand() * 12, 1 + rand() * 28)
				print "x:" ++at, v[1], v[2], v[3]
				k = 1 + p % 3
				v[k] = k == 3 ? substr(v[k], 1, 9) (substr(v[k], 10) + 1) % 10 : substr(v[k], 1, 2) "X" substr(v[k], 4)
				print "x:" ++at, v[1], v[2], v[3]
			}
		}' | seal adopt -q --source x --column forename:name:direct --column surname:name:direct --column dob:date:quasi -o erring
}

@test "the prior is never below what the passes find, where no rule of equal fields finds a pair" {
	erring 1000
	"$ROOT/pipelines/train.sh" --out trained erring 2>said
	grep -E '^estimate: the passes find about [0-9]+ matches, more than the rules. 0 pairs and --recall say: the prior is from these$' said
	awk '/^##model/ { split($2, prior, "="); exit !(prior[2] > 0.9 * 1000 / 1999000 && prior[2] < 1.1 * 1000 / 1999000) }' trained/model.tsv
	grep -E '^[*] prior .*; passes found more, about [0-9]+$' trained/card.md
	block -q -r trained/rules.tsv -m trained/model.tsv erring | compare -q -m trained/model.tsv |
		cluster -q -m trained/model.tsv --records erring -o persons
	run awk -F '\t' '/^(##|rid)/ { next } { split($1, id, ":"); n[$3]++; of[int((id[2] + 1) / 2), $3]++ }
		END { for (p in of) right += of[p] == 2; for (p in n) { linked += n[p] > 1 }; print (right > 950), (linked - right < 20) }' persons
	assert_output '1 1'
}

@test "the recipe: years with common names, what all share, and households by whatever name" {
	awk -v OFS='\t' 'BEGIN {
		srand(3)
		split("ANN BEA CAT DOT", first, " "); split("BIRCH CEDAR ROWAN HAZEL", last, " ")
		print "rid", "first_name", "last_name", "dob", "street_name", "unit_number", "city"
		for (i = 1; i <= 600; i++)
			print "x:" i, first[1 + int(4 * rand())], last[1 + int(4 * rand())], sprintf("19%02d-%02d-%02d", 20 + 60 * rand(), 1 + rand() * 12, 1 + rand() * 28),
				"ROAD " int(90 * rand()), int(50 * rand()), "ANYTOWN" }' |
		seal adopt -q --source x --column first_name:name:direct --column last_name:name:direct --column dob:date:quasi \
			--column street_name:text:quasi --column unit_number:code:quasi --column city:text:quasi -o towns
	"$ROOT/pipelines/train.sh" --out trained towns || true # nobody is there twice
	grep -q -P '^[0-9]+\tfirst_name \+ year\(dob\)\t$' trained/rules.tsv
	grep -q -P '^[0-9]+\tstreet_name\tlast_name,unit_number$' trained/rules.tsv
	grep -qx '##interaction a=street_name b=last_name' trained/start.tsv
	grep -qx '##interaction a=street_name b=unit_number' trained/start.tsv
	grep -q -P '^dob\tday\texact\(day\(dob\)\) and exact\(month\(dob\)\)' trained/start.tsv
	run -1 grep -q ^city trained/start.tsv
}

@test "where the matches that were found differ in forename and birth date, they are called families" {
	awk -v OFS='\t' 'function syllables(k,    s) { for (s = ""; k-- > 0;) s = s substr("BADOFIGULEMONIPARESOTUVE", 1 + 2 * int(12 * rand()), 2); return s }
		BEGIN {
			srand(5)
			print "rid", "forename", "surname", "dob", "street", "telephone"
			for (f = 1; f <= 500; f++) {
				surname = syllables(3); street = syllables(4)
				for (k = 1; k <= 4; k++)
					print "x:" ++at, syllables(3), surname, sprintf("19%02d-%02d-%02d", 20 + 60 * rand(), 1 + rand() * 12, 1 + rand() * 28), street, 100000 + f
			}
		}' | seal adopt -q --source x --column forename:name:direct --column surname:name:direct --column dob:date:quasi \
		--column street:text:direct --column telephone:text:direct -o houses
	printf '##model prior=0.001\ncomparison\tlevel\tcondition\tm\tu\n' >start
	for column in forename surname dob street telephone; do
		printf '%s\tnull\tmissing(%s)\t\t\n%s\texact\texact(%s)\t\t\n%s\telse\telse\t\t\n' $column{,,,,}
	done >>start
	printf 'pass\tkey\n1\tstreet\n2\ttelephone\n' >passes
	"$ROOT/pipelines/train.sh" --model start --rules passes --out trained houses 2>said
	grep -E '^estimate: start:[0-9]+: forename: of the matches that were found [0-9]+ % have another: they may be families' said
	grep -E '^estimate: start:[0-9]+: dob: of the matches' said
	run -1 grep ': surname: of the matches' said
}

@test "the recipe: an identifier yields to another birth date and sex, not to another place of birth" {
	awk 'BEGIN { OFS = "\t"; print "rid", "local_id", "dob", "sex", "birth_place"
		for (i = 1; i <= 60; i++) print "x:" i, "L" int((i + 1) / 2), sprintf("2012-%02d-%02d", 1 + i % 12, 1 + i % 28), i % 2 ? "F" : "M", "TOWN " i % 7 }' |
		seal adopt -q --source x --column local_id:local_id:direct --column dob:date:quasi --column sex:sex:quasi --column birth_place:text:quasi -o ids
	"$ROOT/pipelines/train.sh" --out trained ids || true # too few to learn from
	run grep ^rule trained/start.tsv
	assert_line --partial 'exact(local_id) and (missing(dob) or exact(dob) or damerau(dob) <= 1'
	assert_line --partial 'and (missing(known(sex)) or exact(known(sex)))'
	refute_output --partial birth_place
}

@test "the recipe finds pairs by a match key, and compares what it is made of" {
	synth -q --children 400 --seed 3 --sectors gp,ecds -d raw
	openssl rand -hex 32 >key && chmod 600 key
	ingest -q -s "$SCHEMAS/gp_list.tsv" --source gp raw/gp.csv | clean -q |
		identities -q --payload gp.p -c nhs_number,surname,forename,dob,sex,postcode |
		pseudo -q -k key --token nhs_number,dob --variants surname --within dob --key 'k=known(sex)+dob+soundex(surname)' -o tokens
	"$ROOT/pipelines/train.sh" --out trained tokens || true # nobody is there twice
	run grep -c ^k trained/start.tsv
	assert_output 0
	grep -q -P '^[0-9]+\tk\tsurname_variants,dob$' trained/rules.tsv || grep -q -P '^[0-9]+\tk\tdob,surname_variants$' trained/rules.tsv
}

@test "the recipe's rule for the prior needs no name that most lack, and a date may have day and month exchanged" {
	families 40 half
	awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "middle_name" : NR % 5 ? "" : "M" NR }' half.a >a
	awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "middle_name" : NR % 5 ? "" : "M" NR }' half.b >b
	for source in a b; do
		seal adopt -q --source $source --column forename:name:direct --column surname:name:direct --column dob:date:quasi \
			--column postcode:postcode:quasi --column telephone:text:direct --column middle_name:name:direct <$source -o $source.s
	done
	stack -q a.s b.s -o people
	"$ROOT/pipelines/train.sh" --out trained people || true # so few records may not be learned from
	run grep ^rule trained/start.tsv
	assert_output $'rule\tnames_and_dates\texact(forename) and exact(surname) and exact(dob)\t\t\t\tprior'
	grep -q $'^dob\tday_month\tday_month_swapped(dob)' trained/start.tsv
}

# families N OUT: two lists that both have each child of N families, two to a family, who share a
# surname, a postcode and a telephone number; truth.OUT says who is who.
families() {
	awk -v n="$1" -v OFS='\t' -v out="$2" 'function syllables(k,    s) { for (s = ""; k-- > 0;) s = s substr("BADOFIGULEMONIPARESOTUVE", 1 + 2 * int(12 * rand()), 2); return s }
		BEGIN {
			srand(7)
			for (x = 0; x < 2; x++) print "rid", "forename", "surname", "dob", "postcode", "telephone" >out (x ? ".b" : ".a")
			for (f = 0; f < n; f++) {
				surname = syllables(3); postcode = sprintf("LE%d%dXB", 1 + rand() * 9, rand() * 90 + 10); phone = sprintf("0116%07d", f * 37)
				for (k = 0; k < 2; k++) {
					forename = syllables(3); dob = sprintf("20%02d-%02d-%02d", 6 + 4 * k + int(3 * rand()), 1 + rand() * 12, 1 + rand() * 28)
					for (x = 0; x < 2; x++) {
						rid = (x ? "b:" : "a:") ++at
						print rid, forename, surname, dob, postcode, phone >out (x ? ".b" : ".a")
						print rid, ++who[f, k] ? f "." k : "" >("truth." out)
					}
				}
			}
		}' </dev/null
	for x in a b; do
		seal adopt --source "$x" --column forename:name:direct --column surname:name:direct --column dob:date:quasi \
			--column postcode:postcode:quasi --column telephone:code:direct -o "$2.$x.s" <"$2.$x"
	done
	stack "$2".a.s "$2".b.s -o "$2"
}

@test "the recipe takes no family for a person, and links by no rule but an identifier's" {
	families 300 lists
	"$ROOT/pipelines/train.sh" --out trained lists
	run grep ^rule trained/start.tsv
	assert_output $'rule\tnames_and_dates\texact(forename) and exact(surname) and exact(dob)\t\t\t\tprior'
	block -r trained/rules.tsv -m trained/model.tsv lists | compare -m trained/model.tsv |
		cluster -m trained/model.tsv --records lists -o persons
	run awk -F '\t' 'NR == FNR { of[$1] = $2; next } /^(##|rid)/ { next } { t = of[$1]; if (!(($3, t) in seen)) { seen[$3, t] = 1; kinds[$3]++ } }
		END { for (p in kinds) { persons++; mixed += kinds[p] > 1 } print persons, mixed }' truth.lists persons
	assert_output '600 0'
	# What was judged is learned from: of pairs that agree in all but the forename, that they are two children.
	block -q -r trained/rules.tsv -m trained/model.tsv lists | compare -q -m trained/model.tsv -t -100 | unseal >all
	awk -F '\t' 'NR == FNR { t[$1] = $2; next } FNR > 1 && n < 40 && t[$1] != t[$2] { n++; print $1 "\t" $2 "\tdifferent" }' truth.lists all |
		labels >judged
	"$ROOT/pipelines/train.sh" --labels judged --out again lists
	assert_equal "$(grep -o ' judged=[0-9]*' again/model.tsv)" ' judged=40'
}

@test "estimate says that a model takes families for persons, and not of Febrl" {
	families 300 lists
	printf 'pass\tkey\n1\tsurname\n2\tpostcode\n3\tdob\n' >rules
	{
		printf '##model prior=0.001 threshold=0\ncomparison\tlevel\tcondition\tm\tu\nrule\tall\texact(surname) and exact(forename) and exact(dob)\t\t\n'
		for c in surname forename dob postcode; do printf '%s\texact\texact(%s)\t\t\n%s\telse\telse\t\t\n' $c $c $c; done
	} >start
	block -r rules -m start lists | compare --patterns -m start |
		estimate -m start -r rules --records lists --recall 0.99 -o model 2>err
	assert_file_contains err 'start:8: forename and dob agree together [0-9.]* times as often as this model can explain: .* (rule fit)'
	needs_sample data/linkage/febrl_dataset4a.csv
	for x in a b; do ingest -q -s "$SCHEMAS/febrl.tsv" --source $x "$SHARED/data/linkage/febrl_dataset4$x.csv" | clean -q >$x; done
	stack a b -o febrl
	"$ROOT/pipelines/train.sh" --out trained febrl 2>err
	run grep 'rule fit' err
	assert_output ''
}

@test "FEBRL 4 from scratch: best F1 at least 0.9998, and 0.9992 at weight 0" {
	needs_sample data/linkage/febrl_dataset4a.csv
	data=$SHARED/data/linkage
	stack <(ingest -s "$SCHEMAS/febrl.tsv" --source a "$data/febrl_dataset4a.csv" | clean -q) \
		<(ingest -s "$SCHEMAS/febrl.tsv" --source b "$data/febrl_dataset4b.csv" | clean -q) >febrl
	rules=$MODELS/febrl_rules.tsv
	model=$ROOT/tests/data/linkage/febrl4.tsv
	block -r "$rules" -m "$model" febrl >groups
	compare --patterns -m "$model" groups |
		estimate -q -m "$model" -r "$rules" --records febrl --recall 0.8 -o learned
	for f in a b; do awk -F - -v s=$f 'NR > 1 { print s ":" NR - 1 "\t" $2 }' "$data/febrl_dataset4$f.csv"; done >truth
	scored learned "$rules" febrl truth 5000 >figures
	read -r best zero <figures
	echo "best $best, at 0 $zero"
	assert [ "$((10#${best/./}))" -ge 99980 ]
	assert [ "$((10#${zero/./}))" -ge 99920 ]
}

@test "fake_1000 from scratch: best F1 above 0.862" {
	needs_sample data/linkage/fake_1000.csv
	data=$ROOT/tests/data/linkage
	ingest -q -s "$data/fake_1000_schema.tsv" --source f "$SHARED/data/linkage/fake_1000.csv" | clean -q >fake
	block -r "$data/fake_1000_rules.tsv" -m "$data/fake_1000.tsv" fake >groups
	compare --patterns -m "$data/fake_1000.tsv" groups |
		estimate -q -m "$data/fake_1000.tsv" -r "$data/fake_1000_rules.tsv" --records fake --recall 0.7 -o learned
	awk -F , 'NR > 1 { print "f:" NR - 1 "\t" $NF }' "$SHARED/data/linkage/fake_1000.csv" >truth
	scored learned "$data/fake_1000_rules.tsv" fake truth 2031 >figures
	read -r best zero <figures
	echo "best $best, at 0 $zero"
	assert [ "$((10#${best/./}))" -gt 86200 ]
}

# tied: the population with households: a third column that moves with the surname.
tied() {
	awk -F '\t' 'BEGIN { OFS = "\t" } /^##(digest|count|end)/ { next } /^##column number/ { print; print "##column town type=text role=quasi"; next }
		/^##/ { print; next } !at { for (at = 1; $at != "surname"; ) at++; print $0, "town"; next }
		{ n = index("AEIOU", substr($at, 2, 1)); if (++i % 5 == 0) n = i % 7
		  print $0, $at == "" ? "" : "T" n }' records | seal_text >moved
	{
		cat model
		printf 'town\tnull\tmissing(town)\t\t\t\t\t\t\t\n'
		printf 'town\texact\texact(town)\t\t\t\t\t\t\t\n'
		printf 'town\telse\telse\t\t\t\t\t\t\t\n'
	} >plain
	sed '1a ##interaction a=surname b=town' plain >tied
}

@test "fields that move together: learned, used by compare, shown by the calibration" {
	tied
	block -r rules -m plain moved | compare --patterns -m plain -o patterns
	estimate -q -m tied -r rules --records moved --recall 0.7 --calibration bands -o learned patterns
	seal check bands
	# Two of a surname live in one town: among the rest too, at least three times as often as by chance.
	assert [ "$(cell 'surname*town' exact/exact u learned | cut -d . -f 1)" -ge 3 ]
	about "$(cell 'surname*town' exact/exact m learned)" 1 0.2
	block -r rules -m learned moved | compare -m learned -t -100 >pairs
	seal check pairs
	awk -F '\t' '/^##/ { next } !at { for (i = 1; i <= NF; i++) if ($i == "predicted") at = i; next } { predicted += $at; apart += $(at + 1) }
		END { exit !(apart > predicted) }' bands
	# Of the pairs that met, no more and no fewer are expected than there are.
	right=$(unseal pairs | awk -F '\t' '{ split($1, a, ":"); split($2, b, ":"); n += a[2] == b[2] } END { print n }')
	about "$(unseal bands | awk -F '\t' '{ n += $3 } END { print n }')" "$right" 15
}

@test "compare passes over nothing: one threshold is a part of another, with sources and interactions" {
	tied
	sed -i '/^number/d' tied
	sed '1a ##absent source=b comparison=town' tied >absent
	printf 'pass\tkey\n1\tsubstr(dob,1,4)\n' >years
	block -r rules -m plain moved | compare --patterns -m tied -o patterns
	estimate -q -m tied -r rules --records moved --recall 0.7 --by-source -o learned patterns
	# The levels of two sources made to weigh more than those of all.
	sed -i -E 's/^(dob\tmonth\t\t)[0-9.]*(\t)[0-9.]*(\t.*\ta\tb\t)/\10.3\20.001\3/' learned
	sed '1a ##absent source=b comparison=forename' learned >lacking
	for model in learned lacking; do
		block -r years -m $model moved -o groups
		compare -m $model -t -200 groups | unseal >all
		for t in -20 -5 0 5 12; do
			compare -m $model -t $t groups | unseal >some
			awk -F '\t' -v t=$t '$(NF - 1) >= t || $6 != ""' all | cmp - some
		done
		assert [ -s some ]
	done
}

# labels: judged pairs on standard input, as id_a, id_b and verdict.
labels() {
	{
		printf 'id_a\tid_b\tverdict\n'
		cat
	} | seal adopt --source judged --column id_a:rid:key --column id_b:rid:key --column verdict:code:plain
}

@test "judged pairs count as what they are" {
	learn -o without
	# All that agree in surname and birth date but not in forename, by the truth.
	compare -m without -t -100 groups | unseal | awk -F '\t' -v OFS='\t' '{ split($1, a, ":"); split($2, b, ":") }
		$7 == 2 && $8 == 0 && $9 == 2 { print $1, $2, a[2] == b[2] ? "same" : "different" }' >pairs
	labels <pairs >judged
	learn --labels judged -o with --card card.md
	assert_equal "$(grep -o ' judged=[0-9]*' with)" " judged=$(wc -l <pairs)"
	grep -qx "\* pairs judged by people: $(wc -l <pairs)" card.md
	# They were matches mostly, so another forename is no surprise: m of it is the truth's.
	about "$(cell forename else m with)" 0.2 0.03
	# Judged the wrong way round they pull m of another forename down.
	sed 's/same/forbidden/' pairs | labels >wrong
	learn --labels wrong -o misled
	awk -v a="$(cell forename else m misled)" -v b="$(cell forename else m with)" 'BEGIN { exit !(a < b - 0.05) }'
	# The order of what was judged is nothing.
	sort -r pairs | labels >turned
	learn --labels turned -o again
	diff with again
}

@test "judged pairs that do not fit" {
	printf 'a:1\tb:1\tmaybe\n' | labels >judged
	run learn --labels judged
	assert_failure 65
	assert_output --partial 'judged:9: verdict: not same, different or forbidden (rule verdict)'
	printf 'a:1\ta:1\tsame\n' | labels >judged
	run learn --labels judged
	assert_failure 65
	assert_output --partial 'id_b: an identity paired with itself (rule pair)'
	printf 'a:1\tb:9999\tsame\n' | labels >judged
	run learn --labels judged
	assert_failure 65
	assert_output --partial 'judged:9: an id that is not among the records (rule records)'
	printf 'a:1\tb:1\tsame\nb:1\ta:1\tforbidden\n' | labels >judged
	run learn --labels judged
	assert_failure 65
	assert_output --partial 'judged:10: verdict: another verdict on this pair is in line 9 (rule two-verdicts)'
	run estimate -m model -r rules --labels judged patterns
	assert_failure 2
	assert_output --partial '--labels needs --records, to compare what was judged'
}

@test "the calibration adds up to the pairs that met, once each" {
	learn --calibration bands -o learned
	assert_equal "$(unseal bands | awk -F '\t' '{ n += $2 } END { print n }')" "$(count_of pairs.first patterns)"
	grep -q '^##jigsaw 1 level=aggregate' bands
	learn --calibration again -o learned
	cmp bands again
}

@test "the model card, and a protocol from it that holds" {
	learn --card card.md -o learned
	grep -qx '| a | 600 |  |' card.md
	grep -qx '| b | 600 | number |' card.md
	grep -q '^| sample | a, b | 360000 | ' card.md
	grep -q '^| surname | exact | 0\.9' card.md
	learn --card again.md -o learned
	cmp card.md again.md
	sed -n '/^```/,/^```/p' card.md | grep -v '^```' >protocol
	block -r rules -m learned records -o groups
	compare -m learned --protocol protocol -t 3 groups -o pairs
	grep -q ' opt.protocol=[0-9a-f]\{12\} ' pairs
	cluster -m learned -t 0 --protocol protocol --records records pairs | seal check
	run cluster -m learned -t 2 --protocol protocol --records records pairs
	assert_failure 77
	assert_output --partial 'cluster: protocol:6: cluster.threshold: differs from what was agreed on (rule protocol)'
	run compare -m model --patterns --protocol protocol groups
	assert_failure 77
	assert_output --partial 'protocol:5: compare.model: differs from what was agreed on (rule protocol)'
	printf 'pass\tkey\n1\tdob\n' >other
	block -r other -m learned records -o groups
	run compare -m learned --protocol protocol -t 3 groups
	assert_failure 77
	assert_output --partial 'protocol:4: block.rules: differs from what was agreed on (rule protocol)'
}

@test "protocols: sources, and mistakes" {
	printf 'item\tvalue\nsource\ta\n' >protocol
	run compare --patterns -m model --protocol protocol groups
	assert_failure 77
	assert_output --partial 'protocol: the source b was not agreed on (rule protocol)'
	printf 'item\tvalue\nsource\ta\nsource\tb\nsource\tc\n' >protocol
	run compare --patterns -m model --protocol protocol groups
	assert_failure 77
	assert_output --partial 'protocol:4: source: agreed on, but missing here (rule protocol)'
	printf 'item\tvalue\nblock.depth\t3\n' >protocol
	run compare --patterns -m model --protocol protocol groups
	assert_failure 77
	assert_output --partial 'protocol:2: block.depth: agreed on, but the step has no such option (rule protocol)'
	for item in '' x .x x.; do
		printf 'item\tvalue\n%s\t3\n' "$item" >protocol
		run compare --patterns -m model --protocol protocol groups
		assert_failure 78
		assert_output --partial 'protocol:2: item: neither `source` nor TOOL.OPTION'
	done
	printf 'item\tvalue\n' >protocol
	run compare --patterns -m model --protocol protocol groups
	assert_failure 78
	assert_output --partial 'protocol: a protocol without an item'
}
