/* socket-name.c - who stands at either end of a connected socket; see socket-name.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-wire"

#include "config.h"

#include "protocols/socket-name.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

typedef union
{
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
  struct sockaddr_storage room;
} SocketName;

char *
md_socket_own_address (int fd)
{
  SocketName name = { 0 };
  socklen_t size = sizeof name;
  char text[INET6_ADDRSTRLEN] = "";
  const char *found = NULL;

  if (getsockname (fd, &name.any, &size) != 0)
    return NULL;
  if (name.any.sa_family == AF_INET)
    found = inet_ntop (AF_INET, &name.v4.sin_addr, text, sizeof text);
  else if (name.any.sa_family == AF_INET6)
    found = inet_ntop (AF_INET6, &name.v6.sin6_addr, text, sizeof text);
  return g_strdup (found);
}

guint16
md_socket_peer_port (int fd)
{
  SocketName name = { 0 };
  socklen_t size = sizeof name;

  if (getpeername (fd, &name.any, &size) != 0)
    return 0;
  if (name.any.sa_family == AF_INET)
    return ntohs (name.v4.sin_port);
  return name.any.sa_family == AF_INET6 ? ntohs (name.v6.sin6_port) : 0;
}
