/* bounce-fields.c - the fields of delivery reports and complaints; see bounce-private.h
 *
 * RFC 3464 section 2, RFC 6533 section 3 (addresses in UTF-8), RFC 5965 section 3.  Fields are taken wherever they
 * stand, also in reports whose boundaries were lost and in forwarded ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

typedef enum
{
  FIELD_REPORTING,
  FIELD_FINAL,
  FIELD_ORIGINAL,
  FIELD_ACTION,
  FIELD_STATUS,
  FIELD_DIAGNOSTIC,
  FIELD_REMOTE,
  FIELD_OTHER,
} Field;

static const struct
{
  MdSpan name;
  Field field;
} fields[] = {
  { MD_SPAN_ROW ("Final-Recipient"), FIELD_FINAL },
  { MD_SPAN_ROW ("Original-Recipient"), FIELD_ORIGINAL },
  { MD_SPAN_ROW ("Action"), FIELD_ACTION },
  { MD_SPAN_ROW ("Status"), FIELD_STATUS },
  { MD_SPAN_ROW ("Diagnostic-Code"), FIELD_DIAGNOSTIC },
  { MD_SPAN_ROW ("Remote-MTA"), FIELD_REMOTE },
  { MD_SPAN_ROW ("Reporting-MTA"), FIELD_REPORTING },
  { MD_SPAN_ROW ("Received-From-MTA"), FIELD_OTHER },
  { MD_SPAN_ROW ("Arrival-Date"), FIELD_OTHER },
  { MD_SPAN_ROW ("Last-Attempt-Date"), FIELD_OTHER },
  { MD_SPAN_ROW ("Will-Retry-Until"), FIELD_OTHER },
  { MD_SPAN_ROW ("Original-Envelope-Id"), FIELD_OTHER },
  { MD_SPAN_ROW ("Final-Log-ID"), FIELD_OTHER },
  { MD_SPAN_ROW ("DSN-Gateway"), FIELD_OTHER },
};

/* "rfc822; a@b" without the type. */
static MdSpan
after_type (MdSpan value)
{
  const char *mark = memchr (value.at, ';', value.length);

  return md_span_strip (mark != NULL ? md_span_from (value, (gsize) (mark - value.at) + 1) : value);
}

static MdSpan
without_brackets (MdSpan text)
{
  if (text.length > 2 && text.at[0] == '<' && text.at[text.length - 1] == '>')
    return md_span_strip ((MdSpan) { text.at + 1, text.length - 2 });
  return text;
}

/* RFC 6533 section 3: "\x{F1}" stands for a character. */
static char *
decode_utf8_address (MdSpan text)
{
  GString *out = g_string_sized_new (text.length);

  for (gsize i = 0; i < text.length; i++)
    {
      gsize digits = 0;
      gunichar c = 0;

      if (text.at[i] == '\\' && i + 3 < text.length && text.at[i + 1] == 'x' && text.at[i + 2] == '{')
        for (; digits < 6 && i + 3 + digits < text.length && g_ascii_isxdigit (text.at[i + 3 + digits]); digits++)
          c = c * 16 + (gunichar) g_ascii_xdigit_value (text.at[i + 3 + digits]);
      if (digits > 0 && i + 3 + digits < text.length && text.at[i + 3 + digits] == '}' && g_unichar_validate (c)
          && c >= ' ')
        {
          g_string_append_unichar (out, c);
          i += 3 + digits;
        }
      else
        g_string_append_c (out, text.at[i]);
    }
  return g_string_free (out, FALSE);
}

static int
read_action (MdSpan value)
{
  for (int i = MD_DELIVERY_FAILED; i <= MD_DELIVERY_EXPANDED; i++)
    if (md_span_starts (value, md_span (md_delivery_action_name ((MdDeliveryAction) i))))
      return i;
  return -1;
}

/* The address of the group: where it went in the end, unless that is no address. */
static MdSpan
choose_recipient (const MdFieldReader *self)
{
  MdSpan final = without_brackets (after_type (self->final)), original = without_brackets (after_type (self->original));

  MdSpan recipient = final.length > 0 && (memchr (final.at, '@', final.length) != NULL
                                          || memchr (original.at, '@', original.length) == NULL)
                         ? final
                         : original;
  MdSpan address;

  /* "|/usr/bin/program a@b": a command of the recipient's. */
  if (memchr (recipient.at, ' ', recipient.length) != NULL && md_bounce_find_address (recipient, &address))
    return address;
  return recipient;
}

/* The first word of "dns; host.example (tcp|192.0.2.1|25)". */
static MdSpan
host_of (MdSpan value)
{
  MdSpan host = after_type (value);
  gsize n = 0;

  while (n < host.length && !md_is_blank (host.at[n]))
    n++;
  host = md_span_until (host, n);
  while (host.length > 0 && strchr (".;,", host.at[host.length - 1]) != NULL)
    host.length--;
  return host;
}

