#!/usr/bin/python3
"""audit.py - every page as a screen reader meets it, reached with the keyboard alone

audit.py PROGRAM LANGUAGE: walks the three guides on pretend accounts, and every page beside them, by real keys.  On each page
it reads what the accessibility bus says of it and follows the focus once round.  It ends with "N faults"; exit status 1 when
there is one, 77 where there is no such bus.
"""
import gettext
import os
import re
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
           pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT, pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_SPIN_BUTTON,
           pyatspi.ROLE_LIST_ITEM, pyatspi.ROLE_TEXT, pyatspi.ROLE_LINK, pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_SWITCH
           if hasattr(pyatspi, "ROLE_SWITCH") else pyatspi.ROLE_TOGGLE_BUTTON}
PICTURES = {pyatspi.ROLE_IMAGE, pyatspi.ROLE_ICON}
TYPE_NAME = re.compile(r"^(Gtk|Adw|Md)[A-Z]\w+$")
CLOSED = {"GtkPopover", "GtkListView", "GtkPopoverMenu"}  # what is open has the focus
TAB, ENTER, ESCAPE, F1, F10, LEFT, DOWN, UP = 0xff09, 0xff0d, 0xff1b, 0xffbe, 0xffc7, 0xff51, 0xff54, 0xff52
CONTROL, ALT, SHIFT, QUESTION = 37, 64, 50, 61  # key codes of an X server's own keyboard; the last one with Shift
FULL_CIRCLE = 160
POINTER = (320, 20)
SLACK = 6
SILENT_FIELDS = 6


class Words:
    """What belongs to which language, from the program's own catalogue and the toolkit's."""

    def __init__(self, lang):
        self.lang = lang
        self.wrong = set()
        self.patterns = []
        for domain, folder in (("maildoctor", os.environ.get("MAILDOCTOR_LOCALE_DIR")), ("gtk40", "/usr/share/locale"),
                               ("libadwaita", "/usr/share/locale")):
            self.read(domain, folder)

    def read(self, domain, folder):
        try:
            catalogue = gettext.translation(domain, folder, ["es"])._catalog
        except OSError:
            return
        both = {plain(text) for pair in catalogue.items() if isinstance(pair[0], str) for text in [pair[0]]} & {
            plain(text) for text in catalogue.values()}
        for english, spanish in catalogue.items():
            english = english[0] if isinstance(english, tuple) else english
            english = english.split("\x04")[-1]
            text, right = (english, spanish) if self.lang == "es" else (spanish, english)
            text, right = plain(text), plain(right)
            if len(text) < 3 or text == right or text in both:
                continue
            if "{" in text:
                parts = re.split(r"\{[a-z_]+\}", text)
                if max(len(part.strip()) for part in parts) > 14:
                    self.patterns.append((max(parts, key=len), re.compile(".+".join(map(re.escape, parts)), re.S)))
            elif domain == "maildoctor" or len(text) > 3:
                self.wrong.add(text)

    def is_foreign(self, text):
        text = plain(text)
        return text in self.wrong or any(part in text and pattern.fullmatch(text) for part, pattern in self.patterns)

    def say(self, msgid):
        if self.lang == "en":
            return plain(msgid)
        return plain(gettext.translation("maildoctor", os.environ["MAILDOCTOR_LOCALE_DIR"], ["es"]).gettext(msgid))


def plain(text):
    """Without the sign of a mnemonic."""
    return re.sub(r"_(?=\w)", "", text or "")


def spoken(name):
    """GTK 4.8 names a button with a mnemonic “_Next Next”."""
    half = len(name) // 2
    if "_" in name and plain(name[:half]).strip() == name[half:].strip():
        return name[half:].strip()
    return name


