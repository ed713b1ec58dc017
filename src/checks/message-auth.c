/* message-auth.c - judges a message; see message-auth.h
 *
 * SPF is a walk through DNS of its own and goes on at the same time as everything else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-auth"

#include "config.h"

#include "base/fan-out.h"
#include "checks/message-origin.h"

#include <string.h>

#define MAX_RESULTS 20

void
md_message_auth_free (MdMessageAuth *self)
{
  if (self == NULL)
    return;
  g_free (self->from_domain);
  g_ptr_array_unref (self->signatures);
  g_ptr_array_unref (self->results);
  g_ptr_array_unref (self->told_domains);
  md_arc_free (self->arc);
  md_dmarc_verdict_free (self->dmarc);
  md_spf_free (self->spf);
  g_free (self->address);
  g_free (self->identity);
  g_free (self);
}

/* What both threads look at; each fills in its own part of @out. */
typedef struct
{
  const MdRawMessage *raw;
  const MdMessageBorder *border;
  MdMessageAuth *out;
  MdMailDns *dns;       /* of the thread of the signatures */
  MdWorld *world;
  const MdWait *wait;
  gint64 now;
} Job;

static void
check_spf (const Job *job)
{
  const MdMessageBorder *border = job->border;
  const char *sender = border->sender != NULL && strchr (border->sender, '@') != NULL ? border->sender : NULL;

  if (job->out->identity == NULL || border->address == NULL)
    return;
  job->out->spf = md_spf_check (job->world, border->address, job->out->identity, sender, border->helo, job->wait, NULL,
                                NULL);
}

static void
check_signatures (const Job *job)
{
  md_mail_dns_prefetch (job->dns, job->raw, job->out->from_domain);
  if (job->out->partial)
    return;
  g_ptr_array_unref (job->out->signatures);
  job->out->signatures = md_dkim_verify (job->raw, job->dns, job->now);
  md_arc_free (job->out->arc);
  job->out->arc = md_arc_validate (job->raw, job->dns);
}

/* On a thread of its own. */
static void
run_part (gpointer item, gpointer shared)
{
  gboolean *is_spf = item;

  if (*is_spf)
    check_spf (shared);
  else
    check_signatures (shared);
}

/* ── what stands in the message ── */

static void
read_results (MdMessageAuth *self, const MdHeaders *headers)
{
  const char *value;

  for (guint i = 0; i < MAX_RESULTS && (value = md_headers_get_nth (headers, "Authentication-Results", i)) != NULL; i++)
    g_ptr_array_add (self->results, md_authres_parse (value));
}

static void
read_from (MdMessageAuth *self, const MdHeaders *headers)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  const char *value;

  for (guint i = 0; (value = md_headers_get_nth (headers, "From", i)) != NULL; i++)
    {
      g_autoptr (GPtrArray) domains = md_message_from_domains (value);

      for (guint d = 0; d < domains->len; d++)
        if (!g_ptr_array_find_with_equal_func (all, g_ptr_array_index (domains, d), g_str_equal, NULL))
          g_ptr_array_add (all, g_strdup (g_ptr_array_index (domains, d)));
    }
  self->n_from = all->len;
  if (all->len == 1)
    self->from_domain = g_strdup (g_ptr_array_index (all, 0));
}

