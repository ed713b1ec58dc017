#!/usr/bin/env python3
"""Counts the results of the meson test runs in the given build directories and closes with one line.

usage: count.py BUILD_FAILED DIRECTORY…     exit status 1 when anything failed or nothing ran
"""
import json
import pathlib
import re
import sys

RESULT = re.compile(r"^\s*(not ok|ok)\b(?:\s+\d+)?(.*)$")


def count_tap(output):
    """(passed, failed, skipped, lines of what failed or was skipped) of one program's TAP lines."""
    passed = failed = skipped = 0
    notes = []
    for line in output.splitlines():
        match = RESULT.match(line)
        if not match:
            continue
        if "# SKIP" in match.group(2):
            skipped += 1
            notes.append("skipped" + match.group(2))
        elif match.group(1) == "ok":
            passed += 1
        else:
            failed += 1
            notes.append("FAILED" + match.group(2))
    return passed, failed, skipped, notes


def main():
    total = [0, int(sys.argv[1] != "0"), 0]
    for directory in sys.argv[2:]:
        logs = sorted((pathlib.Path(directory) / "meson-logs").glob("*.json"))
        for line in [line for log in logs for line in log.read_text().splitlines()]:
            test = json.loads(line)
            passed, failed, skipped, notes = count_tap(test.get("stdout") or "")
            if test["result"] == "SKIP" and passed + failed + skipped == 0:
                skipped = 1
                notes.append("skipped")
            elif test["result"] in ("OK", "EXPECTEDFAIL", "SKIP"):
                passed = passed or (0 if skipped else 1)
            elif failed == 0:
                failed = 1
                notes.append("FAILED " + test["result"])
            for note in notes:
                print("%s: %s" % (test["name"], note))
            total = [total[0] + passed, total[1] + failed, total[2] + skipped]
    print("%d passed, %d failed" % (total[0], total[1]) + (", %d skipped" % total[2] if total[2] else ""))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
