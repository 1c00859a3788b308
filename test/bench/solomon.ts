import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Problem } from "#/domains/routing/index.ts";

const DATA = new URL("../../../shared/data/routing/", import.meta.url).pathname;

/** `optimum`: the proven least distance, in tenths as in the problem. */
export type Instance = { name: string; problem: Problem; optimum: number };

/** Solomon's instances beside the project; undefined where they are absent. */
export function solomon(names: RegExp): Instance[] | undefined {
  if (!existsSync(`${DATA}best-known.json`)) return undefined;
  const { proven_optimal_distance: optima } = JSON.parse(readFileSync(`${DATA}best-known.json`, "utf8")) as {
    proven_optimal_distance: Record<string, number>;
  };
  return readdirSync(DATA)
    .filter((file) => file.endsWith(".txt") && names.test(file))
    .toSorted()
    .map((file) => {
      const name = file.replace(".txt", "");
      const optimum = Math.round((optima[name] ?? Number.NaN) * 10);
      return { name, problem: problemOf(readFileSync(`${DATA}${file}`, "utf8")), optimum };
    });
}

/** In tenths, distances and times truncated to them: the convention of DIMACS. Leaving a customer out is dearer than any route. */
export function problemOf(text: string): Problem {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const [vehicles = 0, capacity = 0] = lines.find((line) => line.length === 2 && line.every(Number.isFinite)) ?? [];
  const rows = lines.filter((line) => line.length === 7 && line.every(Number.isFinite));
  const size = rows.length;
  const distance = new Int32Array(size * size);
  for (const [a, [, x = 0, y = 0]] of rows.entries())
    for (const [b, [, ownX = 0, ownY = 0]] of rows.entries())
      distance[a * size + b] = Math.floor(10 * Math.hypot(x - ownX, y - ownY));
  const [depot = [], ...customers] = rows;
  const shift = { from: (depot[4] ?? 0) * 10, to: (depot[5] ?? 0) * 10 };
  return {
    technicians: Array.from({ length: vehicles }, (_, id) => ({ id, start: 0, end: 0, shift, capacity })),
    jobs: customers.map(([id = 0, , , load = 0, from = 0, to = 0, service = 0], index) => ({
      id,
      place: index + 1,
      windows: [{ from: from * 10, to: to * 10 }],
      service: service * 10,
      load,
      prize: 10_000_000,
    })),
    travel: { size, time: distance, distance },
    cost: { time: 0, distance: 1 },
  };
}
