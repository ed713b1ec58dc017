/* domain-dkim.c - are there keys that receivers can check the domain's signatures with?
 *
 * A selector cannot be looked for, only guessed: without one given the usual names are asked for, all at once, and
 * finding none proves nothing.  A name that cannot exist shows whether the domain answers to every name.
 * RFC 6376, RFC 8301 (at least 1024 bits).  At most 64 selectors of 63 bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-dkim"

#include "config.h"

#include "checks/domain.h"
#include "knowledge/knowledge.h"
#include "mailauth/mailauth.h"
#include "mailauth/mend.h"

#include <string.h>

#define MAX_SELECTORS 64
#define SELECTOR_MAX_BYTES 63
#define MIN_RSA_BITS 1024
#define NO_SUCH_SELECTOR "no-such-selector-7f3a91"

typedef struct
{
  MdContext *context;
  const char *domain;
  MdSubject subject;
  gboolean given;     /* the selectors are the person's, not guessed */
  GString *found;     /* (owned) */
  GPtrArray *faulty;  /* (owned) of Fault */
} Search;

typedef struct
{
  const char *selector;
  MdDkimKeyState state;
  guint bits;         /* short, when the state is OK */
  guint position;
  char *record;       /* (owned) */
} Fault;

static void
fault_free (gpointer data)
{
  Fault *fault = data;

  g_free (fault->record);
  g_free (fault);
}

static gboolean
same_text (const MdDnsAnswer *a, const MdDnsAnswer *b)
{
  const MdDnsRecord *first = a->records->len > 0 ? g_ptr_array_index (a->records, 0) : NULL;
  const MdDnsRecord *other = b->records->len > 0 ? g_ptr_array_index (b->records, 0) : NULL;

  return first != NULL && other != NULL && g_strcmp0 (first->text, other->text) == 0;
}

/* The best key among the texts at one name, and its text; NULL when none of them is one.  *@n_keys: how many are. */
static MdDkimKey *
read_key (const MdDnsAnswer *answer, const char **record, guint *n_keys)
{
  g_autoptr (MdDkimKey) best = NULL;

  *n_keys = 0;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const char *text = ((const MdDnsRecord *) g_ptr_array_index (answer->records, i))->text;
      g_autoptr (MdDkimKey) key = md_dkim_key_parse (text);

      if (key->state == MD_DKIM_KEY_OTHER_RECORD)
        continue;
      ++*n_keys;
      if (best == NULL || (key->state == MD_DKIM_KEY_OK && best->state != MD_DKIM_KEY_OK))
        {
          md_dkim_key_free (best);
          best = g_steal_pointer (&key);
          *record = text;
        }
    }
  return g_steal_pointer (&best);
}

static gboolean
is_short (const MdDkimKey *key)
{
  return key->state == MD_DKIM_KEY_OK && key->bits < MIN_RSA_BITS && strcmp (key->algorithm, "rsa") == 0;
}

static void
report_key (const Search *search, const char *selector, const MdDkimKey *key, const char *record)
{
  g_autofree char *bits = g_strdup_printf ("%u", key != NULL ? key->bits : 0);
  const char *state = "missing";

  if (!md_domain_tells_all (search->context) || (key == NULL && !search->given))
    return;
  if (key != NULL && key->state == MD_DKIM_KEY_REVOKED)
    state = "revoked";
  else if (key != NULL && key->state == MD_DKIM_KEY_SYNTAX)
    state = "broken";
  else if (key != NULL)
    state = is_short (key) ? "short" : key->testing ? "testing" : "good";
  md_context_report_about (search->context, search->subject, MD_FINDING_DKIM_KEY, "domain", search->domain,
                           "selector", selector, "state", state, "algorithm",
                           key != NULL ? key->algorithm : "", "bits", bits, "record", md_domain_word (record), NULL);
}

static void
judge (Search *search, const char *selector, const MdDnsAnswer *answer, const MdDnsAnswer *wildcard)
{
  g_autoptr (MdDkimKey) key = NULL;
  const char *record = NULL;
  guint n_keys = 0;
  g_autofree char *count = NULL;

  if (md_domain_has_failed (answer))
    return;
  if (search->given || !same_text (answer, wildcard))
    key = read_key (answer, &record, &n_keys);
  report_key (search, selector, key, record);
  count = g_strdup_printf ("%u", n_keys);
  if (n_keys > 1)
    md_context_report_about (search->context, search->subject, MD_FINDING_DKIM_MULTIPLE, "domain", search->domain,
                             "selector", selector, "count", count, NULL);
  if (key == NULL)
    {
      if (search->given)
        md_context_report_about (search->context, search->subject, MD_FINDING_DKIM_SELECTOR_MISSING, "domain",
                                 search->domain, "selector", selector, NULL);
      return;
    }
  if (key->state == MD_DKIM_KEY_OK && !is_short (key))
    {
      g_string_append_printf (search->found, "%s%s", search->found->len > 0 ? ", " : "", selector);
    }
  else
    {
      Fault *fault = g_new0 (Fault, 1);

      *fault = (Fault) { selector, key->state, key->bits, key->position, g_strdup (record) };
      g_ptr_array_add (search->faulty, fault);
    }
}

