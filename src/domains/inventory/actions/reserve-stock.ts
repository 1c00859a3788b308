import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkEnough, checkLocation, checkParts, linesOf, stockQueries } from "../asked.ts";
import { jobEnded } from "../errors.ts";
import { stockParts, stockRetry } from "../posting.ts";
import { presentReservation } from "../present.ts";
import type { ReserveStock } from "../stock-schemas.ts";
import { reservations } from "../tables.ts";

const ENDED = ["completed", "cancelled"];

/** Keeps stock for a job, so that no other takes it. */
export const reserveStock = (ctx: Ctx, input: Inside<z.output<typeof ReserveStock>>) =>
  stockRetry(async () => {
    const { jobId, partId, locationId } = input;
    const lines = linesOf({ partId, quantity: input.quantity });
    const loaded = await load(ctx, {
      ...stockQueries(ctx, [partId], [locationId]),
      job: dispatchJobs.one(ctx, jobId, "job_id"),
      id: reservations.nextId(ctx),
    });
    checkLocation(loaded, locationId, { comesIn: false });
    checkParts(
      lines.map((line) => ({ ...line, quantityMilli: 0 })), // which pieces is seen when they are issued
      { parts: loaded.parts.map((part) => ({ ...part, tracksSerials: false })) },
    );
    if (ENDED.includes(loaded.job.status)) throw jobEnded(jobId, loaded.job.status);
    checkEnough(lines, loaded.levels, locationId);
    const quantityMilli = lines[0]?.quantityMilli ?? 0;
    const part = reservations.insert(ctx, {
      ...{ id: loaded.id, jobId, partId, locationId, quantityMilli, requestedMilli: quantityMilli, status: "open" },
    });
    const posting = stockParts(ctx, {
      parts: loaded.parts,
      lines: [{ kind: null, partId, locationId, reservedMilli: quantityMilli, floor: "available" }],
    });
    return await commit(ctx, {
      parts: [part, posting],
      audit: { action: "reserve", of: part },
      result: presentReservation(part.row),
    });
  });
