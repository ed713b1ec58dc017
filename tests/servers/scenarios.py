"""The stories: what is wrong in each, and which cause must come first in the verdict.

One row a story.  @want is the first cause's id, several ids where the evidence allows either, or "ok" when nothing may
be found wrong.
"""

from dataclasses import dataclass, field

from sites import (DEAD_DNS_ADDRESS, DNS_ADDRESS, FUTURE_HTTP_PORT, FUTURE_HTTPS_PORT, LYING_DNS_ADDRESS, MASK_PORT,
                   NOTING_DNS_ADDRESS, PORTAL_PORT, PROXY_PORT, SLOW_PORT, STRIP_PORT)

SUBMISSION = "{ 25, 465, 587 }"


@dataclass
class Network:
    """What lies between this client and the servers."""
    resolvers: tuple = (DNS_ADDRESS,)
    no_route: bool = False
    no_ipv6: bool = False
    refuse: str = ""       # nftables statements for what arrives from the client, without the interface
    turn: tuple = ()       # (ports, port of the machine that takes them)
    local_rules: str = ""  # nftables rules on the client itself


@dataclass
class Story:
    name: str
    want: object
    site: str = "sano.example"
    outgoing: str = "587/starttls"
    incoming: str = "imap://{imap}:993/tls"
    arguments: tuple = ()
    outgoing_host: str = ""
    outgoing_password: str = ""
    incoming_password: str = ""
    password: str = ""
    also: tuple = ()       # further causes that must be in the verdict
    finds: tuple = ()      # findings that must be there
    token: str = ""        # signs in with a token instead of a password: "good" or "old"
    online: str = ""       # the same, by way of Online Accounts: "good", "old", "narrow"; "sign-in": it wants that first
    mechanism: str = ""    # the way in which every sign-in must have been done
    stop_after: float = 0  # seconds, then it is interrupted by hand and must end at once, without a word on stdout
    private: bool = False  # third parties were not agreed to: none may be looked up
    network: Network = field(default_factory=Network)
    program: str = ""      # "PORT SOCKETTYPE AUTHMETHOD" of a Thunderbird profile, in place of typed servers
    advises: tuple = ()    # words that the first cause's steps must hold, in this order
    listed: bool = False   # the client's address is on a block list
    guide: str = "send"
    says: tuple = ()       # "finding name=value" that must be there
    filters: str = ""      # the condition of a rule in that profile, which deletes

SENDER = ("--sender", "jefe@sano.example")


def refuse(statement):
    return Network(refuse=statement)


def turn(ports, port):
    return Network(turn=((ports, port),))


