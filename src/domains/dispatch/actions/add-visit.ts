import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { jobCancelled as isCancelled } from "../errors.ts";
import { jobCreated } from "../events.ts";
import { sameWork } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { lastVisit } from "../visit-repo.ts";
import type { AddVisit } from "../visit-schemas.ts";
import { told } from "./move-job.ts";

type Input = Inside<z.output<typeof AddVisit>> & { id: number };

/** Makes a further appointment of a job, under the same number: a job of its own, with its own technician and status. */
export async function addVisit(ctx: Ctx, { id: ofId, ...input }: Input): Promise<DispatchJob> {
  const { job, last, id } = await load(ctx, {
    job: jobs.one(ctx, ofId),
    last: lastVisit(ctx, ofId),
    id: jobs.nextId(ctx),
  });
  if (job.status === "cancelled") throw isCancelled(job);
  const visit = { parentId: job.parentId ?? job.id, visitNumber: last + 1 };
  const part = jobs.insert(ctx, { ...sameWork(job), ...input, ...visit, id, status: "pending", statusAt: ctx.now });
  return await commit(ctx, {
    parts: [part],
    events: [jobCreated(told(part.row, null))],
    audit: { action: "add_visit", of: part },
    result: part.row,
  });
}
