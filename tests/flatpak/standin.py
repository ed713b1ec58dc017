"""standin.py - what it takes to build the Flatpak where its real runtime cannot be downloaded

A runtime of the same name, laid out from Debian packages by the scripts in the folder that MD_FLATPAK_STANDIN names (or in
../shared/flatpak-standin), and the modules' sources from Debian's source packages: the very files of their makers, but
for GMime's, which Debian ships without the texts of standards and without a ready configure script.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

try:
    import yaml
except ImportError:
    yaml = None

APP = "io.github.maildoctor.MailDoctor"
ROOT = pathlib.Path(os.environ.get("MD_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
MANIFEST = ROOT / "flatpak" / (APP + ".yml")
# What this program needs and the lists lack, and what only other programs need.
MORE = {"platform.list": ["libcurl4t64", "libzstd1"], "sdk.list": ["libcurl4-openssl-dev", "libzstd-dev", "zlib1g-dev", "ccache"]}
LESS = {"gdb", "strace", "git", "valac", "blueprint-compiler", "itstool", "gobject-introspection", "libgirepository1.0-dev",
        "libgirepository-1.0-1", "gir1.2-gtk-4.0", "gir1.2-adw-1", "libsoup-3.0-0", "libsoup-3.0-dev", "python3-gi",
        "libgpgme11t64", "libgpgme-dev", "libgpg-error-dev", "libgnutls28-dev", "libidn2-dev", "libxml2-utils"}
SUITES = ["forky", "sid", "trixie"]
# module: Debian's source package, and its archive where that is not the one of the manifest
SOURCES = {
    "c-ares": ("c-ares", None),
    "gmime": ("gmime", {
        "url": "https://deb.debian.org/debian/pool/main/g/gmime/gmime_3.2.15+dfsg.orig.tar.xz",
        "sha256": "d6c4445a2630f12f704eab3f764aef1a240dabb467c198e14b312ed9767e23e4",
        "autogen": ["touch ChangeLog", "gtkdocize", "autoreconf -fi"],
    }),
    "qrencode": ("qrencode", None),
}
# The rest is what laying it out leaves behind.
KEEP = {"repo", "stamp"}


class Cannot(Exception):
    """Something that this computer does not have; the text says what."""


def scripts_folder():
    if yaml is None:
        raise Cannot("this Python has no yaml")
    named = os.environ.get("MD_FLATPAK_STANDIN")
    folder = pathlib.Path(named) if named else ROOT.parent / "shared" / "flatpak-standin"
    if not (folder / "make-runtime.sh").is_file():
        raise Cannot("no scripts for a stand-in runtime; MD_FLATPAK_STANDIN may name their folder")
    return folder


def mirror():
    """The one that this computer's apt uses."""
    given = os.environ.get("MIRROR")
    if given:
        return given
    lines = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Origin: Debian", "Label: Debian"],
                           capture_output=True, text=True, check=False).stdout.split()
    found = [line for line in lines if line.startswith(("http", "file:"))]
    if not found:
        raise Cannot("apt knows no mirror of Debian: apt-get update")
    return found[0]


def run(log, command, **options):
    """Runs @command with its words in @log; on failure their end is the exception's text."""
    with open(log, "w", encoding="utf-8") as file:
        status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, check=False, **options).returncode
    if status != 0:
        words = pathlib.Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
        raise RuntimeError("%s: exit status %d\n%s" % (command[0], status, "\n".join(words[-25:])))


def lay_out_scripts(work):
    """A copy of the scripts with this program's lists; returns it and what tells it from another."""
    copy = work / "scripts"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    digest = hashlib.sha256()
    for path in sorted(scripts_folder().iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.name in MORE:
            names = [line for line in text.splitlines() if line.strip() not in LESS]
            text = "\n".join(names + MORE[path.name]) + "\n"
        (copy / path.name).write_text(text, encoding="utf-8")
        digest.update(text.encode())
    return copy, digest.hexdigest()


def make_runtime(work):
    """The folder of its repository; made once, as long as the scripts stay the same."""
    scripts, stamp = lay_out_scripts(work)
    folder = work / "runtime"
    if (folder / "stamp").is_file() and (folder / "stamp").read_text(encoding="utf-8") == stamp:
        return folder / "repo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run(work / "runtime.log", ["bash", str(scripts / "make-runtime.sh"), str(folder)], env=dict(os.environ, MIRROR=mirror()))
    for path in folder.iterdir():
        if path.name not in KEEP:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (folder / "stamp").write_text(stamp, encoding="utf-8")
    return folder / "repo"


def apt_of(work, suite):
    """The options that make apt-get read @suite's source packages, apart from the system's own settings."""
    folder = work / ("apt-" + suite)
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text(
        "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n" % (mirror(), suite), encoding="utf-8")
    values = {"Dir::State::lists": folder / "lists", "Dir::State::status": folder / "status", "Dir::Cache": folder / "cache",
              "Dir::Etc::sourcelist": folder / "sources.list", "Dir::Etc::sourceparts": "/dev/null",
              "APT::Sandbox::User": "root", "Acquire::Languages": "none"}
    return folder, ["apt-get", "-qq"] + [word for pair in values.items() for word in ("-o", "%s=%s" % pair)]


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch_sources(work, modules):
    """Lays the archives of @modules out as flatpak-builder looks for them; returns the folder."""
    seeds = work / "seeds"
    wanted = {}
    for module in modules:
        source = module["sources"][0]
        if source["type"] != "archive":
            continue
        place = seeds / "downloads" / source["sha256"] / source["url"].rsplit("/", 1)[1]
        if not place.is_file():
            wanted[module["name"]] = place
    for suite in SUITES:
        if not wanted:
            break
        folder, apt = apt_of(work, suite)
        subprocess.run(apt + ["update"], check=False, stderr=subprocess.DEVNULL)
        for name, place in list(wanted.items()):
            # Signatures and descriptions may be missing on a mirror; the checksum decides.
            subprocess.run(apt + ["--download-only", "source", SOURCES[name][0]], cwd=folder, check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for path in folder.glob("*.orig.tar.*"):
                if checksum(path) == place.parent.name:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, place)
                    del wanted[name]
                    break
    if wanted:
        raise Cannot("no source package brings the archive of " + ", ".join(sorted(wanted)))
    return seeds


def write_manifest(work):
    """The published manifest, with this tree as the program's source and GMime's archive exchanged; returns both."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    for module in manifest["modules"]:
        source = module["sources"][0]
        if source["type"] == "dir":
            source["path"] = str(ROOT)
            source["skip"] += sorted(path.name for path in ROOT.glob("build*") if path.name not in source["skip"])
        other = SOURCES.get(module["name"], (None, None))[1]
        if other:
            source.update(url=other["url"], sha256=other["sha256"])
            module["sources"].append({"type": "script", "dest-filename": "autogen.sh", "commands": other["autogen"]})
    path = work / (APP + ".json")
    path.write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    return manifest, path
