#!/usr/bin/env python3
"""What the command reads in the log of a real Postfix, beside what really became of each message.  TAP.

    run-logs.py MAILDOCTOR-CLI

Postfix is given letters for peers that take them, do not know the recipient, are full, are late, are not there at all;
the command then reads its log: whole, in rotated and compressed parts, from standard input, and one message alone.
"""

import collections
import gzip
import json
import os
import re
import subprocess
import sys
import time

from lab import Lab, NotPossible, run
from servers import MASTER

SMTP_PORT = 2525
SENDER = "ana@emisor.example"
PEERS = {"acepta.example": (2601, "accept"), "nadie.example": (2602, "unknown"), "lleno.example": (2603, "full"),
         "gris.example": (2604, "grey"), "luego.example": (2605, "later"), "muerto.example": (2606, None),
         "emisor.example": (2601, "accept")}

POSTFIX = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = mail.emisor.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
smtp_tls_security_level = none
smtp_host_lookup = native
disable_dns_lookups = yes
enable_long_queue_ids = {long_ids}
transport_maps = texthash:{folder}/transports
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/refused
smtpd_relay_restrictions = permit_mynetworks, reject
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
maximal_queue_lifetime = 6s
bounce_queue_lifetime = 6s
"""

# Recipient, what must become of it in the end, and what must be seen on the way.
LETTERS = [
    ("uno@acepta.example", ["sent"], {}),
    ("dos@acepta.example", ["sent"], {}),
    ("nadie@nadie.example", ["bounced"], {"dsn": "5.1.1", "reply_code": "550"}),
    ("llena@lleno.example", ["deferred", "expired"], {"dsn": "4.2.2", "reply_code": "452"}),
    ("gris@gris.example", ["deferred", "sent"], {"dsn": "4.7.1", "reply_code": "450"}),
    ("luego@luego.example", ["deferred", "expired"], {"dsn": "4.3.0", "reply_code": "451"}),
    ("muerto@muerto.example", ["deferred", "expired"], {"dsn": "4.4.1", "reply_code": ""}),
    ("no@emisor.example", ["rejected"], {"dsn": "5.7.1", "reply_code": "554"}),
]

SEND = """
import smtplib, sys
for recipient in sys.argv[1:]:
    with smtplib.SMTP("127.0.0.1", %d, "pc.emisor.example", 20) as server:
        try:
            server.sendmail("%s", [recipient], "From: %s\\r\\nTo: " + recipient + "\\r\\nSubject: Hola\\r\\nMessage-ID: <"
                            + recipient.split("@")[0] + ".1@pc.emisor.example>\\r\\n\\r\\nHola\\r\\n")
        except smtplib.SMTPRecipientsRefused:
            pass
