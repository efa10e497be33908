#!/usr/bin/env bats
load ../helper

# What `make install` puts where, and that it works from there.

setup() {
	test_directory
	needs_release
}

@test "only jigsaw goes on PATH; the rest goes where it clashes with nothing" {
	make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/usr >log 2>&1
	assert_equal "$(ls root/usr/bin)" jigsaw
	[ -x root/usr/libexec/jigsaw/compare ]
	[ ! -e root/usr/libexec/jigsaw/jigsaw ]
	[ -e root/usr/share/man/man1/jigsaw-compare.1 ]
	[ -e root/usr/share/man/man7/jigsaw.7 ]
	diff -r "$SCHEMAS" root/usr/share/jigsaw/schemas
	diff -r "$MODELS" root/usr/share/jigsaw/models
	diff <(cd "$ROOT/pipelines" && ls ./*.sh ./*.mk) <(cd root/usr/share/jigsaw/pipelines && ls ./*.sh ./*.mk)
}

@test "an installed jigsaw finds its filters, and the recipes find theirs" {
	make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/usr >log 2>&1
	unset BIN SCHEMAS MODELS
	PATH=/usr/bin:/bin run root/usr/bin/jigsaw clean --version
	assert_success
	assert_output "$("$ROOT/bin/clean" --version)"
	assert_equal "$(root/usr/bin/jigsaw schemas)" "$("$ROOT/bin/jigsaw" schemas)"
	PATH=/usr/bin:/bin run root/usr/share/jigsaw/pipelines/demo.sh --children 200 --out demo
	assert_success
}

@test "deps installs nothing and asks nobody when all is there" {
	mkdir stand_ins
	printf '#!/bin/sh\necho asked >&2\nexit 1\n' >stand_ins/apt-get
	chmod +x stand_ins/apt-get
	cp stand_ins/apt-get stand_ins/sudo
	PATH=$PWD/stand_ins:$PATH run "$ROOT/tests/run/deps.sh" bats parallel
	assert_success
	refute_output
	PATH=$PWD/stand_ins:$PATH run "$ROOT/tests/run/deps.sh" bats no-such-package
	assert_failure
	assert_line 'deps: installing no-such-package'
}

@test "the recipes put no filter on PATH, where `join` is another program" {
	run env PATH=/usr/bin:/bin bash -c '. "$0/pipelines/lib.sh"; type -P join; type -t ingest; [[ $PATH != *"$BIN"* ]]' "$ROOT"
	assert_success
	assert_line --regexp '^/usr/bin/join$|^/bin/join$'
	assert_line function
}
