/* received-items.c - a Received line cut into words and comments; see received-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-received"

#include "config.h"

#include "reading/received-private.h"

#include <string.h>

#define MAX_ITEMS 200
#define MAX_DEPTH 10

static gsize
comment_length (const char *at)
{
  guint depth = 0;

  for (gsize i = 0; at[i] != '\0'; i++)
    {
      if (at[i] == '\\' && at[i + 1] != '\0')
        i++;
      else if (at[i] == '(' && ++depth > MAX_DEPTH)
        return 0;
      else if (at[i] == ')' && --depth == 0)
        return i + 1;
    }
  return 0;
}

gboolean
md_received_item_is (const MdReceivedItem *item, const char *word)
{
  return !item->is_comment && strlen (word) == item->length
         && g_ascii_strncasecmp (item->text, word, item->length) == 0;
}

static gsize
word_length (const char *at)
{
  gsize length = strcspn (at, MD_RECEIVED_BLANKS "(;");

  /* "[XMail 1.20 ESMTP Server]", "<a b>" */
  if (*at == '[' && strchr (at, ']') != NULL)
    length = MAX (length, (gsize) (strchr (at, ']') - at) + 1);
  else if (*at == '<' && strchr (at, '>') != NULL)
    length = MAX (length, (gsize) (strchr (at, '>') - at) + 1);
  return MAX (length, 1);
}

GArray *
md_received_cut (const char *text, const char **date)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (MdReceivedItem));
  const char *at = text, *end_of_last = NULL;
  gboolean begins_part = FALSE;

  *date = NULL;
  while (items->len < MAX_ITEMS && *(at += strspn (at, MD_RECEIVED_BLANKS)) != '\0')
    {
      gsize inside = *at == '(' ? comment_length (at) : 0;
      MdReceivedItem item = { .touches = at == end_of_last, .is_comment = inside > 0 };

      if (*at == ';')
        {
          *date = ++at;
          begins_part = TRUE;
          continue;
        }
      item.begins_part = begins_part;
      begins_part = FALSE;
      item.text = inside > 0 ? at + 1 : at;
      item.length = inside > 0 ? inside - 2 : word_length (at);
      g_array_append_val (items, item);
      at += inside > 0 ? inside : item.length;
      end_of_last = at;
    }
  return items;
}

char *
md_received_dup (const char *text, gsize length)
{
  while (length > 0 && strchr (MD_RECEIVED_BLANKS, text[0]) != NULL)
    text++, length--;
  while (length > 0 && strchr (MD_RECEIVED_BLANKS ",", text[length - 1]) != NULL)
    length--;
  return length > 0 ? g_strndup (text, length) : NULL;
}

void
md_received_take (char **into, char *text)
{
  g_free (*into);
  *into = text;
}

/* Without the angle brackets, also doubled ones. */
char *
md_received_dup_path (const char *text, gsize length)
{
  char *path = md_received_dup (text, length);
  gsize opening = path != NULL ? strspn (path, "<") : 0;

  if (opening > 0)
    memmove (path, path + opening, strlen (path + opening) + 1);
  if (path != NULL)
    path[strcspn (path, ">")] = '\0';
  if (path != NULL && path[0] == '\0')
    g_clear_pointer (&path, g_free);
  return path;
}

char *
md_received_value_after (const char *comment, const char *word)
{
  const char *at = strcasestr (comment, word);

  if (at == NULL)
    return NULL;
  at += strlen (word);
  at += strspn (at, MD_RECEIVED_BLANKS);
  return md_received_dup (at, strcspn (at, MD_RECEIVED_BLANKS));
}
