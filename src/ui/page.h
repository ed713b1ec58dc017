/* page.h - the contract of a page: one thing a page, its heading is the question
 *
 * A page shows what the session knows and tells it what the person did.  It never asks the network, never decides, and
 * can be thrown away at any moment: what must last is in the session.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page-table.h"
#include "ui/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MD_TYPE_PAGE (md_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (MdPage, md_page, MD, PAGE, AdwBin)

struct _MdPageClass
{
  AdwBinClass parent_class;

  /* Once: session and row are known. */
  void        (*setup)         (MdPage *self);
  /* Whenever the session changed, and before it is shown. */
  void        (*refresh)       (MdPage *self);
  /* The label of the one primary button, with its mnemonic; NULL: none. */
  const char *(*primary_label) (MdPage *self);
  /* The primary button was pressed; TRUE: go on to the row's next page. */
  gboolean    (*proceed)       (MdPage *self);
};

MdPage          *md_page_new (const MdPageRow *row, MdSession *session);
MdSession       *md_page_get_session (MdPage *self);
const MdPageRow *md_page_get_row (MdPage *self);
/* @msgid in the language of the session. */
const char      *md_page_text (MdPage *self, const char *msgid);

void             md_page_refresh (MdPage *self);
const char      *md_page_get_primary_label (MdPage *self);
gboolean         md_page_proceed (MdPage *self);

G_END_DECLS
