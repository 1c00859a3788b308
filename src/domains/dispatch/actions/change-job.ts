import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { badTimes, jobFinished } from "../errors.ts";
import { jobUpdated } from "../events.ts";
import type { ChangeDispatchJob } from "../job-schemas.ts";
import { recurrenceFrom } from "../recurrence-rules.ts";
import { isFinished, pairProblems } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

type Change = Inside<z.output<typeof ChangeDispatchJob>>;
type Named = { id: number; reason?: string | undefined; action?: "change" | "reschedule" };

/** Changes what the office decides of a job: the work, the customer, the place and the times. The status has steps of its own. */
export async function changeJob(
  ctx: Ctx,
  { id, reason, action = "change", recurrence: rhythm, ...change }: Change & Named,
): Promise<DispatchJob> {
  const { job } = await load(ctx, { job: jobs.one(ctx, id) });
  jobs.assertCurrent(ctx, job);
  const after = { ...job, ...change };
  const problems = pairProblems(after);
  if (Object.keys(problems).length > 0) throw badTimes(problems);
  const isTimed = after.scheduledStart !== job.scheduledStart || after.scheduledEnd !== job.scheduledEnd;
  if (isTimed && isFinished(job.status)) throw jobFinished(job);

  return await moveJob(ctx, job, {
    change: { ...change, ...placed(job, change), ...recurring(ctx, after, rhythm) },
    event: jobUpdated,
    action,
    reason,
    showsChanges: true,
  });
}

/** A place that somebody names is known; where the address changes, somebody has to look again. */
function placed(
  job: DispatchJob,
  change: Change,
): Pick<Partial<DispatchJob>, "location" | "serviceLatitude" | "serviceLongitude"> {
  if (change.serviceLatitude !== undefined) return { location: change.serviceLatitude === null ? null : "known" };
  const isMoved = (["serviceAddress", "serviceCity", "serviceState", "serviceZip"] as const).some(
    (field) => change[field] !== undefined && change[field] !== job[field],
  );
  return isMoved ? { location: null, serviceLatitude: null, serviceLongitude: null } : {};
}

/** A recurrence begins with this job, at the time that it has then. */
function recurring(
  ctx: Ctx,
  after: DispatchJob,
  rhythm: Change["recurrence"],
): Pick<Partial<DispatchJob>, "recurrence"> {
  if (rhythm === undefined || rhythm === null) return rhythm === null ? { recurrence: null } : {};
  if (after.seriesId !== null) throw badTimes({ recurrence: `is that of job ${after.seriesId}; change it there` });
  if (after.scheduledStart === null) throw badTimes({ recurrence: "needs scheduled_start: the time of the first job" });
  return { recurrence: recurrenceFrom(rhythm, after.scheduledStart, ctx.tenant.timezone) };
}
