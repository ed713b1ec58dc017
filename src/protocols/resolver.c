/* resolver.c - DNS questions, answered by c-ares; see resolver.h
 *
 * One c-ares channel a server, so that each server is judged by itself: a question goes to the first; when it is still
 * open after 400 ms, or failed, it goes to the next one too, and the first useful answer wins.  c-ares repeats lost
 * packets (at 0.4, 1.2 and 2.8 s), checks ids, addresses and questions, and turns to TCP when an answer is cut.
 * Every question asks whether the answer is authentic (AD bit, RFC 6840 5.7), which c-ares cannot be told to.
 * Everything lives on the caller's thread and ends with the call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-resolver"

#include "config.h"

#include "protocols/resolver-parse.h"

#include <ares.h>
#include <arpa/inet.h>
#include <string.h>
#include <sys/random.h>

#define MAX_SERVERS 8
#define NEXT_SERVER_MS 400
#define TRIES 4
#define WHOLE_LIMIT_MS 5000
#define AFTER_REFUSAL_MS 1200 /* for the other servers, once one has clearly said that it cannot */
#define AFTER_TWIN_MS 1500    /* for A, once AAAA of the same name is there, and the other way round */
#define MAX_SOCKETS 8 /* of one channel; it opens one for UDP and one for TCP */
#define MAX_FDS (MAX_SERVERS * MAX_SOCKETS)
#define CLASS_IN 1
#define QUERY_FLAGS_AT 3 /* the second byte of the flags in a message's header */
#define FLAG_AUTHENTIC 0x20
#define N_IDS 65536

typedef struct _Run Run;

/* One question on its way. */
typedef struct
{
  Run *run;             /* (not owned) */
  MdDnsAnswer *answer;  /* (not owned) */
  gint64 started;
  gint64 next_at;       /* when the next server is asked too */
  gint64 ends_at;
  guint n_asked;        /* servers asked so far */
  guint n_pending;      /* of those, still silent */
  guint n_overdue;      /* next servers asked because of silence */
  guint n_failed;       /* answers that were of no use */
  gboolean ended;
} Ask;

struct _Run
{
  const MdWait *wait;   /* (not owned) */
  ares_channel channels[MAX_SERVERS];
  guint n_channels;
  Ask *asks;            /* (owned) */
  gsize n_asks;
  gsize n_open;
  guint8 ids[N_IDS / 8]; /* a bit for each id in use: c-ares tells answers apart by it */
};

/* Which failure says most, when every server failed in its own way. */
static guint
telling_rank (MdDnsStatus status)
{
  static const guint8 ranks[] = {
    [MD_DNS_OK] = 9,        [MD_DNS_NXDOMAIN] = 9,  [MD_DNS_NO_DATA] = 9,
    [MD_DNS_SERVFAIL] = 5,  [MD_DNS_REFUSED] = 4,   [MD_DNS_MALFORMED] = 3,
    [MD_DNS_TIMED_OUT] = 2, [MD_DNS_UNREACHABLE] = 1, [MD_DNS_CANCELLED] = 0,
  };

  return ranks[status];
}

static gboolean
is_address_type (MdDnsType type)
{
  return type == MD_DNS_A || type == MD_DNS_AAAA;
}

/* Some resolvers drop one address family's questions: with the other's answer at hand that is not worth 5 s. */
static void
hurry_twin (const Ask *ask, gint64 now)
{
  for (gsize i = 0; i < ask->run->n_asks; i++)
    {
      Ask *other = &ask->run->asks[i];

      if (!other->ended && other->answer != NULL && is_address_type (other->answer->type)
          && g_str_equal (other->answer->name, ask->answer->name))
        other->ends_at = MIN (other->ends_at, now + (gint64) md_wait_stretch (ask->run->wait, AFTER_TWIN_MS) * 1000);
    }
}

static void
ask_end (Ask *ask, gint64 now)
{
  ask->ended = TRUE;
  if (ask->answer->status == MD_DNS_OK && is_address_type (ask->answer->type))
    hurry_twin (ask, now);
  else if (ask->answer->status == MD_DNS_UNREACHABLE && ask->n_pending > 0)
    ask->answer->status = MD_DNS_TIMED_OUT;
  ask->answer->micros = now - ask->started;
  ask->run->n_open--;
}

static void on_answer (void *data, int status, int timeouts, unsigned char *bytes, int length);

