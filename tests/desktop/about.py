#!/usr/bin/env python3
"""About names the website and the place for faults that the metainfo names.

usage: about.py ABOUT-SOURCE METAINFO      prints TAP
"""
import re
import sys
import xml.etree.ElementTree

source = open(sys.argv[1], encoding="utf-8").read()
root = xml.etree.ElementTree.parse(sys.argv[2]).getroot()
urls = {url.get("type"): url.text for url in root.findall("url")}
good = True
for number, (name, kind) in enumerate((("WEBSITE", "homepage"), ("ISSUES", "bugtracker")), 1):
    match = re.search(r'#define %s "([^"]+)"' % name, source)
    same = match is not None and match.group(1) == urls.get(kind)
    good &= same
    print("%s %d - %s" % ("ok" if same else "not ok", number, kind))
print("1..2")
sys.exit(0 if good else 1)
