/* http.c - small fetches by libcurl; see http.h
 *
 * Redirects are followed by hand: each target is looked up by our resolver, may not leave http and https, and may not
 * step down from https to http.  RFC 9110.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-http"

#include "config.h"

#include "protocols/http.h"

#include "base/endpoint.h"
#include "base/secret.h"
#include "protocols/curl-setup.h"
#include "protocols/resolver.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_MAX_BYTES (1024 * 1024)
#define MAX_REDIRECTS 5
#define MAX_URL_BYTES 4096

static const char *const outcome_names[] = {
  [MD_HTTP_OK] = "ok",
  [MD_HTTP_NAME] = "name",
  [MD_HTTP_CONNECT] = "connect",
  [MD_HTTP_TIMED_OUT] = "timed-out",
  [MD_HTTP_TLS] = "tls",
  [MD_HTTP_TOO_LARGE] = "too-large",
  [MD_HTTP_REDIRECTS] = "redirects",
  [MD_HTTP_BROKEN] = "broken",
  [MD_HTTP_CANCELLED] = "cancelled",
};

const char *
md_http_outcome_name (MdHttpOutcome outcome)
{
  return outcome_names[outcome];
}

/* ── memory: libcurl copies passwords, so what it frees is wiped ── */

static void
wiping_free (void *block)
{
  if (block != NULL)
    md_wipe (block, malloc_usable_size (block));
  free (block);
}

static void *
wiping_realloc (void *block, size_t size)
{
  size_t old_size = block != NULL ? malloc_usable_size (block) : 0;
  void *fresh;

  if (block != NULL && size <= old_size && size > old_size / 2)
    return block;
  fresh = malloc (size);
  if (fresh == NULL || block == NULL)
    return fresh;
  memcpy (fresh, block, MIN (size, old_size));
  wiping_free (block);
  return fresh;
}

void
md_http_global_init (void)
{
  /* A peer that hangs up is an answer, not the end of the program; libcurl, told to keep off signals, relies on us. */
  signal (SIGPIPE, SIG_IGN);
  /* Worker threads may be on their way out while main() returns: OpenSSL must not tidy up under them. */
  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
  curl_global_init_mem (CURL_GLOBAL_DEFAULT, malloc, wiping_free, wiping_realloc, strdup, calloc);
}

/* ── one fetch ── */

typedef struct
{
  char *scheme;  /* (owned) */
  char *host;    /* (owned) without brackets, A-labels */
  guint16 port;
} Target;

static void
target_clear (Target *self)
{
  g_free (self->scheme);
  g_free (self->host);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

typedef struct
{
  GByteArray *body;      /* (owned) */
  gsize max_bytes;
  gboolean too_large;
  gint64 date;
  char *location;        /* (owned) (nullable) the bare header */
} Reply;

static char *
url_part (CURLU *url, CURLUPart part, guint flags)
{
  char *text = NULL;
  char *copy;

  if (curl_url_get (url, part, &text, flags) != CURLUE_OK)
    return NULL;
  copy = g_strdup (text);
  curl_free (text);
  return copy;
}

/* FALSE when @url is not one of http or https with a host. */
static gboolean
target_parse (const char *url, Target *target)
{
  CURLU *parsed = curl_url ();
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  guint64 number = 0;

  if (strlen (url) <= MAX_URL_BYTES && curl_url_set (parsed, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK)
    {
      target->scheme = url_part (parsed, CURLUPART_SCHEME, 0);
      host = url_part (parsed, CURLUPART_HOST, 0);
      port = url_part (parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }
  curl_url_cleanup (parsed);
  if (g_strcmp0 (target->scheme, "http") != 0 && g_strcmp0 (target->scheme, "https") != 0)
    return FALSE;
  if (host == NULL || port == NULL || !g_ascii_string_to_unsigned (port, 10, 1, 65535, &number, NULL))
    return FALSE;
  if (host[0] == '[' && host[strlen (host) - 1] == ']')
    target->host = g_strndup (host + 1, strlen (host) - 2);
  else
    target->host = md_host_to_ascii (host);
  target->port = (guint16) number;
  return target->host != NULL;
}

static size_t
on_body (char *bytes, size_t size, size_t count, void *data)
{
  Reply *reply = data;
  gsize length = size * count;

  if (reply->body->len + length > reply->max_bytes)
    {
      reply->too_large = TRUE;
      return 0;
    }
  g_byte_array_append (reply->body, (const guint8 *) bytes, (guint) length);
  return length;
}

static size_t
on_header (char *bytes, size_t size, size_t count, void *data)
{
  Reply *reply = data;
  gsize length = size * count;
  g_autofree char *line = g_strndup (bytes, length);
  char *colon = strchr (line, ':');

  if (colon == NULL)
    return length;
  *colon = '\0';
  if (g_ascii_strcasecmp (line, "date") == 0)
    reply->date = md_http_date_parse (colon + 1);
  else if (g_ascii_strcasecmp (line, "location") == 0)
    {
      g_free (reply->location);
      reply->location = g_strdup (g_strstrip (colon + 1));
    }
  return length;
}

gint64
md_http_date_parse (const char *text)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));
  time_t seconds;

  /* A day, a month and a time of day: curl_getdate() alone is content with less. */
  if (strlen (copy) > 64 || strchr (copy, ':') == NULL || !g_ascii_isalpha (copy[0]))
    return 0;
  seconds = curl_getdate (copy, NULL);
  return seconds > 0 ? (gint64) seconds : 0;
}

