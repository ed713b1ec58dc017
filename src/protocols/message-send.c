/* message-send.c - hands the test message to a server by libcurl; see message.h
 *
 * libcurl says in one number only how it went, so the stage is followed by the server's replies, which it passes to
 * CURLOPT_HEADERFUNCTION line by line.  What we send (with the password in it) is never looked at: no DEBUGFUNCTION.
 * RFC 5321, 3207, 4954.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message"

#include "config.h"

#include "protocols/message.h"

#include "protocols/curl-setup.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_LINES 400
#define MAX_LINE_BYTES 1000
#define REPLY_LIMIT_MS 25000   /* some servers greet after 20 s on purpose */
#define NEVER_S 600L            /* libcurl's own limits, when ours decide */

/* What the next final reply answers. */
typedef enum
{
  PHASE_GREETING,
  PHASE_EHLO,
  PHASE_STARTTLS,
  PHASE_EHLO_TLS,
  PHASE_LOGIN,
  PHASE_MAIL,
  PHASE_RCPT,
  PHASE_DATA,
  PHASE_END_OF_DATA,
  PHASE_DONE,
} Phase;

static const char *const phase_stages[] = {
  [PHASE_GREETING] = "connect", [PHASE_EHLO] = "connect",  [PHASE_STARTTLS] = "tls", [PHASE_EHLO_TLS] = "tls",
  [PHASE_LOGIN] = "login",      [PHASE_MAIL] = "mail",     [PHASE_RCPT] = "rcpt",    [PHASE_DATA] = "data",
  [PHASE_END_OF_DATA] = "data", [PHASE_DONE] = "data",
};

typedef struct
{
  const char *text;       /* (not owned) what is left to send */
  gsize left;
  Phase phase;
  gboolean starttls;
  gboolean signs_in;
  long code;
  GPtrArray *lines;       /* (owned) */
  GString *reply;         /* (owned) the last reply, its lines joined by line feeds */
  gboolean reply_is_whole;
  const MdWait *outer;    /* (not owned) */
  MdWait wait;            /* until the next reply must be here */
} Sending;

static size_t
on_read (char *buffer, size_t size, size_t count, void *data)
{
  Sending *sending = data;
  gsize length = MIN (size * count, sending->left);

  memcpy (buffer, sending->text, length);
  sending->text += length;
  sending->left -= length;
  return length;
}

static void
advance_sign_in (Sending *sending, long code)
{
  if (code == 235)
    sending->phase = PHASE_MAIL;
  else if (code == 250) /* no login was offered, so this answers MAIL */
    sending->phase = PHASE_RCPT;
}

/* Moves on after a whole reply. */
static void
advance (Sending *sending, long code)
{
  gboolean good = code >= 200 && code < 300;
  Phase inside = sending->signs_in ? PHASE_LOGIN : PHASE_MAIL;

  switch (sending->phase)
    {
    case PHASE_EHLO:
      if (good)
        sending->phase = sending->starttls ? PHASE_STARTTLS : inside;
      break;
    case PHASE_EHLO_TLS:
      if (good)
        sending->phase = inside;
      break;
    case PHASE_LOGIN:
      advance_sign_in (sending, code);
      break;
    case PHASE_DATA:
      if (code == 354)
        sending->phase = PHASE_END_OF_DATA;
      break;
    case PHASE_GREETING:
    case PHASE_STARTTLS:
    case PHASE_MAIL:
    case PHASE_RCPT:
    case PHASE_END_OF_DATA:
      if (good)
        sending->phase++;
      break;
    case PHASE_DONE:
    default:
      break;
    }
}

static size_t
on_reply_line (char *bytes, size_t size, size_t count, void *data)
{
  Sending *sending = data;
  gsize length = size * count;
  g_autofree char *raw = g_strndup (bytes, MIN (length, MAX_LINE_BYTES));
  g_autofree char *line = g_utf8_make_valid (raw, -1);
  long code;

  g_strchomp (line);
  sending->wait = md_wait_within (sending->outer, REPLY_LIMIT_MS);
  code = strlen (line) >= 3 ? strtol (line, NULL, 10) : 0;
  if (sending->phase == PHASE_DONE || code == 221) /* the answer to QUIT */
    return length;
  if (sending->lines->len < MAX_LINES)
    g_ptr_array_add (sending->lines, code == 334 ? g_strdup ("334 [challenge]") : g_strdup (line));
  if (sending->reply_is_whole)
    g_string_truncate (sending->reply, 0);
  if (code != 334 && sending->reply->len < (gsize) MAX_LINES * MAX_LINE_BYTES)
    g_string_append_printf (sending->reply, "%s%s", sending->reply->len > 0 ? "\n" : "", line);
  sending->reply_is_whole = code > 0 && (line[3] == ' ' || line[3] == '\0');
  if (sending->reply_is_whole)
    {
      sending->code = code;
      advance (sending, code);
    }
  return length;
}

/* "[192.0.2.5]" or "[IPv6:2001:db8::5]": how strict servers let a home computer call itself (RFC 5321 4.1.3). */
static char *
own_literal (const char *address)
{
  struct sockaddr_storage storage = { 0 };
  struct sockaddr_in *ipv4 = (struct sockaddr_in *) &storage;
  struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *) &storage;
  gboolean is_ipv6 = strchr (address, ':') != NULL;
  socklen_t length = is_ipv6 ? sizeof *ipv6 : sizeof *ipv4;
  char text[INET6_ADDRSTRLEN] = "127.0.0.1";
  int fd;

  storage.ss_family = is_ipv6 ? AF_INET6 : AF_INET;
  ipv4->sin_port = htons (9); /* at the same place in both; nothing is sent */
  inet_pton (storage.ss_family, address, is_ipv6 ? (void *) &ipv6->sin6_addr : (void *) &ipv4->sin_addr);
  fd = socket (storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return g_strdup ("[127.0.0.1]");
  if (connect (fd, (struct sockaddr *) &storage, length) == 0
      && getsockname (fd, (struct sockaddr *) &storage, &length) == 0)
    inet_ntop (storage.ss_family, is_ipv6 ? (void *) &ipv6->sin6_addr : (void *) &ipv4->sin_addr, text, sizeof text);
  close (fd);
  return g_strdup_printf (strchr (text, ':') != NULL ? "[IPv6:%s]" : "[%s]", text);
}

