import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import Papa from "papaparse";
import { linesOf } from "#/kernel/csv-lines.ts";
import type { Business } from "./business.ts";
import { median } from "./load.ts";
import { residentMiB } from "./process.ts";
import type { Servers } from "./servers.ts";

/** One way to write the sales of a business as CSV, in the same run. */
export type CsvRun = { title: string; rows: number; perSecond: number; ratio?: number; grownMiB?: number };

/** Exports all sales: over HTTP; then the same rows once more by our writer and by csv-stringify, both on Node and out of memory. */
export async function measureCsv(
  { api, runtimePid }: Servers,
  { headers, sales }: Business,
  rounds: number,
): Promise<CsvRun[]> {
  const url = new URL("/api/v1/admin/csv-export/sales", api);
  const text = await (await fetch(url, { headers })).text();
  const cells = Papa.parse<string[]>(text, { skipEmptyLines: true }).data.slice(1);
  if (cells.length !== sales) throw new Error(`The export has ${cells.length} of ${sales} sales`);

  const best = { http: 0, ours: 0, theirs: 0 };
  for (let warm = 0; warm < WARM; warm++) await (await fetch(url, { headers })).arrayBuffer();
  const grown: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = residentMiB(runtimePid);
    let most = before;
    const started = performance.now();
    const answer = await fetch(url, { headers });
    for await (const _ of answer.body as ReadableStream<Uint8Array>) most = Math.max(most, residentMiB(runtimePid));
    best.http = Math.max(best.http, perSecond(sales, started));
    grown.push(most - before);
    best.ours = Math.max(best.ours, await written(cells, ours));
    best.theirs = Math.max(best.theirs, await written(cells, theirs));
  }
  return [
    {
      title: "export of sales over HTTP",
      rows: sales,
      perSecond: best.http,
      ratio: best.http / best.theirs,
      grownMiB: median(grown),
    },
    { title: "our writer alone, on Node", rows: sales, perSecond: best.ours, ratio: best.ours / best.theirs },
    { title: "csv-stringify alone, on Node", rows: sales, perSecond: best.theirs },
  ];
}

/** Exports before the first that counts: the heap grows in steps until it has its size. */
const WARM = 6;

type Rows = readonly (readonly string[])[];
const PAGE = 2000;

async function written(rows: Rows, write: (rows: Rows) => Promise<number>): Promise<number> {
  const started = performance.now();
  if ((await write(rows)) < rows.length) throw new Error("Nothing was written");
  return perSecond(rows.length, started);
}

async function ours(rows: Rows): Promise<number> {
  const utf8 = new TextEncoder();
  let bytes = 0;
  for (let at = 0; at < rows.length; at += PAGE) bytes += utf8.encode(linesOf(rows.slice(at, at + PAGE))).length;
  return bytes;
}

async function theirs(rows: Rows): Promise<number> {
  let bytes = 0;
  await pipeline(
    Readable.from(rows),
    stringify({ escape_formulas: true, record_delimiter: "windows" }),
    async (parts) => {
      for await (const part of parts as AsyncIterable<Buffer>) bytes += part.length;
    },
  );
  return bytes;
}

const perSecond = (rows: number, started: number): number => (rows / (performance.now() - started)) * 1000;
