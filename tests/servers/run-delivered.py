#!/usr/bin/env python3
"""What becomes of real letters at delivery: Postfix to Postfix to Dovecot's LMTP with Sieve and quota, Knot DNS.  TAP.

    run-delivered.py MAILDOCTOR-CLI [WORD…]

Ana writes to people of another domain.  One has rules that file her letters away, discard or reject them, another's
mailbox is full, others do not exist.  What the receiving side's owner asks is "check receive"; what Ana asks is
"check delivery": the bounces are in her own inbox, written by the two Postfix and by Dovecot.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from lab import Client, Lab, NotPossible
from pki import Pki
from scenarios import Network
from servers import KNOT, MASTER, Servers
from sites import DNS_ADDRESS, DNS_ADDRESS_V6, PASSWORD

OWN, OTHER = "192.0.2.180", "192.0.2.190"
ANA = "ana@remitente.example"
WAIT_SECONDS = 30
LIMIT_SECONDS = 60

ZONE = f"""
$TTL 300
. SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60
. NS ns.lab.
ns.lab. A {DNS_ADDRESS}
remitente.example. MX 10 mail.remitente.example.
remitente.example. TXT "v=spf1 ip4:{OWN} -all"
mail.remitente.example. A {OWN}
receptor.example. MX 10 mail.receptor.example.
receptor.example. TXT "v=spf1 ip4:{OTHER} -all"
mail.receptor.example. A {OTHER}
180.2.0.192.in-addr.arpa. PTR mail.remitente.example.
190.2.0.192.in-addr.arpa. PTR mail.receptor.example.
"""

POSTFIX = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = mail.{domain}
mydomain = {domain}
mydestination =
mynetworks = 127.0.0.0/8 192.0.2.0/24
inet_interfaces = {address}
inet_protocols = ipv4
smtp_bind_address = {address}
smtpd_peername_lookup = no
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_transport = lmtp:unix:{lmtp}
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions = reject_unlisted_recipient
smtp_tls_security_level = none
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 2s
delay_warning_time = 1s
"""

DOVECOT = """
protocols = imap lmtp sieve
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = {listen}
ssl = required
ssl_cert = <{certificate}
ssl_key = <{certificate}
ssl_dh =
first_valid_uid = 1
first_valid_gid = 1
hostname = mail.receptor.example
postmaster_address = postmaster@receptor.example
submission_host = {submission}:25
mail_location = maildir:~/Maildir
mail_plugins = quota
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
protocol imap {{
  mail_plugins = quota imap_quota
}}
protocol lmtp {{
  mail_plugins = quota sieve
}}
plugin {{
  quota = maildir:User quota
  sieve = file:~/sieve;active=~/.dovecot.sieve
}}
passdb {{
  driver = passwd-file
  args = username_format=%Lu {users}
}}
userdb {{
  driver = passwd-file
  args = username_format=%Lu {users}
}}
service lmtp {{
  unix_listener {lmtp} {{
    mode = 0666
  }}
}}
service managesieve-login {{
  inet_listener sieve {{
    port = 4190
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
"""

FROM_ANA = f'if address :is "from" "{ANA}" {{ %s }}\n'
RULES = {
    "entrada": None,
    "basura": 'require "fileinto";\n# rule:[Ofertas]\nif header :contains "subject" "oferta" { fileinto "Junk"; }\n',
    "movida": 'require ["fileinto", "mailbox"];\n# rule:[Ana]\n' + FROM_ANA % 'fileinto :create "Archivo/Ana"; stop;',
    "borrada": "# rule:[Fuera]\n" + FROM_ANA % "discard;",
    "rechazada": 'require "reject";\n# rule:[No]\n' + FROM_ANA % 'reject "No quiero correo de Ana."; stop;',
    "llena": None,
    "apretada": None,  # full as well, but its server hopes that there will be room
}
FULL = ("llena", "apretada")


