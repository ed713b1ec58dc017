/* mend-spf.c - one SPF record that can be evaluated, out of one or several that cannot; see mend.h
 *
 * Every term is tried as it stands, then with the slips that people make put right; what is still no term is left out.
 * What follows "all" is never reached, so "all" goes to the end.  RFC 7208 sections 4.6.1 and 5.1.  At most 4096 bytes
 * and 128 terms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mend"

#include "config.h"

#include "mailauth/mend.h"
#include "mailauth/spf-internal.h"

#include <arpa/inet.h>
#include <string.h>

#define RECORDS_MAX_BYTES 4096
#define MAX_TERMS 128

typedef struct
{
  const MdSpfMending *how;
  GPtrArray *terms;   /* (owned) of char *, in their order */
  char *redirect;     /* (owned) (nullable) */
  char *explanation;  /* (owned) (nullable) */
  char all;           /* '-', '~', '?', '+'; 0: none */
  gboolean left_out;
} Mending;

static gboolean
is_term (const char *term)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", term, NULL);
  g_autoptr (MdSpfRecord) parsed = md_spf_record_parse (record);

  return parsed->valid && strpbrk (term, " \t") == NULL;
}

/* ── one term ── */

/* "192.0.2.1/24" without its mechanism. */
static char *
as_address (const char *text)
{
  g_autofree char *bare = g_strndup (text, strcspn (text, "/"));
  guint8 bytes[16];

  if (inet_pton (AF_INET, bare, bytes) == 1)
    return g_strconcat ("ip4:", text, NULL);
  return inet_pton (AF_INET6, bare, bytes) == 1 ? g_strconcat ("ip6:", text, NULL) : NULL;
}

/* The mechanism that a slip of the pen most probably was; NULL when it is none that we know. */
static const char *
known_slip (const char *name)
{
  static const char *const slips[][2] = {
    { "ipv4", "ip4" },       { "ip", "ip4" },          { "ip4v", "ip4" },        { "ipv6", "ip6" },
    { "ip6v", "ip6" },       { "includes", "include" }, { "inlcude", "include" }, { "inculde", "include" },
    { "incldue", "include" }, { "includ", "include" },  { "incude", "include" },  { "inclue", "include" },
    { "al", "all" },         { "alll", "all" },        { "ptr", "ptr" },         { "exist", "exists" },
    { "redirects", "redirect" }, { "host", "a" },      { "mx", "mx" },           { "a", "a" },
    { "ip4", "ip4" },        { "ip6", "ip6" },         { "include", "include" }, { "all", "all" },
    { "exists", "exists" },  { "redirect", "redirect" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    if (g_ascii_strcasecmp (name, slips[i][0]) == 0)
      return slips[i][1];
  return NULL;
}

/* "include=example.org" is a modifier that nobody knows, and so no mistake to a receiver; but it was not meant so. */
static gboolean
is_meant_so (const char *term)
{
  gsize length = strcspn (term, "=");
  g_autofree char *name = g_strndup (term, length);
  gboolean slip = term[length] == '=' && known_slip (name) != NULL && strcmp (known_slip (name), "redirect") != 0;

  return !slip && is_term (term);
}

/* The sign in front when there is one or more of them. */
static char
take_sign (const char **text)
{
  char sign = 0;

  for (; **text != '\0' && strchr ("+-~?", **text) != NULL; (*text)++)
    sign = **text;
  return sign;
}

/* (transfer full) (nullable) */
static char *
mend_term (const char *word)
{
  const char *at = word;
  char sign = take_sign (&at);
  char before[2] = { sign, '\0' };
  gsize length = strcspn (at, ":=/");
  g_autofree char *name = g_strndup (at, length);
  g_autofree char *address = as_address (at);
  const char *mechanism = known_slip (name), *value = at + length + strspn (at + length, ":=");
  g_autofree char *numeric = mechanism != NULL && g_str_has_prefix (mechanism, "ip") ? as_address (value) : NULL;
  g_autofree char *mended = NULL;

  if (address != NULL || numeric != NULL)
    mended = g_strconcat (before, address != NULL ? address : numeric, NULL);
  else if (mechanism == NULL)
    return NULL;
  else if (strcmp (mechanism, "all") == 0)
    mended = g_strconcat (before, "all", NULL);
  else if (strcmp (mechanism, "redirect") == 0)
    mended = g_strconcat ("redirect=", value, NULL);
  else if (value[0] == '\0' || at[length] == '/')
    mended = g_strconcat (before, mechanism, at[length] == '/' ? at + length : "", NULL);
  else
    mended = g_strconcat (before, mechanism, ":", value, NULL);
  return is_term (mended) ? g_steal_pointer (&mended) : NULL;
}

/* ── all of them ── */

static gboolean
has_term (const Mending *self, const char *term)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->terms, i), term) == 0)
      return TRUE;
  return FALSE;
}

