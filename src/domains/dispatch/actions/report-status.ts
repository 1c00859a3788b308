import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { missingFormsFor } from "#/required-forms.ts";
import { formsRequired, wrongTransition } from "../errors.ts";
import { jobCompleted, jobMoved, jobUpdated } from "../events.ts";
import { changeByClientEvent } from "../repo.ts";
import { isTooLate, type ReportedStatus, report, reportable } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { checkClock, jobInCharge } from "../technician.ts";
import { moveJob, type Reported } from "./move-job.ts";

/**
 * The technician reports the progress of one of their jobs. The same report again changes nothing. A phone that was offline tells when it happened:
 * what happened before the last change is kept in the history and not applied.
 */
export async function reportStatus(
  ctx: Ctx,
  { id, status, ...reported }: { id: number; status: ReportedStatus } & Reported,
): Promise<DispatchJob> {
  const technicianId = technicianOf(ctx);
  const { occurredAt, clientEventId } = reported;
  checkClock(ctx, occurredAt);
  const { found, missing, known } = await load(ctx, {
    found: jobs.one(ctx, id),
    missing: await missingFormsFor(ctx, id, status),
    known: clientEventId === undefined ? undefined : changeByClientEvent(ctx, id, clientEventId),
  });
  const job = jobInCharge(found, technicianId);
  if (known || job.status === status) return job;
  jobs.assertCurrent(ctx, job);
  if (occurredAt !== undefined && isTooLate(job, occurredAt)) {
    const late = { toStatus: status };
    return await moveJob(ctx, job, { change: {}, event: jobUpdated, action: "report", reported, late });
  }
  const change = report(job, status, occurredAt ?? ctx.now);
  if (!change) throw wrongTransition(job, status, reportable[job.status]);
  if (missing && missing.length > 0) throw formsRequired(job, status, missing);

  const event = status === "completed" ? jobCompleted : jobMoved;
  return await moveJob(ctx, job, { change, event, action: "report", reported });
}
