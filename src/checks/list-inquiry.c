/* list-inquiry.c - every block list asked at once; see list-inquiry.h
 *
 * Every list is asked for its two test entries (RFC 5782 5) at the same time: one that does not hold the one and leave
 * out the other is not believed.  Nobody waits for the slowest list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-block-lists"

#include "config.h"

#include "checks/list-inquiry.h"
#include "protocols/resolver.h"

#include <string.h>

#define FIRST_ROUND_MS 500

typedef struct
{
  const char *const *subjects;
  guint n_subjects;
  GArray *questions;   /* (owned) of MdDnsQuestion: for each list its test, its control, then every subject */
  GPtrArray *names;    /* (owned) of char*, what the questions point to */
  GPtrArray *reports;  /* (owned) of MdListReport */
} Inquiry;

const char *
md_listing_name (MdListing listing)
{
  static const char *const names[] = {
    [MD_LISTING_NONE] = "not-listed",
    [MD_LISTING_LISTED] = "listed",
    [MD_LISTING_POLICY] = "end-user-range",
    [MD_LISTING_VOID] = "void",
  };

  return names[listing];
}

/* ── asking ── */

/* "2.0.0.127.zen.example" for an address, "example.org.zen.example" for a name. */
static void
add_question (Inquiry *self, const char *what, const char *zone)
{
  g_autofree char *reverse = g_hostname_is_ip_address (what) ? md_dns_reverse_name (what) : g_strdup (what);
  char *end = strstr (reverse, ".in-addr.arpa");
  MdDnsQuestion question = { .type = MD_DNS_A };
  char *name;

  if (end == NULL)
    end = strstr (reverse, ".ip6.arpa");
  if (end != NULL)
    *end = '\0';
  name = g_strdup_printf ("%s.%s", reverse, zone);
  g_ptr_array_add (self->names, name);
  question.name = name;
  g_array_append_val (self->questions, question);
}

static gboolean
takes (const MdBlocklist *list, const char *subject)
{
  if (!g_hostname_is_ip_address (subject))
    return list->domain;
  return strchr (subject, ':') != NULL ? list->ip6 : list->ip4;
}

/* An IPv6-only list has the same test entries, mapped (RFC 5782 5). */
static void
add_test (Inquiry *self, const MdBlocklist *list, const char *what)
{
  g_autofree char *mapped = list->ip4 || !list->ip6 ? g_strdup (what) : g_strdup_printf ("::ffff:%s", what);

  add_question (self, mapped, list->zone);
}

static void
add_list (Inquiry *self, const MdBlocklist *list)
{
  MdListReport *report = NULL;

  for (guint i = 0; i < self->n_subjects; i++)
    {
      if (list->test == NULL || list->control == NULL || !takes (list, self->subjects[i]))
        continue;
      if (report == NULL)
        {
          report = g_new0 (MdListReport, 1);
          report->list = list;
          g_ptr_array_add (self->reports, report);
          add_test (self, list, list->test);
          add_test (self, list, list->control);
        }
      report->asked[i] = TRUE;
      add_question (self, self->subjects[i], list->zone);
    }
}

/* ── judging ── */

/* The gravest of several answers. */
static MdListing
judge (const MdBlocklist *list, const MdDnsAnswer *answer, const char **meaning)
{
  MdListing worst = MD_LISTING_NONE;

  *meaning = NULL;
  if (answer->status == MD_DNS_NXDOMAIN || answer->status == MD_DNS_NO_DATA)
    return MD_LISTING_NONE;
  if (answer->status != MD_DNS_OK)
    return MD_LISTING_VOID;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      const char *words = NULL;
      MdListing listing = md_blocklist_judge (list, record->text, &words);

      if (listing == MD_LISTING_LISTED || listing == MD_LISTING_POLICY || worst == MD_LISTING_NONE)
        {
          worst = listing;
          *meaning = words;
        }
      if (listing == MD_LISTING_LISTED)
        return listing;
    }
  return worst;
}

/* Reads the answers that belong to @report, from @first on; returns the first of the next. */
static guint
read_report (const Inquiry *self, MdListReport *report, const GPtrArray *answers, guint first)
{
  const MdDnsAnswer *test = g_ptr_array_index (answers, first);
  const MdDnsAnswer *control = g_ptr_array_index (answers, first + 1);
  const char *words;
  guint next = first + 2;

  /* The control entry may be answered with a code that is no listing. */
  report->believed = judge (report->list, test, &words) == MD_LISTING_LISTED
                     && control->status != MD_DNS_TIMED_OUT
                     && judge (report->list, control, &words) != MD_LISTING_LISTED;
  report->micros = test->micros;
  for (guint i = 0; i < self->n_subjects; i++)
    {
      report->listings[i] = MD_LISTING_VOID;
      if (!report->asked[i])
        continue;
      if (report->believed)
        report->listings[i] = judge (report->list, g_ptr_array_index (answers, next), &report->meanings[i]);
      next++;
    }
  return next;
}

/* In two rounds: a packet lost is so sent four times within a second, and the second round finds ready at the resolver
 * what it was still looking for in the first. */
static GPtrArray *
ask_twice (MdWorld *world, const GArray *questions, const MdWait *wait)
{
  const MdWait first = md_wait_within (wait, FIRST_ROUND_MS);
  GPtrArray *answers = md_resolver_ask (world, (const MdDnsQuestion *) (gpointer) questions->data, questions->len,
                                        &first);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) late = NULL;

  for (guint i = 0; i < answers->len; i++)
    if (((const MdDnsAnswer *) g_ptr_array_index (answers, i))->status == MD_DNS_TIMED_OUT)
      {
        g_array_append_val (open, g_array_index (questions, MdDnsQuestion, i));
        g_array_append_val (places, i);
      }
  if (open->len == 0 || md_wait_is_cancelled (wait))
    return answers;
  late = md_resolver_ask (world, (const MdDnsQuestion *) (gpointer) open->data, open->len, wait);
  for (guint i = 0; i < late->len; i++)
    {
      gpointer *place = &g_ptr_array_index (answers, g_array_index (places, guint, i));

      md_dns_answer_free (*place);
      *place = g_ptr_array_index (late, i);
    }
  g_ptr_array_set_free_func (late, NULL);
  return answers;
}

GPtrArray *
md_lists_ask (MdWorld *world, const char *const *subjects, guint n_subjects, const MdWait *wait)
{
  Inquiry self = { .subjects = subjects, .n_subjects = MIN (n_subjects, MD_LISTS_MAX_SUBJECTS) };
  g_autoptr (GPtrArray) answers = NULL;
  gsize n_lists;
  const MdBlocklist *lists = md_blocklists_get (&n_lists);
  guint next = 0;

  self.questions = g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion));
  self.names = g_ptr_array_new_with_free_func (g_free);
  self.reports = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_lists; i++)
    add_list (&self, &lists[i]);
  answers = ask_twice (world, self.questions, wait);
  for (guint i = 0; i < self.reports->len; i++)
    next = read_report (&self, g_ptr_array_index (self.reports, i), answers, next);
  g_array_unref (self.questions);
  g_ptr_array_unref (self.names);
  return self.reports;
}
