// What stands around a request in a text: who is greeted, who writes, and who has signed it.

/** Words that say when: no name, whatever stands around them. */
const TIMES =
  `today tonight tomorrow yesterday morning mornings afternoon afternoons evening evenings night nights noon midnight early late always
  weekend weekends weekday weekdays week weeks month months year years day days hour hours minute minutes am pm
  monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays mon tue tues wed thu thurs fri sat sun
  january february march april may june july august september october november december
  christmas xmas eve thanksgiving easter halloween holiday holidays vacation summer winter spring fall`.split(/\s+/);
const NO_TIME = new Set(TIMES);

/** Words that say when, how or about what, or that turn a sentence round: where one of them stands, there is more than a name. */
const NOT_NAMES = new Set([
  ...TIMES,
  ...`why how what where which whose a an the and or but if when while until till unless because since for from to of off on in at by with without about after before during
  i im ive ill id we you u your my our me us it its they who their this that these those is are was were be am do dont did didnt does
  doesnt not never no nobody nothing yes can cant could would wouldnt will wont should shouldnt have has had make made let said says told asked
  just only so then than there here now later soon please stop quit end cancel start help wait come go get send take remove use try knock ring contact
  call calls calling email emails mail phone text texts texting message messages letter work busy driving working sleeping
  water leak leaks heat heater furnace house home door gate basement roof emergency
  estimate estimates quote quotes appointment appointments visit invoice payment job technician tech plumber reminder reminders update updates`.split(
    /\s+/,
  ),
]);
/** A word of the above that is a name too, with a capital. */
const IS_NAME = "Will";

const WORD = "(?:\\p{L}[\\p{L}\\p{M}&-]*|&)";
const words = (most: number, word = WORD): string => `${word}(?: +${word}){0,${most - 1}}`;
/** A word that begins with a capital and is not all in capitals. */
const CAPITALISED = "\\p{Lu}[\\p{L}\\p{M}-]*\\p{Ll}[\\p{L}\\p{M}-]*";
const MARK = " *[-–—~,:]+ *";
const GREETING = "(?:hi|hello|hey|dear|thanks|thank you|thx)";
const HERE_IS = "(?:this is|its|it is|im|i am|my name is)";
const CLOSING = "(?:thanks|thank you|thx|ty|(?:best |kind )?regards|sincerely|best|cheers)";

const one = (pattern: string, flags = "iu"): RegExp => new RegExp(`^${pattern}$`, flags);

/** Hi Comfort Home Services, ...: whoever is greeted with capitals and before a mark. */
const GREETED = one(
  `(?:Hi|Hello|Hey|Dear|hi|hello|hey|dear)[ ,]+(?<name>${words(5, `(?:${CAPITALISED}|&)`)})${MARK}(?<rest>.+)`,
  "u",
);
/** Each with the name and the rest. */
const HEADS = [
  // Hi Mike, ...; Hey this is Bob Smith from Oak Street - ...; Bob, ...; Bob Smith here ...
  ...[1, 2, 3].map((most) => one(`${GREETING}[ ,]+(?:${HERE_IS} +)?(?<name>${words(most)})[-–—~,: ]+(?<rest>.+)`)),
  ...[1, 2, 3].map((most) => one(`${HERE_IS} +(?<name>${words(most)})[-–—~,: ]+(?<rest>.+)`)),
  one(
    `(?:${GREETING}[ ,]+)?${HERE_IS} +(?<name>${words(3)}) +(?:from|at|with|of|on) +[\\p{L}\\p{N} ]{1,40}${MARK}(?<rest>.+)`,
  ),
  one(`(?:${GREETING}[ ,]+)?(?<name>${words(4)})${MARK}(?<rest>.+)`),
  one(`(?:${GREETING}[ ,]+)?(?<name>${words(3)}) +here[-–—~,: ]+(?<rest>.+)`),
];
/** How a request for no more texts ends: what follows in small letters is more than a name after any other word. */
const LAST = "(?:me|us|texts|messages|list|number|please|again|anymore)";
const TAILS = [
  // ... - Bob Smith; ... me - bob; ..., Bob; ... thanks bob; ... me Bob
  one(`(?<rest>.+?) *[-–—~:]+ *(?<name>${words(3, `(?:${CAPITALISED}|\\p{Lu})`)})`, "u"),
  one(`(?<rest>.* ${LAST}) *[-–—~]+ *(?<name>${words(3)})`),
  one(`(?<rest>.+?) *, *(?<name>${words(3, CAPITALISED)})`, "u"),
  one(`(?<rest>.+?)[-–—~,: ]+${CLOSING}[-–—~,: ]+(?<name>${words(3)})`),
  one(`(?<rest>.* ${LAST}) +(?<name>${words(2, CAPITALISED)})`, "u"),
];
/** Of one word that a request may be too: only what is signed by a name with a capital. */
const SIGNED = one(`(?<rest>.+?) *[-–—~]+ *(?<name>${words(3, "\\p{Lu}[\\p{L}\\p{M}-]*")})`, "u");

function rest(sentence: string, pattern: RegExp, others: ReadonlySet<string> = NOT_NAMES): string | undefined {
  const { name = "", rest: left } = pattern.exec(sentence)?.groups ?? {};
  const isName = name.split(" ").every((word) => word === IS_NAME || !others.has(word.toLowerCase()));
  return isName ? left : undefined;
}
const restsBy = (sentence: string, patterns: readonly RegExp[]): string[] =>
  patterns.flatMap((pattern) => rest(sentence, pattern) ?? []);

/** What a sentence may say without the names in it, for each way to read it; apostrophes are gone already. */
export function withoutNames(sentence: string): string[] {
  const greeted = rest(sentence, GREETED, NO_TIME);
  const bodies = [sentence, ...(greeted ? [greeted] : []), ...restsBy(sentence, HEADS)];
  return bodies.flatMap((body) => [body, ...restsBy(body, TAILS)]);
}

/** What a sentence says that somebody has signed; undefined: nobody has. */
export const withoutSignature = (sentence: string): string | undefined => rest(sentence, SIGNED);
