/* transcript.h - what was said on one connection, as evidence
 *
 * Lines in order with the time since the start.  A line that would carry a secret is recorded by the protocol as what
 * it stands for ("AUTH PLAIN [password]"), never as sent.  One owner at a time.  At most 400 lines of 1000 bytes each;
 * what is beyond is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_LINE_SENT,
  MD_LINE_RECEIVED,
  MD_LINE_NOTE, /* connected, TLS established, closed … */
} MdLineKind;

typedef struct _MdTranscript MdTranscript;

MdTranscript *md_transcript_new (void);
void          md_transcript_free (MdTranscript *self);
/* @text is copied, cut at its length limit, and non-printable bytes are shown as \xNN; UTF-8 stays. */
void          md_transcript_add (MdTranscript *self, MdLineKind kind, const char *text);
void          md_transcript_note (MdTranscript *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
guint         md_transcript_get_length (const MdTranscript *self);
/* "  0.120  C: EHLO …", "  0.180  S: 250 …", "  0.000  -- connected": one string a line. */
char        **md_transcript_to_lines (const MdTranscript *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdTranscript, md_transcript_free)

G_END_DECLS
