/* settings-card.h - an account's settings to carry to another device: text, and a profile for iPhone, iPad and Mac
 *
 * No password is in it: the device asks for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "base/settings.h"
#include "core/case.h"

G_BEGIN_DECLS

typedef struct
{
  const char *email;
  const char *incoming_user;
  const char *outgoing_user;
  const MdEndpoint *incoming;
  const MdEndpoint *outgoing;
} MdSettingsCard;

/* What is recommended, else what is configured; FALSE when a server or the address is not known.  Everything in @card
 * belongs to @kase and @settings. */
gboolean md_settings_card_read (MdSettingsCard *card, const MdCase *kase, const MdSettings *settings);
/* "SSL/TLS", "STARTTLS", "none" */
const char *md_settings_card_security (MdLang lang, MdSecurity security);
char    *md_settings_card_to_text (const MdSettingsCard *card, MdLang lang);
/* The XML of a .mobileconfig file (property list 1.0). */
char    *md_settings_card_to_profile (const MdSettingsCard *card, MdLang lang);

G_END_DECLS
