/* dialogue.c - one endpoint, from connect to "ready to sign in"; see dialogue.h
 *
 * No round trip more than the protocol asks for (RFC 8314: the server speaks first inside TLS), and no waiting for a
 * good-bye.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dialogue"

#include "config.h"

#include "protocols/dialogue.h"

#include "protocols/dialogue-silence.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const MdDialogueLimits md_dialogue_limits_default = {
  .connect_ms = 5000, .greeting_ms = 25000, .reply_ms = 12000, .tls_ms = 8000, .grace_ms = 0,
};

typedef struct
{
  MdDialogue *result;
  MdWorld *world;
  const MdDialogueLimits *limits;
  const MdWait *wait;
  gint64 started;
  gint64 heard_from; /* since when a greeting is due */
  MdWire *wire;      /* (not owned) the session's */
} Talk;

/* What came of one command, whichever protocol. */
typedef struct
{
  MdWireStatus status;
  gboolean positive;
  char *text; /* (owned) (nullable) the reply, one line */
} Answer;

typedef enum
{
  TURN_GREETING,
  TURN_HELLO,
  TURN_STARTTLS,
} Turn;

const char *
md_dialogue_stage_name (MdDialogueStage stage)
{
  static const char *const names[MD_N_STAGES] = {
    [MD_STAGE_CONNECT] = "connect",   [MD_STAGE_GREETING] = "greeting", [MD_STAGE_HELLO] = "ehlo",
    [MD_STAGE_STARTTLS] = "starttls", [MD_STAGE_TLS] = "tls",           [MD_STAGE_HELLO_TLS] = "ehlo-tls",
    [MD_STAGE_READY] = "ready",
  };

  return names[stage];
}

const char *
md_dialogue_end_name (MdDialogueEnd end)
{
  static const char *const names[] = {
    [MD_DIALOGUE_READY] = "ready",           [MD_DIALOGUE_NO_CONNECTION] = "no-connection",
    [MD_DIALOGUE_SILENT] = "silent",         [MD_DIALOGUE_CLOSED] = "closed",
    [MD_DIALOGUE_NONSENSE] = "nonsense",     [MD_DIALOGUE_OTHER_SERVICE] = "other-service",
    [MD_DIALOGUE_SPEAKS_TLS] = "speaks-tls", [MD_DIALOGUE_SPEAKS_PLAIN] = "speaks-plain",
    [MD_DIALOGUE_REFUSED] = "refused",       [MD_DIALOGUE_NO_STARTTLS] = "no-starttls",
    [MD_DIALOGUE_TLS_FAILED] = "tls-failed", [MD_DIALOGUE_CANCELLED] = "cancelled",
  };

  return names[end];
}

void
md_dialogue_free (MdDialogue *self)
{
  if (self == NULL)
    return;
  md_endpoint_free (self->endpoint);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  g_free (self->address);
  g_free (self->banner);
  g_free (self->service);
  g_free (self->masked_keyword);
  g_free (self->client_address);
  g_free (self->fingerprint);
  md_smtp_reply_free (self->smtp_reply);
  g_free (self->reply_text);
  md_smtp_free (self->smtp);
  md_imap_free (self->imap);
  md_pop3_free (self->pop3);
  md_wire_free (self->wire);
  g_free (self);
}

static MdWire *
get_wire (const MdDialogue *self)
{
  if (self->smtp != NULL)
    return md_smtp_get_wire (self->smtp);
  if (self->imap != NULL)
    return md_imap_get_wire (self->imap);
  if (self->pop3 != NULL)
    return md_pop3_get_wire (self->pop3);
  return self->wire;
}

const MdTls *
md_dialogue_get_tls (const MdDialogue *self)
{
  MdWire *wire = get_wire (self);

  return wire != NULL ? md_wire_get_tls (wire) : NULL;
}

MdTranscript *
md_dialogue_get_transcript (const MdDialogue *self)
{
  MdWire *wire = get_wire (self);

  return wire != NULL ? md_wire_get_transcript (wire) : NULL;
}

