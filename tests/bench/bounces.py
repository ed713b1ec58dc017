#!/usr/bin/env python3
"""How fast bounces are explained, beside a reader in Python on the same mails.  One table, or TAP with --tap.

    bounces.py MAILDOCTOR-CLI [--tap]

The mails are those of the public corpus (MD_CORPORA), or some made here.  Rates are of one core: processor time, user and
system, of the whole command from its start, with a document of the contract for every mail.  The reader in Python does
the same job with the standard email package: all parts decoded, the fields of the report, by regular expressions the
address and the codes of notices that follow no standard, and the cause by the same table of replies; it gives no advice.
"""

import argparse
import email
import email.policy
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

AIM_RATE = 20000    # mails/s
AIM_RATIO = 50
LEAST_SHARE = 1.0   # of the aims: below it the test fails
MAILS = 20000
ROUNDS = 3          # the best counts: a machine that is busy elsewhere only takes away

ADDRESS = re.compile(r"<?([\w.+=-]+@[\w.-]+)>?\s*:?")
TABLE = Path(__file__).resolve().parent.parent.parent / "data" / "knowledge" / "replies.json"
REPLY = re.compile(r"\b([45]\d\d)[ -](?:#?([45]\.\d{1,3}\.\d{1,3}))?")
NOTICE = """From: Mail Delivery System <MAILER-DAEMON@mx{n}.example>
To: sender{n}@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b{n}"

--b{n}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

This is the mail system at host mx{n}.example.

<user{n}@example.com>: host in.example.com[192.0.2.7] said: 550 5.1.1
    No such mailbox h=65re (in reply to RCPT TO command)

--b{n}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx{n}.example

Final-Recipient: rfc822; user{n}@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; in.example.com
Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here

--b{n}
Content-Type: message/rfc822

{received}From: sender{n}@example.org
To: user{n}@example.com
Subject: A letter

{body}
--b{n}--
"""
PLAIN = """From: MAILER-DAEMON@mx{n}.example
To: sender{n}@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx{n}.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<user{n}@example.com>:
192.0.2.9 does not like recipient.
Remote host said: 552 5.2.2 Mailbox full
Giving up on 192.0.2.9.

--- Below this line is a copy of the message.

{received}From: sender{n}@example.org
To: user{n}@example.com

{body}
"""


def make_mails(folder):
    received = "".join(f"Received: from a{i}.example ([192.0.2.{i}]) by b{i}.example with ESMTP id 4F{i};\n"
                       f" Mon, 2 Mar 2026 10:00:0{i} +0100\n" for i in range(6))
    for n in range(300):
        text = (NOTICE if n % 3 else PLAIN).format(n=n, received=received, body="Some words of a letter.\n" * 60)
        (folder / f"{n:03}.eml").write_text(text, encoding="utf-8")


def processor_seconds(arguments):
    """Of a child, and how many lines it wrote."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,
                                   env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"})
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, sum(block.count(b"\n") for block in iter(lambda: out.read(1 << 20), b""))


def load_table():
    rows = json.loads(TABLE.read_text(encoding="utf-8"))["replies"]
    return [(row["cause"], 20 if row["tier"] == 1 else 0, row.get("text"), re.compile(row["regex"]) if "regex" in row else None)
            for row in rows if "text" in row or "regex" in row]


def name_cause(table, words):
    words = " ".join(words.lower().split())
    best, cause = 0, None
    for name, points, text, pattern in table:
        if text is not None:
            length = len(text) if text in words else 0
        else:
            match = pattern.search(words)
            length = match.end() - match.start() if match else 0
        if length and length + points > best:
            best, cause = length + points, name
    return cause


def read_in_python(mail, table):
    message = email.message_from_bytes(mail, policy=email.policy.default)
    found = []
    texts = [str(message["From"]), str(message["Subject"])]
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for group in part.get_payload():
                if hasattr(group, "get") and group.get("Final-Recipient"):
                    found.append((str(group["Final-Recipient"]), str(group["Status"]), str(group["Diagnostic-Code"])))
        elif kind.startswith("text/"):
            texts.append((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))
    for line in [] if found else "\n".join(texts).split("\n"):
        address, reply = ADDRESS.match(line.strip()), REPLY.search(line)
        if address or reply:
            found.append((address and address.group(1), reply and reply.groups(), line if reply else ""))
    return [(*row, name_cause(table, row[2])) for row in found if row[2]]


def python_rate(folder):
    mails = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    table = load_table()
    started = time.process_time()
    for mail in mails:
        try:
            read_in_python(mail, table)
        except (LookupError, ValueError, AttributeError, TypeError):
            pass  # the package refuses some real headers
    return len(mails) / (time.process_time() - started)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("--tap", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maildoctor-bounces-") as made:
        folder = Path(os.environ.get("MD_CORPORA", "/nonexistent")) / "bounces" / "sisimai"
        if not folder.is_dir():
            folder = Path(made)
            make_mails(folder)
        n_files = len(list(folder.glob("*.eml")))
        turns = MAILS // n_files + 1
        command = [options.command, "explain", "--format", "jsonl"] + [str(folder)] * turns
        rounds = [processor_seconds(command) for _ in range(ROUNDS)]
        theirs = max(python_rate(folder) for _ in range(2))
    assert all(lines == n_files * turns for _, lines in rounds), rounds
    rate = n_files * turns / min(seconds for seconds, _ in rounds)
    rows = [
        (rate >= AIM_RATE * LEAST_SHARE, f"{n_files * turns} bounces explained, by one core", f"{rate:.0f} mails/s",
         f"aim {AIM_RATE} mails/s"),
        (rate / theirs >= AIM_RATIO * LEAST_SHARE, f"a reader in Python on the same: {theirs:.0f} mails/s",
         f"{rate / theirs:.0f} times as fast", f"aim {AIM_RATIO} times"),
    ]
    for number, (good, what, measured, limit) in enumerate(rows, 1):
        if options.tap:
            print(f"{'ok' if good else 'not ok'} {number} - {what}: {measured}, {limit}", flush=True)
        else:
            print(f"{what:52} {measured:>26} {limit:>24}  {'pass' if good else 'FAIL'}", flush=True)
    if options.tap:
        print(f"1..{len(rows)}")
    raise SystemExit(0 if options.tap or all(good for good, *_ in rows) else 1)


if __name__ == "__main__":
    main()
