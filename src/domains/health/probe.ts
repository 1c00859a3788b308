import { healthOf, isFit } from "#/db/health.ts";
import { shardBehind } from "#/db/migrations.ts";
import { databaseUnavailable } from "#/db/retry.ts";

/** Strangers may ask as often as they like: the databases are asked once in this time by each isolate. */
const FRESH_MS = 10_000;
let last: { at: number; health: ReturnType<typeof healthOf> } | undefined;

/** 503 unless every database answers and has had the migrations of this build. */
export async function assertDatabases(env: Cloudflare.Env): Promise<void> {
  if (!last || Date.now() - last.at >= FRESH_MS) last = { at: Date.now(), health: healthOf(env) };
  const unfit = (await last.health).filter((database) => !isFit(database));
  if (unfit.some(({ reachable }) => !reachable)) throw databaseUnavailable();
  if (unfit.length > 0) throw shardBehind();
}
