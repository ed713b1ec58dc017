"""The servers of the lab that no package provides: web hosts, mail servers with other providers' wordings, middleboxes.

Runs inside the servers' namespace:  scripted.py PLAN.json
"""

import asyncio
import base64
import email.utils
import json
import socket
import ssl
import struct
import sys
import time
import urllib.parse

import resolvers
import sites
from sites import SITES, WEB_ADDRESSES

TEN_YEARS = 3653 * 24 * 3600


def tls_context(path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


# ── web ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def web_answer(host, path):
    if path.startswith("/tokeninfo?"):
        owner = {sites.TOKEN: "ana@token.example", sites.NARROW_TOKEN: "ana@alcance.example"}.get(
            urllib.parse.unquote(path.split("access_token=", 1)[-1]))
        if owner:
            return "200 OK", "application/json", json.dumps({"email": owner})
        return "400 Bad Request", "application/json", json.dumps({"error": "invalid_token"})
    if host == "nmcheck.gnome.org":
        return "200 OK", "text/plain", "NetworkManager is online\n"
    if host.startswith("autoconfig.") and path.startswith("/mail/config-v1.1.xml"):
        site = sites.BY_DOMAIN.get(host.removeprefix("autoconfig."))
        if site is not None:
            return "200 OK", "text/xml", sites.autoconfig(site)
    if host == "autoconfig.thunderbird.net" or path.startswith("/.well-known/"):
        return "404 Not Found", "text/plain", "nothing here\n"
    return "200 OK", "text/html", "<!doctype html><title>Lab</title>\n"


def web_server(ahead=0, portal=False):
    async def serve(reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = head[0].split(" ")[1]
                host = next((line.split(":", 1)[1].strip() for line in head if line.lower().startswith("host:")), "")
                status, kind, body = web_answer(host.split(":")[0], path)
                extra = ""
                if portal:
                    status, kind, body = "302 Found", "text/html", "<a href=login>Log in</a>"
                    extra = "Location: http://portal.hotel.example/login\r\n"
                date = email.utils.formatdate(time.time() + ahead, usegmt=True)
                answer = (f"HTTP/1.1 {status}\r\nDate: {date}\r\n{extra}Content-Type: {kind}\r\n"
                          f"Content-Length: {len(body)}\r\n\r\n")
                writer.write((answer + ("" if head[0].startswith("HEAD ") else body)).encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ssl.SSLError, IndexError):
            pass
        finally:
            writer.close()
    return serve


# ── mail with a script ───────────────────────────────────────────────────────────────────────────────────────────

class ScriptedSmtp:
    """A submission server: says what its script says, and is an ordinary server in all else."""

    def __init__(self, site, context, implicit):
        self.name = site.smtp
        self.script = site.script
        self.context = context
        self.implicit = implicit

    async def serve(self, reader, writer):
        try:
            await self.talk(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ssl.SSLError, OSError):
            pass
        finally:
            writer.close()

    async def talk(self, reader, writer):
        async def say(text):
            writer.write(text.encode() + b"\r\n")
            await writer.drain()

        script, encrypted, signed_in = self.script, self.implicit, False
        await say(script.get("greeting", f"220 {self.name} ESMTP"))
        if script.get("close"):
            return
        while True:
            line = (await reader.readuntil(b"\n")).decode("utf-8", "replace").strip()
            verb = line.split(" ")[0].upper()
            if script.get("silent_after") == verb:
                await reader.read()
                return
            if verb in ("EHLO", "HELO"):
                offers = [self.name, "SIZE 36700160", "8BITMIME", "ENHANCEDSTATUSCODES", "PIPELINING"]
                if encrypted:
                    offers.append("AUTH " + script.get("mechanisms", "PLAIN LOGIN"))
                else:
                    offers.append("STARTTLS")
                await say("\r\n".join(f"250{'-' if offer is not offers[-1] else ' '}{offer}" for offer in offers))
            elif verb == "STARTTLS":
                await say("220 2.0.0 Ready to start TLS")
                await writer.start_tls(self.context)
                encrypted = True
            elif verb == "AUTH":
                await self.hear_login(line, reader, say)
                if "token" in script:
                    await say("334 " + base64.b64encode(script["token"].encode()).decode())
                    await reader.readuntil(b"\n")
                await say(script.get("auth", "235 2.7.0 Authentication successful"))
                signed_in = "auth" not in script
            elif verb == "MAIL":
                await say(script.get("mail", "250 2.1.0 Ok") if signed_in else "530 5.7.0 Authentication required")
            elif verb == "RCPT":
                await say(script.get("rcpt", "250 2.1.5 Ok"))
            elif verb == "QUIT":
                await say("221 2.0.0 Bye")
                return
            else:
                await say("250 2.0.0 Ok")

    @staticmethod
    async def hear_login(line, reader, say):
        words = line.split(" ")
        if words[1].upper() == "LOGIN":
            if len(words) < 3:
                await say("334 VXNlcm5hbWU6")
                await reader.readuntil(b"\n")
            await say("334 UGFzc3dvcmQ6")
            await reader.readuntil(b"\n")
        elif len(words) < 3:
            await say("334 ")
            await reader.readuntil(b"\n")


class ScriptedImap:
    """An IMAP server that refuses to sign in, in its own words."""

    def __init__(self, script):
        self.script = script

    async def serve(self, reader, writer):
        capability = self.script.get("capability", "IMAP4rev1 SASL-IR AUTH=PLAIN")
        try:
            writer.write(f"* OK [CAPABILITY {capability}] ready\r\n".encode())
            while True:
                tag, verb, *_ = (await reader.readuntil(b"\n")).decode("utf-8", "replace").split() + ["", ""]
                verb = verb.upper()
                if verb == "CAPABILITY":
                    writer.write(f"* CAPABILITY {capability}\r\n{tag} OK done\r\n".encode())
                elif verb in ("LOGIN", "AUTHENTICATE"):
                    writer.write(f"{tag} {self.script['login']}\r\n".encode())
                elif verb == "LOGOUT":
                    writer.write(f"* BYE\r\n{tag} OK bye\r\n".encode())
                    return
                else:
                    writer.write(f"{tag} OK done\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ssl.SSLError, ValueError):
            pass
        finally:
            writer.close()


# ── middleboxes ──────────────────────────────────────────────────────────────────────────────────────────────────

def original_target(writer):
    """Where the connection was meant to go before nftables turned it to us."""
    raw = writer.get_extra_info("socket")
    if raw.family == socket.AF_INET:
        data = raw.getsockopt(socket.SOL_IP, 80, 16)
        port, address = struct.unpack("!2xH4s8x", data)
        return socket.inet_ntop(socket.AF_INET, address), port
    data = raw.getsockopt(socket.IPPROTO_IPV6, 80, 28)
    port, address = struct.unpack("!2xH4x16s4x", data)
    return socket.inet_ntop(socket.AF_INET6, address), port


def middlebox(alter=None, delay=0.0):
    """Passes a connection on; @alter changes the server's lines until it sees encryption."""

    async def pump(reader, writer, change):
        queue = asyncio.Queue()

        async def deliver():
            while True:
                when, data = await queue.get()
                await asyncio.sleep(max(0, when - time.monotonic()))
                if not data:
                    if writer.can_write_eof():
                        writer.write_eof()
                    return
                writer.write(data)
                await writer.drain()

        task = asyncio.create_task(deliver())
        try:
            while True:
                data = await reader.read(65536)
                queue.put_nowait((time.monotonic() + delay, change(data) if change and data else data))
                if not data:
                    break
            await task
        except (ConnectionError, OSError, asyncio.CancelledError):
            task.cancel()

    async def serve(reader, writer):
        try:
            target = await asyncio.open_connection(*original_target(writer))
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, target[1], None), pump(target[0], writer, alter))
        writer.close()
        target[1].close()
    return serve


def strip_starttls(data):
    """As some gateways do: the offer of encryption is simply gone."""
    for line in (b"250-STARTTLS\r\n",):
        data = data.replace(line, b"")
    return data


def mask_starttls(data):
    """As the Cisco PIX "fixup" does: letters become X, the banner becomes stars."""
    if data.startswith(b"220 "):
        return b"220 " + b"*" * (len(data) - 6) + b"\r\n"
    return data.replace(b"250-STARTTLS", b"250-XXXXXXXA")


# ── start ────────────────────────────────────────────────────────────────────────────────────────────────────────

async def main(plan):
    servers = []

    async def listen(serve, addresses, port, context=None):
        servers.append(await asyncio.start_server(serve, addresses, port, ssl=context, backlog=100))

    web = [address for pair in WEB_ADDRESSES for address in pair]
    everywhere = ["0.0.0.0", "::"]
    await listen(web_server(), web, 80)
    await listen(web_server(), web, 443, tls_context(plan["web_certificate"]))
    await listen(web_server(portal=True), everywhere, sites.PORTAL_PORT)
    await listen(web_server(ahead=TEN_YEARS), everywhere, sites.FUTURE_HTTP_PORT)
    await listen(web_server(ahead=TEN_YEARS), everywhere, sites.FUTURE_HTTPS_PORT,
                 tls_context(plan["future_certificate"]))
    await listen(middlebox(strip_starttls), everywhere, sites.STRIP_PORT)
    await listen(middlebox(mask_starttls), everywhere, sites.MASK_PORT)
    await listen(middlebox(delay=0.15), everywhere, sites.SLOW_PORT)
    loop = asyncio.get_running_loop()
    for address in (sites.WHO_ASKS_ADDRESS, sites.WHO_ASKS_ADDRESS_V6):
        await loop.create_datagram_endpoint(resolvers.WhoAsks, local_addr=(address, 53))
    await loop.create_datagram_endpoint(lambda: resolvers.Liar(sites.DNS_ADDRESS, sites.INVENTED_ADDRESS),
                                        local_addr=(sites.LYING_DNS_ADDRESS, 53))
    await loop.create_datagram_endpoint(lambda: resolvers.Forwarder(sites.DNS_ADDRESS, plan["notes"]),
                                        local_addr=(sites.NOTING_DNS_ADDRESS, 53))
    imap_context = tls_context(plan["imap_certificate"])
    for site in SITES:
        addresses = [site.ipv4, site.ipv6]
        if site.script is not None:
            context = tls_context(plan["certificates"][site.domain])
            for port in site.ports:
                implicit = port == 465
                serve = ScriptedSmtp(site, context, implicit).serve
                await listen(serve, addresses, port, context if implicit else None)
        if site.imap_script is not None:
            await listen(ScriptedImap(site.imap_script).serve, addresses, 993, imap_context)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        asyncio.run(main(json.load(file)))
