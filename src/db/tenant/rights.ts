import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "./client.ts";
import { apiKeys, sessions } from "./tables.ts";

// What decides whether a session or an API key may still be served, for those who are served without a batch of their own.

const among = (ids: readonly (string | number)[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

export const sessionsAmong = (ctx: Ctx, ids: readonly string[]) =>
  q
    .select({
      id: sessions.id,
      endedAt: sessions.endedAt,
      expiresAt: sessions.expiresAt,
      tokensValidFrom: sessions.tokensValidFrom,
    })
    .from(sessions)
    .where(and(eq(sessions.tenantId, ctx.tenant.id), inArray(sessions.id, among(ids))));

export const apiKeysAmong = (ctx: Ctx, ids: readonly number[]) =>
  q
    .select({ id: apiKeys.id, revokedAt: apiKeys.revokedAt, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, ctx.tenant.id), inArray(apiKeys.id, among(ids))));
