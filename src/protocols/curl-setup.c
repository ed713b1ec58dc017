/* curl-setup.c - what every use of libcurl here has in common; see curl-setup.h
 *
 * libcurl is never let near a name: addresses are given to it (CURLOPT_RESOLVE), because its own resolver thread cannot
 * be cancelled.  Authorities are looked up in OpenSSL's hashed folder where there is one: reading the whole bundle
 * costs some 8 MB and 30 ms a connection.
 *
 * For SMTP libcurl sleeps where it likes (waiting for the reply to the message, or to QUIT), out of reach of
 * curl_multi_poll().  Cancel therefore shuts the connection down through a second handle of its socket, which ends any
 * such sleep at once; the deadline does the same within a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-curl"

#include "config.h"

#include "protocols/curl-setup.h"

#include <fcntl.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define AUTHORITIES_FOLDER "/etc/ssl/certs"
#define CONNECT_LIMIT_MS 6000L
#define POLL_MS 1000

static struct curl_slist *
append_format (struct curl_slist *list, const char *format, ...) G_GNUC_PRINTF (2, 3);

static struct curl_slist *
append_format (struct curl_slist *list, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return curl_slist_append (list, line);
}

static void
give_addresses (MdCurl *self, MdWorld *world, const char *host, guint16 port, const char *const *addresses)
{
  g_autofree char *joined = NULL;
  g_autofree char *bracketed = NULL;
  guint16 actual;

  if (addresses == NULL || addresses[0] == NULL)
    return;
  actual = md_world_map (world, addresses[0], port);
  bracketed = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  if (!g_hostname_is_ip_address (host))
    {
      joined = g_strjoinv (",", (char **) addresses);
      self->resolve = append_format (self->resolve, "%s:%u:%s", host, actual, joined);
      curl_easy_setopt (self->easy, CURLOPT_RESOLVE, self->resolve);
    }
  if (actual != port)
    {
      self->connect_to = append_format (self->connect_to, "%s:%u:%s:%u", bracketed, port, bracketed, actual);
      curl_easy_setopt (self->easy, CURLOPT_CONNECT_TO, self->connect_to);
    }
}

/* A folder that c_rehash or update-ca-certificates has prepared. */
static gboolean
is_hashed_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (strlen (name) == 10 && g_str_has_suffix (name, ".0"))
      return TRUE;
  return FALSE;
}

/* The system's bundle and our own file as one, for where there is no folder. */
static void
give_joined_bundle (MdCurl *self, const char *own)
{
  const char *bundle = curl_version_info (CURLVERSION_NOW)->cainfo;
  g_autofree char *theirs = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *joined = NULL;
  struct curl_blob blob = { .flags = CURL_BLOB_COPY };

  if (bundle == NULL || !g_file_get_contents (bundle, &theirs, NULL, NULL)
      || !g_file_get_contents (own, &ours, NULL, NULL))
    {
      curl_easy_setopt (self->easy, CURLOPT_CAINFO, own);
      return;
    }
  joined = g_strconcat (theirs, "\n", ours, NULL);
  blob.data = joined;
  blob.len = strlen (joined);
  curl_easy_setopt (self->easy, CURLOPT_CAINFO_BLOB, &blob);
}

