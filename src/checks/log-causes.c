/* log-causes.c - why a delivery failed, from the words in the log; see log-findings.h
 *
 * The words of another server are judged as those of a bounce are (bounce-causes.h).  What the mail server itself
 * wrote when nobody answered, or when it could not do its own part, is a short list here: it has no reply code.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-server-logs"

#include "config.h"

#include "checks/bounce-causes.h"
#include "checks/log-findings.h"

#include <string.h>

/* Searched in this order, in lower case. */
static const struct
{
  const char *words;
  const char *cause;
  MdSureness sure;
} own_words[] = {
  { "greylist", "greylisted", MD_SURE_HIGH },
  { "graylist", "greylisted", MD_SURE_HIGH },
  { "loops back to myself", "mail-loop", MD_SURE_HIGH },
  { "mail forwarding loop", "mail-loop", MD_SURE_HIGH },
  { "too many hops", "mail-loop", MD_SURE_HIGH },
  { "too many \"received\" headers", "mail-loop", MD_SURE_HIGH },
  { "loopdetected", "mail-loop", MD_SURE_HIGH },
  { "cannot start tls", "tls-required-by-receiver", MD_SURE_MEDIUM },
  { "tls is required, but", "tls-required-by-receiver", MD_SURE_HIGH },
  { "server certificate not verified", "tls-required-by-receiver", MD_SURE_HIGH },
  { "server certificate not trusted", "tls-required-by-receiver", MD_SURE_HIGH },
  { "certificate verification failed", "tls-required-by-receiver", MD_SURE_HIGH },
  { "tls session required", "tls-required-by-receiver", MD_SURE_HIGH },
  { "dane error", "tls-required-by-receiver", MD_SURE_MEDIUM },
  { "sasl authentication failed", "server-misconfigured", MD_SURE_HIGH },
  { "null mx", "recipient-domain-no-mail", MD_SURE_HIGH },
  { "does not accept mail (nullmx)", "recipient-domain-no-mail", MD_SURE_HIGH },
  { "all relevant mx records point to non-existent hosts", "recipient-domain-no-mail", MD_SURE_HIGH },
  { "host or domain name not found. name service error for name=", "recipient-domain-not-found", MD_SURE_MEDIUM },
  { "host or domain name not found", "recipient-domain-not-found", MD_SURE_MEDIUM },
  { "host unknown", "recipient-domain-not-found", MD_SURE_HIGH },
  { "unable to resolve route", "recipient-domain-not-found", MD_SURE_MEDIUM },
  { "domain does not exist", "recipient-domain-not-found", MD_SURE_HIGH },
  { "name server: ", "recipient-domain-not-found", MD_SURE_MEDIUM },
  { "unrouteable address", "recipient-not-found", MD_SURE_LOW },
  { "unrouteable domain", "recipient-domain-not-found", MD_SURE_MEDIUM },
  { "user unknown", "recipient-not-found", MD_SURE_HIGH },
  { "unknown user", "recipient-not-found", MD_SURE_HIGH },
  { "no such user", "recipient-not-found", MD_SURE_HIGH },
  { "mailbox is full", "recipient-mailbox-full", MD_SURE_HIGH },
  { "quota exceeded", "recipient-mailbox-full", MD_SURE_HIGH },
  { "over quota", "recipient-mailbox-full", MD_SURE_HIGH },
  { "disk quota", "recipient-mailbox-full", MD_SURE_HIGH },
  { "no space left", "server-storage-full", MD_SURE_HIGH },
  { "insufficient system storage", "server-storage-full", MD_SURE_HIGH },
  { "message size exceeds", "message-too-large", MD_SURE_HIGH },
  { "message file too big", "message-too-large", MD_SURE_HIGH },
  { "retry timeout exceeded", "delivery-timeout", MD_SURE_HIGH },
  { "cannot send message ", "delivery-timeout", MD_SURE_HIGH },
  { "retry time not reached", "recipient-mx-unreachable", MD_SURE_LOW },
  { "connection timed out", "recipient-mx-unreachable", MD_SURE_HIGH },
  { "connection refused", "recipient-mx-unreachable", MD_SURE_HIGH },
  { "connection reset", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "no route to host", "recipient-mx-unreachable", MD_SURE_HIGH },
  { "network is unreachable", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "network unreachable", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "network error on destination mxs", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "lost connection with", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "conversation with ", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "smtp timeout", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "remote host closed connection", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "operation timed out", "recipient-mx-unreachable", MD_SURE_MEDIUM },
  { "command died", "server-misconfigured", MD_SURE_MEDIUM },
  { "command failed", "server-misconfigured", MD_SURE_MEDIUM },
  { "mail transport unavailable", "server-misconfigured", MD_SURE_HIGH },
  { "temporary lookup failure", "server-misconfigured", MD_SURE_MEDIUM },
  { "alias database unavailable", "server-misconfigured", MD_SURE_HIGH },
  { "cannot update mailbox", "server-misconfigured", MD_SURE_MEDIUM },
};

static gboolean
by_own_words (const MdLogGroup *group, MdReplyMeaning *meaning)
{
  g_autofree char *lower = g_ascii_strdown (group->reply, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (own_words); i++)
    if (strstr (lower, own_words[i].words) != NULL)
      {
        *meaning = (MdReplyMeaning) { .cause = own_words[i].cause, .sure = own_words[i].sure,
                                      .temporary = group->status == MD_LOG_DEFERRED, .entry = "" };
        return TRUE;
      }
  return FALSE;
}

/* As the same words in a bounce. */
static void
by_reply (const MdLogGroup *group, MdReplyMeaning *meaning)
{
  const MdBounceReport report = {
    .status = group->dsn[0] != '\0' ? group->dsn : NULL,
    .reply = group->code,
    .action = group->status == MD_LOG_DEFERRED ? MD_DELIVERY_DELAYED : MD_DELIVERY_FAILED,
    .permanent = group->status != MD_LOG_DEFERRED,
    .diagnostic = group->code > 0 ? group->words : NULL,
    .around = group->reply,
  };
  MdBounceCause cause;

  md_bounce_name_cause (&report, &cause);
  *meaning = (MdReplyMeaning) { .cause = cause.cause, .sure = cause.sure, .entry = "" };
}

gboolean
md_log_name_cause (const MdLogGroup *group, MdReplyMeaning *meaning)
{
  static const char *const vague[] = { "unknown", "delivery-delayed", "delivery-timeout", NULL };
  MdReplyMeaning own;
  gboolean has_own = by_own_words (group, &own);

  by_reply (group, meaning);
  /* Without a reply code nobody else has spoken; words that are sure count more than a bare code. */
  if (has_own && (group->code == 0 || meaning->sure < own.sure || g_strv_contains (vague, meaning->cause)))
    *meaning = own;
  if (strcmp (meaning->cause, "unknown") == 0 && group->status == MD_LOG_GIVEN_UP)
    *meaning = (MdReplyMeaning) { .cause = "delivery-timeout", .sure = MD_SURE_HIGH, .entry = "" };
  return strcmp (meaning->cause, "unknown") != 0;
}
