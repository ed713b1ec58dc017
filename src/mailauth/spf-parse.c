/* spf-parse.c - reads one SPF record: its terms, or the first place where it breaks the grammar
 *
 * A syntax error anywhere makes the whole record an error, so it is read to its end before anything is evaluated.
 * RFC 7208 sections 4.5, 4.6.1, 5, 6 and 12.  At most 1000 terms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <arpa/inet.h>
#include <string.h>

#define VERSION "v=spf1"
#define RECORD_MAX_TERMS 1000

typedef enum
{
  TARGET_NONE,
  TARGET_OPTIONAL,
  TARGET_NEEDED,
  TARGET_ADDRESS,
} Target;

typedef struct
{
  const char *name;
  MdSpfMechanism kind;
  Target target;
  gboolean prefixes; /* takes dual-cidr-length */
  gboolean asks;
} Mechanism;

static const Mechanism mechanisms[] = {
  { "all", MD_SPF_ALL, TARGET_NONE, FALSE, FALSE },
  { "include", MD_SPF_INCLUDE, TARGET_NEEDED, FALSE, TRUE },
  { "a", MD_SPF_A, TARGET_OPTIONAL, TRUE, TRUE },
  { "mx", MD_SPF_MX, TARGET_OPTIONAL, TRUE, TRUE },
  { "ptr", MD_SPF_PTR, TARGET_OPTIONAL, FALSE, TRUE },
  { "ip4", MD_SPF_IP4, TARGET_ADDRESS, FALSE, FALSE },
  { "ip6", MD_SPF_IP6, TARGET_ADDRESS, FALSE, FALSE },
  { "exists", MD_SPF_EXISTS, TARGET_NEEDED, FALSE, TRUE },
};

gboolean
md_spf_mechanism_asks (MdSpfMechanism kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].kind == kind)
      return mechanisms[i].asks;
  return FALSE;
}

gboolean
md_spf_is_record (const char *text)
{
  gsize length = strlen (VERSION);

  return g_ascii_strncasecmp (text, VERSION, length) == 0 && (text[length] == '\0' || text[length] == ' ');
}

static void
term_free (gpointer data)
{
  MdSpfTerm *term = data;

  g_free (term->text);
  g_free (term->target);
  g_free (term);
}

void
md_spf_record_free (MdSpfRecord *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->terms);
  g_free (self->redirect);
  g_free (self->explanation);
  g_free (self->fault_word);
  g_free (self);
}

/* Takes "/digits" (with @mark in front) off the end of @text; FALSE when the number is not one of 0…@maximum. */
static gboolean
cut_prefix (char *text, const char *mark, guint maximum, guint *prefix)
{
  char *at = strrchr (text, '/');
  gsize digits;
  guint64 value;

  if (at == NULL)
    return TRUE;
  digits = strspn (at + 1, "0123456789");
  if (digits == 0 || at[1 + digits] != '\0')
    return TRUE;
  if (strlen (mark) == 2)
    {
      if (at == text || at[-1] != '/')
        return TRUE;
      at--;
    }
  if (digits > 3 || (digits > 1 && at[strlen (mark)] == '0'))
    return FALSE;
  value = g_ascii_strtoull (at + strlen (mark), NULL, 10);
  if (value > maximum)
    return FALSE;
  *prefix = (guint) value;
  *at = '\0';
  return TRUE;
}

static gboolean
read_address (MdSpfTerm *term, char *text)
{
  int family = term->kind == MD_SPF_IP4 ? AF_INET : AF_INET6;

  if (text[0] != ':')
    return FALSE;
  if (!cut_prefix (text, "/", family == AF_INET ? 32 : 128, family == AF_INET ? &term->prefix4 : &term->prefix6))
    return FALSE;
  return inet_pton (family, text + 1, term->address) == 1;
}

