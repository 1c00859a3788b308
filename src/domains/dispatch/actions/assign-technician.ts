import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { type Technician, technicians, techniciansByIds } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { customerOfJob } from "../customer-repo.ts";
import { leadInCrew, technicianInactive, tooLateToAssign } from "../errors.ts";
import { jobAssigned } from "../events.ts";
import { assign, assignable, isFinished } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { holdActive } from "../technician-repo.ts";
import { moveJob, type Warned, warnedOf } from "./move-job.ts";

type Input = { id: number; technicianId: number; crew?: number[] | undefined };

/** Puts a technician in charge of a job, or another one as long as nobody is on the way. Who helps may change until the job is finished. */
export async function assignTechnician(ctx: Ctx, { id, technicianId, crew: named }: Input): Promise<Warned> {
  const { job, technician, helpers, customer } = await load(ctx, {
    job: jobs.one(ctx, id),
    technician: technicians.one(ctx, technicianId, "technician_id"),
    customer: customerOfJob(ctx, id),
    helpers: named && techniciansByIds(ctx, JSON.stringify(named)),
  });
  const crew = named ?? job.crew.filter((helper) => helper !== technicianId);
  const isInCharge = job.technicianId === technicianId;
  if (isInCharge && sameCrew(crew, job.crew)) return { ...job, ...warnedOf(customer) };
  jobs.assertCurrent(ctx, job);
  const change = isInCharge && !isFinished(job.status) ? {} : assign(job, technicianId, ctx.now);
  if (!change) throw tooLateToAssign(job, assignable);
  if (!technician.isActive) throw technicianInactive(technicianId);
  for (const [i, helper] of crew.entries()) checkHelper(helper, i, { technicianId, job, helpers });

  const parts = [
    ...(isInCharge ? [] : holdActive(ctx, technicianId, "technician_id")),
    ...crew.flatMap((helper, i) => (job.crew.includes(helper) ? [] : holdActive(ctx, helper, `crew.${i}`))),
  ];
  const step = {
    change: { ...change, crew },
    event: jobAssigned,
    action: "assign",
    showsChanges: isInCharge,
    warnsOf: customer,
    parts,
  };
  return await moveJob(ctx, job, step);
}

const sameCrew = (one: number[], other: number[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

type Asked = { technicianId: number; job: DispatchJob; helpers: Technician[] | undefined };
/** Who already helps may go on, even when they are no longer active. */
function checkHelper(id: number, i: number, { technicianId, job, helpers }: Asked): void {
  if (id === technicianId) throw leadInCrew(id, i);
  if (job.crew.includes(id)) return;
  const helper = helpers?.find((one) => one.id === id);
  if (!helper) throw notFound("technician", id, `crew.${i}`);
  if (!helper.isActive) throw technicianInactive(id, `crew.${i}`);
}
