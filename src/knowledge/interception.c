/* interception.c - who else may sit on the line; see knowledge.h
 *
 * An authority is known by a name in the issuer of a certificate, compared as whole words whatever the case; an
 * altered dialogue by what a greeting or EHLO line looks like.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

#include <string.h>

#define LINE_MAX_BYTES 1024

typedef struct
{
  MdInterceptor interceptor;
  const char *const *issuers;  /* lower case */
} Product;

typedef struct
{
  MdBannerMark mark;
  GRegex *regex;
} Banner;

typedef struct
{
  Product *products;
  Banner *banners;
  guint n_products;
  guint n_banners;
  GStringChunk *strings;  /* (owned) what the rows point to */
} Catalogue;

static void
read_product (Product *self, JsonObject *object, GStringChunk *strings)
{
  guint n_issuers = 0;
  JsonArray *issuers = md_knowledge_array (object, "issuers", &n_issuers);
  const char **lower = g_new0 (const char *, n_issuers + 1);

  self->interceptor.product = md_knowledge_string (object, "product", strings);
  self->interceptor.kind = md_knowledge_string (object, "kind", strings);
  self->interceptor.where_en = md_knowledge_string (object, "where_en", strings);
  self->interceptor.where_es = md_knowledge_string (object, "where_es", strings);
  for (guint i = 0; i < n_issuers; i++)
    {
      g_autofree char *name = g_utf8_strdown (json_array_get_string_element (issuers, i), -1);

      lower[i] = g_string_chunk_insert_const (strings, name);
    }
  self->issuers = lower;
}

static void
read_banner (Banner *self, JsonObject *object, GStringChunk *strings)
{
  const char *pattern = json_object_get_string_member (object, "regex");
  g_autoptr (GError) error = NULL;

  self->mark.id = md_knowledge_string (object, "id", strings);
  self->mark.cause = md_knowledge_string (object, "cause", strings);
  self->regex = g_regex_new (pattern, 0, 0, &error);
  if (self->regex == NULL)
    g_error ("interception.json: %s: %s", self->mark.id, error->message);
}

static Catalogue *
load (void)
{
  Catalogue *self = g_new0 (Catalogue, 1);
  GStringChunk *strings = g_string_chunk_new (4096);
  g_autoptr (JsonNode) root = md_knowledge_load ("interception.json");
  JsonObject *object = json_node_get_object (root);
  JsonArray *products = md_knowledge_array (object, "products", &self->n_products);
  JsonArray *banners = md_knowledge_array (object, "banners", &self->n_banners);

  self->strings = strings;
  self->products = g_new0 (Product, self->n_products);
  self->banners = g_new0 (Banner, self->n_banners);
  for (guint i = 0; i < self->n_products; i++)
    read_product (&self->products[i], json_array_get_object_element (products, i), strings);
  for (guint i = 0; i < self->n_banners; i++)
    read_banner (&self->banners[i], json_array_get_object_element (banners, i), strings);
  return self;
}

static const Catalogue *
catalogue (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

/* @name in @text, not as a part of a longer word: "endian" is not in "canadian". */
static gboolean
has_words (const char *text, const char *name)
{
  gsize length = strlen (name);
  const char *found = strstr (text, name);

  while (found != NULL)
    {
      gboolean begins = found == text || !g_ascii_isalnum (found[-1]) || !g_ascii_isalnum (name[0]);
      gboolean ends = !g_ascii_isalnum (found[length]) || !g_ascii_isalnum (name[length - 1]);

      if (begins && ends)
        return TRUE;
      found = strstr (found + 1, name);
    }
  return FALSE;
}

const MdInterceptor *
md_interception_by_issuer (const char *issuer_full)
{
  g_autofree char *valid = issuer_full == NULL ? NULL : g_utf8_make_valid (issuer_full, -1);
  g_autofree char *lower = valid == NULL ? NULL : g_utf8_strdown (valid, -1);
  const Catalogue *all = catalogue ();

  if (lower == NULL)
    return NULL;
  for (guint i = 0; i < all->n_products; i++)
    for (gsize j = 0; all->products[i].issuers[j] != NULL; j++)
      if (has_words (lower, all->products[i].issuers[j]))
        return &all->products[i].interceptor;
  return NULL;
}

const MdBannerMark *
md_interception_by_banner (const char *line)
{
  g_autofree char *valid
      = line == NULL ? NULL : g_utf8_make_valid (line, (gssize) MIN (strlen (line), LINE_MAX_BYTES));
  const Catalogue *all = catalogue ();

  if (valid == NULL)
    return NULL;
  for (guint i = 0; i < all->n_banners; i++)
    if (g_regex_match (all->banners[i].regex, valid, 0, NULL))
      return &all->banners[i].mark;
  return NULL;
}
