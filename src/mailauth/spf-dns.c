/* spf-dns.c - the answers an SPF evaluation needs, each asked once, siblings at the same time
 *
 * Evaluation reads terms in their order; asking in that order would cost one round trip a term.  So the tree of records
 * is asked for level by level first, and evaluation then finds nearly everything here.  At most 160 questions a run.
 * RFC 7208 section 4.6.4 and 11.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <string.h>

#define RUN_MAX_QUESTIONS 160
#define LEVEL_MAX_QUESTIONS 48
#define TREE_MAX_LEVELS 8

void
md_spf_dns_init (MdSpfDns *self, MdWorld *world, const MdWait *wait, MdSpfAsk ask, gpointer user_data)
{
  *self = (MdSpfDns) { .world = world, .wait = wait, .ask = ask, .user_data = user_data };
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) md_dns_answer_free);
}

void
md_spf_dns_clear (MdSpfDns *self)
{
  g_clear_pointer (&self->answers, g_hash_table_unref);
}

static char *
answer_key (const char *name, MdDnsType type)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strdup_printf ("%d %s", (int) type, lower);
}

static gboolean
knows (MdSpfDns *self, const char *name, MdDnsType type)
{
  g_autofree char *key = answer_key (name, type);

  return g_hash_table_contains (self->answers, key);
}

static MdDnsAnswer *
no_answer (const char *name, MdDnsType type, MdDnsStatus status)
{
  MdDnsAnswer *answer = g_new0 (MdDnsAnswer, 1);

  answer->name = g_strdup (name);
  answer->type = type;
  answer->status = status;
  answer->records = g_ptr_array_new ();
  return answer;
}

void
md_spf_dns_fetch (MdSpfDns *self, GArray *questions)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion));
  g_autoptr (GPtrArray) answers = NULL;

  for (guint i = 0; i < questions->len; i++)
    {
      const MdDnsQuestion *question = &g_array_index (questions, MdDnsQuestion, i);

      if (!knows (self, question->name, question->type) && self->n_asked < RUN_MAX_QUESTIONS)
        {
          g_array_append_val (wanted, *question);
          self->n_asked++;
        }
    }
  if (wanted->len == 0)
    return;
  answers = md_resolver_ask (self->world, (const MdDnsQuestion *) wanted->data, wanted->len, self->wait);
  g_ptr_array_set_free_func (answers, NULL);
  for (guint i = 0; i < answers->len; i++)
    {
      MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      g_hash_table_replace (self->answers, answer_key (answer->name, answer->type), answer);
    }
}

const MdDnsAnswer *
md_spf_dns_get (MdSpfDns *self, const char *name, MdDnsType type)
{
  g_autofree char *key = answer_key (name, type);
  MdDnsAnswer *answer = g_hash_table_lookup (self->answers, key);

  if (answer != NULL)
    return answer;
  if (!md_spf_is_name (name))
    answer = no_answer (name, type, MD_DNS_NXDOMAIN);
  else if (self->n_asked++ >= RUN_MAX_QUESTIONS)
    answer = no_answer (name, type, MD_DNS_TIMED_OUT);
  else if (self->ask != NULL)
    answer = self->ask (name, type, self->user_data);
  else
    answer = md_resolver_ask_one (self->world, name, type, self->wait);
  if (answer == NULL)
    answer = no_answer (name, type, MD_DNS_TIMED_OUT);
  g_hash_table_insert (self->answers, g_steal_pointer (&key), answer);
  return answer;
}

gboolean
md_spf_answer_is_void (const MdDnsAnswer *answer)
{
  return answer->status == MD_DNS_NXDOMAIN || answer->status == MD_DNS_NO_DATA
         || (answer->status == MD_DNS_OK && answer->records->len == 0);
}

gboolean
md_spf_answer_failed (const MdDnsAnswer *answer)
{
  return answer->status != MD_DNS_OK && !md_spf_answer_is_void (answer);
}

/* ── level by level ── */

