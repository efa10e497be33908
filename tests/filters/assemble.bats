#!/usr/bin/env bats
load ../helper

# payload ID COLUMN... then records on standard input: a payload of one source.
payload() {
	source_of identities "$1" pseudonymised "${@:2}"
}

setup() {
	test_directory
	{
		printf '##jigsaw 1 level=pseudonymised\n##source id=cin24\n##source id=gp-list\n'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n'
		printf '##column person_id type=id role=key\n##step 000000000000 tool=cluster version=0.1.0\n'
		printf 'rid\tsource\tperson_id\nc1\tcin24\tp7\ng1\tgp-list\tp7\ng2\tgp-list\tp3\nc2\tcin24\tp5\n'
	} | seal_text >clusters.tsv
	printf 'c1\tr1\tN1\t\tX\nc2\tr2\tN2\tM\tX\nc1\tr3\tN3\tF\tX\n' |
		payload cin24 'record type=rid role=key' 'need type=code role=sensitive' \
			'sex type=sex role=quasi' 'upn type=token role=link' >cin.tsv
	printf 'g2\tM\t7\ng1\tM\t9\n' |
		payload gp-list 'sex type=sex role=quasi' 'age type=integer role=plain' >gp.tsv
}

@test "one row a record, persons together, in the order of payloads and records" {
	assemble --payload cin.tsv --payload gp.tsv -o out.tsv clusters.tsv
	run table out.tsv
	assert_output $'person_id\tsource\tneed\tsex\tage\np3\tgp-list\t\tM\t7\np5\tcin24\tN2\tM\t\np7\tcin24\tN1\t\t\np7\tcin24\tN3\tF\t\np7\tgp-list\t\tM\t9'
	"$ROOT/tests/tools/oracle.py" check out.tsv
	run grep -c '^##count .* read=4 .* written=5 .* payload.records=5 persons.all=3$' out.tsv
	assert_output 1
}

@test "one row a person: population flags, numbers of records, the first value by priority" {
	assemble --wide --payload cin.tsv --payload gp.tsv -o out.tsv clusters.tsv
	run table out.tsv
	assert_output $'person_id\tin_cin24\tin_gp_list\trecords_cin24\trecords_gp_list\tneed\tsex\tage\np3\t0\t1\t0\t1\t\tM\t7\np5\t1\t0\t1\t0\tN2\tM\t\np7\t1\t1\t2\t1\tN1\tF\t9'
	run grep -c '^##column \(in\|records\)_.* role=sensitive$' out.tsv
	assert_output 4
	assemble --wide --payload gp.tsv --payload cin.tsv -c sex -o out.tsv clusters.tsv
	run table out.tsv
	assert_line --index 3 $'p7\t1\t1\t2\t1\tM'
}

@test "persons without a payload have a row in the wide form" {
	assemble --wide --payload gp.tsv -o out.tsv clusters.tsv
	run column age out.tsv
	assert_output $'7\n\n9'
}

@test "the lineage names one payload payload, several payload1 and payload2" {
	assemble --payload cin.tsv -o one.tsv clusters.tsv
	assemble --payload cin.tsv --payload gp.tsv -o two.tsv clusters.tsv
	run grep -c '^##step .* tool=assemble .* side\.payload=[0-9a-f]\{12\}$' one.tsv
	assert_output 1
	run grep -c '^##step .* tool=assemble .* side\.payload1=[0-9a-f]* side\.payload2=[0-9a-f]*$' two.tsv
	assert_output 1
}

@test "the columns that were asked for, in that order; ids of records only then" {
	assemble --payload cin.tsv --payload gp.tsv -c age,record,need -o out.tsv clusters.tsv
	run table out.tsv
	assert_line --index 0 $'person_id\tsource\tage\trecord\tneed'
	assert_line --index 2 $'p5\tcin24\t\tr2\tN2'
}

