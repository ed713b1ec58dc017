#!/usr/bin/env python3
"""The project speaks of itself alone: no paths of somebody's machine, no marks of unfinished work; every file says what
it is and under which terms."""
import re

import common

UNFINISHED = re.compile(r"\b(%s)\b" % "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]))
HALF = re.compile(r"\b(not yet implemented|st" + r"ub(bed)?|coming soon|lorem ipsum)\b", re.I)
MACHINE = re.compile(r"(?<![\w.}])/(work|home|root|Users|mnt|media|opt)/[\w.-]+")
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
TEXTS = (".c", ".h", ".def", ".py", ".ui", ".build", ".txt", ".md", ".in", ".xml", ".css", ".po", ".json", ".sh", ".yml")

complaints = common.Complaints()
sources = [path for folder in ("src", "tests", "po", "data", "flatpak") if (common.ROOT / folder).is_dir()
           for path in common.files(folder, *TEXTS)]
sources += [path for path in sorted(common.ROOT.iterdir()) if path.is_file() and path.suffix in TEXTS + ("",)
            and path.name not in ("COPYING", ".git")]
for path in sources:
    if path.parent.name == "lint" or path.name.endswith(".eml"):
        continue
    text = common.read(path)
    # In C, what stands in literals is data: servers say such words.
    said = (common.comments_only(text) if path.suffix in (".c", ".h", ".def") else text).split("\n")
    for number, line in enumerate(text.split("\n"), 1):
        if path.suffix not in (".po", ".json") and UNFINISHED.search(said[number - 1]):
            complaints.add(path, number, "finish it, or write an issue: %s" % UNFINISHED.search(line).group(0))
        if path.suffix in (".c", ".h", ".py") and HALF.search(line):
            complaints.add(path, number, "finish it: %s" % HALF.search(line).group(0))
        found = MACHINE.search(line)
        if found and path.suffix not in (".po", ".json"):
            complaints.add(path, number, "a path of one machine: %s" % found.group(0))
    if path.suffix in (".c", ".h"):
        head = text[:text.find("*/")]
        if not text.startswith("/* %s - " % path.name):
            complaints.add(path, 1, "open the file with \"/* %s - what it is\"" % path.name)
        if SPDX not in head:
            complaints.add(path, 1, "say the terms in the opening comment: %s" % SPDX)
    if path.suffix == ".h" and "#pragma once" not in text:
        complaints.add(path, 1, "#pragma once is missing")
    if path.suffix == ".c" and path.is_relative_to(common.SOURCE) and '#include "config.h"' not in text:
        complaints.add(path, 1, 'include "config.h" first')
complaints.finish(len(sources))
