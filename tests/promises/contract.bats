#!/usr/bin/env bats
load ../helper

# One contract for every program in bin/: each clause is a test, and each test runs over the table of
# programs. A new program fails here until it has a row.
#
# name, the sample that it reads (- none), what it writes (stream, text or nothing), its shortest command line
programs() {
	sed 's/\t\t*/\t/g' <<-'END'
		clean	records	stream
		identities	records	stream
		pseudo	records	stream	-q -k key --token upn,local_id --general dob=month --drop surname,sex,postcode
		stack	records	stream	-
		join	records	stream	--side payload --on rid
		block	identities	stream	-r rules -m model
		block	identities	stream	-r rules --analyse
		compare	groups	stream	-m model
		estimate	patterns	text	-q -m model -r rules
		cluster	pairs	stream	--records identities -t 0
		assemble	clusters	stream	--payload payload
		tabulate	linked	stream	--by sex,need --count records
		suppress	counts	stream	-q --rule hes
		export	published	text
		review	pairs	text	make -q --inside -m model --records identities
		review	pairs	stream	take decisions
		evaluate	clusters	stream	--truth truth
		unmatched	clusters	stream	--records identities
		why	identities	text	-m model cin:1 gp:1
		seal	records	nothing	check
		seal	records	text	show
		seal	records	stream	body - -- cat
		seal	records	stream	wrap --as clean - -- cat
		seal	published	text	strip
		seal	-	stream	adopt --source cin --column upn:upn:direct table
		ingest	-	stream	-s schema --source cin table
		ingest	-	text	--sniff --schemas . table
		synth	-	nothing	--children 20 --seed 1 -d raw
		model	-	text	-q import-splink settings.json
		model	-	text	-q export-splink model
		jigsaw	-	nothing	clean --version
	END
}

person='##column rid type=rid role=key
##column source type=source role=plain
##column local_id type=id role=entity
##column upn type=upn role=direct
##column surname type=name role=direct
##column dob type=date role=quasi
##column sex type=sex role=quasi
##column postcode type=postcode role=quasi'

# sample NAME LEVEL COLUMNS: a sealed stream of the records on standard input, cells parted by |.
sample() {
	{
		printf '##jigsaw 1 level=%s\n##source id=cin set=cin\n%s\n' "$2" "$3"
		printf '##step 000000000000 tool=ingest version=0.1.0 opt.sample=%s\n' "$1"
		printf '##step 000000000000 tool=clean version=0.1.0 parents=000000000000\n##x-engine as it was\n'
		sed -n 's/^##column \([a-z_]*\) .*/\1/p' <<<"$3" | paste -s
		tr '|' '\t'
	} | seal_text >"$1"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	printf '%s\n' 8f3a61c07be2d49a5513e0c72b9fd64f7e01d2c3 >key
	printf 'pass\tkey\n1\tdob\n2\tsurname\n' >rules
	{
		printf '##model prior=0.01 threshold=-100\ncomparison\tlevel\tcondition\tm\tu\n'
		printf 'surname\texact\texact(surname)\t0.9\t0.01\nsurname\telse\telse\t0.1\t0.99\n'
	} >model
	printf '##schema set=cin table=child format=tsv level=identifiable\n' >schema
	printf 'column\ttype\trole\tlist\trequired\ttitles\tnote\nupn\tupn\tdirect\t\tyes\tupn\t\n' >>schema
	printf '%s' '{"link_type": "link_only", "comparisons": [{"output_column_name": "surname", "comparison_levels": [' \
		'{"sql_condition": "surname_l = surname_r"}, {"sql_condition": "ELSE"}]}]}' >settings.json
	printf 'upn\nH801200001001\nH801200001002\n' >table
	people='cin:1|cin|QX77|H801200001001|PELLOW|2012-03-09|F|LE14XX
cin:2|cin|QX78||TREGEAR|2012-03-10|M|
cin:3|cin|||PELLOW|2011-01-02||EC1A1BB
gp:1|gp||H801200001001|PELLOW|2012-03-09|F|LE14XX
gp:2|gp|||TREGEAR|2012-03-10|M|'
	while read -r line; do echo "$line|N1"; done <<<"$people" | sample records identifiable "$person"$'\n##column need type=code role=sensitive'
	sample identities identifiable "$person" <<<"$people"
	sample clusters identifiable $'##column rid type=rid role=key\n##column source type=source role=plain\n##column person_id type=id role=key' \
		<<<$'cin:1|cin|p1\ncin:2|cin|p2\ncin:3|cin|p3\ngp:1|gp|p1\ngp:2|gp|p2'
	sample payload identifiable $'##column rid type=rid role=key\n##column record type=rid role=key\n##column need type=code role=sensitive' \
		<<<$'cin:1|cin:1|N1\ncin:2|cin:2|N2\ngp:1|gp:1|N4'
	sample truth identifiable $'##column rid type=rid role=key\n##column person type=id role=key\n##column family type=id role=key\n##column birth type=id role=key' \
		<<<$'cin:1|1|1|\ncin:2|2|2|\ncin:3|3|1|\ngp:1|1|1|\ngp:2|2|2|'
	sample linked pseudonymised $'##column person_id type=id role=key\n##column sex type=sex role=quasi\n##column need type=code role=sensitive' \
		<<<$'p1|F|N1\np2|M|N1\np3|F|N4'
	printf 'id_a\tid_b\tverdict\treviewer\tnote\twhen\n' >decisions
	block -r rules -m model identities >groups
	compare -m model groups >pairs
	compare -m model --patterns groups >patterns
	tabulate --by sex,need --count records linked >counts
	suppress --rule hes counts >published
}

