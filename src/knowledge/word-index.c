/* word-index.c - which of many words stand in a text, in one pass; see word-index.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/word-index.h"

#include <string.h>

#define BUCKET_BITS 12
#define N_BUCKETS (1u << BUCKET_BITS)
#define NONE G_MAXUINT32

typedef struct
{
  char *word;       /* (owned) */
  guint length;
  guint owner;
  guint offset;     /* of the bytes that are looked up */
  guint32 key;      /* those bytes */
  guint32 next;     /* in the same bucket */
} Word;

struct _MdWordIndex
{
  GArray *words;                 /* (owned) of Word */
  guint32 long_ones[N_BUCKETS];  /* first word of the bucket, by four bytes */
  guint32 short_ones[N_BUCKETS]; /* by three */
};

MdWordIndex *
md_word_index_new (void)
{
  MdWordIndex *self = g_new0 (MdWordIndex, 1);

  self->words = g_array_new (FALSE, TRUE, sizeof (Word));
  memset (self->long_ones, 0xFF, sizeof self->long_ones);
  memset (self->short_ones, 0xFF, sizeof self->short_ones);
  return self;
}

void
md_word_index_free (MdWordIndex *self)
{
  for (guint i = 0; i < self->words->len; i++)
    g_free (g_array_index (self->words, Word, i).word);
  g_array_unref (self->words);
  g_free (self);
}

void
md_word_index_add (MdWordIndex *self, const char *word, guint owner)
{
  Word row = { .word = g_strdup (word), .length = (guint) strlen (word), .owner = owner };

  g_assert (row.length >= MD_WORD_INDEX_MIN);
  g_array_append_val (self->words, row);
}

static guint32
three_bytes (const char *at)
{
  return (guint32) (guchar) at[0] | (guint32) (guchar) at[1] << 8 | (guint32) (guchar) at[2] << 16;
}

static guint32
four_bytes (const char *at)
{
  return three_bytes (at) | (guint32) (guchar) at[3] << 24;
}

static guint
bucket_of (guint32 key)
{
  return (key * 2654435761u) >> (32 - BUCKET_BITS);
}

/* How often each bucket is met in the words. */
static void
count_all (const MdWordIndex *self, guint16 *counts)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const Word *row = &g_array_index (self->words, Word, i);

      for (guint at = 0; at + 4 <= row->length; at++)
        counts[bucket_of (four_bytes (row->word + at))]++;
    }
}

static void
choose_bytes (Word *row, const guint16 *counts)
{
  guint16 fewest = G_MAXUINT16;

  row->key = three_bytes (row->word);
  for (guint at = 0; at + 4 <= row->length; at++)
    {
      guint32 key = four_bytes (row->word + at);

      if (counts[bucket_of (key)] < fewest)
        {
          fewest = counts[bucket_of (key)];
          row->offset = at;
          row->key = key;
        }
    }
}

void
md_word_index_build (MdWordIndex *self)
{
  g_autofree guint16 *counts = g_new0 (guint16, N_BUCKETS);

  count_all (self, counts);
  for (guint i = 0; i < self->words->len; i++)
    {
      Word *row = &g_array_index (self->words, Word, i);
      guint32 *bucket;

      choose_bytes (row, counts);
      bucket = row->length >= 4 ? &self->long_ones[bucket_of (row->key)] : &self->short_ones[bucket_of (row->key)];
      row->next = *bucket;
      *bucket = i;
    }
}

static void
look_at (const MdWordIndex *self, guint32 first, guint32 key, const char *text, gsize length, gsize at, guint32 *bits)
{
  for (guint32 i = first; i != NONE;)
    {
      const Word *row = &g_array_index (self->words, Word, i);

      if (row->key == key && at >= row->offset && at - row->offset + row->length <= length
          && memcmp (text + at - row->offset, row->word, row->length) == 0)
        bits[row->owner / 32] |= 1u << (row->owner % 32);
      i = row->next;
    }
}

void
md_word_index_look (const MdWordIndex *self, const char *text, gsize length, guint32 *bits)
{
  for (gsize at = 0; at + 3 <= length; at++)
    {
      guint32 three = three_bytes (text + at);
      guint32 first = self->short_ones[bucket_of (three)];

      if (first != NONE)
        look_at (self, first, three, text, length, at, bits);
      if (at + 4 > length)
        return;
      first = self->long_ones[bucket_of (four_bytes (text + at))];
      if (first != NONE)
        look_at (self, first, four_bytes (text + at), text, length, at, bits);
    }
}
