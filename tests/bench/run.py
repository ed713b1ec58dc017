#!/usr/bin/env python3
"""How fast the command and the window are, against the floor that round trips set.  One table, or TAP with --tap.

    run.py MAILDOCTOR-CLI DELAY-RELAY [--window MAILDOCTOR EMPTY-WINDOW FIRST-FRAME] [--tap] [WORD…]

The lab of tests/servers stands behind a line that holds every packet back for 25 ms each way (delay-relay.c).  All
numbers of one table come from one run, so that a slow machine is slow on both sides of each ratio.
"""

import argparse
import concurrent.futures
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))

from lab import Client, Lab, NotPossible, run  # noqa: E402
from pki import Pki  # noqa: E402
from scenarios import STORIES  # noqa: E402
from servers import Servers  # noqa: E402
import lists  # noqa: E402
import sites  # noqa: E402

ONE_WAY_SECONDS = 0.025
# Round trips to resolver (D), mail servers (R) and web servers (H): D + max (7 R, D + 3 H) + 3 R for a guide configured
# on 587; with implicit TLS on 465 the middle is 5 R.
FLOOR_TRIPS = {"healthy on 587": 11, "healthy on 465": 9}
ALLOWANCE_SECONDS = 0.1
HEALTHY_RUNS = 7
QUICK_FAULT_RUNS = 3
CANCELS = 50
WAITING_AT_ONCE = 4
CANCEL_SECONDS = 0.1
MEMORY_KIB = 40 * 1024
FRAME_RATIO = 1.2
FRAME_RUNS = 15
WINDOW_MEMORY_KIB = 25 * 1024  # more than the empty window has
WINDOW_SECONDS = 4  # until a window has done what it does after its first frame
FRAME_ROUNDS = 3  # so few milliseconds are easily disturbed: a quiet round counts

