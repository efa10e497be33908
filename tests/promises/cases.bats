#!/usr/bin/env bats
# Inputs that once gave a wrong result, with the right one: the folders of $SHARED/cases, each run as
# it stands there. Behind every case comes another of its kind, which needs no folder.

load ../helper

# case_of NAME: the folder, copied here; its commands find the programs and the models as they are now.
case_of() {
	needs_sample "cases/$1"
	cp -r "$SHARED/cases/$1/." .
	sed -i 's#\$SCHEMAS/link/#$MODELS/#g; s#^cd filters;#cd "$J/filters";#' ./*.sh 2>/dev/null || true
	export JIG=$ROOT J=$ROOT S=$SCHEMAS TMP=$BATS_TEST_TMPDIR
	[[ ! -e cmd.sh ]] || run bash -c 'bash cmd.sh 2>&1'
	[[ ! -e run.sh || -n ${2-} ]] || run bash -c 'bash run.sh 2>&1'
}

# What `clean` makes of values of a type, one a line.
cleaned() { # TYPE VALUE...
	local type=$1 n=0
	shift
	{
		printf 'rid\tv\n'
		printf '%s\n' "$@" | while IFS= read -r value; do printf 'x:%d\t%s\n' $((++n)) "$value"; done
	} | seal adopt --source x --column "v:$type:${ROLE:-quasi}" | clean -q 2>/dev/null | grep '^x:' | cut -f 2 | paste -sd ' '
}

records() { # of a stream, without its header
	grep -v '^##' | tail -n +2
}

@test "intake-01: the wording of ethnic groups in 2021" {
	assert_equal "$(cleaned ethnicity 'Black, Black British, Black Welsh, Caribbean or African: Caribbean' 'Asian, Asian British or Asian Welsh: Bangladeshi' \
		'Mixed or Multiple ethnic groups: White and Black African')" 'BCRB ABAN MWBA'
	case_of intake-01-ethnicity-census2021-black
	assert_output "$(cat expected.txt)"
}

@test "intake-02: an unknown sex is no different sex" {
	printf '##model prior=0.5 threshold=-9\ncomparison\tlevel\tcondition\tm\tu\nsex\tnull\tmissing(known(sex))\t\t\nsex\texact\texact(known(sex))\t.9\t.5\nsex\telse\telse\t.1\t.5\n' >m
	printf 'pass\tkey\n1\tk\n' >r
	for x in U X 'not known'; do
		printf 'rid\tk\tsex\nx:1\t1\tF\nx:2\t1\t%s\n' "$x" | seal adopt --source x --column k:text:quasi --column sex:sex:quasi |
			clean -q | block -q -r r -m m --within | compare -q -m m | records >got
		assert_equal "$(cut -f 7 got)" -1
	done
	case_of intake-02-sex-unknown-counts-as-different
	assert_line --partial $'b:1\t1\t52.1'
	assert_line --partial $'b:1\t-1\t51.1'
}

@test "intake-03: a stated gender X is a sex that is not known" {
	assert_equal "$(cleaned stated_gender X x 1 2)" 'U U M F'
	case_of intake-03-sex-X-stated-gender
	assert_output "$(cat expected.txt)"
}

@test "intake-04: words for a missing value are no names" {
	assert_equal "$(ROLE=direct cleaned name '\\N' '(null)' '<null>' 'ANN')" '   ANN'
	case_of intake-04-name-null-markers
	for n in 1 2 3; do assert_line "x:$n"$'\t'; done
	printf 'Child ID,Surname,Forename,DOB\n1,NULL,nan,01/03/2015\n' |
		ingest -q -s "$SCHEMAS/person_list.tsv" --source x --null NULL --null nan - | records >got
	assert_equal "$(cut -f 3,4 got)" $'\t'
}

@test "intake-05: a text that begins with a word is no table" {
	printf 'Home\n\nWelcome to the extract.\nPostcode\n' >notes.txt
	printf 'Child ID,Surname,Forename,DOB\n1,A,B,01/03/2015\n' >list.csv
	run ingest --each out --source la list.csv notes.txt
	assert_failure 65
	assert_not_exist out/notes.tsv
	case_of intake-05-each-takes-a-readme
	assert_line 'rc 65'
	refute_line --partial home_postcode
}

@test "intake-07: a ruler of dashes is no person" {
	printf 'Child ID|Surname|Forename|DOB\n--------|-------|--------|---\n5|Pellow|Ann|2015-03-01\n' >in.txt
	assert_equal "$(ingest -q -s "$SCHEMAS/person_list.tsv" --delimiter pipe --source x in.txt | records | cut -f 2-)" $'5\tPellow\tAnn\t2015-03-01'
	case_of intake-07-sqlcmd-ruler
	assert_output "$(head -2 expected.txt)"
}

@test "intake-08: text that was decoded wrongly is mended" {
	assert_equal "$(ROLE=direct cleaned name 'MÃ¼ller' 'D&#8217;Souza' 'FranÃ§ois')" 'MULLER DSOUZA FRANCOIS'
	case_of intake-08-mojibake-names
	assert_output "$(cat expected.txt)"
}

@test "intake-09: rows that a spreadsheet left short" {
	printf 'Child ID,Surname,Forename,DOB,Postcode\n1,A,B,01/03/2015,LE1 4XX\n2,C,D,02/03/2015\n' >two.csv
	ingest -q -s "$SCHEMAS/person_list.tsv" --source x two.csv >out
	assert_equal "$(records <out | wc -l)" 2
	assert_file_contains out ' short\.lines=1'
	case_of intake-09-short-rows-excel
	assert_line 'rc 0'
	assert_equal "$(grep -c '^x:' <<<"$output")" 2
}

@test "intake-11: dates with a time as spreadsheets print it" {
	assert_equal "$(cleaned date '5/6/2012 9:05' '16/10/2012 11:59:59 PM' '2012-10-16 7:00')" '2012-06-05 2012-10-16 2012-10-16'
	case_of intake-11-date-with-short-hour-or-am-pm
	assert_output "$(cat expected.txt)"
}

@test "intake-13: a code of sex with its word" {
	assert_equal "$(cleaned sex 'F (Female)' '2 - Female' 'Female: F')" 'F F F'
	case_of intake-13-sex-letter-and-word
	assert_output "$(cat expected.txt)"
}

@test "intake-14: a wide file of which a part is read" {
	case_of intake-14-gias-not-recognised
	assert_line --partial $'gias\t'
	refute_output --partial '?'
	assert_line 'rc 0'
	assert_line 5
}

@test "intake-15: quotes that mean nothing" {
	printf 'Child ID\tSurname\tForename\tDOB\n5\tO"Neil\t"Ann\t2015-03-01\n' >in.txt
	assert_equal "$(ingest -q -s "$SCHEMAS/person_list.tsv" --delimiter tab --quote none --source x in.txt | records | cut -f 3,4)" $'O"Neil\t"Ann'
	case_of intake-15-quotes-that-mean-nothing
	ingest -q -s "$SCHEMAS/person_list.tsv" --delimiter tab --quote none --source x in.tsv | records >got
	assert_equal "$(wc -l <got)" 1
	grep -q '"' got
}

@test "intake-17: the files of the school immunisation service" {
	case_of intake-17-manage-vaccinations-layout
	run ingest --sniff cohort.csv vaccs.csv
	refute_output --partial children_missing_education
	refute_output --partial '?'
	ingest -q --each out --source v cohort.csv vaccs.csv
	run bash -c 'grep -h "^##column" out/*'
	for c in nhs_number dob address_line_1 urn immunisation_date immunisation batch_number; do assert_output --partial "$c"; done
}

@test "intake-18: JSON that is wrapped in an object" {
	case_of intake-18-json-wrapped
	sed '1s/$/ record=children/' s.tsv >w.tsv
	ingest -q -s w.tsv --source x in.json | records >got
	assert_equal "$(wc -l <got)" 2
}

@test "intake-19: a return keeps the numbers of the Department" {
	case_of intake-19-clean-then-export-return
	cd "$BATS_TEST_TMPDIR"
	sed -i 's/jigsaw export/jigsaw export --receipt receipt/; s#2>/dev/null##' cmd.sh
	run bash -c 'bash cmd.sh 2>&1'
	assert_output --partial '<LEA>856</LEA>'
}

@test "intake-20: a row of guidance below the titles" {
	case_of intake-20-guidance-row-below-titles
	assert_equal "$(ingest -q -s "$SCHEMAS/person_list.tsv" --below 1 --source x in.csv | clean -q | records | cut -f 2-)" $'EXAMPLE\tADA\t2015-03-01'
}

@test "intake-22: labels as the Department words them" {
	case_of intake-22-code-labels
	while IFS=$'\t' read -r list code _ label _; do
		case $list in sdq_reason | worker_change_reason)
			run grep -P "^$code\t" "$SCHEMAS/codes/$list.tsv"
			assert_output --partial "$label"
			;;
		esac
	done < <(tail -n +2 in.tsv)
	for code in UN8 UN9 UN10; do grep -qP "^$code\t" "$SCHEMAS/codes/upn_unknown.tsv"; done
	grep -P '^RC9\t' "$SCHEMAS/codes/closure_reason.tsv" | grep -q 2023
	for code in 18A 19A; do grep -qP "^$code\t" "$SCHEMAS/codes/assessment_factor.tsv"; done
}

@test "intake-25: a full name of which the comma says the parts" {
	case_of intake-25-full-name-not-split
	ingest -q -s "$SCHEMAS/person_list.tsv" --source x in.csv | clean -q | records >got
	assert_file_contains got 'OHARA'
	run cut -f 3- got
	assert_line --partial 'JANE'
	grep -qP '\tDE LA CRUZ\t' got
}

@test "link-digest_of_blanks: who has no name shares no pseudonym" {
	printf '%s\n' 0123456789abcdef0123456789abcdee >key
	sed -i 's/$/fedcba9876543210fedcba9876543211/' key
	printf 'rid\tn\nx:1\t \nx:2\t   \nx:3\t\n' | seal adopt --source x --column n:name:direct |
		pseudo -q -k key --token n --key k=n --digest d=n | records >got
	assert_equal "$(cut -f 2- got | tr -d '\t\n')" ''
}

@test "link-either_one_side_missing: what is true whatever the missing side is" {
	case_of link-either_one_side_missing no
	model import-splink -q -r rules.tsv -o model.tsv settings.json
	printf 'rid\tforename\tk\nx:1\tBABY\t1\nx:2\t\t1\n' | seal adopt --source x --column forename:name:direct --column k:text:quasi -o in.s
	block -q -r rules.tsv -m model.tsv in.s | compare -q -m model.tsv -t -900 >out
	run grep ^x:1 out
	assert_output --partial '-3.45943161863'
}

@test "link-export_jaro_spark: the SQL is the dialect's" {
	case_of link-export_jaro_spark no
	model export-splink -q -o out.json model.tsv
	run grep sql_condition out.json
	assert_output --partial 'jaro_similarity('
	refute_output --partial array_max
}

@test "link-import_guard_is_not_null: a guard says nothing new" {
	case_of link-import_guard_is_not_null
	assert_output --partial rc=0
}

@test "link-import_m_or_u_of_one: what one program writes the next one reads" {
	case_of link-import_m_or_u_of_one
	assert_line 'block rc=0'
	assert_line 'u=0.9999999999999 rc=0'
}

@test "link-man_examples_lose_tabs: printed examples can be typed" {
	case_of link-man_examples_lose_tabs
	refute_output --partial 'ridlocal_id'
}

@test "link-recall_over_one: rules that find more than there can be" {
	case_of link-recall_over_one
	assert_line 'rc=78'
}

@test "link-train_rules_link_households: families stay families" {
	case_of link-train_rules_link_households no
	export TRAIN=$ROOT/pipelines/train.sh
	run bash -c 'bash run.sh 2>&1'
	assert_line 'persons made 600 (600 children exist), of which hold records of more than one child: 0'
	refute_line --partial 'persons made 300'
}

@test "attack-01: the sums of two deliveries name nobody" {
	python3 -c 'import xxhash' 2>/dev/null || skip 'the attacker needs python3-xxhash'
	case_of attack-01_keyed_sums
	refute_output --partial 'found after'
}

@test "attack-03: values of persons are no dimensions" {
	case_of attack-03_open_dimensions
	refute_output --partial 2025-02-03
	refute_output --partial Xqzname
	refute_output --partial 'level: publishable'
}

@test "attack-07: a receipt that cannot be written stops the run before the output" {
	needs_sample cases/attack-07_receipt_crash
	synth -q --children 30 --seed 1 --sectors gp -d raw
	mkdir -p WORK/samp/s
	ingest -q -s "$SCHEMAS/gp_list.tsv" --source gp raw/gp.csv -o WORK/samp/s/gp
	case_of attack-07_receipt_crash no
	export XDG_STATE_HOME=$PWD/state
	run bash -c 'bash run.sh 2>&1'
	refute_output --partial 'Segmentation'
	refute_output --partial 'there and whole'
	refute_output --partial 'Invalid read'
	# A run with --inside is always logged.
	assert_file_exist state/jigsaw/inside.jsonl
}

@test "attack-08: no aggregate of single birth dates" {
	needs_sample cases/attack-08_level_evaluate
	"$ROOT/pipelines/demo.sh" --trusted --children 200 --out demo >/dev/null 2>&1
	run evaluate --truth demo/private/truth.tsv --records demo/linker/identities.tsv --by postcode,dob demo/linker/persons.tsv
	assert_failure 77
	refute_output --partial HR10
}

@test "attack-09: a declaration lowers no role" {
	case_of attack-09_declarations
	refute_line --partial '##jigsaw 1 level='
	refute_line --partial 9990000026
}

@test "attack-11: two outputs of one name" {
	case_of attack-11_same_path
	refute_line 'exit 0'
	refute_line 'exit 0 with the receipt behind the stream'
}

@test "attack-12: blanks and dollars in the paths of the nightly run" {
	case_of attack-12_nightly_paths
	assert_line 'exit 0'
	assert_not_exist RAN
	refute_line RAN
}
