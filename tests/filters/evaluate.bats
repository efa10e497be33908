#!/usr/bin/env bats
load ../helper

# Persons 1 and 2 are twins, 3 their sibling, 4 of another family.
setup() {
	test_directory
	stream ingest rid:rid:key person:id:key family:id:key birth:id:key >truth.tsv <<-END
		a:1 1 10 100
		a:2 2 10 100
		a:3 3 10 -
		a:4 4 - -
		b:1 1 10 100
		b:2 2 10 100
		b:3 3 10 -
		c:1 1 10 100
		c:4 4 - -
	END
	# Right: a:1-b:1, a:4-c:4. A twin: a:2-b:1 and so on, a sibling: b:3 with 2.
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		b:1 b P
		a:2 a P
		b:2 b Q
		a:3 a R
		b:3 b S
		c:1 c S
		a:4 a T
		c:4 c T
	END
	stream stack rid:rid:key source:source:plain upn:upn:direct dob:date:quasi sex:sex:quasi >records.tsv <<-END
		a:1 a U1 D1 F
		a:2 a U2 D1 F
		a:3 a - - M
		a:4 a - D4 -
		b:1 b - D1 F
		b:2 b - - F
		b:3 b - D3 -
		c:1 c U1 - -
		c:4 c U4 D4 -
	END
}

# figure NAME [SOURCE_A SOURCE_B]: its value in out.tsv.
figure() {
	table out.tsv | awk -F '\t' -v f="$1" -v a="${2:-_total}" -v b="${3:-_total}" \
		'$1 ~ /^(all|pair)$/ && $2 == a && $3 == b && $4 == f { print $5; n++ } END { exit n != 1 }'
}

# is NAME VALUE [SOURCE_A SOURCE_B]
is() {
	run figure "$1" "${@:3}"
	assert_output "$2"
}

@test "clusters: pairs of different sources, counted right" {
	evaluate --truth truth.tsv -o out.tsv clusters.tsv
	# True: 1 has a,b,c: 3; 2: 1; 3: 1; 4: 1.
	is true_pairs 6
	# P: a:1-b:1, b:1-a:2 (a:1-a:2 is within a source); S: b:3-c:1; T: 1.
	is linked_pairs 4
	is found_pairs 2
	is missed_pairs 4
	is false_pairs 2
	is false_twin_pairs 1
	is false_sibling_pairs 1
	is precision 0.500000
	is recall 0.333333
	is f1 0.400000
	is identities 9
	is true_persons 4
	is persons 5
	is records_absent 0
	"$ROOT/tests/tools/oracle.py" check out.tsv
	run head -n 1 out.tsv
	assert_output '##jigsaw 1 level=aggregate'
}

@test "by pair of sources" {
	evaluate --truth truth.tsv -o out.tsv clusters.tsv
	is true_pairs 3 a b
	is true_pairs 2 a c
	is true_pairs 1 b c
	is found_pairs 1 a b
	is false_twin_pairs 1 a b
	is precision 1.000000 a c
	is recall 0.500000 a c
	is false_sibling_pairs 1 b c
	is precision 0.000000 b c
	run bash -c "table() { grep -v '^##' out.tsv; }; table | cut -f 1-3 | uniq"
	assert_output $'scope\tsource_a\tsource_b\nall\t_total\t_total\npair\ta\tb\npair\ta\tc\npair\tb\tc'
}

@test "pairs that share a field to link by" {
	evaluate --truth truth.tsv --records records.tsv --linkable-by upn,dob -o out.tsv clusters.tsv
	# 1: a-b dob, a-c upn, b-c nothing; 2: nothing; 3: nothing; 4: dob.
	is linkable_pairs 3
	is unlinkable_pairs 3
	is linkable_found_pairs 2
	is linkable_recall 0.666667
	is linkable_precision 0.500000
	is linkable_f1 0.571429
	evaluate --truth truth.tsv --records records.tsv --linkable-by upn,dob+sex -o out.tsv clusters.tsv
	is linkable_pairs 2
	is linkable_found_pairs 1
	# The found pair that shares nothing counts neither for nor against.
	is linkable_precision 0.333333
}

