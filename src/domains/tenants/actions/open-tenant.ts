import type { OpenCtx } from "#/ctx.ts";
import { shardNames, type Tenant, tenantOf } from "#/db/directory.ts";
import { keyInProgress, keyReused } from "#/db/tenant/stored-answers.ts";
import { noFreeCode, noShardOpen } from "../errors.ts";
import { findSignUpKey, insertTenant, listShardLoads } from "../repo.ts";
import { codeForTry, emptiestShard } from "../rules.ts";

const TRIES = 5;
/** What a business has until it decides otherwise. */
const DEFAULT_TIMEZONE = "America/New_York";
const DEFAULT_COLOR = "#2563eb";

const isTaken = (column: string, error: unknown): boolean =>
  error instanceof Error &&
  (error.message.includes(`UNIQUE constraint failed: ${column}`) || isTaken(column, error.cause));

/** The tenant of an earlier sign-up under the request's Idempotency-Key; 422 when that was a different request. */
export async function findSignUp(open: OpenCtx): Promise<Tenant | undefined> {
  const { idempotency } = open.asked;
  const earlier = idempotency && (await findSignUpKey(open, idempotency.key));
  if (!earlier) return undefined;
  if (earlier.fingerprint !== idempotency.fingerprint) throw keyReused();
  return tenantOf(earlier.tenant);
}

/**
 * First step of a sign-up, which spans two databases: a `pending` row in the directory, on the emptiest shard, under a free code. The caller
 * then writes the rows on the shard and calls `activateTenant`. A job repairs sign-ups that stop in between, every minute.
 */
export async function reserveTenant(open: OpenCtx, { businessName }: { businessName: string }): Promise<Tenant> {
  const shard = emptiestShard(shardNames(open.env), await listShardLoads(open));
  if (!shard) throw noShardOpen();
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const tenant: Tenant = {
      id: crypto.randomUUID(),
      businessCode: codeForTry(businessName, attempt, Math.random()),
      businessName,
      shard,
      status: "pending",
      timezone: DEFAULT_TIMEZONE,
      branding: { display_name: businessName, primary_color: DEFAULT_COLOR },
      createdAt: open.now,
      organizationVersion: 0,
    };
    try {
      await insertTenant(open, tenant, open.asked.idempotency);
      return tenant;
    } catch (error) {
      if (isTaken("sign_up_keys.key", error)) throw keyInProgress();
      if (!isTaken("tenants.business_code", error)) throw error;
    }
  }
  throw noFreeCode();
}
