import { createTestHarness, type TestHarness } from "wrangler";
import { bundle } from "#/tools/bundle.ts";
import { testSecrets, testVars } from "./settings.ts";
import { shardNames } from "./shards.ts";

const root = new URL("../..", import.meta.url).pathname;
const BUNDLE = "dist/test-worker";

/** Builds the bundle that `wrangler deploy` would upload, but for a board that can crash. */
export const buildWorker = (): void => bundle("test/support/crashable/index.ts", BUNDLE);

/** The built Worker with empty, migrated databases, on a free port of 127.0.0.1. */
export async function startWorker(vars: Record<string, string> = {}): Promise<{ server: TestHarness; url: string }> {
  const server = createTestHarness({
    root,
    workers: [
      { configPath: "wrangler.toml", prebuiltWorkerDir: BUNDLE, vars: { ...testVars, ...vars }, secrets: testSecrets },
    ],
  });
  const { url } = await server.listen();
  const worker = server.getWorker();
  for (const database of ["CONTROL", ...shardNames]) await worker.applyD1Migrations(database);
  return { server, url: url.origin };
}
