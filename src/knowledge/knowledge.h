/* knowledge.h - facts about the world, from the data files compiled into the program
 *
 * addresses.json, beacons.json, blocklists.json, interception.json, providers.json, replies.json, selectors.json,
 * typos.json under data/knowledge/.  Each is read once, on first use, and never changes; every function may be called
 * from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/settings.h"

G_BEGIN_DECLS

/* ── providers ── */

/* What is known of the provider whose domain this is; (transfer full) (nullable). */
MdSettings *md_providers_find (const char *domain);
/* The same by one of the domain's MX hosts. */
MdSettings *md_providers_find_by_mx (const char *domain, const char *const *mx_hosts);
/* The provider whose server this is, by its outgoing or incoming host names; (transfer full) (nullable). */
MdSettings *md_providers_find_by_server (const char *host);
guint       md_providers_count (void);

/* ── autoconfig ── */

/* Mozilla's clientConfig XML, also as ISPDB serves it.  @error says which limit or rule it broke; entities other than
 * the five of XML, a DOCTYPE, more than 16 levels or 256 KiB are refused.  Placeholders (%EMAILADDRESS% …) are
 * replaced. */
MdSettings *md_autoconfig_parse (const char *xml, gsize length, const char *email, MdSettingsSource source,
                                 GError **error);

/* What Outlook's Autodiscover (POX) answers: settings, where to ask next, or an error number. */
typedef struct
{
  MdSettings *settings;  /* (owned) (nullable) */
  char *url;             /* (owned) (nullable) redirectUrl: https only */
  char *address;         /* (owned) (nullable) redirectAddr: ask for this address instead */
  guint error_code;      /* 0: none */
  gboolean is_exchange;  /* it offers Exchange's own protocols */
} MdAutodiscover;

/* The same limits and errors; NULL also when it answers nothing of these. */
MdAutodiscover *md_autodiscover_parse (const char *xml, gsize length, const char *email, GError **error);
void            md_autodiscover_free (MdAutodiscover *self);
/* What is asked, for @email; (transfer full). */
char           *md_autodiscover_request (const char *email);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdAutodiscover, md_autodiscover_free)

typedef enum
{
  MD_AUTOCONFIG_ERROR_TOO_LARGE,
  MD_AUTOCONFIG_ERROR_TOO_DEEP,
  MD_AUTOCONFIG_ERROR_DOCTYPE,
  MD_AUTOCONFIG_ERROR_ENCODING,
  MD_AUTOCONFIG_ERROR_SYNTAX,
  MD_AUTOCONFIG_ERROR_NO_SERVER,
} MdAutoconfigError;
#define MD_AUTOCONFIG_ERROR (md_autoconfig_error_quark ())
GQuark      md_autoconfig_error_quark (void);

/* ── replies ── */

typedef enum
{
  MD_PHASE_CONNECT,
  MD_PHASE_BANNER,
  MD_PHASE_EHLO,
  MD_PHASE_STARTTLS,
  MD_PHASE_AUTH,
  MD_PHASE_MAIL,
  MD_PHASE_RCPT,
  MD_PHASE_DATA,
  MD_PHASE_BOUNCE,
} MdReplyPhase;

const char *md_reply_phase_name (MdReplyPhase phase);

typedef enum
{
  MD_SURE_LOW,    /* by reply code or enhanced code alone */
  MD_SURE_MEDIUM, /* by a text many servers use */
  MD_SURE_HIGH,   /* by a text that one system uses for exactly this */
} MdSureness;

const char *md_sureness_name (MdSureness sure);

typedef struct
{
  const char *cause;  /* (static) an id of cause-codes.def */
  MdSureness sure;
  gboolean temporary;
  const char *entry;  /* (static) id of the matching entry, for the details */
} MdReplyMeaning;

/* Text first, then the enhanced code, then the bare code.  FALSE when nothing is known of it. @provider (nullable):
 * provider id. */
gboolean    md_replies_classify (guint code, const char *enhanced, const char *text, MdReplyPhase phase,
                                 const char *provider, MdReplyMeaning *meaning);

/* ── interception ── */

typedef struct
{
  const char *product;  /* (static) */
  const char *kind;     /* (static) "antivirus", "gateway" … */
  const char *where_en; /* (static) menu path to switch its mail scanning off */
  const char *where_es;
} MdInterceptor;

/* The product whose authority signed, by issuer CN/O/OU; NULL when none is known. */
const MdInterceptor *md_interception_by_issuer (const char *issuer_full);

typedef struct
{
  const char *id;     /* (static) "cisco-pix-mask", "wrong-service" … */
  const char *cause;  /* (static) (nullable) cause id */
} MdBannerMark;

/* What a greeting or EHLO line gives away; NULL when nothing. */
const MdBannerMark *md_interception_by_banner (const char *line);

/* ── typing slips ── */

/* The popular domain that @domain was probably meant to be; NULL when there is none or when @domain is itself one of a
 * known provider.  A comma or a blank in @domain is taken for a dot.
 * Only a question to ask, after DNS was asked whether @domain has mail. */
const char *md_typos_suggest (const char *domain);

/* ── addresses ── */

/* TRUE for an address of a function, not of a person: "info", "postmaster", "ventas"; also with "+tag" behind. */
gboolean    md_local_part_is_role (const char *local);
/* TRUE when @domain, or one above it, hands out addresses that are meant to be thrown away. */
gboolean    md_domain_is_disposable (const char *domain);

/* ── block lists ── */

typedef struct
{
  const char *zone;
  gboolean ip4, ip6, domain;
  const char *url;        /* (nullable) where to look up and ask for removal */
  const char *test;       /* (nullable) address or domain that is always listed: a list without it is not counted */
  const char *control;    /* (nullable) the same that never is */
  gint weight;
} MdBlocklist;

const MdBlocklist *md_blocklists_get (gsize *n_lists);

typedef enum
{
  MD_LISTING_NONE,
  MD_LISTING_LISTED,
  MD_LISTING_POLICY,  /* an end-user range, normal for a home line */
  MD_LISTING_VOID,    /* the list would not answer us: never "listed" */
} MdListing;

/* What an A answer of that list means; @meaning (nullable) is the list's word for it. */
MdListing   md_blocklist_judge (const MdBlocklist *list, const char *answer, const char **meaning);

/* ── DKIM selectors ── */

/* NULL-terminated, the usual ones first. */
const char *const *md_selectors_probe_first (void);

/* ── well-known hosts to measure the network against ── */

typedef struct
{
  const char *const *web_hosts;      /* two, independent of each other, IPv4 and IPv6, port 443 */
  const char *portal_url;            /* plain http */
  const char *portal_expected;       /* its whole body starts so */
  const char *const *mail_hosts;     /* other providers' submission servers (465 and 587), at least three */
  const char *const *mx_hosts;       /* hosts that answer on 25 to anybody */
  const char *const *address_names;  /* "name@server": asked of that server itself (not through a resolver, which
                                        would be answered with its own address), A or TXT is our public address */
} MdBeacons;

const MdBeacons *md_beacons_get (void);

G_END_DECLS
