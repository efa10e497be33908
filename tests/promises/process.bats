#!/usr/bin/env bats
load ../helper

# What a program does to itself and to the disk, seen by a library that is loaded before it.

setup_file() {
	gcc -shared -fPIC -O1 -D_GNU_SOURCE -Wall -Werror -o "$BATS_FILE_TMPDIR/calls.so" "$ROOT/tests/tools/calls.c" -ldl
}

setup() {
	test_directory
	[ "$MODE" = release ] || skip 'the sanitizers and valgrind load libraries of their own'
	printf 'rid\tn\td\na:1\tPELLOW\t2010-01-01\na:2\tROWE\t2011-02-03\n' |
		seal adopt --source a --column n:name:direct --column d:date:quasi -o in
	printf '8f3a61c07be2d49a5513e0c72b9fd64f\n' >key
	chmod 600 key
}

# watched PROGRAM ARGUMENT...: runs it; its calls are in the file calls.
watched() {
	rm -f calls
	CALLS=$PWD/calls LD_PRELOAD=$BATS_FILE_TMPDIR/calls.so "$@"
}

@test "every program masks what it creates, and leaves no memory behind" {
	for program in "$BIN"/*; do
		[ "${program##*/}" != jigsaw ] || continue # it becomes one of the others
		watched "$program" --help >/dev/null
		run head -n 3 calls
		assert_output $'umask 077\ncore 0\ndumpable 0' || { echo "$program"; false; }
	done
	umask 000
	synth -q --children 20 -d made
	assert_equal "$(stat -c %a made made/* | sort -u | tr '\n' ' ')" '600 700 '
}

@test "a file is synced before it gets its name, and the receipt says nothing earlier" {
	watched identities -q --payload P -o O -c n,d in
	run sed "s|$PWD/||g; s|\.jigsaw\.[A-Za-z0-9]*|TEMPORARY|" calls
	assert_line --index 3 'fsync TEMPORARY'
	assert_line --index 4 'fsync TEMPORARY'
	assert_line --index 5 --regexp '^rename TEMPORARY [OP]$'
	assert_line --index 6 --regexp '^rename TEMPORARY [OP]$'
	assert_equal "${#lines[@]}" 7
	run -0 diff <(sed -n 's/^fsync //p' calls | sort) <(sed -n 's/^rename \([^ ]*\) .*/\1/p' calls | sort)
}
