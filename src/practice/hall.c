/* hall.c - the doors of the pretend Internet; see hall.h
 *
 * An unprivileged process cannot listen on 587, and several hosts must listen on "the same" port: for each port the
 * kernel chooses one number, which is taken at every address that has a server there.
 *
 * A port "filtered on the way" is one whose queue is full: the kernel then drops what knocks (Linux, tcp(7)).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/hall.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RESOLVER_ADDRESS "127.0.0.1"
#define PORT_ROUNDS 20
#define FILLERS 3
#define MAX_CALLERS 200
#define BACKLOG 64
#define DNS_MAX_BYTES 4096
#define DNS_UDP_BYTES 512

static const PracticePlace resolver_place = { RESOLVER_ADDRESS, "resolver", 53, PRACTICE_DNS, FALSE };
/* A port where nothing ever listens, for those who mistype it. */
static const PracticePlace wrong_place = { "127.77.0.10", "smtp.practice.example", 2525, PRACTICE_SMTP, TRUE };

typedef struct
{
  const PracticePlace *place;
  int fd;  /* (owned) */
} Door;

typedef struct
{
  PracticeCall call;
  MdWait wait;
  int fd;
  GThread *thread;
  gint ended;  /* atomic */
} Caller;

struct _PracticeHall
{
  const PracticeStage *stage;
  GCancellable *closing;   /* (owned) */
  GArray *doors;           /* of Door: where callers are let in */
  GArray *held;            /* of int: bound or connected, to keep a port closed or full */
  GPtrArray *callers;      /* (owned) of Caller; the porter's alone */
  int questions;           /* (owned) the resolver's UDP socket */
  GThread *porter;
  GThread *answerer;
};

static gboolean
fail (GError **error, const char *what)
{
  int saved = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", what, g_strerror (saved));
  return FALSE;
}

/* ── doors ── */

static struct sockaddr_in
socket_address (const char *address, guint16 port)
{
  struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons (port) };

  inet_pton (AF_INET, address, &place.sin_addr);
  return place;
}

/* A bound socket, or -1; *@port 0: of the kernel's choice, told in *@port. */
static int
take_port (const char *address, int type, guint16 *port)
{
  struct sockaddr_in place = socket_address (address, *port);
  socklen_t size = sizeof place;
  int fd = socket (AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (fd < 0)
    return -1;
  if (bind (fd, (struct sockaddr *) &place, sizeof place) != 0
      || getsockname (fd, (struct sockaddr *) &place, &size) != 0)
    {
      close (fd);
      return -1;
    }
  *port = ntohs (place.sin_port);
  return fd;
}

static gboolean
is_closed (const PracticeScript *script, const PracticePlace *place)
{
  if (place == &wrong_place)
    return TRUE;
  if (script->filter == PRACTICE_CLOSE_ALL)
    return place->port != 80 && place->service != PRACTICE_DNS;
  if (!place->is_own || place->service == PRACTICE_WEB)
    return FALSE;
  return script->filter == PRACTICE_CLOSE_OWN_MAIL
         || (script->filter == PRACTICE_CLOSE_OWN_SMTP && g_str_has_prefix (place->host, "smtp."));
}

static gboolean
is_filtered (const PracticeScript *script, const PracticePlace *place)
{
  if (place->service != PRACTICE_SMTP)
    return FALSE;
  return script->filter == PRACTICE_FILTER_SUBMISSION || (script->filter == PRACTICE_FILTER_25 && place->port == 25);
}

/* Fills the queue of a listening socket that nobody serves. */
static void
crowd (PracticeHall *self, const char *address, guint16 port)
{
  struct sockaddr_in place = socket_address (address, port);

  for (int i = 0; i < FILLERS; i++)
    {
      int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

      if (fd < 0)
        return;
      (void) connect (fd, (struct sockaddr *) &place, sizeof place);
      g_array_append_val (self->held, fd);
    }
}

static gboolean
open_door (PracticeHall *self, const PracticePlace *place, int fd, guint16 port)
{
  const PracticeScript *script = self->stage->script;
  Door door = { place, fd };
  gboolean filtered = is_filtered (script, place);

  if (is_closed (script, place) || filtered)
    g_array_append_val (self->held, fd);
  else
    g_array_append_val (self->doors, door);
  if (is_closed (script, place))
    return TRUE;
  if (listen (fd, filtered ? 0 : BACKLOG) != 0)
    return FALSE;
  if (filtered)
    crowd (self, place->address, port);
  return TRUE;
}

/* The same port number at every address that serves @port; FALSE when another program holds it at one of them. */
static gboolean
try_port (PracticeHall *self, guint16 port, guint16 *actual)
{
  gsize n_places;
  const PracticePlace *places = practice_places (&n_places);
  int fds[32];
  const PracticePlace *taken[32];
  gsize n = 0;
  gboolean ok = TRUE;

  *actual = 0;
  g_assert (n_places <= G_N_ELEMENTS (fds));
  for (gsize i = 0; i < n_places && ok; i++)
    {
      if (places[i].port != port)
        continue;
      taken[n] = &places[i];
      fds[n] = take_port (places[i].address, SOCK_STREAM, actual);
      ok = fds[n] >= 0;
      n += ok ? 1 : 0;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (ok)
        ok = open_door (self, taken[i], fds[i], *actual);
      else
        close (fds[i]);
    }
  return ok;
}

static gboolean
open_ports (PracticeHall *self, MdWorld *world, GError **error)
{
  static const guint16 ports[] = { 25, 80, 110, 143, 443, 465, 587, 993, 995, 4190 };
  guint16 actual = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      guint rounds = 0;

      while (!try_port (self, ports[i], &actual))
        if (++rounds == PORT_ROUNDS)
          return fail (error, "no port for a pretend server");
      md_world_map_port (world, ports[i], actual);
    }
  actual = 0;
  int fd = take_port (wrong_place.address, SOCK_STREAM, &actual);
  if (fd < 0 || !open_door (self, &wrong_place, fd, actual))
    return fail (error, "no port to leave closed");
  md_world_map_port (world, wrong_place.port, actual);
  return TRUE;
}

