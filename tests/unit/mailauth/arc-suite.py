#!/usr/bin/env python3
"""Writes the scenarios of an ARC test suite (YAML, several documents) as lines of fields with tabs between.

S description | Z name value | T name result message
Bytes are escaped as C has them.  Exit status 77: the YAML module is missing.
"""
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)


def escape(value):
    return "".join(chr(b) if 32 <= b < 127 and b != 92 else "\\%03o" % b for b in value.encode())


def write(*fields):
    print("\t".join(escape(str(field)) for field in fields))


for scenario in yaml.safe_load_all(open(sys.argv[1], encoding="utf-8")):
    if not scenario:
        continue
    write("S", scenario["description"])
    for name, value in scenario["txt-records"].items():
        write("Z", name, value)
    for name, test in scenario["tests"].items():
        write("T", name, test["cv"], test["message"])
