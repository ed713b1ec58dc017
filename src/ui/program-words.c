/* program-words.c - accounts of mail programs in words; see program-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-program-words"

#include "config.h"

#include "ui/program-words.h"

#include "programs/compare.h"
#include "ui/looks.h"

#define MOST_LINES 4

static gboolean
is_same_address (const MdProgramAccount *a, const MdProgramAccount *b)
{
  return a->email != NULL && b->email != NULL && g_ascii_strcasecmp (a->email, b->email) == 0;
}

/* The program's name, with its profile where the name alone does not tell two accounts apart. */
static char *
name_of (MdLang lang, const MdPrograms *programs, const MdProgramAccount *account)
{
  const char *name = md_program_name (lang, account->program);

  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *other = g_ptr_array_index (programs->accounts, i);

      if (other != account && is_same_address (other, account) && g_strcmp0 (other->program, account->program) == 0
          && account->profile != NULL && g_strcmp0 (other->profile, account->profile) != 0)
        return g_strdup_printf ("%s (%s)", name, account->profile);
    }
  return g_strdup (name);
}

char *
md_program_title (MdLang lang, const MdPrograms *programs, const MdProgramAccount *account)
{
  g_autofree char *name = name_of (lang, programs, account);
  const char *who = account->email;

  if (who == NULL)
    who = account->label != NULL ? account->label : account->incoming.user;
  if (who == NULL)
    who = account->outgoing.user != NULL ? account->outgoing.user : "—";
  return md_fill_with (md_text (lang, N_ ("From {program}: {email}")), "program", name, "email", who, NULL);
}

static char *
server_text (MdLang lang, const MdProgramServer *server)
{
  g_autofree char *target = NULL;

  if (server->way != MD_WAY_SERVER)
    return g_strdup (server->kind != NULL ? server->kind : "—");
  target = md_endpoint_to_string (server->endpoint);
  return g_strdup_printf ("%s (%s)", target,
                          server->endpoint->security == MD_SECURITY_TLS        ? "SSL/TLS"
                          : server->endpoint->security == MD_SECURITY_STARTTLS ? "STARTTLS"
                                                                               : md_text (lang, N_ ("no encryption")));
}

char *
md_program_servers (MdLang lang, const MdProgramAccount *account)
{
  g_autofree char *outgoing = server_text (lang, &account->outgoing);
  g_autofree char *incoming = server_text (lang, &account->incoming);

  return md_fill_with (md_text (lang, N_ ("Sending: {outgoing}. Receiving: {incoming}.")), "outgoing", outgoing,
                       "incoming", incoming, NULL);
}

/* ── the same address in several programs ── */

/* Only servers can be compared; that POP and IMAP are not the same is said by their ports. */
static gboolean
differ (const MdProgramServer *a, const MdProgramServer *b)
{
  return a->way == MD_WAY_SERVER && b->way == MD_WAY_SERVER && !md_endpoint_equal (a->endpoint, b->endpoint);
}

static void
add_difference (GPtrArray *lines, MdLang lang, const MdPrograms *programs, const MdProgramAccount *const pair[2],
                gboolean outgoing)
{
  const char *pattern
      = outgoing ? N_ ("For {email}, {first} sends through {one}, but {second} through {other}.")
                 : N_ ("For {email}, {first} receives from {one}, but {second} from {other}.");
  const MdProgramServer *servers[2];
  g_autofree char *first = name_of (lang, programs, pair[0]);
  g_autofree char *second = name_of (lang, programs, pair[1]);
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  for (guint i = 0; i < 2; i++)
    servers[i] = outgoing ? &pair[i]->outgoing : &pair[i]->incoming;
  if (lines->len >= MOST_LINES || !differ (servers[0], servers[1]))
    return;
  one = server_text (lang, servers[0]);
  other = server_text (lang, servers[1]);
  g_ptr_array_add (lines, md_fill_with (md_text (lang, pattern), "email", pair[0]->email, "first", first, "one", one,
                                        "second", second, "other", other, NULL));
}

/* The account before @index with the same address; NULL: it is the first. */
static const MdProgramAccount *
find_first (const MdPrograms *programs, guint index)
{
  const MdProgramAccount *account = g_ptr_array_index (programs->accounts, index);

  for (guint i = 0; i < index; i++)
    if (is_same_address (g_ptr_array_index (programs->accounts, i), account))
      return g_ptr_array_index (programs->accounts, i);
  return NULL;
}

/* Where the servers agree, but the way to sign in or the user name does not. */
static void
add_sign_in_differences (GPtrArray *lines, MdLang lang, const MdPrograms *programs)
{
  g_autoptr (GPtrArray) differences = md_programs_compare (programs, NULL, NULL);

  for (guint i = 0; i < differences->len && lines->len < MOST_LINES; i++)
    {
      const MdProgramDifference *one = g_ptr_array_index (differences, i);
      g_autoptr (MdFinding) finding = NULL;

      if (!g_str_equal (one->field, "auth") && !g_str_equal (one->field, "user"))
        continue;
      finding = md_finding_new (MD_STEP_ACCOUNT, one->outgoing ? MD_SUBJECT_OUTGOING : MD_SUBJECT_INCOMING,
                                MD_FINDING_PROGRAMS_DIFFER, "field", one->field, "first", one->first->program, "one",
                                one->one, "second", one->second->program, "other", one->other, NULL);
      g_ptr_array_add (lines, md_finding_line (lang, finding));
    }
}

GPtrArray *
md_program_differences (MdLang lang, const MdPrograms *programs)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *const pair[2] = { find_first (programs, i), g_ptr_array_index (programs->accounts, i) };

      if (pair[0] == NULL)
        continue;
      add_difference (lines, lang, programs, pair, TRUE);
      add_difference (lines, lang, programs, pair, FALSE);
    }
  add_sign_in_differences (lines, lang, programs);
  return lines;
}

/* ── what could not be read ── */

GPtrArray *
md_program_notes (MdLang lang, const MdPrograms *programs)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < programs->notes->len; i++)
    {
      const MdProgramNote *note = g_ptr_array_index (programs->notes, i);
      g_autofree char *file = md_program_below (g_get_home_dir (), note->file);

      if (g_hash_table_add (told, note->program))
        g_ptr_array_add (lines,
                         md_fill_with (md_text (lang, N_ ("The settings of {program} could not be read whole: {file}")),
                                       "program", md_program_name (lang, note->program), "file", file, NULL));
    }
  return lines;
}
