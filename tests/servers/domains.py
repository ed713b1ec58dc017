"""The domains of the lab whose records are broken, one fault each, and what has to be said first of each."""

import base64
import hashlib
import subprocess
from dataclasses import dataclass, field

from sites import DEAD_DNS_ADDRESS, DNS_ADDRESS, IPV4, NOTING_DNS_ADDRESS

# A resolver that says of everything that its signature was verified, but of one domain.
VOUCHING_DNS_ADDRESS = NOTING_DNS_ADDRESS
UNSIGNED_DOMAIN = "sinfirma.example"
MAIL_ADDRESS, PLAIN_MAIL_ADDRESS = IPV4 + "100", IPV4 + "101"
OTHER_ADDRESS, LISTED_ADDRESS, HOME_ADDRESS, NAMELESS_ADDRESS = (IPV4 + str(n) for n in (60, 61, 62, 63))
MX = "mx.correo.example"
PLAIN_MX = "mx.claro.example"


@dataclass
class Domain:
    name: str
    want: str                 # the first cause; "ok", "unsure"
    records: str = ""         # "NAME TYPE DATA" a line, NAME under the domain ("@": itself); {mx}, {key}, {tlsa} are filled
    without: tuple = ()       # kinds of the usual records that are left out
    arguments: tuple = ()
    finds: tuple = ()         # ids
    says: dict = field(default_factory=dict)  # "finding/parameter": value
    resolver: str = VOUCHING_DNS_ADDRESS
    usual: bool = True


GIVEN = ("--ip", MAIL_ADDRESS, "--selector", "clave")

