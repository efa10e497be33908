#!/bin/bash
# demo.sh [--blind | --trusted] [--children N] [--seed N] [--out DIR]
#
# Links and counts artificial children known to five services under different numbers
# or none.
#
#   --blind     each service pseudonymises its records with a shared key; the linker sees
#               only tokens and encodings (the default)
#   --trusted   one body links names and numbers, and pseudonymises the result

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

route=blind children=5000 seed=1 out=demo
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

mkdir -p "$out"/{private,linker,tables}
cd "$out"
synth -q --children "$children" --seed "$seed" --sectors census,cin,cla,gp,ecds -d received
sha256sum <<<"demonstration $seed" | cut -c 1-64 >private/key # your own: openssl rand -hex 32 >key

model=$MODELS/children_$route.tsv
rules=$MODELS/children_${route}_rules.tsv
doubles=$MODELS/duplicates
[[ $route == trusted ]] || doubles+=_blind
# What two records must both have to be linked by: any of these.
fields=nhs_number,upn,local_id
[[ $route == trusted ]] && fields+=,dob+sex+postcode,surname+forename+dob || fields+=,sex_dob+postcode,surname_variants+forename_variants
# One file as received: columns named and typed by its schema, each value in one spelling.
records() { # SCHEMA SOURCE FILE
	ingest -s "$SCHEMAS/$1.tsv" --source "$2" "received/$3" | clean
}

# What leaves a service: identities to link by, and apart from them what happened.
leaves() { # SERVICE PSEUDO-OPTION...
	local service=$1 ethnicity=
	shift
	[[ $service != @(cin|care|ecds) ]] || ethnicity=yes # those write it down
	if [[ $route == blind ]]; then
		pseudo -q -k private/key "${blind_dates[@]}" "$@" -o "linker/$service.identities.tsv"
		pseudo -q -k private/key --drop sex,dob ${ethnicity:+--general ethnicity=keep} \
			"private/$service.payload.tsv" -o "linker/$service.payload.tsv"
		pseudo -q -k private/key --general sex=keep --general dob=month ${ethnicity:+--general ethnicity=keep} \
			"private/$service.payload.tsv" -o "private/$service.members.tsv"
	else
		seal body -o "linker/$service.identities.tsv" -- cat
		cp "private/$service.payload.tsv" linker/
		mv "private/$service.payload.tsv" "private/$service.members.tsv"
	fi
}

school() {
	stack <(records school_census_pupilonroll census pupilonroll.csv) \
		<(records school_census_addresses census-addresses addressesonroll.csv) |
		identities --source school --payload private/school.payload.tsv --keep sex,dob -c forename,dob,sex,postcode \
			--merge upn=upn+former_upn --merge surname=surname+preferred_surname+former_surname |
		leaves school --token upn,dob,postcode "${blind_names[@]}"
}

cin() {
	records cin_child cin cin.xml |
		identities --payload private/cin.payload.tsv --keep sex,dob,ethnicity -c local_id,dob,sex --merge upn=upn+former_upn |
		leaves cin --token local_id,upn,dob
}

care() {
	stack <(records ssda903_header cla ssda903_header.csv) \
		<(records ssda903_episodes cla-episodes ssda903_episodes.csv | "$recipes/adopters.sh") |
		identities --source care --payload private/care.payload.tsv --keep sex,dob,ethnicity -c local_id,upn,dob,sex \
			--merge postcode=home_postcode+placement_postcode |
		leaves care --token local_id,upn,dob,postcode
}

practice() {
	records gp_list gp gp.csv |
		identities --payload private/gp.payload.tsv --keep sex,dob -c nhs_number,surname,forename,dob,sex,postcode |
		leaves gp --token nhs_number,dob,postcode "${blind_names[@]}"
}

emergency() {
	records ecds ecds ecds.csv |
		identities --payload private/ecds.payload.tsv --keep sex,dob,ethnicity -c nhs_number,dob,sex,postcode |
		leaves ecds --token nhs_number,dob,postcode
}

school & cin & care & practice & emergency &
together

# Who links: first whom a service has twice, then groups of records that share a key, pairs with their weight, persons.
cd linker
stack {school,cin,care,gp,ecds}.identities.tsv -o identities.tsv
block --pairs school:school,cin:cin,care:care,gp:gp,ecds:ecds -r "${doubles}_rules.tsv" -m "$doubles.tsv" identities.tsv |
	compare -m "$doubles.tsv" -o doubles.tsv
block -r "$rules" -m "$model" identities.tsv |
	compare -m "$model" |
	cluster -m "$model" --doubles doubles.tsv --single school,cin,gp --one-value nhs_number --records identities.tsv -o persons.tsv

# One row a person, from what happened to each; on the trusted route pseudonymous from here on.
payloads=(--payload={school,cin,care,gp,ecds}.payload.tsv)
if [[ $route == blind ]]; then
	assemble --wide persons.tsv "${payloads[@]}" -o linked.tsv
else
	assemble --wide persons.tsv "${payloads[@]}" | pseudo -q -k ../private/key -o linked.tsv
fi
cd ..

# What may be published: counts, none of them small.
publish() { # NAME COLUMN,...
	"$recipes/publish.sh" "$2" linker/linked.tsv private/register.jsonl "tables/$1"
}
publish services in_school,in_cin,in_care,in_gp,in_ecds
publish special_needs sen_provision,in_cin,in_care

# How well, against the truth that nobody else has.
ingest -s "$SCHEMAS/truth.tsv" --source truth received/truth.tsv |
	if [[ $route == blind ]]; then pseudo -q -k private/key; else cat; fi |
	seal body -o private/truth.tsv -- cat
[[ $route == trusted ]] && dob=dob || dob=dob_month
evaluate --truth private/truth.tsv --members=private/{school,cin,care,gp,ecds}.members.tsv \
	--records linker/identities.tsv --linkable-by "$fields" \
	--by "ethnic_group(ethnicity),sex,age($dob),missing(nhs_number),missing(upn)" --on 2025-01-16 \
	--expect school:gp --expect cin:school --expect care:cin --expect ecds:gp \
	linker/persons.tsv -o private/report.tsv
awk -F '\t' '$1 == "all" && $4 ~ /^(true_persons|persons|.*_pairs|.*precision|.*recall|.*f1)$/ {
	printf "%-22s %s\n", $4, $5 }
$1 == "group" && $2 == "_total" && $4 == "linkable_recall" {
	printf "%-22s %s (%s to %s) %s: %s\n", $4, $5, $6, $7, $8, $9 }
$1 == "expected" && $4 == "link_rate" {
	printf "%-22s %s (%s to %s) %s in %s\n", $4, $5, $6, $7, $2, $3 }' private/report.tsv
printf '%s\n' "$PWD"/tables/*.csv
