/* log-summary.c - a log in numbers; see log-summary.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-summary.h"

#include "reading/log/log-readers.h"

#include <string.h>

#define MAX_GROUPS 1024
#define MAX_DOMAINS 16384
#define MAX_DOMAIN 253
#define MAX_SAMPLE 600
#define MAX_KEY 160

static void
group_free (MdLogGroup *self)
{
  g_free (self->dsn);
  g_free (self->reply);
  g_free (self->words);
  g_free (self->recipient);
  g_free (self->queue_id);
  g_free (self->domain);
  g_free (self);
}

static void
domain_free (MdLogDomain *self)
{
  g_free (self->domain);
  g_free (self);
}

/* Domains are looked up as they stand in the line: text with its length, never copied. */
static guint
hash_slice (gconstpointer key)
{
  guint64 hash = md_slice_hash (*(const MdSlice *) key);

  return (guint) (hash ^ (hash >> 32));
}

static gboolean
equal_slices (gconstpointer one, gconstpointer other)
{
  return md_slice_equal (*(const MdSlice *) one, *(const MdSlice *) other);
}

MdLogSummary *
md_log_summary_new (void)
{
  MdLogSummary *self = g_new0 (MdLogSummary, 1);

  self->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) group_free);
  self->domains = g_hash_table_new_full (hash_slice, equal_slices, g_free, (GDestroyNotify) domain_free);
  return self;
}

void
md_log_summary_free (MdLogSummary *self)
{
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->domains);
  g_free (self);
}

static inline char
lower (char letter)
{
  return letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter;
}

/* What tells replies apart: letters in lower case; digits but those of the first codes, and words with an @, a dot or
 * brackets inside, are one like another. */
static guint64
key_of (const MdLogEvent *attempt)
{
  char key[MAX_KEY];
  gsize length = 0;
  MdSlice rest = attempt->reply;

  key[length++] = (char) ('0' + attempt->status);
  key[length++] = (char) ('0' + attempt->code / 100);
  key[length++] = (char) ('0' + attempt->code / 10 % 10);
  key[length++] = (char) ('0' + attempt->code % 10);
  for (gsize i = 0; i < attempt->dsn.length && length < 16; i++)
    key[length++] = attempt->dsn.at[i];
  while (rest.length > 0 && length < MAX_KEY - 1)
    {
      gsize end = md_slice_index (rest, ' ');
      gboolean plain = end > 0;

      for (gsize i = 0; i + 1 < end && plain; i++)
        plain = g_ascii_isalpha (rest.at[i]) || rest.at[i] == '-' || rest.at[i] == '\'';
      for (gsize i = 0; plain && i < end && length < MAX_KEY - 1; i++)
        key[length++] = lower (rest.at[i]);
      if (!plain && key[length - 1] != '#')
        key[length++] = '#';
      rest = md_slice_from (rest, MIN (end + 1, rest.length));
    }
  return md_slice_hash (md_slice (key, length));
}

static MdSlice
domain_of (MdSlice address, char *buffer)
{
  gsize at = address.length;
  gsize length = 0;

  while (at > 0 && address.at[at - 1] != '@')
    at--;
  if (at == 0)
    return md_slice (NULL, 0);
  for (; at < address.length && length < MAX_DOMAIN; at++)
    buffer[length++] = lower (address.at[at]);
  return md_slice (buffer, length);
}

/* The domain that has more than half of them, if there is one, stands at the end of this vote. */
static void
vote (MdLogGroup *group, MdSlice domain)
{
  if (domain.length == 0)
    return;
  if (group->domain != NULL && md_slice_equal (md_slice (group->domain, strlen (group->domain)), domain))
    group->weight++;
  else if (group->weight > 0)
    group->weight--;
  else
    {
      g_free (group->domain);
      group->domain = md_slice_dup (domain);
      group->weight = 1;
    }
}

static void
add_to_group (MdLogSummary *self, const MdLogEvent *attempt, MdSlice domain)
{
  guint64 key = key_of (attempt);
  MdLogGroup *group = g_hash_table_lookup (self->groups, &key);

  if (group == NULL && g_hash_table_size (self->groups) >= MAX_GROUPS)
    {
      self->groups_left_out++;
      return;
    }
  if (group == NULL)
    {
      group = g_new0 (MdLogGroup, 1);
      group->key = key;
      group->server = attempt->server;
      group->status = attempt->status;
      group->code = attempt->code;
      group->dsn = md_slice_dup (md_slice_first (attempt->dsn, 12));
      group->reply = md_slice_dup (md_slice_first (attempt->reply, MAX_SAMPLE));
      group->words = md_slice_dup (md_slice_first (md_log_reply_words (attempt->reply), MAX_SAMPLE));
      group->recipient = md_slice_dup (md_slice_first (attempt->recipient, MAX_DOMAIN));
      group->queue_id = md_slice_dup (attempt->queue_id);
      g_hash_table_insert (self->groups, &group->key, group);
    }
  group->count++;
  vote (group, domain);
}

