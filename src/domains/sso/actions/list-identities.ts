import type { Ctx, OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds, type ShardDb, shardOf } from "#/db/shards.ts";
import { record } from "#/db/tenant/commit.ts";
import { addListings, removeListing } from "#/domains/tenants/index.ts";
import { errorText, log } from "#/kernel/log.ts";
import { markListed, unlistedIdentities } from "../listing-repo.ts";
import { relist, type SsoIdentity } from "../repo.ts";

// The control database has a list of the businesses in which an identity is linked, for a log-in that names none. The business' own row is
// the truth: the log-in finds it there, and what is not listed yet is listed by the next job.

const LIMIT = 100;
const ROUNDS = 20;

/** Lists the identities that were linked since the last time. Safe to repeat. */
export async function listIdentities(open: OpenCtx): Promise<{ listed: number }> {
  const listed = await eachShard(open.env, (shard) => inRounds(LIMIT, ROUNDS, () => listSome(open, shard)));
  return { listed: listed.reduce((sum, n) => sum + n, 0) };
}

async function listSome(open: OpenCtx, shard: ShardDb): Promise<number> {
  const rows = await unlistedIdentities(shard, LIMIT);
  if (rows.length === 0) return 0;
  await addListings(open, rows);
  await markListed(shard, rows, open.now);
  return rows.length;
}

/** Lists what was just linked on the tenant's shard. Never throws: the job makes it up. */
export async function listNewIdentities(ctx: Ctx): Promise<void> {
  try {
    await listSome(ctx, shardOf(ctx.env, ctx.tenant.shard));
  } catch (error) {
    log("warn", "identities not listed; the job will", { tenant: ctx.tenant.id, error: errorText(error) });
  }
}

/** Takes an unlinked identity off the list; one that was linked again meanwhile stays. Never throws: a listing that stays signs nobody in. */
export async function unlistIdentity(ctx: Ctx, identity: SsoIdentity): Promise<void> {
  try {
    await removeListing(ctx, identity);
    await record(ctx, { parts: [relist(ctx, identity)] });
    await listNewIdentities(ctx);
  } catch (error) {
    log("warn", "identity still listed", { tenant: ctx.tenant.id, error: errorText(error) });
  }
}