/* ── the resolver ── */

/* UDP and TCP on one port. */
static gboolean
open_resolver (PracticeHall *self, MdWorld *world, GError **error)
{
  g_autofree char *here = NULL;
  g_autofree char *dead = NULL;
  guint16 port = 0, dead_port = 0;
  int fd = -1;

  for (guint i = 0; i < PORT_ROUNDS && self->questions < 0; i++)
    {
      port = 0;
      fd = take_port (RESOLVER_ADDRESS, SOCK_STREAM, &port);
      if (fd < 0)
        break;
      self->questions = take_port (RESOLVER_ADDRESS, SOCK_DGRAM, &port);
      if (self->questions < 0)
        close (fd);
    }
  if (self->questions < 0 || !open_door (self, &resolver_place, fd, port))
    return fail (error, "no port for the pretend resolver");
  md_world_map_port (world, resolver_place.port, port);
  here = g_strdup_printf (RESOLVER_ADDRESS ":%u", port);
  if (!self->stage->script->first_resolver_dead)
    {
      md_world_set_resolvers (world, (const char *const[]) { here, NULL });
      return TRUE;
    }
  fd = take_port (RESOLVER_ADDRESS, SOCK_DGRAM, &dead_port);
  if (fd < 0)
    return fail (error, "no port for the dead resolver");
  g_array_append_val (self->held, fd);
  dead = g_strdup_printf (RESOLVER_ADDRESS ":%u", dead_port);
  md_world_set_resolvers (world, (const char *const[]) { dead, here, NULL });
  return TRUE;
}

static gpointer
answer_questions (gpointer data)
{
  PracticeHall *self = data;
  MdWait wait = { self->closing, G_MAXINT64 };
  guchar message[DNS_MAX_BYTES];

  while (md_wait_fd (&wait, self->questions, POLLIN) == MD_WAIT_READY)
    {
      struct sockaddr_storage peer;
      socklen_t peer_size = sizeof peer;
      gssize length = recvfrom (self->questions, message, sizeof message, 0, (struct sockaddr *) &peer, &peer_size);
      g_autoptr (GBytes) answer = NULL;

      if (length <= 0)
        continue;
      answer = practice_dns_answer (self->stage, message, (gsize) length, DNS_UDP_BYTES);
      if (answer != NULL)
        (void) sendto (self->questions, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), 0,
                       (struct sockaddr *) &peer, peer_size);
    }
  return NULL;
}

/* ── callers ── */

