#!/usr/bin/env python3
"""Secrets are peeked at where they leave for the wire and nowhere else, and are never formatted or logged."""
import re

import common

# Who may see the bytes.  practice/ makes up its own secrets and compares what it is sent.
MAY_PEEK = {"base", "protocols", "practice"}
# Takes one password out of what the keyring holds for an online account.
MAY_PEEK_TOO = {"src/programs/keyring-member.c"}

PEEK = re.compile(r"\bmd_secret_(peek|bytes) \(")
FORMATS = re.compile(r"\b(g_strdup_printf|g_string_append_printf|g_string_printf|g_snprintf|g_print|g_printerr|printf|"
                     r"fprintf|snprintf|g_set_error|g_error_new|g_debug|g_info|g_message|g_warning|g_critical|g_log|"
                     r"g_log_structured|md_transcript_note|md_transcript_add|md_evidence_add_line) \(")
LOGS = re.compile(r"\b(g_debug|g_info|g_message|g_warning|g_critical|g_log|g_log_structured|g_print|g_printerr|printf) \(")
SECRET_NAME = re.compile(r"\b\w*(password|secret|passwd|token|bearer)\w*\b", re.I)
HARMLESS = re.compile(r"app_password|password_url|_secret_fd|password_fd|password_file|has_password|MD_\w+|_get_type|\w+_ID")
LEAKY = re.compile(r"\b(setenv|g_setenv|putenv) \(")

complaints = common.Complaints()


def arguments(text, start):
    """The text of a call's arguments, @start at its opening parenthesis."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at + 1]
    return text[start:]


sources = common.files("src", ".c", ".h")
for path in sources:
    text = common.read(path)
    plain = common.code_only(text)
    room = common.room(path)
    for match in PEEK.finditer(plain):
        if room not in MAY_PEEK and str(common.relative(path)) not in MAY_PEEK_TOO and path.suffix == ".c":
            complaints.add(path, common.line_of(plain, match.start()),
                           "only protocols/ looks into a secret: hand the MdSecret over")
    for match in FORMATS.finditer(plain):
        inside = arguments(plain, match.end() - 1)
        if PEEK.search(inside):
            complaints.add(path, common.line_of(plain, match.start()), "a secret is never formatted: use md_secret_join()")
    for match in LOGS.finditer(plain):
        inside = HARMLESS.sub("", arguments(plain, match.end() - 1))
        found = SECRET_NAME.search(inside)
        if found:
            complaints.add(path, common.line_of(plain, match.start()),
                           "%s in a log line: leave it out" % found.group(0))
    for match in LEAKY.finditer(plain):
        if SECRET_NAME.search(arguments(text, match.end() - 1)):
            complaints.add(path, common.line_of(plain, match.start()), "the environment is no place for a secret")
complaints.finish(len(sources))
