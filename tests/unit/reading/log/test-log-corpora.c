/* test-log-corpora.c - every expectation of the other public logs: Postfix patterns, single lines of all four servers,
 * and lines of attacks, none of which may be taken for a delivery
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "corpus.h"

/* ── lines of Postfix, with the fields that a set of patterns finds in them ── */

/* What a mail's way does not depend on is not read. */
static const struct
{
  const char *prefix;
  const char *why;
} not_read[] = {
  { "postfix_anvil_", "connections per time tell nothing of a message" },
  { "postfix_cmd_", "how many commands a client gave tells nothing of a message" },
  { "postfix_command_counter_data", "the same" },
  { "postfix_dnsbl_", "what a list answered; the refusal that follows is read" },
  { "postfix_message_level", "a warning of the server about itself" },
  { "postfix_message", "the same" },
  { "postfix_postscreen_", "the tests of a client before it may speak; the refusal that follows is read" },
  { "postfix_postsuper_summary_", "how many messages were changed, without naming them" },
  { "postfix_prepend_", "a header was added to a message" },
  { "postfix_proxy_", "what a content filter in front said; its refusal is read" },
  { "postfix_scache_", "the cache of connections" },
  { "postfix_server_", "the own address that a client connected to" },
  { "postfix_service", "the service that a statistic is about" },
  { "postfix_smtp_lostconn_data", "a connection that broke; the attempt that follows is read" },
  { "postfix_smtpd_lostconn_data", "a client that went away" },
  { "postfix_smtp_stage", "where in the dialogue; the reply is read" },
  { "postfix_status_data", "a part of the reply, which is read whole" },
  { "postfix_termination_signal", "the server was stopped" },
  { "postfix_tls_", "how a connection was encrypted" },
  { "postfix_requiretls", "the same" },
  { "postfix_relay_service", "a part of the relay, which is read whole" },
  { "postfix_relay_port", "the same" },
};

typedef struct
{
  const char *name;
  const char *data;
  GHashTable *wanted;
} GrokCase;

static char *
unquote (const char *value)
{
  g_autofree char *text = g_strstrip (g_strdup (value));
  gsize length = strlen (text);

  if (length < 2 || text[0] != '"' || text[length - 1] != '"')
    return g_steal_pointer (&text);
  text[length - 1] = '\0';
  return g_strcompress (text + 1);
}

static gboolean
contains (MdSlice slice, const char *part)
{
  return md_slice_find (slice, md_slice (part, strlen (part))) >= 0;
}

static void
expect_part (const GrokCase *grok, const char *what, const char *part, MdSlice got)
{
  if (contains (got, part))
    return;
  g_test_message ("%s: %s: \"%s\" is not in \"%.*s\"", grok->name, what, part, (int) got.length,
                  got.at != NULL ? got.at : "");
  g_test_fail ();
}

/* "to=<a@b>, relay=…, dsn=…": each pair that has a place in the event. */
static void
check_pairs (const GrokCase *grok, const char *pairs, const MdLogEvent *event)
{
  static const struct
  {
    const char *key;
    gsize offset;
  } places[] = {
    { "to", G_STRUCT_OFFSET (MdLogEvent, recipient) }, { "from", G_STRUCT_OFFSET (MdLogEvent, sender) },
    { "orig_to", G_STRUCT_OFFSET (MdLogEvent, original) }, { "relay", G_STRUCT_OFFSET (MdLogEvent, relay) },
    { "dsn", G_STRUCT_OFFSET (MdLogEvent, dsn) }, { "client", G_STRUCT_OFFSET (MdLogEvent, client) },
  };
  g_autoptr (GRegex) regex = g_regex_new ("(\\w+)=(<[^>]*>|[^, ]+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, pairs, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *key = g_match_info_fetch (match, 1);
      g_autofree char *value = g_match_info_fetch (match, 2);
      MdSlice plain = md_slice_unbracket (md_slice (value, strlen (value)));
      g_autofree char *want = g_strndup (plain.at, plain.length);

      for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
        if (strcmp (places[i].key, key) == 0)
          corpus_expect (grok->name, key, want, G_STRUCT_MEMBER (MdSlice, event, places[i].offset));
      if (strcmp (key, "delay") == 0)
        g_assert_cmpfloat_with_epsilon (event->delay, g_ascii_strtod (value, NULL), 0.001);
    }
}

