/* fuzz-mail-session.c - whole sessions with a server that says whatever it likes and hangs up
 *
 * The first byte names the protocol and the mechanism.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/imap.h"
#include "protocols/pop3.h"
#include "protocols/smtp.h"

#include <sys/socket.h>
#include <unistd.h>

static void
talk_smtp (MdWire *wire, const MdWait *wait, MdSaslMechanisms mechanism, MdSecret *password)
{
  g_autoptr (MdSmtp) smtp = md_smtp_new (wire);
  g_autoptr (MdSmtpReply) reply = NULL;
  g_autoptr (MdSmtpReply) mail = NULL;
  g_autoptr (MdSmtpReply) rcpt = NULL;
  g_autofree char *token_error = NULL;

  if (md_smtp_greeting (smtp, wait, &reply) == MD_WIRE_OK && md_smtp_ehlo (smtp, wait, &reply) == MD_WIRE_OK
      && md_smtp_login (smtp, wait, mechanism, "user", password, &reply, &token_error) == MD_WIRE_OK)
    (void) md_smtp_envelope (smtp, wait, "a@b.example", "ñ@c.example", 100, &mail, &rcpt);
}

static void
talk_imap (MdWire *wire, const MdWait *wait, MdSaslMechanisms mechanism, MdSecret *password)
{
  g_autoptr (MdImap) imap = md_imap_new (wire);
  g_autoptr (MdImapReply) reply = NULL;
  g_autoptr (GPtrArray) quotas = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GArray) uids = NULL;
  g_autoptr (GBytes) headers = NULL;
  g_autofree char *token_error = NULL;
  g_autofree char *name = NULL;
  guint32 n;

  if (md_imap_greeting (imap, wait, &reply) != MD_WIRE_OK || md_imap_capability (imap, wait, &reply) != MD_WIRE_OK
      || md_imap_login (imap, wait, mechanism, "user", password, &reply, &token_error) != MD_WIRE_OK)
    return;
  if (md_imap_id (imap, wait, &name) == MD_WIRE_OK && md_imap_quota (imap, wait, &quotas, &reply) == MD_WIRE_OK
      && md_imap_list (imap, wait, &folders, &reply) == MD_WIRE_OK
      && md_imap_examine (imap, wait, "INBOX", &n, &reply) == MD_WIRE_OK
      && md_imap_search_header (imap, wait, "A", "b", &uids, &reply) == MD_WIRE_OK)
    (void) md_imap_fetch_headers (imap, wait, 7, &headers, &reply);
}

static void
talk_pop3 (MdWire *wire, const MdWait *wait, MdSaslMechanisms mechanism, MdSecret *password)
{
  g_autoptr (MdPop3) pop3 = md_pop3_new (wire);
  g_autoptr (MdPop3Reply) reply = NULL;

  if (md_pop3_greeting (pop3, wait, &reply) == MD_WIRE_OK && md_pop3_capa (pop3, wait, &reply) == MD_WIRE_OK)
    (void) md_pop3_login (pop3, wait, mechanism, "user", password, &reply, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdSecret) password = md_secret_new ("c4nary ñ\"pass' word", -1);
  const MdWait wait = { .deadline = g_get_monotonic_time () + 2 * G_USEC_PER_SEC };
  MdSaslMechanisms mechanism;
  MdWire *wire;
  int ends[2];

  if (size == 0 || size > 100000 || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return 0;
  if (send (ends[1], data + 1, size - 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    g_debug ("the story was cut off");
  (void) shutdown (ends[1], SHUT_WR);
  md_world_set_practice (world, TRUE);
  wire = md_wire_new (world, ends[0], "mail.example.org");
  mechanism = data[0] / 3 % 8 == 7 ? 0 : 1 << (data[0] / 3 % 8);
  if (data[0] % 3 == 0)
    talk_smtp (wire, &wait, mechanism == 0 ? MD_SASL_PLAIN : mechanism, password);
  else if (data[0] % 3 == 1)
    talk_imap (wire, &wait, mechanism, password);
  else
    talk_pop3 (wire, &wait, mechanism, password);
  close (ends[1]);
  return 0;
}
