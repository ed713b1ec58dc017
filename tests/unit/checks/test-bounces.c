/* test-bounces.c - what bounces mean: our own cases, the public corpus, and every cause that a bounce can have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bounce-groups.h"
#include "checks/bounce-causes.h"
#include "checks/mailbox.h"
#include "diagnosis/diagnosis.h"
#include "run-check.h"

#include <glib/gstdio.h>
#include <string.h>

/* ── our own ── */

static const struct
{
  const char *text;  /* pasted */
  const char *cause; /* NULL: not a bounce */
  const char *recipient; /* NULL: whoever */
} pasted[] = {
  { "550 5.1.1 <a@example.com>: Recipient address rejected: User unknown in local recipient table",
    "recipient-not-found", "a@example.com" },
  { "552 5.2.2 <a@example.com>: user is over quota", "recipient-mailbox-full", "a@example.com" },
  { "Der Mail-Server antwortete: 5.7.1 <a@example.com>: Relay access denied.", "relay-denied", "a@example.com" },
  { "El servidor respondió: 553 5.7.1 <me@example.com>: Sender address rejected: not owned by user me",
    "sender-not-authorized", "" },
  { "Se ha producido un error: 0x800CCC79", "relay-denied", "" },
  { "El servidor respondió: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
    "ip-blocklisted" },
  { "Fehler: 552 5.3.4 Message size exceeds fixed limit", "message-too-large" },
  { "Your mailbox is fine. The recipient's mailbox is full.", "recipient-mailbox-full" },
  { "<a@example.com>: 554 Service currently unavailable", "server-temporary-failure" },
  { "El buzón del destinatario está lleno.", "recipient-mailbox-full" },
  { "No se encontró la dirección de correo electrónico.", "recipient-not-found" },
  { "Das Postfach des Empfängers ist voll.", "recipient-mailbox-full" },
  { "Le message est trop volumineux.", "message-too-large" },
  { "Nothing of that kind here.", NULL },
};

static void
test_pasted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_autoptr (MdBounce) bounce = md_bounce_read (pasted[i].text, strlen (pasted[i].text));
      g_autoptr (GPtrArray) findings = md_bounce_findings (MD_STEP_D1, bounce);
      const MdFinding *finding = g_ptr_array_index (findings, 0);

      g_test_message ("%s", pasted[i].text);
      g_assert_cmpint (md_finding_get_code (finding), ==,
                       pasted[i].cause != NULL ? MD_FINDING_BOUNCE : MD_FINDING_NOT_A_BOUNCE);
      g_assert_cmpstr (md_finding_get (finding, "cause"), ==, pasted[i].cause);
      if (pasted[i].recipient != NULL)
        g_assert_cmpstr (md_finding_get (finding, "recipient"), ==, pasted[i].recipient);
    }
}

