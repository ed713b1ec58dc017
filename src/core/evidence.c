/* evidence.c - what one probe measured; see evidence.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-evidence"

#include "config.h"

#include "core/evidence.h"

struct _MdEvidence
{
  gatomicrefcount count;
  MdStepId step;
  const char *check;  /* (static) (nullable) */
  char *probe;        /* (owned) */
  char *target;       /* (owned) */
  char *result;       /* (owned) */
  gint64 micros;
  GPtrArray *lines;   /* (owned) of char*, closed by NULL */
  GArray *stages;     /* (owned) of MdStage */
  MdShownChain *chain; /* (owned) (nullable) */
  MdShownTree *tree;  /* (owned) (nullable) */
  GPtrArray *hops;    /* (owned) of MdShownHop */
  GPtrArray *pairs;   /* (owned) of MdShownPair */
};

MdEvidence *
md_evidence_new (MdStepId step, const char *probe, const char *target, const char *result, gint64 micros)
{
  MdEvidence *self = g_new0 (MdEvidence, 1);

  g_atomic_ref_count_init (&self->count);
  self->step = step;
  self->probe = g_strdup (probe);
  self->target = g_utf8_make_valid (target, -1);
  self->result = g_utf8_make_valid (result, -1);
  self->micros = micros;
  self->lines = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  self->stages = g_array_new (FALSE, FALSE, sizeof (MdStage));
  self->hops = g_ptr_array_new_with_free_func ((GDestroyNotify) md_shown_hop_free);
  self->pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) md_shown_pair_free);
  return self;
}

