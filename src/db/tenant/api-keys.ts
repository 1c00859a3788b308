import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Instant } from "#/kernel/time.ts";
import { first, q } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { apiKeys } from "./tables.ts";

export type UsableApiKey = Pick<
  typeof apiKeys.$inferSelect,
  "id" | "scopes" | "allowedIps" | "expiresAt" | "lastUsedAt"
>;

/** What authentication asks of a key, by its SHA-256; undefined for an unknown or revoked one. */
export const usableApiKey = prepared((tenantId: Slot<string>, hash: Slot<string>) =>
  first(
    q
      .select({
        id: apiKeys.id,
        scopes: apiKeys.scopes,
        allowedIps: apiKeys.allowedIps,
        expiresAt: apiKeys.expiresAt,
        lastUsedAt: apiKeys.lastUsedAt,
      })
      .from(apiKeys)
      .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt))),
  ),
);

/** Notes the use of a key, unless one was noted since. */
export const noteApiKeyUse = prepared(
  (tenantId: Slot<string>, id: Slot<number>, now: Slot<Instant>, notSince: Slot<Instant>) =>
    q
      .update(apiKeys)
      .set({ lastUsedAt: sql`${now}` })
      .where(
        and(
          eq(apiKeys.tenantId, tenantId),
          eq(apiKeys.id, id),
          or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, notSince)),
        ),
      ),
);
