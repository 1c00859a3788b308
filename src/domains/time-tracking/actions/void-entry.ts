import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { entryChanged } from "../events.ts";
import { checkUnlocked, noted } from "../punch.ts";
import { columnOf, sheetParts } from "../repo.ts";
import { settle } from "../settle.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";

/** The office takes an entry out of all sums; it stays in the list, voided. Again: the same answer. */
export async function voidEntry(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<TimeEntry> {
  const { entry, ...found } = await load(ctx, {
    entry: timeEntries.one(ctx, id),
    ...sheetParts(ctx, { technicianId: columnOf(ctx, id, "technician_id"), from: columnOf(ctx, id, "clock_in") }),
  });
  if (entry.voided) return entry;
  timeEntries.assertCurrent(ctx, entry);
  checkUnlocked(found.openFrom, entry);
  const end = entry.clockOut ?? entry.clockIn;
  const ended = {
    clockOut: end,
    roundedOut: entry.roundedOut ?? entry.roundedIn,
    durationMinutes: entry.durationMinutes ?? 0,
  };
  const part = timeEntries.change(ctx, entry, { ...ended, voided: true, needsReview: false });
  return await commit(ctx, {
    parts: [part, noted(ctx, part, { action: "void", reason }), ...settle(ctx, entry.technicianId, found, [part.row])],
    events: [entryChanged(part.row, entry)],
    audit: { action: "void", of: part, details: { reason } },
    result: part.row,
  });
}
