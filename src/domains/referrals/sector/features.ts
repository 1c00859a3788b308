import type { Heard } from "./keywords.ts";
import { sectors } from "./sectors.ts";
import { corrected } from "./terms.ts";
import { clausesOf, wordsOf } from "./turns.ts";

// What the learned weights (weights.ts) look at: words, pairs of them and pieces of them, by their hashes, and what the terms of the trades say.

/** Hashes of words and pieces fall into this number of buckets; then come the terms' features. */
export const BUCKETS = 4096;
const SHARE = BUCKETS + sectors.length;
const SILENT = SHARE + sectors.length;
const ALWAYS = SILENT + 1;
export const FEATURES = ALWAYS + 1;

/** Words that every text has. */
const COMMON = new Set(
  "the a an my our your i we it is are was to of and in on at for with el la los las un una de del en mi me se lo y que por con su this that they you".split(
    " ",
  ),
);
const PIECE = 4;
const OF_PIECE = 0.4;
const BEGINNING = 5;
const OF_BEGINNING = 0.7;
/** A long text counts no more than a short one. */
const LENGTH = 2;
/** From here on a trade has been named clearly, and more says no more. */
const CLEAR = 12;

/** FNV-1a, folded into the buckets. */
function bucketOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) % BUCKETS;
}

/** The features of a text with their values. */
export function featuresOf({ scores, said }: Heard): Map<number, number> {
  const found = new Map<number, number>();
  for (const { text, weight } of said)
    if (weight > 0) for (const clause of clausesOf(text)) look(clause, weight, found);
  const length = Math.sqrt([...found.values()].reduce((sum, value) => sum + value * value, 0));
  for (const [feature, value] of found) found.set(feature, (value * LENGTH) / Math.max(length, 2));

  const total = scores.reduce((sum, [, score]) => sum + Math.max(score, 0), 0);
  for (const [sector, score] of scores) {
    const at = sectors.indexOf(sector);
    found.set(BUCKETS + at, Math.min(score, CLEAR) / 6);
    found.set(SHARE + at, (2 * score) / (total + 3));
  }
  if (total < 1) found.set(SILENT, 1);
  return found.set(ALWAYS, 1);
}

function look(clause: string, weight: number, found: Map<number, number>): void {
  const words = wordsOf(clause)
    .map(corrected)
    .filter((word) => !/^\d+$/.test(word) && !COMMON.has(word));
  const add = (name: string, value: number): void => {
    const at = bucketOf(name);
    found.set(at, Math.max(found.get(at) ?? 0, value));
  };
  words.forEach((word, i) => {
    add(`w${word}`, weight);
    if (word.length > BEGINNING) add(`p${word.slice(0, BEGINNING)}`, weight * OF_BEGINNING);
    const ended = `^${word}$`;
    for (let at = 0; at + PIECE <= ended.length; at++) add(`c${ended.slice(at, at + PIECE)}`, weight * OF_PIECE);
    if (i > 0) add(`b${words[i - 1]} ${word}`, weight);
  });
}
