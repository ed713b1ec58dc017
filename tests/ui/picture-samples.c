/* picture-samples.c - one of each picture, good and bad; see picture-samples.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-samples.h"

#include "core/evidence.h"
#include "core/finding.h"
#include "ui/pictures/certificate-card.h"
#include "ui/pictures/marked-record.h"
#include "ui/pictures/received-chain.h"
#include "ui/pictures/side-by-side.h"
#include "ui/pictures/spf-tree.h"
#include "ui/pictures/time-line.h"

#define DAY (24 * 3600)
#define NOW 1763000000

static MdEvidence *
evidence_new (void)
{
  return md_evidence_new (MD_STEP_S2, "sample", "smtp.example.org:587", "sample", 0);
}

static GtkWidget *
build_time_line (MdLang lang)
{
  g_autoptr (MdEvidence) evidence = evidence_new ();

  md_evidence_add_stage (evidence, "lookup", 0, 0.04);
  md_evidence_add_stage (evidence, "connect", 0.04, 0.09);
  md_evidence_add_stage (evidence, "greeting", 0.09, 0.61);
  md_evidence_add_stage (evidence, "ehlo", 0.61, 0.66);
  md_evidence_add_stage (evidence, "starttls", 0.66, 0.70);
  md_evidence_add_stage (evidence, "tls", 0.70, 0.91);
  md_evidence_add_stage (evidence, "ehlo-tls", 0.91, 0.95);
  md_evidence_add_stage (evidence, "login", 0.95, 1.3);
  return md_time_line_new (evidence, lang);
}

static GtkWidget *
build_ended_early (MdLang lang)
{
  g_autoptr (MdEvidence) evidence = evidence_new ();

  md_evidence_add_stage (evidence, "lookup", 0, 0.012);
  md_evidence_add_stage (evidence, "connect", 0.012, 5.012);
  md_evidence_fail_stage (evidence);
  return md_time_line_new (evidence, lang);
}

static GtkWidget *
certificate (MdLang lang, MdChainFault faults, gint64 left_days, const char *const *names)
{
  g_autoptr (MdShownChain) chain = md_shown_chain_new ("smtp.example.org", faults, NOW);

  md_shown_chain_add (chain, names[0], (faults & MD_CHAIN_SELF_SIGNED) != 0 ? names[0] : "Example Authority R3",
                      "Example Authority R3 / Example Trust", names, NOW - 60 * DAY, NOW + left_days * DAY + DAY / 2);
  if ((faults & (MD_CHAIN_SELF_SIGNED | MD_CHAIN_INCOMPLETE)) == 0)
    md_shown_chain_add (chain, "Example Authority R3", "Example Root X1", "Example Root X1", names + 1,
                        NOW - 600 * DAY, NOW + 900 * DAY);
  return md_certificate_card_new (chain, lang);
}

static const char *const right_names[] = { "smtp.example.org", "imap.example.org", NULL };
static const char *const wrong_names[] = { "web17.hosting.example", "a.example", "b.example", "c.example", "d.example",
                                           "e.example", "f.example", "g.example", NULL };

static GtkWidget *
build_good_certificate (MdLang lang)
{
  return certificate (lang, 0, 43, right_names);
}

static GtkWidget *
build_expired_certificate (MdLang lang)
{
  return certificate (lang, MD_CHAIN_EXPIRED, -4, right_names);
}

static GtkWidget *
build_wrong_name (MdLang lang)
{
  return certificate (lang, MD_CHAIN_WRONG_NAME, 9, wrong_names);
}

static GtkWidget *
build_incomplete (MdLang lang)
{
  return certificate (lang, MD_CHAIN_INCOMPLETE, 43, right_names);
}

static GtkWidget *
build_self_signed (MdLang lang)
{
  return certificate (lang, MD_CHAIN_SELF_SIGNED | MD_CHAIN_WRONG_NAME, 3000, wrong_names);
}

static GtkWidget *
build_spf_syntax (MdLang lang)
{
  g_autoptr (MdFinding) finding = md_finding_new (
      MD_STEP_S7, MD_SUBJECT_DOMAIN, MD_FINDING_SPF_SYNTAX, "domain", "example.org", "record",
      "v=spf1 mx ip4:192.0.2.300 include:_spf.provider.example -all", "position", "11", "word", "ip4:192.0.2.300",
      "corrected", "v=spf1 mx include:_spf.provider.example -all", NULL);

  return md_marked_record_new (finding, lang);
}

static GtkWidget *
build_spf_not_covered (MdLang lang)
{
  g_autoptr (MdFinding) finding = md_finding_new (
      MD_STEP_S7, MD_SUBJECT_DOMAIN, MD_FINDING_SPF_NOT_COVERED, "domain", "example.org", "address", "192.0.2.7",
      "result", "softfail", "record", "v=spf1 mx ~all", "corrected", "v=spf1 mx ip4:192.0.2.7 ~all", NULL);

  return md_marked_record_new (finding, lang);
}

static GtkWidget *
build_two_records (MdLang lang)
{
  g_autoptr (MdFinding) finding
      = md_finding_new (MD_STEP_S7, MD_SUBJECT_DOMAIN, MD_FINDING_SPF_MULTIPLE, "domain", "example.org", "count", "2",
                        "record", "v=spf1 mx -all\nv=spf1 a ~all", "position", "16", "word", "v=spf1 a ~all",
                        "corrected", "v=spf1 mx a ~all", NULL);

  return md_marked_record_new (finding, lang);
}

static GtkWidget *
build_policy (MdLang lang)
{
  g_autoptr (MdFinding) finding = md_finding_new (
      MD_STEP_S7, MD_SUBJECT_DOMAIN, MD_FINDING_MTA_STS_POLICY_SYNTAX, "domain", "example.org", "url",
      "https://mta-sts.example.org/.well-known/mta-sts.txt", "record",
      "version: STSv1\r\nmode: strict\r\nmx: mx.example.org\r\nmax_age: 604800\r\n", "position", "23", "word", "strict",
      "corrected", "version: STSv1\nmode: testing\nmx: mx.example.org\nmax_age: 604800\n", NULL);

  return md_marked_record_new (finding, lang);
}

static void
add_term (MdShownTree *tree, guint depth, const char *text, const char *outcome, guint first, guint last)
{
  const MdShownTerm term = { .depth = depth,
                             .is_record = first == 0 && g_str_has_prefix (outcome, "v=spf1"),
                             .text = (char *) text,
                             .outcome = (char *) outcome,
                             .first_lookup = first,
                             .last_lookup = last };

  md_shown_tree_add (tree, &term);
}

static GtkWidget *
build_match (MdLang lang)
{
  g_autoptr (MdShownTree) tree = md_shown_tree_new ("192.0.2.7");

  tree->lookups = 4;
  tree->max_lookups = 10;
  add_term (tree, 0, "example.org", "v=spf1 mx include:_spf.provider.example -all", 0, 0);
  add_term (tree, 0, "mx", "no match", 1, 1);
  add_term (tree, 0, "include:_spf.provider.example", "match", 2, 4);
  add_term (tree, 1, "_spf.provider.example", "v=spf1 …", 0, 0);
  add_term (tree, 1, "include:_spf-a.provider.example", "no match", 3, 3);
  add_term (tree, 2, "_spf-a.provider.example", "v=spf1 …", 0, 0);
  add_term (tree, 2, "ip4:198.51.100.0/24", "no match", 0, 0);
  add_term (tree, 2, "~all", "match", 0, 0);
  add_term (tree, 1, "include:_spf-b.provider.example", "match", 4, 4);
  add_term (tree, 2, "_spf-b.provider.example", "v=spf1 …", 0, 0);
  add_term (tree, 2, "ip4:192.0.2.0/24", "match", 0, 0);
  return md_spf_tree_new (tree, lang);
}

static GtkWidget *
build_too_many (MdLang lang)
{
  g_autoptr (MdShownTree) tree = md_shown_tree_new (NULL);

  tree->lookups = 13;
  tree->max_lookups = 10;
  add_term (tree, 0, "example.org", "v=spf1 …", 0, 0);
  for (guint i = 0; i < 13; i++)
    {
      g_autofree char *text = g_strdup_printf ("include:_spf%u.a-long-provider-name.example", i + 1);

      add_term (tree, 0, text, "no match", i + 1, i + 1);
      for (guint k = 0; k < 3; k++)
        add_term (tree, 1, "ip4:198.51.100.0/24", "no match", 0, 0);
    }
  add_term (tree, 0, "-all", "match", 0, 0);
  return md_spf_tree_new (tree, lang);
}

static GtkWidget *
build_way (MdLang lang)
{
  static const MdShownHop hops[] = {
    { (char *) "laptop.home.example", (char *) "198.51.100.23", (char *) "smtp.sender.example", NULL, 0, "none" },
    { (char *) "smtp.sender.example", NULL, (char *) "relay.sender.example", NULL, 2, "none" },
    { (char *) "out-7.sender.example", NULL, (char *) "mx1.example.org", NULL, 312, "greylist" },
    { (char *) "mx1.example.org", NULL, (char *) "filter.example.org", NULL, -41, "backwards" },
    { (char *) "filter.example.org", NULL, (char *) "imap.example.org", NULL, 1260, "slow" },
  };
  g_autoptr (MdEvidence) evidence = evidence_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (hops); i++)
    md_evidence_add_hop (evidence, &hops[i]);
  return md_received_chain_new (evidence, lang);
}

static GtkWidget *
build_pairs (MdLang lang)
{
  g_autoptr (MdEvidence) evidence = evidence_new ();

  md_evidence_add_pair (evidence, "folder", "INBOX", "Junk", TRUE);
  md_evidence_add_pair (evidence, "seconds", "2.1", "3.4", FALSE);
  md_evidence_add_pair (evidence, "spf", "pass", "pass", FALSE);
  md_evidence_add_pair (evidence, "dkim", "pass", "", TRUE);
  return md_side_by_side_new (evidence, lang);
}

const PictureSample picture_samples[] = {
  { "time-line", build_time_line, "greeting 0.5\u00a0s (took longest)", "saludo 0,5\u00a0s (lo que más tardó)" },
  { "ended-early", build_ended_early, "connection 5.0\u00a0s (it ended here)", "conexión 5,0\u00a0s (aquí terminó)" },
  { "good-certificate", build_good_certificate, "in order. For: smtp.example.org", "(todavía 43 días)" },
  { "expired-certificate", build_expired_certificate, "(expired 3 days ago)", "(caducó hace 3 días)" },
  { "wrong-name", build_wrong_name, "and 2 more (not for smtp.example.org)", "y 2 más (no para smtp.example.org)" },
  { "incomplete", build_incomplete, "did not send the certificate of", "no envió el certificado de" },
  { "self-signed", build_self_signed, "it vouches for itself", "se avala a sí mismo" },
  { "spf-syntax", build_spf_syntax, "wrong from character 11 on: ip4:192.0.2.300",
    "mal desde el carácter 11: ip4:192.0.2.300" },
  { "spf-not-covered", build_spf_not_covered, "v=spf1 mx ~all", "Registro de example.org" },
  { "two-records", build_two_records, "too many, from here on: v=spf1 a ~all", "sobra desde aquí: v=spf1 a ~all" },
  { "policy", build_policy, "wrong from character 23 on: strict", "mal desde el carácter 23: strict" },
  { "spf-match", build_match, "ip4:192.0.2.0/24: matches the address", "4 consultas en total, de 10 permitidas" },
  { "spf-too-many", build_too_many, "13 lookups in all; only 10 are allowed", "por encima del límite de consultas" },
  { "way", build_way, "made to wait on purpose (greylisting)", "hay un reloj mal" },
  { "pairs", build_pairs, "Folder: inbox, Junk (different)", "Carpeta: bandeja de entrada, Junk (distinto)" },
};
const gsize n_picture_samples = G_N_ELEMENTS (picture_samples);