class Delivered:
    def __init__(self, lab, pki):
        self.lab = lab
        self.mail = lab.folder / "mail"
        self.lmtp = lab.folder / "lmtp"
        self.certificate = pki.of_kind("good", "hosts", ["mail.receptor.example", "mail.remitente.example"])

    def start(self):
        if not Path("/usr/lib/dovecot/lmtp").exists():
            raise NotPossible("dovecot-lmtpd is not installed")
        subprocess.run(["ip", "-n", self.lab.net, "-batch", "-"], check=True, text=True, input="".join(
            f"addr add {address}/32 dev lo\n" for address in (OWN, OTHER)))
        folder = self.lab.folder / "knot"
        folder.mkdir()
        (folder / "root.zone").write_text(ZONE)
        (folder / "knot.conf").write_text(KNOT.format(folder=folder, ipv4=DNS_ADDRESS, ipv6=DNS_ADDRESS_V6))
        self.lab.start("knot", "knotd", "-c", str(folder / "knot.conf"))
        self.start_dovecot()
        self.start_postfix("remitente.example", OWN, ["ana"])
        # Postfix takes letters for one whom Dovecot does not know.
        self.start_postfix("receptor.example", OTHER, [*RULES, "olvidada"])
        self.wait_until_up()

    def start_dovecot(self):
        lines = []
        for user, domain in [("ana", "remitente.example")] + [(name, "receptor.example") for name in RULES]:
            home = self.mail / domain / user
            (home / "Maildir").mkdir(parents=True)
            quota = "1M" if user in FULL else "1G"
            hopes = " userdb_quota_full_tempfail=yes" if user == "apretada" else ""
            lines.append(f"{user}@{domain}:{{PLAIN}}{PASSWORD}:65534:65534::{home}::"
                         f"userdb_quota_rule=*:storage={quota}{hopes}\n")
            if RULES.get(user):
                (home / "sieve").mkdir()
                (home / "sieve" / "reglas.sieve").write_text(RULES[user])
                (home / ".dovecot.sieve").symlink_to("sieve/reglas.sieve")
        for user in FULL:
            Servers.fill(self.mail / "receptor.example" / user / "Maildir")
        subprocess.run(["chown", "-R", "65534:65534", str(self.mail)], check=True)
        (self.mail / "users").write_text("".join(lines))
        folder = self.lab.folder / "dovecot"
        folder.mkdir()
        (folder / "dovecot.conf").write_text(DOVECOT.format(
            folder=folder, listen=f"{OWN}, {OTHER}", certificate=self.certificate, users=self.mail / "users",
            lmtp=self.lmtp, submission=OTHER))
        self.lab.start("dovecot", "dovecot", "-F", "-c", str(folder / "dovecot.conf"))

    def start_postfix(self, domain, address, users):
        folder = self.lab.folder / f"postfix-{domain}"
        for part in ("", "queue", "data"):
            (folder / part).mkdir()
        subprocess.run(["chown", "postfix", str(folder / "data")], check=True)
        daemons = subprocess.run(["postconf", "-h", "-d", "daemon_directory"], check=True, capture_output=True,
                                 text=True).stdout.strip()
        (folder / "mailboxes").write_text("".join(f"{user}@{domain} x\n" for user in users))
        (folder / "main.cf").write_text(POSTFIX.format(folder=folder, daemons=daemons, domain=domain, address=address,
                                                       lmtp=self.lmtp))
        (folder / "master.cf").write_text(MASTER + "lmtp unix - - n - - lmtp\n" + f"{address}:25 inet n - n - - smtpd\n")
        self.lab.start(f"postfix-{domain}", "postfix", "-c", str(folder), "start-fg")

    def inside(self, code, *arguments):
        return subprocess.run(["ip", "netns", "exec", self.lab.net, sys.executable, "-c", code, *arguments],
                              capture_output=True, text=True)

    def wait_until_up(self):
        probe = ("import socket,sys\nfor a in sys.argv[1:]:\n"
                 "  h, p = a.rsplit(':', 1); socket.create_connection((h, int(p)), 2).close()\n")
        wanted = [f"{DNS_ADDRESS}:53", f"{OWN}:25", f"{OTHER}:25", f"{OWN}:993", f"{OTHER}:4190"]
        for _ in range(WAIT_SECONDS * 4):
            done = self.inside(probe, *wanted)
            if done.returncode == 0 and self.lmtp.exists():
                return
            time.sleep(0.25)
        raise RuntimeError(f"the servers did not start: {done.stderr[-300:]}\n{self.logs()}")

    def send(self, name, subject):
        """From Ana, through her own server."""
        code = ("import smtplib,sys,email.utils\n"
                "with smtplib.SMTP(sys.argv[1], 25, 'pc.remitente.example', 20) as s:\n"
                "  s.sendmail(sys.argv[2], [sys.argv[3]], ('From: Ana <%s>\\r\\nTo: <%s>\\r\\nSubject: %s\\r\\nDate: %s\\r\\n'\n"
                "    'Message-ID: %s\\r\\n\\r\\nHola:\\r\\n\\r\\nnos vemos el sabado.\\r\\n') % (sys.argv[2], sys.argv[3],\n"
                "    sys.argv[4], email.utils.formatdate(), email.utils.make_msgid(domain='remitente.example')))\n")
        done = self.inside(code, OWN, ANA, f"{name}@receptor.example", subject)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-500:] + self.logs())

    def messages(self, user, folder=""):
        domain = "remitente.example" if user == "ana" else "receptor.example"
        maildir = self.mail / domain / user / "Maildir" / folder
        return [path for part in ("new", "cur") for path in (maildir / part).glob("*")]

    def bounce_about(self, name):
        return any(f"{name}@receptor.example" in path.read_text(errors="replace") for path in self.messages("ana"))

    def wait(self, name, came):
        """Until it is where it belongs."""
        for _ in range(WAIT_SECONDS * 10):
            if came():
                return True
            time.sleep(0.1)
        print(f"# nothing came of the letter to {name}")
        return False

    def settle(self):
        """Sends every letter; the names of those that did not go where the rules say."""
        places = {"entrada": "", "basura": ".Junk", "movida": ".Archivo.Ana"}
        returned = ["rechazada", "llena", "apretada", "olvidada", "nadie"]
        for name in [*RULES, "olvidada", "nadie"]:
            self.send(name, "La oferta del sabado")
        lost = [name for name, folder in places.items() if not self.wait(name, lambda f=folder, n=name: self.messages(n, f))]
        lost += [name for name in returned if not self.wait(name, lambda n=name: self.bounce_about(n))]
        if not self.wait("borrada", lambda: "discard action: Marked message" in self.dovecot_log("borrada")):
            lost.append("borrada")
        return lost

    def dovecot_log(self, user):
        text = (self.lab.folder / "dovecot" / "dovecot.log").read_text(errors="replace")
        return "\n".join(line for line in text.split("\n") if f"lmtp({user}@" in line)

    def logs(self):
        return "\n".join(f"== {path.parent.name}/{path.name} ==\n" + path.read_text(errors="replace")[-2500:]
                         for path in sorted(self.lab.folder.glob("*/*.log")))


