#!/usr/bin/env bats
load ../helper

# Groups written by hand: s is surname with frequencies, f a list of forenames,
# d a birth date. In the second group b:1 and a:1 meet for the second time.
setup() {
	test_directory
	{
		cat <<-END
			##jigsaw 1 level=identifiable
			##source id=a
			##source id=b
			##column pass type=integer role=plain
			##column key type=hash role=link
			##column sub type=integer role=plain
			##column seen type=hash role=link
			##column rid type=rid role=key
			##column source type=source role=plain
			##column s type=name role=direct
			##column f type=name role=direct list=yes
			##column d type=date role=quasi
			##column tf_s type=count role=plain
			##step 000000000000 tool=ingest version=0.1.0
			##step 000000000000 tool=block version=0.1.0 parents=000000000000 opt.pairs=between opt.tf_s=100
			pass	key	sub	seen	rid	source	s	f	d	tf_s
			1	0000000000000001			a:1	a	LEE	ANN|JO	2012-03-04	4
			1	0000000000000001			a:2	a	SMITH	TOM	2012-05-06	25
			1	0000000000000001			b:1	b	LEE	JO	2012-03-04	4
			1	0000000000000001			b:2	b		TIM	2012-06-05	
			2	0000000000000002		0000000000000001	a:1	a	LEE	ANN|JO	2012-03-04	4
			2	0000000000000002			a:3	a	SMITHSON	TOM	2012-03-05	1
			2	0000000000000002		0000000000000001	b:1	b	LEE	JO	2012-03-04	4
		END
	} | seal_text >in.tsv
	cat >model.tsv <<-END
		##model prior=0.01 threshold=-100
		comparison	level	condition	m	u	tf_column	tf_weight	tf_minimum	flags
		rule	both	exact(s) and exact(f)						
		rule	lone	exact(d)						unique
		s	null	missing(s)						
		s	exact	exact(s)	0.9	0.02	s			
		s	close	jaro_winkler(s) >= 0.85	0.05	0.04	s	0.5	0.1	
		s	else	else	0.05	0.94				
		f	null	missing(f)						
		f	exact	exact(f)	0.8	0.05				
		f	else	else	0.2	0.95				
		d	exact	exact(d)	0.9	0.001				
		d	swapped	day_month_swapped(d)	0.02	0.001				
		d	else	else	0.08	0.998				
	END
}

# reseal: standard input, which was sealed and then edited, sealed again.
reseal() {
	grep -v '^##digest\|^##count\|^##end' | seal_text
}

@test "a rule for the prior counts in the patterns and links nothing" {
	sed $'3s/$/prior/' model.tsv >prior.tsv
	compare -m prior.tsv in.tsv >out.tsv
	run awk -F '\t' '/^##/ { next } !c { for (i = 1; i <= NF; i++) if ($i == "rule") c = i; next } $c == "both" { n++ } END { print n + 0 }' out.tsv
	assert_output 0
	for m in model prior; do compare --patterns -m $m.tsv in.tsv | grep -v '^##' >$m.patterns; done
	run diff model.patterns prior.patterns
	assert_output ''
	assert_file_contains model.patterns both
}

@test "each pair across sources once, with levels, weight and probability" {
	compare -m model.tsv in.tsv >out.tsv
	seal check out.tsv
	run table out.tsv
	# a:1 and b:1: log2(1/99) + log2(0.9/0.04) for LEE, log2(16) for JO, log2(900); all with 300 bits.
	assert_output "$(printf '%s\n' \
		$'id_a\tid_b\tsource_a\tsource_b\tpass\trule\ts\tf\td\tweight\tprobability' \
		$'a:1\tb:1\ta\tb\t1\tboth\t2\t1\t2\t11.676277667467\t0.999694537780' \
		$'a:1\tb:2\ta\tb\t1\t\t-1\t0\t0\t-12.518252043974\t0.000170434149' \
		$'a:2\tb:1\ta\tb\t1\t\t0\t0\t0\t-16.750912800764\t0.000009067109' \
		$'a:2\tb:2\ta\tb\t1\t\t-1\t0\t1\t-4.555356038637\t0.040795512494' \
		$'a:3\tb:1\ta\tb\t2\t\t0\t0\t0\t-16.750912800764\t0.000009067109')"
}

@test "the ledger: met, skipped, compared, below, written" {
	compare -m model.tsv -t -13 in.tsv >out.tsv
	assert_equal "$(count_of pairs.met out.tsv)" 6
	assert_equal "$(count_of pairs.skipped out.tsv)" 1
	assert_equal "$(count_of pairs.compared out.tsv)" 5
	assert_equal "$(count_of pairs.below out.tsv)" 2
	assert_equal "$(count_of pairs.written out.tsv)" 3
	assert_equal "$(count_of written out.tsv)" 3
	assert_equal "$(count_of groups.compared out.tsv)" 2
	assert_equal "$(count_of read out.tsv)" 7
}

