#!/usr/bin/env python3
"""Messages signed and judged by real servers, and by the command: Postfix with OpenDKIM and OpenDMARC, Knot DNS.  TAP.

    run-signed.py MAILDOCTOR-CLI

One Postfix listener signs (OpenDKIM, with RSA), another receives: its OpenDKIM and OpenDMARC write
Authentication-Results.  Each message is sent to the second from an address of its own, changed on the way or not, and
then read by the command, which must come to the same.
"""

import base64
import json
import os
import shutil
import signal
import smtplib
import subprocess
import sys
import time
from pathlib import Path

from lab import Lab, NotPossible, run
from servers import KNOT, MASTER

DNS, DNS_V6 = "192.0.2.53", "2001:db8:0:2::53"
SIGNER, RECEIVER, STRANGER = "192.0.2.80", "192.0.2.90", "192.0.2.81"
SENDER, RECIPIENT = "ana@firmado.example", "berta@receptor.example"
SIGNER_MILTER, VERIFIER_MILTER, DMARC_MILTER = 8891, 8892, 8893

POSTFIX = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = mx.receptor.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = all
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = receptor.example
virtual_mailbox_base = {mail}
virtual_mailbox_maps = static:berta/Maildir/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions =
milter_default_action = tempfail
"""

OPENDKIM = """
Syslog no
UserID root
Socket inet:{port}@127.0.0.1
PidFile {folder}/opendkim-{port}.pid
Mode {mode}
Nameservers {dns}
AuthservID receptor.example
RequireSafeKeys no
OversignHeaders From
"""

SIGNING = """
Canonicalization relaxed/simple
Domain firmado.example
Selector sel
KeyFile {folder}/sel.pem
InternalHosts 0.0.0.0/0
"""

OPENDMARC = """
Syslog false
UserID root
Socket inet:{port}@127.0.0.1
PidFile {folder}/opendmarc.pid
AuthservID receptor.example
TrustedAuthservIDs receptor.example
SPFSelfValidate true
RejectFailures false
IgnoreMailFrom nobody.example
"""

ZONE = """
$TTL 300
. SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60
. NS ns.lab.
ns.lab. A 192.0.2.53
firmado.example. A 192.0.2.80
firmado.example. MX 10 mail.firmado.example.
mail.firmado.example. A 192.0.2.80
80.2.0.192.in-addr.arpa. PTR mail.firmado.example.
firmado.example. TXT "v=spf1 ip4:192.0.2.80 -all"
_dmarc.firmado.example. TXT "v=DMARC1; p=reject"
receptor.example. MX 10 mx.receptor.example.
mx.receptor.example. A 192.0.2.90
sel._domainkey.firmado.example. TXT {key}
"""

LETTER = ("From: Ana <ana@firmado.example>\r\nTo: Berta <berta@receptor.example>\r\nSubject: La cena del sabado\r\n"
          "Date: {date}\r\nMessage-ID: <{word}@firmado.example>\r\n\r\n"
          "Hola, Berta:\r\n\r\nnos vemos el  sabado.\r\n\r\n\r\n")


def key_record(path):
    public = subprocess.run(["openssl", "pkey", "-in", str(path), "-pubout", "-outform", "DER"], check=True,
                            capture_output=True).stdout
    text = "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()
    return " ".join('"' + text[i:i + 200] + '"' for i in range(0, len(text), 200))


class Signed:
    def __init__(self, lab):
        self.lab = lab
        self.folder = lab.folder
        self.mail = lab.folder / "mail"

    def start(self):
        for program in ("opendkim", "opendmarc"):
            if shutil.which(program) is None:
                raise NotPossible(f"{program} is not installed")
        lines = ["link set lo up"] + [f"addr add {a}/32 dev lo" for a in (DNS, SIGNER, RECEIVER, STRANGER)]
        run("ip", "-n", self.lab.net, "-batch", "-", feed="\n".join(lines) + f"\naddr add {DNS_V6}/128 dev lo nodad\n")
        etc = Path("/etc/netns") / self.lab.net
        etc.mkdir(parents=True)
        (etc / "resolv.conf").write_text(f"nameserver {DNS}\n")
        self.start_dns()
        self.start_milters()
        self.start_postfix()
        self.wait_until_up()

    def start_dns(self):
        folder = self.folder / "knot"
        folder.mkdir()
        path = self.folder / "sel.pem"
        run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(path))
        (folder / "root.zone").write_text(ZONE.format(key=key_record(path)))
        (folder / "knot.conf").write_text(KNOT.format(folder=folder, ipv4=DNS, ipv6=DNS_V6))
        self.lab.start("knot", "knotd", "-c", str(folder / "knot.conf"))

    def start_milters(self):
        for port, mode in ((SIGNER_MILTER, "s"), (VERIFIER_MILTER, "v")):
            text = OPENDKIM.format(folder=self.folder, port=port, mode=mode, dns=DNS)
            text += SIGNING.format(folder=self.folder) if mode == "s" else ""
            (self.folder / f"opendkim-{mode}.conf").write_text(text)
            self.lab.start(f"opendkim-{mode}", "opendkim", "-f", "-x", str(self.folder / f"opendkim-{mode}.conf"))
        (self.folder / "opendmarc.conf").write_text(OPENDMARC.format(folder=self.folder, port=DMARC_MILTER))
        self.lab.start("opendmarc", "opendmarc", "-f", "-c", str(self.folder / "opendmarc.conf"))

    def start_postfix(self):
        folder = self.folder / "postfix"
        for part in ("", "queue", "data"):
            (folder / part).mkdir()
        subprocess.run(["chown", "postfix", str(folder / "data")], check=True)
        self.mail.mkdir()
        subprocess.run(["chown", "65534:65534", str(self.mail)], check=True)
        daemons = subprocess.run(["postconf", "-h", "-d", "daemon_directory"], check=True, capture_output=True,
                                 text=True).stdout.strip()
        (folder / "main.cf").write_text(POSTFIX.format(folder=folder, daemons=daemons, mail=self.mail))
        milters = {SIGNER: [SIGNER_MILTER], RECEIVER: [VERIFIER_MILTER, DMARC_MILTER]}
        master = MASTER
        for address, ports in milters.items():
            where = " ".join(f"inet:127.0.0.1:{port}" for port in ports)
            master += f"{address}:25 inet n - n - - smtpd\n  -o {{ smtpd_milters = {where} }}\n"
        (folder / "master.cf").write_text(master)
        self.lab.start("postfix", "postfix", "-c", str(folder), "start-fg")

    def inside(self, code, *arguments, feed=b""):
        """Runs a piece of Python inside the servers' namespace."""
        return subprocess.run(["ip", "netns", "exec", self.lab.net, sys.executable, "-c", code, *arguments], input=feed,
                              capture_output=True)

    def wait_until_up(self, seconds=20):
        probe = ("import socket,sys\nfor a in sys.argv[1:]:\n"
                 "  h, p = a.rsplit(':', 1); socket.create_connection((h, int(p)), 2).close()\n")
        wanted = [f"{DNS}:53", f"{SIGNER}:25", f"{RECEIVER}:25"]
        wanted += [f"127.0.0.1:{port}" for port in (SIGNER_MILTER, VERIFIER_MILTER, DMARC_MILTER)]
        for _ in range(int(seconds * 4)):
            done = self.inside(probe, *wanted)
            if done.returncode == 0:
                return
            time.sleep(0.25)
        raise RuntimeError(f"the servers did not start: {done.stderr.decode()[-200:]}\n{self.logs()}")

    def send(self, message, server, source):
        """Hands @message over from the address @source; returns it as it was delivered."""
        code = ("import smtplib,sys\n"
                "with smtplib.SMTP(sys.argv[1], 25, 'mail.firmado.example', 20, (sys.argv[2], 0)) as s:\n"
                f"  s.sendmail('{SENDER}', ['{RECIPIENT}'], sys.stdin.buffer.read())\n")
        new = self.mail / "berta" / "Maildir" / "new"
        before = set(new.glob("*")) if new.exists() else set()
        done = self.inside(code, server, source, feed=message)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode()[-500:] + self.logs())
        for _ in range(100):
            arrived = (set(new.glob("*")) if new.exists() else set()) - before
            if arrived:
                return arrived.pop().read_bytes()
            time.sleep(0.1)
        raise RuntimeError("the message was not delivered\n" + self.logs())

    def read(self, command, message):
        path = self.folder / "message.eml"
        path.write_bytes(message)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        environment.update({k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "UBSAN_", "LSAN_"))})
        done = subprocess.run(["ip", "netns", "exec", self.lab.net, command, "message", str(path), "--lang", "en", "--format",
                               "json", "--resolver", DNS], capture_output=True, env=environment, timeout=60)
        if b"Sanitizer" in done.stderr or not done.stdout:
            raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
        return done.returncode, json.loads(done.stdout)

    def logs(self):
        return "\n".join(f"== {path.name} ==\n" + path.read_text(errors="replace")[-1500:]
                         for path in sorted(self.folder.glob("**/*.log")))


