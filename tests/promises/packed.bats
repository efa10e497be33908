#!/usr/bin/env bats
# What ingest makes of packed files and archives.
load ../helper
export PROGRAM=ingest

setup() {
	test_directory
	cat >list.tsv <<-'END'
		##schema set=test table=list format=csv level=identifiable
		column	type	role	list	required	titles	note
		id	id	entity		yes	Person ID	
		surname	name	direct			Surname	
		dob	date	quasi		yes	DOB	
	END
	printf '%s\n' 'two words' >pass
}

good='Person ID,Surname,DOB|7,Example,2015-03-01|8,Smith,2016-01-31|'
good_read=$'s:1\t7\tExample\t2015-03-01\ns:2\t8\tSmith\t2016-01-31'

list() {
	ingest -s list.tsv --source s "$@"
}

# pack KIND MEMBER...: an archive (pack.py says how).
pack() {
	PASSPHRASE='two words' "$ROOT/tests/tools/pack.py" "$@"
}

# reads FILE [OPTION...]: the good list is in it, from a file and from a pipe.
reads() {
	run bash -o pipefail -c 'ingest -s list.tsv --source s "$@" | tee out | grep -v "^##" | tail -n +2' - "$@"
	assert_success
	assert_output "$good_read"
	run bash -o pipefail -c 'file=$1; shift; cat "$file" | ingest -s list.tsv --source s "$@" | cmp - out' - "$@"
	assert_success
}

@test "streams: gzip, bzip2, xz, zstd, known by their first bytes" {
	tr '|' '\n' <<<"$good" | head -c -1 >in
	for tool in gzip bzip2 xz zstd; do
		"$tool" -c in >packed
		reads packed
		run list packed
		assert_output --partial "##digest source=s sha256=$(sha256sum <packed | cut -d ' ' -f 1) bytes=$(wc -c <packed)"
		{ head -n 2 in | "$tool" -c && tail -n +3 in | "$tool" -c; } >packed
		reads packed
		printf "" | "$tool" -c - >packed
		fails 65 'packed: is empty: not even a header row' list packed
	done
}

@test "archives: zip, 7z, tar of every kind, plain and packed" {
	for kind in zip 7zip ustar pax gnutar v7tar ustar.gzip pax.bzip2 gnutar.xz pax.zstd; do
		pack "$kind" folder/ "folder/a.csv=$good" >in
		reads in
	done
	assert_equal "$(find . -name 'jigsaw*')" ''
}

@test "several members of any archive are one table; what Macintoshes add is left out" {
	for kind in zip 7zip pax gnutar.gzip; do
		pack "$kind" 'a.csv=Person ID,Surname,DOB|7,Example,2015-03-01|' 'notes.txt=x' \
			'b.csv=DOB,Surname,Person ID|2016-01-31,Smith,8|' >in
		reads in --member '*.csv'
		fails 65 'in: holds 3 files: choose with --member' list in
		fails 65 'in: holds no file that matches --member' list --member '*.xml' in
		pack "$kind" "a.csv=$good" '__MACOSX/._a.csv=x' >in
		reads in
	done
	printf 'x' | xz >in
	fails 65 'in: is not an archive, so it has no members' list --member x in
}

@test "encrypted zip: ZipCrypto and AES, the passphrase from a file" {
	for how in zipcrypt aes128 aes256; do
		pack "zip.$how" "a.csv=$good" >in.zip
		reads in.zip --passphrase pass
		fails 65 'in.zip: is encrypted: give the passphrase with --passphrase FILE' list in.zip
		echo wrong >wrong
		fails 65 'in.zip/member 1: cannot be unpacked: the passphrase is wrong, or the file is damaged' \
			list --passphrase wrong in.zip
		printf 'two words\r\nand more\n' >dos
		reads in.zip --passphrase dos
		printf 'two words' >bare
		reads in.zip --passphrase bare
	done
	pack zip "a.csv=$good" >in.zip
	reads in.zip --passphrase pass
}

@test "the passphrase's file must be nobody else's" {
	pack zip.aes256 "a.csv=$good" >in.zip
	chmod 644 pass
	fails 78 'pass: passphrase file: its mode is 0644, not 0600 or 0400: chmod 600 it' list --passphrase pass in.zip
	fails 78 'nowhere: passphrase file: No such file or directory' list --passphrase nowhere in.zip
	fails 78 '.: passphrase file: is not a regular file' list --passphrase . in.zip
	echo >empty
	fails 78 'empty: passphrase file: its first line is empty or has a NUL byte' list --passphrase empty in.zip
	printf 'a\0b\n' >nul
	fails 78 'nul: passphrase file: its first line is empty or has a NUL byte' list --passphrase nul in.zip
	head -c 1025 /dev/zero | tr '\0' x >long
	fails 78 'long: passphrase file: its first line is longer than 1024 bytes' list --passphrase long in.zip
}

