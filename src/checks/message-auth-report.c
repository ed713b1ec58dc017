/* message-auth-report.c - what a judged message shows, as findings; see message-auth.h
 *
 * First everything as it was measured, then what it comes to.  "Failed" is said only when neither way could have
 * passed: where the sending server is not known, SPF might have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-auth"

#include "config.h"

#include "checks/message-auth.h"

#include "checks/evidence-of.h"

#include <string.h>

static MdEvidence *
new_evidence (MdContext *context, const char *probe, const char *target, const char *result)
{
  return md_evidence_new (md_context_get_check (context)->step, probe, target, result, 0);
}

/* ── as measured ── */

static void
add_signature_evidence (MdContext *context, const MdDkimSignature *self)
{
  MdEvidence *evidence = new_evidence (context, "dkim", self->domain, md_dkim_result_name (self->result));
  g_autofree char *headers = g_strjoinv (":", self->headers);
  g_autofree char *line = g_strdup_printf ("s=%s a=%s h=%s", self->selector, self->algorithm, headers);
  const char *body = !self->looked_into ? "unknown" : self->body_matches ? "unchanged" : "changed";
  const char *header = self->key_bits == 0 ? "unknown" : self->header_matches ? "unchanged" : "changed";
  g_autofree char *truth = g_strdup_printf ("%s: body=%s header=%s", md_dkim_reason_name (self->reason), body, header);

  md_evidence_add_line (evidence, line);
  md_evidence_add_line (evidence, truth);
  if (self->key_bits > 0)
    {
      g_autofree char *bits = g_strdup_printf ("key: %u bits%s", self->key_bits, self->testing ? " t=y" : "");

      md_evidence_add_line (evidence, bits);
    }
  if (self->unsigned_bytes > 0)
    {
      g_autofree char *left = g_strdup_printf ("l= leaves %" G_GSIZE_FORMAT " bytes unsigned", self->unsigned_bytes);

      md_evidence_add_line (evidence, left);
    }
  md_context_add_evidence (context, evidence);
}

static void
report_signatures (MdContext *context, const MdMessageAuth *self)
{
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const MdDkimSignature *signature = g_ptr_array_index (self->signatures, i);

      md_context_report (context, MD_FINDING_DKIM_SIGNATURE, "domain", signature->domain, "selector",
                         signature->selector, "algorithm", signature->algorithm, "result",
                         md_dkim_result_name (signature->result), "reason", md_dkim_reason_name (signature->reason),
                         NULL);
      add_signature_evidence (context, signature);
    }
}

static void
report_arc (MdContext *context, const MdMessageAuth *self)
{
  const MdArc *arc = self->arc;
  const MdArcSet *last;
  g_autofree char *instances = NULL;

  if (arc == NULL || arc->result == MD_ARC_NONE)
    return;
  instances = g_strdup_printf ("%u", arc->sets->len);
  last = arc->sets->len > 0 ? g_ptr_array_index (arc->sets, arc->sets->len - 1) : NULL;
  md_context_report (context, MD_FINDING_ARC_CHAIN, "result", md_arc_result_name (arc->result), "instances", instances,
                     "domain", last != NULL && last->domain != NULL ? last->domain : "", "reason", arc->reason, NULL);
  for (guint i = 0; i < arc->sets->len; i++)
    {
      const MdArcSet *set = g_ptr_array_index (arc->sets, i);
      g_autofree char *line = g_strdup_printf ("i=%u %s", i + 1, set->results != NULL ? set->results : "");
      MdEvidence *evidence = new_evidence (context, "arc", set->domain != NULL ? set->domain : "", arc->reason);

      md_evidence_add_line (evidence, line);
      md_context_add_evidence (context, evidence);
    }
}

static void
report_spf (MdContext *context, const MdMessageAuth *self)
{
  MdEvidence *evidence;
  g_autofree char *lookups = NULL, *void_lookups = NULL, *source = NULL;

  if (self->spf == NULL)
    return;
  lookups = g_strdup_printf ("%u", self->spf->lookups);
  void_lookups = g_strdup_printf ("%u", self->spf->void_lookups);
  md_context_report (context, MD_FINDING_SPF_RESULT, "identity", self->is_helo ? "helo" : "mailfrom", "ip",
                     self->address, "result", md_spf_result_name (self->spf->result), "mechanism",
                     self->spf->mechanism != NULL ? self->spf->mechanism : "", "lookups", lookups, "void_lookups",
                     void_lookups, NULL);
  evidence = new_evidence (context, "spf", self->identity, md_spf_result_name (self->spf->result));
  source = g_strdup_printf ("%s (%s)", self->address, self->source);
  md_evidence_add_line (evidence, source);
  md_evidence_add_spf (evidence, self->spf, self->address);
  md_context_add_evidence (context, evidence);
}

