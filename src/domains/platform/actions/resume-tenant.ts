import { enterTenant, type PlatformCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { record } from "#/db/tenant/commit.ts";
import { changeState } from "#/db/tenant/state.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { tenantNotSuspended } from "../errors.ts";
import { changeStatus, getTenant } from "../repo.ts";

/** Opens a suspended tenant again: its waiting events, deliveries and mails go out. Safe to repeat when a call broke off. */
export async function resumeTenant(ctx: PlatformCtx, id: string) {
  await changeStatus(ctx, { id, from: "suspended", to: "active", details: {} });
  const found = await getTenant(ctx, id);
  const { tenant, move } = found;
  if (tenant.status !== "active" || move) throw tenantNotSuspended(move ? "moving" : tenant.status);

  const inside = enterTenant(ctx, tenant, { kind: "system", job: "platform" });
  if (await changeState(inside, "suspended", "active"))
    await record(inside, {
      parts: [{ writes: [], wakes: true }],
      audit: { action: "resume", entity: "tenant", id },
    });
  await boardOf(ctx.env, id).open();
  forgetTenant(id);
  return found;
}
