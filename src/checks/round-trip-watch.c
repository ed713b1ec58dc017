/* round-trip-watch.c - waits for a message that was sent to be seen in the mailbox; see round-trip.h
 *
 * It is looked for by its Message-ID: in the inbox and the spam folder every second or so, elsewhere from time to time,
 * all folders of a round in one round trip.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-round-trip"

#include "config.h"

#include "checks/mailbox-found.h"
#include "checks/mailbox-read.h"
#include "checks/round-trip.h"
#include "checks/sign-in.h"
#include "reading/received.h"

#include <string.h>

#define WATCH_MS 60000
#define FIRST_PAUSE_MS 300 /* most messages to the own address are there at once */
#define PAUSE_MS 1200
#define MINIMUM_ROUND_MS 200
#define MAX_FOLDERS 200
#define ELSEWHERE_EVERY 6 /* rounds */

/* Folders that also hold what was sent say nothing about arriving. */
#define ROLES_NEAR (MD_ROLE_BIT (MD_ROLE_INBOX) | MD_ROLE_BIT (MD_ROLE_JUNK))
#define ROLES_ELSEWHERE MD_ROLES_RECEIVED

static const char *
obstacle_of (const MdDialogue *dialogue)
{
  switch ((int) dialogue->end)
    {
    case MD_DIALOGUE_READY:
      return "not-trusted";
    case MD_DIALOGUE_NO_CONNECTION:
      return "no-connection";
    case MD_DIALOGUE_SILENT:
      return "timed-out";
    case MD_DIALOGUE_CLOSED:
      return "closed";
    case MD_DIALOGUE_TLS_FAILED:
      return "tls-failed";
    default:
      return "not-ready";
    }
}

/* A second sign-in with what the server has accepted already; NULL, with @reason, when that did not work. */
static MdImap *
open_mailbox (MdContext *context, const MdReader *reader, const char **reason)
{
  const char *const addresses[] = { reader->address, NULL };
  const MdWait *wait = md_context_get_wait (context);
  g_autoptr (MdDialogue) dialogue = md_dialogue_run (md_context_get_world (context), reader->endpoint, addresses,
                                                     &md_dialogue_limits_default, wait);
  g_autoptr (MdImapReply) reply = NULL;
  g_autofree char *token_error = NULL;
  gint64 started = g_get_monotonic_time ();
  gboolean accepted;

  *reason = obstacle_of (dialogue);
  if (dialogue->imap == NULL || !md_dialogue_is_trusted (dialogue))
    return NULL;
  *reason = "no-login";
  accepted = md_imap_login (dialogue->imap, wait, reader->mechanism, reader->user, reader->password, &reply,
                            &token_error)
                 == MD_WIRE_OK
             && reply != NULL && reply->condition == MD_IMAP_OK;
  md_sign_in_evidence (context, dialogue, md_imap_get_wire (dialogue->imap), accepted,
                       g_get_monotonic_time () - started);
  return accepted ? g_steal_pointer (&dialogue->imap) : NULL;
}

/* ── looking ── */

typedef struct
{
  MdImap *imap;
  const MdWait *wait;
  GPtrArray *folders;   /* (owned) (nullable) of MdImapFolder */
  MdArrival *arrival;
} Watch;

/* Only those of @roles can be opened now. */
static void
choose_folders (Watch *self, guint roles)
{
  for (guint i = 0; i < self->folders->len; i++)
    {
      MdImapFolder *folder = g_ptr_array_index (self->folders, i);
      MdMailboxRole role = md_mailbox_role (folder->special, folder->name);

      folder->selectable = i < MAX_FOLDERS && (roles & MD_ROLE_BIT (role)) != 0;
    }
}

