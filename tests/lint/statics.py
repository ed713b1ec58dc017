#!/usr/bin/env python3
"""No mutable state outside of objects: every static and every global is const, but for GObject's own tables."""
import re

import common

# What GLib itself needs: signal and property tables filled in class_init, guards of data made once.
IDIOMS = re.compile(r"^static (guint signals\[|GParamSpec \*(properties|props)\[|GOnce \w+ = G_ONCE_INIT|"
                    r"gsize \w*(once|initialized)\w* = 0|GQuark \w+)")
STATIC = re.compile(r"^[ \t]*static\b(?P<rest>[^;{=]*)(?P<end>[;{=])", re.M)
GLOBAL = re.compile(r"^(?!static\b|extern\b|typedef\b|struct\b|union\b|enum\b|return\b|else\b|G_|#|MD_|\})"
                    r"(?P<rest>[A-Za-z_][\w *]*?[ *]\w+(\[[^\]]*\])*) *(?P<end>[;=])", re.M)

complaints = common.Complaints()


def is_const(declaration):
    """The thing itself is const: after the last star, or anywhere without one."""
    head = declaration.split("[")[0]
    return "const" in (head.rsplit("*", 1)[1] if "*" in head else head)


sources = common.files("src", ".c")
for path in sources:
    plain = common.code_only(common.read(path))
    for match in STATIC.finditer(plain):
        declaration = "static" + match.group("rest")
        whole = (declaration + match.group("end") + plain[match.end():match.end() + 40]).strip()
        line = common.line_of(plain, match.start() + len(match.group(0)) - len(match.group(0).lstrip()))
        is_function = re.search(r"\w \(", declaration) and "(*" not in declaration.split("(", 1)[0] + "("
        if "(*" in declaration and not re.search(r"\w \([^*]", declaration):
            is_function = False
        if is_function or "inline" in declaration or re.match(r"static (const )?struct\s*$", declaration.strip()):
            continue
        if not is_const(declaration) and not IDIOMS.match(whole):
            complaints.add(path, line, "mutable: make it const, or a field of what owns it (%s)" % " ".join(declaration.split()))
    for match in GLOBAL.finditer(plain):
        if not is_const(match.group("rest")):
            complaints.add(path, common.line_of(plain, match.start()),
                           "a global: make it const, or a field of what owns it (%s)" % match.group("rest").strip())
complaints.finish(len(sources))
