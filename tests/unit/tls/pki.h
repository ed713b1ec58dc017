/* pki.h - certificates made while the test runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

typedef struct
{
  X509 *cert;
  EVP_PKEY *key;
} Identity;

#define DAY (24 * 60 * 60)

/* @names: DNS names and addresses, separated by blanks; NULL for an authority.  @issuer NULL: signs itself.
 * Valid from @from to @to, seconds from now. */
Identity *identity_new (const char *common_name, const char *names, const Identity *issuer, long from, long to);
void      identity_free (Identity *self);
/* PEM file of the certificate in @folder. */
char     *identity_save (const Identity *self, const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Identity, identity_free)
