/* bounce.c - what kind of message it is, and who found what in it; see bounce.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

#define MAX_BYTES (32 * 1024 * 1024)
#define MAX_DEPTH 4
#define MAX_INNER 16

#define POINTS_NOTICE 3 /* from here on it is a notice; see bounce-header.c */
#define POINTS_FIELDS 3 /* fields of RFC 3464 in the text */
#define POINTS_PHRASE 2

const char *
md_bounce_kind_name (MdBounceKind kind)
{
  static const char *const names[] = {
    [MD_BOUNCE_BOUNCE] = "bounce",   [MD_BOUNCE_VACATION] = "vacation", [MD_BOUNCE_COMPLAINT] = "complaint",
    [MD_BOUNCE_MESSAGE] = "message", [MD_BOUNCE_TEXT] = "text",
  };

  return names[kind];
}

const char *
md_delivery_action_name (MdDeliveryAction action)
{
  static const char *const names[] = {
    [MD_DELIVERY_FAILED] = "failed",   [MD_DELIVERY_DELAYED] = "delayed",   [MD_DELIVERY_DELIVERED] = "delivered",
    [MD_DELIVERY_RELAYED] = "relayed", [MD_DELIVERY_EXPANDED] = "expanded",
  };

  return names[action];
}

static MdBounce *
bounce_new (MdBounceKind kind)
{
  MdBounce *self = g_new0 (MdBounce, 1);

  self->kind = kind;
  self->reports = g_ptr_array_new_with_free_func ((GDestroyNotify) md_bounce_report_free);
  return self;
}

void
md_bounce_free (MdBounce *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->reports);
  g_free (self);
}

/* ── judging ── */

static int
text_points (const MdFindings *findings)
{
  int points = 0;

  points += findings->says_failed ? POINTS_PHRASE : 0;
  points += findings->has_fields && findings->found->len > 0 ? POINTS_FIELDS : 0;
  return points;
}

/* Whether anything in it can be told about a recipient. */
static gboolean
says_something (const MdFindings *findings, const MdNoticeHeader *header)
{
  MdSpan lead = { findings->lead->str, findings->lead->len };
  guint reply;

  return findings->found->len > 0 || header->failed_recipients.length > 0 || findings->weak != NULL
         || md_bounce_find_reply (lead, &reply) != NULL || findings->says_failed;
}

/* What a report names counts alone; the text is then there for its words. */
static void
drop_unreported (MdFindings *findings)
{
  gboolean any = FALSE;

  for (guint i = 0; i < findings->found->len; i++)
    any = any || ((MdFound *) g_ptr_array_index (findings->found, i))->in_report;
  for (guint i = findings->found->len; any && i > 0; i--)
    {
      MdFound *found = g_ptr_array_index (findings->found, i - 1);

      if (found->in_report)
        continue;
      if (found->block->len > 0)
        md_findings_add_line (findings, NULL, (MdSpan) { found->block->str, found->block->len });
      g_ptr_array_remove_index (findings->found, i - 1);
    }
}

/* ── parts ── */

typedef struct
{
  MdFindings findings;
  MdNoticeHeader header;
  GString *keep;            /* (owned) text that had to be decoded */
  MdSpan inner[MAX_INNER];  /* messages within the message */
  guint n_inner;
  GPtrArray *decoded;       /* (owned) of GString: those that had to be decoded */
  gboolean has_report;      /* a part of delivery reports */
  gboolean has_complaint;
  gboolean has_text;
} Session;

static gboolean
is_report (const MdMimePart *part)
{
  return md_mime_is (part, MD_SPAN ("message/delivery-status"))
         || md_mime_is (part, MD_SPAN ("message/global-delivery-status"))
         || md_mime_is (part, MD_SPAN ("message/xdelivery-status"));
}

static gboolean
is_message (const MdMimePart *part)
{
  return md_mime_is (part, MD_SPAN ("message/rfc822")) || md_mime_is (part, MD_SPAN ("message/global"));
}

static gboolean
is_returned_header (const MdMimePart *part)
{
  return md_mime_is (part, MD_SPAN ("text/rfc822-headers")) || md_mime_is (part, MD_SPAN ("message/rfc822-headers"))
         || md_mime_is (part, MD_SPAN ("message/global-headers"));
}

static gboolean
breaks_line (const char *tag)
{
  return g_ascii_strncasecmp (tag, "<br", 3) == 0 || g_ascii_strncasecmp (tag, "<p", 2) == 0
         || g_ascii_strncasecmp (tag, "<td", 3) == 0 || g_ascii_strncasecmp (tag, "<div", 4) == 0;
}

/* Tags as blanks: enough to find words in a notice that has no plain text. */
static void
strip_tags (GString *text)
{
  gboolean in_tag = FALSE;

  for (gsize i = 0; i < text->len; i++)
    {
      char c = text->str[i], next = text->str[i + 1];

      if (c == '<' && (g_ascii_isalpha (next) || next == '/' || next == '!'))
        in_tag = TRUE;
      if (in_tag && c != '\n')
        text->str[i] = c == '<' && breaks_line (text->str + i) ? '\n' : ' ';
      if (c == '>')
        in_tag = FALSE;
    }
}

