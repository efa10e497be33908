#!/bin/bash
# linkage.sh: block and compare beside Splink 5 on DuckDB. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# and on standard error what was measured with. Splink goes into build/splink, from a
# package index; without one nothing can be measured, and the exit status is 1.
#
#   pairs per rule       on FEBRL 4, against those that Splink has published; by block --analyse too
#   pairs reached        the true pairs of fake_1000 that its published rules bring together
#   library              comparisons of Splink's library that are imported
#   weights              the largest difference over all pairs, same model, same pairs
#   pairs a second       of processor time: ours is compare from groups to pairs, theirs
#                        predict() on pairs blocked before, both on one core; ours
#                        the mean of five runs, files and all
#
# $RECORDS (100000) is how many invented children are compared for speed, a hundred a block.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed
# shellcheck source=splink.bash
. "$(dirname "$0")/splink.bash"
data=${DATA:-$root/../shared/data}

adopt() { # SOURCE FILE COLUMN...
	local source=$1 file=$2 columns=() column
	shift 2
	for column; do columns+=(--column "$column"); done
	seal adopt --source "$source" "${columns[@]}" "$file"
}

# weights NAME: compares out.tsv with splink.tsv in $where/NAME.
weights() {
	awk -F '\t' -v name="$1" '
		/^##/ { next }
		FILENAME != name_of_file { name_of_file = FILENAME; file++; for (i in at) delete at[i]; for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ pair = $at["id_a"] < $at["id_b"] ? $at["id_a"] FS $at["id_b"] : $at["id_b"] FS $at["id_a"] }
		file == 1 { weight[pair] = $at["weight"]; theirs++; next }
		!(pair in weight) { lone++; next }
		{ ours++; d = $at["weight"] - weight[pair]; if (d < 0) d = -d; if (d > most) most = d }
		END {
			OFS = "\t"
			print name ".pairs", ours + lone, theirs, 1, theirs, (ours == theirs && !lone ? "met" : "short")
			printf "%s.weight.difference\t%.2g\t0\t0\t1e-9\t%s\n", name, most, (most <= 1e-9 ? "met" : "short")
		}' "$where/$1/splink.tsv" "$where/$1/out.tsv"
}

if [[ -r $data/linkage/fake_1000.csv ]]; then
	mkdir "$where/fake"
	cd "$where/fake"
	theirs fake "$data/linkage/fake_1000.csv" "$data/splink/saved_model_from_demo.json" . >figures
	model import-splink -q -o model.tsv -r rules.tsv "$data/splink/saved_model_from_demo.json"
	adopt r records.tsv first_name:name:direct surname:name:direct dob:text:quasi city:text:quasi email:text:direct |
		block -q -r rules.tsv -m model.tsv | compare -m model.tsv -t -1000 -o out.tsv
	weights fake

	mkdir "$where/febrl"
	cd "$where/febrl"
	theirs febrl "$data/linkage/febrl_dataset4a.csv" "$data/linkage/febrl_dataset4b.csv" . >figures
	model import-splink -q -o model.tsv -r rules.tsv settings.json
	columns=(given_name:name:direct surname:name:direct date_of_birth:date:quasi soc_sec_id:text:direct
		street_number:text:direct postcode:text:quasi state:text:quasi address_1:text:direct)
	stack <(adopt a records.a.tsv source:source:plain "${columns[@]}") \
		<(adopt b records.b.tsv source:source:plain "${columns[@]}") -o records.tsv
	block -q -r rules.tsv -m model.tsv records.tsv | compare -m model.tsv -t -1000 -o out.tsv
	published=(0 2788 238 21412 197 5992 311 24376)
	for rule in 1 2 3 4 5 6 7; do
		ours=$(awk -F '\t' -v rule=$rule '!/^##/ && $5 == rule { n++ } END { print n + 0 }' out.tsv)
		figure "febrl.rule$rule.pairs" "$ours" "${published[rule]}" 1 "${published[rule]}" \
			"$( ((ours == published[rule])) && echo met || echo short)"
	done
	# Counted before anything is compared.
	ours=$(block -r rules.tsv --analyse records.tsv | awk -F '\t' '$1 == "all" { print $11 }')
	figure febrl.analysed.pairs "$ours" 55314 1 55314 "$( ((ours == 55314)) && echo met || echo short)"
	weights febrl

	# The true pairs of fake_1000 that its published rules reach, of 2,031.
	mkdir "$where/reach"
	cd "$where/reach"
	tr -d '\r' <"$data/linkage/fake_1000.csv" | tr ',' '\t' | sed '1s/^[a-z_]*/rid/' >records
	printf 'pass\tkey\n1\tfirst_name\n2\tsurname\n3\tdob\n4\temail\n' >rules.tsv
	printf '##model prior=0.1 threshold=0\ncomparison\tlevel\tcondition\tm\tu\n' >model.tsv
	printf 'same\tyes\texact(cluster)\t0.99\t0.01\nsame\tno\telse\t0.01\t0.99\n' >>model.tsv
	ours=$(adopt r records {first_name,surname,dob,city,email,cluster}:text:direct |
		block -q -r rules.tsv -m model.tsv | compare -m model.tsv | awk -F '\t' '!/^##/ && $7 == 1 { n++ } END { print n }')
	figure fake.reached.pairs "$ours" 1650 1 1650 "$( ((ours == 1650)) && echo met || echo short)"
else
	echo "linkage.sh: no fake_1000.csv and FEBRL in $data: weights not compared" >&2
fi

for dialect in duckdb spark; do
	mkdir "$where/$dialect"
	theirs library "$dialect" "$where/$dialect" >"$where/figures"
	read -r _ count <"$where/figures"
	ours=0
	for ((i = 0; i < count; i++)); do
		! model import-splink -q -o "$where/model.tsv" "$where/$dialect/$i.json" || ours=$((ours + 1))
	done
	figure "library.$dialect.imported" "$ours" "$count" 1 "$count" "$( ((ours == count)) && echo met || echo short)"
done

mkdir "$where/speed"
cd "$where/speed"
theirs speed "${RECORDS:-100000}" . >figures
model import-splink -q -o model.tsv -r rules.tsv settings.json
adopt r records.tsv forename:name:direct surname:name:direct dob:date:quasi sex:sex:quasi postcode:postcode:quasi \
	number:code:direct | block -q -r rules.tsv -m model.tsv -o groups.tsv
for _ in 1 2 3 4 5; do
	/usr/bin/time -a -o time -f '%U %S' compare -m model.tsv -t 0 groups.tsv -o out.tsv
done
weights speed
awk '{ a[$1] = $2 } END { while ((getline <"time") > 0) { ours += ($1 + $2) / 5 }
	OFS = "\t"
	goal = 150
	print "pairs.second.core", sprintf("%.0f", a["pairs"] / ours), sprintf("%.0f", a["pairs"] / a["seconds"]),
		sprintf("%.1f", a["seconds"] / ours), goal, (a["seconds"] / ours >= goal ? "met" : "short") }' figures
