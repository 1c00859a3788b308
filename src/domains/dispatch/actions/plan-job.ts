import type { Ctx } from "#/ctx.ts";
import { jobCreated } from "../events.ts";
import { jobs } from "../tables.ts";
import { told } from "./move-job.ts";

type NewJob = Omit<Parameters<typeof jobs.insert>[1], "status" | "statusAt">;

/** What a job that waits for a technician puts into a commit; of other domains too. Its place is found before (`located`). */
export function planJob(ctx: Ctx, job: NewJob) {
  const part = jobs.insert(ctx, { ...job, status: "pending", statusAt: ctx.now });
  return {
    parts: [part],
    events: [jobCreated(told(part.row, null))],
    audit: { action: "create", of: part },
    row: part.row,
  };
}
