#!/usr/bin/env bats
load ../helper

key=8f3a61c07be2d49a5513e0c72b9fd64f7e01d2c3

# Two identities and their payload, one of them with nothing but a birth date.
setup() {
	test_directory
	printf '%s\n' $key >key
	printf '%s\n' 00ff13572468ace0bd1f9e7c5a3b1d02 >other
	cat >in.txt <<-END
		##jigsaw 1 level=identifiable
		##source id=cin24 set=cin owner=E06000019
		##column rid type=rid role=key
		##column source type=source role=plain
		##column local_id type=id role=entity
		##column upn type=upn role=direct
		##column surname type=name role=direct list=yes
		##column dob type=date role=quasi
		##column sex type=sex role=quasi
		##column postcode type=postcode role=quasi list=yes
		##column need type=code role=sensitive
		##step 000000000000 tool=ingest version=0.1.0
		rid	source	local_id	upn	surname	dob	sex	postcode	need
		cin24:1	cin24	QX77	H801200001001	PELLOW|TREGEAR	2012-03-09	F	LE14XX|EC1A1BB	N1
		cin24:2	cin24	QX78		TREGEAR	2012-03-10	M		N2
		cin24:3	cin24				2011-01-02			N3
	END
	seal_text in.txt >in.tsv
}

# column_of NAME: that column of the table on standard input.
column_of() {
	awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next } { print $at }'
}

# refused FILE MESSAGE: the key file is refused so.
refused() {
	run pseudo -q -k "$1" in.tsv
	assert_failure 78
	assert_output --partial "$2"
	refute_output --partial $key
}

token() {
	python3 - "$key" "$1" "$2" <<-'END'
		import hmac, sys
		def mac(key, message): return hmac.new(key, message, 'sha256').digest()
		key, info, value = (a.encode() for a in sys.argv[1:])
		print(mac(mac(mac(bytes(32), key), b'jigsaw/v1|' + info + b'\1'), value).hex()[:32])
	END
}

