"""Configures and starts the real servers: Knot DNS, Postfix, Dovecot, and the scripted ones beside them."""

import base64
import collections
import json
import re
import subprocess
import sys
import time
from pathlib import Path

from sites import (DNS_ADDRESS, DNS_ADDRESS_V6, GREY_PORT, GREY_SECONDS, PASSWORD, PROXY_PORT, SITES, WEB_ADDRESSES,
                   WEB_NAMES, zone)

HERE = Path(__file__).parent

KNOT = """
server:
    rundir: "{folder}"
    listen: [ "{ipv4}@53", "{ipv6}@53" ]
database:
    storage: "{folder}"
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: "{folder}"
    semantic-checks: off
zone:
  - domain: "."
    file: "{folder}/root.zone"
    journal-content: none
    zonefile-sync: -1
"""

POSTFIX = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = mail.lab
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = all
inet_protocols = all
smtpd_peername_lookup = no
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_banner = $myhostname ESMTP
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_tls_auth_only = yes
smtpd_tls_security_level = may
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_client_restrictions =
smtp_tls_security_level = none
transport_maps = texthash:{folder}/transports
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 2s
"""

MASTER = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
virtual unix - n n - - virtual
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""

PASSWORDS = """
passdb {{
  driver = passwd-file
  args = username_format=%Lu {users}
}}
"""

DOVECOT = """
protocols = imap pop3
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = {listen}
ssl = required
ssl_cert = <{certificate}
ssl_key = <{certificate}
ssl_dh =
disable_plaintext_auth = yes
auth_mechanisms = {mechanisms}
auth_failure_delay = 1s
auth_verbose = yes
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = maildir:User quota
}}
userdb {{
  driver = passwd-file
  args = username_format=%Lu {users}
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
""" + PASSWORDS


# Who has a token is asked of the provider's own web host, see scripted.py.
TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/tokens.conf
}}
"""
TOKEN_LOOKUP = "tokeninfo_url = http://{web}/tokeninfo?access_token=\nusername_attribute = email\n"


# Where the rules can be read (ManageSieve).
SIEVE = """
protocols = imap pop3 sieve
service managesieve-login {{
  inet_listener sieve {{
    port = 4190
  }}
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
}}
"""


class Servers:
    def __init__(self, lab, pki, listed_addresses):
        self.lab = lab
        self.pki = pki
        self.listed = listed_addresses
        self.mail = lab.folder / "mail"
        self.certificates = {}

    def start(self):
        self.make_certificates()
        self.start_knot()
        self.start_dovecots()
        self.start_postfix()
        self.start_scripted()

    def make_certificates(self):
        # Providers that have nothing to do with each other show different certificates.
        good = [site for site in SITES if site.certificate == "good" and not site.host]
        shared = self.pki.of_kind("good", "mail-hosts", [site.smtp for site in good])
        for site in SITES:
            self.certificates[site.domain] = shared if site in good else self.pki.of_kind(
                site.certificate, site.domain, [site.smtp])
        self.imap_certificate = self.pki.of_kind("good", "imap-hosts", [site.imap for site in SITES])
        web = list(WEB_NAMES) + [start + site.domain for site in SITES for start in ("autoconfig.", "webmail.", "")]
        self.web_certificate = self.pki.of_kind("good", "web-hosts", web)
        self.future_certificate = self.pki.of_kind("future", "future-web", web)

    def start_knot(self):
        folder = self.lab.folder / "knot"
        folder.mkdir()
        (folder / "root.zone").write_text(zone(self.listed))
        (folder / "knot.conf").write_text(KNOT.format(folder=folder, ipv4=DNS_ADDRESS, ipv6=DNS_ADDRESS_V6))
        self.lab.start("knot", "knotd", "-c", str(folder / "knot.conf"))

    @staticmethod
    def dovecot_of(site):
        """One Dovecot for each set of mechanisms: it offers the same on all its addresses."""
        return "dovecot-" + site.mechanisms.replace(" ", "-") + ("-sieve" if site.sieve is not None else "")

    def start_dovecots(self):
        self.make_mailboxes()
        for name in sorted({self.dovecot_of(site) for site in SITES}):
            sites = [site for site in SITES if self.dovecot_of(site) == name]
            folder = self.lab.folder / name
            folder.mkdir()
            addresses = [a for site in sites if site.imap_script is None and site.domain != "apagado.example"
                         for a in (site.ipv4, f"[{site.ipv6}]")]
            text = DOVECOT.replace(PASSWORDS, TOKENS) if "oauth" in name else DOVECOT
            text += SIEVE if sites[0].sieve is not None else ""
            (folder / "tokens.conf").write_text(TOKEN_LOOKUP.format(web=WEB_ADDRESSES[0][0]))
            (folder / "dovecot.conf").write_text(text.format(
                folder=folder, listen=", ".join(addresses), certificate=self.imap_certificate,
                users=self.mail / "users", mechanisms=sites[0].mechanisms))
            self.lab.start(name, "dovecot", "-F", "-c", str(folder / "dovecot.conf"))

    def make_mailboxes(self):
        self.mail.mkdir()
        lines = []
        for site in SITES:
            for user in ("ana", "jefe"):
                secret = base64.b64encode(PASSWORD.encode()).decode()
                home = self.mail / site.domain / user
                lines.append(f"{user}@{site.domain}:{{PLAIN.B64}}{secret}:65534:65534::{home}::"
                             f"userdb_quota_rule=*:storage={site.quota}\n")
                (home / "Maildir").mkdir(parents=True)
                if site.sieve:
                    (home / "sieve").mkdir()
                    (home / "sieve" / "reglas.sieve").write_text(site.sieve)
                    (home / ".dovecot.sieve").symlink_to("sieve/reglas.sieve")
            if site.quota == "1M":
                self.fill(self.mail / site.domain / "ana" / "Maildir")
            self.put_mails(site, self.mail / site.domain / "ana" / "Maildir")
        subprocess.run(["chown", "-R", "65534:65534", str(self.mail)], check=True)
        (self.mail / "users").write_text("".join(lines))

    @staticmethod
    def put_mails(site, maildir):
        for number, (folder, text) in enumerate(site.mails, 1):
            place = maildir / ("." + folder) if folder else maildir
            for part in ("new", "cur", "tmp"):
                (place / part).mkdir(parents=True, exist_ok=True)
            text = text.format(date=time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime()), domain=site.domain)
            (place / "cur" / f"{number}.lab:2,S").write_text(text, newline="")

    @staticmethod
    def fill(maildir):
        for part in ("new", "cur", "tmp"):
            (maildir / part).mkdir()
        text = "From: jefe@lleno.example\r\nSubject: Fotos\r\n\r\n" + ("x" * 70 + "\r\n") * 16000
        (maildir / "cur" / f"1.lab,S={len(text)},W={len(text)}:2,S").write_text(text)

    def start_postfix(self):
        folder = self.lab.folder / "postfix"
        for part in ("", "queue", "data"):
            (folder / part).mkdir()
        subprocess.run(["chown", "postfix", str(folder / "data")], check=True)
        domains = [site.domain for site in SITES]
        (folder / "mailboxes").write_text("".join(
            f"{user}@{d} {d}/{user}/Maildir/\n" for d in domains for user in ("ana", "jefe")))
        (folder / "transports").write_text("".join(
            f"{site.domain} smtp:[127.0.0.1]:{GREY_PORT}\n" for site in SITES if site.greylists))
        self.lab.start("postgrey", "postgrey", f"--unix={folder}/postgrey", f"--delay={GREY_SECONDS}",
                       f"--dbdir={self.make_greylist(folder)}", "--hostname=mx.lab", "--lookup-by-host")
        (folder / "logins").write_text("".join(f"{u}@{d} {u}@{d}\n" for d in domains for u in ("ana", "jefe")))
        daemons = subprocess.run(["postconf", "-h", "-d", "daemon_directory"], check=True, capture_output=True,
                                 text=True).stdout.strip()
        (folder / "main.cf").write_text(POSTFIX.format(
            folder=folder, daemons=daemons, domains=" ".join(domains), mail=self.mail))
        master = MASTER + "".join(self.listeners(site, folder) for site in SITES if site.script is None)
        master += self.listener(f"{PROXY_PORT}", {
            "myhostname": "mx-proxy.isp.example", "smtpd_tls_security_level": "none", "smtpd_sasl_auth_enable": "no"})
        # What it takes goes straight into the mailboxes: the transports would send it round again.
        master += self.listener(f"{GREY_PORT}", {
            "myhostname": "mx.lab", "smtpd_sasl_auth_enable": "no", "smtpd_client_restrictions": "permit",
            "smtpd_relay_restrictions": "permit_auth_destination, reject", "mynetworks": "192.0.2.0/32",
            "smtpd_recipient_restrictions": f"check_policy_service unix:{folder}/postgrey",
            "content_filter": "virtual:"})
        (folder / "master.cf").write_text(master)
        self.lab.start("postfix", "postfix", "-c", str(folder), "start-fg")

    @staticmethod
    def make_greylist(folder):
        place = folder / "greylist"
        place.mkdir()
        subprocess.run(["chown", "postgrey:postgrey", str(place)], check=True)
        folder.chmod(0o755)
        return place

    @staticmethod
    def listener(where, settings):
        options = "".join(f"  -o {{ {name} = {value} }}\n" for name, value in settings.items())
        return f"{where} inet n - n - - smtpd\n{options}"

    def listeners(self, site, folder):
        text = ""
        for port in site.ports:
            settings = {"myhostname": site.smtp, "smtpd_tls_chain_files": self.certificates[site.domain],
                        "smtpd_sasl_path": self.lab.folder / self.dovecot_of(site) / "auth"}
            if port == 465:
                settings["smtpd_tls_wrappermode"] = "yes"
            settings.update({name: value.format(folder=folder) for name, value in site.postfix.items()})
            for address in (site.ipv4, f"[{site.ipv6}]"):
                text += self.listener(f"{address}:{port}", settings)
        return text

    def start_scripted(self):
        plan = {
            "notes": str(self.lab.folder / "asked-names"),
            "certificates": {domain: str(path) for domain, path in self.certificates.items()},
            "imap_certificate": str(self.imap_certificate),
            "web_certificate": str(self.web_certificate),
            "future_certificate": str(self.future_certificate),
        }
        path = self.lab.folder / "scripted.json"
        path.write_text(json.dumps(plan))
        self.lab.start("scripted", sys.executable, str(HERE / "scripted.py"), str(path))

    def wait_until_up(self, seconds=20):
        """Looks from inside the servers' namespace until the last of each kind answers."""
        wanted = [(DNS_ADDRESS, 53), (SITES[0].ipv4, 587), (SITES[0].ipv4, 993), ("127.0.0.1", PROXY_PORT)]
        wanted += [(site.ipv4, 587) for site in SITES if site.script is not None]
        probe = ("import socket,sys,json\n"
                 "for a,p in json.loads(sys.argv[1]): socket.create_connection((a,p),2).close()\n")
        for _ in range(int(seconds * 4)):
            done = subprocess.run(["ip", "netns", "exec", self.lab.net, sys.executable, "-c", probe,
                                   json.dumps(wanted)], capture_output=True, text=True)
            if done.returncode == 0:
                return
            time.sleep(0.25)
        raise RuntimeError(f"the servers did not start: {done.stderr.strip().splitlines()[-1]}\n{self.logs()}")

    def refused_logins(self):
        """How often each password was refused: {(user, address, "imap" or "smtp"): times}."""
        counts = collections.Counter()
        text = "".join(log.read_text(errors="replace") for log in self.lab.folder.glob("dovecot-*/dovecot.log"))
        pattern = r"passwd-file\(([^,()]*),([^,()]*)(,<[^>]*>)?\): (?:Password mismatch|unknown)"
        for user, address, session in re.findall(pattern, text, re.IGNORECASE):
            counts[user, address, "imap" if session else "smtp"] += 1
        return counts

    def logs(self):
        texts = []
        for path in sorted(self.lab.folder.glob("**/*.log")):
            texts.append(f"== {path.name} ==\n" + path.read_text(errors="replace")[-2000:])
        return "\n".join(texts)
