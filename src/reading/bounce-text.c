/* bounce-text.c - notices that follow no standard, line by line; see bounce-private.h
 *
 * What they have in common: an address that stands alone, behind a label or in front of a colon, and near it the words
 * of the server, often with its codes; a dialogue of two servers; and behind a mark or a header the message that came
 * back.  Forwarded notices carry "> " in front of every line, and reports whose boundaries were lost carry the fields
 * of RFC 3464 in their text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

#define MAX_LINES 4000
#define FORWARD_LINES 40 /* how far into a header the name of a mail system is looked for */

typedef struct
{
  MdFindings *findings;
  MdFieldReader fields;
  MdFound *current;      /* (nullable) whom the lines are about */
  GString *replies;      /* (owned) of the other server, waiting for the recipient they are about */
  guint n_listed;        /* recipients named before the dialogue */
  gboolean in_dialogue;
  gboolean after_blank;  /* the line before was empty */
} Reader;

static MdSpan
left_strip (MdSpan line)
{
  while (line.length > 0 && md_is_blank (line.at[0]))
    line = md_span_from (line, 1);
  return line;
}

/* Without the marks of a forwarded text; ">>>" of a dialogue stays. */
static MdSpan
without_quotes (MdSpan line)
{
  for (guint i = 0; i < 8 && line.length > 0 && line.at[0] == '>'; i++)
    {
      if (line.length > 1 && line.at[1] == '>' && !md_span_starts (line, MD_SPAN (">>>>")))
        return line;
      line = md_span_from (line, 1);
      if (line.length > 0 && line.at[0] == ' ')
        line = md_span_from (line, 1);
    }
  return line;
}

/* ── recipients ── */

static MdFound *
name_recipient (Reader *self, MdSpan address)
{
  MdFound *found = md_findings_get (self->findings, address);

  if (found == NULL)
    return NULL;
  self->current = found;
  if (!self->in_dialogue)
    self->n_listed = self->findings->found->len;
  if (self->replies->len > 0)
    {
      md_findings_add_line (self->findings, found, (MdSpan) { self->replies->str, self->replies->len });
      md_findings_add_line (self->findings, found, MD_SPAN_NONE);
      g_string_truncate (self->replies, 0);
    }
  return found;
}

/* "<mailto:a@b>", as Microsoft's text form of a link. */
static MdSpan
without_link (MdSpan rest)
{
  const char *end;

  if (!md_span_starts (rest, MD_SPAN ("<mailto:")) && !md_span_starts (rest, MD_SPAN (" <mailto:")))
    return rest;
  end = memchr (rest.at, '>', rest.length);
  return end != NULL ? md_span_from (rest, (gsize) (end - rest.at) + 1) : rest;
}

/* What may stand behind an address for it to be the recipient; @words: the part that is about it. */
static gboolean
rest_fits (const Reader *self, MdSpan rest, MdSpan *words)
{
  static const MdSpan behind[] = {
    MD_SPAN_ROW (" ("), MD_SPAN_ROW (" ["), MD_SPAN_ROW (" - "), MD_SPAN_ROW (" -- "), MD_SPAN_ROW (" ... "),
    MD_SPAN_ROW (" Invalid "), MD_SPAN_ROW ("; "), MD_SPAN_ROW ("\t"), MD_SPAN_ROW (" : "), MD_SPAN_ROW (" => "),
    MD_SPAN_ROW (" failed"), MD_SPAN_ROW (" is "), MD_SPAN_ROW (" was "), MD_SPAN_ROW (" does"),
  };

  rest = without_link (rest);
  *words = md_span_strip (rest);
  if (words->length == 0 || rest.at[0] == ':' || md_span_starts (rest, MD_SPAN ("...")))
    {
      while (words->length > 0 && (words->at[0] == ':' || words->at[0] == '.' || words->at[0] == ' '))
        *words = md_span_from (*words, 1);
      return TRUE;
    }
  if (md_span_starts (rest, MD_SPAN (" on ")) && memchr (rest.at, ':', rest.length) != NULL)
    {
      *words = MD_SPAN_NONE;
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (behind) && self->findings->says_failed; i++)
    if (md_span_starts (rest, behind[i]))
      return TRUE;
  return FALSE;
}

