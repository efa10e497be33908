#!/usr/bin/env bats
load ../helper

# table ID LEVEL COLUMN:TYPE:ROLE... then records on standard input: a sealed stream of one source.
table_of() {
	source_of ingest "$@"
}

setup() {
	test_directory
	printf 'a:1\t2010-01-01\tSMITH\na:2\t\tJONES\n' |
		table_of a identifiable 'dob type=date role=quasi' 'surname type=name role=direct' >a.tsv
	printf 'b:1\tF\t2010-01-01\n' |
		table_of b pseudonymised 'sex type=sex role=quasi' 'dob type=date role=quasi' >b.tsv
}

# big ROWS: a stream to split.
big() {
	for ((i = 1; i <= $1; i++)); do printf 'x:%d\t%d\n' "$i" $((i * 7 % 13)); done |
		table_of x identifiable 'n type=integer role=plain'
}

@test "pieces as --preamble leaves them, after what was made of the slice without records" {
	printf 'rid\tname\n%s\ta b\n%s\tc\n%s\td\n' a:1 a:2 a:3 |
		seal adopt --source a --column name:name:direct >in.tsv
	clean in.tsv >whole.tsv
	seal split -n 2 -o p in.tsv
	clean p.seal.tsv >head.tsv
	for i in 1 2; do unseal p.000$i.tsv | clean --preamble p.seal.tsv >bare.$i; done
	stack --whole p.seal.tsv head.tsv bare.1 bare.2 | cmp - whole.tsv
	run -65 stack --whole p.seal.tsv head.tsv bare.1
	assert_output --partial '3 records were split, but the pieces come from 1'
	run -65 stack --whole p.seal.tsv head.tsv bare.1 bare.2 bare.2
	sed -i 's/\tC$/\tD/' bare.2
	run -65 stack --whole p.seal.tsv head.tsv bare.1 bare.2
	run -65 stack --whole p.seal.tsv bare.1 bare.2
	assert_output --partial 'not a sealed stream'
}

@test "columns are united by name, and source is added" {
	stack -o out.tsv a.tsv b.tsv
	run table out.tsv
	assert_line --index 0 $'rid\tsource\tdob\tsurname\tsex'
	assert_line --index 1 $'a:1\ta\t2010-01-01\tSMITH\t'
	assert_line --index 2 $'a:2\ta\t\tJONES\t'
	assert_line --index 3 $'b:1\tb\t2010-01-01\t\tF'
	assert_equal "${#lines[@]}" 4
	"$ROOT/tests/tools/oracle.py" check out.tsv
}

@test "the most identifiable level rules, the lineage is merged, read is the sum" {
	stack -o out.tsv b.tsv a.tsv
	run head -n 1 out.tsv
	assert_output '##jigsaw 1 level=identifiable'
	run grep -c '^##source \|^##step ' out.tsv
	assert_output 5
	run grep -c '^##count .* read=3 read_sum=.* written=3' out.tsv
	assert_output 1
}

@test "a stack can be stacked again" {
	printf 'c:1\tM\n' | table_of c identifiable 'sex type=sex role=quasi' >c.tsv
	stack a.tsv b.tsv | stack -o abc.tsv - c.tsv
	run column source abc.tsv
	assert_output $'a\na\nb\nc'
}

@test "an input of several sources without a column source leaves it empty" {
	printf '##jigsaw 1 level=identifiable\n##source id=p\n##source id=q\n##column rid type=rid role=key\n##step 000000000000 tool=ingest version=0.1.0\nrid\np:1\n' |
		seal_text >pq.tsv
	stack -o out.tsv a.tsv pq.tsv
	run column source out.tsv
	assert_output $'a\na'
}

@test "one input, from standard input" {
	run stack <a.tsv
	assert_success
	assert_line $'a:1\ta\t2010-01-01\tSMITH'
}

@test "declarations that differ fail before the first record" {
	local declared
	for declared in 'type:type=text role=quasi' 'role:type=date role=direct' \
		'list:type=date role=quasi list=yes' 'key:type=date role=quasi key=12ab' \
		'form:type=date role=quasi form=x'; do
		printf 'c:1\t\n' | table_of c identifiable "dob ${declared#*:}" >c.tsv
		run --separate-stderr stack a.tsv c.tsv
		assert_failure 65
		assert_output ''
		assert_regex "$stderr" "^stack: c\.tsv: dob: ${declared%%:*} '.*' here, '.*' in an earlier input \(rule columns\)$"
	done
}

@test "two sources with one id" {
	run --separate-stderr stack a.tsv b.tsv a.tsv
	assert_failure 65
	assert_output ''
	assert_equal "$stderr" 'stack: a.tsv: two sources are called a'
}

