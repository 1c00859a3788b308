import { type ShardBindings, shardNames } from "./directory.ts";
import { missingMigrations } from "./migrations.ts";

export type DatabaseHealth = { name: string; reachable: boolean; missingMigrations: string[] };
type Bindings = ShardBindings & Pick<Cloudflare.Env, "CONTROL">;

/** Asks every database which migrations it has had: one that answers is up, and one that has them all is fit for this build. */
export const healthOf = (env: Bindings): Promise<DatabaseHealth[]> =>
  Promise.all(
    (["CONTROL", ...shardNames(env)] as const).map(async (name) => {
      try {
        const missing = await missingMigrations(env[name], name === "CONTROL" ? "control" : "tenant");
        return { name, reachable: true, missingMigrations: missing };
      } catch {
        return { name, reachable: false, missingMigrations: [] };
      }
    }),
  );

export const isFit = ({ reachable, missingMigrations: missing }: DatabaseHealth): boolean =>
  reachable && missing.length === 0;
