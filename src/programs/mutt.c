/* mutt.c - the account of mutt and neomutt
 *
 * The common settings, and those that a hook sets for a folder, an account or a recipient: each pattern of a hook
 * that changes who one is or which server is used is an account of its own, after the common one.  "source" is
 * followed inside the settings folder, at most 16 deep and 64 files; commands between backquotes or behind a pipe are
 * never run, and a setting whose value they would make is left out.  Passwords, also those inside addresses of
 * servers, are never kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mutt"

#include "config.h"

#include "programs/muttrc.h"

#include <string.h>

#define PROGRAM "mutt"
#define MAX_DEPTH 16
#define MAX_FILES 64
#define MAX_VALUE 4096
#define MAX_VARIABLES 256
#define MAX_TOTAL (1024 * 1024)
#define MAX_HOOKS 32

typedef struct
{
  MdReader reader;
  GHashTable *values;  /* (owned) of setting to value; "yes" and "no" for switches */
  guint files;
  gsize read;          /* bytes of included files */
  gsize filled;        /* bytes of values, with the variables filled in */
  GPtrArray *hooks;    /* (owned) of Hook */
  const MdWait *wait;
} Config;

typedef struct
{
  char *pattern;       /* (owned) */
  GString *commands;   /* (owned) a line each */
} Hook;

static void
hook_free (gpointer data)
{
  Hook *self = data;

  g_free (self->pattern);
  g_string_free (self->commands, TRUE);
  g_free (self);
}

/* The newer spelling of neomutt and the older one that we keep. */
static const struct
{
  const char *newer;
  const char *older;
} spellings[] = {
  { "real_name", "realname" },
  { "spool_file", "spoolfile" },
  { "mailbox_type", "mbox_type" },
};

static const char *
spelling (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    if (strcmp (name, spellings[i].newer) == 0)
      return spellings[i].older;
  return name;
}

/* Passwords are not even put aside; a variable "my_…" may be one that is filled in below, so it lives as long as the
 * rest. */
static gboolean
matters (const Config *config, const char *name)
{
  static const char *const settings[]
    = { "realname",  "from",         "folder",        "spoolfile",           "mbox_type",          "imap_user",
        "pop_host",  "pop_user",     "smtp_url",      "smtp_user",           "ssl_starttls",       "ssl_force_tls",
        "sendmail",  "hostname",     "imap_authenticators", "pop_authenticators", "smtp_authenticators", NULL };

  if (g_str_has_prefix (name, "my_"))
    return g_hash_table_size (config->values) < MAX_VARIABLES || g_hash_table_contains (config->values, name);
  return g_strv_contains (settings, spelling (name));
}

static void
keep (Config *config, const char *name, const MdMuttWord *value)
{
  if (!matters (config, name))
    return;
  if (value->unknown || strlen (value->text) > MAX_VALUE)
    g_hash_table_remove (config->values, spelling (name));
  else
    g_hash_table_replace (config->values, g_strdup (spelling (name)), g_strdup (value->text));
}

/* Variables are filled in up to a limit: short lines could ask for very long ones. */
static GHashTable *
variables (const Config *config)
{
  return config->filled < MAX_TOTAL ? config->values : NULL;
}

static void
keep_switch (Config *config, const char *name, const char *value)
{
  MdMuttWord word = { .text = (char *) value };

  keep (config, name, &word);
}

/* "set a=b c nod invx &e ?f": @at stands behind "set". */
static void
take_set (Config *config, const char **at)
{
  MdMuttWord name, value;

  while (md_mutt_word (at, TRUE, NULL, &name))
    {
      const char *rest = *at;
      g_autofree char *text = name.text;

      if (md_mutt_word (&rest, TRUE, NULL, &value) && strcmp (value.text, "=") == 0)
        {
          g_free (value.text);
          *at = rest;
          if (!md_mutt_word (at, FALSE, variables (config), &value))
            return;
          config->filled += strlen (value.text);
          keep (config, text, &value);
          md_program_wipe_free (value.text);
          continue;
        }
      g_free (value.text);
      if (g_str_has_prefix (text, "no"))
        keep_switch (config, text + 2, "no");
      else
        keep_switch (config, text, "yes");
    }
}

