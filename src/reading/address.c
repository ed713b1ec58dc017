/* address.c - the syntax of addresses; see address.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-address"

#include "config.h"

#include "reading/address.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <string.h>

#define MAX_LOCAL 64
#define MAX_LABEL 63
#define MAX_DOMAIN 253
#define MAX_ADDRESS 254
#define MAX_TEXT 4096
#define ATEXT "!#$%&'*+-/=?^_`{|}~"

const char *
md_address_fault_name (MdAddressFault fault)
{
  static const char *const names[] = {
    [MD_ADDRESS_VALID] = "valid",
    [MD_ADDRESS_EMPTY] = "empty",
    [MD_ADDRESS_NO_AT] = "no-at",
    [MD_ADDRESS_NO_LOCAL_PART] = "no-local-part",
    [MD_ADDRESS_NO_DOMAIN] = "no-domain",
    [MD_ADDRESS_BLANK] = "blank",
    [MD_ADDRESS_COMMA] = "comma",
    [MD_ADDRESS_BRACKET] = "bracket",
    [MD_ADDRESS_CONTROL] = "control",
    [MD_ADDRESS_DOT_FIRST] = "dot-first",
    [MD_ADDRESS_DOT_LAST] = "dot-last",
    [MD_ADDRESS_DOTS] = "two-dots",
    [MD_ADDRESS_TWO_ATS] = "two-ats",
    [MD_ADDRESS_CHARACTER] = "character",
    [MD_ADDRESS_QUOTES] = "quotes",
    [MD_ADDRESS_LOCAL_TOO_LONG] = "local-part-too-long",
    [MD_ADDRESS_HYPHEN] = "hyphen",
    [MD_ADDRESS_LABEL_TOO_LONG] = "label-too-long",
    [MD_ADDRESS_DOMAIN_TOO_LONG] = "domain-too-long",
    [MD_ADDRESS_TOO_LONG] = "too-long",
    [MD_ADDRESS_LITERAL] = "literal",
    [MD_ADDRESS_IDN] = "idn",
  };

  return names[fault];
}

void
md_address_free (MdAddress *self)
{
  if (self == NULL)
    return;
  g_free (self->local);
  g_free (self->domain);
  g_free (self);
}

/* @at: where in @text; FALSE, to be returned. */
static gboolean
fail (MdAddress *self, MdAddressFault fault, const char *text, const char *at)
{
  self->fault = fault;
  self->position = (guint) g_utf8_pointer_to_offset (text, at) + 1;
  return FALSE;
}

/* The fault that a character is wherever it stands outside quotes; VALID when it is none. */
static MdAddressFault
judge_character (gunichar c)
{
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xA0 || (c > 127 && g_unichar_isspace (c)))
    return MD_ADDRESS_BLANK;
  if (c == ',' || c == ';')
    return MD_ADDRESS_COMMA;
  if (c == '<' || c == '>')
    return MD_ADDRESS_BRACKET;
  if (g_unichar_iscntrl (c) || (c > 127 && !g_unichar_isprint (c)))
    return MD_ADDRESS_CONTROL;
  return MD_ADDRESS_VALID;
}

/* ── local part ── */

/* Dot-string: atoms parted by single dots. */
static gboolean
judge_atoms (MdAddress *self, const char *text, const char *end)
{
  if (*text == '.')
    return fail (self, MD_ADDRESS_DOT_FIRST, text, text);
  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      MdAddressFault fault = judge_character (c);

      if (fault != MD_ADDRESS_VALID)
        return fail (self, fault, text, at);
      if (c == '.' && at + 1 == end)
        return fail (self, MD_ADDRESS_DOT_LAST, text, at);
      if (c == '.' && at[1] == '.')
        return fail (self, MD_ADDRESS_DOTS, text, at + 1);
      if (c == '@')
        {
          /* Two addresses one behind the other. */
          const char *between = at + strcspn (at, ",; ");

          fault = *between != '\0' ? judge_character ((guchar) *between) : MD_ADDRESS_TWO_ATS;
          return fail (self, fault, text, *between != '\0' ? between : at);
        }
      if (c == '"')
        return fail (self, MD_ADDRESS_QUOTES, text, at);
      if (c < 128 && c != '.' && !g_ascii_isalnum ((char) c) && strchr (ATEXT, (int) c) == NULL)
        return fail (self, MD_ADDRESS_CHARACTER, text, at);
      self->is_unicode |= c > 127;
    }
  return TRUE;
}

