#!/usr/bin/env python3
"""explain --code: what a code says, in every form and both languages, and what is said of one that was misheard.

usage: code.py PROGRAM      prints TAP
"""
import json
import subprocess
import sys

PROGRAM = sys.argv[1]
results = []


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(story, good, why=""):
    results.append(bool(good))
    print("%s %d - %s%s" % ("ok" if good else "not ok", len(results), story, "" if good else " # " + str(why)), flush=True)


status, text, _ = run("practice", "old-sending-password", "--format", "json", "--lang", "en")
CODE = json.loads(text)["verdict"]["reference"]

status, text, errors = run("explain", "--code", CODE, "--lang", "en")
check("a cause is a problem", status == 1, status)
check("the cause is named", "Your password for sending is the old one." in text, text)
check("what to ask is said, with its step", "S3: Have you changed the password lately?" in text, text)
check("practice is said", "practice" in text, text)
check("the helper is not meant by “you”", "the person you help" in text, text)

status, text, errors = run("explain", "--code", CODE, "--lang", "es")
check("the same in Spanish", "Tu contraseña para enviar es la antigua." in text and "¿Has cambiado" in text, text)

typed = " " + CODE.replace("-", "").lower() + " "
check("lower case, blanks and no dash do", run("explain", "--code", typed)[0] == 1)

status, text, errors = run("explain", "--code", CODE, "--format", "json", "--lang", "en")
document = json.loads(text)
cause = document["verdict"]["causes"][0]
check("the same envelope", document["format"] == 1 and document["steps"] == [] and document["guide"] == "explain", text)
check("the cause's id", cause["id"] == "stale-sending-password", cause)
check("asks with step and question", {"step": "S3", "question": "password-changed",
                                      "text": "Have you changed the password lately?"} in cause["ask"], cause)
check("the code itself", document["verdict"]["reference"] == CODE and document["practice"] is True, text)
status, text, errors = run("explain", "--code", CODE, "--format", "html", "--lang", "es")
check("a whole page", text.startswith("<!DOCTYPE html>") and text.endswith("</html>\n") and CODE in text, text)

PAIRS = {"B": "V", "P": "B", "D": "T", "M": "N", "S": "F", "5": "9", "9": "5", "Z": "S", "E": "P", "4": None}
place = next(i for i, letter in enumerate(CODE) if PAIRS.get(letter))
misheard = CODE[:place] + PAIRS[CODE[place]] + CODE[place + 1:]
status, text, errors = run("explain", "--code", misheard, "--lang", "en")
check("a misheard letter is found", status == 2 and text == "" and CODE in errors and errors.count("\n") == 1, errors)
status, text, errors = run("explain", "--code", CODE[:-1] + "O", "--lang", "en")
check("no code has an O", status == 2 and "never O, I, 0 or 1" in errors and CODE in errors, errors)
status, text, errors = run("explain", "--code", "KX7M", "--lang", "es")
check("too short is said", status == 2 and "ocho letras" in errors and text == "", errors)
status, text, errors = run("explain", "--code", CODE, "some.eml", "--lang", "en")
check("--code stands alone", status == 2 and "--code" in errors, errors)

status, text, errors = run("practice", "old-sending-password", "--lang", "es+en", "--no-personal-data", "--verbose")
check("both languages in one report", "Tu contraseña para enviar" in text and "Your password for sending" in text, text)
check("nothing personal in it", "ana@" not in text and "practice.example" not in text and "198.51.100.7" not in text, text)
check("two languages that are one", run("address", "a@b.example", "--lang", "es+es")[0] == 2)
print("1..%d" % len(results))
sys.exit(0 if all(results) else 1)
