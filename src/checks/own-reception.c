/* own-reception.c - would the servers of the own domain take a message for the own address?
 *
 * Asked on port 25 as another server would, up to RCPT TO, then RSET: nothing is sent.  A public provider's servers
 * are not asked: they take mail.  Where this network does not let port 25 out, nothing is said about them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-own-reception"

#include "config.h"

#include "checks/domain.h"
#include "checks/mx-probe.h"

#define PERMANENT 500

static void
ask_about (MdContext *context, const char *email, MdMxHost *host)
{
  g_autoptr (MdSmtpReply) mail = NULL;
  g_autoptr (MdSmtpReply) rcpt = NULL;
  const MdSmtpReply *reply;
  g_autofree char *code = NULL;
  MdFindingCode finding = MD_FINDING_RECEPTION_DEFERRED;

  /* The null sender, as a bounce has it: nobody can say that it may not write to us (RFC 5321 section 4.5.5). */
  if (host->dialogue == NULL || host->dialogue->smtp == NULL
      || md_smtp_envelope (host->dialogue->smtp, md_context_get_wait (context), "", email, 0, &mail, &rcpt)
             != MD_WIRE_OK)
    return;
  reply = rcpt != NULL ? rcpt : mail;
  code = g_strdup_printf ("%u", reply->code);
  if (rcpt != NULL && rcpt->code / 100 == 2)
    {
      md_context_report (context, MD_FINDING_RECEPTION_ACCEPTED, "host", host->host, "recipient", email, NULL);
      return;
    }
  if (reply->code >= PERMANENT)
    finding = MD_FINDING_RECEPTION_REFUSED;
  md_context_report (context, finding, "host", host->host, "recipient", email, "code", code, "reply", reply->text,
                     NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  MdMxProbe *probe = md_context_get_product (context, "domain-servers");
  g_autofree char *domain = md_domain_in_question (context);
  const char *email = md_context_get_case (context)->email;

  if (probe == NULL || domain == NULL || email == NULL)
    return TRUE;
  if (probe->null_mx)
    md_context_report (context, MD_FINDING_MX_NULL, "domain", domain, NULL);
  else if (probe->hosts->len == 0 && md_domain_has_failed (probe->mx))
    md_context_report (context, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain", domain, "record", "MX", "status",
                       md_dns_status_name (probe->mx->status), NULL);
  else if (probe->hosts->len == 0 || probe->nowhere)
    md_context_report (context, MD_FINDING_MX_MISSING, "domain", domain, NULL);
  for (guint i = 0; i < probe->hosts->len && !md_wait_is_cancelled (md_context_get_wait (context)); i++)
    ask_about (context, email, g_ptr_array_index (probe->hosts, i));
  return TRUE;
}

const MdCheck md_check_own_reception = {
  .id = "own-reception",
  .step = MD_STEP_R6,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "domain-servers" },
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 20000,
  .consumes = TRUE,
  .run = run,
};
