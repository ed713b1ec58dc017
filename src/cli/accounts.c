/* accounts.c - maildoctor-cli accounts; see accounts.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-accounts"

#include "config.h"

#include "cli/accounts.h"

#include "cli/run.h"
#include "programs/compare.h"
#include "programs/goa.h"
#include "report/report.h"

/* "imap://imap.example.org:993/tls", as the options --incoming and --outgoing take it; or the program's own word. */
static char *
server_text (const MdProgramServer *server)
{
  g_autofree char *target = NULL;

  if (server->way != MD_WAY_SERVER)
    return g_strdup (server->kind != NULL ? server->kind : server->way == MD_WAY_LOCAL ? "local" : "");
  target = md_endpoint_to_string (server->endpoint);
  if (server->endpoint->protocol == MD_PROTOCOL_SMTP)
    return g_strdup_printf ("%s/%s", target, md_security_name (server->endpoint->security));
  return g_strdup_printf ("%s://%s/%s", md_protocol_name (server->endpoint->protocol), target,
                          md_security_name (server->endpoint->security));
}

static MdFinding *
account_finding (const MdProgramAccount *account)
{
  g_autofree char *incoming = server_text (&account->incoming);
  g_autofree char *outgoing = server_text (&account->outgoing);
  const char *user = account->outgoing.user != NULL ? account->outgoing.user : account->incoming.user;
  const char *auth = account->outgoing.way != MD_WAY_NONE ? account->outgoing.auth : account->incoming.auth;

  return md_finding_new (MD_STEP_ACCOUNT, MD_SUBJECT_ACCOUNT, MD_FINDING_ACCOUNT, "id", account->id, "program",
                         account->program, "profile", account->profile, "email", account->email, "name", account->name,
                         "incoming", incoming, "outgoing", outgoing, "username", user, "auth", auth, NULL);
}

static MdFinding *
note_finding (const MdProgramNote *note)
{
  static const char *const reasons[] = {
    [MD_PROGRAM_NOTE_UNREADABLE] = "unreadable",
    [MD_PROGRAM_NOTE_TOO_LARGE] = "too-large",
    [MD_PROGRAM_NOTE_BROKEN] = "damaged",
    [MD_PROGRAM_NOTE_TOO_MANY] = "too-many",
  };
  g_autofree char *file = md_program_below (g_get_home_dir (), note->file);
  g_autofree char *line = g_strdup_printf ("%u", note->line);

  if (note->kind == MD_PROGRAM_NOTE_BROKEN && note->line > 0)
    return md_finding_new (MD_STEP_ACCOUNT, MD_SUBJECT_ACCOUNT, MD_FINDING_ACCOUNT_FILE_DAMAGED, "program",
                           note->program, "file", file, "line", line, NULL);
  return md_finding_new (MD_STEP_ACCOUNT, MD_SUBJECT_ACCOUNT, MD_FINDING_ACCOUNT_FILE_UNREADABLE, "program",
                         note->program, "file", file, "reason", reasons[note->kind], NULL);
}

/* Where two programs do not agree about the same address. */
static void
add_differences (MdStepRecord *step, const MdPrograms *programs)
{
  g_autoptr (GPtrArray) differences = md_programs_compare (programs, NULL, NULL);

  for (guint i = 0; i < differences->len; i++)
    {
      const MdProgramDifference *one = g_ptr_array_index (differences, i);

      g_ptr_array_add (step->findings,
                       md_finding_new (MD_STEP_ACCOUNT, one->outgoing ? MD_SUBJECT_OUTGOING : MD_SUBJECT_INCOMING,
                                       MD_FINDING_PROGRAMS_DIFFER, "field", one->field, "first", one->first->program,
                                       "one", one->one, "second", one->second->program, "other", one->other, NULL));
    }
}

static MdStepRecord *
make_step (const MdPrograms *programs)
{
  MdStepRecord *step = md_step_record_new (MD_STEP_ACCOUNT);

  for (guint i = 0; i < programs->accounts->len; i++)
    g_ptr_array_add (step->findings, account_finding (g_ptr_array_index (programs->accounts, i)));
  if (step->findings->len == 0)
    g_ptr_array_add (step->findings,
                     md_finding_new (MD_STEP_ACCOUNT, MD_SUBJECT_ACCOUNT, MD_FINDING_NO_ACCOUNTS, NULL));
  add_differences (step, programs);
  for (guint i = 0; i < programs->notes->len; i++)
    g_ptr_array_add (step->findings, note_finding (g_ptr_array_index (programs->notes, i)));
  step->status = programs->notes->len > 0 ? MD_STATUS_WARNING : MD_STATUS_OK;
  return step;
}

/* A list to read: one line a finding. */
static char *
make_text (MdLang lang, const MdStepRecord *step)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < step->findings->len; i++)
    {
      g_autofree char *line = md_finding_line (lang, g_ptr_array_index (step->findings, i));

      g_string_append_printf (out, "%s\n", line);
    }
  return g_string_free (out, FALSE);
}

/* Nothing was diagnosed. */
static MdVerdict *
empty_verdict (void)
{
  MdVerdict *verdict = g_new0 (MdVerdict, 1);

  verdict->status = MD_VERDICT_OK;
  verdict->causes = g_ptr_array_new ();
  verdict->ruled_out = g_array_new (FALSE, FALSE, sizeof (MdCauseCode));
  return verdict;
}

int
md_run_accounts (const MdOptions *options)
{
  const MdReportOptions how = { .lang = options->lang };
  const MdWait wait
      = { .deadline = options->timeout > 0 ? g_get_monotonic_time () + options->timeout * G_USEC_PER_SEC : G_MAXINT64 };
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (MdPrograms) programs = md_programs_read_all (g_get_home_dir (), &wait);
  MdStepRecord *step = make_step (programs);
  g_autoptr (MdRecord) record = md_record_new ("accounts", options->kase);
  g_autoptr (MdVerdict) verdict = empty_verdict ();
  g_autofree char *report = NULL;

  record->started = g_get_real_time ();
  record->seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  step->seconds = record->seconds;
  g_ptr_array_add (record->steps, step);
  if (options->format == MD_FORMAT_JSON || options->format == MD_FORMAT_JSONL)
    report = md_report_json (record, verdict, &how);
  else
    report = make_text (options->lang, step);
  return md_write_output (options->lang, report) ? MD_EXIT_OK : MD_EXIT_FAILED;
}
