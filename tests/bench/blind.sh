#!/bin/bash
# blind.sh: what somebody without the key reads of names in what leaves on the blind route.
# names_attack.py says what its lines mean. Exit 1 if a column of today's route is read by
# more than 1 % over guessing at 5,000 and 20,000 children, 2 % at 300,000.
#
# $CHILDREN (5000 20000 300000) are the sizes, $SEED (1) is the seed; $GROUPS_OF_ONE_DAY (1826, a day in England)
# those of single groups of children who share a birth date, for which there is no limit.
# Filters of a whole file are attacked too, to show that the attack is strong.
# numpy and scipy go into build/attack, from a package index.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"

root=$(cd "$(dirname "$0")/../.." && pwd)
python=$root/build/attack/bin/python
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

if ! "$python" -c 'import numpy, scipy' 2>/dev/null; then
	rm -rf "$root/build/attack"
	if ! { python3 -m venv "$root/build/attack" &&
		"$python" -m pip install -q --disable-pip-version-check numpy==2.1.3 scipy==1.14.1; } >&2; then
		echo "blind.sh: not measured: numpy and scipy could not be installed into build/attack" >&2
		exit 1
	fi
fi

variants=(--accept-risk "${blind_dates[@]}" "${blind_names[@]}")
# All names in one group: what a group of children whose other name sounds alike is laid over.
list=(--accept-risk --variants "surname,forename" --within dob "${blind_dates[@]}" "${blind_names[@]:6}")
bloom=(--accept-risk --bloom 'surname,forename' --key 'names=soundex(surname)+substr(forename,1,3)')

# The two services that know names: children DIR CHILDREN SEED
children() {
	mkdir -p "$where/$1" && cd "$where/$1"
	synth -q --children "$2" --seed "$3" --sectors census,gp -d received
	for file in census:school_census_pupilonroll:pupilonroll census-addresses:school_census_addresses:addressesonroll \
		gp:gp_list:gp; do
		IFS=: read -r source schema file <<<"$file"
		ingest -q -s "$SCHEMAS/$schema.tsv" --source "$source" "received/$file.csv" | clean -q -o "$source.tsv" 2>messages
	done
	stack -q census.tsv census-addresses.tsv | identities -q --source school --payload school.payload \
		-c forename,dob,sex,postcode --merge upn=upn+former_upn \
		--merge surname=surname+preferred_surname+former_surname -o school.clear
	identities -q --payload gp.payload -c nhs_number,surname,forename,dob,sex,postcode -o gp.clear gp.tsv
}

# As if all children were born on one day and lived in one place: one_day DIR all|COUNT current|every. COUNT children
# are of as many families. DIR/SERVICE.clear to DIR/SERVICE.day, with every name or the current ones.
one_day() {
	local service=school
	cd "$where/$1" || return
	for service in school:upn gp:nhs_number; do
		one_day_of "${service%:*}" "${service#*:}" "$2" "$3"
	done
}
one_day_of() {
	cat >"$1.schema" <<-END
		##schema set=one table=one format=tsv level=identifiable
		column	type	role	list	required	titles	note
		rid	rid	key			rid	
		source	source	plain			source	
		$2	$2	direct	yes		$2	
		surname	name	direct	yes		surname	
		forename	name	direct	yes		forename	
		dob	date	quasi			dob	
		sex	sex	quasi			sex	
		postcode	postcode	quasi	yes		postcode	
	END
	awk -F '\t' -v OFS='\t' -v count="$3" -v names="$4" '
		FILENAME != was { was = FILENAME; file++; head = 0 }
		/^##/ { next }
		!head { head = 1; for (i = 1; i <= NF; i++) at[$i] = i; if (file == 3) print; next }
		file == 1 {
			if (!($2 in taken) && !($3 in family) && (count == "all" || ++many <= count)) taken[$2]
			family[$3]
			if (count == "all" || $2 in taken) record[$1]
			next
		}
		file == 2 { if ($at["record"] in record) some[$at["rid"]]; next }
		{ $at["dob"] = "2012-10-16"; $at["postcode"] = "ZZ1 1ZZ" }
		names == "current" { sub(/\|.*/, "", $at["surname"]); sub(/\|.*/, "", $at["forename"]) }
		$at["rid"] in some' received/truth.tsv "$1.payload" "$1.clear" |
		seal adopt -q --source "$1" -s "$1.schema" -o "$1.day"
}

# What leaves, and who it is: DIR/SERVICE.FORM to DIR.ROUTE.
leaves() { # DIR FORM ROUTE OPTION...
	local from=$where/$1 suffix=$2 to=$where/$1.$3 service
	mkdir "$to" && cd "$to"
	sha256sum <<<"$1" | cut -c 1-64 >key
	for service in school:upn gp:nhs_number; do
		pseudo -q -k key --token "${service#*:},dob,postcode" "${@:4}" --crosswalk "${service%:*}.ids" \
			-o "${service%:*}.tsv" "$from/${service%:*}.$suffix"
	done
	stack -q school.tsv gp.tsv -o leaves.tsv
	awk -F '\t' -v OFS='\t' '
		/^##/ { next }
		FILENAME != was { was = FILENAME; file++; for (i = 1; i <= NF; i++) at[$i] = i
			if (file == 1) print "rid", "person", "surname", "forename"; next }
		file == 1 { person[$at["rid"]] = $at["person"]; next }
		file <= 3 { if (!($at["rid"] in record)) record[$at["rid"]] = $at["record"]; next }
		file <= 5 { token[$at["rid"]] = $at["rid_token"]; next }
		{ print token[$at["rid"]], person[record[$at["rid"]]], $at["surname"], $at["forename"] }' \
		"$from/received/truth.tsv" "$from"/{school,gp}.payload {school,gp}.ids "$from"/{school,gp}."$suffix" >judge.tsv
}

attack() { # NAME LIMIT OPTION... TARGET OWN LIST: with its lines headed by what it is
	local name=$1 limit=$2 said=${headed-}
	headed=yes
	shift 2
	nice "$python" "$root/tests/tools/names_attack.py" ${limit:+--limit "$limit"} "$@" |
		awk -v OFS='\t' -v name="$name" -v said="$said" 'NR == 1 { if (!said) print "run", $0; next } { print name, $0; fflush() }'
}

status=0
children list 20000 102
one_day list all current
leaves list day variants "${list[@]}"
leaves list day bloom "${bloom[@]}"
for size in ${CHILDREN-5000 20000 300000}; do
	children "target$size" "$size" "${SEED-1}"
	children "own$size" "$size" 101
	for route in variants bloom; do
		limit=
		[[ $route == bloom ]] || limit=0.01
		[[ -z $limit ]] || ((size < 100000)) || limit=0.02
		declare -n options=$route
		leaves "target$size" clear "$route" "${options[@]}"
		leaves "own$size" clear "$route" "${options[@]}"
		attack "$route" "$limit" --known 0.01 "$where/target$size.$route" "$where/own$size.$route" "$where/list.$route" ||
			status=1
	done
	rm -r "$where"/{target,own}"$size"*
done
for size in ${GROUPS_OF_ONE_DAY-1826}; do
	children "target$size" $((4 * size)) "${SEED-1}"
	children "own$size" $((4 * size)) 101
	for who in target own; do
		one_day "$who$size" "$size" every
		leaves "$who$size" day variants "${variants[@]}"
	done
	attack "day" "" --known 0.01 --columns surname_variants,forename_variants \
		"$where/target$size.variants" "$where/own$size.variants" "$where/list.variants"
done
exit $status
