import { actorName, type Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { toWire } from "#/kernel/wire.ts";
import { type DispatchJob, insertJob, recount } from "../repo.ts";
import { DispatchEvent } from "../schemas.ts";

type Required = Pick<DispatchJob, "title" | "priority" | "customerName">;
type Details = Pick<
  DispatchJob,
  | "description"
  | "customerPhone"
  | "serviceAddress"
  | "serviceCity"
  | "serviceState"
  | "serviceZip"
  | "scheduledStart"
  | "scheduledEnd"
>;
export type CreateJobInput = Required & Partial<Details>;

const blank: Details = {
  description: null,
  customerPhone: null,
  serviceAddress: null,
  serviceCity: null,
  serviceState: null,
  serviceZip: null,
  scheduledStart: null,
  scheduledEnd: null,
};

/** Takes a customer's call: a job that waits for a technician, and for a time if none was agreed. */
export async function createJob(ctx: Ctx, input: CreateJobInput): Promise<DispatchJob> {
  const [{ id }] = await load(ctx, [nextId(ctx, "dispatch_job")]);

  const job: DispatchJob = {
    ...blank,
    ...input,
    tenantId: ctx.tenant.id,
    id,
    status: "pending",
    technicianId: null,
    assignedAt: null,
    acknowledgedAt: null,
    enRouteAt: null,
    onSiteAt: null,
    startedAt: null,
    completedAt: null,
    createdBy: actorName(ctx.actor),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };

  return await commit(ctx, {
    writes: [insertJob(job), ...recount(ctx, null, job)],
    events: [{ type: "dispatch.created", data: toWire(DispatchEvent, { ...job, latitude: null, longitude: null }) }],
    audit: { action: "create", entity: "dispatch_job", id, changes: { title: job.title, priority: job.priority } },
    result: job,
  });
}