static MdHttpOutcome
outcome_of (CURLcode code, const Reply *reply)
{
  if (reply->too_large)
    return MD_HTTP_TOO_LARGE;
  switch ((int) code)
    {
    case CURLE_OK:
      return MD_HTTP_OK;
    case CURLE_ABORTED_BY_CALLBACK:
      return MD_HTTP_CANCELLED;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return MD_HTTP_NAME;
    case CURLE_COULDNT_CONNECT:
      return MD_HTTP_CONNECT;
    case CURLE_OPERATION_TIMEDOUT:
      return MD_HTTP_TIMED_OUT;
    case CURLE_FILESIZE_EXCEEDED:
      return MD_HTTP_TOO_LARGE;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return MD_HTTP_TLS;
    default:
      return MD_HTTP_BROKEN;
    }
}

static void
set_options (MdCurl *curl, const char *url, const MdHttpOptions *options, Reply *reply)
{
  curl_easy_setopt (curl->easy, CURLOPT_URL, url);
  curl_easy_setopt (curl->easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (curl->easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl->easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (curl->easy, CURLOPT_NOBODY, options->head ? 1L : 0L);
  if (options->post != NULL)
    curl_easy_setopt (curl->easy, CURLOPT_POSTFIELDS, options->post);
  curl_easy_setopt (curl->easy, CURLOPT_USERAGENT, "MailDoctor/" MD_VERSION);
  curl_easy_setopt (curl->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (curl->easy, CURLOPT_WRITEDATA, reply);
  curl_easy_setopt (curl->easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (curl->easy, CURLOPT_HEADERDATA, reply);
}

static void
take_facts (MdHttpResult *result, MdCurl *curl, Reply *reply)
{
  const char *address = NULL;
  const char *redirect = NULL;

  curl_easy_getinfo (curl->easy, CURLINFO_RESPONSE_CODE, &result->status);
  curl_easy_getinfo (curl->easy, CURLINFO_PRIMARY_IP, &address);
  curl_easy_getinfo (curl->easy, CURLINFO_REDIRECT_URL, &redirect);
  g_free (result->address);
  result->address = address != NULL && address[0] != '\0' ? g_strdup (address) : NULL;
  g_free (result->detail);
  result->detail = curl->detail[0] != '\0' ? g_utf8_make_valid (curl->detail, -1) : NULL;
  g_free (result->location);
  result->location = NULL;
  if (result->status >= 300 && result->status < 400 && reply->location != NULL)
    result->location = g_utf8_make_valid (redirect != NULL ? redirect : reply->location, -1);
  if (reply->date != 0)
    result->date = reply->date;
}

/* Where the stages of the last request ended; where it failed is the one after the last that it reached. */
static void
take_stages (MdHttpResult *result, MdCurl *curl, double looked_up)
{
  curl_off_t connected = 0, encrypted = 0, total = 0;
  MdHttpStage last = MD_HTTP_STAGE_ANSWER;

  memset (result->stage_until, 0, sizeof result->stage_until);
  curl_easy_getinfo (curl->easy, CURLINFO_CONNECT_TIME_T, &connected);
  curl_easy_getinfo (curl->easy, CURLINFO_APPCONNECT_TIME_T, &encrypted);
  curl_easy_getinfo (curl->easy, CURLINFO_TOTAL_TIME_T, &total);
  result->stage_until[MD_HTTP_STAGE_LOOKUP] = looked_up;
  if (connected > 0)
    result->stage_until[MD_HTTP_STAGE_CONNECT] = looked_up + (double) connected / 1e6;
  if (encrypted > 0)
    result->stage_until[MD_HTTP_STAGE_TLS] = looked_up + (double) encrypted / 1e6;
  if (connected == 0)
    last = MD_HTTP_STAGE_CONNECT;
  else if (result->outcome == MD_HTTP_TLS)
    last = MD_HTTP_STAGE_TLS;
  result->stage_until[last] = looked_up + (double) total / 1e6;
}

/* One request, without redirects. */
static void
fetch (MdHttpResult *result, MdWorld *world, const Target *target, const char *const *addresses, const char *url,
       const MdHttpOptions *options, const MdWait *wait, double looked_up)
{
  /* What the folder of authorities does not know may be in the bundle. */
  for (int bundle = 0; bundle <= 1; bundle++)
    {
      g_auto (MdCurl) curl;
      Reply reply = { .body = g_byte_array_new (),
                      .max_bytes = options->max_bytes > 0 ? options->max_bytes : DEFAULT_MAX_BYTES };
      struct curl_slist *headers
          = options->post != NULL ? curl_slist_append (NULL, "Content-Type: text/xml; charset=utf-8") : NULL;
      CURLcode code;
      gboolean again;

      md_curl_init (&curl, world, target->host, target->port, addresses, bundle);
      set_options (&curl, url, options, &reply);
      curl_easy_setopt (curl.easy, CURLOPT_HTTPHEADER, headers);
      code = md_curl_perform (&curl, wait);
      curl_slist_free_all (headers);
      result->outcome = outcome_of (code, &reply);
      again = md_curl_lacks_authority (&curl, code);
      take_facts (result, &curl, &reply);
      take_stages (result, &curl, looked_up);
      g_clear_pointer (&result->body, g_bytes_unref);
      result->body = g_byte_array_free_to_bytes (reply.body);
      g_free (reply.location);
      if (!again)
        break;
    }
}

static void
fetch_named (MdHttpResult *result, MdWorld *world, const Target *target, const char *url, const MdHttpOptions *options,
             const MdWait *wait)
{
  MdDnsAddresses *addresses = md_resolver_addresses (world, target->host, wait);
  double looked_up = (double) addresses->micros / 1e6;

  memset (result->stage_until, 0, sizeof result->stage_until);
  result->stage_until[MD_HTTP_STAGE_LOOKUP] = looked_up;
  if (md_wait_is_cancelled (wait))
    result->outcome = MD_HTTP_CANCELLED;
  else if (addresses->status != MD_DNS_OK)
    {
      result->outcome = MD_HTTP_NAME;
      g_free (result->detail);
      result->detail = g_strdup (md_dns_status_name (addresses->status));
    }
  else
    fetch (result, world, target, (const char *const *) addresses->addresses, url, options, wait, looked_up);
  md_dns_addresses_free (addresses);
}

MdHttpResult *
md_http_get (MdWorld *world, const char *url, const MdHttpOptions *options, const MdWait *wait)
{
  MdHttpResult *result = g_new0 (MdHttpResult, 1);
  gint64 started = g_get_monotonic_time ();
  MdWait limited = md_wait_within (wait, options->limit_ms);
  g_autofree char *here = g_strdup (url);
  gboolean encrypted = FALSE;

  result->outcome = MD_HTTP_REDIRECTS;
  for (guint step = 0; step <= MAX_REDIRECTS; step++)
    {
      g_auto (Target) target = { NULL };
      gboolean allowed = target_parse (here, &target);

      if (!allowed || (encrypted && g_str_equal (target.scheme, "http")))
        {
          result->outcome = step == 0 ? MD_HTTP_BROKEN : MD_HTTP_REDIRECTS;
          break;
        }
      encrypted = g_str_equal (target.scheme, "https");
      g_free (result->final_url);
      result->final_url = g_strdup (here);
      fetch_named (result, world, &target, here, options, &limited);
      if (result->outcome != MD_HTTP_OK || !options->follow || result->location == NULL)
        break;
      g_free (here);
      here = g_steal_pointer (&result->location);
      result->outcome = MD_HTTP_REDIRECTS;
    }
  result->micros = g_get_monotonic_time () - started;
  return result;
}

void
md_http_result_free (MdHttpResult *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->location);
  g_free (self->final_url);
  g_free (self->address);
  g_free (self->detail);
  g_free (self);
}
