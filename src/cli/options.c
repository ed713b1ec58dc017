/* options.c - the command line of maildoctor-cli; see options.h
 *
 * One table of options; those of the account are in options-account.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-options"

#include "config.h"

#include "cli/options-private.h"

#include "advice/advice.h"
#include "cli/accounts.h"
#include "cli/address.h"
#include "cli/domain.h"
#include "cli/message.h"
#include "cli/explain.h"
#include "cli/explain-code.h"
#include "cli/log.h"
#include "cli/practice-run.h"
#include "cli/run.h"
#include "cli/words.h"
#include "practice/practice.h"

#include <gio/gio.h>
#include <openssl/x509.h>
#include <string.h>

#define MAX_WORDS 100000 /* files that a shell may hand over */

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

/* "es", or "es+en": both, and which of them stands first. */
static gboolean
read_language (const char *value, MdLang *lang, gboolean *both)
{
  g_auto (GStrv) codes = g_strsplit (value, "+", 3);
  MdLang second;
  guint n = g_strv_length (codes);

  *both = n == 2;
  return n >= 1 && n <= 2 && md_lang_from_code (codes[0], lang)
         && (n == 1 || (md_lang_from_code (codes[1], &second) && second != *lang));
}

static gboolean
take_lang (MdReading *reading, const char *name, const char *value)
{
  if (!read_language (value, &reading->options->lang, &reading->options->both))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-lang", "value", value);
  return TRUE;
}

static const char *const formats[] = {
  [MD_FORMAT_TEXT] = "text",
  [MD_FORMAT_JSON] = "json",
  [MD_FORMAT_HTML] = "html",
  [MD_FORMAT_JSONL] = "jsonl",
};

static gboolean
take_format (MdReading *reading, const char *name, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (value, formats[i]) == 0)
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
take_resolver (MdReading *reading, const char *name, const char *value)
{
  if (!md_world_is_resolver (value))
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
  else if (strcmp (name, "no-personal-data") == 0)
    reading->options->hide_personal = TRUE;
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
  { "no-personal-data", FALSE, take_flag },
  { "version", FALSE, take_flag },
  { "help", FALSE, take_flag },
};

static const MdOptionRow *
find_row (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strlen (rows[i].name) == length && strncmp (rows[i].name, name, length) == 0)
      return &rows[i];
  return md_message_option (name, length) != NULL ? md_message_option (name, length) : md_account_option (name, length);
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
  gboolean both;

  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--lang="))
      (void) read_language (argv[i] + strlen ("--lang="), &lang, &both);
    else if (strcmp (argv[i], "--lang") == 0 && i + 1 < argc)
      (void) read_language (argv[i + 1], &lang, &both);
  return lang;
}

/* ── commands ── */

static int
show_help (const MdOptions *options)
{
  static const char *const parts[] = { "help-commands", "help-account", "help-message", "help-password", "help-consent",
                                       "help-answers",  "help-output" };
  g_autoptr (GString) help = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = md_cli_text (options->lang, parts[i], NULL);

      g_string_append_printf (help, "%s%s", i > 0 ? "\n" : "", part);
    }
  return md_write_output (options->lang, help->str) ? MD_EXIT_OK : MD_EXIT_FAILED;
}

static int
show_version (const MdOptions *options)
{
  return md_write_output (options->lang, "maildoctor " MD_VERSION "\n") ? MD_EXIT_OK : MD_EXIT_FAILED;
}

static int
run_check (const MdOptions *options)
{
  return md_run_guide (options, options->guide, options->kase, options->world);
}

static int
run_practice (const MdOptions *options)
{
  return strcmp (options->words[0], "list") == 0 ? md_list_practice (options) : md_run_practice (options);
}

static gboolean
take_check (MdReading *reading)
{
  MdOptions *options = reading->options;

  if (!md_guide_from_name (options->words[0], &options->guide))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-guide", "value", options->words[0]);
  if (options->kase->email == NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-no-account", "value", "");
  /* Where sending itself is in doubt, the recipient named is the test's; elsewhere it may be anybody. */
  if (options->guide == MD_GUIDE_SEND && options->kase->test_to == NULL)
    options->kase->test_to = g_strdup (options->kase->to);
  return TRUE;
}

/* A code that was read aloud is explained alone. */
static gboolean
take_explain (MdReading *reading)
{
  MdOptions *options = reading->options;

  if (options->code == NULL)
    return TRUE;
  if (options->words[0] != NULL || options->kase->text != NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-code", "value", "");
  options->run = md_run_explain_code;
  return TRUE;
}

/* The page is about a diagnosis. */
static gboolean
take_accounts (MdReading *reading)
{
  if (reading->options->format == MD_FORMAT_HTML)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-list-format", "value", "html");
  return TRUE;
}

static gboolean
take_practice (MdReading *reading)
{
  const char *fault = reading->options->words[0];

  if (strcmp (fault, "list") != 0 && md_practice_find (fault) == NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-fault", "value", fault);
  return TRUE;
}

static const struct
{
  const char *word;
  guint least, most;                       /* how many words stand behind it */
  const char *missing;                     /* (nullable) id of the complaint about too few of them */
  gboolean (*take) (MdReading *reading);   /* (nullable) */
  MdCommandRun run;
} commands[] = {
  { "check", 1, 1, "usage-guide", take_check, run_check },
  { "accounts", 0, 0, NULL, take_accounts, md_run_accounts },
  { "address", 1, 1000, "usage-no-address", NULL, md_run_address },
  { "message", 1, 1, "usage-no-message", NULL, md_run_message },
  { "explain", 0, MAX_WORDS, NULL, take_explain, md_run_explain },
  { "log", 0, G_MAXUINT, NULL, NULL, md_run_log },
  { "domain", 1, 1, "usage-no-domain", NULL, md_run_domain },
  { "practice", 1, 1, "usage-fault", take_practice, run_practice },
  { "words", 1, 1, "usage-unknown-command", NULL, md_run_words },
};

const char *
md_command_at (gsize index)
{
  return index < G_N_ELEMENTS (commands) ? commands[index].word : NULL;
}

const MdOptionRow *
md_run_option_at (gsize index)
{
  return index < G_N_ELEMENTS (rows) ? &rows[index] : NULL;
}

const char *
md_format_at (gsize index)
{
  return index < G_N_ELEMENTS (formats) ? formats[index] : NULL;
}

static gboolean
read_command (MdReading *reading, const char *const *words)
{
  guint n_words = g_strv_length ((char **) words);

  if (reading->help || reading->version)
    {
      reading->options->run = reading->help ? show_help : show_version;
      return TRUE;
    }
  if (n_words == 0)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-no-command", "word", "");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (words[0], commands[i].word) != 0)
        continue;
      if (n_words - 1 < commands[i].least)
        return md_reading_complain (reading, MD_EXIT_USAGE, commands[i].missing, "value", "");
      if (n_words - 1 > commands[i].most)
        return md_reading_complain (reading, MD_EXIT_USAGE, "usage-too-many-words", "word",
                                    words[commands[i].most + 1]);
      reading->options->words = g_strdupv ((char **) words + 1);
      reading->options->run = commands[i].run;
      return commands[i].take == NULL || commands[i].take (reading);
    }
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
  g_strfreev (self->words);
  g_free (self->code);
  g_free (self->ip);
  g_free (self->helo);
  md_case_unref (self->kase);
  md_world_unref (self->world);
  g_free (self);
}
