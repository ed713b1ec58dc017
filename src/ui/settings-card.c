/* settings-card.c - an account's settings to carry to another device; see settings-card.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-settings-card"

#include "config.h"

#include "ui/settings-card.h"

#include "ui/looks.h"

static const MdEndpoint *
first_of (const GPtrArray *recommended, const MdEndpoint *configured)
{
  return recommended != NULL && recommended->len > 0 ? g_ptr_array_index (recommended, 0) : configured;
}

gboolean
md_settings_card_read (MdSettingsCard *card, const MdCase *kase, const MdSettings *settings)
{
  card->email = kase->email;
  card->incoming = first_of (settings != NULL ? settings->incoming : NULL, kase->incoming);
  card->outgoing = first_of (settings != NULL ? settings->outgoing : NULL, kase->outgoing);
  card->incoming_user = md_case_get_user (kase, MD_SUBJECT_INCOMING);
  card->outgoing_user = md_case_get_user (kase, MD_SUBJECT_OUTGOING);
  return card->email != NULL && card->incoming != NULL && card->outgoing != NULL;
}

const char *
md_settings_card_security (MdLang lang, MdSecurity security)
{
  if (security == MD_SECURITY_TLS)
    return "SSL/TLS";
  return security == MD_SECURITY_STARTTLS ? "STARTTLS" : md_text (lang, N_ ("no encryption"));
}

static char *
server_text (const MdEndpoint *endpoint, const char *user, MdLang lang)
{
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);
  const char *security = md_settings_card_security (lang, endpoint->security);

  return md_fill_with (md_text (lang, N_ ("{host}, port {port}, {security}, user {user}")), "host", endpoint->host,
                       "port", port, "security", security, "user", user, NULL);
}

char *
md_settings_card_to_text (const MdSettingsCard *card, MdLang lang)
{
  g_autofree char *incoming = server_text (card->incoming, card->incoming_user, lang);
  g_autofree char *outgoing = server_text (card->outgoing, card->outgoing_user, lang);
  const char *protocol = card->incoming->protocol == MD_PROTOCOL_POP3 ? "POP" : "IMAP";

  return md_fill_with (md_text (lang, N_ ("{email}\nIncoming server ({protocol}): {incoming}\nOutgoing server (SMTP): "
                                          "{outgoing}\nSign in for sending, too, with the same password.\n")),
                       "email", card->email, "protocol", protocol, "incoming", incoming, "outgoing", outgoing, NULL);
}

/* The keys of one side; Apple's documentation of the payload com.apple.mail.managed. */
static char *
side_keys (const char *side, const MdEndpoint *endpoint, const char *user)
{
  return g_markup_printf_escaped ("<key>%sMailServerAuthentication</key><string>EmailAuthPassword</string>\n"
                                  "<key>%sMailServerHostName</key><string>%s</string>\n"
                                  "<key>%sMailServerPortNumber</key><integer>%u</integer>\n"
                                  "<key>%sMailServerUseSSL</key><%s/>\n"
                                  "<key>%sMailServerUsername</key><string>%s</string>\n",
                                  side, side, endpoint->host, side, endpoint->port, side,
                                  endpoint->security != MD_SECURITY_PLAIN ? "true" : "false", side, user);
}

char *
md_settings_card_to_profile (const MdSettingsCard *card, MdLang lang)
{
  g_autofree char *incoming = side_keys ("Incoming", card->incoming, card->incoming_user);
  g_autofree char *outgoing = side_keys ("Outgoing", card->outgoing, card->outgoing_user);
  g_autofree char *email = g_markup_escape_text (card->email, -1);
  g_autofree char *inner = g_uuid_string_random ();
  g_autofree char *outer = g_uuid_string_random ();
  const char *type = card->incoming->protocol == MD_PROTOCOL_POP3 ? "EmailTypePOP" : "EmailTypeIMAP";
  GString *text = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                                "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                                "<plist version=\"1.0\">\n<dict>\n<key>PayloadContent</key>\n<array>\n<dict>\n");

  g_string_append_printf (text,
                          "<key>EmailAccountDescription</key><string>%s</string>\n"
                          "<key>EmailAccountType</key><string>%s</string>\n"
                          "<key>EmailAddress</key><string>%s</string>\n%s%s"
                          "<key>OutgoingPasswordSameAsIncomingPassword</key><true/>\n"
                          "<key>PayloadIdentifier</key><string>" MD_APP_ID ".mail.%s</string>\n"
                          "<key>PayloadType</key><string>com.apple.mail.managed</string>\n"
                          "<key>PayloadUUID</key><string>%s</string>\n"
                          "<key>PayloadVersion</key><integer>1</integer>\n</dict>\n</array>\n",
                          email, type, email, incoming, outgoing, inner, inner);
  g_string_append_printf (text,
                          "<key>PayloadDisplayName</key><string>%s: %s</string>\n"
                          "<key>PayloadIdentifier</key><string>" MD_APP_ID ".%s</string>\n"
                          "<key>PayloadType</key><string>Configuration</string>\n"
                          "<key>PayloadUUID</key><string>%s</string>\n"
                          "<key>PayloadVersion</key><integer>1</integer>\n</dict>\n</plist>\n",
                          md_text (lang, N_ ("Mail Doctor")), email, outer, outer);
  return g_string_free (text, FALSE);
}
