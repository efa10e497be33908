#!/usr/bin/env bats
load ../helper
# ingest of what export writes gives the records back, whatever they hold.

# trips SEED [OPTION]... -- SCHEMA...
trips() {
	run "$ROOT/tests/tools/roundtrip.py" "$@"
	assert_output ''
	assert_success
}

# schemas [FACT]: those that are shipped.
schemas() {
	grep -l "^##schema .*${1:-}" "$SCHEMAS"/*.tsv
}

@test "every schema that is shipped" {
	mapfile -t shipped < <(schemas)
	[ "$MODE" = release ] || shipped=("$SCHEMAS"/cin_*.tsv "$SCHEMAS"/ssda903_*.tsv "$SCHEMAS"/mps_*.tsv)
	trips 1 -- "${shipped[@]}"
}

@test "every CSV schema by way of a spreadsheet" {
	mapfile -t shipped < <(schemas format=csv)
	[ "$MODE" = release ] || shipped=("$SCHEMAS"/hes_cc.tsv "$SCHEMAS"/mps_*.tsv)
	trips 2 --for-spreadsheet -- "${shipped[@]}"
}

@test "fixed width and JSON" {
	cat >fixed.tsv <<-'END'
		##schema set=test table=f format=fixed lead=1 count=5-9 tail=1 level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	1-10	
		surname	name	direct			11-30	
		note	text	plain			35-60	
	END
	cat >json.tsv <<-'END'
		##schema set=test table=j format=json level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	person/id	
		surname	name	direct			person/name/family	
		tags	code	plain	yes		tags	
		note	text	plain			note	
	END
	for seed in 1 2 3 4 5 6 7 8 9; do
		trips $seed -- fixed.tsv json.tsv
	done
}

# returns SET BASE TABLE...: all tables of a return in one document, and out of it again.
returns() {
	local set=$1 base=$2 table with=()
	shift 2
	for table; do
		ingest -q -s "$SCHEMAS/${set}_$table.tsv" --source a "raw/$set.xml" -o "$table.tsv"
		[ "$table" = "$base" ] || with+=(--with "$SCHEMAS/${set}_$table.tsv=$table.tsv")
	done
	env export -q --inside -s "$SCHEMAS/${set}_$base.tsv" "${with[@]}" "$base.tsv" -o "$set.xml"
	for table; do
		cmp <(table "$table.tsv") <(ingest -q -s "$SCHEMAS/${set}_$table.tsv" --source a "$set.xml" | table)
	done
}

@test "whole returns of artificial children: CIN and SEN2" {
	synth -q --children 300 --seed 3 -d raw
	returns cin child header child details assessments plans plan_dates section47
	assert [ "$(unseal assessments.tsv | wc -l)" -gt 10 ]
	returns sen2 person header person requests assessments named_plans plan_details active_plans placements needs
	assert [ "$(unseal placements.tsv | wc -l)" -gt 10 ]
}

# cleaned SET BASE TABLE...: the same by way of clean, with its code lists.
cleaned() {
	local set=$1 base=$2 table with=()
	shift 2
	for table; do
		ingest -q -s "$SCHEMAS/${set}_$table.tsv" --source a "raw/$set.xml" |
			clean -q -s "$SCHEMAS/${set}_$table.tsv" -o "$table.tsv"
		[ "$table" = "$base" ] || with+=(--with "$SCHEMAS/${set}_$table.tsv=$table.tsv")
	done
	env export -q --inside -s "$SCHEMAS/${set}_$base.tsv" "${with[@]}" "$base.tsv" -o "$set.xml"
}

@test "a CIN return that was cleaned is the return that was received, and valid" {
	synth -q --children 2000 --seed 4 --sectors cin -d raw
	"$ROOT/tests/tools/cin_return.py" raw/cin.xml
	cleaned cin child header child details assessments plans plan_dates section47 reviews
	"$ROOT/tests/tools/cin_return.py" cin.xml
	# Some UPNs of synth are none.
	diff <(grep -v '<UPN>' raw/cin.xml | tr -d ' ') <(grep -v '<UPN>' cin.xml | tr -d ' ')
}

@test "a SEN2 return that was cleaned has its elements in order, and the values it had" {
	synth -q --children 2000 --seed 4 --sectors sen2 -d raw
	cleaned sen2 person header person requests assessments named_plans plan_details active_plans placements needs 2>/dev/null
	# Names are in upper case; some UPNs and postcodes of synth are none.
	diff <(grep -vE '<(UPN|Post[Cc]ode)>' raw/sen2.xml | tr -d ' ' | sed -E '/name>/s/.*/name/') \
		<(grep -vE '<(UPN|Post[Cc]ode)>' sen2.xml | tr -d ' ' | sed -E '/name>/s/.*/name/')
}

