#!/usr/bin/env bats
# The rules and models of models/: that each can be read, and what the ladders find.
load ../helper

# The rules that go with a model: its own, or those of its family.
rules_of() {
	local base=${1%.tsv}
	if [[ -e ${base}_rules.tsv ]]; then echo "${base}_rules.tsv"; else echo "${base%_*}_rules.tsv"; fi
}

models() {
	local file
	for file in "$MODELS"/*.tsv; do
		[[ $file == *_rules.tsv ]] || echo "$file"
	done
}

ladders() {
	models | grep /ladder_
}

# The columns that a model and its rules name.
columns_of() {
	grep -hv '^#' "$@" | awk -F '\t' '$1 == "comparison" { at = 3; next } $1 == "pass" { at = 2; next } { print $at }' |
		sed "s/'[a-z]*'//g" | grep -oE '[a-z][a-z0-9_]*\(?' |
		grep -vE '\($|^(and|or|not|else)$' | sort -u
}

@test "every model and every rules file can be read" {
	local model rules count=0
	for model in $(models); do
		rules=$(rules_of "$model")
		{
			printf '##jigsaw 1 level=identifiable\n##source id=a\n##source id=b\n'
			printf '##column rid type=rid role=key\n##column source type=source role=plain\n'
			columns_of "$model" "$rules" | sed 's/.*/##column & type=text role=direct/'
			printf '##step 000000000000 tool=stack version=0.1.0\nrid\tsource\t'
			columns_of "$model" "$rules" | paste -s
		} | seal_text >empty
		run bash -o pipefail -c "block -q -r '$rules' -m '$model' empty | compare -m '$model' -t none | cluster -m '$model' --records empty"
		[[ $status == 0 ]] || fail "$(basename "$model"): $output"
		count=$((count + 1))
	done
	((count >= 12))
	# And no rules file is without a model.
	for rules in "$MODELS"/*_rules.tsv; do
		compgen -G "${rules%_rules.tsv}*.tsv" | grep -qv _rules || fail "$rules"
	done
}

@test "every rule of a ladder is unique and names where it is from" {
	local ladder
	for ladder in $(ladders); do
		run bash -c "grep -v '^#' '$ladder' | tail -n +2 | awk -F '\t' '\$1 != \"rule\" || \$6 != \"unique\" || \$7 == \"\"'"
		assert_output ''
		run grep -c '^# ' "$ladder"
		((output >= 2))
	done
}

# One child in two sources, of the two sexes.
sexes() {
	printf '%s\n' 'Person ID,Surname,Forename,DOB,Sex,Postcode,NHS Number,UPN' >a.csv
	cp a.csv b.csv
	echo "1,Example,Ada,2015-03-01,$1,LE1 4XX,9990000018," >>a.csv
	echo "1,Example,Ada,2015-03-01,$2,LE1 4XX,9990000018," >>b.csv
	local source
	for source in a b; do
		ingest -q -s "$SCHEMAS/person_list.tsv" --source $source $source.csv | clean -q |
			identities -q --payload $source.payload -o $source
	done
	stack -q a b | block -q -r "$MODELS/children_trusted_rules.tsv" -m "$MODELS/children_trusted.tsv" |
		compare -q -m "$MODELS/children_trusted.tsv" >pairs
	paste -d ' ' <(column sex pairs) <(column weight pairs | cut -c 1-5)
}

@test "a sex that is not known is missing, on either side and on both" {
	assert_equal "$(sexes F F)" '1 52.12'
	assert_equal "$(sexes F U)" '-1 51.13'
	assert_equal "$(sexes F '')" '-1 51.13'
	assert_equal "$(sexes X F)" '-1 51.13'
	assert_equal "$(sexes U U)" '-1 51.13'
	assert_equal "$(sexes X X)" '-1 51.13'
	assert_equal "$(sexes F M)" '0 45.49'
}

@test "no model or rule compares a sex otherwise" {
	run grep -nE '(exact|missing)\(sex\)|\t([^\t]*\+ *)?sex( *\+[^\t]*)?\t' "$MODELS"/*.tsv
	assert_output ''
}

# A place with five services, and the truth about it.
population() {
	synth -q --children 300 --seed 3 -d raw
	records() { ingest -s "$1" --source "$2" "raw/$3" | clean -q; }
	stack <(records "$SCHEMAS/school_census_pupilonroll.tsv" census pupilonroll.csv) \
		<(records "$SCHEMAS/school_census_addresses.tsv" census-addresses addressesonroll.csv) |
		identities --source school --payload school.p -c forename,dob,sex,postcode \
			--merge upn=upn+former_upn --merge surname=surname+preferred_surname+former_surname -o school
	records "$SCHEMAS/cin_child.tsv" cin cin.xml |
		identities --payload cin.p -c local_id,dob,sex --merge upn=upn+former_upn -o cin
	stack <(records "$SCHEMAS/ssda903_header.tsv" cla ssda903_header.csv) \
		<(records "$SCHEMAS/ssda903_episodes.tsv" cla-episodes ssda903_episodes.csv) |
		identities --source care --payload care.p -c local_id,upn,dob,sex \
			--merge postcode=home_postcode+placement_postcode -o care
	records "$SCHEMAS/gp_list.tsv" gp gp.csv |
		identities --payload gp.p -c nhs_number,surname,forename,dob,sex,postcode,gp_practice,patient_id -o gp
	records "$SCHEMAS/ecds.tsv" ecds ecds.csv |
		identities --payload ecds.p -c nhs_number,dob,sex,postcode,gp_practice,provider,patient_id -o ecds
	stack school cin care gp ecds -o people
	ingest -s "$SCHEMAS/truth.tsv" --source truth raw/truth.tsv -o truth
}

# measure CLUSTERS: precision and recall in per mille, and false links of twins.
measure() {
	evaluate --truth truth --members school.p --members cin.p --members care.p --members gp.p \
		--members ecds.p "$1" | awk -F '\t' '$1 == "all" { found[$4] = $5 }
		END { printf "%d %d %d\n", found["precision"] * 1000, found["recall"] * 1000, found["false_twin_pairs"] }'
}

@test "every ladder links a small population, and hardly ever two children" {
	local ladder precision recall twins
	population
	block -q --within -r "$MODELS/duplicates_rules.tsv" -m "$MODELS/duplicates.tsv" people |
		compare -m "$MODELS/duplicates.tsv" -o within
	for ladder in $(ladders); do
		block -q -r "$(rules_of "$ladder")" -m "$ladder" people | compare -m "$ladder" -o pairs
		run column weight pairs
		refute_output --regexp '[0-9]'
		cluster -m "$ladder" --records people -o alone pairs
		read -r precision recall twins < <(measure alone)
		echo "# $(basename "$ladder" .tsv): precision $precision, recall $recall"
		((precision >= 990 && twins <= 1))
		# With those who are in a source twice known beforehand.
		cluster -m "$MODELS/duplicates.tsv" -m "$ladder" --doubles within --records people -o both within pairs
		read -r precision recall twins < <(measure both)
		echo "# $(basename "$ladder" .tsv), duplicates first: precision $precision, recall $recall"
		((precision >= 990 && recall >= 850 && twins <= 1))
	done
}

@test "three lists of a council, which have neither NHS numbers nor postcodes, are linked by the models of children" {
	local model table
	synth -q --children 600 --seed 1 --sectors census,cin,cla -d cc
	ingest -q --each r --source la cc/pupilonroll.csv cc/cin.xml cc/ssda903_header.csv 2>ignored
	for table in school_census_pupilonroll cin_child ssda903_header; do
		clean -q "r/$table.tsv" 2>ignored | identities -o "$table.id"
	done
	stack ./*.id -o people
	refute grep -q '^##column nhs_number ' people
	for model in children_trusted ladder_children duplicates; do
		block -q -r "$MODELS/${model}_rules.tsv" -m "$MODELS/$model.tsv" people |
			compare -q -m "$MODELS/$model.tsv" -o pairs
		cluster -q -m "$MODELS/$model.tsv" --records people pairs -o persons
		(($(count_of persons.linked persons) > 10))
	done
	# Names may be missing to the ladder, and not to the weights: without them these say little.
	stack cin_child.id ssda903_header.id -o nameless
	block -q -r "$MODELS/ladder_children_rules.tsv" -m "$MODELS/ladder_children.tsv" nameless -o groups
	run block -q -r "$MODELS/children_trusted_rules.tsv" -m "$MODELS/children_trusted.tsv" nameless
	assert_failure 78
	assert_output --partial 'the records have no column surname'
}
