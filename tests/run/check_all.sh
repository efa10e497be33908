#!/bin/bash
# check_all.sh: the checks that take too long for `make check`. Ends with one line.
set -u
cd "$(dirname "$0")/../.." || exit 1
export MAKEFLAGS=--no-print-directory
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# count COMMAND...: a suite that ends with `N passed, N failed`.
count() {
	local last
	echo "== $*"
	"$@" | tee "$log"
	last=$(tail -n 1 "$log")
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
	else
		failed=$((failed + 1))
	fi
}

# once COMMAND...: a check that is only right or wrong.
once() {
	echo "== $*"
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# The filters under valgrind: a directory of stand-ins that come first on PATH.
valgrind_suite() {
	local program stand_ins=build/valgrind/bin core=()
	make -j2 DEBUG=1 all || return
	rm -rf "$stand_ins" && mkdir -p "$stand_ins"
	for program in build/debug/bin/*; do
		printf '#!/bin/sh\nexec valgrind -q --error-exitcode=99 %s "$@"\n' "$PWD/$program" \
			>"$stand_ins/${program##*/}"
		chmod +x "$stand_ins/${program##*/}"
	done
	for program in filters/{seal,ingest,clean,join,identities,pseudo,stack,block,compare,cluster,assemble,tabulate,suppress,export} \
		promises/{sniff,packed,workbook}; do
		core+=("tests/$program.bats")
	done
	BIN=$PWD/$stand_ins MODE=valgrind tests/run/check.sh "${core[@]}"
}

# Some thousands of children, three seeds, both routes: the promise of equal bytes.
long_runs() {
	local seed route run where bad=0
	where=$(mktemp -d) || return
	for seed in 1 2 3; do
		for route in blind trusted; do
			for run in a b; do
				pipelines/demo.sh "--$route" --children 10000 --seed $seed --out "$where/$run" >/dev/null ||
					bad=1
			done
			diff -r "$where/a" "$where/b" || bad=1
			rm -rf "$where/a" "$where/b"
		done
	done
	rm -rf "$where"
	return $bad
}

count make check
count make SAN=1 check
count valgrind_suite
once make fuzz
once make -j2 CC=clang DEBUG=1 all
once tests/run/splink.sh
once tests/run/browser/review.sh
once long_runs
once env CHILDREN=5000 GROUPS_OF_ONE_DAY= tests/bench/blind.sh

echo "$passed passed, $failed failed"
((failed == 0))
