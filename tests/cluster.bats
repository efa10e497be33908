#!/usr/bin/env bats
load helper

# identities RID...: a stream of identities, the source being what is before the colon.
identities_of() {
	local rid
	{
		printf '##jigsaw 1 level=identifiable\n'
		printf '%s\n' "$@" | cut -d : -f 1 | sort -u | sed 's/^/##source id=/'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n'
		printf '##step 000000000000 tool=stack version=0.1.0\nrid\tsource\n'
		for rid; do printf '%s\t%s\n' "$rid" "${rid%:*}"; done
	} | seal_text
}

# pairs: `ID_A ID_B RULE WEIGHT` a line on standard input, a dash for no rule; a stream of pairs.
pairs_of() {
	{
		printf '##jigsaw 1 level=identifiable\n##column id_a type=rid role=key\n##column id_b type=rid role=key\n'
		printf '##column rule type=text role=plain\n##column weight type=weight role=plain\n'
		printf '##step 000000000000 tool=compare version=0.1.0\nid_a\tid_b\trule\tweight\n'
		sed 's/ - /  /; s/ /\t/g'
	} | seal_text
}

setup() {
	test_directory
	identities_of a:1 a:2 a:3 b:1 b:2 c:1 >records.tsv
	printf '##model prior=0.001\ncomparison\tlevel\tcondition\tm\tu\tflags\n' >model.tsv
	{
		printf 'rule\tnumber\texact(n)\t\t\t\n'
		printf 'rule\tnames\texact(x)\t\t\tunique\n'
		printf 'rule\tplace\texact(y)\t\t\tunique\n'
		printf 'n\texact\texact(n)\t0.9\t0.1\t\n'
		printf 'n\telse\telse\t0.1\t0.9\t\n'
	} >>model.tsv
}

# persons [FILE]: the members of each person of more than one, one a line, sorted.
persons() {
	unseal "${1:--}" | awk -F '\t' '{ members[$3] = members[$3] " " $1 }
		END { for (i in members) if (members[i] ~ / .* /) print substr(members[i], 2) }' | sort
}

@test "connected identities are one person, and who is not linked is one too" {
	printf 'a:1 b:1 - 12\na:2 b:2 - 12.5\nb:2 c:1 - 20\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:1\na:2 b:2 c:1'
	run column rid out.tsv
	assert_equal "${#lines[@]}" 6
	run column source out.tsv
	assert_line c
	"$ROOT/tests/oracle.py" check out.tsv
	run grep -cE '^##count .* read=3 .*written=6 .* pairs.ambiguous=0 pairs.below=0 pairs.rule=0 pairs.settled=0 pairs.unique=0 pairs.weight=3 persons.all=3 persons.linked=2$' out.tsv
	assert_output 1
}

@test "ids are opaque, sorted, and depend on the order of neither records nor pairs" {
	printf 'a:1 b:1 - 12\na:2 b:2 - 12.5\nb:2 c:1 - 20\n' | pairs_of >pairs.tsv
	printf 'c:1 b:2 - 20\nb:2 a:2 - 12.5\na:1 b:1 - 12\n' | pairs_of >swapped.tsv
	identities_of c:1 b:2 b:1 a:3 a:2 a:1 >reversed.tsv
	cluster --records records.tsv pairs.tsv | unseal >one
	cluster --records reversed.tsv swapped.tsv | unseal >two
	cmp one two
	cut -f 3 one | LC_ALL=C sort -c
	run grep -cvE $'^[abc]:[0-9]\t[abc]\t[0-9a-f]{24}$' one
	assert_output 0
}