setup() {
	test_directory
	cp -p "$BATS_FILE_TMPDIR"/* .
	failures=0
}

# each FUNCTION [reads|stream]: runs FUNCTION NAME INPUT WRITES ARGUMENT... for every row, or for those that
# read a sealed stream, or for those that also write one.
each() {
	local name input writes arguments
	while IFS=$'\t' read -r name input writes arguments; do
		[[ ${2-} != reads && ${2-} != stream || $input != - ]] || continue
		[[ ${2-} != stream || $writes == stream ]] || continue
		# shellcheck disable=SC2086 # words
		"$1" "$name" "$input" "$writes" $arguments
	done < <(programs)
	((failures == 0))
}

# call STATUS NAME INPUT ARGUMENT...: runs a program on a file, output in `out` and `err`; complains of
# another exit.
call() {
	local expected=$1 name=$2 input=$3 status=0
	shift 3
	[[ $input != - ]] || input=/dev/null
	"$BIN/$name" "$@" <"$input" >out 2>err || status=$?
	((status == expected)) || wrong "exit $status, not $expected: $name $* <$input: $(head -c 300 err)"
}

# resealed: gives a stream that was edited a fitting seal; and its steps other ids, for a step that counts other
# records than in a side stream is refused.
resealed() {
	sed -E '/^##(digest|count|piece|end)/d; s/\<([0-9a-f])([0-9a-f]{11})\>/\2\1/g; s/(opt.model=)([0-9a-f]{11})([0-9a-f])/\1\3\2/g' | seal_text
}

wrong() {
	echo "$@"
	failures=$((failures + 1))
}

# says PATTERN WHERE: the last complaint matches.
says() {
	grep -qE -e "$1" err || wrong "$2: no '$1' in: $(head -c 300 err)"
}

# damaged NAME FILE ARGUMENT...: refused with 65, and nothing that looks whole comes out.
damaged() {
	local writes=$1
	shift
	call 65 "$@"
	! grep -aq '^##end' out || wrong "a whole stream from a damaged one: $*"
	[[ $writes != text || ! -s out ]] || wrong "bytes before the input was verified: $*"
}

@test "every program in bin has a row, and every row a program" {
	diff <(programs | cut -f1 | sort -u) <(find "$BIN" -maxdepth 1 -type f -perm -u+x -printf '%f\n' | sort)
}

help() {
	call 0 "$1" - --help
	head -1 out | grep -q "^Usage: $1 " || wrong "$1: help does not begin with its usage"
	[[ ! -s err ]] || wrong "$1: --help writes to standard error"
	cp out long
	call 0 "$1" - -h
	cmp -s out long || wrong "$1: -h is not --help"
	sed -nE 's/^\.It (Fl|Xo Fl)/Fl/p' "$ROOT/filters/$1.1" | grep -oE -- 'Fl -[a-z][a-z0-9-]*' | sed 's/^Fl /-/' | while read -r option; do
		grep -q -e "$option" out || { echo "$1: --help does not name $option"; exit 1; }
	done || failures=$((failures + 1))
}

@test "--help: usage and every option of the page, on standard output" {
	each help
}

version() {
	call 0 "$1" - --version
	grep -qE "^$1 (\(Jigsaw\) )?[0-9]+\.[0-9]+\.[0-9]+$" out || wrong "$1: $(<out)"
	[[ ! -s err && $(wc -l <out) == 1 ]] || wrong "$1: more than one line"
}

@test "--version: one line" {
	each version
}

usage() {
	call 2 "$1" - --no-such-option
	says 'no-such-option' "$1"
	[[ ! -s out && $(wc -l <err) == 1 ]] || wrong "$1: a mistake is one line on standard error"
	call 2 "$1" - -Z
	[[ $1 != jigsaw ]] || return 0
	"$BIN/$1" --help | grep -oE -- ' --[a-z][a-z0-9-]*' | tr -d ' ' | sort -u >options
	for option in $(<options); do
		grep -qx -e "${option%?}" options || call 2 "$1" - "${option%?}"
	done
	while read -r option; do
		call 2 "$1" - "$option"
	done < <("$BIN/$1" --help | sed -nE 's/^ +(-., )?(--[a-z-]*) [^ ].*/\2/p' | grep -v -e ',' || true)
}