gboolean
md_dialogue_is_trusted (const MdDialogue *self)
{
  MdWire *wire = get_wire (self);

  return self->end == MD_DIALOGUE_READY && wire != NULL && md_wire_may_carry_secrets (wire);
}

static double
elapsed (const Talk *talk)
{
  return MAX ((double) (g_get_monotonic_time () - talk->started) / 1e6, 1e-6);
}

static void
enter (Talk *talk, MdDialogueStage stage)
{
  MdDialogue *result = talk->result;

  if (result->stage_from[result->stage] > 0 && result->stage_until[result->stage] <= 0)
    result->stage_until[result->stage] = elapsed (talk);
  result->stage = stage;
  result->stage_from[stage] = elapsed (talk);
}

/* Always FALSE: the talk is over. */
static gboolean
finish (Talk *talk, MdDialogueEnd end)
{
  talk->result->end = end;
  return FALSE;
}

/* Whose greeting @line is, unless it is that of @protocol itself; NULL when it is nobody's we know. */
static const char *
service_of (const char *line, MdProtocol protocol)
{
  gboolean is_reply = g_ascii_isdigit (line[0]) && g_ascii_isdigit (line[1]) && g_ascii_isdigit (line[2])
                      && (line[3] == ' ' || line[3] == '-');
  g_autofree char *lower = g_ascii_strdown (line, MIN (strlen (line), 400));

  if (g_str_has_prefix (lower, "ssh-"))
    return "ssh";
  if (g_str_has_prefix (lower, "http/") || g_str_has_prefix (lower, "<!doctype") || g_str_has_prefix (lower, "<html"))
    return "http";
  if (g_str_has_prefix (lower, "* ok") || g_str_has_prefix (lower, "* preauth") || g_str_has_prefix (lower, "* bye"))
    return protocol != MD_PROTOCOL_IMAP ? "imap" : NULL;
  if (g_str_has_prefix (lower, "+ok") || g_str_has_prefix (lower, "-err"))
    return protocol != MD_PROTOCOL_POP3 ? "pop3" : NULL;
  if (is_reply && strstr (lower, "ftp") != NULL && strstr (lower, "smtp") == NULL)
    return "ftp";
  return is_reply && protocol != MD_PROTOCOL_SMTP ? "smtp" : NULL;
}

static gboolean
finish_with_service (Talk *talk, const char *line, MdDialogueEnd otherwise)
{
  const char *service = service_of (line, talk->result->endpoint->protocol);

  if (service == NULL)
    return finish (talk, otherwise);
  talk->result->service = g_strdup (service);
  return finish (talk, MD_DIALOGUE_OTHER_SERVICE);
}

static gboolean
finish_with_tls (Talk *talk)
{
  const MdTls *tls = md_wire_get_tls (talk->wire);
  const char *answer = tls != NULL ? md_tls_get_plain_answer (tls) : NULL;

  if (tls != NULL && md_tls_get_status (tls) == MD_TLS_CLOSED)
    return finish (talk, MD_DIALOGUE_CLOSED);
  if (answer == NULL || talk->result->endpoint->security != MD_SECURITY_TLS)
    return finish (talk, MD_DIALOGUE_TLS_FAILED);
  talk->result->banner = g_strndup (answer, strcspn (answer, "\r\n"));
  return finish_with_service (talk, talk->result->banner, MD_DIALOGUE_SPEAKS_PLAIN);
}

static gboolean
finish_with_status (Talk *talk, MdWireStatus status, const char *text)
{
  switch (status)
    {
    case MD_WIRE_CANCELLED:
      return finish (talk, MD_DIALOGUE_CANCELLED);
    case MD_WIRE_TIMED_OUT:
      return finish (talk, MD_DIALOGUE_SILENT);
    case MD_WIRE_CLOSED:
    case MD_WIRE_RESET:
      return finish (talk, MD_DIALOGUE_CLOSED);
    case MD_WIRE_TLS:
      return finish_with_tls (talk);
    case MD_WIRE_OK:
    case MD_WIRE_TOO_LONG:
    case MD_WIRE_NONSENSE:
    case MD_WIRE_INJECTED:
    case MD_WIRE_NOT_TRUSTED:
    default:
      if (text != NULL && talk->result->stage == MD_STAGE_GREETING)
        return finish_with_service (talk, text, MD_DIALOGUE_NONSENSE);
      return finish (talk, MD_DIALOGUE_NONSENSE);
    }
}

