import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getPlatformProxy } from "wrangler";
import { eventually, PATIENCE_MS } from "./client.ts";
import { migrateAll } from "./migrated.ts";
import { testSecrets, testVars } from "./settings.ts";
import { shardNames } from "./shards.ts";

const root = new URL("../..", import.meta.url).pathname;
type Databases = Record<string, D1Database>;

/** A database by its binding, opened while no server runs on the same files. */
export async function withDatabases<T>(state: string, work: (databases: Databases) => Promise<T>): Promise<T> {
  const configPath = join(state, "databases.json");
  const d1_databases = ["CONTROL", ...shardNames].map((binding) => ({ binding, database_id: databaseId(binding) }));
  writeFileSync(configPath, JSON.stringify({ name: "crash", compatibility_date: "2026-11-17", d1_databases }));
  const proxy = await getPlatformProxy<Databases>({
    configPath,
    persist: { path: join(state, "v3") },
    remoteBindings: false,
  });
  try {
    return await work(proxy.env);
  } finally {
    await proxy.dispose();
  }
}

/** The id under which the server's own configuration keeps a database's file. */
const databaseId = (binding: string): string => {
  const config = readFileSync(join(root, "wrangler.toml"), "utf8");
  return new RegExp(`binding = "${binding}"[\\s\\S]*?database_id = "([^"]+)"`).exec(config)?.[1] ?? "";
};

export const migrate = (state: string): Promise<void> =>
  withDatabases(state, (databases) => migrateAll((binding) => databases[binding] as D1Database));

export type KillableServer = {
  url: string;
  /** As when the power fails: SIGKILL to the server and all its children at once. */
  kill: () => Promise<void>;
};

/** `wrangler dev` with a process group of its own, on the data in `state`. */
export async function startKillable(state: string, port: number): Promise<KillableServer> {
  const vars = { ...testVars, ...testSecrets, RATE_LIMITS: "off", LOG_REQUESTS: "off" };
  const child = spawn(
    process.execPath,
    [
      ...[join(root, "node_modules/wrangler/bin/wrangler.js"), "dev", "--ip", "127.0.0.1", "--port", String(port)],
      ...["--inspector-port", "0", "--log-level", "error", "--persist-to", state],
      ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ],
    {
      cwd: root,
      stdio: "ignore",
      detached: true,
      env: { ...process.env, CI: "1", WRANGLER_REGISTRY_PATH: join(state, "registry") },
    },
  );
  const kill = () => killGroup(child);
  process.once("exit", () => signalGroup(child)); // however the test ends, no process of it remains
  const url = `http://127.0.0.1:${port}`;
  for (
    const end = Date.now() + PATIENCE_MS;
    Date.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 100))
  ) {
    if (child.exitCode !== null) break;
    const healthy = await fetch(`${url}/api/v1/health`).then(
      async (response) => (await response.text()) !== "" && response.ok,
      () => false,
    );
    if (healthy) return { url, kill };
  }
  await kill();
  throw new Error("wrangler dev does not answer");
}

function signalGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // the group is gone already
  }
}

/** Resolves when no process of the group is left. */
async function killGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  signalGroup(child);
  const gone = () => {
    try {
      return pid === undefined || !process.kill(-pid, 0);
    } catch {
      return true;
    }
  };
  await eventually(async () => gone(), `no process of group ${pid} is left`);
}
