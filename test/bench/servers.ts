import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { bundle } from "#/tools/bundle.ts";
import { migrateAll } from "../support/migrated.ts";
import {
  convertV4MiniflareOptions,
  type Database,
  Log,
  LogLevel,
  Miniflare,
  type MiniflareOptions,
  modulesOf,
  require,
} from "../support/miniflare.ts";
import { testSecrets } from "../support/settings.ts";
import { heapOf } from "./heap.ts";

// The direct sockets bypass Miniflare's entry Worker (platform.md 9).
const runtime = createRequire(require.resolve("miniflare"))("workerd").default as string;

const root = new URL("../..", import.meta.url).pathname;
const here = new URL(".", import.meta.url).pathname;

export type Servers = {
  /** The built API. */
  api: URL;
  /** The built API without its request log. */
  quiet: URL;
  /** The bare Worker (bare-worker.ts). */
  bare: URL;
  /** The open peer's way (peer-worker.ts). */
  peer: URL;
  /** A board that only sends (bare-board-worker.ts). */
  bareBoard: URL;
  /** A consumer of webhook deliveries that awaits each (naive-worker.ts). */
  naive: URL;
  /** The bare Worker of any write (replay-worker.ts). */
  replay: URL;
  /** Runs a cron of the API. */
  cron: (expression: string) => Promise<unknown>;
  /** The API with a recorder around it; `bareRecorder` is the bare Worker with a recorder around it. */
  recorder: URL;
  bareRecorder: URL;
  /** A database by binding name, for bulk rows. */
  database: (name: string) => Promise<Database>;
  /** CPU time that the runtime has used so far, in milliseconds. NaN on other systems than Linux. */
  cpuMs: () => number;
  /** The process of the runtime; undefined on other systems than Linux. */
  runtimePid: number | undefined;
  /** Bytes in use on the heap of a Worker with its objects, once what is not needed any more is collected. */
  heapOf: (worker: "api" | "bareBoard") => Promise<number>;
  close: () => Promise<void>;
  /** The folder of the databases' SQLite files, to be read beside a runtime that is too busy to answer. */
  files: string;
  /** As when the power fails: SIGKILL to the runtime. Starts another on the same databases; messages that were on their way are lost. */
  killAndStart: () => Promise<Servers>;
};
const moduleOf = (outdir: string, file: string) => ({
  type: "ESModule" as const,
  path: join(outdir, file.replace(/ts$/, "js")),
  contents: stripTypeScriptTypes(readFileSync(join(here, file), "utf8")),
});

/**
 * Starts the API, the bare Worker and the recorder in one runtime, with the same databases, Durable Objects and queues. `vars` replaces settings;
 * `after` goes on with the databases of servers that were killed.
 */
