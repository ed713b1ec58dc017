/* test-domain.c - the checks of the domain's records, against a scripted name server and a policy server on loopback
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/products.h"
#include "fake-dns.h"
#include "fake-peer.h"
#include "protocols/http.h"

#include <glib/gstdio.h>
#include <string.h>

extern const MdCheck md_check_domain_mx, md_check_domain_spf, md_check_domain_dkim, md_check_domain_dmarc,
    md_check_domain_policies, md_check_domain_ptr;

#define RSA_1024 \
  "v=DKIM1; k=rsa; p=|MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4j|" \
  "YfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
#define RSA_512 \
  "v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALgSoqXVSEmfcIsOzw7oRuCCOwsmtX/SJnTWxYyj2leFxfS/AVJ+dYfY+hXqMsT7l+MZvvh/R1Wz" \
  "N4MO/kI/7XsCAwEAAQ=="
#define MX 15
#define TXT 16
#define MAX_RULES 16

typedef struct
{
  const char *story;
  const MdCheck *check;
  const char *email;      /* NULL: ana@own.example */
  const char *selectors;  /* (nullable) */
  const char *before;     /* findings of earlier checks, separated by blanks */
  const char *want;       /* "id:parameter:parameter", one a line, sorted as they come */
  FakeDnsRule rules[MAX_RULES];
} Story;

#define OUTGOING_HOST "smtp.host.example"
#define OUTGOING_ADDRESS "192.0.2.10"
#define MX_RULES \
  { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } }, \
  { .name = "mx.own.example", .type = 1, .records = { "A 198.51.100.25" } }, { .name = "mx.own.example" }
#define ELSE { .name = "own.example" }, { .name = "_domainkey.own.example" }

