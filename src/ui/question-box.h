/* question-box.h - a question only the person can answer: yes, no, or I don't know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *md_question_box_new (MdSession *session, MdQuestion question);

G_END_DECLS