static gboolean
check_field (const GrokCase *grok, const char *key, const char *want, const MdLogEvent *event)
{
  g_autofree char *code = g_strdup_printf ("%u", event->code);

  if (strcmp (key, "postfix_queueid") == 0)
    corpus_expect (grok->name, key, strcmp (want, "NOQUEUE") == 0 ? "" : want, event->queue_id);
  else if (strcmp (key, "postfix_status") == 0)
    corpus_expect (grok->name, key, want, event->status_word);
  else if (strcmp (key, "postfix_smtp_response") == 0 || strcmp (key, "postfix_pipe_response") == 0
           || strcmp (key, "postfix_error_response") == 0)
    corpus_expect (grok->name, key, want, event->reply);
  else if (strcmp (key, "postfix_status_message") == 0 || strcmp (key, "postfix_postscreen_toobusy_data") == 0)
    expect_part (grok, key, want, event->reply);
  else if (strcmp (key, "postfix_from") == 0)
    corpus_expect (grok->name, key, want, event->sender);
  else if (strcmp (key, "postfix_message-id") == 0)
    corpus_expect (grok->name, key, want, event->message_id);
  else if (strcmp (key, "postfix_bounce_queueid") == 0)
    corpus_expect (grok->name, key, want, event->other_id);
  else if (strcmp (key, "postfix_bounce_recipient") == 0 || strcmp (key, "postfix_bounce_reason") == 0)
    expect_part (grok, key, want, event->status_word);
  else if (strcmp (key, "postfix_action") == 0)
    g_assert_true (event->status == MD_LOG_REFUSED);
  else if (strcmp (key, "postfix_postsuper_action") == 0)
    g_assert_true ((event->kind == MD_LOG_DELETED) == (strcmp (want, "removed") == 0));
  else if (strcmp (key, "postfix_status_code") == 0)
    corpus_expect (grok->name, key, want, md_slice (code, strlen (code)));
  else if (strcmp (key, "postfix_status_code_enhanced") == 0)
    corpus_expect (grok->name, key, want, event->dsn);
  else if (strcmp (key, "postfix_keyvalue_data") == 0)
    check_pairs (grok, want, event);
  else if (g_str_has_prefix (key, "postfix_client_"))
    {
      /* Without a queue id and a refusal, a client only connects and leaves. */
      if (event->status == MD_LOG_REFUSED || event->kind == MD_LOG_RECEIVED || event->kind == MD_LOG_SIGN_IN_FAILED)
        expect_part (grok, key, want, event->client);
    }
  else if (strcmp (key, "postfix_relay_hostname") == 0 || strcmp (key, "postfix_relay_ip") == 0)
    {
      if (event->queue_id.length > 0)
        expect_part (grok, key, want, event->relay);
    }
  else
    return FALSE;
  return TRUE;
}

/* A header that was noted or added belongs to the story of its message, and is no news of its delivery. */
static gboolean
only_noted (const GrokCase *grok)
{
  return g_hash_table_contains (grok->wanted, "postfix_prepend_type")
         || strstr (grok->data, ": info: header ") != NULL || strstr (grok->data, "proxy-accept: ") != NULL;
}

static void
check_grok (const GrokCase *grok, const char *daemon)
{
  g_autofree char *line = g_strdup_printf ("Nov 22 01:26:33 mx postfix/%s[12]: %s", daemon, grok->data);
  MdLogEvent event;
  MdLogServer server;
  gboolean read = corpus_read (line, &event, &server);
  const char *status = g_hash_table_lookup (grok->wanted, "postfix_status");
  gboolean attempt = status != NULL && !g_str_equal (status, "expired");
  GHashTableIter iterator;
  gpointer key, want;

  g_assert_true (!g_hash_table_contains (grok->wanted, "postfix_queueid") || read);
  g_assert_true (attempt == (read && event.kind == MD_LOG_ATTEMPT) || strstr (grok->data, "status=sent") != NULL);
  if (!read)
    event = (MdLogEvent) { 0 };
  g_hash_table_iter_init (&iterator, grok->wanted);
  while (g_hash_table_iter_next (&iterator, &key, &want))
    {
      gboolean known = (only_noted (grok) && strcmp (key, "postfix_keyvalue_data") == 0)
                       || check_field (grok, key, want, &event);

      for (gsize i = 0; i < G_N_ELEMENTS (not_read) && !known; i++)
        known = g_str_has_prefix (key, not_read[i].prefix);
      if (!known)
        {
          g_test_message ("%s: nobody reads %s", grok->name, (const char *) key);
          g_test_fail ();
        }
    }
}

static void
check_grok_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *data = NULL;
  g_autofree char *daemon = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = NULL;
  gboolean results = FALSE;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');
      const char *pattern = strstr (lines[i], "%{POSTFIX_");

      if (g_str_has_prefix (lines[i], "pattern:") && pattern != NULL)
        daemon = g_ascii_strdown (pattern + 10, (gssize) strcspn (pattern + 10, "}"));
      else if (g_str_has_prefix (lines[i], "data:"))
        data = unquote (lines[i] + 5);
      else if (g_str_has_prefix (lines[i], "results:"))
        results = TRUE;
      else if (results && lines[i][0] == ' ' && colon != NULL)
        g_hash_table_replace (wanted, g_strstrip (g_strndup (lines[i], (gsize) (colon - lines[i]))),
                              unquote (colon + 1));
    }
  g_assert_nonnull (daemon);
  /* Patterns of a part of a line: that part alone is no line of a log. */
  if (strcmp (daemon, "relay") != 0 && strcmp (daemon, "command_counter_data") != 0 && strcmp (daemon, "tls_features") != 0)
    check_grok (&(GrokCase) { name, data, wanted }, daemon);
}

