"""The Internet of the lab: which providers there are, and how each behaves.

A site is a mail provider with a domain and an address of its own.  Its outgoing server is a real Postfix, or a scripted
one where the wording is what matters; reading is a real Dovecot unless the wording matters there as well.
"""

import ipaddress
from dataclasses import dataclass, field

PASSWORD = "c4nary ñ\"pass' word"
OLD_PASSWORD = "0ld c4nary"
TOKEN, OLD_TOKEN = "ya29.c4nary-t0ken_that.is~long+enough/", "ya29.0ld-c4nary-token"
NARROW_TOKEN = "ya29.c4nary-for-reading-only"

IPV4 = "192.0.2."
IPV6 = "2001:db8:0:2::"


@dataclass
class Site:
    domain: str
    certificate: str = "good"
    ports: tuple = (25, 465, 587)
    postfix: dict = field(default_factory=dict)   # settings of this site's listeners
    script: dict = None                           # instead of Postfix, see scripted.py
    imap_script: dict = None                      # instead of Dovecot
    quota: str = "100M"
    mechanisms: str = "plain login"               # ways to sign in, for reading and for sending
    host: str = ""                                # outgoing server, where it is not smtp.DOMAIN
    sieve: str = None                             # the rules on its server, which can then be read; "": none
    sieve_host: str = ""                          # the server of the rules that the domain names
    mails: tuple = ()                             # (folder, text) of what lies in ana's mailbox; "": the inbox
    greylists: bool = False                       # what is for this domain goes by way of a server with postgrey
    number: int = 0

    @property
    def smtp(self):
        return self.host or "smtp." + self.domain

    @property
    def imap(self):
        return "imap." + self.domain

    @property
    def ipv4(self):
        return IPV4 + str(self.number)

    @property
    def ipv6(self):
        return f"{IPV6}{self.number}"

    @property
    def user(self):
        return "ana@" + self.domain


# Takes mail from outside, as a server of one's own domain has to.
RECEIVES = {"smtpd_recipient_restrictions": "permit_sasl_authenticated, reject_unauth_destination",
            "smtpd_relay_restrictions": "permit_sasl_authenticated, reject_unauth_destination"}

# The second rule is about one sender.
RULE = """require ["fileinto", "reject", "envelope"];
# rule:[Boletines]
if header :contains "list-id" "boletin.example" {{ keep; stop; }}
# rule:[Jefe]
if address :is "from" ["amiga@sano.example", "jefe@sano.example"] {{ {} }}
"""

# What jefe@sano.example wrote, as a filter may have marked it.
LETTER = """Return-Path: <jefe@sano.example>\r
{}Received: from smtp.sano.example (smtp.sano.example [192.0.2.100]) by mx.lab with ESMTPS id 1;\r
\t{{date}}\r
Date: {{date}}\r
From: Jefe <jefe@sano.example>\r
To: <ana@{{domain}}>\r
Message-ID: <{}@sano.example>\r
Subject: =?UTF-8?Q?Reuni=C3=B3n?= del lunes\r
\r
Nos vemos a las diez.\r
"""
MARKED = LETTER.format("X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=7.1 required=5.0\r\n\ttests=BAYES_99=3.5\r\n"
                       "Authentication-Results: mx.lab; spf=fail smtp.mailfrom=sano.example; dmarc=fail\r\n", "marked")

MANY_FOLDERS = 200

NO_IMAP_LOGIN = "NO [AUTHENTICATIONFAILED] Authentication failed."

