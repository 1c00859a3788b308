import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { localDateOf } from "#/kernel/time.ts";
import { ownSheet, sheetNotOver, sheetNotReady } from "../errors.ts";
import { sheetApproved } from "../events.ts";
import { type Timesheet, timesheets } from "../tables.ts";
import { openWithin } from "../timesheet-repo.ts";

/** Says that the hours of a technician's week are right. A later change of one of its entries takes the approval back. */
export async function approveTimesheet(ctx: Ctx, id: number): Promise<Timesheet> {
  const { sheet, open } = await load(ctx, { sheet: timesheets.one(ctx, id), open: openWithin(ctx, id) });
  if (ctx.actor.kind === "user" && ctx.actor.technicianId === sheet.technicianId) throw ownSheet();
  if (sheet.status === "approved") return sheet;
  timesheets.assertCurrent(ctx, sheet);
  if (sheet.endsOn >= localDateOf(ctx.now, ctx.tenant.timezone)) throw sheetNotOver(sheet.endsOn);
  if (open + sheet.toReview > 0) throw sheetNotReady(sheet.toReview, open);
  const part = timesheets.change(ctx, sheet, {
    status: "approved",
    approvedAt: ctx.now,
    approvedBy: actorName(ctx.actor),
  });
  return await commit(ctx, {
    parts: [part],
    events: [sheetApproved(part.row, sheet)],
    audit: { action: "approve", of: part },
    result: part.row,
  });
}
