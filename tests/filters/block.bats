#!/usr/bin/env bats
load ../helper

# Two sources; forename is a list. a:1 is b:1, whose names were swapped; a:2 and
# a:3 are twins; b:3 has nothing to block by.
setup() {
	test_directory
	seal_text >in.tsv <<-END
		##jigsaw 1 level=identifiable
		##source id=a
		##source id=b
		##column rid type=rid role=key
		##column source type=source role=plain
		##column surname type=name role=direct
		##column forename type=name role=direct list=yes
		##column dob type=date role=quasi
		##column note type=text role=plain
		##step 000000000000 tool=ingest version=0.1.0
		rid	source	surname	forename	dob	note
		a:1	a	LEE	ANN|ANNIE	2012-03-04	p
		a:2	a	SMITH	TOM	2012-05-06	q
		a:3	a	SMITH	TIM	2012-05-06	r
		b:1	b	ANN	LEE	2012-04-03	s
		b:2	b	SMITH	TOM|TIM	2012-05-06	t
		b:3	b	SMITH			u
	END
	printf 'pass\tkey\tnote\n1\tsurname + forename\tboth\n1\tforename + surname\tswapped\n2\tdob\t\n' >rules.tsv
	cat >model.tsv <<-END
		##model prior=0.1 threshold=0
		comparison	level	condition	m	u	tf_column
		surname	exact	exact(surname)	0.9	0.1	surname
		surname	else	else	0.1	0.9	
		forename	exact	exact(forename)	0.9	0.1	forename
		forename	else	else	0.1	0.9	
	END
}

# reseal: standard input, which was sealed and then edited, sealed again.
reseal() {
	grep -v '^##digest\|^##count\|^##end' | seal_text
}

# groups FILE: each group's records, the groups in order of their names.
groups() {
	unseal "$1" | awk -F '\t' '{ all[$1 $2] = all[$1 $2] " " $5; pass[$1 $2] = $1 }
		END { for (g in all) print pass[g] ":" all[g] }' | sort
}

@test "everyone() is a key that all records share" {
	printf 'rid\ts\nx:1\tA\nx:2\tB\nx:3\t\n' | seal adopt --source x --column s:name:direct -o in.tsv
	printf 'pass\tkey\n1\ts\n2\teveryone()\n' >rules.tsv
	printf '##model prior=0.5 threshold=-9\ncomparison\tlevel\tcondition\tm\tu\ns\tyes\texact(s)\t0.9\t0.1\ns\tno\telse\t0.1\t0.9\n' >model.tsv
	block -r rules.tsv -m model.tsv in.tsv >groups.tsv
	assert_equal "$(compare -m model.tsv groups.tsv | table | tail -n +2 | cut -f 1,2,5 | tr '\t\n' '- ')" 'x:1-x:2-2 x:1-x:3-2 x:2-x:3-2 '
}

@test "records that share a key of a pass are one group, swapped names too" {
	block -r rules.tsv -m model.tsv in.tsv >out.tsv
	seal check out.tsv
	# The two orders of the names make two groups of one pass.
	run groups out.tsv
	assert_output "$(printf '%s\n' '1: a:1 b:1' '1: a:1 b:1' '1: a:2 b:2' '1: a:2 b:2' \
		'1: a:3 b:2' '1: a:3 b:2' '2: a:2 a:3 b:2')"
}

@test "only the model's columns are kept, and counts of the values it asks for" {
	block -r rules.tsv -m model.tsv in.tsv >out.tsv
	run grep -c '^##column' out.tsv
	assert_output 10
	table out.tsv >table.tsv
	run head -n 1 table.tsv
	assert_output "$(printf 'pass\tkey\tsub\tseen\trid\tsource\tsurname\tforename\ttf_surname\ttf_forename')"
	# TIM and TOM are twice in all the records, b:3 has a surname only.
	run bash -c "grep -P '\tb:2\t' table.tsv | cut -f 7- | sort -u"
	assert_output "$(printf 'SMITH\tTOM|TIM\t4\t2|2')"
	run bash -c "grep -P '\ta:1\t' table.tsv | cut -f 7- | sort -u"
	assert_output "$(printf 'LEE\tANN|ANNIE\t1\t1|1')"
	run grep -o 'opt.tf_[a-z]*=[0-9]*' out.tsv
	assert_output "$(printf 'opt.tf_forename=7\nopt.tf_surname=6')"
}

