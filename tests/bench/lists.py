"""Sixty block lists in a real name server, behind a line that loses packets; one list never answers."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import sites
from lab import Lab
from scenarios import Network
from servers import KNOT

N_LISTS = 60
DEAD = 17
RUNS = 10
LOSS_PERCENT = 1
LIMIT_SECONDS = 1.5
ADDRESS, DOMAIN = "192.0.2.200", "lista.example"
RESOURCE = "/io/github/maildoctor/MailDoctor/knowledge/blocklists.json"

FORWARDER = """
import asyncio, sys
sys.path.insert(0, {here!r})
import resolvers

class Forgetful(resolvers.Forwarder):
    def datagram_received(self, query, peer):
        if not resolvers.name_of(query).endswith({dead!r}):
            super().datagram_received(query, peer)

async def main():
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Forgetful({honest!r}), local_addr=({address!r}, 53))
    await asyncio.Event().wait()

asyncio.run(main())
"""


def zone_name(number):
    return f"l{number:02}.listas.example"


def facts():
    """The data file with sixty lists, of addresses and of domains in turn, as the program reads it."""
    lists = []
    for number in range(N_LISTS):
        of_domains = number % 3 == 2
        lists.append({"zone": zone_name(number), "kinds": ["domain"] if of_domains else ["ip4"], "weight": 5,
                      "url": "https://listas.example/", "test": "test" if of_domains else "127.0.0.2",
                      "control": "invalid" if of_domains else "127.0.0.1", "answers": {"127.0.0.2": "listed: listed"}})
    return json.dumps({"never_ask": [], "lists": lists})


def zone():
    lines = ["$TTL 300", ". SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60", ". NS ns.lab.",
             f"ns.lab. A {sites.DNS_ADDRESS}", f"{DOMAIN}. MX 0 .", f'{DOMAIN}. TXT "v=spf1 ip4:{ADDRESS} -all"']
    for number in range(N_LISTS):
        start = "test" if number % 3 == 2 else "2.0.0.127"
        lines.append(f"{start}.{zone_name(number)}. A 127.0.0.2")
    return "\n".join(lines) + "\n"


def start_names(lab):
    folder = lab.folder / "knot"
    folder.mkdir()
    (folder / "root.zone").write_text(zone())
    (folder / "knot.conf").write_text(KNOT.format(folder=folder, ipv4=sites.DNS_ADDRESS, ipv6=sites.DNS_ADDRESS_V6))
    lab.start("knot", "knotd", "-c", str(folder / "knot.conf"))
    script = lab.folder / "forgetful.py"
    script.write_text(FORWARDER.format(here=str(Path(sites.__file__).parent), honest=sites.DNS_ADDRESS,
                                       address=sites.NOTING_DNS_ADDRESS, dead=zone_name(DEAD)))
    lab.start("forgetful", sys.executable, str(script))
    lab.load_rules(lab.net, "table inet loss {\n  chain lose {\n    type filter hook prerouting priority 0;\n"
                            f'    iifname "mdc*" udp dport 53 numgen random mod 100 < {LOSS_PERCENT} drop\n  }}\n'
                            "  chain lose_back {\n    type filter hook postrouting priority 0;\n"
                            f'    oifname "mdc*" udp sport 53 numgen random mod 100 < {LOSS_PERCENT} drop\n  }}\n}}\n')


def look(command, client, data):
    """Seconds, and how many lists answered of how many."""
    started = time.monotonic()
    done = subprocess.run(
        ["ip", "netns", "exec", client.name, command, "domain", DOMAIN, "--ip", ADDRESS, "--resolver",
         sites.NOTING_DNS_ADDRESS, "--lang", "en", "--format", "json"], stdin=subprocess.DEVNULL, capture_output=True,
        env={"PATH": os.environ["PATH"], "HOME": str(data.parent), "LC_ALL": "C.UTF-8",
             "G_RESOURCE_OVERLAYS": f"{RESOURCE}={data}"}, timeout=60)
    took = time.monotonic() - started
    counts = [(int(finding["params"]["lists"]), int(finding["params"]["asked"]))
              for step in json.loads(done.stdout)["steps"] for finding in step["findings"]
              if finding["id"] in ("lists-clean", "lists-answered")]
    return took, sum(answered for answered, _ in counts), sum(asked for _, asked in counts)


def measure(command, new_client, table):
    with Lab() as lab:
        lab.build_internet()
        client = new_client(lab)
        client.build(Network(resolvers=(sites.NOTING_DNS_ADDRESS,)))
        start_names(lab)
        data = lab.folder / "blocklists.json"
        data.write_text(facts())
        time.sleep(1.5)
        runs = [look(command, client, data) for _ in range(RUNS)]
        slowest = max(took for took, _, _ in runs)
        print(f"# {N_LISTS} lists, one dead, {LOSS_PERCENT} % loss each way: answered "
              + ", ".join(f"{answered} of {asked}" for _, answered, asked in runs))
        table.add(f"{N_LISTS} block lists, the slowest of {RUNS}", slowest, 0, LIMIT_SECONDS)
        silent = max(asked - answered for _, answered, asked in runs)
        table.add("lists that did not answer, at most", silent, 0, 1 + N_LISTS // 20, "lists")
