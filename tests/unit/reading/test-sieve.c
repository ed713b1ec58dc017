/* test-sieve.c - filter scripts: what they do to a message of one sender
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/sieve.h"

#include <string.h>

/* What the tables ask about: a message of jefe@empresa.example with "Factura 12" in its subject, to ana@casa.example. */
static const MdRuleFacts facts = {
  .sender = "jefe@empresa.example",
  .subject = "Factura 12",
  .recipient = "ana@casa.example",
};

typedef struct
{
  const char *story;
  const char *script;
  const char *want;  /* "NUMBER DEED OBJECT SURE DOUBT" of what takes it away, "-" when nothing does */
} Case;

#define R "require [\"fileinto\",\"reject\",\"copy\",\"envelope\",\"variables\",\"imap4flags\",\"regex\",\"date\"];\n"
#define FROM "address :is \"from\" \"jefe@empresa.example\""

static const Case cases[] = {
  { "nothing", "", "-" },
  { "only words about it", "# nothing here\n/* and\nthere */ require \"fileinto\";", "-" },
  { "filed by the address", R "if " FROM " { fileinto \"Archivo\"; }", "1 move Archivo certain " },
  { "another address", R "if address :is \"from\" \"otro@empresa.example\" { fileinto \"Archivo\"; }", "-" },
  { "in another letter case", R "if address :is \"From\" \"JEFE@Empresa.Example\" { discard; }", "1 delete  certain " },
  { "letter case counts", R "if address :comparator \"i;octet\" :is \"from\" \"JEFE@empresa.example\" { discard; }", "-" },
  { "by the domain", R "if address :domain :is \"from\" \"empresa.example\" { discard; }", "1 delete  certain " },
  { "by the part before the @", R "if address :localpart \"from\" \"jefe\" { discard; }", "1 delete  certain " },
  { "in the header", R "if header :contains \"from\" \"jefe@\" { discard; }", "1 delete  certain " },
  { "the bare header", R "if header :is \"from\" \"jefe@empresa.example\" { discard; }", "1 delete  likely from" },
  { "with its brackets", R "if header :contains \"from\" \"<jefe@empresa.example>\" { discard; }", "1 delete  likely from" },
  { "another's in the header", R "if header :contains \"from\" \"ana@\" { discard; }", "-" },
  { "a word of his name", R "if header :contains \"from\" \"Revista\" { discard; }", "1 delete  unlikely from" },
  { "a pattern", R "if header :matches \"from\" \"*@empresa.example*\" { discard; }", "1 delete  certain " },
  { "a pattern of one", R "if address :matches \"from\" \"je?e@*\" { discard; }", "1 delete  certain " },
  { "a pattern that is none", R "if address :matches \"from\" \"je?\\\\*\" { discard; }", "-" },
  { "an easy expression", R "if address :regex \"from\" \"^jefe@.*\\\\.example$\" { discard; }", "1 delete  certain " },
  { "a hard expression", R "if address :regex \"from\" \"(j|J)efe.*\" { discard; }", "1 delete  possible from" },
  { "the envelope", R "if envelope :is \"from\" \"jefe@empresa.example\" { discard; }", "1 delete  likely envelope" },
  { "a list of addresses", R "if address :is \"from\" [\"a@b.example\", \"jefe@empresa.example\"] { discard; }",
    "1 delete  certain " },
  { "one of several headers", R "if address :is [\"sender\", \"from\"] [\"jefe@empresa.example\"] { discard; }",
    "1 delete  certain " },
  { "words of the subject", R "if header :contains \"subject\" \"factura\" { discard; }", "1 delete  certain " },
  { "the whole subject", R "if header :is \"subject\" \"factura 12\" { discard; }", "1 delete  likely subject" },
  { "other words", R "if header :contains \"subject\" \"oferta\" { discard; }", "1 delete  unlikely subject" },
  { "any of two", R "if anyof (" FROM ", header :contains \"subject\" \"x\") { discard; }", "1 delete  certain " },
  { "all of two", R "if allof (" FROM ", size :over 1M) { discard; }", "1 delete  possible size" },
  { "all of two, one false", R "if allof (" FROM ", false) { discard; }", "-" },
  { "switched off as one program does it", R "# rule:[x]\nif false # " FROM "\n{ discard; }", "-" },
  { "not him", R "if not " FROM " { discard; }", "-" },
  { "not another", R "if not address \"from\" \"otro@x.example\" { discard; }", "1 delete  certain " },
  { "what the spam filter says", R "if header :contains \"X-Spam-Flag\" \"YES\" { fileinto \"Junk\"; }",
    "1 move Junk possible spam" },
  { "a list's", R "if header :contains \"List-Id\" \"boletin.example\" { fileinto \"L\"; }", "1 move L unlikely header" },
  { "a list of the sender's", R "if header :contains \"List-Id\" \"avisos.empresa.example\" { fileinto \"L\"; }",
    "1 move L possible header" },
  { "in the text", R "if body :contains \"x\" { discard; }", "1 delete  possible body" },
  { "a test of tomorrow", R "if moonphase :full { discard; }", "1 delete  possible other" },
  { "the second branch", R "if header :contains \"list-id\" \"x\" { fileinto \"L\"; } elsif " FROM " { fileinto \"A\"; }",
    "1 move A likely header" },
  { "the branch before", R "if " FROM " { keep; } else { discard; }", "-" },
  { "the last branch", R "if address \"from\" \"x@y.example\" { keep; } elsif false { keep; } else { discard; }",
    "1 delete  certain " },
  { "a rule inside", R "if true { if " FROM " { fileinto \"A\"; } }", "1 move A certain " },
  { "the second rule", R "if false { discard; }\nif " FROM " { fileinto \"A\"; stop; }", "2 move A certain " },
  { "stopped before", R "if " FROM " { stop; }\ndiscard;", "-" },
  { "perhaps stopped before", R "if size :over 1K { stop; }\nif " FROM " { discard; }", "2 delete  likely size" },
  { "kept besides", R "if " FROM " { fileinto \"A\"; keep; }", "-" },
  { "a copy", R "if " FROM " { fileinto :copy \"A\"; redirect :copy \"x@y.example\"; }", "-" },
  { "into the inbox", R "if " FROM " { fileinto \"INBOX\"; }", "-" },
  { "filed, and then thrown away", R "if " FROM " { fileinto \"A\"; } discard;", "1 move A certain " },
  { "copied, and then thrown away", R "if " FROM " { fileinto :copy \"A\"; discard; }", "1 copy A certain " },
  { "sent on", R "redirect \"x@y.example\";", "1 forward x@y.example certain " },
  { "sent back", R "if " FROM " { reject text:\nNo\n..\n.\n; }", "1 reject  certain " },
  { "sent back softly", R "if " FROM " { ereject \"no\"; }", "1 reject  certain " },
  { "only marked", R "if " FROM " { addflag \"\\\\Seen\"; }", "-" },
  { "tags with values", R "if " FROM " { fileinto :flags [\"\\\\Seen\"] :create \"A\"; }", "1 move A certain " },
  { "a variable", R "set \"who\" \"jefe@empresa.example\";\nif address \"from\" \"${who}\" { fileinto \"${who}\"; }",
    "1 move jefe@empresa.example certain " },
  { "a variable that may differ", R "set \"w\" \"x\"; if size :over 1 { set \"w\" \"y\"; }\nif address \"from\" \"${w}\" "
    "{ discard; }", "2 delete  possible from" },
  { "a piped one", R "pipe \"program\";", "1 run program possible other" },
  { "the recipient", R "if address \"to\" \"ana@casa.example\" { discard; }", "1 delete  likely to" },
  { "another recipient", R "if address \"to\" \"lista@otra.example\" { discard; }", "1 delete  unlikely to" },
  { "there is a sender", R "if exists \"from\" { discard; }", "1 delete  certain " },
  { "everything", "discard;", "1 delete  certain " },
  { "broken in the middle", R "if " FROM " { discard; }\nif (", "1 delete  certain " },
};

