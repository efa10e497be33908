#!/usr/bin/env bats
load helper
# In a shell, export alone is the built-in: hence env, or jigsaw export.


# published HEADER RECORD...: a publishable stream of dimensions, sealed.
published() {
	local names
	names=$(head -n 1 <<<"$1")
	{
		printf '##jigsaw 1 level=publishable\n##lineage 0af10af10af10af10af10af10af10af1\n'
		tr '\t' '\n' <<<"$names" | sed 's/.*/##column & type=text role=dimension/'
		printf '%s\n' "$@"
	} | seal_text
}

records() {
	printf '##jigsaw 1 level=identifiable\n##source id=x\n##column rid type=rid role=key\n##column surname type=name role=direct\n##step 000000000000 tool=ingest version=0.1.0\nrid\tsurname\nx:1\tSMITH\n' | seal_text
}

csv() {
	run --separate-stderr bash -c 'env export | cat -A' <"$1"
	assert_success
	assert_equal "$output" "$2"
}

@test "cells by RFC 4180, lines end with CRLF" {
	published $'a\tb' $'plain\ttwo words' $'with, comma\tsay "so"' $'two\\nlines\tback\\\\slash' $'\té' >in
	csv in $'a,b^M$\nplain,two words^M$\n"with, comma","say ""so"""^M$\n"two$\nlines",back\\slash^M$\n,M-CM-)^M$'
}

@test "a hash in front and an escaped TAB and CR come back as they were" {
	published $'a\tb' $'\\x23 5\tx\\ty' $'x\\ry\t' >in
	csv in $'a,b^M$\n# 5,x^Iy^M$\n"x^My",^M$'
}

@test "formulas are defused, numbers are not touched" {
	published a '=1+1' '+1' '-2.5' '-1e-9' '-' '@sum' '+44 20' '-x' '\tx' '\rx' "=\"a\"" '-.5' '-1e' '.' '-1.' >in
	run --separate-stderr bash -c 'env export <in | tr -d "\r"'
	assert_success
	assert_line -n 1 "'=1+1"
	assert_line -n 2 '+1'
	assert_line -n 3 '-2.5'
	assert_line -n 4 '-1e-9'
	assert_line -n 5 "'-"
	assert_line -n 6 "'@sum"
	assert_line -n 7 "'+44 20"
	assert_line -n 8 "'-x"
	assert_line -n 9 $'\'\tx'
	assert_line -n 10 $'"\'x"'
	assert_line -n 11 "\"'=\"\"a\"\"\""
	assert_line -n 12 '-.5'
	assert_line -n 13 "'-1e"
	assert_line -n 14 '.'
	assert_line -n 15 '-1.'
	assert_equal "$stderr" 'export: 9 cells that would be formulas begin with an apostrophe now'
}

@test "the only cell of a record, when empty, is no empty line" {
	published a x '' y >in
	csv in $'a^M$\nx^M$\n""^M$\ny^M$'
}

@test "no records: the header row" {
	published $'a\tb' >in
	csv in $'a,b^M$'
}

@test "--bom writes a byte order mark" {
	published a x >in
	env export --bom <in >out
	assert_equal "$(head -c 3 out | od -An -tx1 | tr -d ' ')" efbbbf
	cmp <(tail -c +4 out) <(env export <in)
}

@test "what is not publishable is refused, with --inside it is noted" {
	records >in
	run --separate-stderr env export in
	assert_equal "$status" 77
	assert_equal "$output" ''
	assert_equal "$stderr" 'export: in: identifiable; only what is publishable is exported, anything else with --inside (rule level)'
	run --separate-stderr env export --inside --receipt receipt in
	assert_success
	assert_line -n 1 $'x:1,SMITH\r'
	assert_equal "$stderr" 'export: what is identifiable leaves the sealed stream (--inside)'
	grep -q '"inside": *"identifiable"' receipt
}

@test "no byte goes out of an input that is damaged" {
	published a x y z >in
	sed '/^y$/d' in >short
	run --separate-stderr env export short
	assert_equal "$status" 65
	assert_equal "$output" ''
	head -n 5 in >ended
	run --separate-stderr env export ended
	assert_equal "$status" 65
	assert_equal "$output" ''
	run env export -o out short
	assert_equal "$status" 65
	assert_not_exist out
	assert_equal "$(find . -name '.jigsaw*')" ''
}

@test "-o writes the same bytes as standard output" {
	published $'a\tb' $'1\t2' >in
	env export -o out in
	cmp out <(env export <in)
}

@test "a temporary folder that is not there is exit 74" {
	published a x >in
	run env export --tmpdir ./nowhere in
	assert_equal "$status" 74
	assert_output 'export: ./nowhere: No such file or directory'
}
