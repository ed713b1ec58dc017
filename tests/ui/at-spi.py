#!/usr/bin/python3
"""at-spi.py - the window as a screen reader and a keyboard user meet it

at-spi.py PROGRAM: opens PROGRAM on a pretend account and, through the accessibility bus alone, reads names, presses Next,
switches the language and listens to the picture.  Exit status 77 where there is no such bus.
"""
import os
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

PRESSED = {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_RADIO_BUTTON,
           pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT, pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_SPIN_BUTTON}


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    try:
        count = node.childCount
    except Exception:
        return
    for index in range(count):
        try:
            child = node.getChildAtIndex(index)
        except Exception:
            continue
        yield from walk(child, depth + 1)


def wait_for(what, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        found = what()
        if found:
            return found
        for _ in range(50):  # news from the bus are read by the main loop only
            GLib.MainContext.default().iteration(False)
        time.sleep(0.2)
    return None


def find_application(pid):
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clearCache()
    for application in desktop:
        try:
            if application is not None and application.get_process_id() == pid and application.childCount > 0:
                return application
        except Exception:
            continue
    return None


def names(application):
    seen = []
    for node in walk(application):
        try:
            seen.append((node.getRole(), node.name or ""))
        except Exception:
            continue
    return seen


def find(application, roles, ending):
    for node in walk(application):
        try:
            if node.getRole() in roles and (node.name or "").endswith(ending):
                return node
        except Exception:
            continue
    return None


def press(application, ending):
    button = wait_for(lambda: find(application, PRESSED, ending))
    assert button is not None, "no button “%s”" % ending
    button.queryAction().doAction(0)


def says(application, words):
    return wait_for(lambda: any(words in name for _, name in names(application)))


def nameless(application):
    """What can be pressed or typed into and has no name of its own (the toolkit's own inner parts apart)."""
    wrong = []
    for role, name in names(application):
        if role in PRESSED and (name.strip() == "" or name.startswith(("Gtk", "Adw", "Md"))):
            wrong.append("%s “%s”" % (role, name))
    return wrong


def run(application):
    assert says(application, "¿Acepta tu proveedor la contraseña"), "S3 is not read in Spanish"
    assert says(application, "Tu contraseña para enviar es la antigua"), "the advice is not read"
    press(application, "Siguiente")
    assert says(application, "antivirus o un cortafuegos"), "Next does not lead to S4"
    press(application, "English")
    assert says(application, "antivirus or firewall stand in the way"), "the page is not read in English"
    assert says(application, "How mail travels"), "the list is not read in English"
    wrong = nameless(application)
    print("without a name: %d %s" % (len(wrong), wrong[:12]))
    assert not wrong, "things to press without a name"


def put_programs():
    """Two mail programs with the same account, in the home that this test has to itself."""
    home = os.path.expanduser("~")
    os.makedirs(os.path.join(home, ".thunderbird", "abc.default"), exist_ok=True)
    with open(os.path.join(home, ".thunderbird", "profiles.ini"), "w", encoding="utf-8") as file:
        file.write("[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n")
    values = {"accountmanager.accounts": "account1", "account.account1.server": "server1",
              "account.account1.identities": "id1", "identity.id1.useremail": "ana@example.invalid",
              "server.server1.type": "imap", "server.server1.hostname": "imap.example.invalid",
              "server.server1.userName": "ana", "smtpservers": "out1", "smtpserver.out1.hostname": "smtp.example.invalid"}
    with open(os.path.join(home, ".thunderbird", "abc.default", "prefs.js"), "w", encoding="utf-8") as file:
        file.write("".join('user_pref("mail.%s", "%s");\n' % pair for pair in values.items()))
    with open(os.path.join(home, ".msmtprc"), "w", encoding="utf-8") as file:
        file.write("account default\nhost mail.example.invalid\nport 587\ntls on\nauth on\n"
                   "from ana@example.invalid\nuser ana\n")


def rows(application):
    """What is read of each row; newer toolkits do not put its second line into its name, but say what describes it."""
    for node in walk(application):
        try:
            if node.getRole() == pyatspi.ROLE_LIST_ITEM:
                others = [relation.getTarget(i).name for relation in node.getRelationSet()
                          if relation.getRelationType() == pyatspi.RELATION_DESCRIBED_BY
                          for i in range(relation.getNTargets())]
                yield " ".join([node.name or ""] + others)
        except Exception:
            continue


def run_accounts(application):
    for words in ("De Thunderbird: ana@example.invalid", "De msmtp: ana@example.invalid"):
        row = wait_for(lambda start=words: next(
            (row for row in rows(application) if row.startswith(start)), None))
        assert row is not None, "no row “%s”" % words
        assert "example.invalid:" in row, "the row does not tell its servers: %s" % row
    wrong = nameless(application)
    assert not wrong, "things to press without a name: %s" % wrong[:12]


def visit(options, what):
    program = subprocess.Popen([sys.argv[1], "--lang", "es"] + options)
    try:
        application = wait_for(lambda: find_application(program.pid) or program.poll() is not None, 60)
        assert program.poll() is None, "the program has ended with status %s" % program.poll()
        assert application is not None, "the window is not on the accessibility bus"
        what(application)
        print("ok: %s" % what.__name__)
        return True
    except AssertionError as error:
        print("not ok: %s" % error)
        for role, name in names(application):
            if name:
                print("  %s: %s" % (role, name))
        return False
    finally:
        program.terminate()
        program.wait()


def main():
    put_programs()
    good = visit(["--practice", "old-sending-password", "--page", "S3"], run)
    return 0 if visit(["--page", "account"], run_accounts) and good else 1


sys.exit(main())
