#!/bin/bash
# encodings.sh: encodings of names, made and compared, beside clkhash and anonlink, all on one core. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# Times are medians of $ROUNDS (3) rounds in which everything runs in turn, in seconds of processor time; the ratio
# is the median of those of the rounds, theirs by ours, and above 1 where ours is faster. Sizes are ours by theirs.
# Of $CHILDREN (200000) artificial children with names, birth date and sex:
#
#   encode.FORM     pseudo, from a stream of records to one of encodings of surname and forename, sorted by new ids.
#                   Variants are within birth date, sex and the other name's sound, Bloom filters within birth
#                   date or over the whole file.
#                   Theirs: clkhash, from a CSV file of the names to lines of base64. Not quite alike: pseudo makes two
#                   cells, and ids; clkhash one filter of both names, without ids or groups. So it remembers names
#                   that come again, and pseudo over the whole file pairs of letters; within groups all is made anew.
#   compare.dob     the children in two lists of equal size, each pair with one birth date.
#   compare.all     all pairs of the first $LIST (5000) of both lists, as if born on one day. compare scores records
#                   with the same cells once, so it profits from names that come often.
#     .FORM.surname   dice() >= 0.8 or shared() >= 1 of surnames. Theirs: anonlink, Dice >= 0.8 of our Bloom filters;
#                     with Bloom filters the same work, and what is found must be the same.
#     .FORM.names     the same of surname and forename, both. Theirs: anonlink, Dice >= 0.8 of the one filter that
#                     clkhash makes of both names: half the cells, and other pairs are found.
#     .ns_pair        compare, from a file of groups to a file of pairs. Theirs: anonlink's function alone, from
#                     filters to arrays in memory: find_candidate_pairs with birth dates as blocks, whose time goes
#                     into the many small blocks, and for all pairs dice_coefficient_accelerated.
#     .pairs_second   from file to file: block and compare; theirs with reading and writing, and without groups,
#                     tab-separated records or ids to look up.
#   compare.lists   as compare.dob.FORM.names, but theirs all pairs of two lists, as many pairs as ours: what it is
#                   made for, and other pairs than ours.
#   today           variants, what the blind route sends (ours), beside Bloom filters, what it sent before (theirs)
#   cell, record    characters of a cell, and of the encoded names of a child
#
# clkhash and anonlink go into build/encodings, from a package index (setuptools too, which anonlink needs to start);
# without one nothing can be measured, and the exit status is 1. Also 1 if pairs are not those they should be.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed

root=$(cd "$(dirname "$0")/../.." && pwd)
python=$root/build/encodings/bin/python
children=${CHILDREN:-200000}
list=${LIST:-5000}
rounds=${ROUNDS:-3}
status=0
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT

if ! "$python" -c 'import anonlink, clkhash.clk' 2>/dev/null; then
	rm -rf "$root/build/encodings"
	if ! { python3 -m venv "$root/build/encodings" &&
		"$python" -m pip install -q --disable-pip-version-check clkhash==0.18.3 anonlink==0.15.3 \
			bitarray==2.9.3 numpy==2.4.6 setuptools==80.9.0; } >&2; then
		echo "encodings.sh: not measured: clkhash and anonlink could not be installed into build/encodings" >&2
		exit 1
	fi
fi
export PYTHONWARNINGS=ignore # anonlink's, of setuptools
"$python" - >&2 <<'END'
from importlib.metadata import version
import platform
print("#", ", ".join(f"{name} {version(name)}" for name in ("clkhash", "anonlink", "bitarray")), "Python", platform.python_version())
END
echo "# $(pseudo --version), $(grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: //'), load $(cut -d ' ' -f 1-3 /proc/loadavg)" >&2
core=$(taskset -cp $$)
core=${core##*: }
taskset -cp "${core%%[,-]*}" $$ >/dev/null

cd "$where"
sha256sum <<<encodings | cut -c 1-64 >key

# timed NAME COMMAND...: its seconds of processor time become a line of NAME.seconds. In a shell of its own, since
# `time` counts whatever child the shell hears of meanwhile.
timed() {
	local name=$1 TIMEFORMAT='%U %S'
	shift
	(time "$@" 2>&3) 3>&2 2>spent
	awk '{ print $1 + $2 }' spent >>"$name.seconds"
}

# beside NAME OURS THEIRS [COUNT UNIT]: a line of two files of seconds; with COUNT per second, or ns_pair.
beside() {
	paste "$2.seconds" "$3.seconds" | awk -v name="$1" -v count="${4:-1}" -v unit="${5:-seconds}" '
		function median(v, n,    i, j, t) {
			for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] > v[j]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
			return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
		}
		function said(seconds) {
			if (unit == "seconds") return sprintf("%.3f", seconds)
			return unit == "ns_pair" ? sprintf("%.2f", seconds / count * 1e9) : sprintf("%.0f", count / seconds)
		}
		{ ours[NR] = $1; theirs[NR] = $2; ratio[NR] = $2 / $1 }
		END {
			OFS = "\t"
			r = median(ratio, NR)
			print name "." unit, said(median(ours, NR)), said(median(theirs, NR)), sprintf("%.2fx", r), "1x", (r >= 1 ? "met" : "short")
		}'
}

