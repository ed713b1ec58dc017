/* address.c - maildoctor-cli address: addresses looked at as far as that goes without writing to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-address"

#include "config.h"

#include "cli/address.h"

#include "base/fan-out.h"
#include "cli/run.h"
#include "core/context.h"

extern const MdCheck md_check_recipient_address;

/* One address on a thread of its own, with its own results. */
typedef struct
{
  MdCase *kase;         /* (owned) */
  MdWorld *world;       /* (not owned) */
  MdWait wait;
  GPtrArray *findings;  /* (owned) of MdFinding */
  GPtrArray *evidence;  /* (owned) of MdEvidence */
} Inquiry;

static void
on_result (MdFinding *finding, MdEvidence *evidence, gpointer user_data)
{
  Inquiry *inquiry = user_data;

  if (finding != NULL)
    g_ptr_array_add (inquiry->findings, md_finding_ref (finding));
  if (evidence != NULL)
    g_ptr_array_add (inquiry->evidence, md_evidence_ref (evidence));
}

static gpointer
on_shelf (const char *id, gpointer user_data)
{
  return NULL;
}

static gboolean
on_memory (MdFindingCode code, MdSubject subject, gpointer user_data)
{
  return FALSE;
}

static void
look (gpointer item, gpointer shared)
{
  Inquiry *inquiry = item;
  g_autoptr (MdContext) context
      = md_context_new (&md_check_recipient_address, inquiry->kase, inquiry->world, &inquiry->wait);
  g_autoptr (GError) error = NULL;

  md_context_connect (context, on_result, on_shelf, on_memory, inquiry);
  if (!md_check_recipient_address.run (context, &error))
    md_context_report (context, MD_FINDING_CHECK_BROKEN, "check", md_check_recipient_address.id, "reason",
                       error->message, NULL);
}

static Inquiry *
inquiry_new (const MdOptions *options, const char *address, const MdWait *outer)
{
  Inquiry *self = g_new0 (Inquiry, 1);

  self->kase = md_case_copy (options->kase);
  g_free (self->kase->to);
  self->kase->to = g_strdup (address);
  self->world = options->world;
  self->wait = md_wait_within (outer, md_check_recipient_address.budget_ms);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  self->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
  return self;
}

static void
inquiry_free (Inquiry *self)
{
  md_case_unref (self->kase);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->evidence);
  g_free (self);
}

static void
move_into (MdStepRecord *step, const Inquiry *inquiry)
{
  for (guint i = 0; i < inquiry->findings->len; i++)
    g_ptr_array_add (step->findings, md_finding_ref (g_ptr_array_index (inquiry->findings, i)));
  for (guint i = 0; i < inquiry->evidence->len; i++)
    g_ptr_array_add (step->evidence, md_evidence_ref (g_ptr_array_index (inquiry->evidence, i)));
}

int
md_run_address (const MdOptions *options)
{
  gint64 started = g_get_monotonic_time ();
  MdWait wait = { NULL, options->timeout > 0 ? started + options->timeout * G_USEC_PER_SEC : G_MAXINT64 };
  MdStepRecord *step = md_step_record_new (MD_STEP_D3);
  guint n_words = g_strv_length (options->words);

  /* In groups, each at once; the results stand in the order of the words. */
  for (guint from = 0; from < n_words; from += MD_FAN_OUT_MAX)
    {
      g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify) inquiry_free);

      for (guint i = from; i < MIN (n_words, from + MD_FAN_OUT_MAX); i++)
        g_ptr_array_add (group, inquiry_new (options, options->words[i], &wait));
      md_fan_out (group->pdata, group->len, look, NULL, NULL);
      for (guint i = 0; i < group->len; i++)
        move_into (step, g_ptr_array_index (group, i));
    }
  return md_conclude_reading (options, "address", step, started);
}
