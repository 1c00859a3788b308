import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded, tenantSuspended, tokenStale } from "#/db/tenant/entrance.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { boardOf, type ReadAt, type Refusal, type Reported } from "#/durable-objects/stubs.ts";
import type { AppError } from "#/kernel/errors.ts";
import type { Point } from "#/kernel/geo.ts";
import type { Position, Reading } from "#/kernel/position.ts";
import { type Instant, plusMs } from "#/kernel/time.ts";
import { clockAhead, impossibleSpeed, youAreInactive } from "../errors.ts";

/** By how much the clock of a device may be ahead. */
const AHEAD_MS = 5 * 60_000;

const refusals: Record<Refusal, () => AppError> = {
  closed: tenantSuspended,
  ended: sessionEnded,
  stale: tokenStale,
  inactive: youAreInactive,
};

export type Report = Point & { [K in Exclude<keyof Reading, keyof Point>]?: number | null } & { at?: Instant };

/** A technician's device reports its position: the live board stores and shows it, without a database trip. */
export async function reportPosition(ctx: Ctx, report: Report): Promise<Position> {
  if (isAhead(ctx, report)) throw clockAhead(["at"]);
  const { ignored, newest, last } = await tellBoard(ctx, [report]);
  if (ignored[0]?.reason === "impossible_speed") throw impossibleSpeed(last);
  return newest ?? { ...readingOf(report), technicianId: technicianOf(ctx), at: report.at ?? ctx.now };
}

/** What a device has read while it was offline, in any order. */
export async function reportPositions(ctx: Ctx, { reports }: { reports: readonly Report[] }) {
  const ahead = reports.flatMap((report, i) => (isAhead(ctx, report) ? [`reports.${i}.at`] : []));
  if (ahead.length > 0) throw clockAhead(ahead);
  const { taken, ignored, last } = await tellBoard(ctx, reports);
  return { accepted: taken, ignored: ignored.length, ignoredReports: ignored, position: last ?? null };
}

const isAhead = (ctx: Ctx, { at }: Report): boolean => at !== undefined && at > plusMs(ctx.now, AHEAD_MS);

const readingOf = ({ latitude, longitude, speed = null, heading = null, accuracy = null, at }: Report): ReadAt => ({
  latitude,
  longitude,
  speed,
  heading: heading === null ? null : heading % 360,
  accuracy,
  at,
});

async function tellBoard(ctx: Ctx, reports: readonly Report[]): Promise<Reported> {
  const technicianId = technicianOf(ctx);
  const { sessionId, tokenMadeAt } = userOf(ctx);
  const holder = { sessionId, madeAt: Date.parse(tokenMadeAt) };
  const answer = await boardOf(ctx.env, ctx.tenant.id).report(holder, technicianId, reports.map(readingOf));
  if (typeof answer === "string") throw refusals[answer]();
  return answer;
}