static void take_file (Config *config, const char *name, guint depth);

/* Where "source" leads, as a name inside the settings folder; NULL when it leads elsewhere. */
static char *
inside (const Config *config, const char *file, const char *including)
{
  const MdReader *reader = &config->reader;
  g_autofree char *beside = g_path_get_dirname (including);
  g_autofree char *base = g_build_filename (reader->folder, beside, NULL);
  g_autofree char *full = NULL;
  g_autofree char *folder = g_canonicalize_filename (reader->folder, NULL);
  g_autofree char *path = NULL;

  if (g_str_has_prefix (file, "~/"))
    full = g_build_filename (reader->home, file + 2, NULL);
  else
    full = g_strdup (file);
  path = g_canonicalize_filename (full, base);
  if (!g_str_has_prefix (path, folder) || path[strlen (folder)] != '/')
    {
      md_program_note (reader->into, PROGRAM, path, MD_PROGRAM_NOTE_UNREADABLE, 0);
      return NULL;
    }
  return g_strdup (path + strlen (folder) + 1);
}

static void
take_source (Config *config, const char **at, const char *including, guint depth)
{
  MdMuttWord word;

  while (md_mutt_word (at, FALSE, variables (config), &word))
    {
      gsize length = strlen (word.text);
      gboolean command = word.unknown || length == 0 || word.text[length - 1] == '|';
      g_autofree char *file = command || config->files > MAX_FILES ? NULL : inside (config, word.text, including);

      config->filled += strlen (word.text);
      g_free (word.text);
      if (file != NULL)
        take_file (config, file, depth + 1);
    }
}

/* "folder-hook PATTERN COMMAND": @at stands behind the first word. */
static void
take_hook (Config *config, const char **at)
{
  MdMuttWord pattern, command;
  Hook *hook = NULL;

  if (!md_mutt_word (at, FALSE, NULL, &pattern))
    return;
  for (guint i = 0; i < config->hooks->len; i++)
    if (strcmp (((Hook *) g_ptr_array_index (config->hooks, i))->pattern, pattern.text) == 0)
      hook = g_ptr_array_index (config->hooks, i);
  if (hook == NULL && config->hooks->len < MAX_HOOKS)
    {
      hook = g_new0 (Hook, 1);
      hook->pattern = g_strdup (pattern.text);
      hook->commands = g_string_new (NULL);
      g_ptr_array_add (config->hooks, hook);
    }
  g_free (pattern.text);
  for (gboolean first = TRUE; md_mutt_word (at, FALSE, variables (config), &command); first = FALSE)
    {
      if (hook != NULL && !command.unknown && hook->commands->len + strlen (command.text) < MAX_VALUE)
        g_string_append_printf (hook->commands, "%s%s", first ? "\n" : " ", command.text);
      config->filled += strlen (command.text);
      md_program_wipe_free (command.text);
    }
}

static gboolean
is_hook (const char *word)
{
  static const char *const hooks[] = { "folder-hook", "account-hook", "send-hook", "send2-hook", NULL };

  return g_strv_contains (hooks, word);
}

static void
take_line (Config *config, const char *line, const char *file, guint depth)
{
  const char *at = line;

  while (*at != '\0')
    {
      MdMuttWord command, other;

      if (!md_mutt_word (&at, FALSE, NULL, &command))
        continue;
      if (strcmp (command.text, "set") == 0)
        take_set (config, &at);
      else if (strcmp (command.text, "source") == 0)
        take_source (config, &at, file, depth);
      else if (is_hook (command.text) && config->hooks != NULL)
        take_hook (config, &at);
      else
        while (md_mutt_word (&at, FALSE, NULL, &other))
          g_free (other.text);
      g_free (command.text);
    }
}

/* Text of another kind has bytes that no settings line has. */
static gboolean
is_settings (const char *line)
{
  for (; *line != '\0'; line++)
    if ((guchar) *line < ' ' && strchr ("\t\f\033", *line) == NULL)
      return FALSE;
  return TRUE;
}

