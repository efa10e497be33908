#!/usr/bin/env python3
"""pack.py KIND [NAME=CONTENT]...: an archive on standard output, made with libarchive.

KIND is a format (zip, 7zip, ustar, pax, gnutar) and, after dots, what to do with
it: gzip bzip2 xz zstd (filters), zipcrypt aes128 aes256 (zip, with the
passphrase in $PASSPHRASE). In CONTENT a bar is a line end. NAME>TARGET is a
symbolic link, NAME<TARGET a hard one, NAME! a FIFO, NAME/ a folder.
"""
import ctypes
import os
import re
import sys

la = ctypes.CDLL("libarchive.so.13")
for name in ("archive_write_new", "archive_entry_new"):
    getattr(la, name).restype = ctypes.c_void_p
FILE, LINK, FOLDER, FIFO = 0o100000, 0o120000, 0o040000, 0o010000


def check(status, what):
    if status != 0:
        sys.exit(f"pack: {what}: {status}")


def entry(a, member):
    name, mark, rest = re.match(r"([^=<>!]*)([=<>!]?)(.*)", member, re.S).groups()
    kind = {"=": FILE, "<": FILE, ">": LINK, "!": FIFO, "": FOLDER}[mark]
    content = rest.replace("|", "\n").encode() if mark == "=" else b""
    e = ctypes.c_void_p(la.archive_entry_new())
    la.archive_entry_set_pathname(e, name.encode())
    la.archive_entry_set_filetype(e, ctypes.c_uint(kind))
    la.archive_entry_set_perm(e, ctypes.c_int(0o644))
    la.archive_entry_set_mtime(e, ctypes.c_long(1704067200), ctypes.c_long(0))
    la.archive_entry_set_size(e, ctypes.c_int64(len(content)))
    if mark == ">":
        la.archive_entry_set_symlink(e, rest.encode())
    if mark == "<":
        la.archive_entry_set_hardlink(e, rest.encode())
    check(la.archive_write_header(a, e), f"entry {name}")
    if content and la.archive_write_data(a, content, ctypes.c_size_t(len(content))) != len(content):
        sys.exit("pack: data")


def main():
    kind, *how = sys.argv[1].split(".")
    a = ctypes.c_void_p(la.archive_write_new())
    check(getattr(la, f"archive_write_set_format_{kind}")(a), kind)
    for name in how:
        if kind == "zip":
            check(la.archive_write_set_options(a, f"zip:encryption={name}".encode()), name)
            la.archive_write_set_passphrase(a, os.environ["PASSPHRASE"].encode())
        else:
            check(getattr(la, f"archive_write_add_filter_{name}")(a), name)
    la.archive_write_set_bytes_in_last_block(a, 1)
    check(la.archive_write_open_fd(a, 1), "open")
    for member in sys.argv[2:]:
        entry(a, member)
    check(la.archive_write_close(a), "close")


main()
