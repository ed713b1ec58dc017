#!/usr/bin/env python3
"""Writes checklist-rows.c: each guide's checks, with the step they belong to there ("name [STEP]", a line each)."""
import sys

GUIDES = ("send", "delivery", "receive")
*sources, output = sys.argv[1:]
lists = [[line.split() for line in open(source) if line.strip()] for source in sources]


def symbol(name):
    return "md_check_" + name.replace("-", "_")


with open(output, "w") as out:
    out.write('/* Made from CHECKLIST and its like. */\n#include "config.h"\n#include "checks/checklist-rows.h"\n\n')
    for name in sorted({row[0] for rows in lists for row in rows}):
        out.write("extern const MdCheck %s;\n" % symbol(name))
    for guide, rows in zip(GUIDES, lists):
        out.write("\nstatic const MdChecklistRow %s[] = {\n" % guide)
        for row in rows:
            out.write("  { &%s, %s },\n" % (symbol(row[0]), '"%s"' % row[1] if len(row) > 1 else "NULL"))
        out.write("  { NULL, NULL },\n};\n")
    out.write("\nconst MdChecklistRow *const md_checklist_rows[MD_N_GUIDES] = { %s };\n" % ", ".join(GUIDES))
