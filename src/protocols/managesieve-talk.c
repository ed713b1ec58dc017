/* managesieve-talk.c - to the server of the rules, from connect to "ready to sign in"; see managesieve.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-managesieve"

#include "config.h"

#include "protocols/managesieve.h"

#include <string.h>
#include <unistd.h>

#define CONNECT_MS 5000
#define REPLY_MS 12000
#define TLS_MS 8000

void
md_managesieve_talk_free (MdManageSieveTalk *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  g_free (self->address);
  g_free (self->text);
  md_managesieve_free (self->session);
  g_strfreev (self->lines);
  g_free (self);
}

static MdDialogueEnd
end_of (MdWireStatus status)
{
  switch (status)
    {
    case MD_WIRE_OK:
      return MD_DIALOGUE_READY;
    case MD_WIRE_TIMED_OUT:
      return MD_DIALOGUE_SILENT;
    case MD_WIRE_CANCELLED:
      return MD_DIALOGUE_CANCELLED;
    case MD_WIRE_CLOSED:
    case MD_WIRE_RESET:
      return MD_DIALOGUE_CLOSED;
    case MD_WIRE_TLS:
      return MD_DIALOGUE_TLS_FAILED;
    case MD_WIRE_TOO_LONG:
    case MD_WIRE_NONSENSE:
    case MD_WIRE_INJECTED:
    case MD_WIRE_NOT_TRUSTED:
    default:
      return MD_DIALOGUE_NONSENSE;
    }
}

/* How one step ended; READY: go on. */
static MdDialogueEnd
step_end (MdManageSieveTalk *self, MdWireStatus status, const MdManageSieveReply *reply)
{
  MdDialogueEnd end = end_of (status);

  if (end != MD_DIALOGUE_READY || reply == NULL || reply->ok)
    return end;
  self->text = g_strdup (reply->text);
  return MD_DIALOGUE_REFUSED;
}

static void
note_stage (MdManageSieveTalk *self, MdTalkStage stage, gint64 started)
{
  self->stage_until[stage] = (double) (g_get_monotonic_time () - started) / 1e6;
}

static MdDialogueEnd
greet_and_encrypt (MdManageSieveTalk *self, const MdWait *wait, gint64 started)
{
  const MdWait greeting = md_wait_within (wait, REPLY_MS);
  const MdWait upgrade = md_wait_within (wait, REPLY_MS + TLS_MS);
  g_autoptr (MdManageSieveReply) reply = NULL;
  MdWireStatus status = md_managesieve_greeting (self->session, &greeting, &reply);
  MdDialogueEnd end = step_end (self, status, reply);

  note_stage (self, MD_TALK_GREETING, started);
  if (end != MD_DIALOGUE_READY)
    return end;
  if (!md_managesieve_get_features (self->session)->starttls)
    return MD_DIALOGUE_NO_STARTTLS;
  status = md_managesieve_starttls (self->session, &upgrade, &reply);
  note_stage (self, MD_TALK_TLS, started);
  return step_end (self, status, reply);
}

MdManageSieveTalk *
md_managesieve_talk (MdWorld *world, const char *host, guint16 port, const char *const *addresses, const MdWait *wait)
{
  MdManageSieveTalk *self = g_new0 (MdManageSieveTalk, 1);
  gint64 started = g_get_monotonic_time ();
  MdTcpAttempt *open;
  MdWire *wire;

  self->attempts = md_tcp_race (world, addresses, port, CONNECT_MS, 0, wait);
  note_stage (self, MD_TALK_CONNECT, started);
  open = md_tcp_find_open (self->attempts);
  if (open == NULL)
    {
      self->end = md_wait_is_cancelled (wait) ? MD_DIALOGUE_CANCELLED : MD_DIALOGUE_NO_CONNECTION;
      return self;
    }
  self->address = g_strdup (open->address);
  wire = md_wire_new (world, md_tcp_attempt_steal_fd (open), host);
  while ((open = md_tcp_find_open (self->attempts)) != NULL && open->fd >= 0)
    close (md_tcp_attempt_steal_fd (open));
  md_transcript_note (md_wire_get_transcript (wire), "connected to %s port %u", self->address, port);
  self->session = md_managesieve_new (wire);
  self->end = greet_and_encrypt (self, wait, started);
  if (self->end == MD_DIALOGUE_READY)
    return self;
  self->lines = md_transcript_to_lines (md_wire_get_transcript (wire));
  g_clear_pointer (&self->session, md_managesieve_free);
  return self;
}
