# Loaded by every bats file: `load ../helper` on the second line.
#
#   $ROOT      the repository        $SCHEMAS  its schemas        $MODELS  its rules and models
#   $SHARED    the sample files beside the repository, which may be missing
#   $BIN       the programs under test, first on PATH (bin/ unless set)
#   $MODE      how they were built: release, debug, san, or run: valgrind
#   $PROGRAM   the one that a file tests: it has the file's name unless the file says otherwise
#
# Every test starts in its own empty directory. A file that needs more of
# setup() defines its own and calls test_directory first.

bats_require_minimum_version 1.5.0
export BATS_LIB_PATH=${BATS_LIB_PATH:-/usr/lib/bats}
bats_load_library bats-support
bats_load_library bats-assert
bats_load_library bats-file

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
SCHEMAS=$ROOT/schemas
MODELS=$ROOT/models
SHARED=$ROOT/../shared
BIN=${BIN:-$ROOT/bin}
MODE=${MODE:-release}
PROGRAM=$(basename "$BATS_TEST_FILENAME" .bats)
PATH=$BIN:$PATH
LC_ALL=C
XDG_STATE_HOME=${BATS_RUN_TMPDIR:-/tmp}/state # where --inside is logged
export ROOT SCHEMAS MODELS SHARED BIN MODE PROGRAM PATH LC_ALL XDG_STATE_HOME
unset MAKEFLAGS MFLAGS MAKELEVEL # a make that runs the tests is not the one that they run
umask 077

test_directory() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

setup() {
	test_directory
}

# pipeline 'a | b' runs a shell pipeline under `run`, failing if any part does.
pipeline() {
	run bash -o pipefail -c "$1"
}

# shellcheck disable=SC2154 # run sets them
# fails STATUS MESSAGE COMMAND...: all that $PROGRAM says and how it ends; no stream may seem whole.
fails() {
	local wanted=$1 message=$2
	shift 2
	run --separate-stderr "$@"
	assert_equal "$stderr" "$PROGRAM: $message"
	assert_equal "$status" "$wanted"
	refute_output --partial '##end'
}

# shellcheck disable=SC2154 # run sets them
# refused STATUS LINE ARGUMENT...: the first line that $PROGRAM says and how it ends; the same.
refused() {
	local wanted=$1 line=$2
	shift 2
	run --separate-stderr "$PROGRAM" "$@"
	assert_failure "$wanted"
	assert_equal "${stderr_lines[0]}" "$line"
	refute_output --partial '##end'
}

# seal_text FILE: seals a stream written by hand. FILE (or standard input) holds
# the preamble, the header row and the records, without a trailer.
seal_text() {
	"$ROOT/tests/tools/oracle.py" seal <"${1:-/dev/stdin}"
}

# stream TOOL NAME:TYPE:ROLE[:list]...: seals records on standard input; blanks part the cells,
# - is an empty one, ~ a minus.
stream() {
	local tool=$1 column name type role list names=
	shift
	{
		printf '##jigsaw 1 level=identifiable\n##source id=%s\n' "$tool"
		for column; do
			IFS=: read -r name type role list <<<"$column"
			printf '##column %s type=%s role=%s%s\n' "$name" "$type" "$role" "${list:+ list=yes}"
			names+=$'\t'$name
		done
		printf '##step 000000000000 tool=%s version=0.1.0\n%s\n' "$tool" "${names:1}"
		tr ' -' '\t\0' | tr -d '\0' | tr '~' -
	} | seal_text /dev/stdin
}

# source_of TOOL ID LEVEL 'NAME FACTS'...: seals records of one source on standard input; the
# first column is rid.
source_of() {
	local tool=$1 id=$2 level=$3 column names=rid
	shift 3
	{
		printf '##jigsaw 1 level=%s\n##source id=%s\n##column rid type=rid role=key\n' "$level" "$id"
		for column; do
			printf '##column %s\n' "$column"
			names+=$'\t'${column%% *}
		done
		printf '##step 000000000000 tool=%s version=0.1.0 opt.of=%s\n%s\n' "$tool" "$id" "$names"
		cat
	} | seal_text /dev/stdin
}

# unseal FILE: only the records, without preamble, header row and trailer.
unseal() {
	awk '/^##/ { next } !header { header = 1; next } { print }' "${1:--}"
}

# table FILE: the header row and the records.
table() {
	grep -v '^##' "${1:--}"
}

# column NAME FILE: the cells of one column.
column() {
	awk -F '\t' -v name="$1" '/^##/ { next }
		!at { for (i = 1; i <= NF; i++) if ($i == name) at = i; if (!at) exit 1; next }
		{ print $at }' "${2:--}"
}

# count_of FIGURE FILE: a figure of the last step in the ledger.
count_of() {
	awk -v name="$1" '/^##count / { for (i = 2; i <= NF; i++)
		if (index($i, name "=") == 1) value = substr($i, length(name) + 2) }
		END { print value }' "${2:--}"
}

# needs_sample PATH: skips the test when a sample file is not there.
needs_sample() {
	[[ -e $SHARED/$1 ]] || skip "no $1 beside the repository"
}

# needs_release: skips the test where a sanitizer or valgrind changes memory or time.
needs_release() {
	[[ $MODE == release ]] || skip "only for the release build"
}
