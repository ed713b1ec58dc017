/* step-extra.h - what one step's page has beyond rows and questions, one row a thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/consent-box.h"
#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  MdStepId step;
  GtkWidget *(*build) (MdSession *session); /* (nullable) a box that asks for a yes: consent */
  /* FALSE: it is not wanted now and is hidden. */
  gboolean (*refresh) (GtkWidget *extra, MdSession *session);
  MdConsentKind consent;
} MdStepExtra;

/* NULL past the last; a step may have several. */
const MdStepExtra *md_step_extra_get (guint index);
GtkWidget         *md_step_extra_build (const MdStepExtra *self, MdSession *session);

G_END_DECLS
