/* settings-profile.c - the settings card as a configuration profile of Apple's systems; see settings-card.h
 *
 * A property list with one payload of the type com.apple.mail.managed.  The device asks for the password itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-settings-card"

#include "config.h"

#include "report/settings-card.h"

/* Text without what XML 1.0 cannot hold. */
static char *
xml_text (const char *text)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter >= 0x20 && letter != 0x7f && (letter & 0xfffe) != 0xfffe)
        g_string_append_unichar (kept, letter);
    }
  return g_markup_escape_text (kept->str, (gssize) kept->len);
}

static void
add_string (GString *out, const char *key, const char *value)
{
  g_autofree char *escaped = xml_text (value);

  g_string_append_printf (out, "<key>%s</key>\n<string>%s</string>\n", key, escaped);
}

static void
add_bool (GString *out, const char *key, gboolean value)
{
  g_string_append_printf (out, "<key>%s</key>\n<%s/>\n", key, value ? "true" : "false");
}

static void
add_number (GString *out, const char *key, guint value)
{
  g_string_append_printf (out, "<key>%s</key>\n<integer>%u</integer>\n", key, value);
}

/* A UUID that follows from the address alone, in the manner of RFC 9562 version 5. */
static char *
stable_uuid (const char *email, const char *part)
{
  g_autofree char *name = g_strconcat (MD_APP_ID, "/", part, "/", email, NULL);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, lower, -1);
  g_autofree char *upper = g_ascii_strup (sum, -1);
  const char variant[] = { "89AB"[g_ascii_xdigit_value (upper[16]) & 3], '\0' };

  return g_strdup_printf ("%.8s-%.4s-5%.3s-%s%.3s-%.12s", upper, upper + 8, upper + 13, variant, upper + 17,
                          upper + 20);
}

static void
add_identity (GString *out, const MdSettingsCard *card, const char *part, const char *type, const char *title)
{
  g_autofree char *uuid = stable_uuid (card->email, part);
  g_autofree char *identifier = g_strconcat (MD_APP_ID, ".", part, ".", uuid, NULL);

  add_string (out, "PayloadType", type);
  add_string (out, "PayloadIdentifier", identifier);
  add_string (out, "PayloadUUID", uuid);
  add_string (out, "PayloadDisplayName", title);
  add_number (out, "PayloadVersion", 1);
}

static void
add_side (GString *out, const char *side, const MdCardSide *values)
{
  g_autofree char *host = g_strconcat (side, "MailServerHostName", NULL);
  g_autofree char *user = g_strconcat (side, "MailServerUsername", NULL);
  g_autofree char *port = g_strconcat (side, "MailServerPortNumber", NULL);
  g_autofree char *tls = g_strconcat (side, "MailServerUseSSL", NULL);
  g_autofree char *authentication = g_strconcat (side, "MailServerAuthentication", NULL);

  add_string (out, host, values->endpoint->host);
  add_number (out, port, values->endpoint->port);
  add_bool (out, tls, values->endpoint->security != MD_SECURITY_PLAIN); /* STARTTLS, too */
  add_string (out, authentication, "EmailAuthPassword");
  if (values->user != NULL)
    add_string (out, user, values->user);
}

char *
md_settings_card_profile (const MdSettingsCard *self, MdLang lang)
{
  g_autofree char *title = md_cli_text (lang, "card-heading", "email", self->email, NULL);
  gboolean pop3 = self->incoming.endpoint != NULL && self->incoming.endpoint->protocol == MD_PROTOCOL_POP3;
  GString *out;

  if (self->incoming.endpoint == NULL || self->token)
    return NULL;
  out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                      "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                      "<plist version=\"1.0\">\n<dict>\n");
  add_identity (out, self, "profile", "Configuration", title);
  g_string_append (out, "<key>PayloadContent</key>\n<array>\n<dict>\n");
  add_identity (out, self, "mail", "com.apple.mail.managed", title);
  add_string (out, "EmailAccountDescription", self->email);
  add_string (out, "EmailAccountType", pop3 ? "EmailTypePOP" : "EmailTypeIMAP");
  add_string (out, "EmailAddress", self->email);
  add_side (out, "Incoming", &self->incoming);
  add_side (out, "Outgoing", &self->outgoing);
  add_bool (out, "OutgoingPasswordSameAsIncomingPassword", TRUE);
  g_string_append (out, "</dict>\n</array>\n</dict>\n</plist>\n");
  return g_string_free (out, FALSE);
}
