import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { jobCreated } from "../events.ts";
import type { CreateDispatchJob } from "../schemas.ts";
import { type DispatchJob, jobs } from "../tables.ts";

/** Creates a job that waits for a technician, and for a time if none was agreed. */
export async function createJob(ctx: Ctx, input: Inside<z.output<typeof CreateDispatchJob>>): Promise<DispatchJob> {
  const part = jobs.insert(ctx, { ...input, id: jobs.newId(), status: "pending" });
  return await commit(ctx, {
    parts: [part],
    events: [jobCreated({ ...part.row, latitude: null, longitude: null })],
    audit: { action: "create", of: part },
    result: part.row,
  });
}