@test "a CIN return of an earlier year has its elements and codes" {
	local year
	for year in 2017 2022 2024 2026; do
		synth -q --children 1000 --seed 4 --on $year-01-13 --sectors cin -d raw
		cleaned cin child header child details assessments plans plan_dates section47 reviews 2>/dev/null
		"$ROOT/tests/tools/cin_return.py" cin.xml
		diff <(grep -v '<UPN>' raw/cin.xml | tr -d ' ') <(grep -v '<UPN>' cin.xml | tr -d ' ')
	done
	# Not cleaned, the codes are as they were received; without the header, there is no year.
	synth -q --children 1000 --seed 4 --on 2022-01-13 --sectors cin -d raw
	returns cin child header child details assessments plans plan_dates section47
	grep -q '<GenderCurrent>2<' cin.xml
	env export -q --inside -s "$SCHEMAS/cin_child.tsv" child.tsv -o cin.xml
	grep -q '<Sex>2<' cin.xml
}

@test "SSDA903 modules that were cleaned have the dates and authorities of the guide" {
	synth -q --children 3000 --seed 4 --sectors cla -d raw
	for module in header episodes reviews oc2; do
		ingest -q -s "$SCHEMAS/ssda903_$module.tsv" --source a "raw/ssda903_$module.csv" |
			clean -q -s "$SCHEMAS/ssda903_$module.tsv" |
			env export -q --inside -s "$SCHEMAS/ssda903_$module.tsv" | tr -d '\r' >"$module.csv"
		# Only what is no value may differ: a birth date, UPN or postcode that synth spoilt.
		diff <(cut -d , -f 1-3 "raw/ssda903_$module.csv") <(cut -d , -f 1-3 "$module.csv")
	done
	printf 'CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,27/03/2008,P1,856,01/02/2012\n2,09/09/2011,P1,WAL,\n3,09/09/2011,P1,NUK,\n' >in.csv
	ingest -q -s "$SCHEMAS/ssda903_previous_permanence.tsv" --source a in.csv | clean -q |
		env export -q --inside -s "$SCHEMAS/ssda903_previous_permanence.tsv" | tr -d '\r' | diff in.csv -
}

@test "health sets that were cleaned have the codes of the NHS" {
	printf 'LocalPatientID,DateOfBirth,Postcode,Gender,EthnicCategory\n1,2015-03-01,LE1 4XX,1,A\n2,2016-03-01,E1 6AN,X,99\n3,,,9,S\n' >in.csv
	ingest -q -s "$SCHEMAS/csds_cyp001_mpi.tsv" --source a in.csv | clean -q -s "$SCHEMAS/csds_cyp001_mpi.tsv" |
		env export -q --inside -s "$SCHEMAS/csds_cyp001_mpi.tsv" | tr -d '\r' | diff in.csv -
}

