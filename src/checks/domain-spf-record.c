/* domain-spf-record.c - the probes of the SPF check, and what is wrong with the record itself; see domain-spf.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-spf"

#include "config.h"

#include "checks/domain-spf.h"

#include "base/fan-out.h"
#include "checks/domain.h"

#include <string.h>

#define MAX_HOSTS 4
#define MAX_ADDRESSES 4
#define MAX_LOOKUPS 10

/* ── probes ── */

void
md_spf_probe_free (gpointer data)
{
  MdSpfProbe *probe = data;

  md_spf_free (probe->spf);
  g_clear_pointer (&probe->names, g_ptr_array_unref);
  g_clear_pointer (&probe->addresses, g_ptr_array_unref);
  g_free (probe->own_addresses);
  g_free (probe->host_addresses);
  g_free (probe);
}

MdSpfProbe *
md_spf_add_probe (GPtrArray *probes, const char *address)
{
  MdSpfProbe *probe = g_new0 (MdSpfProbe, 1);

  probe->address = address;
  g_ptr_array_add (probes, probe);
  return probe;
}

static void
append_terms (GString *terms, const MdDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++)
    g_string_append_printf (terms, "%s%s:%s", terms->len > 0 ? " " : "", answer->type == MD_DNS_A ? "ip4" : "ip6",
                            ((const MdDnsRecord *) g_ptr_array_index (answer->records, i))->text);
}

static void
take_addresses (MdSpfProbe *probe, GPtrArray *answers)
{
  g_autoptr (GString) own = g_string_new (NULL);
  g_autoptr (GString) hosts = g_string_new (NULL);

  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      append_terms (i < 2 ? own : hosts, answer);
      for (guint r = 0; i >= 2 && r < answer->records->len && probe->addresses->len < MAX_ADDRESSES; r++)
        g_ptr_array_add (probe->addresses, g_strdup (((MdDnsRecord *) g_ptr_array_index (answer->records, r))->text));
    }
  probe->own_addresses = g_strdup (own->str);
  probe->host_addresses = g_strdup (hosts->str);
}

static void
look_up_hosts (MdSpfProbe *probe, const MdSpfQuestion *question)
{
  MdWorld *world = md_context_get_world (question->context);
  const MdWait *wait = &question->wait;
  g_autoptr (MdDnsAnswer) mx = md_resolver_ask_one (world, question->domain, MD_DNS_MX, wait);
  g_autoptr (GPtrArray) answers = NULL;
  MdDnsQuestion questions[2 + 2 * MAX_HOSTS] = { { question->domain, MD_DNS_A }, { question->domain, MD_DNS_AAAA } };
  gsize n = 2;

  probe->names = g_ptr_array_new_with_free_func (g_free);
  probe->addresses = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (mx->records->len, MAX_HOSTS); i++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text;

      if (host == NULL || host[0] == '\0' || g_str_equal (host, "."))
        continue;
      g_ptr_array_add (probe->names, g_strdup (host));
      questions[n++] = (MdDnsQuestion) { host, MD_DNS_A };
      questions[n++] = (MdDnsQuestion) { host, MD_DNS_AAAA };
    }
  if (n == 2)
    return;
  answers = md_resolver_ask (world, questions, n, wait);
  take_addresses (probe, answers);
}

/* On a thread of its own. */
static void
ask (gpointer item, gpointer shared)
{
  MdSpfProbe *probe = item;
  const MdSpfQuestion *question = shared;
  MdWorld *world = md_context_get_world (question->context);
  const char *helo = md_context_get_case (question->context)->helo;
  const MdWait *wait = &question->wait;

  if (probe->hosts)
    look_up_hosts (probe, question);
  else if (probe->helo)
    probe->spf = md_spf_check (world, probe->address, helo, NULL, helo, wait, NULL, NULL);
  else if (probe->address != NULL)
    probe->spf = md_spf_check (world, probe->address, question->domain, question->sender,
                               helo != NULL ? helo : question->domain, wait, NULL, NULL);
  else
    probe->spf = md_spf_read (world, question->domain, wait, NULL, NULL);
}

void
md_spf_ask_all (GPtrArray *probes, const MdSpfQuestion *question)
{
  md_fan_out (probes->pdata, probes->len, ask, NULL, (gpointer) question);
}

