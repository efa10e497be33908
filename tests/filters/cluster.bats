#!/usr/bin/env bats
load ../helper

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

# pairs_of [STEP]: `ID_A ID_B RULE WEIGHT` a line on standard input, a dash for no rule; a stream of pairs.
pairs_of() {
	{
		printf '##jigsaw 1 level=identifiable\n##column id_a type=rid role=key\n##column id_b type=rid role=key\n'
		printf '##column rule type=text role=plain\n##column weight type=weight role=plain\n'
		printf '##step 000000000000 tool=compare version=0.1.0 opt.sample=%s\nid_a\tid_b\trule\tweight\n' "${1:-pairs}"
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
	"$ROOT/tests/tools/oracle.py" check out.tsv
	run grep -cE '^##count .* read=3 .*written=6 .* pairs.ambiguous=0 pairs.below=0 pairs.large=0 pairs.merged=0 pairs.must_not=0 pairs.other_value=0 pairs.rule=0 pairs.second=0 pairs.settled=0 pairs.tied=0 pairs.unique=0 pairs.weight=3 persons.all=3 persons.linked=2$' out.tsv
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

@test "twins: both pairs are ambiguous, whatever their weight, and are written in the order of their ids" {
	printf 'a:1 b:2 names 50\na:3 c:1 names 1\na:1 b:1 names 50\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -t 10 --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:3 c:1'
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 2
	run table ambiguous.tsv
	assert_output $'id_a\tid_b\trule\tweight\treason\na:1\tb:1\tnames\t50\trival\na:1\tb:2\tnames\t50\trival'
	"$ROOT/tests/tools/oracle.py" check ambiguous.tsv
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

@test "what does not fit together is refused" {
	printf 'a:1 b:1 - 12\na:1 b:9 - 12\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:9: id_b: an id that is not among the records (rule records)' --records records.tsv pairs.tsv
	printf 'x:1 b:1 - 12\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: id_a: an id that is not among the records (rule records)' --records records.tsv pairs.tsv
	printf 'a:1 a:1 - 12\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: id_b: an identity paired with itself (rule pair)' --records records.tsv pairs.tsv
	printf 'a:1 b:1 - heavy\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: weight: not a weight in bits (rule weight)' --records records.tsv -t 1 pairs.tsv
	printf 'a:1 b:1 other 1\n' | pairs_of >pairs.tsv
	refused 65 'cluster: pairs.tsv:8: rule: a rule that the model does not have (rule model)' --records records.tsv -m model.tsv pairs.tsv
	refused 2 'cluster: the pairs name rules: --model is required to say which are unique; try cluster --help' --records records.tsv pairs.tsv
	refused 65 'cluster: records.tsv: no column id_a' --records records.tsv records.tsv
	identities_of a:1 a:1 >twice.tsv
	refused 65 'cluster: twice.tsv:8: rid: two identities have the same id (rule rid)' --records twice.tsv pairs.tsv
	{
		printf '##jigsaw 1 level=identifiable\n##source id=a\n##source id=b\n##column rid type=rid role=key\n'
		printf '##step 000000000000 tool=stack version=0.1.0\nrid\na:1\n'
	} | seal_text >bare.tsv
	refused 65 'cluster: bare.tsv: no column source, and more than one source' --records bare.tsv pairs.tsv
	sed '/^##\(count\|end\)/d; s/^##column source.*/##column source type=code role=sensitive/' records.tsv | seal_text >sensitive.tsv
	run cluster --records sensitive.tsv pairs.tsv
	assert_failure 77
}

@test "usage" {
	refused 2 'cluster: --records is required; try cluster --help'
	refused 2 'cluster: --threshold: neither a weight in bits nor none: x; try cluster --help' --records records.tsv -t x
	refused 2 'cluster: --probability: not a number between 0 and 1: 1; try cluster --help' --records records.tsv --probability 1
	refused 2 'cluster: only one of --threshold, --probability and --purpose; try cluster --help' --records records.tsv --probability 0.5 -t 3
	refused 2 'cluster: --purpose: neither individual nor statistics: fun; try cluster --help' --records records.tsv -m model.tsv --purpose fun
	refused 2 'cluster: --purpose needs the model that has its thresholds; try cluster --help' --records records.tsv --purpose statistics
	refused 2 'cluster: --model is given once, or once for each PAIRS; try cluster --help' --records records.tsv -m model.tsv -m model.tsv
	refused 2 'cluster: a ledger needs --project NAME: letters, digits, - and _; try cluster --help' --records records.tsv --ledger-out x
	refused 2 'cluster: --ledger-key, --events and --project need --ledger or --ledger-out; try cluster --help' --records records.tsv --events x
	run cluster --records records.tsv -m missing.tsv
	assert_failure 78
}

@test "the threshold as a probability, or none" {
	# log2(0.9 / 0.1) is 3.169925001442.
	printf 'a:1 b:1 - 3.169925001442\na:2 b:2 - 3.169925001441\n' | pairs_of >pairs.tsv
	cluster --records records.tsv --probability 0.9 -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1'
	run grep -c 'opt.threshold=3.169925001442' out.tsv
	assert_output 1
	cluster --records records.tsv -t none -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.below out.tsv)" 2
	run grep -c 'opt.threshold=none' out.tsv
	assert_output 1
}

@test "the threshold by purpose, from the model" {
	printf 'a:1 b:1 - 12\na:2 b:2 - 20\n' | pairs_of >pairs.tsv
	refused 78 'cluster: model.tsv: no ##purpose statistics= in the model' --records records.tsv -m model.tsv --purpose statistics pairs.tsv
	sed -i '1a ##purpose individual=20 statistics=9.5' model.tsv
	cluster --records records.tsv -m model.tsv --purpose individual -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.weight out.tsv)" 1
	run grep -c 'opt.purpose=individual opt.threshold=20.000000000000' out.tsv
	assert_output 1
	cluster --records records.tsv -m model.tsv --purpose statistics -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.weight out.tsv)" 2
	sed -i 's/statistics=9.5/statistics=many/' model.tsv
	refused 78 'cluster: model.tsv: ##purpose statistics= is neither a number of bits nor none' --records records.tsv -m model.tsv --purpose statistics pairs.tsv
}

