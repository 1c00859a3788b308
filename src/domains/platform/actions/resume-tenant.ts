import { enterTenant, type PlatformCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { commit } from "#/db/tenant/commit.ts";
import { changeState } from "#/db/tenant/state.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { tenantNotSuspended } from "../errors.ts";
import { changeStatus, getTenant } from "../repo.ts";

/** Lets a suspended business in again; what waited for it (events, deliveries, mails) goes on. Safe to repeat when a call broke off. */
export async function resumeTenant(ctx: PlatformCtx, { id }: { id: string }) {
  await changeStatus(ctx, { id, from: "suspended", to: "active", details: {} });
  const found = await getTenant(ctx, id);
  const { tenant, move } = found;
  if (tenant.status !== "active" || move) throw tenantNotSuspended(move ? "moving" : tenant.status);

  const inside = enterTenant(ctx, tenant, { kind: "system", job: "platform" });
  if (await changeState(inside, "suspended", "active"))
    await commit(inside, {
      writes: [],
      announce: true,
      audit: { action: "resume", entity: "tenant", id },
      result: null,
    });
  await boardOf(ctx.env, id).open();
  forgetTenant(id);
  return found;
}