static Answer
smtp_turn (Talk *talk, Turn turn, const MdWait *wait)
{
  MdSmtp *smtp = talk->result->smtp;
  g_autoptr (MdSmtpReply) reply = NULL;
  Answer answer = { 0 };

  if (turn == TURN_GREETING)
    answer.status = md_smtp_greeting (smtp, wait, &reply);
  else if (turn == TURN_HELLO)
    answer.status = md_smtp_ehlo (smtp, wait, &reply);
  else
    answer.status = md_smtp_ask_starttls (smtp, wait, &reply);
  if (reply == NULL)
    return answer;
  answer.text = g_strdelimit (g_strdup (reply->raw), "\n", ' ');
  answer.positive = reply->code >= 200 && reply->code < 300;
  if (turn == TURN_GREETING)
    talk->result->banner = g_strndup (reply->raw, strcspn (reply->raw, "\n"));
  /* 220 alone does not tell SMTP from FTP. */
  if (turn == TURN_GREETING && answer.positive && service_of (reply->raw, MD_PROTOCOL_SMTP) != NULL)
    answer.status = MD_WIRE_NONSENSE;
  if (answer.status == MD_WIRE_OK && !answer.positive)
    talk->result->smtp_reply = g_steal_pointer (&reply);
  return answer;
}

static Answer
imap_turn (Talk *talk, Turn turn, const MdWait *wait)
{
  MdImap *imap = talk->result->imap;
  g_autoptr (MdImapReply) reply = NULL;
  Answer answer = { 0 };

  if (turn == TURN_GREETING)
    answer.status = md_imap_greeting (imap, wait, &reply);
  else if (turn == TURN_HELLO)
    answer.status = md_imap_capability (imap, wait, &reply);
  else
    answer.status = md_imap_ask_starttls (imap, wait, &reply);
  answer.positive = reply == NULL || reply->condition == MD_IMAP_OK || reply->condition == MD_IMAP_PREAUTH;
  if (reply == NULL)
    return answer;
  if (answer.status == MD_WIRE_OK && reply->code != NULL)
    answer.text = g_strdup_printf ("[%s] %s", reply->code, reply->text);
  else
    answer.text = g_strdup (reply->text);
  if (turn == TURN_GREETING && answer.status == MD_WIRE_OK)
    talk->result->banner = g_strdup_printf ("* %s %s", answer.positive ? "OK" : "BYE", answer.text);
  else if (turn == TURN_GREETING)
    talk->result->banner = g_strdup (reply->text);
  return answer;
}

static Answer
pop3_turn (Talk *talk, Turn turn, const MdWait *wait)
{
  MdPop3 *pop3 = talk->result->pop3;
  g_autoptr (MdPop3Reply) reply = NULL;
  Answer answer = { 0 };

  if (turn == TURN_GREETING)
    answer.status = md_pop3_greeting (pop3, wait, &reply);
  else if (turn == TURN_HELLO)
    answer.status = md_pop3_capa (pop3, wait, &reply);
  else
    answer.status = md_pop3_ask_stls (pop3, wait, &reply);
  if (reply == NULL)
    return answer;
  /* Servers from before CAPA (RFC 2449) refuse it and are fine. */
  answer.positive = reply->ok || turn == TURN_HELLO;
  answer.text = reply->code != NULL ? g_strdup_printf ("[%s] %s", reply->code, reply->text) : g_strdup (reply->text);
  if (turn == TURN_GREETING && answer.status == MD_WIRE_OK)
    talk->result->banner = g_strdup_printf ("%s %s", reply->ok ? "+OK" : "-ERR", answer.text);
  else if (turn == TURN_GREETING)
    talk->result->banner = g_strdup (reply->text);
  return answer;
}