@test "single: the best link of each, one to one" {
	printf 'a:1 b:1 - 12\na:1 b:2 - 15\na:2 b:2 - 14\na:2 b:1 - 3\n' | pairs_of >pairs.tsv
	cluster --records records.tsv --single a,b -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:2\na:2 b:1'
	assert_equal "$(count_of pairs.second out.tsv)" 2
	assert_equal "$(count_of pairs.weight out.tsv)" 2
	run grep -c 'opt.single=a,b' out.tsv
	assert_output 1
	# One to many: each of b has one of a at most, a may have several of b.
	cluster --records records.tsv --single a -t 10 -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1 b:2'
	cluster --records records.tsv --single all -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:2\na:2 b:1'
	# The rule holds for the person, not for a link alone.
	printf 'a:1 c:1 - 12\nb:1 c:1 - 11\na:2 b:1 - 10\n' | pairs_of >pairs.tsv
	cluster --records records.tsv --single a -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1 c:1'
	refused 78 'cluster: records.tsv: no source d in the records (rule single)' --records records.tsv --single a,d pairs.tsv
}

@test "single: a tie is reported, not broken, and a weaker link does not decide it" {
	printf 'a:1 b:1 - 12\na:1 b:2 - 12\na:2 b:2 - 4\na:1 c:1 - 12\n' | pairs_of >pairs.tsv
	cluster --records records.tsv --single a,b --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 c:1'
	assert_equal "$(count_of pairs.tied out.tsv)" 2
	assert_equal "$(count_of pairs.second out.tsv)" 1
	run table ambiguous.tsv
	assert_output $'id_a\tid_b\trule\tweight\treason\na:1\tb:1\t\t12\ttied\na:1\tb:2\t\t12\ttied'
}

# numbered_of < `RID N U` a line, a dash for no value: identities of which n is a list and u a value.
numbered_of() {
	{
		printf '##jigsaw 1 level=identifiable\n##source id=a\n##source id=b\n##source id=c\n'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n'
		printf '##column n type=nhs_number role=direct list=yes\n##column u type=upn role=direct\n'
		printf '##step 000000000000 tool=stack version=0.1.0\nrid\tsource\tn\tu\n'
		awk -v OFS='\t' '{ for (i = 2; i <= 3; i++) if ($i == "-") $i = ""; print $1, substr($1, 1, 1), $2, $3 }'
	} | seal_text
}

@test "one-value: a unique rule links no two persons with different numbers; firm links do" {
	printf '%s\n' 'a:1 1|2 -' 'a:2 1 -' 'a:3 - x' 'b:1 2|3 -' 'b:2 3 -' 'b:3 4 y' 'c:1 - -' 'c:2 3 -' | numbered_of >records.tsv
	printf 'a:1 b:1 names 5\na:2 b:2 names 5\na:3 b:3 names 5\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:1\na:2 b:2\na:3 b:3'
	cluster --records records.tsv -m model.tsv --one-value n --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:1\na:3 b:3'
	assert_equal "$(count_of pairs.other_value out.tsv)" 1
	assert_equal "$(count_of pairs.unique out.tsv)" 2
	run grep -c 'opt.one-value=n' out.tsv
	assert_output 1
	run column rid ambiguous.tsv
	refute_output
	cluster --records records.tsv -m model.tsv --one-value n,u -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1'
	assert_equal "$(count_of pairs.other_value out.tsv)" 2
	# Numbers hold for the person, and not for rules and weights that are firm.
	printf 'a:2 c:1 number 5\nc:2 b:2 - 20\nb:2 c:1 names 5\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --single a,b --one-value n -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:2 c:1\nb:2 c:2'
	assert_equal "$(count_of pairs.other_value out.tsv)" 1
	printf 'a:2 b:2 - 20\na:3 b:3 number 5\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --one-value n,u -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:2 b:2\na:3 b:3'
	# What somebody has looked at is one person with both numbers.
	printf 'a:2 c:1 - 0\nc:1 c:2 - 0\n' | pairs_of same >same.tsv
	printf 'a:2 b:2 names 5\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --one-value n --single a,b --must-link same.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:2 b:2 c:1 c:2'
	refused 78 'cluster: records.tsv: no column m in the records (rule one-value)' --records records.tsv --one-value n,m pairs.tsv
}

@test "one-value: links of a rule that would between them join two numbers are tied" {
	printf '%s\n' 'a:1 1 -' 'b:1 2 -' 'c:1 - -' | numbered_of >records.tsv
	printf 'a:1 c:1 names 5\nc:1 b:1 names 5\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --one-value n --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	refute_output
	assert_equal "$(count_of pairs.tied out.tsv)" 2
	run column reason ambiguous.tsv
	assert_output $'tied\ntied'
}

