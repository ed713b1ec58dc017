/* tcp.h - connects, with every kind of failure told apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"

G_BEGIN_DECLS

typedef enum
{
  MD_TCP_OPEN,
  MD_TCP_REFUSED,     /* RST: nobody listens, or a firewall answers so */
  MD_TCP_TIMED_OUT,   /* nothing came back */
  MD_TCP_UNREACHABLE, /* no route, host or network unreachable */
  MD_TCP_PROHIBITED,  /* ICMP: administratively prohibited (EHOSTUNREACH from a router cannot always be told apart) */
  MD_TCP_RESET,       /* connected, then reset before a byte came */
  MD_TCP_DENIED_HERE, /* this computer forbids it: EPERM, EACCES */
  MD_TCP_CANCELLED,
  MD_TCP_FAILED,      /* anything else: our own trouble (no sockets left …) */
} MdTcpState;

/* "open", "refused", "timed-out", "unreachable", "prohibited", "reset", "denied-here", "cancelled", "failed" */
const char *md_tcp_state_name (MdTcpState state);

typedef struct
{
  char *address;    /* (owned) numeric */
  gboolean ipv6;
  MdTcpState state;
  gint64 micros;
  int os_error;     /* errno, for the details */
  gboolean no_way;  /* unreachable because this computer has no way there at all (no IPv6, say): nothing was sent */
  /* When open, as the kernel knows them, whatever else this computer is busy with: */
  gint64 round_trip; /* microseconds; 0: not known */
  guint repeats;    /* how often the first packet had to be sent again */
  int fd;           /* connected, non-blocking socket, or -1; closed with the attempt unless stolen */
} MdTcpAttempt;

void       md_tcp_attempt_free (MdTcpAttempt *self);
/* Hands the socket over. */
int        md_tcp_attempt_steal_fd (MdTcpAttempt *self);

/* Connects to every address at once and waits for all of them (each at most @limit_ms).  One attempt an address, in
 * order. The world maps the port. */
GPtrArray *md_tcp_probe (MdWorld *world, const char *const *addresses, guint16 port, guint limit_ms,
                         const MdWait *wait);
/* Connects to every address at once and returns as soon as one is open (IPv6 gets a head start of 50 ms); those still
 * under way then are given @grace_ms more, so that a dead family is seen, and then closed as timed out. */
GPtrArray *md_tcp_race (MdWorld *world, const char *const *addresses, guint16 port, guint limit_ms, guint grace_ms,
                        const MdWait *wait);
/* The first open attempt, or NULL. */
MdTcpAttempt *md_tcp_find_open (GPtrArray *attempts);
/* What to say of attempts that all failed: the most telling state. */
MdTcpState md_tcp_summary (GPtrArray *attempts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdTcpAttempt, md_tcp_attempt_free)

G_END_DECLS
