/* session-help.c - what the pages for two people on the phone need of the visit; see session.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-session"

#include "config.h"

#include "ui/session-private.h"

#include "ui/page-table.h"

#include <string.h>

static gboolean
is_subject (const char *page)
{
  return strcmp (page, "verdict") == 0 || md_page_row_is_step (md_page_table_find (page));
}

const char *
md_session_get_subject_page (MdSession *self)
{
  if (is_subject (self->page))
    return self->page;
  for (guint i = self->history->len; i > 0; i--)
    if (is_subject (g_ptr_array_index (self->history, i - 1)))
      return g_ptr_array_index (self->history, i - 1);
  return NULL;
}

const MdCheck *const *
md_session_get_checks (MdSession *self, MdGuide guide)
{
  return self->checks[guide];
}

const char *
md_session_get_code (MdSession *self)
{
  return self->code != NULL ? self->code : "";
}

gboolean
md_session_get_code_is_whole (MdSession *self)
{
  return self->code_is_whole;
}

void
md_session_set_code (MdSession *self, const char *typed, gboolean is_whole)
{
  if (strcmp (md_session_get_code (self), typed) == 0 && self->code_is_whole == is_whole)
    return;
  g_free (self->code);
  self->code = g_strdup (typed);
  self->code_is_whole = is_whole;
  md_session_mark_changed (self);
}
