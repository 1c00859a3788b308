import type { Brief } from "./bare-worker.ts";
import type { Business } from "./business.ts";
import { combine, load, type Round } from "./load.ts";
import type { Recording } from "./recorder.ts";
import { type Call, type Operation, type Rival, type Scenario, scenarios } from "./scenarios.ts";
import type { Servers } from "./servers.ts";

export type Side = "api" | "quiet" | Rival;

export type Line = {
  title: string;
  sales: number;
  /** By side; `quiet` is the API without its request log. */
  rounds: Partial<Record<Side, Round>> & { api: Round; quiet: Round };
  /** Requests per second of the API divided by those of the rival, per round. */
  ratios: Partial<Record<Rival, number[]>>;
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

const hasSql = (scenario: Scenario): scenario is Scenario & { operation: Operation } =>
  scenario.operation !== undefined;

/** Sends the SQL of the API to the bare Worker, and checks that it then sends the same as the API. */
export async function instructRivals(servers: Servers, business: Business): Promise<void> {
  const recordings = new Map<Scenario & { operation: Operation }, Recording>();
  for (const scenario of scenarios.filter(hasSql))
    recordings.set(scenario, await record(servers.recorder, scenario, business));
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
  for (const server of [servers.bare, servers.bareRecorder, servers.peer])
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

/** Runs short rounds of all sides in turn, so other load on the machine affects them equally. `requests`: of a round, in place of the scenario's. */
export async function compare(
  servers: Servers,
  business: Business,
  rounds: number,
  requests?: number,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const scenario of scenarios) {
    const rivals: Rival[] = [
      ...(scenario.operation ? ["bare" as const] : []),
      ...(scenario.peer ? ["peer" as const] : []),
    ];
    const sides: Side[] = ["api", ...rivals, "quiet"];
    const runs = new Map<Side, Round[]>(sides.map((side) => [side, []]));
    const run = (side: Side) =>
      load(requests ?? scenario.requests, { url: servers[side], cpuMs: servers.cpuMs }, scenario, business);
    for (const side of [...sides, ...sides]) await run(side); // warm up
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) runs.get(side)?.push(await run(side));
    const timing = (await send(servers.api, scenario.call(business))).headers.get("server-timing") ?? "";
    const [, trips = "?", rowsRead = "?"] = /trips=(\d+) rows_read=(\d+)/.exec(timing) ?? [];
    const ratiosTo = (rival: Rival) =>
      (runs.get("api") ?? []).map((round, i) => round.perSecond / (runs.get(rival)?.[i]?.perSecond ?? Number.NaN));
    lines.push({
      title: scenario.title,
      sales: business.sales,
      rounds: Object.fromEntries([...runs].map(([side, own]) => [side, combine(own)])) as Line["rounds"], // api and quiet always run
      ratios: Object.fromEntries(rivals.map((rival) => [rival, ratiosTo(rival)])),
      trips,
      rowsRead,
    });
  }
  return lines;
}
