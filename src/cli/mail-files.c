/* mail-files.c - messages in files, mboxes, maildirs and folders; see mail-files.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mail-files"

#include "config.h"

#include "cli/mail-files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE (1024 * 1024 * 1024)
#define MAX_STDIN (64 * 1024 * 1024)
#define MAX_DEPTH 8

/* One walk: a room for the file being read, which grows with them. */
typedef struct
{
  const MdMailFiles *files;
  char *buffer; /* (owned) (nullable) */
  gsize size;
} Walk;

/* ── mbox ── */

/* RFC 4155: "From sender Thu Jan  1 00:00:00 1970" with a time in it, behind an empty line. */
static gboolean
is_separator (const char *at, const char *end)
{
  const char *line_end = memchr (at, '\n', (gsize) (end - at));
  const char *colon;

  if (end - at < 16 || memcmp (at, "From ", 5) != 0)
    return FALSE;
  line_end = line_end != NULL ? line_end : end;
  for (colon = at; (colon = memchr (colon, ':', (gsize) (line_end - colon))) != NULL; colon++)
    if (colon - at > 10 && line_end - colon > 2 && g_ascii_isdigit (colon[-1]) && g_ascii_isdigit (colon[1]))
      return TRUE;
  return FALSE;
}

static const char *
next_separator (const char *from, const char *end)
{
  const char *at = from;

  while ((at = memmem (at, (gsize) (end - at), "\nFrom ", 6)) != NULL)
    {
      gboolean after_empty = at > from && (at[-1] == '\n' || (at[-1] == '\r' && at - from > 1 && at[-2] == '\n'));

      at++;
      if (after_empty && is_separator (at, end))
        return at;
    }
  return NULL;
}

static gboolean
hand_out (const MdMailFiles *self, const char *name, const char *from, const char *until)
{
  return !self->is_stopped (self->user_data) && self->each (name, from, (gsize) (until - from), self->user_data);
}

static gboolean
walk_text (const MdMailFiles *self, const char *name, const char *bytes, gsize length)
{
  const char *end = bytes + length, *next;

  if (g_str_has_suffix (name, ".eml") || !is_separator (bytes, end))
    return hand_out (self, name, bytes, end);
  while ((next = next_separator (bytes, end)) != NULL)
    {
      if (!hand_out (self, name, bytes, next))
        return FALSE;
      bytes = next;
    }
  return hand_out (self, name, bytes, end);
}

/* ── files ── */

/* For small files reading is quicker than mapping. */
static gboolean
read_whole (int descriptor, char *buffer, gsize length, gsize *got)
{
  *got = 0;
  while (*got < length)
    {
      ssize_t n = read (descriptor, buffer + *got, length - *got);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      if (n == 0)
        break;
      *got += (gsize) n;
    }
  return TRUE;
}

static void
make_room (Walk *self, gsize size)
{
  if (size <= self->size)
    return;
  g_free (self->buffer);
  self->buffer = g_malloc (size);
  self->size = size;
}

static gboolean walk_folder (Walk *self, int folder, const char *path, guint depth);

/* @name: how @folder calls it. */
static gboolean
walk_path (Walk *self, int folder, const char *name, const char *path, guint depth)
{
  int descriptor = openat (folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean readable = FALSE;
  struct stat about;
  gsize length = 0;

  if (descriptor >= 0)
    {
      gboolean known = fstat (descriptor, &about) == 0;

      if (known && S_ISDIR (about.st_mode))
        {
          gboolean go_on = walk_folder (self, descriptor, path, depth);

          close (descriptor);
          return go_on;
        }
      readable = known && S_ISREG (about.st_mode) && about.st_size <= MAX_FILE;
      if (readable)
        {
          make_room (self, (gsize) about.st_size + 1);
          readable = read_whole (descriptor, self->buffer, (gsize) about.st_size, &length);
        }
      close (descriptor);
    }
  if (!readable)
    {
      self->files->unreadable (path, self->files->user_data);
      return TRUE;
    }
  return walk_text (self->files, path, self->buffer, length);
}

static gboolean
walk_input (const MdMailFiles *self)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  char buffer[65536];
  ssize_t n = 1;

  while (n > 0 && input->len < MAX_STDIN)
    {
      if (!self->wait_for (STDIN_FILENO, self->user_data))
        return FALSE;
      n = read (STDIN_FILENO, buffer, sizeof buffer);
      if (n > 0)
        g_byte_array_append (input, (const guint8 *) buffer, (guint) n);
      else if (n < 0 && errno == EINTR)
        n = 1;
    }
  if (n < 0)
    {
      self->unreadable ("-", self->user_data);
      return TRUE;
    }
  return walk_text (self, "-", input->data != NULL ? (const char *) input->data : "", input->len);
}

/* ── folders ── */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *names;
  const char *name;

  if (folder == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
has_name (const GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (strcmp (g_ptr_array_index (names, i), name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
walk_folder (Walk *self, int folder, const char *path, guint depth)
{
  g_autoptr (GPtrArray) names = depth < MAX_DEPTH ? list_folder (path) : NULL;
  gboolean is_maildir;

  if (names == NULL)
    {
      self->files->unreadable (path, self->files->user_data);
      return TRUE;
    }
  is_maildir = has_name (names, "cur") && has_name (names, "new");
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (is_maildir && strcmp (name, "tmp") == 0)
        continue;
      if (!walk_path (self, folder, name, inner, depth + 1))
        return FALSE;
    }
  return TRUE;
}

gboolean
md_mail_files_walk (const MdMailFiles *self, const char *path)
{
  Walk walk = { .files = self };
  gboolean go_on = strcmp (path, "-") == 0 ? walk_input (self) : walk_path (&walk, AT_FDCWD, path, path, 0);

  g_free (walk.buffer);
  return go_on;
}