figure() { # NAME OURS THEIRS RATIO GOAL met|short
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# smaller NAME OURS THEIRS: characters.
smaller() {
	awk -v OFS='\t' -v name="$1" -v ours="$2" -v theirs="$3" 'BEGIN {
		print name, ours, theirs, sprintf("%.2f", ours / theirs), 1, (ours <= theirs ? "met" : "short") }'
}

# same NAME OURS THEIRS: what must be equal.
same() {
	[[ $2 == "$3" ]] || status=1
	figure "$1" "$2" "$3" 1 "$3" "$([[ $2 == "$3" ]] && echo met || echo short)"
}

# column NAME FILE: the values of a column of a stream.
column() {
	awk -F '\t' -v name="$1" '/^##/ { next } !at { for (i = 1; i <= NF; i++) if ($i == name) at = i; next } { print $at }' "$2"
}

adopt() { # SOURCE FILE
	seal adopt -q --source "$1" --column surname:name:direct --column forename:name:direct --column dob:date:quasi \
		--column sex:sex:quasi -o "$1.clear" "$2"
}

# names_of FILE: the CSV that clkhash reads.
names_of() {
	cut -f 2,3 --output-delimiter=, "$1"
}

# The children who have everything, as received; in two lists; and the first of each list.
synth -q --children $((children + children / 10)) --seed 1 --sectors gp -d received
ingest -q -s "$SCHEMAS/gp_list.tsv" --source gp received/gp.csv | clean -q -o cleaned
paste <(column surname cleaned) <(column forename cleaned) <(column dob cleaned) <(column sex cleaned) |
	awk -F '\t' -v OFS='\t' -v most="$children" 'BEGIN { print "rid", "surname", "forename", "dob", "sex" }
		$1 != "" && $2 != "" && $3 != "" && $4 != "" && n < most { print "c:" ++n, $0 }' >records
adopt c records
awk -F '\t' -v OFS='\t' -v list="$list" '
	NR == 1 { print >"a.records"; print >"b.records"; print >"p.records"; print >"q.records"; next }
	{ sub(/^c/, NR % 2 ? "a" : "b"); print >(NR % 2 ? "a.records" : "b.records") }
	NR - 2 < 2 * list { sub(/^./, NR % 2 ? "p" : "q"); $4 = "2012-10-16"; print >(NR % 2 ? "p.records" : "q.records") }' records
for source in a b p q; do adopt "$source" "$source.records"; done
names_of records >names.csv

encode() { # FORM OPTION...
	timed "encode.$1" pseudo -q -k key --accept-risk --drop dob,sex "${@:2}" -o "$1.out" c.clear
}

# encoded JOB A B FORM OPTION...: both lists, and JOB.FORM.tsv of the two.
encoded() {
	local job=$1 a=$2 b=$3 form=$4 source
	for source in "$a" "$b"; do
		pseudo -q -k key --accept-risk --token dob --drop sex "${@:5}" -o "$source.$form" "$source.clear"
	done
	stack -q "$a.$form" "$b.$form" -o "$job.$form.tsv"
}

# for_anonlink LIST: record, block and filter of the surname, as ours, and of both names, by clkhash.
for_anonlink() {
	paste <(column rid "$1.bloom") <(column dob "$1.bloom") <(column surname_bloom "$1.bloom") >"$1.surname"
	names_of "$1.records" >"$1.csv"
	"$python" "$root/tests/bench/encodings.py" encode "$1.csv" "$1.clks" >/dev/null
	paste <(tail -n +2 "$1.records" | cut -f 1,4) "$1.clks" >"$1.names"
}

# model FILE THRESHOLD CONDITION...
model() {
	local file=$1 condition number=0
	printf '##model prior=0.5 threshold=%s\ncomparison\tlevel\tcondition\tm\tu\n' "$2" >"$file"
	for condition in "${@:3}"; do
		number=$((number + 1))
		printf "name$number\t%s\t%s\t%s\t%s\n" alike "$condition" 0.99 0.01 else else 0.01 0.99 >>"$file"
	done
}

