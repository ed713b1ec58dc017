/* account-draft.c - what stands in the fields of the account page; see account-draft.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-account-draft"

#include "config.h"

#include "ui/account-draft.h"

void
md_account_draft_init (MdAccountDraft *self)
{
  *self = (MdAccountDraft) {
    .email = g_strdup (""),
    .user = g_strdup (""),
    .outgoing = { g_strdup (""), 465, MD_SECURITY_TLS, MD_PROTOCOL_SMTP },
    .incoming = { g_strdup (""), 993, MD_SECURITY_TLS, MD_PROTOCOL_IMAP },
  };
}

void
md_account_draft_clear (MdAccountDraft *self)
{
  g_free (self->email);
  g_free (self->user);
  g_free (self->outgoing.host);
  g_free (self->incoming.host);
  md_account_draft_forget_program (self);
}

void
md_account_draft_set_server (MdServerDraft *server, const MdEndpoint *endpoint)
{
  g_free (server->host);
  server->host = g_strdup (endpoint->host);
  server->port = endpoint->port;
  server->security = endpoint->security;
  server->protocol = endpoint->protocol;
}

static void
set_or_empty (MdServerDraft *server, const MdEndpoint *endpoint)
{
  if (endpoint != NULL)
    {
      md_account_draft_set_server (server, endpoint);
      return;
    }
  g_free (server->host);
  server->host = g_strdup ("");
}

void
md_account_draft_forget_program (MdAccountDraft *self)
{
  g_clear_pointer (&self->outgoing_user, g_free);
  g_clear_pointer (&self->auth, g_free);
  g_clear_pointer (&self->incoming_auth, g_free);
  g_clear_pointer (&self->program, g_free);
}

void
md_account_draft_set_program (MdAccountDraft *self, const MdProgramAccount *account)
{
  const MdProgramPick pick = md_program_account_pick (account);

  if (pick.email != NULL)
    {
      g_free (self->email);
      self->email = g_strdup (pick.email);
    }
  g_free (self->user);
  self->user = g_strdup (pick.user != NULL ? pick.user : "");
  set_or_empty (&self->outgoing, pick.outgoing);
  set_or_empty (&self->incoming, pick.incoming);
  self->edited = pick.outgoing != NULL || pick.incoming != NULL;
  self->no_auth = pick.no_auth;
  md_account_draft_forget_program (self);
  self->outgoing_user = g_strdup (pick.outgoing_user);
  self->auth = g_strdup (pick.auth);
  self->incoming_auth = g_strdup (pick.incoming_auth);
  self->program = g_strdup (pick.program);
}

/* TRUE when it is empty (nothing configured) or can be a server. */
static gboolean
server_is_good (const MdServerDraft *server)
{
  g_autofree char *host = NULL;

  if (server->host[0] == '\0')
    return TRUE;
  host = md_host_normalize (server->host);
  return host != NULL && server->port >= 1 && server->port <= 65535;
}

MdDraftState
md_account_draft_check (const MdAccountDraft *self)
{
  g_autofree char *email = g_strstrip (g_strdup (self->email));

  if (!md_address_has_form (email))
    return MD_DRAFT_NO_ADDRESS;
  if (self->edited && !server_is_good (&self->outgoing))
    return MD_DRAFT_BAD_OUTGOING;
  if (self->edited && !server_is_good (&self->incoming))
    return MD_DRAFT_BAD_INCOMING;
  return MD_DRAFT_GOOD;
}

static MdEndpoint *
to_endpoint (const MdServerDraft *server)
{
  g_autofree char *host = server->host[0] != '\0' ? md_host_normalize (server->host) : NULL;

  return host != NULL ? md_endpoint_new (server->protocol, host, (guint16) server->port, server->security) : NULL;
}

MdCase *
md_account_draft_to_case (const MdAccountDraft *self, const MdCase *base)
{
  MdCase *kase = md_case_copy (base);

  g_free (kase->email);
  kase->email = g_strstrip (g_strdup (self->email));
  g_free (kase->user);
  kase->user = self->user[0] != '\0' ? g_strstrip (g_strdup (self->user)) : NULL;
  g_free (kase->outgoing_user);
  kase->outgoing_user = g_strdup (self->outgoing_user);
  g_free (kase->auth);
  kase->auth = g_strdup (self->auth);
  g_free (kase->incoming_auth);
  kase->incoming_auth = g_strdup (self->incoming_auth);
  g_free (kase->program);
  kase->program = g_strdup (self->program);
  g_clear_pointer (&kase->outgoing, md_endpoint_free);
  g_clear_pointer (&kase->incoming, md_endpoint_free);
  if (self->edited)
    {
      kase->outgoing = to_endpoint (&self->outgoing);
      kase->incoming = to_endpoint (&self->incoming);
    }
  kase->no_auth = self->no_auth;
  return kase;
}
