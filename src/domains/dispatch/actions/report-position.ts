import { type Ctx, userOf } from "#/ctx.ts";
import { sessionEnded, tenantSuspended } from "#/db/tenant/load.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import type { Position } from "../repo.ts";
import { technicianOf } from "../technician.ts";

type Reading = { latitude: number; longitude: number; speed?: number | null; heading?: number | null };

/** A technician's device tells where it is: the live board keeps and shows it, and no database is asked. */
export async function reportPosition(
  ctx: Ctx,
  { latitude, longitude, speed = null, heading = null }: Reading,
): Promise<Position> {
  const technicianId = technicianOf(ctx);
  const reading = { technicianId, latitude, longitude, speed, heading };
  const position = await boardOf(ctx.env, ctx.tenant.id).report(userOf(ctx).sessionId, reading);
  if (position === "closed") throw tenantSuspended();
  if (!position) throw sessionEnded();
  return position;
}
