#!/bin/bash
# nightly.sh [--errors] RECEIVED OUT KEY [BLIND|TRUSTED]: the cron entry.
#
#   15 2 * * *  /usr/local/share/jigsaw/pipelines/nightly.sh /srv/received /srv/linked /etc/jigsaw/key
#
# Links the files in RECEIVED again as far as they have changed; one run at a time.
# Prints nothing and exits 0 unless something failed; then it prints the messages of
# the stages, which name files and rules, never values. OUT/private/report.tsv shows
# by group who was not linked; --errors prints it.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

errors=
if [[ ${1:-} == --errors ]]; then
	errors=yes
	shift
fi
if (($# < 3 || $# > 4)); then
	echo "usage: nightly.sh [--errors] RECEIVED OUT KEY [blind|trusted]" >&2
	exit 2
fi
received=$1 out=$2 key=$3 route=${4:-blind}

mkdir -p "$out"
exec 9>"$out/.lock"
if ! flock -n 9; then
	echo "nightly.sh: the run before this one has not ended" >&2
	exit 1
fi

# Make cannot name a path with blanks or a $, so it is given names of our own for them. The key is not reached
# through a link, which pseudo refuses.
work=$(TMPDIR=/tmp mktemp -d)
trap 'rm -rf "$work"' EXIT
trap - ERR
ln -s "$(realpath -- "$received")" "$work/received"
ln -s "$(realpath -- "$out")" "$work/out"
NIGHTLY_KEY=$(realpath -s -- "$key")
export NIGHTLY_KEY
ln -s "$NIGHTLY_KEY" "$work/key"
linked() { # TARGET...
	make -s -C "$work" -f "$recipes/link.mk" -j2 RECEIVED=received OUT=out KEY=key ROUTE="$route" ON="$(date -I)" "$@"
}
linked >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	exit 1
}
[[ -z $errors ]] || linked errors
