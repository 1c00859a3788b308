import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { Effect } from "#/jobs.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { dropImport, endedBefore } from "../repo.ts";

const KEPT_SECONDS = 30 * 24 * 3600;
/** Each may have 10,000 rows. */
const DROPPED_AT_ONCE = 10;

/** Drops imports, with their rows, 30 days after their end. What they made stays. */
export async function dropImports(ctx: Ctx): Promise<Effect | undefined> {
  const { old } = await load(ctx, { old: endedBefore(ctx, plusSeconds(ctx.now, -KEPT_SECONDS), DROPPED_AT_ONCE) });
  return old.length === 0 ? undefined : { parts: old.map((one) => dropImport(ctx, one)) };
}
