#!/usr/bin/env bats
load ../helper

setup() {
	test_directory
	{
		printf '##jigsaw 1 level=identifiable\n##source id=cin set=cin\n'
		printf '##column rid type=rid role=key\n##column upn type=upn role=direct\n##column need type=code role=sensitive\n'
		printf '##step 000000000000 tool=ingest version=0.1.0\n##step 000000000000 tool=clean version=0.1.0 parents=000000000000\n'
		printf 'rid\tupn\tneed\n'
		for i in {1..20}; do printf 'cin:%d\th%d\tn%d\n' "$i" "$i" $((i / 6)); done
	} | seal_text >in.tsv
	printf '##schema set=cin table=child format=tsv level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\n' >schema.tsv
	printf 'local_id\tcode\tentity\t\tyes\tchild id\t\nnote\ttext\tplain\t\t\tnote\t\n' >>schema.tsv
}

@test "check: silent and 0 on whole streams, several at once" {
	run -0 seal check in.tsv "$ROOT/tests/data/streams/good-plain.tsv"
	assert_output ''
	run -0 seal check <in.tsv
	sed 's/h7/h8/' in.tsv >bad.tsv
	run -65 seal check in.tsv bad.tsv
	assert_output --partial 'seal: bad.tsv:'
}

@test "check --level: 1 when a stream is more identifiable" {
	run -0 seal check --level identifiable in.tsv
	run -1 seal check --level pseudonymised in.tsv
	assert_output 'seal: in.tsv: identifiable, not yet pseudonymised'
	run -0 seal check --level aggregate "$ROOT/tests/data/streams/good-publishable.tsv"
	run -2 seal check --level secret in.tsv
	sed '/^cin:3/d' in.tsv >bad.tsv
	run -65 seal check --level pseudonymised bad.tsv
}

@test "show: lineage, columns and roles, and a ledger that accounts for every record" {
	run -0 seal show "$ROOT/tests/data/streams/good-plain.tsv"
	assert_line 'identifiable: 3 records of 2 columns'
	assert_line --partial 'cin  set cin, table child, owner E06000019, schema cin_child@3f9a61c2d47e, bytes 259162, sha256 9c0e'
	assert_line '  upn  upn  direct'
	assert_line '  77c0d2f3b8e1  clean   0.1.0  from 5b1e07aa91c4  invalid=blank length=9 table.names=1'
	assert_line '  5b1e07aa91c4  ingest     4        3          1  rejected 1'
	assert_line '  77c0d2f3b8e1  clean      3        3          0  blanked.upn 1'
	run -0 seal show "$ROOT/tests/data/streams/good-publishable.tsv"
	assert_line --partial 'lineage 0af1'
	run -0 seal show "$ROOT/tests/data/streams/good-list-key-form.tsv"
	assert_line '  upn  token  link  list, key ab12, form hmac'
	run -0 seal show "$ROOT/tests/data/streams/good-of-piece.tsv"
	assert_line --regexp 'a piece +2$'
	run -65 seal show "$ROOT/tests/data/streams/bad-record-lost.tsv"
	refute_line --partial ledger
}

@test "show --partial: a look at what is damaged, marked" {
	head -c 500 in.tsv >cut.tsv
	run -65 seal show cut.tsv
	run -0 seal show --partial cut.tsv
	assert_line --partial 'identifiable, partial:'
	assert_line --partial 'cut short'
}

@test "split: contiguous slices as even as can be, each a piece; the seal apart" {
	for n in 1 2 3 7 20 25; do
		rm -rf s && mkdir s
		seal split -n $n -o s/p in.tsv
		[ "$(find s -name 'p.0*' | wc -l)" -eq $n ]
		seal check s/p.0*.tsv
		cmp <(unseal in.tsv) <(for f in s/p.0*.tsv; do unseal "$f"; done)
		for f in s/p.0*.tsv; do unseal "$f" | wc -l; done | sort -n >rows
		[ $(($(tail -1 rows) - $(head -1 rows))) -le 1 ]
		grep -q "^##piece step=[0-9a-f]* index=$n of=$n " s/p.*"$n".tsv
		cmp <(grep '^##[jsc]' in.tsv) <(grep '^##[jsc]' "$(find s -name 'p.0001.tsv')")
		seal check s/p.seal.tsv
		cmp <(grep '^##[jscd]' in.tsv) <(grep '^##[jscd]' s/p.seal.tsv)
		[ -z "$(unseal s/p.seal.tsv)" ]
	done
	run -65 identities s/p.seal.tsv
}

