import { withoutNames, withoutSignature } from "./salutations.ts";

// Whether a text asks for no more texts in words of its own.
//
// 47 CFR 64.1200(a)(10), in force since 2025-04-11: whoever has consented may revoke that in any reasonable manner, and a sender may not insist on
// one. The single words of the rule (stop, quit, end, revoke, opt out, cancel, unsubscribe) end texts by themselves, see `keywordOf`. For any other
// wording the rule asks whether a reasonable person would understand it as a wish to revoke; carriers filter single words only, so sentences
// reach us and nobody else ends the texts. A sentence that says so and nothing else is taken as a STOP: its answer tells how to undo it by START,
// while a request that is overlooked breaks the law with the next text. Who is greeted and who has signed changes nothing. One that says more ("stop texting me at work"), or may mean the
// appointment ("please cancel", "stop by tomorrow"), is for the office to read.

/** Words that change nothing of what is asked for. */
const FILLERS =
  /\b(?:please|pls|plz|kindly|hi|hello|hey|good (?:morning|afternoon|evening)|no thanks|no thank you|thanks|thank you|thx|ty|nope|not interested|just|ok|okay|again|anymore|any more|ever|already|sir|maam|guys|wrong (?:number|person)|(?:this is|you have|you got) the wrong (?:number|person))\b/g;

const LEAD =
  "(?:(?:can|could|would|will) you |(?:(?:i|we) (?:want|need|would like|(?:have )?asked|told|am asking)|id like) you to |you need to |i said )?";
const WISH = "(?:(?:i|we) (?:want|would like|wish|need)|id like)";
const WHOM = "(?:me|us|this number|this phone|my (?:phone|cell|number|phone number))";
const OF = "(?:all|any|these|those|the|this|your|my|further|more|such|of)";
const NEWS = "(?:notifications|alerts|updates|reminders|offers|promotions|ads)";
const KIND = "(?:sms|text|marketing|promotional|automated)";
/** What is nothing but a text: an alert or an offer may be that of a thermostat or an estimate. */
const TEXTS = `(?:(?:${OF}|${KIND}) )*(?:texts?|texting|text messages?|txts?|messages?|messaging|msgs?|sms|spam|${KIND} ${NEWS})`;
/** What is sent. */
const SENT = `(?:${TEXTS}|(?:${OF} )*(?:${NEWS}|communications?))`;
const SENDING = "(?:texting|txting|messaging|contacting|spamming|bothering|harassing|pestering|annoying)";
const LIST = `(?:${TEXTS}|(?:(?:this|the|your|these|all|any|text|texting|sms|mailing|marketing|message|messaging|contact) )*lists?)`;
const STOP = "(?:stop|quit|cease|discontinue)";
const NOT = "(?:do not|dont|never)";
const AT_ONCE = "(?: (?:now|immediately|asap|right away|right now))?";
const INSTEAD = "(?: (?:but )?call (?:me|us)(?: instead)?)?";

/** Nothing but a stop: stop; stop it now. Not "can you stop it", of water, or "could you stop", at a house. */
const STOPS = new RegExp(`^(?:i said )?(?:stop|stopall|quit)(?: (?:stop|it|this|that|all|unsubscribe))*${AT_ONCE}$`);
/** What else a sentence may be, apart from fillers and names. */
const REQUESTS = [
  `${LEAD}(?:unsubscribe|opt ?out|revoke)${AT_ONCE}`,
  // stop texting me; quit sending me these messages; no more texts; I want these texts to stop
  `${LEAD}${STOP}(?: calling (?:and|or))? ${SENDING}(?: (?:and|or) calling)?(?: ${WHOM})?${AT_ONCE}${INSTEAD}`,
  `${LEAD}${STOP} (?:sending(?: ${WHOM})?|with) ${SENT}(?: to ${WHOM})?${AT_ONCE}${INSTEAD}`,
  `${LEAD}(?:${STOP}|end|cancel|no more) ${TEXTS}(?: to ${WHOM})?(?: from you)?${AT_ONCE}${INSTEAD}`,
  `${WISH} ${TEXTS} to (?:stop|end)${AT_ONCE}`,
  // do not text me; do not text or call; never send me messages
  `${LEAD}${NOT} (?:call (?:and|or) )?(?:text|txt|message|msg|contact)(?: (?:and|or) call)?(?: ${WHOM})?${INSTEAD}`,
  `${LEAD}${NOT} bother ${WHOM}`,
  `${LEAD}${NOT} send(?: ${WHOM})? ${TEXTS}(?: to ${WHOM})?${INSTEAD}`,
  // unsubscribe me; take me off your list; opt out of texts
  `${LEAD}(?:unsubscribe|remove|delete) ${WHOM}(?: from ${LIST})?`,
  `${LEAD}(?:take|get) ${WHOM} off(?: of)?(?: ${LIST})?`,
  `${LEAD}opt ${WHOM} out(?: (?:of|from) ${LIST})?`,
  `${LEAD}(?:unsubscribe|opt ?out) (?:of|from) ${LIST}`,
  // I want to opt out; I would like to be removed from your list
  `${WISH} to (?:unsubscribe|opt ?out|be (?:unsubscribed|removed|taken off|opted out))(?: (?:of|from))?(?: ${LIST})?`,
  `${WISH} to stop (?:getting|receiving) ${SENT}(?: from you)?`,
  // I do not want any more messages; we no longer want to receive updates
  `(?:(?:i|we) )?(?:do not|dont|no longer) (?:want|wish|need) ${TEXTS}(?: from you)?`,
  `(?:(?:i|we) )?(?:do not|dont|no longer) (?:want|wish|need) to (?:get|receive|have) ${SENT}(?: from you)?`,
  `(?:(?:i|we) )?(?:do not|dont|no longer) (?:want|wish) to be (?:texted|messaged|contacted)`,
  // I revoke my consent; leave me alone
  `(?:i )?(?:revoke|withdraw) (?:my |all )*(?:consent|permission)`,
  `${LEAD}(?:leave ${WHOM} alone|lose my number|forget my number)`,
].map((pattern) => new RegExp(`^${pattern}$`));

/** Full stops that end no sentence: "our 10 a.m. stop", "the Fifth Ave. stop". */
const ABBREVIATED = /\b(?:[ap]\.\s?m|st|ave|rd|blvd|dr|ln|hwy|mr|mrs|ms)\./gi;

/** A longer sentence says more than that. */
const LONGEST = 200;

/** Whether a sentence of a text asks for no more texts, and for nothing else. */
export const asksToStop = (text: string): boolean =>
  text
    .replace(/['’‘`´]/g, "")
    .normalize("NFKC")
    .replace(ABBREVIATED, (short) => short.replaceAll(".", ""))
    .split(/[.!?;\n]+/)
    .map((sentence) => sentence.replace(/\s+/g, " ").trim())
    .filter(({ length }) => length <= LONGEST)
    .some((sentence) => isStop(sentence) || withoutNames(sentence).some(isRequest));

const isStop = (sentence: string): boolean =>
  [sentence, withoutSignature(sentence)].some((said) => said !== undefined && STOPS.test(bare(said)));
const isRequest = (sentence: string): boolean => {
  const said = bare(sentence);
  return REQUESTS.some((request) => request.test(said));
};

/** Small letters without fillers, a space between words. */
const bare = (sentence: string): string => plain(plain(sentence.toLowerCase()).replace(FILLERS, " "));
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
