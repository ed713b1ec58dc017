/* goa.c - the mail accounts of GNOME Online Accounts; see goa.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-goa"

#include "config.h"

#include "programs/goa.h"

#include "programs/session-bus.h"
#include "programs/text.h"

#include <string.h>

#define PROGRAM "goa"
#define SERVICE "org.gnome.OnlineAccounts"
#define ROOT "/org/gnome/OnlineAccounts"
#define ACCOUNTS_FILE ".config/goa-1.0/accounts.conf"
#define READ_MS 5000
#define TOKEN_MS 60000
#define MAX_TOKEN (64 * 1024)

/* --- Accounts --- */

/* @properties: a{sv} (nullable); what has another type than it should is not there. */
static char *
text_of (GVariant *properties, const char *name)
{
  const char *text = NULL;

  if (properties != NULL)
    g_variant_lookup (properties, name, "&s", &text);
  return md_program_text (text);
}

static gboolean
truth_of (GVariant *properties, const char *name, gboolean otherwise)
{
  gboolean truth = otherwise;

  if (properties != NULL)
    g_variant_lookup (properties, name, "b", &truth);
  return truth;
}

/* A port may be a number or the name of a service. */
static gint64
port_of (const char *word)
{
  static const struct
  {
    const char *name;
    guint16 port;
  } services[] = {
    { "smtp", 25 },         { "submission", 587 }, { "submissions", 465 }, { "smtps", 465 }, { "ssmtp", 465 },
    { "urd", 465 },         { "imap", 143 },       { "imap2", 143 },       { "imaps", 993 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_ascii_strcasecmp (word, services[i].name) == 0)
      return services[i].port;
  return g_ascii_strtoll (word, NULL, 10);
}

/* "host", "host:port", "[address]:port" or a bare IPv6 address. */
static void
set_host (MdProgramServer *server, MdProtocol protocol, const char *host, MdSecurity security)
{
  g_autofree char *plain = g_strdup (host);
  char *colon = strrchr (plain, ':');
  gint64 port = protocol == MD_PROTOCOL_SMTP && security == MD_SECURITY_STARTTLS ? 587 : 0;

  if (colon != NULL && (strchr (plain, ':') == colon || colon[-1] == ']'))
    {
      *colon = '\0';
      port = port_of (colon + 1);
    }
  md_program_server_set (server, protocol, plain, port, security);
}

/* @prefix: "Imap" or "Smtp". */
static void
read_server (GVariant *mail, const char *prefix, MdProtocol protocol, MdProgramServer *server)
{
  g_autofree char *host_key = g_strconcat (prefix, "Host", NULL);
  g_autofree char *user_key = g_strconcat (prefix, "UserName", NULL);
  g_autofree char *ssl_key = g_strconcat (prefix, "UseSsl", NULL);
  g_autofree char *tls_key = g_strconcat (prefix, "UseTls", NULL);
  g_autofree char *supported_key = g_strconcat (prefix, "Supported", NULL);
  g_autofree char *host = text_of (mail, host_key);
  MdSecurity security = truth_of (mail, tls_key, FALSE) ? MD_SECURITY_STARTTLS : MD_SECURITY_PLAIN;

  if (host == NULL || !truth_of (mail, supported_key, TRUE))
    return;
  if (truth_of (mail, ssl_key, FALSE))
    security = MD_SECURITY_TLS;
  set_host (server, protocol, host, security);
  server->user = text_of (mail, user_key);
}

static const char *
outgoing_auth (GVariant *mail, gboolean tokens)
{
  if (truth_of (mail, "SmtpAuthXoauth2", FALSE))
    return "oauth2";
  if (!truth_of (mail, "SmtpUseAuth", FALSE))
    return "none";
  if (truth_of (mail, "SmtpAuthPlain", FALSE) || truth_of (mail, "SmtpAuthLogin", FALSE))
    return "password";
  return tokens ? "oauth2" : "password";
}

static void
read_mail (MdProgramAccount *account, GVariant *mail, gboolean tokens)
{
  read_server (mail, "Imap", MD_PROTOCOL_IMAP, &account->incoming);
  read_server (mail, "Smtp", MD_PROTOCOL_SMTP, &account->outgoing);
  if (account->incoming.way == MD_WAY_SERVER)
    account->incoming.auth = g_strdup (tokens ? "oauth2" : "password");
  if (account->outgoing.way == MD_WAY_SERVER)
    account->outgoing.auth = g_strdup (outgoing_auth (mail, tokens));
}

static void
set_exchange (MdProgramServer *server, const char *provider)
{
  if (server->way != MD_WAY_NONE)
    return;
  server->way = MD_WAY_EXCHANGE;
  server->kind = g_strdup (provider);
}

/* @interfaces: a{sa{sv}}. */
static void
read_object (MdPrograms *into, GVariant *interfaces)
{
  g_autoptr (GVariant) mail = g_variant_lookup_value (interfaces, SERVICE ".Mail", G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) base = g_variant_lookup_value (interfaces, SERVICE ".Account", G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) oauth2 = g_variant_lookup_value (interfaces, SERVICE ".OAuth2Based", G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) exchange = g_variant_lookup_value (interfaces, SERVICE ".Exchange", G_VARIANT_TYPE_VARDICT);
  g_autofree char *id = text_of (base, "Id");
  g_autofree char *provider = text_of (base, "ProviderType");
  MdProgramAccount *account;

  if (mail == NULL || id == NULL)
    return;
  account = md_program_account_new (PROGRAM);
  account->id = g_strdup_printf (PROGRAM "/%s", id);
  account->file = g_strdup (ACCOUNTS_FILE);
  account->email = text_of (mail, "EmailAddress");
  account->name = text_of (mail, "Name");
  account->label = text_of (base, "ProviderName");
  if (account->email == NULL)
    {
      g_autofree char *identity = text_of (base, "PresentationIdentity");

      account->email = md_program_address (identity, NULL);
    }
  read_mail (account, mail, oauth2 != NULL);
  if (exchange != NULL || g_strcmp0 (provider, "ms_graph") == 0)
    {
      set_exchange (&account->incoming, provider);
      set_exchange (&account->outgoing, provider);
    }
  account->oauth2 = oauth2 != NULL;
  account->incoming.keyring_id = g_strdup (id);
  account->outgoing.keyring_id = g_strdup (id);
  md_program_add (into, account);
}

static int
by_path (gconstpointer a, gconstpointer b)
{
  GVariant *one = *(GVariant *const *) a, *other = *(GVariant *const *) b;
  const char *first, *second;

  g_variant_get_child (one, 0, "&o", &first);
  g_variant_get_child (other, 0, "&o", &second);
  return strcmp (first, second);
}

/* The service tells them in any order; people want the same one every time. */
static void
read_objects (MdPrograms *into, GVariant *reply)
{
  g_autoptr (GVariant) objects = g_variant_get_child_value (reply, 0);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (gsize i = 0; i < g_variant_n_children (objects); i++)
    g_ptr_array_add (sorted, g_variant_get_child_value (objects, i));
  g_ptr_array_sort (sorted, by_path);
  for (guint i = 0; i < sorted->len; i++)
    {
      g_autoptr (GVariant) interfaces = g_variant_get_child_value (g_ptr_array_index (sorted, i), 1);

      read_object (into, interfaces);
    }
}

void
md_goa_read (MdPrograms *into, const MdWait *wait)
{
  static const MdBusCall objects_call
      = { SERVICE, ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "(a{oa{sa{sv}}})" };
  const MdWait within = md_wait_within (wait, READ_MS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  MdBus bus;

  if (md_bus_open (&bus, &within, &error))
    reply = md_bus_call (&bus, &objects_call, NULL, &error);
  if (reply != NULL)
    read_objects (into, reply);
  else
    g_info ("online accounts not read: %s", error->message);
  md_bus_close (&bus);
}

/* --- Tokens --- */

static MdGoaToken
why_not (const MdWait *wait, const GError *error)
{
#define BUS_ERROR "org.freedesktop.DBus.Error."
  static const struct
  {
    const char *error;
    MdGoaToken answer;
  } answers[] = {
    { SERVICE ".Error.NotAuthorized", MD_GOA_TOKEN_SIGN_IN },
    { SERVICE ".Error.NotSupported", MD_GOA_TOKEN_NONE },
    { BUS_ERROR "UnknownMethod", MD_GOA_TOKEN_NONE },
    { BUS_ERROR "UnknownObject", MD_GOA_TOKEN_NONE },
    { BUS_ERROR "UnknownInterface", MD_GOA_TOKEN_NONE },
    { BUS_ERROR "ServiceUnknown", MD_GOA_TOKEN_NO_SERVICE },
    { BUS_ERROR "NameHasNoOwner", MD_GOA_TOKEN_NO_SERVICE },
    { BUS_ERROR "AccessDenied", MD_GOA_TOKEN_NO_SERVICE },
  };
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  if (md_wait_is_cancelled (wait))
    return MD_GOA_TOKEN_CANCELLED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return MD_GOA_TOKEN_NO_ANSWER;
  if (name == NULL)
    return MD_GOA_TOKEN_NO_SERVICE;
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (strcmp (name, answers[i].error) == 0)
      return answers[i].answer;
  return MD_GOA_TOKEN_FAILED;
}

/* The reply is wiped: it is ours alone, and nobody reads it again. */
static MdGoaToken
take_token (GVariant *reply, MdSecret **token, guint *seconds)
{
  const char *text;
  gint32 good_for;
  gsize length;

  g_variant_get (reply, "(&si)", &text, &good_for);
  length = strlen (text);
  if (length == 0 || length > MAX_TOKEN)
    return MD_GOA_TOKEN_FAILED;
  *token = md_secret_new (text, (gssize) length);
  *seconds = good_for > 0 ? (guint) good_for : 0;
  md_wipe ((char *) text, length);
  return MD_GOA_TOKEN_GIVEN;
}

MdGoaToken
md_goa_access_token (const char *id, const MdWait *wait, MdSecret **token, guint *seconds)
{
  const MdWait within = md_wait_within (wait, TOKEN_MS);
  g_autofree char *path = g_strconcat (ROOT "/Accounts/", id, NULL);
  const MdBusCall token_call = { SERVICE, path, SERVICE ".OAuth2Based", "GetAccessToken", "(si)" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  MdGoaToken answer;
  MdBus bus;

  if (strchr (id, '/') != NULL || !g_variant_is_object_path (path))
    return MD_GOA_TOKEN_NONE;
  if (md_bus_open (&bus, &within, &error))
    reply = md_bus_call (&bus, &token_call, NULL, &error);
  answer = reply != NULL ? take_token (reply, token, seconds) : why_not (wait, error);
  md_bus_close (&bus);
  return answer;
}

MdPrograms *
md_programs_read_all (const char *home, const MdWait *wait)
{
  MdPrograms *found = md_programs_read (home, wait);

  md_evolution_mark_default (found);
  if (!md_wait_is_cancelled (wait))
    md_goa_read (found, wait);
  return found;
}
