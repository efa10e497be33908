#!/usr/bin/env bats
load ../helper

setup() {
	test_directory
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		b:1 b P
		a:2 a Q
		a:3 a R
		a:4 a S
		a:5 a T
		a:6 a U
		b:2 b V
		b:3 b W
		c:1 c W
	END
	stream stack rid:rid:key source:source:plain upn:upn:direct nhs_number:nhs_number:direct postcode:postcode:quasi:list >records.tsv <<-END
		a:1 a U1 N1 LE14XX
		a:2 a - - LE14XX
		a:3 a U3 - LE114XX
		a:4 a U4 N4 -
		a:5 a U5 N5 NG11AA|LE11AA
		a:6 a U6 N6 LE44XX
		b:1 b U1 N1 LE14XX
		b:2 b - - LE14XX
		b:3 b - - LE14XX
		c:1 c - - LE14XX
	END
	stream compare id_a:rid:key id_b:rid:key rule:code:plain weight:weight:plain >pairs.tsv <<-END
		a:1 b:1 upn 20
		a:1 b:2 - 7
		a:5 b:2 - ~1
		a:5 b:3 - 3.5
		a:5 c:1 - 3.5
		a:6 b:2 - 14
		a:6 b:3 dob 2
	END
	stream cluster id_a:rid:key id_b:rid:key rule:code:plain weight:weight:plain >ambiguous.tsv <<-END
		a:6 c:1 dob 1
	END
}

# rows: what unmatched wrote to out.tsv, cells parted by blanks, - for an empty one.
rows() {
	unseal out.tsv | awk -F '\t' -v OFS=' ' '{ for (i = 1; i <= NF; i++) if ($i == "") $i = "-"; $1 = $1; print }'
}

@test "who has no link, why, and who is nearest" {
	unmatched --records records.tsv --pairs pairs.tsv --ambiguous ambiguous.tsv -t 13 \
		--need upn,nhs_number --area postcode=LE1,NG clusters.tsv -o out.tsv
	run rows
	assert_output - <<-END
		a:2 a - no_upn - - - -
		a:3 a - no_nhs_number - - - -
		a:4 a - not_on_any_roll - - - -
		a:5 a - below_threshold b:3 b - 3.500000000000
		a:6 a - two_candidates c:1 c dob 1.000000000000
		b:2 b - kept_apart a:6 a - 14.000000000000
	END
	"$ROOT/tests/tools/oracle.py" check out.tsv
	assert_equal "$(count_of records.linked out.tsv)" 4
	assert_equal "$(count_of records.no_identifier out.tsv)" 2
	assert_equal "$(head -n 1 out.tsv)" '##jigsaw 1 level=identifiable'
}

@test "area: districts and areas are not taken for each other, any postcode of a list will do" {
	unmatched --records records.tsv --area postcode=LE1 clusters.tsv -o out.tsv
	run rows
	assert_output - <<-END
		a:2 a - not_on_any_roll - - - -
		a:3 a - out_of_area - - - -
		a:4 a - not_on_any_roll - - - -
		a:5 a - not_on_any_roll - - - -
		a:6 a - out_of_area - - - -
		b:2 b - not_on_any_roll - - - -
	END
}

@test "expected of one source in another" {
	unmatched --records records.tsv --pairs pairs.tsv --expect a:b --expect c:a clusters.tsv -o out.tsv
	run rows
	assert_output - <<-END
		a:2 a b not_on_any_roll - - - -
		a:3 a b not_on_any_roll - - - -
		a:4 a b not_on_any_roll - - - -
		a:5 a b below_threshold b:3 b - 3.500000000000
		a:6 a b kept_apart b:3 b dob 2.000000000000
		c:1 c a below_threshold a:5 a - 3.500000000000
	END
}

@test "one source: another identity will do" {
	stream cluster rid:rid:key source:source:plain person_id:id:key >clusters.tsv <<-END
		a:1 a P
		a:2 a P
		a:3 a R
	END
	stream stack rid:rid:key source:source:plain upn:upn:direct >records.tsv <<<'a:1 a U1'
	unmatched --records records.tsv clusters.tsv -o out.tsv
	run rows
	assert_output 'a:3 a - not_on_any_roll - - - -'
}

@test "mistakes" {
	refused 2 'unmatched: --records is required; try unmatched --help' clusters.tsv
	refused 2 'unmatched: --threshold: not a weight in bits: x; try unmatched --help' --records records.tsv -t x clusters.tsv
	refused 2 'unmatched: --expect: not SOURCE:SOURCE: a; try unmatched --help' --records records.tsv --expect a clusters.tsv
	refused 2 'unmatched: --expect: no identity is of source x; try unmatched --help' --records records.tsv --expect a:x clusters.tsv
	refused 2 'unmatched: --area: not COLUMN=PREFIX,...: LE; try unmatched --help' --records records.tsv --area LE clusters.tsv
	refused 2 'unmatched: --need: more than 7 columns; try unmatched --help' --records records.tsv \
		--need upn,upn,upn,upn,upn,upn,upn,upn clusters.tsv
	refused 65 'unmatched: records.tsv: no column uln' --records records.tsv --need uln clusters.tsv
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >bad.tsv <<<'a:1 z:1 2'
	refused 65 'unmatched: bad.tsv:8: id_b: an id that is not among the clusters (rule clusters)' \
		--records records.tsv --pairs bad.tsv clusters.tsv
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >bad.tsv <<<'a:1 b:1 x'
	refused 65 'unmatched: bad.tsv:8: weight: not a weight in bits (rule weight)' --records records.tsv --pairs bad.tsv clusters.tsv
	stream stack rid:rid:key need:code:sensitive >bad.tsv <<<'a:1 N1'
	refused 77 'unmatched: bad.tsv: unmatched may not be shown a column of role sensitive: need (rule role)' \
		--records bad.tsv clusters.tsv
}