/* FALSE when the talk ended here. */
static gboolean
take_turn (Talk *talk, MdDialogueStage stage, Turn turn, const MdWait *wait)
{
  MdDialogue *result = talk->result;
  g_autofree char *text = NULL;
  Answer answer;

  if (result->stage != stage)
    enter (talk, stage);
  if (result->smtp != NULL)
    answer = smtp_turn (talk, turn, wait);
  else if (result->imap != NULL)
    answer = imap_turn (talk, turn, wait);
  else
    answer = pop3_turn (talk, turn, wait);
  text = answer.text;
  if (answer.status == MD_WIRE_OK && answer.positive)
    return TRUE;
  result->reply_text = g_strdup (text);
  if (answer.status == MD_WIRE_OK)
    return finish (talk, MD_DIALOGUE_REFUSED);
  return finish_with_status (talk, answer.status, text);
}

/* Connects and makes the session of the endpoint's protocol. */
static gboolean
connect_first (Talk *talk, const char *const *addresses)
{
  MdDialogue *result = talk->result;
  const MdEndpoint *endpoint = result->endpoint;
  MdTcpAttempt *open;

  enter (talk, MD_STAGE_CONNECT);
  result->attempts = md_tcp_race (talk->world, addresses, endpoint->port, talk->limits->connect_ms,
                                  talk->limits->grace_ms, talk->wait);
  open = md_tcp_find_open (result->attempts);
  talk->heard_from = g_get_monotonic_time ();
  if (open == NULL)
    return finish (talk, md_wait_is_cancelled (talk->wait) ? MD_DIALOGUE_CANCELLED : MD_DIALOGUE_NO_CONNECTION);
  result->address = g_strdup (open->address);
  talk->wire = md_wire_new (talk->world, md_tcp_attempt_steal_fd (open), endpoint->host);
  /* The others would wait on the server's side for words that never come. */
  while ((open = md_tcp_find_open (result->attempts)) != NULL && open->fd >= 0)
    close (md_tcp_attempt_steal_fd (open));
  md_transcript_note (md_wire_get_transcript (talk->wire), "connected to %s port %u", result->address, endpoint->port);
  if (endpoint->protocol == MD_PROTOCOL_SMTP)
    result->smtp = md_smtp_new (talk->wire);
  else if (endpoint->protocol == MD_PROTOCOL_IMAP)
    result->imap = md_imap_new (talk->wire);
  else
    result->pop3 = md_pop3_new (talk->wire);
  return TRUE;
}

static gboolean
start_tls (Talk *talk)
{
  const MdWait wait = md_wait_within (talk->wait, talk->limits->tls_ms);
  MdWireStatus status;

  enter (talk, MD_STAGE_TLS);
  status = md_wire_start_tls (talk->wire, &wait);
  talk->heard_from = g_get_monotonic_time ();
  return status == MD_WIRE_OK || finish_with_status (talk, status, NULL);
}

static gboolean
greet (Talk *talk)
{
  MdDialogue *result = talk->result;
  const MdWait wait = md_wait_within (talk->wait, talk->limits->greeting_ms);
  MdFirstSign sign = MD_FIRST_SIGN;
  gboolean greeted;

  enter (talk, MD_STAGE_GREETING);
  if (result->endpoint->security != MD_SECURITY_TLS)
    sign = md_first_sign (talk->world, md_wire_get_fd (talk->wire), result->address, result->endpoint->port,
                          result->endpoint->host, &wait);
  if (sign == MD_FIRST_TLS)
    return finish (talk, MD_DIALOGUE_SPEAKS_TLS);
  if (sign == MD_FIRST_CANCELLED)
    return finish (talk, MD_DIALOGUE_CANCELLED);
  if (sign == MD_FIRST_NOTHING)
    return finish (talk, MD_DIALOGUE_SILENT);
  greeted = take_turn (talk, MD_STAGE_GREETING, TURN_GREETING, &wait);
  result->greeting_seconds = (double) (g_get_monotonic_time () - talk->heard_from) / 1e6;
  return greeted;
}