export async function startServers(vars: Record<string, string> = {}, after?: { dir: string }): Promise<Servers> {
  const dir = after?.dir ?? mkdtempSync(join(tmpdir(), "truckroll-bench-"));
  if (!after) bundle("src/index.ts", dir);
  const api = modulesOf(dir);
  process.env.WRANGLER_LOG = "error";
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(root, "wrangler.toml"));
  const { d1Databases, r2Buckets, queueProducers, compatibilityDate, compatibilityFlags, bindings } = workerOptions;
  const shared = {
    compatibilityDate,
    compatibilityFlags,
    d1Databases,
    r2Buckets,
    queueProducers,
    modulesRoot: dir,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    bindings: {
      ...(bindings as Record<string, string>),
      ...testSecrets,
      ENVIRONMENT: "production",
      RATE_LIMITS: "off",
      ...vars,
    },
  };
  const durableObjects = (workerOptions.durableObjects ?? {}) as Record<string, { className: string; useSQLite: true }>; // as in wrangler.toml
  const elsewhere = Object.fromEntries(
    Object.entries(durableObjects).map(([name, object]) => [name, { ...object, scriptName: "api" }]),
  );
  const guest = { ...shared, durableObjects: elsewhere, ratelimits: workerOptions.ratelimits };
  const [bare, recorder] = [moduleOf(dir, "bare-worker.ts"), moduleOf(dir, "recorder.ts")];
  silenceRuntime(dir);
  const mf = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.ERROR),
      resourcePersistencePath: join(dir, "state"),
      cf: false,
      inspectorPort: 0,

      workers: [
        {
          ...shared,
          name: "api",
          modules: api,
          durableObjects,
          queueConsumers: workerOptions.queueConsumers,
          ratelimits: workerOptions.ratelimits,
        },
        { ...guest, name: "quiet", modules: api, bindings: { ...shared.bindings, LOG_REQUESTS: "off" } },
        { ...guest, name: "bare", modules: [bare] },
        { ...guest, name: "naive", modules: [moduleOf(dir, "naive-worker.ts")] },
        { ...guest, name: "replay", modules: [moduleOf(dir, "replay-worker.ts")] },
        { ...guest, name: "peer", modules: [moduleOf(dir, "peer-worker.ts")] },
        {
          name: "bareBoard",
          compatibilityDate,
          modulesRoot: dir,
          unsafeDirectSockets: shared.unsafeDirectSockets,
          modules: [moduleOf(dir, "bare-board-worker.ts")],
          durableObjects: { BARE_BOARD: { className: "BareBoard", useSQLite: true } },
        },
        {
          ...guest,
          name: "recorder",
          modules: [recorder, ...api],
          bindings: { ...shared.bindings, WORKER: "index.js" },
        },
        {
          ...guest,
          name: "bareRecorder",
          modules: [recorder, bare],
          bindings: { ...shared.bindings, WORKER: "bare-worker.js" },
        },
      ],
    } as MiniflareOptions),
  );
  await mf.ready;
  const runtimePid = pidOfRuntime();
  const database = (name: string) => mf.getD1Database(name, "api");
  if (!after) await migrateAll(database);
  return {
    api: await mf.unsafeGetDirectURL("api"),
    quiet: await mf.unsafeGetDirectURL("quiet"),
    bare: await mf.unsafeGetDirectURL("bare"),
    peer: await mf.unsafeGetDirectURL("peer"),
    bareBoard: await mf.unsafeGetDirectURL("bareBoard"),
    naive: await mf.unsafeGetDirectURL("naive"),
    replay: await mf.unsafeGetDirectURL("replay"),
    cron: async (cron) => await (await mf.getWorker("api")).scheduled({ cron }),
    recorder: await mf.unsafeGetDirectURL("recorder"),
    bareRecorder: await mf.unsafeGetDirectURL("bareRecorder"),
    database,
    cpuMs: () => ticksOf(runtimePid),
    runtimePid,
    heapOf: async (worker) => await heapOf(await mf.getInspectorURL(), worker, await mf.unsafeGetDirectURL(worker)),
    close: async () => {
      await mf.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
    files: join(dir, "state", "d1", "miniflare-D1DatabaseObject"),
    killAndStart: async () => {
      const pid = pidOfRuntime();
      if (pid === undefined) throw new Error("The runtime can be killed on Linux only.");
      process.kill(pid, "SIGKILL");
      await mf.dispose().catch(() => undefined); // it is gone already
      return await startServers(vars, { dir });
    },
  };
}

/** The child process that is workerd, the youngest where there are several; wrangler may have others. */
function pidOfRuntime(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ").map(Number);
  return children.findLast((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("workerd"));
}

/** Reads the runtime's CPU time from /proc. A second has 100 clock ticks. */
function ticksOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const [user = 0, system = 0] =
    readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").slice(11, 13).map(Number) ?? [];
  return (user + system) * 10;
}

/** Discards the log output of the Workers, because Miniflare's parsing of it would distort the measurement. */
function silenceRuntime(dir: string): void {
  const script = join(dir, "workerd.sh");
  // a viewer of the live board takes four files of the runtime: as many as the system allows
  writeFileSync(script, `#!/bin/sh\nulimit -n "$(ulimit -Hn)"\nexec "${runtime}" "$@" > /dev/null\n`, { mode: 0o755 });
  process.env.MINIFLARE_WORKERD_PATH = script;
}
