import { readFileSync, writeFileSync } from "node:fs";
import { BUCKETS, FEATURES, featuresOf } from "../domains/referrals/sector/features.ts";
import { heard } from "../domains/referrals/sector/keywords.ts";
import { classes } from "../domains/referrals/sector/sectors.ts";
import { inProject } from "./project.ts";
import { readArguments } from "./usage.ts";

// Trains the weights of the sector model: `npm run sectors`. Never on a set called fresh: those only judge it.

type Sample = { sector: string; text: string; weight: number };

const SETS = ["tuned", "held-out", "training"];
const WEIGHTS = inProject("src/domains/referrals/sector/weights.ts");
/** Texts with other words around them, beside each one as it is. */
const COPIES = 2;
const OF_COPY = 0.5;
const MISSPELT = 0.2;
const RUNS = 5;
const EPOCHS = 12;
const RATE = 0.1;
const DECAY = 3e-4;
/** Weights are kept as whole steps, one character each. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";

const surroundings = {
  en: {
    before:
      "hi|hello|customer says|homeowner reports|tenant in unit 3 says|HO:|caller states|we have|I need|need a quote for|looking for help with|please send somebody,|good morning,|my mother's house:|urgent|property manager calling about|second time this month|new customer,|rental on Oak St,|yes I'm calling about|can you help with|we just bought this house and|since yesterday|had this for a week now,",
    after:
      "|||as soon as possible|call after 5|two story house|we are in Tampa|it's getting worse|how much|thanks|gate code 4411|before the weekend|has kids|ok to text|the last company never came back|not an emergency|price?",
  },
  es: {
    before:
      "hola|buenas tardes|necesito|quiero|busco quien me ayude con|oiga fijese que|mi inquilino dice|urgente|disculpe|desde ayer|me urge,",
    after: "|||gracias|lo mas pronto posible|cuanto cobran|es urgente|para esta semana|es casa de dos pisos",
  },
};

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function samples(): Sample[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(inProject(`test/data/sectors/${name}.json`), "utf8"));
  return SETS.flatMap((set) => [
    ...Object.entries(read(`sentences.${set}`) as Record<string, string[]>).flatMap(([sector, texts]) =>
      texts.map((text) => ({ sector, text, weight: 1 })),
    ),
    ...(read(`transcripts.${set}`) as Omit<Sample, "weight">[]).map((sample) => ({ ...sample, weight: 1 })),
  ]);
}

/** Each text as it is, and in other surroundings, at times with a letter missing. */
function varied(all: readonly Sample[], random: () => number): Sample[] {
  const pick = (texts: string): string => {
    const choices = texts.split("|");
    return choices[Math.floor(random() * choices.length)] ?? "";
  };
  return all.flatMap((sample) => {
    const isSpanish =
      /\b(el|la|de|mi|se|no hay|para|que|los|las|en|un|una|por)\b/.test(sample.text) &&
      !/\b(the|my|is|to)\b/.test(sample.text);
    const { before, after } = surroundings[isSpanish ? "es" : "en"];
    const copies = Array.from({ length: COPIES }, () => {
      const at = 1 + Math.floor(random() * (sample.text.length - 2));
      const text = random() < MISSPELT ? sample.text.slice(0, at) + sample.text.slice(at + 1) : sample.text;
      return { ...sample, text: `${pick(before)} ${text}${random() < 0.5 ? "." : ""} ${pick(after)}`, weight: OF_COPY };
    });
    return [sample, ...copies];
  });
}

/** Logistic regression by AdaGrad; a weight for each feature and class. */
function trained(all: readonly Sample[], random: () => number): Float64Array {
  const n = classes.length;
  const weights = new Float64Array(FEATURES * n);
  const seen = new Float64Array(FEATURES * n).fill(1e-6);
  const data = all.map(({ sector, text, weight }) => ({
    features: [...featuresOf(heard(text))],
    is: classes.indexOf(sector as (typeof classes)[number]),
    weight,
  }));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const { features, is, weight } of shuffled(data, random)) {
      const sums = classes.map((_, c) =>
        features.reduce((sum, [f, value]) => sum + (weights[f * n + c] ?? 0) * value, 0),
      );
      const most = Math.max(...sums);
      const odds = sums.map((sum) => Math.exp(sum - most));
      const total = odds.reduce((sum, one) => sum + one, 0);
      for (let c = 0; c < n; c++) {
        const error = weight * ((odds[c] ?? 0) / total - (c === is ? 1 : 0));
        if (Math.abs(error) < 1e-4) continue;
        for (const [f, value] of features) {
          const at = f * n + c;
          const slope = error * value + DECAY * (weights[at] ?? 0);
          seen[at] = (seen[at] ?? 0) + slope * slope;
          weights[at] = (weights[at] ?? 0) - (RATE * slope) / Math.sqrt(seen[at] ?? 1);
        }
      }
    }
  }
  return weights;
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const list = [...all];
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T]; // both are below the length
  }
  return list;
}

readArguments("npm run sectors   trains the model that tells the trades of referrals", {});
/** The mean of several trainings is steadier than each. */
const runs = Array.from({ length: RUNS }, (_, run) => {
  const random = numbersFrom(11 + run);
  return trained(varied(samples(), random), random);
});
const weights = (runs[0] ?? new Float64Array()).map(
  (_, at) => runs.reduce((sum, run) => sum + (run[at] ?? 0), 0) / RUNS,
);
const words = weights.slice(0, BUCKETS * classes.length);
const terms = weights.slice(BUCKETS * classes.length);
const middle = (DIGITS.length - 1) / 2;
/** The step by which all but the largest part of the weights has a digit; those are cut. */
function stepOf(all: Float64Array, kept: number): number {
  const sizes = [...all].map(Math.abs).toSorted((a, b) => a - b);
  return Number(((sizes[Math.floor((sizes.length - 1) * kept)] ?? 1) / middle).toFixed(5));
}
const digitsOf = (all: Float64Array, step: number): string =>
  [...all].map((weight) => DIGITS[Math.max(0, Math.min(2 * middle, Math.round(weight / step) + middle))]).join("");
const [step, stepOfTerms] = [stepOf(words, 0.999), stepOf(terms, 1)];
writeFileSync(
  WEIGHTS,
  `// Made by src/tools/train-sectors.ts: run \`npm run sectors\` after a change of the texts, the terms or the features.

export const DIGITS = "${DIGITS}";
export const STEP = ${step};
export const STEP_OF_TERMS = ${stepOfTerms};
/** One digit for each bucket and class. */
export const ofWords =
  "${digitsOf(words, step)}";
/** One digit for each class and feature of the terms. */
export const ofTerms =
  "${digitsOf(terms, stepOfTerms)}";
`,
);
console.log(`Trained on ${samples().length} texts; ${(words.length / 1024).toFixed(0)} KB of weights.`);
