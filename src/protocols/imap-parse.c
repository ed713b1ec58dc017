/* imap-parse.c - reads IMAP responses; see imap-parse.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-parse.h"

#include <string.h>

#define MAX_DEPTH 16
#define MAX_WORDS 256
#define MAX_UIDS 10000
#define MAX_QUOTAS 64
#define MAX_CAPABILITY_BYTES 4000

static gboolean
ends_atom (char c)
{
  return c == ' ' || c == '(' || c == ')' || c == '"' || (guchar) c < 0x20;
}

static MdImapToken
read_string (MdImapCursor *cursor, GString *value)
{
  cursor->at++;
  while (cursor->at < cursor->end && *cursor->at != '"')
    {
      if (*cursor->at == '\\' && cursor->at + 1 < cursor->end)
        cursor->at++;
      g_string_append_c (value, *cursor->at++);
    }
  if (cursor->at >= cursor->end)
    return MD_IMAP_TOKEN_BAD;
  cursor->at++;
  return MD_IMAP_TOKEN_STRING;
}

static MdImapToken
read_atom (MdImapCursor *cursor, GString *value)
{
  gboolean in_section = FALSE;

  while (cursor->at < cursor->end && (in_section || !ends_atom (*cursor->at)))
    {
      in_section = *cursor->at == '[' || (in_section && *cursor->at != ']');
      g_string_append_c (value, *cursor->at++);
    }
  return value->len > 0 ? MD_IMAP_TOKEN_ATOM : MD_IMAP_TOKEN_BAD;
}

MdImapToken
md_imap_next (MdImapCursor *cursor, GString *value)
{
  g_string_truncate (value, 0);
  while (cursor->at < cursor->end && *cursor->at == ' ')
    cursor->at++;
  if (cursor->at >= cursor->end)
    return MD_IMAP_TOKEN_END;
  switch (*cursor->at)
    {
    case '(':
      cursor->at++;
      return MD_IMAP_TOKEN_OPEN;
    case ')':
      cursor->at++;
      return MD_IMAP_TOKEN_CLOSE;
    case '"':
      return read_string (cursor, value);
    default:
      return read_atom (cursor, value);
    }
}

gboolean
md_imap_skip (MdImapCursor *cursor)
{
  g_autoptr (GString) value = g_string_new (NULL);
  guint depth = 0;

  do
    {
      MdImapToken token = md_imap_next (cursor, value);

      if (token == MD_IMAP_TOKEN_END || token == MD_IMAP_TOKEN_BAD)
        return FALSE;
      if (token == MD_IMAP_TOKEN_OPEN && ++depth > MAX_DEPTH)
        return FALSE;
      if (token == MD_IMAP_TOKEN_CLOSE && depth-- == 0)
        return FALSE;
    }
  while (depth > 0);
  return TRUE;
}

gboolean
md_imap_literal_size (const char *line, gsize length, guint64 *size)
{
  const char *open;
  g_autofree char *digits = NULL;

  if (length < 3 || line[length - 1] != '}')
    return FALSE;
  open = memrchr (line, '{', length);
  if (open == NULL)
    return FALSE;
  length -= (gsize) (open - line) + 2;
  if (length > 0 && open[length] == '+')
    length--;
  digits = g_strndup (open + 1, length);
  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT32, size, NULL);
}

void
md_imap_append_quoted (GString *out, const char *bytes, gsize length)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '"' || bytes[i] == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, bytes[i]);
    }
  g_string_append_c (out, '"');
}

static gboolean
take_word (const char **text, const char *word)
{
  gsize length = strlen (word);

  if (g_ascii_strncasecmp (*text, word, length) != 0 || ((*text)[length] != ' ' && (*text)[length] != '\0'))
    return FALSE;
  *text += length;
  while (**text == ' ')
    (*text)++;
  return TRUE;
}

MdImapReply *
md_imap_reply_parse (const char *text)
{
  g_autoptr (MdImapReply) self = g_new0 (MdImapReply, 1);
  const char *close;

  if (take_word (&text, "OK"))
    self->condition = MD_IMAP_OK;
  else if (take_word (&text, "NO"))
    self->condition = MD_IMAP_NO;
  else if (take_word (&text, "BAD"))
    self->condition = MD_IMAP_BAD;
  else if (take_word (&text, "BYE"))
    self->condition = MD_IMAP_BYE;
  else if (take_word (&text, "PREAUTH"))
    self->condition = MD_IMAP_PREAUTH;
  else
    return NULL;
  close = *text == '[' ? strchr (text, ']') : NULL;
  if (close != NULL)
    {
      self->code = g_strndup (text + 1, (gsize) (close - text - 1));
      text = close + 1;
      while (*text == ' ')
        text++;
    }
  self->text = g_strdup (text);
  return g_steal_pointer (&self);
}

void
md_imap_features_clear (MdImapFeatures *self)
{
  g_free (self->capabilities);
  *self = (MdImapFeatures) { 0 };
}

void
md_imap_features_parse (MdImapFeatures *self, const char *capabilities)
{
  g_auto (GStrv) words = g_strsplit (capabilities, " ", MAX_WORDS);

  md_imap_features_clear (self);
  self->capabilities = g_strndup (capabilities, MAX_CAPABILITY_BYTES);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      const struct
      {
        const char *name;
        gboolean *flag;
      } known[] = {
        { "STARTTLS", &self->starttls },
        { "LOGINDISABLED", &self->login_disabled },
        { "SASL-IR", &self->sasl_ir },
        { "ID", &self->id },
        { "QUOTA", &self->quota },
        { "SPECIAL-USE", &self->special_use },
        { "LIST-EXTENDED", &self->list_extended },
        { "LITERAL+", &self->literal_plus },
        { "LITERAL-", &self->literal_plus },
        { "UIDPLUS", &self->uidplus },
        { "IDLE", &self->idle },
        { "ESEARCH", &self->esearch },
        { "LIST-STATUS", &self->list_status },
        { "STATUS=SIZE", &self->status_size },
        { "MOVE", &self->move },
      };

      for (gsize k = 0; k < G_N_ELEMENTS (known); k++)
        if (g_ascii_strcasecmp (words[i], known[k].name) == 0)
          *known[k].flag = TRUE;
      if (g_ascii_strncasecmp (words[i], "AUTH=", 5) == 0)
        self->mechanisms |= md_sasl_from_name (words[i] + 5);
      else if (g_ascii_strcasecmp (words[i], "IMAP4rev2") == 0)
        {
          self->sasl_ir = self->special_use = self->list_extended = self->literal_plus = TRUE;
          self->esearch = self->list_status = self->status_size = self->move = self->uidplus = TRUE;
        }
    }
}

/* One shifted run of modified UTF-7, "&…-": big-endian UTF-16 in base64 whose "/" is ",".  NULL when it is broken. */
static char *
decode_run (const char *run, gsize length)
{
  g_autofree char *base64 = g_strndup (run, length);
  GString *padded = g_string_new (g_strdelimit (base64, ",", '/'));
  g_autofree guchar *bytes = NULL;
  g_autofree gunichar2 *units = NULL;
  gsize n = 0;

  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  bytes = g_base64_decode (padded->str, &n);
  g_string_free (padded, TRUE);
  if (n < 2 || n % 2 != 0)
    return NULL;
  units = g_new0 (gunichar2, n / 2);
  for (gsize i = 0; i < n / 2; i++)
    units[i] = (gunichar2) (bytes[2 * i] << 8 | bytes[2 * i + 1]);
  return g_utf16_to_utf8 (units, (glong) (n / 2), NULL, NULL, NULL);
}

