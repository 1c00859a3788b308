import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, linkOf, matchCustomer, primaryOf } from "#/domains/customers/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { candidatesFor, isMoved, located, namedZone, nowhere, placeMeant, zoneIdAt, zoneIdOf } from "../job-place.ts";
import type { CreateDispatchJob } from "../job-schemas.ts";
import { recurrenceFrom } from "../recurrence-rules.ts";
import { holdSkills } from "../skill-repo.ts";
import { jobs } from "../tables.ts";
import { type Warned, warnedOf } from "./move-job.ts";
import { planJob } from "./plan-job.ts";

type Input = Inside<z.output<typeof CreateDispatchJob>>;

/** Creates a job that waits for a technician, and for a time if none was agreed. */
export async function createJob(ctx: Ctx, input: Input): Promise<Warned> {
  const { recurrence: rhythm, customerEmail: _, ...given } = input;
  const { id, found, place, zoneId } = await whoAndWhere(ctx, input);
  const { row, parts, ...plan } = planJob(ctx, {
    ...given,
    ...place,
    ...linkOf(input, found),
    customerPhone: input.customerPhone ?? primaryOf(found.customer?.phones)?.number ?? null,
    zoneId,
    id,
    recurrence:
      rhythm && input.scheduledStart ? recurrenceFrom(rhythm, input.scheduledStart, ctx.tenant.timezone) : null,
  });
  return await commit(ctx, {
    ...plan,
    parts: [
      ...holdSkills(ctx, input.requiredSkills),
      ...parts,
      ...(found.customer ? holdCustomer(ctx, found.customer.id, found.customer) : []),
    ],
    result: { ...row, ...warnedOf(found.customer) },
  });
}

const nobody = { customer: undefined, customerSite: undefined };

/**
 * The id of the job, its customer and its place: one trip, none where there is nothing to look up, and one more for the zone of a place that only
 * the customer tells.
 */
async function whoAndWhere(ctx: Ctx, input: Input) {
  const { customerPhone: phone, customerEmail: email, siteId } = input;
  const named = placeMeant(input, nowhere, nobody);
  const early = siteId ? named : await located(ctx, named); // the site tells what is missing of its address
  const queries = {
    ...matchCustomer(ctx, { ...input, phone, email }),
    zone: namedZone(ctx, input),
    candidates: siteId ? undefined : candidatesFor(ctx, input, early),
  };
  const isAsking = Object.values(queries).some((query) => query !== undefined);
  if (!isAsking) return { id: jobs.newId(), found: nobody, place: early, zoneId: null };

  const { id, candidates, ...found } = await load(ctx, { ...queries, id: jobs.nextId(ctx) });
  const meant = placeMeant(input, nowhere, found);
  if (!siteId && !isMoved(meant, named)) return { id, found, place: early, zoneId: zoneIdOf(input, early, candidates) };
  const place = await located(ctx, meant);
  return { id, found, place, zoneId: await zoneIdAt(ctx, input, place) };
}