/* What became of the message counts more than what the words would mean while sending. */
static void
test_outcome (void)
{
  static const struct
  {
    MdBounceReport report;
    const char *cause;
  } rows[] = {
    { { .action = MD_DELIVERY_DELIVERED, .status = (char *) "2.0.0" }, "" },
    { { .action = MD_DELIVERY_DELAYED, .reply = 450, .diagnostic = (char *) "450 later" }, "delivery-delayed" },
    { { .action = MD_DELIVERY_DELAYED, .reply = 452, .diagnostic = (char *) "452 4.2.2 mailbox full" },
      "recipient-mailbox-full" },
    { { .action = MD_DELIVERY_FAILED, .reply = 450, .diagnostic = (char *) "450 4.7.1 greylisted" }, "delivery-timeout" },
    { { .action = MD_DELIVERY_FAILED, .diagnostic = (char *) "Your message to <a@b.example> was automatically rejected: No." },
      "recipient-blocked-sender" },
    { { .action = MD_DELIVERY_FAILED, .diagnostic = (char *) "Your message to <a@b.example> was automatically rejected: "
                                                             "Quota exceeded (mailbox for user is full)" },
      "recipient-mailbox-full" },
    { { .action = MD_DELIVERY_FAILED, .permanent = TRUE }, "unknown" },
    { { .action = MD_DELIVERY_FAILED, .permanent = TRUE, .status = (char *) "5.1.99" }, "recipient-not-found" },
    { { .action = MD_DELIVERY_FAILED, .permanent = TRUE, .around = (char *) "it is caught in a mail loop: too many hops" },
      "mail-loop" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdBounceCause cause;

      md_bounce_name_cause (&rows[i].report, &cause);
      g_assert_cmpstr (cause.cause, ==, rows[i].cause);
    }
}

static gboolean
has_cause (const MdVerdict *verdict, MdCauseCode code)
{
  for (guint i = 0; i < verdict->causes->len; i++)
    if (((const MdCause *) g_ptr_array_index (verdict->causes, i))->code == code)
      return TRUE;
  return FALSE;
}

/* Every cause that a bounce names stands in the verdict. */
static void
test_verdicts (void)
{
  for (guint code = 0; code < MD_N_CAUSES; code++)
    {
      const char *id = md_cause_id ((MdCauseCode) code);
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
      g_autoptr (MdVerdict) verdict = NULL;

      g_ptr_array_add (findings,
                       md_finding_new (MD_STEP_D1, MD_SUBJECT_MESSAGE, MD_FINDING_BOUNCE, "recipient", "a@b.example",
                                       "cause", id, "sure", "high", "status", "5.0.0", "reply_code", "550", "action",
                                       "failed", "permanent", "true", "reporting_mta", "", "remote_mta", "",
                                       "diagnostic", "", NULL));
      verdict = md_diagnose (findings);
      g_test_message ("%s", id);
      g_assert_true (has_cause (verdict, (MdCauseCode) code));
    }
}

/* ── the checks of step D1 ── */

extern const MdCheck md_check_bounce_given, md_check_bounces_in_mailbox;

static void
test_given (void)
{
  g_autoptr (MdCase) kase = bench_case ("me@example.org");
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (Bench) bench = bench_new ();
  g_autofree char *path = NULL;
  int descriptor = g_file_open_tmp ("bounce-XXXXXX.eml", &path, NULL);

  g_assert_cmpint (descriptor, >=, 0);
  g_close (descriptor, NULL);
  g_assert_true (g_file_set_contents (path, "From: a@example.net\nTo: b@example.net\nSubject: s\n\nHello\n", -1, NULL));
  kase->text = g_strdup ("550 5.1.1 <a@example.com>: User unknown");
  kase->bounce = g_strdup (path);
  bench_run (bench, &md_check_bounce_given, kase, world, NULL);
  g_assert_cmpuint (bench->findings->len, ==, 2);
  g_assert_cmpstr (md_finding_get (bench_find (bench, MD_FINDING_BOUNCE), "recipient"), ==, "a@example.com");
  g_assert_cmpstr (md_finding_get (bench_find (bench, MD_FINDING_NOT_A_BOUNCE), "kind"), ==, "message");
  g_unlink (path);
}

static void
add_message (MdMailbox *mailbox, const char *text)
{
  MdMailboxMessage *message = g_new0 (MdMailboxMessage, 1);

  message->raw = g_bytes_new (text, strlen (text));
  g_ptr_array_add (mailbox->bounces, message);
  mailbox->n_bounces++;
}

static MdMailbox *
make_mailbox (void)
{
  MdMailbox *mailbox = g_new0 (MdMailbox, 1);

  mailbox->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_folder_free);
  mailbox->quotas = g_ptr_array_new ();
  mailbox->bounces = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  mailbox->looked_back = TRUE;
  return mailbox;
}

#define NOTICE "From: MAILER-DAEMON@mx.example\nTo: me@example.org\nSubject: Undeliverable\n\nUnable to deliver:\n\n"