char *
md_imap_name_decode (const char *raw_name)
{
  GString *out = g_string_new (NULL);

  for (const char *p = raw_name; *p != '\0'; p++)
    {
      const char *close = *p == '&' ? strchr (p, '-') : NULL;
      g_autofree char *run = NULL;

      if (close == p + 1)
        g_string_append_c (out, '&');
      else if (close != NULL && (run = decode_run (p + 1, (gsize) (close - p - 1))) != NULL)
        g_string_append (out, run);
      else if (*p != '&')
        {
          g_string_append_c (out, *p);
          continue;
        }
      else
        {
          g_string_free (out, TRUE);
          return g_utf8_make_valid (raw_name, -1);
        }
      p = close;
    }
  if (!g_utf8_validate (out->str, (gssize) out->len, NULL))
    {
      g_string_free (out, TRUE);
      return g_utf8_make_valid (raw_name, -1);
    }
  return g_string_free (out, FALSE);
}

static void
take_attribute (MdImapFolder *self, const char *attribute)
{
  static const char *const special[] = { "\\All",  "\\Archive", "\\Drafts", "\\Flagged", "\\Important",
                                         "\\Junk", "\\Sent",    "\\Trash",  "\\Spam" };

  if (g_ascii_strcasecmp (attribute, "\\Noselect") == 0 || g_ascii_strcasecmp (attribute, "\\NonExistent") == 0)
    self->selectable = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (special) && self->special == NULL; i++)
    if (g_ascii_strcasecmp (attribute, special[i]) == 0)
      self->special = g_strdup (g_str_equal (special[i], "\\Spam") ? "\\Junk" : special[i]);
}

