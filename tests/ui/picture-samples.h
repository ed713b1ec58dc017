/* picture-samples.h - one of each picture, good and bad, for tests and for looking at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  GtkWidget *(*build) (MdLang lang);
  const char *says_en;  /* part of its accessible sentence */
  const char *says_es;
} PictureSample;

extern const PictureSample picture_samples[];
extern const gsize n_picture_samples;

G_END_DECLS
