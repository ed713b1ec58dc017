#!/usr/bin/env python3
"""Every file with a sentence to translate is in po/POTFILES.in, which is sorted and names nothing that is not there."""
import re

import common

IN_CODE = re.compile(r"(?<![\w])(N_|_|C_|NC_|Q_) \(\s*\"")
IN_UI = re.compile(r'translatable="(yes|true|1)"')
IN_DATA = re.compile(r"\.(desktop|metainfo\.xml|appdata\.xml|gschema\.xml)\.in(\.in)?$")

complaints = common.Complaints()
listing = common.ROOT / "po" / "POTFILES.in"
listed = {}
for number, line in enumerate(common.read(listing).split("\n"), 1):
    line = line.strip()
    if line and not line.startswith("#"):
        if line in listed:
            complaints.add(listing, number, "%s is named twice" % line)
        if not (common.ROOT / line).is_file():
            complaints.add(listing, number, "%s does not exist: take it out" % line)
        listed[line] = number
if list(listed) != sorted(listed):
    complaints.add(listing, 1, "keep the names sorted")

sources = common.files("src", ".c", ".h", ".ui", ".def") + common.files("data", ".in")
for path in sources:
    text = common.read(path)
    name = str(common.relative(path))
    if path.suffix in (".c", ".h", ".def"):
        match = IN_CODE.search(common.without_comments(text))
    elif path.suffix == ".ui":
        match = IN_UI.search(text)
    else:
        match = IN_DATA.search(path.name)
    if match and name not in listed:
        complaints.add(path, 1, "has sentences to translate: add it to po/POTFILES.in")
complaints.finish(len(sources))
