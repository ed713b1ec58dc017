/* domain.c - what the checks of the domain's records share; see domain.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain"

#include "config.h"

#include "checks/domain.h"
#include "knowledge/knowledge.h"

#include <string.h>

#define BRIEFLY_MS 400

/* The part after the last @ of an address, or a domain as it is; A-label form, lower case. */
static char *
domain_of (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *ascii = md_host_to_ascii (at != NULL ? at + 1 : address);
  g_autofree char *lower = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
  gsize length = lower != NULL ? strlen (lower) : 0;

  if (length > 0 && lower[length - 1] == '.')
    lower[--length] = '\0';
  return length > 0 ? g_steal_pointer (&lower) : NULL;
}

char *
md_domain_in_question (MdContext *context)
{
  const MdCase *kase = md_context_get_case (context);
  gboolean receiving = md_context_get_check (context)->step == MD_STEP_R4;
  g_autofree char *domain = NULL;
  g_autoptr (MdSettings) provider = NULL;

  if (!receiving && kase->domain != NULL)
    return domain_of (kase->domain);
  if (receiving)
    domain = kase->sender != NULL ? domain_of (kase->sender) : NULL;
  else
    domain = md_case_dup_domain (kase);
  provider = domain != NULL ? md_providers_find (domain) : NULL;
  return provider != NULL && provider->public_provider ? NULL : g_steal_pointer (&domain);
}

MdSubject
md_domain_subject (const MdContext *context)
{
  return md_context_get_check (context)->step == MD_STEP_R4 ? MD_SUBJECT_SENDER : MD_SUBJECT_DOMAIN;
}

gboolean
md_domain_tells_all (const MdContext *context)
{
  return md_context_get_check (context)->step == MD_STEP_D4 && md_context_get_case (context)->domain != NULL;
}

char **
md_domain_senders (const MdContext *context)
{
  const MdCase *kase = md_context_get_case (context);
  const GPtrArray *named = md_context_get_product (context, "domain-spf");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (kase->ip != NULL)
    g_strv_builder_add (builder, kase->ip);
  for (guint i = 0; kase->ip == NULL && named != NULL && i < named->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (named, i));
  return g_strv_builder_end (builder);
}

const char *
md_domain_word (const char *text)
{
  return text != NULL ? text : "";
}

gboolean
md_domain_is_void (const MdDnsAnswer *answer)
{
  return answer->status == MD_DNS_NXDOMAIN || answer->status == MD_DNS_NO_DATA;
}

gboolean
md_domain_has_failed (const MdDnsAnswer *answer)
{
  return answer->status != MD_DNS_OK && !md_domain_is_void (answer);
}

MdWait
md_domain_patience (const MdContext *context)
{
  const MdWait *wait = md_context_get_wait (context);
  gboolean waited = md_context_has_found (context, MD_FINDING_NAME_LOOKUP_FAILED, MD_SUBJECT_OUTGOING)
                    || md_context_has_found (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, md_domain_subject (context));

  return waited ? md_wait_within (wait, BRIEFLY_MS) : *wait;
}

static void
add_lines (MdEvidence *evidence, const MdDnsAnswer *answer)
{
  const char *type = md_dns_type_name (answer->type);

  if (answer->records->len == 0)
    {
      g_autofree char *line = g_strdup_printf ("%s %s: %s", answer->name, type, md_dns_status_name (answer->status));

      md_evidence_add_line (evidence, line);
    }
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      g_autofree char *priority = answer->type == MD_DNS_MX ? g_strdup_printf ("%u ", record->priority) : g_strdup ("");
      g_autofree char *line = g_strdup_printf ("%s %s: %s%s", answer->name, type, priority, record->text);

      md_evidence_add_line (evidence, line);
    }
}

void
md_domain_add_evidence (MdContext *context, const char *target, GPtrArray *answers, gboolean found_only)
{
  MdDnsStatus status = MD_DNS_NO_DATA;
  MdEvidence *evidence;
  gint64 micros = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      micros = MAX (micros, answer->micros);
      if (i == 0 || answer->status == MD_DNS_OK)
        status = answer->status;
    }
  evidence = md_evidence_new (md_context_get_check (context)->step, "dns", target, md_dns_status_name (status), micros);
  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      if (!found_only || !md_domain_is_void (answer))
        add_lines (evidence, answer);
    }
  md_context_add_evidence (context, evidence);
}

GPtrArray *
md_domain_texts (const MdDnsAnswer *answer, const char *mark)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (record->text != NULL && g_ascii_strncasecmp (record->text, mark, strlen (mark)) == 0)
        g_ptr_array_add (texts, record->text);
    }
  return texts;
}
