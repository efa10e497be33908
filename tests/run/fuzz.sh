#!/bin/bash
# fuzz.sh SECONDS: runs every fuzzer in build/fuzz/fuzz for so long, starting from
# tests/fuzz/NAME/ (if there) and from the streams of tests/data/streams.
set -u
cd "$(dirname "$0")/../.." || exit 1

failed=0
for fuzzer in build/fuzz/fuzz/*; do
	[[ -x $fuzzer && -f $fuzzer && $fuzzer != *.d ]] || continue
	name=${fuzzer##*/}
	corpus=build/fuzz/corpus/$name
	mkdir -p "$corpus" build/fuzz/crashes
	seeds=()
	for place in "tests/fuzz/$name" tests/data/streams; do
		[[ -d $place ]] && seeds+=("$place")
	done
	if "$fuzzer" -max_total_time="$1" -timeout=10 -rss_limit_mb=1024 -verbosity=0 -print_final_stats=0 \
		-artifact_prefix="build/fuzz/crashes/$name-" "$corpus" "${seeds[@]}" >"build/fuzz/$name.log" 2>&1; then
		echo "fuzz $name: clean for $1 s"
	else
		echo "fuzz $name: FAILED"
		tail -n 40 "build/fuzz/$name.log"
		failed=1
	fi
done
exit $failed
