import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { jobCreated } from "../events.ts";
import type { CreateDispatchJob } from "../job-schemas.ts";
import { recurrenceFrom } from "../recurrence-rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { told } from "./move-job.ts";

type Input = Inside<z.output<typeof CreateDispatchJob>>;

/** Creates a job that waits for a technician, and for a time if none was agreed. */
export async function createJob(ctx: Ctx, { recurrence: rhythm, ...input }: Input): Promise<DispatchJob> {
  const { scheduledStart, serviceLatitude } = input;
  const part = jobs.insert(ctx, {
    ...input,
    id: jobs.newId(),
    location: serviceLatitude === undefined ? null : "known",
    recurrence: rhythm && scheduledStart ? recurrenceFrom(rhythm, scheduledStart, ctx.tenant.timezone) : null,
    status: "pending",
    statusAt: ctx.now,
  });
  return await commit(ctx, {
    parts: [part],
    events: [jobCreated(told(part.row, null))],
    audit: { action: "create", of: part },
    result: part.row,
  });
}