@test "an unknown option, an inexact one and one without its argument are 2" {
	each usage
}

valid() {
	local name=$1 input=$2 writes=$3
	shift 3
	call 0 "$name" "$input" "$@"
	cp out first
	call 0 "$name" "$input" "$@"
	cmp -s out first || wrong "$name $*: other bytes the second time"
	case $writes in
	stream) "$ROOT/tests/tools/oracle.py" check out || wrong "$name $*: the oracle refuses the output" ;;
	text) [[ -s out ]] || wrong "$name $*: no output" ;;
	nothing) [[ $name == jigsaw || ! -s out ]] || wrong "$name $*: output" ;;
	esac
}

@test "the command line of the table works, the same bytes twice, sealed" {
	each valid
}

output() {
	local name=$1 input=$2 writes=$3
	shift 3
	[[ $writes != nothing ]] || return 0
	call 0 "$name" "$input" "$@"
	cp out first
	rm -f result
	call 0 "$name" "$input" -o result "$@"
	[[ ! -s out ]] || wrong "$name -o: something on standard output"
	cmp -s first result || wrong "$name -o: other bytes than on standard output"
	[[ $(stat -c %a result) == 600 ]] || wrong "$name -o: mode $(stat -c %a result)"
	call 74 "$name" "$input" -o no/where "$@"
}

@test "-o: the same bytes, mode 0600" {
	each output
}

full() {
	local name=$1 input=$2 writes=$3 status
	shift 3
	[[ $writes != nothing ]] || return 0
	[[ $input != - ]] || input=/dev/null
	status=0
	"$BIN/$name" "$@" <"$input" >/dev/full 2>err || status=$?
	((status == 74)) || wrong "$name $* >/dev/full: exit $status"
	says 'No space left' "$name"
	status=0
	"$BIN/$name" "$@" <"$input" >&- 2>err || status=$?
	((status == 74)) || wrong "$name $* >&-: exit $status"
	status=0
	python3 -c 'import os, signal, subprocess, sys
read, write = os.pipe()
os.close(read)
sys.exit(-subprocess.run(sys.argv[1:], stdout=write).returncode)' "$BIN/$name" "$@" <"$input" 2>err || status=$?
	[[ $status == 13 && ! -s err ]] || wrong "$name $* into a closed pipe: signal $status, $(<err)"
}

@test "a full disk and a closed standard output are 74, a closed pipe is SIGPIPE without a word" {
	each full
}

help_full() {
	local status=0
	"$BIN/$1" --help >/dev/full 2>err || status=$?
	((status == 74)) || wrong "$1 --help >/dev/full: exit $status"
}

@test "--help to a full disk is 74" {
	each help_full
}

receipt() {
	local name=$1 input=$2
	shift 3
	[[ $name != jigsaw ]] || return 0
	rm -f receipt
	call 0 "$name" "$input" --receipt receipt "$@"
	python3 -c 'import json, sys
[line] = open("receipt").read().splitlines()
r = json.loads(line)
assert r["program"] == sys.argv[1] and r["status"] == 0, r' "$name" || wrong "$name: no receipt"
	[[ $(stat -c %a receipt) == 600 ]] || wrong "$name: receipt of mode $(stat -c %a receipt)"
	[[ $input != - ]] || return 0
	call 65 "$name" /dev/null --receipt receipt "$@"
	grep -q '"status":65' receipt || wrong "$name: no receipt of a failure"
}

