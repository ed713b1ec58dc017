/* tcp.c - connects, with every kind of failure told apart; see tcp.h
 *
 * All attempts run in one poll loop.  ICMP answers are read from the socket's error queue, because errno alone does not
 * tell a router's "prohibited" from its "no such host" (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-tcp"

#include "config.h"

#include "protocols/tcp.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
/* after the netinet headers */
#include <linux/errqueue.h>

#define TCP_MAX_ATTEMPTS 64
#define IPV6_HEAD_START_MICROS (50 * 1000)

typedef struct
{
  MdWorld *world;      /* (not owned) */
  guint16 port;
  gint64 limit;        /* microseconds an attempt may last */
  gint64 grace;        /* microseconds for the others once one is open; -1: wait for all */
  gint64 started;
  gint64 opened;       /* when the first attempt opened; 0: none yet */
  GPtrArray *attempts; /* (not owned) of MdTcpAttempt */
  gint64 begun[TCP_MAX_ATTEMPTS]; /* when each attempt began; 0: not yet */
  gboolean ended[TCP_MAX_ATTEMPTS];
  guint n_left;
} Race;

const char *
md_tcp_state_name (MdTcpState state)
{
  static const char *const names[] = {
    [MD_TCP_OPEN] = "open",
    [MD_TCP_REFUSED] = "refused",
    [MD_TCP_TIMED_OUT] = "timed-out",
    [MD_TCP_UNREACHABLE] = "unreachable",
    [MD_TCP_PROHIBITED] = "prohibited",
    [MD_TCP_RESET] = "reset",
    [MD_TCP_DENIED_HERE] = "denied-here",
    [MD_TCP_CANCELLED] = "cancelled",
    [MD_TCP_FAILED] = "failed",
  };

  return names[state];
}

void
md_tcp_attempt_free (MdTcpAttempt *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->address);
  g_free (self);
}

int
md_tcp_attempt_steal_fd (MdTcpAttempt *self)
{
  int fd = self->fd;

  self->fd = -1;
  return fd;
}

static MdTcpAttempt *
attempt_new (const char *address)
{
  MdTcpAttempt *self = g_new0 (MdTcpAttempt, 1);

  self->address = g_strdup (address);
  self->ipv6 = strchr (address, ':') != NULL;
  self->state = MD_TCP_TIMED_OUT;
  self->fd = -1;
  return self;
}

static MdTcpState
state_for_errno (int os_error)
{
  switch (os_error)
    {
    case 0:
      return MD_TCP_OPEN;
    case ECONNREFUSED:
      return MD_TCP_REFUSED;
    case ETIMEDOUT:
      return MD_TCP_TIMED_OUT;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL: /* no address of that family here */
    case EAFNOSUPPORT:
    case ENOPROTOOPT: /* ICMP: protocol unreachable */
      return MD_TCP_UNREACHABLE;
    case ECONNRESET:
    case EPIPE:
      return MD_TCP_RESET;
    case EPERM:
    case EACCES:
      return MD_TCP_DENIED_HERE;
    default:
      return MD_TCP_FAILED;
    }
}

/* A command right behind the end of a handshake is not held back until the other side has acknowledged that one, which
 * may take it 40 ms. */
