import { cpus } from "node:os";
import type { Close } from "./close-period.ts";
import type { CsvRun } from "./csv-export.ts";
import { type FanOut, VIEWERS } from "./fan-out.ts";
import type { Line } from "./http.ts";
import type { Imported } from "./imports.ts";
import type { LiveDay } from "./live-day.ts";
import { CONNECTIONS, median, type Round } from "./load.ts";
import type { SectorTime } from "./sectors.ts";

export type Results = {
  lines: Line[];
  seeding: { sales: number; ms: number }[];
  csv: CsvRun[];
  close: Close[];
  imports: Imported[];
  fanOut: FanOut[];
  liveDay: LiveDay;
  sectors: SectorTime[];
  startup: number[];
};

const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const whole = (n: number) => n.toFixed(0);
const ratio = (n: number) => n.toFixed(2);
const thousands = (n: number) => n.toLocaleString("en-US");

const spread = (api: Round, rival: Round | undefined, rounds: readonly number[] = []): string =>
  rival
    ? `${ratio(api.perSecond / rival.perSecond)} (${ratio(Math.min(...rounds))} to ${ratio(Math.max(...rounds))})`
    : "";

/** A ratio is the median of the ratios of all rounds: rivals take turns, so both of a round meet the same load. */
export function fanOutTable(fanOut: readonly FanOut[]): string {
  const ratioTo = (mine: readonly number[], theirs: readonly number[] | undefined): string =>
    theirs ? ratio(median(mine.map((value, round) => value / (theirs[round] ?? Number.NaN)))) : "";
  return table(
    [
      `the last of ${thousands(VIEWERS)} viewers has it`,
      "median ms",
      "best ms",
      "CPU ms",
      "held against",
      "ratio of times",
      "of best",
      "of CPU",
    ],
    fanOut.map(({ title, last, cpu, rival }) => {
      const other = fanOut.find((one) => one.title === rival);
      const best = other ? ratio(Math.min(...last) / Math.min(...other.last)) : "";
      return [
        ...[title, whole(median(last)), whole(Math.min(...last)), median(cpu).toFixed(1), rival ?? ""],
        ...[ratioTo(last, other?.last), best, ratioTo(cpu, other?.cpu)],
      ];
    }),
  );
}

/** The results as Markdown, in the format of the README. */
export function report(
  { lines, seeding, csv, close, imports, fanOut, liveDay, sectors, startup }: Results,
  command: string,
): string {
  const requests = lines.map(({ title, sales, rounds: { api, quiet, bare, peer }, ratios, trips, rowsRead }) => [
    title,
    thousands(sales),
    whole(api.perSecond),
    ...[bare, peer].map((rival) => (rival ? whole(rival.perSecond) : "")),
    spread(api, bare, ratios.bare),
    bare ? ratio(quiet.perSecond / bare.perSecond) : "",
    spread(api, peer, ratios.peer),
    [api, bare, peer].map((side) => (side ? ratio(side.cpuMs) : "")).join(" / "),
    ...[api, bare, peer].map((side) => (side ? `${whole(side.p50)} / ${whole(side.p99)}` : "")),
    trips,
    rowsRead,
  ]);
  const closes = close.map(({ sales, technicians, ms, trips, rowsRead, rowsWritten }) => [
    thousands(sales),
    technicians,
    whole(median(ms)),
    trips,
    thousands(rowsRead),
    thousands(rowsWritten),
  ]);
  const files = csv.map(({ title, rows, perSecond, ratio: times, grownMiB }) => [
    title,
    thousands(rows),
    thousands(Math.round(perSecond)),
    times === undefined ? "" : ratio(times),
    grownMiB === undefined ? "" : whole(grownMiB),
  ]);
  return [
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of ${cpus()[0]?.model.trim() ?? "?"}, ${CONNECTIONS} connections, load generator on the same machine.`,
    table(
      [
        "request",
        "sales",
        "API req/s",
        "bare Worker req/s",
        "open peer req/s",
        "API / bare (rounds)",
        "API without request log / bare",
        "API / peer (rounds)",
        "CPU ms API / bare / peer",
        "p50 / p99 ms",
        "bare p50 / p99 ms",
        "peer p50 / p99 ms",
        "D1 trips",
        "rows read",
      ],
      requests,
    ),
    `Seeding: ${seeding.map(({ sales, ms }) => `${thousands(sales)} sales in ${(ms / 1000).toFixed(1)} s`).join(", ")}.`,
    table(
      ["CSV of all sales", "rows", "rows/s (best round)", "of csv-stringify", "resident memory grows by MiB (median)"],
      files,
    ),
    table(
      ["close of a pay period: sales", "technicians", "median ms", "D1 trips", "rows read", "rows written"],
      closes,
    ),
    fanOutTable(fanOut),
    table(
      ["live board", "figure"],
      liveDay.map(({ title, figure }) => [title, figure]),
    ),
    table(
      ["import of a CSV file", "rows", "seconds", "rows/s"],
      imports.map(({ kind, rows, seconds }) => [kind, thousands(rows), seconds.toFixed(1), whole(rows / seconds)]),
    ),
    table(
      ["trade of a referral", "texts", "median ms each"],
      sectors.map(({ title, texts, ms }) => [title, texts, ms.toFixed(3)]),
    ),
    `Start-up (\`wrangler check startup\`, active): ${startup.map(whole).join(", ")} ms.`,
  ].join("\n\n");
}
