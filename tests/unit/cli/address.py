#!/usr/bin/env python3
"""address and message: the contract's findings and exit statuses, without any name server that answers.

usage: address.py PROGRAM      prints TAP
"""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
# Nobody listens there: domains stay unknown, at once.
NO_DNS = ["--resolver", "127.0.0.1:9"]
results = []


def run(*arguments, stdin=b""):
    done = subprocess.run([PROGRAM, *arguments, *NO_DNS, "--format", "json"], input=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=90)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()


def check(story, good, why=""):
    results.append(bool(good))
    print("%s %d - %s%s" % ("ok" if good else "not ok", len(results), story, "" if good else " # " + str(why)), flush=True)


def findings(document, code):
    return [f["params"] for step in document["steps"] for f in step["findings"] if f["id"] == code]


def addresses():
    status, document, _ = run("address", "ana@example.org", "ana@gmail,com", "ana@gmial.com", "ana")
    found = findings(document, "address")
    check("one finding an address, in their order", [f["address"] for f in found]
          == ["ana@example.org", "ana@gmail,com", "ana@gmial.com", "ana"], found)
    check("syntax", [f["syntax"] for f in found] == ["valid", "invalid", "valid", "invalid"], found)
    check("reason", [f["reason"] for f in found] == ["", "comma", "", "no-at"], found)
    check("suggestion", [f["suggestion"] for f in found] == ["", "ana@gmail.com", "ana@gmail.com", ""], found)
    check("domain_state", [f["domain_state"] for f in found] == ["unknown", "unknown", "unknown", "not-asked"], found)
    check("one step, D3", [step["id"] for step in document["steps"]] == ["D3"])
    check("a wrong address is a problem", status == 1, status)
    check("its cause", document["verdict"]["causes"][0]["id"] == "address-syntax-error", document["verdict"])
    status, document, _ = run("address", "ana@example.org")
    check("a domain that could not be looked up is none", status == 0 and document["verdict"]["status"] != "problem", status)
    status, document, error = run("address")
    check("no address: usage", status == 2 and document is None and error.count("\n") == 1, error)


def messages():
    message = ("Received: from out.example.org (out.example.org [192.0.2.10]) by mx.example.net with ESMTPS id b; "
               "Tue, 1 Jul 2025 10:06:00 +0000\r\n"
               "Received: from home by out.example.org with ESMTPSA id a; Tue, 1 Jul 2025 10:00:00 +0000\r\n"
               "X-Spam-Status: Yes, score=7.1 required=5.0 tests=BAYES_99,HTML_MESSAGE\r\n"
               "From: ana@example.org\r\nTo: eva@example.net\r\nDate: Tue, 1 Jul 2025 10:00:00 +0000\r\n"
               "Message-ID: <1@example.org>\r\nSubject: OFERTA ESPECIAL PARA TI\r\n\r\nhttps://bit.ly/x\r\n").encode()
    with tempfile.NamedTemporaryFile(suffix=".eml") as file:
        file.write(message)
        file.flush()
        _, from_file, _ = run("message", file.name)
    _, from_input, _ = run("message", "-", stdin=message)
    for name, document in (("file", from_file), ("standard input", from_input)):
        hops = findings(document, "received-hop")
        check("the way (%s)" % name, [(h["by"], h["seconds"]) for h in hops]
              == [("out.example.org", "0"), ("mx.example.net", "360")], hops)
        check("greylisting (%s)" % name, len(findings(document, "hop-greylisted")) == 1)
        check("a filter's verdict (%s)" % name, [(f["product"], f["verdict"], f["score"])
              for f in findings(document, "spam-header-bad")] == [("SpamAssassin", "spam", "7.1")])
        check("content (%s)" % name, sorted(f["what"] for f in findings(document, "content"))
              == ["link-shortened", "subject-capitals"], findings(document, "content"))


os.environ["PATH"] = "/nonexistent"  # no filter of this computer has a say here
addresses()
messages()
print("1..%d" % len(results))
sys.exit(0 if all(results) else 1)
