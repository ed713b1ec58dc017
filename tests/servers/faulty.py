"""A mail server that is right until one moment of the conversation, and does one thing wrong there.

Peer (protocol, implicit, moment, fault, pki) listens on loopback.  What is said to it in clear, or over a certificate that
must not be trusted, is kept in `overheard`.
"""

import os
import socket
import ssl
import struct
import threading
import time

# Moments of a conversation, in order; "tls" is the handshake itself.
MOMENTS = {
    "smtp": ["greeting", "hello", "starttls", "tls", "hello-tls", "auth", "mail", "rcpt"],
    "imap": ["greeting", "hello", "starttls", "tls", "hello-tls", "auth", "quota", "list", "status", "examine", "search", "fetch"],
    "pop3": ["greeting", "hello", "starttls", "tls", "hello-tls", "auth"],
}
# Those that only a search for a message comes to.
SEARCHING = {"list", "status", "examine", "search", "fetch"}
IMPLICIT_MOMENTS_LEFT_OUT = {"hello", "starttls"}
MOST_BYTES = 64 << 20  # of one endless answer; whoever takes that much has no limit

RIGHT = {
    "smtp": {
        "greeting": "220 fault.example ESMTP\r\n",
        "hello": "250-fault.example\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n",
        "starttls": "220 2.0.0 ready\r\n",
        "hello-tls": "250-fault.example\r\n250-AUTH PLAIN\r\n250-PIPELINING\r\n250 SIZE 1000000\r\n",
        "auth": "235 2.7.0 welcome\r\n",
        "mail": "250 2.1.0 ok\r\n",
        "rcpt": "250 2.1.5 ok\r\n",
        "other": "250 2.0.0 ok\r\n",
    },
    "imap": {
        "greeting": "* OK ready\r\n",
        "hello": "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n{tag} OK done\r\n",
        "starttls": "{tag} OK begin\r\n",
        "hello-tls": "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR QUOTA SPECIAL-USE\r\n{tag} OK done\r\n",
        "auth": "{tag} OK welcome\r\n",
        "list": '* LIST (\\HasNoChildren) "/" INBOX\r\n{tag} OK done\r\n',
        "status": "* STATUS INBOX (MESSAGES 2 UIDVALIDITY 7)\r\n{tag} OK done\r\n",
        "examine": "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] done\r\n",
        "search": "* SEARCH 11 12\r\n{tag} OK done\r\n",
        "fetch": "* 2 FETCH (UID 12 INTERNALDATE \"22-Nov-2026 05:00:00 +0000\" RFC822.SIZE 60 FLAGS () BODY[HEADER] {46}\r\n"
                 "From: bea@friends.example\r\nSubject: Hello\r\n\r\n)\r\n{tag} OK done\r\n",
        "quota": "* QUOTAROOT INBOX root\r\n* QUOTA root (STORAGE 10 1000)\r\n{tag} OK done\r\n",
        "other": "{tag} OK done\r\n",
    },
    "pop3": {
        "greeting": "+OK ready\r\n",
        "hello": "+OK list\r\nSTLS\r\nUSER\r\n.\r\n",
        "starttls": "+OK begin\r\n",
        "hello-tls": "+OK list\r\nSASL PLAIN\r\nUSER\r\n.\r\n",
        "auth": "+OK welcome\r\n",
        "other": "+OK\r\n",
    },
}
# One line of an answer that never comes to its end.
MORE = {"smtp": b"250-MORE AND MORE OF IT\r\n", "imap": b"* OK more and more of it\r\n", "pop3": b"MORE AND MORE OF IT\r\n"}
UNFINISHED = {"smtp": "250-fault.example\r\n", "imap": "* OK more\r\n", "pop3": "+OK list\r\n"}


class Gone(Exception):
    """The other side, or the fault, ended the conversation."""


class Channel:
    """A connection, in clear or encrypted, whose raw socket can still be written to."""

    def __init__(self, raw):
        self.raw = raw
        self.secure = None
        self.heard = b""

    def send(self, data):
        (self.secure or self.raw).sendall(data)

    def line(self):
        while b"\n" not in self.heard:
            more = (self.secure or self.raw).recv(4096)
            if not more:
                raise Gone
            self.heard += more
        line, self.heard = self.heard.split(b"\n", 1)
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def stay(self):
        while (self.secure or self.raw).recv(4096):
            pass
        raise Gone


# ── what can be wrong with an answer ──

def silence(channel, protocol, right):
    channel.stay()


def drip(channel, protocol, right):
    for byte in right * 100:
        channel.send(bytes([byte]))
        time.sleep(1)


