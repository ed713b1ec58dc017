/* received.c - one Received line; see received.h
 *
 * The line is cut into words and comments, then into clauses by the words from, by, via, with, id, for.  What stands in
 * the from clause differs from server to server; the rules below go by shape, not by the server's name:
 *
 *   HELO (NAME [ADDRESS])            Sendmail, Postfix      NAME ([ADDRESS] helo=HELO)     Exim
 *   NAME (HELO HELO) (ADDRESS)       qmail                  [ADDRESS] (HELO HELO)          CommuniGate
 *   NAME (ADDRESS)                   qmail, Critical Path   HELO (ADDRESS:PORT)            XMail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-received"

#include "config.h"

#include "reading/received.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_LINE 8192
#define MAX_ITEMS 200
#define MAX_DEPTH 10
#define BLANKS " \t\r\n"

typedef struct
{
  const char *text;  /* without the parentheses of a comment */
  gsize length;
  gboolean is_comment;
  gboolean touches;      /* nothing between it and the item before */
  gboolean begins_part;  /* first behind a ";" */
} Item;

typedef enum
{
  CLAUSE_NONE,
  CLAUSE_FROM,
  CLAUSE_BY,
  CLAUSE_VIA,
  CLAUSE_WITH,
  CLAUSE_ID,
  CLAUSE_FOR,
} Clause;

/* ── cutting ── */

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

static gboolean
is_item (const Item *item, const char *word)
{
  return !item->is_comment && strlen (word) == item->length && g_ascii_strncasecmp (item->text, word, item->length) == 0;
}

static gsize
word_length (const char *at)
{
  gsize length = strcspn (at, BLANKS "(;");

  /* "[XMail 1.20 ESMTP Server]", "<a b>" */
  if (*at == '[' && strchr (at, ']') != NULL)
    length = MAX (length, (gsize) (strchr (at, ']') - at) + 1);
  else if (*at == '<' && strchr (at, '>') != NULL)
    length = MAX (length, (gsize) (strchr (at, '>') - at) + 1);
  return MAX (length, 1);
}

/* Cuts @text; *date is what stands behind the last ";" outside comments, unless more clauses follow it. */
static GArray *
cut (const char *text, const char **date)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));
  const char *at = text, *end_of_last = NULL;
  gboolean begins_part = FALSE;

  *date = NULL;
  for (at += strspn (at, BLANKS); *at != '\0' && items->len < MAX_ITEMS; at += strspn (at, BLANKS))
    {
      gsize inside = *at == '(' ? comment_length (at) : 0;
      Item item = { .touches = at == end_of_last, .is_comment = inside > 0 };

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

/* ── addresses ── */

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

static gboolean
in_network (const guchar *raw, const char *network, guint bits, int family)
{
  guchar base[16];
  guint whole = bits / 8, rest = bits % 8;

  if (inet_pton (family, network, base) != 1)
    return FALSE;
  return memcmp (raw, base, whole) == 0 && (rest == 0 || (raw[whole] ^ base[whole]) >> (8 - rest) == 0);
}

gboolean
md_address_is_public (const char *numeric)
{
  static const struct
  {
    const char *network;
    guint bits;
    int family;
  } closed[] = {
    { "0.0.0.0", 8, AF_INET },     { "10.0.0.0", 8, AF_INET },     { "100.64.0.0", 10, AF_INET },
    { "127.0.0.0", 8, AF_INET },   { "169.254.0.0", 16, AF_INET }, { "172.16.0.0", 12, AF_INET },
    { "192.0.0.0", 24, AF_INET },  { "192.168.0.0", 16, AF_INET }, { "224.0.0.0", 3, AF_INET },
    { "::", 8, AF_INET6 },         { "fc00::", 7, AF_INET6 },      { "fe80::", 10, AF_INET6 },
    { "ff00::", 8, AF_INET6 },
  };
  guchar raw[16];
  int family = inet_pton (AF_INET, numeric, raw) == 1 ? AF_INET : AF_INET6;

  if (family == AF_INET6 && inet_pton (AF_INET6, numeric, raw) != 1)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (closed); i++)
    if (closed[i].family == family && in_network (raw, closed[i].network, closed[i].bits, family))
      return FALSE;
  return TRUE;
}

/* ── clauses ── */

static char *
dup_trimmed (const char *text, gsize length)
{
  while (length > 0 && strchr (BLANKS, text[0]) != NULL)
    text++, length--;
  while (length > 0 && strchr (BLANKS ",", text[length - 1]) != NULL)
    length--;
  return length > 0 ? g_strndup (text, length) : NULL;
}

