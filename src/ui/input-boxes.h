/* input-boxes.h - what the pages of guides D and R ask for: an error message, an address, a draft, logs, a sender
 *
 * Each shows what was given so far and hands over what is given now; refresh functions as in step-extra.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_bounce_box_new (MdSession *session);      /* D1 */
gboolean   md_bounce_box_refresh (GtkWidget *box, MdSession *session);
GtkWidget *md_recipient_box_new (MdSession *session);   /* D3 */
gboolean   md_recipient_box_refresh (GtkWidget *box, MdSession *session);
GtkWidget *md_domain_box_new (MdSession *session);      /* D4 */
gboolean   md_domain_box_refresh (GtkWidget *box, MdSession *session);
GtkWidget *md_test_to_box_new (MdSession *session);     /* D5 */
gboolean   md_test_to_box_refresh (GtkWidget *box, MdSession *session);
GtkWidget *md_draft_box_new (MdSession *session);       /* D5 */
GtkWidget *md_logs_box_new (MdSession *session);        /* D6 */
gboolean   md_files_box_refresh (GtkWidget *box, MdSession *session);
GtkWidget *md_wanted_box_new (MdSession *session);      /* R1 */
gboolean   md_wanted_box_refresh (GtkWidget *box, MdSession *session);

G_END_DECLS
