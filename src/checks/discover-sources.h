/* discover-sources.h - where mail settings of a domain may be published; one probe a source, for discover.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/products.h"

G_BEGIN_DECLS

/* What the domain's own records say about mail. */
typedef enum
{
  MD_DOMAIN_MAIL_UNKNOWN, /* DNS did not tell */
  MD_DOMAIN_MAIL_YES,
  MD_DOMAIN_MAIL_NO,      /* no MX and no address, or a null MX (RFC 7505) */
  MD_DOMAIN_MISSING,      /* NXDOMAIN */
} MdDomainMail;

/* One source: what to ask, and what came of it.  Used by one thread at a time. */
typedef struct
{
  MdSettingsSource source;
  MdWorld *world;          /* (not owned) */
  MdWait wait;
  const char *email;       /* (not owned) */
  const char *domain;      /* (not owned) */

  gboolean ended;
  MdSettings *settings;    /* (owned) (nullable) */
  MdDomainMail mail;       /* told by MD_SOURCE_FACTS_MX */
  const char *result;      /* (static) "found", "none", or why not */
  char *target;            /* (owned) what was asked */
  GPtrArray *lines;        /* (owned) of char*, for the evidence */
  gint64 micros;
} MdSourceProbe;

void md_source_probe_init (MdSourceProbe *self, MdSettingsSource source, MdWorld *world, const MdWait *wait);
void md_source_probe_clear (MdSourceProbe *self);
/* Asks the source; blocking, at most until its wait ends.  A MdFanOutTask. */
void md_source_probe_run (gpointer item, gpointer shared);
/* The server lies in @domain, or is one of a provider in the shipped facts. */
gboolean md_source_is_own_server (const MdEndpoint *endpoint, const char *domain);

/* discover-exchange.c: what the domain publishes for Outlook and Exchange. */
void md_source_try_autodiscover (MdSourceProbe *self);
/* discover-candidates.c: the usual names, connected to. */
void md_source_try_candidates (MdSourceProbe *self);

G_END_DECLS
