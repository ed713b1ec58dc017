#!/usr/bin/python3
"""keyring-prompt.py - a locked keyring, and the system's own prompt for it, answered through the accessibility bus

keyring-prompt.py TEST-KEYRING: runs that test beside a real keyring with a password, once for each answer to the prompt: its
owner types the password, dismisses it, or the caller stops waiting.  Needs a display; exit status 77 where there is no prompt.
"""
import os
import shutil
import subprocess
import sys
import time

try:
    import gi

    gi.require_version("Atspi", "2.0")
    import pyatspi
    from gi.repository import GLib
except (ImportError, ValueError):
    print("no pyatspi: skipped")
    sys.exit(77)

PASSWORD = "of-the-keyring"


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for index in range(node.childCount):
        try:
            yield from walk(node.getChildAtIndex(index), depth + 1)
        except Exception:
            continue


def prompt():
    """The prompter's window, once it is on the bus."""
    for application in pyatspi.Registry.getDesktop(0):
        try:
            if application is not None and "prompter" in (application.name or "") and application.childCount > 0:
                return application
        except Exception:
            continue
    return None


def find(application, roles, words=None):
    """What can be seen: the field for a second, new password is there too, but hidden."""
    for node in walk(application):
        try:
            if (node.getRole() in roles and (words is None or (node.name or "") in words)
                    and node.getState().contains(pyatspi.STATE_SHOWING)):
                return node
        except Exception:
            continue
    return None


def answer(how):
    application = prompt()
    if application is None:
        return False
    if how == "unlock":
        field = find(application, {pyatspi.ROLE_PASSWORD_TEXT})
        if field is None:
            return False
        field.queryEditableText().setTextContents(PASSWORD)
    button = find(application, {pyatspi.ROLE_PUSH_BUTTON}, {"Unlock", "OK"} if how == "unlock" else {"Cancel"})
    if button is None:
        return False
    button.queryAction().doAction(0)
    return True


def start_keyring():
    """A new one each time, and open: the test itself locks it."""
    process = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--replace", "--unlock", "--components=secrets"],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    process.stdin.write(PASSWORD)
    process.stdin.close()
    time.sleep(1)
    return process


def run(test, how):
    """Whether the test was content; the prompt is answered as soon as it is there."""
    keyring = start_keyring()
    process = subprocess.Popen([test, "-p", "/keyring/prompt"], env=dict(os.environ, MD_PROMPT=how))
    met = how == "stop"
    until = time.time() + 40
    while process.poll() is None and time.time() < until:
        for _ in range(50):
            GLib.MainContext.default().iteration(False)
        if not met:
            try:
                met = answer(how)
            except Exception:
                pass
        time.sleep(0.2)
    if process.poll() is None:
        process.kill()
    status = process.wait()
    died = keyring.poll() is not None
    keyring.terminate()
    words = keyring.stderr.read()
    print("%s: exit status %s, the prompt was %s" % (how, status, "met" if met else "not met"), flush=True)
    if status != 0 and died and "assertion failed" in words:
        print("%s: not judged, for the keyring's own service has failed: %s" % (how, words.strip().splitlines()[-1]))
        return True
    return status == 0 and met


def main():
    if not all(shutil.which(name) or os.path.exists("/usr/libexec/" + name)
               for name in ("gnome-keyring-daemon", "gcr-prompter")):
        print("no keyring with a prompt: skipped")
        return 77
    return 0 if all([run(sys.argv[1], how) for how in ("dismiss", "stop", "unlock")]) else 1


sys.exit(main())