static void
send_at_once (int fd)
{
  const int yes = 1;

  (void) setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static gboolean
is_prohibition (const struct sock_extended_err *error)
{
  if (error->ee_origin == SO_EE_ORIGIN_ICMP)
    return error->ee_type == ICMP_DEST_UNREACH
           && (error->ee_code == ICMP_NET_ANO || error->ee_code == ICMP_HOST_ANO
               || error->ee_code == ICMP_PKT_FILTERED);
  if (error->ee_origin == SO_EE_ORIGIN_ICMP6)
    return error->ee_type == ICMP6_DST_UNREACH
           && (error->ee_code == ICMP6_DST_UNREACH_ADMIN || error->ee_code == 5 || error->ee_code == 6);
  return FALSE;
}

/* TRUE when the ICMP message came from an address of this computer itself: its own firewall wrote it. */
static gboolean
is_from_here (int fd, const struct sockaddr *offender)
{
  struct sockaddr_storage own = { 0 };
  socklen_t size = sizeof own;

  if (getsockname (fd, (struct sockaddr *) &own, &size) != 0 || own.ss_family != offender->sa_family)
    return FALSE;
  if (own.ss_family == AF_INET)
    return ((struct sockaddr_in *) &own)->sin_addr.s_addr == ((const struct sockaddr_in *) offender)->sin_addr.s_addr;
  return own.ss_family == AF_INET6
         && IN6_ARE_ADDR_EQUAL (&((struct sockaddr_in6 *) &own)->sin6_addr,
                                &((const struct sockaddr_in6 *) offender)->sin6_addr);
}

/* What the error queue adds to @state: who forbade it, when somebody said so by ICMP. */
static MdTcpState
state_by_icmp (int fd, MdTcpState state)
{
  char control[512];
  char data[64];
  struct iovec part = { data, sizeof data };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control,
  };

  if (recvmsg (fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
    return state;
  for (struct cmsghdr *c = CMSG_FIRSTHDR (&message); c != NULL; c = CMSG_NXTHDR (&message, c))
    {
      struct
      {
        struct sock_extended_err error;
        struct sockaddr_in6 offender; /* the larger of the two */
      } said = { 0 };

      if (!((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR)
            || (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))
          || c->cmsg_len < CMSG_LEN (sizeof said.error))
        continue;
      memcpy (&said, CMSG_DATA (c), MIN (sizeof said, c->cmsg_len - CMSG_LEN (0)));
      if (is_prohibition (&said.error))
        return is_from_here (fd, (const struct sockaddr *) &said.offender) ? MD_TCP_DENIED_HERE : MD_TCP_PROHIBITED;
    }
  return state;
}

static void
ask_for_icmp (int fd, gboolean ipv6, gboolean wanted)
{
  int value = wanted ? 1 : 0;

  if (ipv6)
    (void) setsockopt (fd, IPPROTO_IPV6, IPV6_RECVERR, &value, sizeof value);
  else
    (void) setsockopt (fd, IPPROTO_IP, IP_RECVERR, &value, sizeof value);
}

static void
ask_kernel (MdTcpAttempt *attempt)
{
  struct tcp_info known = { 0 };
  socklen_t size = sizeof known;

  if (getsockopt (attempt->fd, IPPROTO_TCP, TCP_INFO, &known, &size) != 0)
    return;
  attempt->round_trip = known.tcpi_rtt;
  attempt->repeats = known.tcpi_total_retrans;
}

static void
end_attempt (Race *race, guint i, MdTcpState state, int os_error)
{
  MdTcpAttempt *attempt = g_ptr_array_index (race->attempts, i);
  gint64 now = g_get_monotonic_time ();

  attempt->state = state;
  attempt->os_error = os_error;
  attempt->micros = race->begun[i] != 0 ? now - race->begun[i] : 0;
  race->ended[i] = TRUE;
  race->n_left--;
  if (state == MD_TCP_OPEN)
    {
      /* An ICMP message would end an established connection at once if we went on asking for it. */
      ask_for_icmp (attempt->fd, attempt->ipv6, FALSE);
      ask_kernel (attempt);
      if (race->opened == 0)
        race->opened = now;
      return;
    }
  if (attempt->fd >= 0)
    close (attempt->fd);
  attempt->fd = -1;
}

static void
end_with_errno (Race *race, guint i, int os_error)
{
  MdTcpAttempt *attempt = g_ptr_array_index (race->attempts, i);
  MdTcpState state = state_for_errno (os_error);

  if (os_error != 0 && attempt->fd >= 0)
    state = state_by_icmp (attempt->fd, state);
  end_attempt (race, i, state, os_error);
}

static void
begin_attempt (Race *race, guint i)
{
  MdTcpAttempt *attempt = g_ptr_array_index (race->attempts, i);
  const struct addrinfo hints = {
    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM,
  };
  struct addrinfo *numeric = NULL;
  char port[8];

  race->begun[i] = g_get_monotonic_time ();
  g_snprintf (port, sizeof port, "%u", md_world_map (race->world, attempt->address, race->port));
  if (getaddrinfo (attempt->address, port, &hints, &numeric) != 0)
    {
      end_attempt (race, i, MD_TCP_FAILED, EINVAL);
      return;
    }
  attempt->ipv6 = numeric->ai_family == AF_INET6;
  attempt->fd = socket (numeric->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (attempt->fd < 0)
    end_with_errno (race, i, errno);
  else
    {
      ask_for_icmp (attempt->fd, attempt->ipv6, TRUE);
      send_at_once (attempt->fd);
      if (connect (attempt->fd, numeric->ai_addr, numeric->ai_addrlen) == 0)
        end_with_errno (race, i, 0);
      else if (errno != EINPROGRESS && errno != EINTR)
        {
          attempt->no_way = state_for_errno (errno) == MD_TCP_UNREACHABLE;
          end_with_errno (race, i, errno);
        }
    }
  freeaddrinfo (numeric);
}

/* IPv4 waits for its turn as long as an IPv6 attempt is young and undecided. */
static void
begin_due (Race *race)
{
  gint64 now = g_get_monotonic_time ();
  gboolean undecided = FALSE;

  for (guint i = 0; i < race->attempts->len; i++)
    {
      MdTcpAttempt *attempt = g_ptr_array_index (race->attempts, i);

      if (race->begun[i] == 0 && (attempt->ipv6 || race->grace < 0))
        begin_attempt (race, i);
      undecided |= attempt->ipv6 && !race->ended[i];
    }
  if (undecided && race->opened == 0 && now - race->started < IPV6_HEAD_START_MICROS)
    return;
  for (guint i = 0; i < race->attempts->len; i++)
    if (race->begun[i] == 0)
      begin_attempt (race, i);
}

/* Ends what is out of time; returns when the next one will be. */
static gint64
end_late (Race *race, gint64 outer)
{
  gint64 now = g_get_monotonic_time ();
  gint64 next = outer;

  for (guint i = 0; i < race->attempts->len; i++)
    {
      gint64 until = race->begun[i] + race->limit;

      if (race->begun[i] == 0)
        {
          next = MIN (next, race->started + IPV6_HEAD_START_MICROS);
          continue;
        }
      if (race->ended[i])
        continue;
      if (race->opened != 0 && race->grace >= 0)
        until = MIN (until, race->opened + race->grace);
      if (now >= until || now >= outer)
        end_attempt (race, i, MD_TCP_TIMED_OUT, 0);
      else
        next = MIN (next, until);
    }
  return next;
}

static void
take_ready (Race *race, const struct pollfd *fds, const guint *owners, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      int os_error = 0;
      socklen_t size = sizeof os_error;

      if (fds[i].revents == 0)
        continue;
      if (getsockopt (fds[i].fd, SOL_SOCKET, SO_ERROR, &os_error, &size) != 0)
        os_error = errno;
      end_with_errno (race, owners[i], os_error);
    }
}

static void
end_all (Race *race, MdTcpState state)
{
  for (guint i = 0; i < race->attempts->len; i++)
    if (!race->ended[i])
      end_attempt (race, i, state, 0);
}

static void
run_race (Race *race, const MdWait *wait)
{
  race->started = g_get_monotonic_time ();
  race->n_left = race->attempts->len;
  while (race->n_left > 0)
    {
      struct pollfd fds[TCP_MAX_ATTEMPTS];
      guint owners[TCP_MAX_ATTEMPTS];
      MdWait until = *wait;
      gsize n = 0;

      begin_due (race);
      until.deadline = end_late (race, wait->deadline);
      if (race->n_left == 0)
        break;
      for (guint i = 0; i < race->attempts->len; i++)
        if (race->begun[i] != 0 && !race->ended[i])
          {
            MdTcpAttempt *attempt = g_ptr_array_index (race->attempts, i);

            owners[n] = i;
            fds[n++] = (struct pollfd) { .fd = attempt->fd, .events = POLLOUT };
          }
      if (md_wait_poll (&until, fds, n) == MD_WAIT_CANCELLED)
        {
          end_all (race, MD_TCP_CANCELLED);
          break;
        }
      take_ready (race, fds, owners, n);
      if (g_get_monotonic_time () >= wait->deadline)
        end_all (race, MD_TCP_TIMED_OUT);
    }
}

/* A middlebox may accept and then reset: seen without waiting, when it has happened by now. */
static void
look_for_resets (GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++)
    {
      MdTcpAttempt *attempt = g_ptr_array_index (attempts, i);
      int os_error = 0;
      socklen_t size = sizeof os_error;

      if (attempt->fd < 0 || getsockopt (attempt->fd, SOL_SOCKET, SO_ERROR, &os_error, &size) != 0 || os_error == 0)
        continue;
      attempt->state = MD_TCP_RESET;
      attempt->os_error = os_error;
      close (md_tcp_attempt_steal_fd (attempt));
    }
}

static GPtrArray *
connect_all (MdWorld *world, const char *const *addresses, guint16 port, guint limit_ms, gint64 grace,
             const MdWait *wait)
{
  GPtrArray *attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) md_tcp_attempt_free);
  Race race = { .world = world, .port = port, .grace = grace, .attempts = attempts };

  race.limit = (gint64) md_wait_stretch (wait, limit_ms) * 1000;
  for (gsize i = 0; addresses != NULL && addresses[i] != NULL && i < TCP_MAX_ATTEMPTS; i++)
    g_ptr_array_add (attempts, attempt_new (addresses[i]));
  run_race (&race, wait);
  look_for_resets (attempts);
  return attempts;
}

