import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openBusiness } from "./business.ts";
import { gather } from "./crowd.ts";

import type { Servers } from "./servers.ts";

export type FanOut = { title: string; last: number[] };
export const VIEWERS = 1000;
/** The most that a session or API key may have. */
const STREAMS_PER_KEY = 20;
const POSITIONS_PAUSE_MS = 1100; // the board sends a technician's position at most once a second

/** Measures the milliseconds until the last of 1,000 viewers has a message, alternately for the live board and for better-sse on Node. */
export async function measureFanOut(servers: Servers, rounds: number): Promise<FanOut[]> {
  const business = await openBusiness(servers, { sales: 1, jobs: rounds + 1 });
  const { headers, technicianHeaders } = business;
  const other = fork(fileURLToPath(import.meta.resolve("./better-sse-server.ts")), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [port] = (await once(other, "message")) as [number];
  const otherUrl = new URL(`http://127.0.0.1:${port}/`);

  const tell = async (url: URL, method: string, body: unknown) => {
    const init = { method, headers: { "content-type": "application/json", ...technicianHeaders } };
    const answer = await fetch(url, { ...init, body: JSON.stringify(body) });
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

  const board = await gather(VIEWERS, ofApi("/admin/dispatch/stream"), headersOf, '"type":"snapshot"');
  const others = await gather(VIEWERS, otherUrl, () => ({}), '"type":"ready"');
  const status: number[] = [];
  const position: number[] = [];
  const broadcast: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const job = business.nextJob();
      status.push(
        await board.lastReceipt(`"data":{"id":${job},`, () =>
          tell(ofApi(`/tech/dispatch/my-jobs/${job}/status`), "PATCH", { status: "en_route" }),
        ),
      );
      const latitude = 27 + (round + 1) / 1000;
      const where = { latitude, longitude: -82.4572, speed: 35.5, heading: 180 };
      position.push(
        await board.lastReceipt(`"latitude":${latitude},`, () => tell(ofApi("/tech/dispatch/location"), "POST", where)),
      );
      const message = { type: "position", data: { technician_id: 1, ...where, at: new Date().toISOString() } };
      broadcast.push(await others.lastReceipt(`"latitude":${latitude},`, () => tell(otherUrl, "POST", message)));
      await sleep(POSITIONS_PAUSE_MS);
    }
  } finally {
    board.close();
    others.close();
    other.disconnect();
  }
  return [
    { title: "live board: status change, from the request to the last viewer", last: status },
    { title: "live board: position, from the request to the last viewer", last: position },
    { title: "better-sse on Node: broadcast, from the request to the last viewer", last: broadcast },
  ];
}
