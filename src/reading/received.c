/* received.c - one Received line; see received.h
 *
 * The line is cut into words and comments, then into clauses by the words from, by, via, with, id, for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-received"

#include "config.h"

#include "reading/received-private.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_LINE 8192

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

/* Comments that tell of the envelope or of signing in may stand anywhere. */
static void
take_remark (MdReceived *self, const char *comment)
{
  g_autofree char *sender = NULL;

  if (g_ascii_strncasecmp (comment, "envelope-from ", 14) == 0)
    md_received_take (&self->sender, md_received_dup_path (comment + 14, strlen (comment + 14)));
  else if (g_ascii_strncasecmp (comment, "envelope-sender ", 16) == 0)
    md_received_take (&self->sender, md_received_dup_path (comment + 16, strlen (comment + 16)));
  else if (g_ascii_strncasecmp (comment, "Authenticated sender", 20) == 0)
    md_received_take (&self->auth, g_strdup ("Postfix"));
  else if (g_ascii_strncasecmp (comment, "authenticated bits", 18) == 0)
    md_received_take (&self->auth, g_strdup ("Sendmail"));
  else if (g_ascii_strncasecmp (comment, "authenticated as ", 17) == 0)
    md_received_take (&self->auth, g_strdup ("CriticalPath"));
  else if (g_ascii_strncasecmp (comment, "AUTH: ", 6) == 0)
    md_received_take (&self->auth, md_received_value_after (comment, "AUTH:"));
}

/* ── the line ── */

static gboolean
find_clause (const MdReceivedItem *item, Clause *clause)
{
  static const char *const words[] = { [CLAUSE_FROM] = "from", [CLAUSE_BY] = "by", [CLAUSE_VIA] = "via",
                                       [CLAUSE_WITH] = "with", [CLAUSE_ID] = "id", [CLAUSE_FOR] = "for" };

  for (guint i = CLAUSE_FROM; i <= CLAUSE_FOR; i++)
    if (md_received_item_is (item, words[i]))
      {
        *clause = (Clause) i;
        return TRUE;
      }
  return FALSE;
}

/* The first word of a clause is its value; a second "from" tells the envelope's sender. */
static void
take_value (MdReceived *self, Clause clause, const MdReceivedItem *item)
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
    *into = g_strndup (item->text + 1, strcspn (item->text + 1, MD_RECEIVED_BLANKS "]"));
  else
    *into = md_received_dup_path (item->text, item->length);
}

static void
take_remarks (MdReceived *self, const GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const MdReceivedItem *item = &g_array_index (items, MdReceivedItem, i);

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
  const MdReceivedItem *all = (const MdReceivedItem *) items->data;
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
      /* There is one source; a from behind it tells the sender of the envelope. */
      if (clause == CLAUSE_FROM && i == 0)
        {
          guint end = i + 1;

          while (end < items->len && !all[end].begins_part && !md_received_item_is (&all[end], "by")
                 && !md_received_item_is (&all[end], "via"))
            end++;
          md_received_read_source (self, &all[i + 1], end - i - 1);
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

  items = md_received_cut (text, &date);
  if (items->len > 0 && g_array_index (items, MdReceivedItem, 0).is_comment
      && g_ascii_strncasecmp (g_array_index (items, MdReceivedItem, 0).text, "from ", 5) == 0)
    {
      /* The whole from clause as a comment. */
      const MdReceivedItem *item = &g_array_index (items, MdReceivedItem, 0);

      inner = g_strndup (item->text + 5, item->length > 5 ? item->length - 5 : 0);
      inner_items = md_received_cut (inner, &no_date);
      md_received_read_source (self, (const MdReceivedItem *) inner_items->data, inner_items->len);
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
