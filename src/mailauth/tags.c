/* tags.c - tag lists; see tags.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-tags"

#include "config.h"

#include "mailauth/tags.h"

#include <string.h>

#define LIST_MAX_TAGS 64
#define BLANKS " \t\r\n"
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

static void
tag_clear (gpointer data)
{
  MdTag *tag = data;

  g_free (tag->name);
  g_free (tag->value);
}

void
md_tag_list_free (MdTagList *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->tags);
  g_free (self);
}

const MdTag *
md_tag_list_get (const MdTagList *self, const char *name)
{
  for (guint i = 0; i < self->tags->len; i++)
    {
      const MdTag *tag = &g_array_index (self->tags, MdTag, i);

      if (strcmp (tag->name, name) == 0)
        return tag;
    }
  return NULL;
}

/* @at: the first character of the name; @length: up to the semicolon. */
static gboolean
read_tag (MdTagList *self, const char *text, const char *at, gsize length)
{
  gsize name_length = strspn (at, NAME_CHARACTERS);
  const char *equals = at + name_length + strspn (at + name_length, BLANKS);
  const char *value, *end = at + length;
  MdTag tag = { .position = (guint) (at - text) + 1 };

  if (name_length == 0 || equals >= end || *equals != '=' || self->tags->len == LIST_MAX_TAGS)
    return FALSE;
  value = equals + 1;
  while (value < end && strchr (BLANKS, *value) != NULL)
    value++;
  while (end > value && strchr (BLANKS, end[-1]) != NULL)
    end--;
  tag.name = g_strndup (at, name_length);
  if (md_tag_list_get (self, tag.name) != NULL)
    {
      g_free (tag.name);
      return FALSE;
    }
  tag.value = g_strndup (value, (gsize) (end - value));
  tag.value_position = (guint) (value - text) + 1;
  g_array_append_val (self->tags, tag);
  return TRUE;
}

MdTagList *
md_tag_list_parse (const char *text)
{
  MdTagList *self = g_new0 (MdTagList, 1);
  const char *at = text;

  self->tags = g_array_new (FALSE, FALSE, sizeof (MdTag));
  g_array_set_clear_func (self->tags, tag_clear);
  for (;;)
    {
      gsize length;

      at += strspn (at, BLANKS);
      if (*at == '\0')
        break;
      length = strcspn (at, ";");
      if (!read_tag (self, text, at, length))
        {
          self->fault = (guint) (at - text) + 1;
          break;
        }
      at += length;
      if (*at == ';')
        at++;
    }
  return self;
}