static void
serve (PracticeCall *call)
{
  switch (call->place->service)
    {
    case PRACTICE_SMTP:
      practice_smtp_serve (call);
      break;
    case PRACTICE_IMAP:
      practice_imap_serve (call);
      break;
    case PRACTICE_POP3:
      practice_pop3_serve (call);
      break;
    case PRACTICE_SIEVE:
      practice_sieve_serve (call);
      break;
    case PRACTICE_WEB:
      practice_web_serve (call);
      break;
    case PRACTICE_DNS:
      practice_dns_serve (call);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gpointer
attend (gpointer data)
{
  Caller *caller = data;
  PracticeOffer offer = practice_call_offer (&caller->call);
  sigset_t broken_pipe;

  /* OpenSSL writes without MSG_NOSIGNAL. */
  sigemptyset (&broken_pipe);
  sigaddset (&broken_pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &broken_pipe, NULL);
  caller->call.stream = practice_stream_new (caller->fd, &caller->wait);
  if (!practice_port_is_tls (caller->call.place->port) || practice_stream_start_tls (caller->call.stream, &offer))
    serve (&caller->call);
  practice_stream_free (caller->call.stream);
  g_atomic_int_set (&caller->ended, TRUE);
  return NULL;
}

static void
caller_free (gpointer data)
{
  Caller *caller = data;

  g_thread_join (caller->thread);
  g_free (caller);
}

static void
forget_ended (PracticeHall *self)
{
  for (guint i = self->callers->len; i > 0; i--)
    {
      Caller *caller = g_ptr_array_index (self->callers, i - 1);

      if (g_atomic_int_get (&caller->ended))
        g_ptr_array_remove_index_fast (self->callers, i - 1);
    }
}

static void
let_in (PracticeHall *self, const Door *door)
{
  int fd = accept4 (door->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  Caller *caller;

  if (fd < 0)
    return;
  forget_ended (self);
  if (self->callers->len >= MAX_CALLERS)
    {
      close (fd);
      return;
    }
  caller = g_new0 (Caller, 1);
  caller->call.stage = self->stage;
  caller->call.place = door->place;
  caller->wait = (MdWait) { self->closing, G_MAXINT64 };
  caller->fd = fd;
  caller->thread = g_thread_try_new ("practice-call", attend, caller, NULL);
  if (caller->thread == NULL)
    {
      close (fd);
      g_free (caller);
      return;
    }
  g_ptr_array_add (self->callers, caller);
}

static gpointer
watch_doors (gpointer data)
{
  PracticeHall *self = data;
  MdWait wait = { self->closing, G_MAXINT64 };
  gsize n = self->doors->len;
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, n);

  for (gsize i = 0; i < n; i++)
    fds[i] = (struct pollfd) { .fd = g_array_index (self->doors, Door, i).fd, .events = POLLIN };
  while (md_wait_poll (&wait, fds, n) == MD_WAIT_READY)
    for (gsize i = 0; i < n; i++)
      if (fds[i].revents != 0)
        let_in (self, &g_array_index (self->doors, Door, i));
  g_ptr_array_set_size (self->callers, 0);
  return NULL;
}

/* ── the hall ── */

PracticeHall *
practice_hall_open (const PracticeStage *stage, MdWorld *world, GError **error)
{
  PracticeHall *self = g_new0 (PracticeHall, 1);

  self->stage = stage;
  self->questions = -1;
  self->closing = g_cancellable_new ();
  self->doors = g_array_new (FALSE, FALSE, sizeof (Door));
  self->held = g_array_new (FALSE, FALSE, sizeof (int));
  self->callers = g_ptr_array_new_with_free_func (caller_free);
  if (!open_ports (self, world, error) || !open_resolver (self, world, error))
    {
      practice_hall_close (self);
      return NULL;
    }
  self->porter = g_thread_new ("practice-doors", watch_doors, self);
  self->answerer = g_thread_new ("practice-dns", answer_questions, self);
  return self;
}

void
practice_hall_close (PracticeHall *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->closing);
  if (self->porter != NULL)
    g_thread_join (self->porter);
  if (self->answerer != NULL)
    g_thread_join (self->answerer);
  for (guint i = 0; i < self->doors->len; i++)
    close (g_array_index (self->doors, Door, i).fd);
  for (guint i = 0; i < self->held->len; i++)
    close (g_array_index (self->held, int, i));
  if (self->questions >= 0)
    close (self->questions);
  g_array_unref (self->doors);
  g_array_unref (self->held);
  g_ptr_array_unref (self->callers);
  g_object_unref (self->closing);
  g_free (self);
}