# shellcheck disable=SC2317 # called by timed
from_records() { # JOB FORM NAMES
	block -q --between -r rules -m "$2.$3.model" "$1.$2.tsv" | compare -q -m "$2.$3.model" -o "$1.$2.$3.pairs"
}

# anonlink NAME NAMES A B dob|all: its seconds, what it compared and found.
anonlink() {
	local pairs found call whole
	"$python" "$root/tests/bench/encodings.py" compare "$3.$2" "$4.$2" theirs.pairs "$5" >theirs.figures
	read -r pairs found call whole <theirs.figures
	echo "$pairs" >"$1.pairs"
	echo "$found" >"$1.$2.found"
	echo "$call" >>"$1.theirs.$2.compare.seconds"
	echo "$whole" >>"$1.theirs.$2.whole.seconds"
}

# compared JOB A B: each way once.
compared() {
	local job=$1 names form
	for names in surname names; do
		for form in variants bloom; do
			timed "$job.$form.$names.compare" compare -q -m "$form.$names.model" -o pairs "$job.$form.$names.groups"
			timed "$job.$form.$names.whole" from_records "$job" "$form" "$names"
		done
		anonlink "$job" "$names" "$2" "$3" "$job"
	done
}

printf 'pass\tkey\n1\tdob\n' >rules
model bloom.surname.model 0 'dice(surname_bloom) >= 0.8'
model bloom.names.model 10 'dice(surname_bloom) >= 0.8' 'dice(forename_bloom) >= 0.8'
model variants.surname.model 0 'shared(surname_variants) >= 1'
model variants.names.model 10 'shared(surname_variants) >= 1' 'shared(forename_variants) >= 1'
for lists in 'dob a b' 'all p q'; do
	read -ra job <<<"$lists"
	encoded "${job[@]}" variants "${blind_names[@]:0:6}"
	encoded "${job[@]}" bloom --bloom surname,forename --within dob
done
for source in a b p q; do for_anonlink "$source"; done
for job in dob all; do
	for model in {variants,bloom}.{surname,names}; do
		block -q --between -r rules -m "$model.model" -o "$job.$model.groups" "$job.${model%.*}.tsv"
	done
done

for ((round = 0; round < rounds; round++)); do
	encode variants "${blind_names[@]:0:6}"
	encode bloom --bloom surname,forename --within dob
	encode bloom_whole_file --bloom surname,forename
	"$python" "$root/tests/bench/encodings.py" encode names.csv clks >>encode.clkhash.seconds
	compared dob a b
	compared all p q
	side=$(awk '{ print int(sqrt($1)) }' dob.pairs)
	for source in p q; do head -n "$side" $source.names >"short$source.names"; done
	anonlink lists names shortp shortq all
done

same encode.children "$(column rid variants.out | wc -l)" "$(wc -l <clks)"
for form in variants bloom bloom_whole_file; do
	beside "encode.$form" "encode.$form" encode.clkhash
	beside "encode.$form" "encode.$form" encode.clkhash "$children" records_second
done
beside encode.today encode.variants encode.bloom_whole_file
for job in dob all; do
	pairs=$(<"$job.pairs")
	same "compare.$job.pairs" "$(block -q --between -r rules --analyse "$job.bloom.tsv" |
		awk -F '\t' '$1 == "all" { print $11 }')" "$pairs"
	for form in variants bloom; do
		for names in surname names; do
			name=$job.$form.$names
			beside "compare.$name" "$name.compare" "$job.theirs.$names.compare" "$pairs" ns_pair
			beside "compare.$name" "$name.whole" "$job.theirs.$names.whole" "$pairs" pairs_second
			found=$(column id_a "$name.pairs" | wc -l)
			if [[ $form.$names == bloom.surname ]]; then
				same "compare.$name.found" "$found" "$(<"$job.$names.found")"
			else
				figure "compare.$name.found" "$found" "$(<"$job.$names.found")" - - -
			fi
		done
	done
	beside "compare.$job.names.today" "$job.variants.names.compare" "$job.bloom.names.compare" "$pairs" ns_pair
done
for form in variants bloom; do
	beside "compare.lists.$form.names" "dob.$form.names.compare" lists.theirs.names.compare "$(<dob.pairs)" ns_pair
	beside "compare.lists.$form.names" "dob.$form.names.whole" lists.theirs.names.whole "$(<dob.pairs)" pairs_second
done
clk=$(awk 'NR == 1 { print length }' clks)
for form in variants bloom; do
	cell=$(column "surname_$form" "$form.out" | awk '{ all[length] } END { for (size in all) print size }')
	smaller "cell.$form" "$cell" "$clk"
	smaller "record.$form" $((2 * cell)) "$clk"
done
exit $status
