#!/usr/bin/env python3
"""explain: the contract's parameters, files, folders, mboxes, standard input, exit statuses and complaints.

usage: explain.py PROGRAM      prints TAP
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
NAMES = {"recipient", "cause", "status", "reply_code", "action", "permanent", "reporting_mta", "diagnostic"}
REPORT = """From: Mail Delivery <MAILER-DAEMON@mx.example>
To: ana@example.org
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

Words.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; no@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 "No" such ñ user
Remote-MTA: dns; in.example.net

Final-Recipient: rfc822; late@example.com
Action: delayed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 Mailbox full

--b--
"""
AWAY = "From: leo@example.com\nTo: ana@example.org\nSubject: Automatic reply: x\nAuto-Submitted: auto-replied\n\nAway.\n"
LETTER = "From: leo@example.com\nTo: ana@example.org\nSubject: Hello\n\nFrom here it is nice.\n"
results = []


def run(*arguments, stdin=b""):
    done = subprocess.run([PROGRAM, "explain", *arguments], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(story, good, why=""):
    results.append(bool(good))
    print("%s %d - %s%s" % ("ok" if good else "not ok", len(results), story, "" if good else " # " + str(why)), flush=True)


def findings(text):
    document = json.loads(text)
    assert [step["id"] for step in document["steps"]] == ["D1"]
    return [(f["id"], f["params"]) for f in document["steps"][0]["findings"]]


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def one_message(folder):
    path = write(folder, "report.eml", REPORT)
    status, out, _ = run(path, "--format", "json", "--lang", "en")
    document = json.loads(out)
    found = findings(out)
    check("the envelope of the contract", document["format"] == 1 and document["guide"] == "explain", document)
    check("one finding a recipient", [name for name, _ in found] == ["bounce", "bounce"], found)
    check("with its parameters", all(NAMES <= set(params) for _, params in found), found)
    check("all of them text", all(isinstance(value, str) for _, params in found for value in params.values()), found)
    first, second = found[0][1], found[1][1]
    check("who, why and in whose words", (first["recipient"], first["cause"], first["status"], first["reply_code"],
          first["action"], first["permanent"], first["reporting_mta"], first["diagnostic"]) == (
              "no@example.net", "recipient-not-found", "5.1.1", "550", "failed", "true", "mx.example",
              '550 5.1.1 "No" such ñ user'), first)
    check("a delay", (second["action"], second["cause"], second["permanent"])
          == ("delayed", "recipient-mailbox-full", "false"), second)
    check("a verdict", document["verdict"]["status"] == "problem"
          and {cause["id"] for cause in document["verdict"]["causes"]} >= {"recipient-not-found"}, document["verdict"])
    check("a failed delivery is a problem", status == 1, status)
    check("the same from standard input", findings(run("-", "--format", "json", stdin=REPORT.encode())[1]) == found)
    check("and without an operand", findings(run("--format", "json", stdin=REPORT.encode())[1]) == found)
    for lang, word in (("en", "not delivered"), ("es", "no se entregó")):
        check("text in " + lang, word in run(path, "--lang", lang)[1])
    check("a page", run(path, "--format", "html")[1].startswith("<!DOCTYPE html>"))


def others(folder):
    for story, text, kind in (("an automatic reply", AWAY, "vacation"), ("a letter", LETTER, "message")):
        status, out, _ = run(write(folder, kind + ".eml", text), "--format", "json")
        check(story + " is no bounce", findings(out) == [("not-a-bounce", {"kind": kind})] and status == 0, out)
    status, out, _ = run("--text", "Error: '554 5.7.1 Service unavailable; blocked using zen.spamhaus.org'", "--format", "json")
    check("a pasted error", findings(out)[0][1]["cause"] == "ip-blocklisted" and status == 1, out)
    status, out, _ = run("--text", "It does not work.", "--format", "json")
    check("a text that tells nothing", findings(out) == [("not-a-bounce", {"kind": "text"})] and status == 0, out)


def many(folder):
    box = write(folder, "box", "".join("From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n" + text + "\n"
                                       for text in (REPORT, LETTER, AWAY)))
    mail = os.path.join(folder, "mail")
    for name, text in (("new/1", REPORT), ("cur/2:2,S", AWAY), ("tmp/3", REPORT)):
        write(mail, name, text)
    plain = os.path.join(folder, "plain")
    for name, text in (("b.eml", AWAY), ("a.eml", REPORT), ("inner/c.eml", LETTER), (".hidden", REPORT)):
        write(plain, name, text)

    def kinds(*arguments):
        return [findings(line)[0][1].get("kind", "bounce") for line in run(*arguments, "--format", "jsonl")[1].splitlines()]

    check("an mbox, one line a message", kinds(box) == ["bounce", "message", "vacation"], kinds(box))
    check("a maildir without its tmp", sorted(kinds(mail)) == ["bounce", "vacation"], kinds(mail))
    check("a folder by name, its folders too", kinds(plain) == ["bounce", "vacation", "message"], kinds(plain))
    check("several operands in their order", kinds(os.path.join(plain, "b.eml"), box)
          == ["vacation", "bounce", "message", "vacation"])
    check("one document about all of them", len(findings(run(box, "--format", "json")[1])) == 4)


def complaints(folder):
    status, out, error = run(os.path.join(folder, "missing"), "--format", "json")
    check("a file that is not there", status == 3 and out == "" and "missing" in error and error.count("\n") == 1, error)
    status, out, _ = run(os.path.join(folder, "missing"), os.path.join(folder, "report.eml"), "--format", "jsonl")
    check("the others are still read", status == 3 and len(out.splitlines()) == 1, out)
    check("an option that does not exist", run("--nonsense")[0] == 2)
    process = subprocess.Popen([PROGRAM, "explain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.5)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)  # its input stays open
    out, _ = process.communicate()
    check("stopped while it waits for input", process.returncode == 3 and out == b"" and time.monotonic() - begun < 5, out)


def main():
    with tempfile.TemporaryDirectory() as folder:
        one_message(folder)
        others(folder)
        many(folder)
        complaints(folder)
    print("1..%d" % len(results))
    sys.exit(0 if all(results) else 1)


main()
