/* run-check.c - one check, run by itself; see run-check.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-check.h"

#include <stdlib.h>

typedef struct
{
  gpointer product;
  GDestroyNotify destroy;
} Left;

static void
left_free (gpointer data)
{
  Left *self = data;

  self->destroy (self->product);
  g_free (self);
}

Bench *
bench_new (void)
{
  Bench *self = g_new0 (Bench, 1);

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  self->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
  self->shelf = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->products = g_ptr_array_new_with_free_func (left_free);
  return self;
}

void
bench_free (Bench *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->evidence);
  g_hash_table_unref (self->shelf);
  g_ptr_array_unref (self->products);
  g_free (self);
}

static void
take (MdFinding *finding, MdEvidence *evidence, gpointer data)
{
  Bench *self = data;

  if (finding != NULL) /* handed over */
    g_ptr_array_add (self->findings, md_finding_ref (finding));
  if (evidence != NULL)
    g_ptr_array_add (self->evidence, md_evidence_ref (evidence));
}

static gpointer
look_up (const char *id, gpointer data)
{
  return g_hash_table_lookup (((Bench *) data)->shelf, id);
}

static gboolean
remember (MdFindingCode code, MdSubject subject, gpointer data)
{
  const Bench *self = data;

  for (guint i = 0; i < self->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (self->findings, i);

      if (md_finding_get_code (finding) == code
          && (subject == MD_SUBJECT_ANY || md_finding_get_subject (finding) == subject))
        return TRUE;
    }
  return FALSE;
}

void
bench_run (Bench *self, const MdCheck *check, MdCase *kase, MdWorld *world, GCancellable *cancellable)
{
  const MdWait outer = { .cancellable = cancellable, .deadline = G_MAXINT64 };
  const MdWait wait = md_wait_within (&outer, check->budget_ms);
  g_autoptr (MdContext) context = md_context_new (check, kase, world, &wait);
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();
  GDestroyNotify destroy = NULL;
  gpointer product;

  md_context_connect (context, take, look_up, remember, self);
  g_assert_true (check->run (context, &error));
  g_assert_no_error (error);
  self->micros = g_get_monotonic_time () - started;
  product = md_context_steal_product (context, &destroy);
  if (product == NULL)
    return;
  bench_put (self, check->id, product);
  if (destroy != NULL)
    {
      Left *left = g_new0 (Left, 1);

      *left = (Left) { product, destroy };
      g_ptr_array_add (self->products, left);
    }
}

void
bench_put (Bench *self, const char *check_id, gpointer product)
{
  g_hash_table_insert (self->shelf, g_strdup (check_id), product);
}

MdFinding *
bench_find (const Bench *self, MdFindingCode code)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (md_finding_get_code (g_ptr_array_index (self->findings, i)) == code)
      return g_ptr_array_index (self->findings, i);
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

char *
bench_text (const Bench *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (self->findings, i);
      const char *const *names = md_finding_code_parameters (md_finding_get_code (finding));
      GString *line = g_string_new (md_finding_code_id (md_finding_get_code (finding)));

      for (gsize j = 0; names[j] != NULL; j++)
        g_string_append_printf (line, ":%s", md_finding_get (finding, names[j]));
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  g_ptr_array_sort (lines, compare);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

void
bench_assert (const Bench *self, const char *want)
{
  g_autofree char *got = bench_text (self);
  g_auto (GStrv) lines = g_strsplit (want, "\n", -1);
  g_autofree char *sorted = NULL;

  qsort (lines, g_strv_length (lines), sizeof lines[0], compare);
  sorted = g_strjoinv ("\n", lines);
  g_assert_cmpstr (got, ==, sorted);
}

MdCase *
bench_case (const char *email)
{
  MdCase *kase = md_case_new ();

  kase->email = g_strdup (email);
  return kase;
}
