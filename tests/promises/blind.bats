#!/usr/bin/env bats
# The blind route: that all who describe its options say the same, and what its groups come to.
load ../helper
export PROGRAM=pseudo

@test "recipes and page name the same options" {
	cd "$ROOT/pipelines"
	bash -c '. ./lib.sh; printf "%s\n" "${blind_dates[@]}" "${blind_names[@]}"' >"$BATS_TEST_TMPDIR/lib"
	sed -n '/^dates=/,/^umask/p' ../filters/jigsaw-blind.7 | sed 's/\\e$/\\/; /^umask/d' >"$BATS_TEST_TMPDIR/page.sh"
	bash -c '. "$1"; printf "%s\n" "${dates[@]}" "${names[@]}"' - "$BATS_TEST_TMPDIR/page.sh" >"$BATS_TEST_TMPDIR/page"
	diff "$BATS_TEST_TMPDIR/lib" "$BATS_TEST_TMPDIR/page"
	# shellcheck disable=SC2016 # make's, not the shell's
	printf 'include link.mk\n.PHONY: said\nsaid:\n\t@printf "%%s\\n" $(dates) $(names)\n' >"$BATS_TEST_TMPDIR/said.mk"
	make -s -f "$BATS_TEST_TMPDIR/said.mk" said >"$BATS_TEST_TMPDIR/make"
	diff "$BATS_TEST_TMPDIR/lib" "$BATS_TEST_TMPDIR/make"
}

@test "groups of names are small, and no name is encoded beyond them" {
	"$ROOT/pipelines/demo.sh" --children 3000 --seed 5 --out demo >said 2>&1
	for service in school gp; do
		run grep -E '^##column (sur|fore)name_variants ' demo/linker/$service.identities.tsv
		assert_line --regexp 'surname_variants .*within=dob[+]known\(sex\)[+]soundex\(forename\)$'
		assert_line --regexp 'forename_variants .*within=dob[+]known\(sex\)[+]soundex\(surname\)$'
		# Of 3,000 children, most are alone in a group; nothing is refused, and what could be read is below the ceiling.
		run grep -o ' opt.risk=[0-9.]*' demo/linker/$service.identities.tsv
		assert_output ' opt.risk=0.0013'
		run grep -c accept_risk demo/linker/$service.identities.tsv
		assert_output 0
	done
	# Children of different birth dates, sexes or sounds share no token.
	python3 - demo/linker/identities.tsv <<-'END'
		import base64, sys
		head, groups = None, {}
		for line in open(sys.argv[1]):
		    if line.startswith("##"): continue
		    cells = line.rstrip("\n").split("\t")
		    if head is None: head = cells; continue
		    row = dict(zip(head, cells))
		    for name in ("surname_variants", "forename_variants"):
		        for cell in filter(None, row[name].split("|")):
		            raw = base64.b64decode(cell)
		            assert len(raw) == 84
		            for i in range(0, 84, 4):
		                groups.setdefault((name, raw[i:i + 4]), set()).add(row["sex_dob"])
		shared = sum(len(g) > 1 for g in groups.values())
		# Of 32 bits, a few are equal by chance.
		assert len(groups) > 50000 and shared < len(groups) / 1000, (len(groups), shared)
	END
}
