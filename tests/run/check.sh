#!/bin/bash
# check.sh UNIT... FILE.bats...: runs unit test programs and bats files and ends
# with one line: N passed, N failed[, N skipped]. Non-zero when anything failed.
set -u
cd "$(dirname "$0")/../.." || exit 1

# What lives as long as the run is freed by its end: that is not a leak.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}

passed=0 failed=0 skipped=0
suites=()
for test; do
	case $test in
	*.bats) suites+=("$test") ;;
	*)
		if "$test"; then
			passed=$((passed + 1))
		else
			echo "not ok - $test"
			failed=$((failed + 1))
		fi
		;;
	esac
done

if ((${#suites[@]})); then
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	bats --formatter tap --jobs "${JOBS:-$(($(nproc) * 2))}" "${suites[@]}" | tee "$log"
	status=${PIPESTATUS[0]}
	planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$log" | head -n 1)
	good=$(grep -c '^ok ' "$log")
	passing_by=$(grep -c '^ok .* # skip' "$log")
	bad=$((${planned:-0} - good)) # a test that never reported has failed
	((status == 0 || bad > 0)) || bad=1
	passed=$((passed + good - passing_by))
	failed=$((failed + bad))
	skipped=$passing_by
fi

if ((skipped)); then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
((failed == 0))