@test "tokens are HMACs with a key of their column" {
	pseudo -q -k key --token upn,surname -o out.tsv in.tsv
	run column upn out.tsv
	assert_line "$(token 'token|upn' H801200001001)"
	run column surname out.tsv
	assert_line "$(token 'token|surname' PELLOW)|$(token 'token|surname' TREGEAR)"
	run grep '^##column upn ' out.tsv
	assert_output --regexp '^##column upn type=token role=link key=[0-9a-f]{8} form=token/v1/upn$'
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "an empty value is never hashed" {
	pseudo -q -k key --token local_id,upn --bloom surname --digest op=upn+dob \
		--key k1=upn+dob --key k2=surname+sex -o out.tsv in.tsv
	run awk -F '\t' '/^##/ { next } $3 == "" && $6 == "" { n++; print $4 $5 $7 $8 }' out.tsv
	assert_output ''
	run grep -c "$(token 'token|upn' '')" out.tsv
	assert_output 0
}

@test "a value of blanks, or a word that stands for none, is never hashed in any mode" {
	sed 's/	H801200001001	PELLOW|TREGEAR	/	   	 | 	/; s/	QX77	/	N\/A	/; s/		TREGEAR	/	(null)	\\\\N	/' in.txt | seal_text >none.tsv
	pseudo -q -k key --token upn,local_id,surname --bloom surname --digest op=upn --digest dd=dob+upn --key k1=upn+dob \
		--key 'k2=substr(upn,1,3)+dob' --drop sex,postcode -o out.tsv none.tsv
	# Of three records one has a local id left, and each its need.
	assert_equal "$(grep -vc '^##\|^rid' out.tsv)" 3
	for column in upn surname surname_bloom op dd k1 k2; do
		assert_equal "$(grep -v '^##' out.tsv | column_of $column | sort -u | tr -d '\n')" ''
	done
	assert_equal "$(grep -v '^##' out.tsv | column_of local_id | grep -c .)" 1
	run seal show out.tsv
	assert_output --regexp 'blanked.op 2'
	assert_output --regexp 'blanked.k1 2'
	assert_output --regexp 'blanked.upn 2'
}

@test "nothing of the input is in the output: names, numbers, ids, line numbers, the key" {
	pseudo -q -k key --token local_id,upn,surname --bloom surname,dob --key k1=dob+sex+postcode \
		--digest op=upn --general dob=month --general postcode=district \
		--general sex=keep -o out.tsv in.tsv
	run grep -E 'PELLOW|TREGEAR|H8012|QX7|cin24:|2012-03-|LE14XX|1A1BB|8f3a61' out.tsv
	assert_failure 1
	run grep -c '^##digest\|level=identifiable' out.tsv
	assert_output 0
}

@test "records come in the order of tokens, whatever their order was" {
	{
		sed '/^cin24:/d' in.txt
		grep '^cin24:' in.txt | tac
	} | seal_text >turned.tsv
	pseudo -q -k key --token upn -o out.tsv in.tsv
	pseudo -q -k key --token upn -o turned-out.tsv turned.tsv
	cmp out.tsv turned-out.tsv
	column rid out.tsv >rids
	sort -c rids
	run wc -l <rids
	assert_output 3
}

@test "streams made pseudonymous one by one go together" {
	cat >pay.txt <<-END
		##jigsaw 1 level=identifiable
		##source id=cin24 set=cin owner=E06000019
		##column rid type=rid role=key
		##column record type=rid role=key
		##column seen type=date role=plain
		##step 000000000000 tool=ingest version=0.1.0
		rid	record	seen
		cin24:1	cin24:1	2020-01-01
		cin24:1	cin24:2	2020-01-02
		cin24:3	cin24:9	2020-01-03
	END
	seal_text pay.txt >pay.tsv
	pseudo -q -k key -o out.tsv in.tsv
	pseudo -q -k key -o pay-out.tsv pay.tsv
	run column rid pay-out.tsv
	assert_line --index 0 --regexp '^[0-9a-f]{32}$'
	column rid pay-out.tsv | sort -u >one
	column rid out.tsv | sort -u >two
	run comm -12 one two
	assert_equal "${#lines[@]}" 2
	run column record pay-out.tsv
	assert_line "$(token 'rid|' cin24:9)"
}

@test "two keys: other tokens, another check value, and stack refuses them together" {
	pseudo -q -k key --token upn -o a.tsv in.tsv
	sed 's/cin24/gp24/g' in.txt | seal_text | pseudo -q -k other --token upn -o b.tsv
	run diff <(grep -o ' key=[0-9a-f]*' a.tsv) <(grep -o ' key=[0-9a-f]*' b.tsv)
	assert_failure 1
	run stack a.tsv b.tsv
	assert_failure 65
	assert_output --partial 'upn'
}

@test "a match key joins its values unambiguously and gives every combination" {
	pseudo -q -k key --key 'k1=substr(surname,1,1)+dob' --key k2=surname+postcode -o out.tsv in.tsv
	run column k1 out.tsv
	assert_line --regexp '^[0-9a-f]{32}\|[0-9a-f]{32}$'
	run column k2 out.tsv
	assert_line --regexp '^([0-9a-f]{32}\|){3}[0-9a-f]{32}$'
	run grep '^##column k1 ' out.tsv
	assert_output --partial 'list=yes'
	assert_output --partial 'form=key/v1/substr(surname,1,1)+dob'
}

@test "equal elements of a match key come once" {
	pseudo -q -k key --key 'k=sex+substr(surname,2,1)' -o a.tsv in.tsv
	run column k a.tsv
	assert_line --regexp '^[0-9a-f]{32}\|[0-9a-f]{32}$'
	sed 's/PELLOW/TROY/' in.txt | seal_text | pseudo -q -k key --key 'k=sex+substr(surname,2,1)' -o b.tsv
	run column k b.tsv
	refute_line --partial '|'
}

@test "too many combinations are cut and counted" {
	many=$(seq -s '|' -f 'LE1%03gAA' 300)
	sed "s/LE14XX|EC1A1BB/$many/" in.txt | seal_text | pseudo -q -k key --key k=postcode+sex -o out.tsv
	run grep -c ' cut.k=1$' out.tsv
	assert_output 1
	run column k out.tsv
	assert_equal "$(tr -cd '|' <<<"$output" | wc -c)" 255
}

@test "OpenPseudonymiser digests, in the order and format agreed" {
	pseudo -q -k key --digest upn --digest op=dob:dd.mm.yyyy+upn -o out.tsv in.tsv
	run column upn out.tsv
	assert_line "$(printf 'H801200001001%s' $key | sha256sum | cut -c 1-64 | tr a-f A-F)"
	run column op out.tsv
	assert_line "$(printf '09.03.2012H801200001001%s' $key | sha256sum | cut -c 1-64 | tr a-f A-F)"
}

# Six identities, some alike, with two groups by birth date.
named_people() {
	cat >named.txt <<-END
		##jigsaw 1 level=identifiable
		##source id=cin24 set=cin owner=E06000019
		##column rid type=rid role=key
		##column surname type=name role=direct list=yes
		##column forename type=name role=direct
		##column dob type=date role=quasi
		##column sex type=sex role=quasi
		##step 000000000000 tool=ingest version=0.1.0
		rid	surname	forename	dob	sex
		cin24:1	PELLOW|TREGEAR	KATE	2012-03-09	F
		cin24:2	TREGEAR	KATHERINE	2012-03-09	M
		cin24:3	TREGEAR	KATE	2012-03-10	F
		cin24:4	TREGEAR	KATE		F
		cin24:5		---	2012-03-10	F
		cin24:6	ONE|TWO|THREE|FOUR|FIVE|O-NE|SIX|SEVEN|EIGHT|NINE	JOAN	2012-03-09	U
	END
	seal_text named.txt >named.tsv
}

# sets_of ID COLUMN FILE: the sets of a record, a line each.
sets_of() {
	grep -v '^##' "$3" | awk -F '\t' -v rid="$(token 'rid|' "$1")" -v name="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		$1 == rid { gsub(/[|]/, "\n", $at); print $at }'
}

# tokens_of: the tokens of sets on standard input, a line each.
tokens_of() {
	python3 -c 'import base64, sys
for line in sys.stdin:
    b = base64.b64decode(line)
    for i in range(0, len(b), 4):
        print(b[i:i + 4].hex())'
}

@test "variants of a name share tokens in a group, and nothing between groups" {
	named_people
	pseudo -q -k key --variants surname,forename --within dob -o out.tsv named.tsv
	for one in 1 2 3 6; do
		sets_of cin24:$one forename_variants out.tsv | tokens_of >"$one"
		assert_equal "$(wc -l <"$one")" 21
		LC_ALL=C sort -u -c "$one"
	done
	# KATE is short for KATHERINE.
	assert_equal "$(comm -12 1 2 | wc -l)" 1
	assert_equal "$(cat 1 3 | sort | uniq -d | wc -l)" 0
	assert_equal "$(cat 1 6 | sort | uniq -d | wc -l)" 0
	run grep '^##column forename_variants ' out.tsv
	assert_output --regexp ' type=variants role=link key=[0-9a-f]{8} form=variants/v1/21/forename/within=dob$'
	pseudo -q -k key --variants forename --within dob+sex -o other.tsv named.tsv
	run comm -12 <(column forename_variants out.tsv | sort) <(column forename_variants other.tsv | sort -u)
	assert_output ''
	run stack out.tsv other.tsv
	assert_failure 65
	# They depend on the table of short forms, and so does a key.
	run grep -c '^##step .* tool=pseudo .* opt.nicknames=[0-9a-f]\{12\}' out.tsv
	assert_output 1
	pseudo -q -k key --key 'k=nickname(forename)+dob' -o key.tsv named.tsv
	run grep -c ' opt.nicknames=' key.tsv
	assert_output 1
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "every set is as long as any other, and a cell has as many as the longest list" {
	named_people
	pseudo -q -k key --variants surname,forename --within dob -o out.tsv named.tsv
	run -0 bash -c "grep -v '^##' out.tsv | tail -n +2 | cut -f 2,3 | tr '|\t' '\n\n' | awk '{ print length }' | sort -u"
	assert_output "$(printf '0\n112')"
	run bash -c "grep -v '^##' out.tsv | tail -n +2 | cut -f 2 | awk -F '|' '{ print NF }' | sort | uniq -c | tr -s ' '"
	assert_output "$(printf ' 2 0\n 4 8')"
	# Their order tells nothing, what fills up meets nobody, and TREGEAR is found in the list.
	for one in 1 2 3 6; do
		sets_of cin24:$one surname_variants out.tsv >"$one"
		LC_ALL=C sort -u -c "$one"
	done
	assert_equal "$(comm -12 1 2 | wc -l)" 1
	assert_equal "$(cat 1 2 3 6 | tokens_of | sort | uniq -d | wc -l)" 21
	run seal show out.tsv
	assert_output --partial 'cut.surname_variants 1'
	# Where nobody has two names, nothing is filled up.
	sed 's/[|][^	]*//' named.txt | seal_text | pseudo -q -k key --variants surname --within dob -o single.tsv
	run grep -c '|' single.tsv
	assert_output 0
}

@test "spellings of one name in a list make one set" {
	sed 's/PELLOW|TREGEAR/ONE|O-NE|one/' in.txt | seal_text | pseudo -q -k key --variants surname --within dob -o out.tsv
	sets_of cin24:1 surname_variants out.tsv >sets
	assert_equal "$(wc -l <sets)" 1
}

@test "a record without its group, and a name without letters, have no set and are counted" {
	named_people
	pseudo -q -k key --variants forename --within dob -o out.tsv named.tsv
	assert_equal "$(column forename_variants out.tsv | grep -c '^$')" 2
	run seal show out.tsv
	assert_output --partial 'blanked.forename_variants 2'
}

@test "a column's own group, and a record in several, has a set in each" {
	named_people
	pseudo -q -k key --variants surname,forename --within 'forename=dob+soundex(surname)' --within dob -o out.tsv named.tsv
	run grep '^##column .*_variants ' out.tsv
	assert_line --partial 'form=variants/v1/21/surname/within=dob'
	assert_line --partial 'form=variants/v1/21/forename/within=dob+soundex(surname)'
	# KATE of PELLOW or TREGEAR has two groups, KATHERINE TREGEAR is in one of them: she shares the full form.
	for one in 1 2; do
		sets_of cin24:$one forename_variants out.tsv | tokens_of | sort >"$one"
	done
	assert_equal "$(comm -12 1 2 | wc -l)" 1
	# As if there were no other surname: that group's set is the same.
	sed 's/PELLOW[|]//' named.txt | seal_text |
		pseudo -q -k key --variants surname,forename --within 'forename=dob+soundex(surname)' --within dob -o one.tsv
	sets_of cin24:1 forename_variants one.tsv | tokens_of | sort >alone
	assert_equal "$(comm -12 1 alone | wc -l)" 21
	# A record of several groups is counted in each: 3 records of that day have 2, 1 and 7 sounds.
	pseudo -q -k key --variants forename --within 'dob+soundex(surname)' --risk named.tsv >risk.tsv
	run grep -P '^forename_variants\tvariants\t[0-9]+\t1\t1\t2\t' risk.tsv
	assert_success
}

@test "names and groups are not in what is written" {
	named_people
	pseudo -q -k key --variants surname,forename --within dob+sex -o out.tsv named.tsv
	run grep -E 'TREGEAR|KATE|2012-03|cin24:' out.tsv
	assert_failure 1
}

@test "a Bloom filter is of likeness, and a group keeps years apart" {
	pseudo -q -k key --bloom surname -o out.tsv in.tsv
	run column surname_bloom out.tsv
	assert_line --regexp '^[A-Za-z0-9+/]{171}=\|[A-Za-z0-9+/]{171}=$'
	pseudo -q -k key --bloom surname --within 'year(dob)' -o years.tsv in.tsv
	run column surname_bloom years.tsv
	assert_line --regexp '^[A-Za-z0-9+/]{171}=$'
	run comm -12 <(column surname_bloom out.tsv | tr '|' '\n' | sort -u) \
		<(column surname_bloom years.tsv | tr '|' '\n' | sort -u)
	assert_output ''
	run grep '^##column surname_bloom ' years.tsv
	assert_output --partial 'form=bloom/v2/1024/200/bigrams/surname/within=year(dob)'
}

@test "a record without its group has no filter, and is counted" {
	pseudo -q -k key --bloom dob --within sex -o out.tsv in.tsv
	run column dob_bloom out.tsv
	assert_equal "$(grep -c '^$' <<<"$output")" 1
	run grep -c ' blanked.dob_bloom=1$' out.tsv
	assert_output 1
}

# many COUNT: as many records, of two birth dates.
many() {
	awk -v count="$1" 'BEGIN { OFS = "\t"; while ((getline line < "in.txt") > 0) if (line !~ /^cin24:/) print line
		for (i = 1; i <= count; i++)
			print "cin24:" i, "cin24", "QX" i, "", "TREGEAR", "2012-03-1" i % 2, "F", "LE14XX", "N1" }' | seal_text
}

@test "--risk says what encodings give away, and writes no record" {
	named_people
	pseudo -q -k key --token sex --key k=forename+dob --variants surname --bloom forename --within dob --risk -o risk.tsv named.tsv
	run cat risk.tsv
	assert_line --index 0 "$(printf 'column\ttype\tgroups\trecords_least\trecords_median\trecords_most\tencodings_least\tencodings_median\tencodings_most\tunique\tread_median\tread_most\tceiling')"
	# The date of 3 records, and that of 1; TREGEAR comes twice in the one.
	assert_line --regexp "^surname_variants	variants	2	1	3	3	1	10	10	10	0\.[0-9]{4}	0\.[0-9]{4}	0\.0200$"
	assert_line --regexp "^forename_bloom	bloom	2	2	3	3	2	3	3	5	0\.[0-9]{4}	0\.[0-9]{4}	0\.0200$"
	assert_line "$(printf 'sex\ttoken\t1\t6\t6\t6\t3\t3\t3\t2\t\t\t')"
	assert_line --regexp "^k	token	1	"
	assert_equal "${#lines[@]}" 5
	run grep -E 'KATE|TREGEAR|cin24:' risk.tsv
	assert_failure 1
	pseudo -q -k key --general dob=month --risk named.tsv >risk.tsv
	run cat risk.tsv
	assert_equal "${#lines[@]}" 1
}

@test "encodings of which too much could be read are refused before anything is written, or accepted" {
	many 4000 >many.tsv
	run pseudo -q -k key --bloom surname --crosswalk walk.tsv -o out.tsv many.tsv
	assert_failure 77
	assert_output 'pseudo: surname_bloom: its largest group has 4000 records, of which up to 90 % could be read, more than 2 %: see --within, --risk and --accept-risk'
	assert_file_not_exists out.tsv
	assert_file_not_exists walk.tsv
	pseudo -q -k key --bloom surname many.tsv >out.tsv 2>error || true
	assert_file_empty out.tsv
	pseudo -q -k key --bloom surname --accept-risk --crosswalk walk.tsv -o out.tsv many.tsv
	run grep -c '^##step .* tool=pseudo .* opt.accept_risk=yes .* opt.risk=0.8918' out.tsv
	assert_output 1
	run grep -c '^##step .* tool=pseudo .* opt.accept_risk=yes ' walk.tsv
	assert_output 1
	"$ROOT/tests/tools/oracle.py" check <out.tsv
	# What is in the step is what --risk says, and small groups need no permission.
	pseudo -q -k key --bloom surname --within local_id --risk many.tsv | grep -P '^surname_bloom\tbloom\t4000\t1\t1\t1\t1\t1\t1\t4000\t0.0000\t0.0000\t0.0200$'
	pseudo -q -k key --bloom surname --within local_id -o out.tsv many.tsv
	run grep -c '^##step .* tool=pseudo .* opt.risk=0.0000 ' out.tsv
	assert_output 1
	run grep -c accept_risk out.tsv
	assert_output 0
}

@test "variants in a group that is too large are refused too" {
	many 100000 >many.tsv
	run pseudo -q -k key --variants surname --within dob -o out.tsv many.tsv
	assert_failure 77
	assert_output --partial 'surname_variants: its largest group has 50000 records'
}

@test "the length of a list does not show: each is as long as the longest, in no order" {
	made() { pseudo -q -k key --token upn,surname --variants surname --within dob --key k=surname+dob --key p=postcode -o "$1" in.tsv; }
	made out.tsv
	for column in surname surname_variants k p; do
		while read -r cell; do
			assert_equal "$(tr -cd '|' <<<"$cell" | wc -c)" 1
			tr '|' '\n' <<<"$cell" | LC_ALL=C sort -uc
		done < <(column $column out.tsv | grep .)
	done
	# What fills one is nobody's: the only token that comes twice is that of the name two have.
	assert_equal "$(column surname out.tsv | grep . | tr '|' '\n' | sort | uniq -d)" "$(token 'token|surname' TREGEAR)"
	assert_equal "$(column p out.tsv | grep -c .)" 1
	made again.tsv
	cmp out.tsv again.tsv
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "quasi columns are generalised where named" {
	pseudo -q -k key --general dob=month --general dob=year --general postcode=sector \
		--general postcode=district --general sex=keep -o out.tsv in.tsv
	run table out.tsv
	assert_line --index 0 "$(printf 'rid\tsource\tdob_month\tdob_year\tsex\tpostcode_sector\tpostcode_district\tneed')"
	assert_line --partial "$(printf '\tcin24\t2012-03\t2012\tF\tLE14|EC1A1\tLE1|EC1\tN1')"
}

@test "what a rule does not fit is blanked and counted, never let through" {
	sed 's/2012-03-09/09.03.2012/; s/LE14XX/NOWHERE/' in.txt | seal_text |
		pseudo -q -k key --general dob=month --general postcode=sector -o out.tsv
	run grep -E '09.03|NOWHERE' out.tsv
	assert_failure 1
	run grep -c ' blanked.dob_month=1 blanked.postcode_sector=1$' out.tsv
	assert_output 1
}

@test "whatever is not named is dropped, and said so" {
	run pseudo -k key --token upn --drop surname -o out.tsv in.tsv
	assert_success
	assert_output "$(printf 'pseudo: %s is dropped\n' 'local_id (entity)' 'dob (quasi)' 'sex (quasi)' 'postcode (quasi)')"
	run table out.tsv
	assert_line --index 0 "$(printf 'rid\tsource\tupn\tneed')"
}

@test "the crosswalk is asked for, identifiable, private and sealed" {
	pseudo -q -k key --crosswalk walk.tsv -o out.tsv in.tsv
	run stat -c %a walk.tsv
	assert_output 600
	run grep -c 'level=identifiable' walk.tsv
	assert_output 1
	run unseal walk.tsv
	assert_line --index 0 "$(printf 'cin24:1\t%s' "$(token 'rid|' cin24:1)")"
	assert_equal "${#lines[@]}" 3
	"$ROOT/tests/tools/oracle.py" check <walk.tsv
}

@test "digests of files and sums of identifiable records are keyed" {
	sum=$(grep -o ' sum=[0-9a-f]*' in.tsv | head -n 1)
	pseudo -q -k key -o out.tsv in.tsv
	run grep -c "$sum" out.tsv
	assert_output 0
	printf 'Person ID,Surname,DOB\n7,PELLOW,01/02/2010\n' >list.csv
	ingest -q -s "$SCHEMAS/person_list.tsv" --source list list.csv -o list.tsv
	pseudo -q -k key -o list.out list.tsv
	run grep '^##digest' list.out
	assert_output --regexp '^##digest source=list hmac=[0-9a-f]{64}$'
	refute_output --partial "$(sha256sum <list.csv | cut -d ' ' -f 1)"
	"$ROOT/tests/tools/oracle.py" check <out.tsv
	stack out.tsv -o again.tsv
}

@test "keyed sums still add up where streams came together" {
	sed 's/cin24/cla24/g; s/tool=ingest .*/& opt.source=cla24/' in.txt | seal_text >cla.tsv
	stack -o both.tsv in.tsv cla.tsv
	pseudo -q -k key --token upn -o out.tsv both.tsv
	seal check out.tsv
	"$ROOT/tests/tools/oracle.py" check <out.tsv
}

@test "two deliveries: the sums do not tell which record joined" {
	# Whoever knows one record that joined must not learn from it how the sums are keyed.
	for joined in 'cin24:4	cin24	QX90		ROWE	2014-05-06	F		N1' 'cin24:4	cin24	QX91		NANCE	2015-06-07	M		N2'; do
		{ cat in.txt && echo "$joined"; } | seal_text | pseudo -q -k key -o "out.${joined:14:4}"
	done
	pseudo -q -k key -o before in.tsv
	run /usr/bin/python3 - <<-'END'
		import re, xxhash
		def sums(path):
		    return [int(re.search(" read_sum=([0-9a-f]+)", line)[1], 16) for line in open(path) if " read_sum=" in line]
		lines = ["cin24:4\tcin24\tQX90\t\tROWE\t2014-05-06\tF\t\tN1", "cin24:4\tcin24\tQX91\t\tNANCE\t2015-06-07\tM\t\tN2"]
		one, two = (xxhash.xxh3_128_intdigest(line.encode()) for line in lines)
		first, second, before = sums("out.QX90")[-1], sums("out.QX91")[-1], sums("before")[-1]
		M = 1 << 128
		assert len({first, second, before}) == 3
		assert (first - before) * two % M != (second - before) * one % M
	END
	assert_success
}

@test "steps before it keep no figure of cells, no name of a part, no id that could be guessed" {
	sed 's/2012-03-10/2012-13-10/; s/tool=ingest .*/& opt.format=csv opt.member=pellow.csv opt.sheet=Mary opt.source=cin24/' in.txt | seal_text |
		clean -q -o cleaned.tsv
	grep -q '^##count .* blanked\.dob=1' cleaned.tsv
	pseudo -q -k key --token upn -o out.tsv cleaned.tsv
	run -0 seal show out.tsv
	refute_output --regexp 'pellow|Mary'
	run -0 grep '^##step' out.tsv
	assert_line --partial 'opt.format=csv opt.source=cin24'
	refute_output --partial '##step 000000000000'
	run grep -cFf <(sed -n 's/^##step \([0-9a-f]*\) .*/\1/p' cleaned.tsv) out.tsv
	assert_output 0
	run -0 grep '^##count' out.tsv
	refute_output --regexp ' (blanked|changed|repaired)\.'
	"$ROOT/tests/tools/oracle.py" check out.tsv
}

@test "##x- lines are dropped" {
	sed '/^rid/i ##x-note by=anne' in.txt | seal_text >x.tsv
	run pseudo -k key --drop local_id,upn,surname,dob,sex,postcode -o out.tsv x.tsv
	assert_success
	assert_output --partial '##x- are dropped'
	run grep -c anne out.tsv
	assert_output 0
}

@test "input that is pseudonymised already is refused" {
	pseudo -q -k key -o out.tsv in.tsv
	run pseudo -q -k key out.tsv
	assert_failure 77
}

@test "a piece of a stream is refused: its place would show" {
	seal split -n 2 -o piece in.tsv
	run pseudo -q -k key piece.0001.tsv
	assert_failure 65
}

@test "usage and policy are refused by name" {
	run pseudo in.tsv
	assert_failure 2
	assert_output --partial '-k FILE is required'
	while IFS='~' read -r status arguments message; do
		run bash -c "pseudo -q -k key $arguments in.tsv"
		assert_failure "$status"
		assert_output --partial -- "$message"
	done <<-'END'
		2~--token nothing~--token: the input has no column nothing
		2~--token upn,upn~--token: upn is listed twice
		2~--token rid~--token: rid has the role key: ids are replaced anyway
		2~--token upn --drop upn~--drop: upn is used by another option
		2~--key dob+sex~--key: not NAME=A+B...: dob+sex
		2~--key k=nothing+sex~--key: the input has no column nothing
		78~--key 'k=fish(sex)'~--key
		2~--digest dob+sex~--digest: not NAME=A+B...: dob+sex
		2~--digest op=dob:yy+sex~--digest: not a format of dates, such as dd.mm.yyyy: yy
		2~--within sex~--within is for --variants and --bloom
		2~--variants surname~--variants needs --within VALUE, such as --within dob
		2~--variants upn --within dob~--variants: upn is of type upn, not name
		2~--variants surname,surname --within dob~--variants: surname is listed twice
		2~--variants surname --within forename=dob~--within: there are no --variants or --bloom of forename
		2~--variants surname --within surname=dob --within surname=sex~--within: surname has a group already
		2~--variants surname --within dob --within sex~--within: sex: there is one for all columns already
		2~--variants surname --bloom upn --within upn=dob~--variants needs --within VALUE, such as --within dob
		2~--bloom upn --within surname=nothing~--within: the input has no column nothing
		2~--bloom upn --within nothing~--within: the input has no column nothing
		2~--bloom upn --within 'any(dob,nothing)'~--within: the input has no column nothing
		2~--key 'k=any(dob,nothing)'~--key: the input has no column nothing
		78~--bloom upn --within 'fish(sex)'~--within
		2~--risk --accept-risk~--risk writes no records: leave out --crosswalk and --accept-risk
		2~--risk --crosswalk walk.tsv~--risk writes no records: leave out --crosswalk and --accept-risk
		2~--general dob~--general: not COLUMN=month, year, sector, district or keep: dob
		2~--general dob=day~--general: not COLUMN=month, year, sector, district or keep: dob=day
		2~--general sex=month~--general: not a rule for a column of type sex: sex=month
		2~--general dob=year --general dob=year~--general: dob=year is given twice
		77~--general dob=keep~--general: a column of type date may not be kept as it is: dob
		77~--general upn=keep~--general: upn has the role direct, not quasi
		77~--general need=keep~--general: need has the role sensitive, not quasi
	END
}

@test "key files: what they are" {
	chmod 644 key
	refused key 'key: key file: its mode is 0644, not 0600 or 0400'
	chmod 400 key
	run pseudo -q -k key in.tsv
	assert_success
	ln -s key link
	refused link 'link: key file: is a symbolic link'
	ln key second
	refused key 'key: key file: has a second hard link'
	rm second
	mkfifo -m 600 fifo
	refused fifo 'fifo: key file: is not a regular file'
	mkdir -m 600 folder
	refused folder 'folder: key file: is not a regular file'
	refused missing 'missing: key file: No such file or directory'
	mkdir open
	cp key open/key
	chmod 777 open
	refused open/key 'open/key: key file: others may write in its directory'
}

@test "key files: whose they are" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can give a file away'
	chown 12345 key
	refused key 'key: key file: is owned by another user'
}

@test "key files: what they hold" {
	while IFS='~' read -r text message; do
		printf '%b' "$text" >bad
		refused bad "bad: key file: the key $message"
	done <<-'END'
		mackerel~is a well-known demonstration salt
		8f3a61c07be2d49a5513e0c72b9fd64f ~has a blank at its start or end
		8f3a61c07be2d49a\n5513e0c72b9fd64f\n~has more than one line, or a carriage return
		8f3a61c07be2d49a5513e0c72b9fd64f\r\n~has more than one line, or a carriage return
		8f3a61c07be2d49a5513e0c72b9fd64f\n\n~has more than one line, or a carriage return
		8f3a61c07be2d49a\x005513e0c72b9fd64f~has a control character
		\xEF\xBB\xBF8f3a61c07be2d49a5513e0c72b9fd64f~starts with a byte order mark
		\xFF\xFE3a61c07be2d49a5513e0c72b9fd64f~is not UTF-8 text
		8f3a61c07be2d49a5513e0c72b9fd6~has fewer than 128 bits
		8f3a61c07be2d49a8f3a61c07be2d49a~has fewer than 128 bits
		Password123Password124!~has fewer than 128 bits
		Leicester-Schools-2026-Secret-Key!~has fewer than 128 bits
		~has fewer than 128 bits
	END
	head -c 2000 /dev/zero | tr '\0' 'x' >long
	refused long 'long: key file: is longer than 1024 bytes'
}

@test "memory stays under 32 MiB whatever the input" {
	[ "$MODE" = release ] || skip 'measured on the release build'
	many 60000 >big.tsv
	run bash -c 'exec 3>&2; /usr/bin/time -f %M pseudo -q -k key --token local_id --bloom surname,postcode --accept-risk big.tsv 2>&1 >/dev/null'
	assert_success
	[ "$output" -lt 32768 ]
}
