import { existsSync, readFileSync } from "node:fs";

const DATA = new URL("../../../shared/data/forecast/m3_monthly.jsonl", import.meta.url).pathname;

/** Months that are known, the calendar month of the first, and those that came after them. */
export type Monthly = { id: string; history: number[]; firstMonth: number; after: number[] };

/** The monthly series of the M3 competition beside the project, or those of another file of the same form; undefined where it is absent. */
export function monthlySeries(file = DATA): Monthly[] | undefined {
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { id, x, xx, start } = JSON.parse(line) as {
        id: string;
        x: number[];
        xx: number[];
        start: [number, number];
      };
      return { id, history: x, firstMonth: start[1], after: xx };
    });
}
