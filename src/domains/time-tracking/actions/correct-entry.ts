import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { entryVoided } from "../errors.ts";
import { entryChanged } from "../events.ts";
import { checkOverlaps, checkUnlocked, costRate, noted, rulesAt } from "../punch.ts";
import { columnOf, eitherOf, sheetParts } from "../repo.ts";
import { settle } from "../settle.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";
import { type Times, timesOf } from "../times.ts";

type CorrectEntry = Times & {
  id: number;
  jobId?: number | null | undefined;
  rateCents?: number | null | undefined;
  note?: string | null | undefined;
  needsReview?: false | undefined;
  reason: string;
};

/** The office corrects an entry. It keeps what was there before, and why. */
export async function correctEntry(ctx: Ctx, { id, reason, ...given }: CorrectEntry): Promise<TimeEntry> {
  const { jobId } = given;
  const began = columnOf(ctx, id, "clock_in");
  const { entry, ...found } = await load(ctx, {
    entry: timeEntries.one(ctx, id),
    organization: given.rateCents ? organizationOf(ctx) : undefined,
    job: jobId === undefined || jobId === null ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    ...sheetParts(ctx, {
      technicianId: columnOf(ctx, id, "technician_id"),
      from: eitherOf("min", began, given.clockIn),
      to: eitherOf("max", began, given.clockIn),
    }),
  });
  timeEntries.assertCurrent(ctx, entry);
  if (entry.voided) throw entryVoided(id);
  const times = timesOf(ctx, entry, given, rulesAt(ctx, found.sets, given.clockIn ?? entry.clockIn));
  checkUnlocked(found.openFrom, entry, times);
  checkOverlaps({ id, ...times }, found.entries);
  const part = timeEntries.change(ctx, entry, {
    ...times,
    jobId,
    rateCents: given.rateCents,
    costRateCents:
      given.rateCents == null
        ? given.rateCents
        : costRate({ payType: "hourly", basePayCents: given.rateCents }, found.organization),
    note: given.note,
    needsReview: false, // the office has had a look
  });
  return await commit(ctx, {
    parts: [
      part,
      noted(ctx, part, { action: "correct", reason }),
      ...settle(ctx, entry.technicianId, found, [part.row]),
    ],
    events: [entryChanged(part.row, entry)],
    audit: { action: "correct", of: part, details: { reason } },
    result: part.row,
  });
}