def findings(document, name):
    return [f["params"] for step in document["steps"] for f in step["findings"] if f["id"] == name]


def results_of(document, method):
    return [f["result"] for f in findings(document, "authentication-result")
            if f["server"] == "receptor.example" and f["method"] == method]


# story, what happens on the way, from where; DKIM results and reason, DMARC, SPF, first cause, exit status
STORIES = [
    ("a signed message, as it was sent", lambda m: m, SIGNER, "pass", "good", "pass", "pass", None, 0),
    ("forwarded by a stranger, unchanged", lambda m: m, STRANGER, "pass", "good", "pass", "fail", None, 0),
    ("a footer was added on the way", lambda m: m + b"-- \r\nlista\r\n", STRANGER, "fail", "body-changed", "fail", "fail",
     "dmarc-fail", 1),
    ("the subject was marked on the way", lambda m: m.replace(b"Subject: La", b"Subject: [lista] La"), STRANGER, "fail",
     "header-changed", "fail", "fail", "dmarc-fail", 1),
    ("never signed, from elsewhere", None, STRANGER, None, None, "fail", "fail", "dmarc-fail", 1),
    ("never signed, from the right server", None, SIGNER, None, None, "pass", "pass", None, 0),
]


def judge(document, status, dkim, reason, dmarc, spf, cause, wanted_status):
    """What differs from the story, and from what the real servers wrote."""
    complaints = []
    ours = [(f["result"], f["reason"]) for f in findings(document, "dkim-signature")]
    if ours != ([(dkim, reason)] if dkim else []):
        complaints.append(f"wanted a signature {dkim} {reason}, got {ours}")
    theirs = [result for result in results_of(document, "dkim") if result != "none"]
    if dkim == "pass" and "pass" not in theirs or dkim == "fail" and "pass" in theirs:
        complaints.append(f"OpenDKIM says {theirs}")
    if [f["result"] for f in findings(document, "dmarc-result")] != [dmarc]:
        complaints.append(f"wanted DMARC {dmarc}, got {findings(document, 'dmarc-result')}")
    if results_of(document, "dmarc") != [dmarc]:
        complaints.append(f"OpenDMARC says {results_of(document, 'dmarc')}")
    if [f["result"] for f in findings(document, "spf-result")] != [spf]:
        complaints.append(f"wanted SPF {spf}, got {findings(document, 'spf-result')}")
    causes = [c["id"] for c in document["verdict"]["causes"]]
    if (causes[0] if causes else None) != cause:
        complaints.append(f"wanted {cause} first, got {causes}")
    if status != wanted_status:
        complaints.append(f"wanted exit status {wanted_status}, got {status}")
    return complaints