static void
test_mailbox (void)
{
  g_autoptr (MdCase) kase = bench_case ("me@example.org");
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdMailbox) mailbox = make_mailbox ();
  g_autoptr (Bench) nowhere = bench_new ();
  g_autoptr (Bench) empty = bench_new ();
  g_autoptr (Bench) all = bench_new ();
  g_autoptr (Bench) one = bench_new ();

  bench_run (nowhere, &md_check_bounces_in_mailbox, kase, world, NULL);
  g_assert_nonnull (bench_find (nowhere, MD_FINDING_BOUNCES_NOT_LOOKED_FOR));
  bench_put (empty, "mailbox-survey", mailbox);
  bench_run (empty, &md_check_bounces_in_mailbox, kase, world, NULL);
  g_assert_nonnull (bench_find (empty, MD_FINDING_NO_BOUNCES_FOUND));
  add_message (mailbox, NOTICE "<a@example.com>: 550 5.1.1 User unknown\n");
  add_message (mailbox, "From: postmaster@mx.example\nTo: me@example.org\nSubject: Maintenance\n\nTomorrow.\n");
  add_message (mailbox, NOTICE "<b@example.com>: 552 5.2.2 Mailbox full\n");
  bench_put (all, "mailbox-survey", mailbox);
  bench_run (all, &md_check_bounces_in_mailbox, kase, world, NULL);
  g_assert_cmpuint (all->findings->len, ==, 3);
  g_assert_cmpstr (md_finding_get (bench_find (all, MD_FINDING_BOUNCES_FOUND), "count"), ==, "2");
  kase->to = g_strdup ("B@example.com");
  bench_put (one, "mailbox-survey", mailbox);
  bench_run (one, &md_check_bounces_in_mailbox, kase, world, NULL);
  g_assert_cmpuint (one->findings->len, ==, 2);
  g_assert_cmpstr (md_finding_get (bench_find (one, MD_FINDING_BOUNCE), "cause"), ==, "recipient-mailbox-full");
}

/* ── the corpus ── */

typedef struct
{
  guint right, all;
} Score;

typedef struct
{
  Score kinds, recipients, causes, statuses;
} Scores;

static double
percent (Score score)
{
  return score.all > 0 ? 100.0 * score.right / score.all : 0;
}

static void
mark (Score *score, gboolean right, const char *what, const char *file, const char *got, const char *want)
{
  score->all++;
  score->right += right;
  if (!right)
    g_test_message ("%s: %s is '%s' and not '%s'", file, what, got != NULL ? got : "", want);
}

