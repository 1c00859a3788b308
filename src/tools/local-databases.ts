import { mkdirSync, writeFileSync } from "node:fs";
import { getPlatformProxy } from "wrangler";
import { readConfig } from "./config.ts";
import { inProject } from "./project.ts";

export const statePath = inProject(".wrangler/state");

/** Opens the databases of `wrangler dev` in .wrangler/state, by binding, and closes them after `work`. */
export async function withLocalDatabases<T>(work: (open: (binding: string) => D1Database) => Promise<T>): Promise<T> {
  // a configuration with databases only: the proxy prints warnings for the Worker's other bindings
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
    return await work((binding) => {
      const database = env[binding];
      if (!database) throw new Error(`There is no local database ${binding}.`);
      return database;
    });
  } finally {
    await dispose();
  }
}

/** Runs one statement on a database, named by its binding. Returns its rows. */
export type Sql = (binding: string, statement: string, ...params: unknown[]) => Promise<Record<string, unknown>[]>;

/** As `withLocalDatabases`, for single statements. */
export const withLocalSql = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
  withLocalDatabases((open) =>
    work(async (binding, statement, ...params) => {
      const { results } = await open(binding)
        .prepare(statement)
        .bind(...params)
        .all();
      return results;
    }),
  );
