# shellcheck shell=bash
# Each filter in $BIN by its name, for the recipes. Their folder is not put on PATH: `join`,
# `compare` and `export` are the names of other programs too.

for program in "$BIN"/*; do
	name=${program##*/}
	[[ $name == @(join|export) ]] || eval "$name() { \"\$BIN/$name\" \"\$@\"; }; export -f $name"
done
unset program name
