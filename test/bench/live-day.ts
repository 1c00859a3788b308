import { setTimeout as sleep } from "node:timers/promises";
import { manyTechnicians, reporter, watchers } from "./board.ts";
import { openBusiness } from "./business.ts";
import { type Crowd, gather } from "./crowd.ts";
import { mostFiles, residentMiB } from "./process.ts";
import { type Servers, startServers } from "./servers.ts";

export type LiveDay = { title: string; figure: string }[];

const TECHNICIANS = 500;
const EVERY_MS = 5000;
const VIEWERS = 200;
/** How long the technicians report; the issue's ten minutes by LIVE_SECONDS=600. */
const SECONDS = Number(process.env.LIVE_SECONDS ?? 60);
/** A viewer takes two files of the runtime, and a system may allow fewer than 5,000 viewers need. */
const MANY = Math.min(Number(process.env.LIVE_VIEWERS ?? 5000), Math.floor((mostFiles() - 2000) / 2));
const STALLED_EVERY = 50;
const POSITIONS_PAUSE_MS = 1100;

const at = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const ms = (n: number) => `${n.toFixed(0)} ms`;

/** One reader in 50 reads nothing: the others must not notice. */
async function stalled(servers: Servers, rounds: number): Promise<LiveDay> {
  const business = await openBusiness(servers, { sales: 1, jobs: 1 });
  const { position } = reporter(servers, business);
  const crowd = await watchers(servers, business, 1000, "stream");
  const p99: Record<"all read" | "one in 50 is stalled", number[]> = { "all read": [], "one in 50 is stalled": [] };
  for (let round = 0; round < rounds; round++)
    for (const how of ["all read", "one in 50 is stalled"] as const) {
      if (how === "all read") crowd.resume();
      else crowd.stall(STALLED_EVERY);
      const latitude = 27 + (2 * round + Number(how !== "all read") + 1) / 2000; // nobody jumps
      const times = await crowd.receipts(`"latitude":${latitude},`, () => position({ latitude, longitude: -82.4572 }));
      p99[how].push(at(times, 0.99));
      await sleep(POSITIONS_PAUSE_MS);
    }
  crowd.close();
  return Object.entries(p99).map(([how, times]) => ({
    title: `position, 99th percentile of 1,000 viewers, ${how}: median of ${rounds} rounds`,
    figure: ms(
      at(
        times.toSorted((a, b) => a - b),
        0.5,
      ),
    ),
  }));
}

/**
 * What a viewer costs in memory: on the heap of the Worker and its object, of which a platform allows 128 MB, and in the whole process, which is mostly
 * the connections of the runtime itself, as those of the bare object show.
 */
async function many(): Promise<LiveDay> {
  const found: LiveDay = [];
  for (const kind of ["stream", "socket"] as const) {
    const bare = await inNewRuntime(async (servers) => {
      const doors = { url: servers.bareBoard, ready: '"type":"ready"', socket: kind === "socket" };
      return (await perViewer(servers, "bareBoard", () => gather(MANY, doors))).kib;
    });
    found.push({
      title: `${MANY} viewers at ${kind}s of the bare object: heap, resident memory for each`,
      figure: bare,
    });
    const ours = await inNewRuntime(async (servers) => {
      const business = await openBusiness(servers, { sales: 1, jobs: 1 });
      const { position } = reporter(servers, business);
      const { crowd, kib } = await perViewer(servers, "api", () => watchers(servers, business, MANY, kind));
      const times = await crowd.receipts('"latitude":27.1,', () => position({ latitude: 27.1, longitude: -82.4572 }));
      return `${kib}, ${ms(times.at(-1) ?? Number.NaN)}`;
    });
    found.push({
      title: `${MANY} viewers at ${kind}s of the live board: heap, resident memory for each, and a position to the last`,
      figure: ours,
    });
  }
  return found;
}

/** Each crowd has a runtime of its own: an object that sends nothing more does not notice that its viewers have left. */
async function inNewRuntime<T>(measure: (servers: Servers) => Promise<T>): Promise<T> {
  const servers = await startServers();
  try {
    return await measure(servers);
  } finally {
    await servers.close();
  }
}