static void
read_text (Session *self, MdSpan text)
{
  gboolean complaint = FALSE;

  if (md_bounce_read_json (&self->findings, text, &complaint))
    {
      self->has_report = TRUE;
      self->has_complaint = self->has_complaint || complaint;
    }
  else
    md_bounce_read_notice (&self->findings, text);
  self->has_text = TRUE;
}

static void
read_html (Session *self, const MdMimePart *part)
{
  g_autoptr (GString) text = g_string_new (NULL);
  MdSpan raw = md_mime_text (part, self->keep);

  g_string_append_len (text, raw.at, (gssize) raw.length);
  strip_tags (text);
  read_text (self, (MdSpan) { text->str, text->len });
}

/* What is no message turns out to be none later on. */
static void
add_inner (Session *self, const MdMimePart *part)
{
  MdSpan inner = part->body;

  if (self->n_inner >= MAX_INNER)
    return;
  if (part->encoding != MD_ENCODING_NONE)
    {
      GString *keep = g_string_new (NULL);

      g_ptr_array_add (self->decoded, keep);
      inner = md_mime_text (part, keep);
    }
  self->inner[self->n_inner++] = inner;
}

static void
read_part (Session *self, const MdMimePart *part)
{
  if (part->is_multipart)
    return;
  if (is_report (part))
    {
      self->has_report = TRUE;
      md_fields_read (&self->findings, md_mime_text (part, self->keep));
    }
  else if (md_mime_is (part, MD_SPAN ("message/feedback-report")))
    {
      self->has_complaint = TRUE;
      md_fields_read_feedback (&self->findings, md_mime_text (part, self->keep));
    }
  else if (is_message (part) || is_returned_header (part))
    {
      md_bounce_read_returned (&self->findings, part->body);
      if (is_message (part))
        add_inner (self, part);
    }
  else if (md_mime_is (part, MD_SPAN ("application/octet-stream")) || md_mime_is (part, MD_SPAN ("application/eml")))
    add_inner (self, part);
  else if (md_mime_is (part, MD_SPAN ("text/html")) && !self->has_text)
    read_html (self, part);
  /* A multipart without its boundaries is one text with everything in it. */
  else if (md_mime_is (part, MD_SPAN ("text/plain")) || md_mime_is (part, MD_SPAN ("multipart/"))
           || (part->level == 0 && !md_mime_is (part, MD_SPAN ("text/html"))))
    {
      /* The text of the returned message, attached as a file, is not the notice's. */
      if (!self->has_text || part->level == 0 || !self->findings.says_failed)
        read_text (self, md_mime_text (part, self->keep));
    }
}

/* ── messages ── */

static MdBounce *
conclude (Session *self)
{
  int header = md_notice_header_points (&self->header), text = text_points (&self->findings);
  MdBounce *bounce;

  if (self->has_complaint)
    {
      if (self->findings.found->len == 0 && self->findings.returned_to != NULL)
        md_findings_get (&self->findings, md_span (self->findings.returned_to));
      bounce = bounce_new (MD_BOUNCE_COMPLAINT);
      md_findings_finish (&self->findings, bounce->reports);
      return bounce;
    }
  drop_unreported (&self->findings);
  if ((self->has_report && self->findings.found->len > 0)
      || (header + text >= POINTS_NOTICE && says_something (&self->findings, &self->header)))
    {
      md_notice_header_add_recipients (&self->findings, &self->header);
      bounce = bounce_new (MD_BOUNCE_BOUNCE);
      md_findings_finish (&self->findings, bounce->reports);
      return bounce;
    }
  return bounce_new (md_notice_header_is_reply (&self->header, header) ? MD_BOUNCE_VACATION : MD_BOUNCE_MESSAGE);
}

/* A message begins with a few known fields, not with any "word:" that a person may have pasted. */
static gboolean
has_header (MdSpan text)
{
  MdSpan header, body, name, value;
  guint n_known = 0;
  static const MdSpan known[] = {
    MD_SPAN_ROW ("From"), MD_SPAN_ROW ("To"), MD_SPAN_ROW ("Subject"), MD_SPAN_ROW ("Date"),
    MD_SPAN_ROW ("Received"), MD_SPAN_ROW ("Message-ID"), MD_SPAN_ROW ("Return-Path"),
    MD_SPAN_ROW ("MIME-Version"), MD_SPAN_ROW ("Content-Type"), MD_SPAN_ROW ("Delivered-To"),
  };

  md_mime_cut (text, &header, &body);
  while (n_known < 2 && md_mime_next_field (&header, &name, &value))
    for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
      n_known += md_span_equals (name, known[i]);
  return n_known >= 2;
}

