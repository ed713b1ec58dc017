#!/usr/bin/python3
"""walk.py - the installed Flatpak, met as a person meets it: on a display, with a keyring, beside a mail program's folder

walk.py PICTURES: FLATPAK_USER_DIR names the installation; the display, the bus and the home folder are this test's own (see
tests/ui/on-display.sh).  Prints "ok - …" lines; a picture of the verdict in each language goes to the folder PICTURES.
"""
import os
import pathlib
import subprocess
import sys
import time
import traceback

from gi.repository import Gio, GLib

import spi

APP = "io.github.maildoctor.MailDoctor"
HOME = pathlib.Path(os.environ["HOME"])
PICTURES = pathlib.Path(sys.argv[1])
FAULT = "old-sending-password"
ADDRESS = "ana@example.invalid"
PASSWORD = "correct horse"
VERDICT = {"es": "Tu contraseña para enviar es la antigua.", "en": "Your password for sending is the old one."}
HEADING = {"es": "¿Acepta tu proveedor la contraseña para enviar?", "en": "Does your provider accept the password for sending?"}
NEXT = {"es": "Siguiente", "en": "Next"}
LAST = {"es": "Ver el resultado", "en": "See the result"}
THUNDERBIRD = {"accountmanager.accounts": "account1", "account.account1.server": "server1",
               "account.account1.identities": "id1", "identity.id1.useremail": ADDRESS, "server.server1.type": "imap",
               "server.server1.hostname": "imap.example.invalid", "server.server1.userName": "ana", "smtpservers": "out1",
               "smtpserver.out1.hostname": "smtp.example.invalid"}
# Nothing of how this machine draws has a say.
SETTINGS = ["--env=GSK_RENDERER=cairo", "--env=GDK_DISABLE=gl,vulkan", "--env=LANG=C.UTF-8"]


def put(name, text):
    path = HOME / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def put_home():
    """Mail programs' folders of every kind that is granted, and one folder that is not."""
    put(".thunderbird/profiles.ini", "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n")
    put(".thunderbird/abc.default/prefs.js", "".join('user_pref("mail.%s", "%s");\n' % pair for pair in THUNDERBIRD.items()))
    put(".config/geary/account_01/geary.ini", "[Account]\nservice_provider=other\nsender_mailboxes=geary@example.invalid;\n"
        "[Incoming]\nlogin=geary\nhost=imap.geary.invalid\nport=993\n[Outgoing]\nhost=smtp.geary.invalid\nport=587\n")
    put(".msmtprc", "account default\nhost mail.example.invalid\nport 587\nfrom msmtp@example.invalid\nuser ana\n")
    put(".ssh/id_test", "a key that is nobody's business\n")
    put("letter.eml", "From: a@example.invalid\n\nNot handed over.\n")


def inside(*command, **options):
    """A command in the sandbox; its words are in .stdout."""
    return subprocess.run(["flatpak", "run", "--command=" + command[0], APP] + list(command[1:]), text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=90, **options)


def picture(name):
    """The screen as it is, when what moves on it has come to rest."""
    time.sleep(1)
    PICTURES.mkdir(parents=True, exist_ok=True)
    subprocess.run(["import", "-window", "root", "-crop", "1000x720+0+0", str(PICTURES / (name + ".png"))], check=True)


class Window:
    """The program's window, for a while."""

    def __init__(self, *options, by_desktop=False):
        self.page = None
        if by_desktop:
            Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
                APP, "/" + APP.replace(".", "/"), "org.freedesktop.Application", "Activate", GLib.Variant("(a{sv})", ({},)), None,
                Gio.DBusCallFlags.NONE, 60000, None)
        else:
            subprocess.Popen(["flatpak", "run"] + SETTINGS + [APP] + list(options), stdout=subprocess.DEVNULL)

    def __enter__(self):
        self.page = spi.wait_for(lambda: spi.find_application("maildoctor"), 90)
        assert self.page is not None, "the window is not on the accessibility bus"
        return self.page

    def __exit__(self, kind, value, trace):
        if kind is not None and self.page is not None:
            for role, name in self.page.names():
                if name and role != "label":
                    print("# %s: %s" % (role, name.replace("\n", " ")))
        subprocess.run(["flatpak", "kill", APP], check=False)
        spi.wait_for(lambda: spi.find_application("maildoctor") is None)


# ── what the walk looks at ──


def test_command():
    for lang, words in VERDICT.items():
        done = inside("maildoctor-cli", "practice", FAULT, "--lang", lang)
        assert words in done.stdout and done.returncode == 1, "%s: exit status %d\n%s" % (lang, done.returncode, done.stdout)


def test_verdict():
    """From the first step to the verdict with Next alone, in each language, and the other one at a press."""
    for lang, words in VERDICT.items():
        with Window("--lang", lang, "--practice", FAULT, "--page", "S3") as page:
            assert page.says(HEADING[lang]), "the page of S3 is not in the language %s" % lang
            for _ in range(5):
                page.press(NEXT[lang])
                time.sleep(0.5)
            page.press(LAST[lang])
            assert page.says(words), "no verdict in the language %s" % lang
            picture("verdict-" + lang)


