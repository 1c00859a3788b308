import { cpus } from "node:os";
import { type FanOut, VIEWERS } from "./fan-out.ts";
import type { Line } from "./http.ts";
import { CONNECTIONS, median } from "./load.ts";

export type Results = { lines: Line[]; seeding: { sales: number; ms: number }[]; fanOut: FanOut[]; startup: number[] };

const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const whole = (n: number) => n.toFixed(0);
const ratio = (n: number) => n.toFixed(2);
const thousands = (n: number) => n.toLocaleString("en-US");

/** The results as Markdown, in the format of the README. */
export function report({ lines, seeding, fanOut, startup }: Results, command: string): string {
  const requests = lines.map(({ title, sales, api, quiet, bare, ratios, trips, rowsRead }) => [
    title,
    thousands(sales),
    whole(api.perSecond),
    whole(bare.perSecond),
    `${ratio(api.perSecond / bare.perSecond)} (${ratio(Math.min(...ratios))} to ${ratio(Math.max(...ratios))})`,
    ratio(quiet.perSecond / bare.perSecond),
    `${ratio(api.cpuMs)} / ${ratio(bare.cpuMs)}`,
    `${whole(api.p50)} / ${whole(api.p99)}`,
    `${whole(bare.p50)} / ${whole(bare.p99)}`,
    trips,
    rowsRead,
  ]);
  const viewers = fanOut.map(({ title, last }) => [title, whole(median(last)), whole(Math.max(...last))]);
  return [
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of ${cpus()[0]?.model.trim() ?? "?"}, ${CONNECTIONS} connections, load generator on the same machine.`,
    table(
      [
        "request",
        "sales",
        "API req/s",
        "bare Worker req/s",
        "ratio (rounds)",
        "ratio without request log",
        "CPU ms API / bare",
        "p50 / p99 ms",
        "bare p50 / p99 ms",
        "D1 trips",
        "rows read",
      ],
      requests,
    ),
    `Seeding: ${seeding.map(({ sales, ms }) => `${thousands(sales)} sales in ${(ms / 1000).toFixed(1)} s`).join(", ")}.`,
    table([`the last of ${thousands(VIEWERS)} viewers has it`, "median ms", "worst ms"], viewers),
    `Start-up (\`wrangler check startup\`, active): ${startup.map(whole).join(", ")} ms.`,
  ].join("\n\n");
}
