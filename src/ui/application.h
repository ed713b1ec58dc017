/* application.h - the program: its options, its actions, its one window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MD_TYPE_APPLICATION (md_application_get_type ())
G_DECLARE_FINAL_TYPE (MdApplication, md_application, MD, APPLICATION, AdwApplication)

/* @checks: the checklist of each guide, NULL-terminated. */
MdApplication *md_application_new (const MdCheck *const *const *checks);
/* (nullable) until it has started. */
MdSession     *md_application_get_session (MdApplication *self);

G_END_DECLS
