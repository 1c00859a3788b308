import type { Brief } from "./bare-worker.ts";
import type { Business } from "./business.ts";
import { combine, load, type Round } from "./load.ts";
import type { Recording } from "./recorder.ts";
import { type Call, type Scenario, scenarios } from "./scenarios.ts";
import type { Servers } from "./servers.ts";

export type Line = {
  title: string;
  sales: number;
  api: Round;
  /** The API without its request log. */
  quiet: Round;
  bare: Round;
  /** Requests per second of the API to those of the bare Worker, round by round. */
  ratios: number[];
  trips: string;
  rowsRead: string;
};

const send = (server: URL, { path, ...init }: Call) => fetch(new URL(path, server), init);

/** What one request makes the API or the bare Worker send to D1. */
async function record(recorder: URL, scenario: Scenario, business: Business): Promise<Recording> {
  const recording = (await (await send(recorder, scenario.call(business))).json()) as Recording;
  if (recording.status >= 300) throw new Error(`${scenario.title}: ${recording.status} ${recording.body}`);
  return recording;
}

/** Tells the bare Worker what the API sends, and makes sure that it then sends the same. */
export async function instructBare(servers: Servers, business: Business): Promise<void> {
  const recordings = new Map<Scenario, Recording>();
  for (const scenario of scenarios) recordings.set(scenario, await record(servers.recorder, scenario, business));
  const sql = Object.fromEntries(
    [...recordings].map(([{ operation }, { trips }]) => [operation, trips.map((trip) => trip.map((sent) => sent.sql))]),
  ) as Brief["sql"];
  const [sessionId, , , technicianSessionId] = [...recordings.values()].map(({ trips }) => trips[0]?.[0]?.params[1]);
  const brief = { ...business, sessionId, technicianSessionId, sql };
  for (const server of [servers.bare, servers.bareRecorder])
    await send(server, { method: "PUT", path: "/", headers: {}, body: JSON.stringify(brief) });
  for (const [scenario, ours] of recordings) {
    const bare = await record(servers.bareRecorder, scenario, business);
    const [a, b] = [masked(ours), masked(bare)];
    const at = a.split("").findIndex((char, i) => char !== b[i]);
    if (a !== b)
      throw new Error(
        `${scenario.title}: the API sends\n${a.slice(at - 100, at + 100)}\nwhere the bare Worker sends\n${b.slice(at - 100, at + 100)}`,
      );
  }
}

/** Statements and parameters without what differs from one request to the next. */
const masked = ({ trips }: Recording): string =>
  JSON.stringify(trips)
    .replace(/(evt|aud|req)_\w{26}/g, "$1")
    .replace(/\b[0-9a-f]{64}\b/g, "hash")
    .replace(/\b[0-9a-f-]{36}\b/g, "uuid")
    .replace(/\d+/g, "0")
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()); // the frozen commission is written in either case

const SIDES = ["api", "bare", "quiet"] as const;

/** Many short rounds of both in turn, so that whatever else the machine does hits all alike. */
export async function compare(servers: Servers, business: Business, rounds: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const scenario of scenarios) {
    const runs: Record<(typeof SIDES)[number], Round[]> = { api: [], bare: [], quiet: [] };
    const run = (side: (typeof SIDES)[number]) =>
      load(scenario.requests, { url: servers[side], cpuMs: servers.cpuMs }, scenario, business);
    for (const side of [...SIDES, ...SIDES]) await run(side); // warm up
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) runs[side].push(await run(side));
    const timing = (await send(servers.api, scenario.call(business))).headers.get("server-timing") ?? "";
    const [, trips = "?", rowsRead = "?"] = /trips=(\d+) rows_read=(\d+)/.exec(timing) ?? [];
    lines.push({
      title: scenario.title,
      sales: business.sales,
      api: combine(runs.api),
      quiet: combine(runs.quiet),
      bare: combine(runs.bare),
      ratios: runs.api.map((round, i) => round.perSecond / (runs.bare[i]?.perSecond ?? Number.NaN)),
      trips,
      rowsRead,
    });
  }
  return lines;
}