def main():
    command = os.path.abspath(sys.argv[1])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
    try:
        with Lab() as lab:
            signed = Signed(lab)
            signed.start()
            return report(signed, command)
    except NotPossible as reason:
        print(f"1..0 # SKIP {reason}")
        return 0


def report(signed, command):
    print(f"1..{len(STORIES) + 1}", flush=True)
    failed = 0
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime())
    plain = LETTER.format(date=date, word="carta").encode()
    delivered = signed.send(plain, SIGNER, SIGNER)
    # As it left the signing server: without what its delivery wrote on top.
    at = delivered.index(b"DKIM-Signature:")
    letter = delivered[at:].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    status, document = signed.read(command, delivered)
    ours = [(f["algorithm"], f["result"]) for f in findings(document, "dkim-signature")]
    good = ours == [("rsa-sha256", "pass")]
    failed += say(good, 1, "what OpenDKIM signs verifies", [] if good else [str(ours), str(delivered)])
    for number, (story, change, source, *wanted) in enumerate(STORIES, 2):
        message = change(letter) if change else plain
        arrived = signed.send(message, RECEIVER, source)
        status, document = signed.read(command, arrived)
        complaints = judge(document, status, *wanted)
        failed += say(not complaints, number, story, complaints + [arrived.decode(errors="replace")] if complaints else [])
    return 1 if failed else 0


def say(good, number, text, complaints):
    print(f"{'ok' if good else 'not ok'} {number} - {text}")
    for line in complaints:
        print("# " + line.replace("\n", "\n# "))
    sys.stdout.flush()
    return not good


if __name__ == "__main__":
    sys.exit(main())
