/* log-source.c - the bytes of a log; see log-source.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define INPUT_BYTES (128 * 1024)
#define MAX_TEXT (G_GUINT64_CONSTANT (64) << 30)
#define MAX_WINDOW_LOG 25
#define GZIP_WINDOW_BITS (15 + 16)

typedef enum
{
  FORM_UNSEEN,
  FORM_PLAIN,
  FORM_GZIP,
  FORM_ZSTD,
} Form;

struct _MdLogSource
{
  int fd;               /* -1: from bytes */
  GBytes *bytes;        /* (owned) (nullable) */
  gboolean is_stream;   /* it may have to be waited for */
  Form form;
  char *window;         /* (owned) MD_LOG_WINDOW bytes */
  gsize from, until;    /* what is there */
  guint8 *input;        /* (owned) compressed bytes, INPUT_BYTES */
  gsize input_from, input_until;
  z_stream gzip;
  gboolean gzip_ready;
  gboolean member_open; /* a member or frame has begun and not ended */
  ZSTD_DCtx *zstd;      /* (owned) (nullable) */
  guint64 done, total, text;
  gint64 written;
  gboolean input_ended, ended, damaged;
};

G_DEFINE_QUARK (md-log-error-quark, md_log_error)

static MdLogSource *
new_source (int fd)
{
  MdLogSource *self = g_new0 (MdLogSource, 1);

  self->fd = fd;
  self->window = g_malloc (MD_LOG_WINDOW);
  self->input = g_malloc (INPUT_BYTES);
  self->written = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

MdLogSource *
md_log_source_new_for_bytes (GBytes *bytes)
{
  MdLogSource *self = new_source (-1);

  self->bytes = g_bytes_ref (bytes);
  self->total = g_bytes_get_size (bytes);
  return self;
}

/* The first bytes tell; TRUE for a form that is known by sight and not read here. */
static gboolean
is_other_compression (const guint8 *head, gsize length)
{
  return (length >= 6 && memcmp (head, "\375" "7zXZ\0", 6) == 0) || (length >= 4 && memcmp (head, "BZh", 3) == 0
         && g_ascii_isdigit (head[3])) || (length >= 4 && memcmp (head, "PK\3\4", 4) == 0)
         || (length >= 4 && memcmp (head, "\004\"M\030", 4) == 0);
}

static Form
form_of (const guint8 *head, gsize length)
{
  if (length >= 2 && head[0] == 0x1f && head[1] == 0x8b)
    return FORM_GZIP;
  /* A frame, or one that may be skipped. */
  if (length >= 4 && ((memcmp (head, "\050\265\057\375", 4) == 0)
                      || ((head[0] & 0xf0) == 0x50 && memcmp (head + 1, "\052\115\030", 3) == 0)))
    return FORM_ZSTD;
  return FORM_PLAIN;
}

MdLogSource *
md_log_source_open (const char *path, GError **error)
{
  gboolean standard = strcmp (path, "-") == 0;
  int fd = standard ? dup (STDIN_FILENO) : g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  g_autoptr (MdLogSource) self = new_source (fd);
  guint8 head[8];
  struct stat about;
  ssize_t length;

  if (fd < 0 || fstat (fd, &about) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, (gint) g_file_error_from_errno (errno), g_strerror (errno));
      return NULL;
    }
  if (S_ISDIR (about.st_mode) || S_ISBLK (about.st_mode))
    {
      g_set_error_literal (error, MD_LOG_ERROR, MD_LOG_ERROR_NO_FILE, "not a file");
      return NULL;
    }
  self->is_stream = !S_ISREG (about.st_mode);
  if (self->is_stream)
    return g_steal_pointer (&self);
  self->total = (guint64) about.st_size;
  self->written = about.st_mtime;
  length = pread (fd, head, sizeof head, 0);
  if (length > 0 && is_other_compression (head, (gsize) length))
    {
      g_set_error_literal (error, MD_LOG_ERROR, MD_LOG_ERROR_COMPRESSION, "compressed otherwise");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
md_log_source_free (MdLogSource *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->gzip_ready)
    inflateEnd (&self->gzip);
  ZSTD_freeDCtx (self->zstd);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->window);
  g_free (self->input);
  g_free (self);
}

const char *
md_log_source_window (MdLogSource *self, gsize *length)
{
  *length = self->until - self->from;
  return self->window + self->from;
}

void
md_log_source_consume (MdLogSource *self, gsize n)
{
  g_assert (n <= self->until - self->from);
  self->from += n;
}

/* Reads at most @size bytes into @to; 0 at the end, when cancelled and after an error. */
static gsize
read_bytes (MdLogSource *self, gpointer to, gsize size, const MdWait *wait)
{
  ssize_t got;

  if (self->bytes != NULL)
    {
      gsize left = g_bytes_get_size (self->bytes) - (gsize) self->done;

      got = (ssize_t) MIN (left, size);
      if (got > 0)
        memcpy (to, (const char *) g_bytes_get_data (self->bytes, NULL) + self->done, (gsize) got);
    }
  else
    {
      do
        {
          if (self->is_stream && md_wait_fd (wait, self->fd, POLLIN) != MD_WAIT_READY)
            return 0;
          got = read (self->fd, to, size);
        }
      while (got < 0 && (errno == EINTR || (errno == EAGAIN && self->is_stream)));
    }
  self->damaged = self->damaged || got < 0;
  self->input_ended = got <= 0;
  self->done += (guint64) MAX (got, 0);
  return (gsize) MAX (got, 0);
}

