/* secrets.c - passwords for the command; see secrets.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-secrets"

#include "config.h"

#include "cli/secrets.h"

#include "advice/advice.h"
#include "cli/options.h"
#include "programs/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <unistd.h>

/* Long enough to answer the system's own question for the keyring's password. */
#define KEYRING_MS 60000

MdSecret *
md_read_secret_file (MdLang lang, const char *path)
{
  g_autoptr (GError) error = NULL;
  MdSecret *secret = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd >= 0)
    {
      secret = md_secret_read_fd (fd, &error);
      close (fd);
    }
  if (secret == NULL && error != NULL && error->code == G_IO_ERROR_INVALID_DATA)
    md_complain (lang, "empty-password", "path", path);
  else if (secret == NULL)
    {
      g_autofree char *text = md_cli_text (lang, "unreadable-password-file", "path", path, "reason",
                                           error != NULL ? error->message : g_strerror (errno), NULL);

      g_printerr ("maildoctor-cli: %s\n", text);
    }
  return secret;
}

MdSecret *
md_read_secret_fd (MdLang lang, const char *number)
{
  MdSecret *secret = NULL;
  guint64 fd;

  if (g_ascii_string_to_unsigned (number, 10, 0, 65535, &fd, NULL))
    secret = md_secret_read_fd ((int) fd, NULL);
  if (secret == NULL)
    md_complain (lang, "unreadable-password-fd", "fd", number);
  return secret;
}

MdSecret *
md_read_secret_keyring (MdLang lang, const char *email)
{
  g_autoptr (MdKeyringPlace) place = md_keyring_place_own (email);
  const MdWait outer = { .deadline = G_MAXINT64 };
  const MdWait wait = md_wait_within (&outer, KEYRING_MS);
  MdSecret *secret = NULL;

  if (md_keyring_read (place, TRUE, &wait, &secret) != MD_STORED_EQUAL)
    md_complain (lang, "keyring-unavailable", "email", email);
  return secret;
}
