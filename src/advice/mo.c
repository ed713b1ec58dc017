/* mo.c - a message catalogue as a table; see mo.h
 *
 * The format: GNU gettext manual, "The Format of GNU MO Files", revisions 0.0 and 0.1 without system-dependent strings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/mo.h"

#include <string.h>

#define MO_MAGIC 0x950412deU
#define MO_HEADER_BYTES 28
#define MO_MAX_STRINGS 100000

typedef struct
{
  const char *data;
  gsize size;
  gboolean swapped;
} MoFile;

/* The caller has made sure that four bytes are there. */
static guint32
read_word (const MoFile *self, gsize at)
{
  guint32 word;

  memcpy (&word, self->data + at, sizeof word);
  return self->swapped ? GUINT32_SWAP_LE_BE (word) : word;
}

/* The string that the entry @index of the table at @table describes; NULL when it does not lie in the file. */
static const char *
read_string (const MoFile *self, gsize table, gsize index)
{
  gsize entry = table + index * 8;
  gsize length = read_word (self, entry);
  gsize offset = read_word (self, entry + 4);

  if (offset >= self->size || length >= self->size - offset || self->data[offset + length] != '\0')
    return NULL;
  return self->data + offset;
}

static gboolean
open_file (MoFile *self, GBytes *bytes)
{
  self->data = g_bytes_get_data (bytes, &self->size);
  self->swapped = FALSE;
  if (self->size < MO_HEADER_BYTES)
    return FALSE;
  self->swapped = read_word (self, 0) != MO_MAGIC;
  return read_word (self, 0) == MO_MAGIC && read_word (self, 4) >> 16 == 0;
}

static gboolean
table_fits (const MoFile *self, gsize table, gsize n_strings)
{
  return table <= self->size && n_strings * 8 <= self->size - table;
}

GHashTable *
md_mo_read (GBytes *bytes)
{
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  MoFile file;
  gsize n_strings, ids, texts;

  if (!open_file (&file, bytes))
    return NULL;
  n_strings = read_word (&file, 8);
  ids = read_word (&file, 12);
  texts = read_word (&file, 16);
  if (n_strings > MO_MAX_STRINGS || !table_fits (&file, ids, n_strings) || !table_fits (&file, texts, n_strings))
    return NULL;
  for (gsize i = 0; i < n_strings; i++)
    {
      const char *id = read_string (&file, ids, i);
      const char *text = read_string (&file, texts, i);

      if (id == NULL || text == NULL)
        return NULL;
      if (text[0] != '\0')
        g_hash_table_insert (table, (gpointer) id, (gpointer) text);
    }
  return g_steal_pointer (&table);
}