@test "the threshold is inclusive, to the last digit" {
	compare -m model.tsv -t 11.676277667467 in.tsv >out.tsv
	assert_equal "$(count_of written out.tsv)" 1
	sed -i '/^rule/d' model.tsv
	compare -m model.tsv -t 11.676277667467 in.tsv >out.tsv
	assert_equal "$(count_of written out.tsv)" 1
	compare -m model.tsv -t 11.676277667468 in.tsv >out.tsv
	assert_equal "$(count_of written out.tsv)" 0
}

@test "a pair for which a rule holds is written whatever its weight; the first rule is named" {
	compare -m model.tsv -t 900 in.tsv >out.tsv
	run column rule out.tsv
	assert_output both
	sed -i '/^rule\tboth/d' model.tsv
	compare -m model.tsv -t 900 in.tsv >out.tsv
	run column rule out.tsv
	assert_output lone
}

@test "a ladder of rules alone: only pairs of a rule, without weight" {
	grep -P '^##|^comparison|^rule' model.tsv | sed 's/ prior.*/ threshold=none/' >ladder.tsv
	compare -m ladder.tsv in.tsv >out.tsv
	run table out.tsv
	assert_output "$(printf '%s\n' $'id_a\tid_b\tsource_a\tsource_b\tpass\trule\tweight\tprobability' \
		$'a:1\tb:1\ta\tb\t1\tboth\t\t')"
	assert_equal "$(count_of pairs.below out.tsv)" 4
	run grep -c 'opt.threshold=none' out.tsv
	assert_output 1
	# Saying so is not needed; and with comparisons it means the same.
	sed -i 1d ladder.tsv
	compare -m ladder.tsv in.tsv | unseal >again
	unseal out.tsv | cmp - again
	compare -m model.tsv -t none in.tsv >out.tsv
	run column rule out.tsv
	assert_output both
	run column weight out.tsv
	assert_output 11.676277667467
}

@test "the frequency is that of the more frequent value, weighted, and not below the minimum" {
	# SMITH (25 of 100) and SMITHSON (1): 0.5 * (log2(0.02) - log2(0.25)) on log2(0.05/0.04).
	sed 's/\tb:1\tb\tLEE\tJO\t2012-03-04\t4/\tb:1\tb\tSMITHSON\tJO\t2012-03-04\t1/' in.tsv | reseal >close.tsv
	compare -m model.tsv close.tsv >out.tsv
	run bash -c "grep -P '^a:2\tb:1' out.tsv | cut -f 7,10"
	assert_output "$(printf '1\t-14.018252043975')"
	# SMITHSON and SMITHSON, once each: the exact level has no minimum.
	run bash -c "grep -P '^a:3\tb:1' out.tsv | cut -f 7,10"
	assert_output "$(printf '2\t-6.026398947644')"
	# SMITHSEN and SMITHSON, once each: 0.1 instead of 0.01.
	sed 's/SMITHSON\tTOM/SMITHSEN\tTOM/' close.tsv | reseal >least.tsv
	compare -m model.tsv least.tsv >out.tsv
	run bash -c "grep -P '^a:3\tb:1' out.tsv | cut -f 7,10"
	assert_output "$(printf '1\t-13.357287996531')"
}

@test "--explain: what the prior and each comparison add, frequency and all" {
	compare -m model.tsv --explain in.tsv >out.tsv
	seal check out.tsv
	run bash -c "grep -P '^id_a|^a:1\tb:1' out.tsv | cut -f 10-"
	assert_output "$(printf '%s\n' $'weight\tprobability\tweight_prior\tweight_s\tweight_f\tweight_d' \
		$'11.676277667467\t0.999694537780\t-6.629356620080\t4.491853096330\t4.000000000000\t9.813781191217')"
	# The other columns are those of a run without it, and the parts add up.
	compare -m model.tsv in.tsv >plain.tsv
	diff <(grep -v '^##' out.tsv | cut -f -11) <(grep -v '^##' plain.tsv)
	awk -F '\t' '/^[ab]:/ { d = $10 - $12 - $13 - $14 - $15; if (d < -1e-11 || d > 1e-11) exit 1 }' out.tsv
	run compare -m model.tsv --explain --patterns in.tsv
	assert_failure 2
	assert_output --partial '--patterns and --explain exclude each other'
	# A comparison may not take the name.
	sed 's/^d\t/weight_s\t/' model.tsv >clash.tsv
	run compare -m clash.tsv --explain in.tsv
	assert_failure 78
	assert_output --partial 'clash.tsv: two columns would be called weight_s'
}

