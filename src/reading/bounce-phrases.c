/* bounce-phrases.c - the words by which notices are known, as data; see bounce-private.h
 *
 * Facts about what programs and services write; letter case does not matter; one row a wording, shortened to what is
 * sure.  Words of other scripts stand in UTF-8.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

#define ROW MD_SPAN_ROW

static const MdSpan daemons[] = {
  ROW ("mailer-daemon"), ROW ("mailer_daemon"), ROW ("mailerdaemon"), ROW ("mailer daemon"), ROW ("postmaster"),
  ROW ("post_master"), ROW ("mail delivery"), ROW ("mail system"), ROW ("mail administrator"),
  ROW ("system administrator"), ROW ("interscan"), ROW ("mailsystem"), ROW ("mdaemon"), ROW ("poostmaster"),
  ROW ("undeliver"), ROW ("delivery subsystem"), ROW ("bounce@"), ROW ("bounces@"), ROW ("e-mail interconnect"),
  ROW ("mail-daemon"), ROW ("no-reply@sns.amazonaws"), ROW ("complaints@email-abuse"),
  ROW ("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e"),
};

static const MdSpan subjects[] = {
  ROW ("undeliver"), ROW ("mail undeliver"), ROW ("returned mail"), ROW ("delivery status notification"),
  ROW ("delivery status not"), ROW ("mail delivery fail"), ROW ("mail delivery sys"), ROW ("mail delivery status"),
  ROW ("mail delivery error"), ROW ("failure notice"), ROW ("failure delivery"), ROW ("delivery fail"),
  ROW ("failed delivery"), ROW ("failed mail"), ROW ("mail system error"), ROW ("delivery notification"),
  ROW ("warning: could not send"), ROW ("warning: message"), ROW ("mail could not be delivered"),
  ROW ("there was an error sending your mail"), ROW ("mail failed"), ROW ("non remis"), ROW ("non-delivery"),
  ROW ("nondeliverable"), ROW ("non recapitabile"), ROW ("mail failure"), ROW ("unable to deliver"),
  ROW ("could not deliver"), ROW ("message delivery"), ROW ("message not delivered"),
  ROW ("email delivery failure"), ROW ("[postmaster] email delivery"), ROW ("delayed mail"),
  ROW ("delivery delay"), ROW ("delivery report"), ROW ("delivery error"), ROW ("error: message"),
  ROW ("not delivered"), ROW ("returned to sender"), ROW ("mail returned"), ROW ("message returned"),
  ROW ("postfix smtp server: errors"), ROW ("returned message"), ROW ("unzustellbar"), ROW ("nicht zustellbar"),
  ROW ("zustellung fehlgeschlagen"), ROW ("no se puede entregar"), ROW ("no entregado"), ROW ("correo devuelto"),
  ROW ("devolucion de correo"), ROW ("mensaje no entregado"), ROW ("no se pudo entregar"),
  ROW ("fallo en la entrega"), ROW ("error en la entrega"), ROW ("onbestelbaar"), ROW ("impossibile recapitare"),
  ROW ("mancato recapito"), ROW ("falha na entrega"), ROW ("falha de entrega"), ROW ("mensagem não entregue"),
  ROW ("não é possível entregar"), ROW ("kan inte levereras"), ROW ("kan ikke leveres"),
  ROW ("kunne ikke leveres"), ROW ("niedostarczon"), ROW ("nedoručiteln"), ROW ("échec de la remise"),
  ROW ("échec d'envoi"), ROW ("message non distribué"), ROW ("配信不能"), ROW ("配信できま"), ROW ("未配信"), ROW ("送信できま"),
  ROW ("メールを送信でき"), ROW ("退信"), ROW ("无法传递"), ROW ("系统退"), ROW ("ваше сообщение не"), ROW ("не доставлено"),
  ROW ("недоставленное"),
};

static const MdSpan away[] = {
  ROW ("out of office"), ROW ("out of the office"), ROW ("automatic reply"), ROW ("auto reply"),
  ROW ("auto-reply"), ROW ("autoreply"), ROW ("autorespon"), ROW ("auto respon"), ROW ("auto-respon"),
  ROW ("auto:"), ROW ("vacation"), ROW ("on vacation"), ROW ("away from"), ROW ("i am out"), ROW ("i'm out"),
  ROW ("abwesen"), ROW ("automatische antwort"), ROW ("automatisch antwoord"), ROW ("automatisch beantwoord"),
  ROW ("respuesta autom"), ROW ("fuera de la oficina"), ROW ("ausencia"), ROW ("estoy de vacaciones"),
  ROW ("réponse automatique"), ROW ("absence"), ROW ("absent"), ROW ("risposta automatica"), ROW ("fuori sede"),
  ROW ("fuori ufficio"), ROW ("resposta autom"), ROW ("autosvar"), ROW ("automatiskt svar"),
  ROW ("automatisk svar"), ROW ("poissa"), ROW ("automaattinen"), ROW ("automatyczna odpowied"), ROW ("afwezig"),
  ROW ("fravær"), ROW ("自動応答"), ROW ("不在"), ROW ("自动回复"), ROW ("自动答复"), ROW ("автоответ"),
};

static const MdSpan failed[] = {
  ROW ("this message was created automatically by"), ROW ("hi. this is the"),
  ROW ("this is the mail system at host"), ROW ("this message is created by"), ROW ("no valid recipients"),
  ROW ("this is the postfix program"), ROW ("i'm sorry to have to inform you"),
  ROW ("i'm afraid i wasn't able to deliver"), ROW ("delivery has failed"),
  ROW ("delivery to the following recipient"), ROW ("your message wasn't delivered"),
  ROW ("your message couldn't be delivered"), ROW ("your message could not be delivered"),
  ROW ("your message could not be sent"), ROW ("a transcript of the attempts"), ROW ("was not delivered to"),
  ROW ("did not reach the following"), ROW ("could not be delivered"), ROW ("----- the following addresses had"),
  ROW ("---the following addresses had"), ROW ("--- the following addresses had"),
  ROW ("----- transcript of session"), ROW ("the following addresses had"),
  ROW ("sorry, we were unable to deliver"), ROW ("unable to deliver"),
  ROW ("an error occurred while trying to deliver"), ROW ("an error has occurred while attempting to deliver"),
  ROW ("this is the mailer-daemon"), ROW ("this is an automatically generated delivery status"),
  ROW ("undeliverable"), ROW ("an email that you attempted to send"),
  ROW ("we had trouble delivering your message"), ROW ("------- failure reasons"),
  ROW ("this is the dragonfly mail agent"), ROW ("there was an error delivering your mail"),
  ROW ("address not found"), ROW ("the following message to"), ROW ("your mail message to the following"),
  ROW ("your message cannot be delivered"), ROW ("the following recipients were affected"),
  ROW ("the following recipients did not receive"), ROW ("the user(s) account"),
  ROW ("each of the following recipients was rejected"), ROW ("could not deliver"), ROW ("couldn't deliver"),
  ROW ("we're writing to let you know that the group"), ROW ("a message that you sent could not"),
  ROW ("message could not be delivered"), ROW ("your message to the following"),
  ROW ("an error occurred while sending"), ROW ("the mail server responded"), ROW ("message not delivered"),
  ROW ("delivery failed"), ROW ("delivery failure"), ROW ("mail delivery failed"), ROW ("error message below"),
  ROW ("delivery to these recipients"), ROW ("this report relates to a message you sent"),
  ROW ("|------------------------- message log"), ROW ("user's mailbox is full"), ROW ("unknown user"),
  ROW ("unable to relay"), ROW ("no se ha podido entregar"), ROW ("no se pudo entregar"), ROW ("error de entrega"),
  ROW ("no se ha encontrado la direcci"), ROW ("fehler bei der nachrichtenzustellung"),
  ROW ("die nachricht konnte nicht zugestellt"), ROW ("fehler bei der zustellung"),
  ROW ("ihre nachricht konnte nicht"), ROW ("diese nachricht wurde automatisch"), ROW ("échec de la remise"),
  ROW ("votre message n'a pas pu"), ROW ("impossibile recapitare"), ROW ("il messaggio non"),
  ROW ("falha na entrega"), ROW ("a sua mensagem não"), ROW ("bezorging is mislukt"),
  ROW ("-------server message"), ROW ("child status"),
};

static const MdSpan delayed[] = {
  ROW ("this is a warning message only"), ROW ("delivery to the following recipient has been delayed"),
  ROW ("delivery to the following recipients has been delayed"), ROW ("message will be retried for"),
  ROW ("a message is delayed for more than"), ROW ("a message that you sent has not yet been delivered"),
  ROW ("a message that you have sent has not yet"), ROW ("delay reason:"),
  ROW ("your message has not been delivered yet"), ROW ("your message could not be delivered for more than"),
  ROW ("delivery is delayed"), ROW ("delivery incomplete"), ROW ("the server will keep trying"),
  ROW ("gmail will retry"), ROW ("delivery of the message has been delayed"),
  ROW ("no action is required on your part. delivery attempts will continue"),
  ROW ("message still undelivered after"), ROW ("warning: message still undelivered"),
  ROW ("delivery to these recipients or groups has been delayed"), ROW ("* this is a warning"),
  ROW ("** this is a warning"), ROW ("**      this is a warning"),
};

static const MdSpan returned[] = {
  ROW ("--- below this line is a copy"), ROW ("--- enclosed is a copy"), ROW ("--- undelivered message follows"),
  ROW ("------ this is a copy of"), ROW ("----- this is a copy of"), ROW ("--- the header of the original"),
  ROW ("----- original message"), ROW ("-----original message"), ROW ("--- original message"),
  ROW ("original message follows"), ROW ("below is a copy of the original"), ROW ("message headers follow"),
  ROW ("message follows."), ROW ("----- unsent message follows"), ROW ("------- returned message"),
  ROW ("-------original message"), ROW ("original message headers:"), ROW ("included is a copy of the message"),
  ROW ("|------------------------- message text"), ROW ("----- message header follows"),
  ROW ("----- message body follows"), ROW ("------ original message"), ROW ("the original message follows"),
  ROW ("your original message follows"), ROW ("----- returned message"), ROW ("--- returned message"),
  ROW ("---- returned message"), ROW ("--------- returned"), ROW ("--- message follows"),
  ROW ("---------- message"), ROW ("----- header of the original"), ROW ("---- original message"),
  ROW ("*** original message"), ROW ("------- original message"), ROW ("------ message headers"),
  ROW ("----- message headers"), ROW ("-------- original message"), ROW ("encabezados de mensajes originales"),
  ROW ("encabezados del mensaje original"), ROW ("ursprüngliche nachrichtenk"),
  ROW ("en-têtes de message d'origine"), ROW ("intestazioni messaggio originale"), ROW ("original message header"),
};

static const MdSpan labels[] = {
  ROW ("recipient:"), ROW ("recipient address:"), ROW ("failed recipient:"), ROW ("failed recipients:"),
  ROW ("rcpt to:"), ROW ("final-recipient:"), ROW ("unknown user:"), ROW ("undeliverable to "),
  ROW ("undeliverable to:"), ROW ("unknown local user:"), ROW ("user's mailbox is full:"),
  ROW ("did not reach the following recipient:"), ROW ("could not be delivered to:"),
  ROW ("unable to deliver message to:"), ROW ("unable to deliver message to "), ROW ("unable to deliver to:"),
  ROW ("address:"), ROW ("your message to "), ROW ("message to "), ROW ("user not known:"), ROW ("user unknown:"),
  ROW ("no such user:"), ROW ("invalid recipient:"), ROW ("mailbox not found:"),
  ROW ("recipient address rejected:"), ROW ("delivery failed:"), ROW ("this message was undeliverable to "),
  ROW ("mail to "), ROW ("destinatario:"), ROW ("empfänger:"), ROW ("destinataire:"), ROW ("sending to "),
  ROW ("over quota:"), ROW ("mailbox full:"), ROW ("the following address failed:"), ROW ("mail-adresse:"),
};

static const MdSpan names[] = {
  ROW ("delivering your mail to"), ROW ("deliver message to"), ROW ("rejected recipient"), ROW ("not listed in"),
  ROW ("delivered to:"), ROW ("wasn't delivered to"), ROW ("couldn't be delivered to"),
  ROW ("could not be delivered to"), ROW ("delivery to"), ROW ("not delivered to"), ROW ("address: <"),
  ROW ("no such user"), ROW ("user unknown"), ROW ("unknown recipient"), ROW ("mailbox is full"),
  ROW ("mailbox full"), ROW ("recipient rejected"), ROW ("not found"), ROW ("couldn't be found"),
  ROW ("no se ha podido entregar"), ROW ("no se pudo entregar"), ROW ("nicht zugestellt"),
  ROW ("ist nicht erreichbar"), ROW ("is not a registered"), ROW ("does not exist"), ROW ("doesn't exist"),
  ROW ("no existe"), ROW ("n'existe pas"), ROW ("pipe to"), ROW ("recipient address"), ROW ("message recipient"),
};

static const struct
{
  const MdSpan *rows;
  gsize n_rows;
} tables[] = {
  [MD_PHRASE_DAEMON] = { daemons, G_N_ELEMENTS (daemons) },
  [MD_PHRASE_SUBJECT] = { subjects, G_N_ELEMENTS (subjects) },
  [MD_PHRASE_AWAY] = { away, G_N_ELEMENTS (away) },
  [MD_PHRASE_FAILED] = { failed, G_N_ELEMENTS (failed) },
  [MD_PHRASE_DELAYED] = { delayed, G_N_ELEMENTS (delayed) },
  [MD_PHRASE_RETURNED] = { returned, G_N_ELEMENTS (returned) },
  [MD_PHRASE_LABEL] = { labels, G_N_ELEMENTS (labels) },
  [MD_PHRASE_NAMES] = { names, G_N_ELEMENTS (names) },
};

/* For every table and first byte: the first row that begins so, and of every row the next one; counted from 1. */
typedef struct
{
  guint8 first[G_N_ELEMENTS (tables)][256];
  guint8 next[G_N_ELEMENTS (tables)][256];
} Index;

