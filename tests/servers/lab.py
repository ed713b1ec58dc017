"""Network namespaces and processes of the lab, and their orderly end.

One namespace holds all servers; each scenario has a client namespace of its own, joined to it by a pair of interfaces.
What happens on the way (blocked ports, proxies, portals) is done by nftables in the servers' namespace, by interface.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from sites import (DEAD_DNS_ADDRESS, DNS_ADDRESS, DNS_ADDRESS_V6, LYING_DNS_ADDRESS, NOTING_DNS_ADDRESS, SITES,
                   WEB_ADDRESSES, WHO_ASKS_ADDRESS, WHO_ASKS_ADDRESS_V6)


class NotPossible(Exception):
    """This machine cannot hold the lab; says why."""


def run(*command, feed=None):
    done = subprocess.run(command, input=feed, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


class Client:
    """The computer of the person: addresses, routes and resolvers of its own."""

    def __init__(self, lab, number):
        self.lab = lab
        self.number = number
        self.name = f"{lab.prefix}-c{number}"
        self.interface = f"mdc{number}"
        block, place = ("203.0.113", 4 * number) if number < 63 else ("198.51.100", 4 * (number - 63))
        self.address = f"{block}.{place + 2}"  # public, as block lists are asked about no other
        self.gateway = f"{block}.{place + 1}"
        self.address_v6 = f"2001:db8:{0x7000 + number:x}::2"

    def join(self):
        """The line: an interface at either end of it."""
        run("ip", "-n", self.lab.net, "link", "add", self.interface, "type", "veth", "peer", "name", "eth0",
            "netns", self.name)

    def build(self, network):
        net, number = self.lab.net, self.number
        self.lab.add_namespace(self.name)
        self.join()
        run("ip", "-n", net, "-batch", "-", feed=(
            f"addr add {self.gateway}/30 dev {self.interface}\n"
            f"addr add 2001:db8:{0x7000 + number:x}::1/64 dev {self.interface} nodad\n"
            f"link set {self.interface} up\n"))
        routes = "" if network.no_route else (
            f"route add default via {self.gateway}\n"
            + ("" if network.no_ipv6 else f"route add default via 2001:db8:{0x7000 + number:x}::1\n"))
        ipv6 = "" if network.no_ipv6 else f"addr add {self.address_v6}/64 dev eth0 nodad\n"
        run("ip", "-n", self.name, "-batch", "-", feed=(
            f"link set lo up\naddr add {self.address}/30 dev eth0\n{ipv6}link set eth0 up\n{routes}"))
        folder = Path("/etc/netns") / self.name
        folder.mkdir(parents=True)
        (folder / "resolv.conf").write_text("".join(f"nameserver {r}\n" for r in network.resolvers))
        if network.local_rules:
            self.lab.load_rules(self.name, network.local_rules)


class Lab:
    def __init__(self):
        self.prefix = f"mdlab{os.getpid()}"
        self.net = self.prefix + "-net"
        self.namespaces = []
        self.processes = []
        self.folder = None

    def __enter__(self):
        if os.geteuid() != 0:
            raise NotPossible("network namespaces need root: sudo meson test --suite servers")
        for program in ("ip", "nft", "openssl", "knotd", "postfix", "dovecot", "postgrey"):
            if shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is None:
                raise NotPossible(f"{program} is not installed")
        os.environ["PATH"] += ":/usr/sbin:/sbin"
        self.remove_abandoned()
        self.folder = Path(tempfile.mkdtemp(prefix="mdlab-"))
        self.folder.chmod(0o755)
        try:
            self.add_namespace(self.net)
            self.load_rules(self.net, "table inet probe { chain turn { type nat hook prerouting priority -100; "
                                      "iifname \"none\" tcp dport 25 redirect to :2525\n}\n}\n")
            run("ip", "-n", self.net, "link", "add", "probe", "type", "veth", "peer", "name", "other")
            run("ip", "-n", self.net, "addr", "add", "2001:db8::1/64", "dev", "probe")
        except RuntimeError as error:
            self.__exit__()
            raise NotPossible(f"network namespaces are not possible here: {error}") from error
        return self

    @staticmethod
    def remove_abandoned():
        """What an earlier run left that was killed outright."""
        for path in Path("/run/netns").glob("mdlab*-*"):
            owner = path.name.removeprefix("mdlab").split("-")[0]
            if not Path("/proc", owner).exists():
                subprocess.run(["ip", "netns", "del", path.name], capture_output=True)
                shutil.rmtree(Path("/etc/netns") / path.name, ignore_errors=True)

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for name in self.namespaces:
            self.end_leftovers(name)
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
            shutil.rmtree(Path("/etc/netns") / name, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def end_leftovers(self, name):
        """Children of the servers that outlived them: only processes inside our own namespaces."""
        for _ in range(20):
            pids = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True).stdout.split()
            if not pids:
                return
            for pid in pids:
                try:
                    os.kill(int(pid), signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.05)

    def add_namespace(self, name):
        run("ip", "netns", "add", name)
        self.namespaces.append(name)

    def load_rules(self, name, rules):
        run("ip", "netns", "exec", name, "nft", "-f", "-", feed=rules)

    def build_internet(self):
        lines = ["link set lo up"]
        for ipv4, ipv6 in [(DNS_ADDRESS, DNS_ADDRESS_V6), (DEAD_DNS_ADDRESS, None), (LYING_DNS_ADDRESS, None),
                           (NOTING_DNS_ADDRESS, None), (WHO_ASKS_ADDRESS, WHO_ASKS_ADDRESS_V6), *WEB_ADDRESSES,
                           *((site.ipv4, site.ipv6) for site in SITES)]:
            lines.append(f"addr add {ipv4}/32 dev lo")
            if ipv6:
                lines.append(f"addr add {ipv6}/128 dev lo nodad")
        run("ip", "-n", self.net, "-batch", "-", feed="\n".join(lines) + "\n")
        folder = Path("/etc/netns") / self.net
        folder.mkdir(parents=True)
        (folder / "resolv.conf").write_text(f"nameserver {DNS_ADDRESS}\n")

    def start(self, name, *command):
        """A server that stays in the foreground, inside the servers' namespace; its output goes to a file."""
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(["ip", "netns", "exec", self.net, *command], stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=log, start_new_session=True)
        self.processes.append(process)
        return process
