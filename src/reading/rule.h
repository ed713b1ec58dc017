/* rule.h - filter rules, whoever wrote them: Sieve on a server, or a mail program here
 *
 * One model for all of them, and one question: what would happen to a message of which only the sender, and perhaps
 * some words of the subject, are known?  What a rule asks beyond that stays open: a doubt is never made certainty.
 * Plain values, one owner at a time; limits are those of the readers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How sure it is that something holds.  "Not" turns the scale round, "all" takes the least, "any" the most. */
typedef enum
{
  MD_SURE_NO,
  MD_SURE_UNLIKELY, /* only if something unusual is true (a word in the sender's display name …) */
  MD_SURE_POSSIBLE, /* depends on what we cannot know */
  MD_SURE_LIKELY,
  MD_SURE_CERTAIN,
} MdSure;

/* "no", "unlikely", "possible", "likely", "certain" */
const char *md_sure_name (MdSure sure);

typedef enum
{
  MD_RULE_FIELD_NONE,
  MD_RULE_FROM,
  MD_RULE_ENVELOPE,  /* the sender of the envelope, Sender, Return-Path */
  MD_RULE_SUBJECT,
  MD_RULE_TO,
  MD_RULE_CC,
  MD_RULE_TO_OR_CC,
  MD_RULE_HEADER,    /* another one, see name */
  MD_RULE_ANY_HEADER,
  MD_RULE_BODY,
  MD_RULE_SIZE,
  MD_RULE_DATE,
  MD_RULE_SPAM,      /* what a spam filter said */
  MD_RULE_FLAGS,
  MD_RULE_CONTACTS,  /* whether the sender is in an address book */
  MD_RULE_OTHER,     /* a test that we do not know, or that asks the server itself: see name */
  MD_N_RULE_FIELDS,
} MdRuleField;

/* "", "from", "envelope", "subject", "to", "cc", "to-or-cc", "header" … */
const char *md_rule_field_name (MdRuleField field);

typedef enum
{
  MD_RULE_IS,
  MD_RULE_CONTAINS,
  MD_RULE_BEGINS,
  MD_RULE_ENDS,
  MD_RULE_GLOB,      /* RFC 5228 2.7.1 :matches */
  MD_RULE_REGEX,
  MD_RULE_EXISTS,
  MD_RULE_COMPARES,  /* counts, numbers, soundex …: never decided here */
} MdRuleOp;

typedef enum
{
  MD_RULE_WHOLE,     /* the field as it stands: Ana <ana@example.org> */
  MD_RULE_ADDRESS,   /* the address alone */
  MD_RULE_NAME_OR_ADDRESS, /* either of both, as mail programs compare */
  MD_RULE_LOCAL,
  MD_RULE_DOMAIN,
  MD_RULE_USER,      /* RFC 5233 */
  MD_RULE_DETAIL,
} MdRulePart;

typedef enum
{
  MD_FOLD_ASCII,     /* i;ascii-casemap */
  MD_FOLD_NONE,
  MD_FOLD_UNICODE,   /* as mail programs compare */
} MdRuleFold;

typedef enum
{
  MD_TEST_TRUE,
  MD_TEST_FALSE,
  MD_TEST_ALL,
  MD_TEST_ANY,
  MD_TEST_NOT,       /* of its one test */
  MD_TEST_COMPARE,
} MdRuleTestKind;

typedef struct
{
  MdRuleTestKind kind;
  GPtrArray *tests;  /* (owned) (nullable) of MdRuleTest */
  MdRuleField field;
  MdRulePart part;
  MdRuleOp op;
  MdRuleFold fold;
  char *name;        /* (owned) (nullable) the header, or the test, as the rule calls it */
  char **values;     /* (owned) (nullable) any of which will do */
} MdRuleTest;

typedef enum
{
  MD_DEED_KEEP,      /* puts it into the inbox */
  MD_DEED_MOVE,
  MD_DEED_COPY,
  MD_DEED_DELETE,
  MD_DEED_DISCARD,   /* Sieve's: not kept, unless something else keeps it */
  MD_DEED_FORWARD,   /* sends it on, and does not keep it */
  MD_DEED_FORWARD_COPY,
  MD_DEED_REJECT,
  MD_DEED_JUNK,      /* marks it as spam */
  MD_DEED_HIDE,      /* leaves it where it is, but not to be seen */
  MD_DEED_MARK,      /* read, flagged, labelled … */
  MD_DEED_REPLY,
  MD_DEED_RUN,       /* hands it to a program: anything may happen */
  MD_DEED_STOP,
  MD_DEED_RETURN,    /* ends the included script only */
  MD_DEED_GROUP,     /* a rule inside: see rule */
  MD_DEED_OTHER,     /* nothing that keeps a message away */
  MD_N_DEEDS,
} MdDeed;

