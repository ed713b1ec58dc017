#!/usr/bin/env python3
"""Every sentence has its Spanish one: the catalogues are sound, complete, and as new as the sources."""
import pathlib
import re
import subprocess
import sys
import tempfile

import common

KEYWORDS = ["--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2"]
PLACE = re.compile(r"\{[a-z][a-z0-9_]*\}")

complaints = common.Complaints()


def unquote(text):
    return re.sub(r'\\(.)', lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), text[1:-1])


class Entry:
    def __init__(self, line):
        self.line, self.fields, self.flags, self.obsolete = line, {}, "", False


def entries(text):
    """The entries of a catalogue, the header left out."""
    found, entry, field = [], None, None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#~"):
            entry = entry or Entry(number)
            entry.obsolete = True
        elif line.startswith("#,"):
            entry = entry or Entry(number)
            entry.flags += line
        elif re.match(r"(msgctxt|msgid|msgid_plural|msgstr(\[\d\])?) ", line):
            entry = entry or Entry(number)
            field, value = line.split(" ", 1)
            if field == "msgid":
                entry.line = number
            entry.fields[field] = unquote(value)
        elif line.startswith('"') and entry:
            entry.fields[field] += unquote(line)
        elif not line.strip() and entry:
            found.append(entry)
            entry = None
    if entry:
        found.append(entry)
    return [e for e in found if e.fields.get("msgid") or e.obsolete]


def keys(found):
    return {(e.fields.get("msgctxt"), e.fields["msgid"]): e for e in found if not e.obsolete}


def look_at_catalogue(path):
    found = entries(common.read(path))
    for entry in found:
        msgid = entry.fields.get("msgid", "")
        if entry.obsolete:
            complaints.add(path, entry.line, "an obsolete entry: take it out")
            continue
        if "fuzzy" in entry.flags:
            complaints.add(path, entry.line, "fuzzy: translate anew: %r" % msgid)
        strings = [v for k, v in entry.fields.items() if k.startswith("msgstr")]
        if not all(strings):
            complaints.add(path, entry.line, "not translated: %r" % msgid)
        for string in strings:
            if string and "%d" not in msgid and set(PLACE.findall(msgid)) != set(PLACE.findall(string)):
                complaints.add(path, entry.line, "the places differ: %r" % msgid)
            if string and string[:1].isspace() != msgid[:1].isspace() or string[-1:].isspace() != msgid[-1:].isspace():
                complaints.add(path, entry.line, "a blank at an end is not in both: %r" % msgid)
    return keys(found)


def template():
    """What the sources say now."""
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "all.pot"
        subprocess.run(["xgettext", "--files-from=po/POTFILES.in", "--directory=.", "--from-code=UTF-8", "--no-location",
                        *KEYWORDS, "--output=%s" % output], cwd=common.ROOT, check=True, stderr=subprocess.DEVNULL)
        return keys(entries(common.read(output))) if output.exists() else {}


listing = common.ROOT / "po" / "LINGUAS"
languages = [word for line in common.read(listing).split("\n") if not line.startswith("#") for word in line.split()]
if "es" not in languages:
    complaints.add(listing, 1, "Spanish is missing")
try:
    wanted = template()
except FileNotFoundError:
    print("xgettext is not installed")
    sys.exit(77)
for language in languages:
    path = common.ROOT / "po" / (language + ".po")
    if not path.exists():
        complaints.add(listing, 1, "po/%s.po does not exist" % language)
        continue
    check = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(path)], capture_output=True, text=True)
    if check.returncode != 0:
        complaints.add(path, 1, "msgfmt --check: %s" % " | ".join(check.stderr.strip().split("\n")))
    there = look_at_catalogue(path)
    for key in wanted:
        if key not in there:
            complaints.add(path, 1, "add %r" % key[1])
    for key in there:
        if key not in wanted:
            complaints.add(path, there[key].line, "nobody says this any more: take out %r" % key[1])
complaints.finish(len(wanted) + len(languages))