""" % (SMTP_PORT, SENDER, SENDER)


class Test:
    def __init__(self, lab, command):
        self.lab = lab
        self.command = command
        self.folder = lab.folder / "postfix"
        self.log = self.folder / "mail.log"
        self.number = 0
        self.failed = 0

    def say(self, complaints, text):
        self.number += 1
        self.failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {self.number} - {text}", flush=True)
        for line in complaints:
            print("# " + str(line).replace("\n", "\n# "))

    def start(self, long_ids):
        run("ip", "-n", self.lab.net, "link", "set", "lo", "up")
        for part in ("", "queue", "data"):
            (self.folder / part).mkdir()
        subprocess.run(["chown", "postfix", str(self.folder / "data")], check=True)
        daemons = subprocess.run(["postconf", "-h", "-d", "daemon_directory"], check=True, capture_output=True,
                                 text=True).stdout.strip()
        (self.folder / "main.cf").write_text(POSTFIX.format(folder=self.folder, daemons=daemons, long_ids=long_ids))
        (self.folder / "transports").write_text("".join(f"{domain} smtp:[127.0.0.1]:{port}\n"
                                                        for domain, (port, _) in PEERS.items()))
        (self.folder / "refused").write_text("no@emisor.example REJECT nobody here\n")
        (self.folder / "master.cf").write_text(MASTER + "retry unix - - n - - error\n"
                                               f"127.0.0.1:{SMTP_PORT} inet n - n - - smtpd\n")
        peers = {port: behaviour for port, behaviour in PEERS.values() if behaviour}
        self.lab.start("peers", sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.py"),
                       *[f"{port}={behaviour}" for port, behaviour in peers.items()])
        self.lab.start("postfix", "postfix", "-c", str(self.folder), "start-fg")
        self.wait(lambda: self.inside(f"import socket\nfor p in ({SMTP_PORT}, 2605):\n"
                                      " socket.create_connection(('127.0.0.1', p), 1).close()").returncode == 0, 30)

    def inside(self, code, *arguments):
        return subprocess.run(["ip", "netns", "exec", self.lab.net, sys.executable, "-c", code, *arguments],
                              capture_output=True)

    def wait(self, condition, seconds):
        for _ in range(seconds * 4):
            if condition():
                return
            time.sleep(0.25)
        text = self.log.read_text(errors="replace")[-3000:] if self.log.exists() else "no log"
        raise RuntimeError("not in time:\n" + text)

    def send(self):
        done = self.inside(SEND, *[recipient for recipient, _, _ in LETTERS])
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode()[-800:])
        # Every letter leaves the queue, and so do the bounces.
        self.wait(self.queue_is_empty, 90)

    def queue_is_empty(self):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        queued = set(re.findall(r" (\w+): (?:client=|message-id=)", text))
        bounces = len(re.findall(r"non-delivery notification", text))
        letters = len([1 for _, fates, _ in LETTERS if fates != ["rejected"]])
        return queued == set(re.findall(r" (\w+): removed", text)) and len(queued) == letters + bounces

    def read(self, *arguments, stdin=None, form="jsonl"):
        with open(stdin or os.devnull, "rb") as standard_input:
            done = subprocess.run([self.command, "log", *arguments, "--format", form, "--lang", "en"], stdin=standard_input,
                                  capture_output=True, timeout=60)
        if b"Sanitizer" in done.stderr or not done.stdout:
            raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
        text = done.stdout.decode()
        return json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]

    def judge_attempts(self, attempts):
        complaints = []
        fates = collections.defaultdict(list)
        for attempt in attempts:
            fates[attempt["recipient"]].append(attempt)
        for recipient, wanted, details in LETTERS:
            seen = [attempt["status"] for attempt in fates[recipient]]
            short = [status for i, status in enumerate(seen) if i == 0 or status != seen[i - 1]]
            if short != wanted:
                complaints.append(f"{recipient}: wanted {wanted}, got {seen}")
                continue
            first = fates[recipient][0]
            complaints += [f"{recipient}: {name}: wanted {value}, got {first[name]}"
                           for name, value in details.items() if first[name] != value]
            for attempt in fates[recipient]:
                known = attempt["status"] == "rejected" or attempt["message_id"] == recipient.split("@")[0] + ".1@pc.emisor.example"
                if not known or attempt["sender"] != SENDER or attempt["server"] != "postfix":
                    complaints.append(f"{recipient}: {attempt}")
        back = [attempt for attempt in fates[SENDER] if attempt["sender"] == "" and attempt["status"] == "sent"]
        if len(back) != len([1 for _, wanted, _ in LETTERS if wanted[-1] in ("bounced", "expired")]):
            complaints.append(f"bounces to the sender: {fates[SENDER]}")
        return complaints

    def in_parts(self):
        """The log as rotation leaves it, handed over in the wrong order."""
        lines = self.log.read_bytes().splitlines(keepends=True)
        # Parts of one second tell no order: cut where the clock moves on.
        cut = next(i for i in range(len(lines) // 2, len(lines)) if lines[i][:15] != lines[i - 1][:15])
        older, newer = self.folder / "mail.log.1.gz", self.folder / "mail.log.0"
        older.write_bytes(gzip.compress(b"".join(lines[:cut])))
        newer.write_bytes(b"".join(lines[cut:]))
        return self.read(str(newer), str(older))

    def run(self):
        whole = self.read(str(self.log))
        self.say(self.judge_attempts(whole), "what became of each letter, with its sender and Message-ID")
        self.say([] if self.in_parts() == whole else ["the parts say something else"], "the same from rotated parts")
        self.say([] if self.read("-", stdin=self.log) == whole else ["standard input says something else"],
                 "the same from standard input")
        document = self.read(str(self.log), form="json")
        causes = [cause["id"] for cause in document["verdict"]["causes"]]
        found = {(f["id"], f["params"].get("cause")) for f in document["steps"][0]["findings"]}
        wanted = {("log-bounced", "recipient-not-found"), ("log-deferred", "greylisted"),
                  ("log-deferred", "recipient-mailbox-full"), ("log-deferred", "recipient-mx-unreachable"),
                  ("log-deferred", "server-temporary-failure")}
        wanted |= {("log-expired", cause) for cause in ("recipient-mailbox-full", "recipient-mx-unreachable")}
        self.say([f"missing: {wanted - found}", sorted(map(str, found))] if wanted - found else [] if causes else ["no cause"],
                 f"the causes: {', '.join(causes)}")
        queue_id = next(a["queue_id"] for a in whole if a["recipient"] == "gris@gris.example")
        document = self.read(str(self.log), "--queue-id", queue_id, form="json")
        story = [f["params"] for f in document["steps"][0]["findings"] if f["id"] == "log-message-story"]
        lines = len(re.findall(rf"\b{queue_id}\b", self.log.read_text()))
        self.say([] if story and int(story[0]["lines"]) == lines else [story, lines], "the whole story of one message")
        document = self.read(str(self.log), "--recipient", "NADIE@nadie.example", form="json")
        last = [f["params"] for f in document["steps"][0]["findings"] if f["id"] == "log-recipient"]
        self.say([] if last and last[0]["status"] == "bounced" else [document["steps"]], "one recipient alone")


def main():
    command = os.path.abspath(sys.argv[1])
    failed = number = 0
    try:
        for long_ids in ("no", "yes"):
            with Lab() as lab:
                test = Test(lab, command)
                test.number, test.failed = number, failed
                test.start(long_ids)
                test.send()
                print(f"# queue ids: {'long' if long_ids == 'yes' else 'short'}")
                test.run()
                number, failed = test.number, test.failed
    except NotPossible as reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