/* "keep", "move", "copy", "delete", "delete", "forward", "forward-copy", "reject", "junk", "hide", "mark", "reply" … */
const char *md_deed_name (MdDeed deed);

typedef struct _MdMailRule MdMailRule;

typedef struct
{
  MdDeed deed;
  char *object;      /* (owned) (nullable) folder, address, flag */
  MdMailRule *rule;  /* (owned) (nullable) of MD_DEED_GROUP */
} MdRuleAction;

struct _MdMailRule
{
  char *name;        /* (owned) (nullable) what its owner calls it */
  guint number;      /* as the person counts them, from 1; what stands inside has the outer one's */
  guint line;        /* where it stands; 0: not known */
  gboolean enabled;
  gboolean chained;  /* tried only when the one before did not match ("elsif", "else") */
  MdRuleTest *test;  /* (owned) (nullable) always, when NULL */
  GPtrArray *actions; /* (owned) of MdRuleAction */
};

typedef struct
{
  GPtrArray *rules;  /* (owned) of MdMailRule, in the order they are tried */
  guint n_rules;     /* as the person counts them */
  guint broken_line; /* the first line that makes no sense; 0: none */
  gboolean incomplete; /* something was left out (a limit, a script that could not be read) */
} MdMailRules;

MdMailRules *md_mail_rules_new (void);
void         md_mail_rules_free (MdMailRules *self);
MdMailRule  *md_mail_rule_new (const char *name, guint number, guint line);
void         md_mail_rule_free (MdMailRule *self);
/* (transfer none) */
MdRuleAction *md_mail_rule_add (MdMailRule *self, MdDeed deed, const char *object);
MdRuleTest  *md_rule_test_new (MdRuleTestKind kind);
/* @value: NULL for none. */
MdRuleTest  *md_rule_test_compare (MdRuleField field, MdRulePart part, MdRuleOp op, const char *value);
/* What we cannot decide, under the name the rule gives it. */
MdRuleTest  *md_rule_test_unknown (MdRuleField field, const char *name);
/* Takes @test over. */
MdRuleTest  *md_rule_test_negate (MdRuleTest *test);
/* Takes @test over. */
void         md_rule_test_add (MdRuleTest *self, MdRuleTest *test);
void         md_rule_test_free (MdRuleTest *self);
/* The field of a header's name; MD_RULE_HEADER for those nothing is known of. */
MdRuleField  md_rule_field_of_header (const char *name);

/* "all (from contains "a", not subject is "b")": in no human language, for the Details; at most some 200 bytes. */
char        *md_rule_test_describe (const MdRuleTest *self);
/* "move "Archive"; stop" */
char        *md_mail_rule_describe_actions (const MdMailRule *self);

/* What is known of the message that is waited for. */
typedef struct
{
  const char *sender;    /* (nullable) an address, or a domain */
  const char *subject;   /* (nullable) words of it */
  const char *recipient; /* (nullable) the own address */
} MdRuleFacts;

/* One thing that may be done to the message. */
typedef struct
{
  const MdMailRule *rule;     /* (not owned) */
  const MdRuleAction *action; /* (not owned) */
  MdSure sure;
  MdRuleField doubt;          /* why it is not certain */
  gboolean takes_away;        /* the message is then not in the inbox */
  gboolean by_sender;         /* it looks at nothing but the sender */
} MdRuleHit;

/* What happens, in order; (transfer full) of MdRuleHit, without those that are MD_SURE_NO. */
GPtrArray   *md_mail_rules_apply (const MdMailRules *self, const MdRuleFacts *facts);
/* The first of the surest that take the message away; NULL when none does. */
const MdRuleHit *md_rule_hits_worst (const GPtrArray *hits);

/* For its tests: one comparison. */
MdSure       md_rule_compare (const MdRuleTest *test, const MdRuleFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMailRules, md_mail_rules_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMailRule, md_mail_rule_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdRuleTest, md_rule_test_free)

G_END_DECLS