static char *
server_url (const MdEndpoint *server, const char *address)
{
  g_autofree char *literal = own_literal (address);
  g_autofree char *path = g_uri_escape_string (literal, NULL, FALSE);
  g_autofree char *authority = md_endpoint_to_string (server);

  return g_strdup_printf ("%s://%s/%s", server->security == MD_SECURITY_TLS ? "smtps" : "smtp", authority, path);
}

static void
set_credentials (CURL *easy, const char *user, MdSecret *password, gboolean is_token)
{
  if (user == NULL || password == NULL)
    return;
  curl_easy_setopt (easy, CURLOPT_USERNAME, user);
  curl_easy_setopt (easy, is_token ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, md_secret_peek (password, NULL));
  curl_easy_setopt (easy, CURLOPT_SASL_IR, 1L);
}

static void
set_options (CURL *easy, Sending *sending, const char *url, const char *sender, struct curl_slist *recipients)
{
  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (easy, CURLOPT_USE_SSL, (long) CURLUSESSL_ALL);
  curl_easy_setopt (easy, CURLOPT_MAIL_FROM, sender);
  curl_easy_setopt (easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t) sending->left);
  curl_easy_setopt (easy, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt (easy, CURLOPT_READDATA, sending);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_reply_line);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, sending);
  /* After its own limits libcurl says QUIT, and waits as long again for the answer. */
  curl_easy_setopt (easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, NEVER_S);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, NEVER_S * 1000);
}

static MdSendOutcome
outcome_of (CURLcode code, const Sending *sending)
{
  if (code == CURLE_OK)
    return MD_SEND_OK;
  if (code == CURLE_ABORTED_BY_CALLBACK)
    return MD_SEND_CANCELLED;
  if (sending->reply_is_whole && sending->code >= 400)
    return MD_SEND_REFUSED;
  if (code == CURLE_OPERATION_TIMEDOUT && sending->phase == PHASE_END_OF_DATA)
    return MD_SEND_STALLED;
  return MD_SEND_FAILED;
}

static void
take_facts (MdSendResult *result, MdCurl *curl, CURLcode code, Sending *sending)
{
  curl_off_t uploaded = 0, connected = 0, encrypted = 0;

  curl_easy_getinfo (curl->easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
  curl_easy_getinfo (curl->easy, CURLINFO_CONNECT_TIME_T, &connected);
  curl_easy_getinfo (curl->easy, CURLINFO_APPCONNECT_TIME_T, &encrypted);
  result->bytes = uploaded;
  result->connect_seconds = (double) connected / 1e6;
  result->tls_seconds = (double) encrypted / 1e6;
  result->outcome = outcome_of (code, sending);
  result->stage = phase_stages[sending->phase];
  /* Before anything was said on implicit TLS, or after STARTTLS was granted, it is the handshake that failed. */
  if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_USE_SSL_FAILED)
    result->stage = "tls";
  result->code = sending->code;
  result->reply = sending->reply->len > 0 ? g_strdup (sending->reply->str) : NULL;
  if (code != CURLE_OK && curl->detail[0] != '\0')
    g_ptr_array_add (sending->lines, g_utf8_make_valid (curl->detail, -1));
  g_ptr_array_add (sending->lines, NULL);
  result->lines = (char **) g_ptr_array_free (sending->lines, FALSE);
}

MdSendResult *
md_message_send (MdWorld *world, const MdEndpoint *server, const char *address, const char *user, MdSecret *password,
                 gboolean is_token, const char *from, const char *to, const MdMessage *message, const MdWait *wait)
{
  MdSendResult *result = g_new0 (MdSendResult, 1);
  const char *const addresses[] = { address, NULL };
  g_autofree char *url = server_url (server, address);
  g_autofree char *sender = g_strdup_printf ("<%s>", from);
  g_autofree char *recipient = g_strdup_printf ("<%s>", to);
  struct curl_slist *recipients = NULL;
  gint64 started = g_get_monotonic_time ();
  Sending sending = { .text = message->text, .left = strlen (message->text), .reply_is_whole = TRUE };
  g_auto (MdCurl) curl;

  sending.starttls = server->security != MD_SECURITY_TLS; /* never in clear, whatever is configured */
  sending.signs_in = user != NULL && password != NULL;
  sending.outer = wait;
  sending.wait = md_wait_within (wait, REPLY_LIMIT_MS);
  sending.lines = g_ptr_array_new ();
  sending.reply = g_string_new (NULL);
  recipients = curl_slist_append (NULL, recipient);

  md_curl_init (&curl, world, server->host, server->port, addresses, TRUE);
  set_options (curl.easy, &sending, url, sender, recipients);
  set_credentials (curl.easy, user, password, is_token);
  take_facts (result, &curl, md_curl_perform (&curl, &sending.wait), &sending);
  result->micros = g_get_monotonic_time () - started;

  g_string_free (sending.reply, TRUE);
  curl_slist_free_all (recipients);
  return result;
}

void
md_send_result_free (MdSendResult *self)
{
  if (self == NULL)
    return;
  g_free (self->reply);
  g_strfreev (self->lines);
  g_free (self);
}