/* "a@b, c@d" and nothing else. */
static gboolean
take_list (Reader *self, MdSpan line)
{
  MdSpan rest = line, address, behind;
  guint n = 0;

  while (rest.length > 0 && md_bounce_take_address (rest, &address, &behind))
    {
      n++;
      rest = left_strip (without_link (behind));
      if (rest.length > 0 && rest.at[0] != ',' && rest.at[0] != ';')
        return FALSE;
      rest = left_strip (md_span_from (rest, 1));
    }
  if (n < 2 || rest.length > 0)
    return FALSE;
  for (rest = line; md_bounce_find_address (rest, &address);
       rest = md_span_from (line, (gsize) (md_span_end (address) - line.at)))
    name_recipient (self, address);
  return TRUE;
}

static MdSpan
without_bullet (MdSpan line)
{
  static const MdSpan bullets[]
      = {
    MD_SPAN_ROW ("* "), MD_SPAN_ROW ("- "), MD_SPAN_ROW ("-- "), MD_SPAN_ROW (">>> "), MD_SPAN_ROW ("• "),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (md_span_starts (line, bullets[i]))
      return left_strip (md_span_from (line, bullets[i].length));
  return line;
}

static gboolean
ends_with (MdSpan line, MdSpan words)
{
  return line.length >= words.length && md_span_equals (md_span_from (line, line.length - words.length), words);
}

/* Headings, and what Sendmail says behind every refusal whatever its cause: no words about the recipient. */
static gboolean
is_noise (const Reader *self, MdSpan line)
{
  if (md_span_starts (line, MD_SPAN ("-----")))
    return TRUE;
  return self->in_dialogue && line.at[0] == '5' && ends_with (line, MD_SPAN ("Service unavailable"));
}

/* "550 5.1.1 <a@b>... User unknown" of a program that talked to the other server. */
static gboolean
take_coded_line (Reader *self, MdSpan line)
{
  MdSpan address, rest;
  char status[MD_STATUS_SIZE];
  const char *mark = memchr (line.at, '<', MIN (line.length, 16));
  guint reply;

  if (mark == NULL || md_bounce_find_reply (md_span_until (line, 4), &reply) != line.at)
    return FALSE;
  rest = md_span_strip ((MdSpan) { line.at + 3, (gsize) (mark - line.at) - 3 });
  if (rest.length > 0 && md_bounce_find_status (rest, FALSE, status) != rest.at)
    return FALSE;
  if (!md_bounce_take_address (md_span_from (line, (gsize) (mark - line.at)), &address, &rest)
      || !(md_span_starts (rest, MD_SPAN ("...")) || md_span_starts (rest, MD_SPAN (":"))))
    return FALSE;
  if (self->current != NULL && (self->n_listed > 0 || !self->in_dialogue))
    return FALSE;
  name_recipient (self, address);
  /* "554 <a@b>... 550 Host unknown": the second code is the reason. */
  rest = left_strip (md_span_from (rest, md_span_starts (rest, MD_SPAN ("...")) ? 3 : 1));
  if (md_bounce_find_reply (md_span_until (rest, 4), &reply) == rest.at)
    line = rest;
  if (!is_noise (self, line))
    md_findings_add_line (self->findings, self->current, line);
  return TRUE;
}

static gboolean
take_recipient_line (Reader *self, MdSpan line)
{
  MdSpan address, rest, words = MD_SPAN_NONE;
  MdSpan body = without_bullet (line);
  gsize label;

  if (memchr (body.at, '@', body.length) == NULL)
    return FALSE;
  if (take_coded_line (self, body))
    return TRUE;
  label = md_phrases_start (MD_PHRASE_LABEL, body);
  if (label > 0 && md_bounce_take_address (left_strip (md_span_from (body, label)), &address, &rest))
    {
      name_recipient (self, address);
      md_findings_add_line (self->findings, self->current, body);
      return TRUE;
    }
  if (take_list (self, body))
    return TRUE;
  if (!md_bounce_take_address (body, &address, &rest) || !rest_fits (self, rest, &words))
    return FALSE;
  name_recipient (self, address);
  if (words.length > 0)
    md_findings_add_line (self->findings, self->current, words);
  return TRUE;
}

/* A sentence that names the recipient. */
static gboolean
take_sentence (Reader *self, MdSpan line)
{
  MdSpan address;

  if (memchr (line.at, '@', line.length) == NULL || !md_bounce_find_address (line, &address))
    return FALSE;
  if (md_span_find_case (self->findings->own, address) != NULL || !md_phrases_in (MD_PHRASE_NAMES, line))
    return FALSE;
  if (self->findings->weak == NULL)
    self->findings->weak = md_span_dup (address);
  return FALSE;
}

/* ── dialogues ── */

static const struct
{
  MdSpan mark;
  gboolean is_reply;
} dialogue[] = {
  { MD_SPAN_ROW (">>> "), FALSE },      { MD_SPAN_ROW ("<<< "), TRUE },         { MD_SPAN_ROW ("In: "), FALSE },
  { MD_SPAN_ROW ("Out: "), TRUE },      { MD_SPAN_ROW ("Sent <<< "), FALSE },   { MD_SPAN_ROW ("Received >>> "), TRUE },
  { MD_SPAN_ROW ("Command: "), FALSE }, { MD_SPAN_ROW ("Response: "), TRUE },   { MD_SPAN_ROW ("Sent: "), FALSE },
};

static void
take_command (Reader *self, MdSpan command)
{
  MdSpan address;

  g_string_truncate (self->replies, 0);
  if (!md_span_starts (command, MD_SPAN ("RCPT ")) || !md_bounce_find_address (command, &address))
    {
      if (self->n_listed == 0 && self->in_dialogue)
        self->current = NULL;
      return;
    }
  g_free (self->findings->weak);
  self->findings->weak = md_span_dup (address);
  if (self->n_listed == 0)
    self->current = NULL;
}

static void
take_reply (Reader *self, MdSpan words)
{
  guint reply;
  MdSpan weak = self->findings->weak != NULL ? md_span (self->findings->weak) : MD_SPAN_NONE;

  if (md_bounce_find_reply (md_span_until (words, 4), &reply) != words.at)
    return;
  self->findings->says_failed = TRUE;
  for (guint i = 0; i < self->findings->found->len && weak.length > 0; i++)
    {
      MdFound *found = g_ptr_array_index (self->findings->found, i);

      if (md_span_equals (md_span (found->address), weak))
        {
          md_findings_add_line (self->findings, found, words);
          return;
        }
    }
  if (self->replies->len < MD_BOUNCE_MAX_BLOCK / 2)
    g_string_append_printf (self->replies, "%s%.*s", self->replies->len > 0 ? " " : "", (int) words.length, words.at);
  md_findings_add_line (self->findings, NULL, words);
  md_findings_add_line (self->findings, NULL, MD_SPAN_NONE);
}

static gboolean
take_dialogue (Reader *self, MdSpan line)
{
  if (strchr (">< IiOoSsRrCc", line.at[0]) == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    if (md_span_starts (line, dialogue[i].mark))
      {
        MdSpan words = md_span_strip (md_span_from (line, dialogue[i].mark.length));
        MdSpan address, rest;

        /* ">>> a@b" is one way to list recipients. */
        if (words.length == 0 || md_bounce_take_address (words, &address, &rest))
          return FALSE;
        self->in_dialogue = TRUE;
        if (dialogue[i].is_reply)
          take_reply (self, words);
        else
          take_command (self, words);
        return TRUE;
      }
  return FALSE;
}

/* ── where the returned message begins ── */

/* A header begins here, and it is not that of a notice that was forwarded. */
static gboolean
is_forwarded_notice (MdSpan from)
{
  MdSpan rest = from, line;
  guint n = 0;

  while (n++ < FORWARD_LINES && md_span_next_line (&rest, &line))
    {
      line = left_strip (without_quotes (left_strip (line)));
      if (line.length == 0 && n > 3)
        return FALSE;
      if (md_span_starts (line, MD_SPAN ("From:")) || md_span_starts (line, MD_SPAN ("*From:")))
        return md_phrases_in (MD_PHRASE_DAEMON, line);
    }
  return FALSE;
}

static gboolean
begins_header (const Reader *self, MdSpan line)
{
  static const MdSpan starts[] = {
    MD_SPAN_ROW ("Received: "), MD_SPAN_ROW ("Received:from"), MD_SPAN_ROW ("Return-Path: "),
    MD_SPAN_ROW ("X-Received: "), MD_SPAN_ROW ("DKIM-Signature: "), MD_SPAN_ROW ("Message-ID: "),
    MD_SPAN_ROW ("MIME-Version: "), MD_SPAN_ROW ("X-Google-"), MD_SPAN_ROW ("Delivered-To: "),
    MD_SPAN_ROW ("ARC-Seal: "),
  };

  if (!self->after_blank || strchr ("RrXxDdMmAa", line.at[0]) == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (md_span_starts (line, starts[i]))
      return TRUE;
  return FALSE;
}

void
md_bounce_read_returned (MdFindings *findings, MdSpan header)
{
  MdSpan rest = header, name, value, address;

  for (guint i = 0; i < 300 && findings->returned_to == NULL && md_mime_next_field (&rest, &name, &value); i++)
    if ((md_span_equals (name, MD_SPAN ("To")) || md_span_equals (name, MD_SPAN ("X-Original-To")))
        && md_bounce_find_address (value, &address))
      findings->returned_to = md_span_dup (address);
}

/* TRUE when the rest of the text, which begins with @line, came back and is no part of the notice. */
static gboolean
is_returned_from_here (Reader *self, MdSpan raw, MdSpan line, MdSpan rest)
{
  gboolean marked = md_phrases_start (MD_PHRASE_RETURNED, line) > 0;
  MdSpan from = { line.at, (gsize) (md_span_end (rest) - line.at) };

  /* Notices quote fields too, but indented. */
  if (!marked && (raw.at != line.at || !begins_header (self, line)))
    return FALSE;
  /* Programs put such a mark over a forwarded message as well. */
  if (self->findings->found->len == 0 && is_forwarded_notice (marked ? rest : from))
    {
      self->findings->says_failed = TRUE;
      return FALSE;
    }
  md_bounce_read_returned (self->findings, marked ? left_strip (rest) : from);
  return TRUE;
}

/* ── lines ── */

static void
take_line (Reader *self, MdSpan line)
{
  if (md_phrases_start (MD_PHRASE_DELAYED, line) > 0)
    self->findings->says_delayed = self->findings->says_failed = TRUE;
  else if (md_phrases_start (MD_PHRASE_FAILED, without_bullet (line)) > 0)
    self->findings->says_failed = TRUE;
  if (md_span_starts (line, MD_SPAN ("----- Transcript of session")))
    self->in_dialogue = TRUE;
  if (take_dialogue (self, line) || take_recipient_line (self, line) || take_sentence (self, line))
    return;
  /* Lines that people put in front when they forward. */
  if (md_span_starts (line, MD_SPAN ("From:")) && md_phrases_in (MD_PHRASE_DAEMON, line))
    self->findings->says_failed = TRUE;
  if (!is_noise (self, line))
    md_findings_add_line (self->findings, self->current, line);
}

void
md_bounce_read_notice (MdFindings *findings, MdSpan text)
{
  Reader reader = { .findings = findings, .replies = g_string_new (NULL), .after_blank = TRUE };
  MdSpan rest = text, raw, line;
  guint n = 0;

  md_fields_begin (&reader.fields, findings);
  while (n++ < MAX_LINES && md_span_next_line (&rest, &raw))
    {
      raw = without_quotes (raw);
      line = md_span_strip (raw);
      if (line.length == 0)
        {
          md_fields_end_group (&reader.fields);
          md_findings_add_line (findings, reader.current, line);
          reader.after_blank = TRUE;
          continue;
        }
      if (md_fields_take_line (&reader.fields, raw))
        continue;
      if (is_returned_from_here (&reader, raw, line, rest))
        break;
      take_line (&reader, line);
      reader.after_blank = FALSE;
    }
  md_fields_end_group (&reader.fields);
  g_string_free (reader.replies, TRUE);
}
