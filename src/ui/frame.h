/* frame.h - everything inside the window: header, list of steps, the page, its buttons; built anew for another language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MD_TYPE_FRAME (md_frame_get_type ())
G_DECLARE_FINAL_TYPE (MdFrame, md_frame, MD, FRAME, AdwBin)

/* Only the header; md_frame_show() adds the page. */
MdFrame *md_frame_new (MdSession *session);
/* The session's page. */
void     md_frame_show (MdFrame *self);
/* The primary button, as if pressed. */
void     md_frame_proceed (MdFrame *self);
/* "Check again", as if pressed. */
void     md_frame_repeat (MdFrame *self);
/* One step back: the open list, or the page. */
void     md_frame_back (MdFrame *self);

G_END_DECLS
