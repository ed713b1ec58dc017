/* consent-box.h - asks before the one test message, the public block lists, the passwords saved in the keyring,
 * and signing in with what is saved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  MD_CONSENT_BOX_TEST,
  MD_CONSENT_BOX_LISTS,
  MD_CONSENT_BOX_KEYRING,
  MD_CONSENT_BOX_TOKEN,
  MD_CONSENT_BOX_SAVED,
  MD_CONSENT_BOX_SERVER_LISTS,
  MD_CONSENT_BOX_DRAFT,
  MD_CONSENT_BOX_MOVE,
} MdConsentKind;

GtkWidget *md_consent_box_new (MdSession *session, MdConsentKind which);
gboolean   md_consent_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS
