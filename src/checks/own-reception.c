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
#include "checks/products.h"

#define PERMANENT 500

/* TRUE when the server said anything of the address. */
static gboolean
ask_about (MdContext *context, const char *email, MdMxHost *host)
{
  g_autoptr (MdSmtpReply) mail = NULL;
  g_autoptr (MdSmtpReply) rcpt = NULL;
  const MdSmtpReply *reply;
  g_autofree char *code = NULL;

  /* The null sender, as a bounce has it: nobody can say that it may not write to us (RFC 5321 section 4.5.5). */
  if (host->dialogue == NULL || host->dialogue->smtp == NULL
      || md_smtp_envelope (host->dialogue->smtp, md_context_get_wait (context), "", email, 0, &mail, &rcpt) != MD_WIRE_OK)
    return FALSE;
  reply = rcpt != NULL ? rcpt : mail;
  code = g_strdup_printf ("%u", reply->code);
  if (rcpt != NULL && rcpt->code / 100 == 2)
    md_context_report (context, MD_FINDING_RECEPTION_ACCEPTED, "host", host->host, "recipient", email, NULL);
  else
    md_context_report (context, reply->code >= PERMANENT ? MD_FINDING_RECEPTION_REFUSED : MD_FINDING_RECEPTION_DEFERRED,
                       "host", host->host, "recipient", email, "code", code, "reply", reply->text, NULL);
  return TRUE;
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  g_autoptr (MdMxProbe) probe = domain != NULL ? md_mx_probe (context, domain) : NULL;
  const char *email = md_context_get_case (context)->email;

  if (probe == NULL || probe->hosts->len == 0 || md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  for (guint i = 0; i < probe->hosts->len; i++)
    {
      MdMxHost *host = g_ptr_array_index (probe->hosts, i);

      if (!ask_about (context, email, host) && probe->port25_open && host->dialogue != NULL
          && !md_mx_host_answers (host))
        md_context_report (context, MD_FINDING_MX_SILENT, "domain", domain, "host", host->host, "result",
                           md_mx_host_result (host), NULL);
    }
  md_mx_probe_add_evidence (context, probe);
  if (!probe->port25_open)
    md_context_report (context, MD_FINDING_PORT25_UNTESTED, "result", md_tcp_state_name (probe->port25_state), NULL);
  return TRUE;
}

const MdCheck md_check_own_reception = {
  .id = "own-reception",
  .step = MD_STEP_R6,
  .subject = MD_SUBJECT_DOMAIN,
  .inputs = MD_INPUT_EMAIL,
  .budget_ms = 20000,
  .refines = TRUE,
  .run = run,
};