/* The questions of one level and the names they point to. */
typedef struct
{
  MdSpfRun *run;
  GArray *questions;   /* (owned) of MdDnsQuestion */
  GPtrArray *names;    /* (owned) of char *, all levels */
} Level;

static void
want (Level *level, const char *name, MdDnsType type)
{
  MdDnsQuestion question = { name, type };

  if (level->questions->len < LEVEL_MAX_QUESTIONS && md_spf_is_name (name)
      && !knows (&level->run->dns, name, type))
    g_array_append_val (level->questions, question);
}

static void
want_addresses (Level *level, const char *name)
{
  MdSpfRun *run = level->run;

  if (run->reading || !run->is_ip6)
    want (level, name, MD_DNS_A);
  if (run->reading || run->is_ip6)
    want (level, name, MD_DNS_AAAA);
}

/* The name a term asks for; NULL when it can be told only later, by asking for something else. */
static const char *
term_name (Level *level, const char *target, const char *domain)
{
  MdSpfMacros macros = md_spf_run_macros (level->run, domain);
  char *name;

  if (target == NULL)
    return domain;
  if (strstr (target, "%{p") != NULL || strstr (target, "%{P") != NULL)
    return NULL;
  if (strchr (target, '%') != NULL && level->run->reading)
    return NULL;
  name = md_spf_macro_expand_domain (target, &macros);
  g_ptr_array_add (level->names, name);
  return name;
}

static void
want_term (Level *level, const MdSpfTerm *term, const char *domain)
{
  const char *name = md_spf_mechanism_asks (term->kind) ? term_name (level, term->target, domain) : NULL;

  if (name == NULL)
    return;
  switch (term->kind)
    {
    case MD_SPF_INCLUDE:
      want (level, name, MD_DNS_TXT);
      break;
    case MD_SPF_A:
      want_addresses (level, name);
      break;
    case MD_SPF_MX:
      want (level, name, MD_DNS_MX);
      break;
    case MD_SPF_EXISTS:
      want (level, name, MD_DNS_A);
      break;
    case MD_SPF_ALL:
    case MD_SPF_PTR:
    case MD_SPF_IP4:
    case MD_SPF_IP6:
      break;
    }
}

static void
want_for_record (Level *level, const MdDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *text = g_ptr_array_index (answer->records, i);
      g_autoptr (MdSpfRecord) record = NULL;
      const char *redirect;

      if (text->text == NULL || !md_spf_is_record (text->text))
        continue;
      record = md_spf_record_parse (text->text);
      for (guint t = 0; t < record->terms->len; t++)
        want_term (level, g_ptr_array_index (record->terms, t), answer->name);
      redirect = record->redirect != NULL ? term_name (level, record->redirect, answer->name) : NULL;
      if (redirect != NULL)
        want (level, redirect, MD_DNS_TXT);
    }
}

static void
want_for_answer (Level *level, const MdDnsAnswer *answer)
{
  if (answer->type == MD_DNS_TXT)
    want_for_record (level, answer);
  if (answer->type != MD_DNS_MX || level->run->reading)
    return;
  for (guint i = 0; i < MIN (answer->records->len, MD_SPF_MAX_NAMES); i++)
    {
      const MdDnsRecord *mx = g_ptr_array_index (answer->records, i);

      want_addresses (level, mx->text);
    }
}

void
md_spf_prefetch (MdSpfRun *run, const char *domain)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Level level = { run, g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion)), names };

  if (run->dns.ask == NULL)
    want (&level, domain, MD_DNS_TXT);
  for (guint depth = 0; level.questions->len > 0 && depth < TREE_MAX_LEVELS; depth++)
    {
      g_autoptr (GArray) asked = g_steal_pointer (&level.questions);

      md_spf_dns_fetch (&run->dns, asked);
      level.questions = g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion));
      for (guint i = 0; i < asked->len; i++)
        {
          const MdDnsQuestion *question = &g_array_index (asked, MdDnsQuestion, i);

          if (knows (&run->dns, question->name, question->type))
            want_for_answer (&level, md_spf_dns_get (&run->dns, question->name, question->type));
        }
    }
  g_array_unref (level.questions);
}
