#!/usr/bin/env python3
"""Runs the command against real servers in network namespaces, one story after the other, several at a time.  TAP.

    run-lab.py MAILDOCTOR-CLI [WORD…]     only the stories whose names hold a word

With MD_LAB_KEEP=FOLDER the command's JSON of every story is kept there.
"""

import base64
import collections
import concurrent.futures
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import sites
from lab import Client, Lab, NotPossible
from pki import Pki
from scenarios import STORIES
from servers import Servers

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 8
LIMIT_SECONDS = 90
MEMORY_LIMIT_KIB = 40 * 1024


def rules(clients):
    """What happens to each client's packets on their way."""
    turned, refused = "", f"    ip daddr {sites.DEAD_DNS_ADDRESS} drop\n"
    for story, client in clients:
        where = f'    iifname "{client.interface}" '
        for ports, port in story.network.turn:
            turned += f"{where}tcp dport {ports} redirect to :{port}\n"
        site = sites.BY_DOMAIN[story.site]
        for statement in filter(None, story.network.refuse.split("; ")):
            refused += where + (statement.replace("{ipv4}", site.ipv4).replace("{ipv6}", site.ipv6)
                                .replace("{portal}", str(sites.PORTAL_PORT))) + "\n"
    return ("table inet lab {\n  chain turn {\n    type nat hook prerouting priority -100;\n" + turned + "  }\n"
            "  chain refuse {\n    type filter hook input priority 0;\n" + refused + "  }\n}\n")


# A profile as the program writes it; the outgoing server is what the story is about.
PROFILES = "[Profile0]\nName=default\nIsRelative=1\nPath=a1b2c3d4.default\nDefault=1\n"
PREFERENCES = {
    "mail.accountmanager.accounts": "account1", "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1", "mail.identity.id1.useremail": "{user}",
    "mail.identity.id1.smtpServer": "smtp1", "mail.server.server1.type": "imap",
    "mail.server.server1.hostname": "{imap}", "mail.server.server1.port": 993,
    "mail.server.server1.directory-rel": "[ProfD]ImapMail/{imap}",
    "mail.server.server1.userName": "{user}", "mail.server.server1.socketType": 3, "mail.smtpservers": "smtp1",
    "mail.smtpserver.smtp1.hostname": "{smtp}", "mail.smtpserver.smtp1.username": "{user}"}


# One filter that deletes.
FILTERS = ('version="9"\nlogging="no"\nname="Uno"\nenabled="yes"\ntype="17"\naction="Delete"\n'
           'condition="{}"\n')


