/* letters.c - ready texts for those who must act; see letters.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/letters.h"

#include <string.h>

static const struct
{
  const char *title;
  const char *text;
} letters[MD_N_LETTERS] = {
  [MD_LETTER_RECIPIENT] = {
    N_ ("Text for the recipient"),
    /* Translators: sent by phone or chat; {sender} is an e-mail address. */
    N_ ("Hello! I sent you an e-mail from {sender}, and I am not sure that it arrived. Could you please look:\n"
        "1. in the spam folder (and mark it as “not spam” if it is there);\n"
        "2. in your rules or filters, whether one moves or deletes my messages;\n"
        "3. in your blocked senders, whether my address is among them;\n"
        "4. whether your mailbox still has space.\n"
        "Please tell me what you find. Thank you!\n"),
  },
  [MD_LETTER_PROVIDER] = {
    N_ ("Text for the provider"),
    N_ ("Hello,\n"
        "sending mail from {sender} fails. What was found:\n"
        "{cause}\n"
        "{findings}\n"
        "Could you please look into it on your side and tell me when it is mended? Thank you.\n"),
  },
  [MD_LETTER_ADMINISTRATOR] = {
    N_ ("Text for whoever runs the domain"),
    N_ ("Hello,\n"
        "mail from the domain {domain} does not always arrive. What was found:\n"
        "{cause}\n"
        "{findings}\n"
        "Could you please correct it in the DNS of the domain and tell me when it is done? Thank you.\n"),
  },
  [MD_LETTER_SENDER] = {
    N_ ("Text for the sender"),
    N_ ("Hello! I am waiting for an e-mail from you at {recipient}, and it has not come. Could you please look:\n"
        "1. whether you got an error message (if so, please send me its text);\n"
        "2. whether my address is written like this: {recipient};\n"
        "3. whether the message is still in your Outbox.\n"
        "{cause}"
        "Then please send it once more. Thank you!\n"),
  },
};

const char *
md_letter_title (MdLang lang, MdLetter letter)
{
  return md_text (lang, letters[letter].title);
}

typedef struct
{
  const char *sender;
  const char *domain;
  const char *recipient;
  const char *cause;
  const char *findings;
} Places;

static const char *
look_up (const char *name, gconstpointer user_data)
{
  const Places *places = user_data;
  const struct
  {
    const char *name;
    const char *value;
  } rows[] = {
    { "sender", places->sender },       { "domain", places->domain },     { "recipient", places->recipient },
    { "cause", places->cause },         { "findings", places->findings },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, name) == 0)
      return rows[i].value;
  return NULL;
}

/* What the cause rests on, with the servers' own words and the corrected records, one line each. */
static char *
list_findings (MdLang lang, const MdCause *cause)
{
  static const char *const quoted[] = { "reply", "diagnostic", "record", "corrected" };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      g_autofree char *line = md_finding_line (lang, finding);

      g_string_append_printf (out, "- %s\n", line);
      for (gsize j = 0; j < G_N_ELEMENTS (quoted); j++)
        {
          const char *value = md_finding_get (finding, quoted[j]);

          if (value != NULL && value[0] != '\0' && strstr (line, value) == NULL)
            g_string_append_printf (out, "  %s\n", value);
        }
    }
  return g_string_free (out, FALSE);
}

char *
md_letter_text (MdLang lang, MdLetter letter, const MdCase *kase, const MdVerdict *verdict)
{
  const MdCause *cause = verdict != NULL && verdict->causes->len > 0 ? g_ptr_array_index (verdict->causes, 0) : NULL;
  g_autofree char *domain = kase->domain != NULL ? g_strdup (kase->domain) : md_case_dup_domain (kase);
  g_autofree char *title = cause != NULL ? md_advice_title (lang, cause) : NULL;
  g_autofree char *findings = cause != NULL ? list_findings (lang, cause) : NULL;
  g_autofree char *aside = title != NULL && letter == MD_LETTER_SENDER ? g_strconcat (title, "\n", NULL) : NULL;
  const Places places = {
    .sender = md_case_get_sender (kase),
    .domain = domain,
    .recipient = kase->email,
    .cause = letter == MD_LETTER_SENDER ? (aside != NULL ? aside : "") : (title != NULL ? title : ""),
    .findings = findings != NULL ? findings : "",
  };

  return md_fill (md_text (lang, letters[letter].text), look_up, &places);
}

gboolean
md_letter_for_verdict (const MdVerdict *verdict, MdGuide guide, MdLetter *letter)
{
  const MdCause *cause = verdict->causes->len > 0 ? g_ptr_array_index (verdict->causes, 0) : NULL;
  MdActor actor;

  if (cause == NULL)
    {
      *letter = guide == MD_GUIDE_RECEIVE ? MD_LETTER_SENDER : MD_LETTER_RECIPIENT;
      return guide != MD_GUIDE_SEND;
    }
  actor = md_cause_get_actor (cause);
  if (actor == MD_ACTOR_PROVIDER || actor == MD_ACTOR_ISP)
    *letter = MD_LETTER_PROVIDER;
  else if (actor == MD_ACTOR_DOMAIN_OWNER)
    *letter = guide == MD_GUIDE_RECEIVE ? MD_LETTER_SENDER : MD_LETTER_ADMINISTRATOR;
  else if (actor == MD_ACTOR_RECIPIENT)
    *letter = guide == MD_GUIDE_RECEIVE ? MD_LETTER_SENDER : MD_LETTER_RECIPIENT;
  else
    return FALSE;
  return TRUE;
}
