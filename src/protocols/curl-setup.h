/* curl-setup.h - what every use of libcurl here has in common: names, ports, trust, cancel
 *
 * Private to protocols/.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"

#include <curl/curl.h>

G_BEGIN_DECLS

typedef struct
{
  CURL *easy;
  struct curl_slist *resolve;    /* (owned) */
  struct curl_slist *connect_to; /* (owned) */
  int twin_fd;                   /* (owned) atomic: another handle of the first connection's socket; -1: none */
  gboolean by_folder;            /* authorities are read from the system's folder alone */
  const MdWait *wait;            /* (not owned) (nullable) while performing */
  char detail[CURL_ERROR_SIZE];
} MdCurl;

/* Prepares self->easy to speak with @host:@port at @addresses (numeric); @bundle: read the system's authorities from
 * the one big file, not one by one from their folder.  @self must stay where it is until it is cleared. */
void     md_curl_init (MdCurl *self, MdWorld *world, const char *host, guint16 port, const char *const *addresses,
                       gboolean bundle);
void     md_curl_clear (MdCurl *self);
/* Transfers until its end, the deadline (CURLE_OPERATION_TIMEDOUT) or cancel (CURLE_ABORTED_BY_CALLBACK).
 * A callback of the transfer may move the deadline on. */
CURLcode md_curl_perform (MdCurl *self, const MdWait *wait);
/* The certificate's issuer was not found in the system's folder: the big file may know it. */
gboolean md_curl_lacks_authority (MdCurl *self, CURLcode result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MdCurl, md_curl_clear)

G_END_DECLS
