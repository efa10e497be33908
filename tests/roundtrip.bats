#!/usr/bin/env bats
load helper
# ingest of what export writes gives the records back, whatever they hold.

# trips SEED [OPTION]... -- SCHEMA...
trips() {
	run "$ROOT/tests/roundtrip.py" "$@"
	assert_output ''
	assert_success
}

# schemas [FACT]: those that are shipped.
schemas() {
	grep -l "^##schema .*${1:-}" "$SCHEMAS"/*.tsv
}

@test "every schema that is shipped" {
	mapfile -t shipped < <(schemas)
	[ "$MODE" = release ] || shipped=("$SCHEMAS"/cin_*.tsv "$SCHEMAS"/ssda903_*.tsv "$SCHEMAS"/mps_*.tsv)
	trips 1 -- "${shipped[@]}"
}

@test "every CSV schema by way of a spreadsheet" {
	mapfile -t shipped < <(schemas format=csv)
	[ "$MODE" = release ] || shipped=("$SCHEMAS"/hes_cc.tsv "$SCHEMAS"/mps_*.tsv)
	trips 2 --for-spreadsheet -- "${shipped[@]}"
}

@test "fixed width and JSON" {
	cat >fixed.tsv <<-'END'
		##schema set=test table=f format=fixed lead=1 count=5-9 tail=1 level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	1-10	
		surname	name	direct			11-30	
		note	text	plain			35-60	
	END
	cat >json.tsv <<-'END'
		##schema set=test table=j format=json level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	person/id	
		surname	name	direct			person/name/family	
		tags	code	plain	yes		tags	
		note	text	plain			note	
	END
	for seed in 1 2 3 4 5 6 7 8 9; do
		trips $seed -- fixed.tsv json.tsv
	done
}
