import { fold } from "#/kernel/fold.ts";
import type { Sector } from "./sectors.ts";

/** A trade with how sure it is, in basis points; `UNKNOWN` where no trade is clearly ahead. */
export type SectorGuess = { sector: Sector | "UNKNOWN"; confidenceBps: number };

const words: Partial<Record<Sector, RegExp>> = {
  HVAC: /\b(ac|hvac|furnace|heat(ing|er)|air condition\w*|thermostat|cooling|calefaccion)\b/g,
  Plumbing: /\b(plumb\w*|leak\w*|drain\w*|toilet|pipe\w*|water heater|faucet|sewer|fuga|tuberia)\b/g,
  Electrical: /\b(electric\w*|outlet\w*|breaker\w*|wiring|panel|lights?|spark\w*)\b/g,
  Roofing: /\b(roof\w*|shingle\w*|gutter\w*|techo|gotera)\b/g,
  "Garage Doors": /\bgarage\b/g,
  Pest: /\b(pest\w*|roach\w*|ants?|termite\w*|mice|rats?|bed bugs?|plaga)\b/g,
  Landscaping: /\b(lawn|landscap\w*|tree\w*|yard|sprinkler\w*|jardin)\b/g,
  Cleaning: /\b(clean\w*|maid|limpieza)\b/g,
  Solar: /\bsolar\w*\b/g,
  General: /\b(handyman|drywall|paint\w*)\b/g,
};

/** The trade that a summary or a transcript of a call is about. Pure, and well under a millisecond. */
export function sectorOf(text: string): SectorGuess {
  const folded = fold(text);
  const scores = Object.entries(words)
    .map(([sector, pattern]) => ({ sector: sector as Sector, score: folded.match(pattern)?.length ?? 0 }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scores;
  if (!best || best.score === 0 || best.score === next?.score) return { sector: "UNKNOWN", confidenceBps: 0 };
  return {
    sector: best.sector,
    confidenceBps: Math.round((10_000 * best.score) / (best.score + (next?.score ?? 0) + 1)),
  };
}