static void
add_term (Mending *self, const char *term)
{
  const char *bare = term[0] == '+' ? term + 1 : term;

  if (self->terms->len < MAX_TERMS && !has_term (self, bare))
    g_ptr_array_add (self->terms, g_strdup (bare));
}

/* Of several "all" the one that lets fewer in counts, apart from "-all": with records to be put together nobody meant
 * to shut out what the other one names. */
static void
take_all (Mending *self, char sign)
{
  static const char order[] = "+?-~";

  if (sign == 0)
    sign = '+';
  if (self->how->close && (sign == '+' || sign == '?'))
    sign = '~';
  if (self->all == 0 || strchr (order, sign) > strchr (order, self->all))
    self->all = sign;
}

/* @term is one that can be evaluated. */
static void
take_good (Mending *self, const char *term)
{
  const char *bare = term;
  char sign = take_sign (&bare);

  if (g_ascii_strcasecmp (bare, "all") == 0)
    take_all (self, sign);
  else if (g_ascii_strncasecmp (bare, "redirect=", 9) == 0)
    self->redirect = self->redirect != NULL ? self->redirect : g_strdup (bare);
  else if (g_ascii_strncasecmp (bare, "exp=", 4) == 0)
    self->explanation = self->explanation != NULL ? self->explanation : g_strdup (bare);
  else
    add_term (self, term);
}

/* TRUE when other terms took the place of @term. */
static gboolean
replace (Mending *self, const char *term)
{
  const char *const *pairs = self->how->instead;
  g_auto (GStrv) words = NULL;

  for (gsize i = 0; pairs != NULL && pairs[i] != NULL && words == NULL; i += 2)
    if (strcmp (pairs[i], term) == 0)
      words = g_strsplit (pairs[i + 1], " ", -1);
  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    if (words[i][0] != '\0' && is_term (words[i]))
      take_good (self, words[i]);
  return words != NULL;
}

static void
take_word (Mending *self, const char *word)
{
  g_autofree char *bare = g_strdup (word);
  g_autofree char *mended = NULL;

  if ((self->how->without != NULL && strcmp (word, self->how->without) == 0) || replace (self, word))
    return;
  if (is_meant_so (word))
    {
      take_good (self, word);
      return;
    }
  g_strdelimit (bare, "\";,<>()", ' ');
  g_strstrip (bare);
  if (bare[0] == '\0' || g_ascii_strncasecmp (bare, "v=spf", 5) == 0)
    return;
  mended = is_meant_so (bare) ? g_strdup (bare) : mend_term (bare);
  if (mended != NULL)
    take_good (self, mended);
  else
    self->left_out = TRUE;
}

static char *
write_down (Mending *self)
{
  g_autoptr (GString) out = g_string_new ("v=spf1");
  const MdSpfMending *how = self->how;
  g_autofree char *allowed = how->allow != NULL ? as_address (how->allow) : NULL;

  if (allowed != NULL)
    add_term (self, allowed);
  for (guint i = 0; i < self->terms->len; i++)
    g_string_append_printf (out, " %s", (const char *) g_ptr_array_index (self->terms, i));
  /* Where a term was lost, nobody else's mail should be refused for it. */
  if (self->left_out && self->all == '-')
    self->all = '~';
  if (self->all != 0 || self->redirect == NULL)
    g_string_append_printf (out, " %call", self->all != 0 ? self->all : '~');
  else
    g_string_append_printf (out, " %s", self->redirect);
  if (self->explanation != NULL)
    g_string_append_printf (out, " %s", self->explanation);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
md_mend_spf (const char *const *records, const MdSpfMending *how)
{
  Mending self = { .how = how, .terms = g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (MdSpfRecord) parsed = NULL;
  char *mended = NULL;
  gsize bytes = 0;

  for (gsize i = 0; records[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;

      bytes += strlen (records[i]);
      if (bytes > RECORDS_MAX_BYTES)
        break;
      words = g_strsplit_set (records[i], " \t\r\n", -1);
      for (gsize k = 0; words[k] != NULL; k++)
        if (words[k][0] != '\0' && g_ascii_strcasecmp (words[k], "v=spf1") != 0)
          take_word (&self, words[k]);
    }
  if (bytes <= RECORDS_MAX_BYTES && (self.terms->len > 0 || self.redirect != NULL || !self.left_out))
    mended = write_down (&self);
  g_ptr_array_unref (self.terms);
  g_free (self.redirect);
  g_free (self.explanation);
  parsed = mended != NULL ? md_spf_record_parse (mended) : NULL;
  if (parsed == NULL || !parsed->valid)
    g_clear_pointer (&mended, g_free);
  return mended;
}
