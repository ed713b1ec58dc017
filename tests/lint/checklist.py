#!/usr/bin/env python3
"""Each line of CHECKLIST has its file, which exports that one symbol, needs earlier lines only, and has a title."""
import re

import common

FOLDER = common.SOURCE / "checks"
LISTING = FOLDER / "CHECKLIST"
DESCRIPTOR = re.compile(r"^const MdCheck md_check_(\w+) = \{(.*?)^\};", re.M | re.S)

complaints = common.Complaints()
headers = "".join(common.read(path) for path in common.files("src/checks", ".h"))
names = [line.strip() for line in common.read(LISTING).split("\n")]
names = [name for name in names if name]
advice = "".join(common.read(path) for path in common.files("src/advice", ".c", ".def"))


def field(body, name):
    match = re.search(r"\.%s = ([^\n]*?),?\n" % name, body)
    return match.group(1) if match else ""


for number, name in enumerate(names, 1):
    path = FOLDER / (name + ".c")
    if not path.exists():
        complaints.add(LISTING, number, "%s.c does not exist" % name)
        continue
    text = common.without_comments(common.read(path))
    found = DESCRIPTOR.findall(text)
    if [symbol for symbol, _ in found] != [name.replace("-", "_")]:
        complaints.add(path, 1, "a check's file exports md_check_%s and no other" % name.replace("-", "_"))
        continue
    body = found[0][1]
    if field(body, "id") != '"%s"' % name:
        complaints.add(path, 1, "its id must be \"%s\"" % name)
    for need in re.findall(r'"([^"]+)"', field(body, "needs")):
        if need not in names[:number - 1]:
            complaints.add(path, 1, "it needs \"%s\", which is no earlier line of CHECKLIST" % need)
    if not re.match(r"\d{3,}", field(body, "budget_ms")) and not field(body, "budget_ms").isupper():
        complaints.add(path, 1, "it has no deadline: set budget_ms")
    if advice and '"%s"' % name not in advice:
        complaints.add(LISTING, number, "%s has no title in advice/" % name)
    for match in re.finditer(r"^(?!static\b)[A-Za-z_][\w *]*\n(\w+) \(", text, re.M):
        if "%s (" % match.group(1) not in headers:
            complaints.add(path, common.line_of(text, match.start()), "%s() is in no header: make it static" % match.group(1))
for path in common.files("src/checks", ".c"):
    if DESCRIPTOR.search(common.read(path)) and path.stem not in names:
        complaints.add(path, 1, "it is no line of CHECKLIST")
if len(set(names)) != len(names):
    complaints.add(LISTING, 1, "a name comes twice")
complaints.finish(len(names))