class Screen:
    """The program, its keys and what the bus tells of it."""

    def __init__(self, arguments):
        self.focus = None
        self.focused = []
        self.alerts = []
        pyatspi.Registry.registerEventListener(self.on_focus, "object:state-changed:focused")
        pyatspi.Registry.registerEventListener(self.on_added, "object:children-changed:add")
        self.process = subprocess.Popen(arguments)
        self.application = self.wait(self.find, 60)
        assert self.application is not None, "the window is not on the accessibility bus"
        # Without a window manager the keys go to the window that the pointer is in.
        pyatspi.Registry.generateMouseEvent(*POINTER, "abs")

    def on_focus(self, event):
        try:
            if event.detail1 and event.host_application == self.application or self.application is None:
                self.focus = event.source
                self.focused.append(event.source.name)
        except Exception:
            pass

    def on_added(self, event):
        try:
            if event.any_data.getRole() == pyatspi.ROLE_ALERT:
                self.alerts.append(event.any_data.name)
        except Exception:
            pass

    def find(self):
        for application in pyatspi.Registry.getDesktop(0):
            try:
                if application.get_process_id() == self.process.pid and application.childCount > 0:
                    return application
            except Exception:
                continue
        return None

    def pump(self, seconds):
        until = time.time() + seconds
        while True:
            while GLib.MainContext.default().iteration(False):
                pass
            if time.time() >= until:
                return
            time.sleep(0.004)

    def wait(self, what, seconds=15):
        until = time.time() + seconds
        while time.time() < until:
            found = what()
            if found:
                return found
            self.pump(0.008)
        return None

    def key(self, key, *modifiers):
        generate = pyatspi.Registry.generateKeyboardEvent
        for modifier in modifiers:
            generate(modifier, None, pyatspi.KEY_PRESS)
        generate(key, None, pyatspi.KEY_PRESSRELEASE if key == QUESTION else pyatspi.KEY_SYM)
        for modifier in reversed(modifiers):
            generate(modifier, None, pyatspi.KEY_RELEASE)

    def move(self, key, *modifiers):
        """Presses @key and returns what has the focus then."""
        before = len(self.focused)
        self.key(key, *modifiers)
        self.wait(lambda: len(self.focused) > before, 0.25)
        return self.focus

    def go_to(self, words, key=TAB):
        """Moves the focus until it is on something named like @words."""
        for _ in range(FULL_CIRCLE):
            if self.focus is not None and words in read_of(self.focus):
                return True
            self.move(key)
        print("  not reached by the keyboard: “%s”" % words)
        return False

    def windows(self):
        return [self.application.getChildAtIndex(i) for i in range(self.application.childCount)]

    def end(self):
        self.process.terminate()
        self.process.wait()


def name_of(node):
    try:
        return node.name or ""
    except Exception:
        return ""


def read_of(node):
    """Name and what describes it: newer toolkits keep the second line of a row out of its name."""
    text = spoken(name_of(node))
    try:
        for relation in node.getRelationSet():
            if relation.getRelationType() == pyatspi.RELATION_DESCRIBED_BY:
                text += " " + " ".join(name_of(relation.getTarget(i)) for i in range(relation.getNTargets()))
    except Exception:
        pass
    return text


def children(node):
    try:
        return [child for child in (node.getChildAtIndex(i) for i in range(node.childCount)) if child is not None]
    except Exception:
        return []


def box(node):
    try:
        extents = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    except Exception:
        return None
    return (extents.x, extents.y, extents.width, extents.height)


def chain(node):
    """From the window down to @node."""
    found = []
    while node is not None and len(found) < 60:
        found.insert(0, node)
        try:
            if node.getRole() in (pyatspi.ROLE_FRAME, pyatspi.ROLE_WINDOW, pyatspi.ROLE_DIALOG):
                break
            node = node.parent
        except Exception:
            break
    return found


def is_stack_page(node):
    return name_of(node) == "GtkStackPage"


def visible(node, kept, depth=0):
    """Depth first over what is on the screen: of the pages in the stack, the one with the focus."""
    if depth > 60:
        return
    yield node
    inside = children(node)
    if any(is_stack_page(child) and child in kept for child in inside):
        inside = [child for child in inside if not is_stack_page(child) or child in kept]
    for child in inside:
        if name_of(child) in CLOSED and child not in kept:
            continue
        extents = box(child)
        if extents is not None and extents[2] <= 0:
            continue
        yield from visible(child, kept, depth + 1)