MdImapFolder *
md_imap_folder_parse (MdImapCursor *cursor)
{
  g_autoptr (GString) value = g_string_new (NULL);
  MdImapFolder *self;
  MdImapToken token;

  if (md_imap_next (cursor, value) != MD_IMAP_TOKEN_OPEN)
    return NULL;
  self = g_new0 (MdImapFolder, 1);
  self->selectable = TRUE;
  while ((token = md_imap_next (cursor, value)) == MD_IMAP_TOKEN_ATOM)
    take_attribute (self, value->str);
  /* The hierarchy delimiter, then the name. */
  if (token == MD_IMAP_TOKEN_CLOSE && md_imap_skip (cursor))
    token = md_imap_next (cursor, value);
  else
    token = MD_IMAP_TOKEN_BAD;
  if ((token != MD_IMAP_TOKEN_ATOM && token != MD_IMAP_TOKEN_STRING) || strpbrk (value->str, "\r\n") != NULL
      || strlen (value->str) != value->len)
    {
      md_imap_folder_free (self);
      return NULL;
    }
  self->raw_name = g_strdup (value->str);
  self->name = md_imap_name_decode (value->str);
  return self;
}

void
md_imap_quota_parse (MdImapCursor *cursor, GPtrArray *quotas)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (!md_imap_skip (cursor) || md_imap_next (cursor, value) != MD_IMAP_TOKEN_OPEN)
    return;
  while (md_imap_next (cursor, value) == MD_IMAP_TOKEN_ATOM && quotas->len < MAX_QUOTAS)
    {
      g_autofree char *resource = g_ascii_strup (value->str, -1);
      MdImapQuota *quota;
      guint64 used, limit;

      if (md_imap_next (cursor, value) != MD_IMAP_TOKEN_ATOM
          || !g_ascii_string_to_unsigned (value->str, 10, 0, G_MAXUINT64, &used, NULL)
          || md_imap_next (cursor, value) != MD_IMAP_TOKEN_ATOM
          || !g_ascii_string_to_unsigned (value->str, 10, 0, G_MAXUINT64, &limit, NULL))
        return;
      quota = g_new0 (MdImapQuota, 1);
      quota->resource = g_steal_pointer (&resource);
      quota->used = used;
      quota->limit = limit;
      g_ptr_array_add (quotas, quota);
    }
}

void
md_imap_search_parse (MdImapCursor *cursor, GArray *uids)
{
  g_autoptr (GString) value = g_string_new (NULL);

  while (md_imap_next (cursor, value) == MD_IMAP_TOKEN_ATOM && uids->len < MAX_UIDS)
    {
      guint64 number;
      guint32 uid;

      if (!g_ascii_string_to_unsigned (value->str, 10, 1, G_MAXUINT32, &number, NULL))
        return;
      uid = (guint32) number;
      g_array_append_val (uids, uid);
    }
}

GBytes *
md_imap_fetch_parse (MdImapCursor *cursor, guint32 uid)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  g_autoptr (GBytes) headers = NULL;
  gboolean is_it = FALSE;

  if (md_imap_next (cursor, name) != MD_IMAP_TOKEN_OPEN)
    return NULL;
  while (md_imap_next (cursor, name) == MD_IMAP_TOKEN_ATOM)
    {
      MdImapCursor before = *cursor;
      MdImapToken token = md_imap_next (cursor, value);
      guint64 number;

      if (g_ascii_strcasecmp (name->str, "UID") == 0 && token == MD_IMAP_TOKEN_ATOM)
        is_it = g_ascii_string_to_unsigned (value->str, 10, 1, G_MAXUINT32, &number, NULL) && number == uid;
      else if (g_ascii_strncasecmp (name->str, "BODY[HEADER", 11) == 0 && token == MD_IMAP_TOKEN_STRING)
        {
          g_clear_pointer (&headers, g_bytes_unref);
          headers = g_bytes_new (value->str, value->len);
        }
      else
        {
          *cursor = before;
          if (!md_imap_skip (cursor))
            return NULL;
        }
    }
  return is_it ? g_steal_pointer (&headers) : NULL;
}

char *
md_imap_id_parse (MdImapCursor *cursor)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);

  if (md_imap_next (cursor, key) != MD_IMAP_TOKEN_OPEN)
    return NULL;
  for (guint i = 0; i < 32 && md_imap_next (cursor, key) == MD_IMAP_TOKEN_STRING; i++)
    {
      MdImapToken token = md_imap_next (cursor, value);

      if (token != MD_IMAP_TOKEN_STRING && token != MD_IMAP_TOKEN_ATOM)
        return NULL;
      if (g_ascii_strcasecmp (key->str, "name") == 0 && token == MD_IMAP_TOKEN_STRING)
        return g_utf8_make_valid (value->str, (gssize) value->len);
    }
  return NULL;
}
