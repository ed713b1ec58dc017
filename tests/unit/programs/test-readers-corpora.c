/* test-readers-corpora.c - the public settings of seven mail programs read as they should be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs/programs.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const struct
{
  const char *client;
  MdProgramReader read;
} readers[] = {
  { "kmail", md_kmail_read },
  { "claws", md_claws_read },
  { "msmtp", md_msmtp_read },
  { "mutt", md_mutt_read },
  { "thunderbird", md_thunderbird_read },
  { "evolution", md_evolution_read },
  { "geary", md_geary_read },
};

static void
check_text (JsonObject *want, const char *member, const char *got)
{
  if (json_object_has_member (want, member))
    g_assert_cmpstr (got, ==, json_object_get_string_member (want, member));
}

static const char *
protocol_of (const MdProgramServer *server)
{
  return server->way == MD_WAY_SERVER ? md_protocol_name (server->endpoint->protocol) : server->kind;
}

static const char *
security_of (const MdProgramServer *server)
{
  if (server->endpoint == NULL)
    return NULL;
  return server->endpoint->security == MD_SECURITY_PLAIN ? "none" : md_security_name (server->endpoint->security);
}

static void
check_server (JsonObject *account, const char *member, const MdProgramServer *server)
{
  JsonObject *want = json_object_has_member (account, member) ? json_object_get_object_member (account, member) : NULL;

  if (want == NULL)
    return;
  check_text (want, "protocol", protocol_of (server));
  check_text (want, "host", server->endpoint != NULL ? server->endpoint->host : NULL);
  check_text (want, "user", server->user);
  check_text (want, "security", security_of (server));
  if (json_object_has_member (want, "port"))
    g_assert_cmpint (server->endpoint->port, ==, json_object_get_int_member (want, "port"));
}

static void
check_account (JsonObject *want, const MdProgramAccount *got)
{
  check_text (want, "address", got->email);
  check_text (want, "name", got->name);
  check_text (want, "label", got->label);
  check_server (want, "incoming", &got->incoming);
  check_server (want, "outgoing", &got->outgoing);
  if (json_object_has_member (want, "default"))
    g_assert_cmpint (got->is_default, ==, json_object_get_boolean_member (want, "default"));
}

static gboolean
check_case (const char *profiles, JsonObject *one)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  const char *client = json_object_get_string_member (one, "client");
  g_autofree char *folder = g_build_filename (profiles, client, json_object_get_string_member (one, "case"), NULL);
  JsonArray *want = json_object_get_array_member (one, "accounts");

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    if (strcmp (client, readers[i].client) == 0)
      {
        g_autoptr (MdPrograms) found = md_programs_new ();

        g_test_message ("%s", folder);
        readers[i].read (folder, folder, found, &wait);
        g_assert_cmpuint (found->notes->len, ==, 0);
        g_assert_cmpuint (found->accounts->len, ==, json_array_get_length (want));
        for (guint k = 0; k < found->accounts->len; k++)
          check_account (json_array_get_object_element (want, k), g_ptr_array_index (found->accounts, k));
        return TRUE;
      }
  return FALSE;
}

static void
test_corpora (void)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *profiles = g_build_filename (corpora != NULL ? corpora : "", "profiles", NULL);
  g_autofree char *path = g_build_filename (profiles, "expected.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (corpora == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the public settings are not here");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);

      g_assert_nonnull (node);
      n += check_case (profiles, json_node_get_object (node));
    }
  g_assert_cmpuint (n, >=, 14);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/programs/corpora/readers", test_corpora);
  return g_test_run ();
}
