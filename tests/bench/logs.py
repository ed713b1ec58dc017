#!/usr/bin/env python3
"""How fast logs are read, beside pflogsumm on the same file.  One table, or TAP with --tap.

    logs.py MAILDOCTOR-CLI MAKE-LOG [--megabytes N] [--tap]

The log is made anew (make-log.c), never kept.  Rates are of one core: processor time, user and system, not the clock on
the wall, because other tests may run beside.  Both programs read the same file in the same run and must count the same.
The whole size of the promise: --megabytes 2000 (pflogsumm then takes about two minutes).
"""

import argparse
import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

LEAST_RATE = 400      # MB/s
LEAST_RATIO = 50
MOST_MEMORY = 64      # MB
CANCEL_SECONDS = 0.1
ROUNDS = 5            # the best counts: a machine that is busy elsewhere only takes away
PAIRS = 3             # of both programs, one behind the other, while something else slows ours down
CANCELS = 5


class Rows:
    def __init__(self, tap):
        self.tap = tap
        self.number = 0
        self.failed = 0

    def add(self, good, what, measured, limit):
        self.number += 1
        self.failed += not good
        if self.tap:
            print(f"{'ok' if good else 'not ok'} {self.number} - {what}: {measured}, {limit}", flush=True)
        else:
            print(f"{what:52} {measured:>26} {limit:>24}  {'pass' if good else 'FAIL'}", flush=True)

    def skip(self, what, why):
        self.number += 1
        print(f"ok {self.number} - {what} # SKIP {why}" if self.tap else f"{what:52} skipped: {why}", flush=True)


def watch_memory(pid, memory):
    """Until the process ends: the kernel's own high-water mark, which begins anew with the program."""
    while True:
        try:
            lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").split("\n")
        except OSError:
            return
        marks = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
        if not marks:
            return
        memory[0] = max(memory[0], *marks)
        time.sleep(0.01)


def run(arguments, stdin=None):
    """What it wrote, its processor time and its memory at most in MB."""
    with tempfile.TemporaryFile() as out, open(stdin or os.devnull, "rb") as standard_input:
        process = subprocess.Popen(arguments, stdin=standard_input, stdout=out, stderr=subprocess.DEVNULL,
                                   env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"})
        memory = [0]
        watcher = threading.Thread(target=watch_memory, args=(process.pid, memory))
        watcher.start()
        watcher.join()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        return out.read().decode("utf-8", "replace"), usage.ru_utime + usage.ru_stime, memory[0]


def figures(text):
    finding = next(f for f in json.loads(text)["steps"][0]["findings"] if f["id"] == "log-summary")
    return [int(finding["params"][name]) for name in ("sent", "deferred", "bounced", "rejected")]


def their_figures(text):
    """Number and unit: large numbers are rounded to k (1024)."""
    def number(pattern):
        value, unit = re.search(pattern, text).groups()
        return int(value), {"": 1, "k": 1024, "m": 1024 * 1024}[unit]
    return [number(r"(\d+)([km]?) +delivered"), number(r"\((\d+)([km]?) +deferrals\)"), number(r"(\d+)([km]?) +bounced"),
            number(r"(\d+)([km]?) +rejected")]


def measure(options, rows, log):
    size = log.stat().st_size / 1e6
    command = [options.command, "log", str(log), "--format", "json", "--lang", "en"]
    rounds = [run(command) for _ in range(ROUNDS)]
    seconds = min(taken for _, taken, _ in rounds)
    memory = max(used for _, _, used in rounds)
    ours = figures(rounds[0][0])
    rows.add(size / seconds >= LEAST_RATE, f"a Postfix log of {size:.0f} MB, by one core", f"{size / seconds:.0f} MB/s",
             f"at least {LEAST_RATE} MB/s")
    rows.add(memory <= MOST_MEMORY, "its memory at most", f"{memory:.0f} MB", f"at most {MOST_MEMORY} MB")
    if shutil.which("pflogsumm") is None:
        rows.skip("how many times as fast as pflogsumm", "pflogsumm is not installed")
        return ours
    text, taken, _ = run(["pflogsumm", str(log)])
    for _ in range(PAIRS - 1):
        if taken / seconds >= LEAST_RATIO:
            break
        again = min(run(command)[1] for _ in range(ROUNDS))
        text, theirs, _ = run(["pflogsumm", str(log)])
        if theirs / again > taken / seconds:
            taken, seconds = theirs, again
    rows.add(taken / seconds >= LEAST_RATIO, f"pflogsumm on the same file: {taken:.1f} s to {seconds:.2f} s",
             f"{taken / seconds:.0f} times as fast", f"at least {LEAST_RATIO} times")
    theirs = their_figures(text)
    same = all(abs(mine / unit - value) < (1 if unit > 1 else 0.5) for mine, (value, unit) in zip(ours, theirs))
    rows.add(same, "sent, deferred, bounced, rejected: as pflogsumm", " ".join(map(str, ours)),
             " ".join(str(value * unit) for value, unit in theirs))
    return ours


def measure_compressed(options, rows, log, ours):
    part = log.with_suffix(".gz")
    with open(log, "rb") as plain, gzip.open(part, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    text, taken, memory = run([options.command, "log", "-", "--format", "json"], stdin=part)
    size = log.stat().st_size / 1e6
    rows.add(figures(text) == ours and memory <= MOST_MEMORY, "the same, compressed, from standard input",
             f"{size / taken:.0f} MB/s, {memory:.0f} MB", f"at most {MOST_MEMORY} MB")
    part.unlink()


def measure_cancel(options, rows, log):
    slowest = 0
    for turn in range(CANCELS):
        process = subprocess.Popen([options.command, "log"] + [str(log)] * 20, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.1 + 0.05 * turn)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        slowest = max(slowest, time.monotonic() - started)
        if out or process.returncode != 3:
            slowest = 60
    rows.add(slowest <= CANCEL_SECONDS, f"cancel, the slowest of {CANCELS}", f"{slowest:.3f} s",
             f"at most {CANCEL_SECONDS} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("make_log")
    parser.add_argument("--megabytes", type=int, default=600)
    parser.add_argument("--tap", action="store_true")
    options = parser.parse_args()
    rows = Rows(options.tap)
    with tempfile.TemporaryDirectory(prefix="maildoctor-logs-") as folder:
        log = Path(folder) / "mail.log"
        with open(log, "wb") as out:
            subprocess.run([options.make_log, str(options.megabytes * 1000000)], stdout=out, check=True)
        ours = measure(options, rows, log)
        measure_compressed(options, rows, log, ours)
        measure_cancel(options, rows, log)
    if options.tap:
        print(f"1..{rows.number}")
    raise SystemExit(1 if rows.failed and not options.tap else 0)


if __name__ == "__main__":
    main()
