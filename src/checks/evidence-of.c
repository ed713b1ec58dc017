/* evidence-of.c - what protocols and parsers measured, put into evidence; see evidence-of.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evidence-of"

#include "config.h"

#include "checks/evidence-of.h"

/* ── stages ── */

/* In the order they came: on implicit TLS the greeting is behind the handshake. */
static const MdDialogueStage *
order_of (const MdDialogue *dialogue)
{
  static const MdDialogueStage clear_first[MD_STAGE_READY] = { MD_STAGE_CONNECT,  MD_STAGE_GREETING, MD_STAGE_HELLO,
                                                               MD_STAGE_STARTTLS, MD_STAGE_TLS, MD_STAGE_HELLO_TLS };
  static const MdDialogueStage tls_first[MD_STAGE_READY] = { MD_STAGE_CONNECT, MD_STAGE_TLS,      MD_STAGE_GREETING,
                                                             MD_STAGE_HELLO,   MD_STAGE_STARTTLS, MD_STAGE_HELLO_TLS };

  return dialogue->endpoint->security == MD_SECURITY_TLS ? tls_first : clear_first;
}

void
md_evidence_add_dialogue_stages (MdEvidence *evidence, const MdDialogue *dialogue)
{
  const MdDialogueStage *order = order_of (dialogue);
  double start = dialogue->lookup_seconds;

  if (start > 0)
    md_evidence_add_stage (evidence, "lookup", 0, start);
  for (guint i = 0; i < MD_STAGE_READY; i++)
    if (dialogue->stage_until[order[i]] > 0)
      md_evidence_add_stage (evidence, md_dialogue_stage_name (order[i]), start + dialogue->stage_from[order[i]],
                             start + dialogue->stage_until[order[i]]);
  if (dialogue->end != MD_DIALOGUE_READY && dialogue->end != MD_DIALOGUE_CANCELLED)
    md_evidence_fail_stage (evidence);
}

void
md_evidence_add_login_stages (MdEvidence *evidence, const MdDialogue *dialogue, double seconds, gboolean accepted)
{
  double start = dialogue != NULL ? dialogue->lookup_seconds + dialogue->seconds : 0;

  if (dialogue != NULL)
    md_evidence_add_dialogue_stages (evidence, dialogue);
  md_evidence_add_stage (evidence, "login", start, start + seconds);
  if (!accepted)
    md_evidence_fail_stage (evidence);
}

void
md_evidence_add_managesieve_stages (MdEvidence *evidence, const MdManageSieveTalk *talk, double lookup_seconds,
                                    double login_seconds, gboolean accepted)
{
  static const char *const words[MD_N_TALK_STAGES] = {
    [MD_TALK_CONNECT] = "connect", [MD_TALK_GREETING] = "greeting", [MD_TALK_TLS] = "tls"
  };
  double from = lookup_seconds;

  if (lookup_seconds > 0)
    md_evidence_add_stage (evidence, "lookup", 0, lookup_seconds);
  for (guint stage = 0; stage < MD_N_TALK_STAGES && talk->stage_until[stage] > 0; stage++)
    {
      md_evidence_add_stage (evidence, words[stage], from, lookup_seconds + talk->stage_until[stage]);
      from = lookup_seconds + talk->stage_until[stage];
    }
  if (login_seconds > 0)
    md_evidence_add_stage (evidence, "login", from, from + login_seconds);
  if (login_seconds > 0 && !accepted)
    md_evidence_fail_stage (evidence);
  if (talk->end != MD_DIALOGUE_READY && talk->end != MD_DIALOGUE_CANCELLED)
    md_evidence_fail_stage (evidence);
}

void
md_evidence_add_http_stages (MdEvidence *evidence, const MdHttpResult *result)
{
  static const char *const words[MD_N_HTTP_STAGES] = {
    [MD_HTTP_STAGE_LOOKUP] = "lookup",
    [MD_HTTP_STAGE_CONNECT] = "connect",
    [MD_HTTP_STAGE_TLS] = "tls",
    [MD_HTTP_STAGE_ANSWER] = "answer",
  };
  double from = 0;

  for (guint stage = 0; stage < MD_N_HTTP_STAGES; stage++)
    if (result->stage_until[stage] > from)
      {
        md_evidence_add_stage (evidence, words[stage], from, result->stage_until[stage]);
        from = result->stage_until[stage];
      }
  if (result->outcome != MD_HTTP_OK && result->outcome != MD_HTTP_CANCELLED)
    md_evidence_fail_stage (evidence);
}

