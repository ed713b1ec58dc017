#!/usr/bin/env python3
"""Each line of a checklist has its file, which exports that one symbol, needs earlier lines only, and has a title."""
import re

import common

FOLDER = common.SOURCE / "checks"
DESCRIPTOR = re.compile(r"^const MdCheck md_check_(\w+) = \{(.*?)^\};", re.M | re.S)

complaints = common.Complaints()
headers = "".join(common.read(path) for path in common.files("src/checks", ".h"))
listings = {}
for listing in ("CHECKLIST", "CHECKLIST-delivery", "CHECKLIST-receive"):
    if (FOLDER / listing).exists():
        listings[FOLDER / listing] = [line.split() for line in common.read(FOLDER / listing).split("\n") if line.strip()]
names = {row[0] for rows in listings.values() for row in rows}
advice = "".join(common.read(path) for path in common.files("src/advice", ".c", ".def"))


def field(body, name):
    match = re.search(r"\.%s = ([^\n]*?),?\n" % name, body)
    return match.group(1) if match else ""




def look_at_check(listing, number, name):
    path = FOLDER / (name + ".c")
    if not path.exists():
        complaints.add(listing, number, "%s.c does not exist" % name)
        return []
    text = common.without_comments(common.read(path))
    found = DESCRIPTOR.findall(text)
    if [symbol for symbol, _ in found] != [name.replace("-", "_")]:
        complaints.add(path, 1, "a check's file exports md_check_%s and no other" % name.replace("-", "_"))
        return []
    body = found[0][1]
    if field(body, "id") != '"%s"' % name:
        complaints.add(path, 1, "its id must be \"%s\"" % name)
    if not re.match(r"\d{3,}", field(body, "budget_ms")) and not field(body, "budget_ms").isupper():
        complaints.add(path, 1, "it has no deadline: set budget_ms")
    if advice and '"%s"' % name not in advice:
        complaints.add(listing, number, "%s has no title in advice/" % name)
    for match in re.finditer(r"^(?!static\b)[A-Za-z_][\w *]*\n(\w+) \(", text, re.M):
        if "%s (" % match.group(1) not in headers:
            complaints.add(path, common.line_of(text, match.start()), "%s() is in no header: make it static" % match.group(1))
    return re.findall(r'"([^"]+)"', field(body, "needs"))


for listing, rows in listings.items():
    order = [row[0] for row in rows]
    if len(set(order)) != len(order):
        complaints.add(listing, 1, "a name comes twice")
    for number, row in enumerate(rows, 1):
        for need in look_at_check(listing, number, row[0]):
            # What a guide leaves out is nobody's need there; but a name must be a check's.
            if need not in order[:number - 1] and (need in order or need not in names):
                complaints.add(FOLDER / (row[0] + ".c"), 1,
                               "it needs \"%s\", which is no earlier line of %s" % (need, listing.name))
for path in common.files("src/checks", ".c"):
    if DESCRIPTOR.search(common.read(path)) and path.stem not in names:
        complaints.add(path, 1, "it is no line of a checklist")
complaints.finish(len(names))
