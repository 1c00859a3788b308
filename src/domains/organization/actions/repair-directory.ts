import { type OpenCtx, systemCtx } from "#/ctx.ts";
import { eachShard } from "#/db/shards.ts";
import { read } from "#/db/tenant/load.ts";
import { listOutdated } from "#/domains/tenants/index.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { listChangedSince, organizationOf } from "../repo.ts";
import { copyToDirectory } from "../save.ts";

/** Longer than any outage of this job. */
const LOOKS_BACK_SECONDS = 7 * 24 * 3600;

/** Copies to the directory the changes of the last week that it does not have yet: their workers died between the two databases. */
export async function repairDirectory(open: OpenCtx): Promise<{ copied: number }> {
  const since = plusSeconds(open.now, -LOOKS_BACK_SECONDS);
  const changed = (await eachShard(open.env, (shard) => listChangedSince(shard, since))).flat();
  const outdated = changed.length === 0 ? [] : await listOutdated(open, changed);
  for (const tenantId of outdated) {
    const ctx = await systemCtx(open, tenantId, "repair-directory");
    if (!ctx) continue;
    const { organization } = await read(ctx, { organization: organizationOf(ctx) });
    if (organization) await copyToDirectory(ctx, organization);
  }
  return { copied: outdated.length };
}