@test "large groups, where pairs are sieved, come out as when pair by pair" {
	synth --children 3000 --seed 5 -q -d raw
	ingest -q -s "$SCHEMAS/gp_list.tsv" --source gp raw/gp.csv | clean -q |
		identities -c surname,forename,dob,sex,postcode -o all.tsv
	{
		echo '##model prior=0.001 threshold=3'
		printf 'comparison\tlevel\tcondition\tm\tu\ttf_column\ttf_weight\ttf_minimum\tflags\n'
		printf 'rule\ttwin\texact(surname) and exact(postcode) and exact(dob) and not exact(forename)\t\t\t\t\t\t\n'
		printf 's\t%b\n' 'null\tmissing(surname)\t\t\t\t\t\t' 'exact\texact(surname)\t0.9\t0.02\tsurname\t\t\t' \
			'close\tjaro_winkler(surname) >= 0.85\t0.07\t0.04\tsurname\t0.3\t\t' 'else\telse\t0.03\t0.94\t\t\t\t'
		printf 'f\t%b\n' 'exact\texact(nickname(forename))\t0.9\t0.02\t\t\t\t' \
			'near\tdamerau(forename) <= 2\t0.07\t0.02\t\t\t\t' 'else\telse\t0.03\t0.96\t\t\t\t'
		printf 'p\t%b\n' 'exact\texact(postcode)\t0.9\t0.001\t\t\t\t' 'sector\texact(sector(postcode))\t0.05\t0.01\t\t\t\t' \
			'else\telse\t0.05\t0.989\t\t\t\t'
	} >model.tsv
	printf 'pass\tkey\n1\tsurname\n2\tsex+year(dob)\n3\tforename\n' >rules.tsv
	block -q -r rules.tsv -m model.tsv all.tsv -o groups.tsv
	compare -q -m model.tsv groups.tsv >sieved.tsv
	compare -q -m model.tsv -t -1000 groups.tsv >every.tsv
	[ "$(count_of written sieved.tsv)" -gt 100 ]
	diff <(grep '^gp' sieved.tsv) <(awk -F '\t' '/^gp/ && ($6 != "" || $(NF - 1) >= 3)' every.tsv)
	for figure in pairs.met pairs.skipped pairs.compared; do
		assert_equal "$(count_of $figure sieved.tsv)" "$(count_of $figure every.tsv)"
	done
}

@test "within a source, when block says so" {
	sed 's/opt.pairs=between/opt.pairs=within/' in.tsv | reseal >within.tsv
	compare -m model.tsv within.tsv >out.tsv
	run cut -f 1,2 <(table out.tsv)
	assert_output "$(printf '%s\t%s\n' id_a id_b a:1 a:2 a:1 b:1 a:1 b:2 a:2 b:1 a:2 b:2 b:1 b:2 a:1 a:3 a:3 b:1)"
}

# sided A B C D: the sample's first group with these sides for a:1, a:2, b:1 and b:2, pairs within sources too.
sided() {
	awk -F '\t' -v OFS='\t' -v sides="$1,$2,$3,$4" '
		/^##column source/ { print; print "##column side type=code role=plain"; next }
		/^##/ { sub("pairs=between", "pairs=within"); print; next }
		!n++ { $6 = $6 OFS "side"; print; next }
		n <= 5 { split(sides, side, ","); $6 = $6 OFS side[n - 1]; print }' in.tsv | reseal
}

@test "two records of one side of a sub-block are not paired there" {
	sided a a b b >sides.tsv
	compare -m model.tsv sides.tsv >out.tsv
	run cut -f 1,2 <(table out.tsv)
	assert_output "$(printf '%s\t%s\n' id_a id_b a:1 b:1 a:1 b:2 a:2 b:1 a:2 b:2)"
	assert_equal "$(count_of pairs.met out.tsv)" 4
	sided a b '' b >sides.tsv
	compare -m model.tsv sides.tsv >out.tsv
	run cut -f 1,2 <(table out.tsv)
	assert_output "$(printf '%s\t%s\n' id_a id_b a:1 a:2 a:1 b:1 a:1 b:2 a:2 b:1 b:1 b:2)"
	sided a c b b >sides.tsv
	run compare -m model.tsv sides.tsv
	assert_failure 65
	assert_output --partial 'side: neither a nor b (rule side)'
}