DOMAINS = [
    Domain("bueno.example", "ok", arguments=GIVEN,
           records='_mta-sts TXT "v=STSv1; id=1"\nmta-sts A {web}\n_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@bueno.example"\n'
                   '@ CAA 0 issue "ca.example"\ndefault._bimi TXT "v=BIMI1; l=https://bueno.example/a.svg"',
           finds=("spf-pass", "dkim-found", "dmarc-found", "mx-answers", "mta-sts-found", "tls-rpt-found", "dane-found",
                  "ptr-found", "caa", "bimi", "lists-clean"),
           says={"spf-result/result": "pass", "dkim-key/state": "good", "dane/state": "match", "mx/state": "good",
                 "ptr/state": "confirmed", "mta-sts/state": "good", "caa/issuers": "ca.example", "bimi/state": "good"}),
    # SPF
    Domain("sinspf.example", "spf-missing", without=("spf",), arguments=GIVEN,
           says={"spf-missing/corrected": "v=spf1 mx ip4:" + MAIL_ADDRESS + " ~all", "spf-result/result": "none"}),
    Domain("dosspf.example", "spf-error", '@ TXT "v=spf1 a:mx.correo.example ~all"', arguments=GIVEN,
           says={"spf-multiple/count": "2", "spf-result/result": "permerror"}),
    Domain("spfroto.example", "spf-error", '@ TXT "v=spf1 mx ipv4:192.0.2.7 -all"', without=("spf",), arguments=GIVEN,
           says={"spf-syntax/position": "11", "spf-syntax/word": "ipv4:192.0.2.7",
                 "spf-syntax/corrected": "v=spf1 mx ip4:192.0.2.7 -all"}),
    Domain("muchos.example", "spf-error",
           '@ TXT "v=spf1 mx ptr ' + " ".join(f"a:a{n}.muchos.example" for n in range(9)) + ' -all"\n'
           + "\n".join(f"a{n} A 192.0.2.{n}" for n in range(9)), without=("spf",), arguments=GIVEN,
           says={"spf-too-many-lookups/lookups": "11",
                 "spf-too-many-lookups/corrected": "v=spf1 ip4:" + MAIL_ADDRESS + " "
                 + " ".join(f"a:a{n}.muchos.example" for n in range(9)) + " -all"}),
    Domain("nocubre.example", "spf-fail", '@ TXT "v=spf1 ip4:192.0.2.7 -all"', without=("spf",), arguments=GIVEN,
           says={"spf-not-covered/corrected": "v=spf1 ip4:192.0.2.7 ip4:" + MAIL_ADDRESS + " -all",
                 "spf-result/result": "fail"}),
    Domain("abierto.example", "spf-permissive", '@ TXT "v=spf1 mx +all"', without=("spf",), arguments=GIVEN,
           says={"spf-allows-all/position": "11", "spf-allows-all/corrected": "v=spf1 mx ~all"}),
    Domain("helo.example", "ok", arguments=GIVEN + ("--helo", MX), finds=("spf-result",)),
    # DKIM
    Domain("sinclave.example", "dkim-fail", arguments=("--ip", MAIL_ADDRESS, "--selector", "otra"),
           finds=("dkim-selector-missing",)),
    Domain("retirada.example", "dkim-fail", 'clave._domainkey TXT "v=DKIM1; p="', without=("dkim",), arguments=GIVEN,
           finds=("dkim-revoked",), says={"dkim-key/state": "revoked"}),
    Domain("corta.example", "dkim-fail", 'clave._domainkey TXT "v=DKIM1; k=rsa; p={short_key}"', without=("dkim",),
           arguments=GIVEN, says={"dkim-short/bits": "512"}),
    Domain("clave-rota.example", "dkim-fail", 'clave._domainkey TXT "k=ed25519; p={key}; v=DKIM1"', without=("dkim",),
           arguments=GIVEN, says={"dkim-syntax/corrected": "v=DKIM1; k=ed25519; p={key}"}),
    Domain("dosclaves.example", "dkim-fail", 'clave._domainkey TXT "v=DKIM1; p="', arguments=GIVEN,
           finds=("dkim-multiple",)),
    # DMARC
    Domain("sindmarc.example", "dmarc-missing", without=("dmarc",), arguments=GIVEN,
           says={"dmarc-missing/corrected": "v=DMARC1; p=none; rua=mailto:postmaster@sindmarc.example"}),
    Domain("dmarcroto.example", "dmarc-missing", '_dmarc TXT "v=DMARC1; p=rejected"', without=("dmarc",), arguments=GIVEN,
           says={"dmarc-syntax/word": "rejected", "dmarc-syntax/position": "13",
                 "dmarc-syntax/corrected": "v=DMARC1; p=reject"}),
    Domain("dosdmarc.example", "dmarc-missing", '_dmarc TXT "v=DMARC1; p=none"', arguments=GIVEN, finds=("dmarc-multiple",)),
    Domain("rechaza.example", "dmarc-fail", '_dmarc TXT "v=DMARC1; p=reject"', without=("spf", "dkim", "dmarc"),
           arguments=("--ip", MAIL_ADDRESS), finds=("dmarc-rejects-own",)),
    Domain("informes.example", "ok", '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@ajeno.example"', without=("dmarc",),
           arguments=GIVEN, says={"dmarc-reports-unauthorised/name": "informes.example._report._dmarc.ajeno.example"}),
    Domain("bajo.arbol.example", "ok", without=("dmarc",), arguments=GIVEN, says={"dmarc-record/at": "arbol.example"}),
    # The servers that receive
    Domain("sinmx.example", "domain-cannot-receive", '@ TXT "v=spf1 ip4:' + MAIL_ADDRESS + ' -all"', without=("mx", "spf"),
           arguments=GIVEN, finds=("mx-missing",)),
    Domain("nulo.example", "domain-cannot-receive", '@ MX 0 .\n@ TXT "v=spf1 ip4:' + MAIL_ADDRESS + ' -all"',
           without=("mx", "spf"), arguments=GIVEN, finds=("mx-null",)),
    Domain("muerto.example", "domain-cannot-receive",
           '@ MX 10 no.muerto.example.\n@ TXT "v=spf1 ip4:' + MAIL_ADDRESS + ' -all"', without=("mx", "spf"),
           arguments=GIVEN, finds=("mx-dead-name",), says={"mx/state": "dead"}),
    Domain("privado.example", "domain-cannot-receive",
           '@ MX 10 mx\nmx A 10.0.0.25\n@ TXT "v=spf1 ip4:' + MAIL_ADDRESS + ' -all"', without=("mx", "spf"),
           arguments=GIVEN, says={"mx-private/address": "10.0.0.25"}),
    Domain("alias.example", "ok", "@ MX 10 mx\nmx CNAME " + MX + ".", without=("mx",), arguments=GIVEN,
           says={"mx-alias/target": MX}),
    Domain("cerrado.example", "domain-cannot-receive", "@ MX 10 mx\nmx A " + OTHER_ADDRESS, without=("mx",),
           arguments=("--ip", OTHER_ADDRESS, "--selector", "clave"), finds=("mx-silent",)),
    Domain("claro.example", "ok", f"@ MX 10 {PLAIN_MX}.", without=("mx",),
           arguments=("--ip", PLAIN_MAIL_ADDRESS, "--selector", "clave"), finds=("mx-no-starttls",)),
    # Promises of encryption
    Domain("sts.example", "mta-sts-mismatch", '_mta-sts TXT "v=STSv1; id=1"\nmta-sts A {web}', arguments=GIVEN,
           finds=("mta-sts-mismatch",)),
    Domain("stsroto.example", "ok", '_mta-sts TXT "v=STSv1; id=1"\nmta-sts A {web}', arguments=GIVEN,
           says={"mta-sts-policy-syntax/word": "strict"}),
    Domain("danemal.example", "mta-sts-mismatch", "@ MX 10 mx2\nmx2 A " + MAIL_ADDRESS + "\n_25._tcp.mx2 TLSA 3 1 1 "
           + "00" * 32, without=("mx",), arguments=GIVEN,
           says={"dane-mismatch/reason": "mismatch", "dane-mismatch/corrected": "{tlsa}"}),
    Domain(UNSIGNED_DOMAIN, "ok", "@ MX 10 mx\nmx A " + MAIL_ADDRESS + "\n_25._tcp.mx TLSA 3 1 1 " + "00" * 32,
           without=("mx",), arguments=GIVEN, says={"dane-unchecked/reason": "not-signed"}),
    Domain("tlsrpt.example", "ok", '_smtp._tls TXT "v=TLSRPTv1; rua=a@tlsrpt.example"', arguments=GIVEN,
           says={"tls-rpt-syntax/corrected": "v=TLSRPTv1; rua=mailto:a@tlsrpt.example"}),
    # Addresses and lists
    Domain("sinnombre.example", "ptr-missing", f'@ TXT "v=spf1 ip4:{NAMELESS_ADDRESS} -all"', without=("spf",),
           arguments=("--ip", NAMELESS_ADDRESS, "--selector", "clave"), finds=("ptr-missing",)),
    Domain("otronombre.example", "ptr-missing", f'@ TXT "v=spf1 ip4:{LISTED_ADDRESS} ip4:{OTHER_ADDRESS} -all"',
           without=("spf",), arguments=("--ip", OTHER_ADDRESS, "--selector", "clave"), finds=("ptr-unconfirmed",)),
    Domain("listado.example", "domain-blocklisted", arguments=GIVEN, says={"domain-listed/list": "dbl.spamhaus.org"}),
    Domain("iplistada.example", "ip-blocklisted", f'@ TXT "v=spf1 ip4:{LISTED_ADDRESS} -all"', without=("spf",),
           arguments=("--ip", LISTED_ADDRESS, "--selector", "clave"),
           says={"server-address-listed/list": "zen.spamhaus.org"}),
    Domain("casera.example", "dynamic-ip-listed", f'@ TXT "v=spf1 ip4:{HOME_ADDRESS} -all"', without=("spf",),
           arguments=("--ip", HOME_ADDRESS, "--selector", "clave"), finds=("server-address-policy-listed",)),
    Domain("privada-terceros.example", "ok", arguments=GIVEN + ("--no-third-parties",), finds=("check-skipped",)),
    # Nobody can tell
    Domain("nadie.example", "unsure", arguments=GIVEN, finds=("domain-lookup-failed",), resolver=DEAD_DNS_ADDRESS),
]

