#!/usr/bin/env bats
load ../helper

# record: `SOURCE:N|SURNAME|FORENAME|DOB|POSTCODE|FLAG` a line on standard input; a stream of identities.
identities_of() {
	{
		printf '##jigsaw 1 level=identifiable\n##source id=gp set=gp\n##source id=school set=school_census\n'
		printf '##source id=cla set=ssda903 table=header\n##source id=care set=other parts=cla\n'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n'
		printf '##column surname type=name role=direct\n##column forename type=name role=direct list=yes\n'
		printf '##column dob type=date role=quasi\n##column postcode type=postcode role=quasi list=yes\n'
		printf '##column adopted type=boolean role=plain\n##column token type=token role=link\n'
		printf '##step 000000000000 tool=ingest version=0.1.0\nrid\tsource\tsurname\tforename\tdob\tpostcode\tadopted\ttoken\n'
		sed -E 's/^([a-z]+)(:[^|]*)/\1\2|\1/; s/$/|c0ffee/' | awk -F '|' -v OFS='\t' '{ gsub(/;/, "|", $4); gsub(/;/, "|", $6); $1 = $1; print }'
	} | seal_text
}

setup() {
	test_directory
	identities_of >identities <<-'END'
		gp:1|PELLOW|MARY;MARIE|2012-03-09|LE14XX;LE28AA|
		gp:2|TREGEAR|JAGO|2013-01-02|LE53QQ|
		gp:3|</script><script>alert(1)</script>|"&'|2014-05-06|LE77ZZ|
		gp:4|NANCE|KERRA|2015-11-12|LE91BB|1
		school:1|PELLOW|MARIE|2012-03-09|LE28AA|
		school:2|TREGEER|JAGO|2013-02-01|LE53QQ|
		school:3|</script><script>alert(1)</script>|"&'|2014-05-06|LE77ZZ|
		school:4|NANCE|KERRA|2015-11-12|LE91BB|
	END
	printf 'pass\tkey\n1\tpostcode\n2\tdob\n' >rules
	cat >model <<-'END'
		##model prior=0.01 threshold=3
		comparison	level	condition	m	u	tf_column	tf_weight	flags
		rule	all	exact(surname) and exact(forename) and exact(dob) and exact(postcode)					
		surname	null	missing(surname)					
		surname	exact	exact(surname)	0.9	0.01	surname	1	
		surname	like	jaro_winkler(surname) >= 0.9	0.05	0.02			
		surname	else	else	0.05	0.97			
		dob	null	missing(dob)					
		dob	exact	exact(dob)	0.9	0.01			
		dob	else	else	0.1	0.99			
	END
	compare_all
	printf 'id_a\tid_b\tverdict\treviewer\tnote\twhen\n' >header
}

compare_all() {
	block -r rules -m model identities | compare -m model -t -100 -o pairs
}

# make_page ARGUMENT...: the page of the pairs.
make_page() {
	review make -q --inside -m model --records identities -o page "$@" pairs
}

# data EXPRESSION: of the page's data `d`, in Python.
data() {
	python3 - "$1" <<-'END'
		import json, re, sys
		page = open("page").read()
		d = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])
		name = lambda p: d["records"][p["a"]]["id"] + " " + d["records"][p["b"]]["id"]
		column = [c["name"] for c in d["columns"]]
		pair = {name(p): p for p in d["pairs"]}
		record = {r["id"]: dict(zip(column, r["cells"])) for r in d["records"]}
		print(eval(sys.argv[1]))
	END
}

# decide: `ID_A ID_B VERDICT` a line on standard input; a file of decisions.
decide() {
	cat header
	sed 's/ /\t/g; s/$/\tAB\t\t2026-01-05T10:00:00Z/'
}

