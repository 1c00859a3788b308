import type { OpenCtx } from "#/ctx.ts";
import { isShardName, rememberTenant } from "#/db/directory.ts";
import { type Description, updateDescription } from "../repo.ts";

/**
 * Copies what a business says of itself from its own row, which is the truth, into the directory, where it is found before anybody signs in.
 * Safe to repeat and to come late: an older version never replaces a newer one.
 */
export async function describeTenant(open: OpenCtx, id: string, description: Description): Promise<void> {
  const updated = await updateDescription(open, id, description);
  if (updated && isShardName(updated.shard)) rememberTenant({ ...updated, shard: updated.shard });
}