@test "pairs, by threshold" {
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >pairs.tsv <<-END
		a:1 b:1 12.5
		a:2 b:1 8
		b:3 c:1 2
		a:4 c:4 20
		b:1 c:1 12.499999999999
	END
	evaluate --truth truth.tsv --records records.tsv -o out.tsv pairs.tsv
	is linked_pairs 5
	is found_pairs 3
	is false_twin_pairs 1
	is false_sibling_pairs 1
	is recall 0.500000
	evaluate --truth truth.tsv --records records.tsv --linkable-by dob -t 12.5 -o out.tsv pairs.tsv
	is linked_pairs 2
	is found_pairs 2
	is linkable_found_pairs 2
	is precision 1.000000
	run figure persons
	assert_failure
}

@test "one source: all pairs" {
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 x P
		b:1 x P
		c:1 x Q
		a:2 x P
	END
	evaluate --truth truth.tsv -o out.tsv clusters.tsv
	is true_pairs 3
	is linked_pairs 3
	is found_pairs 1
	is found_pairs 1 x x
}

@test "members: identities of many records, of several persons, of none" {
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		i1 a P
		i2 b P
		i3 b Q
	END
	stream identities rid:rid:key record:rid:key >ma.tsv <<-END
		i1 a:2
		i1 a:1
		i1 a:1
	END
	stream block rid:rid:key record:rid:key >mb.tsv <<-END
		i2 b:1
		i2 x:9
	END
	evaluate --truth truth.tsv --members ma.tsv --members mb.tsv -o out.tsv clusters.tsv
	is identities 3
	is identities_mixed 1
	is identities_unknown 1
	is records_absent 6
	is true_pairs 1
	is found_pairs 1
	is f1 1.000000
}

@test "nothing to divide by is an empty cell" {
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		b:2 b Q
	END
	evaluate --truth truth.tsv -o out.tsv clusters.tsv
	is precision ''
	is recall ''
	is f1 ''
	stream cluster rid:rid:key source:source:plain person_id:id:key </dev/null >clusters.tsv
	evaluate --truth truth.tsv -o out.tsv clusters.tsv
	is identities 0
	is true_pairs 0
}

# row SCOPE A B FIGURE BY CATEGORY THRESHOLD: value, low and high; `-` for an empty cell.
row() {
	table out.tsv | awk -F '\t' -v want="$*" '{ key = $1 " " $2 " " $3 " " $4
		for (i = 8; i <= 10; i++) key = key " " ($i == "" ? "-" : $i)
		if (key == want) { print $5, $6, $7; n++ } } END { exit n != 1 }'
}

# are VALUES ROW...
are() {
	run row "${@:2}"
	assert_success
	assert_output "$1"
}

@test "forbidden links are counted by themselves" {
	stream ingest rid:rid:key person:id:key family:id:key birth:id:key forbidden:id:key >truth.tsv <<-END
		a:1 1 - - F
		b:1 1 - - F
		b:2 2 - - F
		a:3 3 - - -
	END
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		b:1 b P
		b:2 b P
		a:3 a P
	END
	evaluate --truth truth.tsv -o out.tsv clusters.tsv
	# a:1 with b:1 is right, with b:2 forbidden; a:3 with b:1 and b:2 is wrong.
	is linked_pairs 4
	is found_pairs 1
	is false_pairs 3
	is forbidden_pairs 1
	is forbidden_pairs 1 a b
	echo 'a:1 U1' | stream stack rid:rid:key upn:upn:direct >upns.tsv
	evaluate --truth truth.tsv --by 'missing(upn)' --records upns.tsv -o out.tsv clusters.tsv
	are '0.5  ' group _total _total forbidden_pairs 'missing(upn)' _missing -
	stream ingest rid:rid:key person:id:key family:id:key birth:id:key forbidden:id:key >truth.tsv <<-END
		a:1 1 - - F
		b:1 1 - - G
	END
	refused 65 'evaluate: truth.tsv:11: forbidden: a person forbidden in two ways (rule truth)' \
		--truth truth.tsv clusters.tsv
}

