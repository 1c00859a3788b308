import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import { alreadyClockedIn } from "../errors.ts";
import { clockedIn, clockedOut } from "../events.ts";
import { checkOverlaps, checkUnlocked, costRate, noted, opened, rateOf, rulesAt } from "../punch.ts";
import { openEntry, sheetParts } from "../repo.ts";
import { settle } from "../settle.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";
import { type Times, timesOf } from "../times.ts";

type AddEntry = Times & {
  technicianId: number;
  clockIn: Instant;
  jobId?: number | null | undefined;
  rateCents?: number | undefined;
  note?: string | null | undefined;
  reason?: string | undefined;
};

/** The office enters what a technician has worked, or clocks them in: without `clock_out` they are at work. */
export async function addEntry(ctx: Ctx, { technicianId, reason, ...given }: AddEntry): Promise<TimeEntry> {
  const { jobId = null, note = null, clockIn } = given;
  const { open, ...found } = await load(ctx, {
    technician: technicians.one(ctx, technicianId, "technician_id"),
    organization: organizationOf(ctx),
    job: jobId === null ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    open: openEntry(ctx, technicianId),
    ...sheetParts(ctx, { technicianId, from: clockIn }),
  });
  checkUnlocked(found.openFrom, { day: localDateOf(clockIn, ctx.tenant.timezone) });
  const rules = rulesAt(ctx, found.sets, clockIn);
  const blank = { ...opened(ctx, technicianId, clockIn, rules), clockOut: null };
  const times = timesOf(ctx, blank, given, rules);
  if (open && times.clockOut === null) throw alreadyClockedIn(open);
  checkOverlaps({ id: 0, ...times }, open ? [...found.entries, open] : found.entries);
  const part = timeEntries.insert(ctx, {
    ...blank,
    ...times,
    id: timeEntries.newId(),
    rateCents: given.rateCents ?? rateOf(found.technician),
    costRateCents: costRate(
      given.rateCents === undefined ? found.technician : { payType: "hourly", basePayCents: given.rateCents },
      found.organization,
    ),
    jobId,
    note,
  });
  return await commit(ctx, {
    parts: [part, noted(ctx, part, { action: "add", reason }), ...settle(ctx, technicianId, found, [part.row])],
    events: [times.clockOut === null ? clockedIn(part.row) : clockedOut(part.row)],
    audit: { action: "add", of: part, ...(reason !== undefined && { details: { reason } }) },
    result: part.row,
  });
}