@test "split -c: no cut within a run of equal values, from a file and from a pipe" {
	seal split -n 3 -c need -o p in.tsv
	seal split -n 3 -c need -o q <in.tsv
	for i in 1 2 3 ; do cmp p.000$i.tsv q.000$i.tsv; done
	cmp p.seal.tsv q.seal.tsv
	for f in p.0*.tsv; do unseal "$f" | cut -f3 | uniq; done >runs
	[ "$(sort runs | uniq -d)" = '' ]
	run -0 bash -c 'for f in p.0*.tsv; do grep -c ^cin: $f; done'
	assert_output $'5\n6\n9'
	seal split -n 4 -c rid,need -o r in.tsv
	[ "$(grep -c ^cin: r.0004.tsv)" -eq 5 ]
	run -2 seal split -n 2 -c colour -o s in.tsv
	assert_output --partial 'no column colour'
}

@test "split, a filter on every slice, stack --whole: the bytes of one process, however many slices" {
	sed '/^##\(count\|end\)/d; s/h\([0-9]*\)/H80120000100\1/' in.tsv | seal_text >some.tsv
	clean some.tsv >whole.tsv
	for n in 1 2 7 25; do
		rm -rf s && mkdir s
		seal split -n $n -o s/p some.tsv
		for f in s/p.0*.tsv; do clean -o "$f.clean" "$f"; done
		stack --whole s/p.seal.tsv s/*.clean >gathered.tsv
		cmp gathered.tsv whole.tsv
	done
	seal split -n 2 -o q in.tsv
	run -65 stack --whole q.seal.tsv q.0001.tsv
	run -65 identities q.0001.tsv
	assert_output --partial 'a piece of a stream'
}

@test "split: what it refuses" {
	run -2 seal split -n 2 in.tsv
	run -2 seal split -o p in.tsv
	run -2 seal split -n 0 -o p in.tsv
	run -2 seal split -n 10000 -o p in.tsv
	run -65 seal split -n 2 -o p "$ROOT/tests/data/streams/good-piece.tsv"
	assert_output --partial 'a piece of a stream'
	run -77 seal split -n 2 -o p "$ROOT/tests/data/streams/good-publishable.tsv"
	sed 's/h7/h8/' in.tsv >bad.tsv
	run -65 seal split -n 2 -o p bad.tsv
	assert_file_not_exist p.0001.tsv
}

@test "body: a command that only reorders" {
	seal body in.tsv -- sort -r >sorted.tsv
	seal check sorted.tsv
	cmp <(unseal in.tsv | sort -r) <(unseal sorted.tsv)
	cmp <(grep '^##' in.tsv) <(grep '^##' sorted.tsv)
	seal body -- cat <in.tsv >same.tsv
	cmp same.tsv in.tsv
	seal body -o out.tsv in.tsv -- tac
	seal check out.tsv
	cp "$ROOT/tests/data/streams/good-no-records.tsv" none.tsv
	seal body none.tsv -- cat >same.tsv
	cmp same.tsv none.tsv
}

@test "body: a record lost, repeated or altered is 65 naming both" {
	run -65 seal body in.tsv -- head -19
	assert_output --partial "the command's output: 19 records came back where 20 went in"
	run -65 seal body in.tsv -- sed p
	assert_output --partial '40 records came back where 20 went in'
	run -65 --separate-stderr seal body in.tsv -- sed 's/n1/n2/'
	[[ $stderr =~ records\ altered:\ sum\ [0-9a-f]{32}\ where\ [0-9a-f]{32}\ went\ in ]]
	refute_output --partial '##end'
	run -65 seal body in.tsv -- sed 's/\t/ /'
	assert_output --partial '2 cells where the header has 3'
	run -65 seal body in.tsv -- head -c 100
	assert_output --partial 'cut short'
	run -65 seal body -o out.tsv in.tsv -- head -19
	assert_file_not_exist out.tsv
}

@test "a temporary directory that is none is 74" {
	for verb in 'body in.tsv -- cat' 'wrap --as clean in.tsv -- cat' 'strip --inside in.tsv'; do
		run -74 bash -c "seal --tmpdir nowhere $verb"
		assert_output --partial 'seal: nowhere: No such file'
	done
}

@test "body: nothing reaches the command before the input is verified" {
	sed 's/h7/h8/' in.tsv >bad.tsv
	run -65 seal body bad.tsv -- touch started
	assert_file_not_exist started
}

@test "a command that fails, is killed or is not there" {
	run -74 --separate-stderr seal body in.tsv -- bash -c 'cat; exit 3'
	[[ $stderr == 'seal: bash exited with status 3' ]]
	refute_output --partial '##end'
	run -74 seal body in.tsv -- bash -c 'cat; kill -9 $$'
	assert_output --partial 'bash was killed by signal 9'
	run -74 seal wrap --as clean in.tsv -- bash -c 'cat; kill -9 $$'
	run -74 seal body in.tsv -- ./nothing
	assert_output --partial './nothing: No such file or directory'
	run -74 seal body -o out.tsv in.tsv -- bash -c 'cat; exit 3'
	assert_file_not_exist out.tsv
	[ "$(find . -name '.jigsaw*')" = '' ]
}

@test "a seal that is killed takes the command along and leaves nothing" {
	seal body -o out.tsv in.tsv -- bash -c 'echo $$ >pid; exec sleep 60' &
	seal=$!
	for _ in {1..100}; do [ -s pid ] && break; sleep 0.05; done
	kill -9 $seal
	wait $seal || true
	for _ in {1..100}; do kill -0 "$(<pid)" 2>/dev/null || break; sleep 0.05; done
	run -1 kill -0 "$(<pid)"
	assert_file_not_exist out.tsv
}

@test "wrap: an awk clean" {
	cat >clean.awk <<-'END'
		BEGIN { FS = OFS = "\t" }
		NR == 1 { print "rid", "upn", "length"; next }
		$1 != "cin:4" { print $1, toupper($2), length($2) }
	END
	seal wrap --as clean --column length:count:plain in.tsv -- awk -f clean.awk >out.tsv
	seal check out.tsv
	[ "$(column upn out.tsv | head -4 | tail -1)" = H5 ]
	[ "$(count_of missing out.tsv)" = 1 ]
	[ "$(count_of written out.tsv)" = 19 ]
	grep -qx '##column upn type=upn role=direct' out.tsv
	grep -qx '##column length type=count role=plain' out.tsv
	run ! grep -q '^##column need' out.tsv
	grep -q '^##step [0-9a-f]* tool=clean version=[0-9.]* parents=[0-9a-f]* opt.command=[0-9a-f]*$' out.tsv
	seal wrap --as clean --column length:count:plain in.tsv -- awk -f clean.awk | cmp - out.tsv
}

@test "wrap: a Python compare" {
	{
		printf '##jigsaw 1 level=pseudonymised\n##column pass type=code role=plain\n##column key type=hash role=link\n'
		printf '##column rid type=rid role=key\n##column source type=source role=plain\n##column name type=bloom role=link\n'
		printf '##step 000000000000 tool=block version=0.1.0\npass\tkey\trid\tsource\tname\n'
		printf '1\taa\tx1\tgp\tsmith\n1\taa\tx2\tcin\tsmith\n1\tab\tx3\tgp\tjones\n1\tab\tx4\tcin\tjonas\n1\tac\tx5\tgp\tlee\n'
	} | seal_text >groups.tsv
	cat >compare.py <<-'END'
		import itertools, sys
		head = next(sys.stdin).rstrip("\n").split("\t")
		print("id_a", "id_b", "weight", sep="\t")
		for _, group in itertools.groupby((dict(zip(head, l.rstrip("\n").split("\t"))) for l in sys.stdin), lambda r: r["key"]):
		    for a, b in itertools.combinations(group, 2):
		        print(a["rid"], b["rid"], "%.12f" % (a["name"] == b["name"]), sep="\t")
	END
	pairs=(--column id_a:rid:key --column id_b:rid:key --column weight:weight:plain)
	seal wrap --as compare "${pairs[@]}" groups.tsv -- python3 compare.py >pairs.tsv
	seal check pairs.tsv
	[ "$(unseal pairs.tsv)" = $'x1\tx2\t1.000000000000\nx3\tx4\t0.000000000000' ]
	[ "$(count_of missing.ids pairs.tsv)" = 1 ]
	[ "$(count_of read pairs.tsv)" = 5 ]
	run -65 seal wrap --as compare "${pairs[@]}" groups.tsv -- printf 'id_a\tid_b\tweight\nx1\tx9\t1\n'
	assert_output --partial "the command's output:2: id_b: an id that was not in the input"
}

@test "wrap: ids and columns are held to what went in and what was declared" {
	run -65 seal wrap --as clean in.tsv -- sed 's/cin:5/cin:50/'
	assert_output --partial "the command's output:6: rid: an id that was not in the input (rule ids)"
	run -65 seal wrap --as clean in.tsv -- sed 's/cin:5/cin:4/'
	assert_output --partial 'an id that came back twice'
	run -65 seal wrap --as clean in.tsv -- cut -f2,3
	assert_output --partial 'no column of type rid and role key'
	run -65 seal wrap --as clean in.tsv -- sed '1s/need/Need/'
	assert_output --partial 'a column that is neither of the input nor declared'
	run -65 seal wrap --as clean --column more:text:plain in.tsv -- cat
	assert_output --partial 'a column that --column declares is not there'
	run -65 seal wrap --as clean in.tsv -- sed '1s/need/upn/'
	assert_output --partial 'two columns are called upn'
	run -65 seal wrap --as clean in.tsv -- true
	assert_output --partial 'no header row'
	run -2 seal wrap --as clean --column need:code:plain in.tsv -- cat
	assert_output --partial 'is a column of the input'
	run -2 seal wrap --as clean --column more in.tsv -- cat
	run -2 seal wrap --as clean --column more:text:owner in.tsv -- cat
	run -65 seal wrap --as clean in.tsv -- sed '3s/$/\r/'
	assert_output --partial 'a CR'
	run -65 seal wrap --as clean in.tsv -- sed '3s/.*/##end/'
}