MdEvidence *
md_evidence_ref (MdEvidence *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_evidence_unref (MdEvidence *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  g_free (self->probe);
  g_free (self->target);
  g_free (self->result);
  g_ptr_array_unref (self->lines);
  g_array_unref (self->stages);
  md_shown_chain_free (self->chain);
  md_shown_tree_free (self->tree);
  g_ptr_array_unref (self->hops);
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

void
md_evidence_add_line (MdEvidence *self, const char *line)
{
  g_ptr_array_add (self->lines, g_utf8_make_valid (line, -1));
}

void
md_evidence_add_transcript (MdEvidence *self, const MdTranscript *transcript)
{
  g_auto (GStrv) lines = md_transcript_to_lines (transcript);

  for (gsize i = 0; lines[i] != NULL; i++)
    md_evidence_add_line (self, lines[i]);
}

void
md_evidence_add_stage (MdEvidence *self, const char *static_word, double from, double until)
{
  MdStage stage = { static_word, from, until, FALSE };

  g_array_append_val (self->stages, stage);
}

void
md_evidence_fail_stage (MdEvidence *self)
{
  if (self->stages->len > 0)
    g_array_index (self->stages, MdStage, self->stages->len - 1).failed = TRUE;
}

static char *
date_of (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("");
}

void
md_evidence_take_chain (MdEvidence *self, MdShownChain *chain)
{
  md_shown_chain_free (self->chain);
  self->chain = chain;
  for (guint i = 0; i < chain->chain->len; i++)
    {
      const MdShownCertificate *one = g_ptr_array_index (chain->chain, i);
      g_autofree char *from = date_of (one->not_before);
      g_autofree char *until = date_of (one->not_after);
      g_autofree char *names = g_strjoinv (", ", one->names);
      g_autofree char *line = g_strdup_printf ("certificate %u: %s | %s | %s … %s | %s", i, one->subject,
                                               one->issuer_full, from, until, names);

      md_evidence_add_line (self, line);
    }
}

/* Records four blanks deeper each include, their terms two more. */
static void
add_term_line (MdEvidence *self, const MdShownTerm *term)
{
  int indent = (int) (term->depth * 4 + (term->is_record ? 0 : 2));
  g_autofree char *cost = NULL;
  g_autofree char *line = NULL;

  if (term->is_record || term->last_lookup == 0)
    cost = g_strdup ("");
  else if (term->first_lookup == term->last_lookup)
    cost = g_strdup_printf (" [lookup %u]", term->last_lookup);
  else
    cost = g_strdup_printf (" [lookups %u-%u]", term->first_lookup, term->last_lookup);
  line = g_strdup_printf ("%*s%s: %s%s", indent, "", term->text, term->outcome, cost);
  md_evidence_add_line (self, line);
}

void
md_evidence_take_tree (MdEvidence *self, MdShownTree *tree)
{
  md_shown_tree_free (self->tree);
  self->tree = tree;
  for (guint i = 0; i < tree->terms->len; i++)
    add_term_line (self, g_ptr_array_index (tree->terms, i));
  if (tree->terms->len > 0)
    {
      g_autofree char *line = g_strdup_printf ("lookups: %u of %u, void: %u of %u", tree->lookups, tree->max_lookups,
                                               tree->void_lookups, tree->max_void);

      md_evidence_add_line (self, line);
    }
}

void
md_evidence_add_hop (MdEvidence *self, const MdShownHop *hop)
{
  MdShownHop *copy = g_memdup2 (hop, sizeof *hop);
  g_autofree char *line = NULL;

  copy->from = g_utf8_make_valid (hop->from, -1);
  copy->address = hop->address != NULL ? g_utf8_make_valid (hop->address, -1) : NULL;
  copy->by = g_utf8_make_valid (hop->by, -1);
  copy->with = hop->with != NULL ? g_utf8_make_valid (hop->with, -1) : NULL;
  g_ptr_array_add (self->hops, copy);
  line = g_strdup_printf ("%u. from %s [%s] by %s with %s, %+" G_GINT64_FORMAT " s, %s", self->hops->len, hop->from,
                          hop->address != NULL ? hop->address : "-", hop->by, hop->with != NULL ? hop->with : "-",
                          hop->delay, hop->fault);
  md_evidence_add_line (self, line);
}

void
md_evidence_add_pair (MdEvidence *self, const char *static_what, const char *first, const char *second,
                      gboolean differs)
{
  MdShownPair *pair = g_new0 (MdShownPair, 1);
  g_autofree char *line = g_strdup_printf ("%s: %s | %s", static_what, first, second);

  pair->what = static_what;
  pair->first = g_utf8_make_valid (first, -1);
  pair->second = g_utf8_make_valid (second, -1);
  pair->differs = differs;
  g_ptr_array_add (self->pairs, pair);
  md_evidence_add_line (self, line);
}

void
md_evidence_complete (MdEvidence *self)
{
  g_autoptr (GString) line = g_string_new ("stages:");

  if (self->stages->len == 0)
    return;
  for (guint i = 0; i < self->stages->len; i++)
    {
      const MdStage *stage = &g_array_index (self->stages, MdStage, i);
      char from[G_ASCII_DTOSTR_BUF_SIZE], until[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (from, sizeof from, "%.3f", stage->from);
      g_ascii_formatd (until, sizeof until, "%.3f", stage->until);
      g_string_append_printf (line, "%s %s %s-%s s%s", i > 0 ? "," : "", stage->word, from, until,
                              stage->failed ? " (failed)" : "");
    }
  md_evidence_add_line (self, line->str);
}

void
md_evidence_set_check (MdEvidence *self, const char *static_id)
{
  self->check = static_id;
}

const char *
md_evidence_get_check (const MdEvidence *self)
{
  return self->check;
}

MdStepId
md_evidence_get_step (const MdEvidence *self)
{
  return self->step;
}

const char *
md_evidence_get_probe (const MdEvidence *self)
{
  return self->probe;
}

const char *
md_evidence_get_target (const MdEvidence *self)
{
  return self->target;
}

const char *
md_evidence_get_result (const MdEvidence *self)
{
  return self->result;
}

double
md_evidence_get_seconds (const MdEvidence *self)
{
  return (double) self->micros / 1e6;
}

const char *const *
md_evidence_get_lines (const MdEvidence *self)
{
  static const char *const none[] = { NULL };

  return self->lines->len == 0 ? none : (const char *const *) self->lines->pdata;
}

const MdStage *
md_evidence_get_stages (const MdEvidence *self, gsize *n_stages)
{
  *n_stages = self->stages->len;
  return (const MdStage *) (gpointer) self->stages->data;
}

const MdShownChain *
md_evidence_get_chain (const MdEvidence *self)
{
  return self->chain;
}

const MdShownTree *
md_evidence_get_tree (const MdEvidence *self)
{
  return self->tree;
}

const GPtrArray *
md_evidence_get_hops (const MdEvidence *self)
{
  return self->hops;
}

const GPtrArray *
md_evidence_get_pairs (const MdEvidence *self)
{
  return self->pairs;
}
