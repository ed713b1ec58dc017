/* kwallet.h - the passwords that KMail keeps in KWallet, asked of its own service
 *
 * Only where that service runs already (it is never started for it): where KWallet also is the Secret Service,
 * keyring.h finds them first.  An open wallet may still ask its owner whether we may look; a closed one is opened by
 * its own prompt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/keyring.h"

G_BEGIN_DECLS

/* As md_keyring_read(), of the entry @key in @folder of the wallet for network passwords. */
MdStored md_kwallet_read (const char *folder, const char *key, gboolean may_ask, const MdWait *wait, MdSecret **secret);

G_END_DECLS
