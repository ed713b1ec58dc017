/* autodiscover.c - Outlook's Autodiscover in plain XML (POX); see knowledge.h
 *
 * Only IMAP, POP3 and SMTP of an answer count; that Exchange's own protocols are offered is noted.  SSL "off" on port
 * 587 is what many servers publish although STARTTLS is meant, so that only the ports without any encryption of their
 * own (25, 110, 143) are believed to be in clear.  [MS-OXDSCLI] 2.2.4.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-autodiscover"

#include "config.h"

#include "knowledge/markup.h"

#include <string.h>

#define MAX_SERVERS 32

typedef struct
{
  const char *email;
  MdAutodiscover *answer;  /* (owned) */
  MdSettings *settings;    /* (owned) */
  GString *text;           /* (owned) of the current element */
  guint depth;
  guint protocol_depth;    /* where Protocol stands; 0: not inside one */
  guint n_servers;
  char *action;            /* (owned) (nullable) */
  char *redirect;          /* (owned) (nullable) RedirectUrl or RedirectAddr */
  /* of the Protocol that is read */
  char *type, *host, *user, *ssl, *encryption; /* (owned) (nullable) */
  guint port;
} Reader;

static void
forget_protocol (Reader *self)
{
  char **places[] = { &self->type, &self->host, &self->user, &self->ssl, &self->encryption };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    g_clear_pointer (places[i], g_free);
  self->port = 0;
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **attribute_names,
               const char **attribute_values, gpointer data, GError **error)
{
  Reader *reader = data;

  if (md_markup_too_deep (++reader->depth, error))
    return;
  g_string_truncate (reader->text, 0);
  if (strcmp (name, "Protocol") != 0 || reader->protocol_depth != 0)
    return;
  reader->protocol_depth = reader->depth;
  for (gsize i = 0; attribute_names[i] != NULL; i++)
    if (strcmp (attribute_names[i], "Type") == 0 && reader->type == NULL)
      reader->type = g_strndup (attribute_values[i], MD_MARKUP_MAX_TEXT_BYTES);
}

static void
read_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->text->len < MD_MARKUP_MAX_TEXT_BYTES)
    g_string_append_len (reader->text, text,
                         (gssize) MIN (length, MD_MARKUP_MAX_TEXT_BYTES - reader->text->len));
}

static void
keep (char **place, const char *value)
{
  if (*place == NULL && value[0] != '\0')
    *place = g_strdup (value);
}

static gboolean
is_on (const char *word)
{
  return word != NULL && (g_ascii_strcasecmp (word, "on") == 0 || g_ascii_strcasecmp (word, "true") == 0);
}

/* Encryption, where it is told, counts more than SSL; the ports with encryption from the start are what they are. */
static MdSecurity
security_of (const Reader *reader)
{
  MdSecurity usual = md_security_for_port ((guint16) reader->port);
  const char *word = reader->encryption;
  gboolean in_clear_by_port = reader->port == 25 || reader->port == 110 || reader->port == 143;

  if (word != NULL && g_ascii_strcasecmp (word, "SSL") == 0)
    return MD_SECURITY_TLS;
  if (word != NULL && g_ascii_strcasecmp (word, "TLS") == 0)
    return MD_SECURITY_STARTTLS;
  if (word != NULL && g_ascii_strcasecmp (word, "None") == 0)
    return MD_SECURITY_PLAIN;
  if (in_clear_by_port)
    return is_on (reader->ssl) ? MD_SECURITY_STARTTLS : MD_SECURITY_PLAIN;
  return reader->port != 587 && is_on (reader->ssl) ? MD_SECURITY_TLS : usual;
}

static MdUserForm
form_of (const Reader *reader)
{
  const char *at = strrchr (reader->email, '@');
  gsize local = at != NULL ? (gsize) (at - reader->email) : 0;

  if (reader->user == NULL)
    return MD_USER_FORM_UNKNOWN;
  if (g_ascii_strcasecmp (reader->user, reader->email) == 0)
    return MD_USER_FORM_ADDRESS;
  return strlen (reader->user) == local && g_ascii_strncasecmp (reader->user, reader->email, local) == 0
             ? MD_USER_FORM_LOCAL
             : MD_USER_FORM_OTHER;
}

static void
take_protocol (Reader *reader)
{
  static const struct
  {
    const char *type;
    MdProtocol protocol;
    guint16 port;
  } types[] = {
    { "SMTP", MD_PROTOCOL_SMTP, 587 },
    { "IMAP", MD_PROTOCOL_IMAP, 993 },
    { "POP3", MD_PROTOCOL_POP3, 995 },
  };
  const char *type = reader->type != NULL ? reader->type : "";
  g_autofree char *host = reader->host != NULL ? md_host_normalize (reader->host) : NULL;

  if (g_ascii_strncasecmp (type, "EX", 2) == 0 || g_ascii_strcasecmp (type, "mapiHttp") == 0)
    reader->answer->is_exchange = TRUE;
  for (gsize i = 0; host != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (type, types[i].type) == 0 && reader->n_servers < MAX_SERVERS)
      {
        gboolean is_outgoing = types[i].protocol == MD_PROTOCOL_SMTP;
        GPtrArray *list = is_outgoing ? reader->settings->outgoing : reader->settings->incoming;
        MdUserForm *form
            = is_outgoing ? &reader->settings->outgoing_user_form : &reader->settings->incoming_user_form;

        if (reader->port == 0)
          reader->port = types[i].port;
        if (list->len == 0)
          *form = form_of (reader);
        g_ptr_array_add (list, md_endpoint_new (types[i].protocol, host, (guint16) reader->port,
                                                security_of (reader)));
        reader->n_servers++;
      }
}

