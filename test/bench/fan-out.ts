import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openBusiness } from "./business.ts";
import { type Crowd, gather } from "./crowd.ts";
import type { Servers } from "./servers.ts";

export type FanOut = { title: string; last: number[]; cpu: number[] };
export const VIEWERS = 1000;
/** The most that a session or API key may have. */
const STREAMS_PER_KEY = 20;
const POSITIONS_PAUSE_MS = 1100; // the board sends a technician's position at most once a second

/** Measures the milliseconds until the last of 1,000 viewers has a message, alternately for the live board and its rivals. */
export async function measureFanOut(servers: Servers, rounds: number): Promise<FanOut[]> {
  const business = await openBusiness(servers, { sales: 1, jobs: 2 * rounds + 1 });
  const { headers, technicianHeaders } = business;
  const other = fork(fileURLToPath(import.meta.resolve("./better-sse-server.ts")), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [port] = (await once(other, "message")) as [number];
  const otherUrl = new URL(`http://127.0.0.1:${port}/`);

  const tell = async (url: URL, method: string, body: unknown, more: Record<string, string> = {}) => {
    const init = { method, headers: { "content-type": "application/json", ...technicianHeaders, ...more } };
    const answer = await fetch(url, { ...init, body: typeof body === "string" ? body : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status} ${await answer.text()}`);
    await answer.text();
  };
  const ofApi = (path: string) => new URL(`/api/v1${path}`, servers.api);

  const keys: string[] = [];
  for (let made = 0; made * STREAMS_PER_KEY < VIEWERS; made++) {
    const answer = await fetch(ofApi("/admin/api-keys"), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ name: `wall ${made}`, scopes: ["dispatch:read"] }),
    });
    if (!answer.ok) throw new Error(`API key: ${answer.status} ${await answer.text()}`);
    keys.push(((await answer.json()) as { data: { key: string } }).data.key);
  }
  const keyOf = (viewer: number) => keys[Math.floor(viewer / STREAMS_PER_KEY)];
  const headersOf = (viewer: number) => ({ authorization: `Bearer ${keyOf(viewer)}` });

  const board = await gather(VIEWERS, {
    url: ofApi("/admin/dispatch/stream"),
    headersOf,
    ready: '"type":"snapshot"',
  });
  const bare = await gather(VIEWERS, { url: servers.bareBoard, ready: '"type":"ready"' });
  const bareSockets = await gather(VIEWERS, { url: servers.bareBoard, ready: '"type":"ready"', socket: true });
  const others = await gather(VIEWERS, { url: otherUrl, ready: '"type":"ready"' });

  const results = new Map<string, Omit<FanOut, "title">>();
  const measure = async (title: string, crowd: Crowd, marker: string, trigger: () => Promise<unknown>) => {
    const before = cpuOf(servers.runtimePid);
    const times = await crowd.receipts(marker, trigger);
    await sleep(30);
    const { last, cpu } = results.get(title) ?? { last: [], cpu: [] };
    results.set(title, {
      last: [...last, times.at(-1) ?? Number.NaN],
      cpu: [...cpu, cpuOf(servers.runtimePid) - before],
    });
  };
  try {
    for (let round = 0; round < rounds; round++) {
      const job = business.nextJob();
      await measure("live board, SSE: status change", board, `"data":{"id":${job},`, () =>
        tell(ofApi(`/tech/dispatch/my-jobs/${job}/status`), "PATCH", { status: "en_route" }),
      );
      const latitude = 27 + (round + 1) / 1000;
      const where = { latitude, longitude: -82.4572, speed: 35.5, heading: 180 };
      const marker = `"latitude":${latitude},`;
      await measure("live board, SSE: position", board, marker, () =>
        tell(ofApi("/tech/dispatch/location"), "POST", where),
      );
      const message = {
        type: "technician.location",
        data: { technician_id: 1, ...where, accuracy: null, at: new Date() },
      };
      const bytes = `data: ${JSON.stringify(message)}\n\n`;
      await measure("bare object, SSE: position", bare, marker, () => tell(servers.bareBoard, "POST", bytes));
      await measure("bare object, sockets: position", bareSockets, marker, () =>
        tell(servers.bareBoard, "POST", bytes, { to: "sockets" }),
      );
      await measure("better-sse on Node: position", others, marker, () => tell(otherUrl, "POST", message));
      await sleep(POSITIONS_PAUSE_MS);
    }
  } finally {
    for (const crowd of [board, bare, bareSockets, others]) crowd.close();
    other.disconnect();
  }
  return Array.from(results, ([title, figures]) => ({ title, ...figures }));
}

/** CPU time of all threads of a process, in milliseconds. NaN on other systems than Linux. */
function cpuOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6,
    0,
  );
}
