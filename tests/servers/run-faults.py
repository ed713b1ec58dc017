#!/usr/bin/env python3
"""Mail servers that do one thing wrong at one moment: the command stays within its time and memory, and is fair.

    run-faults.py MAILDOCTOR-CLI [WORD…]     prints TAP; only cases that have every WORD in their name

Fair is: one whole JSON document, the finding that this fault deserves, no cause named that it cannot have, and the
password never said in clear nor over a certificate that must not be trusted.
"""

import base64
import concurrent.futures
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

import resolvers
from faulty import MOMENTS, SEARCHING, Peer, cases
from pki import Pki

PROGRAM = sys.argv[1]
WORDS = sys.argv[2:]
DOMAIN = "fault.example"
HOST = "mail.fault.example"
EMAIL = "ana@fault.example"
CANARY = "".join(["c4n", "ary ñ", "\"pass'", " word"])
MX = 15
AT_ONCE = 24
MEMORY_KIB = 64 * 1024
# The program's own limit for the moment, in seconds, and what the rest of a run may take on a busy machine.
LIMITS = {"greeting": 25, "tls": 8, "auth": 20, "mail": 20, "rcpt": 20}
REPLY_LIMIT = 12
SEARCH_LIMIT = 45  # a server may look through a large mailbox for long without a word
REST = 15

SILENT = {"silent-after", "greeting-none"}
CUT = {"closed-after"}
SENSELESS = {"nonsense-after"}
# What each fault deserves, at any moment; None: a server that is only odd may be taken as it is.
DESERVES = {
    "silence": SILENT, "slow endless answer": SILENT | SENSELESS, "endless line": SENSELESS, "endless answer": SENSELESS,
    "huge literal": SENSELESS, "noise": SENSELESS, "injected plaintext": SENSELESS, "endless handshake": SENSELESS,
    "huge chain": SENSELESS, "closed": CUT, "closed in the middle": CUT, "reset": CUT,
    "in clear after TLS": CUT | SENSELESS, "other protocol": SENSELESS | {"greeting-other-service"} | SILENT,
    "nonsense number": SENSELESS | SILENT, "alert": {"tls-failed"}, "in clear": SENSELESS | {"plain-port-given-tls"},
    "expired": {"cert-expired"}, "another name": {"cert-wrong-name"},
    "not signed by anybody known": {"cert-unknown-authority"},
    "one byte a second": None, "NUL bytes": None, "said twice": None, "bare line feeds": None,
}
FAIR_CAUSES = {
    "server-temporary-failure", "server-slow", "protocol-error", "wrong-port", "tls-mode-mismatch", "incoming-problem",
    "tls-version-unsupported", "certificate-expired", "certificate-name-mismatch", "certificate-untrusted",
    "auth-method-unsupported",
}


class Certificates(Pki):
    """The lab's, and a chain of a few hundred kilobytes."""

    def __init__(self, folder):
        super().__init__(folder)
        self.certificates = {"good": self.server("good", [HOST]), "expired": self.of_kind("expired", "expired", [HOST]),
                             "other": self.of_kind("other-name", "other", [HOST]),
                             "unknown": self.of_kind("unknown", "unknown-server", [HOST])}
        huge = self.folder / "huge.pem"
        filler = (self.folder / "intermediate.crt").read_text()
        huge.write_text(self.certificates["good"].read_text() + filler * 400)
        self.certificates["huge"] = huge


