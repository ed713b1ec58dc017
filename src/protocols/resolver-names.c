/* resolver-names.c - words for what a question was about and what came of it; see resolver.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-resolver"

#include "config.h"

#include "protocols/resolver.h"

static const char *const status_names[] = {
  [MD_DNS_OK] = "ok",
  [MD_DNS_NXDOMAIN] = "nxdomain",
  [MD_DNS_NO_DATA] = "no-data",
  [MD_DNS_SERVFAIL] = "servfail",
  [MD_DNS_REFUSED] = "refused",
  [MD_DNS_TIMED_OUT] = "timed-out",
  [MD_DNS_UNREACHABLE] = "unreachable",
  [MD_DNS_MALFORMED] = "malformed",
  [MD_DNS_CANCELLED] = "cancelled",
};

const char *
md_dns_status_name (MdDnsStatus status)
{
  return status_names[status];
}

const char *
md_dns_type_name (MdDnsType type)
{
  switch (type)
    {
    case MD_DNS_A:
      return "A";
    case MD_DNS_CNAME:
      return "CNAME";
    case MD_DNS_PTR:
      return "PTR";
    case MD_DNS_MX:
      return "MX";
    case MD_DNS_TXT:
      return "TXT";
    case MD_DNS_AAAA:
      return "AAAA";
    case MD_DNS_SRV:
      return "SRV";
    case MD_DNS_TLSA:
      return "TLSA";
    case MD_DNS_CAA:
      return "CAA";
    default:
      return "?";
    }
}
