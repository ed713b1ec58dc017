/* tls.c - TLS on a connected socket, for looking as well as for trusting; see tls.h
 *
 * OpenSSL reads and writes through a small BIO of our own: it never raises SIGPIPE, and it keeps the first bytes that
 * came, so that a peer which answers in clear can be quoted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-tls"

#include "config.h"

#include "protocols/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>

#define FIRST_BYTES 512
#define MESSAGE_SERVER_HELLO 2

struct _MdTls
{
  int fd;                /* (not owned) */
  SSL_CTX *context;      /* (owned) */
  SSL *ssl;              /* (owned) */
  BIO_METHOD *method;    /* (owned) */
  MdTlsStatus status;
  char *version;         /* (owned) (nullable) */
  char *reason;          /* (owned) (nullable) */
  char *plain_answer;    /* (owned) (nullable) */
  GPtrArray *chain;      /* (owned) of MdCertificate */
  MdCertProblem problems;
  short wants;
  char first[FIRST_BYTES]; /* what came first, as it came */
  gsize first_length;
  guint16 hello_version; /* the version in the ServerHello; 0: none came */
};

const char *
md_tls_status_name (MdTlsStatus status)
{
  static const char *const names[] = {
    [MD_TLS_OK] = "ok",
    [MD_TLS_PLAIN_ANSWER] = "plain-answer",
    [MD_TLS_TOO_OLD] = "too-old",
    [MD_TLS_REFUSED] = "refused",
    [MD_TLS_CLOSED] = "closed",
    [MD_TLS_TIMED_OUT] = "timed-out",
    [MD_TLS_CANCELLED] = "cancelled",
    [MD_TLS_FAILED] = "failed",
  };

  return names[status];
}

static ssize_t
receive (MdTls *self, void *buffer, gsize size, int flags)
{
  ssize_t got;

  do
    got = recv (self->fd, buffer, size, flags);
  while (got < 0 && errno == EINTR);
  return got;
}

static int
bio_read (BIO *bio, char *buffer, int size)
{
  MdTls *self = BIO_get_data (bio);
  ssize_t got = 0;

  BIO_clear_retry_flags (bio);
  if (self->first_length == 0)
    {
      got = receive (self, self->first, sizeof self->first, MSG_PEEK);
      self->first_length = got > 0 ? (gsize) got : 0;
    }
  /* Nothing is read without having been looked at, were it to arrive between the two. */
  if (self->first_length > 0)
    got = receive (self, buffer, (gsize) size, 0);
  if (got < 0 && errno == EAGAIN)
    BIO_set_retry_read (bio);
  return (int) got;
}

static int
bio_write (BIO *bio, const char *bytes, int length)
{
  MdTls *self = BIO_get_data (bio);
  ssize_t sent;

  BIO_clear_retry_flags (bio);
  do
    sent = send (self->fd, bytes, (gsize) length, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0 && errno == EAGAIN)
    BIO_set_retry_write (bio);
  return (int) sent;
}