@test "the page has the pairs, their records without tokens, and parts that add up to the weight" {
	make_page
	run data '" ".join(sorted(pair))'
	assert_output 'gp:1 school:1 gp:2 school:2 gp:3 school:3 gp:4 school:4'
	run data 'column'
	assert_output "['surname', 'forename', 'dob', 'postcode', 'adopted']"
	run data 'record["gp:1"]["forename"], record["school:2"]["surname"]'
	assert_output "('MARY|MARIE', 'TREGEER')"
	run grep -c c0ffee page
	assert_output 0
	run data 'max(abs(sum(p["weights"]) + sum(p["together"]) + p["prior"] + p["rarity"] - p["weight"]) for p in pair.values()) < 1e-9'
	assert_output True
	run data 'pair["gp:1 school:1"]["rule"], [d["comparisons"][i]["levels"][str(n)]["name"] for i, n in enumerate(pair["gp:2 school:2"]["levels"])]'
	assert_output "('all', ['like', 'else'])"
	run data 'd["level"], d["threshold"], d["band"]'
	assert_output "('identifiable', 3.0, 4)"
	run data '"%.12f\t%.12f" % (pair["gp:1 school:1"]["weight"], pair["gp:1 school:1"]["probability"])'
	assert_output "$(awk -F '\t' '$1 == "gp:1" { print $(NF - 1) FS $NF }' pairs)"
}

@test "weights of a pair of sources, of a source that lacks a column and of interactions add up too" {
	facts='##pair source_a=gp source_b=school prior=0.2\n##interaction a=surname b=dob'
	awk -v facts="$facts" '/^##/ { print $0 "\n" facts; next } { print $0 (/^comparison/ ? "\tsource_a\tsource_b" : "\t\t") }' model >richer
	printf 'surname*dob\texact/exact\t\t1.5\t6\t\t\t\t\t\n' >>richer
	mv richer model
	compare_all
	make_page
	run data 'round(pair["gp:1 school:1"]["prior"], 3), pair["gp:1 school:1"]["together"], pair["gp:2 school:2"]["together"], d["interactions"]'
	assert_output '(-2.0, [-2.0], [0.0], [[0, 1]])'
	run data 'max(abs(sum(p["weights"]) + sum(p["together"]) + p["prior"] + p["rarity"] - p["weight"]) for p in pair.values()) < 1e-9'
	assert_output True
}

@test "with compare --explain, each comparison has its own share of what rare values add" {
	block -r rules -m model identities | compare -m model --explain -t -100 -o pairs
	make_page
	run data '{p["rarity"] for p in pair.values()}, max(abs(sum(p["weights"]) + p["prior"] - p["weight"]) for p in pair.values()) < 1e-9'
	assert_output '({0.0}, True)'
	run data '["%.12f" % w for w in pair["gp:1 school:1"]["weights"]]'
	assert_output "['$(awk '/^gp:1/ || /^id_a/' pairs | column weight_surname)', '$(awk '/^gp:1/ || /^id_a/' pairs | column weight_dob)']"
	sed '/^##\(count\|end\|digest\)/d; /^gp:1/s/[0-9]\t\([^\t]*\)$/x\t\1/' pairs | seal_text >bad
	run review make --inside -q -m model --records identities -o page bad
	assert_equal "$status" 65
	assert_output --regexp '^review: bad:[0-9]+: [a-z]+: not a weight in bits \(rule weight\)$'
}

@test "no value gets out of its string, and no script runs but the page's own" {
	make_page
	run grep -c 'alert(1)</script>' page
	assert_output 0
	run data 'record["gp:3"]["surname"] + record["gp:3"]["forename"]'
	assert_output "</script><script>alert(1)</script>\"&'"
	run grep -c '<script' page
	assert_output 2
	run ! grep -E '(src|href)="?(http|//)|@import|[^L]url\(|fetch\(|XMLHttp| on[a-z]+="|innerHTML' page
	run python3 - <<-'END'
		import base64, hashlib, re
		page = open("page", newline="").read()
		policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
		digest = lambda tag: base64.b64encode(hashlib.sha256(re.search(f"<{tag}>(.*?)</{tag}>", page, re.S)[1].encode()).digest()).decode()
		print(policy == f"default-src 'none'; script-src 'sha256-{digest('script')}'; style-src 'sha256-{digest('style')}'; base-uri 'none'; form-action 'none'")
	END
	assert_output True
}