/* ── the record itself ── */

static void
report_multiple (const MdSpfQuestion *question, const MdSpf *spf)
{
  static const MdSpfMending how = { .close = TRUE };
  g_autoptr (MdDnsAnswer) answer = md_resolver_ask_one (md_context_get_world (question->context), question->domain,
                                                        MD_DNS_TXT, &question->wait);
  g_autoptr (GPtrArray) records = md_domain_texts (answer, "v=spf1");
  g_autofree char *count = g_strdup_printf ("%u", spf->n_records);
  g_autofree char *corrected = NULL, *all = NULL, *position = NULL;

  g_ptr_array_add (records, NULL);
  corrected = md_mend_spf ((const char *const *) records->pdata, &how);
  /* One a line; from the second on they are too many. */
  all = g_strjoinv ("\n", (char **) records->pdata);
  position = g_strdup_printf ("%" G_GSIZE_FORMAT, MIN (strcspn (all, "\n") + 2, strlen (all) + 1));
  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_MULTIPLE, "domain", question->domain,
                           "count", count, "record", all, "position", position, "word",
                           records->len > 2 ? g_ptr_array_index (records, 1) : "", "corrected",
                           md_domain_word (corrected), NULL);
}

/* How many terms of @record cost a lookup each time and can be written as addresses, or left out. */
static guint
count_light (const char *record, const char *const *instead)
{
  g_auto (GStrv) words = g_strsplit (record, " ", -1);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    for (gsize k = 0; instead[k] != NULL; k += 2)
      n += strcmp (words[i], instead[k]) == 0;
  return n;
}

/* Names of the domain's own give way to their addresses, "ptr" to nothing; NULL when that does not do. */
static char *
lighten (const MdSpf *spf, const MdSpfProbe *hosts)
{
  const char *own = md_domain_word (hosts->own_addresses), *mx = md_domain_word (hosts->host_addresses);
  const char *instead[] = { "ptr", "", mx[0] != '\0' ? "mx" : NULL, mx, own[0] != '\0' ? "a" : NULL, own, NULL };
  const MdSpfMending how = { .instead = instead };

  if (mx[0] == '\0')
    {
      instead[2] = instead[4];
      instead[3] = own;
      instead[4] = NULL;
    }
  if (spf->record == NULL || spf->lookups > MAX_LOOKUPS + count_light (spf->record, instead))
    return NULL;
  return md_mend_spf ((const char *const[]) { spf->record, NULL }, &how);
}

static void
report_too_many_lookups (const MdSpfQuestion *question, const MdSpf *spf, const MdSpfProbe *hosts)
{
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);
  g_autofree char *position = g_strdup_printf ("%u", spf->position);
  g_autofree char *corrected = lighten (spf, hosts);

  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_TOO_MANY_LOOKUPS, "domain",
                           question->domain, "lookups", lookups, "record", md_domain_word (spf->record), "position",
                           position, "word", md_domain_word (spf->word), "corrected", md_domain_word (corrected), NULL);
}

static void
report_fault (const MdSpfQuestion *question, const MdSpf *spf, const MdSpfProbe *hosts)
{
  /* What leads nowhere can only be left out. */
  const MdSpfMending how = { .without = spf->fault == MD_SPF_FAULT_SYNTAX ? NULL : spf->word };
  g_autofree char *position = g_strdup_printf ("%u", spf->position);
  /* Of two records at an included domain neither is the one. */
  const char *record = spf->fault_record != NULL ? spf->fault_record : "v=spf1";
  g_autofree char *corrected = NULL;

  if (spf->fault == MD_SPF_FAULT_MULTIPLE && g_strcmp0 (spf->fault_domain, question->domain) == 0)
    report_multiple (question, spf);
  else if (spf->fault == MD_SPF_FAULT_LOOKUPS)
    report_too_many_lookups (question, spf, hosts);
  else
    {
      if (spf->fault_record != NULL)
        corrected = md_mend_spf ((const char *const[]) { spf->fault_record, NULL }, &how);
      md_context_report_about (question->context, question->subject, MD_FINDING_SPF_SYNTAX, "domain",
                               spf->fault_domain, "record", record, "position", position, "word", spf->word,
                               "corrected", md_domain_word (corrected), NULL);
    }
}