static long
bio_control (BIO *bio, int command, long number, void *pointer)
{
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO *
socket_bio_new (MdTls *self)
{
  BIO *bio;

  self->method = BIO_meth_new (BIO_TYPE_SOURCE_SINK, "md-socket");
  g_assert (self->method != NULL);
  BIO_meth_set_read (self->method, bio_read);
  BIO_meth_set_write (self->method, bio_write);
  BIO_meth_set_ctrl (self->method, bio_control);
  bio = BIO_new (self->method);
  g_assert (bio != NULL);
  BIO_set_data (bio, self);
  BIO_set_init (bio, 1);
  return bio;
}

/* Called by OpenSSL for every handshake message: the ServerHello tells its version even when we decline it. */
static void
see_message (int is_sent, int version, int kind, const void *bytes, size_t length, SSL *ssl, void *data)
{
  MdTls *self = data;
  const guchar *message = bytes;

  if (!is_sent && kind == SSL3_RT_HANDSHAKE && length >= 6 && message[0] == MESSAGE_SERVER_HELLO)
    self->hello_version = (guint16) (message[4] << 8 | message[5]);
}

static const char *
version_name (guint16 version)
{
  switch (version)
    {
    case SSL3_VERSION:
      return "SSLv3";
    case TLS1_VERSION:
      return "TLSv1";
    case TLS1_1_VERSION:
      return "TLSv1.1";
    default:
      return NULL;
    }
}

/* Words, not TLS: what came first has no control character but blanks and line ends in it. */
static gboolean
is_plain (const MdTls *self)
{
  for (gsize i = 0; i < self->first_length; i++)
    if (g_ascii_iscntrl (self->first[i]) && !g_ascii_isspace (self->first[i]))
      return FALSE;
  return self->first_length > 0;
}

static void
keep_plain_answer (MdTls *self)
{
  g_autofree char *text = g_utf8_make_valid (self->first, (gssize) self->first_length);

  g_strchomp (text);
  self->plain_answer = g_steal_pointer (&text);
  self->status = MD_TLS_PLAIN_ANSWER;
}

static MdTlsStatus
status_for_reason (int reason)
{
  switch (reason)
    {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
      return MD_TLS_TOO_OLD;
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      return MD_TLS_CLOSED;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_CIPHERS_AVAILABLE:
    case SSL_R_NO_SHARED_GROUPS:
    case SSL_R_WRONG_CIPHER_RETURNED:
    case SSL_R_UNKNOWN_CIPHER_RETURNED:
    case SSL_R_DH_KEY_TOO_SMALL:
    case SSL_R_WRONG_SIGNATURE_TYPE:
    case SSL_R_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED:
    case SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED:
      return MD_TLS_REFUSED;
    default:
      return reason >= SSL_AD_REASON_OFFSET ? MD_TLS_REFUSED : MD_TLS_FAILED;
    }
}

static void
keep_failure (MdTls *self, int result, int os_error)
{
  int kind = SSL_get_error (self->ssl, result);
  unsigned long error = ERR_peek_error ();

  if (is_plain (self))
    keep_plain_answer (self);
  else if (kind == SSL_ERROR_SSL)
    {
      self->status = status_for_reason (ERR_GET_REASON (error));
      /* A server that chose an old version is too old whatever the two then stumbled over. */
      if (version_name (self->hello_version) != NULL)
        self->status = MD_TLS_TOO_OLD;
      self->reason = g_strdup (ERR_reason_error_string (error));
    }
  else
    {
      self->status = os_error == 0 || os_error == ECONNRESET || os_error == EPIPE ? MD_TLS_CLOSED : MD_TLS_FAILED;
      self->reason = os_error != 0 ? g_strdup (g_strerror (os_error)) : NULL;
    }
  if (self->status == MD_TLS_TOO_OLD)
    self->version = g_strdup (version_name (self->hello_version));
  ERR_clear_error ();
}

static void
look_at_chain (MdTls *self, MdWorld *world, const char *host)
{
  STACK_OF (X509) *chain = SSL_get_peer_cert_chain (self->ssl);

  self->status = MD_TLS_OK;
  self->version = g_strdup (SSL_get_version (self->ssl));
  self->chain = md_certificate_chain (chain);
  self->problems = md_certificate_judge (world, chain, host);
}

static void
shake_hands (MdTls *self, const MdWait *wait)
{
  for (;;)
    {
      int result, kind, os_error;
      MdWaitResult waited;

      ERR_clear_error ();
      errno = 0;
      result = SSL_connect (self->ssl);
      os_error = errno;
      if (result == 1)
        return;
      kind = SSL_get_error (self->ssl, result);
      if (is_plain (self) || (kind != SSL_ERROR_WANT_READ && kind != SSL_ERROR_WANT_WRITE))
        {
          keep_failure (self, result, os_error);
          return;
        }
      waited = md_wait_fd (wait, self->fd, kind == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT);
      if (waited != MD_WAIT_READY)
        {
          self->status = waited == MD_WAIT_CANCELLED ? MD_TLS_CANCELLED : MD_TLS_TIMED_OUT;
          return;
        }
    }
}

/* The context checks nothing by itself: md_certificate_judge() does, and md_tls_is_trusted() holds what it said. */
static void
prepare (MdTls *self, const char *host)
{
  BIO *bio;

  self->context = SSL_CTX_new (TLS_client_method ());
  g_assert (self->context != NULL);
  SSL_CTX_set_min_proto_version (self->context, TLS1_2_VERSION);
  SSL_CTX_set_verify (self->context, SSL_VERIFY_NONE, NULL);
  SSL_CTX_set_options (self->context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode (self->context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode (self->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  /* A server may say back what it was told. */
  SSL_CTX_set_options (self->context, SSL_OP_CLEANSE_PLAINTEXT);
  self->ssl = SSL_new (self->context);
  g_assert (self->ssl != NULL);
  if (!g_hostname_is_ip_address (host) && SSL_set_tlsext_host_name (self->ssl, host) != 1)
    g_debug ("the name of the server could not be announced");
  SSL_set_msg_callback (self->ssl, see_message);
  SSL_set_msg_callback_arg (self->ssl, self);
  bio = socket_bio_new (self);
  SSL_set_bio (self->ssl, bio, bio);
}

MdTls *
md_tls_connect (MdWorld *world, int fd, const char *host, const MdWait *wait)
{
  MdTls *self = g_new0 (MdTls, 1);

  self->fd = fd;
  self->status = MD_TLS_OK;
  prepare (self, host);
  shake_hands (self, wait);
  if (self->status == MD_TLS_OK)
    look_at_chain (self, world, host);
  else
    self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) md_certificate_free);
  return self;
}

void
md_tls_free (MdTls *self)
{
  if (self == NULL)
    return;
  if (self->status == MD_TLS_OK)
    (void) SSL_shutdown (self->ssl);
  ERR_clear_error ();
  SSL_free (self->ssl);
  SSL_CTX_free (self->context);
  BIO_meth_free (self->method);
  g_free (self->version);
  g_free (self->reason);
  g_free (self->plain_answer);
  g_ptr_array_unref (self->chain);
  g_free (self);
}

MdTlsStatus
md_tls_get_status (const MdTls *self)
{
  return self->status;
}

const char *
md_tls_get_version (const MdTls *self)
{
  return self->version;
}

const char *
md_tls_get_cipher (const MdTls *self)
{
  return self->status == MD_TLS_OK ? SSL_get_cipher_name (self->ssl) : NULL;
}

const char *
md_tls_get_reason (const MdTls *self)
{
  return self->reason;
}

const char *
md_tls_get_plain_answer (const MdTls *self)
{
  return self->plain_answer;
}

GPtrArray *
md_tls_get_chain (const MdTls *self)
{
  return self->chain;
}

MdCertProblem
md_tls_get_problems (const MdTls *self)
{
  return self->problems;
}

gboolean
md_tls_is_trusted (const MdTls *self)
{
  return self->status == MD_TLS_OK && self->problems == 0;
}

/* 0 for the orderly end, -1 with what to wait for otherwise. */
static gssize
explain (MdTls *self, int result)
{
  unsigned long error = ERR_peek_error ();
  gboolean ended = FALSE;

  switch (SSL_get_error (self->ssl, result))
    {
    case SSL_ERROR_WANT_READ:
      self->wants = POLLIN;
      break;
    case SSL_ERROR_WANT_WRITE:
      self->wants = POLLOUT;
      break;
    case SSL_ERROR_ZERO_RETURN:
      ended = TRUE;
      break;
    default:
      /* Many servers close without saying so. */
      ended = ERR_GET_REASON (error) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
      break;
    }
  ERR_clear_error ();
  return ended ? 0 : -1;
}

gssize
md_tls_read (MdTls *self, void *buffer, gsize size)
{
  int got;

  self->wants = 0;
  ERR_clear_error ();
  got = SSL_read (self->ssl, buffer, (int) MIN (size, G_MAXINT));
  return got > 0 ? got : explain (self, got);
}

gssize
md_tls_write (MdTls *self, const void *bytes, gsize length)
{
  int sent;

  self->wants = 0;
  ERR_clear_error ();
  sent = SSL_write (self->ssl, bytes, (int) MIN (length, G_MAXINT));
  return sent > 0 ? sent : explain (self, sent);
}

short
md_tls_wants (const MdTls *self)
{
  return self->wants;
}

gboolean
md_tls_has_pending (const MdTls *self)
{
  return SSL_pending (self->ssl) > 0;
}
