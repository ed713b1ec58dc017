/* spf-macro.c - the macros of SPF records: checked by their grammar, expanded for one sender and address
 *
 * RFC 7208 section 7.  What an expansion may grow to is limited to 4096 bytes; a name is cut from the left to 253.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <arpa/inet.h>
#include <string.h>

#define DELIMITERS ".-+,/_="
#define EXPANSION_MAX_BYTES 4096
#define NAME_MAX_BYTES 253
#define LABEL_MAX_BYTES 63
#define KEEP_MAX_DIGITS 3

typedef struct
{
  char letter;
  guint keep;          /* right-hand parts; 0: all */
  gboolean reverse;
  char delimiters[16];
  gsize length;        /* of the macro's text */
} Macro;

/* Reads "%{d2r.}" at @text; FALSE when it breaks the grammar. */
static gboolean
read_macro (const char *text, gboolean in_explanation, Macro *macro)
{
  const char *at = text + 2;
  gsize digits, delimiters;

  *macro = (Macro) { .letter = *at };
  if (*at == '\0' || strchr (in_explanation ? "slodiphcrtvSLODIPHCRTV" : "slodiphvSLODIPHV", *at) == NULL)
    return FALSE;
  at++;
  digits = strspn (at, "0123456789");
  if (digits > KEEP_MAX_DIGITS)
    return FALSE;
  if (digits > 0)
    {
      macro->keep = (guint) g_ascii_strtoull (at, NULL, 10);
      if (macro->keep == 0)
        return FALSE;
      at += digits;
    }
  if (*at == 'r' || *at == 'R')
    {
      macro->reverse = TRUE;
      at++;
    }
  delimiters = strspn (at, DELIMITERS);
  if (delimiters >= sizeof macro->delimiters)
    return FALSE;
  memcpy (macro->delimiters, at, delimiters);
  at += delimiters;
  macro->length = (gsize) (at - text) + 1;
  return *at == '}';
}

/* Also tells where the last literal run starts (NULL when @text ends in a macro). */
static const char *
find_fault (const char *text, gboolean in_explanation, const char **last_literal)
{
  Macro macro;

  *last_literal = NULL;
  for (const char *at = text; *at != '\0';)
    {
      if (*at != '%')
        {
          gboolean blank = in_explanation && *at == ' ';

          if (!g_ascii_isgraph (*at) && !blank)
            return at;
          if (*last_literal == NULL)
            *last_literal = at;
          at++;
          continue;
        }
      *last_literal = NULL;
      if (at[1] == '%' || at[1] == '_' || at[1] == '-')
        {
          at += 2;
          continue;
        }
      if (at[1] != '{' || !read_macro (at, in_explanation, &macro))
        return at;
      at += macro.length;
    }
  return NULL;
}

const char *
md_spf_macro_fault (const char *text, gboolean in_explanation)
{
  const char *last_literal;

  return find_fault (text, in_explanation, &last_literal);
}

/* toplabel: letters, digits and inner hyphens, not digits alone. */
static gboolean
is_top_label (const char *label, gsize length)
{
  gboolean all_digits = TRUE;

  if (length == 0 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (label[i]) && label[i] != '-')
        return FALSE;
      all_digits = all_digits && g_ascii_isdigit (label[i]);
    }
  return !all_digits;
}

const char *
md_spf_domain_spec_fault (const char *text)
{
  const char *last_literal, *fault, *dot;
  gsize length;

  if (text[0] == '\0')
    return text;
  fault = find_fault (text, FALSE, &last_literal);
  if (fault != NULL || last_literal == NULL)
    return fault;
  length = strlen (last_literal);
  if (length > 0 && last_literal[length - 1] == '.')
    length--;
  dot = g_strrstr_len (last_literal, (gssize) length, ".");
  if (dot == NULL || !is_top_label (dot + 1, length - (gsize) (dot + 1 - last_literal)))
    return last_literal;
  return NULL;
}

gboolean
md_spf_is_name (const char *name)
{
  gsize total = strlen (name), label = 0;

  if (total == 0 || total > NAME_MAX_BYTES)
    return FALSE;
  for (gsize i = 0; i <= total; i++)
    {
      if (name[i] != '.' && name[i] != '\0')
        {
          label++;
          continue;
        }
      if (label == 0 || label > LABEL_MAX_BYTES)
        return FALSE;
      label = 0;
    }
  return TRUE;
}

