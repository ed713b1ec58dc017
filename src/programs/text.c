/* text.c - for readers: settings files as lines and as groups of keys; see text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-programs"

#include "config.h"

#include "base/secret.h"
#include "programs/text.h"

#include <string.h>

#define MAX_FILE (1024 * 1024)
#define MAX_LINE (64 * 1024)
#define MAX_GROUPS 4096
#define MAX_KEYS 1024

/* --- Lines --- */

static MdLines *
lines_take (char *text, gsize length)
{
  MdLines *self = g_new0 (MdLines, 1);

  self->text = text;
  self->length = length;
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    self->next = 3;
  return self;
}

MdLines *
md_lines_read (const MdReader *reader, const char *name)
{
  gsize length;
  char *text = md_program_file (reader->folder, name, reader->program, MAX_FILE, reader->into, &length);

  return text == NULL ? NULL : lines_take (text, length);
}

MdLines *
md_lines_new (const char *text, gsize length)
{
  char *copy = g_malloc (length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return lines_take (copy, length);
}

void
md_lines_free (MdLines *self)
{
  if (self == NULL)
    return;
  md_wipe (self->text, self->length);
  g_free (self->text);
  g_free (self);
}

char *
md_lines_next (MdLines *self)
{
  while (self->next < self->length)
    {
      char *line = self->text + self->next;
      gsize left = self->length - self->next;
      char *end = memchr (line, '\n', left);
      gsize length = end != NULL ? (gsize) (end - line) : left;

      self->next += length + (end != NULL);
      self->number++;
      line[length] = '\0';
      if (length > 0 && line[length - 1] == '\r')
        line[--length] = '\0';
      if (self->broken == 0 && !g_utf8_validate (line, (gssize) length, NULL))
        self->broken = self->number;
      if (length <= MAX_LINE && memchr (line, '\0', length) == NULL)
        return line;
      if (self->broken == 0)
        self->broken = self->number;
    }
  return NULL;
}

void
md_lines_report (const MdLines *self, const MdReader *reader, const char *name)
{
  g_autofree char *path = g_build_filename (reader->folder, name, NULL);

  if (self->broken != 0)
    md_program_note (reader->into, reader->program, path, MD_PROGRAM_NOTE_BROKEN, self->broken);
}

/* --- Groups of keys --- */

void
md_program_wipe_free (gpointer text)
{
  md_wipe (text, strlen (text));
  g_free (text);
}

static void
group_free (MdIniGroup *self)
{
  g_free (self->name);
  g_hash_table_unref (self->keys);
  g_free (self);
}

static MdIniGroup *
group_add (GPtrArray *ini, const char *line)
{
  const char *end = strrchr (line, ']');
  g_autofree char *name = end == NULL ? NULL : g_strndup (line + 1, (gsize) (end - line - 1));
  MdIniGroup *group = NULL;

  if (end == NULL || ini->len >= MAX_GROUPS)
    return NULL;
  group = g_new0 (MdIniGroup, 1);
  group->name = g_utf8_make_valid (name, -1);
  group->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, md_program_wipe_free);
  g_ptr_array_add (ini, group);
  return group;
}

/* "key=value"; KDE writes what a key is for behind it: "name[$e]". */
static gboolean
group_take (MdIniGroup *group, char *line)
{
  char *equals = strchr (line, '=');
  char *mark;

  if (equals == NULL || equals == line)
    return FALSE;
  if (group == NULL)
    return TRUE;
  if (g_hash_table_size (group->keys) >= MAX_KEYS)
    return FALSE;
  *equals = '\0';
  mark = strstr (line, "[$");
  if (mark != NULL)
    *mark = '\0';
  g_hash_table_replace (group->keys, g_strdup (g_strstrip (line)), g_strdup (g_strstrip (equals + 1)));
  return TRUE;
}

GPtrArray *
md_ini_parse (MdLines *lines)
{
  GPtrArray *ini = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  MdIniGroup *group = NULL;

  for (char *line = md_lines_next (lines); line != NULL; line = md_lines_next (lines))
    {
      gboolean good = TRUE;

      g_strstrip (line);
      if (line[0] == '[')
        {
          group = group_add (ini, line);
          good = group != NULL;
        }
      else if (line[0] != '\0' && line[0] != '#' && line[0] != ';')
        good = group_take (group, line);
      if (!good && lines->broken == 0)
        lines->broken = lines->number;
    }
  return ini;
}

GPtrArray *
md_ini_read (const MdReader *reader, const char *name)
{
  g_autoptr (MdLines) lines = md_lines_read (reader, name);
  GPtrArray *ini;

  if (lines == NULL)
    return NULL;
  ini = md_ini_parse (lines);
  md_lines_report (lines, reader, name);
  return ini;
}

const MdIniGroup *
md_ini_group (const GPtrArray *ini, const char *name)
{
  for (guint i = 0; ini != NULL && i < ini->len; i++)
    {
      const MdIniGroup *group = g_ptr_array_index (ini, i);

      if (strcmp (group->name, name) == 0)
        return group;
    }
  return NULL;
}

const char *
md_ini_get (const MdIniGroup *group, const char *key)
{
  const char *value = group == NULL ? NULL : g_hash_table_lookup (group->keys, key);

  return value == NULL || value[0] == '\0' ? NULL : value;
}

char *
md_ini_text (const MdIniGroup *group, const char *key)
{
  const char *value = md_ini_get (group, key);
  g_autoptr (GString) plain = g_string_new (NULL);

  if (value == NULL)
    return NULL;
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        {
          at++;
          g_string_append_c (plain, strchr ("sntr", *at) != NULL ? ' ' : *at);
        }
      else
        g_string_append_c (plain, *at);
    }
  return md_program_text (plain->str);
}

gint64
md_ini_number (const MdIniGroup *group, const char *key, gint64 otherwise)
{
  const char *value = md_ini_get (group, key);
  gint64 number = 0;

  return value != NULL && g_ascii_string_to_signed (value, 10, G_MININT32, G_MAXINT32, &number, NULL) ? number
                                                                                                       : otherwise;
}

gboolean
md_ini_truth (const MdIniGroup *group, const char *key, gboolean otherwise)
{
  const char *value = md_ini_get (group, key);

  if (value == NULL)
    return otherwise;
  return g_ascii_strcasecmp (value, "true") == 0 || g_ascii_strcasecmp (value, "yes") == 0
         || g_ascii_strcasecmp (value, "on") == 0 || strcmp (value, "1") == 0;
}
