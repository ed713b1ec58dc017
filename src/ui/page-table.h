/* page-table.h - the pages of the window, one row a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/words.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;            /* "start", "S3" …: in --page, in history */
  GType (*get_type) (void);  /* of MdPage */
  MdStepId step;             /* MD_STEP_ACCOUNT for pages that are no step */
  gboolean has_list;         /* the list of steps stands beside it */
  const char *next;          /* (nullable) where the primary button leads; of "account": see md_page_row_next() */
} MdPageRow;

/* NULL when there is no such page. */
const MdPageRow *md_page_table_find (const char *id);
/* NULL past the last. */
const MdPageRow *md_page_table_get (guint index);
/* (nullable) Where the primary button leads in @guide. */
const char      *md_page_row_next (const MdPageRow *row, MdGuide guide);
/* TRUE for the pages S1 … S8, D1 … D6, R1 … R6. */
gboolean         md_page_row_is_step (const MdPageRow *row);

G_END_DECLS
