/* bounce-private.h - what the files that read bounces share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/bounce.h"
#include "reading/mime-parts.h"

G_BEGIN_DECLS

#define MD_BOUNCE_MAX_RECIPIENTS 256
#define MD_BOUNCE_MAX_BLOCK 2048 /* bytes of text kept about one recipient */
#define MD_STATUS_SIZE 12        /* "5.123.123" */

/* ── codes and addresses (bounce-codes.c) ── */

/* The first enhanced status code that can be one; @status is left empty when there is none.  Class 2 counts only with
 * @any_class, since versions of programs look like it. */
const char *md_bounce_find_status (MdSpan text, gboolean any_class, char status[MD_STATUS_SIZE]);
/* The first reply code from 400 to 559 that stands where a server's reply begins; NULL when there is none. */
const char *md_bounce_find_reply (MdSpan text, guint *reply);
/* The first address at or after the start of @text. */
gboolean    md_bounce_find_address (MdSpan text, MdSpan *address);
/* "<a@b>", "a@b" or "\"a@b\"" at the very start: its address, and what stands behind it. */
gboolean    md_bounce_take_address (MdSpan text, MdSpan *address, MdSpan *rest);

/* ── what was found (bounce-found.c) ── */

typedef struct
{
  char *address;         /* (owned) (nullable) */
  char status[MD_STATUS_SIZE];
  int action;            /* MdDeliveryAction; -1: not told */
  char *remote;          /* (owned) (nullable) */
  char *diagnostic;      /* (owned) (nullable) of a report's field */
  GString *block;        /* (owned) lines of the notice about it */
  gboolean in_report;    /* a field of RFC 3464 named it */
} MdFound;

typedef struct
{
  GPtrArray *found;      /* (owned) of MdFound */
  GString *lead;         /* (owned) text that belongs to no recipient */
  char *reporting;       /* (owned) (nullable) */
  char *weak;            /* (owned) (nullable) an address that a sentence about the failure names */
  char *returned_to;     /* (owned) (nullable) recipient in the header of the returned message */
  MdSpan own;            /* whom the notice went to, as the header has it */
  gboolean has_fields;   /* fields of RFC 3464 were there */
  gboolean says_failed;  /* a phrase that only notices have */
  gboolean says_delayed;
} MdFindings;

void     md_findings_init (MdFindings *self);
void     md_findings_clear (MdFindings *self);
/* The entry of that address, made when there is none; NULL when there are too many already. */
MdFound *md_findings_get (MdFindings *self, MdSpan address);
/* One more line about it, or (with @found NULL) about all. */
void     md_findings_add_line (MdFindings *self, MdFound *found, MdSpan line);
/* Turns everything into reports; at least one. */
void     md_findings_finish (MdFindings *self, GPtrArray *reports);
void     md_bounce_report_free (MdBounceReport *self);

/* ── fields of RFC 3464 (bounce-fields.c) ── */

typedef struct
{
  MdFindings *findings;
  MdSpan original, final; /* of the group being read */
  MdSpan action, status, diagnostic, remote;
  MdSpan *open;           /* the field that a folded line goes on */
} MdFieldReader;

/* At the start, and again behind every group. */
void     md_fields_begin (MdFieldReader *self, MdFindings *findings);
/* TRUE when the line was a field of a report or its continuation. */
gboolean md_fields_take_line (MdFieldReader *self, MdSpan line);
/* Ends a group of fields: an empty line, or the end. */
void     md_fields_end_group (MdFieldReader *self);
/* A whole message/delivery-status part. */
void     md_fields_read (MdFindings *findings, MdSpan text);
/* A message/feedback-report part: its recipients. */
void     md_fields_read_feedback (MdFindings *findings, MdSpan text);

/* ── what the header tells (bounce-header.c) ── */

typedef struct
{
  MdSpan from, to, subject, return_path, failed_recipients, auto_submitted, precedence;
  gboolean replies_by_itself; /* a field that programs which answer for people write */
} MdNoticeHeader;

void     md_notice_header_read (MdNoticeHeader *self, MdSpan header);
/* Points for "this is a notice"; below zero: an automatic reply. */
int      md_notice_header_points (const MdNoticeHeader *self);
gboolean md_notice_header_is_reply (const MdNoticeHeader *self, int points);
/* Recipients that the text does not name, or names among others. */
void     md_notice_header_add_recipients (MdFindings *findings, const MdNoticeHeader *self);

/* ── text without rules (bounce-text.c) ── */

void     md_bounce_read_notice (MdFindings *findings, MdSpan text);
/* The recipient in the header of a returned message. */
void     md_bounce_read_returned (MdFindings *findings, MdSpan header);

/* ── notices in JSON (bounce-json.c) ── */

/* FALSE when it is none; @complaint: it tells of one. */
gboolean md_bounce_read_json (MdFindings *findings, MdSpan text, gboolean *complaint);

/* ── phrases (bounce-phrases.c) ── */

typedef enum
{
  MD_PHRASE_DAEMON,      /* in From: who writes notices */
  MD_PHRASE_SUBJECT,     /* in the subject of a notice */
  MD_PHRASE_AWAY,        /* in the subject of an automatic reply */
  MD_PHRASE_FAILED,      /* only notices say so */
  MD_PHRASE_DELAYED,     /* and these tell of a delay */
  MD_PHRASE_RETURNED,    /* at the start of a line: from here on the returned message */
  MD_PHRASE_LABEL,       /* at the start of a line: an address follows */
  MD_PHRASE_NAMES,       /* in a line: the address in it is the recipient */
} MdPhrases;

/* Whether one of the phrases stands in the first 256 bytes of @text, in any letter case. */
gboolean md_phrases_in (MdPhrases phrases, MdSpan text);
/* The length of the phrase that @text begins with; 0 without. */
gsize    md_phrases_start (MdPhrases phrases, MdSpan text);

G_END_DECLS
