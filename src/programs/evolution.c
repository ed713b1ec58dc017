/* evolution.c - the accounts of Evolution: one ".source" file each for account, identity and transport
 *
 * An account names its identity, the identity its transport, each by the name of its file; any of them may hang below a
 * collection, which can switch it off and holds the user name.  What a collection makes by itself stands in the cache
 * folder beside the settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evolution"

#include "config.h"

#include "programs/text.h"

#include <gio/gio.h>
#include <string.h>

#define PROGRAM "evolution"
#define DEFAULTS_SCHEMA "org.gnome.Evolution.DefaultSources"
#define DEFAULTS_KEY "mail-account"
#define SUFFIX ".source"
#define MAX_SOURCES 2000
#define MAX_FOLDERS 100
#define MAX_PARENTS 8

typedef struct
{
  char *file;        /* (owned) its path */
  GPtrArray *groups; /* (owned) see md_ini_read() */
} Source;

typedef struct
{
  GHashTable *sources; /* (owned) uid → Source */
  GPtrArray *order;    /* (owned) of the uids, in the order of reading */
  const MdReader *reader;
} Sources;

static void
source_free (Source *self)
{
  g_free (self->file);
  g_ptr_array_unref (self->groups);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in @folder that end with @suffix, in the order of the alphabet. */
static GPtrArray *
list_names (const char *folder, const char *suffix, guint most)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && names->len < most && (name = g_dir_read_name (entries)) != NULL)
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
read_folder (Sources *self, const char *folder, const MdWait *wait)
{
  const MdReader reader
      = { .program = PROGRAM, .folder = folder, .home = self->reader->home, .into = self->reader->into };
  g_autoptr (GPtrArray) names = list_names (folder, SUFFIX, MAX_SOURCES + 1);

  if (names->len + self->order->len > MAX_SOURCES)
    md_program_note (reader.into, PROGRAM, folder, MD_PROGRAM_NOTE_TOO_MANY, 0);
  for (guint i = 0; i < names->len && self->order->len < MAX_SOURCES && !md_wait_is_cancelled (wait); i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *uid = g_strndup (name, strlen (name) - strlen (SUFFIX));
      GPtrArray *groups = md_ini_read (&reader, name);
      Source *source;

      if (groups == NULL)
        continue;
      source = g_new0 (Source, 1);
      source->file = g_build_filename (folder, name, NULL);
      source->groups = groups;
      if (!g_hash_table_contains (self->sources, uid))
        g_ptr_array_add (self->order, g_strdup (uid));
      g_hash_table_insert (self->sources, g_steal_pointer (&uid), source);
    }
}