@test "wrap: policy is that of the filter it stands in for" {
	for filter in ingest pseudo tabulate suppress export nothing; do
		run -77 seal wrap --as $filter in.tsv -- cat
		assert_output --partial "no command may stand in for $filter"
	done
	run -77 seal wrap --as compare in.tsv -- cat
	assert_output --partial 'sensitive'
	run -2 seal wrap in.tsv -- cat
	run -2 seal wrap --as clean in.tsv
	assert_output --partial 'wrap needs a command after --'
}

@test "strip: only what is publishable, unless inside, which goes into the receipt" {
	run -0 seal strip "$ROOT/tests/data/streams/good-publishable.tsv"
	assert_output $'sex\tn\nF\t15\nM\t'
	run -77 seal strip in.tsv
	assert_output --partial 'identifiable; only publishable streams are stripped'
	seal strip --inside --receipt receipt -o out in.tsv
	cmp out <(table in.tsv)
	grep -q '"notes":{"inside":"identifiable"}' receipt
	sed 's/F\t15/F\t16/' "$ROOT/tests/data/streams/good-publishable.tsv" >bad.tsv
	run -65 --separate-stderr seal strip bad.tsv
	assert_output ''
	run -2 seal strip --partial bad.tsv
	assert_output 'seal: strip does not take --partial: nothing would mark the table; try seal --help'
}

