/* block-lists.c - are the own public address and the outgoing server's on a public block list?
 *
 * Every list is asked for the addresses and, at the same time, for its two test entries (RFC 5782 5): a list that
 * does not hold the one and leave out the other is not believed.  Nobody waits for the slowest list.  Being in an
 * end-user range is normal for a home line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-block-lists"

#include "config.h"

#include "checks/domain.h"
#include "checks/products.h"

#include <arpa/inet.h>
#include <string.h>

#define ASK_LIMIT_MS 2000
#define OWN_ADDRESS_LIMIT_MS 2000
#define MAX_ADDRESSES 4

typedef struct
{
  char *address;       /* (owned) numeric */
  MdSubject subject;   /* NETWORK: the own one; OUTGOING: the server's */
  guint n_asked;       /* lists that are believed */
  gboolean listed;
} Subject;

typedef struct
{
  MdContext *context;
  Subject subjects[MAX_ADDRESSES];
  gsize n_subjects;
  const MdBlocklist *lists;
  gsize n_lists;
  GArray *questions;   /* (owned) of MdDnsQuestion: for each list its test, its control, then every subject */
  GPtrArray *names;    /* (owned) of char*, what the questions point to */
} Inquiry;

/* ── which addresses ── */

static gboolean
is_public_ip4 (const guint8 *bytes)
{
  return !(bytes[0] == 0 || bytes[0] == 10 || bytes[0] == 127 || bytes[0] >= 224   /* this host, private, multicast … */
           || (bytes[0] == 100 && (bytes[1] & 0xC0) == 64)                           /* carrier NAT, RFC 6598 */
           || (bytes[0] == 169 && bytes[1] == 254) || (bytes[0] == 192 && bytes[1] == 168)
           || (bytes[0] == 172 && (bytes[1] & 0xF0) == 16));
}

static gboolean
is_public (const char *text)
{
  guint8 bytes[16];

  if (text == NULL)
    return FALSE;
  if (inet_pton (AF_INET, text, bytes) == 1)
    return is_public_ip4 (bytes);
  return inet_pton (AF_INET6, text, bytes) == 1 && (bytes[0] & 0xE0) == 0x20; /* global unicast, RFC 4291 */
}

/* Its IPv4 address where it has one: asked over IPv6, such a server does not tell the IPv4 address. */
static const char *
prefer_ip4 (char **addresses)
{
  for (gsize i = 0; addresses[i] != NULL; i++)
    if (strchr (addresses[i], ':') == NULL)
      return addresses[i];
  return addresses[0];
}

/* Asks "name@server" of that server itself; (transfer full) (nullable). */
static char *
ask_own_address (MdWorld *world, const char *beacon, const MdWait *wait)
{
  g_auto (GStrv) parts = g_strsplit (beacon, "@", 2);
  g_autoptr (MdDnsAddresses) servers = md_resolver_addresses (world, parts[1], wait);
  const MdDnsQuestion questions[] = { { parts[0], MD_DNS_A }, { parts[0], MD_DNS_TXT } };
  g_autoptr (GPtrArray) answers = NULL;

  if (servers->addresses[0] == NULL)
    return NULL;
  answers = md_resolver_ask_server (world, prefer_ip4 (servers->addresses), questions, G_N_ELEMENTS (questions), wait);
  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      for (guint j = 0; j < answer->records->len; j++)
        {
          const MdDnsRecord *record = g_ptr_array_index (answer->records, j);

          if (is_public (record->text))
            return g_strdup (record->text);
        }
    }
  return NULL;
}

static char *
find_own_address (MdContext *context, const MdDialogue *dialogue)
{
  const char *const *names = md_beacons_get ()->address_names;
  const MdWait patience = md_domain_patience (context);
  const MdWait wait = md_wait_within (&patience, OWN_ADDRESS_LIMIT_MS);
  char *address = NULL;

  if (dialogue != NULL && is_public (dialogue->client_address))
    {
      md_context_report (context, MD_FINDING_OWN_ADDRESS, "address", dialogue->client_address, "source", "mail-server",
                         NULL);
      return g_strdup (dialogue->client_address);
    }
  for (gsize i = 0; address == NULL && names[i] != NULL && !md_wait_is_cancelled (&wait); i++)
    address = ask_own_address (md_context_get_world (context), names[i], &wait);
  if (address != NULL)
    md_context_report (context, MD_FINDING_OWN_ADDRESS, "address", address, "source", "lookup", NULL);
  return address;
}