# A search in all folders of a large mailbox: listing them with their counts is one round trip; of the two commands each
# folder takes in the search, about fifty folders' go out at once; fetching what was found takes one or two more.
FOLDERS_STORY = "the message among hundreds of folders"
FOLDERS_TRIPS = 1 + -(-sites.MANY_FOLDERS // 50) + 2
FOLDERS_WORK_SECONDS = 3.0  # the server opens every folder twice; one round trip a command would be 20 s

# A host that does not exist can be told at once, but the provider's own server is asked only when discovery has named
# it: D + 3 H, its name D, the dialogue on 587 7 R, the envelope R, and D for the configured name before all that.
MISSPELT_TRIPS = 13

# One fault each, and the one time limit it may cost, in seconds.
FAULTS = [
    ("host name misspelt", 0),
    ("certificate expired", 0),
    ("an old password on the sending side", 5),  # the server's own: it answers late after a failure, twice
    ("port 25 is blocked while 587 works", 5),
    ("all submission ports filtered", 5),
    ("the server does not answer at all", 5),
    ("STARTTLS set on 465", 2.5),
    ("silence after EHLO", 12),
    ("greeting after 20 seconds", 20),
    ("the first of two resolvers is dead", 2),
    ("dead resolver", 5),
    ("IPv6 announced but broken", 3),
]


class DelayedClient(Client):
    """A client of the lab at the far end of a slow line."""

    def __init__(self, lab, number, relay):
        super().__init__(lab, number)
        self.relay = relay

    def join(self):
        process = subprocess.Popen(
            [self.relay, self.name, "eth0", self.lab.net, self.interface, str(int(ONE_WAY_SECONDS * 1e6))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lab.processes.append(process)
        if process.stdout.readline() != b"ready\n":
            raise NotPossible("no TUN interface can be made here")


class Table:
    """The rows of the result; a row without a floor has no ratio."""

    def __init__(self, tap):
        self.tap = tap
        self.rows = 0
        self.failed = 0
        if not tap:
            print(f"{'':46} {'measured':>10} {'floor':>10} {'ratio':>6} {'limit':>10}")

    def add(self, what, measured, floor, limit, unit="s"):
        good = measured <= limit
        self.rows += 1
        self.failed += not good
        ratio = f"{measured / floor:6.2f}" if floor else " " * 6

        def number(value):
            return f"{value:.3f} s" if unit == "s" else f"{value:.0f} {unit}"

        least = number(floor) if floor else ""
        if self.tap:
            against = f", floor {least}, ratio {ratio.strip()}" if floor else ""
            result = "ok" if good else "not ok"
            print(f"{result} {self.rows} - {what}: {number(measured)}{against}, limit {number(limit)}", flush=True)
        else:
            result = "pass" if good else "FAIL"
            print(f"{what:46} {number(measured):>10} {least:>10} {ratio:>6} {number(limit):>10}  {result}", flush=True)

    def skip(self, what, reason):
        self.rows += 1
        print(f"ok {self.rows} - {what} # SKIP {reason}" if self.tap else f"{what:46} skipped: {reason}", flush=True)

    def end(self):
        if self.tap:
            print(f"1..{self.rows}")
        return 1 if self.failed else 0


class Bench:
    def __init__(self, lab, command, pki, table):
        self.lab = lab
        self.command = command
        self.ca_file = pki.root
        self.table = table
        self.largest = 0
        self.files = {}
        for name, text in (("good", sites.PASSWORD), ("old", sites.OLD_PASSWORD)):
            path = lab.folder / f"password-{name}"
            path.write_text(text + "\n")
            path.chmod(0o600)
            self.files[name] = str(path)

    def start(self, story, client):
        site = sites.BY_DOMAIN[story.site]
        arguments = [
            "ip", "netns", "exec", client.name, self.command, "check", story.guide, "--email", site.user, "--outgoing",
            f"{story.outgoing_host or site.smtp}:{story.outgoing}", "--incoming", story.incoming.format(imap=site.imap),
            "--password-file", self.files[story.password or "good"], "--ca-file", str(self.ca_file),
            "--yes-third-parties", "--lang", "en", "--format", "json"]
        if story.outgoing_password:
            arguments += ["--outgoing-password-file", self.files[story.outgoing_password]]
        home = self.lab.folder / f"home-{client.number}"
        home.mkdir(exist_ok=True)
        return subprocess.Popen(arguments + list(story.arguments), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"})

    def watch_memory(self, process):
        while process.poll() is None:
            try:
                with open(f"/proc/{process.pid}/status", encoding="utf-8") as file:
                    size = next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), 0)
                self.largest = max(self.largest, size)
            except OSError:
                pass
            time.sleep(0.05)

    def seconds(self, story, client):
        started = time.monotonic()
        process = self.start(story, client)
        watcher = threading.Thread(target=self.watch_memory, args=(process,))
        watcher.start()
        out, _ = process.communicate(timeout=120)
        took = time.monotonic() - started
        watcher.join()
        keep = os.environ.get("MD_BENCH_KEEP")
        if keep:
            (Path(keep) / (story.name.replace("/", "-") + ".json")).write_bytes(out)
        return took

    def trip(self, client):
        """The round trip of this line, as the kernel sees it."""
        probe = ("import socket, time\nbest = 9\nfor _ in range(8):\n    start = time.perf_counter()\n"
                 f"    socket.create_connection(('{sites.SITES[0].ipv4}', 587), 5).close()\n"
                 "    best = min(best, time.perf_counter() - start)\nprint(best)\n")
        return float(run("ip", "netns", "exec", client.name, sys.executable, "-c", probe))

    def healthy(self, story, client, trip):
        floor = FLOOR_TRIPS[story.name] * trip
        self.seconds(story, client)  # the servers start their processes on the first call
        took = statistics.median(self.seconds(story, client) for _ in range(HEALTHY_RUNS))
        self.table.add(story.name, took, floor, floor + trip + ALLOWANCE_SECONDS)

    def folders(self, story, client, trip):
        """What looking through the mailbox took, by the evidence; a round trip a command would be 400 of them."""
        took = []
        for _ in range(QUICK_FAULT_RUNS):
            out, _ = self.start(story, client).communicate(timeout=120)
            steps = json.loads(out)["steps"]
            took.append(sum(evidence["seconds"] for step in steps for evidence in step["evidence"]
                            if evidence["probe"] in ("imap-survey", "imap-search")))
        floor = FOLDERS_TRIPS * trip
        self.table.add(f"a search in {sites.MANY_FOLDERS} folders", min(took), floor,
                       floor + trip + FOLDERS_WORK_SECONDS)

    def faults(self, stories, trip):
        """Those that only wait do so together; those that are told at once run alone."""
        limits = dict(FAULTS)

        def took(story, client):
            runs = 1 if limits[story.name] else QUICK_FAULT_RUNS
            return statistics.median(self.seconds(story, client) for _ in range(runs))

        with concurrent.futures.ThreadPoolExecutor(WAITING_AT_ONCE) as pool:
            results = {story.name: pool.submit(took, story, client) for story, client in stories if limits[story.name]}
            concurrent.futures.wait(results.values())
        for story, client in stories:
            trips = MISSPELT_TRIPS if story.outgoing_host else FLOOR_TRIPS["healthy on 587"]
            floor = trips * trip + limits[story.name]
            seconds = results[story.name].result() if story.name in results else took(story, client)
            self.table.add(story.name, seconds, floor, (floor + trip + ALLOWANCE_SECONDS) * 1.1)

    def cancel(self, stories):
        """Ctrl-C at moments nobody chose; the slowest answer counts."""
        dice = random.Random(2026)
        moments = [(stories[number % len(stories)], dice.random()) for number in range(CANCELS)]

        def answer(moment):
            (story, client), place = moment
            process = self.start(story, client)
            time.sleep(0.005 + place * (0.7 if story.want == "ok" else 2.5))
            signalled = time.monotonic()
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
            return time.monotonic() - signalled

        with concurrent.futures.ThreadPoolExecutor(WAITING_AT_ONCE) as pool:
            slowest = max(pool.map(answer, moments))
        self.table.add(f"cancel, the slowest of {CANCELS}", slowest, 0, CANCEL_SECONDS)


def measure_command(options, table):
    known = {*FLOOR_TRIPS, *dict(FAULTS), FOLDERS_STORY}
    stories = [story for story in STORIES if story.name in known]
    wanted = [story for story in stories if not options.words or any(word in story.name for word in options.words)]
    with Lab() as lab:
        lab.build_internet()
        clients = {story.name: DelayedClient(lab, number, options.relay) for number, story in enumerate(stories, 1)}
        for story in stories:
            clients[story.name].build(story.network)
        pki = Pki(lab.folder / "pki")
        servers = Servers(lab, pki, [])
        servers.start()
        servers.wait_until_up()
        lab.load_rules(lab.net, rules([(story, clients[story.name]) for story in stories]))
        bench = Bench(lab, options.command, pki, table)
        trip = bench.trip(clients["healthy on 587"])
        print(f"# round trip {trip * 1000:.1f} ms")
        for story in wanted:
            if story.name in FLOOR_TRIPS:
                bench.healthy(story, clients[story.name], trip)
            elif story.name == FOLDERS_STORY:
                bench.folders(story, clients[story.name], trip)
        bench.faults([(story, clients[story.name]) for story in wanted if story.name in dict(FAULTS)], trip)
        if not options.words or "cancel" in options.words:
            bench.cancel([(story, clients[story.name]) for story in stories if story.name in (
                "healthy on 587", "all submission ports filtered", "silence after EHLO")])
        table.add("memory of the command at most", bench.largest / 1024, 0, MEMORY_KIB / 1024, "MB")


def rules(clients):
    refused = f"    ip daddr {sites.DEAD_DNS_ADDRESS} drop\n"
    for story, client in clients:
        site = sites.BY_DOMAIN[story.site]
        for statement in filter(None, story.network.refuse.split("; ")):
            refused += f'    iifname "{client.interface}" {statement}\n'.replace("{ipv4}", site.ipv4).replace(
                "{ipv6}", site.ipv6)
    return ("table inet lab {\n  chain refuse {\n    type filter hook input priority 0;\n" + refused + "  }\n}\n")


def measure_window(options, table):
    """First frames on a display of our own, one program after the other, the empty window in between."""
    if subprocess.run(["which", "Xvfb"], capture_output=True).returncode != 0:
        table.skip("first frame of the window", "Xvfb is not installed")
        return
    window, empty, first_frame = options.window
    read_end, write_end = os.pipe()
    display = subprocess.Popen(["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x1024x24",
                                "-nolisten", "tcp"], pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    name = ":" + os.read(read_end, 16).decode().strip()
    environment = dict(os.environ, DISPLAY=name, GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="none",
                       GSETTINGS_BACKEND="memory", ADW_DISABLE_PORTAL="1", LC_ALL="C.UTF-8")
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)

    def frame(program):
        done = subprocess.run([first_frame, program], env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")
        return float(done.stdout)

    def own_memory(*command):
        """KiB that it shares with no other program; the pages of libraries count for everybody."""
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(WINDOW_SECONDS)
        with open(f"/proc/{process.pid}/status", encoding="ascii", errors="replace") as status:
            kib = next(int(line.split()[1]) for line in status if line.startswith("RssAnon:"))
        process.kill()
        process.wait()
        return kib

    try:
        frame(empty), frame(window)  # fonts and icons come from the disk once
        for _ in range(FRAME_ROUNDS):
            pairs = [(frame(empty), frame(window)) for _ in range(FRAME_RUNS)]
            floor, took = (statistics.median(side) for side in zip(*pairs))
            if took <= floor * FRAME_RATIO:
                break
        least = own_memory(empty)
        starts = own_memory(window)
        settled = own_memory(window, "--practice", "healthy", "--page", "verdict")
    finally:
        display.terminate()
        display.wait()
    table.add("first frame of the window", took, floor, floor * FRAME_RATIO)
    for what, kib in (("the start page", starts), ("a result, and the pretend provider", settled)):
        table.add(f"own memory of the window: {what}", kib / 1024, least / 1024, (least + WINDOW_MEMORY_KIB) / 1024, "MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", type=os.path.abspath)
    parser.add_argument("relay", type=os.path.abspath)
    parser.add_argument("--window", nargs=3, metavar=("MAILDOCTOR", "EMPTY-WINDOW", "FIRST-FRAME"))
    parser.add_argument("--tap", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # the lab is taken down on the way out
    table = Table(options.tap)
    try:
        if options.words != ["lists"]:
            measure_command(options, table)
        if not options.words or "lists" in options.words:
            lists.measure(options.command, lambda lab: DelayedClient(lab, 1, options.relay), table)
    except NotPossible as reason:
        table.skip("the command behind a slow line", reason)
    if options.window and (not options.words or "window" in options.words):
        measure_window(options, table)
    return table.end()


if __name__ == "__main__":
    sys.exit(main())
