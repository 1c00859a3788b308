import { enterTenant, type OpenCtx } from "#/ctx.ts";
import { isShard } from "#/db/directory.ts";
import { findState } from "#/db/tenant/state.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { activateTenant, deletePending, listPendingBefore } from "../repo.ts";

/** A sign-up takes a second; one that is still pending after this long has stopped. */
const STOPPED_AFTER_SECONDS = 300;

/** Completes sign-ups whose shard rows exist, and undoes the others. Safe to repeat. */
export async function repairSignUps(open: OpenCtx): Promise<{ activated: number; undone: number }> {
  const done = { activated: 0, undone: 0 };
  for (const row of await listPendingBefore(open, plusSeconds(open.now, -STOPPED_AFTER_SECONDS))) {
    if (!isShard(open.env, row.shard)) continue;
    const tenant = { ...row, shard: row.shard };
    if (await findState(enterTenant(open, tenant, { kind: "system", job: "repair-sign-ups" }))) {
      await activateTenant(open, tenant.id);
      done.activated++;
    } else {
      await deletePending(open, tenant);
      done.undone++;
    }
  }
  return done;
}
