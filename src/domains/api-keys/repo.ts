import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { users } from "#/domains/identity/index.ts";
import { apiKeys } from "./tables.ts";

export const listApiKeys = (ctx: Ctx, { revoked, ...input }: ListInput & { revoked?: boolean }) => {
  const { revokedAt } = apiKeys.table;
  const wanted = revoked ? isNotNull(revokedAt) : isNull(revokedAt);
  return apiKeys.list(ctx, input, { filters: [revoked === undefined ? undefined : wanted] });
};

/** Keys that the user made and that still work, by id. */
export const usableKeysOf = (ctx: Ctx, userId: number) => {
  const { table } = apiKeys;
  return q
    .select({ id: table.id, name: table.name, prefix: table.prefix })
    .from(table)
    .where(
      and(
        eq(table.tenantId, ctx.tenant.id),
        eq(table.createdBy, `user:${userId}`),
        isNull(table.revokedAt),
        or(isNull(table.expiresAt), gt(table.expiresAt, ctx.realNow)),
      ),
    )
    .orderBy(table.id);
};

/** The user who acts, or who made the key that acts; undefined when there is none. */
export const personBehind = (ctx: Ctx) => {
  const { actor } = ctx;
  const ofKey = q
    .select({ id: sql`cast(substr(${apiKeys.table.createdBy}, 6) as integer)` })
    .from(apiKeys.table)
    .where(
      and(eq(apiKeys.table.tenantId, ctx.tenant.id), eq(apiKeys.table.id, actor.kind === "api_key" ? actor.keyId : 0)),
    );
  const id = actor.kind === "user" ? actor.userId : sql`${ofKey}`;
  return first(
    q
      .select({ name: users.table.name, email: users.table.email })
      .from(users.table)
      .where(and(eq(users.table.tenantId, ctx.tenant.id), eq(users.table.id, id))),
  );
};
