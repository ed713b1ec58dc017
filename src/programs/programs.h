/* programs.h - the accounts that the mail programs on this computer are set up with
 *
 * Read-only, below the home folder only: no reader follows a link out of its program's folder, runs a command, or opens
 * anything that is not a regular file.  Limits: 128 MiB a file, 64 KiB a line, 200 accounts a program, 16 levels of
 * include.  A file that cannot be read becomes a note, and reading goes on.  Passwords that stand in files are never
 * kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/endpoint.h"
#include "base/wait.h"

G_BEGIN_DECLS

/* How a program gets or gives its mail when it is no server we could ask. */
typedef enum
{
  MD_WAY_NONE,      /* nothing is set up */
  MD_WAY_SERVER,    /* see endpoint */
  MD_WAY_LOCAL,     /* maildir, mbox, spool … */
  MD_WAY_COMMAND,   /* sendmail or another command */
  MD_WAY_EXCHANGE,  /* Exchange Web Services, Graph, MAPI */
} MdWay;

typedef struct
{
  MdWay way;
  MdEndpoint *endpoint;  /* (owned) (nullable) set when way is SERVER; the protocol's default port where none is set */
  char *user;            /* (owned) (nullable) */
  char *auth;            /* (owned) (nullable) "none", "password", "encrypted-password", "oauth2", "gssapi", "ntlm",
                            "other" */
  char *kind;            /* (owned) (nullable) the program's own word: "maildir", "sendmail" … */
  char *keyring_id;      /* (owned) (nullable) what the keyring files its password under: Evolution: uid of the source,
                            or of its collection; KMail: transport number, resource's "…rc" name; GOA: account id */
} MdProgramServer;

typedef struct
{
  char *program;         /* (owned) "thunderbird", "evolution", "geary", "kmail", "claws", "sylpheed", "balsa", "msmtp",
                            "mutt", "goa" */
  char *profile;         /* (owned) (nullable) */
  char *file;            /* (owned) path below the home folder where it stands */
  char *id;              /* (owned) stable: "thunderbird/PROFILE/id1" … for --account */
  char *email;           /* (owned) (nullable) */
  char *name;            /* (owned) (nullable) the person's */
  char *label;           /* (owned) (nullable) what the program calls the account */
  MdProgramServer incoming;
  MdProgramServer outgoing;
  gboolean uses_default_outgoing; /* Thunderbird: the identity names no server of its own, so the default one serves */
  gboolean oauth2;       /* the program signs in with a token */
  gboolean is_default;   /* what the program sends with when nothing else is chosen */
} MdProgramAccount;

typedef enum
{
  MD_PROGRAM_NOTE_UNREADABLE,  /* no permission, not a regular file, a link that leads out */
  MD_PROGRAM_NOTE_TOO_LARGE,
  MD_PROGRAM_NOTE_BROKEN,      /* not what this program writes; what could be read was read */
  MD_PROGRAM_NOTE_TOO_MANY,
} MdProgramNoteKind;

typedef struct
{
  char *program;  /* (owned) */
  char *file;     /* (owned) */
  MdProgramNoteKind kind;
  guint line;     /* 0: not known */
} MdProgramNote;

typedef struct
{
  GPtrArray *accounts;  /* (owned) of MdProgramAccount, in the order of the table of programs, then of the file */
  GPtrArray *notes;     /* (owned) of MdProgramNote */
} MdPrograms;

/* What a diagnosis takes from an account, for the command and for the window; everything belongs to the account. */
typedef struct
{
  const char *email;          /* (nullable) */
  const char *user;           /* (nullable) */
  const char *outgoing_user;  /* (nullable) where it differs */
  const MdEndpoint *incoming; /* (nullable) */
  const MdEndpoint *outgoing; /* (nullable) */
  const char *auth;           /* (nullable) how it signs in for sending */
  const char *incoming_auth;  /* (nullable) how for receiving */
  const char *program;
  gboolean no_auth;           /* it does not sign in for sending */
} MdProgramPick;

MdPrograms *md_programs_new (void);
void        md_programs_free (MdPrograms *self);
MdProgramAccount *md_program_account_new (const char *program);
void        md_program_account_free (MdProgramAccount *self);
void        md_program_note_free (MdProgramNote *self);
MdProgramPick md_program_account_pick (const MdProgramAccount *self);

/* Every program's accounts below @home (native, Flatpak and Snap places). */
MdPrograms *md_programs_read (const char *home, const MdWait *wait);

/* One reader a program, each in a file of its own; the table of them is in programs.c, with the folders they are
 * handed: that of profiles.ini, …/evolution/sources, …/geary, KDE's ~/.config, .claws-mail, .sylpheed-2.0, .balsa, that
 * of msmtprc, that of muttrc. */
typedef void (*MdProgramReader) (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_thunderbird_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_evolution_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
/* Of those found, the one that Evolution sends with when nothing else is chosen. */
void md_evolution_mark_default (MdPrograms *found);
void md_geary_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_kmail_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_claws_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_sylpheed_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_balsa_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
void md_msmtp_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);
/* msmtp's settings for everybody, in @folder (/etc): only where @into has none of the person's own. */
void md_msmtp_read_common (const char *folder, MdPrograms *into, const MdWait *wait);
void md_mutt_read (const char *folder, const char *home, MdPrograms *into, const MdWait *wait);

/* For readers: a whole regular file at most @limit bytes, opened without following a link out of @folder; NULL and a
 * note in @into otherwise (nothing when it does not exist).  NUL-terminated; @length without it. */
char *md_program_file (const char *folder, const char *name, const char *program, gsize limit, MdPrograms *into,
                       gsize *length);
void  md_program_note (MdPrograms *into, const char *program, const char *file, MdProgramNoteKind kind, guint line);
/* Takes @account over; FALSE, and one note, when its program has as many as we read. */
gboolean md_program_add (MdPrograms *into, MdProgramAccount *account);
/* @path as it reads below @home: ".thunderbird/abc/prefs.js". */
char *md_program_below (const char *home, const char *path);

/* Where the folder @place of the tables is: below @home, or where the person has moved .config, .cache or .local/share
 * to, as long as that is below @home, too.  A sandbox has such folders of its own, without other programs' files; there
 * the variables of the world outside count. */
char *md_program_place (const char *home, const char *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdPrograms, md_programs_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdProgramAccount, md_program_account_free)

G_END_DECLS
