import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { alreadyClockedIn } from "../errors.ts";
import { clockedIn } from "../events.ts";
import {
  checkActive,
  checkAge,
  checkOverlaps,
  costRate,
  noted,
  opened,
  placeAt,
  punched,
  type Reported,
  rateOf,
  rulesAt,
} from "../punch.ts";
import { entriesAt, openEntry, ruleSets } from "../repo.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";

type ClockIn = Reported & { jobId?: number | null | undefined; note?: string | null | undefined };

/** The technician begins to work. A device that was offline tells when; what it tells again counts once. */
export async function clockIn(ctx: Ctx, { jobId = null, note = null, ...reported }: ClockIn): Promise<TimeEntry> {
  const { technicianId, at, known } = punched(ctx, reported);
  const found = await load(ctx, {
    known,
    technician: technicians.one(ctx, technicianId),
    organization: organizationOf(ctx),
    job: jobId === null ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    open: openEntry(ctx, technicianId),
    others: entriesAt(ctx, technicianId, at),
    sets: ruleSets(ctx),
  });
  if (found.known) return found.known;
  checkAge(ctx, reported);
  checkActive(found.technician);
  if (found.job) ownJob(found.job, technicianId);
  if (found.open) throw alreadyClockedIn(found.open);
  checkOverlaps({ id: 0, clockIn: at, clockOut: null }, found.others);
  const part = timeEntries.insert(ctx, {
    ...opened(ctx, technicianId, at, rulesAt(ctx, found.sets, at)),
    ...placeAt("clockIn", reported),
    id: timeEntries.newId(),
    rateCents: rateOf(found.technician),
    costRateCents: costRate(found.technician, found.organization),
    jobId,
    note,
  });
  try {
    return await commit(ctx, {
      parts: [part, noted(ctx, part, { action: "clock_in", reported })],
      events: [clockedIn(part.row)],
      audit: { action: "clock in", of: part },
      result: part.row,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== "time_entry.already_clocked_in") throw error;
    const { open } = await load(ctx, { open: openEntry(ctx, technicianId) }); // another request was faster: tell of what it has opened
    throw alreadyClockedIn(open);
  }
}
