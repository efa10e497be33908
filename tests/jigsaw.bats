#!/usr/bin/env bats
load helper

@test "runs a filter by name, with its options and its exit code" {
	assert_equal "$(jigsaw clean --version)" "$(clean --version)"
	run -2 jigsaw clean --no-such-option
	assert_output --partial "clean: "
	run -65 jigsaw clean /dev/null
}

@test "lists the filters that are beside it" {
	run -0 jigsaw --help
	for source in "$ROOT"/filters/*.c; do
		name=$(basename "$source" .c)
		[ "$name" = jigsaw ] || assert_line --regexp "^  $name +[A-Za-z].*[^ ]"
	done
	refute_line --regexp '^  jigsaw '
}

@test "knows its version" {
	run -0 jigsaw --version
	assert_output --regexp '^jigsaw \(Jigsaw\) [0-9]+\.[0-9]+\.[0-9]+$'
	assert_equal "$(jigsaw -V)" "$output"
}

@test "a name that is not a filter's is a mistake in use" {
	run -2 jigsaw
	assert_output 'jigsaw: which filter; try jigsaw --help'
	run -2 jigsaw nonesuch
	assert_output 'jigsaw: no filter is called nonesuch; try jigsaw --help'
	run -2 jigsaw ../bin/clean
	assert_output 'jigsaw: no filter is called ../bin/clean; try jigsaw --help'
	run -2 jigsaw jigsaw
	run -2 jigsaw --nonesuch
	assert_output 'jigsaw: unknown option --nonesuch; try jigsaw --help'
}

@test "a full disk is exit 74" {
	run -74 bash -c 'jigsaw --help >/dev/full'
	run -74 bash -c 'jigsaw --version >&-'
}
