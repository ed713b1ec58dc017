/* fake-dns.h - a scripted name server on loopback, UDP and TCP, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAKE_DNS_HONEST,
  FAKE_DNS_WRONG_ID,   /* a forged packet first, then the right one */
  FAKE_DNS_TRUNCATED,  /* cut over UDP, whole over TCP */
  FAKE_DNS_LOOP,       /* a name whose compression points at itself */
  FAKE_DNS_GARBAGE,    /* a header that promises records which are not there */
} FakeDnsTrick;

#define FAKE_DNS_MAX_RECORDS 6

typedef struct
{
  const char *name;    /* lower case; "*" for whatever no earlier rule names */
  guint type;          /* 0: any */
  guint rcode;
  guint drop;          /* of the first packets; G_MAXUINT: all */
  guint delay_ms;
  FakeDnsTrick trick;
  const char *records[FAKE_DNS_MAX_RECORDS + 1]; /* "A 192.0.2.1", "TXT one|two", "@owner CNAME other" … */
  gboolean authentic;  /* says so to whoever asks (AD) */
} FakeDnsRule;

typedef struct _FakeDns FakeDns;

FakeDns    *fake_dns_start (const FakeDnsRule *rules, gsize n_rules);
void        fake_dns_stop (FakeDns *self);
/* "127.0.0.1:PORT" */
const char *fake_dns_server (const FakeDns *self);
guint       fake_dns_count (FakeDns *self);
/* A port on 127.0.0.1 where nobody listens, bound but silent (UDP); closed with close(@fd). */
char       *fake_dns_silent_server (int *fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeDns, fake_dns_stop)

G_END_DECLS