static gboolean
is_among (const char *word, const char *words, const char *separator)
{
  g_auto (GStrv) list = g_strsplit (words, separator, -1);

  for (guint i = 0; word != NULL && list[i] != NULL; i++)
    if (g_ascii_strcasecmp (list[i], word) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
fits_reason (const char *cause, const char *reason, const char *others)
{
  g_autofree char *all = g_strconcat (reason, "|", others, NULL);

  /* Nothing is told by the mail itself. */
  if (is_among ("undefined", all, "|") || is_among ("onhold", all, "|"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (bounce_groups); i++)
    if (is_among (bounce_groups[i].reason, all, "|") && is_among (cause, bounce_groups[i].causes, " "))
      return TRUE;
  return is_among ("delivered", all, "|") && cause[0] == '\0';
}

enum
{
  COLUMN_FILE,
  COLUMN_RECIPIENTS = 2,
  COLUMN_RECIPIENT = 4,
  COLUMN_REASON,
  COLUMN_REASON_ALT,
  COLUMN_STATUS,
};

static MdBounceKind
wanted_kind (char **row)
{
  if (strcmp (row[COLUMN_RECIPIENTS], "0") == 0)
    return MD_BOUNCE_MESSAGE;
  if (strcmp (row[COLUMN_REASON], "feedback") == 0)
    return MD_BOUNCE_COMPLAINT;
  return strcmp (row[COLUMN_REASON], "vacation") == 0 ? MD_BOUNCE_VACATION : MD_BOUNCE_BOUNCE;
}

/* The report about the row's recipient; the first when there is none. */
static const MdBounceReport *
report_for (const MdBounce *bounce, char **row, gboolean *found)
{
  *found = TRUE;
  for (guint i = 0; i < bounce->reports->len; i++)
    {
      const MdBounceReport *report = g_ptr_array_index (bounce->reports, i);

      if (row[COLUMN_RECIPIENT][0] == '\0' || is_among (report->recipient, row[COLUMN_RECIPIENT], "|"))
        return report;
    }
  *found = FALSE;
  return g_ptr_array_index (bounce->reports, 0);
}

static void
judge_row (const MdBounce *bounce, char **row, Scores *scores, gboolean *all_found)
{
  gboolean found;
  const MdBounceReport *report = report_for (bounce, row, &found);
  MdBounceCause cause;

  *all_found = *all_found && found;
  md_bounce_name_cause (report, &cause);
  mark (&scores->causes, fits_reason (cause.cause, row[COLUMN_REASON], row[COLUMN_REASON_ALT]), "cause", row[COLUMN_FILE],
        cause.cause, row[COLUMN_REASON]);
  /* Codes that the origin made up where the mail has none. */
  if (row[COLUMN_STATUS][0] != '\0' && strncmp (row[COLUMN_STATUS] + 1, ".0.9", 4) != 0)
    mark (&scores->statuses, g_strcmp0 (report->status, row[COLUMN_STATUS]) == 0, "code", row[COLUMN_FILE], report->status,
          row[COLUMN_STATUS]);
}

/* All rows of one mail: @rows up to @n. */
static void
judge_mail (const char *folder, char ***rows, guint n, Scores *scores)
{
  g_autofree char *path = g_build_filename (folder, "sisimai", rows[0][COLUMN_FILE], NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (MdBounce) bounce = NULL;
  MdBounceKind kind = wanted_kind (rows[0]);
  gboolean all_found = TRUE;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  bounce = md_bounce_read (bytes, length);
  mark (&scores->kinds, bounce->kind == kind, "kind", rows[0][COLUMN_FILE], md_bounce_kind_name (bounce->kind),
        md_bounce_kind_name (kind));
  /* What is no bounce must never be taken for one. */
  g_assert_false (bounce->kind == MD_BOUNCE_BOUNCE && kind != MD_BOUNCE_BOUNCE);
  if (kind != MD_BOUNCE_BOUNCE || bounce->kind != MD_BOUNCE_BOUNCE)
    return;
  for (guint i = 0; i < n; i++)
    judge_row (bounce, rows[i], scores, &all_found);
  mark (&scores->recipients, all_found && bounce->reports->len == n, "recipients", rows[0][COLUMN_FILE],
        ((MdBounceReport *) g_ptr_array_index (bounce->reports, 0))->recipient, rows[0][COLUMN_RECIPIENT]);
}

static void
test_corpus (void)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *folder = corpora != NULL ? g_build_filename (corpora, "bounces", NULL) : NULL;
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "expected.tsv", NULL) : NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) lines = NULL;
  Scores scores = { 0 };

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no test data beside the project");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], "\t", -1));
  for (guint i = 0, n; i < rows->len; i += n)
    {
      char ***first = (char ***) rows->pdata + i;

      for (n = 1; i + n < rows->len && strcmp (first[n][COLUMN_FILE], first[0][COLUMN_FILE]) == 0; n++)
        ;
      judge_mail (folder, first, n, &scores);
    }
  g_test_message ("%u mails: kind %.1f %%, recipients %.1f %%, cause group %.1f %%, enhanced code %.1f %%", scores.kinds.all,
                  percent (scores.kinds), percent (scores.recipients), percent (scores.causes), percent (scores.statuses));
  g_assert_cmpfloat (percent (scores.kinds), >=, 99);
  g_assert_cmpfloat (percent (scores.recipients), >=, 97);
  g_assert_cmpfloat (percent (scores.causes), >=, 92);
  g_assert_cmpfloat (percent (scores.statuses), >=, 97);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounces/pasted", test_pasted);
  g_test_add_func ("/bounces/outcome", test_outcome);
  g_test_add_func ("/bounces/verdicts", test_verdicts);
  g_test_add_func ("/bounces/given", test_given);
  g_test_add_func ("/bounces/mailbox", test_mailbox);
  g_test_add_func ("/bounces/corpus", test_corpus);
  return g_test_run ();
}
