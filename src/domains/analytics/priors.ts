import type { settingsOf } from "#/domains/organization/index.ts";

type Settings = ReturnType<typeof settingsOf>;
type Trade = Settings["trade"];
type Region = Settings["regionType"];

// What a month is usually worth by the weather (domain-rules.md 3.23; the numbers are ours): it speaks until a business has two years of its own.

const PEAK = 1.35;
const SHOULDER = 1.1;
/** The middle month of the three that are busiest, 1 to 12. */
const middles: Record<Region, number | null> = {
  "cooling-dominant": 7,
  "heating-dominant": 1,
  "storm-prone": 9,
  balanced: null,
};
/** How far the work of a trade follows the weather, 0 to 1: by temperature, and by storms. */
const follows: Record<Trade, { temperature: number; storms: number }> = {
  hvac: { temperature: 1, storms: 0.25 },
  plumbing: { temperature: 0.4, storms: 0.25 },
  electrical: { temperature: 0.4, storms: 0.5 },
  roofing: { temperature: 0, storms: 1 },
  solar: { temperature: 0.25, storms: 0.25 },
  garage_doors: { temperature: 0, storms: 0.25 },
  landscaping: { temperature: 0.25, storms: 0.5 },
  pest_control: { temperature: 0.5, storms: 0 },
  cleaning: { temperature: 0, storms: 0.25 },
  general: { temperature: 0.4, storms: 0.4 },
};

/** What January to December are usually worth. */
export function priorOf({ trade, regionType }: Pick<Settings, "trade" | "regionType">): number[] {
  const middle = middles[regionType];
  const { temperature, storms } = follows[trade];
  const strength = regionType === "storm-prone" ? storms : temperature;
  return Array.from({ length: 12 }, (_, i) => {
    if (middle === null) return 1;
    const away = Math.min(Math.abs(i + 1 - middle), 12 - Math.abs(i + 1 - middle));
    const usual = away <= 1 ? PEAK : away === 2 ? SHOULDER : 1;
    return 1 + strength * (usual - 1);
  });
}
