/* fake-dns.c - a scripted name server on loopback; see fake-dns.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _FakeDns
{
  const FakeDnsRule *rules; /* (not owned) */
  gsize n_rules;
  guint *n_seen;            /* (owned) packets a rule has met */
  int udp_fd, tcp_fd;
  int stop_fds[2];
  char *server;             /* (owned) */
  guint count;              /* atomic */
  GThread *thread;
};

static const struct
{
  const char *word;
  guint type;
} types[] = {
  { "A", 1 }, { "CNAME", 5 }, { "PTR", 12 }, { "MX", 15 }, { "TXT", 16 },
  { "AAAA", 28 }, { "SRV", 33 }, { "TLSA", 52 }, { "CAA", 257 },
};

static void
put_u16 (GByteArray *out, guint value)
{
  const guint8 bytes[] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (out, bytes, 2);
}

static void
put_u8 (GByteArray *out, guint value)
{
  const guint8 byte = (guint8) value;

  g_byte_array_append (out, &byte, 1);
}

static void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

static void
put_name (GByteArray *out, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (g_str_equal (name, ".") ? "" : name, ".", -1);

  for (gsize i = 0; labels[i] != NULL; i++)
    {
      put_u8 (out, (guint) strlen (labels[i]));
      put_text (out, labels[i]);
    }
  put_u8 (out, 0);
}

static void
put_data (GByteArray *out, guint type, char **words)
{
  guint8 address[16];

  switch (type)
    {
    case 1:
    case 28:
      g_assert_cmpint (inet_pton (type == 1 ? AF_INET : AF_INET6, words[0], address), ==, 1);
      g_byte_array_append (out, address, type == 1 ? 4 : 16);
      break;
    case 16:
      {
        g_autofree char *joined = g_strjoinv (" ", words);
        g_auto (GStrv) pieces = g_strsplit (joined, "|", -1);

        for (gsize i = 0; pieces[i] != NULL; i++)
          {
            put_u8 (out, (guint) strlen (pieces[i]));
            put_text (out, pieces[i]);
          }
        break;
      }
    case 15:
    case 33:
      for (; words[1] != NULL; words++)
        put_u16 (out, (guint) atoi (words[0]));
      put_name (out, words[0]);
      break;
    case 52:
      for (gsize i = 0; i < 3; i++)
        put_u8 (out, (guint) atoi (words[i]));
      for (const char *hex = words[3]; *hex != '\0'; hex += 2)
        put_u8 (out, (guint) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1])));
      break;
    case 257:
      put_u8 (out, (guint) atoi (words[0]));
      put_u8 (out, (guint) strlen (words[1]));
      put_text (out, words[1]);
      put_text (out, words[2]);
      break;
    default:
      put_name (out, words[0]);
      break;
    }
}

static void
put_record (GByteArray *out, const char *asked, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  char **at = words;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint type = 0;

  put_name (out, at[0][0] == '@' ? at[0] + 1 : asked);
  if (at[0][0] == '@')
    at++;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].word, at[0]))
      type = types[i].type;
  g_assert_cmpuint (type, !=, 0);
  put_data (data, type, at + 1);
  put_u16 (out, type);
  put_u16 (out, 1);
  put_u16 (out, 0);
  put_u16 (out, 300);
  put_u16 (out, data->len);
  g_byte_array_append (out, data->data, data->len);
}

static guint
count_records (const FakeDnsRule *rule)
{
  guint n = 0;

  while (rule->records[n] != NULL)
    n++;
  return n;
}

static GByteArray *
make_answer (const FakeDnsRule *rule, const guint8 *query, gsize question_end, const char *asked, gboolean tcp)
{
  GByteArray *out = g_byte_array_new ();
  gboolean cut = rule->trick == FAKE_DNS_TRUNCATED && !tcp;
  guint n_records = cut ? 0 : count_records (rule);

  g_byte_array_append (out, query, 2);
  put_u16 (out, 0x8180 | (cut ? 0x0200 : 0) | (rule->authentic ? query[3] & 0x20u : 0) | rule->rcode);
  put_u16 (out, 1);
  put_u16 (out, rule->trick == FAKE_DNS_LOOP || rule->trick == FAKE_DNS_GARBAGE ? 3 : n_records);
  put_u16 (out, 0);
  put_u16 (out, 0);
  g_byte_array_append (out, query + 12, (guint) question_end - 12);
  if (rule->trick == FAKE_DNS_LOOP)
    put_u16 (out, 0xc000 | out->len);
  for (guint i = 0; i < n_records; i++)
    put_record (out, asked, rule->records[i]);
  return out;
}

static const FakeDnsRule *
find_rule (FakeDns *self, const char *name, guint type, gsize *index)
{
  for (gsize i = 0; i < self->n_rules; i++)
    {
      const FakeDnsRule *rule = &self->rules[i];

      if ((g_str_equal (rule->name, name) || g_str_equal (rule->name, "*")) && (rule->type == 0 || rule->type == type))
        {
          *index = i;
          return rule;
        }
    }
  return NULL;
}

