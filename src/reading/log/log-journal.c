/* log-journal.c - the export format of systemd's journal; see log-journal.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-journal.h"

#define MAX_VALUE (G_GUINT64_CONSTANT (1) << 32)
#define MAX_LINE (64 * 1024)
#define LENGTH_BYTES 8

gboolean
md_log_journal_looks_so (MdSlice head)
{
  return md_slice_starts (head, "__CURSOR=") || md_slice_starts (head, "__REALTIME_TIMESTAMP=")
         || md_slice_starts (head, "_SYSTEMD_") || md_slice_starts (head, "SYSLOG_IDENTIFIER=")
         || md_slice_starts (head, "MESSAGE=");
}

/* The buffer for a field; FALSE for one that nobody asks for. */
static gboolean
choose (MdLogJournal *self, MdSlice field)
{
  self->open = NULL;
  if (md_slice_is (field, "MESSAGE"))
    {
      self->open = self->text;
      self->open_size = sizeof self->text;
      self->open_length = &self->text_length;
    }
  else if (md_slice_is (field, "_HOSTNAME"))
    {
      self->open = self->host;
      self->open_size = sizeof self->host;
      self->open_length = &self->host_length;
    }
  else if (md_slice_is (field, "SYSLOG_IDENTIFIER"))
    {
      self->open = self->program;
      self->open_size = sizeof self->program;
      self->open_length = &self->program_length;
    }
  else if (md_slice_is (field, "__REALTIME_TIMESTAMP"))
    {
      self->open = self->stamp;
      self->open_size = sizeof self->stamp;
      self->open_length = &self->stamp_length;
    }
  if (self->open != NULL)
    *self->open_length = 0;
  return self->open != NULL;
}

static void
append (MdLogJournal *self, MdSlice bytes)
{
  gsize room = self->open != NULL ? self->open_size - *self->open_length : 0;
  gsize length = MIN (room, bytes.length);

  if (length == 0)
    return;
  memcpy (self->open + *self->open_length, bytes.at, length);
  *self->open_length += length;
}

/* "1732241193123456" becomes "1732241193.123456", as journalctl -o short-unix writes it. */
static void
mend_stamp (MdLogJournal *self)
{
  if (self->stamp_length != 16)
    {
      self->stamp_length = 0;
      return;
    }
  memmove (self->stamp + 11, self->stamp + 10, 6);
  self->stamp[10] = '.';
  self->stamp_length = 17;
}

static gboolean
close_entry (MdLogJournal *self, MdLogLine *line)
{
  gboolean whole = self->text_length > 0 && self->program_length > 0;

  mend_stamp (self);
  *line = (MdLogLine) { .stamp = { self->stamp, self->stamp_length }, .host = { self->host, self->host_length },
                        .program = { self->program, self->program_length }, .text = { self->text, self->text_length } };
  self->text_length = self->program_length = self->stamp_length = 0;
  return whole;
}

/* The bytes of a value with a length, and the line end behind it. */
static gsize
take_value (MdLogJournal *self, MdSlice bytes)
{
  gsize taken = (gsize) MIN (self->left, bytes.length);

  append (self, md_slice_first (bytes, self->left > 1 ? (gsize) MIN (self->left - 1, taken) : 0));
  self->left -= taken;
  return taken;
}

/* One line that ends at @length in @bytes; returns how many bytes it took, 0 when more are needed. */
static gsize
take_line (MdLogJournal *self, MdSlice bytes, gsize length)
{
  MdSlice line = md_slice_first (bytes, length);
  gsize equals = md_slice_index (line, '=');
  gsize taken = MIN (length + 1, bytes.length);
  guint64 size = 0;

  if (equals < length)
    {
      if (choose (self, md_slice_first (line, equals)))
        append (self, md_slice_from (line, equals + 1));
      return taken;
    }
  if (bytes.length < taken + LENGTH_BYTES)
    return 0;
  for (guint i = 0; i < LENGTH_BYTES; i++)
    size |= (guint64) (guint8) bytes.at[taken + i] << (8 * i);
  self->broken = size > MAX_VALUE;
  if (self->broken)
    return taken;
  (void) choose (self, line);
  self->left = size + 1;
  return taken + LENGTH_BYTES;
}

MdLogJournalResult
md_log_journal_next (MdLogJournal *self, MdSlice bytes, gboolean last, gsize *used, MdLogLine *line)
{
  MdSlice rest = bytes;

  while (rest.length > 0 && !self->broken)
    {
      gsize length = md_slice_index (rest, '\n');
      gsize taken;

      if (self->left > 0)
        taken = take_value (self, rest);
      else if (length == rest.length && (self->skipping || length > MAX_LINE))
        {
          self->skipping = TRUE;
          taken = length;
        }
      else if (length == rest.length && !last)
        break;
      else if (self->skipping)
        {
          self->skipping = FALSE;
          taken = length + (length < rest.length);
        }
      else if (length == 0)
        {
          rest = md_slice_from (rest, 1);
          if (close_entry (self, line))
            {
              *used = bytes.length - rest.length;
              return MD_LOG_JOURNAL_ENTRY;
            }
          continue;
        }
      else if ((taken = take_line (self, rest, length)) == 0)
        break;
      rest = md_slice_from (rest, taken);
    }
  if (self->broken || last)
    rest = md_slice_from (rest, rest.length);
  *used = bytes.length - rest.length;
  return last && close_entry (self, line) ? MD_LOG_JOURNAL_ENTRY : MD_LOG_JOURNAL_MORE;
}
