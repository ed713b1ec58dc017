#!/usr/bin/env python3
"""Small rooms: files to 500 lines of at most 120 columns, functions to 60 lines, blocks nested at most 4 deep; no goto."""
import re

import common

FILE_LINES = 500
COLUMNS = 120
FUNCTION_LINES = 60
# Tests are tables and stories: a little more room.
TEST_FILE_LINES = 600
TEST_COLUMNS = 140
TEST_FUNCTION_LINES = 80
NESTING = 4

# "file: function", with the reason why it may be longer.
ALLOWED_LONG = set()

NAME = re.compile(r"^(\w+) \(", re.M)

complaints = common.Complaints()


def function_name(lines, opening):
    for line in range(opening - 1, max(opening - 12, -1), -1):
        match = re.match(r"^(\w+) \(", lines[line])
        if match:
            return match.group(1)
    return None


def look_at_function(path, plain, opening, closing):
    name = function_name(plain, opening)
    if name is None:
        return
    length = closing - opening + 1
    longest = FUNCTION_LINES if path.is_relative_to(common.SOURCE) else TEST_FUNCTION_LINES
    if length > longest and "%s: %s" % (common.relative(path), name) not in ALLOWED_LONG:
        complaints.add(path, opening + 1, "%s() has %d lines: split it, at most %d" % (name, length, longest))
    depth = deepest = 0
    deepest_line = opening
    for number in range(opening, closing + 1):
        # A brace that opens a block stands alone on its line; others belong to values.
        if plain[number].strip() == "{":
            depth += 1
        elif plain[number].strip() in ("}", "};", "},"):
            depth -= 1 if plain[number].strip() == "}" else 0
        if depth > deepest:
            deepest, deepest_line = depth, number
    if deepest - 1 > NESTING:
        complaints.add(path, deepest_line + 1,
                       "%s() nests %d deep: give the inner block a name, at most %d" % (name, deepest - 1, NESTING))


def look_at_code(path, text):
    plain = common.code_only(text).split("\n")
    opening = None
    for number, line in enumerate(plain):
        if line.startswith("{"):
            opening = number
        elif line.startswith("}") and opening is not None:
            look_at_function(path, plain, opening, number)
            opening = None
        if re.search(r"\bgoto\b", line):
            complaints.add(path, number + 1, "no goto: let g_autoptr() clean up and return")


sources = (common.files("src", ".c", ".h", ".py", ".def") + common.files("tests", ".c", ".h", ".py")
           + common.files("po", ".py"))
for path in sources:
    text = common.read(path)
    lines = text.split("\n")
    own = path.is_relative_to(common.SOURCE)
    columns, longest = (COLUMNS, FILE_LINES) if own else (TEST_COLUMNS, TEST_FILE_LINES)
    if len(lines) - 1 > longest and path.suffix != ".def":
        complaints.add(path, longest + 1, "%d lines: split the file by meaning, at most %d" % (len(lines) - 1, longest))
    for number, line in enumerate(lines):
        if len(line) > columns:
            complaints.add(path, number + 1, "%d columns: at most %d" % (len(line), columns))
        if "\t" in line and path.suffix != ".def":
            complaints.add(path, number + 1, "a tab: indent with blanks")
        if line.endswith(" "):
            complaints.add(path, number + 1, "blanks at the end of the line")
    if path.suffix in (".c", ".h"):
        look_at_code(path, text)
complaints.finish(len(sources))