static void
add_subject (Inquiry *self, const char *address, MdSubject subject)
{
  for (gsize i = 0; i < self->n_subjects; i++)
    if (strcmp (self->subjects[i].address, address) == 0)
      return;
  if (self->n_subjects < MAX_ADDRESSES && is_public (address))
    self->subjects[self->n_subjects++] = (Subject) { .address = g_strdup (address), .subject = subject };
}

/* ── asking ── */

/* "2.0.0.127.zen.example" for an address, "example.org.zen.example" for a name. */
static void
add_question (Inquiry *self, const char *what, const char *zone)
{
  g_autofree char *reverse = g_hostname_is_ip_address (what) ? md_dns_reverse_name (what) : g_strdup (what);
  char *end = strstr (reverse, ".in-addr.arpa");
  MdDnsQuestion question = { .type = MD_DNS_A };
  char *name;

  if (end == NULL)
    end = strstr (reverse, ".ip6.arpa");
  if (end != NULL)
    *end = '\0';
  name = g_strdup_printf ("%s.%s", reverse, zone);
  g_ptr_array_add (self->names, name);
  question.name = name;
  g_array_append_val (self->questions, question);
}

static gboolean
takes (const MdBlocklist *list, const char *address)
{
  return strchr (address, ':') != NULL ? list->ip6 : list->ip4;
}

/* An IPv6-only list has the same test entries, mapped (RFC 5782 5). */
static void
add_test (Inquiry *self, const MdBlocklist *list, const char *address)
{
  g_autofree char *mapped = list->ip4 ? g_strdup (address) : g_strdup_printf ("::ffff:%s", address);

  add_question (self, mapped, list->zone);
}

static void
add_list (Inquiry *self, const MdBlocklist *list)
{
  add_test (self, list, list->test);
  add_test (self, list, list->control);
  for (gsize i = 0; i < self->n_subjects; i++)
    if (takes (list, self->subjects[i].address))
      add_question (self, self->subjects[i].address, list->zone);
}

static gboolean
is_of_use (const Inquiry *self, const MdBlocklist *list)
{
  for (gsize i = 0; i < self->n_subjects; i++)
    if (takes (list, self->subjects[i].address) && list->test != NULL && list->control != NULL)
      return TRUE;
  return FALSE;
}

/* ── judging ── */

/* The gravest of several answers. */
static MdListing
judge (const MdBlocklist *list, const MdDnsAnswer *answer)
{
  MdListing worst = MD_LISTING_NONE;

  if (answer->status == MD_DNS_NXDOMAIN || answer->status == MD_DNS_NO_DATA)
    return MD_LISTING_NONE;
  if (answer->status != MD_DNS_OK)
    return MD_LISTING_VOID;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      MdListing listing = md_blocklist_judge (list, record->text, NULL);

      if (listing == MD_LISTING_LISTED)
        return listing;
      if (listing == MD_LISTING_POLICY || worst == MD_LISTING_NONE)
        worst = listing;
    }
  return worst;
}

static void
report_listing (Inquiry *self, Subject *subject, const MdBlocklist *list, MdListing listing)
{
  const char *url = list->url != NULL ? list->url : "";

  if (listing == MD_LISTING_VOID)
    return;
  subject->n_asked++;
  if (listing == MD_LISTING_NONE || (listing == MD_LISTING_POLICY && subject->subject == MD_SUBJECT_OUTGOING))
    return;
  subject->listed = TRUE;
  if (listing == MD_LISTING_POLICY)
    md_context_report (self->context, MD_FINDING_OWN_ADDRESS_POLICY_LISTED, "address", subject->address, "list",
                       list->zone, NULL);
  else
    md_context_report_about (self->context, subject->subject,
                             subject->subject == MD_SUBJECT_OUTGOING ? MD_FINDING_SERVER_ADDRESS_LISTED
                                                                     : MD_FINDING_OWN_ADDRESS_LISTED,
                             "address", subject->address, "list", list->zone, "url", url, NULL);
}

static const char *
listing_name (MdListing listing)
{
  static const char *const names[] = {
    [MD_LISTING_NONE] = "not-listed",
    [MD_LISTING_LISTED] = "listed",
    [MD_LISTING_POLICY] = "end-user-range",
    [MD_LISTING_VOID] = "void",
  };

  return names[listing];
}

