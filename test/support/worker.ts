import { unstable_getMiniflareWorkerOptions as optionsOf, unstable_readConfig as readConfig } from "wrangler";
import { bundle } from "#/tools/bundle.ts";
import { inProject } from "#/tools/project.ts";
import { migrateAll } from "./migrated.ts";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type MiniflareOptions, modulesOf } from "./miniflare.ts";
import { testSecrets, testVars } from "./settings.ts";

const BUNDLE = "dist/test-worker";
const NAME = "truckroll";

/** Builds the bundle that `wrangler deploy` would upload, but for a board that can crash. */
export const buildWorker = (): void => bundle("test/support/crashable/index.ts", BUNDLE);

/** A running Worker, with what only its own process can do to it. */
export type RunningWorker = {
  url: string;
  /** Runs a cron as if its time had come. */
  scheduled: (cron: string, time: Date) => Promise<unknown>;
  /** Throws an object out of memory; its storage stays. */
  evict: (object: string, options: { name: string; webSockets?: "hibernate" }) => Promise<void>;
  /** Runs SQL in an object's own storage. */
  objectSql: (object: string, name: string, sql: string, ...params: unknown[]) => Promise<unknown>;
  close: () => Promise<void>;
};

/**
 * The built Worker with empty, migrated databases, on a free port of 127.0.0.1. Requests go to it and not through the proxies of wrangler and
 * Miniflare, which cost as much as the Worker; what it sends goes straight out of the runtime, as in production.
 */
export async function startWorker(vars: Record<string, string> = {}): Promise<RunningWorker> {
  const config = readConfig({ config: inProject("wrangler.toml") }, { hideWarnings: true });
  const { workerOptions } = optionsOf({ ...config, secrets: undefined });
  const objects = workerOptions.durableObjects as Record<string, { className: string }>; // as in wrangler.toml
  const classOf = (object: string) => objects[object]?.className ?? object;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: () => undefined,
      cf: false,
      unsafeInspectDurableObjects: true,
      workers: [
        {
          ...workerOptions,
          name: NAME,
          modulesRoot: inProject(BUNDLE),
          modules: modulesOf(inProject(BUNDLE)),
          bindings: { ...config.vars, ...testVars, ...vars, ...testSecrets },
          unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        },
      ],
    } as MiniflareOptions),
  );
  await migrateAll((binding) => miniflare.getD1Database(binding, NAME));
  const { origin } = await miniflare.unsafeGetDirectURL(NAME);
  return {
    url: origin,
    scheduled: async (cron, scheduledTime) =>
      await (await miniflare.getWorker(NAME)).scheduled({ cron, scheduledTime }),
    evict: (object, options) => miniflare.unsafeEvictDurableObject(NAME, classOf(object), options),
    objectSql: async (object, name, sql, ...params) => {
      const storage = await miniflare.unsafeGetDurableObjectStorage(NAME, classOf(object), { name });
      return await storage.exec(sql, ...params);
    },
    close: () => miniflare.dispose(),
  };
}
