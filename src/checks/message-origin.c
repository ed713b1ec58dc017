/* message-origin.c - see message-origin.h
 *
 * RFC 5322 section 3.6.2 (From), RFC 7208 section 9.1 (Received-SPF), RFC 5321 section 4.4 (Return-Path, Received).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-origin"

#include "config.h"

#include "checks/message-origin.h"
#include "reading/received.h"

#include <string.h>

#define MAX_DOMAINS 16
#define DOMAIN_ENDS " \t\r\n>,;:()<\"[]\\@"

/* ── From ── */

static const char *
skip_quoted (const char *at)
{
  for (at++; *at != '\0' && *at != '"'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;
  return *at != '\0' ? at + 1 : at;
}

static const char *
skip_comment (const char *at)
{
  guint depth = 0;

  for (; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '(')
        depth++;
      else if (*at == ')' && --depth == 0)
        return at + 1;
    }
  return at;
}

static void
add_domain (GPtrArray *domains, const char *start, gsize length)
{
  g_autofree char *text = g_strndup (start, length);
  g_autofree char *ascii = md_host_to_ascii (text);
  g_autofree char *lower = g_ascii_strdown (ascii != NULL ? ascii : text, -1);

  if (lower[0] != '\0' && domains->len < MAX_DOMAINS
      && !g_ptr_array_find_with_equal_func (domains, lower, g_str_equal, NULL))
    g_ptr_array_add (domains, g_steal_pointer (&lower));
}

/* Every "@domain" outside of quotation marks and remarks; with @angles only those between < and >. */
static GPtrArray *
find_domains (const char *value, gboolean angles)
{
  GPtrArray *domains = g_ptr_array_new_with_free_func (g_free);
  gboolean inside = FALSE;
  const char *at = value;

  while (*at != '\0')
    {
      if (*at == '"')
        {
          at = skip_quoted (at);
          continue;
        }
      if (*at == '(')
        {
          at = skip_comment (at);
          continue;
        }
      inside = *at == '<' || (inside && *at != '>');
      if (*at == '@' && (inside || !angles))
        {
          gsize length = strcspn (at + 1, DOMAIN_ENDS);

          add_domain (domains, at + 1, length);
          at += length;
        }
      at++;
    }
  return domains;
}

GPtrArray *
md_message_from_domains (const char *value)
{
  GPtrArray *domains = find_domains (value, TRUE);

  /* A name that looks like an address is none. */
  if (domains->len > 0)
    return domains;
  g_ptr_array_unref (domains);
  return find_domains (value, FALSE);
}

/* ── over the border ── */

void
md_message_border_free (MdMessageBorder *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->helo);
  g_free (self->sender);
  g_free (self);
}

/* The value of "@key=" in a Received-SPF; (transfer full) (nullable). */
static char *
received_spf_get (const char *value, const char *key)
{
  g_autofree char *mark = g_strconcat (key, "=", NULL);
  const char *at = strstr (value, mark);
  gsize length;

  if (at == NULL || (at > value && strchr (" \t;)", at[-1]) == NULL))
    return NULL;
  at += strlen (mark);
  if (*at == '"')
    return g_strndup (at + 1, strcspn (at + 1, "\""));
  length = strcspn (at, " \t;");
  return length > 0 ? g_strndup (at, length) : NULL;
}

static gboolean
take_address (MdMessageBorder *self, char *address, const char *source)
{
  if (address == NULL || !g_hostname_is_ip_address (address))
    {
      g_free (address);
      return FALSE;
    }
  self->address = address;
  self->source = source;
  return TRUE;
}

static gboolean
from_received_spf (MdMessageBorder *self, const MdHeaders *headers)
{
  const char *value = md_headers_get (headers, "Received-SPF");

  if (value == NULL || !take_address (self, received_spf_get (value, "client-ip"), "received-spf"))
    return FALSE;
  self->helo = received_spf_get (value, "helo");
  return TRUE;
}

static gboolean
from_results (MdMessageBorder *self, const GPtrArray *results)
{
  const MdAuthRes *top = results->len > 0 ? g_ptr_array_index (results, 0) : NULL;

  for (guint i = 0; top != NULL && i < top->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (top->results, i);
      const char *address = md_auth_result_get (result, "smtp", "remote-ip");

      if (address == NULL)
        address = md_auth_result_get (result, "policy", "iprev");
      if (take_address (self, g_strdup (address), "authentication-results"))
        return TRUE;
    }
  return FALSE;
}

/* The receiver's own machines are those of whoever wrote the newest line. */
static void
from_received (MdMessageBorder *self, const MdHeaders *headers)
{
  g_autoptr (MdReceivedChain) chain = md_received_chain (headers, 0);
  const MdReceived *newest = chain->hops->len > 0 ? g_ptr_array_index (chain->hops, chain->hops->len - 1) : NULL;
  g_autofree char *ours = newest != NULL && newest->by != NULL ? md_organizational_domain (newest->by) : NULL;
  const MdReceived *border = md_received_border (chain, ours);

  if (border == NULL || !take_address (self, g_strdup (border->address), "received"))
    return;
  self->helo = g_strdup (border->helo != NULL ? border->helo : border->name);
}

/* Of "<ana@example.org>" what stands between; "" of "<>". */
static char *
dup_path (const char *value)
{
  const char *open = strchr (value, '<');

  if (open != NULL)
    return g_strndup (open + 1, strcspn (open + 1, ">"));
  return strchr (value, '@') != NULL ? g_strdup (value) : NULL;
}

static char *
find_sender (const MdHeaders *headers, const GPtrArray *results)
{
  const char *path = md_headers_get (headers, "Return-Path");
  const char *noted = md_headers_get (headers, "Received-SPF");
  const MdAuthRes *top = results->len > 0 ? g_ptr_array_index (results, 0) : NULL;
  char *sender = path != NULL ? dup_path (path) : NULL;

  if (sender == NULL && noted != NULL)
    sender = received_spf_get (noted, "envelope-from");
  for (guint i = 0; sender == NULL && top != NULL && i < top->results->len; i++)
    sender = g_strdup (md_auth_result_get (g_ptr_array_index (top->results, i), "smtp", "mailfrom"));
  return sender;
}

MdMessageBorder *
md_message_border (const MdHeaders *headers, const GPtrArray *results, const MdMessageOrigin *given)
{
  MdMessageBorder *self = g_new0 (MdMessageBorder, 1);

  self->source = "";
  self->sender = given->sender != NULL ? g_strdup (given->sender) : find_sender (headers, results);
  if (!take_address (self, g_strdup (given->address), "given") && !from_received_spf (self, headers)
      && !from_results (self, results))
    from_received (self, headers);
  if (given->helo != NULL)
    {
      g_free (self->helo);
      self->helo = g_strdup (given->helo);
    }
  return self;
}