@test "conditions: the order of pairs and records is without effect" {
	printf '%s\n' a:1 a:2 a:3 b:1 b:2 c:1 >ids
	awk -v seed=7 'function draw(n) { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) % n }
		{ id[NR - 1] = $1 } END { for (i = 0; i < 14; i++) { a = draw(6); b = draw(6)
		if (id[a] < id[b]) print id[a], id[b], "-", 10 + draw(3) } }' ids | sort -u -k 1,2 >list
	printf 'a:3 b:1 - 0\n' | pairs_of apart >apart.tsv
	pairs_of <list >pairs.tsv
	tac list | awk '{ print $2, $1, $3, $4 }' | pairs_of >swapped.tsv
	identities_of c:1 b:2 b:1 a:3 a:2 a:1 >reversed.tsv
	cluster --records records.tsv --single b --most-records 3 --must-not apart.tsv pairs.tsv --report one.r --ambiguous one.a | unseal >one
	cluster --records reversed.tsv --single b --most-records 3 --must-not apart.tsv swapped.tsv --report two.r --ambiguous two.a | unseal >two
	cmp one two
	cmp <(unseal one.r) <(unseal two.r)
	cmp <(unseal one.a | cut -f 3-) <(unseal two.a | cut -f 3-)
}

@test "must-not: enforced over all that is connected; the strongest links stay" {
	printf 'a:1 b:1 - 12\nb:1 c:1 - 9\nc:1 a:2 - 10\n' | pairs_of >pairs.tsv
	printf 'a:2 a:1 - 0\n' | pairs_of apart >apart.tsv
	cluster --records records.tsv --must-not apart.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:1\na:2 c:1'
	assert_equal "$(count_of pairs.must_not out.tsv)" 1
	run grep -cE '^##step .*tool=cluster .*side.must-not=[0-9a-f]{12}' out.tsv
	assert_output 1
	# Unique rules obey it too.
	printf 'a:1 b:1 - 12\nb:1 c:1 names 9\nc:1 a:2 - 10\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --must-not apart.tsv -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.must_not out.tsv)" 0
	assert_equal "$(count_of pairs.ambiguous out.tsv)" 1
	printf 'a:1 c:1 - 0\n' | pairs_of apart >apart.tsv
	printf 'a:1 b:1 - 12\nb:1 c:1 names 9\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --must-not apart.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1'
	assert_equal "$(count_of pairs.must_not out.tsv)" 1
}

@test "must-link comes first, and contradictions are refused with their lines" {
	printf 'a:1 b:1 - 12\n' | pairs_of >pairs.tsv
	printf 'b:1 c:1 - 0\nc:1 a:2 - 0\n' | pairs_of together >together.tsv
	cluster --records records.tsv --must-link together.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 a:2 b:1 c:1'
	printf 'a:1 b:1 - 0\na:2 b:1 - 0\n' | pairs_of apart >apart.tsv
	run --separate-stderr cluster --records records.tsv --must-link together.tsv --must-not apart.tsv pairs.tsv
	assert_failure 78
	assert_equal "$stderr" "cluster: apart.tsv:9: must not be one person, but --must-link makes it one (rule must-link)
cluster: 1 decisions contradict others"
	printf 'a:9 b:1 - 0\n' | pairs_of apart >apart.tsv
	refused 65 'cluster: apart.tsv:8: id_a: an id that is not among the records (rule records)' --records records.tsv --must-not apart.tsv pairs.tsv
	printf 'b:1 b:1 - 0\n' | pairs_of apart >apart.tsv
	refused 65 'cluster: apart.tsv:8: an identity paired with itself (rule pair)' --records records.tsv --must-not apart.tsv pairs.tsv
	refused 65 'cluster: records.tsv: no column id_a' --records records.tsv --must-link records.tsv pairs.tsv
}

@test "doubles: who is in a source twice is one partner, and not two that tie" {
	printf 'a:1 b:1 - 12\na:2 b:1 - 12\na:1 c:1 - 20\n' | pairs_of >pairs.tsv
	cluster --records records.tsv --single a,b -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.tied out.tsv)" 2
	printf 'a:2 a:1 - 0\na:3 b:2 - 40\n' | pairs_of doubles >doubles.tsv
	cluster --records records.tsv --single a,b --doubles doubles.tsv --report report.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 a:2 b:1 c:1'
	assert_equal "$(count_of doubles.linked out.tsv)" 1
	assert_equal "$(count_of doubles.between out.tsv)" 1
	assert_equal "$(count_of pairs.tied out.tsv)" 0
	# The order of what is given is without effect, and another record of the source stays another person's.
	printf 'a:3 b:1 - 11\na:2 b:1 - 12\na:1 c:1 - 20\n' | pairs_of >pairs.tsv
	printf 'a:3 b:2 - 40\na:1 a:2 - 0\n' | pairs_of doubles >other.tsv
	for given in doubles other; do
		cluster --records records.tsv --single a,b --doubles $given.tsv -o out.tsv pairs.tsv
		run persons out.tsv
		assert_output 'a:1 a:2 b:1 c:1'
		assert_equal "$(count_of pairs.second out.tsv)" 1
	done
}

