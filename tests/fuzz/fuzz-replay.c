/* fuzz-replay.c - runs a fuzzer without a fuzzing engine: the files of a folder, then mutations of them, always the
 * same ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib.h>
#include <string.h>

#define MUTATIONS 4000
#define MAX_SIZE 20000
#define MAX_SECONDS 60

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
read_folder (const char *path)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *text;
      gsize size;

      if (g_file_get_contents (g_ptr_array_index (names, i), &text, &size, NULL))
        g_ptr_array_add (inputs, g_bytes_new_take (text, size));
    }
  g_ptr_array_add (inputs, g_bytes_new_static ("", 0));
  return inputs;
}

/* Cut, repeat, overwrite, insert a telling byte, or join with another input. */
static void
mutate (GByteArray *bytes, GRand *random, GPtrArray *inputs)
{
  static const char telling[] = "\r\n\0 \t\"\\(){}[]+-*=,;:&.<>@0129\377\303\200az";
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (random, 0, (gint32) bytes->len) : 0;
  guint length = bytes->len > at ? (guint) g_rand_int_range (random, 0, (gint32) MIN (bytes->len - at, 64)) : 0;
  GBytes *other = g_ptr_array_index (inputs, g_rand_int_range (random, 0, (gint32) inputs->len));
  guint8 byte = (guint8) telling[g_rand_int_range (random, 0, sizeof telling)];

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      g_byte_array_remove_range (bytes, at, length);
      break;
    case 1:
      if (bytes->len > 0)
        bytes->data[at] = (guint8) g_rand_int (random);
      break;
    case 2:
      if (bytes->len > 0)
        bytes->data[at] = byte;
      break;
    case 3:
      {
        g_autofree guint8 *piece = g_memdup2 (bytes->data + at, length);

        for (guint i = 0; i < 20 && length > 0 && bytes->len < MAX_SIZE; i++)
          g_byte_array_append (bytes, piece, length);
      }
      break;
    case 4:
      g_byte_array_append (bytes, &byte, 1);
      break;
    default:
      g_byte_array_set_size (bytes, at);
      g_byte_array_append (bytes, g_bytes_get_data (other, NULL), (guint) MIN (g_bytes_get_size (other), 2000));
      break;
    }
}

static void
try_one (const void *data, gsize size)
{
  LLVMFuzzerTestOneInput (size > 0 ? data : "", size);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) inputs = read_folder (argc > 1 ? argv[1] : ".");
  g_autoptr (GRand) random = g_rand_new_with_seed (20090);
  gint64 end = g_get_monotonic_time () + MAX_SECONDS * G_USEC_PER_SEC;
  guint done = 0;

  for (guint i = 0; i < inputs->len; i++)
    {
      GBytes *input = g_ptr_array_index (inputs, i);

      try_one (g_bytes_get_data (input, NULL), g_bytes_get_size (input));
    }
  for (; done < MUTATIONS && g_get_monotonic_time () < end; done++)
    {
      GBytes *seed = g_ptr_array_index (inputs, done % inputs->len);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      gint32 times = g_rand_int_range (random, 1, 6);

      g_byte_array_append (bytes, g_bytes_get_data (seed, NULL), (guint) MIN (g_bytes_get_size (seed), MAX_SIZE));
      for (gint32 i = 0; i < times; i++)
        mutate (bytes, random, inputs);
      try_one (bytes->data, bytes->len);
    }
  g_print ("%u inputs, %u mutations\n", inputs->len, done);
  return 0;
}
