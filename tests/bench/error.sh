#!/bin/bash
# error.sh: how good the links between artificial children are, and how well that can be told
# without the truth. Prints, for both routes,
#
#   name  ours  theirs  ratio  goal  met|short
#
# where `theirs` is what `ours` is held against and `ratio` is the distance of the two:
# F1 against 1; links across an adoption, and twins taken for each other, against none;
# the recall of the worst group against that of the best, of groups with at least 300
# pairs; the error of links without NHS numbers, as the numbers held out tell it
# (of all, and reweighted to those who have none), against the truth about them, and
# what of the stated interval is nearest to that truth, against it (the truth itself when
# it lies within; what lies beyond is due to numbers that are wrong, of a sibling perhaps).

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed

children=${CHILDREN:-20000}
held_children=${HELD_CHILDREN:-300000}
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

figure() { # NAME OURS THEIRS GOAL
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN { OFS = "\t"
		apart = ours - theirs; if (apart < 0) apart = -apart
		print name, ours, theirs, sprintf("%.6f", apart), goal, (apart <= goal ? "met" : "short") }'
}

value() { # REPORT SCOPE A B FIGURE [BY CATEGORY]
	awk -F '\t' -v key="$2 $3 $4 $5 ${6-} ${7-}" '$1 " " $2 " " $3 " " $4 " " $8 " " $9 == key { print $5; exit }' "$1"
}

worst_and_best() { # REPORT DIMENSION: the least and the highest linkable recall
	awk -F '\t' -v by="$2" '$1 != "group" || $2 != "_total" || index($8, by) != 1 || $9 == "_missing" { next }
		$4 == "linkable_pairs" { pairs = $5 }
		$4 == "linkable_recall" && pairs >= 300 {
			if (worst == "" || $5 < worst) worst = $5
			if ($5 > best) best = $5 }
		END { print worst, best }' "$1"
}

# Practices and emergency departments as the demonstration has them, of so many children that
# the truth about those without a number is no matter of chance: a hundredth is two standard
# errors of it (and of the estimate) with 300,000.
health() { # ROUTE
	local upn local_id dates=() names=()
	leaves() { cat; }
	if [[ $1 == blind ]]; then
		leaves() { pseudo -q -k key "$@"; }
		dates=("${blind_dates[@]}") names=("${blind_names[@]}")
		upn=upn:token:link local_id=local_id:token:link
	else
		upn=upn:upn:direct local_id=local_id:code:entity
	fi
	sha256sum <<<"error $1" | cut -c 1-64 >key
	chmod 600 key
	synth -q --children "$held_children" --seed 1 --sectors gp,ecds -d received
	ingest -s "$SCHEMAS/gp_list.tsv" --source gp received/gp.csv | clean |
		identities --payload gp.own.tsv --keep sex,dob -c nhs_number,surname,forename,dob,sex,postcode |
		leaves --token nhs_number,dob,postcode "${dates[@]}" "${names[@]}" |
		seal body -o gp.tsv -- cat
	ingest -s "$SCHEMAS/ecds.tsv" --source ecds received/ecds.csv | clean |
		identities --payload ecds.own.tsv --keep sex,dob,ethnicity -c nhs_number,dob,sex,postcode |
		leaves --token nhs_number,dob,postcode "${dates[@]}" |
		seal body -o ecds.tsv -- cat
	leaves --general sex=keep --general dob=month <gp.own.tsv | seal body -o gp.payload.tsv -- cat
	leaves --general sex=keep --general dob=month --general ethnicity=keep <ecds.own.tsv | seal body -o ecds.payload.tsv -- cat
	ingest -s "$SCHEMAS/truth.tsv" --source truth received/truth.tsv | leaves |
		seal body -o truth.tsv -- cat
	# The rules name what schools and councils have.
	# shellcheck disable=SC2016 # awk expands them
	stack gp.tsv ecds.tsv |
		seal wrap --as clean --column "$upn" --column "$local_id" -o health -- \
			awk '{ print $0 (NR == 1 ? "\tupn\tlocal_id" : "\t\t") }'
}

# What another identifier says, and what is true: links between practices and emergency
# departments, as if neither had NHS numbers.
held_out() { # ROUTE
	local link=$MODELS/children_$1 dob=dob what estimate truth low high
	[[ $1 == trusted ]] || dob=dob_month
	mkdir "$where/held.$1"
	cd "$where/held.$1"
	health "$1"
	"$recipes/holdout.sh" --column nhs_number --single gp --rules "${link}_rules.tsv" --model "$link.tsv" \
		--by "records(),age($dob),missing(postcode),sex,ethnic_group(ethnicity)" --on 2025-01-16 \
		--members gp.payload.tsv --members ecds.payload.tsv health >estimate
	# shellcheck disable=SC2016
	seal wrap --as clean health -o hidden -- awk -F '\t' -v OFS='\t' '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == "nhs_number") at = i }
		NR > 1 { $at = "" }
		{ print }'
	block -r "${link}_rules.tsv" -m "$link.tsv" hidden | compare -m "$link.tsv" |
		cluster -m "$link.tsv" --single gp --records hidden -o persons
	evaluate --truth truth.tsv --members gp.payload.tsv --members ecds.payload.tsv \
		--records health --by 'missing(nhs_number)' persons -o report
	for what in recall precision; do
		estimate=$(value estimate pair ecds gp "$what")
		truth=$(value report pair ecds gp "$what")
		figure "error.$1.held_out.$what" "$estimate" "$truth" 0.01
		estimate=$(value estimate reweighted _total _total "$what")
		truth=$(value report group _total _total "$what" 'missing(nhs_number)' _missing)
		figure "error.$1.reweighted.$what" "$estimate" "$truth" 0.01
		read -r low high < <(awk -F '\t' -v what="$what" \
			'$1 == "reweighted" && $4 == what { print $6, $7 }' estimate)
		figure "error.$1.reweighted.$what.interval" "$(awk -v low="$low" -v high="$high" -v truth="$truth" \
			'BEGIN { print (truth < low ? low : truth > high ? high : truth) }')" "$truth" 0.001
	done
	cd "$where"
	rm -r "$where/held.$1"
}

for route in trusted blind; do
	report=$where/$route/private/report.tsv
	"$recipes/demo.sh" "--$route" --children "$children" --out "$where/$route" >"$where/log" 2>&1 ||
		{ cat "$where/log" >&2 && exit 1; }
	figure "error.$route.linkable_f1" "$(value "$report" all _total _total linkable_f1)" 1 0.02
	figure "error.$route.f1" "$(value "$report" all _total _total f1)" 1 0.03
	figure "error.$route.forbidden" "$(value "$report" all _total _total forbidden_pairs)" 0 0
	for pair in 'cin ecds' 'care ecds' 'care cin' 'care gp' 'cin gp'; do
		read -r a b <<<"$pair"
		figure "error.$route.twins.$a.$b" "$(value "$report" pair "$a" "$b" false_twin_pairs)" 0 0
	done
	for by in ethnic_group sex age; do
		read -r worst best <<<"$(worst_and_best "$report" "$by")"
		figure "error.$route.recall.$by" "$worst" "$best" 0.02
	done
	held_out "$route"
done
