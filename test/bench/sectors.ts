import { readFileSync } from "node:fs";
import { sectorOf } from "#/domains/referrals/sector/sector.ts";
import { median } from "./load.ts";

/** The time that the trade of one text takes, on Node. */
export type SectorTime = { title: string; texts: number; ms: number };

const read = (name: string): unknown => JSON.parse(readFileSync(`test/data/sectors/${name}.json`, "utf8"));
const WARM = 5;

/** Reads all texts of the evaluation, round for round. */
export function measureSectors(rounds: number): SectorTime[] {
  const summaries = Object.values(read("sentences.tuned") as Record<string, string[]>).flat();
  const transcripts = (read("transcripts.tuned") as { text: string }[]).map(({ text }) => text);
  return [
    { title: "summary", texts: summaries },
    { title: "transcript of a call", texts: transcripts },
  ].map(({ title, texts }) => {
    const once = () => {
      const started = performance.now();
      for (const text of texts) sectorOf(text);
      return (performance.now() - started) / texts.length;
    };
    for (let warm = 0; warm < WARM; warm++) once();
    return { title, texts: texts.length, ms: median(Array.from({ length: rounds }, once)) };
  });
}
