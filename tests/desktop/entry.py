"""entry.py - what software centres and menus are told: the pictures are there, and everything is said in both languages

entry.py DATA-FOLDER VERSION
"""
import os
import struct
import sys
import xml.etree.ElementTree as ET

folder, version = sys.argv[1:3]
APP = "io.github.maildoctor.MailDoctor"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
results = []


def check(good, name, detail=""):
    results.append(bool(good))
    print("%s %d - %s" % ("ok" if good else "not ok", len(results), name))
    if not good:
        print("# %s" % (detail,))


def png_size(path):
    with open(path, "rb") as file:
        head = file.read(24)
    return struct.unpack(">II", head[16:24]) if head.startswith(b"\x89PNG") else None


def check_pictures(root):
    for image in root.iter("image"):
        name = image.text.rsplit("/", 1)[1]
        path = os.path.join(folder, "screenshots", name)
        wanted = (int(image.get("width")), int(image.get("height")))
        check(os.path.exists(path) and png_size(path) == wanted, "picture " + name, path)
        check(name.endswith("-%s.png" % (image.get(LANG) or "en")), "language of " + name)


def check_languages(root):
    """As many Spanish as English texts of each kind, none empty, none the same."""
    for kind in ("name", "summary", "caption", "p", "li"):
        texts = list(root.iter(kind))
        english = [node.text for node in texts if node.get(LANG) is None]
        spanish = [node.text for node in texts if node.get(LANG) == "es"]
        check(len(english) == len(spanish) and not set(english) & set(spanish), "both languages: " + kind,
              (len(english), len(spanish)))


def check_entry():
    values = {}
    with open(os.path.join(folder, APP + ".desktop"), encoding="utf-8") as file:
        group = ""
        for line in file:
            if line.startswith("["):
                group = line.strip()
            elif "=" in line:
                key, value = line.rstrip("\n").split("=", 1)
                values[group, key] = value
    told = [(group, key) for group, key in values if key in ("Name", "GenericName", "Comment", "Keywords")]
    missing = [pair for pair in told if values.get((pair[0], pair[1] + "[es]"), values[pair]) == values[pair]]
    check(len(told) == 8 and not missing, "the entry and its actions are in both languages", missing)
    keywords = [values["[Desktop Entry]", key] for key in ("Keywords", "Keywords[es]")]
    check(all(len(words.strip(";").split(";")) > 10 for words in keywords), "keywords", keywords)


tree = ET.parse(os.path.join(folder, APP + ".metainfo.xml")).getroot()
check(tree.find("id").text == APP, "the identifier")
check(tree.find("releases/release").get("version") == version, "the newest release is this version")
check(len(tree.findall("screenshots/screenshot")) >= 3, "pictures")
check_pictures(tree)
check_languages(tree)
check_entry()
for icon in (APP + ".svg", APP + "-symbolic.svg"):
    drawing = ET.parse(os.path.join(folder, "icons", icon)).getroot()
    check(drawing.get("width") == drawing.get("height"), icon + " is square")
print("1..%d" % len(results))
sys.exit(0 if all(results) else 1)