@test "labels: pairs that are known to be same, different or forbidden" {
	stream review id_a:rid:key id_b:rid:key verdict:code:plain >labels.tsv <<-END
		a:1 b:1 same
		b:1 a:2 different
		b:1 a:2 different
		b:3 c:1 forbidden
		a:4 c:4 same
		a:3 b:3 same
		a:4 b:1 different
	END
	evaluate --labels labels.tsv -o out.tsv clusters.tsv
	is labelled_pairs 6
	is true_pairs 3
	is linked_pairs 4
	is found_pairs 2
	is missed_pairs 1
	is false_pairs 2
	is forbidden_pairs 1
	are '0.500000 0.150039 0.849961' all _total _total precision - - -
	are '0.666667 0.207660 0.938508' all _total _total recall - - -
	is forbidden_pairs 1 b c
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >pairs.tsv <<-END
		a:1 b:1 12.5
		a:2 b:1 8
		b:3 c:1 2
		a:4 c:4 20
		b:1 c:1 30
	END
	evaluate --labels labels.tsv --records records.tsv -t 8 --sweep -o out.tsv pairs.tsv
	is linked_pairs 3
	is found_pairs 2
	is forbidden_pairs 0
	are '0.800000  ' best _total _total f1 - - 12.500000000000
	are '0.571429  ' zero _total _total f1 - - 0.000000000000
	are '0.666667  ' model _total _total f1 - - 8.000000000000
	local line message
	while IFS='|' read -r line message; do
		stream review id_a:rid:key id_b:rid:key verdict:code:plain >bad.tsv <<<"$line"
		refused 65 "evaluate: bad.tsv:8: $message" --labels bad.tsv clusters.tsv
	done <<-END
		a:1 z:1 same|id_b: an id that is not among the clusters (rule clusters)
		a:1 a:1 same|id_b: an identity paired with itself (rule pair)
		a:1 b:1 maybe|verdict: not same, different or forbidden (rule verdict)
	END
	printf 'a:1 b:1 same\nb:1 a:1 different\n' |
		stream review id_a:rid:key id_b:rid:key verdict:code:plain >bad.tsv
	refused 65 'evaluate: bad.tsv:9: verdict: another verdict on this pair is in line 8 (rule two-verdicts)' --labels bad.tsv clusters.tsv
}

@test "thresholds swept, without rules" {
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >pairs.tsv <<-END
		b:1 c:1 ~3
		a:1 b:1 12.5
		a:2 b:1 8
		b:3 c:1 ~3
		a:4 c:4 20
		a:1 a:2 40
	END
	evaluate --truth truth.tsv --records records.tsv --sweep -o out.tsv pairs.tsv
	are '1  ' threshold _total _total linked_pairs - - 20.000000000000
	are '2  ' threshold _total _total found_pairs - - 8.000000000000
	are '5  ' threshold _total _total linked_pairs - - -3.000000000000
	are '3  ' threshold _total _total found_pairs - - -3.000000000000
	are '0.600000 0.230724 0.882379' threshold _total _total precision - - -3.000000000000
	are '0.545455  ' best _total _total f1 - - -3.000000000000
	are '3  ' zero _total _total linked_pairs - - 0.000000000000
	run bash -c "grep -c '^threshold.*precision' out.tsv; grep -c ^model out.tsv"
	assert_output $'4\n0'
}

@test "without a truth: what the probabilities add up to" {
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain probability:probability:plain >pairs.tsv <<-END
		a:1 b:1 12.5 0.999
		a:2 b:1 8 0.9
		b:3 c:1 2 0.5
	END
	evaluate --records records.tsv -t 8 -o out.tsv pairs.tsv
	are '2  ' model_estimate _total _total linked_pairs - - -
	are '0.101000  ' model_estimate _total _total expected_false_pairs - - -
	are '0.500000  ' model_estimate _total _total expected_missed_pairs - - -
	are '0.949500  ' model_estimate _total _total expected_precision - - -
	are '0.791580  ' model_estimate _total _total expected_recall - - -
	are '0.863378  ' model_estimate _total _total expected_f1 - - -
	run grep -c -e true_pairs -e '	recall' out.tsv
	assert_output 0
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain probability:probability:plain >bad.tsv <<<'a:1 b:1 3 1.5'
	refused 65 'evaluate: bad.tsv:9: probability: not a probability (rule probability)' --records records.tsv bad.tsv
}

