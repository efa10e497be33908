#!/bin/bash
# sectors.sh [--blind | --trusted] [--children N] [--seed N] [--out DIR]
#
# Links artificial children from birth to 25 as thirteen services know them, inside one body (the
# default) or on the blind route, and measures the result against the truth. Read demo.sh first: it goes on
# to tables. Hospital episodes are left out, as they come with only a pseudonym.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

route=trusted children=5000 seed=1 out=sectors
while (($#)); do
	case $1 in
	--blind | --trusted) route=${1#--} ;;
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
model=$MODELS/children_$route.tsv
rules=$MODELS/children_${route}_rules.tsv
doubles=$MODELS/duplicates
[[ $route == trusted ]] || doubles+=_blind
sha256sum <<<"sectors $seed" | cut -c 1-64 >key # your own: openssl rand -hex 32 >key
people=surname,forename,dob,sex,postcode # a list of people with names

# SOURCE is what the truth calls it.
records() { # SCHEMA SOURCE FILE
	ingest -s "$SCHEMAS/$1.tsv" --source "$2" "received/$3" | clean -q
}
# What leaves a service; NUMBERS are those that it has, and `names` if it has names.
service() { # SERVICE NUMBERS IDENTITIES-OPTION...
	local tokens=dob,${2/,names/} names=()
	[[ $2 != *,names ]] || names=("${blind_names[@]}")
	if [[ $route == blind ]]; then
		identities --source "$1" --payload "$1.own" "${@:3}" |
			pseudo -q -k key --token "$tokens" "${blind_dates[@]}" "${names[@]}" -o "$1.identities"
		pseudo -q -k key "$1.own" -o "$1.payload"
	else
		identities --source "$1" --payload "$1.payload" "${@:3}" -o "$1.identities"
	fi
}
pupils() { # SERVICE SOURCE TABLE ADDRESSES: a table of the school census
	stack <(records "school_census_$3" "$2" "$3.csv") \
		<(records school_census_addresses "$2-addresses" "$4.csv") |
		service "$1" upn,postcode,names -c forename,dob,sex,postcode --merge upn=upn+former_upn \
			--merge surname=surname+preferred_surname+former_surname
}
looked_after() {
	stack <(records ssda903_header cla ssda903_header.csv) \
		<(records ssda903_episodes cla-episodes ssda903_episodes.csv | "$recipes/adopters.sh") |
		service care local_id,upn,postcode -c local_id,upn,dob,sex --merge postcode=home_postcode+placement_postcode
}

pupils school census pupilonroll addressesonroll &
pupils left leavers pupilnolongeronroll addressesoffroll &
records sen2_person sen2 sen2.xml | service sen2 upn,postcode,names -c "upn,$people" &
records elective_home_education ehe ehe.csv | service ehe upn,postcode,names -c "upn,$people" &
records cin_child cin cin.xml | service cin local_id,upn -c local_id,dob,sex --merge upn=upn+former_upn &
looked_after &
records births_notification notifications birth_notifications.csv | service notifications nhs_number,postcode,names -c "nhs_number,$people" &
records births_registration births births.csv | service births postcode,names -c "$people" &
records chis_child chis chis.csv | service chis nhs_number,postcode,names -c "nhs_number,$people" &
records gp_list gp gp.csv | service gp nhs_number,postcode,names -c "nhs_number,$people" &
records csds_cyp001_mpi csds csds_cyp001_mpi.csv | service csds nhs_number,postcode -c nhs_number,dob,sex,postcode &
records ecds ecds ecds.csv | service ecds nhs_number,postcode -c nhs_number,dob,sex,postcode &
records deaths_pcmd deaths deaths.csv | service deaths nhs_number,postcode,names -c "nhs_number,$people" &
together

stack ./*.identities -o identities.tsv
pairs=
for service in *.identities; do
	pairs+=,${service%.identities}:${service%.identities}
done
block --pairs "${pairs#,}" -r "${doubles}_rules.tsv" -m "$doubles.tsv" identities.tsv |
	compare -m "$doubles.tsv" -o doubles.tsv
block -r "$rules" -m "$model" identities.tsv | compare -m "$model" |
	cluster -m "$model" --doubles doubles.tsv --single school,sen2,cin,notifications,births,chis,gp,csds --one-value nhs_number --records identities.tsv -o persons.tsv

ingest -s "$SCHEMAS/truth.tsv" --source truth received/truth.tsv |
	if [[ $route == blind ]]; then pseudo -q -k key; else cat; fi | seal body -o truth.tsv -- cat
members=(*.payload)
evaluate --truth truth.tsv "${members[@]/#/--members=}" --records identities.tsv persons.tsv -o report.tsv
awk -F '\t' '$1 == "all" && $4 ~ /^(true_persons|persons|.*_pairs|.*precision|.*recall|.*f1)$/ {
	printf "%-22s %s\n", $4, $5 }' report.tsv
