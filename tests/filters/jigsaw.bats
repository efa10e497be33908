#!/usr/bin/env bats
load ../helper

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
	assert_output 'jigsaw: no filter named; try jigsaw --help'
	run -2 jigsaw nonesuch
	assert_output 'jigsaw: unknown filter nonesuch; try jigsaw --help'
	run -2 jigsaw ../bin/clean
	assert_output 'jigsaw: unknown filter ../bin/clean; try jigsaw --help'
	run -2 jigsaw jigsaw
	run -2 jigsaw --nonesuch
	assert_output 'jigsaw: unknown option --nonesuch; try jigsaw --help'
}

@test "schemas lists what ingest can read, from where it was installed or built" {
	run -0 jigsaw schemas
	assert_line --index 0 "$(printf 'name\tset\ttable\tformat\tlevel\tlayout\tcolumns\tabout')"
	assert_line --partial "$(printf 'cin_child\tcin\tchild\txml\tidentifiable\tpublished\t')"
	assert_equal "$(jigsaw schemas | tail -n +2 | cut -f 1)" \
		"$(cd "$SCHEMAS" && grep -l '^##schema ' ./*.tsv | sed 's|^./||; s/[.]tsv$//')"
	jigsaw schemas | awk -F '\t' 'NF != 8 { exit 1 }'
	assert_equal "$(jigsaw schemas)" "$(jigsaw schemas --schemas "$SCHEMAS")"
}

@test "schemas of a folder: its own, and no other" {
	mkdir own
	cp "$SCHEMAS/cin_header.tsv" "$ROOT/filters/lib/synth/rates.tsv" own
	run -0 jigsaw schemas --schemas own
	assert_equal "${#lines[@]}" 2
	mkdir empty
	run -0 jigsaw schemas --schemas empty
	assert_equal "${#lines[@]}" 1
}

@test "schemas: a schema or a list at fault is exit 78, a folder that is not there 74" {
	mkdir own
	printf '##schema set=s table=t format=none level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\n' >own/s.tsv
	run -78 jigsaw schemas --schemas own
	assert_output --partial 'jigsaw: own/s.tsv:1: the ##schema line needs format='
	cp "$SCHEMAS/cin_child.tsv" own/s.tsv
	run -78 jigsaw schemas --schemas own
	assert_output --partial 'own/codes/'
	run -74 jigsaw schemas --schemas nowhere
	assert_output 'jigsaw: nowhere: No such file or directory'
	run -2 jigsaw schemas cin_child
	assert_output 'jigsaw: schemas takes only --schemas DIR; try jigsaw --help'
	run -2 jigsaw schemas --schemas
	cp "$(command -v jigsaw)" .
	run -74 ./jigsaw schemas
	assert_output 'jigsaw: no schemas beside the program: name their folder'
}

@test "a full disk is exit 74" {
	run -74 bash -c 'jigsaw schemas >/dev/full'
	run -74 bash -c 'jigsaw --help >/dev/full'
	run -74 bash -c 'jigsaw --version >&-'
}
