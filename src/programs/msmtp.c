/* msmtp.c - the accounts of msmtp
 *
 * .msmtprc in the home folder, or config below .config/msmtp when there is none; where neither is, the one file of the
 * whole computer.  "account a : b" takes over what b
 * says; "account default : a" alone only chooses a.  What "password", "passwordeval" and "eval" say is never kept and
 * never run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-msmtp"

#include "config.h"

#include "programs/msmtprc.h"

#include <string.h>

#define PROGRAM "msmtp"
#define MAX_ACCOUNTS 300

/* The settings that matter here, in the order of Entry.values. */
enum
{
  SET_HOST,
  SET_PORT,
  SET_PROTOCOL,
  SET_FROM,
  SET_AUTH,
  SET_USER,
  SET_TLS,
  SET_STARTTLS,
  N_SETS,
};

static const char *const set_names[N_SETS]
  = { "host", "port", "protocol", "from", "auth", "user", "tls", "tls_starttls" };

typedef struct
{
  char *name;            /* (owned) */
  char *own[N_SETS];     /* (owned) (nullable) its own words and those of the accounts it takes over from */
  char *common[N_SETS];  /* (owned) (nullable) "defaults" as they were where it began */
  char *chosen;          /* (owned) (nullable) the only account it takes over from */
  gboolean touched;      /* it says something itself */
  gboolean is_default;
} Entry;

typedef struct
{
  GPtrArray *entries;    /* (owned) of Entry */
  Entry *now;            /* the one being written; the defaults' own at first */
  Entry *defaults;
  guint begun;           /* accounts, also those that make no sense */
} Config;

static void
entry_free (Entry *self)
{
  g_free (self->name);
  g_free (self->chosen);
  for (gsize i = 0; i < N_SETS; i++)
    {
      g_free (self->own[i]);
      g_free (self->common[i]);
    }
  g_free (self);
}

static Entry *
entry_find (const Config *config, const char *name)
{
  for (guint i = 0; i < config->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (config->entries, i);

      if (strcmp (entry->name, name) == 0)
        return entry;
    }
  return NULL;
}

static gboolean
take_over (const Config *config, Entry *entry, const char *bases)
{
  g_auto (GStrv) names = g_strsplit (bases, ",", 64);
  gboolean all = TRUE;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      const Entry *base = entry_find (config, g_strstrip (names[i]));

      all = all && base != NULL;
      for (gsize k = 0; base != NULL && k < N_SETS; k++)
        if (base->own[k] != NULL)
          {
            g_free (entry->own[k]);
            entry->own[k] = g_strdup (base->own[k]);
          }
    }
  if (g_strv_length (names) == 1)
    entry->chosen = g_strdup (names[0]);
  return all;
}

static gboolean
begin_account (Config *config, char *words)
{
  char *colon = strchr (words, ':');
  Entry *entry;

  /* What follows an account that makes no sense belongs to none. */
  config->now = NULL;
  if (colon != NULL)
    *colon = '\0';
  g_strstrip (words);
  if (words[0] == '\0' || config->begun++ >= MAX_ACCOUNTS)
    return FALSE;
  entry = g_new0 (Entry, 1);
  entry->name = g_strdup (words);
  for (gsize i = 0; i < N_SETS; i++)
    entry->common[i] = g_strdup (config->defaults->own[i]);
  if (colon != NULL && !take_over (config, entry, colon + 1))
    {
      entry_free (entry);
      return FALSE;
    }
  g_ptr_array_add (config->entries, entry);
  config->now = entry;
  return TRUE;
}

/* A value may stand in double quotes. */
static char *
unquote (char *value)
{
  gsize length = strlen (g_strstrip (value));

  if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
    {
      value[length - 1] = '\0';
      return value + 1;
    }
  return value;
}

static gboolean
take_setting (Config *config, const char *command, char *value)
{
  if (config->now == NULL)
    return FALSE;
  config->now->touched = TRUE;
  for (gsize i = 0; i < N_SETS; i++)
    if (strcmp (command, set_names[i]) == 0)
      {
        g_free (config->now->own[i]);
        config->now->own[i] = g_strdup (unquote (value));
      }
  return TRUE;
}

static gboolean
take_line (Config *config, char *line)
{
  gsize length;
  char *value;

  g_strstrip (line);
  if (line[0] == '\0' || line[0] == '#')
    return TRUE;
  length = strspn (line, "abcdefghijklmnopqrstuvwxyz0123456789_");
  value = line + length;
  if (length == 0 || (*value != '\0' && !g_ascii_isspace (*value)))
    return FALSE;
  if (*value != '\0')
    *value++ = '\0';
  if (strcmp (line, "defaults") == 0)
    {
      config->now = config->defaults;
      return TRUE;
    }
  return strcmp (line, "account") == 0 ? begin_account (config, value) : take_setting (config, line, value);
}

static const char *
setting (const Entry *entry, gsize which, const char *otherwise)
{
  if (entry->own[which] != NULL)
    return entry->own[which];
  return entry->common[which] != NULL ? entry->common[which] : otherwise;
}

