import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { type Customer, type CustomerSite, holdCustomer, linkOf, matchCustomer } from "#/domains/customers/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { customerOfJob } from "../customer-repo.ts";
import { badTimes, jobFinished } from "../errors.ts";
import { jobUpdated } from "../events.ts";
import { isMoved, located, namedZone, placeMeant, zoneIdAt } from "../job-place.ts";
import type { ChangeDispatchJob } from "../job-schemas.ts";
import { recurrenceFrom } from "../recurrence-rules.ts";
import { isFinished, pairProblems } from "../rules.ts";
import { holdSkills } from "../skill-repo.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob, type Warned } from "./move-job.ts";

type Change = Inside<z.output<typeof ChangeDispatchJob>>;
type Named = { id: number; reason?: string | undefined; action?: "change" | "reschedule" };

/** Changes what the office decides of a job: the work, the customer, the place and the times. The status has steps of its own. */
export async function changeJob(
  ctx: Ctx,
  { id, reason, action = "change", recurrence: rhythm, ...change }: Change & Named,
): Promise<Warned> {
  const { job, own, customer, customerSite } = await load(ctx, {
    job: jobs.one(ctx, id),
    own: customerOfJob(ctx, id),
    ...matchCustomer(ctx, { ...change, phone: change.customerPhone }),
    zone: namedZone(ctx, change),
  });
  jobs.assertCurrent(ctx, job);
  const after = { ...job, ...change };
  const problems = pairProblems(after);
  if (Object.keys(problems).length > 0) throw badTimes(problems);
  const isTimed = after.scheduledStart !== job.scheduledStart || after.scheduledEnd !== job.scheduledEnd;
  if (isTimed && isFinished(job.status)) throw jobFinished(job);

  const found = meant(job, change, { customer, customerSite });
  return await moveJob(ctx, job, {
    warnsOf: found.customer ?? (change.customerId === null ? undefined : own),
    change: {
      ...change,
      ...linked(job, change, found),
      ...(await placed(ctx, job, change, found)),
      ...recurring(ctx, after, rhythm),
    },
    event: jobUpdated,
    action,
    reason,
    showsChanges: true,
    parts: [
      ...holdSkills(ctx, change.requiredSkills),
      ...(found.customer ? holdCustomer(ctx, found.customer.id, found.customer) : []),
    ],
  });
}

type Found = { customer: Customer | undefined; customerSite: CustomerSite | undefined };

/** The customer that the request is about. A phone number alone tells it only while the job has no customer. */
const meant = (job: DispatchJob, { customerId, siteId }: Change, found: Found): Found =>
  job.customerId !== null && !customerId && !siteId ? { customer: undefined, customerSite: undefined } : found;

/** A request that names the same customer again leaves the site as it is. */
const linked = (job: DispatchJob, change: Change, found: Found) => ({
  customerId: job.customerId,
  siteId: job.siteId,
  ...(found.customer?.id === job.customerId && change.siteId === undefined ? {} : linkOf(change, found)),
});

/** The place of the job, looked up again when it is another one; a site tells it only when it is new to the job. */
async function placed(ctx: Ctx, job: DispatchJob, change: Change, { customer, customerSite }: Found) {
  const place = placeMeant(change, job, {
    customer,
    customerSite: customerSite?.id === job.siteId ? undefined : customerSite,
  });
  if (!isMoved(place, job)) return {};
  const there = await located(ctx, place);
  return { ...there, zoneId: await zoneIdAt(ctx, change, there) };
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
