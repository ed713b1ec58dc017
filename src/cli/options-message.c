/* options-message.c - the options that tell which message, address or domain it is about; see options-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-options"

#include "config.h"

#include "cli/options-private.h"

#include <string.h>

#define MAX_TEXT (64 * 1024)

static void
set_string (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

/* An address, or a whole domain, whose mail is waited for. */
static gboolean
take_sender (MdReading *reading, const char *name, const char *value)
{
  g_autofree char *domain = strchr (value, '@') == NULL ? md_host_normalize (value) : NULL;

  if (domain != NULL ? strchr (domain, '.') == NULL : !md_address_has_form (value))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-email", "value", value);
  set_string (&reading->options->kase->sender, value);
  return TRUE;
}

static gboolean
take_words (MdReading *reading, const char *name, const char *value)
{
  MdCase *kase = reading->options->kase;

  if (strlen (value) > MAX_TEXT || !g_utf8_validate (value, -1, NULL))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-text", "option", name);
  if (strcmp (name, "subject") == 0)
    set_string (&kase->subject, value);
  else if (strcmp (name, "message-id") == 0)
    set_string (&kase->message_id, value);
  else if (strcmp (name, "queue-id") == 0)
    set_string (&kase->queue_id, value);
  else
    set_string (&kase->text, value);
  return TRUE;
}

/* "2026-03-01", "2026-03-01T10:30", with seconds and zone or without: then it is local time. */
static gboolean
take_sent (MdReading *reading, const char *name, const char *value)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *whole = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (strlen (value) == strlen ("2026-03-01"))
    whole = g_strconcat (value, "T00:00:00", NULL);
  else if (strlen (value) == strlen ("2026-03-01T10:30"))
    whole = g_strconcat (value, ":00", NULL);
  time = g_date_time_new_from_iso8601 (whole != NULL ? whole : value, here);
  if (time == NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-time", "value", value);
  reading->options->kase->sent = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
take_file (MdReading *reading, const char *name, const char *value)
{
  MdCase *kase = reading->options->kase;

  if (!g_file_test (value, G_FILE_TEST_EXISTS))
    return md_reading_complain (reading, MD_EXIT_FAILED, "unreadable-file", "path", value);
  if (strcmp (name, "bounce") == 0)
    set_string (&kase->bounce, value);
  else if (strcmp (name, "draft") == 0)
    set_string (&kase->draft, value);
  else
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      if (kase->logs != NULL)
        g_strv_builder_addv (builder, (const char **) kase->logs);
      g_strv_builder_add (builder, value);
      g_strfreev (kase->logs);
      kase->logs = g_strv_builder_end (builder);
    }
  return TRUE;
}

static gboolean
take_recipient (MdReading *reading, const char *name, const char *value)
{
  set_string (&reading->options->kase->to, value);
  return TRUE;
}

static gboolean
take_ip (MdReading *reading, const char *name, const char *value)
{
  if (!g_hostname_is_ip_address (value))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-ip", "value", value);
  set_string (&reading->options->ip, value);
  return TRUE;
}

static gboolean
take_code (MdReading *reading, const char *name, const char *value)
{
  set_string (&reading->options->code, value);
  return TRUE;
}

static gboolean
take_helo (MdReading *reading, const char *name, const char *value)
{
  set_string (&reading->options->helo, value);
  return TRUE;
}

static gboolean
take_consent (MdReading *reading, const char *name, const char *value)
{
  MdConsent consent = strcmp (name, "send-draft") == 0 ? MD_CONSENT_SEND_DRAFT : MD_CONSENT_CHANGE_MAILBOX;

  reading->options->kase->consents |= consent;
  return TRUE;
}

static const MdOptionRow rows[] = {
  { "sender", TRUE, take_sender },
  { "subject", TRUE, take_words },
  { "message-id", TRUE, take_words },
  { "queue-id", TRUE, take_words },
  { "text", TRUE, take_words },
  { "sent", TRUE, take_sent },
  { "bounce", TRUE, take_file },
  { "draft", TRUE, take_file },
  { "log", TRUE, take_file },
  { "recipient", TRUE, take_recipient },
  { "code", TRUE, take_code },
  { "ip", TRUE, take_ip },
  { "helo", TRUE, take_helo },
  { "send-draft", FALSE, take_consent },
  { "move-back", FALSE, take_consent },
};

const MdOptionRow *
md_message_option_at (gsize index)
{
  return index < G_N_ELEMENTS (rows) ? &rows[index] : NULL;
}

const MdOptionRow *
md_message_option (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strlen (rows[i].name) == length && strncmp (rows[i].name, name, length) == 0)
      return &rows[i];
  return NULL;
}