@test "the result does not depend on the order of the clusters" {
	{
		sed -n '/^##\(count\|end\)/d; /^##\|^rid/p' clusters.tsv
		unseal clusters.tsv | sort -r
	} | seal_text >reversed.tsv
	assemble --payload cin.tsv clusters.tsv | unseal >one
	assemble --payload cin.tsv reversed.tsv | unseal >two
	cmp one two
}

@test "what linked records were linked by is not written" {
	refused 77 'assemble: cin.tsv: column upn has role link, which assemble does not write (rule role)' \
		--payload cin.tsv -c upn clusters.tsv
	sed '/^##\(count\|end\)/d; 1s/pseudonymised/identifiable/; s/type=token role=link/type=upn role=direct/' cin.tsv | seal_text >direct.tsv
	refused 77 'assemble: direct.tsv: column upn has role direct, which assemble does not write (rule role)' \
		--payload direct.tsv -c need,upn clusters.tsv
	run assemble --payload direct.tsv clusters.tsv
	assert_success
	refute_output --partial 'upn'
}

@test "what does not fit together is refused" {
	refused 65 'assemble: no payload has a column nought' --payload cin.tsv -c nought clusters.tsv
	printf 'g1\t1\ng9\t2\n' | payload gp 'age type=integer role=plain' >more.tsv
	refused 65 'assemble: more.tsv:8: rid: an id that is not among the clusters (rule clusters)' --payload more.tsv clusters.tsv
	printf 'g1\t1\n' | payload gp 'sex type=code role=quasi' >more.tsv
	refused 65 "assemble: more.tsv: sex: type 'code' here, 'sex' in an earlier input (rule columns)" \
		--payload cin.tsv --payload more.tsv clusters.tsv
	refused 65 'assemble: gp.tsv: no column person_id' --payload cin.tsv gp.tsv
	sed '/^##\(count\|end\)/d; s/p3$//' clusters.tsv | seal_text >nobody.tsv
	refused 65 'assemble: nobody.tsv:11: person_id: an identity without a person (rule person)' --payload cin.tsv nobody.tsv
	sed '/^##\(count\|end\)/d; s/^g2/g1/' clusters.tsv | seal_text >twice.tsv
	refused 65 'assemble: twice.tsv:11: rid: two identities have the same id (rule rid)' --payload cin.tsv twice.tsv
	refused 2 'assemble: give --payload FILE, 1 to 1000 times; try assemble --help' clusters.tsv
}

@test "payloads larger than the sorter's memory" {
	needs_release
	seq 1000000 | awk '{ print ($1 % 2 ? "c1" : "g1") "\t" $1 "\t" "a value of some length to fill the memory" }' |
		payload big 'n type=integer role=plain' 'filler type=text role=plain' >big.tsv
	run /usr/bin/time -f %M assemble --payload big.tsv --wide -o out.tsv clusters.tsv
	assert_success
	((${lines[-1]} < 160000))
	run table out.tsv
	assert_line --index 3 $'p7\t1\t1\t500000\t500000\t1\ta value of some length to fill the memory'
}

@test "a source of which nobody came has its columns too, a part of another has not" {
	seal_text >clusters <<-'END'
		##jigsaw 1 level=pseudonymised
		##source id=cin24
		##source id=cla
		##source id=care24 parts=cla
		##column rid type=rid role=key
		##column source type=source role=plain
		##column person_id type=id role=key
		##step 000000000000 tool=cluster version=0.1.0
		rid	source	person_id
		r1	cin24	p1
	END
	seal_text >payload <<-'END'
		##jigsaw 1 level=pseudonymised
		##source id=cin24
		##column rid type=rid role=key
		##step 000000000000 tool=identities version=0.1.0
		rid
		r1
	END
	run -0 table <(assemble --wide --payload payload clusters)
	assert_line --index 0 $'person_id\tin_care24\tin_cin24\trecords_care24\trecords_cin24'
	assert_line --index 1 $'p1\t0\t1\t0\t1'
}
