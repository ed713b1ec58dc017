#!/usr/bin/env python3
"""Looks at domains with broken records in a real name server, and at their real mail servers: each names its cause.

    run-domains.py MAILDOCTOR-CLI [WORD…]

TAP on standard output; skipped where namespaces are not possible.  MD_LAB_KEEP names a folder for the reports.
"""

import http.server
import json
import os
import signal
import ssl
import subprocess
import sys
import time

import domains
import sites
from lab import Client, Lab, NotPossible
from pki import Pki
from scenarios import Network
from servers import KNOT, MASTER, POSTFIX, Servers

LIMIT_SECONDS = 40
RECEIVED = ("bueno.example", "sts.example", "danemal.example")
POLICY = "version: STSv1\nmode: {mode}\nmx: {mx}\nmax_age: 86400\n"
POLICIES = {
    "mta-sts.bueno.example": POLICY.format(mode="enforce", mx=domains.MX),
    "mta-sts.sts.example": POLICY.format(mode="enforce", mx="otro.example"),
    "mta-sts.stsroto.example": POLICY.format(mode="strict", mx=domains.MX),
}

VOUCHING = """
import asyncio, sys
sys.path.insert(0, {here!r})
import resolvers

class Vouching(resolvers.Forwarder):
    def improve(self, query, reply):
        if not query[3] & 32 or resolvers.name_of(query).endswith({unsigned!r}):
            return reply
        return reply[:3] + bytes([reply[3] | 32]) + reply[4:]

async def main():
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Vouching({honest!r}), local_addr=({address!r}, 53))
    await asyncio.Event().wait()

asyncio.run(main())
"""


