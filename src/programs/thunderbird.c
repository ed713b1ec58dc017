/* thunderbird.c - the accounts of Thunderbird: every identity with the outgoing server it really uses
 *
 * profiles.ini names the profiles; each keeps its settings in prefs.js, and user.js has the last word.  An account
 * joins one incoming server with identities; an identity names an outgoing server, or none, or one that is gone: then
 * it uses mail.smtp.defaultserver, and without that the first of mail.smtpservers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-thunderbird"

#include "config.h"

#include "programs/text.h"
#include "programs/thunderbird.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "thunderbird"
#define MAX_BYTES (128 * 1024 * 1024)
#define MAX_PROFILES 50
#define MAX_KEYS 1000
#define SERVER "mail.server"
#define OUTGOING "mail.smtpserver"
#define IDENTITY "mail.identity"

typedef struct
{
  const MdPrefs *prefs;
  const char *profile;
  const char *file;      /* below the home folder */
  MdPrograms *into;
} Profile;

/* "a,b,c" as a list, the blanks gone. */
static char **
split_keys (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", MAX_KEYS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_strstrip (words[i])[0] != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

/* The server's own value, or the one for all servers. */
static const char *
get_or_default (const MdPrefs *prefs, const char *prefix, const char *key, const char *name)
{
  const char *value = md_prefs_get (prefs, prefix, key, name);

  return value != NULL ? value : md_prefs_get (prefs, prefix, "default", name);
}

static int
get_number (const MdPrefs *prefs, const char *prefix, const char *key, const char *name, int fallback)
{
  const char *value = get_or_default (prefs, prefix, key, name);
  gint64 number;

  return value != NULL && g_ascii_string_to_signed (value, 10, -1, 65535, &number, NULL) ? (int) number : fallback;
}

static const char *
auth_word (int method)
{
  static const char *const words[] = {
    [1] = "none",   [2] = "password", [3] = "password",           [4] = "encrypted-password", [5] = "gssapi",
    [6] = "ntlm",   [7] = "other",    [8] = "encrypted-password", [9] = "other",              [10] = "oauth2",
  };

  return method >= 1 && method < (int) G_N_ELEMENTS (words) ? words[method] : "other";
}

/* 0 never, 1 if the server offers it, 2 always STARTTLS, 3 TLS from the start. */
static MdSecurity
security_of (int socket_type)
{
  if (socket_type == 3)
    return MD_SECURITY_TLS;
  return socket_type == 1 || socket_type == 2 ? MD_SECURITY_STARTTLS : MD_SECURITY_PLAIN;
}

static void
read_outgoing (const MdPrefs *prefs, const char *key, MdProgramServer *server)
{
  const char *type = md_prefs_get (prefs, OUTGOING, key, "type");
  MdSecurity security = security_of (get_number (prefs, OUTGOING, key, "try_ssl", 0));
  int port = get_number (prefs, OUTGOING, key, "port", 0);

  server->auth = g_strdup (auth_word (get_number (prefs, OUTGOING, key, "authMethod", 3)));
  server->user = md_program_text (md_prefs_get (prefs, OUTGOING, key, "username"));
  if (type != NULL && type[0] != '\0' && strcmp (type, "smtp") != 0)
    {
      server->way = MD_WAY_EXCHANGE;
      server->kind = g_strdup (type);
      return;
    }
  if (port <= 0)
    port = security == MD_SECURITY_TLS ? 465 : 587;
  md_program_server_set (server, MD_PROTOCOL_SMTP, get_or_default (prefs, OUTGOING, key, "hostname"), port, security);
}

/* How a server's mail comes in; FALSE for news, feeds, chat and the local folders, which are no mail account. */
static gboolean
read_incoming (const MdPrefs *prefs, const char *key, MdProgramServer *server)
{
  static const char *const exchange[] = { "ews", "graph", "owl", "exquilla", "owl-eas", NULL };
  const char *type = md_prefs_get (prefs, SERVER, key, "type");
  const char *host = md_prefs_get (prefs, SERVER, key, "realhostname");
  const char *user = md_prefs_get (prefs, SERVER, key, "realuserName");
  const char *secure = md_prefs_get (prefs, SERVER, key, "isSecure");
  int socket_type = get_number (prefs, SERVER, key, "socketType", g_strcmp0 (secure, "true") == 0 ? 3 : 0);
  gboolean is_imap = g_strcmp0 (type, "imap") == 0;

  if (type == NULL)
    return FALSE;
  if (!is_imap && strcmp (type, "pop3") != 0 && strcmp (type, "movemail") != 0 && !g_strv_contains (exchange, type))
    return FALSE;
  /* A server that was moved to another name keeps the old one beside it. */
  if (host == NULL || host[0] == '\0')
    host = md_prefs_get (prefs, SERVER, key, "hostname");
  if (user == NULL || user[0] == '\0')
    user = md_prefs_get (prefs, SERVER, key, "userName");
  server->user = md_program_text (user);
  server->auth = g_strdup (auth_word (get_number (prefs, SERVER, key, "authMethod", 3)));
  if (is_imap || strcmp (type, "pop3") == 0)
    md_program_server_set (server, is_imap ? MD_PROTOCOL_IMAP : MD_PROTOCOL_POP3, host,
                           get_number (prefs, SERVER, key, "port", 0), security_of (socket_type));
  else
    {
      server->way = strcmp (type, "movemail") == 0 ? MD_WAY_LOCAL : MD_WAY_EXCHANGE;
      server->kind = g_strdup (type);
    }
  return TRUE;
}

static gboolean
is_outgoing (const MdPrefs *prefs, const char *key)
{
  if (key == NULL || key[0] == '\0')
    return FALSE;
  return md_prefs_get (prefs, OUTGOING, key, "hostname") != NULL
         || md_prefs_get (prefs, OUTGOING, key, "type") != NULL;
}

/* The key of the outgoing server that the identity really uses; (nullable). */
static char *
find_outgoing (const MdPrefs *prefs, const char *identity, gboolean *uses_default)
{
  const char *own = identity != NULL ? md_prefs_get (prefs, IDENTITY, identity, "smtpServer") : NULL;
  const char *fallback = g_hash_table_lookup (prefs->values, "mail.smtp.defaultserver");
  g_auto (GStrv) all = NULL;

  *uses_default = !is_outgoing (prefs, own);
  if (!*uses_default)
    return g_strdup (own);
  if (is_outgoing (prefs, fallback))
    return g_strdup (fallback);
  all = split_keys (g_hash_table_lookup (prefs->values, "mail.smtpservers"));
  for (gsize i = 0; all[i] != NULL; i++)
    if (is_outgoing (prefs, all[i]))
      return g_strdup (all[i]);
  return NULL;
}

/* New messages start with the first identity of the default account. */
static gboolean
is_default (const MdPrefs *prefs, const char *account, const char *identity)
{
  g_auto (GStrv) identities = split_keys (md_prefs_get (prefs, "mail.account", account, "identities"));

  return g_strcmp0 (g_hash_table_lookup (prefs->values, "mail.accountmanager.defaultaccount"), account) == 0
         && g_strcmp0 (identities[0], identity) == 0;
}

static gboolean
is_local_folders (const MdPrefs *prefs, const char *server_key)
{
  return g_strcmp0 (md_prefs_get (prefs, SERVER, server_key, "type"), "none") == 0;
}

/* @identity: NULL for an account that has none. */
static gboolean
add_account (const Profile *profile, const char *account_key, const char *server_key, const char *identity)
{
  const MdPrefs *prefs = profile->prefs;
  g_autoptr (MdProgramAccount) account = md_program_account_new (PROGRAM);
  g_autofree char *outgoing = NULL;

  if (!read_incoming (prefs, server_key, &account->incoming))
    {
      /* Local Folders; one may write from there all the same, where an identity was added to it. */
      if (identity == NULL || !is_local_folders (prefs, server_key))
        return TRUE;
      account->incoming.way = MD_WAY_LOCAL;
      account->incoming.kind = g_strdup ("local");
    }
  account->profile = g_strdup (profile->profile);
  account->file = g_strdup (profile->file);
  account->id = g_strdup_printf (PROGRAM "/%s/%s", profile->profile, identity != NULL ? identity : account_key);
  account->label = md_program_text (md_prefs_get (prefs, SERVER, server_key, "name"));
  if (identity != NULL)
    {
      account->email = md_program_text (md_prefs_get (prefs, IDENTITY, identity, "useremail"));
      account->name = md_program_text (md_prefs_get (prefs, IDENTITY, identity, "fullName"));
    }
  account->is_default = is_default (prefs, account_key, identity);
  outgoing = find_outgoing (prefs, identity, &account->uses_default_outgoing);
  if (outgoing != NULL)
    read_outgoing (prefs, outgoing, &account->outgoing);
  account->oauth2
      = g_strcmp0 (account->outgoing.auth, "oauth2") == 0 || g_strcmp0 (account->incoming.auth, "oauth2") == 0;
  return md_program_add (profile->into, g_steal_pointer (&account));
}

static void
add_accounts (const Profile *profile, const MdWait *wait)
{
  g_auto (GStrv) keys = split_keys (g_hash_table_lookup (profile->prefs->values, "mail.accountmanager.accounts"));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean more = TRUE;

  for (gsize i = 0; more && keys[i] != NULL && !md_wait_is_cancelled (wait); i++)
    {
      const char *server = md_prefs_get (profile->prefs, "mail.account", keys[i], "server");
      g_auto (GStrv) identities = split_keys (md_prefs_get (profile->prefs, "mail.account", keys[i], "identities"));

      if (server == NULL || !g_hash_table_add (seen, keys[i]))
        continue;
      if (identities[0] == NULL)
        more = add_account (profile, keys[i], server, NULL);
      for (gsize j = 0; more && identities[j] != NULL; j++)
        more = add_account (profile, keys[i], server, identities[j]);
    }
}

static gboolean
read_prefs (const char *folder, const char *name, MdPrefs *prefs, MdPrograms *into)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gsize length;
  g_autofree char *text = md_program_file (folder, name, PROGRAM, MAX_BYTES, into, &length);

  if (text == NULL)
    return FALSE;
  prefs->first_bad = 0;
  prefs->too_many = FALSE;
  md_prefs_read (prefs, text, length);
  if (prefs->first_bad != 0)
    md_program_note (into, PROGRAM, path, MD_PROGRAM_NOTE_BROKEN, prefs->first_bad);
  if (prefs->too_many)
    md_program_note (into, PROGRAM, path, MD_PROGRAM_NOTE_TOO_MANY, 0);
  return TRUE;
}