@test "link rates of groups, and how the linked differ from the unlinked" {
	evaluate --expect a:b --expect b:a --records records.tsv --by 'sex,missing(dob)' -o out.tsv clusters.tsv
	# In a, 1 and 2 are with b:1, 3 and 4 with nobody of b.
	are '4  ' expected a b expected - - -
	are '0.500000 0.150039 0.849961' expected a b link_rate - - -
	are '1.000000 0.342380 1.000000' group a b link_rate sex F -
	are '0.000000 0.000000 0.793451' group a b link_rate sex M -
	are '1  ' group a b expected sex _missing -
	are '1.000000  ' balance a b share_linked sex F -
	are '0.000000  ' balance a b share_unlinked sex F -
	are '  ' balance a b standardised_difference sex F -
	are '0.500000  ' balance a b share_unlinked sex M -
	are '-1.414214  ' balance a b standardised_difference sex M -
	are '3  ' group a b expected 'missing(dob)' present -
	are '0.333333 0.061492 0.792340' expected b a link_rate - - -
	run figure true_pairs
	assert_failure
}

@test "groups by columns of payloads, by age; lists count by their first" {
	{
		printf '##jigsaw 1 level=identifiable\n##source id=p\n##column rid type=rid role=key\n'
		printf '##column ethnicity type=ethnicity role=quasi list=yes\n##column born type=date role=quasi\n'
		printf '##step 000000000000 tool=identities version=0.1.0\nrid\tethnicity\tborn\n'
		printf 'a:1\tWBRI|MWBC\t2024-01-02\na:2\t\t2019-06\na:2\tWBRI\t\na:3\tAIND\t2008-01-01\na:4\tAIND\t2008-01-02\n'
	} | seal_text >payload.tsv
	evaluate --expect a:b --members payload.tsv --by 'ethnicity,age(born),ethnic_group(ethnicity),count(ethnicity),records()' --on 2024-01-01 -o out.tsv clusters.tsv
	are '2  ' group a b expected ethnicity WBRI -
	are '2  ' group a b linked ethnicity WBRI -
	are '2  ' group a b expected ethnicity AIND -
	are '2  ' group a b expected 'ethnic_group(ethnicity)' white -
	are '2  ' group a b expected 'ethnic_group(ethnicity)' asian -
	are '1  ' group a b expected 'count(ethnicity)' 2 -
	are '1  ' group a b expected 'records()' 2 -
	are '3  ' group a b expected 'records()' 1 -
	are '3  ' group a b expected 'count(ethnicity)' 1 -
	are '1  ' group a b expected 'age(born)' unborn -
	are '1  ' group a b expected 'age(born)' 1-4 -
	are '1  ' group a b expected 'age(born)' 16+ -
	are '1  ' group a b expected 'age(born)' 10-15 -
}

@test "groups with a truth: a person's, and pairs count half for each end" {
	evaluate --truth truth.tsv --records records.tsv --by 'sex,missing(upn)' -o out.tsv clusters.tsv
	# Sex is known of 1, 2 and 3 from one record each. 1: 3 pairs, 2: 1; 3: 1; 4: 1, of no sex.
	are '4  ' group _total _total true_pairs sex F -
	are '1  ' group _total _total found_pairs sex F -
	are '2.5  ' group _total _total linked_pairs sex F -
	are '0.250000 0.045587 0.699358' group _total _total recall sex F -
	are '1  ' group _total _total found_pairs sex _missing -
	are '3  ' group _total _total true_pairs 'missing(upn)' _missing -
	are '3  ' group _total _total true_pairs 'missing(upn)' present -
}

