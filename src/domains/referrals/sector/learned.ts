import { BUCKETS, FEATURES } from "./features.ts";
import { classes } from "./sectors.ts";
import { DIGITS, ofTerms, ofWords, STEP, STEP_OF_TERMS } from "./weights.ts";

// A logistic regression, trained by src/tools/train-sectors.ts: what each feature says for each trade, and for none.

const MIDDLE = (DIGITS.length - 1) / 2;
let table: Float32Array | undefined;

/** Feature by feature, a weight for each class; read when it is first needed. */
function weights(): Float32Array {
  if (table) return table;
  table = new Float32Array(FEATURES * classes.length);
  table.set(decoded(ofWords, STEP));
  table.set(decoded(ofTerms, STEP_OF_TERMS), BUCKETS * classes.length);
  return table;
}

const decoded = (digits: string, step: number): number[] =>
  Array.from(digits, (digit) => (DIGITS.indexOf(digit) - MIDDLE) * step);

/** How probable each class is; they sum to 1. */
export function probabilities(features: ReadonlyMap<number, number>): number[] {
  const all = weights();
  const sums = classes.map(() => 0);
  for (const [feature, value] of features) {
    const from = feature * classes.length;
    for (let c = 0; c < sums.length; c++) sums[c] = (sums[c] ?? 0) + value * (all[from + c] ?? 0);
  }
  const most = Math.max(...sums);
  const odds = sums.map((sum) => Math.exp(sum - most));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return odds.map((one) => one / total);
}
