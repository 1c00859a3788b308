import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type ListInput, listRows, totalUnless } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { apiKeys } from "#/db/tenant/schema/identity.ts";

export type ApiKey = typeof apiKeys.$inferSelect;

const one = (ctx: Ctx, id: number) => and(eq(apiKeys.tenantId, ctx.tenant.id), eq(apiKeys.id, id));

export const findApiKey = (ctx: Ctx, id: number) => first(q.select().from(apiKeys).where(one(ctx, id)));

export function listApiKeys(ctx: Ctx, { revoked, ...input }: ListInput & { revoked?: boolean }) {
  const filters = [
    revoked === undefined ? undefined : revoked ? isNotNull(apiKeys.revokedAt) : isNull(apiKeys.revokedAt),
  ];
  return listRows(ctx, input, { table: apiKeys, filters, total: totalUnless(ctx, "api_key", filters) });
}

export const insertApiKey = insertInto(apiKeys);

/** Hits no row when the key is revoked already. */
export const revokeKey = (ctx: Ctx, { id, version }: ApiKey) =>
  q
    .update(apiKeys)
    .set({ revokedAt: ctx.now, updatedAt: ctx.now, version: version + 1 })
    .where(and(one(ctx, id), isNull(apiKeys.revokedAt)));
