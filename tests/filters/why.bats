#!/usr/bin/env bats
load ../helper

# Three records of one child and a stranger: b:1 has the names, c:1 the number, a:1 both.
setup() {
	test_directory
	seal_text >in.tsv <<-END
		##jigsaw 1 level=identifiable
		##source id=a
		##source id=b
		##source id=c
		##column rid type=rid role=key
		##column source type=source role=plain
		##column upn type=upn role=direct
		##column surname type=name role=direct list=yes
		##column dob type=date role=quasi
		##step 000000000000 tool=ingest version=0.1.0
		rid	source	upn	surname	dob
		a:1	a	H801200001001	PELLOW	2012-03-04
		b:1	b		TREGEAR|PELLOW	2012-03-04
		c:1	c	H801200001001		2012-03-04
		c:2	c	H801200001002	HALL	2013-01-01
	END
	printf 'pass\tkey\tnote\n1\tupn\t\n2\tsurname\t\n2\tsurname + dob\t\n3\tdob\t\n4\tsorted(dob) window 3\t\n' >rules.tsv
	{
		printf '##model prior=0.1 threshold=4\ncomparison\tlevel\tcondition\tm\tu\ttf_column\ttf_weight\tflags\n'
		printf 'rule\tupn\texact(upn)\t\t\t\t\tunique\n'
		printf 'surname\tnull\tmissing(surname)\t\t\t\t\t\nsurname\texact\texact(surname)\t0.9\t0.01\tsurname\t1\t\nsurname\telse\telse\t0.1\t0.99\t\t\t\n'
		printf 'dob\texact\texact(dob)\t0.9\t0.1\t\t\t\ndob\telse\telse\t0.1\t0.9\t\t\t\n'
	} >model.tsv
	block -r rules.tsv -m model.tsv in.tsv | compare -m model.tsv -t -100 -o pairs.tsv
	cluster -m model.tsv --records in.tsv pairs.tsv -o clusters.tsv
}

@test "levels and weights, as compare has them" {
	run -0 bash -c 'why -m model.tsv a:1 b:1 in.tsv | tr "\t" "|"'
	assert_output - <<-END
		what|name|detail|bits
		record|a:1|a|
		record|b:1|b|
		rule|none||
		prior|||-3.169925001442
		level|surname|exact|0.847996906555
		level|dob|exact|3.169925001442
		total||below the threshold|0.847996906555
		threshold|||4.000000000000
		probability|||0.642857142857
	END
	weight=$(unseal pairs.tsv | awk -F '\t' '$1 == "a:1" && $2 == "b:1" { print $(NF - 1) }')
	assert_equal "$weight" 0.847996906555
	# In either order, from standard input too.
	why -m model.tsv b:1 a:1 <in.tsv >turned
	run -0 grep -c 0.847996906555 turned
	assert_output 2
	# Where whole groups are joined, a weight makes a candidate.
	sed '1s/$/ candidates=0.5/' model.tsv >candidates.tsv
	run -0 bash -c 'why -m candidates.tsv a:1 b:1 in.tsv | grep -E "^(total|threshold)" | tr "\t" "|"'
	assert_output $'total||candidate|0.847996906555\nthreshold|||0.500000000000'
}

@test "in which passes they meet" {
	run -0 bash -c 'why -m model.tsv -r rules.tsv b:1 c:1 in.tsv | grep ^pass | tr "\t" "|"'
	assert_output - <<-END
		pass|1 upn|one has no key|
		pass|2 surname|one has no key|
		pass|3 dob|meet|
		pass|4 sorted(dob) window 3|depends on the others|
	END
	run -0 bash -c 'why -m model.tsv -r rules.tsv a:1 c:2 in.tsv | grep ^pass | tr "\t" "|"'
	assert_line 'pass|1 upn|apart|'
	sed -i 's/^1\tupn/1\tupn + surname/' rules.tsv
	run -0 bash -c 'why -m model.tsv -r rules.tsv b:1 c:1 in.tsv | grep ^pass | tr "\t" "|"'
	assert_line 'pass|1 upn + surname|neither has a key|'
}

@test "one person by way of others" {
	sed 's/threshold=4/threshold=0/' model.tsv >low.tsv
	cluster -m low.tsv --records in.tsv pairs.tsv -o clusters.tsv
	run -0 bash -c 'why -m low.tsv --clusters clusters.tsv --pairs pairs.tsv b:1 c:1 in.tsv | grep -e person -e path -e rule | tr "\t" "|"'
	assert_output - <<-END
		rule|none||
		person|one||
		path|b:1 - c:1|weight|0.000000000000
	END
	sed 's/threshold=4/threshold=0.5/' model.tsv >low.tsv
	cluster -m low.tsv --records in.tsv pairs.tsv -o clusters.tsv
	run -0 bash -c 'why -m low.tsv --clusters clusters.tsv --pairs pairs.tsv b:1 c:1 in.tsv | grep -e person -e path | tr "\t" "|"'
	assert_line -n 0 'person|one||'
	assert_line -n 1 'path|b:1 - a:1|weight|0.847996906555'
	assert_line -n 2 --partial 'path|a:1 - c:1|upn|'
	run -0 bash -c 'why -m model.tsv --clusters clusters.tsv --pairs pairs.tsv b:1 c:2 in.tsv | grep -e person -e path | tr "\t" "|"'
	assert_output $'person|two||\npath|none||'
	run -0 bash -c 'why -m model.tsv a:1 c:1 in.tsv | grep ^rule | tr "\t" "|"'
	assert_output 'rule|upn|if unique|'
}

@test "nothing that is in a record is printed" {
	why -m model.tsv -r rules.tsv --clusters clusters.tsv --pairs pairs.tsv a:1 b:1 in.tsv >out
	run grep -e PELLOW -e TREGEAR -e 2012 -e H80 out
	assert_failure
}

# refused STATUS MESSAGE ARGUMENT...
refused() {
	local status=$1 message=$2
	shift 2
	run --separate-stderr why "$@"
	assert_failure "$status"
	assert_equal "${stderr_lines[0]}" "$message"
	assert_output ''
}

@test "mistakes" {
	refused 2 'why: --model is required; try why --help' a:1 b:1 in.tsv
	refused 2 'why: the two ids are the same; try why --help' -m model.tsv a:1 a:1 in.tsv
	refused 65 'why: in.tsv: no identity has the id that is operand 2' -m model.tsv a:1 z:1 in.tsv
	printf 'pass\tkey\n1\tpostcode\n' >bad.tsv
	refused 78 'why: bad.tsv: the records have no column postcode' -m model.tsv -r bad.tsv a:1 b:1 in.tsv
	grep -v '^c:2' in.tsv | sed '/^##\(digest\|count\|end\)/d' | seal_text >fewer.tsv
	refused 65 'why: clusters.tsv:15: rid: an id that is not among the records (rule records)' \
		-m model.tsv --clusters clusters.tsv a:1 b:1 fewer.tsv
	sed 's/type=date role=quasi/type=code role=sensitive/; /^##\(digest\|count\|end\)/d' in.tsv | seal_text >bad.tsv
	refused 77 'why: bad.tsv: why may not be shown a column of role sensitive: dob (rule role)' -m model.tsv a:1 b:1 bad.tsv
}