@test "doubles: a decision to keep two apart holds, also for a chain, and mistakes are told" {
	printf 'a:1 b:1 - 12\n' | pairs_of >pairs.tsv
	printf 'a:1 a:2 - 0\na:2 a:3 - 0\n' | pairs_of doubles >doubles.tsv
	printf 'a:1 a:3 - 0\n' | pairs_of apart >apart.tsv
	cluster --records records.tsv --doubles doubles.tsv --must-not apart.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 b:1'
	assert_equal "$(count_of doubles.apart out.tsv)" 2
	printf 'a:1 a:1 - 0\n' | pairs_of doubles >doubles.tsv
	refused 65 'cluster: doubles.tsv:8: id_b: an identity paired with itself (rule pair)' --records records.tsv --doubles doubles.tsv pairs.tsv
	printf 'a:1 a:99 - 0\n' | pairs_of doubles >doubles.tsv
	refused 65 'cluster: doubles.tsv:8: id_b: an id that is not among the records (rule records)' --records records.tsv --doubles doubles.tsv pairs.tsv
	refused 65 'cluster: records.tsv: no column id_a' --records records.tsv --doubles records.tsv pairs.tsv
}

@test "most-records: what grows too large stays as it was at the strength before" {
	printf 'a:1 b:1 - 20\na:2 b:2 - 19\nb:1 a:2 - 12\nc:1 a:1 - 11\na:3 c:1 - 10\n' | pairs_of >pairs.tsv
	cluster --records records.tsv --most-records 3 --ambiguous ambiguous.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output $'a:1 b:1\na:2 b:2'
	assert_equal "$(count_of pairs.large out.tsv)" 3
	run column reason ambiguous.tsv
	assert_output $'large\nlarge\nlarge'
	run cluster --records records.tsv --most-records 0 pairs.tsv
	assert_failure 2
}

@test "report: records, sources, links, density, bridges, the weakest link" {
	printf 'a:1 b:1 - 12\nb:1 c:1 - 9.5\na:1 c:1 - 10\nc:1 a:2 number 1\na:3 b:2 - 30\n' | pairs_of >pairs.tsv
	cluster --records records.tsv -m model.tsv --report report.tsv -o out.tsv pairs.tsv
	"$ROOT/tests/tools/oracle.py" check report.tsv
	run bash -c "grep -v '^##' report.tsv | cut -f 2- | sort -r"
	assert_output $'records\tsources\trepeated\tlinks\tdensity\tbridges\tweakest
4\t3\t2\t4\t0.666667\t1\t1.000000000000
2\t2\t1\t1\t1.000000\t1\t30.000000000000'
	column person_id report.tsv | sort -c
	run grep -c 'tool=cluster .*opt.output=report' report.tsv
	assert_output 1
	# Bare edges have no weakest; the same pair twice is one link.
	printf '##jigsaw 1 level=identifiable\n##column id_a type=rid role=key\n##column id_b type=rid role=key\n##step 000000000000 tool=adopt version=0.1.0\nid_a\tid_b\na:1\tb:1\nb:1\ta:1\n' |
		seal_text >edges.tsv
	cluster --records records.tsv --single c --report report.tsv -o out.tsv edges.tsv
	run bash -c "grep -v '^##' report.tsv | cut -f 2- | tail -1"
	assert_output $'2\t2\t1\t1\t1.000000\t1\t'
}

@test "several pairs of several models are one before clustering" {
	sed 's/names/twins/; s/number/upn/' model.tsv >second.tsv
	sed -i 's/prior=0.001/& threshold=10/' model.tsv
	sed -i 's/prior=0.001/& threshold=5/' second.tsv
	printf 'a:1 b:1 - 9\na:2 b:2 names 3\na:3 c:1 - 11\n' | pairs_of >one.tsv
	printf 'b:1 a:1 - 6\na:2 b:2 upn 4\na:1 c:1 - 5.5\na:3 c:1 - 20\na:1 b:2 twins 1\n' | pairs_of two >two.tsv
	cluster --records records.tsv -m model.tsv -m second.tsv --ambiguous ambiguous.tsv --report report.tsv -o out.tsv one.tsv two.tsv
	run persons out.tsv
	assert_output 'a:1 a:3 b:1 c:1
a:2 b:2'
	run grep -cE ' read=8 .* pairs.ambiguous=1 pairs.below=1 pairs.large=0 pairs.merged=2 pairs.must_not=0 pairs.other_value=0 pairs.rule=1 pairs.second=0 pairs.settled=0 pairs.tied=0 pairs.unique=0 pairs.weight=3 ' out.tsv
	assert_output 1
	run table ambiguous.tsv
	assert_output $'id_a\tid_b\trule\tweight\treason\na:1\tb:2\ttwins\t1.000000000000\trival'
	# The better weight is kept: 20 and 4, not 11 and 3.
	run bash -c "grep -v '^##' report.tsv | cut -f 8 | sort"
	assert_output $'4.000000000000\n5.500000000000\nweakest'
	run grep -cE '^##step .* tool=cluster .*parents=[0-9a-f]{12},[0-9a-f]{12} .*opt.model1=[0-9a-f]{12} opt.model2=[0-9a-f]{12}' out.tsv
	assert_output 1
	"$ROOT/tests/tools/oracle.py" check out.tsv
}

# people REFRESH LINE...: identities with a local id of role entity; a line is RID KEY.
people() {
	{
		printf '##jigsaw 1 level=identifiable\n'
		cut -d : -f 1 | sort -u | sed 's/^/##source id=/'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n##column local_id type=id role=entity\n##column upn type=upn role=direct list=yes\n'
		printf '##step 000000000000 tool=stack version=0.1.0\nrid\tsource\tlocal_id\tupn\n'
		sed 's/\([^:]*\):\([^ ]*\) \(.*\)/\1:\2 \1 \3/; s/ -/ /g; s/ /\t/g' list
	} <list | seal_text
}

