/* names.h - the hosts of the pretend Internet: which names there are, at which loopback address, with which services
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PRACTICE_DOMAIN "practice.example"
#define PRACTICE_EMAIL "ana@practice.example"
/* Somebody else's domain, whose mail comes from here and goes there. */
#define PRACTICE_FRIENDS_DOMAIN "friends.example"
/* The address that the pretend world sees its visitor come from: of the range for documentation (RFC 5737). */
#define PRACTICE_CLIENT_ADDRESS "198.51.100.7"

typedef enum
{
  PRACTICE_SMTP,   /* 25, 465, 587 */
  PRACTICE_IMAP,   /* 143, 993 */
  PRACTICE_POP3,   /* 110, 995 */
  PRACTICE_SIEVE,  /* 4190 */
  PRACTICE_WEB,    /* 80, 443 */
  PRACTICE_DNS,    /* TCP side of the resolver */
} PracticeService;

/* One listening place. */
typedef struct
{
  const char *address;  /* 127.77.0.0/24: hosts differ by address, since the world maps ports only */
  const char *host;     /* the name it introduces itself by */
  guint16 port;         /* the port that clients believe to connect to */
  PracticeService service;
  gboolean is_own;      /* of the account's provider; else somebody else's */
} PracticePlace;

const PracticePlace *practice_places (gsize *n_places);

/* Names with an address. */
typedef struct
{
  const char *name;
  const char *address;
} PracticeName;

const PracticeName *practice_names (gsize *n_names);

/* Whether the port is spoken to with TLS from the first byte. */
gboolean practice_port_is_tls (guint16 port);

G_END_DECLS
