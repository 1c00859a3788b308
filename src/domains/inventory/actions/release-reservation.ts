import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load, read } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Effect } from "#/jobs.ts";
import { reservationClosed } from "../errors.ts";
import { stockParts, stockRetry } from "../posting.ts";
import { presentReservation } from "../present.ts";
import { openReservations } from "../reservation-repo.ts";
import { type Reservation, reservations } from "../tables.ts";

/** Gives what is still kept for a job back to all. */
export const releaseReservation = (ctx: Ctx, { id }: { id: number }) =>
  stockRetry(async () => {
    const { row } = await load(ctx, { row: reservations.one(ctx, id) });
    reservations.assertCurrent(ctx, row);
    if (row.status !== "open") throw reservationClosed(id, row.status);
    const { parts, change } = release(ctx, row);
    return await commit(ctx, {
      parts,
      audit: { action: "release", of: change },
      result: presentReservation(change.row),
    });
  });

function release(ctx: Ctx, row: Reservation) {
  const change = reservations.change(ctx, row, { status: "released", quantityMilli: 0 });
  const { partId, locationId, quantityMilli } = row;
  const posting = stockParts(ctx, { lines: [{ kind: null, partId, locationId, reservedMilli: -quantityMilli }] });
  return { parts: [change, posting], change };
}

/** When a job is over, nothing stays reserved for it. */
export async function releaseJob(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const jobId = Number((JSON.parse(event.data) as { id: number }).id);
  const { open } = await read(ctx, { open: openReservations(ctx, { jobId }) });
  if (open.length === 0) return undefined;
  return {
    parts: open.flatMap((row) => release(ctx, row).parts),
    audit: { action: "release", entity: "dispatch_job", id: jobId },
  };
}
