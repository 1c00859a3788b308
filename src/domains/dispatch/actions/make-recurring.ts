import type { Ctx } from "#/ctx.ts";
import { load, read } from "#/db/tenant/load.ts";
import { type Customer, holdCustomer } from "#/domains/customers/index.ts";
import type { DailyEffect } from "#/jobs.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { customersOfRecurring } from "../customer-repo.ts";
import { jobCreated } from "../events.ts";
import { occurrences, timesOn } from "../recurrence-rules.ts";
import { sameWork } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { occurrencesMade, recurringJobs } from "../visit-repo.ts";
import { told } from "./move-job.ts";

/** Jobs that come again are made this many days ahead. */
const DAYS_AHEAD = 42;
/** Of one commit. */
const MOST = 100;

/**
 * Each day: makes the jobs that come again in the weeks ahead. One for each job and local day, however often it runs; none for a customer who is
 * archived or must not be served, as long as that is so.
 */
export async function makeRecurring(ctx: Ctx, today: LocalDate): Promise<DailyEffect | undefined> {
  const { recurring, customers, made } = await read(ctx, {
    recurring: recurringJobs(ctx),
    customers: customersOfRecurring(ctx),
    made: occurrencesMade(ctx, today),
  });
  const known = new Set(made.map(({ seriesId, occursOn }) => `${seriesId} ${occursOn}`));
  const served = new Map(customers.filter(isServed).map((customer) => [customer.id, customer]));
  const planned = recurring
    .filter(({ customerId }) => customerId === null || served.has(customerId))
    .flatMap((job) => daysOf(job, today).map((day) => ({ job, day })))
    .filter(({ job, day }) => !known.has(`${job.id} ${day}`))
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : one.job.id - other.job.id))
    .slice(0, MOST);
  if (planned.length === 0) return undefined;

  const { lastId } = await load(ctx, { lastId: jobs.nextId(ctx, planned.length) });
  const parts = planned.map(({ job, day }, i) => successor(ctx, job, day, lastId - planned.length + 1 + i));
  const named = new Set(planned.map(({ job }) => job.customerId));
  const held = [...served.values()].filter(({ id }) => named.has(id));
  return {
    parts: [...parts, ...held.flatMap((customer) => holdCustomer(ctx, customer.id, customer))],
    events: parts.map((part) => jobCreated(told(part.row, null))),
    isPortion: planned.length === MOST,
  };
}

const isServed = ({ archivedAt, doNotService }: Pick<Customer, "archivedAt" | "doNotService">): boolean =>
  archivedAt === null && !doNotService;

/** Without a time, nobody knows at what time it comes again. */
const daysOf = ({ recurrence, scheduledStart }: DispatchJob, today: LocalDate): LocalDate[] =>
  recurrence && scheduledStart ? occurrences(recurrence, plusDays(today, -1), plusDays(today, DAYS_AHEAD)) : [];

const successor = (ctx: Ctx, job: DispatchJob, day: LocalDate, id: number) =>
  jobs.insert(ctx, {
    ...sameWork(job),
    ...(job.recurrence && timesOn(day, job.recurrence, job)),
    ...{ id, status: "pending", statusAt: ctx.now, seriesId: job.id, occursOn: day },
  });