@test "line ends of JavaScript, backslashes and controls come through as they were" {
	printf 'gp:1|A\xe2\x80\xa8B\xe2\x80\xa9C\\\\D\x7f\\tE|X|2012-03-09|LE14XX|\nschool:1|A|X|2012-03-09|LE14XX|\n' | identities_of >identities
	compare_all
	make_page
	run data 'ascii(record["gp:1"]["surname"])'
	assert_output "'A\\u2028B\\u2029C\\\\\\\\D\\x7f\\\\tE'"
}

@test "the same page twice; another seed, another order" {
	make_page
	cp page first
	make_page
	cmp page first
	assert_equal "$(stat -c %a page)" 600
	for seed in 1 2 3 4 5; do
		make_page --seed $seed
		data '" ".join(map(name, d["pairs"]))'
	done | sort -u >orders
	(($(wc -l <orders) > 1))
}

@test "--from and --to: a weight range, the lower end in it, the upper not" {
	make_page
	low=$(data '"%.12f" % pair["gp:2 school:2"]["weight"]')
	high=$(data '"%.12f" % pair["gp:1 school:1"]["weight"]')
	make_page --to "$low"
	run data 'd["band"], d["pairs"], d["strata"]'
	assert_output '(0, [], [])'
	make_page --from "$high"
	run data 'd["band"], sorted(pair)'
	assert_output "(3, ['gp:1 school:1', 'gp:3 school:3', 'gp:4 school:4'])"
	make_page --from "$low" --to "$high"
	run data 'd["band"], list(pair)'
	assert_output "(1, ['gp:2 school:2'])"
	run data 'd["strata"]'
	assert_output "$(data '[[__import__("math").floor(w) + x for x in (0.0, 1.0)] + [1, 1] for w in [d["pairs"][0]["weight"]]]')"
	run review make --inside -m model --records identities --from 4 --to 4 pairs
	assert_equal "$status" 2
	assert_output --partial 'no weight is in the range'
	run review make --inside -m model --records identities --from x pairs
	assert_equal "$status" 2
	assert_output --partial '--from: not a weight in bits: x'
	run review make --inside -m model --records identities --to x pairs
	assert_output --partial '--to: not a weight in bits: x'
}

@test "--most: a sample that is spread over the weights" {
	{
		for i in {1..60}; do printf '%s\n' "gp:$i|ONE|X|2012-03-09|LE${i}XX|" "school:$i|TWO|X|2013-04-05|LE${i}XX|"; done
		for i in {61..63}; do printf '%s\n' "gp:$i|ONE$i|X|2012-03-09|LE${i}XX|" "school:$i|ONE$i|X|2012-03-09|LE${i}XX|"; done
	} | identities_of >identities
	printf 'pass\tkey\n1\tpostcode\n' >rules
	compare_all
	make_page --most 9
	run data 'd["band"], len(d["pairs"]), [s[2:] for s in d["strata"] if s[2]]'
	assert_output '(63, 9, [[60, 6], [3, 3]])'
	run data 'len(d["records"])'
	assert_output 18
	run data 'sorted(name(p) for p in d["pairs"] if p["weight"] > 0)'
	assert_output "['gp:61 school:61', 'gp:62 school:62', 'gp:63 school:63']"
}

