import { actorName, type Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { makeApiKey as makeKey } from "#/kernel/api-keys.ts";
import { sha256 } from "#/kernel/secrets.ts";
import type { Instant } from "#/kernel/time.ts";
import { cannotGrant } from "../../roles/errors.ts";
import { lackedBy } from "../../roles/rules.ts";
import { expiryInThePast } from "../errors.ts";
import { type ApiKey, insertApiKey } from "../repo.ts";

export type MakeApiKeyInput = Pick<ApiKey, "name" | "scopes"> & { expiresAt?: Instant; allowedIps?: string[] };

/** Gives a machine a key of its own, with no more rights than its maker has. The answer is the only one that ever shows it. */
export async function makeApiKey(ctx: Ctx, input: MakeApiKeyInput): Promise<ApiKey & { key: string }> {
  const [{ id }] = await load(ctx, [nextId(ctx, "api_key")]);
  const lacking = lackedBy(ctx.actor, input.scopes);
  if (lacking.length > 0) throw cannotGrant(lacking, "scopes");
  if (input.expiresAt !== undefined && input.expiresAt <= ctx.now) throw expiryInThePast();

  const { key, prefix } = await makeKey(ctx.tenant.id);
  const row: ApiKey = {
    tenantId: ctx.tenant.id,
    id,
    name: input.name,
    prefix,
    hash: await sha256(key),
    scopes: input.scopes,
    allowedIps: input.allowedIps ?? [],
    expiresAt: input.expiresAt ?? null,
    lastUsedAt: null,
    revokedAt: null,
    createdBy: actorName(ctx.actor),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };
  return await commit(ctx, {
    writes: [insertApiKey(row), count(ctx, "api_key", null)],
    audit: {
      action: "make",
      entity: "api_key",
      id,
      changes: { name: row.name, prefix, scopes: row.scopes, expires_at: row.expiresAt, allowed_ips: row.allowedIps },
    },
    result: { ...row, key },
  });
}