@test "only pairs of sources that block was told of" {
	sed 's/pairs=between/pairs=b:b,a:a/' in.tsv | reseal >chosen.tsv
	compare -m model.tsv chosen.tsv >out.tsv
	run cut -f 1,2 <(table out.tsv)
	assert_output "$(printf '%s\t%s\n' id_a id_b a:1 a:2 b:1 b:2 a:1 a:3)"
	sed 's/pairs=between/pairs=a:c/' in.tsv | reseal >none.tsv
	compare -m model.tsv none.tsv >out.tsv
	assert_equal "$(count_of pairs.met out.tsv)" 0
	sed 's/pairs=between/pairs=a/' in.tsv | reseal >bad.tsv
	run compare -m model.tsv bad.tsv
	assert_failure 65
	assert_output --partial 'the step of block pairs in no way that is known here (rule pairs)'
}

@test "records that are alike are scored once: the same pairs, and the same patterns" {
	awk 'BEGIN { print "rid\tsource\ts\tf\td"; for (i = 0; i < 300; i++)
		printf "%s:%03d\t%s\t%s\t%s\t2012-0%d-0%d\n", i % 3 ? "a" : "b", i, i % 3 ? "a" : "b",
			substr("LEELEASMITH", i % 2 * 3 + 1, 3), substr("ANN|JO|TOM", i % 5 + 1, 3), i % 7 % 3 + 1, i % 11 % 2 + 1 }' >people
	{
		printf '##jigsaw 1 level=identifiable\n##source id=a\n##source id=b\n##column rid type=rid role=key\n'
		printf '##column source type=source role=plain\n##column s type=name role=direct\n'
		printf '##column f type=name role=direct list=yes\n##column d type=date role=quasi\n'
		printf '##step 000000000000 tool=ingest version=0.1.0\n'
		cat people
	} | seal_text >people.tsv
	printf 'pass\tkey\n1\tyear(d)\n2\ts\n' >rules.tsv
	for how in --within --between; do
		block -r rules.tsv -m model.tsv $how people.tsv >groups.tsv
		# What is explained is scored pair by pair.
		compare -m model.tsv -t -1000 --explain groups.tsv | unseal | cut -f 1-11 >each
		compare -m model.tsv -t -1000 groups.tsv | unseal >once
		cmp each once
		assert [ -s each ]
		compare -m model.tsv --patterns groups.tsv | unseal | awk -F '\t' '$4 == 0' | cut -f 1-3,5- >patterns
		cut -f 3-9 each | sort | uniq -c | sed 's/^ *\([0-9]*\) \(.*\)/\2\t\1/' | sort | diff <(sort patterns) -
	done
}

@test "the lower source and id come first in a pair" {
	sed 's/\ta:2\ta\t/\ta:2\tz\t/' in.tsv | sed 's/^##source id=b/&\n##source id=z/' | reseal >z.tsv
	compare -m model.tsv z.tsv >out.tsv
	run bash -c "grep -c -P '^b:1\ta:2\tb\tz\t' out.tsv"
	assert_output 1
}

@test "pieces cut between groups give the bytes of the whole" {
	{
		grep '^##' in.tsv | grep -v '^##digest\|^##count\|^##end'
		echo "pass	key	sub	seen	rid	source	s	f	d	tf_s"
		for i in $(seq 10 40); do
			printf '1\t00000000000000%s\t\t\ta:%s\ta\tLEE\tANN\t2012-03-04\t4\n' "$i" "$i"
			printf '1\t00000000000000%s\t\t\tb:%s\tb\tLEE\tJO|ANN\t2012-04-03\t4\n' "$i" "$i"
		done
	} | seal_text >many.tsv
	compare -m model.tsv many.tsv >whole.tsv
	for n in 1 2 7; do
		seal split -n $n -c pass,key,sub -o part$n many.tsv
		for piece in part"$n".0*.tsv; do
			compare -m model.tsv "$piece" -o "$piece.pairs"
		done
		stack --whole part$n.seal.tsv part$n.0*.pairs | cmp - whole.tsv
	done
}

@test "the same bytes twice" {
	compare -m model.tsv in.tsv >first.tsv
	compare -m model.tsv in.tsv | cmp - first.tsv
}

@test "bare records by --preamble, none at all too" {
	compare -m model.tsv in.tsv >whole.tsv
	seal split -n 1 -o part in.tsv
	unseal in.tsv | compare -m model.tsv --preamble part.seal.tsv >bare.tsv
	unseal whole.tsv | diff - <(grep -v '^##' bare.tsv)
	compare -m model.tsv --preamble part.seal.tsv </dev/null >none.tsv
	run grep -vc '^##' none.tsv
	assert_output 0
}