@test "adopt: an unsealed table becomes a sealed one" {
	printf 'note\tChild_ID\n\tA1\n\\x23a\\tb é\tA2\n' >table.tsv
	seal adopt -s schema.tsv --source cin table.tsv >out.tsv
	seal check out.tsv
	[ "$(table out.tsv)" = $'rid\tlocal_id\tnote\ncin:1\tA1\t\ncin:2\tA2\t\\x23a\\tb é' ]
	grep -q "^##digest source=cin sha256=$(sha256sum <table.tsv | cut -c1-64) bytes=$(stat -c %s table.tsv)$" out.tsv
	grep -q '^##source id=cin set=cin table=child schema=schema@[0-9a-f]*$' out.tsv
	grep -q '^##step [0-9a-f]* tool=adopt ' out.tsv
	seal adopt -s schema.tsv --source cin <table.tsv | cmp - out.tsv
	seal strip --inside out.tsv | seal adopt -s <(sed 's/child id/&|local_id/' schema.tsv) --source cin >again.tsv
	cmp <(table out.tsv) <(table again.tsv)
}

@test "adopt: a rid that is there is kept" {
	printf 'child id\trid\nA\tx:7\n' | seal adopt -s schema.tsv --source cin >out.tsv
	[ "$(unseal out.tsv)" = $'x:7\tA' ]
	printf 'child id\trid\nA\t\n' >table.tsv
	run -65 seal adopt -s schema.tsv --source cin table.tsv
	assert_output 'seal: table.tsv:2: rid: no id'
}

