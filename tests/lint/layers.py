#!/usr/bin/env python3
"""Holds the law of dependence: a room includes itself and what stands below it, never what stands above."""
import re

import common

BELOW = {
    "base": set(),
    "core": {"base"},
    "protocols": {"base"},
    "knowledge": {"base"},
    "programs": {"base"},
    "mailauth": {"protocols", "base"},
    "reading": {"base"},
    "engine": {"core", "base"},
    "diagnosis": {"core", "base"},
    "advice": {"diagnosis", "core", "base"},
    "report": {"advice", "diagnosis", "core", "base"},
    "checks": {"core", "protocols", "knowledge", "programs", "mailauth", "reading", "base"},
    "practice": {"protocols", "base"},
}
EVERYTHING = set(BELOW)
BELOW["cli"] = EVERYTHING
BELOW["ui"] = EVERYTHING
BELOW["main"] = EVERYTHING | {"ui"}

WIDGETS = re.compile(r"^(gtk|gdk|adwaita|graphene|gsk)\b")
GETTEXT = re.compile(r"^(glib/gi18n|libintl)")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)[">]', re.M)

complaints = common.Complaints()
sources = common.files("src", ".c", ".h", ".def")
for path in sources:
    room = common.room(path)
    text = common.without_comments(common.read(path))
    if room not in BELOW:
        complaints.add(path, 1, "the folder src/%s has no place in the law of dependence: give it one in layers.py" % room)
        continue
    for match in INCLUDE.finditer(text):
        line, name = common.line_of(text, match.start()), match.group(2)
        other = name.split("/")[0] if "/" in name else None
        if match.group(1) == '"' and other in BELOW and other != room and other not in BELOW[room]:
            complaints.add(path, line, "%s/ must not know %s/: move what is needed down, or hand it in" % (room, other))
        if name.startswith(".."):
            complaints.add(path, line, "include %s from the top of src/, not by .." % name)
        if WIDGETS.match(name) and room not in ("ui", "main"):
            complaints.add(path, line, "widgets belong to ui/")
        if GETTEXT.match(name) and room not in ("ui", "main", "cli"):
            complaints.add(path, line, "no gettext below ui/: sentences are looked up in advice/ with a language")
for folder in {common.room(path) for path in sources} - {"main", "ui", "cli"}:
    build = common.SOURCE / folder / "meson.build"
    text = common.read(build) if build.exists() else ""
    for match in re.finditer(r"\b(gtk|adw)_dep\b", text):
        complaints.add(build, common.line_of(text, match.start()), "only ui/ is built with GTK's flags")
complaints.finish(len(sources))
