/* mutt-account.c - what the settings of mutt and neomutt come to: one account; see muttrc.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mutt"

#include "config.h"

#include "programs/muttrc.h"

#include <string.h>

#define PROGRAM "mutt"

typedef struct
{
  GHashTable *values;  /* (not owned) of setting to value */
} Config;

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

void
md_mutt_add_account (const MdReader *reader, GHashTable *values, const char *name, guint hook)
{
  const Config config = { values };
  MdProgramAccount *account = md_program_account_new (PROGRAM);
  g_autofree char *person = NULL;

  account->id = hook == 0 ? g_strdup_printf (PROGRAM "/%s", name) : g_strdup_printf (PROGRAM "/%s#%u", name, hook);
  account->email = md_program_address (value_of (&config, "from"), &person);
  account->name = md_program_text (value_of (&config, "realname"));
  if (account->name == NULL)
    account->name = g_steal_pointer (&person);
  account->is_default = hook == 0;
  read_incoming (&config, &account->incoming);
  read_outgoing (&config, &account->outgoing);
  if (account->email == NULL)
    account->email = md_program_address (account->incoming.user, NULL);
  if (account->email == NULL)
    account->email = md_program_address (account->outgoing.user, NULL);
  /* A settings file about looks alone tells of no account. */
  if (account->email != NULL || account->outgoing.way == MD_WAY_SERVER || account->incoming.way == MD_WAY_SERVER)
    md_reader_add (reader, account, name);
  else
    md_program_account_free (account);
}
