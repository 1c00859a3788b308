import { enterTenant, type PlatformCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { commit } from "#/db/tenant/commit.ts";
import { stateChange } from "#/db/tenant/state.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { AppError } from "#/kernel/errors.ts";
import { moveUnderWay, tenantNotActive } from "../errors.ts";
import { changeStatus, getTenant } from "../repo.ts";

/**
 * Shuts a business out, everywhere and at once: its shard refuses every batch, its board ends all streams and takes no more positions. Its
 * rows stay as they are. The directory says first what is wanted, so that a call that broke off is completed by the next one.
 */
export async function suspendTenant(ctx: PlatformCtx, { id, reason }: { id: string; reason: string }) {
  await changeStatus(ctx, { id, from: "active", to: "suspended", details: { reason } });
  const found = await getTenant(ctx, id);
  const { tenant, move } = found;
  if (move) throw moveUnderWay(move.toShard);
  if (tenant.status !== "suspended") throw tenantNotActive(tenant.status);

  const inside = enterTenant(ctx, tenant, { kind: "system", job: "platform" });
  await closeShard(inside, reason);
  await boardOf(ctx.env, id).close();
  forgetTenant(id);
  return found;
}

async function closeShard(inside: ReturnType<typeof enterTenant>, reason: string): Promise<void> {
  try {
    await commit(inside, {
      writes: [stateChange(inside, "active", "suspended")],
      audit: { action: "suspend", entity: "tenant", id: inside.tenant.id, changes: { reason } },
      result: null,
    });
  } catch (error) {
    if (!(error instanceof AppError && error.reason === "tenant.suspended")) throw error; // an earlier call came this far
  }
}
