/* stage.h - a window on a pretend account, for tests and pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/checklist.h"
#include "ui/application.h"

G_BEGIN_DECLS

typedef struct
{
  MdApplication *application;   /* (owned) registered, not run */
  MdSession *session;           /* (not owned) the application's */
  GtkWindow *window;            /* (not owned) */
  MdChecklist *lists[MD_N_GUIDES]; /* (owned) */
} Stage;

/* Catalogues and locale; before stage_open() and before any thread. FALSE: there is no display. */
gboolean   stage_prepare (void);
void       stage_open (Stage *stage, MdLang lang);
void       stage_close (Stage *stage);
/* The start page, as after the first start. */
void       stage_reset (Stage *stage, MdLang lang);
/* The language switch of the header. */
void       stage_speak (Stage *stage, MdLang lang);

/* Runs the main loop until @condition holds; FALSE when @seconds have passed. */
typedef gboolean (*StageCondition) (Stage *stage);
gboolean   stage_wait (Stage *stage, StageCondition condition, double seconds);
/* Lets the main loop run for a moment, so that what is to be drawn has been drawn. */
void       stage_settle (double seconds);
gboolean   stage_is_settled (Stage *stage);
gboolean   stage_has_practice (Stage *stage);

/* The widget with this buildable id (or this type's name) that is on the screen; NULL when there is none. */
GtkWidget *stage_find (Stage *stage, const char *id);
/* The same, waiting up to ten seconds for it. */
GtkWidget *stage_await (Stage *stage, const char *id);
/* TRUE when a label on the screen holds @words, now or within ten seconds. */
gboolean   stage_will_show (Stage *stage, const char *words);
gboolean   stage_shows (Stage *stage, const char *words);
/* Every label on the screen, one a line; (transfer full). */
char      *stage_read (Stage *stage);
/* Clicks the button with this id; it must be there and sensitive. */
void       stage_press (Stage *stage, const char *id);
/* No label on the screen is an English sentence of ours. */
void       stage_assert_spanish (Stage *stage);
/* Starts a practice case and waits for its account page. */
void       stage_practise (Stage *stage, const char *fault);
void       stage_save_picture (Stage *stage, const char *path);

G_END_DECLS