static void
add_to_domain (MdLogSummary *self, const MdLogEvent *attempt, MdSlice name)
{
  MdLogDomain **recent = &self->recent[hash_slice (&name) % MD_LOG_RECENT_DOMAINS];
  MdLogDomain *domain = *recent;
  MdSlice *key;

  if (domain == NULL || !md_slice_equal (md_slice (domain->domain, domain->length), name))
    domain = g_hash_table_lookup (self->domains, &name);
  if (domain == NULL && g_hash_table_size (self->domains) >= MAX_DOMAINS)
    {
      self->domains_left_out++;
      return;
    }
  if (domain == NULL)
    {
      domain = g_new0 (MdLogDomain, 1);
      domain->domain = g_malloc0 (name.length + 1); /* as it stands, NUL bytes too: it is the key */
      memcpy (domain->domain, name.at, name.length);
      domain->length = name.length;
      key = g_new (MdSlice, 1);
      *key = md_slice (domain->domain, name.length);
      g_hash_table_insert (self->domains, key, domain);
    }
  domain->counts[attempt->status]++;
  *recent = domain;
}

void
md_log_summary_add (MdLogSummary *self, const MdLogEvent *attempt)
{
  char buffer[MAX_DOMAIN + 1];
  MdSlice domain = domain_of (attempt->recipient, buffer);

  self->attempts++;
  self->counts[attempt->status]++;
  self->servers[attempt->server]++;
  self->last_status = attempt->status;
  self->last_time = attempt->time;
  if (attempt->time.known)
    {
      if (!self->first.known || attempt->time.seconds < self->first.seconds)
        self->first = attempt->time;
      if (!self->last.known || attempt->time.seconds > self->last.seconds)
        self->last = attempt->time;
    }
  if (domain.length > 0 && attempt->status != MD_LOG_REFUSED)
    add_to_domain (self, attempt, domain);
  if (attempt->status == MD_LOG_SENT)
    return;
  add_to_group (self, attempt, domain);
}

static gint
compare_groups (gconstpointer one, gconstpointer other)
{
  const MdLogGroup *a = *(const MdLogGroup *const *) one;
  const MdLogGroup *b = *(const MdLogGroup *const *) other;

  if (a->count != b->count)
    return a->count > b->count ? -1 : 1;
  return a->key < b->key ? -1 : a->key > b->key;
}

GPtrArray *
md_log_summary_get_groups (const MdLogSummary *self)
{
  GPtrArray *groups = g_ptr_array_new ();
  GHashTableIter iterator;
  gpointer group;

  g_hash_table_iter_init (&iterator, self->groups);
  while (g_hash_table_iter_next (&iterator, NULL, &group))
    g_ptr_array_add (groups, group);
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

static guint64
failures (const MdLogDomain *domain)
{
  return domain->counts[MD_LOG_DEFERRED] + domain->counts[MD_LOG_BOUNCED] + domain->counts[MD_LOG_GIVEN_UP];
}

static gint
compare_domains (gconstpointer one, gconstpointer other)
{
  const MdLogDomain *a = *(const MdLogDomain *const *) one;
  const MdLogDomain *b = *(const MdLogDomain *const *) other;

  if (failures (a) != failures (b))
    return failures (a) > failures (b) ? -1 : 1;
  if (a->counts[MD_LOG_SENT] != b->counts[MD_LOG_SENT])
    return a->counts[MD_LOG_SENT] > b->counts[MD_LOG_SENT] ? -1 : 1;
  return strcmp (a->domain, b->domain);
}

GPtrArray *
md_log_summary_get_domains (const MdLogSummary *self, guint n)
{
  GPtrArray *domains = g_ptr_array_new ();
  GHashTableIter iterator;
  gpointer domain;

  g_hash_table_iter_init (&iterator, self->domains);
  while (g_hash_table_iter_next (&iterator, NULL, &domain))
    g_ptr_array_add (domains, domain);
  g_ptr_array_sort (domains, compare_domains);
  g_ptr_array_set_size (domains, (gint) MIN (domains->len, n));
  return domains;
}
