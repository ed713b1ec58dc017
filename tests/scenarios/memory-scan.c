/* memory-scan.c - whether a text is anywhere in this process's memory; see memory-scan.h
 *
 * Reads every writable mapping through /proc/self/mem, piece by piece.  Both the text and what was read are kept with one
 * added to every byte: unlike a mask, that is not undone when the search meets its own copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "memory-scan.h"

#include "base/secret.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (1024 * 1024)
#define NEEDLE_MAX_BYTES 256

struct _MdNeedle
{
  gsize length;
  guchar raised[NEEDLE_MAX_BYTES];
};

MdNeedle *
md_needle_new (const char *text, gsize length)
{
  MdNeedle *self = g_new0 (MdNeedle, 1);

  g_assert (length > 0 && length <= NEEDLE_MAX_BYTES);
  self->length = length;
  for (gsize i = 0; i < length; i++)
    self->raised[i] = (guchar) (text[i] + 1);
  return self;
}

void
md_needle_free (MdNeedle *self)
{
  g_free (self);
}

gboolean
md_needle_is_in (const MdNeedle *self, const char *text, gsize length)
{
  g_autofree guchar *raised = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    raised[i] = (guchar) (text[i] + 1);
  return memmem (raised, length, self->raised, self->length) != NULL;
}

/* @piece has room for PIECE_BYTES. */
static gboolean
is_between (const MdNeedle *self, int memory, guint64 from, guint64 until, guchar *piece)
{
  gsize step = PIECE_BYTES - NEEDLE_MAX_BYTES;

  for (guint64 at = from; at < until; at += step)
    {
      gssize n = pread (memory, piece, MIN (PIECE_BYTES, until - at), (off_t) at);

      if (n <= 0)
        continue;
      for (gssize i = 0; i < n; i++)
        piece[i]++;
      if (memmem (piece, (gsize) n, self->raised, self->length) != NULL)
        return TRUE;
    }
  return FALSE;
}

char *
md_needle_find_in_memory (const MdNeedle *self)
{
  g_autofree guchar *piece = g_malloc0 (PIECE_BYTES);
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  char *found = NULL;
  int memory;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (memory, >=, 0);
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL && found == NULL; i++)
    {
      guint64 from, until;
      char rights[5];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &from, &until, rights) != 3
          || rights[0] != 'r' || rights[1] != 'w')
        continue;
      if (is_between (self, memory, from, until, piece))
        found = g_strdup (lines[i]);
    }
  close (memory);
  md_wipe (piece, PIECE_BYTES);
  return found;
}