@test "encrypted 7z is refused, with the way out" {
	# `a.csv` with its content, and then also its name, encrypted with AES-256.
	for file in content names; do
		base64 -d "$ROOT/tests/data/encrypted_$file.7z.base64" >in.7z
		fails 65 'in.7z: is an encrypted 7z file, which cannot be read: unpack it first, or have it sent as a zip file with AES' \
			list --passphrase pass in.7z
	done
}

@test "what is packed twice is refused" {
	pack zip "a.csv=$good" >inner.zip
	python3 -c '
import zipfile
with zipfile.ZipFile("in.zip", "w") as z:
    z.write("inner.zip")'
	fails 65 'in.zip/member 1: is packed twice (zip): unpack in.zip first' list in.zip
	gzip -k inner.zip
	fails 65 'inner.zip.gz: is packed twice (zip): unpack inner.zip.gz first' list inner.zip.gz
	pack ustar "a.csv=$good" >in.tar
	python3 -c '
import zipfile
with zipfile.ZipFile("tar.zip", "w") as z:
    z.write("in.tar")'
	fails 65 'tar.zip/member 1: is packed twice (tar): unpack tar.zip first' list tar.zip
	printf '%s' "$good" | gzip | gzip >in.gz
	fails 65 'in.gz: is packed twice (gzip): unpack in.gz first' list in.gz
	printf '%s' "$good" | xz | xz >in.xz
	fails 65 'in.xz: cannot be unpacked (packed twice: unpack the outer one first)' list in.xz
	printf '%%PDF-1.7 and so on' | gzip >in.gz
	fails 65 'in.gz: is a PDF document' list in.gz
}

@test "names, links and doubles in an archive" {
	for kind in zip 7zip pax; do
		pack "$kind" a.csv=x ../b.csv=x >in
		fails 65 'in: entry 2 has an absolute name or one with `..`' list --member '*' in
		for name in NUL aux.csv folder/Com1.txt 'lpt9 x'; do
			pack "$kind" "$name=x" >in
			fails 65 'in: entry 1 has the name of a device' list in
		done
		pack "$kind" a.csv=x 'b.csv>a.csv' >in
		fails 65 'in: entry 2 is a link or a device' list in
		pack "$kind" a.csv=x a.csv=y >in
		fails 65 'in: entry 2 has the same name as an earlier one' list --member '*' in
		pack "$kind" common.csv=x >in
		fails 65 'in/member 1:1: no title for the column id, which schema list requires (rule titles)' list in
	done
	pack ustar '/etc/a.csv=x' >in
	fails 65 'in: entry 1 has an absolute name or one with `..`' list in
	pack pax a.csv=x 'b.csv<a.csv' >in
	fails 65 'in: entry 2 is a link or a device' list in
	pack pax 'b.csv!' >in
	fails 65 'in: entry 1 is a link or a device' list in
}

@test "cut short anywhere, or with bytes behind its end, nothing packed is read" {
	needs_release
	tr '|' '\n' <<<"$good" >in
	for tool in gzip bzip2 xz zstd; do
		"$tool" -c in >"in.$tool"
	done
	for kind in zip 7zip pax ustar.gzip ustar.xz zip.zipcrypt zip.aes256; do
		pack "$kind" "a.csv=$good" 'b.txt=more' >"in.$kind"
	done
	run python3 - "$(command -v ingest)" in.* <<-'END'
		import subprocess, sys
		for name in sys.argv[2:]:
		    data = open(name, "rb").read()
		    step = 1 if len(data) < 100 else 7
		    for cut in [*range(2, len(data), step), len(data) - 1, None]:
		        some = data + b"x" if cut is None else data[:cut]
		        command = [sys.argv[1], "-s", "list.tsv", "--source", "s", "--passphrase", "pass"]
		        if any(kind in name for kind in ("zip", "pax", "ustar")) and "gzip" != name[3:] and "bzip2" != name[3:]:
		            command += ["--member", "a.csv"]
		        p = subprocess.run(command, input=some, capture_output=True)
		        if p.returncode != 65 or b"##end" in p.stdout:
		            print(name, cut, p.returncode, p.stderr)
	END
	assert_success
	assert_output ''
}

