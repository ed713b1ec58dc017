/* fuzz-tls-answer.c - any bytes as what a server answers to a TLS handshake
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/wire.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdSecret) secret = md_secret_new ("not for them", -1);
  g_autoptr (MdWire) wire = NULL;
  MdWait wait = { NULL, g_get_monotonic_time () + 2 * G_USEC_PER_SEC };
  g_autofree char *line = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
    return 0;
  (void) !send (ends[1], data, MIN (size, 60000), MSG_NOSIGNAL);
  shutdown (ends[1], SHUT_WR);
  wire = md_wire_new (world, ends[0], "mail.example.org");
  (void) md_wire_start_tls (wire, &wait);
  g_assert_cmpint (md_wire_send_secret (wire, &wait, secret, "[password]"), ==, MD_WIRE_NOT_TRUSTED);
  (void) md_wire_read_line (wire, &wait, &line);
  close (ends[1]);
  return 0;
}
