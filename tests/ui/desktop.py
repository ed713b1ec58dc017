#!/usr/bin/python3
"""desktop.py - the program as the desktop starts it: by its bus name, with files, by the actions of its entry

desktop.py PROGRAM SERVICE-FILE DESKTOP-FILE COMPILED-SCHEMAS: on a bus of its own that knows the program by its service file
alone, opens files and calls actions, and reads from the accessibility bus what the window shows.  Exit status 77 where there
is no such bus.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import gi

    gi.require_version("Atspi", "2.0")
    import pyatspi
    from gi.repository import Gio, GLib
except (ImportError, ValueError):
    print("no pyatspi: skipped")
    sys.exit(77)

ID = "io.github.maildoctor.MailDoctor"
PATH = "/io/github/maildoctor/MailDoctor"
BOUNCE = ("From: MAILER-DAEMON@mx.example.net\nTo: ana@example.org\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
          "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
          "It could not be delivered.\n\n--b\nContent-Type: message/delivery-status\n\n"
          "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; luis@example.net\nAction: failed\n"
          "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <luis@example.net>: User unknown\n\n--b--\n")
LETTER = "From: Luis <luis@example.net>\nTo: ana@example.org\nSubject: Friday\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n\nHi\n"


def start_own_bus():
    """The bus reads its services once, when it starts: so it starts with ours in its folder."""
    program, service, entry, schemas = sys.argv[1:5] = [os.path.abspath(path) for path in sys.argv[1:5]]
    folder = tempfile.mkdtemp()
    os.makedirs(folder + "/dbus-1/services")
    os.makedirs(folder + "/applications")
    os.makedirs(folder + "/glib-2.0/schemas")
    shutil.copy(schemas, folder + "/glib-2.0/schemas")
    with open(service, encoding="utf-8") as file:
        text = file.read()
    text, count = re.subn(r"(?m)^Exec=\S+/maildoctor --gapplication-service$",
                          "Exec=%s --gapplication-service" % program, text)
    assert count == 1, "the service file does not start the program: " + text
    with open("%s/dbus-1/services/%s.service" % (folder, ID), "w", encoding="utf-8") as file:
        file.write(text)
    shutil.copy(entry, folder + "/applications")
    # Settings are kept as on a desktop that has no keeper of its own: in a file.
    environment = dict(os.environ, MD_DESKTOP_TEST=folder, GIO_MODULE_DIR=folder + "/none",
                       XDG_DATA_DIRS=folder + ":" + os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share"))
    environment.pop("GSETTINGS_BACKEND", None)
    try:
        return subprocess.call(["dbus-run-session", "--", sys.executable] + sys.argv, env=environment)
    finally:
        shutil.rmtree(folder)


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    try:
        children = [node.getChildAtIndex(index) for index in range(node.childCount)]
    except Exception:
        return
    for child in children:
        yield from walk(child, depth + 1)


def words():
    """Every name on the bus that is ours."""
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clearCache()
    for application in desktop:
        for node in walk(application):
            try:
                yield node.name or ""
            except Exception:
                continue


def shows(sentence, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        if any(sentence in name for name in words()):
            return True
        for _ in range(50):
            GLib.MainContext.default().iteration(False)
        time.sleep(0.2)
    print("not shown: %s\nbut: %s" % (sentence, sorted(set(words()))))
    return False


def call(method, signature, *arguments):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    bus.call_sync(ID, PATH, "org.freedesktop.Application", method, GLib.Variant(signature, arguments), None,
                  Gio.DBusCallFlags.NONE, 20000, None)


def quit_program():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    call("ActivateAction", "(sava{sv})", "quit", [], {})
    until = time.time() + 10
    while time.time() < until:
        owned = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                              GLib.Variant("(s)", (ID,)), None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
        if not owned:
            return
        time.sleep(0.1)
    raise AssertionError("it does not quit")


def write(name, text):
    path = os.path.join(os.environ["MD_DESKTOP_TEST"], name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def open_files(*paths):
    call("Open", "(asa{sv})", [Gio.File.new_for_path(path).get_uri() for path in paths], {})


def test_open():
    """Nobody has started the program: the bus does, and it explains the file."""
    bounce, letter = write("Undelivered.eml", BOUNCE), write("Friday.eml", LETTER)
    open_files(bounce)
    assert shows("Undelivered.eml") and shows("luis@example.net"), "the bounce is not explained"
    open_files(letter)
    assert shows("An ordinary message from luis@example.net: “Friday”."), "the letter is not named"
    open_files(bounce, letter, os.path.join(os.environ["MD_DESKTOP_TEST"], "gone.eml"))
    assert shows("Which of these files is it about?"), "several files are not asked about"
    assert shows("This file is not there any more."), "a missing file is not told"
    quit_program()


def entry_actions():
    """The desktop calls the actions that the entry names by their names, without a parameter."""
    entry = GLib.KeyFile()
    entry.load_from_file(sys.argv[3], GLib.KeyFileFlags.NONE)
    return entry.get_string_list("Desktop Entry", "Actions")


def test_actions():
    expected = {"guide-send": "How mail travels", "guide-delivery": "D1", "guide-receive": "R1", "explain": "D1"}
    assert sorted(expected) == sorted(entry_actions()), "the entry's actions are others: %s" % entry_actions()
    for name in entry_actions():
        call("ActivateAction", "(sava{sv})", name, [], {})
        assert shows(expected[name]), name + " leads elsewhere"
        quit_program()
    call("ActivateAction", "(sava{sv})", "guide", [GLib.Variant("s", "receive")], {})
    assert shows("R1"), "the action with a parameter leads elsewhere"
    quit_program()


def test_command_line():
    """A second call hands over to the program that runs, with paths of its own folder."""
    call("Activate", "(a{sv})", {})
    assert shows("What is wrong?"), "it shows no start page"
    write("Here.eml", BOUNCE)
    status = subprocess.call([sys.argv[1], "Here.eml"], cwd=os.environ["MD_DESKTOP_TEST"])
    assert status == 0 and shows("Here.eml"), "the file of the command line is not opened"
    status = subprocess.call([sys.argv[1], "--guide", "receive"])
    assert status == 0 and shows("R1"), "--guide leads elsewhere"
    assert subprocess.call([sys.argv[1], "--guide", "nonsense"], stderr=subprocess.DEVNULL) == 2
    quit_program()


def test_remembers():
    """The language that was chosen with the buttons of the header holds when the program starts the next time."""
    call("Activate", "(a{sv})", {})
    assert shows("What is wrong?"), "it does not begin in the language of the desktop"
    call("ActivateAction", "(sava{sv})", "lang", [GLib.Variant("s", "es")], {})
    assert shows("¿Qué te pasa?"), "it does not change its language"
    quit_program()
    call("Activate", "(a{sv})", {})
    assert shows("¿Qué te pasa?"), "it has forgotten its language"
    quit_program()


def main():
    if "MD_DESKTOP_TEST" not in os.environ:
        return start_own_bus()
    os.environ["LANGUAGE"] = "en"
    for test in (test_open, test_actions, test_command_line, test_remembers):
        test()
        print("ok - " + test.__name__)
    return 0


if __name__ == "__main__":
    sys.exit(main())
