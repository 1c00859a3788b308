import type { Ctx } from "#/ctx.ts";
import type { Commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, primaryOf } from "#/domains/customers/index.ts";
import { dispatchJobs, located, nowhere, placeMeant, planJob } from "#/domains/dispatch/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { thawed } from "#/kernel/wire.ts";
import { customersAmong, type Only, sitesAmong, toSchedule } from "./daily-repo.ts";
import { visitEvents } from "./events.ts";
import { PlanTerms } from "./plan-schemas.ts";
import { type AgreementVisit, agreementVisits } from "./visit-tables.ts";

/** Each place may have to be looked up on the map. */
const MOST = 20;

/** Makes the dispatch jobs of the visits whose time has come, each with the mark that it is made: one job a visit, however often this runs. */
export async function scheduleVisits(
  ctx: Ctx,
  day: LocalDate,
  only: Only,
): Promise<Pick<Commit<void>, "parts" | "events"> | undefined> {
  const { found } = await load(ctx, { found: toSchedule(ctx, day, MOST, only) });
  if (found.length === 0) return undefined;
  const { who, where, lastId } = await load(ctx, {
    who: customersAmong(
      ctx,
      found.map(({ customerId }) => customerId),
    ),
    where: sitesAmong(
      ctx,
      found.flatMap(({ siteId }) => siteId ?? []),
    ),
    lastId: dispatchJobs.nextId(ctx, found.length),
  });
  const people = new Map(who.map((row) => [row.id, row]));
  const sites = new Map(where.map((row) => [row.id, row]));
  const made = await Promise.all(
    found.map(async (one, i) => {
      const customer = people.get(one.customerId);
      const customerSite = sites.get(one.siteId ?? 0);
      const terms = thawed(PlanTerms, one.planSnapshot);
      const job = planJob(ctx, {
        ...(await located(ctx, placeMeant({}, nowhere, { customer, customerSite }))),
        ...{ id: lastId - found.length + 1 + i, priority: "normal", jobType: "maintenance" },
        title: `${one.planName}: visit ${one.visit.seq}`.slice(0, 200),
        description: described(one.visit, terms.includedItems),
        ...{ customerId: one.customerId, siteId: customerSite?.id ?? null, durationMinutes: terms.visitMinutes },
        customerName: customer?.name ?? one.customerName,
        customerPhone: primaryOf(customer?.phones)?.number ?? null,
      });
      const visit = agreementVisits.change(ctx, one.visit, { status: "scheduled", dispatchJobId: job.row.id });
      return { job, visit };
    }),
  );
  return {
    parts: [
      ...made.flatMap(({ job, visit }) => [...job.parts, visit]),
      ...[...new Set(found.map(({ customerId }) => customerId))].flatMap((id) => holdCustomer(ctx, id)),
    ],
    events: made.flatMap(({ job, visit }) => [...job.events, visitEvents.scheduled(visit.row)]),
  };
}

const described = ({ dueOn, windowStart, windowEnd }: AgreementVisit, included: readonly string[]): string =>
  [`Due on ${dueOn}, between ${windowStart} and ${windowEnd}.`, ...included.map((item) => `- ${item}`)]
    .join("\n")
    .slice(0, 4000);
