/* mutt.c - the account of mutt and neomutt
 *
 * The common settings only: hooks that change them by folder are not followed.  "source" is followed inside the
 * settings folder, at most 16 deep and 64 files; commands between backquotes or behind a pipe are never run, and a
 * setting whose value they would make is left out.  Passwords, also those inside addresses of servers, are never kept.
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

typedef struct
{
  MdReader reader;
  GHashTable *values;  /* (owned) of setting to value; "yes" and "no" for switches */
  guint files;
  gsize read;          /* bytes of included files */
  gsize filled;        /* bytes of values, with the variables filled in */
  const MdWait *wait;
} Config;

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

static const char *
value_of (const Config *config, const char *name)
{
  const char *value = g_hash_table_lookup (config->values, name);

  return value == NULL || value[0] == '\0' ? NULL : value;
}

static gboolean
is_set (const Config *config, const char *name, gboolean otherwise)
{
  const char *value = value_of (config, name);

  return value == NULL ? otherwise : strcmp (value, "no") != 0;
}

static const struct
{
  const char *scheme;
  MdProtocol protocol;
  gboolean tls;
} schemes[] = {
  { "smtp://", MD_PROTOCOL_SMTP, FALSE }, { "smtps://", MD_PROTOCOL_SMTP, TRUE },
  { "imap://", MD_PROTOCOL_IMAP, FALSE }, { "imaps://", MD_PROTOCOL_IMAP, TRUE },
  { "pop://", MD_PROTOCOL_POP3, FALSE },  { "pops://", MD_PROTOCOL_POP3, TRUE },
};

/* "smtps://user:password@host:port/path"; FALSE when it is no such address.  The user name may hold an
 * "@" of its own. */
static gboolean
read_url (const Config *config, const char *url, MdProgramServer *server)
{
  gsize which = 0, length;
  g_autofree char *rest = NULL;
  char *host, *colon, *user;
  MdSecurity security = MD_SECURITY_PLAIN;

  while (url != NULL && which < G_N_ELEMENTS (schemes)
         && g_ascii_strncasecmp (url, schemes[which].scheme, strlen (schemes[which].scheme)) != 0)
    which++;
  if (url == NULL || which == G_N_ELEMENTS (schemes))
    return FALSE;
  rest = g_strdup (url + strlen (schemes[which].scheme));
  rest[strcspn (rest, "/")] = '\0';
  host = strrchr (rest, '@');
  user = host != NULL ? rest : NULL;
  if (host != NULL)
    {
      *host++ = '\0';
      user[strcspn (user, ":")] = '\0';
    }
  else
    host = rest;
  length = host[0] == '[' ? strcspn (host, "]") : 0;
  colon = strchr (host + length, ':');
  if (colon != NULL)
    *colon = '\0';
  if (schemes[which].tls)
    security = MD_SECURITY_TLS;
  else if (is_set (config, "ssl_starttls", TRUE) || is_set (config, "ssl_force_tls", FALSE))
    security = MD_SECURITY_STARTTLS;
  md_program_server_set (server, schemes[which].protocol, host,
                         colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0, security);
  if (server->way == MD_WAY_SERVER && user != NULL)
    {
      g_autofree char *plain = g_uri_unescape_string (user, NULL);

      server->user = md_program_text (plain != NULL ? plain : user);
    }
  return server->way == MD_WAY_SERVER;
}

/* The first mechanism of a list is the one tried first. */
static void
read_auth (const Config *config, const char *setting, MdProgramServer *server)
{
  const char *list = value_of (config, setting);
  g_autofree char *first = list == NULL ? NULL : g_strndup (list, strcspn (list, ": "));

  if (first != NULL && first[0] != '\0')
    server->auth = g_strdup (md_program_auth_word (first));
  else if (server->user != NULL)
    server->auth = g_strdup ("password");
}

static void
read_incoming (const Config *config, MdProgramServer *server)
{
  const char *pop = value_of (config, "pop_host");
  g_autofree char *pop_url = pop == NULL || strstr (pop, "://") != NULL ? g_strdup (pop)
                                                                         : g_strconcat ("pop://", pop, NULL);
  const char *kind = value_of (config, "mbox_type");
  gboolean found = read_url (config, value_of (config, "spoolfile"), server)
                   || read_url (config, value_of (config, "folder"), server) || read_url (config, pop_url, server);
  gboolean imap;

  if (!found && (value_of (config, "spoolfile") != NULL || value_of (config, "folder") != NULL))
    {
      server->way = MD_WAY_LOCAL;
      server->kind = kind != NULL ? g_ascii_strdown (kind, -1) : g_strdup ("local");
    }
  if (!found)
    return;
  imap = server->endpoint->protocol == MD_PROTOCOL_IMAP;
  if (server->user == NULL)
    server->user = md_program_text (value_of (config, imap ? "imap_user" : "pop_user"));
  read_auth (config, imap ? "imap_authenticators" : "pop_authenticators", server);
}

static void
read_outgoing (const Config *config, MdProgramServer *server)
{
  if (read_url (config, value_of (config, "smtp_url"), server))
    {
      if (server->user == NULL)
        server->user = md_program_text (value_of (config, "smtp_user"));
      read_auth (config, "smtp_authenticators", server);
      if (server->auth == NULL)
        server->auth = g_strdup ("none");
    }
  else if (value_of (config, "sendmail") != NULL)
    {
      g_autofree char *command = g_strdup (value_of (config, "sendmail"));
      g_autofree char *name = NULL;

      command[strcspn (command, " \t")] = '\0';
      name = g_path_get_basename (command);
      server->way = MD_WAY_COMMAND;
      server->kind = md_program_text (name);
    }
}

static void
add_account (const Config *config, const char *name)
{
  MdProgramAccount *account = md_program_account_new (PROGRAM);
  g_autofree char *person = NULL;

  account->id = g_strdup_printf (PROGRAM "/%s", name);
  account->email = md_program_address (value_of (config, "from"), &person);
  account->name = md_program_text (value_of (config, "realname"));
  if (account->name == NULL)
    account->name = g_steal_pointer (&person);
  account->is_default = TRUE;
  read_incoming (config, &account->incoming);
  read_outgoing (config, &account->outgoing);
  if (account->email == NULL)
    account->email = md_program_address (account->incoming.user, NULL);
  if (account->email == NULL)
    account->email = md_program_address (account->outgoing.user, NULL);
  /* A settings file about looks alone tells of no account. */
  if (account->email != NULL || account->outgoing.way == MD_WAY_SERVER || account->incoming.way == MD_WAY_SERVER)
    md_reader_add (&config->reader, account, name);
  else
    md_program_account_free (account);
}

void
md_mutt_parse (const MdReader *reader, MdLines *lines, const char *file, const MdWait *wait)
{
  Config config = { .reader = *reader, .wait = wait };

  config.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, md_program_wipe_free);
  take_lines (&config, lines, file, 0);
  md_lines_report (lines, reader, file);
  add_account (&config, file);
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
