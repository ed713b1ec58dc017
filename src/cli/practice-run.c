/* practice-run.c - maildoctor-cli practice: the guide against the pretend provider
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice-run"

#include "config.h"

#include "cli/practice-run.h"

#include "advice/advice.h"
#include "cli/run.h"
#include "practice/practice.h"

MdCase *
md_practice_case (const MdPracticeAccount *account)
{
  MdCase *kase = md_case_new ();

  kase->email = g_strdup (account->email);
  kase->user = g_strdup (account->user);
  kase->outgoing = md_endpoint_copy (account->outgoing);
  kase->incoming = md_endpoint_copy (account->incoming);
  kase->password = account->password != NULL ? md_secret_ref (account->password) : NULL;
  kase->outgoing_password = account->outgoing_password != NULL ? md_secret_ref (account->outgoing_password) : NULL;
  kase->no_auth = account->no_auth;
  kase->from = g_strdup (account->from);
  kase->message_size = account->message_size;
  kase->to = g_strdup (account->to);
  kase->sender = g_strdup (account->sender);
  kase->subject = g_strdup (account->subject);
  kase->draft = g_strdup (account->draft);
  if (account->log != NULL)
    kase->logs = g_strdupv ((char *[]) { (char *) account->log, NULL });
  /* Nothing leaves the computer, so there is nothing to ask for. */
  kase->consents = MD_CONSENT_SEND_TEST | MD_CONSENT_THIRD_PARTY | MD_CONSENT_KEYRING | MD_CONSENT_SEND_DRAFT
                   | MD_CONSENT_CHANGE_MAILBOX;
  return kase;
}

int
md_run_practice (const MdOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdPractice) practice = md_practice_start (options->words[0], &error);
  g_autoptr (MdCase) kase = NULL;
  MdStepId step;

  if (practice == NULL)
    {
      md_complain (options->lang, "practice-failed", "reason", error->message);
      return MD_EXIT_FAILED;
    }
  kase = md_practice_case (md_practice_get_account (practice));
  if (!md_step_id_from_name (md_practice_get_fault (practice)->step, &step))
    g_assert_not_reached ();
  return md_run_guide (options, md_step_guide (step), kase, md_practice_get_world (practice));
}

int
md_list_practice (const MdOptions *options)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize n_faults;
  const MdPracticeFault *faults = md_practice_faults (&n_faults);

  for (gsize i = 0; i < n_faults; i++)
    g_string_append_printf (out, "%-24s %-8s %s\n", faults[i].id, faults[i].step,
                            faults[i].cause != NULL ? faults[i].cause : "–");
  return md_write_output (options->lang, out->str) ? MD_EXIT_OK : MD_EXIT_FAILED;
}
