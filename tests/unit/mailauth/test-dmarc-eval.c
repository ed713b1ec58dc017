/* test-dmarc-eval.c - DMARC verdicts, the walk up the tree, and which record counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/dmarc-eval.h"
#include "pretend-dns.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
test_walk (void)
{
  static const struct { const char *domain, *want; } cases[] = {
    { "example.org", "example.org org" },
    { "org", "org" },
    { "a.b.c.d.e.f.g.org", "a.b.c.d.e.f.g.org b.c.d.e.f.g.org c.d.e.f.g.org d.e.f.g.org e.f.g.org f.g.org g.org org" },
    { "x.y.a.b.c.d.e.f.g.org",
      "x.y.a.b.c.d.e.f.g.org b.c.d.e.f.g.org c.d.e.f.g.org d.e.f.g.org e.f.g.org f.g.org g.org org" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) names = md_dmarc_walk (cases[i].domain);
      g_autofree char *got = g_strjoinv (" ", names);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

/* Where public suffixes and the tree of records tell different organizations. */
static void
test_verdicts (void)
{
  static const struct
  {
    const char *story, *zone, *from, *spf, *dkim, *result, *policy, *disposition;
    gboolean list_differs;
  } cases[] = {
    { "no record", "", "example.org", "example.org", NULL, "none", NULL, NULL, FALSE },
    { "aligned", "_dmarc.example.org TXT v=DMARC1; p=reject", "example.org", "mail.example.org", NULL, "pass", "reject",
      "reject", FALSE },
    { "nobody passed", "_dmarc.example.org TXT v=DMARC1; p=reject", "example.org", NULL, NULL, "fail", "reject",
      "reject", FALSE },
    { "being tested", "_dmarc.example.org TXT v=DMARC1; p=reject; t=y", "example.org", NULL, NULL, "fail", "reject",
      "quarantine", FALSE },
    { "a subdomain with a record of its own", "_dmarc.news.example.org TXT v=DMARC1; p=reject", "news.example.org", NULL,
      "example.org", "fail", "reject", "reject", TRUE },
    { "no answer", "_dmarc.example.org TIMEOUT", "example.org", NULL, NULL, "temperror", NULL, NULL, FALSE },
    { "two records", "_dmarc.example.org TXT v=DMARC1; p=reject\n_dmarc.example.org TXT v=DMARC1; p=none", "example.org",
      NULL, NULL, "none", NULL, NULL, FALSE },
    { "in capitals", "_dmarc.example.org TXT v=DMARC1; p=reject", "EXAMPLE.ORG", "Example.Org", NULL, "pass", "reject",
      "reject", FALSE },
    { "a name that only ends alike", "_dmarc.example.org TXT v=DMARC1; p=reject", "example.org", "badexample.org", NULL,
      "fail", "reject", "reject", FALSE },
  };
  const MdWait wait = { NULL, G_MAXINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PretendDns) pretend = pretend_dns_new_from_zone (cases[i].zone);
      g_autoptr (MdMailDns) dns = md_mail_dns_new (NULL, &wait, pretend_dns_ask, pretend);
      const char *spf[] = { cases[i].spf, NULL }, *dkim[] = { cases[i].dkim, NULL };
      g_autoptr (MdDmarcVerdict) got = md_dmarc_evaluate (cases[i].from, spf, dkim, dns);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (md_dmarc_result_name (got->result), ==, cases[i].result);
      g_assert_cmpstr (got->policy, ==, cases[i].policy);
      g_assert_cmpstr (got->disposition, ==, cases[i].disposition);
      g_assert_cmpint (got->list_differs, ==, cases[i].list_differs);
    }
}

/* ── where public test data is at hand ── */

typedef struct
{
  PretendDns *pretend;  /* (owned) */
  gboolean dead;        /* every question times out */
} Zone;

static MdDnsAnswer *
ask_zone (const char *name, MdDnsType type, gpointer user_data)
{
  Zone *zone = user_data;
  MdDnsAnswer *answer = pretend_dns_ask (name, type, zone->pretend);

  if (zone->dead)
    answer->status = MD_DNS_TIMED_OUT;
  return answer;
}

static Zone
read_zone (JsonObject *dns)
{
  Zone zone = { pretend_dns_new (), FALSE };
  g_autoptr (GList) names = json_object_get_members (dns);

  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonObject *types = json_object_get_object_member (dns, name->data);
      g_autoptr (GList) kinds = json_object_get_members (types);

      for (GList *kind = kinds; kind != NULL; kind = kind->next)
        {
          JsonNode *values = json_object_get_member (types, kind->data);
          JsonArray *list = JSON_NODE_HOLDS_ARRAY (values) ? json_node_get_array (values) : NULL;

          zone.dead = zone.dead || (list == NULL && strcmp (name->data, "*") == 0);
          for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
            pretend_dns_add (zone.pretend, name->data, kind->data, json_array_get_string_element (list, i));
        }
    }
  return zone;
}