/* …/.config/evolution/sources → …/.cache/evolution/sources; NULL when the folder is called otherwise. */
static char *
cache_folder (const char *folder)
{
  static const struct
  {
    const char *from;
    const char *to;
  } pairs[] = {
    { "/.config/evolution/sources", "/.cache/evolution/sources" },
    { "/config/evolution/sources", "/cache/evolution/sources" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_has_suffix (folder, pairs[i].from))
      {
        g_autofree char *head = g_strndup (folder, strlen (folder) - strlen (pairs[i].from));

        return g_strconcat (head, pairs[i].to, NULL);
      }
  return NULL;
}

static void
read_all (Sources *self, const MdWait *wait)
{
  g_autofree char *cache = cache_folder (self->reader->folder);
  g_autoptr (GPtrArray) names = NULL;

  read_folder (self, self->reader->folder, wait);
  if (cache == NULL)
    return;
  names = list_names (cache, "", MAX_FOLDERS);
  for (guint i = 0; i < names->len && !md_wait_is_cancelled (wait); i++)
    {
      g_autofree char *folder = g_build_filename (cache, g_ptr_array_index (names, i), NULL);

      /* A link could lead anywhere. */
      if (g_file_test (folder, G_FILE_TEST_IS_DIR) && !g_file_test (folder, G_FILE_TEST_IS_SYMLINK))
        read_folder (self, folder, wait);
    }
}

static const MdIniGroup *
find_group (const Sources *self, const char *uid, const char *name)
{
  const Source *source = uid != NULL ? g_hash_table_lookup (self->sources, uid) : NULL;

  return source != NULL ? md_ini_group (source->groups, name) : NULL;
}

static const char *
parent_of (const Sources *self, const char *uid)
{
  return md_ini_get (find_group (self, uid, "Data Source"), "Parent");
}

/* The collection above @uid; NULL when there is none. */
static const char *
collection_of (const Sources *self, const char *uid)
{
  const char *above = parent_of (self, uid);

  for (guint i = 0; above != NULL && i < MAX_PARENTS; i++, above = parent_of (self, above))
    if (find_group (self, above, "Collection") != NULL)
      return above;
  return NULL;
}

static gboolean
is_enabled (const Sources *self, const char *uid)
{
  const char *at = uid;

  for (guint i = 0; at != NULL && i < MAX_PARENTS; i++, at = parent_of (self, at))
    {
      const MdIniGroup *collection = find_group (self, at, "Collection");

      if (!md_ini_truth (find_group (self, at, "Data Source"), "Enabled", TRUE)
          || !md_ini_truth (collection, "MailEnabled", TRUE))
        return FALSE;
    }
  return TRUE;
}

static MdSecurity
security_of (const MdIniGroup *group)
{
  const char *method = md_ini_get (group, "Method");

  if (g_strcmp0 (method, "ssl-on-alternate-port") == 0)
    return MD_SECURITY_TLS;
  return g_strcmp0 (method, "starttls-on-standard-port") == 0 ? MD_SECURITY_STARTTLS : MD_SECURITY_PLAIN;
}

/* An empty method means a password for reading, and no sign-in for sending. */
static const char *
auth_of (const Sources *self, const char *uid, gboolean outgoing)
{
  static const char *const tokens[] = { "Google", "Outlook", "Yahoo!", "Microsoft365", NULL };
  const char *method = md_ini_get (find_group (self, uid, "Authentication"), "Method");
  const char *shared = md_ini_get (find_group (self, collection_of (self, uid), "Authentication"), "Method");

  if (method == NULL || strcmp (method, "none") == 0)
    method = outgoing ? NULL : shared;
  if (method == NULL || strcmp (method, "none") == 0 || strcmp (method, "plain/password") == 0)
    return outgoing && method == NULL ? "none" : "password";
  return g_strv_contains (tokens, method) ? "oauth2" : md_program_auth_word (method);
}

static void
set_network (const Sources *self, const char *uid, MdProtocol protocol, MdProgramServer *server)
{
  const MdIniGroup *group = find_group (self, uid, "Authentication");
  const char *collection = collection_of (self, uid);
  MdSecurity security = security_of (find_group (self, uid, "Security"));
  gint64 port = md_ini_number (group, "Port", 0);

  if (port == 0 && protocol == MD_PROTOCOL_SMTP && security == MD_SECURITY_STARTTLS)
    port = 587;
  md_program_server_set (server, protocol, md_ini_get (group, "Host"), port, security);
  server->auth = g_strdup (auth_of (self, uid, protocol == MD_PROTOCOL_SMTP));
  server->user = md_ini_text (group, "User");
  if (server->user == NULL && strcmp (server->auth, "none") != 0)
    server->user = md_ini_text (find_group (self, collection, "Collection"), "Identity");
  /* One password serves everything below a collection. */
  server->keyring_id = g_strdup (collection != NULL ? collection : uid);
}

/* FALSE for a backend that is no mail (news, feeds). */
static gboolean
read_server (const Sources *self, const char *uid, const char *backend, MdProgramServer *server)
{
  static const struct
  {
    const char *backend;
    MdWay way;
    MdProtocol protocol; /* for MD_WAY_SERVER */
  } ways[] = {
    { "imapx", MD_WAY_SERVER, MD_PROTOCOL_IMAP },   { "imap", MD_WAY_SERVER, MD_PROTOCOL_IMAP },
    { "pop", MD_WAY_SERVER, MD_PROTOCOL_POP3 },     { "smtp", MD_WAY_SERVER, MD_PROTOCOL_SMTP },
    { "maildir", MD_WAY_LOCAL, MD_PROTOCOL_IMAP },  { "mbox", MD_WAY_LOCAL, MD_PROTOCOL_IMAP },
    { "mh", MD_WAY_LOCAL, MD_PROTOCOL_IMAP },       { "spool", MD_WAY_LOCAL, MD_PROTOCOL_IMAP },
    { "spooldir", MD_WAY_LOCAL, MD_PROTOCOL_IMAP }, { "sendmail", MD_WAY_COMMAND, MD_PROTOCOL_SMTP },
    { "ews", MD_WAY_EXCHANGE, MD_PROTOCOL_IMAP },   { "microsoft365", MD_WAY_EXCHANGE, MD_PROTOCOL_IMAP },
    { "mapi", MD_WAY_EXCHANGE, MD_PROTOCOL_IMAP },  { "none", MD_WAY_NONE, MD_PROTOCOL_IMAP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (backend, ways[i].backend) == 0)
      {
        server->way = ways[i].way;
        if (server->way == MD_WAY_SERVER)
          {
            server->way = MD_WAY_NONE;
            set_network (self, uid, ways[i].protocol, server);
          }
        else if (server->way != MD_WAY_NONE)
          server->kind = g_strdup (backend);
        return TRUE;
      }
  return FALSE;
}

/* Exchange signs in the same way for both directions, by what its collection says. */
static void
read_exchange_user (const Sources *self, const char *uid, MdProgramServer *server)
{
  const char *collection = collection_of (self, uid);

  if (server->way != MD_WAY_EXCHANGE)
    return;
  server->user = md_ini_text (find_group (self, collection, "Authentication"), "User");
  server->auth = g_strdup (auth_of (self, uid, FALSE));
  server->keyring_id = g_strdup (collection != NULL ? collection : uid);
}

static void
add_account (const Sources *self, const char *uid)
{
  const Source *source = g_hash_table_lookup (self->sources, uid);
  const MdIniGroup *mail = md_ini_group (source->groups, "Mail Account");
  const char *identity_uid = md_ini_get (mail, "IdentityUid");
  const MdIniGroup *identity = find_group (self, identity_uid, "Mail Identity");
  const char *transport_uid = md_ini_get (find_group (self, identity_uid, "Mail Submission"), "TransportUid");
  const MdIniGroup *transport = find_group (self, transport_uid, "Mail Transport");
  g_autoptr (MdProgramAccount) account = NULL;

  /* The folders on this computer and the search folders are accounts without an identity. */
  if (identity == NULL || !is_enabled (self, uid))
    return;
  account = md_program_account_new (PROGRAM);
  if (!read_server (self, uid, md_ini_get (mail, "BackendName"), &account->incoming))
    return;
  if (transport != NULL)
    (void) read_server (self, transport_uid, md_ini_get (transport, "BackendName"), &account->outgoing);
  read_exchange_user (self, uid, &account->incoming);
  read_exchange_user (self, transport_uid, &account->outgoing);
  account->id = g_strconcat (PROGRAM "/", uid, NULL);
  account->label = md_ini_text (md_ini_group (source->groups, "Data Source"), "DisplayName");
  account->email = md_ini_text (identity, "Address");
  account->name = md_ini_text (identity, "Name");
  account->file = md_program_below (self->reader->home, source->file);
  account->oauth2
      = g_strcmp0 (account->incoming.auth, "oauth2") == 0 || g_strcmp0 (account->outgoing.auth, "oauth2") == 0;
  md_program_add (self->reader->into, g_steal_pointer (&account));
}

void
md_evolution_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  const MdReader reader = { .program = PROGRAM, .folder = folder, .home = home, .into = into };
  Sources sources = { .reader = &reader };

  sources.sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) source_free);
  sources.order = g_ptr_array_new_with_free_func (g_free);
  read_all (&sources, wait);
  for (guint i = 0; i < sources.order->len; i++)
    if (find_group (&sources, g_ptr_array_index (sources.order, i), "Mail Account") != NULL)
      add_account (&sources, g_ptr_array_index (sources.order, i));
  g_ptr_array_unref (sources.order);
  g_hash_table_unref (sources.sources);
}

/* The program's own choice is in the desktop's settings, where it is installed. */
void
md_evolution_mark_default (MdPrograms *found)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
      = source == NULL ? NULL : g_settings_schema_source_lookup (source, DEFAULTS_SCHEMA, TRUE);
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GVariant) value = NULL;

  if (schema == NULL || !g_settings_schema_has_key (schema, DEFAULTS_KEY))
    return;
  settings = g_settings_new_full (schema, NULL, NULL);
  value = g_settings_get_value (settings, DEFAULTS_KEY);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return;
  id = g_strconcat (PROGRAM "/", g_variant_get_string (value, NULL), NULL);
  for (guint i = 0; i < found->accounts->len; i++)
    {
      MdProgramAccount *account = g_ptr_array_index (found->accounts, i);

      if (strcmp (account->program, PROGRAM) == 0)
        account->is_default = strcmp (account->id, id) == 0;
    }
}