static void
test_postfix_grok (void)
{
  g_autofree char *folder = corpus_path ("postfix-grok");
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".yaml"))
      {
        check_grok_file (folder, name);
        n++;
      }
  g_assert_true (dir == NULL || n >= 90);
}

/* ── single lines of all four servers ── */

static const struct
{
  const char *result;
  MdLogKind kind;
  MdLogStatus status;
} results[] = {
  { "sent", MD_LOG_ATTEMPT, MD_LOG_SENT },           { "deferred", MD_LOG_ATTEMPT, MD_LOG_DEFERRED },
  { "bounced", MD_LOG_ATTEMPT, MD_LOG_BOUNCED },     { "received", MD_LOG_RECEIVED, MD_LOG_NO_STATUS },
  { "bounce-sent", MD_LOG_RETURNED, MD_LOG_NO_STATUS }, { "completed", MD_LOG_DONE, MD_LOG_NO_STATUS },
  { "auth-failed", MD_LOG_SIGN_IN_FAILED, MD_LOG_NO_STATUS }, { "info", MD_LOG_NOTHING, MD_LOG_NO_STATUS },
};

static void
check_line (JsonObject *row)
{
  const char *line = corpus_string (row, "line");
  JsonObject *expect = json_object_get_object_member (row, "expect");
  const char *result = corpus_string (expect, "result");
  MdSlice recipients, recipient = { NULL, 0 };
  MdLogEvent event;
  MdLogServer server;
  g_autofree char *code = NULL;
  gboolean known = FALSE;

  g_assert_true (corpus_read (line, &event, &server));
  g_assert_cmpstr (md_log_server_name (server), ==, corpus_string (row, "mta"));
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    if (strcmp (results[i].result, result) == 0)
      {
        /* A rule about the next server: the line of the attempt follows and is the one that counts. */
        MdLogKind kind = strstr (line, "ruleset=tls_") != NULL ? MD_LOG_REMARK : results[i].kind;

        known = TRUE;
        if (event.kind != kind || (event.status != results[i].status && event.kind != MD_LOG_RETURNED))
          {
            g_test_message ("%s: kind %d status %d", line, (int) event.kind, (int) event.status);
            g_test_fail ();
          }
      }
  g_assert_true (known);
  recipients = event.recipient;
  (void) md_log_sendmail_next (&recipients, &recipient);
  code = g_strdup_printf ("%u", event.code);
  corpus_expect (line, "queue_id", corpus_string (expect, "queue_id"), event.queue_id);
  corpus_expect (line, "recipient", corpus_string (expect, "recipient"), recipient);
  corpus_expect (line, "dsn", corpus_string (expect, "dsn"), event.dsn);
  corpus_expect (line, "relay", corpus_string (expect, "relay"), event.relay);
  corpus_expect (line, "reply", corpus_string (expect, "reply"), md_slice (code, strlen (code)));
}

static void
test_delivery_lines (void)
{
  g_autofree char *path = corpus_path ("delivery-lines.jsonl");
  g_autoptr (GPtrArray) rows = path != NULL ? corpus_rows (path) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    check_line (json_node_get_object (g_ptr_array_index (rows, i)));
}

/* ── lines of attacks and of other programs ── */

static void
test_no_false_delivery (gconstpointer data)
{
  const char *kind = data;
  g_autofree char *folder = corpus_path (kind);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GPtrArray) rows = corpus_rows (path);

      for (guint i = 0; i < rows->len; i++)
        {
          const char *line = corpus_string (json_node_get_object (g_ptr_array_index (rows, i)), "line");
          gboolean refusal = strstr (line, "reject") != NULL || strstr (line, "No such user here") != NULL;
          MdLogEvent event;
          MdLogServer server;

          if (!corpus_read (line, &event, &server))
            continue;
          if (event.kind == MD_LOG_ATTEMPT || (event.kind == MD_LOG_REJECTED && !refusal)
              || event.kind == MD_LOG_EXPIRED)
            {
              g_test_message ("%s: taken for a delivery: %s", name, line);
              g_test_fail ();
            }
          /* A refusal says whose. */
          g_assert_true (event.kind != MD_LOG_REJECTED || event.recipient.length + event.client.length > 0);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/postfix-grok", test_postfix_grok);
  g_test_add_func ("/log/delivery-lines", test_delivery_lines);
  g_test_add_data_func ("/log/attacks/fail2ban", "fail2ban", test_no_false_delivery);
  g_test_add_data_func ("/log/attacks/ossec", "ossec", test_no_false_delivery);
  return g_test_run ();
}
