/* database.c - every text in somebody else's SQLite database; see database.h
 *
 * The file's format and that of its log: https://sqlite.org/fileformat2.html
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-database"

#include "config.h"

#include "programs/database.h"

#include <sqlite3.h>
#include <string.h>

#define HEADER_BYTES 100
#define MAGIC "SQLite format 3"
#define MAX_BYTES (256 * 1024 * 1024)
#define MAX_TABLES 100
#define MAX_ROWS 500000
#define MAX_VALUE_BYTES (4 * 1024 * 1024)
#define MAX_COLUMNS 200
#define STEPS_BETWEEN_LOOKS 10000

#define LOG_MAGIC 0x377f0682u /* its last bit tells the order of the checksums' bytes */
#define LOG_HEADER_BYTES 32
#define FRAME_HEADER_BYTES 24

static guint32
number_at (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* ── the write-ahead log ── */

/* Frames up to the last that ends a transaction; those of an earlier round carry another salt. */
static gsize
count_frames (const guint8 *log, gsize length, gsize page)
{
  gsize n = 0, good = 0;

  for (gsize at = LOG_HEADER_BYTES; at + FRAME_HEADER_BYTES + page <= length; at += FRAME_HEADER_BYTES + page)
    {
      if (memcmp (log + at + 8, log + 16, 8) != 0)
        break;
      n++;
      if (number_at (log + at + 4) != 0)
        good = n;
    }
  return good;
}

static void
apply_log (GByteArray *image, const guint8 *log, gsize length, gsize page)
{
  gsize n;

  if (length < LOG_HEADER_BYTES || (number_at (log) & ~1u) != LOG_MAGIC || number_at (log + 8) != page)
    return;
  n = count_frames (log, length, page);
  for (gsize i = 0; i < n; i++)
    {
      const guint8 *frame = log + LOG_HEADER_BYTES + i * (FRAME_HEADER_BYTES + page);
      gsize number = number_at (frame);

      if (number == 0 || number > MAX_BYTES / page)
        return;
      if (image->len < number * page)
        {
          guint old = image->len;

          g_byte_array_set_size (image, (guint) (number * page));
          memset (image->data + old, 0, image->len - old);
        }
      memcpy (image->data + (number - 1) * page, frame + FRAME_HEADER_BYTES, page);
    }
}

/* The database as it would be read now; NULL when it is none. */
static GByteArray *
make_image (const char *bytes, gsize length, const char *log, gsize log_length)
{
  GByteArray *image;
  gsize page;

  if (length < HEADER_BYTES || length > MAX_BYTES || memcmp (bytes, MAGIC, sizeof MAGIC) != 0)
    return NULL;
  image = g_byte_array_sized_new ((guint) length);
  g_byte_array_append (image, (const guint8 *) bytes, (guint) length);
  page = (gsize) image->data[16] << 8 | image->data[17];
  page = page == 1 ? 65536 : page;
  if (log != NULL && page >= 512 && (page & (page - 1)) == 0)
    apply_log (image, (const guint8 *) log, log_length, page);
  /* From here on there is no log: versions for writing and for reading, 1 "rollback". */
  image->data[18] = image->data[19] = 1;
  return image;
}

/* ── tables ── */

typedef struct
{
  sqlite3 *db;
  const MdWait *wait;
  MdDatabaseVisit visit;
  gpointer user_data;
  guint n_rows;
  gboolean stopped;
} Look;

static int
look_at_clock (void *data)
{
  const Look *self = data;

  return md_wait_is_cancelled (self->wait) || g_get_monotonic_time () > self->wait->deadline;
}

static void
show_row (Look *self, sqlite3_stmt *row)
{
  int n_columns = sqlite3_column_count (row);

  for (int i = 0; i < n_columns && !self->stopped; i++)
    if (sqlite3_column_type (row, i) == SQLITE_TEXT)
      {
        const char *text = (const char *) sqlite3_column_text (row, i);

        if (text != NULL && !self->visit (text, (gsize) sqlite3_column_bytes (row, i), self->user_data))
          self->stopped = TRUE;
      }
}

static gboolean
show_table (Look *self, const char *name)
{
  char *sql = sqlite3_mprintf ("SELECT * FROM \"%w\"", name);
  sqlite3_stmt *rows = NULL;
  int result = sql != NULL ? sqlite3_prepare_v2 (self->db, sql, -1, &rows, NULL) : SQLITE_NOMEM;

  if (result == SQLITE_OK)
    while (!self->stopped && self->n_rows++ < MAX_ROWS && (result = sqlite3_step (rows)) == SQLITE_ROW)
      show_row (self, rows);
  sqlite3_finalize (rows);
  sqlite3_free (sql);
  return result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE;
}

/* Ordinary tables only: a virtual one runs code. */
static GPtrArray *
list_tables (Look *self)
{
  static const char *const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                                 "AND sql LIKE 'CREATE TABLE%'";
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *rows = NULL;
  int result = sqlite3_prepare_v2 (self->db, sql, -1, &rows, NULL);

  if (result == SQLITE_OK)
    while (names->len < MAX_TABLES && (result = sqlite3_step (rows)) == SQLITE_ROW)
      g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (rows, 0)));
  sqlite3_finalize (rows);
  if (result == SQLITE_ROW || result == SQLITE_DONE)
    return names;
  g_ptr_array_unref (names);
  return NULL;
}

/* What a stranger's schema may not do to us. */
static void
fence (Look *self)
{
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
  sqlite3_limit (self->db, SQLITE_LIMIT_COLUMN, MAX_COLUMNS);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_progress_handler (self->db, STEPS_BETWEEN_LOOKS, look_at_clock, self);
}

gboolean
md_database_each_text (const char *bytes, gsize length, const char *log, gsize log_length, const MdWait *wait,
                       MdDatabaseVisit visit, gpointer user_data)
{
  GByteArray *image = make_image (bytes, length, log, log_length);
  Look self = { .wait = wait, .visit = visit, .user_data = user_data };
  g_autoptr (GPtrArray) tables = NULL;
  gboolean good = FALSE;

  if (image == NULL)
    return FALSE;
  if (sqlite3_open_v2 (":memory:", &self.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL) == SQLITE_OK
      && sqlite3_deserialize (self.db, "main", image->data, image->len, image->len, SQLITE_DESERIALIZE_READONLY)
           == SQLITE_OK)
    {
      fence (&self);
      tables = list_tables (&self);
    }
  good = tables != NULL;
  for (guint i = 0; tables != NULL && i < tables->len && !self.stopped; i++)
    good = show_table (&self, g_ptr_array_index (tables, i)) && good;
  sqlite3_close (self.db);
  g_byte_array_unref (image);
  return good;
}
