import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notClockedIn } from "../errors.ts";
import { clockedOut } from "../events.ts";
import { checkAge, checkOverlaps, closedAt, noted, placeAt, punched, type Reported, rulesAt } from "../punch.ts";
import { openEntry, openSince, sheetParts } from "../repo.ts";
import { settle } from "../settle.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";

type ClockOut = Reported & { breakMinutes?: number | undefined; note?: string | null | undefined };

/** The technician stops working. A break that runs ends too. */
export async function clockOut(ctx: Ctx, { breakMinutes, note, ...reported }: ClockOut): Promise<TimeEntry> {
  const { technicianId, at, known } = punched(ctx, reported);
  const { open, ...found } = await load(ctx, {
    known,
    open: openEntry(ctx, technicianId),
    ...sheetParts(ctx, { technicianId, from: openSince(ctx, technicianId) }),
  });
  if (found.known) return found.known;
  checkAge(ctx, reported);
  if (!open) throw notClockedIn();
  timeEntries.assertCurrent(ctx, open);
  const closed = closedAt(open, at, rulesAt(ctx, found.sets, open.clockIn), breakMinutes);
  checkOverlaps({ ...open, clockOut: at }, found.entries);
  const part = timeEntries.change(ctx, open, {
    ...closed,
    ...placeAt("clockOut", reported),
    ...(note !== undefined && { note }),
  });
  return await commit(ctx, {
    parts: [part, noted(ctx, part, { action: "clock_out", reported }), ...settle(ctx, technicianId, found, [part.row])],
    events: [clockedOut(part.row, open)],
    audit: { action: "clock out", of: part },
    result: part.row,
  });
}