/* A command without a word switches on. */
static gboolean
is_on (const char *word)
{
  return word[0] == '\0' || strcmp (word, "on") == 0;
}

static const char *
auth_of (const char *word)
{
  if (is_on (word))
    return "password";
  return strcmp (word, "off") == 0 ? "none" : md_program_auth_word (word);
}

static void
read_server (const Entry *entry, MdProgramServer *server)
{
  MdSecurity security = MD_SECURITY_PLAIN;
  const char *port = setting (entry, SET_PORT, "0");

  if (is_on (setting (entry, SET_TLS, "off")))
    security = is_on (setting (entry, SET_STARTTLS, "on")) ? MD_SECURITY_STARTTLS : MD_SECURITY_TLS;
  if (strcmp (setting (entry, SET_PROTOCOL, "smtp"), "lmtp") == 0)
    {
      server->way = MD_WAY_LOCAL;
      server->kind = g_strdup ("lmtp");
      return;
    }
  md_program_server_set (server, MD_PROTOCOL_SMTP, setting (entry, SET_HOST, NULL), g_ascii_strtoll (port, NULL, 10),
                         security);
  server->auth = g_strdup (auth_of (setting (entry, SET_AUTH, "off")));
  server->user = md_program_text (setting (entry, SET_USER, NULL));
}

static gboolean
add_entry (const MdReader *reader, const Entry *entry, const char *file)
{
  MdProgramAccount *account = md_program_account_new (PROGRAM);
  const char *from = setting (entry, SET_FROM, NULL);

  account->label = md_program_text (entry->name);
  account->id = g_strdup_printf (PROGRAM "/%s", account->label != NULL ? account->label : "");
  account->is_default = entry->is_default || strcmp (entry->name, "default") == 0;
  read_server (entry, &account->outgoing);
  /* "*@example.org" and "%U@example.org" are patterns, no addresses. */
  if (from != NULL && strpbrk (from, "*%") == NULL)
    account->email = md_program_address (from, NULL);
  if (account->email == NULL)
    account->email = md_program_address (account->outgoing.user, NULL);
  if (account->outgoing.way != MD_WAY_NONE)
    return md_reader_add (reader, account, file);
  md_program_account_free (account);
  return TRUE;
}

static void
add_entries (const MdReader *reader, const Config *config, const char *file)
{
  for (guint i = 0; i < config->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (config->entries, i);
      Entry *chosen = entry->chosen == NULL ? NULL : entry_find (config, entry->chosen);

      if (strcmp (entry->name, "default") == 0 && !entry->touched && chosen != NULL && chosen != entry)
        {
          chosen->is_default = TRUE;
          g_clear_pointer (&entry->name, g_free);
          entry->name = g_strdup ("");
        }
    }
  for (guint i = 0; i < config->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (config->entries, i);

      if (entry->name[0] != '\0' && !add_entry (reader, entry, file))
        return;
    }
}

void
md_msmtp_parse (const MdReader *reader, MdLines *lines, const char *file)
{
  Config config = { .entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free) };

  config.defaults = g_new0 (Entry, 1);
  for (char *line = md_lines_next (lines); line != NULL; line = md_lines_next (lines))
    if (!take_line (&config, line) && lines->broken == 0)
      lines->broken = lines->number;
  add_entries (reader, &config, file);
  md_lines_report (lines, reader, file);
  g_ptr_array_unref (config.entries);
  entry_free (config.defaults);
}

void
md_msmtp_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  static const char *const names[] = { ".msmtprc", "msmtprc", "config" };
  const MdReader reader = { PROGRAM, folder, home, into };
  g_autofree char *first = g_build_filename (home, ".msmtprc", NULL);
  g_autofree char *here = g_canonicalize_filename (folder, NULL);
  gboolean at_home = g_strcmp0 (here, home) == 0;

  /* The program reads one file only. */
  if (!at_home && g_file_test (first, G_FILE_TEST_EXISTS))
    return;
  for (gsize i = 0; i < (at_home ? 2 : G_N_ELEMENTS (names)); i++)
    {
      g_autoptr (MdLines) lines = md_lines_read (&reader, names[i]);

      if (lines != NULL)
        {
          md_msmtp_parse (&reader, lines, names[i]);
          return;
        }
    }
}

void
md_msmtp_read_common (const char *folder, MdPrograms *into, const MdWait *wait)
{
  const MdReader reader = { PROGRAM, folder, folder, into };
  g_autoptr (MdLines) lines = NULL;

  for (guint i = 0; i < into->accounts->len; i++)
    if (strcmp (((const MdProgramAccount *) g_ptr_array_index (into->accounts, i))->program, PROGRAM) == 0)
      return;
  lines = md_wait_is_cancelled (wait) ? NULL : md_lines_read (&reader, "msmtprc");
  if (lines != NULL)
    md_msmtp_parse (&reader, lines, "msmtprc");
}