static void
take_value (Reader *reader, const char *name, const char *value)
{
  const struct
  {
    const char *name;
    char **place;
  } words[] = {
    { "Type", &reader->type }, { "Server", &reader->host },         { "LoginName", &reader->user },
    { "SSL", &reader->ssl },   { "Encryption", &reader->encryption },
  };
  guint64 number = 0;

  for (gsize i = 0; reader->protocol_depth != 0 && i < G_N_ELEMENTS (words); i++)
    if (strcmp (name, words[i].name) == 0)
      keep (words[i].place, value);
  if (reader->protocol_depth != 0 && strcmp (name, "Port") == 0 && reader->port == 0
      && g_ascii_string_to_unsigned (value, 10, 1, 65535, &number, NULL))
    reader->port = (guint) number;
  else if (strcmp (name, "OWAUrl") == 0 && reader->settings->webmail_url == NULL)
    reader->settings->webmail_url = md_markup_url (value, FALSE);
  else if (strcmp (name, "Action") == 0)
    keep (&reader->action, value);
  else if (strcmp (name, "RedirectUrl") == 0 || strcmp (name, "RedirectAddr") == 0)
    keep (&reader->redirect, value);
  else if (strcmp (name, "ErrorCode") == 0 && g_ascii_string_to_unsigned (value, 10, 1, 65535, &number, NULL))
    reader->answer->error_code = (guint) number;
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->depth == reader->protocol_depth)
    {
      take_protocol (reader);
      forget_protocol (reader);
      reader->protocol_depth = 0;
    }
  else if (g_utf8_validate (reader->text->str, (gssize) reader->text->len, NULL)) /* else: cut at the limit */
    take_value (reader, name, g_strstrip (reader->text->str));
  g_string_truncate (reader->text, 0);
  reader->depth--;
}

static const GMarkupParser parser = {
  .start_element = start_element,
  .end_element = end_element,
  .text = read_text,
  .passthrough = md_markup_pass_through,
};

/* Which of the answers it is; FALSE: none. */
static gboolean
conclude (Reader *reader)
{
  MdAutodiscover *answer = reader->answer;
  const char *action = reader->action != NULL ? reader->action : "settings";
  const char *at = reader->redirect != NULL ? strrchr (reader->redirect, '@') : NULL;

  if (g_ascii_strcasecmp (action, "redirectUrl") == 0 && reader->redirect != NULL)
    answer->url = md_markup_url (reader->redirect, FALSE);
  else if (g_ascii_strcasecmp (action, "redirectAddr") == 0 && at != NULL && at > reader->redirect && at[1] != '\0')
    answer->address = g_strdup (reader->redirect);
  else if (g_ascii_strcasecmp (action, "settings") == 0
           && (reader->settings->outgoing->len > 0 || reader->settings->incoming->len > 0))
    answer->settings = md_settings_ref (reader->settings);
  return answer->url != NULL || answer->address != NULL || answer->settings != NULL || answer->error_code != 0
         || answer->is_exchange;
}

MdAutodiscover *
md_autodiscover_parse (const char *xml, gsize length, const char *email, GError **error)
{
  g_autoptr (MdAutodiscover) answer = g_new0 (MdAutodiscover, 1);
  g_autoptr (MdSettings) settings = md_settings_new (MD_SOURCE_AUTODISCOVER);
  g_autoptr (GString) text = g_string_new (NULL);
  Reader reader = { .email = email, .answer = answer, .settings = settings, .text = text };
  gboolean is_read = md_markup_read (&parser, &reader, xml, length, error);
  gboolean says = is_read && conclude (&reader);

  forget_protocol (&reader);
  g_free (reader.action);
  g_free (reader.redirect);
  if (says)
    return g_steal_pointer (&answer);
  if (is_read)
    g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_NO_SERVER, "names no server");
  return NULL;
}

void
md_autodiscover_free (MdAutodiscover *self)
{
  if (self == NULL)
    return;
  md_settings_unref (self->settings);
  g_free (self->url);
  g_free (self->address);
  g_free (self);
}

char *
md_autodiscover_request (const char *email)
{
  return g_markup_printf_escaped (
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
      "<Request><EMailAddress>%s</EMailAddress><AcceptableResponseSchema>"
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
      "</AcceptableResponseSchema></Request></Autodiscover>\n",
      email);
}
