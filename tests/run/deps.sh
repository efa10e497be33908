#!/bin/sh
# deps.sh PACKAGE...: installs the Debian packages that are missing, as root or
# through sudo. Asks nobody and needs no network when all of them are there.
set -eu

if ! command -v dpkg-query >/dev/null; then
	echo "deps: not a Debian system; needed: $*" >&2
	exit 0
fi

missing=
for package; do
	status=$(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | head -n 1)
	[ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
echo "deps: installing$missing"
$as_root apt-get update -qq
# The list is meant to be split into words.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