class Story:
    def __init__(self, name, want, arguments, says=(), status=1):
        self.name, self.want, self.arguments, self.says, self.status = name, want, arguments, says, status


def receive(name, want, *says, status=1):
    return Story(f"receive: {name}", want, [
        "check", "receive", "--email", f"{name}@receptor.example", "--incoming", "imap://mail.receptor.example:993/tls",
        "--sender", ANA, "--no-third-parties"], says, status)


def delivery(name, want, *says):
    return Story(f"delivery: {name}", want, [
        "check", "delivery", "--email", ANA, "--incoming", "imap://mail.remitente.example:993/tls", "--outgoing",
        "mail.remitente.example:587/starttls", "--to", f"{name}@receptor.example", "--only", "D1", "--no-third-parties"],
        (f"bounce recipient={name}@receptor.example", *says))


STORIES = [
    receive("entrada", "ok", "message-in-inbox folder=INBOX", status=0),
    receive("basura", "in-spam-folder", "message-in-spam folder=Junk", "rule-may-catch rule=Ofertas"),
    receive("movida", "own-rule", "message-in-folder folder=Archivo/Ana", "rule-moves rule=Ana"),
    receive("borrada", "own-rule", "rule-deletes rule=Fuera"),
    receive("rechazada", "own-rule", "rule-rejects rule=No"),
    receive("llena", "recipient-mailbox-full", "mailbox-full percent=109"),
    delivery("nadie", "recipient-not-found", "bounce status=5.1.1", "bounce reply_code=550",
             "bounce reporting_mta=mail.remitente.example", "bounce remote_mta=mail.receptor.example"),
    delivery("llena", "recipient-mailbox-full", "bounce status=5.2.2", "bounce reply_code=552"),
    delivery("apretada", "recipient-mailbox-full", "bounce status=4.2.2", "bounce reply_code=452", "bounce action=delayed",
             "bounce permanent=false"),
    delivery("rechazada", "recipient-blocked-sender", "bounce permanent=true"),
    delivery("olvidada", "recipient-not-found", "bounce status=5.1.1", "bounce reply_code=550",
             "bounce reporting_mta=mail.receptor.example"),
]