static void
take (char **into, char *text)
{
  g_free (*into);
  *into = text;
}

/* Without the angle brackets, also doubled ones. */
static char *
dup_path (const char *text, gsize length)
{
  char *path = dup_trimmed (text, length);
  gsize opening = path != NULL ? strspn (path, "<") : 0;

  if (opening > 0)
    memmove (path, path + opening, strlen (path + opening) + 1);
  if (path != NULL)
    path[strcspn (path, ">")] = '\0';
  if (path != NULL && path[0] == '\0')
    g_clear_pointer (&path, g_free);
  return path;
}

/* What follows @word in the comment, up to a blank; NULL when it is not in it. */
static char *
value_after (const char *comment, const char *word)
{
  const char *at = strcasestr (comment, word);

  if (at == NULL)
    return NULL;
  at += strlen (word);
  at += strspn (at, BLANKS);
  return dup_trimmed (at, strcspn (at, BLANKS));
}

/* Comments that tell of the envelope or of signing in may stand anywhere. */
static void
take_remark (MdReceived *self, const char *comment)
{
  g_autofree char *sender = NULL;

  if (g_ascii_strncasecmp (comment, "envelope-from ", 14) == 0)
    take (&self->sender, dup_path (comment + 14, strlen (comment + 14)));
  else if (g_ascii_strncasecmp (comment, "envelope-sender ", 16) == 0)
    take (&self->sender, dup_path (comment + 16, strlen (comment + 16)));
  else if (g_ascii_strncasecmp (comment, "Authenticated sender", 20) == 0)
    take (&self->auth, g_strdup ("Postfix"));
  else if (g_ascii_strncasecmp (comment, "authenticated bits", 18) == 0)
    take (&self->auth, g_strdup ("Sendmail"));
  else if (g_ascii_strncasecmp (comment, "authenticated as ", 17) == 0)
    take (&self->auth, g_strdup ("CriticalPath"));
  else if (g_ascii_strncasecmp (comment, "AUTH: ", 6) == 0)
    take (&self->auth, value_after (comment, "AUTH:"));
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
  take (&self->ident, g_strndup (self->name + skip, (gsize) (at - self->name) - skip));
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
  take (&self->address, address);
  take (&self->name, dup_trimmed (comment, (gsize) (bracket - comment)));
  split_ident (self);
  self->bracketed = TRUE;
  self->verified = strstr (rest, " verified") != NULL;
  self->forged = strcasestr (rest, "may be forged") != NULL;
  helo = value_after (rest, "helo=");
  if (helo != NULL)
    {
      helo[strcspn (helo, ")")] = '\0';
      take (&self->helo, helo);
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

  if (address == NULL || rest[strspn (rest, BLANKS)] != '\0')
    {
      g_free (address);
      return;
    }
  take (&self->address, address);
  if (at != NULL)
    take (&self->ident, g_strndup (comment, (gsize) (at - comment)));
  self->has_port = strchr (address, '.') != NULL && memchr (number, ':', (gsize) (rest - number)) != NULL;
  self->set_off = comment[0] == ' ';
  self->touches = touches;
}

static void
take_source_comment (Source *self, const Item *item)
{
  g_autofree char *comment = g_strndup (item->text, item->length);
  const char *helo = strcasestr (comment, "HELO ");

  helo = helo == NULL ? strcasestr (comment, "EHLO ") : helo;
  if (helo != NULL && (helo == comment || helo[-1] == ' '))
    {
      take (&self->helo, dup_trimmed (helo + 5, strlen (helo + 5)));
      self->helo_named_apart = TRUE;
    }
  else if (g_ascii_strncasecmp (comment, "helo=", 5) == 0)
    {
      take (&self->helo, value_after (comment, "helo="));
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

static void
read_source (MdReceived *self, const Item *items, gsize n_items)
{
  g_auto (Source) source = { 0 };
  const char *rest;

  for (gsize i = 0; i < n_items; i++)
    if (items[i].is_comment)
      take_source_comment (&source, &items[i]);
    else if (i == 0)
      source.first = dup_path (items[i].text, items[i].length);
    else if (i == 1 && items[i].text[0] == '[')
      source.second = read_address (items[i].text, items[i].length, &rest);
  self->from = g_strdup (source.first);
  combine (self, &source);
}

/* ── the line ── */

static gboolean
find_clause (const Item *item, Clause *clause)
{
  static const char *const words[] = { [CLAUSE_FROM] = "from", [CLAUSE_BY] = "by", [CLAUSE_VIA] = "via",
                                       [CLAUSE_WITH] = "with", [CLAUSE_ID] = "id", [CLAUSE_FOR] = "for" };

  for (guint i = CLAUSE_FROM; i <= CLAUSE_FOR; i++)
    if (is_item (item, words[i]))
      {
        *clause = (Clause) i;
        return TRUE;
      }
  return FALSE;
}

/* The first word of a clause is its value; a second "from" tells the envelope's sender. */
static void
take_value (MdReceived *self, Clause clause, const Item *item)
{
  char **into = clause == CLAUSE_BY     ? &self->by
                : clause == CLAUSE_WITH ? &self->with
                : clause == CLAUSE_ID   ? &self->id
                : clause == CLAUSE_FOR  ? &self->recipient
                : clause == CLAUSE_FROM ? &self->sender
                                        : NULL;

  if (into == NULL || *into != NULL || item->is_comment)
    return;
  if (clause == CLAUSE_WITH && item->text[0] == '[')
    *into = g_strndup (item->text + 1, strcspn (item->text + 1, BLANKS "]"));
  else
    *into = dup_path (item->text, item->length);
}

static void
take_remarks (MdReceived *self, const GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);

      if (item->is_comment)
        {
          g_autofree char *comment = g_strndup (item->text, item->length);

          take_remark (self, comment);
          if (g_ascii_strncasecmp (comment, "fetchmail", 9) == 0)
            g_clear_pointer (&self->address, g_free);
        }
    }
}

/* RFC 3848: the A in ESMTPSA says that the sender signed in. */
static void
judge_protocol (MdReceived *self)
{
  static const char *const signed_in[] = { "ASMTP", "ESMTPA", "ESMTPSA", "LMTPA", "LMTPSA", "UTF8SMTPA", "UTF8SMTPSA" };

  for (guint i = 0; self->with != NULL && i < G_N_ELEMENTS (signed_in); i++)
    if (self->auth == NULL && g_ascii_strcasecmp (self->with, signed_in[i]) == 0)
      self->auth = g_strdup (self->with);
  if (self->with == NULL || g_ascii_strcasecmp (self->with, "HTTP") != 0)
    return;
  /* Webmail: whoever it was came with a browser. */
  g_clear_pointer (&self->helo, g_free);
  if (self->auth == NULL)
    self->auth = g_strdup ("HTTP");
}

static void
read_clauses (MdReceived *self, const GArray *items, guint first)
{
  const Item *all = (const Item *) items->data;
  Clause clause = CLAUSE_NONE, found;

  for (guint i = first; i < items->len; i++)
    {
      if (all[i].begins_part)
        clause = CLAUSE_NONE;
      if (!find_clause (&all[i], &found))
        {
          take_value (self, clause, &all[i]);
          continue;
        }
      clause = found;
      if (clause == CLAUSE_FROM && i == first)
        {
          guint end = i + 1;

          while (end < items->len && !all[end].begins_part && !is_item (&all[end], "by") && !is_item (&all[end], "via"))
            end++;
          read_source (self, &all[i + 1], end - i - 1);
          i = end - 1;
        }
    }
}

MdReceived *
md_received_parse (const char *value)
{
  MdReceived *self = g_new0 (MdReceived, 1);
  g_autofree char *text = g_strndup (value, strnlen (value, MAX_LINE));
  g_autofree char *inner = NULL;
  g_autoptr (GArray) items = NULL, inner_items = NULL;
  const char *date, *no_date;
  guint first = 0;

  items = cut (text, &date);
  if (items->len > 0 && g_array_index (items, Item, 0).is_comment
      && g_ascii_strncasecmp (g_array_index (items, Item, 0).text, "from ", 5) == 0)
    {
      /* The whole from clause as a comment. */
      const Item *item = &g_array_index (items, Item, 0);

      inner = g_strndup (item->text + 5, item->length > 5 ? item->length - 5 : 0);
      inner_items = cut (inner, &no_date);
      read_source (self, (const Item *) inner_items->data, inner_items->len);
      first = 1;
    }
  read_clauses (self, items, first);
  take_remarks (self, items);
  judge_protocol (self);
  if (date == NULL || !md_header_read_date (date, &self->date))
    self->date = G_MININT64;
  return self;
}

void
md_received_free (MdReceived *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  g_free (self->helo);
  g_free (self->ident);
  g_free (self->from);
  g_free (self->by);
  g_free (self->with);
  g_free (self->id);
  g_free (self->recipient);
  g_free (self->sender);
  g_free (self->auth);
  g_free (self);
}
