/* http.h - small fetches by libcurl: connectivity check, autoconfig, ISPDB, reachability
 *
 * Blocking and cancellable (curl_multi_poll with the cancellable's descriptor).  Names are resolved by resolver.h, so
 * that a dead resolver cannot hang us.  Only http and https; at most 5 redirects, never from https to http; 1 MiB of
 * body.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"

G_BEGIN_DECLS

typedef enum
{
  MD_HTTP_OK,            /* an answer came, whatever its status */
  MD_HTTP_NAME,          /* name not found or not looked up: see dns */
  MD_HTTP_CONNECT,       /* no connection */
  MD_HTTP_TIMED_OUT,
  MD_HTTP_TLS,           /* handshake or certificate */
  MD_HTTP_TOO_LARGE,
  MD_HTTP_REDIRECTS,     /* too many, or to a forbidden scheme */
  MD_HTTP_BROKEN,        /* cut off, not HTTP */
  MD_HTTP_CANCELLED,
} MdHttpOutcome;

const char *md_http_outcome_name (MdHttpOutcome outcome);

typedef struct
{
  gboolean follow;       /* redirects */
  guint limit_ms;
  gsize max_bytes;       /* 0: 1 MiB */
  gboolean head;         /* HEAD only */
  const char *post;      /* (nullable) XML to POST; to the new place, too, when it is redirected */
} MdHttpOptions;

typedef enum
{
  MD_HTTP_STAGE_LOOKUP,
  MD_HTTP_STAGE_CONNECT,
  MD_HTTP_STAGE_TLS,
  MD_HTTP_STAGE_ANSWER,
  MD_N_HTTP_STAGES,
} MdHttpStage;

typedef struct
{
  MdHttpOutcome outcome;
  long status;           /* 200 … ; 0 without an answer */
  GBytes *body;          /* (owned) (nullable) */
  char *location;        /* (owned) (nullable) where an unfollowed redirect points */
  char *final_url;       /* (owned) (nullable) */
  gint64 date;           /* Unix seconds of the Date header; 0: none */
  char *address;         /* (owned) (nullable) spoken to */
  gint64 micros;
  double stage_until[MD_N_HTTP_STAGES]; /* seconds since the last request began, behind redirects; 0: not reached */
  char *detail;          /* (owned) (nullable) libcurl's words, for the details only */
} MdHttpResult;

/* Once per process, before any thread starts; its allocator wipes what it frees. */
void          md_http_global_init (void);
/* Never NULL. */
MdHttpResult *md_http_get (MdWorld *world, const char *url, const MdHttpOptions *options, const MdWait *wait);
void          md_http_result_free (MdHttpResult *self);
/* Unix seconds of an HTTP date (RFC 9110 5.6.7); 0 when it is none. */
gint64        md_http_date_parse (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdHttpResult, md_http_result_free)

G_END_DECLS
