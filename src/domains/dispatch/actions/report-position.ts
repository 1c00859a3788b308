import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded, tenantSuspended } from "#/db/tenant/entrance.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import type { Position } from "../repo.ts";
import { technicianOf } from "../technician.ts";

type Reading = Pick<Position, "latitude" | "longitude"> & Partial<Pick<Position, "speed" | "heading" | "accuracy">>;

/** A technician's device reports its position: the live board stores and shows it, without a database trip. */
export async function reportPosition(
  ctx: Ctx,
  { latitude, longitude, speed = null, heading = null, accuracy = null }: Reading,
): Promise<Position> {
  const technicianId = technicianOf(ctx);
  const turned = heading === null ? null : heading % 360;
  const reading = { technicianId, latitude, longitude, speed, heading: turned, accuracy };
  const position = await boardOf(ctx.env, ctx.tenant.id).report(userOf(ctx).sessionId, reading);
  if (position === "closed") throw tenantSuspended();
  if (!position) throw sessionEnded();
  return position;
}
