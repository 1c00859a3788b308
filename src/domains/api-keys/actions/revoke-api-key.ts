import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { commitEnding } from "#/domains/identity/index.ts";
import { alreadyRevoked } from "../errors.ts";
import { type ApiKey, apiKeys } from "../tables.ts";

/** Ends a key for good, with its next request. */
export async function revokeApiKey(ctx: Ctx, id: number): Promise<ApiKey> {
  const { key } = await load(ctx, { key: apiKeys.one(ctx, id) });
  apiKeys.assertCurrent(ctx, key);
  if (key.revokedAt) throw alreadyRevoked(id);

  const part = apiKeys.change(ctx, key, { revokedAt: ctx.now });
  const open = [{ id: actorName({ kind: "api_key", keyId: id, permissions: new Set() }) }]; // its live streams
  const details = { name: key.name, prefix: key.prefix };
  return await commitEnding(ctx, open, {
    parts: [part],
    audit: { action: "revoke", of: part, details },
    result: part.row,
  });
}
