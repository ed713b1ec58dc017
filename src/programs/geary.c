/* geary.c - the accounts of Geary: one folder each, with a geary.ini in it
 *
 * Two layouts: today's groups Account, Incoming and Outgoing, and before 2018 one group AccountInformation.  For the
 * providers that it knows by name, Geary writes no servers down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-geary"

#include "config.h"

#include "programs/text.h"

#include <string.h>

#define PROGRAM "geary"
#define MAX_FOLDERS 1000

/* What Geary itself uses for these. */
static const struct
{
  const char *provider;
  const char *incoming;
  const char *outgoing;
} providers[] = {
  { "gmail", "imap.gmail.com:993/tls", "smtp.gmail.com:465/tls" },
  { "outlook", "imap-mail.outlook.com:993/tls", "smtp-mail.outlook.com:587/starttls" },
  { "yahoo", "imap.mail.yahoo.com:993/tls", "smtp.mail.yahoo.com:465/tls" },
};

static void
set_from_provider (MdProgramAccount *account, const char *provider)
{
  for (gsize i = 0; provider != NULL && i < G_N_ELEMENTS (providers); i++)
    {
      if (g_ascii_strcasecmp (provider, providers[i].provider) != 0)
        continue;
      if (account->incoming.endpoint == NULL)
        account->incoming.endpoint = md_endpoint_parse (providers[i].incoming, MD_PROTOCOL_IMAP, NULL);
      if (account->outgoing.endpoint == NULL)
        account->outgoing.endpoint = md_endpoint_parse (providers[i].outgoing, MD_PROTOCOL_SMTP, NULL);
      account->incoming.way = MD_WAY_SERVER;
      account->outgoing.way = MD_WAY_SERVER;
    }
}

static gint64
port_or_usual (const MdIniGroup *group, const char *key, MdProtocol protocol, MdSecurity security)
{
  gint64 port = md_ini_number (group, key, 0);

  return port == 0 && protocol == MD_PROTOCOL_SMTP && security == MD_SECURITY_STARTTLS ? 587 : port;
}

static void
set_token (MdProgramServer *server)
{
  if (g_strcmp0 (server->auth, "password") != 0)
    return;
  g_free (server->auth);
  server->auth = g_strdup ("oauth2");
}

/* ── today's layout ── */

static void
read_service (const MdIniGroup *group, MdProtocol protocol, MdProgramServer *server)
{
  const char *word = md_ini_get (group, "transport_security");
  const char *credentials = md_ini_get (group, "credentials");
  MdSecurity security = MD_SECURITY_TLS;

  if (g_strcmp0 (word, "none") == 0)
    security = MD_SECURITY_PLAIN;
  else if (g_strcmp0 (word, "start-tls") == 0)
    security = MD_SECURITY_STARTTLS;
  md_program_server_set (server, protocol, md_ini_get (group, "host"),
                         port_or_usual (group, "port", protocol, security), security);
  server->auth = g_strdup (g_strcmp0 (credentials, "none") == 0 ? "none" : "password");
  if (strcmp (server->auth, "none") != 0)
    server->user = md_ini_text (group, "login");
}

static void
read_new (const GPtrArray *ini, MdProgramAccount *account)
{
  const MdIniGroup *group = md_ini_group (ini, "Account");
  const MdIniGroup *outgoing = md_ini_group (ini, "Outgoing");
  const char *credentials = md_ini_get (outgoing, "credentials");
  const char *mailboxes = md_ini_get (group, "sender_mailboxes");
  g_auto (GStrv) senders = g_strsplit (mailboxes != NULL ? mailboxes : "", ";", 2);

  account->label = md_ini_text (group, "label");
  account->email = md_program_address (senders[0] != NULL ? senders[0] : "", &account->name);
  read_service (md_ini_group (ini, "Incoming"), MD_PROTOCOL_IMAP, &account->incoming);
  read_service (outgoing, MD_PROTOCOL_SMTP, &account->outgoing);
  if (credentials == NULL || strcmp (credentials, "use-incoming") == 0)
    {
      g_free (account->outgoing.user);
      account->outgoing.user = g_strdup (account->incoming.user);
    }
  set_from_provider (account, md_ini_get (group, "service_provider"));
}

/* ── the layout before ── */

static MdSecurity
old_security (const MdIniGroup *group, const char *starttls, const char *tls)
{
  if (md_ini_truth (group, starttls, FALSE))
    return MD_SECURITY_STARTTLS;
  return md_ini_truth (group, tls, TRUE) ? MD_SECURITY_TLS : MD_SECURITY_PLAIN;
}

static void
read_old (const MdIniGroup *group, MdProgramAccount *account)
{
  MdSecurity incoming = old_security (group, "imap_starttls", "imap_ssl");
  MdSecurity outgoing = old_security (group, "smtp_starttls", "smtp_ssl");
  gboolean signs_in = !md_ini_truth (group, "smtp_noauth", FALSE);

  account->name = md_ini_text (group, "real_name");
  account->email = md_ini_text (group, "primary_email");
  account->label = md_ini_text (group, "nickname");
  md_program_server_set (&account->incoming, MD_PROTOCOL_IMAP, md_ini_get (group, "imap_host"),
                         md_ini_number (group, "imap_port", 0), incoming);
  md_program_server_set (&account->outgoing, MD_PROTOCOL_SMTP, md_ini_get (group, "smtp_host"),
                         port_or_usual (group, "smtp_port", MD_PROTOCOL_SMTP, outgoing), outgoing);
  account->incoming.user = md_ini_text (group, "imap_username");
  account->incoming.auth = g_strdup ("password");
  if (signs_in)
    account->outgoing.user = md_ini_truth (group, "smtp_use_imap_credentials", FALSE)
                                 ? g_strdup (account->incoming.user)
                                 : md_ini_text (group, "smtp_username");
  account->outgoing.auth = g_strdup (signs_in ? "password" : "none");
  set_from_provider (account, md_ini_get (group, "service_provider"));
}

/* ── the folders ── */

static void
read_account (const MdReader *reader, const char *name)
{
  g_autofree char *file = g_build_filename (name, "geary.ini", NULL);
  g_autoptr (GPtrArray) ini = md_ini_read (reader, file);
  const MdIniGroup *old = md_ini_group (ini, "AccountInformation");
  const char *status = md_ini_get (md_ini_group (ini, "Metadata"), "status");
  const char *provider;
  g_autoptr (MdProgramAccount) account = NULL;

  if (old == NULL && md_ini_group (ini, "Account") == NULL)
    return;
  if (g_strcmp0 (status, "disabled") == 0 || g_strcmp0 (status, "removed") == 0)
    return;
  account = md_program_account_new (PROGRAM);
  account->id = g_strconcat (PROGRAM "/", name, NULL);
  if (old != NULL)
    read_old (old, account);
  else
    read_new (ini, account);
  /* From GNOME Online Accounts, where these two are signed in to with a token. */
  provider = md_ini_get (md_ini_group (ini, "Account"), "service_provider");
  if (g_str_has_prefix (name, "goa_") && (g_strcmp0 (provider, "gmail") == 0 || g_strcmp0 (provider, "outlook") == 0))
    {
      set_token (&account->incoming);
      set_token (&account->outgoing);
    }
  md_reader_add (reader, g_steal_pointer (&account), file);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
md_geary_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  const MdReader reader = { .program = PROGRAM, .folder = folder, .home = home, .into = into };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && names->len < MAX_FOLDERS && (name = g_dir_read_name (entries)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len && !md_wait_is_cancelled (wait); i++)
    read_account (&reader, g_ptr_array_index (names, i));
}