@test "where looked-after, adopted and flagged children live is not on the page" {
	identities_of >identities <<-'END'
		gp:1|PELLOW|MARY|2012-03-09|LE14XX;LE28AA|
		gp:2|TREGEAR|JAGO|2013-01-02|LE53QQ|
		gp:3|ROWE|JENNA|2014-01-02|LE66RR|
		gp:4|NANCE|KERRA|2015-11-12|LE91BB|1
		school:1|PELLOW|MARIE|2012-03-09|LE28AA|
		school:2|TREGEER|JAGO|2013-02-01|LE53QQ|
		school:3|ROWE|JENNA|2014-01-02|LE66RR|0
		school:4|NANCE|KERRA|2015-11-12|LE91BB|
		care:1|PELLOW|MARY|2012-03-09|LE28AA|
	END
	compare_all
	make_page --flag adopted
	run data '{r: c["postcode"] for r, c in sorted(record.items()) if c["postcode"]}'
	assert_output "{'gp:2': 'LE53QQ', 'gp:3': 'LE66RR', 'school:2': 'LE53QQ', 'school:3': 'LE66RR'}"
	run data '[p.get("hidden") for n, p in sorted(pair.items())]'
	# care:1 gp:1, care:1 school:1, gp:1 school:1 and so on: one of a history, the same, one of a history
	assert_output "[['some'], ['same'], ['some'], None, None, ['same']]"
	run ! grep -E 'LE14XX|LE28AA|LE91BB' page
	make_page --flag adopted --show-addresses --receipt receipt
	run grep -cE 'LE14XX|LE28AA|LE91BB' page
	refute_output 0
	run data '[p.get("hidden") for p in d["pairs"]]'
	assert_output '[None, None, None, None, None, None]'
	grep -q '"notes":{"inside":"identifiable","addresses":"shown"}' receipt
	printf '##jigsaw 1 level=identifiable\n##column rid type=rid role=key\n##step 000000000000 tool=ingest version=0.1.0\nrid\nschool:2\n' | seal_text >flagged
	make_page --flagged flagged
	run ! grep -E 'LE14XX|LE28AA|LE53QQ' page
	run grep -c 'LE91BB' page
	refute_output 0
	run review make --inside -m model --records identities --flag nothing pairs
	assert_equal "$status" 2
	assert_output --partial 'nothing'
}

@test "pairs of rules alone have no weights, and no weight range takes them" {
	sed -i '1s/.*/##model threshold=none/; /^surname\|^dob/d' model
	block -r rules -m model identities | compare -m model -o pairs
	make_page
	run data 'len(pair), pair["gp:1 school:1"]["rule"], pair["gp:1 school:1"]["weight"], d["threshold"], d["strata"]'
	assert_output "(3, 'all', None, None, [[None, None, 3, 3]])"
	make_page --from 0
	run data 'len(pair)'
	assert_output 0
}

@test "--inside is needed, and noted; a terminal gets no page" {
	run review make -m model --records identities -o page pairs
	assert_equal "$status" 77
	assert_output 'review: pairs: identifiable; a page of it is made only with --inside (rule level)'
	assert_not_exist page
	run review make --inside --receipt receipt -m model --records identities -o page pairs
	assert_equal "$status" 0
	assert_output $'review: what is identifiable leaves the sealed stream (--inside)\nreview: 4 of 4 pairs in the weight range are on the page'
	grep -q '"notes":{"inside":"identifiable"}' receipt
	run script -qec 'review make --inside -q -m model --records identities pairs' /dev/null
	assert_equal "$status" 77
	assert_output --partial 'a page about people is not written to a terminal: -o FILE'
	refute_output --partial PELLOW
}

@test "a page of pseudonymised pairs says so" {
	seal_again() { sed -E '1s/identifiable/pseudonymised/; s/type=[a-z_]+ role=direct/type=text role=quasi/; /^##(digest|count|end)/d' "$1" | seal_text >again && mv again "$1"; }
	seal_again identities
	compare_all
	make_page
	run data 'd["level"]'
	assert_output pseudonymised
}

@test "a model that is not the pairs' own is 78" {
	sed 's/0\.97/0.96/' model >other
	run review make --inside -q -m other --records identities -o page pairs
	assert_equal "$status" 78
	assert_output 'review: other: the pairs were compared with another model (rule model)'
	sed '/^dob/d; s/surname/names/' model >other
	run review make --inside -q -m other --records identities -o page pairs
	assert_equal "$status" 78
	sed 's/opt.model=[0-9a-f]* //; /^##\(count\|end\|digest\)/d' pairs | seal_text >foreign
	run review make --inside -q -m other --records identities -o page foreign
	assert_output 'review: other: the pairs have no comparison names'
	sed 's/0\.99/0.98/' model >other
	run review make --inside -q -m other --records identities -o page foreign
	assert_equal "$status" 78
	assert_output 'review: other: the pairs were compared with another model (rule model)'
	sed 's/0\.97/0.96/; s/\t0.9\t/\t\t/; s/\t0.01\t/\t\t/' model >other
	run review make --inside -q -m other --records identities -o page pairs
	assert_equal "$status" 78
}