/* The walk through the profiles: where it is, and who looks at each. */
typedef struct
{
  const char *folder;
  const char *home;
  MdPrograms *into;
  const MdWait *wait;
  MdThunderbirdVisit visit;
  gpointer user_data;
} Walk;

/* @below: the profile's folder below the program's; "." is that itself. */
static void
read_profile (const Walk *walk, const char *below, const char *profile_name)
{
  g_autofree char *prefs_name = g_build_filename (below, "prefs.js", NULL);
  g_autofree char *user_name = g_build_filename (below, "user.js", NULL);
  g_autoptr (MdPrefs) prefs = md_prefs_new ();
  gboolean found = read_prefs (walk->folder, prefs_name, prefs, walk->into);

  found = read_prefs (walk->folder, user_name, prefs, walk->into) || found;
  if (found)
    walk->visit (below, profile_name, prefs, walk->user_data);
}

/* An absolute path of profiles.ini as it reads below @folder; NULL when it leads elsewhere. */
static char *
below_folder (const char *folder, const char *path)
{
  char real_folder[PATH_MAX], real_path[PATH_MAX];
  gsize length;

  if (realpath (folder, real_folder) == NULL || realpath (path, real_path) == NULL)
    return NULL;
  length = strlen (real_folder);
  if (strncmp (real_path, real_folder, length) != 0 || (real_path[length] != '/' && real_path[length] != '\0'))
    return NULL;
  return real_path[length] == '\0' ? g_strdup (".") : g_strdup (real_path + length + 1);
}

