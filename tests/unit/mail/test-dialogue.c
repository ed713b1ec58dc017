/* test-dialogue.c - every way a conversation can go wrong, told apart, and how long each takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/dialogue.h"
#include "story.h"

#include <string.h>

#define EHLO_REPLY "C: EHLO *", "S: 250-x", "S: 250-PIPELINING"

typedef struct
{
  const char *story;
  MdProtocol protocol;
  MdSecurity security;
  const char *lines[20];
  const char *second[4]; /* what a second connection hears; nothing: silence */
  MdDialogueEnd end;
  MdDialogueStage stage;
  const char *service; /* or banner, for SPEAKS_PLAIN */
  guint reply_code;    /* of SMTP */
} Row;

static const Row rows[] = {
  { "submission",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x ESMTP", EHLO_REPLY, "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "TLS", "C: EHLO *",
      "S: 250 AUTH PLAIN", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },
  { "submissions",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "TLS", "S: 220-x ESMTP", "S: 220 more", EHLO_REPLY, "S: 250 AUTH PLAIN", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },
  { "plain",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_PLAIN,
    { "S: 220 x", EHLO_REPLY, "S: 250 SIZE", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },
  { "IMAP with STARTTLS",
    MD_PROTOCOL_IMAP,
    MD_SECURITY_STARTTLS,
    { "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] x", "C: A1 STARTTLS", "S: A1 OK go", "TLS", "C: A2 CAPABILITY",
      "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN", "S: A2 OK", "C: Z LOGOUT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },
  { "IMAPS without a round trip too many",
    MD_PROTOCOL_IMAP,
    MD_SECURITY_TLS,
    { "TLS", "S: * OK [CAPABILITY IMAP4rev1] x", "C: Z LOGOUT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },
  { "POP3 with STLS",
    MD_PROTOCOL_POP3,
    MD_SECURITY_STARTTLS,
    { "S: +OK x", "C: CAPA", "S: +OK", "S: STLS", "S: .", "C: STLS", "S: +OK go", "TLS", "C: CAPA", "S: -ERR no",
      "C: QUIT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },
  { "POP3S",
    MD_PROTOCOL_POP3,
    MD_SECURITY_TLS,
    { "TLS", "S: +OK x", "C: CAPA", "S: +OK", "S: .", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },

  { "busy from the start",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 421 4.7.0 too many connections" },
    { NULL },
    MD_DIALOGUE_REFUSED,
    MD_STAGE_GREETING,
    NULL,
    421 },
  { "not welcome",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "TLS", "S: 554 5.7.1 listed", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_REFUSED,
    MD_STAGE_GREETING,
    NULL,
    554 },
  { "EHLO refused",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", "C: EHLO *", "S: 554 no", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_REFUSED,
    MD_STAGE_HELLO,
    NULL,
    554 },
  { "STARTTLS refused",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY, "S: 250 STARTTLS", "C: STARTTLS", "S: 454 4.7.0 no", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_REFUSED,
    MD_STAGE_STARTTLS,
    NULL,
    454 },
  { "IMAP says good-bye",
    MD_PROTOCOL_IMAP,
    MD_SECURITY_STARTTLS,
    { "S: * BYE [UNAVAILABLE] x" },
    { NULL },
    MD_DIALOGUE_REFUSED,
    MD_STAGE_GREETING,
    NULL,
    0 },
  { "POP3 says no",
    MD_PROTOCOL_POP3,
    MD_SECURITY_STARTTLS,
    { "S: -ERR [SYS/TEMP] x", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_REFUSED,
    MD_STAGE_GREETING,
    NULL,
    0 },

  { "STARTTLS not offered",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY, "S: 250 XXXXXXXA", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_NO_STARTTLS,
    MD_STAGE_HELLO,
    NULL,
    0 },
  { "IMAP without STARTTLS",
    MD_PROTOCOL_IMAP,
    MD_SECURITY_STARTTLS,
    { "S: * OK [CAPABILITY IMAP4rev1] x", "C: Z LOGOUT" },
    { NULL },
    MD_DIALOGUE_NO_STARTTLS,
    MD_STAGE_HELLO,
    NULL,
    0 },
  { "POP3 without STLS",
    MD_PROTOCOL_POP3,
    MD_SECURITY_STARTTLS,
    { "S: +OK x", "C: CAPA", "S: +OK", "S: .", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_NO_STARTTLS,
    MD_STAGE_HELLO,
    NULL,
    0 },
  { "bytes in clear after STARTTLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY, "S: 250 STARTTLS", "C: STARTTLS", "RAW: 220 go\r\n250 x\r\n", "STAY" },
    { NULL },
    MD_DIALOGUE_NONSENSE,
    MD_STAGE_TLS,
    NULL,
    0 },

  { "closed before the greeting",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "PAUSE: 1" },
    { NULL },
    MD_DIALOGUE_CLOSED,
    MD_STAGE_GREETING,
    NULL,
    0 },
  { "closed after the greeting",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", "C: EHLO *" },
    { NULL },
    MD_DIALOGUE_CLOSED,
    MD_STAGE_HELLO,
    NULL,
    0 },
  { "closed within the EHLO reply",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY },
    { NULL },
    MD_DIALOGUE_CLOSED,
    MD_STAGE_HELLO,
    NULL,
    0 },
  { "closed at STARTTLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY, "S: 250 STARTTLS", "C: STARTTLS" },
    { NULL },
    MD_DIALOGUE_CLOSED,
    MD_STAGE_STARTTLS,
    NULL,
    0 },
  { "closed in the handshake",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY, "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go" },
    { NULL },
    MD_DIALOGUE_CLOSED,
    MD_STAGE_TLS,
    NULL,
    0 },
  { "closed after the handshake",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", EHLO_REPLY, "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "TLS" },
    { NULL },
    MD_DIALOGUE_CLOSED,
    MD_STAGE_HELLO_TLS,
    NULL,
    0 },

  { "silent",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "STAY" },
    { NULL },
    MD_DIALOGUE_SILENT,
    MD_STAGE_GREETING,
    NULL,
    0 },
  { "silent after EHLO",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", "C: EHLO *", "STAY" },
    { NULL },
    MD_DIALOGUE_SILENT,
    MD_STAGE_HELLO,
    NULL,
    0 },
  { "silent to TLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "STAY" },
    { NULL },
    MD_DIALOGUE_SILENT,
    MD_STAGE_TLS,
    NULL,
    0 },
  { "greets late",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_PLAIN,
    { "PAUSE: 3000", "S: 220 x", EHLO_REPLY, "S: 250 SIZE", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_READY,
    MD_STAGE_READY,
    NULL,
    0 },

  { "TLS on a port set to STARTTLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "STAY" },
    { "TLS", "STAY" },
    MD_DIALOGUE_SPEAKS_TLS,
    MD_STAGE_GREETING,
    NULL,
    0 },
  { "a TLS alert",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_PLAIN,
    { "RAW: \025\003\001", "STAY" },
    { NULL },
    MD_DIALOGUE_SPEAKS_TLS,
    MD_STAGE_GREETING,
    NULL,
    0 },
  { "plain on a port set to TLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "S: 220 x ESMTP", "STAY" },
    { NULL },
    MD_DIALOGUE_SPEAKS_PLAIN,
    MD_STAGE_TLS,
    "220 x ESMTP",
    0 },
  { "plain IMAP on a port set to TLS",
    MD_PROTOCOL_IMAP,
    MD_SECURITY_TLS,
    { "S: * OK x", "STAY" },
    { NULL },
    MD_DIALOGUE_SPEAKS_PLAIN,
    MD_STAGE_TLS,
    "* OK x",
    0 },

  { "IMAP answers SMTP",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: * OK [CAPABILITY IMAP4rev1] x", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "imap",
    0 },
  { "IMAP answers SMTP inside TLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "TLS", "S: * OK x", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "imap",
    0 },
  { "POP3 answers SMTP",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: +OK x", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "pop3",
    0 },
  { "SSH answers SMTP",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: SSH-2.0-x", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "ssh",
    0 },
  { "SSH answers TLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "S: SSH-2.0-x", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_TLS,
    "ssh",
    0 },
  { "FTP answers SMTP",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x FTP server ready", "C: QUIT" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "ftp",
    0 },
  { "a web server answers SMTP",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: HTTP/1.1 408 Timeout", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "http",
    0 },
  { "a web server answers TLS",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_TLS,
    { "S: HTTP/1.1 400 Bad Request", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_TLS,
    "http",
    0 },
  { "SMTP answers IMAP",
    MD_PROTOCOL_IMAP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x ESMTP", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "smtp",
    0 },
  { "SMTP answers POP3",
    MD_PROTOCOL_POP3,
    MD_SECURITY_STARTTLS,
    { "S: 220 x ESMTP", "STAY" },
    { NULL },
    MD_DIALOGUE_OTHER_SERVICE,
    MD_STAGE_GREETING,
    "smtp",
    0 },
  { "nonsense",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: welcome to the jungle", "STAY" },
    { NULL },
    MD_DIALOGUE_NONSENSE,
    MD_STAGE_GREETING,
    NULL,
    0 },
  { "nonsense later",
    MD_PROTOCOL_SMTP,
    MD_SECURITY_STARTTLS,
    { "S: 220 x", "C: EHLO *", "S: 250-x", "S: what?", "STAY" },
    { NULL },
    MD_DIALOGUE_NONSENSE,
    MD_STAGE_HELLO,
    NULL,
    0 },
};

static const MdDialogueLimits limits = {
  .connect_ms = 2000,
  .greeting_ms = 6500,
  .reply_ms = 800,
  .tls_ms = 800,
  .grace_ms = 0,
};

static MdDialogue *
run (Stage *stage, MdWorld *world, MdProtocol protocol, MdSecurity security, GCancellable *cancellable)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (protocol, "mail.example.org", stage_get_port (stage), security);
  const MdWait wait = { .cancellable = cancellable, .deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC };

  return md_dialogue_run (world, endpoint, addresses, &limits, &wait);
}

/* Each stage that was entered was left, in order of time. */
static void
assert_timed (const MdDialogue *dialogue)
{
  g_assert_cmpfloat (dialogue->stage_from[MD_STAGE_CONNECT], >, 0);
  for (guint i = 0; i < MD_N_STAGES; i++)
    {
      g_assert_cmpfloat (dialogue->stage_until[i], >=, dialogue->stage_from[i]);
      g_assert_cmpfloat (dialogue->stage_until[i], <=, dialogue->seconds);
    }
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, row->second[0] != NULL ? row->second : NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
  g_autoptr (MdDialogue) dialogue = run (stage, world, row->protocol, row->security, NULL);

  g_assert_cmpstr (md_dialogue_end_name (dialogue->end), ==, md_dialogue_end_name (row->end));
  g_assert_cmpstr (dialogue->address, ==, "127.0.0.1");
  g_assert_nonnull (md_dialogue_get_transcript (dialogue));
  g_assert_cmpstr (row->end == MD_DIALOGUE_SPEAKS_PLAIN ? dialogue->banner : dialogue->service, ==, row->service);
  g_assert_cmpuint (dialogue->smtp_reply != NULL ? dialogue->smtp_reply->code : 0, ==, row->reply_code);
  g_assert_cmpint (dialogue->reply_text != NULL, >=, row->end == MD_DIALOGUE_REFUSED);
  g_assert_cmpint (dialogue->smtp || dialogue->imap || dialogue->pop3, ==, row->end == MD_DIALOGUE_READY);
  g_assert_cmpint (md_dialogue_is_trusted (dialogue), ==,
                   row->end == MD_DIALOGUE_READY && row->security != MD_SECURITY_PLAIN);
  if (g_str_equal (row->story, "greets late"))
    g_assert_cmpfloat (dialogue->greeting_seconds, >, 2.9);
  if (strstr (row->story, "not offered") != NULL)
    g_assert_cmpstr (dialogue->masked_keyword, ==, "XXXXXXXA");
  g_assert_cmpstr (md_dialogue_stage_name (dialogue->stage), ==, md_dialogue_stage_name (row->stage));
  assert_timed (dialogue);
}

static void
test_no_connection (void)
{
  static const char *const addresses[] = { "127.0.0.1", "::1", NULL };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdEndpoint) endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, "mail.example.org", 1, MD_SECURITY_TLS);
  const MdWait wait = soon ();
  g_autoptr (MdDialogue) dialogue = md_dialogue_run (world, endpoint, addresses, &limits, &wait);

  g_assert_cmpint (dialogue->end, ==, MD_DIALOGUE_NO_CONNECTION);
  g_assert_cmpint (dialogue->stage, ==, MD_STAGE_CONNECT);
  g_assert_cmpuint (dialogue->attempts->len, ==, 2);
  g_assert_null (md_dialogue_get_transcript (dialogue));
  g_assert_null (md_dialogue_get_tls (dialogue));
}

typedef struct
{
  GCancellable *cancellable;
  gint64 at; /* when it was cancelled */
} Cancel;

static gpointer
cancel_later (gpointer data)
{
  Cancel *cancel = data;

  g_usleep (300000);
  cancel->at = g_get_monotonic_time ();
  g_cancellable_cancel (cancel->cancellable);
  return NULL;
}

/* Wherever it is, a cancelled dialogue ends at once. */
static void
test_cancel (void)
{
  static const struct
  {
    MdSecurity security;
    const char *lines[8];
  } stories[] = {
    { MD_SECURITY_STARTTLS, { "STAY" } },
    { MD_SECURITY_TLS, { "STAY" } },
    { MD_SECURITY_STARTTLS, { "S: 220 x", "C: EHLO *", "STAY" } },
    { MD_SECURITY_TLS, { "TLS", "STAY" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (Stage) stage = stage_new (stories[i].lines, NULL);
      g_autoptr (MdWorld) world = stage_make_world (stage, TRUE);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Cancel cancel = { .cancellable = cancellable };
      GThread *thread = g_thread_new ("cancel", cancel_later, &cancel);
      g_autoptr (MdDialogue) dialogue = run (stage, world, MD_PROTOCOL_SMTP, stories[i].security, cancellable);

      gint64 ended = g_get_monotonic_time ();

      g_thread_join (thread);
      g_assert_cmpstr (md_dialogue_end_name (dialogue->end), ==, "cancelled");
      g_assert_cmpint (ended - cancel.at, <, G_USEC_PER_SEC / 2);
    }
}

static void
test_names (void)
{
  for (guint i = 0; i < MD_N_STAGES; i++)
    g_assert_nonnull (md_dialogue_stage_name (i));
  for (guint i = 0; i <= MD_DIALOGUE_CANCELLED; i++)
    g_assert_nonnull (md_dialogue_end_name (i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/dialogue/", rows[i].story, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/dialogue/no-connection", test_no_connection);
  g_test_add_func ("/dialogue/cancel", test_cancel);
  g_test_add_func ("/dialogue/names", test_names);
  return g_test_run ();
}
