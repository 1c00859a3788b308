import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { notClockedIn, sameJob } from "../errors.ts";
import { clockedIn, clockedOut } from "../events.ts";
import {
  checkAge,
  checkOverlaps,
  closedAt,
  costRate,
  noted,
  opened,
  placeAt,
  punched,
  type Reported,
  rateOf,
  rulesAt,
} from "../punch.ts";
import { openEntry, openSince, sheetParts } from "../repo.ts";
import { settle } from "../settle.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";

type SwitchJob = Reported & { jobId: number | null; note?: string | null | undefined };

/** The technician goes on with another job: the entry ends and the next begins at the same moment, both or neither. Answers the new one. */
export async function switchJob(ctx: Ctx, { jobId, note = null, ...reported }: SwitchJob): Promise<TimeEntry> {
  const { technicianId, at, known } = punched(ctx, reported);
  const { open, ...found } = await load(ctx, {
    known,
    technician: technicians.one(ctx, technicianId),
    organization: organizationOf(ctx),
    job: jobId === null ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    open: openEntry(ctx, technicianId),
    ...sheetParts(ctx, { technicianId, from: openSince(ctx, technicianId) }),
  });
  if (found.known) return found.known;
  checkAge(ctx, reported);
  if (found.job) ownJob(found.job, technicianId);
  if (!open) throw notClockedIn();
  timeEntries.assertCurrent(ctx, open);
  if (open.jobId === jobId) throw sameJob(jobId);
  const closed = closedAt(open, at, rulesAt(ctx, found.sets, open.clockIn));
  checkOverlaps({ ...open, clockOut: at }, found.entries);
  const place = placeAt("clockOut", reported);
  const left = timeEntries.change(ctx, open, { ...closed, ...place });
  const next = timeEntries.insert(ctx, {
    ...opened(ctx, technicianId, at, rulesAt(ctx, found.sets, at)),
    ...placeAt("clockIn", reported),
    id: timeEntries.newId(),
    rateCents: rateOf(found.technician),
    costRateCents: costRate(found.technician, found.organization),
    jobId,
    note,
  });
  const { clientEventId: _, ...ofLeft } = reported;
  return await commit(ctx, {
    parts: [
      left,
      noted(ctx, left, { action: "switch", reported: ofLeft }),
      next,
      noted(ctx, next, { action: "switch", reported }),
      ...settle(ctx, technicianId, found, [left.row]),
    ],
    events: [clockedOut(left.row, open), clockedIn(next.row)],
    audit: [
      { action: "clock out", of: left },
      { action: "clock in", of: next },
    ],
    result: next.row,
  });
}