@test "the threshold, from the option or the model" {
	printf 'a:1 b:1 - 9.999999999999\na:2 b:2 - 10\na:3 c:1 - -3.5\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -t 10 -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:2 b:2'
	assert_equal "$(count_of pairs.below out.tsv)" 2
	run grep -c 'opt.threshold=10.000000000000' out.tsv
	assert_output 1
	sed 's/prior=0.001/& threshold=9/' model.tsv >with.tsv
	run bash -c 'cluster --records records.tsv -m with.tsv pairs.tsv'
	assert_success
	run persons <<<"$output"
	assert_output $'a:1 b:1\na:2 b:2'
	cluster --records records.tsv -m with.tsv -t -5 -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.weight out.tsv)" 3
}

@test "a rule links whatever the weight" {
	printf 'a:1 b:1 number -9\na:1 b:2 number -9\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -t 10 -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1 b:2'
	assert_equal "$(count_of pairs.rule out.tsv)" 2
}

@test "a unique rule links where one record fits on each side" {
	printf 'a:1 b:1 names 1\na:2 b:2 names 1\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -t 10 --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:1\na:2 b:2'
	assert_equal "$(count_of pairs.unique out.tsv)" 2
	run unseal ambiguous.tsv
	assert_output ''
}

@test "twins: both pairs are ambiguous, whatever their weight, and are written in their order" {
	printf 'a:1 b:2 names 50\na:3 c:1 names 1\na:1 b:1 names 50\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -t 10 --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:3 c:1'
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 2
	run table ambiguous.tsv
	assert_output $'id_a\tid_b\trule\tweight\na:1\tb:2\tnames\t50\na:1\tb:1\tnames\t50'
	"$ROOT/tests/oracle.py" check ambiguous.tsv
	run grep -c 'tool=cluster .*opt.output=ambiguous' ambiguous.tsv
	assert_output 1
}

@test "candidates that firm links make one person are one candidate" {
	printf 'b:1 b:2 number 1\na:1 b:1 names 1\na:1 b:2 names 1\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1 b:2'
	assert_equal "$(count_of pairs.unique out.tsv)" 2
}

@test "a pair whose ends are one person already is settled" {
	printf 'a:1 c:1 number 1\nb:1 c:1 number 1\na:1 b:1 names 1\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.settled out.tsv)" 1
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 0
	run unseal ambiguous.tsv
	assert_output ''
}

@test "a unique rule never puts two records of a source together" {
	# a:1 is sure to be c:1; b:1 has no rival in a, but is sure to be another of c's.
	printf 'a:1 c:1 number 1\nb:1 c:2 number 1\na:1 b:1 names 1\n' | pairs_of >pairs.tsv
	identities_of a:1 a:2 b:1 c:1 c:2 >two.tsv
	cluster --records two.tsv -m model.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 c:1\nb:1 c:2'
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 1
	# Between them two links without rivals would do the same: neither fires.
	printf 'a:1 b:1 names 1\na:2 c:1 names 1\nb:1 c:1 names 1\n' | pairs_of >pairs.tsv
	cluster --records two.tsv -m model.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output ''
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 3
}

@test "a partner in another source is no rival" {
	printf 'a:1 b:1 names 1\na:1 c:1 names 1\n' | pairs_of >pairs.tsv
	run bash -c 'cluster --records records.tsv -m model.tsv pairs.tsv'
	run persons <<<"$output"
	assert_output 'a:1 b:1 c:1'
}

@test "who was found by a rule before is a rival under a later one, and not the other way" {
	# b:1 was found by number: b:2 is then its twin. And b:2 found by place is none for names.
	printf 'a:1 b:1 number 1\na:1 b:2 names 1\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1'
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 1
	printf 'a:1 b:2 place 1\na:1 b:1 names 1\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1'
}

@test "no pairs: everybody is a person" {
	pairs_of </dev/null >pairs.tsv
	cluster --records records.tsv -o out.tsv pairs.tsv
	assert_equal "$(count_of persons.all out.tsv)" 6
	assert_equal "$(count_of persons.linked out.tsv)" 0
}