@test "--receipt: one JSON line a run, of failures too" {
	each receipt
}

empty() {
	local name=$1 writes=$3
	shift 3
	damaged "$writes" "$name" /dev/null "$@"
	damaged "$writes" "$name" table "$@"
	says 'seal adopt' "$name"
}

@test "nothing at all, and a table without a seal: 65, naming seal adopt" {
	each empty reads
}

no_records() {
	local name=$1 input=$2 writes=$3
	shift 3
	[[ $name != assemble && $name != unmatched && $name != why ]] || return 0 # their side streams name identities
	awk '/^##/ { print; next } !header { header = 1; print }' "$input" | resealed >none
	"$ROOT/tests/tools/oracle.py" check none
	call 0 "$name" none "$@"
	[[ $writes != stream ]] || "$ROOT/tests/tools/oracle.py" check out || wrong "$name $*: the oracle refuses the output"
}

@test "a stream without records" {
	each no_records reads
}

truncated() {
	local name=$1 input=$2 writes=$3 size step
	shift 3
	size=$(stat -c %s "$input")
	step=$((size / 11))
	for ((n = size - 1; n > 0; n -= step)); do
		head -c "$n" "$input" >shorter
		damaged "$writes" "$name" shorter "$@"
	done
	sed '$d' "$input" >shorter
	damaged "$writes" "$name" shorter "$@"
	says 'cut short: no ##end' "$name"
	sed '/^##digest/d; /^##count/d; /^##end/d' "$input" >shorter
	damaged "$writes" "$name" shorter "$@"
	{ cat "$input"; echo; } >shorter
	damaged "$writes" "$name" shorter "$@"
	says 'bytes after ##end' "$name"
	cat "$input" "$input" >shorter
	damaged "$writes" "$name" shorter "$@"
}

@test "a stream cut anywhere, or with bytes after ##end" {
	each truncated reads
}

altered() {
	local name=$1 input=$2 writes=$3 last rows
	shift 3
	rows=$(unseal "$input" | wc -l)
	last=$(($(grep -n -m1 '^##count\|^##end' "$input" | grep -v '^[0-9]*:##step' | cut -d: -f1) - 1))
	((rows > 1)) || wrong "$input has too few records"
	sed "${last}d" "$input" >bad
	damaged "$writes" "$name" bad "$@"
	says "$((rows - 1)) records are here, ##end names $rows" "$name, a record lost"
	sed "${last}p" "$input" >bad
	damaged "$writes" "$name" bad "$@"
	sed "${last}s/[0-9A-Z]\$/_/; t; ${last}s/\$/_/" "$input" >bad
	damaged "$writes" "$name" bad "$@"
	sed 's/^##x-engine as/##x-engine As/; /^##lineage/y/0123456789abcdef/123456789abcdef0/' "$input" >bad
	! cmp -s bad "$input" || wrong "$input: preamble not altered"
	damaged "$writes" "$name" bad "$@"
	sed 's/trail=./trail=_/' "$input" >bad
	damaged "$writes" "$name" bad "$@"
	sed '/^##count/s/ read=/ read=1/' "$input" >bad
	cmp -s bad "$input" || damaged "$writes" "$name" bad "$@"
}

@test "a record lost, repeated or altered, a preamble or a trailer edited" {
	each altered reads
}

odd_bytes() {
	local name=$1 input=$2 writes=$3 last
	shift 3
	sed 's/$/\r/' "$input" >bad
	damaged "$writes" "$name" bad "$@"
	last=$(($(grep -n -m1 '^##count\|^##end' "$input" | cut -d: -f1) - 1))
	for bytes in '\x00' '\r' '\\q' '\t'; do
		sed "${last}s/\$/$bytes/" "$input" >bad
		damaged "$writes" "$name" bad "$@"
	done
	{
		head -n "$last" "$input" | head -c -1
		head -c 16777216 /dev/zero | tr '\0' a
		tail -n +$((last + 1)) "$input" | sed '1s/^/\n/'
	} >bad
	damaged "$writes" "$name" bad "$@"
	says '16 MiB' "$name"
	rm bad
}

