/* compare.c - where mail programs are set up differently for the same address; see compare.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-compare"

#include "config.h"

#include "programs/compare.h"

#include <string.h>

#define MOST 8

static void
difference_free (gpointer data)
{
  MdProgramDifference *self = data;

  g_free (self->one);
  g_free (self->other);
  g_free (self);
}

/* What the field holds; (nullable): it cannot be told. */
static char *
value_of (const MdProgramServer *server, const char *field)
{
  const MdEndpoint *endpoint = server->endpoint;

  if (strcmp (field, "host") == 0)
    return g_strdup (endpoint->host);
  if (strcmp (field, "port") == 0)
    return g_strdup_printf ("%u", endpoint->port);
  if (strcmp (field, "security") == 0)
    return g_strdup (md_security_name (endpoint->security));
  return g_strdup (strcmp (field, "user") == 0 ? server->user : server->auth);
}

static void
compare_side (GPtrArray *into, const MdProgramAccount *first, const MdProgramAccount *second, gboolean outgoing)
{
  static const char *const fields[] = { "host", "port", "security", "user", "auth" };
  const MdProgramServer *a = outgoing ? &first->outgoing : &first->incoming;
  const MdProgramServer *b = outgoing ? &second->outgoing : &second->incoming;

  /* Reading by POP in one and by IMAP in the other is a choice. */
  if (a->way != MD_WAY_SERVER || b->way != MD_WAY_SERVER || a->endpoint->protocol != b->endpoint->protocol)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *one = value_of (a, fields[i]);
      g_autofree char *other = value_of (b, fields[i]);
      MdProgramDifference *difference;

      if (one == NULL || other == NULL || g_ascii_strcasecmp (one, other) == 0)
        continue;
      difference = g_new0 (MdProgramDifference, 1);
      *difference = (MdProgramDifference) { first, second, outgoing, fields[i], g_steal_pointer (&one),
                                            g_steal_pointer (&other) };
      g_ptr_array_add (into, difference);
    }
}

static gboolean
is_of (const MdProgramAccount *account, const char *email)
{
  return account->email != NULL && g_ascii_strcasecmp (account->email, email) == 0;
}

static const MdProgramAccount *
find_first (const MdPrograms *programs, const char *email, const char *program)
{
  const MdProgramAccount *first = NULL;

  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (is_of (account, email) && (first == NULL || (g_strcmp0 (account->program, program) == 0
                                                       && g_strcmp0 (first->program, program) != 0)))
        first = account;
    }
  return first;
}

static void
compare_address (GPtrArray *into, const MdPrograms *programs, const char *email, const char *program)
{
  const MdProgramAccount *first = find_first (programs, email, program);
  guint most = into->len + MOST;

  for (guint i = 0; first != NULL && i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (account == first || !is_of (account, email))
        continue;
      compare_side (into, first, account, TRUE);
      compare_side (into, first, account, FALSE);
      if (into->len > most)
        g_ptr_array_set_size (into, (int) most);
    }
}

GPtrArray *
md_programs_compare (const MdPrograms *programs, const char *email, const char *program)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func (difference_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (email != NULL)
    {
      compare_address (differences, programs, email, program);
      return differences;
    }
  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (account->email != NULL && g_hash_table_add (seen, g_ascii_strdown (account->email, -1)))
        compare_address (differences, programs, account->email, program);
    }
  return differences;
}
