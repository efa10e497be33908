# shellcheck shell=bash
# Sourced by every recipe: strict mode, the filters by name, and error reports.
#
#   $SCHEMAS                 schemas and code lists
#   $MODELS                  blocking rules and comparison models
#   $blind_dates $blind_names   options of pseudo on the blind route: jigsaw-blind(7)
#   pieces JOBS FUNCTION PIECE...   runs FUNCTION for each piece, JOBS at a time; checks each exit code
#   together                 waits for every background job; fails if one did

set -euo pipefail
umask 077
ulimit -c 0
export LC_ALL=C

recipes=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ -n ${BIN:-} ]]; then
	BIN=$(cd "$BIN" && pwd) # the caller knows better
elif [[ -x $recipes/../bin/seal ]]; then
	BIN=$(cd "$recipes/../bin" && pwd) # the source tree
else
	BIN=$(cd "$recipes/../../../libexec/jigsaw" && pwd) # installed
fi
SCHEMAS=${SCHEMAS:-$recipes/../schemas}
MODELS=${MODELS:-$recipes/../models}
export BIN SCHEMAS MODELS
# shellcheck source=names.sh
. "$recipes/names.sh"

blind_sounds='soundex(surname)+substr(forename,1,3)'
# shellcheck disable=SC2034 # for who sources this
blind_dates=(--key 'sex_dob=known(sex)+dob' --key 'birth_month=substr(dob,1,7)' --key 'birth_day=substr(dob,6,5)')
# shellcheck disable=SC2034
blind_names=(--variants "surname,forename" --within 'surname=dob+known(sex)+soundex(forename)'
	--within 'forename=dob+known(sex)+soundex(surname)' --key "names_month=$blind_sounds+substr(dob,1,7)"
	--key "names_day=$blind_sounds+substr(dob,6,5)" --key "names_postcode=$blind_sounds+postcode"
	--key 'surname_postcode=soundex(surname)+dob+known(sex)+postcode'
	--key 'forename_postcode=soundex(forename)+dob+known(sex)+postcode')

# Of a pipe that failed, the shell keeps one status. All of them are wanted: the first
# stage that is not 0 or 65 is the culprit, and a 65 after it is a reader that noticed.
told() {
	local status=$1 line=$2
	shift 2
	echo "${0##*/}:$line: exit $status; the stages ended $*" >&2
}
trap 'told "$?" "$LINENO" "${PIPESTATUS[@]}"' ERR
set -o errtrace

# xargs says 123 whatever happened, so each piece leaves its own status beside it; and it stops when what it
# started dies of a signal, so each piece has a shell of its own below the one that xargs sees.
pieces() {
	local jobs=$1 run=$2 piece status worst=0
	shift 2
	export -f "${run?}"
	# shellcheck disable=SC2016 # the inner shell expands them
	printf '%s\0' "$@" |
		xargs -0 -P "$jobs" -n 1 bash -c 'status=0
			bash -o pipefail -c "\"\$0\" \"\$1\"" "$0" "$1" || status=$?
			echo "$status" >"$1.status"' "$run" || true
	for piece; do
		status=137 # killed before it could say
		[[ ! -s $piece.status ]] || status=$(<"$piece.status")
		rm -f "$piece.status"
		((status == 0)) || echo "${0##*/}: $run $piece: exit $status" >&2
		((worst != 0)) || worst=$status
	done
	return "$worst"
}

together() {
	local job status worst=0
	for job in $(jobs -p); do
		status=0
		wait "$job" || status=$?
		((worst != 0)) || worst=$status
	done
	return "$worst"
}
