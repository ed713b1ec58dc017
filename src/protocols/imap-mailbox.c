/* imap-mailbox.c - looking through a whole mailbox, and moving one message; see imap-mailbox.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-mailbox.h"

#include "protocols/imap-private.h"

#include <string.h>

#define MAX_FOLDERS 2000
#define MAX_MEASURED_MESSAGES 100000
#define MESSAGES_A_COMMAND 5000 /* each is one response, of which a command may bring 10 000 */
#define HITS_A_COMMAND 40
#define DAY_SECONDS 86400
/* More than one day's difference, since the server counts days in a time zone of its own. */
#define MARGIN_DAYS 2

void
md_imap_finding_clear (MdImapFinding *self)
{
  g_clear_pointer (&self->hits, g_array_unref);
}

void
md_imap_mail_free (MdImapMail *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static GPtrArray *
new_jobs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_job_free);
}

static MdImapJob *
add_job (MdImap *self, GPtrArray *jobs, const char *words, MdImapTake take, gpointer data)
{
  MdImapJob *job = md_imap_job_new (self, words, take, data);

  g_ptr_array_add (jobs, job);
  return job;
}

/* ── all folders ── */

typedef struct
{
  GPtrArray *folders;   /* (not owned) of MdImapFolder */
  GHashTable *by_name;  /* (owned) raw name → MdImapFolder of the above */
  GPtrArray *quotas;    /* (not owned) */
} Survey;

static void
take_status (Survey *survey, MdImapCursor *cursor)
{
  MdImapFolder counts = { NULL };
  MdImapFolder *folder = NULL;

  if (md_imap_status_parse (cursor, &counts))
    folder = g_hash_table_lookup (survey->by_name, counts.raw_name);
  if (folder != NULL)
    {
      folder->counted = counts.counted;
      folder->n_messages = counts.n_messages;
      folder->uid_validity = counts.uid_validity;
      folder->measured = counts.measured;
      folder->bytes = counts.bytes;
    }
  g_free (counts.raw_name);
}

static void
take_survey (gpointer data, const char *word, guint32 number, MdImapCursor *cursor)
{
  Survey *survey = data;

  if (g_ascii_strcasecmp (word, "LIST") == 0 && survey->folders->len < MAX_FOLDERS)
    {
      MdImapFolder *folder = md_imap_folder_parse (cursor);

      if (folder == NULL)
        return;
      g_ptr_array_add (survey->folders, folder);
      g_hash_table_insert (survey->by_name, folder->raw_name, folder);
    }
  else if (g_ascii_strcasecmp (word, "STATUS") == 0)
    take_status (survey, cursor);
  else if (g_ascii_strcasecmp (word, "QUOTA") == 0)
    md_imap_quota_parse (cursor, survey->quotas);
}

/* The words of LIST that tell most in one go. */
static char *
list_command (const MdImapFeatures *features, const char *items)
{
  if (features->list_status && features->special_use)
    return g_strdup_printf ("LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS %s)", items);
  if (features->list_status)
    return g_strdup_printf ("LIST \"\" \"*\" RETURN (STATUS %s)", items);
  if (features->special_use && features->list_extended)
    return g_strdup ("LIST \"\" \"*\" RETURN (SPECIAL-USE)");
  return g_strdup ("LIST \"\" \"*\"");
}

MdWireStatus
md_imap_survey (MdImap *self, const MdWait *wait, GPtrArray **folders, GPtrArray **quotas)
{
  const char *items = self->features.status_size ? "(MESSAGES UIDVALIDITY SIZE)" : "(MESSAGES UIDVALIDITY)";
  g_autofree char *list = list_command (&self->features, items);
  g_autoptr (GPtrArray) jobs = new_jobs ();
  g_autoptr (GPtrArray) more = new_jobs ();
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  Survey survey = { .by_name = by_name };
  MdWireStatus status;

  survey.folders = *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_folder_free);
  survey.quotas = *quotas = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_quota_free);
  add_job (self, jobs, list, take_survey, &survey);
  if (self->features.quota)
    add_job (self, jobs, "GETQUOTAROOT INBOX", take_survey, &survey);
  status = md_imap_run_jobs (self, wait, jobs);
  for (guint i = 0; status == MD_WIRE_OK && i < survey.folders->len; i++)
    {
      MdImapFolder *folder = g_ptr_array_index (survey.folders, i);
      MdImapJob *job;

      if (!folder->selectable || folder->counted)
        continue;
      job = add_job (self, more, "STATUS", take_survey, &survey);
      md_imap_job_add_string (job, folder->raw_name);
      md_imap_job_add (job, " ");
      md_imap_job_add (job, items);
    }
  return status == MD_WIRE_OK ? md_imap_run_jobs (self, wait, more) : status;
}