/* Neither we nor the receiver can tell whether SPF passed. */
static gboolean
spf_is_unknown (const MdMessageAuth *self)
{
  return self->spf == NULL && !self->spf_told;
}

static gboolean
dkim_is_unknown (const MdMessageAuth *self)
{
  return self->partial && !self->dkim_told;
}

static gboolean
dmarc_is_unknown (const MdMessageAuth *self)
{
  gboolean spf_failed_to_tell = self->spf != NULL && self->spf->result == MD_SPF_TEMPERROR;

  return self->dmarc->result == MD_DMARC_FAIL
         && (dkim_is_unknown (self) || spf_is_unknown (self) || spf_failed_to_tell);
}

static void
report_dmarc (MdContext *context, const MdMessageAuth *self)
{
  const MdDmarcVerdict *dmarc = self->dmarc;
  MdEvidence *evidence;
  const char *result, *spf, *dkim;

  if (dmarc == NULL)
    return;
  result = dmarc_is_unknown (self) ? "unknown" : md_dmarc_result_name (dmarc->result);
  spf = spf_is_unknown (self) ? "unknown" : dmarc->spf_aligned ? "true" : "false";
  dkim = dkim_is_unknown (self) ? "unknown" : dmarc->dkim_aligned ? "true" : "false";
  md_context_report (context, MD_FINDING_DMARC_RESULT, "domain", dmarc->domain, "result", result, "policy",
                     dmarc->policy != NULL ? dmarc->policy : "", "spf_aligned", spf, "dkim_aligned", dkim, NULL);
  if (dmarc->record == NULL)
    return;
  evidence = new_evidence (context, "dmarc", dmarc->record_domain, result);
  md_evidence_add_line (evidence, dmarc->record);
  if (dmarc->list_differs)
    md_evidence_add_line (evidence, "aligned by the public suffix list alone, not by RFC 9989");
  md_context_add_evidence (context, evidence);
}

/* What the result is about: the property that names a domain or an address. */
static const char *
identity_of (const MdAuthResult *result)
{
  static const struct { const char *type, *name; } names[] = {
    { "header", "d" }, { "header", "i" }, { "smtp", "mailfrom" }, { "smtp", "helo" }, { "header", "from" },
    { "smtp", "auth" }, { "policy", "iprev" }, { "smtp", "remote-ip" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (md_auth_result_get (result, names[i].type, names[i].name) != NULL)
      return md_auth_result_get (result, names[i].type, names[i].name);
  return "";
}

static void
report_results (MdContext *context, const MdMessageAuth *self)
{
  for (guint i = 0; i < self->results->len; i++)
    {
      const MdAuthRes *field = g_ptr_array_index (self->results, i);

      for (guint r = 0; r < field->results->len; r++)
        {
          const MdAuthResult *result = g_ptr_array_index (field->results, r);

          if (result->result[0] != '\0')
            md_context_report (context, MD_FINDING_AUTHENTICATION_RESULT, "server", field->server, "method",
                               result->method, "result", result->result, "identity", identity_of (result), NULL);
        }
    }
}

/* ── what it comes to ── */

static gboolean
belongs_to_from (const MdMessageAuth *self, const char *domain)
{
  g_autofree char *ours = md_organizational_domain (self->from_domain);
  g_autofree char *theirs = md_organizational_domain (domain);

  return strcmp (ours, theirs) == 0;
}

static gboolean
spf_passed (const MdMessageAuth *self)
{
  return self->spf_told || (self->spf != NULL && self->spf->result == MD_SPF_PASS);
}

/* The From domain stands behind it; without a DMARC record, as it would if there were one. */
static gboolean
is_authenticated (const MdMessageAuth *self)
{
  if (self->from_domain == NULL)
    return FALSE;
  if (self->dmarc != NULL && self->dmarc->record != NULL)
    return self->dmarc->result == MD_DMARC_PASS;
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const MdDkimSignature *signature = g_ptr_array_index (self->signatures, i);

      if (signature->result == MD_DKIM_PASS && belongs_to_from (self, signature->domain))
        return TRUE;
    }
  for (guint i = 0; i < self->told_domains->len; i++)
    if (belongs_to_from (self, g_ptr_array_index (self->told_domains, i)))
      return TRUE;
  return spf_passed (self) && belongs_to_from (self, self->identity);
}

static const MdDkimSignature *
find_signature (const MdMessageAuth *self, MdDkimResult result)
{
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const MdDkimSignature *signature = g_ptr_array_index (self->signatures, i);

      if (signature->result == result)
        return signature;
    }
  return NULL;
}

/* The signature that should have passed: one of the From domain, else the first; NULL when there is none but of the
 * standard before DKIM. */