/* One that no question of this run has, and that nobody can guess. */
static guint16
new_id (Run *run)
{
  guint16 id = 0;

  do
    if (getrandom (&id, sizeof id, 0) != sizeof id)
      id = (guint16) g_random_int_range (0, N_IDS);
  while ((run->ids[id / 8] & 1u << id % 8) != 0);
  run->ids[id / 8] |= (guint8) (1u << id % 8);
  return id;
}

static void
ask_next_server (Ask *ask)
{
  Run *run = ask->run;
  ares_channel channel = run->channels[ask->n_asked++];
  unsigned char *query = NULL;
  int length = 0;
  int status = ares_create_query (ask->answer->name, CLASS_IN, (int) ask->answer->type, new_id (run), 1, &query,
                                  &length, 0);

  ask->next_at = g_get_monotonic_time () + (gint64) md_wait_stretch (run->wait, NEXT_SERVER_MS) * 1000;
  ask->n_pending++;
  /* Either may call on_answer() before it returns. */
  if (status == ARES_SUCCESS)
    {
      query[QUERY_FLAGS_AT] |= FLAG_AUTHENTIC;
      ares_send (channel, query, length, on_answer, ask);
    }
  else
    on_answer (ask, status, 0, NULL, 0);
  ares_free_string (query);
}

static MdDnsStatus
status_without_bytes (int status)
{
  switch (status)
    {
    case ARES_ETIMEOUT:
      return MD_DNS_TIMED_OUT;
    case ARES_EBADNAME:
    case ARES_EBADQUERY:
    case ARES_EBADRESP:
      return MD_DNS_MALFORMED;
    case ARES_ENOTFOUND: /* c-ares keeps names such as .onion from DNS */
      return MD_DNS_NXDOMAIN;
    default:
      return MD_DNS_UNREACHABLE;
    }
}

/* Keeps @fresh in the ask's answer if it says more than what is there. */
static void
keep_better (Ask *ask, MdDnsAnswer *fresh)
{
  MdDnsAnswer *kept = ask->answer;

  if (ask->n_failed > 0 && telling_rank (fresh->status) <= telling_rank (kept->status))
    return;
  kept->status = fresh->status;
  g_ptr_array_unref (kept->records);
  kept->records = g_ptr_array_ref (fresh->records);
  kept->authentic = fresh->authentic;
  g_free (kept->canonical);
  kept->canonical = g_steal_pointer (&fresh->canonical);
}

static void
on_answer (void *data, int status, int timeouts, unsigned char *bytes, int length)
{
  Ask *ask = data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (MdDnsAnswer) fresh = NULL;

  ask->n_pending--;
  if (ask->ended || status == ARES_EDESTRUCTION || status == ARES_ECANCELLED)
    return;
  fresh = md_dns_answer_new (ask->answer->name, ask->answer->type);
  if (bytes != NULL && length > 0)
    md_dns_answer_parse (fresh, bytes, (gsize) length);
  else
    fresh->status = status_without_bytes (status);
  ask->answer->timeouts = MAX (MAX (ask->answer->timeouts, (guint) timeouts), ask->n_overdue);
  keep_better (ask, fresh);
  if (telling_rank (ask->answer->status) == telling_rank (MD_DNS_OK))
    {
      ask_end (ask, now);
      return;
    }
  ask->n_failed++;
  if (fresh->status == MD_DNS_SERVFAIL || fresh->status == MD_DNS_REFUSED)
    ask->ends_at = MIN (ask->ends_at, now + (gint64) md_wait_stretch (ask->run->wait, AFTER_REFUSAL_MS) * 1000);
  if (ask->n_asked < ask->run->n_channels)
    ask_next_server (ask);
  else if (ask->n_pending == 0)
    ask_end (ask, now);
}

/* "192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:5353" */
static gboolean
parse_server (const char *text, struct ares_addr_port_node *node)
{
  g_autofree char *host = g_strdup (text + (text[0] == '[' ? 1 : 0));
  guint64 port = 53;
  char *port_text = NULL;

  if (text[0] == '[')
    {
      char *end = strchr (host, ']');

      if (end == NULL || (end[1] != '\0' && end[1] != ':'))
        return FALSE;
      *end = '\0';
      port_text = end[1] == ':' ? end + 2 : NULL;
    }
  else if (strchr (host, ':') != NULL && strchr (host, ':') == strrchr (host, ':'))
    {
      port_text = strchr (host, ':');
      *port_text++ = '\0';
    }
  if (port_text != NULL && !g_ascii_string_to_unsigned (port_text, 10, 1, 65535, &port, NULL))
    return FALSE;
  *node = (struct ares_addr_port_node) { .udp_port = (int) port, .tcp_port = (int) port };
  node->family = strchr (host, ':') != NULL ? AF_INET6 : AF_INET;
  return inet_pton (node->family, host, &node->addr) == 1;
}