class Names(threading.Thread):
    """A name server that knows one host, which is also its domain's MX."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.start()

    def run(self):
        while True:
            query, peer = self.socket.recvfrom(4096)
            name, kind = resolvers.name_of(query), resolvers.question_of(query)[1]
            if name == HOST and kind == resolvers.A:
                reply = resolvers.answer(query, kind, socket.inet_aton("127.0.0.1"))
            elif name == DOMAIN and kind == MX:
                reply = resolvers.answer(query, kind, b"\0\x0a\x04mail\xc0\x0c")
            else:
                reply = bytearray(resolvers.answer(query))
                if name not in (HOST, DOMAIN):
                    reply[3] |= resolvers.NXDOMAIN
            self.socket.sendto(bytes(reply), peer)

    @property
    def address(self):
        return "127.0.0.1:%d" % self.socket.getsockname()[1]


def endpoint(peer):
    way = "tls" if peer.implicit else "starttls"
    scheme = "" if peer.protocol == "smtp" else peer.protocol + "://"
    return f"{scheme}{HOST}:{peer.port}/{way}"


def peak_kib(pid):
    """What it ever had in memory; not of a process that is this script's copy still."""
    try:
        if os.path.samefile(f"/proc/{pid}/exe", sys.executable):
            return 0
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def run(arguments, names, pki):
    """(document or None, exit status, seconds, KiB, standard error)"""
    most = 0
    read_end, write_end = os.pipe()
    os.write(write_end, CANARY.encode())
    os.close(write_end)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        started = time.monotonic()
        process = subprocess.Popen(
            [PROGRAM, "check", *arguments, "--email", EMAIL, "--password-fd", str(read_end), "--ca-file", str(pki.root),
             "--resolver", names.address, "--no-third-parties", "--format", "json"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=complaints, pass_fds=[read_end])
        os.close(read_end)
        while process.poll() is None:
            most = max(most, peak_kib(process.pid))
            time.sleep(0.02)
            if time.monotonic() - started > 120:
                process.kill()
        seconds = time.monotonic() - started
        output.seek(0)
        complaints.seek(0)
        try:
            document = json.loads(output.read())
        except ValueError:
            document = None
        return document, process.returncode, seconds, most, complaints.read().decode("utf-8", "replace")


def problems_of(document):
    return {finding["id"] for step in document["steps"] for finding in step["findings"]
            if finding["severity"] in ("problem", "warning")}


def secret_forms():
    secret = CANARY.encode()
    yield secret
    for user in (EMAIL, EMAIL.split("@")[0]):
        yield base64.b64encode(b"\0" + user.encode() + b"\0" + secret)
    yield base64.b64encode(secret)


def is_open_or_found(document, fault):
    """Where the search broke off, whether the message is there stays open."""
    ids = {finding["id"] for step in document["steps"] for finding in step["findings"]}
    if "message-in-inbox" in ids:
        return True
    return document["verdict"]["status"] == "unsure" and ("message-not-searched" in ids or DESERVES[fault] is None)


def complaint(case, peer, document, status, seconds, memory, words):
    """What is wrong with how the command took it; None: nothing."""
    protocol, implicit, moment, fault = case
    usual = SEARCH_LIMIT if moment in SEARCHING else REPLY_LIMIT
    limit = LIMITS.get(moment, usual) + REST + (REPLY_LIMIT if fault == "one byte a second" else 0)
    if document is None or status not in (0, 1):
        return f"no document; exit status {status}: {words[:200]!r}"
    found, causes = problems_of(document), {cause["id"] for cause in document["verdict"]["causes"]}
    if not peer.reached:
        return "the moment was never reached"
    if peer.overflowed:
        return "took all of an endless answer"
    if seconds > limit:
        return f"{seconds:.1f} s, limit {limit} s"
    if memory > MEMORY_KIB:
        return f"{memory} KiB, limit {MEMORY_KIB} KiB"
    if any(form in peer.overheard for form in secret_forms()):
        return "the password was said where it must not be"
    if causes - FAIR_CAUSES - ({"starttls-not-offered"} if fault in ("NUL bytes", "said twice") else set()):
        return f"an unfair cause: {sorted(causes)}"
    accepted_first = protocol == "pop3" and moment == "auth" and "endless answer" in fault  # its first line is all of it
    if moment in SEARCHING:
        return None if is_open_or_found(document, fault) else "says that all is well where nothing was looked at"
    if DESERVES[fault] is not None and moment != "quota" and not accepted_first and not found & DESERVES[fault]:
        return f"found {sorted(found)}, not one of {sorted(DESERVES[fault])}"
    if moment == "quota" and found:
        return f"found {sorted(found)} where only the room in the mailbox is not known"
    return None


def try_case(case, healthy, names, pki):
    protocol, implicit, moment, fault = case
    peer = Peer(protocol, implicit, moment, fault, pki)
    outgoing = peer if protocol == "smtp" else healthy["smtp"]
    incoming = healthy["imap"] if protocol == "smtp" else peer
    arguments = ["send", "--outgoing", endpoint(outgoing), "--incoming", endpoint(incoming), "--only", "S2,S3,S6"]
    if moment in SEARCHING:
        arguments = ["receive", "--incoming", endpoint(incoming), "--sender", "bea@friends.example", "--only", "R1,R3"]
    measured = run(arguments, names, pki)
    peer.stop()
    return complaint(case, peer, *measured), measured


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        pki = Certificates(os.path.join(folder, "pki"))
        names = Names()
        healthy = {protocol: Peer(protocol, True, None, None, pki) for protocol in MOMENTS}
        wanted = [case for case in cases() if all(word in " ".join(map(str, case)) for word in WORDS)]
        print(f"1..{len(wanted)}")
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            results = pool.map(lambda case: try_case(case, healthy, names, pki), wanted)
            for number, (case, (wrong, (_, _, seconds, memory, _))) in enumerate(zip(wanted, results), 1):
                protocol, implicit, moment, fault = case
                failed += wrong is not None
                print(f"{'ok' if wrong is None else 'not ok'} {number} - {protocol}{' over TLS' if implicit else ''}, {moment}: "
                      f"{fault} ({seconds:.1f} s, {memory // 1024} MiB)" + (f" # {wrong}" if wrong else ""), flush=True)
    return failed != 0


sys.exit(main())