static void
open_folder (MdImap *self, GPtrArray *jobs, const char *verb, const char *raw_name, MdImapTake take, gpointer data)
{
  md_imap_job_add_string (add_job (self, jobs, verb, take, data), raw_name);
}

static void
take_size (gpointer data, const char *word, guint32 number, MdImapCursor *cursor)
{
  MdImapFolder *folder = data;
  g_autoptr (MdImapMail) mail = g_ascii_strcasecmp (word, "FETCH") == 0 ? md_imap_mail_parse (cursor) : NULL;

  if (mail != NULL)
    folder->bytes += MIN (mail->size, G_MAXUINT32);
}

MdWireStatus
md_imap_measure (MdImap *self, const MdWait *wait, GPtrArray *folders)
{
  guint64 left = MAX_MEASURED_MESSAGES;

  for (guint i = 0; i < folders->len; i++)
    {
      MdImapFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) jobs = new_jobs ();
      gboolean complete = TRUE;
      MdWireStatus status;

      if (!folder->selectable || folder->measured || !folder->counted || folder->n_messages > left)
        continue;
      left -= folder->n_messages;
      folder->bytes = 0;
      open_folder (self, jobs, "EXAMINE", folder->raw_name, NULL, NULL);
      for (guint64 from = 1; from <= folder->n_messages; from += MESSAGES_A_COMMAND)
        {
          g_autofree char *words
              = g_strdup_printf ("FETCH %" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT " (RFC822.SIZE)", from,
                                 MIN (from + MESSAGES_A_COMMAND - 1, folder->n_messages));

          add_job (self, jobs, words, take_size, folder);
        }
      status = md_imap_run_jobs (self, wait, jobs);
      if (status != MD_WIRE_OK)
        return status;
      for (guint k = 0; k < jobs->len; k++)
        complete = complete && md_imap_job_done (g_ptr_array_index (jobs, k));
      folder->measured = complete;
    }
  return MD_WIRE_OK;
}

/* ── searching ── */

/* "7-Nov-2026"; RFC 9051 9, date. */
static void
add_date (MdImapJob *job, const char *key, gint64 time)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);
  g_autofree char *words = NULL;

  if (date == NULL)
    return;
  words = g_strdup_printf (" %s %d-%s-%d", key, g_date_time_get_day_of_month (date),
                           months[g_date_time_get_month (date) - 1], g_date_time_get_year (date));
  md_imap_job_add (job, words);
}

static gboolean
is_ascii (const char *text)
{
  return text == NULL || g_str_is_ascii (text);
}

static void
add_criteria (MdImapJob *job, const MdImapSearch *search)
{
  if (!is_ascii (search->from) || !is_ascii (search->subject) || !is_ascii (search->value))
    md_imap_job_add (job, " CHARSET UTF-8");
  if (search->keys != NULL)
    {
      md_imap_job_add (job, " ");
      md_imap_job_add (job, search->keys);
    }
  else if (search->from == NULL && search->subject == NULL && search->header == NULL && search->since == 0
           && search->before == 0)
    md_imap_job_add (job, " ALL");
  if (search->since > 0)
    add_date (job, "SINCE", search->since - DAY_SECONDS);
  if (search->before > 0)
    add_date (job, "BEFORE", search->before + MARGIN_DAYS * DAY_SECONDS);
  if (search->from != NULL)
    {
      md_imap_job_add (job, " FROM");
      md_imap_job_add_string (job, search->from);
    }
  if (search->subject != NULL)
    {
      md_imap_job_add (job, " SUBJECT");
      md_imap_job_add_string (job, search->subject);
    }
  if (search->header != NULL)
    {
      md_imap_job_add (job, " HEADER");
      md_imap_job_add_string (job, search->header);
      md_imap_job_add_string (job, search->value != NULL ? search->value : "");
    }
}