static const MdDkimSignature *
choose_broken (const MdMessageAuth *self)
{
  const MdDkimSignature *first = NULL;

  for (guint i = 0; i < self->signatures->len; i++)
    {
      const MdDkimSignature *signature = g_ptr_array_index (self->signatures, i);

      if (signature->reason == MD_DKIM_REASON_DOMAINKEYS)
        continue;
      if (self->from_domain != NULL && belongs_to_from (self, signature->domain))
        return signature;
      first = first != NULL ? first : signature;
    }
  return first;
}

static void
conclude_dkim (MdContext *context, const MdMessageAuth *self)
{
  const MdDkimSignature *broken = choose_broken (self);

  if (self->partial || find_signature (self, MD_DKIM_PASS) != NULL)
    return;
  /* Within one provider nobody signs; what came over no border tells nothing about that. */
  if (broken == NULL && !spf_is_unknown (self))
    md_context_report (context, MD_FINDING_MESSAGE_UNSIGNED, "domain",
                       self->from_domain != NULL ? self->from_domain : "", NULL);
  else if (broken == NULL)
    return;
  else if (broken->result == MD_DKIM_TEMPERROR)
    md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", broken->domain, "record", "DKIM", "status",
                       "timed-out", NULL);
  else
    md_context_report (context, MD_FINDING_MESSAGE_DKIM_BROKEN, "domain", broken->domain, "selector",
                       broken->selector, "reason", md_dkim_reason_name (broken->reason), NULL);
  if (broken != NULL && broken->result == MD_DKIM_FAIL && self->listed)
    md_context_report (context, MD_FINDING_MESSAGE_CHANGED_ON_WAY, "domain", broken->domain, NULL);
}

static void
conclude_spf (MdContext *context, const MdMessageAuth *self)
{
  MdSpfResult result = self->spf != NULL ? self->spf->result : MD_SPF_PASS;

  if (spf_is_unknown (self))
    md_context_report (context, MD_FINDING_MESSAGE_SPF_UNKNOWN, NULL);
  else if (result == MD_SPF_TEMPERROR)
    md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", self->identity, "record", "SPF", "status",
                       md_dns_status_name (self->spf->status), NULL);
  else if (result == MD_SPF_FAIL || result == MD_SPF_SOFTFAIL || result == MD_SPF_PERMERROR)
    md_context_report (context, MD_FINDING_MESSAGE_SPF_FAILED, "domain", self->identity, "address", self->address,
                       "result", md_spf_result_name (result), NULL);
}

static void
conclude_dmarc (MdContext *context, const MdMessageAuth *self)
{
  const MdDmarcVerdict *dmarc = self->dmarc;

  if (dmarc == NULL)
    {
      g_autofree char *count = g_strdup_printf ("%u", self->n_from);

      md_context_report (context, MD_FINDING_MESSAGE_FROM_UNUSABLE, "count", count, NULL);
    }
  else if (dmarc->result == MD_DMARC_TEMPERROR)
    md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", dmarc->domain, "record", "DMARC", "status",
                       "timed-out", NULL);
  else if (dmarc->result == MD_DMARC_FAIL && !dmarc_is_unknown (self))
    {
      if (strcmp (dmarc->disposition, "none") == 0)
        md_context_report (context, MD_FINDING_MESSAGE_DMARC_TOLERATED, "domain", dmarc->domain, NULL);
      else
        md_context_report (context, MD_FINDING_MESSAGE_DMARC_FAILED, "domain", dmarc->domain, "policy",
                           dmarc->disposition, NULL);
    }
}

static void
conclude (MdContext *context, const MdMessageAuth *self)
{
  gboolean any = spf_passed (self) || find_signature (self, MD_DKIM_PASS) != NULL || self->told_domains->len > 0;
  gboolean sure = !dkim_is_unknown (self) && !spf_is_unknown (self)
                  && (self->spf == NULL || self->spf->result != MD_SPF_TEMPERROR)
                  && find_signature (self, MD_DKIM_TEMPERROR) == NULL;

  if (self->unsent)
    {
      md_context_report (context, MD_FINDING_MESSAGE_NOT_SENT_YET, NULL);
      return;
    }
  if (is_authenticated (self))
    {
      md_context_report (context, MD_FINDING_MESSAGE_AUTHENTICATED, "domain", self->from_domain, NULL);
      return;
    }
  if (dkim_is_unknown (self))
    md_context_report (context, MD_FINDING_MESSAGE_CUT, NULL);
  conclude_dkim (context, self);
  conclude_spf (context, self);
  conclude_dmarc (context, self);
  if (!any && sure && self->from_domain != NULL)
    md_context_report (context, MD_FINDING_MESSAGE_UNAUTHENTICATED, "domain", self->from_domain, NULL);
}

void
md_message_auth_report (MdContext *context, const MdMessageAuth *self)
{
  report_signatures (context, self);
  report_arc (context, self);
  report_spf (context, self);
  report_dmarc (context, self);
  report_results (context, self);
  conclude (context, self);
}
