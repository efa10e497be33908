#!/bin/bash
# sectors.sh [--children N] [--seed N] [--out DIR]
#
# Links artificial children from birth to 25 as thirteen services know them, inside one body,
# and measures the result against the truth. Read demo.sh first: it has both routes and goes on
# to tables. Hospital episodes are left out, as they come with only a pseudonym.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

children=5000 seed=1 out=sectors
while (($#)); do
	case $1 in
	--children) children=$2 && shift ;;
	--seed) seed=$2 && shift ;;
	--out) out=$2 && shift ;;
	*) sed -n '2s/^# /usage: /p' "$0" >&2 && exit 2 ;;
	esac
	shift
done

mkdir -p "$out"
cd "$out"
synth -q --children "$children" --seed "$seed" -d received
model=$MODELS/children_trusted.tsv
rules=$MODELS/children_trusted_rules.tsv
people=surname,forename,dob,sex,postcode # a list of people with names

# SOURCE is what the truth calls it.
records() { # SCHEMA SOURCE FILE
	ingest -s "$SCHEMAS/$1.tsv" --source "$2" "received/$3" | clean -q
}
service() { # SERVICE IDENTITIES-OPTION...
	identities --source "$1" --payload "$1.payload" "${@:2}" -o "$1.identities"
}
pupils() { # SERVICE SOURCE TABLE ADDRESSES: a table of the school census
	stack <(records "school_census_$3" "$2" "$3.csv") \
		<(records school_census_addresses "$2-addresses" "$4.csv") |
		service "$1" -c forename,dob,sex,postcode --merge upn=upn+former_upn \
			--merge surname=surname+preferred_surname+former_surname
}
looked_after() {
	stack <(records ssda903_header cla ssda903_header.csv) \
		<(records ssda903_episodes cla-episodes ssda903_episodes.csv | "$recipes/adopters.sh") |
		service care -c local_id,upn,dob,sex --merge postcode=home_postcode+placement_postcode
}

pupils school census pupilonroll addressesonroll &
pupils left leavers pupilnolongeronroll addressesoffroll &
records sen2_person sen2 sen2.xml | service sen2 -c "upn,$people" &
records elective_home_education ehe ehe.csv | service ehe -c "upn,$people" &
records cin_child cin cin.xml | service cin -c local_id,dob,sex --merge upn=upn+former_upn &
looked_after &
records births_notification notifications birth_notifications.csv | service notifications -c "nhs_number,$people" &
records births_registration births births.csv | service births -c "$people" &
records chis_child chis chis.csv | service chis -c "nhs_number,$people" &
records gp_list gp gp.csv | service gp -c "nhs_number,$people" &
records csds_cyp001_mpi csds csds_cyp001_mpi.csv | service csds -c nhs_number,dob,sex,postcode &
records ecds ecds ecds.csv | service ecds -c nhs_number,dob,sex,postcode &
records deaths_pcmd deaths deaths.csv | service deaths -c "nhs_number,$people" &
together

stack ./*.identities -o identities.tsv
block -r "$rules" -m "$model" identities.tsv | compare -m "$model" |
	cluster -m "$model" --single school,sen2,cin,notifications,births,chis,gp,csds --one-value nhs_number --records identities.tsv -o persons.tsv

ingest -s "$SCHEMAS/truth.tsv" --source truth received/truth.tsv -o truth.tsv
members=(*.payload)
evaluate --truth truth.tsv "${members[@]/#/--members=}" --records identities.tsv persons.tsv -o report.tsv
awk -F '\t' '$1 == "all" && $4 ~ /^(true_persons|persons|.*_pairs|.*precision|.*recall|.*f1)$/ {
	printf "%-22s %s\n", $4, $5 }' report.tsv