@test "an identifier held out is the truth" {
	stream stack rid:rid:key source:source:plain upn:upn:direct sex:sex:quasi >records.tsv <<-END
		a:1 a U1 F
		a:2 a U2 F
		a:3 a U3 M
		a:4 a - M
		a:5 a - F
		a:6 a - M
		b:1 b U1 F
		b:2 b U2 F
		b:3 b U3 M
		c:1 c - M
	END
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		b:1 b P
		a:2 a Q
		b:2 b R
		a:3 a S
		b:3 b S
		a:4 a S
		a:5 a T
		a:6 a U
		c:1 c U
	END
	evaluate --hold-out upn --records records.tsv --by sex -o out.tsv clusters.tsv
	is true_pairs 3
	is linked_pairs 2
	is recall 0.666667
	is precision 1.000000
	is true_persons 3
	# Without: a:4, a:5, a:6; c has no upn at all. Too few have one to look at boys and girls apart.
	are '3  ' reweighted _total _total identities_without - - -
	are '0  ' reweighted _total _total identities_covered - - -
	are '0.666667 0.129450 0.964158' reweighted _total _total recall - - -
	are '1.000000 0.206549 1.000000' reweighted _total _total precision - - -
	are '0.800000  ' reweighted _total _total f1 - - -
	run figure true_pairs a c
	assert_failure
	refused 65 'evaluate: records.tsv: no column uln' --hold-out uln --records records.tsv clusters.tsv
}

@test "an identifier held out: values of one list are one person's, in whatever order" {
	stream stack rid:rid:key source:source:plain upn:upn:direct:list <<-END >records.tsv
		a:1 a X1|U1
		b:1 b U1|Z9
		c:1 c Z9
		a:2 a U2|X2
		b:2 b X2|U2
		b:3 b U3
	END
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		b:1 b P
		c:1 c P
		a:2 a Q
		b:2 b Q
		b:3 b R
	END
	evaluate --hold-out upn --records records.tsv -o out.tsv clusters.tsv
	is true_pairs 4
	is found_pairs 4
	is precision 1.000000
}

@test "an identifier held out: for those without it, by their own groups" {
	# In a 20 girls with a number, of whom half are linked, and 20 boys, who all are; in b the
	# same, but their sex is known of the boys only; without: a boy and two girls of a, and
	# one of b of whom nothing is known.
	for i in {1..40}; do
		((i > 20)) && echo "a:$i a U$i M" || echo "a:$i a U$i F"
		((i > 20)) && echo "b:$i b U$i M" || echo "b:$i b U$i -"
	done >identities
	printf '%s\n' 'a:41 a - M' 'a:42 a - F' 'a:43 a - F' 'b:44 b - -' >>identities
	stream stack rid:rid:key source:source:plain upn:upn:direct sex:sex:quasi <identities >records.tsv
	awk '{ split($1, id, ":"); print $1, $2, (id[2] <= 10 ? $1 : "P" id[2]) }' identities |
		stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv
	evaluate --hold-out upn --records records.tsv --by sex -o out.tsv clusters.tsv
	are '4  ' reweighted _total _total identities_without - - -
	are '4  ' reweighted _total _total identities_covered - - -
	# a: 1 x 1 + 2 x 0.5; b: 1 x 0.5, as those of b whose sex is not known there.
	are '0.625000 0.204162 0.915455' reweighted _total _total recall - - -
	are '1.000000 0.369603 1.000000' reweighted _total _total precision - - -
	are '0.769231  ' reweighted _total _total f1 - - -
}

