#!/usr/bin/env python3
"""Writes the scenarios of an SPF test suite (YAML, several documents) as lines of fields with tabs between.

S description | Z name type value | T name helo host mailfrom results explanation
Bytes are escaped as C has them.  Exit status 77: the YAML module is missing.
"""
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)


def escape(value):
    raw = value.encode("latin-1") if all(ord(c) < 256 for c in value) else value.encode()
    return "".join(chr(b) if 32 <= b < 127 and b != 92 else "\\%03o" % b for b in raw)


def write(*fields):
    print("\t".join(escape(str(field)) for field in fields))


def text_of(value):
    joined = "".join(value) if isinstance(value, list) else str(value)
    # A NUL inside a TXT record reaches the program as U+FFFD.
    return joined.replace("\0", "\u00ef\u00bf\u00bd")


def write_name(name, records):
    texts = [r["TXT"] for r in records if isinstance(r, dict) and "TXT" in r]
    for record in records:
        if record == "TIMEOUT":
            write("Z", name, "TIMEOUT", "")
            continue
        (kind, value), = record.items()
        if kind == "SPF" and texts:
            continue
        if kind in ("SPF", "TXT"):
            if value != "NONE":
                write("Z", name, "TXT", text_of(value))
        elif kind == "MX":
            write("Z", name, "MX", "%s %s" % (value[0], value[1]))
        else:
            write("Z", name, kind, value)
    write("Z", name, "EXISTS", "")


for scenario in yaml.safe_load_all(open(sys.argv[1], encoding="utf-8")):
    write("S", scenario["description"])
    for name, records in scenario["zonedata"].items():
        write_name(name, records)
    for name, test in scenario["tests"].items():
        results = test["result"] if isinstance(test["result"], list) else [test["result"]]
        write("T", name, test["helo"], test["host"], test["mailfrom"], ",".join(results),
              test.get("explanation", ""))