@test "ledger: ids persist; created, merged, split, moved, retired, returned" {
	printf 'a:1 k1 -\na:2 k2 -\na:3 k3 -\na:4 k4 -\nb:1 m1 -\nb:2 m2 -\nb:3 m3 -\n' >list
	people >first.tsv
	printf 'a:1 b:1 - 9\na:2 b:2 - 9\na:3 b:3 - 9\n' | pairs_of >pairs.tsv
	cluster --records first.tsv --ledger-out ledger1 --project north --events events1 -o out1 pairs.tsv
	run column event events1
	assert_output $'created\ncreated\ncreated\ncreated'
	assert_equal "$(count_of persons.created out1)" 4
	# k1+m1 together with k2; m2 apart; k4 gone; k5 new. All with other record numbers.
	printf 'b:8 m2 -\na:6 k3 -\na:7 k2 -\na:8 k1 -\na:9 k5 -\nb:6 m3 -\nb:7 m1 -\n' >list
	people >second.tsv
	printf 'a:8 b:7 - 9\na:8 a:7 - 9\na:6 b:6 - 9\n' | pairs_of >pairs2.tsv
	cluster --records second.tsv --ledger ledger1 --ledger-out ledger2 --project north --events events2 -o out2 pairs2.tsv
	id() { awk -F '\t' -v rid="$1" '$1 == rid { print $3 }' "$2"; }
	assert_equal "$(id a:3 out1)" "$(id a:6 out2)"
	assert_equal "$(id a:1 out1)" "$(id a:8 out2)"
	assert_equal "$(id b:7 out2)" "$(id a:7 out2)"
	run bash -c "grep -v '^##' events2 | cut -f 2 | sort | uniq -c | tr -s ' '"
	assert_output $' 1 created\n 1 event\n 1 moved\n 1 retired'
	# k2 went from who it was with m2 to who k1 and m1 are.
	run grep moved events2
	assert_output "$(id a:2 out1)	moved	$(id a:7 out2)"
	assert_equal "$(count_of ledger.moved out2)" 1
	# k2 and m2 were one: the id goes on with one of them, the smaller hash.
	assert_equal "$(id b:8 out2)" "$(id a:2 out1)"
	assert_equal "$(count_of persons.kept out2)" 3
	"$ROOT/tests/tools/oracle.py" check ledger2
	"$ROOT/tests/tools/oracle.py" check events2
	run bash -c "grep -v '^##' ledger2 | cut -f 1-3,5"
	assert_output $'source\tcolumn\tkey\tseen
a\tlocal_id\tk1\t1\na\tlocal_id\tk2\t1\na\tlocal_id\tk3\t1\na\tlocal_id\tk4\t0\na\tlocal_id\tk5\t1
b\tlocal_id\tm1\t1\nb\tlocal_id\tm2\t1\nb\tlocal_id\tm3\t1'
	# Then m1 leaves k1+k2, m3 joins the rest of it; k4 comes back.
	printf 'a:1 k1 -\na:2 k2 -\na:3 k3 -\na:4 k4 -\nb:1 m1 -\nb:2 m2 -\nb:3 m3 -\n' >list
	people >third.tsv
	printf 'a:1 a:2 - 9\na:3 b:3 - 9\nb:2 b:3 - 9\n' | pairs_of >pairs3.tsv
	cluster --records third.tsv --ledger ledger2 --ledger-out ledger3 --project north --events events3 -o out3 pairs3.tsv
	assert_equal "$(id a:1 out3)" "$(id a:8 out2)"
	assert_equal "$(id a:4 out3)" "$(id a:4 out1)"
	assert_equal "$(id a:3 out3)" "$(id a:6 out2)"
	run bash -c "grep -v '^##' events3 | tail -n +2 | sort -k 2"
	assert_line "$(id b:8 out2)	merged	$(id a:6 out2)"
	assert_line "$(id b:1 out3)	split	$(id a:8 out2)"
	assert_line "$(id a:4 out1)	returned	"
	assert_line "$(id a:9 out2)	retired	"
	assert_equal "${#lines[@]}" 4
	[[ $(id b:1 out3) != "$(id b:1 out1)" ]]
	# The same again with records and pairs the other way round.
	tac list >l && mv l list
	people >turned.tsv
	printf 'b:3 b:2 - 9\nb:3 a:3 - 9\na:2 a:1 - 9\n' | pairs_of >pairs4.tsv
	cluster --records turned.tsv --ledger ledger2 --ledger-out ledger4 --project north --events events4 -o out4 pairs4.tsv
	cmp <(unseal ledger3) <(unseal ledger4)
	cmp <(unseal events3) <(unseal events4)
	cmp <(unseal out3) <(unseal out4)
}

@test "ledger: keyed on chosen columns, every value of a list; records without are counted" {
	printf 'a:1 k1 U1|U2\na:2 k2 -\nb:1 m1 U3\n' >list
	people >first.tsv
	pairs_of </dev/null >none.tsv
	cluster --records first.tsv --ledger-out ledger1 --ledger-key upn --project north -o out1 none.tsv
	assert_equal "$(count_of records.unkeyed out1)" 1
	run column key ledger1
	assert_output $'U1\nU2\nU3'
	run grep -c '^##column key type=id role=direct$' ledger1
	assert_output 1
	printf 'a:5 x U2\nb:9 y U4|U3\n' >list
	people >second.tsv
	cluster --records second.tsv --ledger ledger1 --ledger-out ledger2 --ledger-key upn --project north --events events -o out2 none.tsv
	assert_equal "$(count_of persons.kept out2)" 2
	run unseal events
	assert_output ''
	run column key ledger2
	assert_output $'U1\nU2\nU3\nU4'
	# By record id when there is nothing else.
	cluster --records records.tsv --ledger-out ledger3 --project north -o out3 none.tsv
	assert_equal "$(count_of records.unkeyed out3)" 0
	run grep -c '^##column key type=rid role=key$' ledger3
	assert_output 1
	refused 78 'cluster: first.tsv: no column lea to identify records by' --records first.tsv --ledger-out x --ledger-key upn,lea --project north none.tsv
	refused 78 'cluster: ledger1: has none of the columns that --ledger-key names (rule ledger)' --records first.tsv --ledger ledger1 --project north none.tsv
}

