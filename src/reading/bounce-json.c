/* bounce-json.c - notices in JSON, as a sending service passes them on; see bounce-private.h
 *
 * Amazon SES through SNS: "notificationType" or "eventType", with the recipients in an array of objects.  A line of a
 * mail may be folded anywhere, so no full JSON is asked for: members are picked up in their order, by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

#define MAX_VALUES 2000

/* The string that begins at @rest, which stands behind its opening quote; moves on behind the closing one. */
static gboolean
take_string (MdSpan *rest, GString *out)
{
  g_string_truncate (out, 0);
  for (gsize i = 0; i < rest->length; i++)
    {
      char c = rest->at[i];

      if (c == '"')
        {
          *rest = md_span_from (*rest, i + 1);
          return TRUE;
        }
      if (c == '\\' && i + 1 < rest->length)
        {
          c = rest->at[++i];
          c = c == 'n' || c == 't' || c == 'r' || c == 'u' ? ' ' : c;
        }
      if (c != '\n' && c != '\r' && out->len < MD_BOUNCE_MAX_BLOCK)
        g_string_append_c (out, c);
    }
  return FALSE;
}

typedef struct
{
  MdFindings *findings;
  MdFound *current;
  gboolean delivered;
  gboolean complaint;
} Notice;

static void
take_member (Notice *self, const char *name, const char *value)
{
  MdSpan text = md_span (value);

  if (strcmp (name, "notificationType") == 0 || strcmp (name, "eventType") == 0)
    {
      self->delivered = strcmp (value, "Delivery") == 0;
      self->complaint = strcmp (value, "Complaint") == 0;
      self->findings->says_delayed = strcmp (value, "DeliveryDelay") == 0;
    }
  else if (strcmp (name, "emailAddress") == 0)
    self->current = md_findings_get (self->findings, text);
  else if (strcmp (name, "reportingMTA") == 0 && self->findings->reporting == NULL)
    self->findings->reporting = md_span_dup (md_span_starts (text, MD_SPAN ("dns;")) ? md_span_from (text, 4) : text);
  else if (self->current == NULL)
    return;
  else if (strcmp (name, "status") == 0)
    md_bounce_find_status (text, TRUE, self->current->status);
  else if (strcmp (name, "action") == 0)
    self->current->action = MD_DELIVERY_FAILED;
  else if (strcmp (name, "diagnosticCode") == 0 && self->current->diagnostic == NULL)
    self->current->diagnostic = md_span_dup (md_span_starts (text, MD_SPAN ("smtp;")) ? md_span_from (text, 5) : text);
}

/* "recipients": ["a@b", …] of a delivery, and the answer that took it. */
static void
take_delivery (MdFindings *findings, MdSpan text)
{
  const char *at = md_span_find (text, MD_SPAN ("\"delivery\":"));
  MdSpan rest, address;
  g_autoptr (GString) answer = g_string_new (NULL);
  const char *end;

  if (at == NULL)
    return;
  rest = md_span_from (text, (gsize) (at - text.at));
  at = md_span_find (rest, MD_SPAN ("\"smtpResponse\":\""));
  if (at != NULL)
    {
      MdSpan value = md_span_from (rest, (gsize) (at - rest.at) + 16);

      take_string (&value, answer);
    }
  at = md_span_find (rest, MD_SPAN ("\"recipients\":["));
  if (at == NULL || (end = memchr (at, ']', (gsize) (md_span_end (rest) - at))) == NULL)
    return;
  for (rest = (MdSpan) { at, (gsize) (end - at) }; md_bounce_find_address (rest, &address);
       rest = (MdSpan) { md_span_end (address), (gsize) (end - md_span_end (address)) })
    {
      MdFound *found = md_findings_get (findings, address);

      if (found == NULL)
        return;
      found->action = MD_DELIVERY_DELIVERED;
      found->in_report = TRUE;
      md_bounce_find_status (md_span (answer->str), TRUE, found->status);
      g_free (found->diagnostic);
      found->diagnostic = md_span_dup (md_span (answer->str));
    }
}

gboolean
md_bounce_read_json (MdFindings *findings, MdSpan text, gboolean *complaint)
{
  Notice notice = { .findings = findings };
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  MdSpan rest = md_span_strip (text);

  if (rest.length == 0 || rest.at[0] != '{'
      || (md_span_find (rest, MD_SPAN ("\"notificationType\"")) == NULL
          && md_span_find (rest, MD_SPAN ("\"eventType\"")) == NULL))
    return FALSE;
  for (guint i = 0; i < MAX_VALUES; i++)
    {
      const char *quote = memchr (rest.at, '"', rest.length);

      if (quote == NULL)
        break;
      rest = md_span_from (rest, (gsize) (quote - rest.at) + 1);
      if (!take_string (&rest, name))
        break;
      if (!md_span_starts (rest, MD_SPAN (":\"")))
        continue;
      rest = md_span_from (rest, 2);
      if (!take_string (&rest, value))
        break;
      take_member (&notice, name->str, value->str);
    }
  if (notice.delivered)
    take_delivery (findings, md_span_strip (text));
  *complaint = notice.complaint;
  return findings->found->len > 0;
}
