#!/usr/bin/env python3
"""log: the contract's parameters, exit statuses and complaints.

usage: log.py PROGRAM      prints TAP
"""
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
NAMES = {"time", "server", "queue_id", "message_id", "sender", "recipient", "status", "dsn", "reply", "relay", "delay"}
LOG = """Nov 20 01:00:00 m postfix/smtpd[1]: A1B2C3D4: client=c.example[192.0.2.1]
Nov 20 01:00:00 m postfix/cleanup[1]: A1B2C3D4: message-id=<m1@c.example>
Nov 20 01:00:00 m postfix/qmgr[1]: A1B2C3D4: from=<ana@c.example>, size=1, nrcpt=2 (queue active)
Nov 20 01:00:01 m postfix/smtp[1]: A1B2C3D4: to=<eva@d.example>, relay=mx.d.example[192.0.2.2]:25, delay=1.5, \
delays=1/0/0/0.5, dsn=2.0.0, status=sent (250 2.0.0 "Ok" \\ \x01 ñ)
Nov 20 01:00:02 m postfix/smtp[1]: A1B2C3D4: to=<no@d.example>, relay=mx.d.example[192.0.2.2]:25, delay=2, \
delays=1/0/0/1, dsn=5.1.1, status=bounced (host mx.d.example[192.0.2.2] said: 550 5.1.1 <no@d.example>: User unknown \
(in reply to RCPT TO command))
Nov 20 01:00:03 m postfix/qmgr[1]: A1B2C3D4: removed
"""
results = []


def run(*arguments, stdin=b""):
    done = subprocess.run([PROGRAM, "log", *arguments], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(story, good, why=""):
    results.append(bool(good))
    print("%s %d - %s%s" % ("ok" if good else "not ok", len(results), story, "" if good else " # " + str(why)), flush=True)


def findings(text, code):
    return [f["params"] for step in json.loads(text)["steps"] for f in step["findings"] if f["id"] == code]


def attempts(log):
    status, out, _ = run(log, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    check("one object a delivery", [row["recipient"] for row in rows] == ["eva@d.example", "no@d.example"], out)
    check("with the parameters of the contract", all(NAMES <= set(row) for row in rows), rows)
    check("all of them text", all(isinstance(value, str) for row in rows for value in row.values()), rows)
    first = rows[0]
    check("joined over lines", (first["sender"], first["message_id"], first["queue_id"], first["delay"])
          == ("ana@c.example", "m1@c.example", "A1B2C3D4", "1.5"), first)
    check("the words of a reply as they are", first["reply"] == '250 2.0.0 "Ok" \\   ñ', first["reply"])
    check("the time without a zone that the log has not", first["time"].endswith("-11-20T01:00:01"), first["time"])
    check("a message that came back is a problem", status == 1, status)


def documents(log, packed):
    status, out, _ = run(log, "--format", "json")
    document = json.loads(out)
    check("the envelope has one step, D6", [step["id"] for step in document["steps"]] == ["D6"], out)
    check("the cause", document["verdict"]["causes"][0]["id"] == "recipient-not-found" and status == 1, document["verdict"])
    check("the sum", findings(out, "log-summary")[0]["bounced"] == "1", out)
    check("the same, compressed, from standard input",
          findings(run("-", "--format", "json", stdin=packed)[1], "log-summary") == findings(out, "log-summary"))
    check("no file: standard input", findings(run("--format", "json", stdin=packed)[1], "log-summary")
          == findings(out, "log-summary"))
    status, out, _ = run(log, "--recipient", "Eva@D.example", "--format", "json")
    check("one recipient", findings(out, "log-recipient")[0]["status"] == "sent" and status == 0, out)
    for arguments in (("--queue-id", "A1B2C3D4"), ("--message-id", "<m1@c.example>")):
        status, out, _ = run(log, *arguments, "--format", "json")
        check("one message: " + arguments[0], findings(out, "log-message-story")[0]["lines"] == "6", out)
    status, out, _ = run(log, "--lang", "es")
    check("in Spanish", "Mensajes devueltos: 1 (destinatario)" in out and status == 1, out)


def complaints(folder, log):
    other = os.path.join(folder, "otro")
    for text, word in (("Dear all\n", "not the log"), ("Nov 20 01:00:00 m sshd[1]: x\n", "no line in it"), ("", "is empty")):
        with open(other, "w", encoding="ascii") as file:
            file.write(text)
        status, out, error = run(other, "--lang", "en")
        check("a clear sentence: " + word, status == 3 and not out and word in error and error.count("\n") == 1, error)
    status, out, error = run(os.path.join(folder, "nothing"), "--lang", "en")
    check("a file that is not there", status == 3 and not out and error.count("\n") == 1, error)
    status, out, error = run(log, folder, "--lang", "en", "--format", "json")
    check("a folder beside a log: the log is read, and the rest said", status == 3 and findings(out, "log-summary"), error)
    with open(other, "wb") as file:
        file.write(b"\xfd7zXZ\0" + bytes(20))
    status, out, error = run(other, "--lang", "en")
    check("another compression", status == 3 and "unpack it first" in error, error)


def stopped():
    process = subprocess.Popen([PROGRAM, "log", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    while process.poll() is None and time.monotonic() - started < 30:
        time.sleep(0.01)
    took = time.monotonic() - started
    process.stdin.close()
    out, error = process.stdout.read(), process.stderr.read()
    check("waiting for standard input it can be stopped", process.returncode == 3 and not out and took < 2
          and error.count(b"\n") == 1, (process.returncode, took, out, error))


def main():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "mail.log")
        with open(log, "w", encoding="utf-8") as file:
            file.write(LOG)
        attempts(log)
        documents(log, gzip.compress(LOG.encode()))
        complaints(folder, log)
    stopped()
    print("1..%d" % len(results))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
