import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkEnough, checkLocation, checkParts, linesOf, mayBeNegative, stockQueries, usualCost } from "../asked.ts";
import type { IssueStock } from "../move-schemas.ts";
import { type Movement, moveStock } from "../movement.ts";
import { type Line, stockRetry } from "../posting.ts";
import { openReservations } from "../reservation-repo.ts";
import { checkPieces, serialsNamed } from "../serial-repo.ts";
import { type Reservation, reservations } from "../tables.ts";

type Input = Inside<z.output<typeof IssueStock>>;

/** A technician takes stock out of their own truck, for a job of their own. */
export const issueOwnStock = (ctx: Ctx, input: Input): Promise<Movement> => issueStock(ctx, input, technicianOf(ctx));

/** Takes stock out for a job: what the job has reserved there first, then what nobody has reserved. `technicianId`: of whose truck and job alone. */
export const issueStock = (ctx: Ctx, input: Input, technicianId?: number): Promise<Movement> =>
  stockRetry(async () => {
    const { locationId, jobId, notes = null } = input;
    const lines = linesOf(input);
    const partIds = lines.map(({ partId }) => partId);
    const loaded = await load(ctx, {
      ...stockQueries(ctx, partIds, [locationId]),
      job: dispatchJobs.one(ctx, jobId, "job_id"),
      reserved: openReservations(ctx, { jobId, locationId }),
      pieces: serialsNamed(ctx, lines),
    });
    const location = checkLocation(loaded, locationId, { comesIn: false });
    if (technicianId !== undefined) {
      ownJob(loaded.job, technicianId);
      if (location.technicianId !== technicianId) throw notFound("stock_location", locationId, "location_id");
    }
    const parts = checkParts(lines, loaded);
    const own = new Map(loaded.reserved.map((reservation) => [reservation.partId, reservation]));
    const ownMilli = new Map(loaded.reserved.map(({ partId, quantityMilli }) => [partId, quantityMilli]));
    const negative = mayBeNegative(loaded);
    if (!negative) checkEnough(lines, loaded.levels, locationId, ownMilli);
    const wanted = Map.groupBy(lines, ({ partId }) => partId);
    const taken = [...wanted].map(([partId, same]): Line & { used: number } => {
      const quantityMilli = same.reduce((sum, line) => sum + line.quantityMilli, 0);
      const used = Math.min(quantityMilli, ownMilli.get(partId) ?? 0);
      return {
        ...{ kind: "issue", partId, locationId, quantityMilli: -quantityMilli, reservedMilli: -used, used },
        ...{ ownMilli: ownMilli.get(partId) ?? 0, fallbackCents: usualCost(parts.get(partId), quantityMilli) },
        ...(!negative && { floor: "available" as const }),
        serials: same.flatMap(({ serials = [] }) => serials),
      };
    });
    return await moveStock(ctx, {
      kind: "issue",
      asked: { locationId, jobId, lines, notes },
      posting: {
        parts: loaded.parts,
        serials: checkPieces(
          lines,
          loaded.pieces,
          { status: "in_stock", place: locationId },
          { status: "issued", jobId },
        ),
        lines: taken,
      },
      more: taken.map(({ partId, used }) => fulfil(ctx, own.get(partId), used)),
    });
  });

/** What is left of a reservation after a part of it was issued. */
function fulfil(ctx: Ctx, reservation: Reservation | undefined, usedMilli: number) {
  if (!reservation || usedMilli === 0) return undefined;
  const quantityMilli = reservation.quantityMilli - usedMilli;
  return reservations.change(ctx, reservation, {
    quantityMilli,
    status: quantityMilli === 0 ? "fulfilled" : reservation.status,
  });
}
