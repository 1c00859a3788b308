import { type OpenCtx, systemCtx } from "#/ctx.ts";
import { eachShard } from "#/db/shards.ts";
import { load } from "#/db/tenant/load.ts";
import { listOutdated } from "#/domains/tenants/index.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { findOrganization, listChangedSince } from "../repo.ts";
import { copyToDirectory } from "../save.ts";

/** A cron that was out for longer than this is missed by somebody before. */
const LOOKS_BACK_SECONDS = 7 * 24 * 3600;

/** Copies to the directory what changes of the last week did not get there: their worker died between the two databases. */
export async function repairDirectory(open: OpenCtx): Promise<{ copied: number }> {
  const since = plusSeconds(open.now, -LOOKS_BACK_SECONDS);
  const changed = (await eachShard(open.env, async (shard) => await listChangedSince(shard, since))).flat();
  const outdated = changed.length === 0 ? [] : await listOutdated(open, changed);
  for (const tenantId of outdated) {
    const ctx = await systemCtx(open, tenantId, "repair-directory");
    if (!ctx) continue;
    const [organization] = await load(ctx, [findOrganization(ctx)]);
    if (organization) await copyToDirectory(ctx, organization);
  }
  return { copied: outdated.length };
}
