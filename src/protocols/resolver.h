/* resolver.h - DNS questions, answered by c-ares, with every kind of "no" told apart
 *
 * Blocking and cancellable.  Everything asked in one call is asked at once; a lost packet is sent again after about
 * 400 ms, and the next server is tried at the same time, so that one dead resolver costs no more than that.
 * RFC 1034, 1035, 2308 (NXDOMAIN and no data), 3596 AAAA, 2782 SRV, 6698 TLSA, 8659 CAA.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"

G_BEGIN_DECLS

typedef enum
{
  MD_DNS_A = 1,
  MD_DNS_CNAME = 5,
  MD_DNS_PTR = 12,
  MD_DNS_MX = 15,
  MD_DNS_TXT = 16,
  MD_DNS_AAAA = 28,
  MD_DNS_SRV = 33,
  MD_DNS_TLSA = 52,
  MD_DNS_CAA = 257,
} MdDnsType;

typedef enum
{
  MD_DNS_OK,
  MD_DNS_NXDOMAIN, /* the name does not exist */
  MD_DNS_NO_DATA,  /* the name exists, without records of this type */
  MD_DNS_SERVFAIL,
  MD_DNS_REFUSED,
  MD_DNS_TIMED_OUT,
  MD_DNS_UNREACHABLE, /* no server could be sent to (port unreachable, no route, none configured) */
  MD_DNS_MALFORMED,   /* an answer that cannot be read */
  MD_DNS_CANCELLED,
} MdDnsStatus;

/* "ok", "nxdomain", "no-data", "servfail", "refused", "timed-out", "unreachable", "malformed", "cancelled" */
const char *md_dns_status_name (MdDnsStatus status);
const char *md_dns_type_name (MdDnsType type);

typedef struct
{
  MdDnsType type;
  guint32 ttl;
  char *text;        /* (owned) A, AAAA: numeric address; MX, SRV, PTR, CNAME: host; TXT: the joined strings (any
                        bytes; a NUL reads U+FFFD); CAA: value; TLSA: hexadecimal data */
  guint16 priority;  /* MX preference, SRV priority; TLSA usage; CAA flags */
  guint16 weight;    /* SRV; TLSA selector */
  guint16 port;      /* SRV; TLSA matching type */
  char *tag;         /* (owned) (nullable) CAA */
} MdDnsRecord;

typedef struct
{
  char *name;          /* (owned) as asked */
  MdDnsType type;
  MdDnsStatus status;
  GPtrArray *records;  /* (owned) of MdDnsRecord, of the type asked; MX and SRV sorted by preference */
  char *canonical;     /* (owned) (nullable) where a CNAME led */
  gint64 micros;       /* from question to answer */
  guint timeouts;      /* packets that went unanswered before this answer */
  gboolean authentic;  /* the resolver says that it verified the signatures (AD bit; RFC 6840 5.7, 5.8); FALSE also when
                          it does not verify any */
} MdDnsAnswer;

typedef struct
{
  const char *name;
  MdDnsType type;
} MdDnsQuestion;

void         md_dns_answer_free (MdDnsAnswer *self);

/* Asks all @questions at once through the world's resolvers; the array holds one MdDnsAnswer each, in the same order,
 * always complete (what the deadline cut off is MD_DNS_TIMED_OUT). */
GPtrArray   *md_resolver_ask (MdWorld *world, const MdDnsQuestion *questions, gsize n_questions, const MdWait *wait);
/* The same through one server only ("192.0.2.1", "192.0.2.1:5353", "[2001:db8::1]"). */
GPtrArray   *md_resolver_ask_server (MdWorld *world, const char *server, const MdDnsQuestion *questions,
                                     gsize n_questions, const MdWait *wait);
/* One question. */
MdDnsAnswer *md_resolver_ask_one (MdWorld *world, const char *name, MdDnsType type, const MdWait *wait);
/* The servers in use, in their order: the world's, or those of the system. */
char       **md_resolver_servers (MdWorld *world);

typedef struct
{
  char **addresses;    /* (owned) numeric, IPv6 and IPv4 interleaved as answered; may be empty */
  MdDnsStatus status;  /* OK when there is an address; else the more telling one of both answers */
  gint64 micros;
} MdDnsAddresses;

/* A and AAAA at once; a numeric @host is its own answer.  Also /etc/hosts is honoured, as programs do. */
MdDnsAddresses *md_resolver_addresses (MdWorld *world, const char *host, const MdWait *wait);
void         md_dns_addresses_free (MdDnsAddresses *self);

/* "4.3.2.1.in-addr.arpa" or the ip6.arpa name for a numeric address. */
char        *md_dns_reverse_name (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDnsAnswer, md_dns_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDnsAddresses, md_dns_addresses_free)

G_END_DECLS
