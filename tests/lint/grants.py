#!/usr/bin/env python3
"""What the Flatpak may read of the home folder is what src/programs reads, no less and no more, and never to write."""
import re

import common

MANIFEST = common.ROOT / "flatpak" / "io.github.maildoctor.MailDoctor.yml"
GRANT = re.compile(r"--filesystem=(\S+)")
# A row of a table of places: { ".thunderbird", md_thunderbird_read } – a folder, below the home folder.
PLACE = re.compile(r'^  \{ "([^"]*)", (?:NULL, |"[^"]*", )?(?:md|read)_\w+ \},$', re.M)
TABLES = ["programs.c", "filters.c", "contacts.c"]
# Folders that hold other things too: only these files of them are granted.
FILES = {"": [".msmtprc", ".muttrc", ".neomuttrc"],
         ".config": [".config/emailidentities", ".config/mailtransports"]
         + [".config/akonadi_imap_resource_%drc" % n for n in range(3)]
         + [".config/akonadi_pop3_resource_%drc" % n for n in range(2)]}
# Read beside a place of the tables: what Evolution made of Online Accounts.
BESIDE = [".cache/evolution/sources", ".var/app/org.gnome.Evolution/cache/evolution/sources"]


def main():
    complaints = common.Complaints()
    places = {}
    for name in TABLES:
        path = common.SOURCE / "programs" / name
        text = common.read(path)
        for match in PLACE.finditer(text):
            for place in FILES.get(match.group(1), [match.group(1)]):
                places.setdefault(place, (path, common.line_of(text, match.start())))
    for place in BESIDE:
        places.setdefault(place, (common.SOURCE / "programs" / "evolution.c", 1))
    text = common.read(MANIFEST)
    grants = []
    for match in GRANT.finditer(text):
        line = common.line_of(text, match.start())
        grant = match.group(1)
        if not grant.startswith("~/") or not grant.endswith(":ro"):
            complaints.add(MANIFEST, line, "%s: grant a folder below ~/ and with :ro" % grant)
            continue
        grant = grant[2:-3]
        grants.append(grant)
        if not any((place + "/").startswith(grant + "/") for place in places):
            complaints.add(MANIFEST, line, "%s is read by nobody: take the grant away" % grant)
    for place, (path, line) in sorted(places.items()):
        if not any((place + "/").startswith(grant + "/") for grant in grants):
            complaints.add(path, line, "the Flatpak cannot read %s: grant it in %s" % (place, common.relative(MANIFEST)))
    complaints.finish(len(places) + len(grants) if places and grants else 0)


main()