@test "damage in pairs and records is 65, and there is no page" {
	edit() { sed -E "$1; /^##(count|end|digest)/d" pairs | seal_text >bad; }
	refused() { # MESSAGE
		run review make --inside -q -m model --records identities -o page bad
		assert_equal "$status" 65
		assert_output "review: bad:$1"
		assert_not_exist page
	}
	line=$(grep -n '^gp:2' pairs | cut -d : -f 1)
	column=$(($(grep -v '^##' pairs | head -1 | tr '\t' '\n' | grep -n '^dob$' | cut -d : -f 1) - 1))
	edit "s/^(gp:2(\t[^\t]*){$((column - 1))}\t)0/\17/"
	refused "$line: dob: not a level of the model (rule level)"
	edit '/^gp:2/s/[^\t]*(\t[^\t]*)$/x\1/'
	refused "$line: weight: not a weight in bits (rule weight)"
	edit '/^gp:2/s/[^\t]*$/x/'
	refused "$line: probability: not a probability (rule probability)"
	edit 's/^gp:2/gp:9/'
	refused "$(grep -n '^gp:9' bad | cut -d : -f 1): an id that is not among the records (rule records)"
	edit 's/^gp:2//'
	refused "$line: a pair without an id (rule id)"
	head -n -1 pairs >bad
	run review make --inside -q -m model --records identities bad
	assert_equal "$status" 65
	refute_output --partial '<html'
	{ sed '/^##\(count\|end\|digest\)/d' identities; grep '^gp:1' identities; } | seal_text >twice
	run review make --inside -q -m model --records twice -o page pairs
	assert_equal "$status" 65
	assert_output --regexp '^review: twice:[0-9]+: rid: a duplicate id \(rule rid\)$'
	head -n -1 identities >bad
	run review make --inside -q -m model --records bad pairs
	assert_equal "$status" 65
	refute_output --partial '<html'
}

@test "take: same pairs to link, others to keep apart, both as labels" {
	printf 'gp:1 school:1 same\nschool:2 gp:2 different\ngp:3 school:3 unsure\ngp:4 school:4 forbidden\n' | decide >decisions
	review take decisions --pairs pairs -o same --must-not apart --labels labels
	run table same
	assert_output $'id_a\tid_b\ngp:1\tschool:1'
	run bash -c "$(declare -f table); table apart | sort"
	assert_output $'gp:2\tschool:2\ngp:4\tschool:4\nid_a\tid_b'
	run bash -c "$(declare -f table); table labels | sort"
	assert_output $'gp:1\tschool:1\tsame\ngp:2\tschool:2\tdifferent\ngp:4\tschool:4\tforbidden\nid_a\tid_b\tverdict'
	for file in same apart labels; do
		"$ROOT/tests/tools/oracle.py" check $file
		assert_equal "$(stat -c %a $file)" 600
		assert_equal "$(head -1 $file)" '##jigsaw 1 level=identifiable'
		for figure in same different forbidden unsure; do assert_equal "$(count_of pairs.$figure $file)" 1; done
		assert_equal "$(count_of pairs.undecided $file)" 0
	done
	grep -qE '^##step .* tool=review .* opt.decisions=[0-9a-f]{12}$' same
	grep -qE '^##step .* tool=review .* opt.output=must_not$' apart
	run ! grep -E 'AB|2026-01-05' same apart labels
	cmp same <(review take decisions <pairs)
}