SITES = [
    Site("sano.example"),
    # Certificates
    Site("caducado.example", certificate="expired"),
    Site("autofirmado.example", certificate="self-signed"),
    Site("otronombre.example", certificate="other-name"),
    Site("incompleto.example", certificate="incomplete"),
    Site("desconocido.example", certificate="unknown"),
    Site("antivirus.example", certificate="intercepted"),
    Site("futuro.example", certificate="future"),
    # What Postfix itself can be told to do
    Site("estricto.example", postfix={
        "smtpd_helo_required": "yes", "smtpd_delay_reject": "no",
        "smtpd_helo_restrictions": "reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname"}),
    Site("lento.example", postfix={
        "smtpd_delay_reject": "no", "smtpd_client_restrictions": "sleep 20, permit"}),
    Site("pequeno.example", postfix={"message_size_limit": "1000000"}),
    Site("ajeno.example", postfix={
        "smtpd_sender_login_maps": "texthash:{folder}/logins",
        "smtpd_sender_restrictions": "reject_sender_login_mismatch, permit"}),
    Site("listado.example", postfix={
        "smtpd_client_restrictions": "reject_rbl_client zen.spamhaus.org, permit"}),
    Site("exigente.example", postfix={"smtpd_tls_security_level": "encrypt"}),
    Site("antiguo.example", postfix={
        "smtpd_tls_protocols": "TLSv1", "smtpd_tls_mandatory_protocols": "TLSv1",
        "smtpd_tls_ciphers": "medium", "tls_medium_cipherlist": "ALL:@SECLEVEL=0"}),
    Site("lleno.example", postfix=RECEIVES, quota="1M"),
    Site("token.example", mechanisms="xoauth2 oauthbearer"),
    Site("cram.example", mechanisms="cram-md5"),
    Site("scram1.example", mechanisms="scram-sha-1"),
    Site("scram256.example", mechanisms="scram-sha-256"),
    Site("sinsalida.example", ports=()),
    Site("apagado.example", ports=()),
    # Wordings that no server of Debian produces
    Site("clave-app.example", script={
        "auth": "534-5.7.9 Application-specific password required. For more information, go to\r\n"
                "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor a1-20020a1 - gsmtp"},
        imap_script={"login": "NO [ALERT] Application-specific password required: "
                              "https://support.google.com/accounts/answer/185833 (Failure)"}),
    Site("oauth.example", script={"mechanisms": "XOAUTH2 OAUTHBEARER"},
         imap_script={"capability": "IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR", "login": NO_IMAP_LOGIN}),
    # Takes a token for reading, but the same one lacks what sending needs
    Site("alcance.example", mechanisms="xoauth2 oauthbearer", script={
        "mechanisms": "XOAUTH2",
        "token": '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
        "auth": "535-5.7.8 Username and Password not accepted. For more information, go to\r\n"
                "535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1-20020a1 - gsmtp"}),
    Site("oauth-texto.example", script={
        "mechanisms": "LOGIN PLAIN XOAUTH2",
        "auth": "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AB1P123CA0207.EXAMPLE]"},
        imap_script={"login": "NO AUTHENTICATE failed."}),
    Site("smtp-apagado.example", script={
        "auth": "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. "
                "Visit https://aka.ms/smtp_auth_disabled for more information."}),
    Site("bloqueado.example", script={"auth": "454 4.7.0 Too many login attempts, please try again later. - gsmtp"}),
    Site("limite.example", script={
        "mail": "550 5.4.5 Daily user sending limit exceeded. For more information on sending limits go to "
                "https://support.google.com/a/answer/166852 - gsmtp"}),
    Site("suspendido.example", script={
        "auth": "525 5.7.13 User account disabled: your account has been suspended"}),
    Site("saturado.example", script={"greeting": "421 4.3.2 Service not available, system overloaded", "close": True}),
    Site("mudo.example", script={"silent_after": "EHLO"}),
    # Rules on the server
    Site("reglas-mueve.example", postfix=RECEIVES, sieve=RULE.format('fileinto "Archivo/Jefe"; stop;')),
    Site("reglas-borra.example", postfix=RECEIVES, sieve=RULE.format("discard;")),
    Site("reglas-reenvia.example", postfix=RECEIVES, sieve=RULE.format('redirect "ana@sano.example";')),
    Site("reglas-rechaza.example", postfix=RECEIVES, sieve=RULE.format('reject "No.";')),
    Site("reglas-otras.example", postfix=RECEIVES, sieve_host="imap.sano.example",
         sieve=RULE.replace("jefe@", "otra@").format("discard;")),
    Site("reglas-ninguna.example", postfix=RECEIVES, sieve=""),
    Site("reglas-scram.example", postfix=RECEIVES, mechanisms="scram-sha-256", sieve=RULE.format("discard;")),
    Site("reglas-cerradas.example", postfix=RECEIVES),
    # Where a message lies that is waited for, and how one travels
    Site("en-spam.example", postfix=RECEIVES, mails=(("Junk", MARKED), ("", LETTER.format("", "earlier")))),
    Site("en-spam2.example", postfix=RECEIVES, mails=(("Junk", MARKED),)),
    Site("en-carpeta.example", postfix=RECEIVES, mails=(("Proyectos.A&APE-o", LETTER.format("", "moved")),)),
    Site("en-papelera.example", postfix=RECEIVES, mails=(("Papelera", LETTER.format("", "binned")),)),
    Site("en-entrada.example", postfix=RECEIVES, mails=(("", LETTER.format("", "here")),)),
    Site("carpetas.example", postfix=RECEIVES,
         mails=tuple((f"Proyecto {n}", LETTER.format("", f"n{n}")) for n in range(MANY_FOLDERS))),
    Site("gris.example", postfix=RECEIVES, greylists=True),
    # Other people's providers, which the program measures the network against
    Site("gmail.com", host="smtp.gmail.com"),
    Site("yahoo.com", host="smtp.mail.yahoo.com"),
    Site("gmx.net", host="mail.gmx.net"),
    Site("google.com", host="gmail-smtp-in.l.google.com", ports=(25,)),
    Site("gmx.com", host="mx00.gmx.net", ports=(25,)),
]