# keys_of [NAME]: `SOURCE_A KEY_A SOURCE_B KEY_B` a line on standard input; a stream of decisions.
keys_of() {
	{
		printf '##jigsaw 1 level=identifiable\n##column source_a type=source role=plain\n##column key_a type=id role=entity\n'
		printf '##column source_b type=source role=plain\n##column key_b type=id role=entity\n'
		printf '##step 000000000000 tool=adopt version=0.1.0 opt.of=%s\nsource_a\tkey_a\tsource_b\tkey_b\n' "${1:-decisions}"
		sed 's/-//; s/ /\t/g'
	} | seal_text
}

@test "decisions by the sources' own ids outlive the record ids" {
	printf 'a:1 k1 -\na:2 k2 -\nb:1 m1 -\nb:2 m2 -\n' >list
	people >first.tsv
	printf 'a:1 b:1 - 9\na:2 b:2 - 9\n' | pairs_of >pairs.tsv
	printf 'a k1 b m1\na gone b m1\n' | keys_of >apart.tsv
	cluster --records first.tsv --ledger-out ledger1 --project north --must-not apart.tsv -o out pairs.tsv
	run persons out
	assert_output 'a:2 b:2'
	assert_equal "$(count_of decisions.absent out)" 1
	printf 'a:9 k2 -\na:8 k1 -\nb:7 m1 -\nb:6 m2 -\n' >list
	people >second.tsv
	printf 'a:8 b:7 - 9\na:9 b:6 - 9\n' | pairs_of >pairs.tsv
	cluster --records second.tsv --ledger ledger1 --project north --must-not apart.tsv -o out pairs.tsv
	run persons out
	assert_output 'a:9 b:6'
	printf 'b m1 a k1\n' | keys_of together >together.tsv
	run --separate-stderr cluster --records second.tsv --ledger ledger1 --project north --must-link together.tsv --must-not apart.tsv pairs.tsv
	assert_failure 78
	assert_equal "${stderr_lines[0]}" 'cluster: apart.tsv:8: must not be one person, but --must-link makes it one (rule must-link)'
	refused 2 'cluster: decisions that name records by key need a ledger; try cluster --help' --records second.tsv --must-not apart.tsv pairs.tsv
	printf 'a - b m1\n' | keys_of >apart.tsv
	refused 65 'cluster: apart.tsv:8: key_a: no key (rule key)' --records second.tsv --ledger ledger1 --project north --must-not apart.tsv pairs.tsv
}