static MdWireStatus
take_sighting (Watch *self, const MdImapHit *hit)
{
  const MdImapFolder *folder = g_ptr_array_index (self->folders, hit->folder);
  g_autoptr (GPtrArray) mails = NULL;
  const MdImapMail *mail;
  MdWireStatus status
      = md_imap_fetch (self->imap, self->wait, self->folders, hit, 1, TRUE, MD_MAILBOX_MESSAGE_BYTES, &mails);

  self->arrival->folder = g_strdup (folder->name);
  self->arrival->role = md_mailbox_role (folder->special, folder->name);
  mail = g_ptr_array_index (mails, 0);
  if (mail != NULL)
    self->arrival->raw = g_bytes_ref (mail->bytes);
  return status;
}

/* MD_WIRE_OK when the folders could be searched, whatever was in them. */
static MdWireStatus
look (Watch *self, gboolean elsewhere_too)
{
  const MdImapSearch by_id = { .header = "Message-ID", .value = self->arrival->message_id };
  g_auto (MdImapFinding) found = { NULL };
  MdWireStatus status;

  choose_folders (self, elsewhere_too ? ROLES_ELSEWHERE : ROLES_NEAR);
  status = md_imap_search (self->imap, self->wait, self->folders, &by_id, 1, &found);
  if (status != MD_WIRE_OK || found.hits->len == 0)
    return status;
  return take_sighting (self, &g_array_index (found.hits, MdImapHit, 0));
}

/* A server that names no INBOX has one all the same. */
static MdWireStatus
list_folders (Watch *self)
{
  g_autoptr (MdImapReply) listed = NULL;
  MdWireStatus status = md_imap_list (self->imap, self->wait, &self->folders, &listed);
  MdImapFolder *inbox;

  for (guint i = 0; self->folders != NULL && i < self->folders->len; i++)
    if (g_ascii_strcasecmp (((MdImapFolder *) g_ptr_array_index (self->folders, i))->name, "INBOX") == 0)
      return status;
  inbox = g_new0 (MdImapFolder, 1);
  inbox->name = g_strdup ("INBOX");
  inbox->raw_name = g_strdup ("INBOX");
  g_ptr_array_insert (self->folders, 0, inbox);
  return status;
}

static MdWireStatus
watch (Watch *self)
{
  MdWireStatus status = list_folders (self);
  guint pause_ms = FIRST_PAUSE_MS;

  for (guint round = 1; status == MD_WIRE_OK && self->arrival->folder == NULL; round++)
    {
      status = look (self, round % ELSEWHERE_EVERY == 0);
      if (self->arrival->folder != NULL || md_wait_left_ms (self->wait) < PAUSE_MS + MINIMUM_ROUND_MS
          || !md_wait_sleep (self->wait, pause_ms))
        break;
      pause_ms = MIN (pause_ms * 2, PAUSE_MS);
    }
  return status;
}

/* ── what it tells ── */

static void
report_greylisting (MdContext *context, const char *host, gint64 seconds)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

  /* Who wants to know whether sending works at all has been answered already. */
  if (md_step_guide (md_context_get_check (context)->step) != MD_GUIDE_SEND)
    md_context_report (context, MD_FINDING_TRIP_GREYLISTED, "host", host, "seconds", text, NULL);
}

/* "delayed 61 seconds by postgrey-1.37 at mx.example.org; …", as postgrey and its like write; 0: not delayed. */
static gint64
seconds_noted (const MdHeaders *headers)
{
  const char *note = md_headers_get (headers, "X-Greylist");

  if (note == NULL || g_ascii_strncasecmp (note, "delayed ", 8) != 0)
    return 0;
  return (gint64) g_ascii_strtoull (note + 8, NULL, 10);
}