static void
take_lines (Config *config, MdLines *lines, const char *file, guint depth)
{
  g_autoptr (GString) whole = g_string_new (NULL);

  for (char *line = md_lines_next (lines); line != NULL; line = md_lines_next (lines))
    {
      gsize length = strlen (line);

      if (!is_settings (line) && lines->broken == 0)
        lines->broken = lines->number;
      /* A backslash at the end joins the next line on. */
      if (length > 0 && line[length - 1] == '\\' && whole->len + length < MAX_VALUE * 16)
        {
          g_string_append_len (whole, line, (gssize) length - 1);
          continue;
        }
      g_string_append (whole, line);
      take_line (config, whole->str, file, depth);
      g_string_truncate (whole, 0);
    }
  take_line (config, whole->str, file, depth);
}

static void
take_file (Config *config, const char *name, guint depth)
{
  g_autoptr (MdLines) lines = NULL;

  if (depth > MAX_DEPTH || config->files >= MAX_FILES || md_wait_is_cancelled (config->wait))
    {
      if (config->files++ == MAX_FILES || depth > MAX_DEPTH)
        md_program_note (config->reader.into, PROGRAM, name, MD_PROGRAM_NOTE_TOO_MANY, 0);
      return;
    }
  config->files++;
  lines = md_lines_read (&config->reader, name);
  if (lines == NULL)
    return;
  config->read += lines->length;
  if (config->read > MAX_TOTAL)
    {
      if (config->read - lines->length <= MAX_TOTAL)
        md_program_note (config->reader.into, PROGRAM, name, MD_PROGRAM_NOTE_TOO_LARGE, 0);
      return;
    }
  take_lines (config, lines, name, depth);
  md_lines_report (lines, &config->reader, name);
}

static gboolean
is_changed (const Config *config, GHashTable *common)
{
  static const char *const settings[]
      = { "from", "folder", "spoolfile", "imap_user", "pop_host", "pop_user", "smtp_url", "smtp_user" };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_strcmp0 (g_hash_table_lookup (config->values, settings[i]), g_hash_table_lookup (common, settings[i])) != 0)
      return TRUE;
  return FALSE;
}

static GHashTable *
values_new (GHashTable *copied)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, md_program_wipe_free);
  GHashTableIter iter;
  gpointer name, value;

  if (copied == NULL)
    return values;
  g_hash_table_iter_init (&iter, copied);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (values, g_strdup (name), g_strdup (value));
  return values;
}

/* What each hook would change, on top of the common settings. */
static void
add_hooks (Config *config, const char *file)
{
  g_autoptr (GPtrArray) hooks = g_steal_pointer (&config->hooks);
  GHashTable *common = config->values;
  guint number = 0;

  for (guint i = 0; i < hooks->len && !md_wait_is_cancelled (config->wait); i++)
    {
      const Hook *hook = g_ptr_array_index (hooks, i);
      g_auto (GStrv) commands = g_strsplit (hook->commands->str, "\n", 0);

      config->values = values_new (common);
      for (gsize j = 0; commands[j] != NULL; j++)
        if (g_str_has_prefix (commands[j], "set "))
          take_line (config, commands[j], file, MAX_DEPTH);
      if (is_changed (config, common))
        md_mutt_add_account (&config->reader, config->values, file, ++number);
      g_hash_table_unref (config->values);
    }
  config->values = common;
}

void
md_mutt_parse (const MdReader *reader, MdLines *lines, const char *file, const MdWait *wait)
{
  Config config = { .reader = *reader, .wait = wait };

  config.values = values_new (NULL);
  config.hooks = g_ptr_array_new_with_free_func (hook_free);
  take_lines (&config, lines, file, 0);
  md_lines_report (lines, reader, file);
  md_mutt_add_account (reader, config.values, file, 0);
  add_hooks (&config, file);
  g_hash_table_unref (config.values);
}

void
md_mutt_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  static const char *const names[] = { ".neomuttrc", "neomuttrc", ".muttrc", "muttrc" };
  const MdReader reader = { PROGRAM, folder, home, into };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MdLines) lines = md_lines_read (&reader, names[i]);

      if (lines != NULL)
        {
          md_mutt_parse (&reader, lines, names[i], wait);
          return;
        }
    }
}