@test "an element that is missing is no value, and so the counts are the values'" {
	sed 's/ANN|ANNIE/|ANN||ANNIE/' in.tsv | reseal >gaps.tsv
	block -r rules.tsv -m model.tsv gaps.tsv >out.tsv
	run bash -c "grep -P '\ta:1\t' out.tsv | cut -f 8,10 | sort -u"
	assert_output "$(printf '|ANN||ANNIE\t1|1')"
}

@test "the order is key, pass, sub, rid; seen holds the keys that come before" {
	block -r rules.tsv -m model.tsv in.tsv >out.tsv
	unseal out.tsv >rows
	cut -f 2,1,3,5 rows | awk -F '\t' '{ print $2, $1, $3, $4 }' >order
	sort -c order
	# Each record: the seen of its last key and that key are all its keys.
	awk -F '\t' '{ key[$5 "\t" $2] = $1 }
		{ n = split($4, seen, ","); for (i = 2; i <= n; i++) if (seen[i - 1] >= seen[i]) exit 1
		  for (i = 1; i <= n; i++) before[$5 "\t" $2 "\t" seen[i]] = 1 }
		END { for (a in key) for (b in key) {
			split(a, x, "\t"); split(b, y, "\t")
			if (x[1] != y[1] || a == b) continue
			earlier = key[b] < key[a] || (key[b] == key[a] && y[2] < x[2])
			if (earlier != ((a "\t" y[2]) in before)) { print a, b; exit 1 } } }' rows
}

@test "the key is a hash, and no value stands in it" {
	block -r rules.tsv -m model.tsv in.tsv >out.tsv
	run grep -vcE '^[0-9a-f]{16}$' <(column key out.tsv)
	assert_output 0
}

@test "the ledger accounts for keys and groups" {
	block -r rules.tsv -m model.tsv in.tsv >out.tsv
	assert_equal "$(count_of read out.tsv)" 6
	# a:1 makes 4 keys and a birth date, b:1 2 and one, b:2 4 and one, a:2 and a:3 3.
	assert_equal "$(count_of keys.made out.tsv)" 19
	assert_equal "$(count_of keys.dropped out.tsv)" 4
	assert_equal "$(count_of written out.tsv)" 15
	assert_equal "$(count_of groups.written out.tsv)" 7
	assert_equal "$(count_of groups.dropped out.tsv)" 4
	assert_equal "$(count_of records.without_key out.tsv)" 1
}

@test "--within pairs records of one source" {
	printf 'pass\tkey\n1\tsurname\n' >rules.tsv
	sed -i '/^##source id=b/d; /^b:/d' in.tsv
	reseal <in.tsv >one.tsv
	block -r rules.tsv -m model.tsv one.tsv >default.tsv
	run groups default.tsv
	assert_output '1: a:2 a:3'
	run block -r rules.tsv -m model.tsv --between one.tsv
	refute_output --partial 'a:2'
	run grep -o 'opt.pairs=.*in' default.tsv
	assert_output opt.pairs=within
}

@test "with several sources --within adds the pairs inside them" {
	printf 'pass\tkey\n1\tsurname + dob\n' >rules.tsv
	sed '/^b:2/d' in.tsv | reseal >in2.tsv
	block -r rules.tsv -m model.tsv in2.tsv >between.tsv
	assert_equal "$(count_of written between.tsv)" 0
	block -r rules.tsv -m model.tsv --within in2.tsv >within.tsv
	run groups within.tsv
	assert_output '1: a:2 a:3'
}

@test "one source needs no source column" {
	sed 's/^##source id=b.*//; /^$/d; /^##column source/d; /^b:/d' in.tsv |
		grep -v '^##digest\|^##count\|^##end' | sed 's/^rid\tsource/rid/; s/^\(a:[0-9]\)\ta/\1/' | seal_text >one.tsv
	block -r rules.tsv -m model.tsv one.tsv >out.tsv
	run sort -u <(column source out.tsv)
	assert_output a
}