static ares_channel
open_channel (const char *server, guint limit_ms)
{
  struct ares_options options = {
    .flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES,
    .timeout = (int) limit_ms,
    .tries = TRIES,
    .lookups = (char *) "b",
  };
  int given = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS;
  struct ares_addr_port_node node;
  ares_channel channel = NULL;

  if (server != NULL && !parse_server (server, &node))
    return NULL;
  if (ares_init_options (&channel, &options, given) != ARES_SUCCESS)
    return NULL;
  if (server != NULL && ares_set_servers_ports (channel, &node) != ARES_SUCCESS)
    {
      ares_destroy (channel);
      return NULL;
    }
  return channel;
}

char **
md_resolver_servers (MdWorld *world)
{
  const char *const *own = md_world_get_resolvers (world);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  struct ares_addr_port_node *nodes = NULL;
  ares_channel channel;

  if (own != NULL)
    return g_strdupv ((char **) own);
  channel = open_channel (NULL, NEXT_SERVER_MS);
  if (channel != NULL && ares_get_servers_ports (channel, &nodes) == ARES_SUCCESS)
    for (struct ares_addr_port_node *node = nodes; node != NULL; node = node->next)
      {
        char address[INET6_ADDRSTRLEN] = "";
        g_autofree char *with_port = NULL;

        inet_ntop (node->family, &node->addr, address, sizeof address);
        with_port = g_strdup_printf (node->family == AF_INET6 ? "[%s]:%d" : "%s:%d", address, node->udp_port);
        g_strv_builder_add (builder, node->udp_port == 0 || node->udp_port == 53 ? address : with_port);
      }
  ares_free_data (nodes);
  if (channel != NULL)
    ares_destroy (channel);
  return g_strv_builder_end (builder);
}

static void
open_channels (Run *run, const char *const *servers)
{
  for (gsize i = 0; servers[i] != NULL && run->n_channels < MAX_SERVERS; i++)
    {
      ares_channel channel = open_channel (servers[i], md_wait_stretch (run->wait, NEXT_SERVER_MS));

      if (channel != NULL)
        run->channels[run->n_channels++] = channel;
    }
}

/* Descriptors of all channels; owners[i] is the channel of fds[i]. */
static gsize
gather_fds (Run *run, struct pollfd *fds, guint *owners)
{
  gsize n_fds = 0;

  for (guint c = 0; c < run->n_channels; c++)
    {
      ares_socket_t sockets[MAX_SOCKETS];
      guint mask = (guint) ares_getsock (run->channels[c], sockets, MAX_SOCKETS);

      for (int i = 0; i < MAX_SOCKETS; i++)
        {
          /* ARES_GETSOCK_WRITABLE() would shift a signed 1 into the sign. */
          short events = (short) (((mask & (1u << i)) != 0 ? POLLIN : 0)
                                  | ((mask & (1u << (i + ARES_GETSOCK_MAXNUM))) != 0 ? POLLOUT : 0));

          if (events == 0)
            continue;
          owners[n_fds] = c;
          fds[n_fds++] = (struct pollfd) { .fd = sockets[i], .events = events };
        }
    }
  return n_fds;
}

/* When something has to be done though no packet came. */
static gint64
next_timer (Run *run)
{
  gint64 now = g_get_monotonic_time ();
  gint64 soonest = G_MAXINT64;

  for (guint c = 0; c < run->n_channels; c++)
    {
      struct timeval left;

      if (ares_timeout (run->channels[c], NULL, &left) != NULL)
        soonest = MIN (soonest, now + (gint64) left.tv_sec * G_USEC_PER_SEC + left.tv_usec);
    }
  for (gsize i = 0; i < run->n_asks; i++)
    {
      const Ask *ask = &run->asks[i];

      if (ask->ended)
        continue;
      soonest = MIN (soonest, ask->ends_at);
      if (ask->n_asked < run->n_channels)
        soonest = MIN (soonest, ask->next_at);
    }
  return soonest;
}

