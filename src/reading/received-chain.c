/* received-chain.c - what the Received lines say together; see received.h
 *
 * Greylisting (RFC 6647) leaves a pattern: the message stood minutes at the last machine of the sender's side and was
 * then taken at once by the receiver's.  A queue that waits for another reason looks alike, so this is a hint, to be
 * said as one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-received"

#include "config.h"

#include "reading/received.h"

#include "reading/address.h"

#include <string.h>

#define MAX_HOPS 100
#define CLOCK_SLACK 60          /* seconds two clocks may differ without a word */
#define FUTURE_SLACK 600
/* Receivers ask for one to five minutes at least; senders come back within the hour (Postfix after 5 minutes, others
 * after 15 or 30). */
#define GREYLIST_FROM 60
#define GREYLIST_UNTIL 7200

const char *
md_hop_fault_name (MdHopFault fault)
{
  static const char *const names[] = { [MD_HOP_FAULT_NONE] = "none",
                                       [MD_HOP_FAULT_SLOW] = "slow",
                                       [MD_HOP_FAULT_GREYLIST] = "greylist",
                                       [MD_HOP_FAULT_BACKWARDS] = "backwards",
                                       [MD_HOP_FAULT_FUTURE] = "future" };

  return names[fault];
}

/* "example.org" is in "mx.example.org" and in itself. */
static gboolean
is_below (const char *host, const char *domain)
{
  gsize length = host != NULL ? strlen (host) : 0, suffix = domain != NULL ? strlen (domain) : 0;

  if (length < suffix || suffix == 0 || g_ascii_strcasecmp (host + length - suffix, domain) != 0)
    return FALSE;
  return length == suffix || host[length - suffix - 1] == '.';
}

static gboolean
is_same_house (const MdReceived *hop)
{
  if (hop->by == NULL)
    return FALSE;
  if (hop->name != NULL && strchr (hop->name, '.') != NULL)
    return is_below (hop->name, md_host_house (hop->by)) && strchr (md_host_house (hop->by), '.') != NULL;
  return FALSE;
}

/* "delayed 312 seconds by postgrey-1.37 at mx.example.org; …", "Delayed for 00:05:12 by milter-greylist-4.6 (mx … )",
 * "Sender IP whitelisted, not delayed by …". */
static gint64
read_note (const MdHeaders *headers)
{
  const char *note = md_headers_get (headers, "X-Greylist");
  guint64 hours = 0, minutes = 0, seconds = 0;
  char *end;

  if (note == NULL)
    return -1;
  if (g_ascii_strncasecmp (note, "delayed for ", 12) == 0)
    {
      hours = g_ascii_strtoull (note + 12, &end, 10);
      minutes = *end == ':' ? g_ascii_strtoull (end + 1, &end, 10) : 0;
      seconds = *end == ':' ? g_ascii_strtoull (end + 1, &end, 10) : 0;
    }
  else if (g_ascii_strncasecmp (note, "delayed ", 8) == 0)
    seconds = g_ascii_strtoull (note + 8, NULL, 10);
  return (gint64) (MIN (hours, 1000) * 3600 + MIN (minutes, 60) * 60 + MIN (seconds, 1000000));
}

static MdHopFault
judge_hop (const MdReceived *hop, gint64 now, gint64 noted)
{
  if (now > 0 && hop->date != G_MININT64 && hop->date > now + FUTURE_SLACK)
    return MD_HOP_FAULT_FUTURE;
  if (hop->delay < -CLOCK_SLACK)
    return MD_HOP_FAULT_BACKWARDS;
  if (hop->delay >= GREYLIST_FROM && hop->delay <= GREYLIST_UNTIL && hop->is_public && hop->auth == NULL
      && noted != 0 && !is_same_house (hop))
    return MD_HOP_FAULT_GREYLIST;
  return hop->delay >= MD_HOP_SLOW_SECONDS ? MD_HOP_FAULT_SLOW : MD_HOP_FAULT_NONE;
}

static void
measure (MdReceivedChain *self, gint64 now)
{
  gint64 before = G_MININT64, oldest = G_MAXINT64, newest = G_MININT64;
  gint64 worst = 0;

  self->slowest = -1;
  for (guint i = 0; i < self->hops->len; i++)
    {
      MdReceived *hop = g_ptr_array_index (self->hops, i);
      MdHopFault fault;

      hop->is_public = hop->address != NULL && md_address_is_public (hop->address);
      if (hop->date != G_MININT64)
        {
          hop->delay = before != G_MININT64 ? hop->date - before : 0;
          before = hop->date;
          oldest = MIN (oldest, hop->date);
          newest = MAX (newest, hop->date);
        }
      if (hop->delay > worst)
        {
          worst = hop->delay;
          self->slowest = (gint) i;
        }
      fault = judge_hop (hop, now, self->greylisted);
      g_array_append_val (self->faults, fault);
    }
  self->seconds = newest > oldest && newest != G_MININT64 ? newest - oldest : 0;
}

MdReceivedChain *
md_received_chain (const MdHeaders *headers, gint64 now)
{
  MdReceivedChain *self = g_new0 (MdReceivedChain, 1);

  self->hops = g_ptr_array_new_with_free_func ((GDestroyNotify) md_received_free);
  self->faults = g_array_new (FALSE, FALSE, sizeof (MdHopFault));
  for (guint i = headers->fields->len; i > 0 && self->hops->len < MAX_HOPS; i--)
    {
      const MdHeader *field = &g_array_index (headers->fields, MdHeader, i - 1);

      if (g_ascii_strcasecmp (field->name, "Received") == 0)
        g_ptr_array_add (self->hops, md_received_parse (field->value));
    }
  self->greylisted = read_note (headers);
  measure (self, now);
  return self;
}

void
md_received_chain_free (MdReceivedChain *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->hops);
  g_array_unref (self->faults);
  g_free (self);
}

const MdReceived *
md_received_border (const MdReceivedChain *self, const char *ours)
{
  for (guint i = self->hops->len; i > 0; i--)
    {
      const MdReceived *hop = g_ptr_array_index (self->hops, i - 1);

      /* A message that its sender handed in with a password has not come over any border yet. */
      if (hop->is_public && hop->auth == NULL && !is_same_house (hop) && !is_below (hop->name, ours))
        return hop;
    }
  return NULL;
}

const MdReceived *
md_received_origin (const MdReceivedChain *self)
{
  for (guint i = 0; i < self->hops->len; i++)
    {
      const MdReceived *hop = g_ptr_array_index (self->hops, i);

      if (hop->address != NULL)
        return hop;
    }
  return NULL;
}
