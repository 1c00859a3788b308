import { pairs } from "./pairs.ts";
import type { Sector } from "./sectors.ts";
import { corrected, termsAt } from "./terms.ts";
import { clausesOf, type Statement, statementsOf, wordsOf } from "./turns.ts";

/** Characters of a transcript that are read: half an hour of talk. */
const LONGEST = 30_000;

/** The least that speaks for a trade. */
const ENOUGH = 3;

/** How much statements count: an agent's, by what the homeowner answers. */
const OF_HOMEOWNER = 1;
const OF_AGENT = 0.3;
const AFFIRMED = 0.7;
const YES =
  /^\s*(?:uh |um |oh |well )*(?:yes|yeah|yep|yup|right|correct|exactly|sure|i think so|i guess|probably|si|asi es|correcto|exacto|claro)\b/;
const NO = /^\s*(?:uh |um |oh |well )*(?:no|nope|nah|neither|not really|ninguno|ninguna|nada de eso)\b/;
/** A question that names one thing or another is of neither. */
const ALTERNATIVES = /\b(?:or|o|either)\b/;
/** How much each trade draws what else is said to itself: what is named beside a special thing is its surroundings, and general work has none. */
const PULL: Partial<Record<Sector, number>> = {
  Solar: 1.5,
  "Garage Doors": 1.2,
  Pest: 1.2,
  Cleaning: 0.9,
  General: 0.75,
};
/** An agent who names this many trades says what the company offers. */
const LIST_OF_SERVICES = 3;
/** What is said to be in order, or was said to be the matter and is not. */
const IN_ORDER = 0.1;
/** What somebody wants, beside what they tell. */
const WANTED = 1.4;
const AGAIN = 0.3;
/** A term that names what the trade is about; other terms of its clause are symptoms of it. */
const NAMES_THE_THING = 8;
const OF_SYMPTOM = 0.6;
/** Where something is, or what it leads to. */
const IS_BESIDE = 0.65;

const NEGATED =
  /\b(?:not|isnt|wasnt|arent|no es|no son|none of|nothing to do with|instead of|never|thought it was|pense que era)(?: (?:about|for|a|an|the|my|our|your|el|la|los|un|una|really|calling|de|del|on|with|problem)){0,4}$/;
const BESIDE =
  /\b(?:to|near|behind|by|beside|next to|close to|past|around|over|on|onto|under|through|in|inside|from|at|across|along)(?: (?:the|my|our|a|new|old|el|la))+$/;
/** What something else is for. */
const PURPOSE = /\b(?:for|with)(?: (?:the|my|our|a|an|new|old))*$/;
/** Streets have names of trees. */
const ADDRESS =
  /\b\d+ (?:\w+ ){1,3}(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|blvd|boulevard|court|ct|circle|way)\b/g;
/** When something happens: what is named then sets it off. Rain is more than that. */
const TRIGGER = /\b(?:when|whenever|while|every time|each time|anytime|if|cuando|cada vez que|si)\b/;
/** What was tried in vain. */
const TRIED =
  /\b(?:already|tried|reset|resetting|flipped|changed|ya cambie|ya revise)(?: (?:the|my|a|all|both|out|resetting|new|el|la))*$/;
const TOUCHED = 0.4;
/** Whoever cleans something does not repair it. */
const CLEANS = /\b(?:clean\w*|wash(?:ed|ing)?|scrub\w*|dust\w*|limpi\w*|lavar|laven|lavado|wipe\w*)\b/;
const FINE =
  /\b(?:(?:is|are|was|were|its|works?|working|looks?|checked out|running|been|runs) (?:all |just |perfectly |totally |completely |now |brand |pretty )*(?:fine|good|ok|okay|dry|new|great|newer|upgraded|replaced|inspected|off|finished|gone|done|well)|was fixed|were fixed|fixed the|got fixed|is finished|already fixed|newer than|esta bien|estan bien|funciona bien|no problem)\b/;
const WISH =
  /\b(?:need|needs|want|wants|wanted|quote|quoted|estimate|looking for|interested|install|just|only|price|please|necesito|quiero|busco|solo|cotizacion|replace|repair|can you)\b/;
const REPORTED =
  /^(?: \w+){0,2}? (?:can|could|starts|start|begins|is replacing|is coming|comes|will|wants|needs|put|cut|broke|damaged|used|said|says|say|sent|checked|looked|found|told|came|left|wrote|recommended|already|his|her|finished|are gone|dijo|is done|thinks|refused)\b/;
const PROFESSION =
  /\b(?:(?:hvac|ac|lawn|solar|heating|roofing|plumbing|pest|garage|electric|drywall|tree|gutter|paint)(?: \w+)? (?:guy|guys|tech|company|man|inspector|folks)|plumbers?|electricians?|roofers?|landscapers?|painters?|exterminators?|handyman|arborist|plomero|electricista)/g;