static void
heed_timers (Run *run)
{
  gint64 now = g_get_monotonic_time ();

  for (guint c = 0; c < run->n_channels; c++)
    ares_process_fd (run->channels[c], ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  for (gsize i = 0; i < run->n_asks; i++)
    {
      Ask *ask = &run->asks[i];

      if (!ask->ended && now >= ask->ends_at)
        ask_end (ask, now);
      else if (!ask->ended && now >= ask->next_at && ask->n_asked < run->n_channels)
        {
          ask->n_overdue++;
          ask_next_server (ask);
        }
    }
}

static void
run_until_answered (Run *run, const MdWait *wait)
{
  struct pollfd fds[MAX_FDS];
  guint owners[MAX_FDS];

  while (run->n_open > 0 && !md_wait_is_cancelled (wait) && g_get_monotonic_time () < wait->deadline)
    {
      gsize n_fds = gather_fds (run, fds, owners);
      MdWait until_timer = { .cancellable = wait->cancellable, .deadline = MIN (wait->deadline, next_timer (run)) };

      g_assert (n_fds <= MAX_FDS);
      md_wait_poll (&until_timer, fds, n_fds);
      for (gsize i = 0; i < n_fds; i++)
        {
          gboolean readable = (fds[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
          gboolean writable = (fds[i].revents & POLLOUT) != 0;

          if (readable || writable)
            ares_process_fd (run->channels[owners[i]], readable ? fds[i].fd : ARES_SOCKET_BAD,
                             writable ? fds[i].fd : ARES_SOCKET_BAD);
        }
      heed_timers (run);
    }
}

static void
run_end (Run *run, const MdWait *wait)
{
  gint64 now = g_get_monotonic_time ();
  gboolean cancelled = md_wait_is_cancelled (wait);

  for (gsize i = 0; i < run->n_asks; i++)
    if (!run->asks[i].ended)
      {
        run->asks[i].answer->timeouts = MAX (run->asks[i].answer->timeouts, run->asks[i].n_overdue);
        if (cancelled)
          run->asks[i].answer->status = MD_DNS_CANCELLED;
        ask_end (&run->asks[i], now);
      }
  for (guint c = 0; c < run->n_channels; c++)
    ares_destroy (run->channels[c]);
  g_free (run->asks);
}

static GPtrArray *
ask_servers (const char *const *servers, const MdDnsQuestion *questions, gsize n_questions, const MdWait *wait)
{
  GPtrArray *answers = g_ptr_array_new_full ((guint) n_questions, (GDestroyNotify) md_dns_answer_free);
  MdWait limited = md_wait_within (wait, WHOLE_LIMIT_MS);
  Run run = { .asks = g_new0 (Ask, n_questions), .n_asks = n_questions, .n_open = n_questions,
              .wait = &limited };

  open_channels (&run, servers);
  for (gsize i = 0; i < n_questions; i++)
    {
      Ask *ask = &run.asks[i];

      *ask = (Ask) { .run = &run, .started = g_get_monotonic_time (), .ends_at = limited.deadline };
      ask->answer = md_dns_answer_new (questions[i].name, questions[i].type);
      g_ptr_array_add (answers, ask->answer);
      if (run.n_channels > 0)
        ask_next_server (ask);
      else
        {
          ask->answer->status = MD_DNS_UNREACHABLE;
          ask_end (ask, ask->started);
        }
    }
  run_until_answered (&run, &limited);
  run_end (&run, wait);
  return answers;
}

GPtrArray *
md_resolver_ask (MdWorld *world, const MdDnsQuestion *questions, gsize n_questions, const MdWait *wait)
{
  g_auto (GStrv) servers = md_resolver_servers (world);

  return ask_servers ((const char *const *) servers, questions, n_questions, wait);
}

GPtrArray *
md_resolver_ask_server (MdWorld *world, const char *server, const MdDnsQuestion *questions, gsize n_questions,
                        const MdWait *wait)
{
  const char *const servers[] = { server, NULL };

  return ask_servers (servers, questions, n_questions, wait);
}

MdDnsAnswer *
md_resolver_ask_one (MdWorld *world, const char *name, MdDnsType type, const MdWait *wait)
{
  MdDnsQuestion question = { name, type };
  g_autoptr (GPtrArray) answers = md_resolver_ask (world, &question, 1, wait);

  return g_ptr_array_steal_index (answers, 0);
}
