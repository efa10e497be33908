#!/usr/bin/env bats
load helper

# stream TOOL COLUMN... then header-less records on standard input.
stream() {
	local tool=$1 column names=
	shift
	{
		printf '##jigsaw 1 level=identifiable\n##source id=%s\n' "$tool"
		for column; do
			printf '##column %s type=%s role=%s\n' "${column%%:*}" "$(cut -d : -f 2 <<<"$column")" "${column##*:}"
			names+=$'\t'${column%%:*}
		done
		printf '##step 000000000000 tool=%s version=0.1.0\n%s\n' "$tool" "${names:1}"
		tr ' -' '\t\0' | tr -d '\0'
	} | seal_text
}

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
		'$2 == a && $3 == b && $4 == f { print $5; n++ } END { exit n != 1 }'
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
	"$ROOT/tests/oracle.py" check out.tsv
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
	evaluate --truth truth.tsv --records records.tsv --share upn,dob -o out.tsv clusters.tsv
	# 1: a-b dob, a-c upn, b-c nothing; 2: nothing; 3: nothing; 4: dob.
	is linkable_pairs 3
	is unlinkable_pairs 3
	is linkable_found_pairs 2
	is linkable_recall 0.666667
	is linkable_precision 0.500000
	is linkable_f1 0.571429
	evaluate --truth truth.tsv --records records.tsv --share upn,dob+sex -o out.tsv clusters.tsv
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
	evaluate --truth truth.tsv --records records.tsv --share dob -t 12.5 -o out.tsv pairs.tsv
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

# refused STATUS MESSAGE ARGUMENT...
refused() {
	local status=$1 message=$2
	shift 2
	run --separate-stderr evaluate "$@"
	assert_failure "$status"
	assert_equal "${stderr_lines[0]}" "$message"
	[[ $output != *'##end'* ]]
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
	refused 65 'evaluate: pairs.tsv:8: id_b: an id that the records do not have (rule records)' \
		--truth truth.tsv --records records.tsv pairs.tsv
	stream compare id_a:rid:key id_b:rid:key weight:weight:plain >pairs.tsv <<<'a:1 b:1 heavy'
	refused 65 'evaluate: pairs.tsv:8: weight: not a weight in bits (rule weight)' \
		--truth truth.tsv --records records.tsv -t 1 pairs.tsv
	stream identities rid:rid:key record:rid:key >members.tsv <<<'z:1 a:1'
	refused 65 'evaluate: members.tsv:7: rid: an identity that was not linked (rule members)' \
		--truth truth.tsv --members members.tsv clusters.tsv
	stream stack rid:rid:key source:source:plain >more.tsv <<<'z:1 z'
	refused 65 'evaluate: more.tsv:7: rid: an identity that the clusters do not have (rule records)' \
		--truth truth.tsv --records more.tsv clusters.tsv
	refused 65 'evaluate: records.tsv: no column nought' \
		--truth truth.tsv --records records.tsv --share upn,nought clusters.tsv
	refused 65 'evaluate: records.tsv: no column person' --truth records.tsv clusters.tsv
}

@test "usage" {
	refused 2 'evaluate: --truth is needed; try evaluate --help' clusters.tsv
	refused 2 'evaluate: --threshold: not a weight in bits: x; try evaluate --help' --truth truth.tsv -t x clusters.tsv
	refused 2 'evaluate: --threshold is for pairs; try evaluate --help' --truth truth.tsv -t 1 clusters.tsv
	refused 2 'evaluate: --share needs --records; try evaluate --help' --truth truth.tsv --share upn clusters.tsv
	refused 2 "evaluate: --share: more than 64 fields; try evaluate --help" \
		--truth truth.tsv --records records.tsv --share "$(yes upn | head -n 65 | paste -sd ,)" clusters.tsv
	refused 2 "evaluate: --share: more than 16 columns in one field; try evaluate --help" \
		--truth truth.tsv --records records.tsv --share "$(yes upn | head -n 17 | paste -sd +)" clusters.tsv
	stream compare id_a:rid:key id_b:rid:key </dev/null >pairs.tsv
	refused 2 'evaluate: pairs need --records; try evaluate --help' --truth truth.tsv pairs.tsv
}
