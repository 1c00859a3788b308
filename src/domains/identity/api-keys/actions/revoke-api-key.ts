import { actorName, type Ctx } from "#/ctx.ts";
import { assertVersion, commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { tellBoard } from "../../sessions.ts";
import { alreadyRevoked } from "../errors.ts";
import { type ApiKey, findApiKey, revokeKey } from "../repo.ts";

/** Ends a key for good, with its next request. */
export async function revokeApiKey(ctx: Ctx, id: number): Promise<ApiKey> {
  const [key] = await load(ctx, [findApiKey(ctx, id)]);
  if (!key) throw notFound("api_key", id);
  assertVersion(ctx, "api_key", key);

  const revoked = await commit(ctx, {
    writes: [revokeKey(ctx, key), must(alreadyRevoked(id))],
    audit: { action: "revoke", entity: "api_key", id, changes: { name: key.name, prefix: key.prefix } },
    result: { ...key, revokedAt: ctx.now, updatedAt: ctx.now, version: key.version + 1 },
  });
  tellBoard(ctx, [{ id: actorName({ kind: "api_key", keyId: id, permissions: new Set() }) }]);
  return revoked;
}