@test "a bit that flips is found, but in tar, which has no check sums" {
	needs_release
	tr '|' '\n' <<<"$good" >in
	for tool in gzip bzip2 xz 'zstd -q --check'; do
		$tool -c in >"in.${tool%% *}"
	done
	for kind in zip 7zip ustar.xz zip.zipcrypt zip.aes256; do
		pack "$kind" "a.csv=$good" >"in.$kind"
	done
	run python3 - "$(command -v ingest)" in.* <<-'END'
		import subprocess, sys
		def records(stream):
		    return [line for line in stream.split(b"\n") if not line.startswith(b"##")]
		for name in sys.argv[2:]:
		    data = open(name, "rb").read()
		    command = [sys.argv[1], "-s", "list.tsv", "--source", "s", "--passphrase", "pass"]
		    whole = subprocess.run(command, input=data, capture_output=True).stdout
		    for at in range(0, len(data), 3):
		        flipped = bytearray(data)
		        flipped[at] ^= 1 << at % 8
		        p = subprocess.run(command, input=flipped, capture_output=True)
		        if p.returncode not in (0, 65) or p.returncode == 0 and records(p.stdout) != records(whole):
		            print(name, at, p.returncode, p.stderr)
	END
	assert_success
	assert_output ''
}

@test "zeros that fill a last block are no damage" {
	tr '|' '\n' <<<"$good" | gzip >in.gz
	head -c 5000 /dev/zero >>in.gz
	run list in.gz
	assert_success
	pack zip "a.csv=$good" >in.zip
	head -c 5000 /dev/zero >>in.zip
	run list in.zip
	assert_success
	pack pax "a.csv=$good" >in.tar
	head -c 10240 /dev/zero >>in.tar
	run list in.tar
	assert_success
}

@test "messages for damage" {
	tr '|' '\n' <<<"$good" | gzip >in
	head -c -4 in >short
	fails 65 'short: cannot be unpacked (truncated gzip input)' list short
	echo more >>in
	fails 65 'in: has bytes after the gzip data' list in
	tr '|' '\n' <<<"$good" | bzip2 >in
	echo more >>in
	fails 65 'in: has bytes after the bzip2 data' list in
	printf 'BZh' >in
	fails 65 'in: cannot be unpacked (truncated or damaged at its start)' list in
	for kind in zip 7z tar; do
		pack "$(sed 's/7z/7zip/; s/tar/pax/' <<<"$kind")" "a.csv=$good" >in
		echo more >>in
		fails 65 "in: cannot be unpacked (the end of the $kind file is missing, or bytes follow it)" list in
	done
}

@test "an xz dictionary beyond 256 MiB is refused" {
	tr '|' '\n' <<<"$good" | xz --lzma2=dict=256MiB >in.xz
	reads in.xz
	tr '|' '\n' <<<"$good" | xz --lzma2=dict=384MiB >in.xz
	fails 65 'in.xz: cannot be unpacked (its dictionary is larger than 256 MiB)' list in.xz
	tr '|' '\n' <<<"$good" | xz --x86 --lzma2=dict=1GiB >in.xz
	fails 65 'in.xz: cannot be unpacked (its dictionary is larger than 256 MiB)' list in.xz
	head -c 1000 /dev/zero | zstd -q --ultra --long=28 >in.zst
	run list in.zst
	assert_equal "$status" 65
}

@test "bombs of every kind are refused" {
	{ tr '|' '\n' <<<"$good" && head -c 12000000 /dev/zero | tr '\0' '\n'; } >in
	for tool in gzip bzip2 xz 'zstd -q'; do
		$tool -c in >packed
		fails 65 'packed: unpacks to more than 200 times its size' list packed
	done
	python3 -c '
import io, tarfile
for kind in "gz", "xz":
    with tarfile.open("in.tar." + kind, "w:" + kind) as t:
        t.add("in")
with tarfile.open("many.tar", "w") as t:
    for i in range(10001):
        t.addfile(tarfile.TarInfo(str(i)), io.BytesIO(b""))'
	fails 65 'in.tar.gz: unpacks to more than 200 times its size' list in.tar.gz
	fails 65 'in.tar.xz: unpacks to more than 200 times its size' list --member nothing in.tar.xz
	fails 65 'many.tar: holds more than 10000 entries' list many.tar
}

@test "XML in an archive" {
	printf '##schema set=test table=tree format=xml record=Root/Person level=identifiable\ncolumn\ttype\trole\tlist\trequired\ttitles\tnote\nid\tid\tentity\t\tyes\tId\t\n' >tree.tsv
	pack 7zip 'a.xml=<Root><Person><Id>7</Id></Person></Root>' >in.7z
	run bash -o pipefail -c 'ingest -s tree.tsv --source s in.7z | grep -v "^##"'
	assert_success
	assert_output $'rid\tid\ns:1\t7'
}