@test "the same bytes twice, and whatever the order of the records" {
	block -r rules.tsv -m model.tsv in.tsv >first.tsv
	block -r rules.tsv -m model.tsv in.tsv | cmp - first.tsv
	{
		grep '^##' in.tsv | grep -v '^##digest\|^##count\|^##end'
		echo "rid	source	surname	forename	dob	note"
		unseal in.tsv | tac
	} | seal_text | block -r rules.tsv -m model.tsv | unseal >second
	unseal first.tsv | cmp - second
}

@test "no records, no groups" {
	sed '/^[ab]:/d' in.tsv | reseal >none.tsv
	block -r rules.tsv -m model.tsv none.tsv >out.tsv
	assert_equal "$(count_of written out.tsv)" 0
	seal check out.tsv
}

@test "options that are missing or exclude each other" {
	run block -m model.tsv in.tsv
	assert_failure 2
	assert_output --partial '--rules is required'
	run block -r rules.tsv in.tsv
	assert_failure 2
	run block -r rules.tsv -m model.tsv --between --within in.tsv
	assert_failure 2
	assert_output --partial '--between, --within and --pairs exclude each other'
}

@test "columns that the side files name and the records do not have" {
	printf 'pass\tkey\n1\tupn\n' >other.tsv
	run block -r other.tsv -m model.tsv in.tsv
	assert_failure 78
	assert_output 'block: other.tsv: the records have no column upn'
	sed 's/exact(forename)/exact(town)/' model.tsv >other_model.tsv
	run block -r rules.tsv -m other_model.tsv in.tsv
	assert_failure 78
	assert_output 'block: other_model.tsv: the records have no column town'
}

@test "records without rid or source" {
	sed 's/^##column rid/##column other/; s/^rid\t/other\t/' in.tsv | reseal >bad.tsv
	run block -r rules.tsv -m model.tsv bad.tsv
	assert_failure 65
	assert_output --partial 'no column rid'
	sed 's/^##column source/##column other/; s/^rid\tsource/rid\tother/' in.tsv | reseal >bad.tsv
	run block -r rules.tsv -m model.tsv bad.tsv
	assert_failure 65
	assert_output --partial 'no column source'
}

@test "a sensitive column is not shown to it" {
	sed 's/^##column note type=text role=plain/##column note type=code role=sensitive/' in.tsv |
		reseal >bad.tsv
	run block -r rules.tsv -m model.tsv bad.tsv
	assert_failure 77
	assert_output --partial note
}

@test "a key that explodes beyond reason" {
	many=$(seq -s '|' 1 70)
	sed "s/LEE\tANN|ANNIE/LEE\t$many/" in.tsv | reseal >many.tsv
	printf 'pass\tkey\n1\tforename + substr(forename,1,9)\n' >square.tsv
	run block -r square.tsv -m model.tsv many.tsv
	assert_failure 65
	assert_output --partial 'more than 1024 keys of one pass (rule keys)'
	refute_output --partial LEE
}