static void
report_syntax (const Search *search, const Fault *fault)
{
  g_autofree char *position = g_strdup_printf ("%u", fault->position);
  g_autofree char *word = md_record_word (fault->record, fault->position);
  g_autofree char *corrected = md_mend_record (MD_RECORD_DKIM, fault->record, NULL);

  md_context_report_about (search->context, search->subject, MD_FINDING_DKIM_SYNTAX, "domain", search->domain,
                           "selector", fault->selector, "record", fault->record, "position", position, "word", word,
                           "corrected", md_domain_word (corrected), NULL);
}

static void
report_fault (const Search *search, const Fault *fault)
{
  g_autofree char *bits = g_strdup_printf ("%u", fault->bits);
  MdContext *context = search->context;

  if (fault->state == MD_DKIM_KEY_REVOKED)
    md_context_report_about (context, search->subject, MD_FINDING_DKIM_REVOKED, "domain", search->domain, "selector",
                             fault->selector, NULL);
  else if (fault->state == MD_DKIM_KEY_OK)
    md_context_report_about (context, search->subject, MD_FINDING_DKIM_SHORT, "domain", search->domain, "selector",
                             fault->selector, "bits", bits, NULL);
  else
    report_syntax (search, fault);
}

static void
report (const Search *search, guint n_tried, const MdDnsAnswer *first)
{
  g_autofree char *tried = g_strdup_printf ("%u", n_tried);

  if (search->found->len > 0)
    md_context_report_about (search->context, search->subject, MD_FINDING_DKIM_FOUND, "domain", search->domain,
                             "selectors", search->found->str, NULL);
  /* Beside a good key an old one under a guessed name is a leftover. */
  for (guint i = 0; i < search->faulty->len && (search->given || search->found->len == 0); i++)
    report_fault (search, g_ptr_array_index (search->faulty, i));
  if (search->found->len > 0 || search->faulty->len > 0)
    return;
  if (md_domain_has_failed (first))
    md_context_report_about (search->context, search->subject, MD_FINDING_DOMAIN_LOOKUP_FAILED, "domain",
                             search->domain, "record", "DKIM", "status", md_dns_status_name (first->status), NULL);
  else if (!search->given)
    md_context_report_about (search->context, search->subject, MD_FINDING_DKIM_NOT_FOUND, "domain", search->domain,
                             "tried", tried, NULL);
}

/* One question for each selector, and a last one for a name that cannot exist; the names are kept in @names. */
static GPtrArray *
ask_all (MdContext *context, const char *domain, const char *const *selectors, guint n_selectors)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  MdDnsQuestion questions[MAX_SELECTORS + 1];

  for (guint i = 0; i <= n_selectors; i++)
    {
      const char *selector = i < n_selectors ? selectors[i] : NO_SUCH_SELECTOR;

      g_ptr_array_add (names, g_strdup_printf ("%.*s._domainkey.%s", SELECTOR_MAX_BYTES, selector, domain));
      questions[i] = (MdDnsQuestion) { g_ptr_array_index (names, i), MD_DNS_TXT };
    }
  return md_resolver_ask (md_context_get_world (context), questions, n_selectors + 1, md_context_get_wait (context));
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  gboolean own = md_domain_subject (context) == MD_SUBJECT_DOMAIN;
  gboolean given = own && kase->selectors != NULL && kase->selectors[0] != NULL;
  const char *const *selectors = given ? (const char *const *) kase->selectors : md_selectors_probe_first ();
  guint n_selectors = MIN (g_strv_length ((char **) selectors), MAX_SELECTORS);
  g_autofree char *domain = md_domain_in_question (context);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GPtrArray) faulty = g_ptr_array_new_with_free_func (fault_free);
  g_autoptr (GPtrArray) answers = NULL;
  Search search = { context, domain, md_domain_subject (context), given, found, faulty };

  if (domain == NULL)
    return TRUE;
  answers = ask_all (context, domain, selectors, n_selectors);
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return TRUE;
  md_domain_add_evidence (context, domain, answers, !given);
  for (guint i = 0; i < n_selectors; i++)
    judge (&search, selectors[i], g_ptr_array_index (answers, i), g_ptr_array_index (answers, n_selectors));
  report (&search, n_selectors, g_ptr_array_index (answers, 0));
  return TRUE;
}

const MdCheck md_check_domain_dkim = {
  .id = "domain-dkim",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 8000,
  .run = run,
};