static char *
say (const MdRuleHit *hit)
{
  if (hit == NULL)
    return g_strdup ("-");
  return g_strdup_printf ("%u %s %s %s %s", hit->rule->number, md_deed_name (hit->action->deed),
                          hit->action->object != NULL ? hit->action->object : "", md_sure_name (hit->sure),
                          md_rule_field_name (hit->doubt));
}

static void
test_what_happens (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdMailRules) rules = md_sieve_rules (cases[i].script, strlen (cases[i].script), NULL, NULL);
      g_autoptr (GPtrArray) hits = md_mail_rules_apply (rules, &facts);
      g_autofree char *got = say (md_rule_hits_worst (hits));

      if (strcmp (got, cases[i].want) != 0)
        g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got, ==, cases[i].want);
      g_assert_cmpint (rules->broken_line != 0, ==, strstr (cases[i].story, "broken") != NULL);
    }
}

static void
test_grammar (void)
{
  static const struct
  {
    const char *story;
    const char *script;
    guint broken_line;
    guint n_commands;
  } grammar[] = {
    { "comments everywhere", "require/*a*/\"x\"# b\n;/* c */keep;", 0, 2 },
    { "a comment without end", "keep; /* c", 1, 0 },
    { "a string without end", "keep;\nredirect \"x", 2, 1 },
    { "lines of text", "vacation text: # said\r\nHola\r\n..punto\r\n.\r\n;keep;", 0, 2 },
    { "text without end", "vacation text:\nHola\n", 3, 0 },
    { "numbers", "if size :over 100K { keep; } if size :under 2G {}", 0, 2 },
    { "nested lists", "if allof (not anyof (true, false), header [\"a\",\"b\"] [\"c\"]) { stop; }", 0, 1 },
    { "an empty list", "if header [] \"x\" { stop; }", 0, 1 },
    { "a missing semicolon", "keep\n\"x\"\ndiscard }", 3, 0 },
    { "a brace too many", "keep;\nkeep; }", 2, 1 },
    { "a brace too few", "keep;\nif true { keep;", 2, 1 },
    { "no command", "\"x\";", 1, 0 },
    { "tags in any case", "if HEADER :CONTAINS \"from\" \"x\" { KEEP; }", 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (grammar); i++)
    {
      guint broken = 99;
      g_autoptr (GPtrArray) commands = md_sieve_parse (grammar[i].script, strlen (grammar[i].script), &broken);

      g_test_message ("%s", grammar[i].story);
      g_assert_cmpuint (broken, ==, grammar[i].broken_line);
      g_assert_cmpuint (commands->len, ==, grammar[i].n_commands);
    }
}

static void
test_text (void)
{
  const char *script = "vacation :days 7 :subject \"Fuera\" text:\nHola\n..punto\n.\n;";
  guint broken;
  g_autoptr (GPtrArray) commands = md_sieve_parse (script, strlen (script), &broken);
  const MdSieveNode *node = g_ptr_array_index (commands, 0);
  const MdSieveArgument *last = g_ptr_array_index (node->arguments, node->arguments->len - 1);

  g_assert_cmpstr (last->strings[0], ==, "Hola\n.punto\n");
  g_assert_cmpuint (node->arguments->len, ==, 5);
}

static void
test_names (void)
{
  const char *script = "require \"fileinto\";\n# rule:[Facturas [2024]]\nif " FROM " { fileinto \"F\"; }\n"
                       "## Flag: |UniqueId:2|Rulename: Ofertas\nif " FROM " { discard; }\n\n# Boletines\nif true { keep; }\n"
                       "# ----------\nif true { keep; }\n# lejos\n\n\nif true { keep; }\n";
  static const char *const names[] = { "Facturas [2024]", "Ofertas", "Boletines", NULL, NULL };
  g_autoptr (MdMailRules) rules = md_sieve_rules (script, strlen (script), NULL, NULL);

  g_assert_cmpuint (rules->rules->len, ==, G_N_ELEMENTS (names));
  g_assert_cmpuint (rules->n_rules, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < rules->rules->len; i++)
    {
      const MdMailRule *rule = g_ptr_array_index (rules->rules, i);

      g_assert_cmpstr (rule->name, ==, names[i]);
      g_assert_cmpuint (rule->number, ==, i + 1);
    }
}

static GBytes *
include (const char *name, gpointer user_data)
{
  guint *calls = user_data;
  const char *text = NULL;

  ++*calls;
  if (strcmp (name, "block") == 0)
    text = "if address \"from\" \"jefe@empresa.example\" { discard; return; } fileinto \"B\";";
  else if (strcmp (name, "self") == 0)
    text = "include :personal \"self\"; if false { discard; }";
  return text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;
}

static void
test_included (void)
{
  static const struct
  {
    const char *script;
    const char *want;
    gboolean incomplete;
  } included[] = {
    { "include :personal \"block\"; keep;", "-", FALSE },
    { "include :personal \"block\";", "1 delete  certain ", FALSE },
    { "if false { include \"block\"; }", "-", FALSE },
    { "include :global \"block\";", "-", TRUE },
    { "include :personal :optional \"gone\";", "-", FALSE },
    { "include :personal \"gone\";", "-", TRUE },
    { "include :personal \"self\";", "-", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (included); i++)
    {
      guint calls = 0;
      g_autoptr (MdMailRules) rules
        = md_sieve_rules (included[i].script, strlen (included[i].script), include, &calls);
      g_autoptr (GPtrArray) hits = md_mail_rules_apply (rules, &facts);
      g_autofree char *got = say (md_rule_hits_worst (hits));

      g_test_message ("%s", included[i].script);
      g_assert_cmpstr (got, ==, included[i].want);
      g_assert_cmpint (rules->incomplete, ==, included[i].incomplete);
      g_assert_cmpuint (calls, <=, 10);
    }
}

static void
test_blocked (void)
{
  static const struct
  {
    const char *script;
    gboolean by_sender;
  } blocked[] = {
    { "if " FROM " { discard; }", TRUE },
    { "if anyof (header :contains \"subject\" \"oferta\", " FROM ") { discard; }", TRUE },
    { "if header :contains \"subject\" \"oferta\" { stop; } if " FROM " { discard; }", TRUE },
    { "if allof (" FROM ", header :contains \"subject\" \"factura\") { discard; }", FALSE },
    { "if header :contains \"subject\" \"factura\" { discard; }", FALSE },
    { "if not address \"from\" \"x@y.example\" { discard; }", FALSE },
    { "discard;", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      g_autoptr (MdMailRules) rules = md_sieve_rules (blocked[i].script, strlen (blocked[i].script), NULL, NULL);
      g_autoptr (GPtrArray) hits = md_mail_rules_apply (rules, &facts);

      g_test_message ("%s", blocked[i].script);
      g_assert_cmpuint (hits->len, >, 0);
      g_assert_cmpint (((MdRuleHit *) g_ptr_array_index (hits, hits->len - 1))->by_sender, ==, blocked[i].by_sender);
    }
}

/* Only the domain, or nothing, is known. */
static void
test_less_known (void)
{
  static const struct
  {
    const char *sender;
    const char *test;
    const char *want;
  } known[] = {
    { "empresa.example", "address :domain \"from\" \"empresa.example\"", "certain" },
    { "empresa.example", "address :is \"from\" \"jefe@empresa.example\"", "possible" },
    { "empresa.example", "header :contains \"from\" \"@empresa.example\"", "certain" },
    { "@empresa.example", "address :is \"from\" \"jefe@otra.example\"", "no" },
    { NULL, "address :is \"from\" \"jefe@empresa.example\"", "possible" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const MdRuleFacts less = { .sender = known[i].sender };
      g_autofree char *script = g_strdup_printf ("if %s { discard; }", known[i].test);
      g_autoptr (MdMailRules) rules = md_sieve_rules (script, strlen (script), NULL, NULL);
      const MdMailRule *rule = g_ptr_array_index (rules->rules, 0);

      g_test_message ("%s: %s", known[i].sender, script);
      g_assert_cmpstr (md_sure_name (md_rule_compare (rule->test, &less)), ==, known[i].want);
    }
}

static void
test_described (void)
{
  const char *script = R "if allof (" FROM ", not header :contains \"X-Y\" [\"a\", \"b\"]) { fileinto \"A\"; stop; }";
  g_autoptr (MdMailRules) rules = md_sieve_rules (script, strlen (script), NULL, NULL);
  const MdMailRule *rule = g_ptr_array_index (rules->rules, 0);
  g_autofree char *test = md_rule_test_describe (rule->test);
  g_autofree char *actions = md_mail_rule_describe_actions (rule);

  g_assert_cmpstr (test, ==, "all (from is \"jefe@empresa.example\", not X-Y contains \"a\" | \"b\")");
  g_assert_cmpstr (actions, ==, "move \"A\"; stop");
}

static void
test_limits (void)
{
  GString *deep = g_string_new (NULL);
  GString *wide = g_string_new (NULL);
  guint broken;

  for (guint i = 0; i < 5000; i++)
    {
      g_string_append (deep, i % 2 == 0 ? "if not " : "allof (");
      g_string_append (wide, "if true { if not false { keep; } }\n");
    }
  g_ptr_array_unref (md_sieve_parse (deep->str, deep->len, &broken));
  g_assert_cmpuint (broken, ==, 1);
  g_ptr_array_unref (md_sieve_parse (wide->str, wide->len, &broken));
  g_assert_cmpuint (broken, >, 1000);
  g_string_free (deep, TRUE);
  g_string_free (wide, TRUE);
}

/* The last of many rules is not lost behind those that only might apply. */
static void
test_many (void)
{
  GString *script = g_string_new (NULL);
  g_autoptr (MdMailRules) rules = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autofree char *got = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (script, "if header :contains \"subject\" \"oferta\" { fileinto \"X\"; stop; }\n");
  g_string_append (script, "if " FROM " { discard; }\n");
  rules = md_sieve_rules (script->str, script->len, NULL, NULL);
  hits = md_mail_rules_apply (rules, &facts);
  got = say (md_rule_hits_worst (hits));
  g_assert_cmpuint (rules->broken_line, ==, 0);
  g_assert_cmpstr (got, ==, "2001 delete  likely subject");
  g_string_free (script, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sieve/what-happens", test_what_happens);
  g_test_add_func ("/sieve/grammar", test_grammar);
  g_test_add_func ("/sieve/text", test_text);
  g_test_add_func ("/sieve/names", test_names);
  g_test_add_func ("/sieve/included", test_included);
  g_test_add_func ("/sieve/blocked", test_blocked);
  g_test_add_func ("/sieve/less-known", test_less_known);
  g_test_add_func ("/sieve/described", test_described);
  g_test_add_func ("/sieve/limits", test_limits);
  g_test_add_func ("/sieve/many", test_many);
  return g_test_run ();
}