@test "CRLF, NUL, CR, a bad escape, a TAB too many, a record longer than 16 MiB" {
	each odd_bytes reads
}

extras() {
	local name=$1 input=$2
	shift 3
	[[ $input != published ]] || return 0
	grep -qx '##x-engine as it was' "$input" || wrong "$input has no ##x- line"
	call 0 "$name" "$input" "$@"
	case $name in
	pseudo | suppress) ! grep '^##x-' out || wrong "$name: let a ##x- line through" ;;
	*) grep -qx '##x-engine as it was' out || wrong "$name: lost a ##x- line" ;;
	esac
}

@test "a ##x- line is carried on, but not through pseudo and suppress" {
	each extras stream
}

steps() {
	local name=$1 input=$2
	shift 3
	[[ $name != suppress && $1 != body ]] || return 0
	call 0 "$name" "$input" "$@"
	if [[ $name = pseudo ]]; then # its ids are keyed, so that nobody can guess what they were made from
		diff <(grep -o 'tool=[a-z]*' "$input") <(grep -o 'tool=[a-z]*' out | sed '$d') || wrong 'pseudo: a step is lost'
		! grep -qF "$(grep '^##step' "$input" | cut -d' ' -f2)" out || wrong 'pseudo: an id is not keyed'
		return
	fi
	diff <(grep '^##step' "$input") <(grep '^##step' out | sed '$d') >difference ||
		{ [[ $name =~ ^(cluster|assemble|evaluate|unmatched|join)$ ]] && ! grep -q '^<' difference; } || wrong "$name: lineage is not its input's and one step: $(<difference)"
	grep '^##step' out | tail -1 | grep -qE " parents=[0-9a-f,]*$(grep '^##step' "$input" | tail -1 | cut -d' ' -f2)" || wrong "$name: not a child of its input"
	grep -q "^##source id=cin" out || wrong "$name: lost a source"
}

@test "a step is added to the lineage, nothing is lost of it" {
	each steps stream
}

partial() {
	local name=$1 input=$2 writes=$3
	shift 3
	"$BIN/$name" --help | grep -q -e --partial || return 0
	[[ $1 != strip ]] || return 0 # what it writes could not be marked: it refuses the option
	sed '1s/$/ partial=yes/' "$input" | resealed >marked
	damaged "$writes" "$name" marked "$@"
	says 'partial' "$name"
	call 0 "$name" marked --partial "$@"
	[[ $writes != stream ]] || head -1 out | grep -q ' partial=yes$' || wrong "$name: output not marked partial"
	call 0 "$name" "$input" --partial "$@"
	[[ $writes != stream ]] || head -1 out | grep -q ' partial=yes$' || wrong "$name --partial: output not marked"
	sed '$d' "$input" >shorter
	call 0 "$name" shorter --partial "$@"
}

@test "--partial: marked input is refused without it, output is marked with it" {
	each partial reads
}

bare() {
	local name=$1 input=$2
	shift 3
	"$BIN/$name" --help | grep -q -e --preamble || return 0
	call 0 "$name" "$input" "$@"
	unseal out >whole
	unseal "$input" >records.bare
	call 0 "$name" records.bare --preamble "$input" "$@"
	grep -v '^##' out | cmp -s - whole || wrong "$name --preamble: other records"
	grep -qE "^##piece step=[0-9a-f]{12} rows=$(wc -l <records.bare) sum=" out || wrong "$name --preamble: no ##piece"
	[[ $(tail -1 out) == '##end '* ]] || wrong "$name --preamble: no ##end"
	: >nothing
	call 0 "$name" nothing --preamble "$input" "$@"
	call 65 "$name" "$input" --preamble "$input" "$@"
}

@test "--preamble: bare records in, bare records and the trailer out; none at all is valid" {
	each bare stream
}

# What each filter may read: levels by initial (i p a u), and the roles that it may not be shown.
policy() {
	cat <<-'END'
		clean ip
		identities ip link
		pseudo i link
		stack ip
		join ip
		block ip sensitive
		compare ip sensitive
		cluster ip sensitive
		review ip sensitive
		assemble ip
		tabulate p link direct entity
		suppress a key entity direct quasi link sensitive
		evaluate ipau
		unmatched ip sensitive
		why ip sensitive
		estimate ip sensitive
		export ipau
		seal ipau
	END
}

