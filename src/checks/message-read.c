/* message-read.c - see message-read.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-read"

#include "config.h"

#include "checks/message-read.h"

#include "checks/message-checks.h"
#include "reading/content.h"
#include "reading/received.h"

#include <glib/gstdio.h>
#include <string.h>

void
md_message_report_unreadable (MdContext *context)
{
  const char *path = md_context_get_case (context)->draft;
  g_autofree char *file = g_path_get_basename (path != NULL ? path : "-");

  md_context_report (context, MD_FINDING_DRAFT_UNREADABLE, "file", file, NULL);
}

GBytes *
md_message_read (MdContext *context)
{
  const char *path = md_context_get_case (context)->draft;
  GBytes *given = md_context_get_product (context, MD_MESSAGE_FILE);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  GStatBuf about;

  if (given != NULL || path == NULL)
    return given != NULL ? g_bytes_ref (given) : NULL;
  if (g_stat (path, &about) == 0 && S_ISREG (about.st_mode) && about.st_size <= (gint64) MD_CONTENT_MAX_BYTES
      && g_file_get_contents (path, &bytes, &length, NULL))
    return g_bytes_new_take (g_steal_pointer (&bytes), length);
  md_message_report_unreadable (context);
  return NULL;
}

static const char *
name_of (const MdReceived *hop)
{
  return hop->name != NULL      ? hop->name
         : hop->address != NULL ? hop->address
         : hop->helo != NULL    ? hop->helo
         : hop->from != NULL    ? hop->from
                                : "-";
}

static void
report_fault (MdContext *context, MdHopFault fault, const char *from, const char *by, gint64 delay)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (delay));

  switch (fault)
    {
    case MD_HOP_FAULT_SLOW:
      md_context_report (context, MD_FINDING_HOP_SLOW, "from", from, "by", by, "seconds", seconds, NULL);
      break;
    case MD_HOP_FAULT_GREYLIST:
      md_context_report (context, MD_FINDING_HOP_GREYLISTED, "from", from, "by", by, "seconds", seconds, NULL);
      break;
    case MD_HOP_FAULT_BACKWARDS:
      md_context_report (context, MD_FINDING_HOP_BACKWARDS, "from", from, "by", by, "seconds", seconds, NULL);
      break;
    case MD_HOP_FAULT_FUTURE:
      md_context_report (context, MD_FINDING_HOP_IN_FUTURE, "by", by, NULL);
      break;
    case MD_HOP_FAULT_NONE:
    default:
      break;
    }
}

/* A wait that the receiver tells of, where the times of the lines do not show it. */
static void
report_note (MdContext *context, const MdReceivedChain *chain)
{
  const MdReceived *border = md_received_border (chain, NULL);

  if (chain->greylisted <= 0 || md_context_has_found (context, MD_FINDING_HOP_GREYLISTED, MD_SUBJECT_ANY))
    return;
  report_fault (context, MD_HOP_FAULT_GREYLIST, border != NULL ? name_of (border) : "-",
                border != NULL && border->by != NULL ? border->by : "-", chain->greylisted);
}

static void
add_evidence (MdContext *context, const MdReceivedChain *chain)
{
  MdEvidence *evidence = md_evidence_new (md_context_get_check (context)->step, "received", "", "read", 0);

  for (guint i = 0; i < chain->hops->len; i++)
    {
      const MdReceived *hop = g_ptr_array_index (chain->hops, i);
      const MdShownHop shown = { .from = (char *) name_of (hop),
                                 .address = hop->address,
                                 .by = hop->by != NULL ? hop->by : (char *) "-",
                                 .with = hop->with,
                                 .delay = hop->delay,
                                 .fault = md_hop_fault_name (g_array_index (chain->faults, MdHopFault, i)) };

      md_evidence_add_hop (evidence, &shown);
    }
  md_context_add_evidence (context, evidence);
}

void
md_message_report_way (MdContext *context, GBytes *message)
{
  gsize length;
  const char *data = g_bytes_get_data (message, &length);
  g_autoptr (MdHeaders) headers = md_headers_parse (data, length);
  g_autoptr (MdReceivedChain) chain = md_received_chain (headers, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, chain->seconds);
  g_autofree char *hops = g_strdup_printf ("%u", chain->hops->len);

  if (chain->hops->len == 0)
    return;
  for (guint i = 0; i < chain->hops->len; i++)
    {
      const MdReceived *hop = g_ptr_array_index (chain->hops, i);
      MdHopFault fault = g_array_index (chain->faults, MdHopFault, i);
      /* Two clocks are a few seconds apart. */
      g_autofree char *delay = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (hop->delay, 0));
      const char *by = hop->by != NULL ? hop->by : "-";

      /* How long it really took between two clocks of which one is wrong, nobody knows. */
      if (fault != MD_HOP_FAULT_BACKWARDS)
        md_context_report (context, MD_FINDING_RECEIVED_HOP, "from", name_of (hop), "by", by, "seconds", delay, NULL);
      report_fault (context, fault, name_of (hop), by, hop->delay);
    }
  report_note (context, chain);
  md_context_report (context, MD_FINDING_MESSAGE_WAY, "hops", hops, "seconds", seconds, NULL);
  add_evidence (context, chain);
}