static void
report_missing (const MdSpfQuestion *question, const MdSpf *spf, const MdSpfProbe *hosts)
{
  const MdSpfMending how = { .allow = md_context_get_case (question->context)->ip };
  const char *start = hosts->names->len > 0 ? "v=spf1 mx ~all" : "v=spf1 a ~all";
  g_autofree char *corrected = md_mend_spf ((const char *const[]) { start, NULL }, &how);

  if (spf->result == MD_SPF_NONE && spf->status != MD_DNS_NXDOMAIN)
    md_context_report_about (question->context, question->subject, MD_FINDING_SPF_MISSING, "domain", question->domain,
                             "corrected", md_domain_word (corrected), NULL);
  else if (spf->result == MD_SPF_TEMPERROR)
    md_context_report_about (question->context, question->subject, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain",
                             question->domain, "record", "SPF", "status", md_dns_status_name (spf->status), NULL);
}

/* Where the term stands that lets everybody in, counted from 1; the record's start when an include does. */
static guint
find_open_term (const char *record, const char **word)
{
  static const char *const open[] = { "+all", "all", "ip4:0.0.0.0/0", "+ip4:0.0.0.0/0", NULL };
  g_auto (GStrv) words = g_strsplit (record, " ", -1);
  guint at = 1;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *lower = g_ascii_strdown (words[i], -1);

      for (gsize k = 0; open[k] != NULL; k++)
        if (strcmp (lower, open[k]) == 0)
          {
            *word = open[k];
            return at;
          }
      at += (guint) strlen (words[i]) + 1;
    }
  *word = "";
  return 1;
}

static void
report_open (const MdSpfQuestion *question, const MdSpf *spf)
{
  const char *word;
  g_autofree char *position = g_strdup_printf ("%u", find_open_term (spf->record, &word));
  const MdSpfMending how = { .close = TRUE, .without = strchr (word, ':') != NULL ? word : NULL };
  g_autofree char *corrected = word[0] != '\0' ? md_mend_spf ((const char *const[]) { spf->record, NULL }, &how) : NULL;

  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_ALLOWS_ALL, "domain",
                           question->domain, "record", spf->record, "position", position, "word", word, "corrected",
                           md_domain_word (corrected), NULL);
}

gboolean
md_spf_report_record (const MdSpfQuestion *question, const MdSpfProbe *reading, const MdSpfProbe *hosts)
{
  const MdSpf *spf = reading->spf;
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);

  if (spf->fault != MD_SPF_FAULT_NONE)
    {
      report_fault (question, spf, hosts);
      return FALSE;
    }
  if (spf->record == NULL)
    {
      report_missing (question, spf, hosts);
      return FALSE;
    }
  md_context_report_about (question->context, question->subject, MD_FINDING_SPF_FOUND, "domain", question->domain,
                           "record", spf->record, "lookups", lookups, NULL);
  if (spf->allows_all)
    report_open (question, spf);
  return !spf->allows_all;
}

GPtrArray *
md_spf_named_senders (const char *record, const MdSpfProbe *hosts)
{
  GPtrArray *senders = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit (md_domain_word (record), " ", -1);

  for (gsize i = 0; words[i] != NULL && senders->len < MAX_ADDRESSES; i++)
    {
      const char *word = words[i] + (words[i][0] == '+');
      g_autofree char *address = NULL;

      if (g_ascii_strcasecmp (word, "mx") == 0)
        {
          for (guint k = 0; k < hosts->addresses->len && senders->len < MAX_ADDRESSES; k++)
            g_ptr_array_add (senders, g_strdup (g_ptr_array_index (hosts->addresses, k)));
          continue;
        }
      if (g_ascii_strncasecmp (word, "ip4:", 4) != 0 && g_ascii_strncasecmp (word, "ip6:", 4) != 0)
        continue;
      address = g_strdup (word + 4);
      if (g_str_has_suffix (address, "/32") || g_str_has_suffix (address, "/128"))
        *strchr (address, '/') = '\0';
      if (g_hostname_is_ip_address (address))
        g_ptr_array_add (senders, g_steal_pointer (&address));
    }
  return senders;
}
