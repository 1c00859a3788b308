import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { jobCreated } from "../events.ts";
import type { CreateDispatchJob } from "../job-schemas.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { told } from "./move-job.ts";

/** Creates a job that waits for a technician, and for a time if none was agreed. */
export async function createJob(ctx: Ctx, input: Inside<z.output<typeof CreateDispatchJob>>): Promise<DispatchJob> {
  const place = input.serviceLatitude === undefined ? {} : { location: "known" as const };
  const part = jobs.insert(ctx, { ...input, ...place, id: jobs.newId(), status: "pending", statusAt: ctx.now });
  return await commit(ctx, {
    parts: [part],
    events: [jobCreated(told(part.row, null))],
    audit: { action: "create", of: part },
    result: part.row,
  });
}
