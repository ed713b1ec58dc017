#!/usr/bin/env python3
"""run-flatpak.py - builds the Flatpak, installs it, and walks through it as a person would; TAP

run-flatpak.py WORK-FOLDER: needs flatpak and flatpak-builder, and the scripts for a stand-in runtime (see standin.py); is skipped
where something of that is missing.  The runtime and the modules are kept in the folder, so that only the first time is long.
The result is installed below that folder: nothing of it is seen by the person who runs this.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import standin

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = ["flatpak", "flatpak-builder", "eu-strip", "ostree", "bwrap", "Xvfb", "dbus-run-session", "apt-get", "gnome-keyring-daemon"]
SANDBOX = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-all", "true"]
# Exported under a name of the program's own, so that nothing of another one is ever replaced.
EXPORTS = ["applications/%s.desktop", "icons/hicolor/scalable/apps/%s.svg",
           "icons/hicolor/symbolic/apps/%s-symbolic.svg"]


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def say(self, good, what, words=""):
        self.count += 1
        self.failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", self.count, what))
        for line in words.splitlines()[-30:]:
            print("# " + line)
        sys.stdout.flush()
        return good

    def skip(self, what, reason):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, what, reason))

    def take(self, line):
        """A line of another program's TAP, numbered anew."""
        for word in ("not ok", "ok"):
            if line.startswith(word + " - "):
                self.say(word == "ok", line[len(word) + 3:])
                return
        if not line.startswith("dbus-daemon"):
            print("# " + line.lstrip("# "))

    def end(self):
        print("1..%d" % self.count)
        return 1 if self.failed else 0


def environment(work):
    """A home of its own for building and installing."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    env.update(HOME=str(work / "home"), FLATPAK_USER_DIR=str(work / "flatpak"), LC_ALL="C.UTF-8",
               XDG_DATA_DIRS="%s:/usr/local/share:/usr/share" % (work / "flatpak" / "exports" / "share"))
    (work / "home").mkdir(exist_ok=True)
    env.pop("DBUS_SESSION_BUS_ADDRESS", None)
    return env


def build(work, repository, manifest, seeds, env):
    subprocess.run(["flatpak", "--user", "remote-add", "--if-not-exists", "--no-gpg-verify", "standin", "file://%s" % repository],
                   check=True, env=env, stdout=subprocess.DEVNULL)
    command = ["flatpak-builder", "--user", "--install-deps-from=standin", "--install", "--force-clean", "--ccache", "--disable-updates",
               "--state-dir=%s" % (work / "state"), "--extra-sources=%s" % seeds, "--repo=%s" % (work / "repo"),
               str(work / "app"), str(manifest)]
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        command.insert(1, "--disable-rofiles-fuse")
    standin.run(work / "build.log", command, env=env, cwd=work)


def metainfo_of(exports):
    """Older versions of flatpak-builder export it under its former name."""
    names = [exports / "metainfo" / (standin.APP + end) for end in (".metainfo.xml", ".appdata.xml")]
    return next((name for name in names if name.exists()), names[0])


def look_at_files(tap, work):
    """What the desktop finds, what the program brings, and that nothing of building is left in it."""
    exports = work / "flatpak" / "exports" / "share"
    files = work / "flatpak" / "app" / standin.APP / "current" / "active" / "files"
    wanted = [name % standin.APP for name in EXPORTS]
    entry = (files / "share" / "applications" / (standin.APP + ".desktop")).read_text(encoding="utf-8")
    if "DBusActivatable=true" in entry:
        wanted.append("dbus-1/services/%s.service" % standin.APP)
    wanted += ["mime/packages/" + path.name for path in (files / "share" / "mime" / "packages").glob("*.xml")]
    wanted.append(metainfo_of(exports).relative_to(exports))
    missing = [name for name in wanted if not (exports / name).exists()]
    tap.say(not missing, "the desktop finds %d files" % len(wanted), "missing: %s" % missing if missing else "")
    inside = ["bin/maildoctor", "bin/maildoctor-cli", "share/locale/es/LC_MESSAGES/maildoctor.mo",
              "share/locale/en/LC_MESSAGES/maildoctor.mo", "lib/libcares.so.2", "lib/libgmime-3.0.so.0", "lib/libqrencode.so.4"]
    missing = [name for name in inside if not (files / name).exists()]
    tap.say(not missing, "window, command, both languages and the modules are there", "missing: %s" % missing if missing else "")
    left = [str(path.relative_to(files)) for path in files.rglob("*") if path.suffix in (".a", ".la", ".h", ".pc", ".cmake")]
    tap.say(not left, "nothing of building is left", "\n".join(left))
    return exports


def lint(tap, exports):
    entry = exports / "applications" / (standin.APP + ".desktop")
    for command in (["desktop-file-validate", str(entry)], ["appstreamcli", "validate", "--no-net", "--explain", str(metainfo_of(exports))],
                    ["flatpak-builder-lint", "manifest", str(standin.MANIFEST)]):
        if shutil.which(command[0]) is None:
            tap.skip(command[0] + " is content", "it is not installed")
            continue
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        tap.say(done.returncode == 0, command[0] + " is content", "" if done.returncode == 0 else done.stdout + done.stderr)


def walk(tap, work, env):
    """In the window, the command and the sandbox: see walk.py."""
    display = HERE.parent / "ui" / "on-display.sh"
    process = subprocess.Popen([str(display), "/usr/bin/python3", str(HERE / "walk.py"), str(work / "pictures")],
                               env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        tap.take(line.rstrip("\n"))
    if process.wait() != 0:
        tap.say(False, "the walk came to its end", "exit status %d" % process.returncode)


def main():
    tap = Tap()
    missing = [name for name in PROGRAMS if shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is None]
    work = pathlib.Path(sys.argv[1]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        if missing:
            raise standin.Cannot("not installed: " + " ".join(missing))
        if subprocess.run(SANDBOX, check=False, stderr=subprocess.DEVNULL).returncode != 0:
            raise standin.Cannot("no name spaces can be made here")
        times = [time.time()]
        repository = standin.make_runtime(work)
        manifest, path = standin.write_manifest(work)
        seeds = standin.fetch_sources(work, manifest["modules"])
        times.append(time.time())
    except standin.Cannot as reason:
        tap.skip("the Flatpak is built, installed and run", reason)
        return tap.end()
    except RuntimeError as error:
        tap.say(False, "the stand-in runtime", str(error))
        return tap.end()
    env = environment(work)
    with tempfile.TemporaryDirectory() as run:
        env["XDG_RUNTIME_DIR"] = run
        try:
            build(work, repository, path, seeds, env)
            times.append(time.time())
            tap.say(True, "is built and installed", "runtime %.0f s, building %.0f s; GMime is Debian's archive of the same version"
                    % (times[1] - times[0], times[2] - times[1]))
        except (RuntimeError, subprocess.CalledProcessError) as error:
            tap.say(False, "is built and installed", str(error))
            return tap.end()
        lint(tap, look_at_files(tap, work))
        walk(tap, work, env)
    return tap.end()


sys.exit(main())