/* One search in one folder. */
typedef struct
{
  guint folder;
  MdImapFinding *finding; /* (not owned) */
  MdImapJob *job;         /* (not owned) */
  GArray *uids;           /* (owned) */
  guint n_found;
  const GPtrArray *all;   /* (not owned) of Looking: this one and its like */
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_array_unref (looking->uids);
  g_free (looking);
}

static void
take_found (gpointer data, const char *word, guint32 number, MdImapCursor *cursor)
{
  Looking *looking = data;
  gboolean extended = g_ascii_strcasecmp (word, "ESEARCH") == 0;
  g_autofree char *tag = extended ? md_imap_found_tag (cursor) : NULL;

  /* A server may run several searches in a folder side by side: the tag tells whose result it is (RFC 4731 3). */
  for (guint i = 0; tag != NULL && i < looking->all->len; i++)
    {
      Looking *other = g_ptr_array_index (looking->all, i);

      if (g_strcmp0 (other->job->tag, tag) == 0)
        looking = other;
    }
  if (extended || g_ascii_strcasecmp (word, "SEARCH") == 0)
    looking->n_found += md_imap_found_parse (cursor, extended, MD_IMAP_MAX_HITS, looking->uids);
}

static void
add_search (MdImap *self, GPtrArray *jobs, GPtrArray *lookings, guint folder, const MdImapSearch *search,
            MdImapFinding *finding)
{
  Looking *looking = g_new0 (Looking, 1);
  const char *words = "UID SEARCH";

  if (self->features.esearch)
    words = search->count_only ? "UID SEARCH RETURN (COUNT)" : "UID SEARCH RETURN (ALL)";
  looking->folder = folder;
  looking->finding = finding;
  looking->all = lookings;
  looking->uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  looking->job = add_job (self, jobs, words, take_found, looking);
  add_criteria (looking->job, search);
  g_ptr_array_add (lookings, looking);
}

static void
collect (const Looking *looking, gboolean count_only)
{
  MdImapFinding *finding = looking->finding;

  if (!md_imap_job_done (looking->job))
    {
      finding->n_failed++;
      return;
    }
  finding->n_found += looking->n_found;
  for (guint i = 0; !count_only && i < looking->uids->len; i++)
    {
      MdImapHit hit = { looking->folder, g_array_index (looking->uids, guint32, i) };

      g_array_append_val (finding->hits, hit);
    }
}

/* All folders once. */
static MdWireStatus
search_all (MdImap *self, const MdWait *wait, GPtrArray *folders, const MdImapSearch *searches, gsize n_searches,
            MdImapFinding *findings)
{
  g_autoptr (GPtrArray) jobs = new_jobs ();
  g_autoptr (GPtrArray) lookings = g_ptr_array_new_with_free_func (looking_free);
  MdWireStatus status;

  for (guint i = 0; i < folders->len; i++)
    {
      const MdImapFolder *folder = g_ptr_array_index (folders, i);

      /* A folder that the server has not opened yet may be counted as empty, and without a UIDVALIDITY. */
      if (!folder->selectable || (folder->counted && folder->n_messages == 0 && folder->uid_validity != 0))
        continue;
      open_folder (self, jobs, "EXAMINE", folder->raw_name, NULL, NULL);
      for (gsize k = 0; k < n_searches; k++)
        add_search (self, jobs, lookings, i, &searches[k], &findings[k]);
    }
  status = md_imap_run_jobs (self, wait, jobs);
  for (guint i = 0; status == MD_WIRE_OK && i < lookings->len; i++)
    {
      const Looking *looking = g_ptr_array_index (lookings, i);

      collect (looking, searches[looking->finding - findings].count_only);
    }
  return status;
}

