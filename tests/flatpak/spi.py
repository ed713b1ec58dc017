"""spi.py - a window as the accessibility bus shows it: what it says, and pressing what can be pressed"""
import time

import gi

gi.require_version("Atspi", "2.0")
import pyatspi  # noqa: E402
from gi.repository import GLib  # noqa: E402

ENTER_KEY = 36
PRESSED = {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_CHECK_BOX}

TYPED = {pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT}


def wait_for(what, seconds=40):
    until = time.time() + seconds
    while time.time() < until:
        found = what()
        if found:
            return found
        for _ in range(50):  # news from the bus are read by the main loop only
            GLib.MainContext.default().iteration(False)
        time.sleep(0.2)
    return None


def find_application(name):
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clearCache()
    for application in desktop:
        try:
            if application is not None and application.name == name and application.childCount > 0:
                return Page(application)
        except Exception:
            continue
    return None


class Page:
    def __init__(self, application):
        self.application = application

    def nodes(self, node=None, depth=0):
        node = node or self.application
        yield node
        try:
            children = [node.getChildAtIndex(index) for index in range(node.childCount)] if depth < 60 else []
        except Exception:
            children = []
        for child in children:
            if child is not None:
                yield from self.nodes(child, depth + 1)

    def names(self):
        seen = []
        for node in self.nodes():
            try:
                seen.append((node.getRoleName(), node.name or ""))
            except Exception:
                continue
        return seen

    def says(self, words):
        return wait_for(lambda: any(words in name for _, name in self.names()))

    def no_longer_says(self, words):
        return wait_for(lambda: not any(words in name for _, name in self.names()))

    def find(self, roles, fits):
        for node in self.nodes():
            try:
                if node.getRole() in roles and fits(node):
                    return node
            except Exception:
                continue
        return None

    def press(self, name):
        button = wait_for(lambda: self.find(PRESSED, lambda node: node.name == name
                                            and node.getState().contains(pyatspi.STATE_SENSITIVE)))
        assert button is not None, "no button “%s”" % name
        button.queryAction().doAction(0)

    def enter(self, row):
        """The key Enter on a row of a list, which knows no action; without a window manager the window has the keyboard."""
        assert wait_for(lambda: row.getState().contains(pyatspi.STATE_FOCUSED)), "the row has not the focus"
        pyatspi.Registry.generateKeyboardEvent(ENTER_KEY, None, pyatspi.KEY_PRESSRELEASE)

    def wait_for_row(self, start):
        return wait_for(lambda: self.find({pyatspi.ROLE_LIST_ITEM}, lambda node: (node.name or "").startswith(start)))

    def type_into(self, name, text):
        field = wait_for(lambda: self.find(TYPED, lambda node: node.name == name))
        assert field is not None, "no field “%s”" % name
        field.queryEditableText().setTextContents(text)
