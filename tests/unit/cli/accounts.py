#!/usr/bin/env python3
"""maildoctor-cli accounts, and check send --account, with a home folder made up for it.

usage: accounts.py PROGRAM      prints TAP
"""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
CANARY = "".join(["c4n", "ary ñ", "\"pass'", " word"])
PARAMETERS = ["id", "program", "profile", "email", "name", "incoming", "outgoing", "username", "auth"]
results = []

PROFILES = "[Profile0]\nName=default-release\nIsRelative=1\nPath=abc.default-release\n"
PREFS = """user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1,id2");
user_pref("mail.identity.id1.useremail", "ana@example.invalid");
user_pref("mail.identity.id1.fullName", "Ana López");
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.identity.id2.useremail", "info@example.invalid");
user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.hostname", "127.0.0.1");
user_pref("mail.server.server1.port", 9);
user_pref("mail.server.server1.userName", "ana");
user_pref("mail.server.server1.socketType", 3);
user_pref("mail.smtpservers", "smtp1,smtp2");
user_pref("mail.smtp.defaultserver", "smtp2");
user_pref("mail.smtpserver.smtp1.hostname", "127.0.0.1");
user_pref("mail.smtpserver.smtp1.port", 19);
user_pref("mail.smtpserver.smtp1.authMethod", 1);
user_pref("mail.smtpserver.smtp2.hostname", "127.0.0.2");
user_pref("mail.smtpserver.smtp2.try_ssl", 2);
user_pref("mail.smtpserver.smtp2.username", "ana-out");
"""
MSMTP = "account a\nhost smtp.example.invalid\nport 587\ntls on\nauth on\nfrom m@example.invalid\nuser m\npassword \"%s\"\n" % (
    CANARY.replace("\"", ""))


def run(home, *arguments):
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=90, env=dict(os.environ, HOME=home, DBUS_SESSION_BUS_ADDRESS="disabled:"))


def check(story, good, why=""):
    results.append(bool(good))
    print("%s %d - %s%s" % ("ok" if good else "not ok", len(results), story,
                            "" if good else " # " + str(why).replace("\n", " ")), flush=True)


