#!/bin/bash
# whole.sh: the whole job beside Splink 5 on DuckDB, from a CSV file of invented children,
# one in ten a copy with an error, to a file of clusters: same rules, same model, same
# threshold. Prints
#
#   name  ours  theirs  ratio  goal  met|short
#
# of a large file ($WHOLE_RECORDS, 1000000) and of one of 5,000 records:
#
#   persons     clusters; met if both found the same
#   seconds     wall, the programs' start and all files included, both on one core;
#               of the small file the shortest of five runs
#   processor   seconds of user and system
#   memory      peak in MB; of a pipe the peaks of all its processes together
#   average.*   the same with cluster --method average, beside Splink's components
#
# Where the goal is a ratio, it is theirs over ours. DuckDB has
# one thread.

# shellcheck source=../../pipelines/lib.sh
. "$(dirname "$0")/../../pipelines/lib.sh"
PATH=$BIN:$PATH # of programs that are timed
# shellcheck source=splink.bash
. "$(dirname "$0")/splink.bash"

cores=$(taskset -cp $$)
core=${cores##*: }
core=${core%%[,-]*}

peak() { # FILE COMMAND...: adds the peak KiB of a process to FILE
	local file=$1
	shift
	/usr/bin/time -a -o "$file" -f %M "$@"
}

jigsaw() { # PEAKS METHOD PERSONS
	peak "$1" ingest -s schema.tsv --source r persons.csv -o records
	peak "$1" block -r rules.tsv -m model.tsv records |
		peak "$1" compare -m model.tsv -t 0 |
		peak "$1" cluster -q -m model.tsv -t 0 --method "$2" --records records -o "$3"
}

splink() { # CSV
	peak theirs.peak "$python" "$root/tests/bench/linkage.py" whole "$1" settings.json . 2>splink.log || {
		cat splink.log >&2
		return 1
	}
}

# pinned NAME COMMAND...: runs it on one core; its seconds go into NAME.seconds.
pinned() {
	local name=$1 TIMEFORMAT='%R %U %S'
	shift
	rm -f "$name.peak"
	taskset -cp "$core" $$ >/dev/null
	{ time "$@" 2>&3; } 3>&2 2>>"$name.seconds"
	taskset -cp "${cores##*: }" $$ >/dev/null
}

same() { # as many persons, and each the same records
	awk -F '\t' '
		/^##/ || FNR == 1 || $1 == "rid" { next }
		FILENAME == "splink.tsv" { person[$1] = $2; theirs[$2]; next }
		{
			id = sprintf("r:%07d", substr($1, 3) - 1)
			ours[$3]
			both[$3 FS person[id]]
			records++
		}
		END {
			a = length(ours); b = length(theirs); c = length(both)
			print a, b, (a == b && b == c && records == length(person) ? "met" : "short")
		}' splink.tsv persons
}

# job NAME RECORDS TIMES GOAL_SECONDS GOAL_MEMORY: goals are ratios, or with `<` ours at most.
job() {
	local name=$1 records=$2 times=$3 i a b met
	mkdir "$where/$name"
	cd "$where/$name"
	theirs invent "$records" .
	model import-splink -q -o model.tsv -r rules.tsv settings.json
	{
		echo '##schema set=invented table=child format=csv level=identifiable'
		printf 'column\ttype\trole\tlist\trequired\ttitles\tnote\n'
		printf '%s\t%s\t%s\t\t\t%s\t\n' local_id id entity rid forename name direct forename surname name direct surname \
			dob date quasi dob sex sex quasi sex postcode postcode quasi postcode number code direct number
	} >schema.tsv
	for ((i = 0; i < times; i++)); do
		pinned ours jigsaw ours.peak components persons
		pinned average jigsaw average.peak average averages
		pinned theirs splink persons.csv
	done
	block -q -r rules.tsv --analyse records | awk -F '\t' -v name="$name" '
		$1 == "all" { print name ": " $11 " pairs to score" }' >&2
	read -r a b met < <(same)
	figure "$name.persons" "$a" "$b" 1 "$b" "$met"
	awk -v name="$name" -v seconds="$4" -v memory="$5" '
		function taken(side,    line, part) {
			wall[side] = processor[side] = 1e9
			while ((getline line <(side ".seconds")) > 0) {
				split(line, part, " ")
				if (part[1] < wall[side]) wall[side] = part[1] + 0
				if (part[2] + part[3] < processor[side]) processor[side] = part[2] + part[3]
			}
			while ((getline line <(side ".peak")) > 0) peak[side] += line * 1024 / 1e6
		}
		function figure(what, value, side, goal,    ratio, met) {
			ratio = value["theirs"] / value[side]
			met = sub(/^</, "", goal) ? value[side] < goal + 0 : ratio >= goal + 0
			printf "%s.%s\t%.3f\t%.3f\t%.1f\t%s\t%s\n", name, what, value[side], value["theirs"], ratio,
				goal, (met ? "met" : "short")
		}
		BEGIN {
			taken("ours")
			taken("theirs")
			taken("average")
			figure("seconds", wall, "ours", seconds)
			figure("processor", processor, "ours", seconds)
			figure("memory", peak, "ours", memory)
			figure("average.seconds", wall, "average", seconds)
			figure("average.processor", processor, "average", seconds)
			figure("average.memory", peak, "average", memory)
		}'
}

job small 5000 5 '<0.1' '<64'
job whole "${WHOLE_RECORDS:-1000000}" 1 20 5