static gboolean
hello (Talk *talk, MdDialogueStage stage)
{
  const MdWait wait = md_wait_within (talk->wait, talk->limits->reply_ms);

  return take_turn (talk, stage, TURN_HELLO, &wait);
}

static gboolean
offers_starttls (Talk *talk)
{
  MdDialogue *result = talk->result;

  if (result->imap != NULL)
    return md_imap_get_features (result->imap)->starttls;
  if (result->pop3 != NULL)
    return md_pop3_get_features (result->pop3)->stls;
  result->masked_keyword = g_strdup (md_smtp_get_features (result->smtp)->masked_keyword);
  return md_smtp_get_features (result->smtp)->starttls;
}

static gboolean
upgrade (Talk *talk)
{
  const MdWait wait = md_wait_within (talk->wait, talk->limits->reply_ms);

  if (!offers_starttls (talk))
    return finish (talk, MD_DIALOGUE_NO_STARTTLS);
  return take_turn (talk, MD_STAGE_STARTTLS, TURN_STARTTLS, &wait) && start_tls (talk)
         && hello (talk, MD_STAGE_HELLO_TLS);
}

static gboolean
talk_to (Talk *talk, const char *const *addresses)
{
  const MdSecurity security = talk->result->endpoint->security;

  if (!connect_first (talk, addresses))
    return FALSE;
  if (security == MD_SECURITY_TLS)
    return start_tls (talk) && greet (talk) && hello (talk, MD_STAGE_HELLO_TLS);
  if (!greet (talk) || !hello (talk, MD_STAGE_HELLO))
    return FALSE;
  return security == MD_SECURITY_PLAIN || upgrade (talk);
}

/* Says good-bye where that is possible, hangs up, and keeps what was learnt. */
static void
hang_up (MdDialogue *self)
{
  if (self->smtp != NULL)
    self->wire = md_smtp_free_to_wire (g_steal_pointer (&self->smtp));
  else if (self->imap != NULL)
    self->wire = md_imap_free_to_wire (g_steal_pointer (&self->imap));
  else if (self->pop3 != NULL)
    self->wire = md_pop3_free_to_wire (g_steal_pointer (&self->pop3));
  if (self->wire != NULL)
    (void) shutdown (md_wire_get_fd (self->wire), SHUT_RDWR);
}

/* Copies what later checks may want to know while another one has the session. */
static void
keep_facts (MdDialogue *self)
{
  const MdTls *tls = md_dialogue_get_tls (self);
  const MdSmtpFeatures *features = self->smtp != NULL ? md_smtp_get_features (self->smtp) : NULL;

  self->trusted = md_dialogue_is_trusted (self);
  if (tls != NULL && md_tls_get_chain (tls)->len > 0)
    self->fingerprint = g_strdup (((const MdCertificate *) g_ptr_array_index (md_tls_get_chain (tls), 0))->fingerprint);
  self->offers_auth = features != NULL && features->auth;
  self->mechanisms = features != NULL ? features->mechanisms : 0;
  if (self->imap != NULL)
    self->mechanisms = md_imap_get_features (self->imap)->mechanisms;
  else if (self->pop3 != NULL)
    self->mechanisms = md_pop3_get_features (self->pop3)->mechanisms;
  self->client_address = features != NULL ? g_strdup (features->client_address) : NULL;
}

MdDialogue *
md_dialogue_run (MdWorld *world, const MdEndpoint *endpoint, const char *const *addresses,
                 const MdDialogueLimits *limits, const MdWait *wait)
{
  MdDialogue *self = g_new0 (MdDialogue, 1);
  Talk talk = { .result = self, .world = world, .limits = limits, .wait = wait, .started = g_get_monotonic_time () };

  self->endpoint = md_endpoint_copy (endpoint);
  if (talk_to (&talk, addresses))
    {
      self->end = MD_DIALOGUE_READY;
      enter (&talk, MD_STAGE_READY);
    }
  else
    hang_up (self);
  keep_facts (self);
  self->seconds = self->stage_until[self->stage] = elapsed (&talk);
  return self;
}