@test "groups out of order: key, pass, sub, rid" {
	for edit in 's/0000000000000002/0000000000000000/' \
		's/^1\(\t0000000000000001\t\t\ta:1\)/2\1/' \
		's/^\(1\t0000000000000001\t\)\(\t\ta:1\)/\15\2/' \
		's/\ta:1\ta\tLEE\tANN|JO\t2012-03-04\t4$/\ta:7\ta\tLEE\tANN|JO\t2012-03-04\t4/' \
		's/\ta:2\t/\ta:1\t/'; do
		sed "$edit" in.tsv | reseal >bad.tsv
		run compare -m model.tsv bad.tsv
		assert_failure 65
		assert_output --partial 'groups are not in the order of key, pass, sub and rid (rule order)'
	done
}

@test "cells that block would not have written" {
	while IFS='|' read -r edit message; do
		sed "$edit" in.tsv | reseal >bad.tsv
		run compare -m model.tsv bad.tsv
		assert_failure 65
		assert_output --partial "$message"
		refute_output --partial LEE
	done <<-'END'
		s/^1.0000000000000001/1\t001/|bad.tsv:17: key: not 16 hexadecimal digits (rule key)
		s/^1.0000000000000001/1\tg000000000000001/|key: not 16 hexadecimal digits
		s/^1\t/x\t/|pass: not a number (rule pass)
		s/0000000000000001.a:1/0001\ta:1/|seen: not hashes of 16 digits in ascending order (rule seen)
		s/\t\(0000000000000001\)\(.b:1\)/\t\1,\1\2/|seen: not hashes of 16 digits
		s/04.4$/04\t0/|the counts of a tf_ column do not fit its values (rule frequency)
		s/04.4$/04\t/|the counts of a tf_ column
		s/04.4$/04\t101/|the counts of a tf_ column
		s/04.4$/04\tx/|the counts of a tf_ column
	END
}

@test "a Bloom cell that is not base64" {
	sed -i 's/day_month_swapped(d)/dice(f) >= 0.5/' model.tsv
	sed 's/ANN|JO/A*A=/' in.tsv | reseal >bad.tsv
	run compare -m model.tsv bad.tsv
	assert_failure 65
	assert_output --partial 'a cell for dice() or shared() is not such an encoding (rule encoding)'
}

@test "variants of names: shared() counts the tokens of the best two sets" {
	printf '%s\n' 8f3a61c07be2d49a5513e0c72b9fd64f7e01d2c3 >key
	{
		printf 'rid\tforename\tdob\n'
		printf 'x:%s\t%s\n' 1 'PATEL	2012-03-09' 2 'PATAL	2012-03-09' 3 'PATEL	2012-03-09' 4 'PATEL	2012-03-10' 5 '	2012-03-09'
	} | seal adopt --source x --column forename:name:direct --column dob:date:quasi >people.tsv
	chmod 600 key
	pseudo -q -k key --token dob --key 'all=substr(dob,1,4)' --variants forename --within dob -o blind.tsv people.tsv
	printf 'pass\tkey\n1\tall\n' >all.tsv
	{
		printf '##model prior=0.1 threshold=-1000\ncomparison\tlevel\tcondition\tm\tu\n'
		printf 'f\tnull\tmissing(forename_variants)\t\t\n'
		printf 'f\tsame\texact(forename_variants)\t0.8\t0.01\n'
		printf 'f\ttwo\tshared(forename_variants) >= 2\t0.1\t0.01\n'
		printf 'f\tone\tshared(forename_variants) >= 1\t0.05\t0.01\n'
		printf 'f\telse\telse\t0.05\t0.97\n'
	} >names.tsv
	block -r all.tsv -m names.tsv blind.tsv | compare -m names.tsv | unseal | cut -f 7 | sort | uniq -c | tr -s ' ' >levels
	run cat levels
	assert_output "$(printf ' 4 -1\n 3 0\n 2 2\n 1 3')"
	block -r all.tsv -m names.tsv blind.tsv >groups.tsv
	# Not a set: of another length, or of tokens that are all one.
	for bad in AAAA "$(printf 'A%.0s' {1..112})"; do
		sed "s|[A-Za-z0-9+/]\{112\}|$bad|g" groups.tsv | reseal >bad.tsv
		run compare -m names.tsv bad.tsv
		assert_failure 65
		assert_output --partial 'a cell for dice() or shared() is not such an encoding (rule encoding)'
	done
}

