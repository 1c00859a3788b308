import type { OpenCtx } from "#/ctx.ts";
import { shardNames, type Tenant } from "#/db/directory.ts";
import { noFreeCode, noShardOpen } from "../errors.ts";
import { insertTenant, listShardLoads, setStatus } from "../repo.ts";
import { codeForTry, emptiestShard } from "../rules.ts";

const TRIES = 5;
/** Until the business says otherwise. */
const DEFAULT_TIMEZONE = "America/New_York";
const DEFAULT_COLOR = "#2563eb";

const isCodeTaken = (error: unknown): boolean =>
  error instanceof Error &&
  (/UNIQUE constraint failed: tenants.business_code/.test(error.message) || isCodeTaken(error.cause));

/**
 * First step of a sign-up, which spans two databases: a directory row that says `pending`, on the emptiest shard, under a free code.
 * The caller writes the shard's rows and then calls `activateTenant`; what stops between is repaired by cron.
 */
export async function reserveTenant(open: OpenCtx, { businessName }: { businessName: string }): Promise<Tenant> {
  const shard = emptiestShard(shardNames, await listShardLoads(open));
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
      await insertTenant(open, tenant);
      return tenant;
    } catch (error) {
      if (!isCodeTaken(error)) throw error;
    }
  }
  throw noFreeCode();
}

/** Last step of a sign-up: from here on the business can be found. */
export const activateTenant = (open: OpenCtx, id: string) => setStatus(open, id, "pending", "active");
