#!/usr/bin/env bats
load helper

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
	assert_output --partial '--rules and --model are needed'
	run block -r rules.tsv in.tsv
	assert_failure 2
	run block -r rules.tsv -m model.tsv --between --within in.tsv
	assert_failure 2
	assert_output --partial '--between and --within exclude each other'
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
		1\tdob +\n|bad.tsv:2: key: character 6: a column or a function is wanted here
		1\tyeer(dob)\n|bad.tsv:2: key: character 1: there is no such function of a value
		|bad.tsv: no passes
	END
}