# adopts MESSAGE: adopting standard input is exit 65 with MESSAGE.
adopts() {
	cat >table.tsv
	run -65 seal adopt -s schema.tsv --source cin -o out.tsv table.tsv
	assert_output --partial "$1"
	assert_file_not_exist out.tsv
}

@test "adopt --column: without a schema" {
	printf 'dob\tlocal_id\n2010-01-02\tA\n' >table.tsv
	seal adopt --source cin --column local_id:code:entity --column dob:date:quasi table.tsv >out.tsv
	seal check out.tsv
	[ "$(table out.tsv)" = $'rid\tlocal_id\tdob\ncin:1\tA\t2010-01-02' ]
	grep -qx '##column dob type=date role=quasi' out.tsv
	run ! grep -q schema= out.tsv
	printf 'rid\nx:1\n' | seal adopt --source x >ids.tsv
	[ "$(unseal ids.tsv)" = x:1 ]
	run -65 seal adopt --source cin --column local_id:code:entity table.tsv
	run -65 seal adopt --source cin --column local_id:code:entity --column dob:date:quasi --column a:text:plain table.tsv
	run -2 seal adopt --source cin --column local_id:code table.tsv
	run -2 seal adopt --source cin --column dob:date:quasi --column dob:date:quasi table.tsv
	assert_output --partial 'given twice'
	run -2 seal adopt --source cin --column dob:date:quasi -s schema.tsv table.tsv
}

@test "adopt: what it refuses" {
	adopts 'not UTF-8' < <(printf 'child id\n\xff\n')
	adopts '2 cells where the header has 1' < <(printf 'child id\nA\tB\n')
	adopts 'a CR' < <(printf 'child id\nA\r\n')
	adopts 'a CR' < <(printf 'child id\r\nA\r\n')
	adopts 'a NUL' < <(printf 'child id\nA\0\n')
	adopts 'a backslash' < <(printf 'child id\nA\\q\n')
	adopts 'must be written \x23' < <(printf 'child id\n#A\n')
	adopts 'cut short' < <(printf 'child id\nA')
	adopts 'no header row' </dev/null
	adopts 'begins with ##' <in.tsv
	adopts "1 of 2 columns are not in the schema" < <(printf 'child id\tcolour\nA\tred\n')
	adopts 'local_id' < <(printf 'note\na\n')
	printf 'child id\nA\n' >table.tsv
	run -78 seal adopt -s table.tsv --source cin table.tsv
	run -2 seal adopt -s schema.tsv --source Cin table.tsv
	run -2 seal adopt -s schema.tsv table.tsv
	run -65 seal adopt --source cin table.tsv
}

@test "a verb that is none, an option of another verb, too many files" {
	run -2 seal
	assert_output 'seal: the verb is show, check, split, body, wrap, strip or adopt; try seal --help'
	run -2 seal look in.tsv
	assert_output --partial 'unknown verb look: the verb is show,'
	run -2 seal show --level aggregate in.tsv
	assert_output --partial 'show does not take --level'
	run -2 seal show in.tsv in.tsv
	run -2 seal show in.tsv -- cat
	assert_output --partial 'too many operands'
	run -2 seal body in.tsv
	assert_output --partial 'body needs a command after --'
	run -0 seal check -- in.tsv
	assert_equal "$(seal --help | sed -n '/^seal strip/,/^seal adopt/s/^ *\(--[a-z]*\).*/\1/p')" --inside
}