def endless_line(channel, protocol, right):
    channel.send(right.rstrip(b"\r\n"))
    for _ in range(MOST_BYTES // 65536):
        channel.send(b"A" * 65536)
    channel.overflowed = True
    raise Gone


def endless_answer(channel, protocol, right):
    channel.send(UNFINISHED[protocol].encode())
    block = MORE[protocol] * 2000
    for _ in range(MOST_BYTES // len(block)):
        channel.send(block)
    channel.overflowed = True
    raise Gone


def slow_endless_answer(channel, protocol, right):
    channel.send(UNFINISHED[protocol].encode())
    while True:
        channel.send(MORE[protocol])
        time.sleep(0.5)


def nul_bytes(channel, protocol, right):
    channel.send(right.replace(b" ", b" \0\0", 1))


def close(channel, protocol, right):
    raise Gone


def close_in_the_middle(channel, protocol, right):
    channel.send(right[:len(right) // 2])
    raise Gone


def reset(channel, protocol, right):
    channel.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    channel.raw.close()
    raise Gone


def noise(channel, protocol, right):
    channel.send(bytes(range(128, 256)) * 8 + b"\r\n")
    channel.stay()


def other_protocol(channel, protocol, right):
    channel.send({"smtp": b"* OK IMAP here\r\n", "imap": b"+OK POP here\r\n", "pop3": b"220 SMTP here\r\n"}[protocol])
    channel.stay()


def nonsense_number(channel, protocol, right):
    channel.send({"smtp": b"999999999999999999999 ok\r\n", "imap": b"* 99999999999999999999 EXISTS {18446744073709551616}\r\n",
                  "pop3": b"+MAYBE 4294967296\r\n"}[protocol])
    channel.stay()


def huge_literal(channel, protocol, right):
    channel.send(b"* OK {4000000000}\r\n")
    for _ in range(MOST_BYTES // 65536):
        channel.send(b"A" * 65536)
    channel.overflowed = True
    raise Gone


def said_twice(channel, protocol, right):
    channel.send(right + right)


def bare_line_feeds(channel, protocol, right):
    channel.send(right.replace(b"\r\n", b"\n"))


def in_clear_after_tls(channel, protocol, right):
    channel.raw.sendall(right)
    channel.stay()


def injected(channel, protocol, right):
    """More than the answer, in clear, before the handshake (CVE-2011-0411): it must not count as said inside TLS."""
    more = {"smtp": b"250-evil.example\r\n250 AUTH PLAIN\r\n", "imap": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
            "pop3": b"+OK\r\nSASL PLAIN\r\n.\r\n"}[protocol]
    channel.send(right + more)


ANSWERS = {
    "silence": silence, "one byte a second": drip, "endless line": endless_line, "endless answer": endless_answer,
    "slow endless answer": slow_endless_answer, "NUL bytes": nul_bytes, "closed": close,
    "closed in the middle": close_in_the_middle, "reset": reset, "noise": noise, "other protocol": other_protocol,
    "nonsense number": nonsense_number, "said twice": said_twice, "bare line feeds": bare_line_feeds,
}
ONLY_INSIDE_TLS = {"in clear after TLS": in_clear_after_tls}
ONLY_STARTTLS = {"injected plaintext": injected}
ONLY_IMAP = {"huge literal": huge_literal}


# ── what can be wrong with a handshake ──

def shake_silence(channel, peer):
    channel.stay()


def shake_close(channel, peer):
    channel.raw.recv(4096)
    raise Gone


def shake_reset(channel, peer):
    channel.raw.recv(4096)
    reset(channel, None, None)


def shake_noise(channel, peer):
    channel.raw.recv(4096)
    channel.raw.sendall(os.urandom(4096))
    channel.stay()


def shake_drip(channel, peer):
    channel.raw.recv(4096)
    for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + bytes(4096):
        channel.raw.sendall(bytes([byte]))
        time.sleep(1)


def shake_endless(channel, peer):
    """Handshake records of which none ends the first message."""
    channel.raw.recv(4096)
    channel.raw.sendall(b"\x16\x03\x03\x40\x00\x0b\xff\xff\xff" + bytes(16380))
    for _ in range(MOST_BYTES // 16389):
        channel.raw.sendall(b"\x16\x03\x03\x40\x00" + bytes(16384))
    channel.overflowed = True
    raise Gone


def shake_alert(channel, peer):
    channel.raw.recv(4096)
    channel.raw.sendall(b"\x15\x03\x03\x00\x02\x02\x28")
    raise Gone


def shake_in_clear(channel, peer):
    channel.raw.sendall(RIGHT[peer.protocol]["greeting"].encode())
    channel.stay()


def shake_with(name):
    def shake(channel, peer):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(peer.pki.certificates[name])
        peer.trusted = False
        channel.secure = context.wrap_socket(channel.raw, server_side=True, suppress_ragged_eofs=True)
    return shake


HANDSHAKES = {
    "silence": shake_silence, "closed": shake_close, "reset": shake_reset, "noise": shake_noise,
    "one byte a second": shake_drip, "endless handshake": shake_endless, "alert": shake_alert, "in clear": shake_in_clear,
    "huge chain": shake_with("huge"), "expired": shake_with("expired"), "another name": shake_with("other"),
    "not signed by anybody known": shake_with("unknown"),
}


class Peer:
    """One listening server; `moment` None: nothing is wrong."""

    def __init__(self, protocol, implicit, moment, fault, pki):
        self.protocol = protocol
        self.implicit = implicit
        self.moment = moment
        self.fault = fault
        self.pki = pki
        self.trusted = True
        self.overheard = b""
        self.overflowed = False
        self.reached = False
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pki.certificates["good"])
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(raw,), daemon=True).start()

    def stop(self):
        self.listener.close()

    def serve(self, raw):
        channel = Channel(raw)
        channel.overflowed = False
        try:
            self.talk(channel)
        except (Gone, OSError, ValueError):
            pass
        finally:
            self.overflowed |= channel.overflowed
            for side in (channel.secure, raw):
                try:
                    if side is not None:
                        side.close()
                except OSError:
                    pass

    def handshake(self, channel):
        if self.moment == "tls":
            self.reached = True
            HANDSHAKES[self.fault](channel, self)
        else:
            channel.secure = self.context.wrap_socket(channel.raw, server_side=True)

    def answer(self, channel, moment, tag="*"):
        right = RIGHT[self.protocol][moment].replace("{tag}", tag).encode()
        if moment != self.moment:
            channel.send(right)
            return
        self.reached = True
        fault = {**ANSWERS, **ONLY_INSIDE_TLS, **ONLY_STARTTLS, **ONLY_IMAP}[self.fault]
        fault(channel, self.protocol, right)

    def talk(self, channel):
        if self.implicit:
            self.handshake(channel)
        self.answer(channel, "greeting")
        while True:
            line = channel.line()
            if channel.secure is None or not self.trusted:
                self.overheard += line.encode() + b"\n"
            words = line.split(" ")
            tag = words[0] if self.protocol == "imap" else "*"
            verb = (words[1] if self.protocol == "imap" and len(words) > 1 else words[0]).upper()
            if verb == "UID":
                verb = " ".join(words[1:3]).upper()
            moment = self.moment_of(verb, channel)
            self.answer(channel, moment, tag)
            if moment == "starttls":
                channel.heard = b""
                self.handshake(channel)
            if verb in ("QUIT", "LOGOUT"):
                raise Gone

    def moment_of(self, verb, channel):
        if verb in ("EHLO", "HELO", "CAPABILITY", "CAPA"):
            return "hello-tls" if channel.secure is not None else "hello"
        moments = {"STARTTLS": "starttls", "STLS": "starttls", "AUTH": "auth", "AUTHENTICATE": "auth", "LOGIN": "auth",
                   "PASS": "auth", "MAIL": "mail", "RCPT": "rcpt", "GETQUOTAROOT": "quota", "LIST": "list", "STATUS": "status",
                   "EXAMINE": "examine", "UID SEARCH": "search", "UID FETCH": "fetch", "FETCH": "fetch"}
        moment = moments.get(verb, "other")
        return moment if moment in RIGHT[self.protocol] else "other"


def cases():
    """(protocol, implicit, moment, fault): all that make sense, in a fixed order."""
    for protocol, moments in MOMENTS.items():
        for implicit in (False, True):
            for moment in moments:
                if implicit and moment in IMPLICIT_MOMENTS_LEFT_OUT or moment in SEARCHING and not implicit:
                    continue
                if moment == "tls":
                    faults = list(HANDSHAKES)
                else:
                    faults = list(ANSWERS)
                    inside = implicit or moments.index(moment) > moments.index("tls")
                    faults += list(ONLY_INSIDE_TLS) if inside else []
                    faults += list(ONLY_STARTTLS) if moment == "starttls" else []
                    faults += list(ONLY_IMAP) if protocol == "imap" and moment != "starttls" else []
                for fault in faults:
                    yield protocol, implicit, moment, fault