static void
give_authorities (MdCurl *self, MdWorld *world, gboolean bundle)
{
  const char *own = md_world_get_ca_file (world);
  gboolean hashed = is_hashed_folder (AUTHORITIES_FOLDER);

  curl_easy_setopt (self->easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  self->by_folder = hashed && own == NULL && !bundle;
  if (hashed)
    curl_easy_setopt (self->easy, CURLOPT_CAPATH, AUTHORITIES_FOLDER);
  if (own != NULL && !hashed)
    give_joined_bundle (self, own);
  else if (own != NULL || self->by_folder)
    curl_easy_setopt (self->easy, CURLOPT_CAINFO, own);
}

gboolean
md_curl_lacks_authority (MdCurl *self, CURLcode result)
{
  long verified = 0;

  curl_easy_getinfo (self->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
  return self->by_folder && result == CURLE_PEER_FAILED_VERIFICATION
         && (verified == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
             || verified == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
             || verified == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE);
}

static int
on_socket (void *data, curl_socket_t fd, curlsocktype purpose)
{
  MdCurl *self = data;

  if (g_atomic_int_get (&self->twin_fd) < 0)
    g_atomic_int_set (&self->twin_fd, fcntl (fd, F_DUPFD_CLOEXEC, 0));
  return CURL_SOCKOPT_OK;
}

static void
hang_up (MdCurl *self)
{
  int fd = g_atomic_int_get (&self->twin_fd);

  if (fd >= 0)
    shutdown (fd, SHUT_RDWR);
}

/* On the thread that cancels. */
static void
on_cancelled (GCancellable *cancellable, gpointer self)
{
  hang_up (self);
}

static int
on_progress (void *data, curl_off_t to_load, curl_off_t loaded, curl_off_t to_send, curl_off_t sent)
{
  MdCurl *self = data;

  if (self->wait == NULL || (md_wait_left_ms (self->wait) != 0 && !md_wait_is_cancelled (self->wait)))
    return 0;
  hang_up (self);
  return 1;
}

void
md_curl_init (MdCurl *self, MdWorld *world, const char *host, guint16 port, const char *const *addresses,
              gboolean bundle)
{
  *self = (MdCurl) { .easy = curl_easy_init (), .twin_fd = -1 };
  if (self->easy == NULL)
    g_error ("no memory for a transfer");
  curl_easy_setopt (self->easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->easy, CURLOPT_ERRORBUFFER, self->detail);
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_LIMIT_MS * (long) md_world_get_patience (world));
  curl_easy_setopt (self->easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
  curl_easy_setopt (self->easy, CURLOPT_SOCKOPTDATA, self);
  curl_easy_setopt (self->easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt (self->easy, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt (self->easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->easy, CURLOPT_BUFFERSIZE, 16384L);
  if (md_world_is_practice (world) || md_world_get_resolvers (world) != NULL)
    curl_easy_setopt (self->easy, CURLOPT_NOPROXY, "*");
  give_addresses (self, world, host, port, addresses);
  give_authorities (self, world, bundle);
}

void
md_curl_clear (MdCurl *self)
{
  curl_easy_cleanup (self->easy);
  curl_slist_free_all (self->resolve);
  curl_slist_free_all (self->connect_to);
  if (self->twin_fd >= 0)
    close (self->twin_fd);
  *self = (MdCurl) { .twin_fd = -1 };
}

/* Sleeps until curl has something to do or @wait ends. */
static void
sleep_for (CURLM *multi, const MdWait *wait)
{
  GPollFD cancel_fd;
  gboolean watched = wait->cancellable != NULL && g_cancellable_make_pollfd (wait->cancellable, &cancel_fd);
  struct curl_waitfd extra = { .events = CURL_WAIT_POLLIN };
  int left = md_wait_left_ms (wait);

  if (watched)
    extra.fd = cancel_fd.fd;
  curl_multi_poll (multi, &extra, watched ? 1 : 0, left < 0 ? POLL_MS : MIN (left, POLL_MS), NULL);
  if (watched)
    g_cancellable_release_fd (wait->cancellable);
}

/* Until the transfer has ended by itself; TRUE then, with its @result. */
static gboolean
transfer (CURLM *multi, const MdWait *wait, CURLcode *result)
{
  int n_running = 1, n_left;

  while (!md_wait_is_cancelled (wait) && md_wait_left_ms (wait) != 0)
    {
      CURLMsg *message;

      if (curl_multi_perform (multi, &n_running) != CURLM_OK)
        return FALSE;
      while ((message = curl_multi_info_read (multi, &n_left)) != NULL)
        if (message->msg == CURLMSG_DONE)
          {
            *result = message->data.result;
            return TRUE;
          }
      sleep_for (multi, wait);
    }
  return FALSE;
}

CURLcode
md_curl_perform (MdCurl *self, const MdWait *wait)
{
  CURLM *multi = curl_multi_init ();
  CURLcode result = CURLE_OPERATION_TIMEDOUT;
  gulong handler = 0;

  self->wait = wait;
  if (wait->cancellable != NULL)
    handler = g_cancellable_connect (wait->cancellable, G_CALLBACK (on_cancelled), self, NULL);
  curl_multi_add_handle (multi, self->easy);
  if (!transfer (multi, wait, &result))
    hang_up (self);
  if (wait->cancellable != NULL)
    g_cancellable_disconnect (wait->cancellable, handler);
  curl_multi_remove_handle (multi, self->easy);
  curl_multi_cleanup (multi);
  self->wait = NULL;
  if (result == CURLE_ABORTED_BY_CALLBACK)
    result = CURLE_OPERATION_TIMEDOUT;
  return md_wait_is_cancelled (wait) ? CURLE_ABORTED_BY_CALLBACK : result;
}