for place, site in enumerate(SITES):
    site.number = 100 + place

BY_DOMAIN = {site.domain: site for site in SITES}

# Addresses with another duty.
DNS_ADDRESS, DNS_ADDRESS_V6 = IPV4 + "53", IPV6 + "53"
DEAD_DNS_ADDRESS = IPV4 + "54"
LYING_DNS_ADDRESS, INVENTED_ADDRESS = IPV4 + "55", IPV4 + "81"
NOTING_DNS_ADDRESS = IPV4 + "57"
WHO_ASKS_ADDRESS, WHO_ASKS_ADDRESS_V6 = IPV4 + "56", IPV6 + "56"
WEB_ADDRESSES = [(IPV4 + "80", IPV6 + "80"), (IPV4 + "81", IPV6 + "81")]

WEB_NAMES = {"www.wikipedia.org": 0, "www.google.com": 1, "nmcheck.gnome.org": 0, "autoconfig.thunderbird.net": 1,
             "portal.hotel.example": 0}

# What may be looked up with consent only: settings, the own public address, block lists.
THIRD_PARTIES = ("autoconfig.thunderbird.net", "opendns.com", "ns1.google.com", "spamhaus.org", "barracudacentral.org",
                 "spamcop.net", "sorbs.net", "uceprotect.net")

# Ports of the machinery between the clients and the servers.
PROXY_PORT, STRIP_PORT, MASK_PORT, SLOW_PORT, PORTAL_PORT = 2525, 2601, 2602, 2603, 8090
FUTURE_HTTP_PORT, FUTURE_HTTPS_PORT = 8080, 8443
GREY_PORT, GREY_SECONDS = 2526, 3


def turned_around(address):
    """As block lists want it asked: 2.0.0.127, or the nibbles of an IPv6 address."""
    return ipaddress.ip_address(address).reverse_pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")


def zone(listed_addresses):
    """The root zone: everything that exists in the lab."""
    lines = [
        "$TTL 300",
        ". SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60",
        ". NS ns.lab.",
        f"ns.lab. A {DNS_ADDRESS}",
        "2.0.0.127.zen.spamhaus.org. A 127.0.0.2",
    ]

    def host(name, ipv4, ipv6):
        lines.append(f"{name}. A {ipv4}")
        lines.append(f"{name}. AAAA {ipv6}")

    for name in ("resolver1.opendns.com", "ns1.google.com"):
        host(name, WHO_ASKS_ADDRESS, WHO_ASKS_ADDRESS_V6)
    for name, place in WEB_NAMES.items():
        host(name, *WEB_ADDRESSES[place])
    for site in SITES:
        domain = site.domain
        host(site.smtp, site.ipv4, site.ipv6)
        for address in (site.ipv4, site.ipv6):
            lines.append(f"{ipaddress.ip_address(address).reverse_pointer}. PTR {site.smtp}.")
        if site.host:
            continue
        host(site.imap, site.ipv4, site.ipv6)
        for name in (domain, "www." + domain, "webmail." + domain, "autoconfig." + domain):
            host(name, *WEB_ADDRESSES[0])
        lines += [
            f"{domain}. MX 10 {site.smtp}.",
            f"{domain}. TXT \"v=spf1 a:{site.smtp} -all\"",
            f"_dmarc.{domain}. TXT \"v=DMARC1; p=none\"",
            f"_submission._tcp.{domain}. SRV 10 1 587 {site.smtp}.",
            f"_submissions._tcp.{domain}. SRV 0 1 465 {site.smtp}.",
            f"_imaps._tcp.{domain}. SRV 0 1 993 {site.imap}.",
        ]
        if site.sieve_host:
            lines.append(f"_sieve._tcp.{domain}. SRV 0 1 4190 {site.sieve_host}.")
    for address in listed_addresses:
        turned = turned_around(address)
        lines.append(f"{turned}.zen.spamhaus.org. A 127.0.0.10")
        lines.append(f"{turned}.zen.spamhaus.org. TXT \"https://www.spamhaus.org/query/ip/{address}\"")
    return "\n".join(lines) + "\n"


def autoconfig(site):
    return f"""<?xml version="1.0"?>
<clientConfig version="1.1">
  <emailProvider id="{site.domain}">
    <domain>{site.domain}</domain>
    <incomingServer type="imap">
      <hostname>{site.imap}</hostname><port>993</port><socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>{site.smtp}</hostname><port>587</port><socketType>STARTTLS</socketType>
      <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>
    </outgoingServer>
    <outgoingServer type="smtp">
      <hostname>{site.smtp}</hostname><port>465</port><socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>
    </outgoingServer>
  </emailProvider>
</clientConfig>
"""