@test "take: two reviewers who agree count once, who do not are refused, each line named" {
	printf 'gp:1 school:1 same\ngp:2 school:2 same\n' | decide >one
	printf 'school:1 gp:1 same\n' | decide >two
	review take --pairs pairs -o same one two
	run bash -c "$(declare -f unseal); unseal same | sort"
	assert_output $'gp:1\tschool:1\ngp:2\tschool:2'
	assert_equal "$(count_of pairs.undecided same)" 2
	grep -qE '^##step .* opt.decisions1=[0-9a-f]{12} opt.decisions2=[0-9a-f]{12}' same
	printf 'gp:2 school:2 different\nschool:1 gp:1 unsure\n' | decide >two
	run review take --pairs pairs -o again one two
	assert_equal "$status" 78
	assert_output - <<-'END'
		review: two:2: verdict: another verdict on this pair is in one:3 (rule two-verdicts)
		review: two:3: verdict: another verdict on this pair is in one:2 (rule two-verdicts)
		review: 2 decisions contradict another: settle them first
	END
	assert_not_exist again
}

@test "take: decisions about other pairs are 65, each line named, and nothing is written" {
	printf 'gp:1 school:1 same\ngp:1 school:2 different\n' | decide >decisions
	run review take decisions --pairs pairs -o same --must-not apart
	assert_equal "$status" 65
	assert_output $'review: decisions:3: a decision on a pair that is not among the pairs (rule pair)\nreview: 1 decisions are about other pairs'
	assert_not_exist same
	assert_not_exist apart
	run bash -c 'review take decisions <pairs 2>err | grep -c "^##end"'
	assert_output 0
}

@test "take: what is wrong with a file of decisions is 78 at its line" {
	refused() { # LINE MESSAGE
		printf '%b\n' "$1" | cat header - >decisions
		run review take decisions --pairs pairs
		assert_equal "$status" 78
		assert_output "review: decisions$2"
	}
	refused 'gp:1\tschool:1\tyes\tAB\t\t' ':2: verdict: not same, different, unsure or forbidden'
	refused 'gp:1\tschool:1\t\tAB\t\t' ':2: verdict: not same, different, unsure or forbidden'
	refused 'gp:1\tschool:1\tsame\t \t\t' ':2: reviewer: empty: a decision needs a reviewer'
	refused 'gp:1\tgp:1\tsame\tAB\t\t' ':2: id_b: an identity paired with itself'
	refused '\tgp:1\tsame\tAB\t\t' ':2: id_a: empty'
	refused 'gp:1\t\tsame\tAB\t\t' ':2: id_b: empty'
	refused 'gp:1\tgp:2\tsame' ':2: 3 cells where the header has 6'
	sed -i 's/verdict/word/' header
	refused 'gp:1\tschool:1\tsame\tAB\t\t' ':1: no column verdict'
	run review take nowhere --pairs pairs
	assert_equal "$status" 78
	run review take decisions --pairs nowhere
	assert_equal "$status" 78
}

@test "take: the streams serve cluster and evaluate" {
	printf 'gp:1 school:1 different\ngp:2 school:2 same\n' | decide >decisions
	review take decisions --pairs pairs -o same --must-not apart --labels labels
	cluster -m model --records identities -t -50 --must-link same --must-not apart pairs -o clusters
	person() { awk -v id="$1" '$1 == id { print $3 }' clusters; }
	assert_equal "$(person gp:2)" "$(person school:2)"
	[ "$(person gp:1)" != "$(person school:1)" ]
	assert_equal "$(person gp:3)" "$(person school:3)"
	evaluate --labels labels clusters >figures
	"$ROOT/tests/tools/oracle.py" check figures
}

@test "verbs, and options that are another's" {
	run review show
	assert_equal "$status" 2
	assert_output --partial 'unknown verb show'
	run review take
	assert_output --partial 'too few operands'
	run review make --inside pairs
	assert_output --partial 'make needs --model and --records'
	run review make --inside -m model pairs pairs
	assert_output --partial 'too many operands'
	run review make --labels x
	assert_output --partial 'make does not take --labels'
	run review make --must-not x
	assert_output --partial 'make does not take --must-not'
	run review make --pairs x
	assert_output --partial 'make does not take --pairs'
	for option in '-m x' '--records x' '--from 1' '--to 1' '--most 1' '--seed 1' '--flag x' '--flagged x' --show-addresses --inside; do
		# shellcheck disable=SC2086 # words
		run review take decisions $option
		assert_equal "$status" 2
		assert_output --partial 'take does not take --'
	done
}
