import { mkdirSync, writeFileSync } from "node:fs";
import { getPlatformProxy } from "wrangler";
import { databases, readConfig } from "./config.ts";
import { inProject } from "./project.ts";

export const statePath = inProject(".wrangler/state");

/** Opens the databases that `wrangler dev` keeps in .wrangler/state, by binding, for as long as `work` takes. */
export async function withLocalDatabases<T>(work: (byBinding: Record<string, D1Database>) => Promise<T>): Promise<T> {
  // a configuration with nothing but databases: of the Worker's other bindings the proxy would only complain
  const { compatibility_date, d1_databases } = readConfig();
  const configPath = inProject("dist/databases.json");
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(configPath, JSON.stringify({ name: "databases", compatibility_date, d1_databases }));
  const { env, dispose } = await getPlatformProxy<Record<string, D1Database>>({
    configPath,
    persist: { path: `${statePath}/v3` },
    remoteBindings: false,
  });
  try {
    return await work(Object.fromEntries(databases().map(({ binding }) => [binding, bound(env, binding)])));
  } finally {
    await dispose();
  }
}

function bound(env: Record<string, D1Database>, binding: string): D1Database {
  const database = env[binding];
  if (!database) throw new Error(`the database ${binding} did not open`);
  return database;
}