@test "against the user's own matching: what changes, and why" {
	stream adopt id_a:rid:key id_b:rid:key >own.tsv <<-END
		a:1 b:1
		b:2 a:2
		a:3 b:3
		a:3 b:3
		a:4 b:3
	END
	stream compare id_a:rid:key id_b:rid:key rule:code:plain weight:weight:plain >pairs.tsv <<-END
		a:1 b:1 upn 20
		a:2 b:1 - 14
		a:2 b:2 dob 3
		a:3 b:3 - 2.5
		b:3 c:1 - 30
	END
	evaluate --against own.tsv --pairs pairs.tsv --differences differences.tsv -t 13 -o out.tsv clusters.tsv
	# Theirs joins a and b only, so b:3-c:1 and a:4-c:4 are not compared.
	are '1  ' against _total _total both_pairs - - -
	are '1  ' against _total _total ours_only_pairs - - -
	are '3  ' against _total _total theirs_only_pairs - - -
	are '3  ' against a b theirs_only_pairs - - -
	are '1  ' against _total _total pairs ours_only weight -
	are '1  ' against _total _total pairs theirs_only kept_apart -
	are '1  ' against _total _total pairs theirs_only below_threshold -
	are '1  ' against _total _total pairs theirs_only never_compared -
	run bash -c "grep '^##jigsaw' out.tsv differences.tsv; grep -v '^##' differences.tsv | tr '\t' '|'"
	assert_output - <<-END
		out.tsv:##jigsaw 1 level=aggregate
		differences.tsv:##jigsaw 1 level=identifiable
		id_a|id_b|source_a|source_b|linked_by|reason|rule|weight
		b:1|a:2|b|a|ours|weight||14.000000000000
		a:2|b:2|a|b|theirs|kept_apart|dob|3.000000000000
		a:3|b:3|a|b|theirs|below_threshold||2.500000000000
		b:3|a:4|b|a|theirs|never_compared||
	END
	"$ROOT/tests/tools/oracle.py" check differences.tsv
	sed -i '/b:3.*30/d' pairs.tsv
	evaluate --against own.tsv -o out.tsv clusters.tsv
	are '1  ' against _total _total pairs ours_only unknown -
	stream adopt id_a:rid:key id_b:rid:key >bad.tsv <<<'a:1 z:1'
	refused 65 'evaluate: bad.tsv:7: id_b: an id that is not among the clusters (rule clusters)' --against bad.tsv clusters.tsv
	stream adopt id_a:rid:key id_b:rid:key >bad.tsv <<<'a:1 a:1'
	refused 65 'evaluate: bad.tsv:7: id_b: an identity paired with itself (rule against)' --against bad.tsv clusters.tsv
}

@test "what says who somebody is makes no group" {
	refused 77 'evaluate: records.tsv: --by upn has role direct: only missing() and count() of it are groups (rule role)' \
		--expect a:b --records records.tsv --by upn clusters.tsv
	refused 65 'evaluate: --by: no stream has a column imd' --expect a:b --records records.tsv --by imd clusters.tsv
	refused 65 'evaluate: records.tsv:10: dob: age() needs a date (rule date)' \
		--expect a:b --records records.tsv --by 'age(dob)' --on 2024-01-01 clusters.tsv
	refused 77 'evaluate: records.tsv: --by dob has type date: group by what is coarser, such as age() of a birth date, or only by missing() or count() of it (rule role)' \
		--expect a:b --records records.tsv --by dob clusters.tsv
	for i in {1..1001}; do echo "x:$i x P$i"; done | stream cluster rid:rid:key source:source:plain person_id:id:key >many.tsv
	for i in {1..1001}; do echo "x:$i x D$i"; done | stream stack rid:rid:key source:source:plain day:code:quasi >days.tsv
	refused 65 'evaluate: days.tsv:1008: day: more than 1000 values are too many groups (rule groups)' \
		--truth truth.tsv --records days.tsv --by day many.tsv
}

@test "a truth that contradicts itself" {
	local line message
	while IFS='|' read -r line message; do
		printf 'a:1 1 10 100\n%s\n' "$line" | stream ingest rid:rid:key person:id:key family:id:key birth:id:key >bad.tsv
		refused 65 "evaluate: bad.tsv:10: $message (rule truth)" --truth bad.tsv clusters.tsv
	done <<-END
		a:1 1 10 100|rid: a record twice
		a:2 1 11 100|person: a person of two births or families
		a:2 1 10 -|person: a person of two births or families
		a:2 2 11 100|birth: a birth in two families
		a:2 - 10 100|person: no person
	END
}