void
md_evidence_add_send_stages (MdEvidence *evidence, const MdSendResult *result)
{
  double end = (double) result->micros / 1e6;
  double connected = result->connect_seconds, encrypted = result->tls_seconds;

  md_evidence_add_stage (evidence, "connect", 0, connected > 0 ? connected : end);
  if (connected > 0)
    md_evidence_add_stage (evidence, "tls", connected, encrypted > 0 ? encrypted : end);
  if (encrypted > 0)
    md_evidence_add_stage (evidence, "message", encrypted, end);
  if (result->outcome != MD_SEND_OK && result->outcome != MD_SEND_CANCELLED)
    md_evidence_fail_stage (evidence);
}

/* ── certificates ── */

static MdChainFault
faults_of (MdCertProblem problems)
{
  static const struct
  {
    MdCertProblem problem;
    MdChainFault fault;
  } rows[] = {
    { MD_CERT_EXPIRED, MD_CHAIN_EXPIRED },
    { MD_CERT_NOT_YET_VALID, MD_CHAIN_NOT_YET_VALID },
    { MD_CERT_WRONG_NAME, MD_CHAIN_WRONG_NAME },
    { MD_CERT_SELF_SIGNED, MD_CHAIN_SELF_SIGNED },
    { MD_CERT_UNKNOWN_AUTHORITY, MD_CHAIN_UNKNOWN_AUTHORITY },
    { MD_CERT_INCOMPLETE_CHAIN, MD_CHAIN_INCOMPLETE },
    { MD_CERT_OTHER, MD_CHAIN_OTHER },
  };
  MdChainFault faults = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((problems & rows[i].problem) != 0)
      faults |= rows[i].fault;
  return faults;
}

void
md_evidence_add_tls (MdEvidence *evidence, const MdTls *tls, const char *host)
{
  GPtrArray *chain = tls != NULL ? md_tls_get_chain (tls) : NULL;

  if (chain != NULL && chain->len > 0)
    {
      MdShownChain *shown = md_shown_chain_new (host, faults_of (md_tls_get_problems (tls)),
                                                g_get_real_time () / G_USEC_PER_SEC);

      for (guint i = 0; i < chain->len; i++)
        {
          const MdCertificate *one = g_ptr_array_index (chain, i);

          md_shown_chain_add (shown, one->subject, one->issuer, one->issuer_full, (const char *const *) one->names,
                              one->not_before, one->not_after);
        }
      md_evidence_take_chain (evidence, shown);
    }
  if (tls != NULL && md_tls_get_reason (tls) != NULL)
    {
      g_autofree char *line = g_strdup_printf ("TLS: %s", md_tls_get_reason (tls));

      md_evidence_add_line (evidence, line);
    }
}

/* ── SPF ── */

void
md_evidence_add_spf (MdEvidence *evidence, const MdSpf *spf, const char *address)
{
  MdShownTree *tree = md_shown_tree_new (address);

  tree->lookups = spf->lookups;
  tree->max_lookups = MD_SPF_MAX_LOOKUPS;
  tree->void_lookups = spf->void_lookups;
  tree->max_void = MD_SPF_MAX_VOID_LOOKUPS;
  for (guint i = 0; i < spf->trace->len; i++)
    {
      const MdSpfStep *step = g_ptr_array_index (spf->trace, i);
      const MdShownTerm term = { .depth = step->depth,
                                 .is_record = step->is_record,
                                 .text = step->text,
                                 .outcome = step->outcome,
                                 .first_lookup = step->first_lookup,
                                 .last_lookup = step->last_lookup };

      md_shown_tree_add (tree, &term);
    }
  md_evidence_take_tree (evidence, tree);
}