def test_accounts():
    done = inside("maildoctor-cli", "accounts")
    for words in (ADDRESS, "imap.example.invalid", "geary@example.invalid", "msmtp@example.invalid"):
        assert words in done.stdout, "%s is not among the accounts\n%s" % (words, done.stdout)


def test_read_only():
    done = inside("sh", "-c", "echo x >>~/.thunderbird/abc.default/prefs.js; touch ~/.config/geary/new; rm ~/.msmtprc")
    assert done.returncode != 0 and done.stdout.count("Read-only file system") + done.stdout.count("busy") == 3, done.stdout
    assert "x\n" not in (HOME / ".thunderbird/abc.default/prefs.js").read_text(encoding="utf-8")


def test_refused():
    done = inside("sh", "-c", "cat ~/.ssh/id_test ~/letter.eml; ls -A ~ ~/.config")
    assert done.stdout.count("No such file or directory") == 2, done.stdout
    assert "nobody's business" not in done.stdout and "Not handed over" not in done.stdout, done.stdout
    shown = set(done.stdout.split())
    assert ".ssh" not in shown and "letter.eml" not in shown and ".thunderbird" in shown, done.stdout
    done = inside("maildoctor-cli", "explain", str(HOME / "letter.eml"))
    assert done.returncode > 1 and "letter.eml" in done.stdout, "exit status %d\n%s" % (done.returncode, done.stdout)


def stored_password():
    """What the keyring outside holds for the address, by its own protocol."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def call(path, interface, method, parameters):
        return bus.call_sync("org.freedesktop.secrets", path, "org.freedesktop.Secret." + interface, method, parameters, None, 0,
                             5000, None).unpack()

    root = "/org/freedesktop/secrets"
    session = call(root, "Service", "OpenSession", GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))[1]
    items = call(root, "Service", "SearchItems", GLib.Variant("(a{ss})", ({"email": ADDRESS},)))[0]
    return bytes(call(items[0], "Item", "GetSecret", GLib.Variant("(o)", (session,)))[0][2]).decode() if items else None


def test_window_and_keyring():
    """An account of Thunderbird is offered and taken; its password goes to the keyring, and the command finds it there."""
    with Window("--lang", "es", "--page", "account") as page:
        row = page.wait_for_row("De Thunderbird: " + ADDRESS)
        assert row is not None, "the window does not offer Thunderbird's account"
        page.enter(row)
        for heading in ("¿Funciona bien la conexión", "¿Son correctos los ajustes", HEADING["es"]):
            page.press("Siguiente")
            assert page.says(heading), "no page “%s”" % heading
        page.type_into("Contraseña del buzón", PASSWORD)
        page.press("Recordarla en el llavero")
        page.press("Probar esta contraseña")
        assert spi.wait_for(lambda: stored_password() == PASSWORD), "the keyring holds %r" % stored_password()
    for address, there in (("nobody@example.invalid", False), (ADDRESS, True)):
        done = inside("maildoctor-cli", "check", "send", "--email", address, "--password-from-keyring", "--only", "S1")
        assert ("keyring cannot be read" not in done.stdout and "S1 Internet" in done.stdout) == there, done.stdout
    with Window("--lang", "es", "--page", "account") as page:
        page.enter(page.wait_for_row("De Thunderbird: " + ADDRESS))
        for _ in range(3):
            page.press("Siguiente")
            time.sleep(0.5)
        page.press("Usar la del llavero")
        assert page.no_longer_says("Contraseña para recibir. necesita tu contraseña"), "the stored password is not taken"


def test_activation():
    """The desktop starts it by the name that the Flatpak exports."""
    with Window(by_desktop=True) as page:
        assert page.says("Mail Doctor"), "the window has no title"


def test_no_portal():
    """There is no portal here: the person is told, instead of waiting for a dialog."""
    with Window("--lang", "es", "--page", "D1") as page:
        page.press("Abrir un archivo…")
        assert page.says("No se ha abierto el diálogo para elegir un archivo"), "nothing is said"
        picture("no-portal")
        page.press("Cerrar")


TESTS = [("the command finds the practice fault in both languages", test_command),
         ("the window comes to the verdict in both languages", test_verdict),
         ("accounts of granted folders are read: Thunderbird, Geary, msmtp", test_accounts),
         ("granted folders cannot be written", test_read_only),
         ("~/.ssh and a letter in the home folder are out of reach", test_refused),
         ("an account is taken in the window, its password goes through the keyring", test_window_and_keyring),
         ("the desktop starts it by its name on the bus", test_activation),
         ("a file dialog that does not come is told", test_no_portal)]


def main():
    subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input="\n", text=True, check=True,
                   stdout=subprocess.DEVNULL)
    put_home()
    for what, test in TESTS:
        start = time.time()
        try:
            test()
            print("ok - %s" % what, flush=True)
        except Exception as error:  # whatever it was, the next one is tried
            print("not ok - %s" % what)
            print("\n".join("# " + line for line in ("%s" % error).splitlines() or [traceback.format_exc()]), flush=True)
        print("# %.1f s" % (time.time() - start), flush=True)


main()
