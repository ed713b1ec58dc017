#!/usr/bin/env python3
"""Sentences for people live in advice/ and in ui/.  Elsewhere a literal that reads like one is in the wrong room.

A guess, not a proof: a literal that begins with a capital, has several words, and ends like a sentence.  What programmers
read (logs, GError, assertions) may be one.
"""
import re

import common

ROOMS_WITH_SENTENCES = {"advice", "ui"}
# What servers say in practice mode is protocol, as are the words of the test message's headers.
PROTOCOL = {"practice"}
FOR_PROGRAMMERS = re.compile(r"\b(g_debug|g_info|g_message|g_warning|g_critical|g_error|g_log|g_set_error\w*|g_error_new\w*|"
                             r"g_assert\w*|g_return_\w+|md_transcript_note|G_LOG_DOMAIN|_Static_assert|static_assert)\b")
SENTENCE = re.compile(r"^[A-ZÁÉÍÓÚÑ¿¡][^%{}<>=;\\]*(\{\w+\}[^%{}<>=;\\]*)*[.?!…:]$")
MARKED = re.compile(r"\b(N_|_|C_|NC_) \(\s*$")

complaints = common.Complaints()
sources = common.files("src", ".c", ".h", ".def")
for path in sources:
    room = common.room(path)
    for line, literal, before in common.literals(common.read(path)):
        if room not in ROOMS_WITH_SENTENCES and room not in ("cli", "main") and MARKED.search(before):
            complaints.add(path, line, "a sentence to translate: move it to advice/")
        if room in ROOMS_WITH_SENTENCES or room in PROTOCOL or FOR_PROGRAMMERS.search(before) or MARKED.search(before):
            continue
        if literal.count(" ") >= 3 and SENTENCE.match(literal):
            complaints.add(path, line, "reads like a sentence for people: say it in advice/ (%r)" % literal)
complaints.finish(len(sources))
