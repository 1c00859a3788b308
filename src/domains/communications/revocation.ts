// Whether a text asks for no more texts in words of its own.
//
// 47 CFR 64.1200(a)(10), in force since 2025-04-11: whoever has consented may revoke that in any reasonable manner, and a sender may not insist on
// one. The single words of the rule (stop, quit, end, revoke, opt out, cancel, unsubscribe) end texts by themselves, see `keywordOf`. For any other
// wording the rule asks whether a reasonable person would understand it as a wish to revoke; carriers filter single words only, so sentences
// reach us and nobody else ends the texts. A sentence that says so and nothing else is taken as a STOP: its answer tells how to undo it by START,
// while a request that is overlooked breaks the law with the next text. One that says more ("stop texting me at work"), or may mean the
// appointment ("please cancel", "stop by tomorrow"), is for the office to read.

/** Words that change nothing of what is asked for. */
const FILLERS =
  /\b(?:please|pls|plz|kindly|hi|hello|hey|thanks|thank you|thx|ty|now|immediately|asap|right away|just|ok|okay|again|anymore|any more|ever|already|sir|maam|guys|wrong number|(?:this is|you have|you got) the wrong number)\b/g;

const LEAD =
  "(?:(?:can|could|would|will) you |(?:(?:i|we) (?:want|need|would like|asked|told|am asking)|id like) you to |you need to |i said )?";
const WISH = "(?:(?:i|we) (?:want|would like|wish|need)|id like) to";
const WHOM = "(?:me|us|this number|this phone|my (?:phone|cell|number|phone number))";
const TEXTS =
  "(?:(?:all|any|these|those|the|this|your|my|further|more|such|of|sms|text|marketing|promotional|automated) )*(?:text|texts|texting|text messages?|txts?|messages?|messaging|msgs?|sms|spam|notifications?|alerts?|updates?|reminders?|offers?|promotions?|ads)";
const SENDING = "(?:texting|txting|messaging|contacting|spamming|bothering|harassing|pestering|annoying)";
const TO_TEXT = "(?:text|txt|message|msg|contact|bother)";
const LIST = `(?:${TEXTS}|(?:(?:this|the|your|these|all|any|text|texting|sms|mailing|marketing|message|messaging|contact) )*lists?)`;
const NOT = "(?:do not|dont|never)";
const INSTEAD = "(?: (?:but )?call (?:me|us)(?: instead)?)?";

/** What a sentence may be, apart from fillers. */
const REQUESTS = [
  // stop; unsubscribe; stop it
  `${LEAD}(?:stop|stopall|quit|unsubscribe|opt ?out|revoke)(?: (?:stop|it|this|that|all|unsubscribe))*`,
  // stop texting me; quit sending me these messages; no more texts
  `${LEAD}(?:stop|quit|cease|discontinue)(?: calling and)? ${SENDING}(?: and calling)?(?: ${WHOM})?${INSTEAD}`,
  `${LEAD}(?:stop|quit|cease|discontinue) sending(?: ${WHOM})? ${TEXTS}(?: to ${WHOM})?${INSTEAD}`,
  `${LEAD}(?:stop|quit|cease|discontinue|end|cancel|no more)(?: with)? ${TEXTS}(?: to ${WHOM})?(?: from you)?${INSTEAD}`,
  // do not text me; never send me messages
  `${LEAD}${NOT} ${TO_TEXT} ${WHOM}${INSTEAD}`,
  `${LEAD}${NOT} send(?: ${WHOM})? ${TEXTS}(?: to ${WHOM})?${INSTEAD}`,
  // unsubscribe me; take me off your list; opt out of texts
  `${LEAD}(?:unsubscribe|remove|delete) ${WHOM}(?: from ${LIST})?`,
  `${LEAD}(?:take|get) ${WHOM} off(?: of)?(?: ${LIST})?`,
  `${LEAD}opt ${WHOM} out(?: (?:of|from) ${LIST})?`,
  `${LEAD}(?:unsubscribe|opt ?out) (?:of|from) ${LIST}`,
  // I want to opt out; I would like to be removed from your list
  `${WISH} (?:unsubscribe|opt ?out|be (?:unsubscribed|removed|taken off|opted out))(?: (?:of|from))?(?: ${LIST})?`,
  `${WISH} stop (?:getting|receiving) ${TEXTS}(?: from you)?`,
  // I do not want any more messages
  `(?:(?:i|we) )?(?:do not|dont|no longer) (?:want|wish|need|want to|wish to|need to)(?: (?:get|receive|have))? ${TEXTS}(?: from you)?`,
  `(?:(?:i|we) )?(?:do not|dont|no longer) (?:want|wish) to be (?:texted|messaged|contacted)`,
  // I revoke my consent; leave me alone
  `(?:i )?(?:revoke|withdraw) (?:my |all )*(?:consent|permission)`,
  `${LEAD}(?:leave ${WHOM} alone|lose my number|forget my number)`,
].map((pattern) => new RegExp(`^${pattern}$`));

/** Whether a sentence of a text asks for no more texts, and for nothing else. */
export const asksToStop = (text: string): boolean =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['’‘`]/g, "")
    .split(/[.!?;\n]+/)
    .some((sentence) => {
      const said = plain(plain(sentence).replace(FILLERS, " "));
      return REQUESTS.some((request) => request.test(said));
    });

/** Words with a space between them. */
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
