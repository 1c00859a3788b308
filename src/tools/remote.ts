import { mkdirSync, writeFileSync } from "node:fs";
import { type Config, databases, readConfig } from "./config.ts";
import { inProject, wrangler } from "./project.ts";

type Listed = { name: string; uuid: string };
type Vars = Readonly<Record<string, unknown>>;

export const listRemoteDatabases = async (): Promise<Listed[]> =>
  JSON.parse(await wrangler("d1", "list", "--json")) as Listed[];

/**
 * Writes the configuration for production and returns its path. wrangler.toml has the database ids of development; this function takes the
 * ids from the account that wrangler is signed in to, by database name. The file contains no secrets and is written again each time. `vars`
 * replace those of wrangler.toml; only a deployment has any.
 */
export async function remoteConfig(vars: Vars = {}): Promise<string> {
  const idByName = new Map((await listRemoteDatabases()).map(({ name, uuid }) => [name, uuid]));
  const missing = databases().filter(({ name }) => !idByName.has(name));
  if (missing.length > 0)
    throw new Error(
      `This account has no database ${missing.map(({ name }) => name).join(", ")}. npm run deploy creates them.`,
    );
  return writeProductionConfig(idByName, vars);
}

/** Databases without an id in `idByName` keep their development id. */
export function writeProductionConfig(idByName: ReadonlyMap<string, string>, vars: Vars = {}): string {
  const path = inProject("dist/wrangler.production.json");
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(path, JSON.stringify(productionConfig(readConfig(), idByName, vars), null, 2));
  return path;
}

/** Paths in a configuration are relative to its folder, here dist. */
const productionConfig = (config: Config, idByName: ReadonlyMap<string, string>, vars: Vars): Config => ({
  ...config,
  vars: { ...config.vars, ...vars },
  main: fromDist(config.main),
  assets: { ...config.assets, directory: fromDist(config.assets.directory) },
  d1_databases: config.d1_databases.map((database) => ({
    ...database,
    database_id: idByName.get(database.database_name) ?? database.database_id,
    migrations_dir: fromDist(database.migrations_dir),
  })),
});

const fromDist = (path: string): string => `../${path}`;
