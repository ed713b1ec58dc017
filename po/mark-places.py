#!/usr/bin/env python3
"""Marks every entry of a catalogue whose msgid has a {place} as python-brace-format; xgettext does so for Python only."""
import re
import sys

place = re.compile(r"\{[a-z][a-z0-9_]*\}")
entries = open(sys.argv[1], encoding="utf-8").read().split("\n\n")
marked = []
for entry in entries:
    lines = [line for line in entry.split("\n") if not line.startswith("#, c-format")]
    msgid = "".join(line for line in lines if not line.startswith("#"))
    if place.search(msgid):
        first = next(i for i, line in enumerate(lines) if line.startswith(("msgctxt", "msgid")))
        lines.insert(first, "#, python-brace-format")
    marked.append("\n".join(lines))
open(sys.argv[2], "w", encoding="utf-8").write("\n\n".join(marked))
