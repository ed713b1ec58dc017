#!/usr/bin/env python3
"""Writes checklist.c: the checks of CHECKLIST as one NULL-terminated array."""
import sys

source, output = sys.argv[1], sys.argv[2]
names = [line.strip() for line in open(source) if line.strip()]
symbols = ["md_check_" + name.replace("-", "_") for name in names]
with open(output, "w") as out:
    out.write('/* Made from CHECKLIST. */\n#include "config.h"\n#include "checks/checklist.h"\n\n')
    for symbol in symbols:
        out.write("extern const MdCheck %s;\n" % symbol)
    out.write("\nstatic const MdCheck *const all[] = {\n")
    for symbol in symbols:
        out.write("  &%s,\n" % symbol)
    out.write("  NULL,\n};\n\nconst MdCheck *const *\nmd_checklist (void)\n{\n  return all;\n}\n")