@test "ledger: another project, another key, or no ledger" {
	printf 'a:1 k1 -\n' >list
	people >first.tsv
	pairs_of </dev/null >none.tsv
	cluster --records first.tsv --ledger-out ledger1 --project north -o out1 none.tsv
	refused 78 'cluster: ledger1: the ledger of another project: north (rule project)' --records first.tsv --ledger ledger1 --project south none.tsv
	refused 78 'cluster: out1: not a ledger that cluster wrote (rule ledger)' --records first.tsv --ledger out1 --project north none.tsv
	refused 78 'cluster: first.tsv: not a ledger that cluster wrote (rule ledger)' --records first.tsv --ledger first.tsv --project north none.tsv
	sed '/^##\(count\|end\)/d; s/local_id type=id role=entity/& key=aaaabbbbcccc/' first.tsv | seal_text >tokens.tsv
	cluster --records tokens.tsv --ledger-out ledger2 --project north -o out2 none.tsv
	sed '/^##\(count\|end\)/d; s/key=aaaabbbbcccc/key=ddddbbbbcccc/' tokens.tsv | seal_text >others.tsv
	refused 78 'cluster: ledger2: local_id was made with a different key from the one in the records (rule key)' --records others.tsv --ledger ledger2 --project north none.tsv
	for i in 1 2; do
		sed '/^##\(count\|end\)/d' ledger1 | awk -v i="$i" '/^##/ || !/k1/ { print; next } { print; if (i == 1) print; else { sub(/k1\t./, "k2\tx"); print } }' | seal_text >bad
		refused 65 'cluster: bad:13: a duplicate key, or an invalid person id (rule ledger)' --records first.tsv --ledger bad --project north none.tsv
	done
	# The ledger's history does not come along, and its seal is named.
	cluster --records first.tsv --ledger ledger1 --ledger-out ledger3 --project north -o out3 none.tsv
	cluster --records first.tsv --ledger ledger3 --ledger-out ledger4 --project north -o out4 none.tsv
	assert_equal "$(grep -c '^##step' ledger1)" "$(grep -c '^##step' ledger4)"
	run grep -cE 'opt.ledger=[0-9a-f]{12} ' out4
	assert_output 1
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

# named RID=NAME...: a stream of identities with a name. The model: equal names +9.8 bits, others -3.2, after a prior of -10.
named() {
	local each
	{
		printf '##jigsaw 1 level=identifiable\n'
		printf '%s\n' "$@" | cut -d : -f 1 | sort -u | sed 's/^/##source id=/'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n##column name type=name role=direct\n'
		printf '##step 000000000000 tool=stack version=0.1.0\nrid\tsource\tname\n'
		for each; do printf '%s\t%s\t%s\n' "${each%=*}" "${each%%:*}" "${each#*=}"; done
	} | seal_text
}

by_names() {
	printf '##model prior=0.001 threshold=5\ncomparison\tlevel\tcondition\tm\tu\tflags\n'
	printf 'rule\tnumber\texact(name)\t\t\t\nrule\tplace\texact(name)\t\t\tunique\n'
	printf 'name\texact\texact(name)\t0.9\t0.001\t\nname\telse\telse\t0.1\t0.999\t\n'
}

# average OPTION...: joins by average linkage, and prints the persons.
average() {
	cluster -q --method average -m names.tsv --records named.tsv "$@" -o out.tsv pairs.tsv && persons out.tsv
}

@test "average: a chain of links is one person only if its ends agree" {
	by_names >names.tsv
	printf 'a:1 a:2 - 7\na:2 a:3 - 5\n' | pairs_of >pairs.tsv
	named a:1=ann a:2=anne a:3=joan >named.tsv
	run average
	assert_output 'a:1 a:2'
	assert_equal "$(count_of pairs.weight out.tsv) $(count_of pairs.outweighed out.tsv)" '1 1'
	run cluster -m names.tsv --method components --records named.tsv pairs.tsv -o chain.tsv
	run persons chain.tsv
	assert_output 'a:1 a:2 a:3'
	run grep -c 'method=\|outweighed' chain.tsv
	assert_output 0
	# The pair that nobody wrote says that they agree.
	named a:1=ann a:2=anne a:3=ann >named.tsv
	run average
	assert_output 'a:1 a:2 a:3'
	assert_equal "$(count_of pairs.weight out.tsv) $(count_of pairs.outweighed out.tsv)" '2 0'
}

@test "average: the step and a message have the cut and what to expect" {
	by_names >names.tsv
	printf 'a:1 a:2 - 7\na:2 a:3 - 5\n' | pairs_of >pairs.tsv
	named a:1=ann a:2=anne a:3=joan >named.tsv
	run cluster --method average -m names.tsv --records named.tsv pairs.tsv -o out.tsv
	assert_output 'cluster: groups are joined from -0.30 bits on; expected of pairs within persons: precision 0.9922, recall 0.8149'
	run grep -o 'opt.cut=.*' out.tsv
	assert_output --regexp '^opt.cut=-0.[0-9]{12} opt.expected_precision=0.992248 opt.expected_recall=0.[0-9]{6} opt.method=average opt.model=[0-9a-f]{12} opt.threshold=0.000000000000$'
	# Nothing to join.
	pairs_of </dev/null >pairs.tsv
	run cluster --method average -m names.tsv --records named.tsv pairs.tsv -o out.tsv
	assert_success
	assert_output ''
	run grep -c 'opt.cut=0.000000000000 opt.method=average' out.tsv
	assert_output 1
}

@test "average: the threshold is for candidates, 0 bits unless it is given" {
	by_names >names.tsv
	printf 'a:1 a:2 - 3\na:3 a:4 - -1\n' | pairs_of >pairs.tsv
	named a:1=ann a:2=anne a:3=joan a:4=jo >named.tsv
	run average
	assert_output 'a:1 a:2'
	assert_equal "$(count_of pairs.below out.tsv)" 1
	run average -t 4
	assert_output ''
	assert_equal "$(count_of pairs.below out.tsv)" 2
	run average -t -2
	assert_equal "$(count_of pairs.below out.tsv)" 0
}

@test "average: by default with one model that has candidates" {
	by_names | sed '1s/$/ candidates=2/' >names.tsv
	printf 'a:1 a:2 - 7\na:2 a:3 - 5\na:3 a:4 - 1\n' | pairs_of >pairs.tsv
	named a:1=ann a:2=anne a:3=joan a:4=jo >named.tsv
	cluster -q -m names.tsv --records named.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 a:2'
	run grep -cE 'opt.method=average opt.model=[0-9a-f]{12} opt.threshold=2.000000000000' out.tsv
	assert_output 1
	assert_equal "$(count_of pairs.below out.tsv) $(count_of pairs.outweighed out.tsv)" '1 1'
	# Single links have the threshold, 5.
	cluster -q -m names.tsv --method components --records named.tsv -o out.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 a:2 a:3'
	cluster -q -m names.tsv -m names.tsv --records named.tsv -o out.tsv pairs.tsv pairs.tsv
	run persons out.tsv
	assert_output 'a:1 a:2 a:3'
	cluster -q -m names.tsv -t 6 --records named.tsv -o out.tsv pairs.tsv
	assert_equal "$(count_of pairs.below out.tsv)" 2
}

@test "average: rules come first and are not undone; unique rules follow" {
	by_names >names.tsv
	printf 'a:1 a:2 number -20\na:2 a:3 - 6\nb:1 c:1 place -20\n' | pairs_of >pairs.tsv
	named a:1=zoe a:2=ann a:3=zoe b:1=kim c:1=tom >named.tsv
	run average
	assert_output $'a:1 a:2 a:3\nb:1 c:1'
	named a:1=ann a:2=zoe a:3=eve b:1=kim c:1=tom >named.tsv
	run average
	assert_output $'a:1 a:2\nb:1 c:1'
	assert_equal "$(count_of pairs.rule out.tsv) $(count_of pairs.outweighed out.tsv) $(count_of pairs.unique out.tsv)" '1 1 1'
}

@test "average: conditions on persons hold" {
	by_names >names.tsv
	named a:1=ann a:2=ann a:3=ann b:1=ann b:2=ann >named.tsv
	printf 'a:1 b:1 - 8\na:1 b:2 - 7\na:2 b:2 - 6\n' | pairs_of >pairs.tsv
	run average
	assert_output 'a:1 a:2 b:1 b:2'
	run average --single b
	assert_output $'a:1 b:1\na:2 b:2'
	assert_equal "$(count_of pairs.second out.tsv)" 1
	printf 'a:1 b:1 - 8\n' | pairs_of apart >apart.tsv
	run average --must-not apart.tsv
	assert_output 'a:1 a:2 b:2'
	assert_equal "$(count_of pairs.must_not out.tsv)" 1
	printf 'a:3 b:1 - 8\n' | pairs_of same >same.tsv
	run average --must-link same.tsv --single b
	assert_output $'a:1 a:2 b:2\na:3 b:1'
	run average --most-records 2 --ambiguous ambiguous.tsv
	assert_output 'a:1 b:1'
	assert_equal "$(count_of pairs.large out.tsv)" 2
	run column reason ambiguous.tsv
	assert_output $'large\nlarge'
	run column weight ambiguous.tsv
	assert_output $'7\n6'
}

@test "average: equal joins that exclude each other are tied" {
	by_names >names.tsv
	named a:1=ann b:1=ann b:2=ann >named.tsv
	printf 'a:1 b:1 - 8\na:1 b:2 - 8\n' | pairs_of >pairs.tsv
	run average --single b --ambiguous ambiguous.tsv
	assert_output ''
	assert_equal "$(count_of pairs.tied out.tsv)" 2
	run column reason ambiguous.tsv
	assert_output $'tied\ntied'
	# Without a condition both join.
	run average
	assert_output 'a:1 b:1 b:2'
}

@test "average: the same bytes in any order of records and pairs, and from any number of pieces" {
	by_names >names.tsv
	awk 'BEGIN { srand(7); for (i = 1; i <= 60; i++) print "a:" i "=n" int(rand() * 12) }' >list
	awk 'BEGIN { srand(9); for (i = 1; i <= 60; i++) for (j = i + 1; j <= 60; j++)
		if (rand() < 0.06) print "a:" i, "a:" j, "-", int(rand() * 9) - 1 }' >some
	mapfile -t each <list
	named "${each[@]}" >named.tsv
	pairs_of <some >pairs.tsv
	average --report report.tsv >persons
	unseal out.tsv >whole
	(($(wc -l <persons) > 5))
	mapfile -t each < <(shuf --random-source=list list)
	named "${each[@]}" >named.tsv
	shuf --random-source=list some | awk '{ print $2, $1, $3, $4 }' | pairs_of >pairs.tsv
	average >/dev/null
	unseal out.tsv | cmp - whole
	for n in 1 2 7; do
		pieces=()
		for ((i = 0; i < n; i++)); do
			awk -v n=$n -v i=$i 'NR % n == i' some | pairs_of $i >piece.$i
			pieces+=("piece.$i")
		done
		cluster -q --method average -m names.tsv --records named.tsv "${pieces[@]}" | unseal | cmp - whole
	done
	# Each person of the report holds together.
	run awk -F '\t' '!/^##/ && NR > 1 && $6 < 0.2' <(table report.tsv)
	assert_output ''
}