STORIES = [
    # Nothing is wrong
    Story("healthy on 587", "ok"),
    Story("healthy on 465", "ok", outgoing="465/tls"),
    Story("reading by STARTTLS on 143", "ok", incoming="imap://{imap}:143/starttls"),
    Story("reading by POP3", "ok", incoming="pop3://{imap}:995/tls"),
    Story("signing in by CRAM-MD5", "ok", site="cram.example", mechanism="CRAM-MD5"),
    Story("signing in by SCRAM-SHA-1", "ok", site="scram1.example", mechanism="SCRAM-SHA-1"),
    Story("signing in by SCRAM-SHA-256", "ok", site="scram256.example", mechanism="SCRAM-SHA-256"),
    Story("signing in with a token", "ok", site="token.example", token="good"),
    Story("the token has expired", "oauth-token-expired", site="token.example", token="old"),
    Story("the token of Online Accounts", "ok", site="token.example", online="good", finds=("token-given",),
          mechanism="OAUTHBEARER"),
    Story("the permission in Online Accounts was withdrawn", "oauth-token-expired", site="token.example", online="old",
          finds=("token-given", "token-revoked")),
    Story("Online Accounts wants a sign-in", "oauth-token-expired", site="token.example", online="sign-in",
          finds=("token-sign-in-again",)),
    Story("the permission in Online Accounts is for reading only", "smtp-access-disabled", site="alcance.example",
          online="narrow", finds=("token-given", "token-lacks-scope")),
    Story("a wrong password by SCRAM-SHA-256", "bad-credentials", site="scram256.example", password="old"),
    Story("a slow line", "ok", network=turn("{ 25, 143, 465, 587, 993, 443, 80 }", SLOW_PORT)),
    Story("a server that is strict about EHLO", "ok", site="estricto.example"),
    Story("no IPv6 at all", "ok", network=Network(no_ipv6=True)),
    Story("a test message is sent and arrives", "ok", arguments=("--send-test",),
          finds=("test-sent", "test-arrived")),

    Story("a home line's address is on the policy list", "ok", listed=True, finds=("own-address-policy-listed",)),

    Story("third parties are left alone", "ok", private=True, network=Network(resolvers=(NOTING_DNS_ADDRESS,))),

    # Names and ports
    Story("host name misspelt", "smtp-host-not-found", outgoing_host="smpt.sano.example"),
    Story("wrong port", "wrong-port", outgoing="588/starttls"),
    Story("port 25 is blocked while 587 works", "port25-blocked", outgoing="25/starttls",
          network=refuse("tcp dport 25 drop")),
    Story("all submission ports filtered", "outbound-port-blocked", network=refuse(f"tcp dport {SUBMISSION} drop")),
    Story("all submission ports prohibited", "outbound-port-blocked",
          network=refuse(f"tcp dport {SUBMISSION} reject with icmpx type admin-prohibited")),
    Story("all submission ports reset", "outbound-port-blocked",
          network=refuse(f"tcp dport {SUBMISSION} reject with tcp reset")),
    Story("only 465 works", ("wrong-port", "outbound-port-blocked"), network=refuse("tcp dport { 25, 587 } drop")),
    Story("the firewall of this computer", "local-firewall", network=Network(local_rules=(
        "table inet lab { chain out { type filter hook output priority 0; "
        f"tcp dport {SUBMISSION} reject with icmpx type admin-prohibited; }}\n}}\n"))),
    Story("the sending service is down", ("smtp-service-down", "connection-refused"), site="sinsalida.example"),
    Story("the server does not answer at all", ("server-unreachable", "provider-outage"), site="apagado.example",
          network=refuse("ip daddr {ipv4} drop; ip6 daddr {ipv6} drop")),

    # What a mail program is set up with
    Story("Thunderbird on port 25 without encryption", ("tls-required", "wrong-port", "settings-differ"),
          program="25 0 3", finds=("program-known", "setting-wrong"),
          advises=("In Thunderbird, open Account Settings › Outgoing Server (SMTP)",
                   "Change the port for sending: instead of 25, set 587.",
                   "Change the encryption for sending: instead of no encryption, set STARTTLS.")),

    # Encryption
    Story("implicit TLS set on 587", "tls-mode-mismatch", outgoing="587/tls"),
    Story("STARTTLS set on 465", "tls-mode-mismatch", outgoing="465/starttls"),
    Story("STARTTLS removed on the way", "starttls-not-offered", network=turn("{ 25, 587 }", STRIP_PORT)),
    Story("STARTTLS masked on the way", ("tls-interception", "starttls-not-offered"),
          network=turn("{ 25, 587 }", MASK_PORT)),
    Story("a transparent proxy", "smtp-redirected", network=turn("{ 25, 587 }", PROXY_PORT)),
    Story("certificate expired", "certificate-expired", site="caducado.example"),
    Story("certificate self-signed", "certificate-untrusted", site="autofirmado.example"),
    Story("certificate of another name", "certificate-name-mismatch", site="otronombre.example"),
    Story("certificate without its chain", "certificate-untrusted", site="incompleto.example"),
    Story("certificate of an unknown authority", "certificate-untrusted", site="desconocido.example"),
    Story("certificate of an antivirus", "tls-interception", site="antivirus.example"),
    Story("the clock of this computer is years behind", "clock-wrong", site="futuro.example",
          network=Network(turn=(("80", FUTURE_HTTP_PORT), ("443", FUTURE_HTTPS_PORT)))),

    Story("no encryption set", "tls-required", site="exigente.example", outgoing="587/plain"),
    Story("the server knows only old encryption", "tls-version-unsupported", site="antiguo.example"),

    # Signing in
    Story("an old password on the sending side", "stale-sending-password", outgoing_password="old"),
    Story("a wrong password on both sides", "bad-credentials", password="old"),
    Story("user name without domain", "wrong-username-form", arguments=("--user", "ana")),
    Story("the program does not sign in", "auth-not-enabled", arguments=("--no-auth",)),
    Story("an app password is needed", "app-password-required", site="clave-app.example"),
    Story("only OAuth2 is offered", "oauth2-required", site="oauth.example"),
    Story("passwords are no longer taken", "oauth2-required", site="oauth-texto.example"),
    Story("SMTP AUTH is switched off", "smtp-access-disabled", site="smtp-apagado.example"),
    Story("locked after many tries", ("too-many-auth-attempts", "login-banned"), site="bloqueado.example"),

    # Rights and limits
    Story("sending limit reached", "sending-limit-exceeded", site="limite.example"),
    Story("account suspended", "account-suspended", site="suspendido.example"),
    Story("own address is on a list", "dynamic-ip-listed", site="listado.example", listed=True),
    Story("sender is not the account's", "sender-not-authorized", site="ajeno.example",
          arguments=("--from", "jefe@ajeno.example")),
    Story("message too large", "message-too-large", site="pequeno.example", arguments=("--message-size", "30000000")),
    Story("mailbox full", "sender-mailbox-full", site="lleno.example"),

    # The server has a bad day
    Story("server overloaded", "server-temporary-failure", site="saturado.example"),
    Story("greeting after 20 seconds", "server-slow", site="lento.example"),
    Story("silence after EHLO", ("server-slow", "protocol-error", "smtp-service-down", "server-temporary-failure"),
          site="mudo.example"),

    # The connection
    Story("a captive portal", "captive-portal", network=Network(
        refuse="meta l4proto tcp tcp dport != {portal} drop", turn=(("80", PORTAL_PORT),))),
    Story("no route", "no-internet", network=Network(no_route=True)),
    Story("dead resolver", "dns-resolution-failure", network=Network(resolvers=(DEAD_DNS_ADDRESS,))),
    Story("the first of two resolvers is dead", "resolver-slow",
          network=Network(resolvers=(DEAD_DNS_ADDRESS, DNS_ADDRESS))),
    Story("a resolver that invents addresses", "settings-differ",
          outgoing_host="smpt.sano.example", finds=("resolver-invents",), also=("dns-resolution-failure",),
          network=Network(resolvers=(LYING_DNS_ADDRESS,))),
    Story("a line that loses packets", "network-unstable",
          network=refuse("tcp dport 443 tcp flags syn numgen random mod 100 < 40 drop")),
    Story("IPv6 announced but broken", "ipv6-broken", network=refuse("meta nfproto ipv6 meta l4proto tcp drop")),

    # Reading
    Story("the incoming server's port is wrong", "incoming-problem", incoming="imap://{imap}:994/tls"),
    Story("a wrong password for reading only", "incoming-problem", incoming_password="old"),

    # Stopped by hand
    Story("stopped while a port is silent", "stopped", stop_after=1.7, network=refuse(f"tcp dport {SUBMISSION} drop")),
    Story("stopped while a greeting is awaited", "stopped", stop_after=3.1, site="lento.example"),
    Story("stopped while names are looked up", "stopped", stop_after=0.6,
          network=Network(resolvers=(DEAD_DNS_ADDRESS,))),

    # Two at once
    Story("broken IPv6 and a wrong password", "bad-credentials", password="old", also=("ipv6-broken",),
          network=refuse("meta nfproto ipv6 meta l4proto tcp drop")),
    Story("a dead resolver and an expired certificate", "certificate-expired", site="caducado.example",
          also=("resolver-slow",), network=Network(resolvers=(DEAD_DNS_ADDRESS, DNS_ADDRESS))),

    # The message that is waited for: guide R
    Story("the message is in the spam folder", "in-spam-folder", site="en-spam.example", guide="receive",
          arguments=SENDER, says=("message-in-spam folder=Junk", "message-failed-checks checks=spf=fail, dmarc=fail"),
          finds=("message-spam-rules",), also=("unauthenticated-mail",)),
    Story("the message is in a folder with a name beyond ASCII", "own-rule", site="en-carpeta.example", guide="receive",
          arguments=SENDER, says=("message-in-folder folder=Proyectos.Año",)),
    Story("the message is found by its subject", "own-rule", site="en-papelera.example", guide="receive",
          arguments=("--sender", "sano.example", "--subject", "reunión"), says=("message-in-trash folder=Papelera",)),
    Story("the message is found by its Message-ID", "ok", site="en-entrada.example", guide="receive",
          arguments=("--message-id", "<here@sano.example>"), says=("message-in-inbox folder=INBOX",)),
    Story("the message is not there", "unsure", site="en-entrada.example", guide="receive",
          arguments=(*SENDER, "--subject", "otra cosa"), finds=("message-not-there", "sender-wrote-before")),
    Story("the message is moved back", "in-spam-folder", site="en-spam2.example", guide="receive",
          arguments=(*SENDER, "--move-back"), finds=("message-in-spam", "message-moved-back")),
    Story("the message among hundreds of folders", "own-rule", site="carpetas.example", guide="receive",
          arguments=SENDER, finds=("message-in-folder",)),
    Story("the mailbox is full", "recipient-mailbox-full", site="lleno.example", guide="receive", arguments=SENDER,
          finds=("mailbox-full", "folder-size")),

    # Round trips: guide D
    Story("a round trip with nothing on the way", "ok", guide="delivery", arguments=("--send-test",),
          finds=("test-arrived", "mail-volume-unknown")),
    Story("a round trip that is greylisted first", "greylisted", site="gris.example", guide="delivery",
          arguments=("--send-test",), finds=("test-arrived", "trip-greylisted")),

    # Rules on the server: guide R
    Story("a rule on the server files the sender", "own-rule", site="reglas-mueve.example", guide="receive",
          arguments=SENDER, says=("rule-moves number=2", "rule-moves rule=Jefe", "rule-moves folder=Archivo/Jefe")),
    Story("a rule on the server deletes the sender", "own-rule", site="reglas-borra.example", guide="receive",
          arguments=SENDER, says=("rule-deletes number=2",), also=("sender-blocked-by-you",)),
    Story("a rule on the server forwards the sender", "own-rule", site="reglas-reenvia.example", guide="receive",
          arguments=SENDER, says=("rule-forwards to=ana@sano.example",)),
    Story("a rule on the server rejects the sender", "own-rule", site="reglas-rechaza.example", guide="receive",
          arguments=SENDER, says=("rule-rejects number=2",)),
    Story("rules on the server, read by SCRAM", "own-rule", site="reglas-scram.example", guide="receive",
          arguments=SENDER, says=("rule-deletes number=2",)),
    # Its domain sends on to another's server, where no password may go.
    Story("a rule on the server for somebody else", "unsure", site="reglas-otras.example", guide="receive",
          arguments=SENDER, finds=("rules-clear", "sender-not-blocked")),
    Story("no rules on the server", "unsure", site="reglas-ninguna.example", guide="receive", arguments=SENDER,
          finds=("rules-none",)),
    Story("a server that does not show its rules", "unsure", site="reglas-cerradas.example", guide="receive",
          arguments=SENDER,
          says=("server-rules-not-read reason=no-managesieve",)),
    Story("a rule of Thunderbird deletes the sender", "own-rule", site="reglas-cerradas.example", guide="receive",
          program="587 2 3", filters="AND (from,is,jefe@sano.example)", arguments=SENDER,
          says=("rule-deletes program=thunderbird", "rule-deletes rule=Uno"), also=("sender-blocked-by-you",)),
    Story("a rule of Thunderbird for somebody else", "unsure", site="reglas-cerradas.example", guide="receive",
          program="587 2 3", filters="AND (from,is,otra@sano.example)", arguments=SENDER,
          says=("rules-clear program=thunderbird",)),
    Story("a wrong password goes to no second server", "bad-credentials", site="reglas-borra.example",
          guide="receive", password="old", arguments=SENDER, says=("server-rules-not-read reason=no-login",)),
]