def write_profile(home, site, outgoing, filters):
    """Makes up a Thunderbird profile below @home."""
    folder = home / ".thunderbird"
    (folder / "a1b2c3d4.default").mkdir(parents=True)
    (folder / "profiles.ini").write_text(PROFILES, encoding="utf-8")
    server = dict(zip(("port", "try_ssl", "authMethod"), map(int, outgoing.split())))
    preferences = PREFERENCES | {f"mail.smtpserver.smtp1.{name}": value for name, value in server.items()}
    lines = []
    for name, value in preferences.items():
        if isinstance(value, str):
            value = value.format(user=site.user, smtp=site.smtp, imap=site.imap)
        lines.append(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")
    if filters:
        below = folder / "a1b2c3d4.default" / "ImapMail" / site.imap
        below.mkdir(parents=True)
        (below / "msgFilterRules.dat").write_text(FILTERS.format(filters), encoding="utf-8")
    (folder / "a1b2c3d4.default" / "prefs.js").write_text("".join(lines), encoding="utf-8")


class Runner:
    def __init__(self, lab, command, pki):
        self.lab = lab
        self.command = command
        self.ca_file = pki.root
        self.largest = 0  # KiB of memory a run took at most
        self.files = {}
        for name, text in (("good", sites.PASSWORD), ("old", sites.OLD_PASSWORD), ("good-token", sites.TOKEN),
                           ("old-token", sites.OLD_TOKEN), ("narrow-token", sites.NARROW_TOKEN)):
            path = lab.folder / f"secret-{name}"
            path.write_text(text + "\n")
            path.chmod(0o600)
            self.files[name] = str(path)

    @staticmethod
    def account(story, site):
        if story.program:
            return ["--account", "thunderbird/default/id1"]
        return ["--email", site.user, "--outgoing", f"{story.outgoing_host or site.smtp}:{story.outgoing}",
                "--incoming", story.incoming.format(imap=site.imap)]

    def arguments(self, story):
        site = sites.BY_DOMAIN[story.site]
        arguments = [
            self.command, "check", story.guide, *self.account(story, site), "--ca-file", str(self.ca_file),
            "--no-third-parties" if story.private else "--yes-third-parties", "--lang", "en", "--format", "json"]
        if story.online:
            arguments += ["--token-from-goa"]
        elif not story.token:
            arguments += ["--password-file", self.files[story.password or "good"]]
        for side, name in (("outgoing", story.outgoing_password), ("incoming", story.incoming_password)):
            if name:
                arguments += [f"--{side}-password-file", self.files[name]]
        return arguments + list(story.arguments)

    def beside(self, story):
        """What the command is run by: a desktop with Online Accounts, or nobody."""
        if not story.online:
            return []
        mode, token = ("sign-in", "good") if story.online == "sign-in" else ("given", story.online)
        return ["dbus-run-session", "--", "/usr/bin/python3", os.path.join(HERE, "online-accounts.py"), mode,
                self.files[token + "-token"], sites.BY_DOMAIN[story.site].user]

    @staticmethod
    def secrets(user):
        """The passwords as they are, and as they go over the wire."""
        for password in (sites.PASSWORD, sites.OLD_PASSWORD, sites.TOKEN, sites.OLD_TOKEN, sites.NARROW_TOKEN):
            yield password.encode()
            yield json.dumps(password)[1:-1].encode()
            yield base64.b64encode(password.encode())
            yield base64.b64encode(f"\0{user}\0{password}".encode())

    def watch(self, process, seen):
        """What other users of the computer could read of the process, and its greatest size."""
        secrets = list(self.secrets("ana"))
        while process.poll() is None:
            try:
                with open(f"/proc/{process.pid}/status", encoding="utf-8") as file:
                    size = next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), 0)
                self.largest = max(self.largest, size)
            except OSError:
                pass
            for part in ("cmdline", "environ"):
                try:
                    with open(f"/proc/{process.pid}/{part}", "rb") as file:
                        shown = file.read()
                    if any(secret in shown for secret in secrets):
                        seen.append(f"the password is in /proc/PID/{part}")
                except OSError:
                    pass
            time.sleep(0.02)

    def run(self, story, client):
        """Runs one story; returns complaints and what to show of it."""
        seen = []
        home = self.lab.folder / f"home-{client.number}"
        home.mkdir()
        if story.program:
            write_profile(home, sites.BY_DOMAIN[story.site], story.program, story.filters)
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
        environment.update({k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "UBSAN_", "LSAN_", "G_"))})
        arguments = self.arguments(story)
        token = os.open(self.files[story.token + "-token"], os.O_RDONLY) if story.token else None
        started = time.monotonic()
        process = subprocess.Popen(["ip", "netns", "exec", client.name, *self.beside(story), *arguments,
                                    *(["--token-fd", str(token)] if token else [])],
                                   pass_fds=[token] if token else [], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if token:
            os.close(token)
        watcher = threading.Thread(target=self.watch, args=(process, seen))
        watcher.start()
        if story.stop_after:
            time.sleep(story.stop_after)
            started = time.monotonic()
            process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            seen.append(f"did not end within {LIMIT_SECONDS} s")
        watcher.join()
        if any(secret in out + err for secret in self.secrets(sites.BY_DOMAIN[story.site].user)):
            seen.append("the password is in the output")
        seconds = time.monotonic() - started
        if story.private:
            seen += self.third_parties_asked()
        if story.stop_after:
            return seen + self.judge_stop(process.returncode, out, err, seconds), seconds, out
        return seen + self.judge(story, process.returncode, out, err), seconds, out

    @staticmethod
    def judge_stop(status, out, err, seconds):
        """Generous to a machine under load: tests/bench measures the moment itself."""
        complaints = [f"took {seconds:.2f} s to stop"] if seconds > 0.5 else []
        if status != 3 or out or err.count(b"\n") != 1:
            complaints.append(f"wanted exit status 3 and one line, got {status}, {out[:200]} and {err[:600]}")
        return complaints

    def third_parties_asked(self):
        names = set((self.lab.folder / "asked-names").read_text(encoding="ascii").split())
        asked = sorted(name for name in names if name.endswith(sites.THIRD_PARTIES))
        return [f"third parties were looked up: {asked}"] if asked or not names else []

    @staticmethod
    def judge_steps(story, verdict):
        steps = verdict["causes"][0]["advice"] if verdict["causes"] else []
        places = [next((i for i, step in enumerate(steps) if words in step), -1) for words in story.advises]
        return [] if -1 not in places and places == sorted(places) else [f"wanted the advice {story.advises}, got {steps}"]

    @staticmethod
    def judge(story, status, out, err):
        try:
            document = json.loads(out)
        except ValueError:
            return [f"no JSON (exit status {status}): {err.decode('utf-8', 'replace')[-600:]}"]
        if b"Sanitizer" in err or b"CRITICAL" in err or b"runtime error" in err:
            return ["the program complains: " + err.decode("utf-8", "replace")[:6000]]
        verdict = document["verdict"]
        causes = [cause["id"] for cause in verdict["causes"]]
        complaints = []
        if story.want == "ok":
            if verdict["status"] != "ok" or status != 0 or causes:
                complaints.append(f"wanted ok, got {verdict['status']} (exit status {status}): {causes}")
        elif story.want == "unsure":
            if verdict["status"] != "unsure" or causes:
                complaints.append(f"wanted unsure, got {verdict['status']}: {causes}")
        else:
            wanted = (story.want,) if isinstance(story.want, str) else story.want
            if not causes or causes[0] not in wanted:
                complaints.append(f"wanted {' or '.join(wanted)} first, got {causes}")
            if status != 1:
                complaints.append(f"wanted exit status 1, got {status}")
        complaints += [f"{cause} is missing among {causes}" for cause in story.also if cause not in causes]
        found = {finding["id"] for step in document["steps"] for finding in step["findings"]}
        complaints += [f"{finding} was not found" for finding in story.finds if finding not in found]
        complaints += Runner.judge_steps(story, verdict)
        said = {f"{finding['id']} {name}={value}" for step in document["steps"] for finding in step["findings"]
                for name, value in finding["params"].items()}
        complaints += [f"{words} was not said" for words in story.says if words not in said]
        used = [finding["params"]["mechanism"] for step in document["steps"] for finding in step["findings"]
                if finding["id"] == "login-accepted"]
        if story.mechanism and used != [story.mechanism] * 2:
            complaints.append(f"wanted both sign-ins by {story.mechanism}, got {used}")
        return complaints


def findings_of(out):
    """A short list of what was found, for the one who has to look into a failure."""
    try:
        document = json.loads(out)
    except ValueError:
        return []
    lines = []
    for step in document["steps"]:
        for finding in step["findings"]:
            if finding["severity"] != "ok":
                lines.append(f"{step['id']} {finding['severity']} {finding['id']} {finding['params']}")
    return lines


def main():
    command, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    stories = [story for story in STORIES if not words or any(word in story.name for word in words)]
    keep = os.environ.get("MD_LAB_KEEP")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # the lab is taken down on the way out
    try:
        with Lab() as lab:
            lab.build_internet()
            clients = [(story, Client(lab, number)) for number, story in enumerate(stories, 1)]
            for story, client in clients:
                client.build(story.network)
            pki = Pki(lab.folder / "pki")
            servers = Servers(lab, pki, [address for story, client in clients if story.listed
                                         for address in (client.address, client.address_v6)])
            servers.start()
            servers.wait_until_up()
            lab.load_rules(lab.net, rules(clients))
            return report(clients, Runner(lab, command, pki), servers, keep)
    except NotPossible as reason:
        print(f"1..0 # SKIP {reason}")
        return 0


def say(good, number, text):
    print(f"{'ok' if good else 'not ok'} {number} - {text}")
    return not good


def judge_logins(clients, servers):
    """Servers lock people out after a few wrong passwords: the same one must not be tried again."""
    stories = {address: story.name for story, client in clients for address in (client.address, client.address_v6)}
    times = collections.Counter()
    for (user, address, kind), count in servers.refused_logins().items():
        times[stories[address], user, kind] += count
    seen = bool(times) or len(clients) < len(STORIES)
    good = seen and max(times.values(), default=0) < 2
    failed = say(good, len(clients) + 2, "no password was tried twice on one server")
    for login, count in times.items():
        if count > 1:
            print(f"# {count} times: {login}")
    return failed


def show_window(clients, runner):
    """The same profile in the window itself, in the network of the story that the command was told; None: not possible."""
    program = os.environ.get("MD_LAB_WINDOW", "")
    client = next((client for story, client in clients if story.program), None)
    if client is None or not os.access(program, os.X_OK) or shutil.which("Xvfb") is None:
        return None
    site = sites.BY_DOMAIN["sano.example"]
    environment = dict(os.environ, SSL_CERT_FILE=str(runner.ca_file), GTK_A11Y="none", GSK_RENDERER="cairo",
                       GDK_DEBUG="gl-disable", GSETTINGS_BACKEND="memory", LANG="C.UTF-8")
    done = subprocess.run(["ip", "netns", "exec", client.name, os.path.join(HERE, "..", "ui", "on-display.sh"), program,
                           site.user, site.smtp, site.imap], env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=200, check=False)
    return done.returncode == 0 and b"\nok 1" in done.stdout, done.stdout.decode("utf-8", "replace")


def report(clients, runner, servers, keep):
    print(f"1..{len(clients) + 3}", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(runner.run, story, client) for story, client in clients]
        for number, ((story, _), job) in enumerate(zip(clients, jobs), 1):
            complaints, seconds, out = job.result()
            failed += say(not complaints, number, f"{story.name} ({seconds:.1f} s)")
            for line in complaints + (findings_of(out) if complaints else []):
                print("# " + line.replace("\n", "\n# "))
            sys.stdout.flush()
            if keep:
                with open(os.path.join(keep, story.name.replace("/", "-") + ".json"), "wb") as file:
                    file.write(out)
    with open(runner.command, "rb") as file:
        sanitized = b"__asan_init" in file.read()
    small = sanitized or runner.largest <= MEMORY_LIMIT_KIB
    failed += say(small, len(clients) + 1, f"no run took more than 40 MiB ({runner.largest} KiB)")
    failed += judge_logins(clients, servers)
    window = show_window(clients, runner)
    if window is None:
        print(f"ok {len(clients) + 3} - the window says what to change # SKIP no window here")
    else:
        failed += say(window[0], len(clients) + 3, "the window says what to change")
        if not window[0]:
            print("# " + window[1][-6000:].replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