@test "bare edges need no more than two ids" {
	printf '##jigsaw 1 level=identifiable\n##column id_a type=rid role=key\n##column id_b type=rid role=key\n##step 000000000000 tool=adopt version=0.1.0\nid_a\tid_b\na:1\tb:1\n' |
		seal_text >edges.tsv
	pipeline 'cluster --records records.tsv edges.tsv'
	run persons <<<"$output"
	assert_output 'a:1 b:1'
	run cluster --records records.tsv -t 3 edges.tsv
	assert_failure 65
	assert_output --partial 'cluster: edges.tsv: no column weight'
}

@test "the most identifiable level of pairs and records" {
	printf 'a:1 b:1 - 12\n' | pairs_of | sed 's/=identifiable/=pseudonymised/; /^##\(count\|end\)/d' | seal_text >pairs.tsv
	run cluster --records records.tsv pairs.tsv
	assert_line --index 0 '##jigsaw 1 level=identifiable'
}

# refused STATUS MESSAGE ARGUMENT...
refused() {
	local status=$1 message=$2
	shift 2
	run --separate-stderr cluster "$@"
	assert_failure "$status"
	assert_equal "${stderr_lines[0]}" "$message"
	[[ $output != *'##end'* ]]
}

@test "what does not fit together is refused" {
	printf 'a:1 b:1 - 12\na:1 b:9 - 12\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:9: id_b: an id that the records do not have (rule records)' --records records.tsv pairs.tsv
	printf 'x:1 b:1 - 12\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: id_a: an id that the records do not have (rule records)' --records records.tsv pairs.tsv
	printf 'a:1 a:1 - 12\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: id_b: an identity paired with itself (rule pair)' --records records.tsv pairs.tsv
	printf 'a:1 b:1 - heavy\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: weight: not a weight in bits (rule weight)' --records records.tsv -t 1 pairs.tsv
	printf 'a:1 b:1 other 1\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: rule: no rule other in the model (rule model)' --records records.tsv -m model.tsv pairs.tsv
	refused 2 'cluster: the pairs name rules, and only --model says which of them are unique; try cluster --help' --records records.tsv pairs.tsv
	refused 65 'cluster: records.tsv: no column id_a' --records records.tsv records.tsv
	identities_of a:1 a:1 >twice.tsv
	refused 65 'cluster: twice.tsv:8: rid: two identities have one id (rule rid)' --records twice.tsv pairs.tsv
	{
		printf '##jigsaw 1 level=identifiable\n##source id=a\n##source id=b\n##column rid type=rid role=key\n'
		printf '##step 000000000000 tool=stack version=0.1.0\nrid\na:1\n'
	} | seal_text >bare.tsv
	refused 65 'cluster: bare.tsv: no column source, and not made of one source' --records bare.tsv pairs.tsv
	sed '/^##\(count\|end\)/d; s/^##column source.*/##column source type=code role=sensitive/' records.tsv | seal_text >sensitive.tsv
	run cluster --records sensitive.tsv pairs.tsv
	assert_failure 77
}

@test "usage" {
	refused 2 'cluster: --records is needed; try cluster --help'
	refused 2 'cluster: --threshold: not a weight in bits: x; try cluster --help' --records records.tsv -t x
	run cluster --records records.tsv -m missing.tsv
	assert_failure 78
}

@test "a hundred thousand identities in bounded memory" {
	needs_release
	{
		printf '##jigsaw 1 level=identifiable\n##source id=a\n##column rid type=rid role=key\n'
		printf '##step 000000000000 tool=ingest version=0.1.0\nrid\n'
		seq -f 'a:%.0f' 100000
	} | seal_text >many.tsv
	seq 99999 | awk '{ print "a:" $1 " a:" $1 + 1 " - 1" }' | pairs_of >chain.tsv
	run /usr/bin/time -f %M cluster --records many.tsv -o out.tsv chain.tsv
	assert_success
	((${lines[-1]} < 40000))
	assert_equal "$(count_of persons.all out.tsv)" 1
}