@test "aggregates are not for stack" {
	printf '##jigsaw 1 level=aggregate\n##column n type=count role=measure\n##step 000000000000 tool=tabulate version=0.1.0\nn\n3\n' |
		seal_text >table.tsv
	run stack table.tsv
	assert_failure 77
}

@test "the pieces of a split stream make the stream, byte for byte" {
	big 100 >whole.tsv
	for n in 1 2 7 200; do
		seal split -n $n -o p whole.tsv
		stack --whole p.seal.tsv -o again.tsv p.0*.tsv
		cmp whole.tsv again.tsv
		stack --whole whole.tsv p.0*.tsv | cmp whole.tsv -
		rm p.*
	done
}

@test "what was made of the pieces is what one process makes, figures added up" {
	big 100 >whole.tsv
	double='awk -F "\t" -v OFS="\t" "/^[0-9a-z]*:.*[05]\t/ { next } { print }"'
	seal wrap --as clean -o one.tsv whole.tsv -- sh -c "$double"
	seal split -n 3 -o p whole.tsv
	for i in 1 2 3; do
		seal wrap --as clean -o "q.$i.tsv" "p.000$i.tsv" -- sh -c "$double"
	done
	stack --whole p.seal.tsv -o again.tsv q.?.tsv
	cmp one.tsv again.tsv
	run grep -c '^##piece' again.tsv
	assert_output 0
}

# damaged PATTERN PIECE...: gathering must fail with 65 and a message.
damaged() {
	local pattern=$1
	shift
	run --separate-stderr stack --whole p.seal.tsv -o again.tsv "$@"
	assert_failure 65
	assert_regex "$stderr" "$pattern"
	assert_not_exists again.tsv
}

@test "a piece that is missing, doubled, out of order, foreign or altered" {
	big 100 >whole.tsv
	seal split -n 3 -o p whole.tsv
	damaged '^stack: p\.0002\.tsv: one of 3 pieces, but 2 are given \(rule pieces\)$' p.0002.tsv p.0003.tsv
	damaged '^stack: p\.0001\.tsv: piece 1, where piece 2 should be \(rule pieces\)$' p.0001.tsv p.0001.tsv p.0003.tsv
	damaged 'piece 2, where piece 1 should be' p.0002.tsv p.0001.tsv p.0003.tsv
	damaged '^stack: a\.tsv: a different preamble from the first piece \(rule pieces\)$' p.0001.tsv a.tsv p.0003.tsv
	damaged '^stack: whole\.tsv: not a piece of p\.seal\.tsv \(rule pieces\)$' whole.tsv
	sed '/^x:50/d' p.0002.tsv >short.tsv
	damaged '^stack: short\.tsv.*3[0-9] .*3[0-9]' p.0001.tsv short.tsv p.0003.tsv
	sed 's/^x:50/x:51/' p.0002.tsv >altered.tsv
	damaged '^stack: altered\.tsv.* sum' p.0001.tsv altered.tsv p.0003.tsv
}

@test "pieces of another stream of the same lineage" {
	big 100 >whole.tsv
	seal split -n 2 -o p whole.tsv
	# The same steps wrote it, but other records.
	big 99 >other.tsv
	seal split -n 2 -o o other.tsv
	damaged '^stack: p\.seal\.tsv: 100 records were split, but the pieces come from 99 \(rule pieces\)$' o.0001.tsv o.0002.tsv
	big 100 | sed '/^##\(count\|end\)/d; s/^x:7\t/x:8\t/' | seal_text >other.tsv
	seal split -n 2 -o o other.tsv
	damaged '100 records were split, but the pieces come from 100 with another sum' o.0001.tsv o.0002.tsv
	damaged 'step [0-9a-f]* counts different records in two inputs' p.0001.tsv o.0002.tsv
}

@test "a piece alone is refused without --whole" {
	big 10 >whole.tsv
	seal split -n 2 -o p whole.tsv
	run stack p.0001.tsv
	assert_failure 65
	assert_output --partial 'a piece of a stream'
}

@test "usage" {
	run stack --whole p.seal.tsv
	assert_failure 2
	assert_output --partial -- '--whole needs the pieces'
	run stack --partial --whole p.seal.tsv p
	assert_failure 2
	assert_output --partial -- '--whole and --partial exclude each other'
}

@test "a hundred inputs in under 32 MB" {
	needs_release
	for ((i = 0; i < 100; i++)); do
		printf 's%d:1\tX\n' "$i" | table_of "s$i" identifiable 'surname type=name role=direct' >"s$i.tsv"
	done
	run /usr/bin/time -f %M stack -o out.tsv s*.tsv
	assert_success
	((${lines[-1]} < 32768))
}