/* Quoted-string: anything printable, with a backslash before quotes and backslashes. */
static gboolean
judge_quoted (MdAddress *self, const char *text, const char *end)
{
  for (const char *at = text + 1; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '"')
        return at + 1 == end ? TRUE : fail (self, MD_ADDRESS_QUOTES, text, at + 1);
      if (c == '\\' && at + 1 < end)
        c = g_utf8_get_char (++at);
      if (g_unichar_iscntrl (c))
        return fail (self, MD_ADDRESS_CONTROL, text, at);
      self->is_unicode |= c > 127;
    }
  return fail (self, MD_ADDRESS_QUOTES, text, text);
}

static gboolean
judge_local (MdAddress *self, const char *text, const char *end)
{
  gboolean good = *text == '"' ? judge_quoted (self, text, end) : judge_atoms (self, text, end);

  if (good && end - text > MAX_LOCAL)
    return fail (self, MD_ADDRESS_LOCAL_TOO_LONG, text, g_utf8_find_prev_char (text, text + MAX_LOCAL + 1));
  return good;
}

/* ── domain ── */

static gboolean
judge_literal (MdAddress *self, const char *text, const char *domain)
{
  gsize length = strlen (domain);
  g_autofree char *inner = NULL;
  guchar raw[16];
  gboolean good;

  if (domain[length - 1] != ']')
    return fail (self, MD_ADDRESS_LITERAL, text, domain);
  inner = g_strndup (domain + 1, length - 2);
  if (g_ascii_strncasecmp (inner, "IPv6:", 5) == 0)
    good = inet_pton (AF_INET6, inner + 5, raw) == 1;
  else
    good = inet_pton (AF_INET, inner, raw) == 1;
  if (!good)
    return fail (self, MD_ADDRESS_LITERAL, text, domain);
  self->is_literal = TRUE;
  self->domain = g_strdup (domain);
  return TRUE;
}

static gboolean
judge_label_ends (MdAddress *self, const char *text, const char *domain)
{
  for (const char *at = domain; *at != '\0'; at++)
    {
      gboolean is_first = at == domain || at[-1] == '.';

      if (*at == '.' && is_first)
        return fail (self, at == domain ? MD_ADDRESS_DOT_FIRST : MD_ADDRESS_DOTS, text, at);
      if (*at == '.' && at[1] == '\0')
        return fail (self, MD_ADDRESS_DOT_LAST, text, at);
      if (*at == '-' && (is_first || at[1] == '.' || at[1] == '\0'))
        return fail (self, MD_ADDRESS_HYPHEN, text, at);
      if (is_first && strcspn (at, ".") > MAX_LABEL)
        return fail (self, MD_ADDRESS_LABEL_TOO_LONG, text, at);
    }
  return TRUE;
}

static gboolean
judge_domain (MdAddress *self, const char *text, const char *domain)
{
  g_autofree char *ascii = NULL, *unicode = NULL;

  if (*domain == '[')
    return judge_literal (self, text, domain);
  for (const char *at = domain; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      MdAddressFault fault = judge_character (c);

      if (fault != MD_ADDRESS_VALID)
        return fail (self, fault, text, at);
      if (c < 128 && c != '.' && c != '-' && !g_ascii_isalnum ((char) c))
        return fail (self, MD_ADDRESS_CHARACTER, text, at);
    }
  if (!judge_label_ends (self, text, domain))
    return FALSE;
  ascii = g_hostname_to_ascii (domain);
  unicode = ascii != NULL ? g_hostname_to_unicode (ascii) : NULL;
  if (unicode == NULL)
    return fail (self, MD_ADDRESS_IDN, text, domain);
  if (strlen (ascii) > MAX_DOMAIN)
    return fail (self, MD_ADDRESS_DOMAIN_TOO_LONG, text, domain);
  self->domain = g_ascii_strdown (ascii, -1);
  return TRUE;
}

/* ── address ── */

/* The last @ outside quotes: the domain has none, but for a wrong one. */
static const char *
find_at (const char *text)
{
  const char *at = strrchr (text, '@');

  if (at != NULL && strchr (at, '[') == NULL && *text == '"')
    {
      /* Quotes that end behind it hold it. */
      const char *closing = strrchr (text, '"');

      if (closing > at)
        return NULL;
    }
  return at;
}