/* Into the window; what is left of a member that has ended stays in the input. */
static gsize
inflate_gzip (MdLogSource *self)
{
  int result;
  gsize made;

  if (!self->member_open)
    {
      /* What follows the last member and is no member is padding. */
      if (self->input_until - self->input_from < 2 || self->input[self->input_from] != 0x1f)
        {
          self->input_from = self->input_until;
          return 0;
        }
      result = self->gzip_ready ? inflateReset (&self->gzip) : inflateInit2 (&self->gzip, GZIP_WINDOW_BITS);
      self->gzip_ready = result == Z_OK;
      self->member_open = TRUE;
    }
  self->gzip.next_in = self->input + self->input_from;
  self->gzip.avail_in = (uInt) (self->input_until - self->input_from);
  self->gzip.next_out = (Bytef *) self->window + self->until;
  self->gzip.avail_out = (uInt) (MD_LOG_WINDOW - self->until);
  result = self->gzip_ready ? inflate (&self->gzip, Z_NO_FLUSH) : Z_MEM_ERROR;
  made = MD_LOG_WINDOW - self->until - self->gzip.avail_out;
  self->input_from = self->input_until - self->gzip.avail_in;
  self->member_open = result != Z_STREAM_END;
  if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
    self->damaged = self->ended = TRUE;
  return made;
}

static gsize
inflate_zstd (MdLogSource *self)
{
  ZSTD_inBuffer in = { self->input, self->input_until, self->input_from };
  ZSTD_outBuffer out = { self->window, MD_LOG_WINDOW, self->until };
  gsize result;

  if (self->zstd == NULL)
    {
      self->zstd = ZSTD_createDCtx ();
      ZSTD_DCtx_setParameter (self->zstd, ZSTD_d_windowLogMax, MAX_WINDOW_LOG);
    }
  result = ZSTD_decompressStream (self->zstd, &out, &in);
  self->input_from = in.pos;
  if (ZSTD_isError (result))
    self->damaged = self->ended = TRUE;
  self->member_open = result != 0;
  return out.pos - self->until;
}

static void
close_input (MdLogSource *self)
{
  self->ended = TRUE;
  self->damaged = self->damaged || self->member_open;
}

static gsize
more_inflated (MdLogSource *self, const MdWait *wait)
{
  gsize made = 0;

  while (made == 0 && !self->ended)
    {
      if (self->input_from == self->input_until || (!self->member_open && self->input_until - self->input_from < 2))
        {
          gsize kept = self->input_until - self->input_from;
          gsize got;

          memmove (self->input, self->input + self->input_from, kept);
          got = read_bytes (self, self->input + kept, INPUT_BYTES - kept, wait);
          self->input_from = 0;
          self->input_until = kept + got;
          if (got == 0 && !self->input_ended)
            return 0;
          if (got == 0 && (kept == 0 || !self->member_open))
            {
              close_input (self);
              break;
            }
        }
      made = self->form == FORM_GZIP ? inflate_gzip (self) : inflate_zstd (self);
      if (md_wait_is_cancelled (wait))
        break;
    }
  return made;
}

/* The first bytes, from which the form is known. */
static gboolean
look (MdLogSource *self, const MdWait *wait)
{
  while (self->input_until < 4)
    {
      gsize got = read_bytes (self, self->input + self->input_until, INPUT_BYTES - self->input_until, wait);

      self->input_until += got;
      if (got == 0)
        break;
    }
  if (self->input_until < 4 && !self->input_ended)
    return FALSE;
  self->form = form_of (self->input, self->input_until);
  return TRUE;
}

gboolean
md_log_source_more (MdLogSource *self, const MdWait *wait)
{
  gsize got;

  if (self->from > 0)
    {
      memmove (self->window, self->window + self->from, self->until - self->from);
      self->until -= self->from;
      self->from = 0;
    }
  if (self->ended || self->until == MD_LOG_WINDOW || md_wait_is_cancelled (wait)
      || (self->form == FORM_UNSEEN && !look (self, wait)))
    return FALSE;
  if (self->form != FORM_PLAIN)
    got = more_inflated (self, wait);
  else if (self->input_from < self->input_until)
    {
      got = MIN (self->input_until - self->input_from, MD_LOG_WINDOW - self->until);
      memcpy (self->window + self->until, self->input + self->input_from, got);
      self->input_from += got;
    }
  else
    {
      got = read_bytes (self, self->window + self->until, MD_LOG_WINDOW - self->until, wait);
      self->ended = self->input_ended;
    }
  self->until += got;
  self->text += got;
  if (self->text > MAX_TEXT)
    self->ended = self->damaged = TRUE;
  return got > 0;
}

gboolean
md_log_source_has_ended (const MdLogSource *self)
{
  return self->ended;
}

gboolean
md_log_source_is_damaged (const MdLogSource *self)
{
  return self->damaged;
}

guint64
md_log_source_get_done (const MdLogSource *self)
{
  return self->done;
}

guint64
md_log_source_get_total (const MdLogSource *self)
{
  return self->total;
}

gint64
md_log_source_get_written (const MdLogSource *self)
{
  return self->written;
}