static MdBounce *read_message (MdSpan message, guint depth);

/* Forwarded as attachments: their reports together; @bounce when there is none among them. */
static MdBounce *
read_inner (const Session *self, MdBounce *bounce, guint depth)
{
  for (guint i = 0; i < self->n_inner && depth + 1 < MAX_DEPTH; i++)
    {
      MdBounce *inner = has_header (self->inner[i]) ? read_message (self->inner[i], depth + 1) : NULL;

      if (inner == NULL || (inner->kind != MD_BOUNCE_BOUNCE && inner->kind != MD_BOUNCE_COMPLAINT))
        {
          md_bounce_free (inner);
          continue;
        }
      if (bounce->kind == inner->kind)
        {
          g_ptr_array_extend_and_steal (bounce->reports, g_steal_pointer (&inner->reports));
          g_free (inner);
        }
      else if (bounce->kind == MD_BOUNCE_MESSAGE)
        {
          md_bounce_free (bounce);
          bounce = inner;
        }
      else
        md_bounce_free (inner);
    }
  if (bounce->reports->len > MD_BOUNCE_MAX_RECIPIENTS)
    g_ptr_array_set_size (bounce->reports, MD_BOUNCE_MAX_RECIPIENTS);
  return bounce;
}

static void
string_free (gpointer data)
{
  g_string_free (data, TRUE);
}

static MdBounce *
read_message (MdSpan message, guint depth)
{
  MdMimeParts parts; /* some 7 KiB, at most MAX_DEPTH of them */
  Session session = { .keep = g_string_new (NULL), .decoded = g_ptr_array_new_with_free_func (string_free) };
  MdBounce *bounce;

  md_findings_init (&session.findings);
  md_mime_split (message, &parts);
  md_notice_header_read (&session.header, parts.parts[0].header);
  session.findings.own = session.header.to;
  for (guint i = 0; i < parts.n_parts; i++)
    read_part (&session, &parts.parts[i]);
  bounce = conclude (&session);
  if (bounce->kind == MD_BOUNCE_MESSAGE)
    bounce = read_inner (&session, bounce, depth);
  md_findings_clear (&session.findings);
  g_ptr_array_unref (session.decoded);
  g_string_free (session.keep, TRUE);
  return bounce;
}

/* Line ends of old systems, CR alone, as LF. */
static char *
with_line_feeds (MdSpan text)
{
  char *copy;

  if (memchr (text.at, '\n', text.length) != NULL || memchr (text.at, '\r', text.length) == NULL)
    return NULL;
  copy = g_memdup2 (text.at, text.length);
  for (gsize i = 0; i < text.length; i++)
    if (copy[i] == '\r')
      copy[i] = '\n';
  return copy;
}

/* "5.7.1 <a@b>: Relay access denied": programs quote a server's words so, in sentences of any language. */
static void
name_behind_code (MdFindings *findings, MdSpan text)
{
  char status[MD_STATUS_SIZE];
  guint reply;
  const char *at = md_bounce_find_status (text, FALSE, status);
  MdSpan rest, address, behind;

  if (at != NULL)
    at += strlen (status);
  else if ((at = md_bounce_find_reply (text, &reply)) != NULL)
    at += 3;
  if (at == NULL || findings->found->len > 0 || findings->weak != NULL)
    return;
  rest = md_span_strip (md_span_from (text, (gsize) (at - text.at)));
  if (rest.length == 0 || rest.at[0] != '<' || !md_bounce_take_address (rest, &address, &behind)
      || md_span_starts (behind, MD_SPAN (": Sender ")))
    return;
  findings->weak = md_span_dup (address);
}

static MdBounce *
read_pasted (MdSpan text)
{
  Session session = { .n_inner = 0 };
  MdNoticeHeader none = { .from = MD_SPAN_NONE };
  MdBounce *bounce;
  const MdBounceReport *report;

  md_notice_header_read (&none, MD_SPAN_NONE);
  md_findings_init (&session.findings);
  session.findings.own = MD_SPAN_NONE;
  read_text (&session, text);
  drop_unreported (&session.findings);
  name_behind_code (&session.findings, text);
  md_notice_header_add_recipients (&session.findings, &none);
  bounce = bounce_new (MD_BOUNCE_TEXT);
  md_findings_finish (&session.findings, bounce->reports);
  report = g_ptr_array_index (bounce->reports, 0);
  if (report->reply != 0 || report->status != NULL || (report->recipient != NULL && session.findings.says_failed))
    bounce->kind = MD_BOUNCE_BOUNCE;
  md_findings_clear (&session.findings);
  return bounce;
}

MdBounce *
md_bounce_read (const char *bytes, gsize length)
{
  MdSpan whole = { bytes, MIN (length, MAX_BYTES) };
  g_autofree char *copy = with_line_feeds (whole);

  if (copy != NULL)
    whole.at = copy;
  return has_header (whole) ? read_message (whole, 0) : read_pasted (whole);
}