static Index *
make_index (void)
{
  Index *self = g_new0 (Index, 1);

  for (gsize table = 0; table < G_N_ELEMENTS (tables); table++)
    {
      g_assert (tables[table].n_rows < 255);
      for (gsize row = tables[table].n_rows; row > 0; row--)
        {
          guchar byte = (guchar) tables[table].rows[row - 1].at[0];

          self->next[table][row] = self->first[table][byte];
          self->first[table][byte] = (guint8) row;
        }
    }
  return self;
}

static const Index *
phrase_index (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, made once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) make_index, NULL);
}

gboolean
md_phrases_in (MdPhrases phrases, MdSpan text)
{
  char lower[256];
  MdSpan copy = { lower, MIN (text.length, sizeof lower) };

  for (gsize i = 0; i < copy.length; i++)
    lower[i] = g_ascii_tolower (text.at[i]);
  for (gsize i = 0; i < tables[phrases].n_rows; i++)
    if (md_span_find (copy, tables[phrases].rows[i]) != NULL)
      return TRUE;
  return FALSE;
}

gsize
md_phrases_start (MdPhrases phrases, MdSpan text)
{
  const Index *index = phrase_index ();

  if (text.length == 0)
    return 0;
  for (guint row = index->first[phrases][(guchar) g_ascii_tolower (text.at[0])]; row > 0;
       row = index->next[phrases][row])
    if (md_span_starts (text, tables[phrases].rows[row - 1]))
      return tables[phrases].rows[row - 1].length;
  return 0;
}
