"""What the lints share: where the sources are, C without its comments and strings, and how a complaint is said."""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ.get("MD_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
SOURCE = ROOT / "src"

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


class Complaints:
    """Collects "file:line: what to do" and ends the program with the right status."""

    def __init__(self):
        self.lines = []

    def add(self, path, line, what):
        self.lines.append("%s:%d: %s" % (relative(path), line, what))

    def finish(self, looked_at):
        for line in self.lines:
            print(line)
        print("%d looked at, %d to do" % (looked_at, len(self.lines)))
        if looked_at == 0:
            sys.exit("nothing was looked at: is MD_SOURCE_DIR right?")
        sys.exit(1 if self.lines else 0)


def relative(path):
    path = pathlib.Path(path)
    return path.relative_to(ROOT) if path.is_absolute() else path


def files(folder, *suffixes):
    """Every file below @folder (a path from the project's top) that ends so, in order."""
    found = []
    for path in sorted((ROOT / folder).rglob("*")):
        if path.is_file() and path.name.endswith(suffixes) and "__pycache__" not in path.parts:
            found.append(path)
    return found


def room(path):
    """The folder of src/ a file is in; "main" for src/main.c."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else "main"


def read(path):
    return path.read_text(encoding="utf-8")


def _blank(text):
    return "".join(c if c == "\n" else " " for c in text)


def code_only(text):
    """Comments and the inside of literals as blanks: line numbers and columns stay."""
    def replace(match):
        token = match.group(0)
        if token[0] in "\"'":
            return token[0] + _blank(token[1:-1]) + token[-1]
        return _blank(token)
    return TOKEN.sub(replace, text)


def without_comments(text):
    return TOKEN.sub(lambda m: m.group(0) if m.group(0)[0] in "\"'" else _blank(m.group(0)), text)


def comments_only(text):
    """Everything but comments as blanks."""
    kept, at = [], 0
    for match in TOKEN.finditer(text):
        token = match.group(0)
        kept.append(_blank(text[at:match.start()]))
        kept.append(token if token[0] == "/" else _blank(token))
        at = match.end()
    return "".join(kept) + _blank(text[at:])


def literals(text):
    """(line, literal, the code of its statement before it), adjacent literals joined."""
    found = []
    plain = code_only(text)
    end = -1
    for match in TOKEN.finditer(text):
        token = match.group(0)
        if token[0] != '"':
            continue
        start = match.start()
        if found and not plain[end:start].strip() and end >= 0:
            line, joined, before = found[-1]
            found[-1] = (line, joined + token[1:-1], before)
        else:
            cut = max(plain.rfind(c, 0, start) for c in ";{}")
            found.append((text.count("\n", 0, start) + 1, token[1:-1], plain[cut + 1:start]))
        end = match.end()
    return found


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1
