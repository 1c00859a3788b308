import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Referral } from "#/db/control/schema/referrals.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { customers, holdCustomer, matchCustomer, planCustomer, readCustomer } from "#/domains/customers/index.ts";
import { dispatchJobs, located, planJob } from "#/domains/dispatch/index.ts";
import { earlierLead, leadParts, type NewLead } from "#/domains/leads/index.ts";
import { resolveZone, zonesFor } from "#/domains/zones/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { referralAccepted } from "../events.ts";
import { answeredMeanwhile } from "../offer-errors.ts";
import { byOffer } from "../offered-repo.ts";
import { isAccepted } from "../progress-rules.ts";
import type { Said } from "../said.ts";
import { type OfferedReferral, offered } from "../tables.ts";

type Placed = { offerId: string; referral: Pick<Referral, "publicId" | "source" | "sector">; said: Said };

const TITLE_LENGTH = 120;
const TRIES = 3;

/** The lead of a referral. */
export const newLead = (
  { publicId, source, sector }: Pick<Referral, "publicId" | "source" | "sector">,
  { homeowner, summary }: Said,
): NewLead => ({
  ...{ firstName: homeowner.firstName, lastName: homeowner.lastName, phone: homeowner.phone },
  email: homeowner.email ?? undefined,
  ...{ address: homeowner.street ?? undefined, city: homeowner.city ?? undefined },
  ...{ state: homeowner.state ?? undefined, zip: homeowner.zipCode },
  ...{ trade: sector ?? undefined, summary, source, channel: "referral", referralId: publicId },
});

/**
 * What an accepted referral becomes in its business: a lead, a job, and a customer where nobody has that phone or address, in one commit with the
 * accepted offer. One time for each offer, however often it is tried; the loser of two at once is refused.
 */
export async function placeJob(ctx: Ctx, placed: Placed): Promise<OfferedReferral> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt(ctx, placed);
    } catch (error) {
      const isLate =
        error instanceof AppError && /^(lead\.duplicate_meanwhile|customer\.contact_taken)$/.test(error.reason);
      if (!isLate || tries === TRIES) throw error; // else the lead or customer that was faster is found now
    }
}

async function attempt(ctx: Ctx, { offerId, referral, said }: Placed): Promise<OfferedReferral> {
  const { homeowner, summary } = said;
  const place = await located(ctx, {
    ...{ serviceAddress: homeowner.street ?? null, serviceCity: homeowner.city ?? null },
    ...{ serviceState: homeowner.state ?? null, serviceZip: homeowner.zipCode },
    ...{ serviceLatitude: null, serviceLongitude: null },
  });
  const where = { zip: homeowner.zipCode, latitude: place.serviceLatitude, longitude: place.serviceLongitude };
  const { row, customer, earlier, zones, jobId } = await load(ctx, {
    row: byOffer(ctx, offerId),
    customer: matchCustomer(ctx, { phone: homeowner.phone, email: homeowner.email }).customer,
    earlier: earlierLead(ctx, homeowner.phone),
    zones: zonesFor(ctx, where),
    jobId: dispatchJobs.nextId(ctx),
  });
  if (row && isAccepted(row.status)) return row;
  if (row?.status !== "offered") throw answeredMeanwhile();

  const { row: leadRow, duplicate: _, ...lead } = leadParts(ctx, newLead(referral, said), earlier);
  const person = customer ? undefined : newCustomer(ctx, said, referral.source);
  const customerId = customer?.id ?? person?.row.id ?? null;
  const name = `${homeowner.firstName} ${homeowner.lastName}`;
  const job = planJob(ctx, {
    ...{ id: jobId, title: `${row.sector === "UNKNOWN" ? "Referral" : row.sector}: ${summary}`.slice(0, TITLE_LENGTH) },
    ...{ description: summary, priority: "normal", customerId, customerName: name, customerPhone: homeowner.phone },
    ...place,
    zoneId: resolveZone(zones, where)?.zone.id ?? null,
  });
  const part = offered.change(ctx, row, {
    ...{ status: "accepted", answeredAt: ctx.now, answeredBy: actorName(ctx.actor) },
    ...{ leadId: leadRow.id, jobId, customerId },
  });
  return await commit(ctx, {
    parts: [
      part,
      ...lead.parts,
      ...(person?.parts ?? []),
      ...job.parts,
      ...(customer ? holdCustomer(ctx, customer.id) : []),
    ],
    events: [...lead.events, ...(person?.events ?? []), ...job.events, referralAccepted(part.row)],
    audit: [lead.audit, ...(person ? [person.audit] : []), job.audit, { action: "accept", of: part }],
    result: part.row,
  });
}

const newCustomer = (ctx: Ctx, { homeowner }: Said, source: string) =>
  planCustomer(
    ctx,
    {
      ...readCustomer({
        ...{ firstName: homeowner.firstName, lastName: homeowner.lastName, type: "residential" },
        phones: [{ number: homeowner.phone }],
        emails: homeowner.email ? [{ address: homeowner.email }] : [],
        ...{ billingAddress: homeowner.street ?? undefined, billingCity: homeowner.city ?? undefined },
        ...{ billingState: homeowner.state ?? undefined, billingZip: homeowner.zipCode },
        ...{ tags: [], source, doNotService: false },
      }),
      id: customers.newId(),
    },
    true,
  );
