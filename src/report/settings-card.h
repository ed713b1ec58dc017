/* settings-card.h - the settings that work, to carry to another device: as text, and as a profile for iPhone, iPad, Mac
 *
 * Never with a password.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

typedef struct
{
  MdEndpoint *endpoint; /* (owned) (nullable) */
  char *user;           /* (owned) (nullable) */
  gboolean tried;       /* signing in there worked; else it is only what the provider publishes */
} MdCardSide;

typedef struct
{
  char *email;          /* (owned) */
  MdCardSide incoming;
  MdCardSide outgoing;
  gboolean token;       /* signs in through the provider's web page */
  gboolean practice;
  gint64 when;          /* Unix microseconds */
} MdSettingsCard;

/* NULL when no server for sending is known. */
MdSettingsCard *md_settings_card_new (const MdRecord *record);
void            md_settings_card_free (MdSettingsCard *self);

/* UTF-8, ends with a line feed. */
char           *md_settings_card_text (const MdSettingsCard *self, MdLang lang);
/* An Apple configuration profile (.mobileconfig); the same address always gives the same identifiers, so that it
 * replaces an earlier one.  NULL without a server for receiving, or where a password does not serve. */
char           *md_settings_card_profile (const MdSettingsCard *self, MdLang lang);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSettingsCard, md_settings_card_free)

G_END_DECLS