class Audit:
    def __init__(self, screen, words):
        self.screen = screen
        self.words = words
        self.faults = []
        self.pages = 0

    def fault(self, page, text):
        self.faults.append("%s: %s" % (page, text))
        print("not ok %s: %s" % (page, text), flush=True)

    def page(self, page, window=None):
        """Everything that is asked of a page, or of a @window beside the main one."""
        self.screen.pump(0.25)
        self.pages += 1
        before = len(self.faults)
        self.names(page, window)
        self.circle(page)
        print("%s %s" % ("ok" if len(self.faults) == before else "..", page), flush=True)

    # ── what it says ──

    def names(self, page, window):
        kept = chain(self.screen.focus)
        top = window or (kept[0] if kept else self.screen.windows()[0])
        seen = {}
        headings = 0
        mnemonics = {}
        for node in visible(top, kept):
            try:
                role, name = node.getRole(), node.name or ""
            except Exception:
                continue
            headings += role == pyatspi.ROLE_HEADING
            self.check_name(page, node, role, name)
            if role in PRESSED and role != pyatspi.ROLE_LABEL:
                group = next((name_of(a) for a in reversed(chain(node)[:-1]) if name_of(a).strip()
                              and not TYPE_NAME.match(name_of(a))), "")
                key = (role, name, group)
                seen[key] = seen.get(key, 0) + 1
            if role in PRESSED and spoken(name) != name:
                letter = name[name.index("_") + 1].lower()
                mnemonics.setdefault(letter, set()).add(spoken(name))
        if headings == 0 and window is None:
            self.fault(page, "no heading")
        for (role, name, group), count in seen.items():
            if count > 1 and name.strip() and page != "about":  # the toolkit's window has an arrow on each of its pages
                self.fault(page, "%d times “%s” in “%s”" % (count, name, group))
        for letter, names in mnemonics.items():
            if len(names) > 1:
                self.fault(page, "Alt+%s is for %s" % (letter.upper(), " and ".join(sorted(names))))

    def check_name(self, page, node, role, name):
        if (role in PRESSED or role in PICTURES and not self.is_decoration(node)) and page != "about":  # the toolkit's own
            if not name.strip() or TYPE_NAME.match(name):
                where = next((name_of(a) for a in reversed(chain(node)[:-1]) if name_of(a).strip()), "")
                self.fault(page, "a %s without a name (“%s”) in “%s”" % (node.getRoleName(), name, where))
                return
            half = len(name) // 2
            if len(name) > 4 and name[:half] == name[half + 1:] and not any(
                    name_of(one) == "AdwToastWidget" for one in chain(node)):  # that button is the toolkit's
                self.fault(page, "said twice: “%s”" % name)
            if name != name.strip() or name.strip().endswith(","):
                self.fault(page, "an unfinished name: “%s”" % name)
        if "_" in name and spoken(name) == name and re.search(r"(^|\s)_\w", name):
            self.fault(page, "the sign of a mnemonic in “%s”" % name)
        for line in [spoken(name)] + re.split(r" · |\n|, ", name):
            if line and page != "card" and self.words.is_foreign(line):  # the card speaks both
                self.fault(page, "in the wrong language: “%s”" % line)
                break

    @staticmethod
    def is_decoration(node):
        """An arrow and the like, inside something that has a role and a name itself."""
        return any(one.getRole() in PRESSED and name_of(one).strip() for one in chain(node)[:-1])

    # ── where the focus goes ──

    def place(self, node):
        """(region, top, left, height) in the order of reading: in a page that scrolls, from the page's own top."""
        path = chain(node)
        scrolls = [i for i, one in enumerate(path) if one.getRole() == pyatspi.ROLE_SCROLL_PANE]
        extents = box(node)
        if extents is None or node.getRole() == pyatspi.ROLE_SCROLL_PANE:
            return None
        if scrolls and len(path) > scrolls[0] + 2:
            inside = box(path[scrolls[0] + 2])
            pane = box(path[scrolls[0]])
            if inside is not None and pane is not None:
                return (path[scrolls[0]], extents[1] - inside[1], extents[0] - inside[0], extents[3])
        return (None, extents[1], extents[0], extents[3])

    def circle(self, page):
        """Round with Tab, in reading order, back to where it began; one step back with Shift."""
        start = self.screen.move(TAB)
        if start is None:
            self.fault(page, "nothing takes the focus")
            return
        before, last, silent, self.tops = start, self.place(start), 0, 0
        for _ in range(FULL_CIRCLE):
            events = len(self.screen.focused)
            node = self.screen.move(TAB)
            if node == start:
                break
            # A field of GTK 4.8 takes the focus without telling.
            silent = silent + 1 if len(self.screen.focused) == events else 0
            if silent > SILENT_FIELDS:
                break
            if silent == 0:
                here = self.place(node)
                self.compare(page, before, last, node, here)
                before, last = node, here
        if self.screen.focus != start:
            self.fault(page, "the focus stays at “%s”" % name_of(self.screen.focus))
            return
        if silent == 0 and before != start and self.screen.move(TAB, SHIFT) != before:
            self.fault(page, "Shift+Tab leads from “%s” to “%s”, not to “%s”" % (
                name_of(start), name_of(self.screen.focus), name_of(before)))

    def compare(self, page, before, last, node, here):
        """Downwards, and from left to right."""
        if last is None or here is None or last[0] is None or last[0] != here[0]:
            return
        if here[1] + here[3] <= last[1] + SLACK:
            self.tops += 1  # once round it begins at the top again
            if self.tops < 2:
                return
            self.fault(page, "the focus goes up from “%s” to “%s”" % (name_of(before), name_of(node)))
        elif abs(here[1] - last[1]) < SLACK and here[2] < last[2] - SLACK and abs(here[3] - last[3]) < SLACK:
            self.fault(page, "the focus goes back from “%s” to “%s”" % (name_of(before), name_of(node)))


