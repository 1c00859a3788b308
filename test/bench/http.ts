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
  /** Requests per second of the API divided by those of the bare Worker, per round. */
  ratios: number[];
  trips: string;
  rowsRead: string;
};

const send = (server: URL, { path, ...init }: Call) => fetch(new URL(path, server), init);

/** Records what the API or the bare Worker sends to D1 for one request. */
async function record(recorder: URL, scenario: Scenario, business: Business): Promise<Recording> {
  const recording = (await (await send(recorder, scenario.call(business))).json()) as Recording;
  if (recording.status >= 300) throw new Error(`${scenario.title}: ${recording.status} ${recording.body}`);
  return recording;
}

/** Sends the SQL of the API to the bare Worker, and checks that it then sends the same as the API. */
export async function instructBare(servers: Servers, business: Business): Promise<void> {
  const recordings = new Map<Scenario, Recording>();
  for (const scenario of scenarios) recordings.set(scenario, await record(servers.recorder, scenario, business));
  const sql = Object.fromEntries(
    [...recordings].map(([{ operation }, { trips }]) => [operation, trips.map((trip) => trip.map((sent) => sent.sql))]),
  ) as Brief["sql"];
  const [sessionId, , , technicianSessionId] = [...recordings.values()].map(({ trips }) =>
    trips
      .flat(2)
      .flatMap(({ params }) => params)
      .find((param) => String(param).startsWith("ses_")),
  );
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

/** The statements and parameters without the values that differ between two requests. */
const masked = ({ trips }: Recording): string =>
  JSON.stringify(trips)
    .replace(/(evt|aud|req)_\w{26}/g, "$1")
    .replace(/\b[0-9a-f]{64}\b/g, "hash")
    .replace(/\b[0-9a-f-]{36}\b/g, "uuid")
    .replace(/\d+/g, "0")
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()); // the stored commission has snake_case or camelCase keys

const SIDES = ["api", "bare", "quiet"] as const;

/** Runs short rounds of all sides in turn, so other load on the machine affects them equally. */
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
