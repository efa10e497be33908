#!/bin/bash
# review.sh: the page of `review make` in a headless browser, worked by keyboard, and its
# decisions taken by `review take`. The browser's driver goes into build/browser.
set -euo pipefail
cd "$(dirname "$0")/../../.."
PATH=${BIN:-$PWD/bin}:$PATH
export LC_ALL=C

where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
mkdir -p build/browser
cmp -s tests/run/browser/package.json build/browser/package.json || {
	cp tests/run/browser/package.json build/browser
	npm install --prefix build/browser --no-audit --no-fund --ignore-scripts --loglevel error >&2
}

# Five pairs: a child in care, a name that is a script, lists of values, a letter that differs, day and month
# swapped, a missing value.
cat >"$where/identities" <<-'END'
	rid	source	surname	forename	dob	postcode
	gp:1	gp	PELLOW	MARY|MARIE	2012-03-09	LE14XX|LE28AA
	gp:2	gp	TREGEAR	JAGO	2013-01-02	LE53QQ
	gp:3	gp	<img src=x onerror=alert(1)>	</script><script>alert(2)</script>	2014-05-06	LE77ZZ
	gp:4	gp	NANCE		2015-11-12	LE91BB
	gp:5	gp	ROWE	JENNA	2016-01-30	LE66RR
	care:1	care	PELLOW	MARIE	2012-03-09	LE28AA
	school:2	school	TREGEER	JAGO	2013-02-01	LE53QQ
	school:3	school	<img src=x onerror=alert(1)>	</script><script>alert(2)</script>	2014-05-06	LE77ZZ
	school:4	school	NANCE	KERRA	2015-11-12	LE91BB
	school:5	school	ROWE	JENNA	2016-01-30	LE66RR
END
cd "$where"
{
	printf '##jigsaw 1 level=identifiable\n##source id=care set=ssda903\n##source id=gp\n##source id=school\n'
	printf '##column rid type=rid role=key\n##column source type=source role=plain\n##column surname type=name role=direct\n'
	printf '##column forename type=name role=direct list=yes\n##column dob type=date role=quasi\n'
	printf '##column postcode type=postcode role=quasi list=yes\n##step 000000000000 tool=ingest version=0.1.0\n'
	cat identities
} | "$OLDPWD/tests/tools/oracle.py" seal >sealed
printf 'pass\tkey\n1\tpostcode\n' >rules
cat >model <<-'END'
	##model prior=0.01 threshold=8
	comparison	level	condition	m	u	tf_column	tf_weight
	rule	number	exact(surname) and exact(forename) and exact(dob)				
	surname	null	missing(surname)				
	surname	exact	exact(surname)	0.9	0.01	surname	1
	surname	like	jaro_winkler(surname) >= 0.9	0.05	0.02		
	surname	else	else	0.05	0.97		
	forename	null	missing(forename)				
	forename	exact	exact(forename)	0.9	0.02		
	forename	else	else	0.1	0.98		
	dob	null	missing(dob)				
	dob	exact	exact(dob)	0.9	0.001		
	dob	swapped	day_month_swapped(dob)	0.02	0.001		
	dob	else	else	0.08	0.998		
END
block -r rules -m model sealed | compare -m model -t -100 -o pairs
review make -q --inside -m model --records sealed -o page.html pairs
review make -q --inside -m model --records sealed --from 500 -o empty.html pairs
NODE_PATH=$OLDPWD/build/browser/node_modules node "$OLDPWD/tests/run/browser/review.cjs" "$where" "${1-}"
review take decisions.tsv --pairs pairs -o same --must-not apart --labels labels
"$OLDPWD/tests/tools/oracle.py" check same
diff <(grep -v '^##' labels | tail -n +2 | sort) expected