/* @text: what follows the mechanism's name; written to. */
static gboolean
read_target (MdSpfTerm *term, const Mechanism *mechanism, char *text)
{
  if (mechanism->target == TARGET_ADDRESS)
    return read_address (term, text);
  if (mechanism->prefixes
      && (!cut_prefix (text, "//", 128, &term->prefix6) || !cut_prefix (text, "/", 32, &term->prefix4)))
    return FALSE;
  if (text[0] == '\0')
    return mechanism->target != TARGET_NEEDED;
  if (mechanism->target == TARGET_NONE || text[0] != ':')
    return FALSE;
  if (md_spf_domain_spec_fault (text + 1) != NULL)
    return FALSE;
  term->target = g_strdup (text + 1);
  return TRUE;
}

static MdSpfResult
qualifier_result (char qualifier)
{
  switch (qualifier)
    {
    case '-':
      return MD_SPF_FAIL;
    case '~':
      return MD_SPF_SOFTFAIL;
    case '?':
      return MD_SPF_NEUTRAL;
    default:
      return MD_SPF_PASS;
    }
}

static gboolean
read_mechanism (MdSpfRecord *self, const char *word, guint position)
{
  const char *name = strchr ("+-~?", word[0]) != NULL ? word + 1 : word;
  gsize length = strcspn (name, ":/");
  g_autofree char *rest = g_strdup (name + length);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      MdSpfTerm *term;

      if (strlen (mechanisms[i].name) != length || g_ascii_strncasecmp (mechanisms[i].name, name, length) != 0)
        continue;
      term = g_new0 (MdSpfTerm, 1);
      term->kind = mechanisms[i].kind;
      term->result = qualifier_result (word[0]);
      term->text = g_strdup (word);
      term->prefix4 = 32;
      term->prefix6 = 128;
      term->position = position;
      g_ptr_array_add (self->terms, term);
      return read_target (term, &mechanisms[i], rest);
    }
  return FALSE;
}

/* Length of a modifier's name when @word is one: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ), then "=". */
static gsize
modifier_name (const char *word)
{
  gsize length = 0;

  if (!g_ascii_isalpha (word[0]))
    return 0;
  while (g_ascii_isalnum (word[length]) || strchr ("-_.", word[length]) != NULL)
    {
      if (word[length] == '\0')
        return 0;
      length++;
    }
  return word[length] == '=' ? length : 0;
}

static gboolean
read_modifier (MdSpfRecord *self, const char *word, gsize length, guint position)
{
  const char *value = word + length + 1;
  gboolean redirect = length == strlen ("redirect") && g_ascii_strncasecmp (word, "redirect", length) == 0;
  gboolean explanation = length == strlen ("exp") && g_ascii_strncasecmp (word, "exp", length) == 0;

  if (!redirect && !explanation)
    return md_spf_macro_fault (value, FALSE) == NULL;
  if ((redirect && self->redirect != NULL) || (explanation && self->explanation != NULL))
    return FALSE;
  if (md_spf_domain_spec_fault (value) != NULL)
    return FALSE;
  if (redirect)
    {
      self->redirect = g_strdup (value);
      self->redirect_position = position;
    }
  else
    {
      self->explanation = g_strdup (value);
    }
  return TRUE;
}

static gboolean
read_word (MdSpfRecord *self, const char *word, guint position)
{
  gsize length = modifier_name (word);

  for (const char *at = word; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return length > 0 ? read_modifier (self, word, length, position) : read_mechanism (self, word, position);
}

MdSpfRecord *
md_spf_record_parse (const char *text)
{
  MdSpfRecord *self = g_new0 (MdSpfRecord, 1);
  const char *at = text + strlen (VERSION);
  guint n_words = 0;

  self->terms = g_ptr_array_new_with_free_func (term_free);
  self->valid = TRUE;
  for (at += strspn (at, " "); *at != '\0'; at += strspn (at, " "))
    {
      gsize length = strcspn (at, " ");
      g_autofree char *word = g_strndup (at, length);
      guint position = (guint) (at - text) + 1;

      if (++n_words > RECORD_MAX_TERMS || !read_word (self, word, position))
        {
          self->valid = FALSE;
          self->fault_position = position;
          self->fault_word = g_steal_pointer (&word);
          break;
        }
      at += length;
    }
  return self;
}
