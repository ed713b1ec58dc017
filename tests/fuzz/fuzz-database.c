/* fuzz-database.c - any bytes as another program's database, with or without its log
 *
 * The first two bytes say how many of the rest are the database; what is left is the log.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "programs/database.h"

typedef struct
{
  gsize n;
} Count;

static gboolean
count (const char *text, gsize length, gpointer user_data)
{
  Count *self = user_data;

  /* Every byte is there to be read. */
  for (gsize i = 0; i < length; i++)
    self->n += text[i] != '\0';
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const MdWait wait = { .deadline = g_get_monotonic_time () + G_USEC_PER_SEC };
  Count counted = { 0 };
  size_t first;

  if (size < 2)
    return 0;
  first = MIN (((size_t) data[0] << 8 | data[1]), size - 2);
  (void) md_database_each_text ((const char *) data + 2, first, (const char *) data + 2 + first, size - 2 - first, &wait,
                                count, &counted);
  return 0;
}
