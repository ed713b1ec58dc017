/* received-source.c - the from clause of a Received line: which word is what; see received-private.h
 *
 * It differs from server to server; the rules go by shape, not by the server's name:
 *
 *   HELO (NAME [ADDRESS])            Sendmail, Postfix      NAME ([ADDRESS] helo=HELO)     Exim
 *   NAME (HELO HELO) (ADDRESS)       qmail                  [ADDRESS] (HELO HELO)          CommuniGate
 *   NAME (ADDRESS)                   qmail, Critical Path   HELO (ADDRESS:PORT)            XMail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-received"

#include "config.h"

#include "reading/received-private.h"

#include <arpa/inet.h>
#include <string.h>

/* The numeric address @text begins with, behind brackets, "IPv6:", "::ffff:"; NULL when there is none.  @after: what
 * follows it. */
static char *
read_address (const char *text, gsize length, const char **after)
{
  char word[64];
  const char *at = text, *end = text + length;
  guchar raw[16];
  gsize n = 0;

  while (at < end && strchr (" [", *at) != NULL)
    at++;
  if (end - at > 5 && g_ascii_strncasecmp (at, "IPv6:", 5) == 0)
    at += 5;
  if (end - at > 7 && g_ascii_strncasecmp (at, "::ffff:", 7) == 0 && memchr (at, '.', (gsize) (end - at)) != NULL)
    at += 7;
  while (at + n < end && n < sizeof word - 1 && (g_ascii_isxdigit (at[n]) || at[n] == ':' || at[n] == '.'))
    {
      word[n] = at[n];
      n++;
    }
  word[n] = '\0';
  *after = at + n;
  if (strchr (word, '.') != NULL && strspn (word, "0123456789.:") == n)
    {
      /* "192.0.2.1:25" and "192.0.2.1.25" */
      guint dots = 0;

      for (gsize i = 0; i < n; i++)
        if (word[i] == ':' || (word[i] == '.' && ++dots == 4))
          word[i] = '\0';
    }
  if (inet_pton (AF_INET, word, raw) == 1 || inet_pton (AF_INET6, word, raw) == 1)
    return g_strdup (word);
  return NULL;
}

/* What the from clause says, before it is known what each word is. */
typedef struct
{
  char *first;      /* all owned and nullable */
  char *second;     /* address in a bracketed word behind the first */
  char *helo;       /* named as such */
  char *address;
  char *name;       /* in front of a bracketed address */
  char *ident;
  gboolean bracketed, helo_named_apart, verified, forged, has_port, set_off, touches;
} Source;