class Walk:
    """The keys, page after page."""

    def __init__(self, screen, audit, words):
        self.screen = screen
        self.audit = audit
        self.words = words

    def focus_is_in(self, heading):
        return any(heading in name_of(node) for node in chain(self.screen.focus))

    def heading(self):
        for node in visible(chain(self.screen.focus)[0], chain(self.screen.focus)):
            if node.getRole() == pyatspi.ROLE_HEADING:
                return name_of(node)
        return ""

    def next_page(self):
        """Ctrl+Enter, whatever has the focus."""
        before = self.screen.focus
        self.screen.key(ENTER, CONTROL)
        assert self.screen.wait(lambda: self.screen.focus != before, 10), "Ctrl+Enter leads nowhere"
        self.screen.pump(0.1)

    def back(self):
        before = self.screen.focus
        self.screen.key(LEFT, ALT)
        assert self.screen.wait(lambda: self.screen.focus != before, 10), "Alt+Left leads nowhere"

    def menu(self, msgid):
        """F10, down to the entry, Enter."""
        before = self.screen.focus
        self.screen.key(F10)
        self.screen.wait(lambda: self.screen.focus != before, 3)
        if self.screen.go_to(self.words.say(msgid), DOWN):
            before = self.screen.focus
            self.screen.key(ENTER)
            self.screen.wait(lambda: self.screen.focus != before, 5)
            self.screen.pump(0.3)
            return True
        self.screen.key(ESCAPE)
        self.screen.pump(0.5)
        return False

    def practise(self, fault):
        assert self.menu("_Practise with a pretend account"), "no practice in the menu"
        assert self.screen.go_to(fault), "the fault is not in the list"
        self.screen.key(ENTER)
        address = self.words.say("Mail _address")
        assert self.screen.wait(lambda: any(address in name_of(node) for node in visible(
            self.screen.windows()[0], [])), 20), "the account page does not come"
        self.screen.pump(1)

    def guide(self, fault, steps, letter):
        self.practise(fault)
        self.audit.page("%s account" % letter)
        for step in range(1, steps + 1):
            self.next_page()
            self.audit.page("%s%d" % (letter, step))
        self.screen.alerts.clear()
        self.next_page()
        self.audit.page("%s verdict" % letter)

    def beside(self):
        """What one reaches from the verdict."""
        for button, page in (("_View and save report…", "report"), ("Card for your _helper", "card")):
            if self.screen.go_to(self.words.say(button)):
                self.screen.key(ENTER)
                self.screen.pump(0.5)
                self.audit.page(page)
                self.back()
                self.screen.pump(0.3)
            else:
                self.audit.fault(page, "no way to it with the keyboard")

    def windows(self):
        for name, keys in (("preferences", (0x2c, CONTROL)), ("shortcuts", (QUESTION, CONTROL, SHIFT))):
            self.window(name, lambda chord=keys: self.screen.key(*chord))
        self.window("about", lambda: self.menu("_About Mail Doctor"))

    def window(self, name, open_it):
        count = len(self.screen.windows())
        open_it()
        if not self.screen.wait(lambda: len(self.screen.windows()) > count, 8):
            self.audit.fault(name, "does not open by its key")
            return
        self.audit.page(name, self.screen.windows()[-1])
        self.screen.key(ESCAPE)
        if not self.screen.wait(lambda: len(self.screen.windows()) == count, 5):
            self.audit.fault(name, "Escape does not close it")
        self.screen.pump(0.3)

    def from_menu(self):
        for entry, page in (("_Earlier results", "history"), ("_What leaves this computer", "leaves"), ("_Help", "help")):
            if self.menu(entry):
                self.audit.page(page)
                self.back()
            else:
                self.audit.fault(page, "no way to it with the keyboard")

    def all(self):
        self.screen.wait(lambda: self.screen.focus is not None, 20)
        self.audit.page("start")
        self.from_menu()
        self.windows()
        self.guide("old-sending-password", 8, "S")
        self.beside()
        self.guide("own-spf-broken", 6, "D")
        self.guide("message-in-spam", 6, "R")


def main():
    lang = sys.argv[2]
    began = time.time()
    screen = Screen([sys.argv[1], "--lang", lang])
    words = Words(lang)
    audit = Audit(screen, words)
    try:
        Walk(screen, audit, words).all()
    except (AssertionError, GLib.GError) as error:
        status = screen.process.poll()
        audit.fault("walk", "%s%s" % (error, "" if status is None else " (the program has ended: %d)" % status))
    finally:
        screen.end()
    print("%s: %d pages, %d faults, %.0f s" % (lang, audit.pages, len(audit.faults), time.time() - began))
    return 1 if audit.faults else 0


sys.exit(main())
