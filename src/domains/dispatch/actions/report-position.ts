import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded, tenantSuspended } from "#/db/tenant/entrance.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import type { Position } from "../repo.ts";
import { technicianOf } from "../technician.ts";

type Reading = { latitude: number; longitude: number; speed?: number | null; heading?: number | null };

/** A technician's device reports its position: the live board stores and shows it, without a database trip. */
export async function reportPosition(
  ctx: Ctx,
  { latitude, longitude, speed = null, heading = null }: Reading,
): Promise<Position> {
  const technicianId = technicianOf(ctx);
  const reading = { technicianId, latitude, longitude, speed, heading: heading === null ? null : heading % 360 };
  const position = await boardOf(ctx.env, ctx.tenant.id).report(userOf(ctx).sessionId, reading);
  if (position === "closed") throw tenantSuspended();
  if (!position) throw sessionEnded();
  return position;
}
