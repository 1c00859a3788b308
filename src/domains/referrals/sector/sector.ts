import { featuresOf } from "./features.ts";
import { heard } from "./keywords.ts";
import { probabilities } from "./learned.ts";
import { classes, type Sector } from "./sectors.ts";

/** A trade with how sure it is, in basis points; `UNKNOWN` where no trade is sure enough. */
export type SectorGuess = { sector: Sector | "UNKNOWN"; confidenceBps: number };

/** The least probability with which a trade is told: chosen on texts that were left out of the training in turn. */
const SURE = 0.55;

/** The trade that a summary or the transcript of a call is about. Pure, and well under a millisecond. */
export function sectorOf(text: string): SectorGuess {
  const all = probabilities(featuresOf(heard(text)));
  const best = all.indexOf(Math.max(...all));
  const probability = all[best] ?? 0;
  const sector = probability < SURE ? "UNKNOWN" : (classes[best] ?? "UNKNOWN");
  return { sector, confidenceBps: Math.round(10_000 * probability) };
}
