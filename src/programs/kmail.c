/* kmail.c - the accounts of KMail: who writes, what sends, what fetches
 *
 * Three kinds of file in KDE's settings folder: emailidentities (names and addresses), mailtransports (outgoing
 * servers) and akonadi_imap_resource_Nrc or akonadi_pop3_resource_Nrc (mailboxes).  An identity names its transport;
 * which mailbox is its own is written down only sometimes, otherwise addresses, user names and hosts tell.  What
 * belongs to no identity is an account of its own.  Missing keys take the program's defaults.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-kmail"

#include "config.h"

#include "programs/text.h"

#include <stdlib.h>
#include <string.h>

#define PROGRAM "kmail"
#define TRANSPORTS "mailtransports"
#define IDENTITIES "emailidentities"
#define MAX_ENTRIES 20000
#define MAX_RESOURCES 200

typedef struct
{
  char *id;
  char *label;
  MdProgramServer server;
  gboolean used;
} Transport;

typedef struct
{
  char *file;      /* of the resource */
  gint64 identity; /* uoid; 0: not told */
  MdProgramServer server;
  gboolean used;
} Mailbox;

typedef struct
{
  MdReader reader;
  GPtrArray *transports;
  GPtrArray *mailboxes;
  char *default_transport; /* (owned) (nullable) */
} Settings;

static void
server_clear (MdProgramServer *server)
{
  MdProgramServer nothing = { 0 };

  md_program_server_move (server, &nothing);
}

static void
transport_free (Transport *self)
{
  g_free (self->id);
  g_free (self->label);
  server_clear (&self->server);
  g_free (self);
}

static void
mailbox_free (Mailbox *self)
{
  g_free (self->file);
  server_clear (&self->server);
  g_free (self);
}

/* Written by name in some versions, by number in others. */
static char *
auth_of (const MdIniGroup *group, const char *key, const char *otherwise)
{
  static const char *const numbered[] = { "LOGIN", "PLAIN", "CRAM_MD5", "DIGEST_MD5", "GSSAPI",
                                          "NTLM",  "APOP",  "CLEAR",    "ANONYMOUS",  "XOAUTH2" };
  const char *value = md_ini_get (group, key);
  guint64 number;

  if (value == NULL)
    value = otherwise;
  else if (g_ascii_string_to_unsigned (value, 10, 0, G_N_ELEMENTS (numbered) - 1, &number, NULL))
    value = numbered[number];
  return g_strdup (md_program_auth_word (value));
}

static MdSecurity
security_of (const MdIniGroup *group)
{
  const char *word = md_ini_get (group, "encryption");

  if (word == NULL || g_ascii_strcasecmp (word, "SSL") == 0 || strcmp (word, "1") == 0)
    return MD_SECURITY_TLS;
  return g_ascii_strcasecmp (word, "TLS") == 0 || strcmp (word, "2") == 0 ? MD_SECURITY_STARTTLS : MD_SECURITY_PLAIN;
}

static void
read_transport (Settings *settings, const MdIniGroup *group)
{
  Transport *transport = g_new0 (Transport, 1);
  const char *kind = md_ini_get (group, "identifier");

  transport->id = g_strdup (group->name + strlen ("Transport "));
  transport->label = md_ini_text (group, "name");
  transport->server.keyring_id = g_strdup (transport->id);
  if (kind == NULL)
    kind = md_ini_get (group, "type");
  if (kind == NULL || g_ascii_strcasecmp (kind, "SMTP") == 0)
    {
      md_program_server_set (&transport->server, MD_PROTOCOL_SMTP, md_ini_get (group, "host"),
                             md_ini_number (group, "port", 465), security_of (group));
      transport->server.user = md_ini_text (group, "user");
      transport->server.auth = md_ini_truth (group, "auth", FALSE) ? auth_of (group, "authtype", "PLAIN")
                                                                     : g_strdup ("none");
    }
  else
    {
      transport->server.way = strstr (kind, "_ews_") != NULL ? MD_WAY_EXCHANGE : MD_WAY_COMMAND;
      transport->server.kind = md_program_text (kind);
    }
  g_ptr_array_add (settings->transports, transport);
}

static void
read_transports (Settings *settings)
{
  g_autoptr (GPtrArray) ini = md_ini_read (&settings->reader, TRANSPORTS);

  for (guint i = 0; ini != NULL && i < ini->len; i++)
    {
      const MdIniGroup *group = g_ptr_array_index (ini, i);

      if (g_str_has_prefix (group->name, "Transport "))
        read_transport (settings, group);
    }
  settings->default_transport = md_ini_text (md_ini_group (ini, "General"), "default-transport");
}

