import { eq } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { enterTenant } from "#/ctx.ts";
import { isShardName } from "#/db/directory.ts";
import { first, q } from "#/db/tenant/client.ts";
import { tenantState } from "#/db/tenant/schema/core.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { deletePending, listPendingBefore } from "../repo.ts";
import { activateTenant } from "./open-tenant.ts";

/** A sign-up takes a second; what is still pending after this long has stopped. */
const STOPPED_AFTER_SECONDS = 300;

/** Completes sign-ups whose shard rows exist, and undoes those whose do not. Safe to repeat. */
export async function repairSignUps(open: OpenCtx): Promise<{ activated: number; undone: number }> {
  const done = { activated: 0, undone: 0 };
  for (const row of await listPendingBefore(open, plusSeconds(open.now, -STOPPED_AFTER_SECONDS))) {
    if (!isShardName(row.shard)) continue;
    const tenant = { ...row, shard: row.shard };
    const { db } = enterTenant(open, tenant, { kind: "system", job: "repair-sign-ups" });
    const [state] = await db.batch([first(q.select().from(tenantState).where(eq(tenantState.tenantId, tenant.id)))]);
    if (state) {
      await activateTenant(open, tenant.id);
      done.activated++;
    } else {
      await deletePending(open, tenant);
      done.undone++;
    }
  }
  return done;
}