/* The domains that passed, (transfer container), closed by NULL. */
static GPtrArray *
passed (JsonObject *row, const char *member)
{
  JsonArray *list = json_object_get_array_member (row, member);
  GPtrArray *domains = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);

      if (strcmp (json_object_get_string_member (one, "result"), "pass") == 0)
        g_ptr_array_add (domains, (gpointer) json_object_get_string_member (one, "domain"));
    }
  g_ptr_array_add (domains, NULL);
  return domains;
}

static void
compare (JsonObject *expect, const char *member, const char *got)
{
  if (json_object_has_member (expect, member))
    g_assert_cmpstr (got, ==, json_object_get_string_member (expect, member));
}

static void
compare_boolean (JsonObject *expect, const char *member, gboolean got)
{
  if (json_object_has_member (expect, member))
    g_assert_cmpint (got, ==, json_object_get_boolean_member (expect, member));
}

static const char *
mode (gboolean strict)
{
  return strict ? "strict" : "relaxed";
}

static void
check_verdict (JsonObject *row, JsonObject *expect, MdMailDns *dns)
{
  JsonNode *from = json_object_get_member (row, "header_from");
  const char *address = JSON_NODE_HOLDS_ARRAY (from) ? json_array_get_string_element (json_node_get_array (from), 0)
                                                     : json_node_get_string (from);
  g_autoptr (GPtrArray) spf = passed (row, "spf"), dkim = passed (row, "dkim");
  g_autoptr (MdDmarcVerdict) got = md_dmarc_evaluate (strchr (address, '@') + 1, (const char *const *) spf->pdata,
                                                      (const char *const *) dkim->pdata, dns);

  compare (expect, "result", md_dmarc_result_name (got->result));
  compare (expect, "policy", got->policy);
  compare (expect, "disposition", got->disposition);
  compare (expect, "org_domain", got->organization);
  compare (expect, "p", got->p);
  compare (expect, "sp", got->sp);
  compare_boolean (expect, "spf_aligned", got->spf_aligned);
  compare_boolean (expect, "dkim_aligned", got->dkim_aligned);
  compare (expect, "spf_mode", mode (got->strict_spf));
  compare (expect, "dkim_mode", mode (got->strict_dkim));
}

static void
check_record (JsonObject *row, JsonObject *expect, MdMailDns *dns)
{
  const char *domain = json_object_get_string_member (row, "domain");
  g_autoptr (MdDmarcVerdict) got = md_dmarc_evaluate (domain, NULL, NULL, dns);

  if (json_object_has_member (expect, "error"))
    {
      g_assert_cmpint (got->result, ==, MD_DMARC_TEMPERROR);
      return;
    }
  g_assert_cmpint (got->record != NULL, ==, json_object_get_boolean_member (expect, "found"));
  if (got->record == NULL)
    return;
  compare_boolean (expect, "from_org_domain", strcmp (got->record_domain, got->domain) != 0);
  compare (json_object_get_object_member (expect, "tags"), "p", got->p);
}

static guint
check_file (const char *name)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *path = g_build_filename (corpora != NULL ? corpora : ".", "auth", "dmarc", name, NULL);
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (corpora == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the data is not at hand");
      return 0;
    }
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (; lines[n] != NULL; n++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (MdMailDns) dns = NULL;
      JsonObject *row, *expect;
      Zone zone;

      g_assert_true (json_parser_load_from_data (parser, lines[n], -1, NULL));
      row = json_node_get_object (json_parser_get_root (parser));
      expect = json_object_get_object_member (row, "expect");
      zone = read_zone (json_object_get_object_member (row, "dns"));
      dns = md_mail_dns_new (NULL, &wait, ask_zone, &zone);
      g_test_message ("%s", json_object_get_string_member (row, "id"));
      if (json_object_has_member (row, "domain"))
        check_record (row, expect, dns);
      else
        check_verdict (row, expect, dns);
      pretend_dns_free (zone.pretend);
    }
  return n;
}

static void
test_corpus (void)
{
  guint n = check_file ("evaluate.jsonl") + check_file ("record.jsonl") + check_file ("treewalk-rfc9989.jsonl");

  g_assert_true (n == 0 || n == 29 + 18 + 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/dmarc/walk", test_walk);
  g_test_add_func ("/mailauth/dmarc/verdicts", test_verdicts);
  g_test_add_func ("/mailauth/dmarc/corpus", test_corpus);
  return g_test_run ();
}
