#!/usr/bin/env python3
"""The command's contract: bad input gets one clear line in both languages, the right exit status, and leaks nothing.

usage: command.py PROGRAM      prints TAP
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
CANARY = "".join(["c4n", "ary ñ", "\"pass'", " word"])
ACCOUNT = ["--email", "ana@practice.example"]
results = []


def run(*arguments, **options):
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=90, **options)


def check(story, good, why=""):
    results.append(bool(good))
    print("%s %d - %s%s" % ("ok" if good else "not ok", len(results), story, "" if good else " # " + why), flush=True)


def one_line(story, arguments, status, **options):
    """Both languages: that exit status, exactly one line on standard error, nothing on standard output, not the same words."""
    said = []
    for lang in ("es", "en"):
        done = run("--lang", lang, *arguments, **options)
        text = done.stderr.decode()
        said.append(text)
        output = done.stdout or b""
        check("%s (%s)" % (story, lang),
              done.returncode == status and text.count("\n") == 1 and text.startswith("maildoctor-cli: ")
              and not output and CANARY not in text and "{" not in text,
              "status %d, stdout %r, stderr %r" % (done.returncode, output[:80], text))
    check(story + ": two languages", said[0] != said[1], said[0])


def usage():
    one_line("no command", [], 2)
    one_line("unknown command", ["cure"], 2)
    one_line("unknown guide", ["check", "everything"], 2)
    one_line("unknown option", ["check", "send", "--colour"], 2)
    one_line("value missing", ["check", "send", "--email"], 2)
    one_line("no account", ["check", "send"], 2)
    one_line("address without @", ["check", "send", "--email", "ana.practice.example"], 2)
    one_line("port 70000", ["check", "send", *ACCOUNT, "--outgoing", "smtp.practice.example:70000/tls"], 2)
    one_line("unknown encryption", ["check", "send", *ACCOUNT, "--outgoing", "smtp.practice.example:587/ssl"], 2)
    one_line("outgoing given as IMAP", ["check", "send", *ACCOUNT, "--outgoing", "imap://x.example:993/tls"], 2)
    one_line("incoming without a port", ["check", "send", *ACCOUNT, "--incoming", "x.example/tls"], 2)
    one_line("unknown step", ["check", "send", *ACCOUNT, "--only", "S2,S9"], 2)
    one_line("unknown answer", ["check", "send", *ACCOUNT, "--answer", "webmail=maybe"], 2)
    one_line("unknown format", ["check", "send", *ACCOUNT, "--format", "pdf"], 2)
    one_line("timeout of zero", ["check", "send", *ACCOUNT, "--timeout", "0"], 2)
    one_line("resolver by name", ["check", "send", *ACCOUNT, "--resolver", "dns.example"], 2)
    one_line("size in words", ["check", "send", *ACCOUNT, "--message-size", "big"], 2)
    one_line("unknown fault", ["practice", "rain"], 2)
    bad = run("--lang", "fr", "check", "send")
    spanish = run("--lang", "es", "check", "send", "--account", "x/y/z", env=dict(os.environ, LC_ALL="C"))
    check("signs beyond ASCII in any locale", "«x/y/z»" in spanish.stderr.decode(), repr(spanish.stderr))
    check("unknown language", bad.returncode == 2 and bad.stderr.count(b"\n") == 1, repr(bad.stderr))


def files(folder):
    empty, broken, long_name = (os.path.join(folder, name) for name in ("empty", "broken.pem", "long"))
    open(empty, "w").close()
    with open(broken, "w") as out:
        out.write("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    with open(long_name, "w") as out:
        out.write("x" * 70000)
    missing = os.path.join(folder, "missing")
    one_line("password file missing", ["check", "send", *ACCOUNT, "--password-file", missing], 3)
    one_line("password file is a folder", ["check", "send", *ACCOUNT, "--password-file", folder], 3)
    one_line("password file empty", ["check", "send", *ACCOUNT, "--password-file", empty], 3)
    one_line("password file endless", ["check", "send", *ACCOUNT, "--password-file", long_name], 3)
    one_line("password descriptor closed", ["check", "send", *ACCOUNT, "--password-fd", "77"], 3)
    one_line("CA file missing", ["check", "send", *ACCOUNT, "--ca-file", missing], 3)
    one_line("CA file broken", ["check", "send", *ACCOUNT, "--ca-file", broken], 3)


def output():
    full = open("/dev/full", "w")
    done = run("practice", "list", stdout=full)
    check("output cannot be written", done.returncode == 3 and done.stderr.count(b"\n") == 1, repr(done.stderr))
    done = subprocess.run(["sh", "-c", 'exec "$0" practice list >&-', PROGRAM], stderr=subprocess.PIPE, timeout=30)
    check("standard output closed", done.returncode == 3 and done.stderr.count(b"\n") == 1, repr(done.stderr))
    for lang in ("es", "en"):
        done = run("--help", "--lang", lang)
        check("help (%s)" % lang, done.returncode == 0 and len(done.stdout) > 500, repr(done.stderr))
    done = run("--version")
    check("version", done.returncode == 0 and done.stdout.startswith(b"maildoctor "), repr(done.stdout))


def practice(folder):
    for fault, status in (("healthy", 0), ("old-sending-password", 1)):
        for lang in ("es", "en"):
            done = run("practice", fault, "--format", "json", "--lang", lang)
            document = json.loads(done.stdout)
            check("practice %s (%s)" % (fault, lang),
                  done.returncode == status and document["format"] == 1 and document["lang"] == lang
                  and document["practice"] is True and len(document["steps"]) == 9, done.stderr.decode())
    html = run("practice", "old-sending-password", "--format", "html").stdout.decode()
    check("HTML is whole", html.startswith("<!DOCTYPE html>") and html.rstrip().endswith("</html>") and "<script" not in html)
    password = os.path.join(folder, "password")
    with open(password, "w") as out:
        out.write(CANARY + "\n")
    done = run("check", "send", "--email", "ana@example.invalid", "--password-file", password, "--resolver", "127.0.0.1:9",
               "--outgoing", "127.0.0.1:9/starttls", "--incoming", "127.0.0.1:9/tls", "--verbose", "--timeout", "20")
    everything = (done.stdout + done.stderr).decode()
    check("nobody answers: a verdict, and no password in it",
          done.returncode == 1 and CANARY not in everything and len(everything) > 200, everything[-400:])


def messages(folder):
    """A message that a file holds; nobody answers questions about its domain."""
    draft, nothing = (os.path.join(folder, name) for name in ("draft.eml", "nothing.eml"))
    with open(draft, "w") as out:
        out.write("From: Ana <ana@own.example>\nTo: berta@else.example\nSubject: hola\n\nHola, Berta.\n")
    open(nothing, "w").close()
    one_line("no message given", ["message"], 2)
    one_line("message missing", ["message", os.path.join(folder, "none.eml")], 3)
    one_line("message without a header", ["message", nothing], 3)
    done = run("message", draft, "--format", "json", "--resolver", "127.0.0.1:9", "--timeout", "20")
    document = json.loads(done.stdout)
    found = [finding["id"] for finding in document["steps"][0]["findings"]]
    check("a draft has nothing to verify", document["steps"][0]["id"] == "D5" and "message-not-sent-yet" in found, str(found))


def cancel():
    worst = 0.0
    for delay in (0.0, 0.05, 0.3, 1.0):
        process = subprocess.Popen([PROGRAM, "practice", "server-slow"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.3 + delay)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
        worst = max(worst, time.monotonic() - asked)
        check("cancelled after %.2f s" % (0.3 + delay), process.returncode == 3 and not out and error.count(b"\n") == 1,
              "%d %r %s" % (process.returncode, error, out.decode().replace("\n", " | ")[:1500]))
    # The promise is 100 ms; sanitizers and a busy machine get some room.
    check("cancel returns soon", worst < 1.0, "%.3f s" % worst)


with tempfile.TemporaryDirectory() as temporary:
    usage()
    files(temporary)
    output()
    practice(temporary)
    messages(temporary)
cancel()
print("1..%d" % len(results))
sys.exit(0 if all(results) else 1)
