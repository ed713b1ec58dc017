/* history-fixture.h - results to keep, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/history.h"

G_BEGIN_DECLS

/* The password of these cases, which a server has echoed: nowhere in what is kept. */
#define HISTORY_CANARY "c4nary \303\261\"pass' word"

/* A folder that is not there yet, in a fresh one; (transfer full). */
char     *history_make_folder (void);
/* A run of guide S of ana@example.org that failed to sign in for sending, or went well. */
MdRecord *history_make_record (gint64 started, gboolean well, guint16 port);
/* Its id; (transfer full). */
char     *history_save (const char *folder, const MdRecord *record);
/* @n good results, a day apart, without waiting for the disk each time. */
void      history_save_many (const char *folder, guint n);
/* Deletes the folder and what history_make_folder() made around it. */
void      history_forget (const char *folder);

G_END_DECLS
