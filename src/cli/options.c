/* options.c - the command line of maildoctor-cli; see options.h
 *
 * One table of options; those of the account are in options-account.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-options"

#include "config.h"

#include "cli/options-private.h"

#include "advice/advice.h"
#include "practice/practice.h"

#include <gio/gio.h>
#include <openssl/x509.h>
#include <string.h>

void
md_complain (MdLang lang, const char *id, const char *name, const char *value)
{
  g_autofree char *text = md_cli_text (lang, id, name, value, NULL);

  g_printerr ("maildoctor-cli: %s\n", text);
}

gboolean
md_reading_complain (MdReading *reading, int status, const char *id, const char *name, const char *value)
{
  md_complain (reading->options->lang, id, name, value);
  reading->status = status;
  return FALSE;
}

/* ── the run ── */

static gboolean
take_only (MdReading *reading, const char *name, const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      MdStepId step;

      if (!md_step_id_from_name (g_strstrip (words[i]), &step))
        return md_reading_complain (reading, MD_EXIT_USAGE, "usage-step", "value", words[i]);
      reading->options->only |= 1u << step;
    }
  return TRUE;
}

static gboolean
take_lang (MdReading *reading, const char *name, const char *value)
{
  if (!md_lang_from_code (value, &reading->options->lang))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-lang", "value", value);
  return TRUE;
}

static gboolean
take_format (MdReading *reading, const char *name, const char *value)
{
  static const char *const words[] = { [MD_FORMAT_TEXT] = "text",
                                       [MD_FORMAT_JSON] = "json",
                                       [MD_FORMAT_HTML] = "html",
                                       [MD_FORMAT_JSONL] = "jsonl" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (value, words[i]) == 0)
      {
        reading->options->format = (MdFormat) i;
        return TRUE;
      }
  return md_reading_complain (reading, MD_EXIT_USAGE, "usage-format", "value", value);
}

static gboolean
take_timeout (MdReading *reading, const char *name, const char *value)
{
  guint64 seconds;

  if (!g_ascii_string_to_unsigned (value, 10, 1, 3600, &seconds, NULL))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-timeout", "value", value);
  reading->options->timeout = (guint) seconds;
  return TRUE;
}

static gboolean
is_resolver (const char *value)
{
  g_autoptr (GSocketConnectable) parsed = NULL;

  if (g_hostname_is_ip_address (value))
    return TRUE;
  parsed = g_network_address_parse (value, 53, NULL);
  return parsed != NULL && g_hostname_is_ip_address (g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)));
}

static gboolean
take_resolver (MdReading *reading, const char *name, const char *value)
{
  if (!is_resolver (value))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-resolver", "value", value);
  g_strv_builder_add (reading->resolvers, value);
  reading->has_resolvers = TRUE;
  return TRUE;
}

static gboolean
take_ca_file (MdReading *reading, const char *name, const char *value)
{
  X509_STORE *store;
  gboolean usable;

  if (!g_file_test (value, G_FILE_TEST_IS_REGULAR))
    return md_reading_complain (reading, MD_EXIT_FAILED, "unreadable-ca-file", "path", value);
  store = X509_STORE_new ();
  usable = X509_STORE_load_file (store, value) == 1;
  X509_STORE_free (store);
  if (!usable)
    return md_reading_complain (reading, MD_EXIT_FAILED, "broken-ca-file", "path", value);
  md_world_set_ca_file (reading->options->world, value);
  return TRUE;
}

static gboolean
take_flag (MdReading *reading, const char *name, const char *value)
{
  if (strcmp (name, "quiet") == 0)
    reading->options->quiet = TRUE;
  else if (strcmp (name, "verbose") == 0)
    reading->options->verbose = TRUE;
  else if (strcmp (name, "version") == 0)
    reading->version = TRUE;
  else
    reading->help = TRUE;
  return TRUE;
}

static const MdOptionRow rows[] = {
  { "only", TRUE, take_only },
  { "lang", TRUE, take_lang },
  { "format", TRUE, take_format },
  { "timeout", TRUE, take_timeout },
  { "resolver", TRUE, take_resolver },
  { "ca-file", TRUE, take_ca_file },
  { "quiet", FALSE, take_flag },
  { "verbose", FALSE, take_flag },
  { "version", FALSE, take_flag },
  { "help", FALSE, take_flag },
};

static const MdOptionRow *
find_row (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strlen (rows[i].name) == length && strncmp (rows[i].name, name, length) == 0)
      return &rows[i];
  return md_account_option (name, length);
}