@test "options" {
	run compare in.tsv
	assert_failure 2
	assert_output --partial '--model is required'
	run compare -m model.tsv -t much in.tsv
	assert_failure 2
	assert_output --partial '--threshold: neither a weight in bits nor none: much'
	sed -i 's/ threshold=-100//' model.tsv
	run compare -m model.tsv in.tsv
	assert_failure 2
	assert_output --partial '--threshold is required: the model has none'
	compare -m model.tsv -t 0 in.tsv | seal check
	# What is written for clusters of whole groups comes before what single links need.
	for threshold in '' ' threshold=9'; do
		sed "1s/\$/$threshold candidates=-2.5/" model.tsv >candidates.tsv
		run bash -c 'compare -m candidates.tsv in.tsv | grep -c opt.threshold=-2.500000000000'
		assert_output 1
	done
}

# pairs_model: the model with columns for two sources, and rows and facts for a and b.
pairs_model() {
	sed '2,$s/$/\t\t/; 2s/flags\t\t/flags\tsource_a\tsource_b/' model.tsv
}

@test "m, u and prior of two sources, the same in every other" {
	compare -m model.tsv in.tsv >plain.tsv
	pairs_model | sed -e '8a s\texact\t\t0.8\t0.01\t\t\t\t\tb\ta' -e '8a s\texact\t\t0.5\t0.5\t\t\t\t\tb\tc' \
		-e '1a ##pair source_a=a source_b=b prior=0.02' >pairs.tsv
	compare -m pairs.tsv in.tsv >out.tsv
	# Of a:1 and b:1 log2(0.8/0.04) instead of log2(0.9/0.04), and log2(2/98) instead of log2(1/99).
	run bash -c "grep -P '^a:1\tb:1' out.tsv | cut -f 7-10"
	assert_output "$(printf '2\t1\t2\t12.520999441989')"
	sed 's/source_a=a source_b=b/source_a=a source_b=c/; s/\tb\ta$/\tc\ta/' pairs.tsv >others.tsv
	compare -m others.tsv in.tsv | unseal >out.tsv
	unseal plain.tsv | diff - out.tsv
}

@test "what a source does not collect says nothing" {
	sed '1a ##absent source=b comparison=d' model.tsv >absent.tsv
	compare -m absent.tsv in.tsv >out.tsv
	run bash -c "grep -P '^a:1\tb:1' out.tsv | cut -f 7-10"
	assert_output "$(printf '2\t1\t-1\t1.862496476250')"
	assert_equal "$(column d out.tsv | sort -u)" -1
}

@test "two comparisons that hang together: a weight for the two levels" {
	sed -e '1a ##interaction a=s b=d' -e '$a s*d\texact/exact\t\t1.5\t12\t\t\t\t\ns*d\telse/else\t\t1\t1\t\t\t\t' model.tsv >tied.tsv
	compare -m tied.tsv in.tsv >out.tsv
	run bash -c "grep -P '^a:1\tb:1' out.tsv | cut -f 10"
	assert_output 8.676277667467
	# A threshold that the sum reaches by the interaction alone.
	sed 's/1.5\t12/12\t1.5/; /^rule/d' tied.tsv >more.tsv
	compare -m more.tsv -t 14.676277667467 in.tsv >out.tsv
	assert_equal "$(column weight out.tsv)" 14.676277667467
}

@test "mistakes about sources and interactions" {
	while IFS='|' read -r edit message; do
		pairs_model | sed -e "$edit" >bad.tsv
		run compare -m bad.tsv in.tsv
		assert_failure 78
		assert_output --partial "bad.tsv$message"
	done <<-'END'
		8a s\texact\t\t0.8\t0.01\t\t\t\t\tb\t|:9: source_a: a row for a pair of sources names both
		8a s\tExact\t\t0.8\t0.01\t\t\t\t\tb\ta|:9: level: not a level above of s that has a weight
		8a s\tnull\t\t0.8\t0.01\t\t\t\t\tb\ta|:9: level: not a level above of s that has a weight
		8a s\texact\texact(s)\t0.8\t0.01\t\t\t\t\tb\ta|:9: condition: a row for a pair of sources has m and u only
		8a s\texact\t\t0.8\t\t\t\t\t\tb\ta|:9: m: not a number between 0 and 1
		8a s\texact\t\t0.8\t0.1\t\t\t\tonce\tb\ta|:9: flags: the only flag of a pair of sources is fixed
		8a s\texact\t\t0.8\t0.1\t\t\t\t\tb\ta\ns\texact\t\t0.8\t0.1\t\t\t\t\ta\tb|:10: level: already given for these sources
		4a s\texact\t\t0.8\t0.1\t\t\t\t\ta\tb|:5: source_a: the levels for all sources come before those for two
		3s/\t\t$/\ta\tb/|:3: source_a: a rule is for all sources
		1a ##pair source_a=a prior=0.1|: ##pair source_a=a prior=0.1: source_a= and source_b= are not two sources
		1a ##pair source_a=a source_b=b prior=1|: ##pair source_a=a source_b=b prior=1: prior= is not a number between 0 and 1
		1a ##absent source=a comparison=x|: ##absent source=a comparison=x: source= and comparison= are not a source and a comparison
		1a ##interaction a=s b=s|: ##interaction a=s b=s: a= and b= are not two comparisons
		1a ##interaction a=s b=d\n##interaction a=d b=s|: ##interaction a=d b=s: these two already have an interaction
		14a s*d\texact/exact\t\t1.5\t12\t\t\t\t\t\t|:15: comparison: no ##interaction of these two, in this order
	END
}

