import { type Sector, sectors } from "./sectors.ts";
import { corrector } from "./spelling.ts";
import { wordsOf } from "./turns.ts";
import { neutral } from "./words.ts";
import { parts } from "./words-parts.ts";
import { services } from "./words-services.ts";
import { systems } from "./words-systems.ts";

/** Words that belong together, and what they say: a trade and how much. `isStem`: the last of them is the beginning of one. */
export type Term = { words: readonly string[]; isStem: boolean; says: [Sector, number][] };

/** A stem is at least this long. */
const FEWEST_LETTERS = 3;

const lexicon = { ...systems, ...services };
const byName = new Map<string, Term>();
/** Terms by their first word; a stem alone by itself and `*`. */
const byFirst = new Map<string, Term[]>();
const vocabulary = new Set<string>();
const stems = new Set<string>();

function learn(texts: string, sector?: Sector, weight = 0): void {
  for (const text of texts.split(",").flatMap(bothNumbers)) {
    const isStem = text.trim().endsWith("*");
    const words = wordsOf(text);
    const name = words.join(" ") + (isStem ? "*" : "");
    const known = byName.get(name);
    const term = known ?? { words, isStem, says: [] };
    if (sector && !term.says.some(([one]) => one === sector)) term.says.push([sector, weight]);
    if (known) continue;
    byName.set(name, term);
    const key = isStem && words.length === 1 ? name : (words[0] ?? "");
    byFirst.set(key, [...(byFirst.get(key) ?? []), term]);
    words.forEach((word, i) => {
      (isStem && i === words.length - 1 ? stems : vocabulary).add(word);
    });
  }
}
/** A thing, and several of them. */
function bothNumbers(text: string): string[] {
  const word = text.trim();
  if (!/[a-z]{3}$/.test(word)) return [word];
  return [word, /[^s]s$/.test(word) ? word.slice(0, -1) : `${word}s`];
}

for (const sector of sectors)
  for (const [weight, texts] of Object.entries(lexicon[sector]).reverse()) learn(texts, sector, Number(weight));
for (const sector of sectors)
  for (const [weight, texts] of Object.entries(parts[sector]).reverse()) learn(texts, sector, Number(weight));
learn(neutral);

/** Words that the stems stand for, as they are spelt in full: others are corrected to them. */
const FULL_FORMS =
  "plumber plumbing electrician electrical electricity conditioner conditioning thermostat heating cooling furnace cleaning cleaner landscaping landscaper exterminator exterminate cockroach cockroaches termites termite spiders mosquitoes squirrels roofing roofer shingles gutters sprinkler sprinklers irrigation trimming solar panels photovoltaic handyman painting drywall cabinets cabinet remodel generator breaker outlet outlets wiring faucet toilet drain drains sewer pressure garage window windows carpet springs opener bedbugs rodents fertilizer hedges electricista plomero plomeria tuberia limpieza jardineria jardinero calefaccion cucarachas hormigas paneles";

function beginsWithStem(word: string): boolean {
  for (let n = FEWEST_LETTERS; n <= word.length; n++) if (stems.has(word.slice(0, n))) return true;
  return false;
}

/** A word as it was probably meant. */
export const corrected = corrector(
  new Set([...vocabulary, ...stems, ...FULL_FORMS.split(" ")]),
  (word) => vocabulary.has(word) || beginsWithStem(word),
);

/** The longest terms that begin at a word; of stems the longest one. */
export function termsAt(words: readonly string[], at: number): Term[] {
  const word = words[at] ?? "";
  const whole = longest(byFirst.get(word), words, at);
  if (whole.length > 0 && (whole[0]?.words.length ?? 0) > 1) return whole;
  for (let n = word.length; n >= FEWEST_LETTERS; n--) {
    const found = byFirst.get(`${word.slice(0, n)}*`);
    if (found) return [...whole, ...found];
  }
  return whole;
}

function longest(terms: readonly Term[] = [], words: readonly string[], at: number): Term[] {
  let best: Term[] = [];
  for (const term of terms) {
    const most = best[0]?.words.length ?? 0;
    if (term.words.length < most || !begins(term, words, at)) continue;
    best = term.words.length > most ? [term] : [...best, term];
  }
  return best;
}

const begins = ({ words: own, isStem }: Term, words: readonly string[], at: number): boolean =>
  own.every((one, i) => {
    const word = words[at + i];
    return word === one || (isStem && i === own.length - 1 && (word?.startsWith(one) ?? false));
  });
