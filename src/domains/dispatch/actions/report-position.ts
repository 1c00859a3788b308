import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded, tenantSuspended, tokenStale } from "#/db/tenant/entrance.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { boardOf, type Refusal } from "#/durable-objects/stubs.ts";
import type { AppError } from "#/kernel/errors.ts";
import { youAreInactive } from "../errors.ts";
import type { Position } from "../repo.ts";

type Reading = Pick<Position, "latitude" | "longitude"> & Partial<Pick<Position, "speed" | "heading" | "accuracy">>;

const refusals: Record<Refusal, () => AppError> = {
  closed: tenantSuspended,
  ended: sessionEnded,
  stale: tokenStale,
  inactive: youAreInactive,
};

/** A technician's device reports its position: the live board stores and shows it, without a database trip. */
export async function reportPosition(
  ctx: Ctx,
  { latitude, longitude, speed = null, heading = null, accuracy = null }: Reading,
): Promise<Position> {
  const technicianId = technicianOf(ctx);
  const turned = heading === null ? null : heading % 360;
  const reading = { technicianId, latitude, longitude, speed, heading: turned, accuracy };
  const { sessionId, tokenMadeAt } = userOf(ctx);
  const holder = { sessionId, madeAt: Date.parse(tokenMadeAt) };
  const answer = await boardOf(ctx.env, ctx.tenant.id).report(holder, reading);
  if (typeof answer === "string") throw refusals[answer]();
  return answer;
}