@test "a whole SSDA903 return: episodes beside the header, reviews in it" {
	mkdir raw
	cat >raw/ssda903_xml.xml <<-'END'
		<EXPSSDA903>
		<CHILD><HEADER><CHILDID>1</CHILDID><SEX>1</SEX><DOB>01/02/2015</DOB>
		<AREVIEW><REVIEW>03/04/2020</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
		<AREVIEW><REVIEW>05/06/2020</REVIEW><REVIEW_CODE>PN2</REVIEW_CODE></AREVIEW></HEADER>
		<EPISODE><DECOM>02/01/2019</DECOM><PL>U1</PL></EPISODE><EPISODE><DECOM>02/01/2020</DECOM></EPISODE></CHILD>
		<CHILD><HEADER><CHILDID>2</CHILDID><SEX>2</SEX></HEADER></CHILD>
		</EXPSSDA903>
	END
	returns ssda903_xml header header episode
	run grep -c '<AREVIEW>' ssda903_xml.xml
	assert_output 2
	assert_equal "$(tr -d ' \n' <ssda903_xml.xml | grep -o '</HEADER><EPISODE>.*</EPISODE></CHILD><CHILD>')" \
		'</HEADER><EPISODE><DECOM>02/01/2019</DECOM><PL>U1</PL></EPISODE><EPISODE><DECOM>02/01/2020</DECOM></EPISODE></CHILD><CHILD>'
}

@test "every sample file of the sector" {
	local extracts=$SHARED/data/extracts glob schema options file lead
	[ -d "$extracts" ] || skip 'no sample files beside the repository'
	while IFS=';' read -r glob schema options; do
		for file in "$extracts"/$glob; do
			# shellcheck disable=SC2086
			ingest -q -s "$SCHEMAS/$schema.tsv" --source a --rejects rejects $options "$file" -o first 2>/dev/null
			lead=()
			! grep -q '^##schema.* lead=1' "$SCHEMAS/$schema.tsv" || lead=(--lead "A,B,C,D")
			env export -q --inside -s "$SCHEMAS/$schema.tsv" "${lead[@]}" first -o file
			ingest -q -s "$SCHEMAS/$schema.tsv" --source a file -o second
			# Ids differ where records were set aside.
			cmp <(table first | cut -f 2-) <(table second | cut -f 2-)
		done
	done < <(tail -n +2 "$ROOT/tests/data/extracts.tsv" | cut -f 1-3 | tr '\t' ';')
}

# learned: two lists of artificial children, the passes, a model to start from and the patterns for estimate.
learned() {
	local field
	synth -q --children 300 --seed 1 -d received
	ingest -q -s "$SCHEMAS/school_census_pupilonroll.tsv" --source census received/pupilonroll.csv |
		clean -q | identities --source school -c surname,forename,dob,upn -o school
	ingest -q -s "$SCHEMAS/gp_list.tsv" --source list received/gp.csv |
		clean -q | identities --source gp -c surname,forename,dob,nhs_number -o gp
	stack school gp -o records
	printf 'pass\tkey\n1\tdob\n2\tsurname\n3\tforename\n' >rules.tsv
	{
		printf '##model prior=0.001 threshold=0\ncomparison\tlevel\tcondition\tm\tu\ttf_column\ttf_weight\ttf_minimum\n'
		for field in surname forename dob; do
			printf '%s\tnull\tmissing(%s)\t\t\t\t\t\n' $field $field
			printf '%s\texact\texact(%s)\t\t\t%s\t0.3333333333333333\t0.00000000000000001\n' $field $field $field
			printf '%s\tclose\tdamerau(%s) <= 1\t\t\t\t\t\n%s\telse\telse\t\t\t\t\t\n' $field $field $field
		done
	} >start.tsv
	block -q -r rules.tsv -m start.tsv records | compare -q --patterns -m start.tsv -o patterns
}

# scored MODEL RULES: pairs and weights, to the last decimal.
scored() {
	block -q --between -r "$2" -m "$1" records | compare -q -m "$1" -t 0 | table | cut -f 1,2,10 | sort
}