def judge(story, done):
    try:
        document = json.loads(done.stdout)
    except ValueError:
        return [f"no JSON (exit status {done.returncode}): {done.stderr.decode('utf-8', 'replace')[-600:]}"]
    if b"Sanitizer" in done.stderr or b"CRITICAL" in done.stderr or b"runtime error" in done.stderr:
        return ["the program complains: " + done.stderr.decode("utf-8", "replace")[:4000]]
    verdict = document["verdict"]
    causes = [cause["id"] for cause in verdict["causes"]]
    complaints = []
    if (causes[0] if causes else verdict["status"]) != story.want:
        complaints.append(f"wanted {story.want} first, got {verdict['status']} {causes}")
    if done.returncode != story.status:
        complaints.append(f"wanted exit status {story.status}, got {done.returncode}")
    findings = [finding for step in document["steps"] for finding in step["findings"]]
    said = {f"{finding['id']} {name}={value}" for finding in findings for name, value in finding["params"].items()}
    complaints += [f"{words} was not said" for words in story.says if words not in said]
    if complaints:
        complaints += [f"{finding['severity']} {finding['id']} {finding['params']}" for finding in findings
                       if finding["severity"] != "ok"]
    return complaints


def look(lab, client, command, story, ca_file):
    home = lab.folder / "home"
    home.mkdir(exist_ok=True)
    secret = lab.folder / "secret"
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    environment.update({k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "UBSAN_", "LSAN_", "G_"))})
    return subprocess.run(["ip", "netns", "exec", client.name, command, *story.arguments, "--password-file", str(secret),
                           "--ca-file", str(ca_file), "--lang", "en", "--format", "json"], env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_SECONDS)


def say(good, number, text, complaints):
    print(f"{'ok' if good else 'not ok'} {number} - {text}")
    for line in complaints:
        print("# " + line.replace("\n", "\n# "))
    sys.stdout.flush()
    return not good


def report(delivered, client, command, chosen, ca_file):
    print(f"1..{len(chosen) + 1}", flush=True)
    lost = delivered.settle()
    failed = say(not lost, 1, "every letter goes where the rules of its recipient send it",
                 [str(lost), delivered.logs()] if lost else [])
    keep = os.environ.get("MD_LAB_KEEP")
    for number, path in enumerate(delivered.messages("ana") if keep else []):
        Path(keep, f"returned-{number}.eml").write_bytes(path.read_bytes())
    for number, story in enumerate(chosen, 2):
        done = look(delivered.lab, client, command, story, ca_file)
        complaints = judge(story, done)
        failed += say(not complaints, number, f"{story.name}: {story.want}", complaints)
        if keep:
            Path(keep, story.name.replace(": ", "-") + ".json").write_bytes(done.stdout)
    return 1 if failed else 0


def main():
    command, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # the lab is taken down on the way out
    chosen = [story for story in STORIES if not words or any(word in story.name for word in words)]
    try:
        with Lab() as lab:
            lab.build_internet()
            client = Client(lab, 1)
            client.build(Network(resolvers=(DNS_ADDRESS,)))
            pki = Pki(lab.folder / "pki")
            delivered = Delivered(lab, pki)
            delivered.start()
            return report(delivered, client, command, chosen, pki.root)
    except NotPossible as reason:
        print(f"1..0 # SKIP {reason}")
        return 0


if __name__ == "__main__":
    sys.exit(main())
