// What stands around a request in a text: who is greeted, who writes, and who has signed it.

/** Words that say when, how or about what, or that turn a sentence round: where one of them stands, there is more than a name. */
const NOT_NAMES = new Set(
  `a an the and or but if when while until till unless because since for from to of off on in at by with without about after before during
  i im ive ill id we you u your my our me us it its they who their this that these those is are was were be am do dont did didnt does
  doesnt not never no nobody nothing yes can cant could would wouldnt will wont should shouldnt have has had make made let said says told asked
  just only so then than there here now later soon please stop quit end cancel start help wait come go get send take remove use try knock ring contact
  today tonight tomorrow yesterday morning mornings afternoon afternoons evening evenings night nights noon midnight early late always
  weekend weekends weekday weekdays week weeks month months year day days hour hours minute minutes am pm
  monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays mon tue tues wed thu thurs fri sat sun
  call calls calling email emails mail phone text texts texting message messages letter work busy driving working sleeping
  water leak leaks heat heater furnace house home door gate basement roof emergency
  estimate estimates quote quotes appointment appointments visit invoice payment job technician tech plumber reminder reminders update updates`.split(
    /\s+/,
  ),
);

const WORD = "(?:\\p{L}[\\p{L}\\p{M}&-]*|&)";
const words = (most: number, word = WORD): string => `${word}(?: +${word}){0,${most - 1}}`;
/** A word that begins with a capital and is not all in capitals. */
const CAPITALISED = "\\p{Lu}[\\p{L}\\p{M}-]*\\p{Ll}[\\p{L}\\p{M}-]*";
const MARK = " *[-–—~,:]+ *";
const GREETING = "(?:hi|hello|hey|dear|thanks|thank you|thx)";
const HERE_IS = "(?:this is|its|it is|im|i am|my name is)";
const CLOSING = "(?:thanks|thank you|thx|ty|(?:best |kind )?regards|sincerely|best|cheers)";

const one = (pattern: string, flags = "iu"): RegExp => new RegExp(`^${pattern}$`, flags);

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
const TAILS = [
  // ... - Bob Smith; ..., Bob; ... thanks bob; ... me Bob
  one(`(?<rest>.+?) *[-–—~:]+ *(?<name>${words(3)})`),
  one(`(?<rest>.+?) *, *(?<name>${words(3, CAPITALISED)})`, "u"),
  one(`(?<rest>.+?)[-–—~,: ]+${CLOSING}[-–—~,: ]+(?<name>${words(3)})`),
  one(`(?<rest>.* (?:me|us|texts|messages|list|number|please|again|anymore)) +(?<name>${words(2, CAPITALISED)})`, "u"),
];
/** Of one word that a request may be too: only what is signed by a name with a capital. */
const SIGNED = one(`(?<rest>.+?) *[-–—~]+ *(?<name>${words(3, "\\p{Lu}[\\p{L}\\p{M}-]*")})`, "u");

function rest(sentence: string, pattern: RegExp): string | undefined {
  const { name = "", rest: left } = pattern.exec(sentence)?.groups ?? {};
  const isName = name.split(" ").every((word) => !NOT_NAMES.has(word.toLowerCase()));
  return isName ? left : undefined;
}
const restsBy = (sentence: string, patterns: readonly RegExp[]): string[] =>
  patterns.flatMap((pattern) => rest(sentence, pattern) ?? []);

/** What a sentence may say without the names in it, for each way to read it; apostrophes are gone already. */
export function withoutNames(sentence: string): string[] {
  const bodies = [sentence, ...restsBy(sentence, HEADS)];
  return bodies.flatMap((body) => [body, ...restsBy(body, TAILS)]);
}

/** What a sentence says that somebody has signed; undefined: nobody has. */
export const withoutSignature = (sentence: string): string | undefined => rest(sentence, SIGNED);
