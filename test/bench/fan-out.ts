import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { reporter, tell, watchers } from "./board.ts";
import { openBusiness } from "./business.ts";
import { type Crowd, gather } from "./crowd.ts";
import { cpuOf } from "./process.ts";
import type { Servers } from "./servers.ts";

/** Milliseconds until the last viewer has it, and CPU time of the server's process meanwhile, of each round. */
type Figures = { last: number[]; cpu: number[] };
/** `rival`: what it is held against. */
export type FanOut = Figures & { title: string; rival?: string };
export const VIEWERS = 1000;
const POSITIONS_PAUSE_MS = 1100; // the board sends a technician's position at most once a second
const SETTLE_MS = 100;

/** Starts better-sse on plain Node. */
async function startOther() {
  const other = fork(fileURLToPath(import.meta.resolve("./better-sse-server.ts")), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [port] = (await once(other, "message")) as [number];
  return { url: new URL(`http://127.0.0.1:${port}/`), pid: other.pid, stop: () => other.disconnect() };
}

/** Compares the live board, by streams and by sockets, with a bare object that sends the same bytes and with better-sse on Node, in turns. */
export async function measureFanOut(servers: Servers, rounds: number): Promise<FanOut[]> {
  const business = await openBusiness(servers, { sales: 1, jobs: 3 * rounds + 1 });
  const report = reporter(servers, business);
  const other = await startOther();
  const bareUrl = servers.bareBoard;
  const ready = '"type":"ready"';
  const crowds = {
    stream: await watchers(servers, business, VIEWERS, "stream"),
    bare: await gather(VIEWERS, { url: bareUrl, ready }),
    bareSocket: await gather(VIEWERS, { url: bareUrl, ready, socket: true }),
    other: await gather(VIEWERS, { url: other.url, ready }),
  };
  const sockets = await openBusiness(servers, { sales: 1, jobs: 3 * rounds + 1 });
  const socketReport = reporter(servers, sockets);
  const socketCrowd = await watchers(servers, sockets, VIEWERS, "socket");

  const results = new Map<string, FanOut>();
  type Run = { crowd: Crowd; marker: string; act: () => Promise<unknown>; rival?: string; pid?: number | undefined };
  const measure = async (title: string, { crowd, marker, act, rival, pid = servers.runtimePid }: Run) => {
    const before = cpuOf(pid);
    const times = await crowd.receipts(marker, act);
    const result = results.get(title) ?? { title, last: [], cpu: [], ...(rival && { rival }) };
    await sleep(SETTLE_MS);
    result.last.push(times.at(-1) ?? Number.NaN);
    result.cpu.push(cpuOf(pid) - before);
    results.set(title, result);
  };
  try {
    for (let round = 0; round < rounds; round++) {
      const latitude = 27 + (round + 1) / 1000;
      const where = { latitude, longitude: -82.4572, speed: 35.5, heading: 180, accuracy: 8 };
      const marker = `"latitude":${latitude},`;
      const message = { type: "technician.location", data: { technician_id: 1, ...where, at: new Date() } };
      const asSse = (what: object) => `data: ${JSON.stringify(what)}\n\n`;
      // a job as the event of its status has it
      const status = { id: round, seq: round, data: { ...message.data, text: "x".repeat(600) } };
      await measure("bare object, streams: position", {
        ...{ crowd: crowds.bare, marker },
        act: () => tell(bareUrl, "POST", {}, asSse(message)),
      });
      await measure("live board, streams: position", {
        ...{ crowd: crowds.stream, marker, rival: "bare object, streams: position" },
        act: () => report.position(where),
      });
      await measure("better-sse on Node: position", {
        ...{ crowd: crowds.other, marker, pid: other.pid },
        act: () => tell(other.url, "POST", {}, message),
      });
      await measure("live board, sockets: position", {
        ...{ crowd: socketCrowd, marker, rival: "better-sse on Node: position" },
        act: () => socketReport.position(where),
      });
      await measure("bare object, sockets: position", {
        ...{ crowd: crowds.bareSocket, marker },
        act: () => tell(bareUrl, "POST", { to: "sockets" }, asSse(message)),
      });
      await measure("bare object, streams: status change", {
        ...{ crowd: crowds.bare, marker },
        act: () => tell(bareUrl, "POST", {}, asSse(status)),
      });
      const job = business.nextJob();
      await measure("live board, streams: status change", {
        ...{ crowd: crowds.stream, marker: `"data":{"id":${job},`, rival: "bare object, streams: status change" },
        act: () => report.status(job),
      });
      await measure("better-sse on Node: status change", {
        ...{ crowd: crowds.other, marker, pid: other.pid },
        act: () => tell(other.url, "POST", {}, status),
      });
      const socketJob = sockets.nextJob();
      await measure("live board, sockets: status change", {
        ...{ crowd: socketCrowd, marker: `"data":{"id":${socketJob},`, rival: "better-sse on Node: status change" },
        act: () => socketReport.status(socketJob),
      });
      await sleep(POSITIONS_PAUSE_MS);
    }
  } finally {
    for (const crowd of [...Object.values(crowds), socketCrowd]) crowd.close();
    other.stop();
  }
  return [...results.values()];
}
