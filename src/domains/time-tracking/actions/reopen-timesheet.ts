import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sheetReopened } from "../events.ts";
import { type Timesheet, timesheets } from "../tables.ts";

/** Takes the approval of a timesheet back. One that is not approved stays as it is. */
export async function reopenTimesheet(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<Timesheet> {
  const { sheet } = await load(ctx, { sheet: timesheets.one(ctx, id) });
  if (sheet.status === "open") return sheet;
  timesheets.assertCurrent(ctx, sheet);
  const part = timesheets.change(ctx, sheet, { status: "open", approvedAt: null, approvedBy: null });
  return await commit(ctx, {
    parts: [part],
    events: [sheetReopened(part.row, sheet)],
    audit: { action: "reopen", of: part, details: { reason } },
    result: part.row,
  });
}