/* The address as %{i} has it: dotted quad, or 32 dotted nibbles. */
static char *
dotted_address (const MdSpfMacros *macros)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!macros->is_ip6)
    return g_strdup_printf ("%u.%u.%u.%u", macros->address[0], macros->address[1], macros->address[2],
                            macros->address[3]);
  for (gsize i = 0; i < 16; i++)
    g_string_append_printf (text, "%s%x.%x", i > 0 ? "." : "", macros->address[i] >> 4, macros->address[i] & 15);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
readable_address (const MdSpfMacros *macros)
{
  char text[INET6_ADDRSTRLEN] = "";

  inet_ntop (macros->is_ip6 ? AF_INET6 : AF_INET, macros->address, text, sizeof text);
  return g_strdup (text);
}

static char *
macro_value (char letter, const MdSpfMacros *macros)
{
  const char *at = strrchr (macros->sender, '@');

  switch (g_ascii_tolower (letter))
    {
    case 's':
      return g_strdup (macros->sender);
    case 'l':
      return at != NULL && at > macros->sender ? g_strndup (macros->sender, (gsize) (at - macros->sender))
                                               : g_strdup ("postmaster");
    case 'o':
      return g_strdup (at != NULL ? at + 1 : macros->sender);
    case 'd':
      return g_strdup (macros->domain);
    case 'i':
      return macros->address != NULL ? dotted_address (macros) : g_strdup ("");
    case 'p':
      return macros->validated != NULL ? macros->validated (macros->user_data) : g_strdup ("unknown");
    case 'v':
      return g_strdup (macros->is_ip6 ? "ip6" : "in-addr");
    case 'h':
      return g_strdup (macros->helo);
    case 'c':
      return macros->address != NULL ? readable_address (macros) : g_strdup ("");
    case 't':
      return g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);
    default:
      return g_strdup ("unknown"); /* r: the receiving host, which we are not */
    }
}

/* Splits at the macro's delimiters, keeps and turns round, joins with dots (section 7.3). */
static char *
transform (const char *value, const Macro *macro)
{
  const char *delimiters = macro->delimiters[0] != '\0' ? macro->delimiters : ".";
  g_auto (GStrv) parts = g_strsplit_set (value, delimiters, -1);
  guint n = g_strv_length (parts);
  guint keep = macro->keep == 0 ? n : MIN (macro->keep, n);
  g_autoptr (GString) joined = g_string_new (NULL);

  if (macro->delimiters[0] == '\0' && macro->keep == 0 && !macro->reverse)
    return g_strdup (value);
  for (guint i = n - keep; i < n; i++)
    {
      const char *part = macro->reverse ? parts[n - 1 - i] : parts[i];

      if (joined->len > 0 || i > n - keep)
        g_string_append_c (joined, '.');
      g_string_append (joined, part);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
append_macro (GString *out, const Macro *macro, const MdSpfMacros *macros)
{
  g_autofree char *value = macro_value (macro->letter, macros);
  g_autofree char *shaped = transform (value, macro);

  if (g_ascii_isupper (macro->letter))
    g_string_append_uri_escaped (out, shaped, NULL, FALSE);
  else
    g_string_append (out, shaped);
}

char *
md_spf_macro_expand (const char *text, const MdSpfMacros *macros, gboolean in_explanation)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Macro macro;

  for (const char *at = text; *at != '\0' && out->len < EXPANSION_MAX_BYTES;)
    {
      if (*at != '%')
        {
          g_string_append_c (out, *at++);
        }
      else if (at[1] == '{' && read_macro (at, in_explanation, &macro))
        {
          append_macro (out, &macro, macros);
          at += macro.length;
        }
      else if (at[1] != '\0')
        {
          g_string_append (out, at[1] == '_' ? " " : at[1] == '-' ? "%20" : "%");
          at += 2;
        }
      else
        {
          break;
        }
    }
  g_string_truncate (out, MIN (out->len, EXPANSION_MAX_BYTES));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
md_spf_macro_expand_domain (const char *text, const MdSpfMacros *macros)
{
  g_autofree char *name = md_spf_macro_expand (text, macros, FALSE);
  gsize length = strlen (name);
  const char *start = name;

  if (length > 0 && name[length - 1] == '.')
    name[--length] = '\0';
  while (strlen (start) > NAME_MAX_BYTES)
    {
      const char *dot = strchr (start, '.');

      if (dot == NULL)
        break;
      start = dot + 1;
    }
  return g_strdup (start);
}