static gboolean
was_passed_on (const MdHeaders *headers)
{
  static const char *const marks[] = { "List-Post", "Mailing-List", "X-BeenThere", "Resent-From", "X-Forwarded-For",
                                       "ARC-Seal" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (md_headers_get (headers, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* RFC 7208 section 2.4: without a sender it is the name of the greeting. */
static void
choose_identity (MdMessageAuth *self, const MdMessageBorder *border)
{
  const char *at = border->sender != NULL ? strrchr (border->sender, '@') : NULL;

  self->address = g_strdup (border->address);
  self->source = border->source;
  if (at != NULL && at[1] != '\0')
    {
      self->identity = g_ascii_strdown (at + 1, -1);
      return;
    }
  if (border->sender != NULL && border->helo != NULL && strchr (border->helo, '.') != NULL)
    {
      self->identity = g_ascii_strdown (border->helo, -1);
      self->is_helo = TRUE;
    }
}

/* Where we cannot ask SPF ourselves, what the receiver wrote on top counts. */
static void
take_told_spf (MdMessageAuth *self)
{
  const MdAuthRes *top = self->results->len > 0 ? g_ptr_array_index (self->results, 0) : NULL;

  for (guint i = 0; self->spf == NULL && top != NULL && i < top->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (top->results, i);
      const char *sender = md_auth_result_get (result, "smtp", "mailfrom");
      const char *at = sender != NULL ? strrchr (sender, '@') : NULL;

      if (strcmp (result->method, "spf") != 0 || strcmp (result->result, "pass") != 0 || sender == NULL)
        continue;
      g_free (self->identity);
      self->identity = g_ascii_strdown (at != NULL ? at + 1 : sender, -1);
      self->spf_told = TRUE;
      return;
    }
}

/* Of a message without its end only the receiver knows. */
static void
take_told_dkim (MdMessageAuth *self)
{
  const MdAuthRes *top = self->results->len > 0 ? g_ptr_array_index (self->results, 0) : NULL;

  for (guint i = 0; self->partial && top != NULL && i < top->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (top->results, i);
      const char *domain = md_auth_result_get (result, "header", "d");
      const char *identity = md_auth_result_get (result, "header", "i");
      const char *at = identity != NULL ? strrchr (identity, '@') : NULL;

      if (strcmp (result->method, "dkim") != 0)
        continue;
      self->dkim_told = TRUE;
      if (domain == NULL && at != NULL)
        domain = at + 1;
      if (domain != NULL && strcmp (result->result, "pass") == 0)
        g_ptr_array_add (self->told_domains, g_ascii_strdown (domain, -1));
    }
}

static void
evaluate_dmarc (MdMessageAuth *self, MdMailDns *dns)
{
  gboolean passed = self->spf_told || (self->spf != NULL && self->spf->result == MD_SPF_PASS);
  const char *spf[] = { passed ? self->identity : NULL, NULL };
  g_autoptr (GPtrArray) dkim = g_ptr_array_new ();

  if (self->from_domain == NULL)
    return;
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const MdDkimSignature *signature = g_ptr_array_index (self->signatures, i);

      if (signature->result == MD_DKIM_PASS)
        g_ptr_array_add (dkim, signature->domain);
    }
  for (guint i = 0; i < self->told_domains->len; i++)
    g_ptr_array_add (dkim, g_ptr_array_index (self->told_domains, i));
  g_ptr_array_add (dkim, NULL);
  self->dmarc = md_dmarc_evaluate (self->from_domain, spf, (const char *const *) dkim->pdata, dns);
}

MdMessageAuth *
md_message_authenticate (const char *bytes, gsize length, const MdMessageOrigin *origin, MdWorld *world,
                         const MdWait *wait, gint64 now)
{
  static const MdMessageOrigin nothing;
  const MdMessageOrigin *given = origin != NULL ? origin : &nothing;
  MdMessageAuth *self = g_new0 (MdMessageAuth, 1);
  g_autoptr (MdRawMessage) raw = md_raw_message_new (bytes, length);
  g_autoptr (MdHeaders) headers = md_headers_parse (bytes, length);
  g_autoptr (MdMailDns) dns = md_mail_dns_new (world, wait, NULL, NULL);
  g_autoptr (MdMessageBorder) border = NULL;
  gboolean parts[] = { TRUE, FALSE };
  Job job = { .raw = raw, .out = self, .dns = dns, .world = world, .wait = wait, .now = now };

  self->signatures = g_ptr_array_new_with_free_func ((GDestroyNotify) md_dkim_signature_free);
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) md_authres_free);
  self->told_domains = g_ptr_array_new_with_free_func (g_free);
  self->partial = given->partial;
  read_results (self, headers);
  read_from (self, headers);
  self->listed = was_passed_on (headers);
  self->unsent = md_headers_get (headers, "Received") == NULL && self->results->len == 0
                 && md_raw_message_count (raw, "DKIM-Signature") == 0;
  border = md_message_border (headers, self->results, given);
  choose_identity (self, border);
  job.border = border;
  md_fan_out ((gpointer[]) { &parts[0], &parts[1] }, G_N_ELEMENTS (parts), run_part, NULL, &job);
  take_told_spf (self);
  take_told_dkim (self);
  evaluate_dmarc (self, dns);
  return self;
}
