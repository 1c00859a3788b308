import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadyRevoked } from "../errors.ts";
import { type ApiKey, apiKeys } from "../tables.ts";

/** Ends a key for good, with its next request. */
export async function revokeApiKey(ctx: Ctx, id: number): Promise<ApiKey> {
  const { key } = await load(ctx, { key: apiKeys.one(ctx, id) });
  apiKeys.assertCurrent(ctx, key);
  if (key.revokedAt) throw alreadyRevoked(id);

  const part = apiKeys.change(ctx, key, { revokedAt: ctx.realNow });
  const details = { name: key.name, prefix: key.prefix };
  return await commit(ctx, {
    parts: [part, { writes: [], endsRights: true }],
    audit: { action: "revoke", of: part, details },
    result: part.row,
  });
}