static void
source_clear (Source *self)
{
  g_free (self->first);
  g_free (self->second);
  g_free (self->helo);
  g_free (self->address);
  g_free (self->name);
  g_free (self->ident);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* "IDENT:user@name" */
static void
split_ident (Source *self)
{
  const char *at = self->name != NULL ? strrchr (self->name, '@') : NULL;
  gsize skip = self->name != NULL && g_ascii_strncasecmp (self->name, "IDENT:", 6) == 0 ? 6 : 0;

  if (at == NULL || at < self->name + skip)
    return;
  md_received_take (&self->ident, g_strndup (self->name + skip, (gsize) (at - self->name) - skip));
  memmove (self->name, at + 1, strlen (at));
}

/* "name [address] rest" */
static gboolean
take_bracketed (Source *self, const char *comment)
{
  const char *bracket = strchr (comment, '['), *rest;
  char *address = bracket != NULL ? read_address (bracket, strlen (bracket), &rest) : NULL;
  char *helo;

  if (address == NULL)
    return FALSE;
  md_received_take (&self->address, address);
  md_received_take (&self->name, md_received_dup (comment, (gsize) (bracket - comment)));
  split_ident (self);
  self->bracketed = TRUE;
  self->verified = strstr (rest, " verified") != NULL;
  self->forged = strcasestr (rest, "may be forged") != NULL;
  helo = md_received_value_after (rest, "helo=");
  if (helo != NULL)
    {
      helo[strcspn (helo, ")")] = '\0';
      md_received_take (&self->helo, helo);
    }
  return TRUE;
}

/* "address", "user@address", "address:port" */
static void
take_bare (Source *self, const char *comment, gboolean touches)
{
  const char *at = strchr (comment, '@'), *rest;
  const char *number = at != NULL ? at + 1 : comment;
  char *address = read_address (number, strlen (number), &rest);

  if (address == NULL || rest[strspn (rest, MD_RECEIVED_BLANKS)] != '\0')
    {
      g_free (address);
      return;
    }
  md_received_take (&self->address, address);
  if (at != NULL)
    md_received_take (&self->ident, g_strndup (comment, (gsize) (at - comment)));
  self->has_port = strchr (address, '.') != NULL && memchr (number, ':', (gsize) (rest - number)) != NULL;
  self->set_off = comment[0] == ' ';
  self->touches = touches;
}

static void
take_source_comment (Source *self, const MdReceivedItem *item)
{
  g_autofree char *comment = g_strndup (item->text, item->length);
  const char *helo = strcasestr (comment, "HELO ");

  helo = helo == NULL ? strcasestr (comment, "EHLO ") : helo;
  if (helo != NULL && (helo == comment || helo[-1] == ' '))
    {
      md_received_take (&self->helo, md_received_dup (helo + 5, strlen (helo + 5)));
      self->helo_named_apart = TRUE;
    }
  else if (g_ascii_strncasecmp (comment, "helo=", 5) == 0)
    {
      md_received_take (&self->helo, md_received_value_after (comment, "helo="));
      self->helo_named_apart = TRUE;
    }
  else if (self->address == NULL && !take_bracketed (self, comment))
    take_bare (self, comment, item->touches);
}

static void
combine (MdReceived *self, Source *source)
{
  const char *rest, *name = source->name, *helo = source->helo;
  g_autofree char *first_address = NULL;

  if (source->first != NULL)
    first_address = read_address (source->first, strlen (source->first), &rest);
  if (source->address == NULL && source->second == NULL && first_address != NULL)
    source->first[0] = '\0';
  if (source->helo_named_apart || helo != NULL || (source->bracketed && source->verified))
    name = name != NULL ? name : source->first;
  else if (source->address != NULL && !source->bracketed && !source->has_port && !source->set_off)
    name = source->first;
  if (helo == NULL && !source->helo_named_apart && !source->touches)
    helo = source->first;
  if (name != NULL && (source->forged || name[0] == '[' || name[0] == '\0' || g_ascii_strcasecmp (name, "unknown") == 0
                       || g_ascii_strcasecmp (name, "softdnserr") == 0))
    name = NULL;
  self->name = g_strdup (name);
  self->helo = helo != NULL && helo[0] != '\0' ? g_strdup (helo) : NULL;
  self->ident = g_steal_pointer (&source->ident);
  self->address = source->address != NULL  ? g_steal_pointer (&source->address)
                  : source->second != NULL ? g_steal_pointer (&source->second)
                                           : g_steal_pointer (&first_address);
  if (self->name != NULL && g_str_has_suffix (self->name, "."))
    self->name[strlen (self->name) - 1] = '\0';
}

void
md_received_read_source (MdReceived *self, const MdReceivedItem *items, gsize n_items)
{
  g_auto (Source) source = { 0 };
  const char *rest;

  for (gsize i = 0; i < n_items; i++)
    if (items[i].is_comment)
      take_source_comment (&source, &items[i]);
    else if (i == 0)
      source.first = md_received_dup_path (items[i].text, items[i].length);
    else if (i == 1 && items[i].text[0] == '[')
      source.second = read_address (items[i].text, items[i].length, &rest);
  self->from = g_strdup (source.first);
  combine (self, &source);
}