type Scores = Map<Sector, number>;

/** What a text says: how much its terms speak for each trade, and its statements by how much they count. */
export type Heard = { scores: [Sector, number][]; said: (Statement & { weight: number })[] };

/** Hears a summary, or the transcript of a call. Pure. */
export function heard(text: string): Heard {
  const scores: Scores = new Map();
  const said = new Set<string>();
  const statements = statementsOf(text.slice(0, LONGEST));
  const weighed = statements.map((statement, i) => ({ ...statement, weight: weightOf(statements, i) }));
  for (const statement of weighed) hear(statement, statement.weight, scores, said);
  const pulled = [...scores].map(([sector, score]): [Sector, number] => [sector, score * (PULL[sector] ?? 1)]);
  return { scores: pulled, said: weighed };
}

/** A greeting tells what the company does; what else an agent says counts by the homeowner's answer. */
function weightOf(statements: readonly Statement[], at: number): number {
  const { text, by } = statements[at] as Statement; // safe: the place of one of them
  if (by === "homeowner") return OF_HOMEOWNER;
  const answer = statements[at + 1]?.text ?? "";
  if (at === 0 || ALTERNATIVES.test(text) || NO.test(answer)) return 0;
  return YES.test(answer) ? AFFIRMED : OF_AGENT;
}

function hear({ text }: Statement, weight: number, scores: Scores, said: Set<string>): void {
  if (weight === 0) return;
  const own: Scores = new Map();
  const saidHere = new Set<string>();
  const clauses = clausesOf(text);
  clauses.forEach((clause, i) => {
    const follows = clauses[i + 1] ?? "";
    const isFine =
      FINE.test(clause) ||
      /^\s*(?:it|its|everything|they|that)(?: is| are)? ?(?:works? )?(?:fine|great|ok|okay|good)\b/.test(follows);
    const stress = (isFine ? IN_ORDER : 1) * (!isFine && WISH.test(clause) ? WANTED : 1);
    weigh(clause, stress, own, saidHere, said);
  });
  const named = [...own].filter(([, score]) => score >= ENOUGH).length;
  const counts = weight < OF_HOMEOWNER && named >= LIST_OF_SERVICES ? 0 : weight;
  for (const [sector, score] of own) scores.set(sector, (scores.get(sector) ?? 0) + score * counts);
  if (counts > 0) for (const name of saidHere) said.add(name);
}

function weigh(clause: string, weight: number, scores: Scores, saidHere: Set<string>, said: ReadonlySet<string>): void {
  const words = wordsOf(withoutReporters(clause.replace(ADDRESS, ""))).map(corrected);
  const cleans = CLEANS.test(clause);
  const found: [Sector, number][] = [];
  for (let at = 0; at < words.length; ) {
    const terms = termsAt(words, at);
    const [first] = terms;
    if (!first) {
      at++;
      continue;
    }
    const before = words.slice(Math.max(0, at - 5), at).join(" ");
    const isNegated = first.words[0] !== "no" && NEGATED.test(before);
    const isBeside = BESIDE.test(before) || (found.length > 0 && PURPOSE.test(before));
    const isTouched = TRIED.test(before);
    const isTrigger = TRIGGER.test(before);
    const counts = isNegated ? 0 : isTouched ? TOUCHED : isBeside ? IS_BESIDE : 1;
    for (const term of terms)
      for (const [sector, worth] of term.says) {
        const isOther = found.some(([other, most]) => other !== sector && most >= NAMES_THE_THING);
        const isAside = (cleans && sector === "General") || (isTrigger && isOther && sector !== "Roofing");
        const says = isAside ? worth * TOUCHED : worth;
        const name = `${sector} ${term.words.join(" ")}`;
        const again = saidHere.has(name) || said.has(name) ? AGAIN : 1;
        found.push([sector, says * again * counts]);
        saidHere.add(name);
      }
    at += first.words.length;
  }
  for (const { one, other, sector, says } of pairs)
    if (words.some((word) => one.has(word)) && words.some((word) => other.has(word))) found.push([sector, says]);

  // where one thing is named, what else is said in the clause are its symptoms
  const named = new Set(found.flatMap(([sector, says]) => (says >= NAMES_THE_THING ? [sector] : [])));
  for (const [sector, says] of found) {
    const isSymptom = named.size === 1 && !named.has(sector);
    scores.set(sector, (scores.get(sector) ?? 0) + says * weight * (isSymptom ? OF_SYMPTOM : 1));
  }
}

/** Without the tradespeople who have only said, checked or left something. */
const withoutReporters = (clause: string): string =>
  clause.replace(PROFESSION, (who, ...rest) => {
    const at = rest.at(-2) as number;
    const isPast = /^\s*after the $/.test(clause.slice(0, at));
    return isPast || REPORTED.test(clause.slice(at + who.length)) ? "" : who;
  });