/* NULL: no answer at all. */
static GByteArray *
answer_query (FakeDns *self, const guint8 *query, gsize length, gboolean tcp, FakeDnsTrick *trick)
{
  static const FakeDnsRule nothing = { .name = "*", .rcode = 3 };
  g_autoptr (GString) name = g_string_new (NULL);
  const FakeDnsRule *rule;
  gsize at = 12, index = 0;

  g_atomic_int_inc (&self->count);
  while (at < length && query[at] != 0)
    {
      if (name->len > 0)
        g_string_append_c (name, '.');
      g_string_append_len (name, (const char *) query + at + 1, query[at]);
      at += 1 + query[at];
    }
  if (at + 5 > length)
    return NULL;
  g_string_ascii_down (name);
  rule = find_rule (self, name->str, (guint) query[at + 1] << 8 | query[at + 2], &index);
  if (rule != NULL && self->n_seen[index]++ < rule->drop)
    return NULL;
  if (rule == NULL)
    rule = &nothing;
  if (rule->delay_ms > 0)
    g_usleep (rule->delay_ms * 1000);
  *trick = rule->trick;
  return make_answer (rule, query, at + 5, name->str, tcp);
}

static void
serve_udp (FakeDns *self)
{
  guint8 query[600];
  struct sockaddr_in from;
  socklen_t from_length = sizeof from;
  FakeDnsTrick trick = FAKE_DNS_HONEST;
  gssize length = recvfrom (self->udp_fd, query, sizeof query, 0, (struct sockaddr *) &from, &from_length);
  g_autoptr (GByteArray) answer = length > 12 ? answer_query (self, query, (gsize) length, FALSE, &trick) : NULL;

  if (answer == NULL)
    return;
  if (trick == FAKE_DNS_WRONG_ID)
    {
      answer->data[1] ^= 0x55;
      answer->data[3] |= 3;
      sendto (self->udp_fd, answer->data, answer->len, 0, (struct sockaddr *) &from, from_length);
      answer->data[1] ^= 0x55;
      answer->data[3] &= 0xf0;
    }
  sendto (self->udp_fd, answer->data, answer->len, 0, (struct sockaddr *) &from, from_length);
}

static void
serve_tcp (FakeDns *self)
{
  int fd = accept (self->tcp_fd, NULL, NULL);
  guint8 query[600], size[2];
  FakeDnsTrick trick;

  if (recv (fd, size, 2, MSG_WAITALL) == 2)
    {
      gsize length = (gsize) size[0] << 8 | size[1];

      if (length <= sizeof query && recv (fd, query, length, MSG_WAITALL) == (gssize) length)
        {
          g_autoptr (GByteArray) answer = answer_query (self, query, length, TRUE, &trick);

          if (answer != NULL)
            {
              g_autoptr (GByteArray) framed = g_byte_array_new ();

              put_u16 (framed, answer->len);
              g_byte_array_append (framed, answer->data, answer->len);
              send (fd, framed->data, framed->len, MSG_NOSIGNAL);
            }
        }
    }
  close (fd);
}

static gpointer
serve (gpointer data)
{
  FakeDns *self = data;
  struct pollfd fds[] = {
    { .fd = self->udp_fd, .events = POLLIN }, { .fd = self->tcp_fd, .events = POLLIN },
    { .fd = self->stop_fds[0], .events = POLLIN },
  };

  while (poll (fds, G_N_ELEMENTS (fds), -1) > 0 && fds[2].revents == 0)
    {
      if (fds[0].revents != 0)
        serve_udp (self);
      if (fds[1].revents != 0)
        serve_tcp (self);
    }
  return NULL;
}

static guint16
bind_loopback (int fd, guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  socklen_t length = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (bind (fd, (struct sockaddr *) &address, length) != 0)
    return 0;
  getsockname (fd, (struct sockaddr *) &address, &length);
  return ntohs (address.sin_port);
}

FakeDns *
fake_dns_start (const FakeDnsRule *rules, gsize n_rules)
{
  FakeDns *self = g_new0 (FakeDns, 1);
  guint16 port = 0;

  self->rules = rules;
  self->n_rules = n_rules;
  self->n_seen = g_new0 (guint, n_rules + 1);
  for (int i = 0; i < 20; i++) /* one port free for both */
    {
      self->udp_fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      self->tcp_fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      port = bind_loopback (self->udp_fd, 0);
      if (port != 0 && bind_loopback (self->tcp_fd, port) == port)
        break;
      close (self->udp_fd);
      close (self->tcp_fd);
      port = 0;
    }
  g_assert_cmpuint (port, !=, 0);
  listen (self->tcp_fd, 16);
  g_assert_cmpint (pipe (self->stop_fds), ==, 0);
  self->server = g_strdup_printf ("127.0.0.1:%u", port);
  self->thread = g_thread_new ("fake-dns", serve, self);
  return self;
}

void
fake_dns_stop (FakeDns *self)
{
  g_assert_cmpint (write (self->stop_fds[1], "x", 1), ==, 1);
  g_thread_join (self->thread);
  close (self->stop_fds[0]);
  close (self->stop_fds[1]);
  close (self->udp_fd);
  close (self->tcp_fd);
  g_free (self->server);
  g_free (self->n_seen);
  g_free (self);
}

const char *
fake_dns_server (const FakeDns *self)
{
  return self->server;
}

guint
fake_dns_count (FakeDns *self)
{
  return (guint) g_atomic_int_get (&self->count);
}

char *
fake_dns_silent_server (int *fd)
{
  *fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  return g_strdup_printf ("127.0.0.1:%u", bind_loopback (*fd, 0));
}
