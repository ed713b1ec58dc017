/* case.c - what the person brought; see case.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-case"

#include "config.h"

#include "core/case.h"

#include <string.h>

static MdSecret *
maybe_ref (MdSecret *secret)
{
  return secret != NULL ? md_secret_ref (secret) : NULL;
}

MdCase *
md_case_new (void)
{
  MdCase *self = g_new0 (MdCase, 1);

  g_atomic_ref_count_init (&self->count);
  return self;
}

MdCase *
md_case_copy (const MdCase *self)
{
  MdCase *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->count);
  copy->email = g_strdup (self->email);
  copy->user = g_strdup (self->user);
  copy->outgoing_user = g_strdup (self->outgoing_user);
  copy->incoming_user = g_strdup (self->incoming_user);
  copy->outgoing = md_endpoint_copy (self->outgoing);
  copy->incoming = md_endpoint_copy (self->incoming);
  copy->auth = g_strdup (self->auth);
  copy->incoming_auth = g_strdup (self->incoming_auth);
  copy->program = g_strdup (self->program);
  copy->password = maybe_ref (self->password);
  copy->outgoing_password = maybe_ref (self->outgoing_password);
  copy->incoming_password = maybe_ref (self->incoming_password);
  copy->token = maybe_ref (self->token);
  copy->from = g_strdup (self->from);
  copy->to = g_strdup (self->to);
  copy->test_to = g_strdup (self->test_to);
  copy->selectors = g_strdupv (self->selectors);
  copy->domain = g_strdup (self->domain);
  copy->ip = g_strdup (self->ip);
  copy->helo = g_strdup (self->helo);
  copy->text = g_strdup (self->text);
  copy->bounce = g_strdup (self->bounce);
  copy->draft = g_strdup (self->draft);
  copy->logs = g_strdupv (self->logs);
  copy->queue_id = g_strdup (self->queue_id);
  copy->sender = g_strdup (self->sender);
  copy->subject = g_strdup (self->subject);
  copy->message_id = g_strdup (self->message_id);
  return copy;
}

MdCase *
md_case_ref (MdCase *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_case_unref (MdCase *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  g_free (self->email);
  g_free (self->user);
  g_free (self->outgoing_user);
  g_free (self->incoming_user);
  md_endpoint_free (self->outgoing);
  md_endpoint_free (self->incoming);
  g_free (self->auth);
  g_free (self->incoming_auth);
  g_free (self->program);
  md_secret_unref (self->password);
  md_secret_unref (self->outgoing_password);
  md_secret_unref (self->incoming_password);
  md_secret_unref (self->token);
  g_free (self->from);
  g_free (self->to);
  g_free (self->test_to);
  g_strfreev (self->selectors);
  g_free (self->domain);
  g_free (self->ip);
  g_free (self->helo);
  g_free (self->text);
  g_free (self->bounce);
  g_free (self->draft);
  g_strfreev (self->logs);
  g_free (self->queue_id);
  g_free (self->sender);
  g_free (self->subject);
  g_free (self->message_id);
  g_free (self);
}

MdInput
md_case_get_inputs (const MdCase *self)
{
  MdInput inputs = 0;

  if (self->email != NULL)
    inputs |= MD_INPUT_EMAIL | MD_INPUT_DOMAIN;
  if (self->domain != NULL)
    inputs |= MD_INPUT_DOMAIN;
  if (self->outgoing != NULL)
    inputs |= MD_INPUT_OUTGOING;
  if (self->incoming != NULL)
    inputs |= MD_INPUT_INCOMING;
  if (self->password != NULL || self->outgoing_password != NULL || self->incoming_password != NULL
      || self->token != NULL)
    inputs |= MD_INPUT_PASSWORD;
  if (self->text != NULL || self->bounce != NULL)
    inputs |= MD_INPUT_BOUNCE;
  if (self->to != NULL)
    inputs |= MD_INPUT_RECIPIENT;
  if (self->draft != NULL)
    inputs |= MD_INPUT_DRAFT;
  if (self->logs != NULL && self->logs[0] != NULL)
    inputs |= MD_INPUT_LOGS;
  if (self->sender != NULL)
    inputs |= MD_INPUT_SENDER;
  return inputs;
}

gboolean
md_case_same_account (const MdCase *a, const MdCase *b)
{
  return g_strcmp0 (a->email, b->email) == 0 && g_strcmp0 (a->user, b->user) == 0
         && g_strcmp0 (a->incoming_auth, b->incoming_auth) == 0
         && g_strcmp0 (a->outgoing_user, b->outgoing_user) == 0 && g_strcmp0 (a->incoming_user, b->incoming_user) == 0
         && g_strcmp0 (a->from, b->from) == 0 && a->no_auth == b->no_auth && a->message_size == b->message_size
         && g_strcmp0 (a->auth, b->auth) == 0 && g_strcmp0 (a->program, b->program) == 0
         && md_endpoint_equal (a->outgoing, b->outgoing) && md_endpoint_equal (a->incoming, b->incoming);
}

gboolean
md_case_same_secrets (const MdCase *a, const MdCase *b)
{
  return md_secret_equal (a->password, b->password) && md_secret_equal (a->outgoing_password, b->outgoing_password)
         && md_secret_equal (a->incoming_password, b->incoming_password) && md_secret_equal (a->token, b->token)
         && (a->consents & MD_CONSENT_TOKEN) == (b->consents & MD_CONSENT_TOKEN);
}

static gboolean
same_list (char **a, char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

MdInput
md_case_compare_inputs (const MdCase *a, const MdCase *b)
{
  MdInput other = 0;

  if (g_strcmp0 (a->text, b->text) != 0 || g_strcmp0 (a->bounce, b->bounce) != 0)
    other |= MD_INPUT_BOUNCE;
  if (g_strcmp0 (a->to, b->to) != 0)
    other |= MD_INPUT_RECIPIENT;
  if (g_strcmp0 (a->draft, b->draft) != 0)
    other |= MD_INPUT_DRAFT;
  if (g_strcmp0 (a->test_to, b->test_to) != 0)
    other |= MD_INPUT_TEST_TO;
  if (!same_list (a->logs, b->logs) || g_strcmp0 (a->queue_id, b->queue_id) != 0)
    other |= MD_INPUT_LOGS;
  if (g_strcmp0 (a->sender, b->sender) != 0 || g_strcmp0 (a->subject, b->subject) != 0
      || g_strcmp0 (a->message_id, b->message_id) != 0 || a->sent != b->sent)
    other |= MD_INPUT_SENDER;
  if (g_strcmp0 (a->domain, b->domain) != 0)
    other |= MD_INPUT_DOMAIN;
  return other;
}

char *
md_case_dup_domain (const MdCase *self)
{
  const char *at = self->email != NULL ? strrchr (self->email, '@') : NULL;

  return at != NULL ? md_host_normalize (at + 1) : NULL;
}

const char *
md_case_get_user (const MdCase *self, MdSubject side)
{
  const char *own = side == MD_SUBJECT_INCOMING ? self->incoming_user : self->outgoing_user;

  if (own != NULL)
    return own;
  return self->user != NULL ? self->user : self->email;
}

MdSecret *
md_case_get_password (const MdCase *self, MdSubject side)
{
  MdSecret *own = side == MD_SUBJECT_INCOMING ? self->incoming_password : self->outgoing_password;

  return own != NULL ? own : self->password;
}

const char *
md_case_get_sender (const MdCase *self)
{
  return self->from != NULL ? self->from : self->email;
}

gboolean
md_address_has_form (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *domain = NULL;

  if (at == NULL || at == address || strpbrk (address, " \t\r\n<>") != NULL)
    return FALSE;
  domain = md_host_normalize (at + 1);
  return domain != NULL && strchr (domain, '.') != NULL;
}