/* "smtp; 550 …": a type is one word. */
static MdSpan
words_of (MdSpan value)
{
  const char *mark = memchr (value.at, ';', MIN (value.length, 40));

  if (mark == NULL || memchr (value.at, ' ', (gsize) (mark - value.at)) != NULL)
    return value;
  return md_span_strip (md_span_from (value, (gsize) (mark - value.at) + 1));
}

/* "4.0.0 (host name lookup failure)": the words in the comment. */
static MdSpan
status_remark (MdSpan status)
{
  const char *open = memchr (status.at, '(', status.length);

  if (open == NULL || status.at[status.length - 1] != ')')
    return MD_SPAN_NONE;
  return (MdSpan) { open + 1, (gsize) (md_span_end (status) - open) - 2 };
}

static void
store_group (MdFieldReader *self)
{
  MdSpan recipient = choose_recipient (self);
  g_autofree char *decoded = decode_utf8_address (recipient);
  MdFound *found = md_findings_get (self->findings, md_span (decoded));

  if (found == NULL)
    return;
  found->in_report = TRUE;
  if (self->action.length > 0)
    found->action = read_action (self->action);
  if (self->status.length > 0)
    md_bounce_find_status (self->status, TRUE, found->status);
  if (self->diagnostic.length == 0)
    self->diagnostic = status_remark (self->status);
  if (self->diagnostic.length > 0)
    {
      g_free (found->diagnostic);
      found->diagnostic = md_span_dup (md_span_until (words_of (self->diagnostic), MD_BOUNCE_MAX_BLOCK));
    }
  if (self->remote.length > 0)
    {
      g_free (found->remote);
      found->remote = md_span_dup (host_of (self->remote));
    }
}

void
md_fields_begin (MdFieldReader *self, MdFindings *findings)
{
  const MdSpan none = MD_SPAN_NONE;

  *self = (MdFieldReader) { findings, none, none, none, none, none, none, NULL };
}

void
md_fields_end_group (MdFieldReader *self)
{
  if (self->final.length > 0 || self->original.length > 0)
    store_group (self);
  md_fields_begin (self, self->findings);
}

static void
take_field (MdFieldReader *self, Field field, MdSpan value)
{
  MdSpan *const places[FIELD_OTHER] = {
    [FIELD_FINAL] = &self->final,           [FIELD_ORIGINAL] = &self->original, [FIELD_ACTION] = &self->action,
    [FIELD_STATUS] = &self->status,         [FIELD_REMOTE] = &self->remote,
    [FIELD_DIAGNOSTIC] = &self->diagnostic,
  };

  self->open = NULL;
  self->findings->has_fields = TRUE;
  if (field == FIELD_REPORTING)
    {
      g_free (self->findings->reporting);
      self->findings->reporting = md_span_dup (host_of (value));
    }
  if (field == FIELD_REPORTING || field == FIELD_OTHER)
    return;
  /* Some forget the empty line between two recipients. */
  if (places[field]->length > 0 && (field == FIELD_FINAL || field == FIELD_ORIGINAL))
    md_fields_end_group (self);
  if (places[field]->length > 0)
    return;
  *places[field] = value;
  self->open = places[field];
}

gboolean
md_fields_take_line (MdFieldReader *self, MdSpan line)
{
  if (line.length > 0 && (line.at[0] == ' ' || line.at[0] == '\t') && self->open != NULL)
    {
      /* Copied as one stretch, since folded lines follow one another. */
      self->open->length = (gsize) (md_span_end (line) - self->open->at);
      return TRUE;
    }
  self->open = NULL;
  if (line.length < 8 || strchr ("AaDdFfLlOoRrSsWw", line.at[0]) == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      MdSpan value = md_span_from (line, fields[i].name.length);

      if (!md_span_starts (line, fields[i].name))
        continue;
      value = md_span_strip (value);
      if (value.length == 0 || value.at[0] != ':')
        continue;
      take_field (self, fields[i].field, md_span_strip (md_span_from (value, 1)));
      return TRUE;
    }
  return FALSE;
}

void
md_fields_read (MdFindings *findings, MdSpan text)
{
  MdFieldReader reader;
  MdSpan rest = text, line;

  md_fields_begin (&reader, findings);
  while (md_span_next_line (&rest, &line))
    if (md_span_strip (line).length == 0)
      md_fields_end_group (&reader);
    else
      md_fields_take_line (&reader, line);
  md_fields_end_group (&reader);
}

void
md_fields_read_feedback (MdFindings *findings, MdSpan text)
{
  MdSpan rest = text, name, value, address;

  while (md_mime_next_field (&rest, &name, &value))
    if ((md_span_equals (name, MD_SPAN ("Original-Rcpt-To")) || md_span_equals (name, MD_SPAN ("Redacted-Address")))
        && md_bounce_find_address (value, &address))
      md_findings_get (findings, address);
}