/* Words in newer versions, numbers in older ones: 0 nothing, 1 STARTTLS, more than that TLS from the start. */
static MdSecurity
imap_security (const MdIniGroup *group)
{
  const char *word = md_ini_get (group, "Safety");

  if (word == NULL || strcmp (word, "1") == 0 || g_ascii_strcasecmp (word, "STARTTLS") == 0)
    return MD_SECURITY_STARTTLS;
  return strcmp (word, "0") == 0 || g_ascii_strcasecmp (word, "None") == 0 ? MD_SECURITY_PLAIN : MD_SECURITY_TLS;
}

static void
read_imap (Mailbox *mailbox, const GPtrArray *ini)
{
  const MdIniGroup *network = md_ini_group (ini, "network");
  const MdIniGroup *cache = md_ini_group (ini, "cache");
  g_autofree char *host = g_strdup (md_ini_get (network, "ImapServer"));
  char *colon = host == NULL ? NULL : strchr (host, ':');
  gint64 port = md_ini_number (network, "ImapPort", 0);

  if (colon != NULL && strchr (colon + 1, ':') == NULL)
    {
      *colon = '\0';
      port = g_ascii_strtoll (colon + 1, NULL, 10);
    }
  md_program_server_set (&mailbox->server, MD_PROTOCOL_IMAP, host, port, imap_security (network));
  mailbox->server.user = md_ini_text (network, "UserName");
  mailbox->server.auth = auth_of (network, "Authentication", "PLAIN");
  if (!md_ini_truth (cache, "UseDefaultIdentity", TRUE))
    mailbox->identity = md_ini_number (cache, "AccountIdentity", 0);
}

static void
read_pop3 (Mailbox *mailbox, const GPtrArray *ini)
{
  const MdIniGroup *group = md_ini_group (ini, "General");
  MdSecurity security = MD_SECURITY_PLAIN;

  if (md_ini_truth (group, "useSSL", FALSE))
    security = MD_SECURITY_TLS;
  else if (md_ini_truth (group, "useTLS", FALSE))
    security = MD_SECURITY_STARTTLS;
  md_program_server_set (&mailbox->server, MD_PROTOCOL_POP3, md_ini_get (group, "host"),
                         md_ini_number (group, "port", 0), security);
  mailbox->server.user = md_ini_text (group, "login");
  mailbox->server.auth = auth_of (group, "authenticationMethod", "CLEAR");
}

static void
read_mailbox (Settings *settings, const char *file)
{
  g_autoptr (GPtrArray) ini = md_ini_read (&settings->reader, file);
  Mailbox *mailbox;

  if (ini == NULL)
    return;
  mailbox = g_new0 (Mailbox, 1);
  mailbox->file = g_strdup (file);
  mailbox->server.keyring_id = g_strdup (file);
  if (g_str_has_prefix (file, "akonadi_imap"))
    read_imap (mailbox, ini);
  else
    read_pop3 (mailbox, ini);
  if (mailbox->server.way == MD_WAY_NONE)
    mailbox_free (mailbox);
  else
    g_ptr_array_add (settings->mailboxes, mailbox);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  const char *one = *(char *const *) a, *other = *(char *const *) b;
  int first = atoi (one + strcspn (one, "0123456789")), second = atoi (other + strcspn (other, "0123456789"));

  return one[8] != other[8] ? one[8] - other[8] : (first > second) - (first < second);
}

static gboolean
is_mailbox_file (const char *name)
{
  const char *rest;

  if (!g_str_has_prefix (name, "akonadi_imap_resource_") && !g_str_has_prefix (name, "akonadi_pop3_resource_"))
    return FALSE;
  rest = name + strlen ("akonadi_imap_resource_");
  return strcmp (rest + strspn (rest, "0123456789_"), "rc") == 0;
}

static void
read_mailboxes (Settings *settings, const MdWait *wait)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (settings->reader.folder, 0, NULL);
  const char *name = dir == NULL ? NULL : g_dir_read_name (dir);

  for (guint n = 0; name != NULL && n < MAX_ENTRIES && files->len < MAX_RESOURCES; n++, name = g_dir_read_name (dir))
    if (is_mailbox_file (name))
      g_ptr_array_add (files, g_strdup (name));
  g_ptr_array_sort (files, by_number);
  for (guint i = 0; i < files->len && !md_wait_is_cancelled (wait); i++)
    read_mailbox (settings, g_ptr_array_index (files, i));
}

static Transport *
find_transport (const Settings *settings, const char *id)
{
  for (guint i = 0; id != NULL && i < settings->transports->len; i++)
    {
      Transport *transport = g_ptr_array_index (settings->transports, i);

      if (strcmp (transport->id, id) == 0)
        return transport;
    }
  return NULL;
}

/* @told: only where the mailbox names the identity; otherwise the first that fits. */
static Mailbox *
find_mailbox (const Settings *settings, const MdProgramAccount *account, gint64 uoid, gboolean told)
{
  for (guint i = 0; i < settings->mailboxes->len; i++)
    {
      Mailbox *mailbox = g_ptr_array_index (settings->mailboxes, i);

      if (mailbox->used)
        continue;
      if (told ? mailbox->identity != 0 && mailbox->identity == uoid
               : mailbox->identity == 0 && md_program_fits (account, &mailbox->server))
        return mailbox;
    }
  return NULL;
}

