import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { wallClock } from "#/kernel/wall-clock.ts";
import { type WhenInput, whenOf } from "../rules.ts";
import { type OnCallDuty, onCallDuties } from "../tables.ts";

/** Puts a technician on call. */
export async function addDuty(
  ctx: Ctx,
  { technicianId, rank, ...when }: WhenInput & { technicianId: number; rank: number },
): Promise<OnCallDuty> {
  const { id } = await load(ctx, {
    technician: technicians.one(ctx, technicianId, "technician_id"),
    id: onCallDuties.nextId(ctx),
  });
  const part = onCallDuties.insert(ctx, { id, technicianId, rank, ...whenOf(when, wallClock(ctx.tenant.timezone)) });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
