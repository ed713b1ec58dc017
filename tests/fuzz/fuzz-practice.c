/* fuzz-practice.c - any bytes as somebody who calls the pretend provider: the first byte picks the server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "practice/server.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_BYTES 2048

typedef enum
{
  CALL_SMTP,
  CALL_IMAP,
  CALL_POP3,
  CALL_WEB,
  CALL_DNS_TCP,
  CALL_DNS_UDP,
  CALL_SIGN_IN,
  CALL_SIEVE,
  N_CALLS,
} Call;

static const PracticePlace places[] = {
  [CALL_SMTP] = { "127.77.0.10", "smtp.practice.example", 25, PRACTICE_SMTP, TRUE },
  [CALL_IMAP] = { "127.77.0.11", "imap.practice.example", 143, PRACTICE_IMAP, TRUE },
  [CALL_POP3] = { "127.77.0.11", "imap.practice.example", 110, PRACTICE_POP3, TRUE },
  [CALL_WEB] = { "127.77.0.13", "www.practice.example", 80, PRACTICE_WEB, TRUE },
  [CALL_DNS_TCP] = { "127.0.0.1", "resolver", 53, PRACTICE_DNS, FALSE },
  [CALL_DNS_UDP] = { "127.0.0.1", "resolver", 53, PRACTICE_DNS, FALSE },
  [CALL_SIGN_IN] = { "127.77.0.10", "smtp.practice.example", 587, PRACTICE_SMTP, TRUE },
  [CALL_SIEVE] = { "127.77.0.11", "imap.practice.example", 4190, PRACTICE_SIEVE, TRUE },
};

/* The first line is the initial response, what follows answers the challenges. */
static void
sign_in (PracticeCall *call)
{
  static const char *const mechanisms[] = { "PLAIN", "LOGIN", "XOAUTH2" };
  char *line = practice_stream_read_line (call->stream);
  g_autofree char *initial = g_strdup (line);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    (void) practice_sign_in (call, mechanisms[i], i == 0 ? initial : NULL, "334");
}

static void
serve (PracticeCall *call, Call kind)
{
  static void (*const servers[]) (PracticeCall *) = {
    [CALL_SMTP] = practice_smtp_serve, [CALL_IMAP] = practice_imap_serve,   [CALL_POP3] = practice_pop3_serve,
    [CALL_WEB] = practice_web_serve,   [CALL_DNS_TCP] = practice_dns_serve, [CALL_SIGN_IN] = sign_in,
    [CALL_SIEVE] = practice_sieve_serve,
  };

  servers[kind](call);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Call kind = size > 0 ? (Call) (data[0] % N_CALLS) : CALL_SMTP;
  g_autoptr (PracticeMailbox) mailbox = practice_mailbox_new ();
  g_autoptr (PracticeAuthority) authority = NULL;
  g_autoptr (MdSecret) password = md_secret_new ("secret", -1);
  PracticeStage stage = { practice_script_find ("healthy"), NULL, mailbox, password };
  PracticeCall call = { .stage = &stage, .place = &places[kind] };
  MdWait wait = { NULL, G_MAXINT64 };
  int fds[2];

  if (size < 2)
    return 0;
  size = MIN (size - 1, MAX_BYTES);
  if (kind == CALL_DNS_UDP)
    {
      g_autoptr (GBytes) answer = practice_dns_answer (&stage, data + 1, size, 512);

      g_assert (answer == NULL || g_bytes_get_size (answer) <= 512);
      return 0;
    }
  stage.authority = authority = practice_authority_new (NULL);
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0)
    return 0;
  if (write (fds[0], data + 1, size) == (ssize_t) size && shutdown (fds[0], SHUT_WR) == 0)
    {
      call.stream = practice_stream_new (fds[1], &wait);
      serve (&call, kind);
      practice_stream_free (call.stream);
    }
  else
    close (fds[1]);
  close (fds[0]);
  return 0;
}