@test "average: what it is not given, or is given damaged" {
	by_names >names.tsv
	named a:1=ann a:2=anne >named.tsv
	printf 'a:1 a:2 - 7\n' | pairs_of >pairs.tsv
	refused 2 'cluster: --method: neither components nor average: single; try cluster --help' --method single --records named.tsv pairs.tsv
	refused 2 'cluster: --method average needs one --model, to weigh pairs that did not meet; try cluster --help' --method average --records named.tsv pairs.tsv
	refused 2 'cluster: --method average needs one --model, to weigh pairs that did not meet; try cluster --help' \
		--method average -m names.tsv -m names.tsv --records named.tsv pairs.tsv pairs.tsv
	refused 78 'cluster: names.tsv: the records have no column name' --method average -m names.tsv --records records.tsv pairs.tsv
	grep -v '^name' names.tsv >rules.tsv
	refused 78 'cluster: rules.tsv: a model without comparisons cannot weigh groups: --method components' --method average -m rules.tsv --records named.tsv pairs.tsv
	sed 's/0.999//' names.tsv >untrained.tsv
	run -78 cluster --method average -m untrained.tsv --records named.tsv pairs.tsv
	head -c 400 pairs.tsv >short.tsv
	run -65 cluster --method average -m names.tsv --records named.tsv -o none.tsv short.tsv
	assert [ ! -e none.tsv ]
	head -c 300 named.tsv >short.tsv
	run -65 cluster --method average -m names.tsv --records short.tsv -o none.tsv pairs.tsv
	assert [ ! -e none.tsv ]
	sed 's/^name.*else.*/name\telse\telse\t0.1\t0.999\t\nbits\texact\tdice(name) >= 0.9\t0.9\t0.1\t\nbits\telse\telse\t0.1\t0.9\t/' names.tsv >dice.tsv
	printf 'a:1 a:2 - 7\na:2 a:3 - 7\n' | pairs_of >pairs.tsv
	named a:1=ann a:2=anne a:3=joan >named.tsv
	refused 65 'cluster: records: a cell for dice() or shared() is not such an encoding' --method average -m dice.tsv --records named.tsv pairs.tsv
}
