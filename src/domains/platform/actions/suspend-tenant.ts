import { type Ctx, enterTenant, type PlatformCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { record } from "#/db/tenant/commit.ts";
import { stateChange } from "#/db/tenant/state.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { AppError } from "#/kernel/errors.ts";
import { moveUnderWay, tenantNotActive } from "../errors.ts";
import { changeStatus, getTenant } from "../repo.ts";

/**
 * Closes a tenant everywhere at once: its shard refuses every batch, its board ends all streams and takes no positions. Its rows stay as they
 * are. The directory is written first, so the next call completes one that broke off.
 */
export async function suspendTenant(ctx: PlatformCtx, { id, reason }: { id: string; reason: string }) {
  await changeStatus(ctx, { id, from: "active", to: "suspended", details: { reason } });
  const found = await getTenant(ctx, id);
  const { tenant, move } = found;
  if (move) throw moveUnderWay(move.toShard);
  if (tenant.status !== "suspended") throw tenantNotActive(tenant.status);

  await closeShard(enterTenant(ctx, tenant, { kind: "system", job: "platform" }), reason);
  await boardOf(ctx.env, id).close();
  forgetTenant(id);
  return found;
}

async function closeShard(inside: Ctx, reason: string): Promise<void> {
  try {
    await record(inside, {
      parts: [stateChange(inside, "active", "suspended")],
      audit: { action: "suspend", entity: "tenant", id: inside.tenant.id, details: { reason } },
    });
  } catch (error) {
    if (!(error instanceof AppError && error.reason === "tenant.suspended")) throw error; // an earlier call has closed it
  }
}
