/* dialogue-silence.c - waits for the first sign of life on a plain connection; see dialogue-silence.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dialogue"

#include "config.h"

#include "protocols/dialogue-silence.h"

#include "base/fan-out.h"
#include "protocols/tcp.h"
#include "protocols/tls.h"

#include <sys/socket.h>
#include <unistd.h>

#define SILENCE_MS 2500
#define TRY_CONNECT_MS 2000
#define TRY_TLS_MS 3000
#define RECORD_ALERT 0x15
#define RECORD_HANDSHAKE 0x16

/* Never TLS from the start, and a server there may count a strange first word against us. */
#define PORT_SMTP 25

typedef struct
{
  MdWorld *world;
  int fd;
  const char *address;
  guint16 port;
  const char *host;
  const MdWait *wait;
  GCancellable *over;  /* cancelled by whichever task knows first */
  gboolean speaks_tls; /* written by the trying task alone */
} Silence;

enum
{
  TASK_WATCH = 1,
  TASK_TRY_TLS,
};

static void
watch (Silence *self)
{
  struct pollfd fds[] = { { .fd = self->fd, .events = POLLIN },
                          { .fd = g_cancellable_get_fd (self->over), .events = POLLIN } };

  (void) md_wait_poll (self->wait, fds, fds[1].fd >= 0 ? 2 : 1);
  if (fds[1].fd >= 0)
    g_cancellable_release_fd (self->over);
  g_cancellable_cancel (self->over);
}

static void
try_tls (Silence *self)
{
  const MdWait outer = { .cancellable = self->over, .deadline = self->wait->deadline,
                         .patience = self->wait->patience };
  const MdWait wait = md_wait_within (&outer, TRY_TLS_MS);
  const char *const addresses[] = { self->address, NULL };
  g_autoptr (GPtrArray) attempts = md_tcp_probe (self->world, addresses, self->port, TRY_CONNECT_MS, &wait);
  MdTcpAttempt *open = md_tcp_find_open (attempts);
  g_autoptr (MdTls) tls = NULL;
  MdTlsStatus status;

  if (open == NULL)
    return;
  tls = md_tls_connect (self->world, open->fd, self->host, &wait);
  status = md_tls_get_status (tls);
  self->speaks_tls = status == MD_TLS_OK || status == MD_TLS_TOO_OLD || status == MD_TLS_REFUSED;
  if (self->speaks_tls)
    g_cancellable_cancel (self->over);
}

static void
run_task (gpointer item, gpointer shared)
{
  if (GPOINTER_TO_INT (item) == TASK_WATCH)
    watch (shared);
  else
    try_tls (shared);
}

/* A TLS server that met a slow client may end it with an alert. */
static MdFirstSign
what_came (int fd)
{
  guchar first[2] = { 0 };

  if (recv (fd, first, sizeof first, MSG_PEEK | MSG_DONTWAIT) == 2 && first[1] == 3
      && (first[0] == RECORD_ALERT || first[0] == RECORD_HANDSHAKE))
    return MD_FIRST_TLS;
  return MD_FIRST_SIGN;
}

MdFirstSign
md_first_sign (MdWorld *world, int fd, const char *address, guint16 port, const char *host, const MdWait *wait)
{
  const MdWait soon = md_wait_within (wait, SILENCE_MS);
  g_autoptr (GCancellable) over = NULL;
  Silence silence = { .world = world, .fd = fd, .address = address, .port = port, .host = host, .wait = wait };
  gpointer tasks[] = { GINT_TO_POINTER (TASK_WATCH), GINT_TO_POINTER (TASK_TRY_TLS) };
  MdWaitResult result = md_wait_fd (&soon, fd, POLLIN);

  if (result == MD_WAIT_TIMED_OUT && port != PORT_SMTP)
    {
      silence.over = over = g_cancellable_new ();
      md_fan_out (tasks, G_N_ELEMENTS (tasks), run_task, NULL, &silence);
      if (silence.speaks_tls)
        return MD_FIRST_TLS;
    }
  if (result == MD_WAIT_TIMED_OUT)
    result = md_wait_fd (wait, fd, POLLIN);
  if (result == MD_WAIT_CANCELLED)
    return MD_FIRST_CANCELLED;
  return result == MD_WAIT_READY ? what_came (fd) : MD_FIRST_NOTHING;
}