class Page(http.server.BaseHTTPRequestHandler):
    """The policies, by the name that was asked for."""

    def do_GET(self):
        body = POLICIES.get(self.headers.get("Host", ""), "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve_policies(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer((sites.WEB_ADDRESSES[0][0], 443), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


class MailAndNames:
    """Knot with the domains, a resolver that vouches for them, two Postfix listeners and the web server."""

    def __init__(self, lab, pki):
        self.lab = lab
        self.certificate = pki.of_kind("good", "mx", [domains.MX])
        self.web = pki.of_kind("good", "policies", list(POLICIES))
        self.values = {"tlsa": domains.tlsa(self.certificate), "key": domains.KEY, "short_key": domains.short_key(),
                       "web": sites.WEB_ADDRESSES[0][0]}

    def start(self):
        subprocess.run(["ip", "-n", self.lab.net, "-batch", "-"], input="".join(
            f"addr add {address}/32 dev lo\n" for address in (domains.OTHER_ADDRESS,)), text=True, check=True)
        folder = self.lab.folder / "knot"
        folder.mkdir()
        (folder / "root.zone").write_text(domains.zone(self.values))
        (folder / "knot.conf").write_text(KNOT.format(folder=folder, ipv4=sites.DNS_ADDRESS, ipv6=sites.DNS_ADDRESS_V6))
        self.lab.start("knot", "knotd", "-c", str(folder / "knot.conf"))
        script = self.lab.folder / "vouching.py"
        script.write_text(VOUCHING.format(here=os.path.dirname(os.path.abspath(__file__)), honest=sites.DNS_ADDRESS,
                                          address=domains.VOUCHING_DNS_ADDRESS, unsigned=domains.UNSIGNED_DOMAIN))
        self.lab.start("vouching", sys.executable, str(script))
        self.lab.start("policies", sys.executable, os.path.abspath(__file__), "--serve", str(self.web))
        self.start_postfix()

    def start_postfix(self):
        folder = self.lab.folder / "postfix"
        for part in ("", "queue", "data"):
            (folder / part).mkdir()
        subprocess.run(["chown", "postfix", str(folder / "data")], check=True)
        (folder / "mailboxes").write_text("".join(f"ana@{name} {name}/ana/\n" for name in RECEIVED))
        (folder / "transports").write_text("")
        daemons = subprocess.run(["postconf", "-h", "-d", "daemon_directory"], check=True, capture_output=True,
                                 text=True).stdout.strip()
        (folder / "main.cf").write_text(POSTFIX.format(folder=folder, daemons=daemons, domains=" ".join(RECEIVED),
                                                       mail=folder))
        (folder / "master.cf").write_text(
            MASTER + Servers.listener(f"{domains.MAIL_ADDRESS}:25", {
                "myhostname": domains.MX, "smtpd_tls_chain_files": self.certificate, "smtpd_sasl_auth_enable": "no",
                "smtpd_relay_restrictions": "reject_unauth_destination",
                "smtpd_recipient_restrictions": "reject_unlisted_recipient"})
            + Servers.listener(f"{domains.PLAIN_MAIL_ADDRESS}:25", {
                "myhostname": domains.PLAIN_MX, "smtpd_tls_security_level": "none", "smtpd_sasl_auth_enable": "no"}))
        self.lab.start("postfix", "postfix", "-c", str(folder), "start-fg")

    def wait_until_up(self, seconds=20):
        probe = ("import socket,sys,json\nfor a,p in json.loads(sys.argv[1]):\n"
                 "  socket.create_connection((a,p),2).close()\n")
        wanted = [(sites.DNS_ADDRESS, 53), (domains.MAIL_ADDRESS, 25), (domains.PLAIN_MAIL_ADDRESS, 25),
                  (sites.WEB_ADDRESSES[0][0], 443)]
        for _ in range(seconds * 4):
            done = subprocess.run(["ip", "netns", "exec", self.lab.net, sys.executable, "-c", probe, json.dumps(wanted)],
                                  capture_output=True, text=True)
            if done.returncode == 0:
                return
            time.sleep(0.25)
        raise RuntimeError(done.stderr)


def judge(story, values, status, out, err):
    try:
        document = json.loads(out)
    except ValueError:
        return [f"no JSON (exit status {status}): {err.decode('utf-8', 'replace')[-600:]}"]
    if b"Sanitizer" in err or b"CRITICAL" in err or b"runtime error" in err:
        return ["the program complains: " + err.decode("utf-8", "replace")[:4000]]
    verdict = document["verdict"]
    causes = [cause["id"] for cause in verdict["causes"]]
    findings = [finding for step in document["steps"] for finding in step["findings"]]
    complaints = [f"{finding['id']} is about {finding['subject']}" for finding in findings
                  if story.subject and finding["id"] in story.finds and finding["subject"] != story.subject]
    if story.want in ("ok", "unsure"):
        if verdict["status"] != story.want or status != 0:
            complaints.append(f"wanted {story.want}, got {verdict['status']} (exit status {status}): {causes}")
    elif not causes or causes[0] != story.want or status != 1:
        complaints.append(f"wanted {story.want} first, got {causes} (exit status {status})")
    ids = {finding["id"] for finding in findings}
    complaints += [f"{finding} was not found" for finding in story.finds if finding not in ids]
    for place, value in story.says.items():
        name, parameter = place.split("/")
        for key, text in values.items():
            value = value.replace("{" + key + "}", text)
        got = [finding["params"].get(parameter) for finding in findings if finding["id"] == name]
        if value not in got:
            complaints.append(f"{place}: wanted {value!r}, got {got}")
    return complaints


class Story:
    """One call of the command, and what it must say."""

    def __init__(self, client, name, want, arguments, finds=(), says=None, subject=None):
        self.client, self.name, self.want, self.arguments = client, name, want, arguments
        self.finds, self.says, self.subject = finds, says or {}, subject


def stories(client, closed):
    for domain in domains.DOMAINS:
        yield Story(client, domain.name, domain.want, ["domain", domain.name, "--resolver", domain.resolver,
                                                       *domain.arguments], domain.finds, domain.says)
    for sender, want, finds in domains.SENDERS:
        yield Story(client, f"mail from {sender}", want,
                    ["check", "receive", "--email", "ana@bueno.example", "--sender", sender, "--only", "R4",
                     "--no-third-parties"], finds, subject="sender")
    for line, words, cases in ((client, "", domains.RECEPTIONS), (closed, ", port 25 closed", domains.CLOSED_RECEPTIONS)):
        for email, want, finds in cases:
            yield Story(line, f"mail for {email}{words}", want,
                        ["check", "receive", "--email", email, "--only", "R6", "--no-third-parties"], finds)


def look_at(lab, command, story, ca_file):
    home = lab.folder / "home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    environment.update({k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "UBSAN_", "LSAN_", "G_"))})
    started = time.monotonic()
    done = subprocess.run(["ip", "netns", "exec", story.client.name, command, *story.arguments, "--ca-file", str(ca_file),
                           "--lang", "en", "--format", "json"], env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=LIMIT_SECONDS)
    return done, time.monotonic() - started


def new_client(lab, number):
    client = Client(lab, number)
    client.build(Network(resolvers=(domains.VOUCHING_DNS_ADDRESS,)))
    return client


def main():
    if sys.argv[1] == "--serve":
        serve_policies(sys.argv[2])
    command, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    keep = os.environ.get("MD_LAB_KEEP")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # the lab is taken down on the way out
    failed = 0
    try:
        with Lab() as lab:
            lab.build_internet()
            client, closed = new_client(lab, 1), new_client(lab, 2)
            lab.load_rules(lab.net, "table inet lab {\n  chain refuse {\n    type filter hook input priority 0;\n"
                                    f"    ip daddr {sites.DEAD_DNS_ADDRESS} drop\n"
                                    f'    iifname "{closed.interface}" tcp dport 25 drop\n  }}\n}}\n')
            pki = Pki(lab.folder / "pki")
            servers = MailAndNames(lab, pki)
            servers.start()
            servers.wait_until_up()
            chosen = [story for story in stories(client, closed)
                      if not words or any(word in story.name for word in words)]
            print(f"1..{len(chosen)}", flush=True)
            for number, story in enumerate(chosen, 1):
                done, seconds = look_at(lab, command, story, pki.root)
                complaints = judge(story, servers.values, done.returncode, done.stdout, done.stderr)
                failed += bool(complaints)
                print(f"{'not ok' if complaints else 'ok'} {number} - {story.name}: {story.want} ({seconds:.2f} s)")
                for line in complaints:
                    print("# " + line.replace("\n", "\n# "))
                sys.stdout.flush()
                if complaints and keep:
                    for path in lab.folder.glob("**/*.log"):
                        print(f"# {path.name}: " + path.read_text(errors="replace")[-800:].replace("\n", "\n# "))
                if keep:
                    with open(os.path.join(keep, story.name + ".json"), "wb") as file:
                        file.write(done.stdout)
    except NotPossible as reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