@test "mistakes in the rules are told by line and column" {
	while IFS='|' read -r rows message; do
		printf 'pass\tkey\n%b' "$rows" >bad.tsv
		run block -r bad.tsv -m model.tsv in.tsv
		assert_failure 78
		assert_output --partial "$message"
	done <<-'END'
		0\tdob\n|bad.tsv:2: pass: not a number from 1 to 65535
		x\tdob\n|bad.tsv:2: pass: not a number from 1 to 65535
		2\tdob\n1\tsurname\n|bad.tsv:3: pass: passes are not in order
		1\tdob +\n|bad.tsv:2: key: character 6: expected a column or a function
		1\tsorted(dob)\n|bad.tsv:2: key: sorted(KEY) is followed by `window` and a number from 2 to 1000
		1\tsorted(dob) window 1\n|sorted(KEY) is followed by
		1\tsorted(dob) window 1001\n|sorted(KEY) is followed by
		1\tsorted(\n|sorted(KEY) is followed by
		1\tsorted(dob +) window 3\n|bad.tsv:2: key: character 13: expected a column or a function
		1\tlsh(\n|bad.tsv:2: key: lsh takes a column, 1 to 1000 tables, and 1 to 256 bits of each
		1\tlsh(dob, 3)\n|lsh takes a column
		1\tlsh(year(dob), 3, 3)\n|lsh takes a column
		1\tlsh(dob, 1001, 3)\n|lsh takes a column
		1\tlsh(dob, 3, 257)\n|lsh takes a column
		1\tlsh(dob, 3, 2, 1)\n|lsh takes a column
		1\tlsh(dob, 3, 2\n|lsh takes a column
		1\tdob\n1\tsorted(dob) window 3\n|bad.tsv:3: pass: sorted() and lsh() are a pass by themselves
		1\tsorted(dob) window 3\n2\tdob\n|bad.tsv:3: pass: keys come before sorted() and lsh()
		1\tyeer(dob)\n|bad.tsv:2: key: character 1: unknown function
		|bad.tsv: no passes
	END
}

# invented SEED N [SETTING...]: people.tsv and in.tsv, N records of three sources; b is a list.
invented() {
	"$ROOT/tests/tools/naive_pairs.py" people "$1" "$2" >people.tsv
	{
		printf '##jigsaw 1 level=identifiable\n##source id=p\n##source id=q\n##source id=r\n'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n'
		printf '##column a type=code role=direct\n##column b type=code role=direct list=yes\n'
		printf '##column c type=code role=direct\n##step 000000000000 tool=ingest version=0.1.0\n'
		cat people.tsv
	} | seal_text >in.tsv
	printf 'pass\tkey\n1\ta + c\n2\tb + c\n3\ta\n3\tb\n4\tsorted(c + a) window 4\n5\tsorted(b+a) window 3\n' >rules.tsv
	naive=(1:a+c 2:b+c 3:a 3:b 4:sorted:c+a:4 5:sorted:b+a:3)
	printf '##model prior=0.1 threshold=-1000\ncomparison\tlevel\tcondition\tm\tu\n' >model.tsv
	printf 'a\texact\texact(a)\t0.9\t0.1\na\telse\telse\t0.1\t0.9\n' >>model.tsv
}

# met FILE: what compare makes of groups: the two records and the pass in which they met.
met() {
	compare -m model.tsv "$1" | unseal | cut -f 1,2,5 | sort
}

@test "every pair exactly once, in its first pass, whatever the passes and the sources" {
	for seed in 1 2 3; do
		invented $seed 50
		for how in --within --between --pairs=p:q,r:r,p:r --pairs=q:q; do
			pairs=${how#--} pairs=${pairs#pairs=}
			"$ROOT/tests/tools/naive_pairs.py" pairs people.tsv "$pairs" "${naive[@]}" >wanted
			block -r rules.tsv -m model.tsv $how in.tsv >groups.tsv
			met groups.tsv | diff wanted -
			block -r rules.tsv $how --analyse in.tsv >analysis.tsv
			run bash -c "grep -P '^all\t' analysis.tsv | cut -f 11"
			assert_output "$(wc -l <wanted)"
			cut -f 3 wanted | sort | uniq -c | awk '{ print $2 "\t" $1 }' |
				diff - <(awk -F '\t' '$1 == "pass" && $10 { print $2 "\t" $10 }' analysis.tsv)
		done
	done
}

@test "--max-block parts groups, and every pair still meets exactly once" {
	invented 4 50
	for how in --within --between --pairs=p:q,r:r; do
		block -r rules.tsv -m model.tsv $how in.tsv >groups.tsv
		met groups.tsv >wanted
		for most in 2 3 4 7 12 20 50; do
			block -r rules.tsv -m model.tsv $how --max-block $most in.tsv >parted.tsv
			seal check parted.tsv
			met parted.tsv | diff wanted -
			unseal parted.tsv | awk -F '\t' -v most=$most '$1 < 4 && ++n[$1 " " $2 " " $3] > most { exit 1 }'
			assert_equal $(($(count_of keys.made parted.tsv) + $(count_of keys.repeated parted.tsv))) \
				$(($(count_of written parted.tsv) + $(count_of keys.dropped parted.tsv)))
		done
	done
	run bash -c "grep -o 'opt.max_block=.*' parted.tsv"
	assert_output --partial opt.max_block=50
}

@test "a parted group: chunks by themselves, and each side of two" {
	invented 4 3
	sed 's/^##source.*//; /^$/d; /^##column \(source\|[bc]\)/d; /^[pqr]:/d; s/^rid.*/rid\ta/' in.tsv |
		grep -v '^##digest\|^##count\|^##end' | sed 's/^##column rid/##source id=p\n&/' >one
	printf 'p:%s\tK\n' 1 2 3 4 5 >>one
	printf 'pass\tkey\n1\ta\n' >rules.tsv
	seal_text <one | block -r rules.tsv -m model.tsv --max-block 4 | unseal | cut -f 3,4,6 >rows
	diff - rows <<-'ROWS'
		00000.00000		p:1
		00000.00000		p:2
		00000.00001	a	p:1
		00000.00001	a	p:2
		00000.00001	b	p:3
		00000.00001	b	p:4
		00000.00002	a	p:1
		00000.00002	a	p:2
		00000.00002	b	p:5
		00001.00001		p:3
		00001.00001		p:4
		00001.00002	a	p:3
		00001.00002	a	p:4
		00001.00002	b	p:5
	ROWS
}

@test "--shards: pieces that no group is cut by, and whole again they are the bytes of one" {
	invented 5 60
	for most in '' --max-block=6; do
		block -r rules.tsv -m model.tsv $most in.tsv >whole.tsv
		compare -m model.tsv whole.tsv >pairs.tsv
		for n in 1 2 3 4 5 6 7; do
			rm -rf shards
			block -r rules.tsv -m model.tsv $most --shards $n -o shards in.tsv
			pieces=(shards/*)
		assert_equal ${#pieces[@]} $((n + 1))
			stack --whole shards/seal.tsv shards/000?.tsv | cmp - whole.tsv
			for i in $(seq $n); do
				compare -m model.tsv shards/000"$i".tsv -o pairs."$i"
			done
			stack --whole shards/seal.tsv $(seq -f pairs.%g $n) | cmp - pairs.tsv
		done
	done
	# With small groups the work is evenly spread.
	for i in $(seq 7); do count_of pairs.met pairs."$i"; done | sort -n >met
	(($(tail -n 1 met) < 2 * $(head -n 1 met)))
	run block -r rules.tsv -m model.tsv --shards 2 in.tsv
	assert_failure 2
	assert_output --partial '--shards needs a folder: --output'
	run block -r rules.tsv --analyse --shards 2 -o shards in.tsv
	assert_failure 2
	assert_output --partial '--analyse and --shards exclude each other'
}

@test "--shards: a folder that cannot be" {
	touch file
	run block -r rules.tsv -m model.tsv --shards 2 -o file in.tsv
	assert_failure 74
	assert_output --partial 'file'
	run block -r rules.tsv -m model.tsv --shards 2 -o none/shards in.tsv
	assert_failure 74
	assert_output --partial 'none/shards: No such file or directory'
}

@test "--shards: a seal that was there is gone until the new pieces are" {
	mkdir shards
	touch shards/seal.tsv
	ln -s /dev/full shards/0002.tsv
	run block -r rules.tsv -m model.tsv --shards 2 -o shards in.tsv
	assert_failure 74
	assert_not_exist shards/seal.tsv
}

@test "--analyse: pairs of each pass, new and in all, records without a key, largest groups by hash" {
	block -r rules.tsv --analyse in.tsv >out.tsv
	seal check out.tsv
	run table out.tsv
	assert_line --index 0 "$(printf 'part\tpass\trule\tkey\trecords\twithout_key\tgroups\tlargest\tpairs\tnew_pairs\tcumulative')"
	assert_line --index 1 "$(printf 'pass\t1\tsurname + forename | forename + surname\t\t5\t1\t6\t2\t6\t3\t3')"
	assert_line --index 2 "$(printf 'pass\t2\tdob\t\t5\t1\t1\t3\t2\t0\t3')"
	assert_line --index 3 "$(printf 'all\t\t\t\t5\t1\t7\t3\t8\t3\t3')"
	assert_line --index 4 "$(printf 'possible\t\t\t\t6\t\t\t\t9\t\t')"
	assert_line --index 5 --regexp $'^group\t2\t\t[0-9a-f]{16}\t3\t\t\t\t2\t0\t$'
	refute_output --partial SMITH
	run grep -o 'opt.*' out.tsv
	assert_output --partial opt.analyse=yes
}

@test "--analyse -m: the time is an estimate on standard error, and the bytes are the same" {
	block -r rules.tsv --analyse in.tsv | unseal >plain
	block -r rules.tsv -m model.tsv --analyse in.tsv 2>messages | unseal | cmp - plain
	run cat messages
	assert_output --regexp '^block: an estimate: compare scores .* million pairs a second here, .* seconds of one core, reading and writing apart$'
	block -q -r rules.tsv -m model.tsv --analyse in.tsv 2>messages >quiet.tsv
	assert_equal "$(cat messages)" ''
	# A model that is not trained yet gives no pace.
	sed 's/0\.[19]\t0\.[19]/\t/' model.tsv >untrained.tsv
	run --separate-stderr block -r rules.tsv -m untrained.tsv --analyse in.tsv
	assert_success
	assert_equal "$stderr" ''
}

@test "--max-pairs refuses before anything is written, with the count" {
	run block -r rules.tsv -m model.tsv --max-pairs 2 -o out.tsv in.tsv
	assert_failure 78
	assert_output 'block: rules.tsv:2: key: 3 pairs would be made, 3 of them by pass 1, and --max-pairs allows 2 (rule max-pairs)'
	assert_not_exist out.tsv
	block -r rules.tsv -m model.tsv --max-pairs 3 in.tsv >some.tsv
	block -r rules.tsv -m model.tsv in.tsv | cmp - some.tsv
}

@test "--pairs: sources by name" {
	run block -r rules.tsv -m model.tsv --pairs a:x in.tsv
	assert_failure 2
	assert_output --partial '--pairs: the records have no source x'
	for bad in a a: :b "a:b,"; do
		run block -r rules.tsv -m model.tsv --pairs "$bad" in.tsv
		assert_failure 2
		assert_output --partial '--pairs: not a list such as A:B,A:C'
	done
	run block -r rules.tsv -m model.tsv --pairs a:b --within in.tsv
	assert_failure 2
}

@test "--memory: the same bytes when the groups do not fit" {
	awk 'BEGIN { print "rid\tsurname\tforename\tdob"; for (i = 0; i < 20000; i++)
		printf "x:%05d\tNAME%d\tNAME%d\t2012-03-%02d\n", i, i % 999, i % 777, i % 28 + 1 }' >table
	seal adopt --source x --column surname:name:direct --column forename:name:direct --column dob:date:quasi \
		table -o many.tsv
	printf 'pass\tkey\n1\tsurname\n2\tforename + dob\n3\tsorted(dob + surname) window 3\n' >rules.tsv
	block -r rules.tsv -m model.tsv --max-block 7 many.tsv >whole.tsv
	block -r rules.tsv -m model.tsv --max-block 7 --memory 1 many.tsv | cmp - whole.tsv
	run block -r rules.tsv -m model.tsv --memory 1 --tmpdir none many.tsv
	assert_failure 74
	assert_output --partial 'none: cannot make a temporary file'
}

@test "--sample: so many records, all pairs of them, the same with the same seed" {
	invented 6 60
	block -m model.tsv --within --sample 20 in.tsv >sample.tsv
	assert_equal "$(count_of written sample.tsv)" 20
	assert_equal "$(compare -m model.tsv sample.tsv | unseal | wc -l)" 190
	block -m model.tsv --within --sample 20 in.tsv | cmp - sample.tsv
	block -m model.tsv --within --sample 20 --seed 2 in.tsv >other.tsv
	run cmp <(column rid sample.tsv | sort) <(column rid other.tsv | sort)
	assert_failure
	# By rules: the pairs of the whole, both of which are in the sample.
	block -r rules.tsv -m model.tsv --within in.tsv >groups.tsv
	printf 'pass\tkey\n1\ta\n' >a.tsv
	block -r a.tsv -m model.tsv --within in.tsv >groups.tsv
	block -r a.tsv -m model.tsv --within --sample 20 in.tsv >some.tsv
	column rid sample.tsv | sort >chosen
	met groups.tsv | awk -F '\t' 'NR == FNR { in_it[$1] = 1; next } in_it[$1] && in_it[$2]' chosen - |
		diff - <(met some.tsv)
	# A sample of more than there are is all of them.
	block -r a.tsv -m model.tsv --within --sample 600 in.tsv | unseal | cmp - <(unseal groups.tsv)
}

@test "lsh(): filters that are alike share a key, those that are not hardly do" {
	printf '%s\n' 8f3a61c07be2d49a5513e0c72b9fd64f7e01d2c3 >key
	{
		printf 'rid\tsurname\n'
		for name in PENHALIGON PENHALLIGON TRESCOTHICK TRESCOTHIK QUINN BOLITHO; do
			echo "x:$((++n))	$name"
		done
	} | seal adopt --source x --column surname:name:direct | pseudo -q -k key --bloom surname -o blind.tsv
	printf '##model prior=0.1 threshold=-1000\ncomparison\tlevel\tcondition\tm\tu\n' >model.tsv
	printf 's\tlike\tdice(surname_bloom) >= 0.8\t0.9\t0.1\ns\telse\telse\t0.1\t0.9\n' >>model.tsv
	printf 'pass\tkey\n1\tlsh(surname_bloom, 30, 20)\n' >rules.tsv
	block -r rules.tsv -m model.tsv blind.tsv >groups.tsv
	compare -m model.tsv groups.tsv | unseal | cut -f 7 >levels
	run paste -s levels
	assert_output "$(printf '1\t1')"
	# All pairs, were it to look at one bit of one table.
	printf 'pass\tkey\n1\tlsh(surname_bloom,1000,1)\n' >rules.tsv
	run bash -c "block -r rules.tsv --analyse blind.tsv | grep -P '^all\t' | cut -f 11"
	assert_output 15
}

@test "lsh() of what is no filter" {
	printf 'pass\tkey\n1\tlsh(surname, 5, 8)\n' >rules.tsv
	run block -r rules.tsv -m model.tsv in.tsv
	assert_failure 65
	assert_output --partial 'in.tsv:12: a cell for lsh() is not base64 (rule bloom)'
}

@test "sorted(): each with those that follow, ties by rid; a window beyond the end" {
	printf 'pass\tkey\n1\tsorted(dob) window 2\n' >rules.tsv
	block -r rules.tsv -m model.tsv --within in.tsv | compare -m model.tsv -t -1000 >out.tsv
	run cut -f 1,2 <(unseal out.tsv | sort)
	assert_output "$(printf '%s\t%s\n' a:1 b:1 a:2 a:3 a:2 b:1 a:3 b:2)"
	printf 'pass\tkey\n1\tsorted(dob) window 1000\n' >rules.tsv
	block -r rules.tsv -m model.tsv --within in.tsv | compare -m model.tsv -t -1000 >out.tsv
	assert_equal "$(count_of written out.tsv)" 10
}

@test "a group that --max-block would make too many parts of" {
	{
		printf 'rid\tsurname\tforename\n'
		seq -f 'x:%06.0f	S	F' 100001
	} | seal adopt --source x --column surname:name:direct --column forename:name:direct -o many.tsv
	printf 'pass\tkey\n1\tsurname\n' >rules.tsv
	run block -r rules.tsv -m model.tsv --max-block 2 many.tsv
	assert_failure 65
	assert_output --partial 'a group of 100001 records would make more than 99999 parts of --max-block'
}

@test "the pair counts that Splink has published for FEBRL 4" {
	needs_sample data/linkage/febrl_dataset4a.csv
	for s in a b; do
		# As in Splink's notebook, where a missing value equals another.
		awk 'BEGIN { FS = ", *"; OFS = "\t" } { sub(/\r$/, "") } FNR == 1 { $1 = "rid" }
			FNR > 1 { for (i = 2; i <= NF; i++) if ($i == "") $i = "?" } { $1 = $1; print }' \
			"$SHARED"/data/linkage/febrl_dataset4$s.csv >$s
		mapfile -t names < <(head -n 1 $s | tr '\t' '\n' | tail -n +2)
		columns=("${names[@]/#/--column=}")
		seal adopt --source $s "${columns[@]/%/:text:direct}" $s -o $s.tsv
	done
	printf 'pass\tkey\n1\tgiven_name + surname\n2\tgiven_name + surname\n2\tsurname + given_name\n' >rules.tsv
	printf '3\tdate_of_birth\n4\tsoc_sec_id\n5\tstate + address_1\n6\tstreet_number + address_1\n7\tpostcode\n' >>rules.tsv
	stack a.tsv b.tsv | block --analyse -r rules.tsv >out.tsv
	run awk -F '\t' '$1 == "pass" { print $10 }' out.tsv
	assert_output "$(printf '%s\n' 2788 238 21412 197 5992 311 24376)"
	run awk -F '\t' '$1 == "all" { print $11 }' out.tsv
	assert_output 55314
}

@test "the true pairs that Splink's rules for fake_1000 reach" {
	needs_sample data/linkage/fake_1000.csv
	tr -d '\r' <"$SHARED/data/linkage/fake_1000.csv" | tr ',' '\t' | sed '1s/^[a-z_]*/rid/' >table
	seal adopt --source f --column={first_name,surname,dob,city,email,cluster}:text:direct table -o in.tsv
	printf 'pass\tkey\n1\tfirst_name\n2\tsurname\n3\tdob\n4\temail\n' >rules.tsv
	printf '##model prior=0.1 threshold=-1000\ncomparison\tlevel\tcondition\tm\tu\n' >model.tsv
	printf 'c\tsame\texact(cluster)\t0.9\t0.1\nc\telse\telse\t0.1\t0.9\n' >>model.tsv
	block -r rules.tsv -m model.tsv in.tsv | compare -m model.tsv >out.tsv
	run bash -c "cut -f 7 out.tsv | grep -cx 1"
	assert_output 1650
	assert_equal "$(count_of written out.tsv)" 3989
}

@test "a column that a file calls optional may be missing: it makes no keys, says nothing, and is told" {
	{ printf '##optional columns=upn\n' && cat rules.tsv && printf '3\tupn\t\n'; } >more_rules.tsv
	awk '{ print } /^##model/ { print "##optional columns=upn,town" }
		END { print "upn\tnull\tmissing(upn)\nupn\texact\texact(upn)\t0.9\t0.1\nupn\telse\telse\t0.1\t0.9"
			print "town\tnull\tmissing(town)\ntown\texact\texact(town)\t0.9\t0.1\ttown\ntown\telse\telse\t0.1\t0.9" }' OFS='\t' model.tsv |
		awk -F '\t' -v OFS='\t' '!/^##/ { $6 = $6 } { print }' >more_model.tsv
	run --separate-stderr bash -c 'block -r more_rules.tsv -m more_model.tsv in.tsv -o more'
	assert_success
	assert_equal "$stderr" 'block: the records have no column upn: more_rules.tsv does without (##optional)
block: the records have no column upn, town: more_model.tsv does without (##optional)'
	block -q -r rules.tsv -m model.tsv in.tsv -o out
	diff <(groups out) <(groups more)
	# Their levels are null and weigh nothing.
	compare -q -m model.tsv -t -100 out -o pairs
	compare -q -m more_model.tsv -t -100 more -o more_pairs
	diff <(unseal pairs | cut -f 1-5) <(unseal more_pairs | cut -f 1-5)
	for name in upn town; do
		assert_equal "$(column "$name" more_pairs | sort -u)" -1
	done
	run -0 block --analyse -r more_rules.tsv -m more_model.tsv in.tsv
	run why -m more_model.tsv -r more_rules.tsv a:1 b:1 in.tsv
	assert_success
	assert_line --regexp $'^level\ttown\tnull\t0'
	# A column that neither names, and one that is not called optional.
	sed -i 's/=upn,town/=upn,twon/' more_model.tsv
	fails 78 'more_model.tsv: ##optional columns=: nothing here uses a column twon' block -r rules.tsv -m more_model.tsv in.tsv
	sed -i 's/=upn,twon/=upn/' more_model.tsv
	run block -r rules.tsv -m more_model.tsv in.tsv
	assert_failure 78
	assert_output --partial 'the records have no column town'
}
