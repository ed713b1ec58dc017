/* balsa.c - the accounts of Balsa
 *
 * config below .balsa holds identities, outgoing servers and mailboxes; config-private the user names of the same
 * groups.  An identity names its outgoing server; addresses, user names and hosts tell which mailbox is its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-balsa"

#include "config.h"

#include "programs/text.h"

#include <string.h>

#define PROGRAM "balsa"
#define OUTGOING "smtp-server-"
#define IDENTITY "identity-"
#define MAX_MAILBOXES 200

typedef struct
{
  MdReader reader;
  const char *file;
  GPtrArray *ini;      /* (owned) */
  GPtrArray *private;  /* (owned) (nullable) */
  GPtrArray *mailboxes; /* (owned) of Mailbox */
  GPtrArray *used;     /* (owned) of MdIniGroup, outgoing servers that an identity took */
} Settings;

typedef struct
{
  const MdIniGroup *group; /* (not owned) */
  MdProgramServer server;
  gboolean used;
} Mailbox;

/* Newer versions have one key, older ones two. */
static MdSecurity
security_of (const MdIniGroup *group)
{
  static const MdSecurity numbered[]
    = { MD_SECURITY_STARTTLS, MD_SECURITY_TLS, MD_SECURITY_STARTTLS, MD_SECURITY_STARTTLS, MD_SECURITY_PLAIN };
  gint64 number = md_ini_number (group, "Security", 0);

  if (number > 0 && number < (gint64) G_N_ELEMENTS (numbered))
    return numbered[number];
  if (md_ini_truth (group, "SSL", FALSE))
    return MD_SECURITY_TLS;
  return md_ini_number (group, "TLSMode", 2) == 0 ? MD_SECURITY_PLAIN : MD_SECURITY_STARTTLS;
}

static const char *
auth_of (const MdIniGroup *group)
{
  if (md_ini_truth (group, "Anonymous", FALSE))
    return "none";
  switch (md_ini_number (group, "AuthMode", 2))
    {
    case 1:
      return "none";
    case 4:
      return "gssapi";
    case 8:
      return "oauth2";
    default:
      return "password";
    }
}

/* "host", "host:port" or the two apart. */
static void
read_server (const Settings *settings, const MdIniGroup *group, MdProtocol protocol, MdProgramServer *server)
{
  g_autofree char *host = md_ini_text (group, "Server");
  char *colon = host == NULL ? NULL : strchr (host, ':');
  MdSecurity security = security_of (group);
  gint64 port = md_ini_number (group, "Port", 0);

  if (colon != NULL && strchr (colon + 1, ':') == NULL)
    {
      *colon = '\0';
      port = g_ascii_strtoll (colon + 1, NULL, 10);
    }
  if (port == 0 && protocol == MD_PROTOCOL_SMTP && security != MD_SECURITY_TLS)
    port = 587;
  md_program_server_set (server, protocol, host, port, security);
  server->auth = g_strdup (auth_of (group));
  if (strcmp (server->auth, "none") == 0)
    return;
  server->user = md_ini_text (md_ini_group (settings->private, group->name), "Username");
  if (server->user == NULL)
    server->user = md_ini_text (group, "Username");
}

/* FALSE when the group is no mailbox on a server. */
static gboolean
read_mailbox (const Settings *settings, const MdIniGroup *group, MdProgramServer *server)
{
  const char *type = md_ini_get (group, "Type");

  if (!g_str_has_prefix (group->name, "mailbox-") && !g_str_has_prefix (group->name, "folder-"))
    return FALSE;
  if (type != NULL && g_ascii_strcasecmp (type, "LibBalsaMailboxPOP3") == 0)
    read_server (settings, group, MD_PROTOCOL_POP3, server);
  else if (g_str_has_prefix (group->name, "folder-") || g_strcmp0 (type, "LibBalsaMailboxImap") == 0)
    read_server (settings, group, MD_PROTOCOL_IMAP, server);
  return server->way == MD_WAY_SERVER;
}

static void
server_clear (MdProgramServer *server)
{
  MdProgramServer nothing = { 0 };

  md_program_server_move (server, &nothing);
}

static void
mailbox_free (Mailbox *self)
{
  server_clear (&self->server);
  g_free (self);
}

static void
read_mailboxes (Settings *settings)
{
  for (guint i = 0; i < settings->ini->len && settings->mailboxes->len < MAX_MAILBOXES; i++)
    {
      Mailbox *mailbox = g_new0 (Mailbox, 1);

      mailbox->group = g_ptr_array_index (settings->ini, i);
      if (read_mailbox (settings, mailbox->group, &mailbox->server))
        g_ptr_array_add (settings->mailboxes, mailbox);
      else
        mailbox_free (mailbox);
    }
}