/* The server that handed the message over to the receiving side, from the Received lines. */
static void
report_way (MdContext *context, MdArrival *arrival)
{
  gsize length;
  const char *bytes = g_bytes_get_data (arrival->raw, &length);
  g_autoptr (MdHeaders) headers = md_headers_parse (bytes, length);
  g_autoptr (MdReceivedChain) chain = md_received_chain (headers, g_get_real_time () / G_USEC_PER_SEC);
  const MdReceived *border = md_received_border (chain, NULL);
  gint64 noted = seconds_noted (headers);

  if (border != NULL && border->address != NULL)
    {
      arrival->address = g_strdup (border->address);
      md_context_report (context, MD_FINDING_SENDING_ADDRESS, "address", border->address, "by",
                         border->by != NULL ? border->by : "", NULL);
    }
  if (noted > 0)
    report_greylisting (context, border != NULL && border->by != NULL ? border->by : "", noted);
  for (guint i = 0; noted == 0 && i < chain->faults->len; i++)
    if (g_array_index (chain->faults, MdHopFault, i) == MD_HOP_FAULT_GREYLIST)
      {
        const MdReceived *hop = g_ptr_array_index (chain->hops, i);

        report_greylisting (context, hop->by != NULL ? hop->by : "", hop->delay);
      }
}

static void
report_sighting (MdContext *context, const MdTripCodes *codes, MdArrival *arrival)
{
  g_autofree char *seconds = g_strdup_printf ("%.1f", arrival->seconds);
  g_autofree char *results = NULL;

  if (arrival->folder == NULL)
    md_context_report (context, codes->not_arrived, "seconds", seconds, NULL);
  else
    md_context_report (context, arrival->role == MD_ROLE_JUNK ? codes->in_spam : codes->arrived, "folder",
                       arrival->folder, "seconds", seconds, NULL);
  if (arrival->raw == NULL)
    return;
  results = md_mailbox_results (arrival->raw);
  if (results != NULL)
    md_context_report (context, codes->authenticated, "results", results, NULL);
  report_way (context, arrival);
}

void
md_trip_watch (MdContext *context, const MdTripCodes *codes, MdImap *imap, MdArrival *arrival)
{
  const MdReader *reader = md_context_get_product (context, "incoming-login");
  gint64 sent_at = g_get_monotonic_time ();
  MdWait wait = md_wait_within (md_context_get_wait (context), WATCH_MS);
  const char *reason = "no-imap";
  Watch self = { imap, &wait, NULL, arrival };
  MdMailboxTalk talk = { NULL };
  MdWireStatus status = MD_WIRE_CLOSED;

  if (self.imap != NULL)
    {
      talk = md_mailbox_talk_begin (self.imap);
      status = watch (&self);
    }
  /* A connection that was kept may have been closed meanwhile. */
  if (status != MD_WIRE_OK && status != MD_WIRE_TIMED_OUT && status != MD_WIRE_CANCELLED && reader != NULL)
    {
      g_clear_pointer (&self.folders, g_ptr_array_unref);
      md_imap_free (self.imap);
      self.imap = open_mailbox (context, reader, &reason);
      talk.imap = NULL;
      if (self.imap != NULL)
        talk = md_mailbox_talk_begin (self.imap);
      status = self.imap != NULL ? watch (&self) : MD_WIRE_CLOSED;
    }
  arrival->seconds = (double) (g_get_monotonic_time () - sent_at) / 1e6;
  arrival->watched = arrival->folder != NULL || status == MD_WIRE_OK || status == MD_WIRE_TIMED_OUT;
  if (talk.imap != NULL)
    md_mailbox_talk_end (&talk, context, "imap-watch", reader != NULL ? reader->endpoint->host : "",
                         arrival->folder != NULL ? "arrived" : "not-arrived");
  if (md_wait_is_cancelled (&wait))
    ;
  else if (arrival->watched)
    report_sighting (context, codes, arrival);
  else
    md_context_report (context, codes->not_watched, "reason",
                       self.imap != NULL ? md_wire_status_name (status) : reason, NULL);
  g_clear_pointer (&self.folders, g_ptr_array_unref);
  if (status == MD_WIRE_OK)
    arrival->imap = self.imap;
  else
    md_imap_free (self.imap);
}