static void
read_group (const Walk *walk, const MdIniGroup *group)
{
  const char *path = md_ini_get (group, "Path");
  g_autofree char *name = md_program_text (md_ini_get (group, "Name"));
  g_autofree char *below = NULL;

  if (path == NULL)
    return;
  if (g_path_is_absolute (path) || !md_ini_truth (group, "IsRelative", TRUE))
    {
      below = below_folder (walk->folder, path);
      if (below == NULL)
        md_program_note (walk->into, PROGRAM, path, MD_PROGRAM_NOTE_UNREADABLE, 0);
    }
  else
    below = g_strdup (path);
  if (name == NULL)
    name = g_path_get_basename (path);
  if (below != NULL)
    read_profile (walk, below, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Without profiles.ini: the folder itself and the folders right below it. */
static void
read_without_list (const Walk *walk)
{
  g_autoptr (GDir) entries = g_dir_open (walk->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (entries != NULL && names->len < MAX_KEYS && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *prefs = g_build_filename (walk->folder, name, "prefs.js", NULL);

      if (g_file_test (prefs, G_FILE_TEST_EXISTS))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  read_profile (walk, ".", "default");
  for (guint i = 0; i < MIN (names->len, MAX_PROFILES) && !md_wait_is_cancelled (walk->wait); i++)
    read_profile (walk, g_ptr_array_index (names, i), g_ptr_array_index (names, i));
}

void
md_thunderbird_visit (const char *folder, const char *home, MdPrograms *into, const MdWait *wait,
                      MdThunderbirdVisit visit, gpointer user_data)
{
  const MdReader reader = { .program = PROGRAM, .folder = folder, .home = home, .into = into };
  const Walk walk = { folder, home, into, wait, visit, user_data };
  g_autofree char *list = g_build_filename (folder, "profiles.ini", NULL);
  g_autoptr (GPtrArray) ini = md_ini_read (&reader, "profiles.ini");
  guint n = 0;

  if (ini == NULL && !g_file_test (list, G_FILE_TEST_EXISTS))
    read_without_list (&walk);
  for (guint i = 0; ini != NULL && i < ini->len && !md_wait_is_cancelled (wait); i++)
    {
      const MdIniGroup *group = g_ptr_array_index (ini, i);

      if (g_str_has_prefix (group->name, "Profile") && n++ < MAX_PROFILES)
        read_group (&walk, group);
    }
  if (n > MAX_PROFILES)
    md_program_note (into, PROGRAM, list, MD_PROGRAM_NOTE_TOO_MANY, 0);
}

typedef struct
{
  const char *folder;
  const char *home;
  MdPrograms *into;
  const MdWait *wait;
} Accounts;

static void
visit_for_accounts (const char *below, const char *profile_name, const MdPrefs *prefs, gpointer user_data)
{
  const Accounts *accounts = user_data;
  gboolean is_folder = strcmp (below, ".") == 0;
  g_autofree char *path = g_build_filename (accounts->folder, is_folder ? "prefs.js" : below,
                                            is_folder ? NULL : "prefs.js", NULL);
  g_autofree char *file = md_program_below (accounts->home, path);
  const Profile profile = { .prefs = prefs, .profile = profile_name, .file = file, .into = accounts->into };

  add_accounts (&profile, accounts->wait);
}

void
md_thunderbird_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait)
{
  Accounts accounts = { folder, home, into, wait };

  md_thunderbird_visit (folder, home, into, wait, visit_for_accounts, &accounts);
}
