"""man-pages.py - the manual in both languages: complete, alike, and clean

man-pages.py MAILDOCTOR-CLI FOLDER [MAILDOCTOR]: every command, option, format … that the command itself names is in the page of
each language; both languages have the same headings and entries; groff finds nothing to complain about.
"""
import os
import re
import shutil
import subprocess
import sys

command, folder = sys.argv[1:3]
window = sys.argv[3] if len(sys.argv) > 3 else None
results = []


def check(good, name, detail=""):
    results.append(good)
    print("%s %d - %s" % ("ok" if good else "not ok", len(results), name))
    if not good:
        print("# %s" % detail)


def words(kind):
    return subprocess.run([command, "words", kind], capture_output=True, text=True, check=True).stdout.split()


def read(*names):
    with open(os.path.join(folder, *names), encoding="utf-8") as file:
        return file.read().replace("\\-", "-")


def bold(page):
    """Every word in bold, which is how a page names what is typed as it stands."""
    found = re.findall(r"\\fB(.*?)\\fR", page)
    found += [line.split(" ", 1)[1] for line in page.split("\n") if line.startswith(".B ")]
    return {word for text in found for word in text.split()}


def shape(page):
    """What both languages must have alike: the kinds of lines, and of each entry the options it names."""
    lines = [line for line in page.split("\n") if line.startswith((".SH", ".SS", ".TP", "\\fB"))]
    return [" ".join(re.findall(r"\\fB(.*?)\\fR", line)) if line.startswith("\\fB") else line.split(" ")[0] for line in lines]


def check_command():
    for lang in (".", "es"):
        page = read(lang, "maildoctor-cli.1")
        named = bold(page)
        for kind in ("commands", "options"):
            missing = [word for word in words(kind) if word.rstrip("=") not in named]
            check(not missing, "%s: %s" % (lang, kind), "not in the page: %s" % missing)
        for kind in ("formats", "guides", "languages"):
            missing = [word for word in words(kind) if not re.search(r"\b%s\b" % word, page)]
            check(not missing, "%s: %s" % (lang, kind), "not in the page: %s" % missing)
        known = {word.rstrip("=") for word in words("options")}
        strange = [word for word in named if word.startswith("--") and word.rstrip(".,:") not in known]
        check(not strange, "%s: no option that is none" % lang, strange)


def check_window():
    told = subprocess.run([window, "--help"], capture_output=True, text=True).stdout
    options = set(re.findall(r"--[a-z][a-z-]*", told)) - {"--help-all", "--help-gapplication", "--gapplication-service",
                                                         "--gapplication-app-id", "--gapplication-replace"}
    check(len(options) >= 5, "the window tells its options", told)
    for lang in (".", "es"):
        missing = [option for option in options if option not in bold(read(lang, "maildoctor.1"))]
        check(not missing, "%s: options of the window" % lang, missing)


def check_form():
    for name in ("maildoctor-cli.1", "maildoctor.1"):
        check(shape(read(".", name)) == shape(read("es", name)), "%s: alike in both languages" % name)
        for lang in (".", "es"):
            if shutil.which("groff") is None:
                print("# no groff here")
                continue
            run = subprocess.run(["groff", "-man", "-Tutf8", "-k", "-ww", "-z", os.path.join(folder, lang, name)],
                                 capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
            check(run.returncode == 0 and run.stderr == "", "%s/%s: no warning" % (lang, name), run.stderr)


check_command()
if window is not None:
    check_window()
check_form()
print("1..%d" % len(results))
sys.exit(0 if all(results) else 1)
