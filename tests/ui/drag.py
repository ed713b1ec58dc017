#!/usr/bin/python3
"""drag.py - a message dragged in from another program

drag.py PROGRAM: another process shows a message that can be dragged; the pointer is that of the display.
Skipped where the display has no such helpers.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import gi

    gi.require_version("Atspi", "2.0")
    gi.require_version("Gtk", "4.0")
    import pyatspi
    from gi.repository import GLib
except (ImportError, ValueError):
    print("1..0 # SKIP no pyatspi or no GTK for Python")
    sys.exit(0)

ERROR = "550 5.1.1 <luis@example.net>: Recipient address rejected: User unknown"
MESSAGE = ("From: MAILER-DAEMON@mx.example.net\nTo: ana@example.org\nSubject: Undelivered Mail Returned to Sender\n"
           "Content-Type: text/plain\n\n<luis@example.net>: host mx.example.net said:\n" + ERROR + "\n")
SOURCE_PLACE = (1010, 300)

# Another program: a window with a message to drag.
SOURCE = '''
import sys, gi
gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk
loop = GLib.MainLoop()
Gtk.init()
window = Gtk.Window(title="source-of-drags", default_width=120, default_height=120, decorated=False)
label = Gtk.Label(label="message")
drag = Gtk.DragSource(actions=Gdk.DragAction.COPY)
files = Gdk.FileList.new_from_list([Gio.File.new_for_path(sys.argv[1])])
drag.set_content(Gdk.ContentProvider.new_for_value(files))
label.add_controller(drag)
window.set_child(label)
window.present()
loop.run()
'''


def pump(seconds):
    until = time.time() + seconds
    while time.time() < until:
        while GLib.MainContext.default().iteration(False):
            pass
        time.sleep(0.01)


def wait_for(what, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        found = what()
        if found:
            return found
        pump(0.1)
    return None


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    try:
        for index in range(node.childCount):
            yield from walk(node.getChildAtIndex(index), depth + 1)
    except Exception:
        return


def find_application(pid):
    for application in pyatspi.Registry.getDesktop(0):
        try:
            if application.get_process_id() == pid and application.childCount > 0:
                return application
        except Exception:
            continue
    return None


def texts(application):
    for node in walk(application):
        try:
            yield node.name or ""
            if node.getRole() == pyatspi.ROLE_TEXT:
                yield node.queryText().getText(0, 9999)
        except Exception:
            continue


def says(application, words):
    return wait_for(lambda: any(words in text for text in texts(application)))


def xdotool(*words):
    subprocess.run(("xdotool",) + words, check=True, stdout=subprocess.DEVNULL)


def drag():
    """From the other window into ours, as a hand does it: the toolkit wants to see the way."""
    xdotool("mousemove", str(SOURCE_PLACE[0] + 60), str(SOURCE_PLACE[1] + 60), "sleep", "0.2", "mousedown", "1")
    for x in range(SOURCE_PLACE[0] + 50, 480, -25):
        xdotool("mousemove", str(x), "340", "sleep", "0.02")
    xdotool("sleep", "0.5", "mouseup", "1")


def run(application, folder):
    message = os.path.join(folder, "returned.eml")
    with open(message, "w", encoding="utf-8") as file:
        file.write(MESSAGE)
    source = subprocess.Popen([sys.executable, "-c", SOURCE, message],
                              env=dict(os.environ, GTK_A11Y="none"))
    try:
        xdotool("search", "--sync", "--name", "source-of-drags", "windowmove", str(SOURCE_PLACE[0]), str(SOURCE_PLACE[1]))
        pump(0.5)
        drag()
        assert says(application, "returned.eml"), "what was dropped is not opened"
        assert says(application, "luis@example.net"), "the message that came back is not read"
        print("ok 1 dragged", flush=True)
    finally:
        source.terminate()
        source.wait()


def main():
    if shutil.which("xdotool") is None:
        print("1..0 # SKIP no xdotool")
        return 0
    print("1..1")
    program = subprocess.Popen([sys.argv[1], "--lang", "es"])
    try:
        application = wait_for(lambda: find_application(program.pid), 60)
        assert application is not None, "the window is not on the accessibility bus"
        pump(1)
        with tempfile.TemporaryDirectory() as folder:
            run(application, folder)
        return 0
    except AssertionError as error:
        print("not ok %s" % error)
        for text in texts(application):
            if text:
                print("#   %s" % text.replace("\n", " "))
        return 1
    finally:
        program.terminate()
        program.wait()


sys.exit(main())