static void
judge (MdAddress *self, const char *text)
{
  const char *at = find_at (text);
  gboolean good;

  if (*text == '\0')
    self->fault = MD_ADDRESS_EMPTY;
  else if (at == NULL)
    self->fault = MD_ADDRESS_NO_AT;
  else if (at == text)
    (void) fail (self, MD_ADDRESS_NO_LOCAL_PART, text, text);
  else if (judge_local (self, text, at) && at[1] == '\0')
    (void) fail (self, MD_ADDRESS_NO_DOMAIN, text, at);
  if (self->fault != MD_ADDRESS_VALID)
    return;
  good = judge_domain (self, text, at + 1);
  if (good && (gsize) (at - text) + 1 + strlen (self->domain) > MAX_ADDRESS)
    self->fault = MD_ADDRESS_TOO_LONG;
  if (self->fault == MD_ADDRESS_VALID)
    self->local = g_strndup (text, (gsize) (at - text));
  else
    g_clear_pointer (&self->domain, g_free);
}

MdAddress *
md_address_parse (const char *text)
{
  MdAddress *self = g_new0 (MdAddress, 1);
  const char *end;

  if (!g_utf8_validate (text, -1, &end))
    {
      self->fault = MD_ADDRESS_CONTROL;
      self->position = (guint) g_utf8_strlen (text, end - text) + 1;
    }
  else if (strlen (text) > MAX_TEXT)
    self->fault = MD_ADDRESS_TOO_LONG;
  else
    judge (self, text);
  return self;
}

/* ── repair ── */

/* The text between < and > or the whole, without blanks and what hangs on either end. */
static char *
unwrap (const char *text)
{
  const char *opening = strrchr (text, '<');
  const char *closing = opening != NULL ? strchr (opening, '>') : NULL;
  g_autofree char *inner = closing != NULL ? g_strndup (opening + 1, (gsize) (closing - opening) - 1) : g_strdup (text);
  const char *from = inner;
  gsize length;

  from += strspn (from, " \t\r\n<\"'(");
  if (g_ascii_strncasecmp (from, "mailto:", 7) == 0)
    from += 7;
  length = strlen (from);
  while (length > 0 && strchr (" \t\r\n>\"').,;:", from[length - 1]) != NULL)
    length--;
  return g_strndup (from, length);
}

/* Blanks go, commas and semicolons of the domain become dots, dots in a row one, and those beside the @ go. */
static char *
mend (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean behind_at = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      char last = out->len > 0 ? out->str[out->len - 1] : '.';

      if (judge_character (c) == MD_ADDRESS_BLANK)
        continue;
      if (behind_at && (c == ',' || c == ';'))
        c = '.';
      if (c == '.' && (last == '.' || last == '@'))
        continue;
      if (c == '@' && last == '.' && out->len > 0)
        g_string_truncate (out, out->len - 1);
      behind_at |= c == '@';
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
md_address_repair (const char *text)
{
  g_autofree char *inner = NULL, *mended = NULL;
  g_autoptr (MdAddress) address = NULL;

  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > MAX_TEXT)
    return NULL;
  inner = unwrap (text);
  mended = mend (inner);
  address = md_address_parse (mended);
  return address->fault == MD_ADDRESS_VALID && strcmp (mended, text) != 0 ? g_steal_pointer (&mended) : NULL;
}

/* ── hosts ── */

/* "co.uk", "com.ar": a short general word before a country. */
static gboolean
is_shared (const char *two_labels)
{
  static const char *const general[]
      = { "ac", "co", "com", "edu", "go", "gob", "gov", "gub", "ne", "net", "nom", "or", "org", NULL };
  gsize length = strcspn (two_labels, ".");
  g_autofree char *word = g_ascii_strdown (two_labels, (gssize) length);

  return strlen (two_labels) == length + 3 && g_strv_contains (general, word);
}

const char *
md_host_house (const char *host)
{
  guint dots = 0;

  for (const char *at = host + strlen (host); at > host; at--)
    if (at[-1] == '.' && ++dots >= 2 && !(dots == 2 && is_shared (at)))
      return at;
  return host;
}
