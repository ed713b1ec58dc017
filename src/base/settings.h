/* settings.h - what a provider publishes for an address: servers, user-name form, and what it is known for
 *
 * Immutable and atomically counted once discovery has handed it over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/endpoint.h"

G_BEGIN_DECLS

/* Where settings came from, best first (guides.md, Account). */
typedef enum
{
  MD_SOURCE_FACTS,      /* shipped provider facts, by domain */
  MD_SOURCE_FACTS_MX,   /* the same, by MX suffix */
  MD_SOURCE_AUTOCONFIG, /* the domain's own autoconfig */
  MD_SOURCE_WELL_KNOWN, /* /.well-known/autoconfig */
  MD_SOURCE_ISPDB,      /* Thunderbird's database */
  MD_SOURCE_AUTODISCOVER, /* what the domain publishes for Outlook and Exchange */
  MD_SOURCE_SRV,        /* RFC 6186, RFC 8314 */
  MD_SOURCE_CANDIDATE,  /* usual names that answered */
  MD_N_SOURCES,
} MdSettingsSource;

/* "provider-facts", "provider-facts-mx", "autoconfig", "well-known", "ispdb", "autodiscover", "srv", "candidate" */
const char *md_settings_source_name (MdSettingsSource source);

typedef enum
{
  MD_USER_FORM_UNKNOWN,
  MD_USER_FORM_ADDRESS, /* the whole address */
  MD_USER_FORM_LOCAL,   /* the part before the @ */
  MD_USER_FORM_OTHER,   /* something of the provider's own */
} MdUserForm;

typedef enum
{
  MD_APP_PASSWORD_NO,
  MD_APP_PASSWORD_YES,
  MD_APP_PASSWORD_WITH_TWO_STEP,
  MD_APP_PASSWORD_UNKNOWN,
} MdAppPassword;

typedef struct
{
  /*< private >*/
  gatomicrefcount count;

  /*< public >*/
  MdSettingsSource source;
  GPtrArray *outgoing;     /* (owned) of MdEndpoint, preferred first; may be empty */
  GPtrArray *incoming;     /* (owned) of MdEndpoint */
  MdUserForm outgoing_user_form;
  MdUserForm incoming_user_form;
  /* Known only for providers in the shipped facts: */
  char *provider;          /* (nullable) id, e.g. "gmail" */
  char *provider_name;     /* (nullable) for people */
  gboolean public_provider; /* the address' domain is one of the provider's own, not a customer's */
  gboolean servers_unproven; /* named by DNS alone and outside the domain: shown, but sent no password (RFC 6186 6) */
  gboolean servers_unsure; /* the servers come from memory: to be probed before they are believed */
  MdAppPassword app_password;
  char *app_password_url;  /* (nullable) */
  gboolean oauth2_only;
  gboolean access_needs_switch; /* POP/IMAP/SMTP access must be switched on in webmail */
  char *access_url;        /* (nullable) */
  char *webmail_url;       /* (nullable) */
  char *status_url;        /* (nullable) */
  char *help_url;          /* (nullable) */
  guint per_day, per_hour, recipients_per_message, max_message_mb; /* 0: not known */
} MdSettings;

MdSettings *md_settings_new (MdSettingsSource source);
MdSettings *md_settings_ref (MdSettings *self);
void        md_settings_unref (MdSettings *self);
/* The user name of that form for @email; (transfer full) (nullable) when the form is not known. */
char       *md_user_form_apply (MdUserForm form, const char *email);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSettings, md_settings_unref)

G_END_DECLS