static void
take_mailbox (const Settings *settings, MdProgramAccount *account, gint64 uoid, gboolean alone)
{
  Mailbox *mailbox = find_mailbox (settings, account, uoid, TRUE);

  if (mailbox == NULL)
    mailbox = find_mailbox (settings, account, uoid, FALSE);
  if (mailbox == NULL && alone && settings->mailboxes->len == 1)
    mailbox = g_ptr_array_index (settings->mailboxes, 0);
  if (mailbox == NULL || mailbox->used)
    return;
  md_program_server_copy (&account->incoming, &mailbox->server);
  mailbox->used = TRUE;
}

static gboolean
read_identity (const Settings *settings, const MdIniGroup *group, gint64 default_identity, gboolean alone)
{
  MdProgramAccount *account;
  Transport *transport = find_transport (settings, md_ini_get (group, "Transport"));
  gint64 uoid = md_ini_number (group, "uoid", 0);

  if (md_ini_get (group, "Email Address") == NULL)
    return TRUE;
  account = md_program_account_new (PROGRAM);
  account->uses_default_outgoing = transport == NULL;
  if (transport == NULL)
    transport = find_transport (settings, settings->default_transport);
  account->id = g_strdup_printf (PROGRAM "/%s", md_ini_get (group, "uoid") != NULL ? md_ini_get (group, "uoid")
                                                                                     : group->name);
  account->email = md_ini_text (group, "Email Address");
  account->name = md_ini_text (group, "Name");
  account->label = md_ini_text (group, "Identity");
  account->is_default = default_identity != 0 && uoid == default_identity;
  if (transport != NULL)
    {
      md_program_server_copy (&account->outgoing, &transport->server);
      transport->used = TRUE;
    }
  take_mailbox (settings, account, uoid, alone);
  return md_reader_add (&settings->reader, account, IDENTITIES);
}

static void
read_identities (const Settings *settings)
{
  g_autoptr (GPtrArray) ini = md_ini_read (&settings->reader, IDENTITIES);
  gint64 default_identity = md_ini_number (md_ini_group (ini, "General"), "Default Identity", 0);
  guint n = 0;

  for (guint i = 0; ini != NULL && i < ini->len; i++)
    n += md_ini_get (g_ptr_array_index (ini, i), "Email Address") != NULL;
  for (guint i = 0; ini != NULL && i < ini->len; i++)
    {
      const MdIniGroup *group = g_ptr_array_index (ini, i);

      if (g_str_has_prefix (group->name, "Identity")
          && !read_identity (settings, group, default_identity, n == 1))
        return;
    }
}

/* Transports and mailboxes that no identity took. */
static void
add_the_rest (const Settings *settings)
{
  for (guint i = 0; i < settings->transports->len; i++)
    {
      Transport *transport = g_ptr_array_index (settings->transports, i);
      MdProgramAccount *account;

      if (transport->used)
        continue;
      account = md_program_account_new (PROGRAM);
      account->id = g_strdup_printf (PROGRAM "/transport/%s", transport->id);
      account->label = g_strdup (transport->label);
      account->is_default = g_strcmp0 (transport->id, settings->default_transport) == 0;
      md_program_server_copy (&account->outgoing, &transport->server);
      account->email = md_program_address (transport->server.user, NULL);
      take_mailbox (settings, account, 0, FALSE);
      if (!md_reader_add (&settings->reader, account, TRANSPORTS))
        return;
    }
  for (guint i = 0; i < settings->mailboxes->len; i++)
    {
      Mailbox *mailbox = g_ptr_array_index (settings->mailboxes, i);
      MdProgramAccount *account;

      if (mailbox->used)
        continue;
      account = md_program_account_new (PROGRAM);
      account->id = g_strdup_printf (PROGRAM "/%s", mailbox->file);
      account->email = md_program_address (mailbox->server.user, NULL);
      md_program_server_copy (&account->incoming, &mailbox->server);
      if (!md_reader_add (&settings->reader, account, mailbox->file))
        return;
    }
}

void
md_kmail_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  Settings settings = {
    .reader = { PROGRAM, folder, home, into },
    .transports = g_ptr_array_new_with_free_func ((GDestroyNotify) transport_free),
    .mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_free),
  };

  read_transports (&settings);
  read_mailboxes (&settings, wait);
  /* Identities alone may be left over from a program that was never set up. */
  if (settings.transports->len + settings.mailboxes->len > 0)
    read_identities (&settings);
  add_the_rest (&settings);
  g_ptr_array_unref (settings.transports);
  g_ptr_array_unref (settings.mailboxes);
  g_free (settings.default_transport);
}