async function perViewer(servers: Servers, worker: "api" | "bareBoard", open: () => Promise<Crowd>) {
  const measure = async () => [await servers.heapOf(worker), residentMiB(servers.runtimePid) * 2 ** 20] as const;
  const before = await measure();
  const crowd = await open();
  await sleep(2000);
  const after = await measure();
  const kib = ([0, 1] as const).map((i) => `${((after[i] - before[i]) / 1024 / MANY).toFixed(1)} KiB`).join(", ");
  return { crowd, kib };
}

/** A big business at noon: 500 technicians report every 5 seconds to 200 viewers. */
async function noon(servers: Servers): Promise<LiveDay> {
  const business = await openBusiness(servers, { sales: 1, jobs: 1 });
  const report = await manyTechnicians(servers, business, TECHNICIANS);
  const half = VIEWERS / 2;
  const crowds = [await watchers(servers, business, half, "stream"), await watchers(servers, business, half, "socket")];
  const sent = new Map<string, number>();
  const waits: number[] = [];
  const heard = new Map<number, string>();
  // one viewer of each kind reads all; the others read on, so that their connections are not stalled
  for (const crowd of crowds)
    crowd.listen((text) => {
      const now = performance.now();
      for (const [, technician = "", latitude = ""] of text.matchAll(/"technician_id":(\d+),"latitude":([\d.]+)/g)) {
        const started = sent.get(latitude);
        if (started !== undefined) waits.push(now - started);
        heard.set(Number(technician), latitude);
      }
    });
  const before = residentMiB(servers.runtimePid);
  const rounds = Math.max(2, Math.round((SECONDS * 1000) / EVERY_MS));
  let refused = 0;
  const last: string[] = [];
  const memory: number[] = [];
  const drive = async (i: number) => {
    await sleep((i * EVERY_MS) / TECHNICIANS);
    for (let round = 0; round < rounds; round++) {
      const due = performance.now() + EVERY_MS;
      const latitude = 27 + i / 1000 + (round % 900) / 1e6;
      last[i] = String(latitude);
      sent.set(String(latitude), performance.now());
      await report(i, { latitude, longitude: -82.4572, speed: 12, heading: 90 }).catch(() => refused++);
      if (i === 0) memory.push(residentMiB(servers.runtimePid));
      await sleep(Math.max(0, due - performance.now()));
    }
  };
  await Promise.all(Array.from({ length: TECHNICIANS }, (_, i) => drive(i)));
  await sleep(2000);
  for (const crowd of crowds) crowd.close();
  const sorted = waits.toSorted((a, b) => a - b);
  const lost = last.filter((latitude) => ![...heard.values()].includes(latitude)).length;
  return [
    {
      title: `${TECHNICIANS} technicians report every ${EVERY_MS / 1000} s to ${VIEWERS} viewers for ${SECONDS} s: from the report to the viewer, median, 99th percentile, worst`,
      figure: `${ms(at(sorted, 0.5))}, ${ms(at(sorted, 0.99))}, ${ms(sorted.at(-1) ?? Number.NaN)}`,
    },
    {
      title:
        "the same: reports refused, last positions that were lost, resident memory at the start, after a third, at the end",
      figure: `${refused}, ${lost}, ${[before, memory[Math.floor(memory.length / 3)] ?? Number.NaN, memory.at(-1) ?? Number.NaN].map((mib) => `${mib.toFixed(0)} MiB`).join(", ")}`,
    },
  ];
}

/** A part that breaks off loses no figure of the others. */
export async function measureLiveDay(servers: Servers, rounds: number): Promise<LiveDay> {
  const found: LiveDay = [];
  for (const part of [stalled, noon, many])
    found.push(
      ...(await part(servers, rounds).catch((error: unknown) => [
        { title: `${part.name} broke off`, figure: String(error) },
      ])),
    );
  return found;
}