# The same at another level, with columns that it may have, so that it is the level that is refused.
relevel() {
	case $2 in
	aggregate | publishable) sed -E 's/^(##column [^ ]+) .*/\1 type=code role=dimension/' "$1" ;;
	*) sed -E 's/^(##column [^ ]+) .*role=(direct|dimension|measure).*/\1 type=code role=quasi/' "$1" ;;
	esac >released
	set -- released "$2"
	case $2 in
	publishable) awk '/^##(source|step|x-)/ { next } NR == 1 { $0 = "##jigsaw 1 level=publishable\n##lineage 0123456789abcdef0123456789abcdef" } 1' "$1" ;;
	*) sed "1s/.*/##jigsaw 1 level=$2/; /^##lineage/d" "$1" ;;
	esac | resealed
}

levels() {
	local name=$1 input=$2 level allowed
	shift 3
	allowed=$(policy | awk -v name="$name" '$1 == name { print $2 }')
	[[ -n $allowed ]] || wrong "$name: no row in policy()"
	for level in identifiable pseudonymised aggregate publishable; do
		initial=${level:0:1}
		[[ $level != publishable ]] || initial=u
		[[ $allowed != *$initial* ]] || continue
		relevel "$input" $level >other
		call 77 "$name" other "$@"
		says "may not read what is $level" "$name"
		[[ ! -s out ]] || wrong "$name: output in spite of the refusal"
	done
}

@test "levels by the table of jigsaw(7): anything else is 77" {
	each levels reads
}

roles() {
	local name=$1 input=$2 role
	shift 3
	for role in $(policy | awk -v name="$name" '$1 == name { $1 = $2 = ""; print }'); do
		awk -v role="$role" '/^##(digest|count|piece|end)/ { next } /^##step/ && !done { print "##column secret type=code role=" role; done = 1 }
			/^##/ { print; next } !header { header = 1; print $0 "\tsecret"; next } { print $0 "\tx" }' "$input" | seal_text >shown
		call 77 "$name" shown "$@"
		says "may not (be shown|have) a column of role $role" "$name"
	done
}

@test "roles by the table of jigsaw(7): what a filter may not be shown is 77" {
	each roles reads
}

@test "assemble and pseudo write no direct, no entity, no link column that they may not" {
	pseudo -q -k key --token upn,local_id --general dob=month --drop surname,sex,postcode records >out
	run ! grep -E '^##column .* role=(direct|entity)' out
	run ! grep -F -e PELLOW -e QX77 -e H80120 -e cin: out
	sed 's/need type=code role=sensitive/need type=token role=link/' payload | resealed >tokens
	assemble --payload tokens clusters >out
	run ! grep 'role=link' out
	run -77 assemble --payload tokens -c need clusters
}

@test "a letter means one thing in all programs" {
	for program in $(programs | cut -f1 | sort -u); do
		"$BIN/$program" --help | sed -nE 's/^ *(-[a-zA-Z]), (--[a-z-]+).*/\1 \2/p'
	done | sort -u >letters
	run -0 bash -c "cut -d' ' -f1 letters | sort | uniq -d"
	assert_output ''
	grep -qx -e '-o --output' letters
	grep -qx -e '-h --help' letters
}

# Streaming filters in a bounded address space: 48 MiB of it, libraries and stack included, on 100 MB of input.
@test "clean, pseudo, stack, export and seal run in bounded memory" {
	needs_release
	{
		sed '/^cin:/d; /^##[dce][ion][gud]/d' records
		awk 'BEGIN { OFS = "\t"; for (i = 1; i <= 600000; i++)
			print "cin:" i, "cin", "QX" i, "H801200001001", "PELLOW", "2012-03-09", "F", "LE14XX", "N1" }'
	} | seal_text >many
	for command in 'clean many' 'stack many' 'seal check many' 'seal split -n 3 -o slice many' 'seal strip --inside many' \
		'seal body many -- cat' 'pseudo -q -k key --token upn,local_id --general dob=month --drop surname,sex,postcode many' \
		"$BIN/export --inside many"; do
		run bash -c "ulimit -v 49152; TMPDIR=. $command >out 2>err"
		[ "$status" -eq 0 ] || { echo "$command: exit $status, $(head -c 300 err)"; failures=1; }
	done
	((failures == 0))
}
