import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer } from "#/domains/customers/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { customerOfJob } from "../customer-repo.ts";
import { jobCancelled as isCancelled } from "../errors.ts";
import { jobCreated } from "../events.ts";
import { sameWork } from "../rules.ts";
import { recallOf } from "../sums.ts";
import { jobs } from "../tables.ts";
import { lastVisit } from "../visit-repo.ts";
import type { AddVisit } from "../visit-schemas.ts";
import { told, type Warned, warnedOf } from "./move-job.ts";

type Input = Inside<z.output<typeof AddVisit>> & { id: number };

/** Makes a further appointment of a job, under the same number: a job of its own, with its own technician and status. */
export async function addVisit(ctx: Ctx, { id: ofId, ...input }: Input): Promise<Warned> {
  const { job, customer, last, id } = await load(ctx, {
    job: jobs.one(ctx, ofId),
    customer: customerOfJob(ctx, ofId),
    last: lastVisit(ctx, ofId),
    id: jobs.nextId(ctx),
  });
  if (job.status === "cancelled") throw isCancelled(job);
  const visit = { parentId: job.parentId ?? job.id, visitNumber: last + 1 };
  const part = jobs.insert(ctx, {
    ...{ ...sameWork(job), ...input, ...visit, ...recallOf(job, ctx.now, ctx) },
    ...{ id, status: "pending", statusAt: ctx.now },
  });
  return await commit(ctx, {
    parts: [part, ...(customer ? holdCustomer(ctx, customer.id, customer) : [])],
    events: [jobCreated(told(part.row, null))],
    audit: { action: "add_visit", of: part },
    result: { ...part.row, ...warnedOf(customer) },
  });
}
