import { fold } from "#/kernel/fold.ts";

/** What somebody said. */
export type Statement = { text: string; by: "homeowner" | "agent" };

const AGENTS =
  "agent|agente|csr|rep|representative|operator|operador|operadora|dispatcher|dispatch|receptionist|recepcionista|asesor|asesora|call center|office|host|employee|speaker 1|speaker a|bot|ai";
const HOMEOWNERS =
  "caller|customer|homeowner|home owner|client|cliente|prospect|user|ho|owner|dueno|duena|tenant|speaker 2|speaker b|llamante|contact";
const LABEL = new RegExp(`(?:^|\\n|\\s)(${AGENTS}|${HOMEOWNERS})(?: ?\\([^)]{0,40}\\))?\\s*:`, "g");
const isAgent = new RegExp(`^(?:${AGENTS})$`);
/** Lines of speakers by their names. */
const NAMED = /(?:^|\n)([a-z][a-z .'-]{0,30}):/g;
const ANYBODY = /(?:^|\n)\s*([a-z][a-z .'-]{0,30}?)(?: ?\([^)]{0,40}\))?\s*:/g;
const GREETING =
  /\b(thank|thanks|gracias|calling|how (may|can) i|help you|ayudar|servir|good (morning|afternoon|evening)|welcome|this is)\b/;

/** A text by its speakers; one of the homeowner where it is not a transcript. Lines stay apart. */
export function statementsOf(text: string): Statement[] {
  const plain = text.split("\n").map(fold).join("\n");
  const labelled = turns(plain, LABEL);
  // whoever speaks beside an agent is the homeowner, by whichever name
  const beside = labelled.some(({ who }) => isAgent.test(who)) ? turns(plain, ANYBODY) : [];
  if (beside.length > labelled.length)
    return beside.map(({ who, text }) => ({ text, by: isAgent.test(who) ? "agent" : "homeowner" }));
  if (labelled.length > 1)
    return labelled.map(({ who, text }) => ({ text, by: isAgent.test(who) ? "agent" : "homeowner" }));
  const named = turns(plain, NAMED);
  const [opener] = named;
  const speakers = new Set(named.map(({ who }) => who));
  if (!opener || named.length < 2 || speakers.size !== 2) return [{ text: plain, by: "homeowner" }];
  // of two people the agent is who greets; the a person who was called begins
  const greeter = named.slice(0, 2).find(({ text }) => GREETING.test(text)) ?? opener;
  return named.map(({ who, text }) => ({ text, by: who === greeter.who ? "agent" : "homeowner" }));
}

function turns(text: string, label: RegExp): { who: string; text: string }[] {
  const found = [...text.matchAll(label)];
  return found.map((match, i) => ({
    who: (match[1] ?? "").trim(),
    text: text.slice(match.index + match[0].length, found[i + 1]?.index),
  }));
}

/** A statement in pieces of which each is of one thing. `a/c` is one word. */
export const clausesOf = (text: string): string[] =>
  text
    .replace(/\ba\/c\b/g, "ac")
    .replace(/\b(but|pero|although|aunque|though|after the|despues de que|because|porque|now|ahora|then)\b/g, ". $1")
    .split(/[.,;:!?\n]+|\s-+\s/)
    .filter((clause) => /[a-z0-9]/.test(clause));

export const wordsOf = (clause: string): string[] => clause.replace(/([a-z])\1\1+/g, "$1$1").match(/[a-z0-9]+/g) ?? [];