@test "--patterns counts the pairs of each pattern, in every pass" {
	sed -i '8s/0.94//; s/ threshold=-100//' model.tsv
	compare -m model.tsv --patterns in.tsv >out.tsv
	seal check out.tsv
	run table out.tsv
	assert_output "$(printf '%s\n' \
		$'source_a\tsource_b\tpass\tagain\trule\ts\tf\td\tcount' \
		$'a\tb\t1\t0\t\t-1\t0\t0\t1' \
		$'a\tb\t1\t0\t\t-1\t0\t1\t1' \
		$'a\tb\t1\t0\t\t0\t0\t0\t1' \
		$'a\tb\t1\t0\tboth\t2\t1\t2\t1' \
		$'a\tb\t2\t0\t\t0\t0\t0\t1' \
		$'a\tb\t2\t1\tboth\t2\t1\t2\t1')"
	assert_equal "$(count_of pairs.met out.tsv)" 6
	assert_equal "$(count_of pairs.again out.tsv)" 1
	assert_equal "$(count_of pairs.first out.tsv)" 5
	run compare -m model.tsv --patterns -t 3 in.tsv
	assert_failure 2
	assert_output --partial '--patterns and --threshold exclude each other'
}

@test "columns that the groups do not have" {
	sed 's/exact(f)/exact(town)/' model.tsv >other.tsv
	run compare -m other.tsv in.tsv
	assert_failure 78
	assert_output 'compare: other.tsv: the groups have no column town'
	sed 's/opt.tf_s=100//; s/between $/between/' in.tsv | reseal >bad.tsv
	run compare -m model.tsv bad.tsv
	assert_failure 78
	assert_output --partial 'the groups have no tf_s: block was not given this model'
	sed 's/^##column seen/##column other/; s/\tseen\t/\tother\t/' in.tsv | reseal >bad.tsv
	run compare -m model.tsv bad.tsv
	assert_failure 65
	assert_output --partial 'no column seen'
}

@test "a sensitive column is not shown to it" {
	sed 's/^##column f type=name role=direct/##column f type=name role=sensitive/' in.tsv | reseal >bad.tsv
	run compare -m model.tsv bad.tsv
	assert_failure 77
}

@test "an m or u of 1 is a number, as an imported or trained model may have it" {
	for one in 1 0.9999999999999999 0.9999999999999; do
		sed "8s/0.94/$one/" model.tsv >"ones.$one"
		compare -q -m "ones.$one" -t -100 in.tsv | table - >"out.$one"
		cmp out.1 "out.$one"
	done
}