@test "what does not fit together is refused" {
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >pairs.tsv <<<'a:1 z:1 heavy'
	refused 65 'evaluate: pairs.tsv:8: id_b: an id that is not among the records (rule records)' \
		--truth truth.tsv --records records.tsv pairs.tsv
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >pairs.tsv <<<'a:1 b:1 heavy'
	refused 65 'evaluate: pairs.tsv:8: weight: not a weight in bits (rule weight)' \
		--truth truth.tsv --records records.tsv -t 1 pairs.tsv
	stream identities rid:rid:key record:rid:key >members.tsv <<<'z:1 a:1'
	refused 65 'evaluate: members.tsv:7: rid: an id that is not among the clusters (rule clusters)' \
		--truth truth.tsv --members members.tsv clusters.tsv
	stream stack rid:rid:key source:source:plain >more.tsv <<<'z:1 z'
	refused 65 'evaluate: more.tsv:7: rid: an id that is not among the clusters (rule clusters)' \
		--truth truth.tsv --records more.tsv clusters.tsv
	refused 65 'evaluate: records.tsv: no column nought' \
		--truth truth.tsv --records records.tsv --linkable-by upn,nought clusters.tsv
	refused 65 'evaluate: records.tsv: no column person' --truth records.tsv clusters.tsv
}

@test "usage" {
	refused 2 'evaluate: clusters need --truth, --labels, --hold-out, --expect or --against; try evaluate --help' clusters.tsv
	refused 2 'evaluate: --truth, --labels and --hold-out exclude each other; try evaluate --help' \
		--truth truth.tsv --labels truth.tsv clusters.tsv
	refused 2 'evaluate: --pairs and --differences need --against; try evaluate --help' \
		--truth truth.tsv --pairs truth.tsv clusters.tsv
	refused 2 'evaluate: --hold-out needs --records; try evaluate --help' --hold-out upn clusters.tsv
	refused 2 'evaluate: --sweep needs pairs and --truth, --labels or --hold-out; try evaluate --help' \
		--sweep --truth truth.tsv clusters.tsv
	refused 2 'evaluate: --by needs --truth, --hold-out or --expect; try evaluate --help' \
		--by sex --labels truth.tsv clusters.tsv
	refused 2 'evaluate: --by: not a column: a+b; try evaluate --help' --by a+b --truth truth.tsv clusters.tsv
	refused 2 'evaluate: age() needs --on; try evaluate --help' --by 'age(dob)' --truth truth.tsv clusters.tsv
	refused 2 'evaluate: --on: not a date YYYY-MM-DD: 1/2/2024; try evaluate --help' \
		--by sex --on 1/2/2024 --truth truth.tsv clusters.tsv
	refused 2 "evaluate: --by: more than 16 dimensions; try evaluate --help" \
		--by "$(yes sex | head -n 17 | paste -sd ,)" --truth truth.tsv clusters.tsv
	refused 2 'evaluate: --expect: not SOURCE:SOURCE: a; try evaluate --help' --expect a clusters.tsv
	refused 2 'evaluate: --expect: not SOURCE:SOURCE: a:a; try evaluate --help' --expect a:a clusters.tsv
	refused 2 'evaluate: --expect: no identity is of source x; try evaluate --help' --expect a:x clusters.tsv
	refused 2 'evaluate: --threshold: not a weight in bits: x; try evaluate --help' --truth truth.tsv -t x clusters.tsv
	refused 2 'evaluate: --threshold and --model are for pairs; try evaluate --help' --truth truth.tsv -t 1 clusters.tsv
	refused 2 'evaluate: --linkable-by needs --records; try evaluate --help' --truth truth.tsv --linkable-by upn clusters.tsv
	refused 2 "evaluate: --linkable-by: more than 64 fields; try evaluate --help" \
		--truth truth.tsv --records records.tsv --linkable-by "$(yes upn | head -n 65 | paste -sd ,)" clusters.tsv
	refused 2 "evaluate: --linkable-by: more than 16 columns in one field; try evaluate --help" \
		--truth truth.tsv --records records.tsv --linkable-by "$(yes upn | head -n 17 | paste -sd +)" clusters.tsv
	stream compare id_a:rid:key id_b:rid:key </dev/null >pairs.tsv
	refused 2 'evaluate: pairs need --records; try evaluate --help' --truth truth.tsv pairs.tsv
	refused 2 'evaluate: --against is for clusters; try evaluate --help' \
		--against truth.tsv --records records.tsv pairs.tsv
	refused 2 'evaluate: --expect is for clusters; try evaluate --help' --expect a:b --records records.tsv pairs.tsv
}
