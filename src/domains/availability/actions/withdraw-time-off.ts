import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { wrongStatus } from "../errors.ts";
import { inZone } from "../present.ts";
import { type TimeOff, timeOffs } from "../tables.ts";

/** Takes back what the caller has asked for, as long as nobody has decided about it. */
export async function withdrawTimeOff(ctx: Ctx, id: number): Promise<TimeOff> {
  const technicianId = technicianOf(ctx);
  const { timeOff } = await load(ctx, { timeOff: timeOffs.one(ctx, id) });
  // for a technician, the time off of another one does not exist
  if (timeOff.technicianId !== technicianId) throw notFound(timeOffs.entity, id);
  timeOffs.assertCurrent(ctx, timeOff);
  if (timeOff.status !== "requested") throw wrongStatus(timeOff, "taken back", "requested; ask the office");
  const part = timeOffs.remove(ctx, timeOff);
  return await commit(ctx, { parts: [part], audit: { action: "withdraw", of: part }, result: inZone(ctx, timeOff) });
}
