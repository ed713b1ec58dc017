/* test-evidence.c - what is put into evidence to be drawn stands in its lines, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/evidence.h"

#define JOINED(evidence) g_strjoinv ("\n", (char **) md_evidence_get_lines (evidence))

static void
test_stages (void)
{
  g_autoptr (MdEvidence) evidence = md_evidence_new (MD_STEP_S2, "smtp-dialogue", "smtp.example.org:587", "closed", 0);
  const MdStage *stages;
  g_autofree char *lines = NULL;
  gsize n = 0;

  md_evidence_fail_stage (evidence); /* there is none: nothing happens */
  md_evidence_complete (evidence);
  g_assert_null (md_evidence_get_lines (evidence)[0]);
  md_evidence_add_stage (evidence, "connect", 0, 0.02);
  md_evidence_add_stage (evidence, "greeting", 0.02, 1.5);
  md_evidence_fail_stage (evidence);
  md_evidence_complete (evidence);
  stages = md_evidence_get_stages (evidence, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (stages[0].failed);
  g_assert_true (stages[1].failed);
  lines = JOINED (evidence);
  g_assert_cmpstr (lines, ==, "stages: connect 0.000-0.020 s, greeting 0.020-1.500 s (failed)");
}

static void
test_chain (void)
{
  static const char *const names[] = { "mail.example.org", "\xff", NULL };
  g_autoptr (MdEvidence) evidence = md_evidence_new (MD_STEP_S2, "smtp-dialogue", "x", "ready", 0);
  MdShownChain *chain = md_shown_chain_new ("smtp.example.org", MD_CHAIN_WRONG_NAME, 1700000000);
  g_autofree char *lines = NULL;

  md_shown_chain_add (chain, "mail.example.org", "Authority", "Authority / Example", names, 1699000000, 1800000000);
  md_evidence_take_chain (evidence, chain);
  g_assert_true (md_evidence_get_chain (evidence) == chain);
  lines = JOINED (evidence);
  g_assert_cmpstr (lines, ==,
                   "certificate 0: mail.example.org | Authority / Example | 2023-11-03 … 2027-01-15 | "
                   "mail.example.org, \xef\xbf\xbd");
}

static void
test_tree (void)
{
  static const MdShownTerm terms[] = {
    { 0, TRUE, (char *) "own.example", (char *) "v=spf1 include:one.example -all", 0, 0 },
    { 0, FALSE, (char *) "include:one.example", (char *) "match", 1, 2 },
    { 1, TRUE, (char *) "one.example", (char *) "v=spf1 mx ~all", 0, 0 },
    { 1, FALSE, (char *) "mx", (char *) "match", 2, 2 },
  };
  g_autoptr (MdEvidence) evidence = md_evidence_new (MD_STEP_S7, "spf", "192.0.2.1", "pass", 0);
  MdShownTree *tree = md_shown_tree_new ("192.0.2.1");
  g_autofree char *lines = NULL;

  tree->lookups = 2;
  tree->max_lookups = 10;
  tree->max_void = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    md_shown_tree_add (tree, &terms[i]);
  md_evidence_take_tree (evidence, tree);
  lines = JOINED (evidence);
  g_assert_cmpstr (lines, ==,
                   "own.example: v=spf1 include:one.example -all\n"
                   "  include:one.example: match [lookups 1-2]\n"
                   "    one.example: v=spf1 mx ~all\n"
                   "      mx: match [lookup 2]\n"
                   "lookups: 2 of 10, void: 0 of 2");
}

static void
test_hops_and_pairs (void)
{
  const MdShownHop hop = { .from = (char *) "a.example", .by = (char *) "b.example", .delay = 62, .fault = "greylist" };
  g_autoptr (MdEvidence) evidence = md_evidence_new (MD_STEP_D5, "received", "", "read", 0);
  const MdShownPair *pair;
  g_autofree char *lines = NULL;

  md_evidence_add_hop (evidence, &hop);
  md_evidence_add_pair (evidence, "folder", "INBOX", "Junk", TRUE);
  g_assert_cmpuint (md_evidence_get_hops (evidence)->len, ==, 1);
  pair = g_ptr_array_index (md_evidence_get_pairs (evidence), 0);
  g_assert_true (pair->differs);
  lines = JOINED (evidence);
  g_assert_cmpstr (lines, ==, "1. from a.example [-] by b.example with -, +62 s, greylist\nfolder: INBOX | Junk");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/evidence/stages", test_stages);
  g_test_add_func ("/core/evidence/chain", test_chain);
  g_test_add_func ("/core/evidence/tree", test_tree);
  g_test_add_func ("/core/evidence/hops-and-pairs", test_hops_and_pairs);
  return g_test_run ();
}