@test "what estimate learns, block, compare, estimate and Splink take, and it comes back from Splink" {
	local how
	learned
	for how in joint splink; do
		estimate -q --method $how -m start.tsv -r rules.tsv --records records -o model.tsv patterns
		block -q -r rules.tsv -m model.tsv records | compare -q --patterns -m model.tsv |
			estimate -q -m model.tsv -r rules.tsv --records records -o again.tsv
		env model export-splink -q -r rules.tsv -o out.json model.tsv
		env model import-splink -q -r back_rules.tsv -o back.tsv out.json
		scored model.tsv rules.tsv >ours
		assert [ "$(wc -l <ours)" -gt 100 ]
		diff ours <(scored back.tsv back_rules.tsv)
	done
}

@test "what is written beside the streams is read: card, decisions, ledger, ambiguous pairs" {
	learned
	estimate -q -m start.tsv -r rules.tsv --records records --card card.md -o model.tsv patterns
	sed -n '/^item/,/^```/p' card.md | grep -v '^```' >protocol
	block -q -r rules.tsv -m model.tsv records | compare -q --protocol protocol -m model.tsv -o pairs
	{
		printf 'id_a\tid_b\tverdict\treviewer\tnote\twhen\n'
		table pairs | awk -F '\t' -v OFS='\t' 'NR > 1 && NR < 40 {
			print $1, $2, NR % 3 == 0 ? "different" : NR % 7 == 0 ? "forbidden" : "same", "AB", "", "2026-01-05T10:00:00Z" }'
	} >decisions.tsv
	review take decisions.tsv --pairs pairs -o same --must-not apart --labels labels
	estimate -q -m start.tsv -r rules.tsv --records records --labels labels -o judged.tsv patterns
	block -q -r rules.tsv -m judged.tsv -o groups records
	env evaluate -q --labels labels -m model.tsv --records records -o figures pairs
	env cluster -q -m model.tsv --protocol protocol --records records --project p --ledger-out ledger --must-link same \
		--must-not apart --ambiguous ambiguous --events events --report report -o persons pairs
	env cluster -q -m model.tsv --records records --project p --ledger ledger --ledger-out next --must-link same --must-not apart \
		-o persons2 pairs
	diff <(table persons) <(table persons2)
	review make -q --inside -m model.tsv --records records -o page.html ambiguous
	for file in same apart labels ledger next ambiguous events report persons figures; do
		seal check $file
	done
}

@test "any number that Splink's settings may hold: import, block, compare, export, import" {
	local number
	printf 'rid\ts\nx:1\tA\nx:2\tA\n' | seal adopt --source x --column s:name:direct -o records
	for number in 0.3333333333333333 0.9999999999999999 1e-5 1.2345678901234567e-13 7.000000000000001e-299 1e-305 5e-324; do
		printf '{"link_type": "dedupe_only", "probability_two_random_records_match": %s, "blocking_rules_to_generate_predictions":
			["l.s = r.s"], "comparisons": [{"output_column_name": "again", "comparison_levels": [{"sql_condition": "s_l = s_r",
			"m_probability": %s, "u_probability": %s, "tf_adjustment_column": "s", "tf_adjustment_weight": %s,
			"tf_minimum_u_value": %s}, {"sql_condition": "ELSE", "m_probability": 0, "u_probability": 1}]}]}' \
			$number $number $number $number $number >settings.json
		env model import-splink -q -r rules.tsv -o model.tsv settings.json
		block -q -r rules.tsv -m model.tsv records | compare -q -m model.tsv -t -1000 >/dev/null
		env model export-splink -q -r rules.tsv -o out.json model.tsv
		env model import-splink -q -r rules2.tsv -o model2.tsv out.json
		diff <(cut -f 1-9 model.tsv) <(cut -f 1-9 model2.tsv)
		diff rules.tsv rules2.tsv
	done
}