GPtrArray *
md_tcp_probe (MdWorld *world, const char *const *addresses, guint16 port, guint limit_ms, const MdWait *wait)
{
  return connect_all (world, addresses, port, limit_ms, -1, wait);
}

GPtrArray *
md_tcp_race (MdWorld *world, const char *const *addresses, guint16 port, guint limit_ms, guint grace_ms,
             const MdWait *wait)
{
  return connect_all (world, addresses, port, limit_ms, (gint64) grace_ms * 1000, wait);
}

MdTcpAttempt *
md_tcp_find_open (GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++)
    {
      MdTcpAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt->state == MD_TCP_OPEN && attempt->fd >= 0)
        return attempt;
    }
  return NULL;
}

MdTcpState
md_tcp_summary (GPtrArray *attempts)
{
  static const MdTcpState by_weight[] = {
    MD_TCP_OPEN,    MD_TCP_DENIED_HERE, MD_TCP_PROHIBITED, MD_TCP_RESET,
    MD_TCP_REFUSED, MD_TCP_TIMED_OUT,   MD_TCP_UNREACHABLE, MD_TCP_CANCELLED,
  };

  for (gsize w = 0; w < G_N_ELEMENTS (by_weight); w++)
    for (guint i = 0; i < attempts->len; i++)
      {
        MdTcpAttempt *attempt = g_ptr_array_index (attempts, i);

        if (attempt->state == by_weight[w])
          return by_weight[w];
      }
  return MD_TCP_FAILED;
}
