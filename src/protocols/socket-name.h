/* socket-name.h - who stands at either end of a connected socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Our own numeric address, without a zone; (transfer full), NULL when the socket has none. */
char   *md_socket_own_address (int fd);
/* The peer's port; 0 when there is none. */
guint16 md_socket_peer_port (int fd);

G_END_DECLS
