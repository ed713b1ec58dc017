#!/usr/bin/env python3
"""Counts the results of the meson test runs in the given build directories and closes with one line.

usage: count.py BUILD_FAILED [LABEL=]DIRECTORY…     exit status 1 when anything failed or nothing ran

With a label the directory has a line of its own; tests must have run there, unless its file "skipped" says why not.
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


def count_directory(directory, prefix):
    """[passed, failed, skipped] of what ran there last; names what failed or was skipped."""
    total = [0, 0, 0]
    logs = sorted((directory / "meson-logs").glob("*.json"))
    for line in [line for log in logs for line in log.read_text().splitlines()]:
        test = json.loads(line)
        passed, failed, skipped, notes = count_tap(test.get("stdout") or "")
        if test["result"] == "OK" and failed:  # of a program that this one runs, and judges by itself
            failed, notes = 0, [note for note in notes if not note.startswith("FAILED")]
        if test["result"] == "SKIP" and passed + failed + skipped == 0:
            skipped = 1
            notes.append("skipped")
        elif test["result"] in ("OK", "EXPECTEDFAIL", "SKIP"):
            passed = passed or (0 if skipped else 1)
        elif failed == 0:
            failed = 1
            notes.append("FAILED " + test["result"])
        for note in notes:
            print("%s%s: %s" % (prefix, test["name"], note))
        total = [total[0] + passed, total[1] + failed, total[2] + skipped]
    return total


def count_label(label, directory):
    """The same for a place that has a line of its own."""
    reason = directory / "skipped"
    if reason.exists():
        print(reason.read_text().strip())
        return [0, 0, 1]
    total = count_directory(directory, label + ": ")
    if not any(total):
        print("%s: FAILED: nothing could be built or run there" % label)
        return [0, 1, 0]
    print("%s: %s" % (label, in_words(total)))
    return total


def in_words(total):
    return "%d passed, %d failed" % (total[0], total[1]) + (", %d skipped" % total[2] if total[2] else "")


def main():
    total = [0, int(sys.argv[1] != "0"), 0]
    for argument in sys.argv[2:]:
        label, found, path = argument.rpartition("=")
        part = count_label(label, pathlib.Path(path)) if found else count_directory(pathlib.Path(path), "")
        total = [sum(pair) for pair in zip(total, part)]
    print(in_words(total))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