def put(home, name, text):
    path = os.path.join(home, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def find(document):
    return [one["params"] for one in document["steps"][0]["findings"] if one["id"] == "account"]


def listing(home):
    done = run(home, "accounts", "--format", "json", "--lang", "es")
    document = json.loads(done.stdout)
    accounts = find(document)
    check("one step, nothing wrong", done.returncode == 0 and not done.stderr and document["format"] == 1
          and document["guide"] == "accounts" and len(document["steps"]) == 1 and not document["verdict"]["causes"], done.stderr)
    check("three accounts, each with exactly its parameters, all of them strings",
          len(accounts) == 3 and all(list(one) == PARAMETERS and all(isinstance(value, str) for value in one.values())
                                     for one in accounts), accounts)
    check("the first identity has its own server", accounts[0] == {
        "id": "thunderbird/default-release/id1", "program": "thunderbird", "profile": "default-release",
        "email": "ana@example.invalid", "name": "Ana López", "incoming": "imap://127.0.0.1:9/tls",
        "outgoing": "127.0.0.1:19/plain", "username": "ana", "auth": "none"}, accounts[0])
    check("the second one the default server", accounts[1]["outgoing"] == "127.0.0.2:587/starttls"
          and accounts[1]["username"] == "ana-out" and accounts[1]["auth"] == "password", accounts[1])
    said = {lang: run(home, "accounts", "--lang", lang).stdout.decode() for lang in ("en", "es")}
    check("text: a line an account, in both languages", all(text.count("\n") == 3 and "thunderbird/default-release/id2" in text
                                                            for text in said.values()) and said["en"] != said["es"], said)
    check("stored passwords are not shown", CANARY.replace("\"", "") not in done.stdout.decode() + "".join(said.values()))


def damage(home):
    os.mkfifo(os.path.join(home, ".thunderbird", "abc.default-release", "user.js"))
    done = run(home, "accounts", "--format", "json")
    document = json.loads(done.stdout)
    notes = [one for one in document["steps"][0]["findings"] if one["id"] == "account-file-unreadable"]
    check("a pipe in place of a file: said, and the rest is read",
          done.returncode == 0 and len(find(document)) == 3 and len(notes) == 1
          and notes[0]["params"]["file"] == ".thunderbird/abc.default-release/user.js" and notes[0]["params"]["reason"] == "unreadable"
          and document["steps"][0]["status"] == "warning", notes)
    os.unlink(os.path.join(home, ".thunderbird", "abc.default-release", "user.js"))
    put(home, ".thunderbird/abc.default-release/user.js", "user_pref(\"a\", 1);\n\nuser_pref(\"b\", ;\n")
    document = json.loads(run(home, "accounts", "--format", "json").stdout)
    notes = [one["params"] for one in document["steps"][0]["findings"] if one["id"] == "account-file-damaged"]
    check("a line that makes no sense: which one", len(notes) == 1 and notes[0]["line"] == "3" and len(find(document)) == 3,
          notes)
    os.unlink(os.path.join(home, ".thunderbird", "abc.default-release", "user.js"))


def usage(home):
    for lang in ("es", "en"):
        for arguments in (["check", "send", "--account", "thunderbird/none"], ["check", "send", "--account"],
                          ["accounts", "all"], ["accounts", "--format", "html"]):
            done = run(home, *arguments, "--lang", lang) if arguments[-1] != "--account" else run(home, "--lang", lang, *arguments)
            check("%s (%s)" % (" ".join(arguments), lang), done.returncode == 2 and not done.stdout
                  and done.stderr.count(b"\n") == 1, done.stderr)


def configured(home, *arguments):
    password = os.path.join(home, "password")
    put(home, "password", CANARY + "\n")
    done = run(home, "check", "send", *arguments, "--password-file", password, "--resolver", "127.0.0.1:9", "--only", "S3",
               "--no-third-parties", "--timeout", "20", "--format", "json", "--verbose")
    everything = (done.stdout + done.stderr).decode()
    check("no password in the report", CANARY not in everything, everything)
    return json.loads(done.stdout)["account"]


def taken(home):
    one = configured(home, "--account", "thunderbird/default-release/id1")
    check("everything is taken from the account", one["email"] == "ana@example.invalid" and one["configured"] == {
        "outgoing": {"protocol": "smtp", "host": "127.0.0.1", "port": 19, "security": "plain"},
        "incoming": {"protocol": "imap", "host": "127.0.0.1", "port": 9, "security": "tls"},
        "user": "ana", "signs_in": False}, one)
    two = configured(home, "--account", "thunderbird/default-release/id2")
    check("another user name for sending", two["configured"]["user"] == "ana-out" and two["configured"]["signs_in"], two)
    hand = ["--outgoing", "127.0.0.3:25/tls"]
    account = ["--account", "thunderbird/default-release/id1"]
    for arguments in (hand + account, account + hand):
        got = configured(home, *arguments)
        check("what is given by hand wins", got["configured"]["outgoing"]["host"] == "127.0.0.3", got)


with tempfile.TemporaryDirectory() as temporary:
    bare = json.loads(run(temporary, "accounts", "--format", "json").stdout)
    check("no mail program: said", [one["id"] for one in bare["steps"][0]["findings"]] == ["no-accounts"], bare)
    put(temporary, ".thunderbird/profiles.ini", PROFILES)
    put(temporary, ".thunderbird/abc.default-release/prefs.js", PREFS)
    put(temporary, ".msmtprc", MSMTP)
    listing(temporary)
    damage(temporary)
    usage(temporary)
    taken(temporary)
print("1..%d" % len(results))
sys.exit(0 if all(results) else 1)
