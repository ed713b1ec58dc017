/* practice.c - the pretend provider, put together; see practice.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/practice.h"

#include "practice/hall.h"

#include <glib/gstdio.h>
#include <openssl/rand.h>
#include <string.h>
#include <unistd.h>

#define USUAL_OUTGOING_PORT 587
#define PASSWORD_RANDOM_BYTES 6

struct _MdPractice
{
  const MdPracticeFault *fault;  /* (static) */
  PracticeStage stage;           /* its authority and mailbox are owned */
  MdWorld *world;                /* (owned) */
  PracticeHall *hall;            /* (owned) */
  MdSecret *password;            /* (owned) the right one */
  MdSecret *other_password;      /* (owned) an older one */
  MdEndpoint *outgoing;          /* (owned) */
  MdEndpoint *incoming;          /* (owned) */
  char *draft;                   /* (owned) (nullable) path of a file that goes with it */
  char *log;                     /* (owned) (nullable) of another */
  MdPracticeAccount account;     /* borrows from the above */
};

/* A password like a person's, awkward on purpose: blanks, quotes and a letter beyond ASCII.  Made anew each time, so
 * that it can be told from everything else in the process. */
static MdSecret *
make_password (void)
{
  static const char *const signs = "ñ\"' ";
  guchar random[PASSWORD_RANDOM_BYTES];
  MdSecret *secret = md_secret_new_sized (strlen (signs) + 2 * sizeof random);
  char *text = md_secret_bytes (secret);

  if (RAND_bytes (random, sizeof random) != 1)
    g_error ("no random numbers");
  memcpy (text, signs, strlen (signs));
  text += strlen (signs);
  for (gsize i = 0; i < sizeof random; i++)
    {
      *text++ = (char) ('a' + random[i] % 26);
      *text++ = (char) ('0' + random[i] / 26);
    }
  md_wipe (random, sizeof random);
  return secret;
}

static gboolean
write_file (const char *pattern, const char *text, char **path, GError **error)
{
  int fd = g_file_open_tmp (pattern, path, error);

  if (fd < 0)
    return FALSE;
  close (fd);
  return g_file_set_contents (*path, text, -1, error);
}

/* The draft and the log as files, where programs expect such. */
static gboolean
write_files (MdPractice *self, GError **error)
{
  const PracticeScript *script = self->stage.script;
  const char *draft = script->loud_draft ? practice_draft_loud () : practice_draft_sober ();

  if (script->has_draft && !write_file ("maildoctor-practice-XXXXXX.eml", draft, &self->draft, error))
    return FALSE;
  return !script->has_log || write_file ("maildoctor-practice-XXXXXX.log", practice_log (), &self->log, error);
}

static void
remove_file (char *path)
{
  if (path != NULL)
    (void) g_unlink (path);
  g_free (path);
}

static void
set_up_account (MdPractice *self)
{
  const PracticeScript *script = self->stage.script;
  guint16 port = script->outgoing_port != 0 ? script->outgoing_port : USUAL_OUTGOING_PORT;
  MdSecurity security = script->outgoing_port != 0 ? script->outgoing_security : MD_SECURITY_STARTTLS;

  self->outgoing = md_endpoint_new (MD_PROTOCOL_SMTP,
                                    script->outgoing_host != NULL ? script->outgoing_host : "smtp." PRACTICE_DOMAIN,
                                    port, security);
  self->incoming = md_endpoint_new (MD_PROTOCOL_IMAP, "imap." PRACTICE_DOMAIN, 993, MD_SECURITY_TLS);
  self->account = (MdPracticeAccount) {
    .email = PRACTICE_EMAIL,
    .user = script->short_user ? "ana" : NULL,
    .outgoing = self->outgoing,
    .incoming = self->incoming,
    .password = script->wrong_password ? self->other_password : self->password,
    .outgoing_password = script->stale_outgoing ? self->other_password : NULL,
    .no_auth = script->no_auth,
    .from = script->from,
    .message_size = script->message_size,
    .to = script->to,
    .sender = script->sender,
    .subject = script->subject,
    .draft = self->draft,
    .log = self->log,
  };
}

MdPractice *
md_practice_start (const char *fault, GError **error)
{
  g_autoptr (MdPractice) self = NULL;
  const MdPracticeFault *found = md_practice_find (fault);

  if (found == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no fault to practise by the name of %s", fault);
      return NULL;
    }
  self = g_new0 (MdPractice, 1);
  self->fault = found;
  self->password = make_password ();
  self->other_password = make_password ();
  self->stage.script = practice_script_find (found->id);
  self->stage.password = self->password;
  self->stage.mailbox = practice_mailbox_new ();
  practice_seeds_sow (self->stage.script->seeds, self->stage.mailbox);
  self->stage.authority = practice_authority_new (error);
  if (self->stage.authority == NULL)
    return NULL;
  self->world = md_world_new ();
  md_world_set_practice (self->world, TRUE);
  md_world_set_ca_file (self->world, practice_authority_get_file (self->stage.authority));
  self->hall = practice_hall_open (&self->stage, self->world, error);
  if (self->hall == NULL || !write_files (self, error))
    return NULL;
  set_up_account (self);
  return g_steal_pointer (&self);
}

void
md_practice_stop (MdPractice *self)
{
  if (self == NULL)
    return;
  practice_hall_close (self->hall);
  md_world_unref (self->world);
  practice_authority_free (self->stage.authority);
  practice_mailbox_free (self->stage.mailbox);
  remove_file (self->draft);
  remove_file (self->log);
  md_endpoint_free (self->outgoing);
  md_endpoint_free (self->incoming);
  md_secret_unref (self->password);
  md_secret_unref (self->other_password);
  g_free (self);
}

MdWorld *
md_practice_get_world (MdPractice *self)
{
  return self->world;
}

const MdPracticeAccount *
md_practice_get_account (MdPractice *self)
{
  return &self->account;
}

const MdPracticeFault *
md_practice_get_fault (MdPractice *self)
{
  return self->fault;
}

PracticeOffer
practice_call_offer (const PracticeCall *call)
{
  const PracticeScript *script = call->stage->script;
  const PracticePlace *place = call->place;
  PracticeOffer offer = { .authority = call->stage->authority, .host = place->host };

  if (script->clock_behind)
    offer.issue = PRACTICE_ISSUE_NOT_YET;
  else if (script->inspected && place->service != PRACTICE_WEB)
    offer.issue = PRACTICE_ISSUE_INSPECTED;
  else if (place->is_own && place->service == PRACTICE_SMTP)
    offer.issue = script->certificate;
  return offer;
}
