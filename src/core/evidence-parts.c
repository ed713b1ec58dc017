/* evidence-parts.c - what was measured, in parts that can be drawn; see evidence-parts.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evidence"

#include "config.h"

#include "core/evidence-parts.h"

/* ── certificates ── */

static void
shown_certificate_free (gpointer data)
{
  MdShownCertificate *self = data;

  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->issuer_full);
  g_strfreev (self->names);
  g_free (self);
}

MdShownChain *
md_shown_chain_new (const char *host, MdChainFault faults, gint64 looked_at)
{
  MdShownChain *self = g_new0 (MdShownChain, 1);

  self->host = g_strdup (host);
  self->chain = g_ptr_array_new_with_free_func (shown_certificate_free);
  self->faults = faults;
  self->looked_at = looked_at;
  return self;
}

void
md_shown_chain_add (MdShownChain *self, const char *subject, const char *issuer, const char *issuer_full,
                    const char *const *names, gint64 not_before, gint64 not_after)
{
  MdShownCertificate *one = g_new0 (MdShownCertificate, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = g_utf8_make_valid (names[i], -1);

      g_strv_builder_add (builder, name);
    }
  one->subject = g_utf8_make_valid (subject, -1);
  one->issuer = g_utf8_make_valid (issuer, -1);
  one->issuer_full = g_utf8_make_valid (issuer_full, -1);
  one->names = g_strv_builder_end (builder);
  one->not_before = not_before;
  one->not_after = not_after;
  g_ptr_array_add (self->chain, one);
}

void
md_shown_chain_free (MdShownChain *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_ptr_array_unref (self->chain);
  g_free (self);
}

/* ── trees ── */

static void
shown_term_free (gpointer data)
{
  MdShownTerm *self = data;

  g_free (self->text);
  g_free (self->outcome);
  g_free (self);
}

MdShownTree *
md_shown_tree_new (const char *address)
{
  MdShownTree *self = g_new0 (MdShownTree, 1);

  self->address = g_strdup (address);
  self->terms = g_ptr_array_new_with_free_func (shown_term_free);
  return self;
}

void
md_shown_tree_add (MdShownTree *self, const MdShownTerm *term)
{
  MdShownTerm *copy = g_memdup2 (term, sizeof *term);

  copy->text = g_utf8_make_valid (term->text, -1);
  copy->outcome = g_utf8_make_valid (term->outcome, -1);
  g_ptr_array_add (self->terms, copy);
}

void
md_shown_tree_free (MdShownTree *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_ptr_array_unref (self->terms);
  g_free (self);
}

/* ── hops, pairs ── */

void
md_shown_hop_free (MdShownHop *self)
{
  g_free (self->from);
  g_free (self->address);
  g_free (self->by);
  g_free (self->with);
  g_free (self);
}

void
md_shown_pair_free (MdShownPair *self)
{
  g_free (self->first);
  g_free (self->second);
  g_free (self);
}