/* Reads argv[*index], and its value, which may stand behind "=" or in the next word. */
static gboolean
read_option (MdReading *reading, int argc, char **argv, int *index)
{
  const char *word = argv[*index] + 2;
  const char *equals = strchr (word, '=');
  const MdOptionRow *row = find_row (word, equals != NULL ? (gsize) (equals - word) : strlen (word));
  const char *value = equals != NULL ? equals + 1 : NULL;

  if (row == NULL || (!row->has_value && value != NULL))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-unknown-option", "word", argv[*index]);
  if (row->has_value && value == NULL)
    {
      if (*index + 1 >= argc)
        return md_reading_complain (reading, MD_EXIT_USAGE, "usage-missing-value", "option", argv[*index]);
      value = argv[++*index];
    }
  return row->take (reading, row->name, value);
}

/* The language first, so that every complaint is in it, wherever --lang stands. */
static MdLang
early_language (int argc, char **argv)
{
  MdLang lang = md_lang_from_environment ();

  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--lang="))
      (void) md_lang_from_code (argv[i] + strlen ("--lang="), &lang);
    else if (strcmp (argv[i], "--lang") == 0 && i + 1 < argc)
      (void) md_lang_from_code (argv[i + 1], &lang);
  return lang;
}

static gboolean
read_command (MdReading *reading, const char *const *words)
{
  MdOptions *options = reading->options;

  if (reading->help || reading->version)
    {
      options->command = reading->help ? MD_COMMAND_HELP : MD_COMMAND_VERSION;
      return TRUE;
    }
  if (words[0] == NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-no-command", "word", "");
  if (strcmp (words[0], "check") == 0 && g_strcmp0 (words[1], "send") == 0 && words[2] == NULL)
    {
      options->command = MD_COMMAND_CHECK_SEND;
      if (options->kase->email == NULL)
        return md_reading_complain (reading, MD_EXIT_USAGE, "usage-no-account", "value", "");
      return TRUE;
    }
  if (strcmp (words[0], "accounts") == 0 && words[1] == NULL)
    {
      options->command = MD_COMMAND_ACCOUNTS;
      /* The page is about a diagnosis. */
      if (options->format == MD_FORMAT_HTML)
        return md_reading_complain (reading, MD_EXIT_USAGE, "usage-list-format", "value", "html");
      return TRUE;
    }
  if (strcmp (words[0], "practice") == 0 && words[1] != NULL && words[2] == NULL)
    {
      options->command = strcmp (words[1], "list") == 0 ? MD_COMMAND_PRACTICE_LIST : MD_COMMAND_PRACTICE;
      options->fault = g_strdup (words[1]);
      if (options->command == MD_COMMAND_PRACTICE && md_practice_find (words[1]) == NULL)
        return md_reading_complain (reading, MD_EXIT_USAGE, "usage-fault", "value", words[1]);
      return TRUE;
    }
  if (strcmp (words[0], "practice") == 0)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-fault", "value", "");
  if ((strcmp (words[0], "check") == 0 || strcmp (words[0], "accounts") == 0) && words[1] != NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-unknown-command", "word", words[1]);
  return md_reading_complain (reading, MD_EXIT_USAGE, "usage-unknown-command", "word", words[0]);
}

MdOptions *
md_options_read (int argc, char **argv, int *status)
{
  g_autoptr (MdOptions) options = g_new0 (MdOptions, 1);
  g_autoptr (GStrvBuilder) resolvers = g_strv_builder_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  MdReading reading = { .options = options, .resolvers = resolvers, .status = MD_EXIT_USAGE };

  options->lang = early_language (argc, argv);
  options->kase = md_case_new ();
  options->world = md_world_new ();
  for (int i = 1; i < argc; i++)
    {
      gboolean good = TRUE;

      if (g_str_has_prefix (argv[i], "--"))
        good = read_option (&reading, argc, argv, &i);
      else
        g_ptr_array_add (words, argv[i]);
      if (!good)
        {
          *status = reading.status;
          return NULL;
        }
    }
  g_ptr_array_add (words, NULL);
  if (reading.has_resolvers)
    {
      g_auto (GStrv) list = g_strv_builder_end (resolvers);

      md_world_set_resolvers (options->world, (const char *const *) list);
    }
  if (!read_command (&reading, (const char *const *) words->pdata))
    {
      *status = reading.status;
      return NULL;
    }
  return g_steal_pointer (&options);
}

void
md_options_free (MdOptions *self)
{
  if (self == NULL)
    return;
  g_free (self->fault);
  md_case_unref (self->kase);
  md_world_unref (self->world);
  g_free (self);
}
