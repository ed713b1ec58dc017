/* practice.h - the pretend provider on loopback: SMTP, IMAP, POP3, DNS, HTTP(S), healthy or with one chosen fault
 *
 * It serves the domain practice.example with its own authority and its own resolver, so that every check does its real
 * work.  Names that checks look for on the Internet lead here too.  Nothing leaves the computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/world.h"
#include "base/endpoint.h"
#include "base/secret.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;     /* "healthy", "old-sending-password" … */
  const char *step;   /* "S3": where it shows */
  const char *cause;  /* the cause a right verdict names; NULL when healthy */
  gboolean slow;      /* takes a time limit to show */
  gboolean unsure;    /* a right verdict names none: too little can be known */
} MdPracticeFault;

/* In page order; the first is "healthy". */
const MdPracticeFault *md_practice_faults (gsize *n_faults);
const MdPracticeFault *md_practice_find (const char *id);

typedef struct _MdPractice MdPractice;

/* The account that the pretend mail program is configured with; everything in it is pretend. */
typedef struct
{
  const char *email;
  const char *user;             /* (nullable) */
  const MdEndpoint *outgoing;
  const MdEndpoint *incoming;
  MdSecret *password;           /* (not owned) right for receiving */
  MdSecret *outgoing_password;  /* (not owned) (nullable) where the saved one differs */
  gboolean no_auth;
  const char *from;             /* (nullable) */
  guint64 message_size;         /* 0: none */
  gboolean oauth2;
  const char *to;               /* (nullable) the recipient in trouble */
  const char *sender;           /* (nullable) who should have written */
  const char *subject;          /* (nullable) */
  const char *draft;            /* (nullable) path of the message that is to be sent */
  const char *log;              /* (nullable) path of a mail server's log */
} MdPracticeAccount;

/* Starts its servers on loopback. */
MdPractice *md_practice_start (const char *fault, GError **error);
/* Ends them; returns when all its threads have. */
void        md_practice_stop (MdPractice *self);
MdWorld    *md_practice_get_world (MdPractice *self);  /* (transfer none) */
const MdPracticeAccount *md_practice_get_account (MdPractice *self);
const MdPracticeFault *md_practice_get_fault (MdPractice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPractice, md_practice_stop)

G_END_DECLS
