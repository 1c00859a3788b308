import { execFileSync } from "node:child_process";
import { createTestHarness, type TestHarness } from "wrangler";
import { shardNames } from "#/db/directory.ts";

const root = new URL("../..", import.meta.url).pathname;
const BUNDLE = "dist/test-worker";

/** Builds the production bundle once, as `wrangler deploy` would upload it. */
export const buildWorker = (): void => {
  execFileSync("wrangler", ["deploy", "--dry-run", "--outdir", BUNDLE], {
    cwd: root,
    stdio: "pipe",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
};

export const testVars = {
  ENVIRONMENT: "test",
  WEBHOOK_ALLOW_LOOPBACK: "true",
  WEBHOOK_RETRY_SECONDS: "1,1,2,2",
};
export const testSecrets = {
  TOKEN_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  PASSWORD_PEPPER: "pepper of the tests",
  SEAL_KEY: Buffer.alloc(32, 9).toString("base64"),
};

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