/* Reads the answers that belong to @list, from @first on; returns how many those are. */
static guint
read_list (Inquiry *self, const MdBlocklist *list, const GPtrArray *answers, guint first)
{
  const MdDnsAnswer *test = g_ptr_array_index (answers, first);
  const MdDnsAnswer *control = g_ptr_array_index (answers, first + 1);
  /* The control entry may be answered with a code that is no listing. */
  gboolean believed = judge (list, test) == MD_LISTING_LISTED && judge (list, control) != MD_LISTING_LISTED;
  MdEvidence *evidence = md_evidence_new (MD_STEP_S6, "block-list", list->zone, believed ? "asked" : "not-believed",
                                          test->micros);
  guint next = first + 2;

  for (gsize i = 0; i < self->n_subjects; i++)
    {
      const MdDnsAnswer *answer;
      MdListing listing;
      g_autofree char *line = NULL;

      if (!takes (list, self->subjects[i].address))
        continue;
      answer = g_ptr_array_index (answers, next++);
      listing = believed ? judge (list, answer) : MD_LISTING_VOID;
      line = g_strdup_printf ("%s: %s", answer->name, listing_name (listing));
      md_evidence_add_line (evidence, line);
      report_listing (self, &self->subjects[i], list, listing);
    }
  md_context_add_evidence (self->context, evidence);
  return next;
}

static void
ask_lists (Inquiry *self)
{
  MdWait wait = md_wait_within (md_context_get_wait (self->context), ASK_LIMIT_MS);
  const MdDnsQuestion *questions;
  g_autoptr (GPtrArray) answers = NULL;
  guint next = 0;

  for (gsize i = 0; i < self->n_lists; i++)
    if (is_of_use (self, &self->lists[i]))
      add_list (self, &self->lists[i]);
  questions = (const MdDnsQuestion *) (gpointer) self->questions->data;
  answers = md_resolver_ask (md_context_get_world (self->context), questions, self->questions->len, &wait);
  if (md_wait_is_cancelled (&wait))
    return;
  for (gsize i = 0; i < self->n_lists; i++)
    if (is_of_use (self, &self->lists[i]))
      next = read_list (self, &self->lists[i], answers, next);
}

static void
report_clean (Inquiry *self)
{
  guint n_asked = 0;

  for (gsize i = 0; i < self->n_subjects; i++)
    {
      const Subject *subject = &self->subjects[i];
      g_autofree char *lists = g_strdup_printf ("%u", subject->n_asked);

      n_asked += subject->n_asked;
      if (subject->n_asked > 0 && !subject->listed)
        md_context_report_about (self->context, subject->subject, MD_FINDING_LISTS_CLEAN, "address", subject->address,
                                 "lists", lists, NULL);
    }
  if (n_asked == 0)
    md_context_report (self->context, MD_FINDING_LISTS_NOT_ASKED, "reason",
                       self->n_subjects == 0 ? "no-address" : "timed-out", NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdDialogue *dialogue = md_context_get_product (context, "outgoing-configured");
  g_autofree char *own = find_own_address (context, dialogue);
  Inquiry inquiry = { .context = context };

  inquiry.lists = md_blocklists_get (&inquiry.n_lists);
  inquiry.questions = g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion));
  inquiry.names = g_ptr_array_new_with_free_func (g_free);
  if (own != NULL)
    add_subject (&inquiry, own, MD_SUBJECT_NETWORK);
  if (dialogue != NULL && dialogue->address != NULL)
    add_subject (&inquiry, dialogue->address, MD_SUBJECT_OUTGOING);
  for (guint i = 0; dialogue != NULL && i < dialogue->attempts->len; i++)
    add_subject (&inquiry, ((const MdTcpAttempt *) g_ptr_array_index (dialogue->attempts, i))->address,
                 MD_SUBJECT_OUTGOING);
  if (inquiry.n_subjects > 0)
    ask_lists (&inquiry);
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    report_clean (&inquiry);
  for (gsize i = 0; i < inquiry.n_subjects; i++)
    g_free (inquiry.subjects[i].address);
  g_array_unref (inquiry.questions);
  g_ptr_array_unref (inquiry.names);
  return TRUE;
}

const MdCheck md_check_block_lists = {
  .id = "block-lists",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_NETWORK,
  .needs = { "outgoing-configured" },
  .asks_first = MD_CONSENT_THIRD_PARTY,
  .budget_ms = 6000,
  .refines = TRUE,
  .run = run,
};
