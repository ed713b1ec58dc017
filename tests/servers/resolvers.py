"""Name servers of the lab with ideas of their own, over UDP: one lies, one tells who asks, one keeps notes."""

import asyncio
import ipaddress
import struct

A, TXT, AAAA = 1, 16, 28
NXDOMAIN = 3


def question_of(query):
    """Where the question ends, and its type."""
    at = 12
    while query[at]:
        at += query[at] + 1
    return at + 5, struct.unpack("!H", query[at + 1:at + 3])[0]


def answer(query, kind=None, data=b""):
    """A reply to @query with one record, or with none."""
    end, _ = question_of(query)
    head = query[:2] + struct.pack("!HHHHH", 0x8580, 1, 1 if data else 0, 0, 0)
    record = b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 30, len(data)) + data if data else b""
    return head + query[12:end] + record


class WhoAsks(asyncio.DatagramProtocol):
    """The address of the one who asks, as some name servers answer under a name of theirs."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, query, peer):
        address = ipaddress.ip_address(peer[0])
        address = getattr(address, "ipv4_mapped", None) or address
        kind = question_of(query)[1]
        if kind == (A if address.version == 4 else AAAA):
            self.transport.sendto(answer(query, kind, address.packed), peer)
        elif kind == TXT:
            text = str(address).encode()
            self.transport.sendto(answer(query, TXT, bytes([len(text)]) + text), peer)
        else:
            self.transport.sendto(answer(query), peer)


def name_of(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("ascii", "replace"))
        at += query[at] + 1
    return ".".join(labels).lower()


class Forwarder(asyncio.DatagramProtocol):
    """Passes questions on, and writes their names into a file."""

    def __init__(self, honest, notes=None):
        self.honest = honest
        self.notes = notes

    def improve(self, query, reply):
        if self.notes:
            with open(self.notes, "a", encoding="ascii") as file:
                file.write(name_of(query) + "\n")
        return reply

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, query, peer):
        asyncio.create_task(self.pass_on(query, peer))

    async def pass_on(self, query, peer):
        loop = asyncio.get_running_loop()
        arrived = loop.create_future()

        class Once(asyncio.DatagramProtocol):
            def datagram_received(self, data, _):
                if not arrived.done():
                    arrived.set_result(data)

        transport, _ = await loop.create_datagram_endpoint(Once, remote_addr=(self.honest, 53))
        transport.sendto(query)
        try:
            reply = await asyncio.wait_for(arrived, 2)
        except (asyncio.TimeoutError, OSError):
            return
        finally:
            transport.close()
        self.transport.sendto(self.improve(query, reply), peer)


class Liar(Forwarder):
    """Names that do not exist lead to a page of its own."""

    def __init__(self, honest, invented):
        super().__init__(honest)
        self.invented = ipaddress.ip_address(invented).packed

    def improve(self, query, reply):
        if reply[3] & 15 != NXDOMAIN:
            return reply
        kind = question_of(query)[1]
        return answer(query, A, self.invented) if kind == A else answer(query)
