import { isNull, sql } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import type { Instant } from "#/kernel/time.ts";
import type { SsoIdentity } from "./repo.ts";
import { ssoIdentities } from "./tables.ts";

const { tenantId, issuer, subject, listedAt, createdAt } = ssoIdentities;

type Linked = Pick<SsoIdentity, "tenantId" | "issuer" | "subject">;

/** Identities of all tenants of a shard that the control database has not learned of, the oldest first. */
export const unlistedIdentities = (shard: ShardDb, limit: number): Promise<Linked[]> =>
  shard
    .select({ tenantId, issuer, subject })
    .from(ssoIdentities)
    .where(isNull(listedAt))
    .orderBy(createdAt)
    .limit(limit)
    .all();

export const markListed = (shard: ShardDb, rows: readonly Linked[], now: Instant) =>
  shard
    .update(ssoIdentities)
    .set({ listedAt: now })
    .where(
      sql`(${tenantId}, ${issuer}, ${subject}) in (
        select value ->> 'tenantId', value ->> 'issuer', value ->> 'subject' from json_each(${JSON.stringify(rows)}))`,
    )
    .run();