MdWireStatus
md_imap_search (MdImap *self, const MdWait *wait, GPtrArray *folders, const MdImapSearch *searches, gsize n_searches,
                MdImapFinding *findings)
{
  /* Results without a tag cannot be told apart: then one search at a time (RFC 9051 5.5). */
  gsize at_once = self->features.esearch ? n_searches : 1;
  MdWireStatus status = MD_WIRE_OK;

  for (gsize k = 0; k < n_searches; k++)
    findings[k] = (MdImapFinding) { .hits = g_array_new (FALSE, FALSE, sizeof (MdImapHit)) };
  for (gsize k = 0; status == MD_WIRE_OK && k < n_searches; k += at_once)
    status = search_all (self, wait, folders, searches + k, at_once, findings + k);
  return status;
}

/* ── fetching ── */

typedef struct
{
  const MdImapHit *hits;  /* (not owned) of one folder */
  gsize n_hits;
  gpointer *mails;        /* (not owned) where each goes */
} Fetching;

static void
take_mail (gpointer data, const char *word, guint32 number, MdImapCursor *cursor)
{
  Fetching *fetching = data;
  g_autoptr (MdImapMail) mail = g_ascii_strcasecmp (word, "FETCH") == 0 ? md_imap_mail_parse (cursor) : NULL;

  for (gsize i = 0; mail != NULL && i < fetching->n_hits; i++)
    if (fetching->hits[i].uid == mail->uid && fetching->mails[i] == NULL && mail->bytes != NULL)
      {
        fetching->mails[i] = g_steal_pointer (&mail);
        return;
      }
}

/* The next messages in one folder that one command may ask for. */
static gsize
run_length (const MdImapHit *hits, gsize n_hits)
{
  gsize n = 1;

  while (n < n_hits && n < HITS_A_COMMAND && hits[n].folder == hits[0].folder)
    n++;
  return n;
}

static void
add_fetch (MdImap *self, GPtrArray *jobs, Fetching *fetching, gboolean whole, gsize max_bytes)
{
  MdImapJob *job = add_job (self, jobs, "UID FETCH ", take_mail, fetching);
  g_autofree char *section = g_strdup_printf (" (UID INTERNALDATE RFC822.SIZE BODY.PEEK[%s]<0.%zu>)",
                                              whole ? "" : "HEADER", max_bytes);

  for (gsize i = 0; i < fetching->n_hits; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%s%u", i > 0 ? "," : "", fetching->hits[i].uid);

      md_imap_job_add (job, uid);
    }
  md_imap_job_add (job, section);
}

static void
mail_free (gpointer mail)
{
  md_imap_mail_free (mail); /* which heeds gaps */
}

MdWireStatus
md_imap_fetch (MdImap *self, const MdWait *wait, GPtrArray *folders, const MdImapHit *hits, gsize n_hits,
               gboolean whole, gsize max_bytes, GPtrArray **mails)
{
  g_autoptr (GPtrArray) jobs = new_jobs ();
  g_autoptr (GPtrArray) fetchings = g_ptr_array_new_with_free_func (g_free);

  *mails = g_ptr_array_new_with_free_func (mail_free);
  g_ptr_array_set_size (*mails, (int) n_hits);
  for (gsize at = 0; at < n_hits;)
    {
      const MdImapFolder *folder = g_ptr_array_index (folders, hits[at].folder);
      Fetching *fetching = g_new0 (Fetching, 1);

      fetching->hits = hits + at;
      fetching->n_hits = run_length (hits + at, n_hits - at);
      fetching->mails = (*mails)->pdata + at;
      g_ptr_array_add (fetchings, fetching);
      if (at == 0 || hits[at].folder != hits[at - 1].folder)
        open_folder (self, jobs, "EXAMINE", folder->raw_name, NULL, NULL);
      add_fetch (self, jobs, fetching, whole, max_bytes);
      at += fetching->n_hits;
    }
  return md_imap_run_jobs (self, wait, jobs);
}