/* @anyhow: the only identity there is takes the first mailbox, whatever it is called. */
static void
take_mailbox (const Settings *settings, MdProgramAccount *account, gboolean anyhow)
{
  for (guint i = 0; i < settings->mailboxes->len && account->incoming.way == MD_WAY_NONE; i++)
    {
      Mailbox *mailbox = g_ptr_array_index (settings->mailboxes, i);

      if (mailbox->used || (!anyhow && !md_program_fits (account, &mailbox->server)))
        continue;
      mailbox->used = TRUE;
      md_program_server_copy (&account->incoming, &mailbox->server);
    }
}

static gboolean
read_identity (const Settings *settings, const MdIniGroup *group, gboolean alone)
{
  MdProgramAccount *account = md_program_account_new (PROGRAM);
  const char *name = md_ini_get (group, "SmtpServer");
  g_autofree char *outgoing = g_strconcat (OUTGOING, name != NULL ? name : "Default", NULL);
  MdIniGroup *server = (MdIniGroup *) md_ini_group (settings->ini, outgoing);
  g_autofree char *chosen = md_ini_text (md_ini_group (settings->ini, "identity"), "CurrentIdentity");

  account->id = g_strdup_printf (PROGRAM "/%s", group->name + strlen (IDENTITY));
  account->email = md_ini_text (group, "Address");
  account->name = md_ini_text (group, "FullName");
  account->label = md_program_text (group->name + strlen (IDENTITY));
  account->uses_default_outgoing = name == NULL;
  account->is_default = alone || g_strcmp0 (chosen, account->label) == 0;
  if (server != NULL)
    {
      read_server (settings, server, MD_PROTOCOL_SMTP, &account->outgoing);
      g_ptr_array_add (settings->used, server);
    }
  take_mailbox (settings, account, FALSE);
  if (alone)
    take_mailbox (settings, account, TRUE);
  return md_reader_add (&settings->reader, account, settings->file);
}

static void
read_identities (const Settings *settings)
{
  guint n = 0;

  for (guint i = 0; i < settings->ini->len; i++)
    n += g_str_has_prefix (((MdIniGroup *) g_ptr_array_index (settings->ini, i))->name, IDENTITY);
  for (guint i = 0; i < settings->ini->len; i++)
    {
      const MdIniGroup *group = g_ptr_array_index (settings->ini, i);

      if (g_str_has_prefix (group->name, IDENTITY) && !read_identity (settings, group, n == 1))
        return;
    }
}

/* Servers that no identity took. */
static void
add_the_rest (const Settings *settings)
{
  for (guint i = 0; i < settings->ini->len; i++)
    {
      MdIniGroup *group = g_ptr_array_index (settings->ini, i);
      MdProgramAccount *account;

      if (!g_str_has_prefix (group->name, OUTGOING) || g_ptr_array_find (settings->used, group, NULL))
        continue;
      account = md_program_account_new (PROGRAM);
      account->id = g_strdup_printf (PROGRAM "/%s", group->name);
      account->label = md_program_text (group->name + strlen (OUTGOING));
      read_server (settings, group, MD_PROTOCOL_SMTP, &account->outgoing);
      if (!md_reader_add (&settings->reader, account, settings->file))
        return;
    }
  for (guint i = 0; i < settings->mailboxes->len; i++)
    {
      Mailbox *mailbox = g_ptr_array_index (settings->mailboxes, i);
      MdProgramAccount *account;

      if (mailbox->used)
        continue;
      account = md_program_account_new (PROGRAM);
      account->id = g_strdup_printf (PROGRAM "/%s", mailbox->group->name);
      account->label = md_ini_text (mailbox->group, "Name");
      md_program_server_copy (&account->incoming, &mailbox->server);
      account->email = md_program_address (account->incoming.user, NULL);
      if (!md_reader_add (&settings->reader, account, settings->file))
        return;
    }
}

void
md_balsa_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  Settings settings = { .reader = { PROGRAM, folder, home, into }, .file = "config" };

  settings.ini = md_ini_read (&settings.reader, settings.file);
  if (settings.ini == NULL)
    {
      settings.file = "balsarc";
      settings.ini = md_ini_read (&settings.reader, settings.file);
    }
  if (settings.ini == NULL)
    return;
  settings.private = md_ini_read (&settings.reader, "config-private");
  settings.mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_free);
  settings.used = g_ptr_array_new ();
  read_mailboxes (&settings);
  read_identities (&settings);
  add_the_rest (&settings);
  g_ptr_array_unref (settings.used);
  g_ptr_array_unref (settings.mailboxes);
  g_ptr_array_unref (settings.ini);
  if (settings.private != NULL)
    g_ptr_array_unref (settings.private);
}