# Guide R, page R6: the address, the first cause, and what must be found.
RECEPTIONS = [
    ("ana@bueno.example", "ok", ("mx-answers", "reception-accepted", "mta-sts-found", "dane-found")),
    ("nadie@bueno.example", "domain-cannot-receive", ("reception-refused",)),
    ("ana@sinmx.example", "domain-cannot-receive", ("mx-missing",)),
    ("ana@nulo.example", "domain-cannot-receive", ("mx-null",)),
    ("ana@cerrado.example", "domain-cannot-receive", ("mx-silent",)),
    ("ana@sts.example", "mta-sts-mismatch", ("mta-sts-mismatch",)),
    ("ana@danemal.example", "mta-sts-mismatch", ("dane-mismatch",)),
]
# The same where the network lets nothing out on port 25: nothing may be said of the servers.
CLOSED_RECEPTIONS = [
    ("ana@bueno.example", "ok", ("port25-untested", "dane-unchecked")),
    ("ana@cerrado.example", "unsure", ("port25-untested",)),
]

# Guide R, page R4: the sender's domain, what must be named first and found, about the sender and nobody else.
SENDERS = [
    ("ana@bueno.example", "ok", ("spf-found", "dmarc-found", "mx-found")),
    ("ana@sinspf.example", "ok", ("spf-missing",)),
    ("ana@spfroto.example", "unauthenticated-mail", ("spf-syntax", "sender-records-broken")),
    ("ana@rechaza.example", "ok", ("dmarc-rejects-own",)),
    ("ana@dosdmarc.example", "ok", ("dmarc-multiple",)),
    ("sinmx.example", "sender-domain-invalid", ("mx-missing",)),
]

KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
TESTED_LISTS = ("zen.spamhaus.org", "bl.spamcop.net")


def short_key():
    """A public key of 512 bits, which nobody counts any more."""
    made = subprocess.run(["openssl", "genrsa", "512"], check=True, capture_output=True).stdout
    return base64.b64encode(subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=made, check=True,
                                           capture_output=True).stdout).decode()


def tlsa(pem):
    """The record for a server's certificate: the SHA-256 of its key."""
    key = subprocess.run(["openssl", "x509", "-in", str(pem), "-noout", "-pubkey"], check=True, capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=key, check=True, capture_output=True).stdout
    return "3 1 1 " + hashlib.sha256(der).hexdigest()


def usual(domain):
    """What a domain in order has."""
    records = {
        "mx": f"@ MX 10 {MX}.",
        "spf": '@ TXT "v=spf1 mx -all"',
        "dkim": 'clave._domainkey TXT "v=DKIM1; k=ed25519; p={key}"',
        "dmarc": '_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:a@' + domain.name + '"',
    }
    return [text for kind, text in records.items() if kind not in domain.without]


def turned(address):
    return ".".join(reversed(address.split(".")))


def zone(values):
    """The root zone of this lab."""
    lines = [
        "$TTL 300", ". SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60", ". NS ns.lab.", f"ns.lab. A {DNS_ADDRESS}",
        f"{MX}. A {MAIL_ADDRESS}", f"_25._tcp.{MX}. TLSA {values['tlsa']}", f"{PLAIN_MX}. A {PLAIN_MAIL_ADDRESS}",
        f"{turned(MAIL_ADDRESS)}.in-addr.arpa. PTR {MX}.",
        f"{turned(PLAIN_MAIL_ADDRESS)}.in-addr.arpa. PTR {PLAIN_MX}.",
        f"{turned(OTHER_ADDRESS)}.in-addr.arpa. PTR {PLAIN_MX}.",
        f"{turned(LISTED_ADDRESS)}.in-addr.arpa. PTR listada.correo.example.", f"listada.correo.example. A {LISTED_ADDRESS}",
        f"{turned(HOME_ADDRESS)}.in-addr.arpa. PTR casa.correo.example.", f"casa.correo.example. A {HOME_ADDRESS}",
        f"{turned(LISTED_ADDRESS)}.zen.spamhaus.org. A 127.0.0.4", f"{turned(HOME_ADDRESS)}.zen.spamhaus.org. A 127.0.0.10",
        "dbltest.com.dbl.spamhaus.org. A 127.0.1.2", "listado.example.dbl.spamhaus.org. A 127.0.1.2",
        '_dmarc.arbol.example. TXT "v=DMARC1; p=none"', f"gmail-smtp-in.l.google.com. A {MAIL_ADDRESS}",
        f"mx00.gmx.net. A {MAIL_ADDRESS}",
    ] + [f"2.0.0.127.{name}. A 127.0.0.2" for name in TESTED_LISTS]
    for domain in DOMAINS:
        for record in usual(domain) + domain.records.split("\n"):
            if not record:
                continue
            name, rest = record.split(" ", 1)
            owner = domain.name if name == "@" else f"{name}.{domain.name}"
            kind, data = rest.split(" ", 1)
            if kind == "MX" and not data.endswith("."):
                data += f".{domain.name}."
            for place, value in values.items():
                data = data.replace("{" + place + "}", value)
            if kind == "TXT" and len(data) > 250:
                text = data.strip('"')
                data = " ".join(f'"{text[at:at + 200]}"' for at in range(0, len(text), 200))
            lines.append(f"{owner}. {kind} {data}")
    return "\n".join(lines) + "\n"