static const Story stories[] = {
  /* MX */
  { "one host", &md_check_domain_mx, .want = "mx-found:own.example:mx.own.example", .rules = { MX_RULES, ELSE } },
  { "the domain's own address", &md_check_domain_mx, .want = "mx-found:own.example:own.example",
    .rules = { { .name = "own.example", .type = 1, .records = { "A 192.0.2.1" } }, ELSE } },
  { "nothing", &md_check_domain_mx, .want = "mx-missing:own.example", .rules = { ELSE } },
  { "no such domain", &md_check_domain_mx, .want = "mx-missing:own.example" },
  { "null MX", &md_check_domain_mx, .want = "mx-null:own.example",
    .rules = { { .name = "own.example", .type = MX, .records = { "MX 0 ." } }, ELSE } },
  { "one of two is dead", &md_check_domain_mx,
    .want = "mx-dead-name:own.example:gone.example\nmx-found:own.example:mx.own.example",
    .rules = { { .name = "own.example", .type = MX, .records = { "MX 10 gone.example", "MX 20 mx.own.example" } },
               MX_RULES } },
  { "the name servers are sick", &md_check_domain_mx, .want = "domain-lookup-failed:own.example:MX:servfail",
    .rules = { { .name = "own.example", .rcode = 2 } } },
  { "a public provider", &md_check_domain_mx, "ana@gmail.com", .want = "public-provider:gmail.com:Gmail" },
  { "a public provider", &md_check_domain_spf, "ana@gmail.com", .want = "" },
  { "a public provider", &md_check_domain_dkim, "ana@gmail.com", .want = "" },
  { "a public provider", &md_check_domain_dmarc, "ana@gmail.com", .want = "" },
  { "a public provider", &md_check_domain_policies, "ana@gmail.com", .want = "" },

  { "an address that nobody else can reach", &md_check_domain_mx, .want = "mx-private:own.example:mx.own.example:10.0.0.25",
    .rules = { { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } },
               { .name = "mx.own.example", .type = 1, .records = { "A 10.0.0.25" } }, { .name = "mx.own.example" } } },
  { "an alias", &md_check_domain_mx,
    .want = "mx-alias:own.example:mx.own.example:real.example\nmx-found:own.example:mx.own.example",
    .rules = { { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example" } },
               { .name = "mx.own.example", .type = 1, .records = { "CNAME real.example",
                                                                   "@real.example A 192.0.2.1" } } } },

  /* SPF */
  { "covers the outgoing server", &md_check_domain_spf,
    .want = "spf-found:own.example:v=spf1 ip4:192.0.2.0/24 -all:0\nspf-pass:own.example:192.0.2.10:ip4:192.0.2.0/24:0",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT other", "TXT v=spf1 ip4:192.0.2.0/24 -all" } },
               MX_RULES } },
  { "covers the servers that receive", &md_check_domain_spf, .want = "spf-found:own.example:v=spf1 mx -all:1",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 mx -all" } }, MX_RULES } },
  { "names something of the provider's", &md_check_domain_spf,
    .want = "spf-found:own.example:v=spf1 include:_spf.host.example -all:1",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 include:_spf.host.example -all" } },
               { .name = "_spf.host.example", .type = TXT, .records = { "TXT v=spf1 ip4:203.0.113.0/24 -all" } },
               MX_RULES } },
  { "covers neither", &md_check_domain_spf,
    .want = "spf-found:own.example:v=spf1 ip4:203.0.113.0/24 ~all:0\nspf-not-covered:own.example:192.0.2.10:softfail:"
            "v=spf1 ip4:203.0.113.0/24 ~all:v=spf1 ip4:203.0.113.0/24 ip4:192.0.2.10 ~all",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 ip4:203.0.113.0/24 ~all" } }, MX_RULES } },
  { "says nothing of others", &md_check_domain_spf, .want = "spf-found:own.example:v=spf1 ip4:203.0.113.0/24 ?all:0",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 ip4:203.0.113.0/24 ?all" } }, MX_RULES } },
  { "missing", &md_check_domain_spf, .want = "spf-missing:own.example:v=spf1 mx ~all", .rules = { MX_RULES, ELSE } },
  { "no such domain", &md_check_domain_spf, .want = "" },
  { "own names for addresses when there are too many lookups", &md_check_domain_spf,
    .want = "spf-too-many-lookups:own.example:11:v=spf1 mx ptr a:2.e.example a:3.e.example a:4.e.example a:5.e.example "
            "a:6.e.example a:7.e.example a:8.e.example a:9.e.example a:10.e.example -all:127:a:10.e.example:"
            "v=spf1 ip4:198.51.100.25 a:2.e.example a:3.e.example a:4.e.example a:5.e.example a:6.e.example "
            "a:7.e.example a:8.e.example a:9.e.example a:10.e.example -all",
    .rules = { { .name = "own.example", .type = TXT,
                 .records = { "TXT v=spf1 mx ptr a:2.e.example a:3.e.example a:4.e.example a:5.e.example "
                              "a:6.e.example a:7.e.example a:8.e.example a:9.e.example a:10.e.example -all" } },
               MX_RULES, { .name = "*", .type = 1, .records = { "A 192.0.2.99" } }, { .name = "*" } } },
  { "two records", &md_check_domain_spf, .want = "spf-multiple:own.example:2:v=spf1 -all\nv=spf1 mx -all:13:v=spf1 mx -all:v=spf1 mx -all",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 -all", "TXT v=spf1 mx -all" } }, ELSE } },
  { "a slip", &md_check_domain_spf, .want = "spf-syntax:own.example:v=spf1 ipv4:192.0.2.1 -all:8:ipv4:192.0.2.1:v=spf1 ip4:192.0.2.1 -all",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 ipv4:192.0.2.1 -all" } }, ELSE } },
  { "a slip in an include", &md_check_domain_spf, .want = "spf-syntax:a.example:v=spf1 moo:8:moo:",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 include:a.example -all" } },
               { .name = "a.example", .type = TXT, .records = { "TXT v=spf1 moo" } }, ELSE } },
  { "an include of nothing", &md_check_domain_spf,
    .want = "spf-syntax:own.example:v=spf1 include:gone.example -all:8:include:gone.example:v=spf1 -all",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 include:gone.example -all" } }, ELSE } },
  { "too many lookups", &md_check_domain_spf,
    .want = "spf-too-many-lookups:own.example:11:v=spf1 a:1.e.example a:2.e.example a:3.e.example a:4.e.example "
            "a:5.e.example "
            "a:6.e.example a:7.e.example a:8.e.example a:9.e.example a:10.e.example a:11.e.example:149:a:11.e.example:",
    .rules = { { .name = "own.example", .type = TXT,
                 .records = { "TXT v=spf1 a:1.e.example a:2.e.example a:3.e.example a:4.e.example a:5.e.example "
                              "a:6.e.example a:7.e.example a:8.e.example a:9.e.example a:10.e.example a:11.e.example" } },
               { .name = "*", .type = 1, .records = { "A 192.0.2.99" } }, { .name = "*" } } },
  { "everybody", &md_check_domain_spf,
    .want = "spf-found:own.example:v=spf1 +all:0\nspf-allows-all:own.example:v=spf1 +all:8:+all:v=spf1 ~all",
    .rules = { { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 +all" } }, ELSE } },
  { "the name servers are sick", &md_check_domain_spf, .want = "domain-lookup-failed:own.example:SPF:servfail",
    .rules = { { .name = "own.example", .rcode = 2 } } },

  /* DKIM */
  { "under usual names", &md_check_domain_dkim, .want = "dkim-found:own.example:selector1, default",
    .rules = { { .name = "default._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_1024 } },
               { .name = "selector1._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_1024 } } } },
  { "through an alias", &md_check_domain_dkim, .want = "dkim-found:own.example:selector1",
    .rules = { { .name = "selector1._domainkey.own.example", .type = TXT,
                 .records = { "CNAME key.host.example", "@key.host.example TXT " RSA_1024 } } } },
  { "none under usual names", &md_check_domain_dkim, .want = "dkim-not-found:own.example:45", .rules = { ELSE } },
  { "a name for everything", &md_check_domain_dkim, .want = "dkim-not-found:own.example:45",
    .rules = { { .name = "*", .type = TXT, .records = { "TXT v=spf1 -all" } }, { .name = "*" } } },
  { "a key for everything", &md_check_domain_dkim, .want = "dkim-not-found:own.example:45",
    .rules = { { .name = "*", .type = TXT, .records = { "TXT " RSA_1024 } }, { .name = "*" } } },
  { "given", &md_check_domain_dkim, .selectors = "mine", .want = "dkim-found:own.example:mine",
    .rules = { { .name = "mine._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_1024 } } } },
  { "given, missing", &md_check_domain_dkim, .selectors = "mine", .want = "dkim-selector-missing:own.example:mine",
    .rules = { { .name = "default._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_1024 } } } },
  { "given, revoked", &md_check_domain_dkim, .selectors = "mine", .want = "dkim-revoked:own.example:mine",
    .rules = { { .name = "mine._domainkey.own.example", .type = TXT, .records = { "TXT v=DKIM1; p=" } } } },
  { "given, twice", &md_check_domain_dkim, .selectors = "mine",
    .want = "dkim-multiple:own.example:mine:2\ndkim-found:own.example:mine",
    .rules = { { .name = "mine._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_1024, "TXT v=DKIM1; p=" } } } },
  { "given, short", &md_check_domain_dkim, .selectors = "mine", .want = "dkim-short:own.example:mine:512",
    .rules = { { .name = "mine._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_512 } } } },
  { "given, broken", &md_check_domain_dkim, .selectors = "mine", .want = "dkim-syntax:own.example:mine:v=DKIM1; p=MIG*:15:*:",
    .rules = { { .name = "mine._domainkey.own.example", .type = TXT, .records = { "TXT v=DKIM1; p=MIG*" } } } },
  { "a leftover beside a good key", &md_check_domain_dkim, .want = "dkim-found:own.example:selector1",
    .rules = { { .name = "default._domainkey.own.example", .type = TXT, .records = { "TXT v=DKIM1; p=" } },
               { .name = "selector1._domainkey.own.example", .type = TXT, .records = { "TXT " RSA_1024 } } } },
  { "the name servers are sick", &md_check_domain_dkim, .want = "domain-lookup-failed:own.example:DKIM:servfail",
    .rules = { { .name = "*", .rcode = 2 } } },

  /* DMARC */
  { "found", &md_check_domain_dmarc, .want = "dmarc-found:own.example:none:v=DMARC1; p=none",
    .rules = { { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=none" } } } },
  { "of the organization", &md_check_domain_dmarc, "ana@mail.own.example",
    .want = "dmarc-found:mail.own.example:quarantine:v=DMARC1; p=reject; sp=quarantine\n"
            "dmarc-enforced:mail.own.example:quarantine",
    .rules = { { .name = "_dmarc.own.example", .type = TXT,
                 .records = { "TXT v=DMARC1; p=reject; sp=quarantine" } } } },
  { "missing", &md_check_domain_dmarc,
    .want = "dmarc-missing:own.example:v=DMARC1; p=none; rua=mailto:postmaster@own.example", .rules = { ELSE } },
  { "a slip", &md_check_domain_dmarc, .want = "dmarc-syntax:own.example:v=DMARC1; p=rejected:13:rejected:v=DMARC1; p=reject",
    .rules = { { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=rejected" } } } },
  { "two records", &md_check_domain_dmarc, .want = "dmarc-multiple:own.example:2",
    .rules = { { .name = "_dmarc.own.example", .type = TXT,
                 .records = { "TXT v=DMARC1; p=none", "TXT v=DMARC1; p=reject" } } } },
  { "rejects everything", &md_check_domain_dmarc, .before = "spf-missing dkim-not-found",
    .want = "dmarc-found:own.example:reject:v=DMARC1; p=reject\ndmarc-enforced:own.example:reject\n"
            "dmarc-rejects-own:own.example:reject",
    .rules = { { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=reject" } } } },
  { "reject, with SPF", &md_check_domain_dmarc, .before = "dkim-not-found",
    .want = "dmarc-found:own.example:reject:v=DMARC1; p=reject\ndmarc-enforced:own.example:reject",
    .rules = { { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=reject" } } } },
  { "the name servers are sick", &md_check_domain_dmarc, .want = "domain-lookup-failed:own.example:DMARC:servfail",
    .rules = { { .name = "*", .rcode = 2 } } },

  { "reports go to a domain that has not agreed", &md_check_domain_dmarc,
    .want = "dmarc-found:own.example:none:v=DMARC1; p=none; rua=mailto:a@other.example,mailto:b@own.example\n"
            "dmarc-reports-unauthorised:own.example:other.example:own.example._report._dmarc.other.example:v=DMARC1",
    .rules = { { .name = "_dmarc.own.example", .type = TXT,
                 .records = { "TXT v=DMARC1; p=none; rua=mailto:a@other.example,mailto:b@own.example" } } } },
  { "reports go to a domain that has agreed", &md_check_domain_dmarc,
    .want = "dmarc-found:own.example:none:v=DMARC1; p=none; rua=mailto:a@other.example",
    .rules = { { .name = "_dmarc.own.example", .type = TXT,
                 .records = { "TXT v=DMARC1; p=none; rua=mailto:a@other.example" } },
               { .name = "own.example._report._dmarc.other.example", .type = TXT, .records = { "TXT v=DMARC1" } } } },
  { "found by walking up, not at the organization", &md_check_domain_dmarc, "ana@a.b.own.example",
    .want = "dmarc-found:a.b.own.example:none:v=DMARC1; p=none",
    .rules = { { .name = "_dmarc.b.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=none" } },
               { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=reject" } } } },

  /* reverse names */
  { "no name", &md_check_domain_ptr, .want = "ptr-missing:192.0.2.10", .rules = { ELSE } },
  { "a name that leads back", &md_check_domain_ptr, .want = "ptr-found:192.0.2.10:smtp.host.example",
    .rules = { { .name = "10.2.0.192.in-addr.arpa", .type = 12, .records = { "PTR smtp.host.example" } },
               { .name = "smtp.host.example", .type = 1, .records = { "A 192.0.2.10" } } } },
  { "another's name", &md_check_domain_ptr, .want = "ptr-unconfirmed:192.0.2.10:smtp.host.example",
    .rules = { { .name = "10.2.0.192.in-addr.arpa", .type = 12, .records = { "PTR smtp.host.example" } },
               { .name = "smtp.host.example", .type = 1, .records = { "A 192.0.2.99" } } } },
  { "nobody can tell", &md_check_domain_ptr, .want = "", .rules = { { .name = "*", .rcode = 2 } } },

  /* policies */
  { "nothing promised", &md_check_domain_policies,
    .want = "dane-none:own.example\ntls-rpt-none:own.example\nmta-sts-none:own.example",
    .rules = { MX_RULES, ELSE } },
  { "everything promised", &md_check_domain_policies,
    .want = "dane-found:own.example:mx.own.example\ntls-rpt-found:own.example\n"
            "mta-sts-found:own.example:enforce",
    .rules = { { .name = "_25._tcp.mx.own.example", .type = 52, .records = { "TLSA 3 1 1 0a0bff" } },
               { .name = "_smtp._tls.own.example", .type = TXT, .records = { "TXT v=TLSRPTv1; rua=mailto:a@own.example" } },
               { .name = "_mta-sts.own.example", .type = TXT, .records = { "TXT v=STSv1; id=1" } },
               { .name = "mta-sts.own.example", .type = 1, .records = { "A 127.0.0.1" } },
               { .name = "mta-sts.own.example" }, MX_RULES } },
  { "a server that the policy leaves out", &md_check_domain_policies,
    .want = "dane-none:own.example\ntls-rpt-none:own.example\n"
            "mta-sts-mismatch:own.example:mx.host.example:enforce:version: STSv1\nmode: enforce\nmx: mx.own.example\n"
            "mx: mx.host.example\nmax_age: 86400\n",
    .rules = { { .name = "own.example", .type = MX, .records = { "MX 10 mx.own.example", "MX 20 mx.host.example" } },
               { .name = "_mta-sts.own.example", .type = TXT, .records = { "TXT v=STSv1; id=1" } },
               { .name = "mta-sts.own.example", .type = 1, .records = { "A 127.0.0.1" } },
               { .name = "mta-sts.own.example" } } },
  { "slips everywhere", &md_check_domain_policies,
    .want = "dane-none:own.example\n"
            "tls-rpt-syntax:own.example:v=TLSRPTv1; rua=a@own.example:17:a@own.example:"
            "v=TLSRPTv1; rua=mailto:a@own.example\n"
            "bimi-syntax:own.example:v=BIMI1; l=http://own.example/a.svg:12:http://own.example/a.svg:"
            "v=BIMI1; l=https://own.example/a.svg\n"
            "caa-fault:own.example:128 policy \"x\":unknown-critical\n"
            "mta-sts-syntax:own.example:v=STSv1; id=a-b:13:a-b:v=STSv1; id=ab\nmta-sts-found:own.example:enforce",
    .rules = { { .name = "_smtp._tls.own.example", .type = TXT, .records = { "TXT v=TLSRPTv1; rua=a@own.example" } },
               { .name = "default._bimi.own.example", .type = TXT,
                 .records = { "TXT v=BIMI1; l=http://own.example/a.svg" } },
               { .name = "own.example", .type = 257, .records = { "CAA 0 issue ca.example", "CAA 128 policy x" } },
               { .name = "_mta-sts.own.example", .type = TXT, .records = { "TXT v=STSv1; id=a-b" } },
               { .name = "mta-sts.own.example", .type = 1, .records = { "A 127.0.0.1" } },
               { .name = "mta-sts.own.example" }, MX_RULES } },
  { "two of each", &md_check_domain_policies,
    .want = "dane-none:own.example\nrecord-duplicate:_smtp._tls.own.example:TLS-RPT:2\ntls-rpt-none:own.example\n"
            "record-duplicate:_mta-sts.own.example:MTA-STS:2\nmta-sts-none:own.example",
    .rules = { { .name = "_smtp._tls.own.example", .type = TXT,
                 .records = { "TXT v=TLSRPTv1; rua=mailto:a@e.example", "TXT v=TLSRPTv1; rua=mailto:b@e.example" } },
               { .name = "_mta-sts.own.example", .type = TXT, .records = { "TXT v=STSv1; id=1", "TXT v=STSv1; id=2" } },
               MX_RULES } },
  { "a picture without a policy", &md_check_domain_policies,
    .want = "dane-none:own.example\ntls-rpt-none:own.example\nbimi-without-policy:own.example\n"
            "mta-sts-none:own.example",
    .rules = { { .name = "default._bimi.own.example", .type = TXT,
                 .records = { "TXT v=BIMI1; l=https://own.example/a.svg" } }, MX_RULES } },
  { "a picture with one", &md_check_domain_policies, .before = "dmarc-enforced",
    .want = "dane-none:own.example\ntls-rpt-none:own.example\nmta-sts-none:own.example",
    .rules = { { .name = "default._bimi.own.example", .type = TXT,
                 .records = { "TXT v=BIMI1; l=https://own.example/a.svg" } }, MX_RULES } },
  { "a policy nobody can fetch", &md_check_domain_policies,
    .want = "dane-none:own.example\ntls-rpt-none:own.example\n"
            "mta-sts-unreachable:own.example:https://mta-sts.own.example/.well-known/mta-sts.txt:name",
    .rules = { { .name = "_mta-sts.own.example", .type = TXT, .records = { "TXT v=STSv1; id=1" } }, MX_RULES } },
};

static const FakePage pages[] = {
  { "/.well-known/mta-sts.txt",
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n"
    "version: STSv1\r\nmode: enforce\r\nmx: mx.own.example\r\nmax_age: 86400\r\n", 0, 0 },
  { NULL, NULL, 0, 0 },
};

/* ── one run ── */

typedef struct
{
  GString *found;
  char **before;
  MdNamedServer *server;
} Run;

static void
sink (MdFinding *finding, MdEvidence *evidence, gpointer user_data)
{
  Run *run = user_data;
  const char *const *names;

  if (evidence != NULL)
    {
      g_assert_cmpint (md_evidence_get_step (evidence), ==, MD_STEP_S7);
      return;
    }
  names = md_finding_code_parameters (md_finding_get_code (finding));
  g_assert_cmpint (md_finding_get_subject (finding), ==, MD_SUBJECT_DOMAIN);
  g_string_append_printf (run->found, "%s%s", run->found->len > 0 ? "\n" : "",
                          md_finding_code_id (md_finding_get_code (finding)));
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_append_printf (run->found, ":%s", md_finding_get (finding, names[i]));
}

static gpointer
shelf (const char *id, gpointer user_data)
{
  return g_str_equal (id, "outgoing-name") ? ((Run *) user_data)->server : NULL;
}

static gboolean
memory (MdFindingCode code, MdSubject subject, gpointer user_data)
{
  Run *run = user_data;

  return run->before != NULL && g_strv_contains ((const char *const *) run->before, md_finding_code_id (code));
}

static MdNamedServer *
new_server (void)
{
  MdNamedServer *server = g_new0 (MdNamedServer, 1);

  server->endpoint = md_endpoint_new (MD_PROTOCOL_SMTP, OUTGOING_HOST, 587, MD_SECURITY_STARTTLS);
  server->is_configured = TRUE;
  server->addresses = g_new0 (MdDnsAddresses, 1);
  server->addresses->addresses = g_strdupv ((char *[]) { (char *) OUTGOING_ADDRESS, NULL });
  return server;
}

typedef struct
{
  Identity *authority, *web;
  FakePeer *peer;
  char *folder, *ca_file;
} Net;

static void
tell_story (const Story *story, const Net *net)
{
  gsize n_rules = 0;
  g_autoptr (FakeDns) dns = NULL;
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = md_case_new ();
  MdWait none = { .deadline = G_MAXINT64 }, wait = md_wait_within (&none, story->check->budget_ms);
  Run run = { .found = g_string_new (NULL), .server = new_server () };
  g_autoptr (MdContext) context = NULL;
  g_autoptr (GError) error = NULL;

  while (n_rules < MAX_RULES && story->rules[n_rules].name != NULL)
    n_rules++;
  dns = fake_dns_start (story->rules, n_rules);
  md_world_set_resolvers (world, (const char *const[]) { fake_dns_server (dns), NULL });
  md_world_set_ca_file (world, net->ca_file);
  md_world_map_port (world, 443, fake_peer_port (net->peer));
  kase->email = g_strdup (story->email != NULL ? story->email : "ana@own.example");
  if (story->selectors != NULL)
    kase->selectors = g_strsplit (story->selectors, " ", -1);
  if (story->before != NULL)
    run.before = g_strsplit (story->before, " ", -1);

  context = md_context_new (story->check, kase, world, &wait);
  md_context_connect (context, sink, shelf, memory, &run);
  g_test_message ("%s: %s", story->check->id, story->story);
  g_assert_true (story->check->run (context, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (run.found->str, ==, story->want);

  g_string_free (run.found, TRUE);
  g_strfreev (run.before);
  md_named_server_free (run.server);
}

static void
test_stories (void)
{
  Net net = { .authority = identity_new ("Test Authority", NULL, NULL, -DAY, DAY) };

  net.web = identity_new ("mta-sts.own.example", "mta-sts.own.example", net.authority, -DAY, DAY);
  net.folder = g_dir_make_tmp ("md-domain-XXXXXX", NULL);
  net.ca_file = identity_save (net.authority, net.folder);
  net.peer = fake_peer_start (fake_web_act, (gpointer) pages, net.web);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    tell_story (&stories[i], &net);
  fake_peer_stop (net.peer);
  identity_free (net.web);
  identity_free (net.authority);
  g_unlink (net.ca_file);
  g_rmdir (net.folder);
  g_free (net.ca_file);
  g_free (net.folder);
}

/* Cancelled before it starts, no check says anything. */
static void
test_cancelled (void)
{
  static const MdCheck *const checks[] = {
    &md_check_domain_mx, &md_check_domain_spf, &md_check_domain_dkim, &md_check_domain_dmarc, &md_check_domain_policies,
  };
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = md_case_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const MdWait wait = { cancellable, G_MAXINT64 };

  md_world_set_resolvers (world, (const char *const[]) { "127.0.0.1:9", NULL });
  kase->email = g_strdup ("ana@own.example");
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (MdContext) context = md_context_new (checks[i], kase, world, &wait);
      Run run = { .found = g_string_new (NULL), .server = new_server () };
      gint64 started = g_get_monotonic_time ();

      md_context_connect (context, sink, shelf, memory, &run);
      g_assert_true (checks[i]->run (context, NULL));
      g_assert_cmpstr (run.found->str, ==, "");
      g_assert_cmpint (g_get_monotonic_time () - started, <, 200000);
      g_string_free (run.found, TRUE);
      md_named_server_free (run.server);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  md_http_global_init ();
  g_test_add_func ("/checks/domain/stories", test_stories);
  g_test_add_func ("/checks/domain/cancelled", test_cancelled);
  return g_test_run ();
}