@test "mistakes in a model are told by line and column" {
	while IFS='|' read -r edit message; do
		sed "$edit" model.tsv >bad.tsv
		run compare -m bad.tsv in.tsv
		assert_failure 78
		assert_output --partial "bad.tsv$message"
	done <<-'END'
		s/prior=0.01/prior=1/|: ##model prior= is not a number between 0 and 1
		1d|: ##model prior= is not a number between 0 and 1 (or not there)
		s/threshold=-100/threshold=high/|: ##model threshold= is neither a number of bits nor none
		s/threshold=-100/& candidates=none/|: ##model candidates= is no number of bits
		/^[rsfd]/d; /^rule/d|: a model without comparisons and rules
		s/^s\t/S\t/|:5: comparison: not a name that pairs can have
		s/^s\t/weight\t/|:5: comparison: not a name that pairs can have
		12,14s/^d/s/|:12: comparison: the levels of s are not together
		6s/exact/Exact/|:6: level: not a name
		6s/$/unique/|:6: flags: a level's flags are fixed, fixed_m and fixed_u
		5s/$/fixed/|:5: flags: a level's flags are fixed, fixed_m and fixed_u
		6s/0.9\t0.02\ts\t\t\t/\t0.02\t\t\t\tfixed/|:6: flags: fixed, but no number is given
		8s/exact(s)/x/; 7s/jaro_winkler(s) >= 0.85/exact(s) and exact(f)/|:7: condition: never reached: level exact holds wherever this one does
		7s/jaro_winkler(s) >= 0.85/damerau(s) <= 1 and exact(s)/|:7: condition: never reached
		8s/0.94/0/|:8: u: not a number between 0 and 1
		8s/0.94//|:8: m: a level without m or u: `estimate` finds them
		8s/0.94/1.5/|:8: u: not a number between 0 and 1
		8s/0.05/x/|:8: m: not a number between 0 and 1
		8s/else\telse/else\texact(s)/|:8: condition: the last level of a comparison, and no other, is `else`
		6s/exact(s)/else/|:6: condition: the last level of a comparison, and no other, is `else`
		5s/missing(s)\t/missing(s)\t0.1/|:5: m: a null level has neither m nor u
		7s/\ts\t/\t\t/|:7: tf_column: no column to adjust by
		7s/\ts\t/\tS S\t/|:7: tf_column: not the name of a column
		5s/missing(s)\t\t\t/&s/|:5: tf_column: a null level has no weight
		7s/0.5/1.5/|:7: tf_weight: not a number from 0 to 1
		7s/0.1\t/2\t/|:7: tf_minimum: not a number above 0 and up to 1
		3s/both/Both/|:3: level: not a name
		4s/lone/both/|:4: level: two rules are called both
		4s/unique/often/|:4: flags: a rule's flag is unique or prior
		3s/exact(f)\t/exact(f)\t0.5/|:3: m: a rule has neither m nor u
		3s/exact(f)\t\t\t/&s/|:3: tf_column: a rule has no weight to adjust
		3s/exact(s) and exact(f)/else/|:3: condition: a rule cannot be `else`
		6s/exact(s)/exact(s/|:6: condition: character 8: expected `)`
	END
	cp model.tsv many.tsv
	for i in $(seq 1 998); do printf 'x%s\tl\telse\t0.1\t0.1\t\t\t\t\n' "$i"; done >>many.tsv
	run compare -m many.tsv in.tsv
	assert_failure 78
	assert_output --partial 'many.tsv:1012: comparison: more than 1000 comparisons'
	for i in $(seq 1 101); do printf 'x\tl%s\texact(s)\t0.1\t0.1\t\t\t\t\n' "$i"; done >>model.tsv
	run compare -m model.tsv in.tsv
	assert_failure 78
	assert_output --partial 'model.tsv:15: comparison: more than 100 levels'
}

@test "another program, written from the manual, finds the same pairs and weights" {
	synth --children 2000 --seed 3 -q -d raw
	for source in gp:gp_list:gp.csv census:school_census_pupilonroll:pupilonroll.csv; do
		IFS=: read -r id schema file <<<"$source"
		ingest -q -s "$SCHEMAS/$schema.tsv" --source "$id" "raw/$file" | clean -q |
			identities -c surname,forename,dob,sex -o "$id.tsv"
	done
	stack census.tsv gp.tsv -o all.tsv
	printf 'pass\tkey\n1\tsurname+dob\n2\tsurname + forename\n2\tforename+surname\n3\tdob\n4\tsurname\n' >rules.tsv
	{
		head -n 2 model.tsv
		printf 's\t%b\n' 'null\tmissing(surname)\t\t\t\t\t\t' 'exact\texact(surname)\t0.9\t0.02\tsurname\t\t0.01\t' \
			'close\tjaro_winkler(surname) >= 0.8\t0.07\t0.04\tsurname\t0.3\t\t' 'else\telse\t0.03\t0.94\t\t\t\t'
		printf 'f\t%b\n' 'exact\texact(forename)\t0.9\t0.02\tforename\t\t\t' 'else\telse\t0.03\t0.94\tforename\t0.1\t\t'
		printf 'd\t%b\n' 'exact\texact(dob)\t0.9\t0.001\t\t\t\t' 'else\telse\t0.03\t0.999\t\t\t\t'
	} >model2.tsv
	block -r rules.tsv -m model2.tsv all.tsv | compare -m model2.tsv -t -100 >pairs.tsv
	[ "$(count_of written pairs.tsv)" -gt 1000 ]
	"$ROOT/tests/tools/pairs.py" all.tsv rules.tsv model2.tsv pairs.tsv
}

@test "the models and rules that are shipped are read" {
	for model in "$MODELS"/*.tsv; do
		[[ $model != *rules.tsv ]] || continue
		run compare -m "$model" in.tsv
		assert_output --partial 'the groups have no column'
		# The steps of one ladder may share their rules.
		rules=${model%.tsv}_rules.tsv
		[[ -e $rules ]] || rules=${model%_*}_rules.tsv
		[[ -e $rules ]] || rules=${model%_*.tsv}_rules.tsv # several models share some
		run block -r "$rules" -m "$model" in.tsv
		assert_output --partial 'the records have no column'
	done
}
