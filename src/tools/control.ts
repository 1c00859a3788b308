import { z } from "zod";
import { databases } from "./config.ts";
import { withLocalDatabases } from "./local-databases.ts";
import { wrangler } from "./project.ts";
import { remoteConfig } from "./remote.ts";

/** A text as an SQL literal: `wrangler d1 execute` takes no parameters. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const Answer = z.array(z.looseObject({ results: z.array(z.record(z.string(), z.unknown())) }));

/** One statement on the control database: of this machine, or in production. */
export async function runOnControl(remote: boolean, sql: string): Promise<Record<string, unknown>[]> {
  if (!remote)
    return await withLocalDatabases(async ({ CONTROL }) => (await CONTROL?.prepare(sql).all())?.results ?? []);
  const name = databases().find(({ binding }) => binding === "CONTROL")?.name ?? "";
  const config = await remoteConfig();
  const out = await wrangler("d1", "execute", name, "--config", config, "--remote", "--json", "--command", sql);
  return Answer.parse(JSON.parse(out)).flatMap(({ results }) => results);
}
