import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import {
  type Customer,
  contactKeys,
  customers,
  customersLike,
  holdCustomer,
  holdNoNamesake,
  matchCustomer,
  planCustomer,
  readCustomer,
} from "#/domains/customers/index.ts";
import { dispatchJobs, located, planJob } from "#/domains/dispatch/index.ts";
import { estimateParts } from "#/domains/estimates/index.ts";
import { type Organization, organizationOf } from "#/domains/organization/index.ts";
import type { Instant } from "#/kernel/time.ts";
import { activity } from "../activity.ts";
import { again } from "../again.ts";
import { customerAmbiguous, leadGivenUp } from "../errors.ts";
import { leadConverted } from "../events.ts";
import { presented } from "../present.ts";
import { likeness } from "../repo.ts";
import { firstResponse, isGivenUp, leadName, matchOf, titleOf } from "../rules.ts";
import { type Lead, leads } from "../tables.ts";

type Conversion = {
  id: number;
  create: "customer" | "job" | "estimate";
  customerId?: number | undefined;
  title?: string | undefined;
};

/**
 * Makes a customer of a lead, and a job or an estimate where one is asked for, in one commit. An estimate is only an offer: the lead stays open. Who is a customer already is found by phone, else e-mail, else
 * name and ZIP. What was made before is answered again.
 */
export const convertLead = (ctx: Ctx, asked: Conversion) => again(() => attempt(ctx, asked));

async function attempt(ctx: Ctx, { id, create, customerId, title }: Conversion) {
  const { lead, named, like, organization } = await load(ctx, {
    lead: leads.one(ctx, id),
    like: customersLike(ctx, likeness(ctx, id)),
    named: customerId === undefined ? undefined : matchCustomer(ctx, { customerId }).customer,
    organization: create === "estimate" ? organizationOf(ctx) : undefined,
  });
  if (isMade(lead, create)) return answerOf(lead, true);
  leads.assertCurrent(ctx, lead);
  if (isGivenUp(lead.status)) throw leadGivenUp(id, lead.status);

  const who = lead.customerId === null ? customerOf(ctx, lead, named, like) : undefined;
  const job = create === "job" ? await jobOf(ctx, lead, who?.customer, title) : undefined;
  const estimate = create === "estimate" ? estimateOf(ctx, lead, who?.customer, organization, title) : undefined;
  const part = leads.change(ctx, lead, {
    ...(estimate ? { convertedEstimateId: estimate.row.id, ...inProgress(lead, ctx.now) } : won(lead, ctx.now)),
    ...(who && { customerId: who.customer.id, customerMatchedBy: who.matchedBy }),
    ...(job && { convertedJobId: job.row.id }),
    ...firstResponse(lead, ctx.now),
  });
  const { changes } = part.audited;
  return await commit(ctx, {
    parts: [
      part,
      ...(who?.parts ?? []),
      ...(job?.parts ?? []),
      ...(estimate?.parts ?? []),
      activity(ctx, id, { kind: "conversion", fromStatus: lead.status, toStatus: part.row.status, changes }),
    ],
    events: [
      ...(who?.events ?? []),
      ...(job?.events ?? []),
      ...(estimate?.events ?? []),
      leadConverted(presented(part.row)),
    ],
    audit: [
      { action: "convert", of: part },
      ...(who?.audit ?? []),
      ...(job ? [job.audit] : []),
      ...(estimate ? [estimate.audit] : []),
    ],
    result: answerOf(part.row, false),
  });
}

const answerOf = (lead: Lead, repeated: boolean) => ({
  lead: presented(lead),
  customerId: lead.customerId ?? 0, // a converted lead has one
  matchedBy: lead.customerMatchedBy,
  jobId: lead.convertedJobId,
  estimateId: lead.convertedEstimateId,
  repeated,
});

/** A customer of a lead that only has an estimate was made for the offer: the lead itself is not converted yet. */
function isMade({ convertedJobId, convertedEstimateId, convertedAt }: Lead, create: Conversion["create"]): boolean {
  if (create === "customer") return convertedAt !== null;
  return (create === "job" ? convertedJobId : convertedEstimateId) !== null;
}

const won = ({ status, statusAt, convertedAt }: Lead, now: Instant) => ({
  ...{ status: "won" as const, statusAt: status === "won" ? statusAt : now },
  ...{ convertedAt: convertedAt ?? now, nextFollowUpAt: null },
});
/** Whoever makes an offer knows what is wanted. */
const inProgress = ({ status }: Lead, now: Instant) =>
  status === "new" || status === "contacted" ? { status: "qualified" as const, statusAt: now } : {};

/** The draft of an estimate for a lead, whose lines are still to come. */
function estimateOf(
  ctx: Ctx,
  lead: Lead,
  customer: Customer | undefined,
  organization: Organization | undefined,
  title: string | undefined,
) {
  const at = { serviceAddress: lead.address, serviceCity: lead.city, serviceState: lead.state, serviceZip: lead.zip };
  const asked = {
    ...Object.fromEntries(Object.entries(at).filter(([, value]) => value !== null)),
    ...{ customerName: customer?.name ?? nameOf(lead), title: title ?? titleOf(lead), leadId: lead.id },
    ...(lead.email && { customerEmail: lead.email }),
    ...(lead.phone && { customerPhone: lead.phone }),
    ...(lead.customerId !== null && { customerId: lead.customerId }),
  };
  const nobody = { customer: undefined, customerSite: undefined, job: undefined, ofJob: undefined };
  return estimateParts(ctx, asked, { ...nobody, organization, taxRates: [], pricedItems: undefined }, customer);
}

const nameOf = (lead: Lead): string => leadName(lead) ?? lead.phone ?? lead.email ?? `Lead ${lead.id}`;

/** The customer that a lead is, and what makes them one where they are new. */
function customerOf(ctx: Ctx, lead: Lead, named: Customer | undefined, like: readonly Customer[]) {
  const found = named ? { matchedBy: "customer_id" as const, customers: [named] } : matchOf(lead, like);
  const [customer, ...others] = found?.customers ?? [];
  if (found && others.length > 0)
    throw customerAmbiguous(
      found.matchedBy,
      found.customers.map(({ id }) => id),
    );
  if (found && customer) {
    const parts: Parts = holdCustomer(ctx, customer.id);
    return { customer, matchedBy: found.matchedBy, parts, events: [], audit: [] };
  }
  const input = readCustomer({
    name: nameOf(lead),
    ...(lead.firstName && { firstName: lead.firstName }),
    ...(lead.lastName && { lastName: lead.lastName }),
    ...(lead.company && { companyName: lead.company }),
    ...(lead.address && { billingAddress: lead.address }),
    ...(lead.city && { billingCity: lead.city }),
    ...(lead.state && { billingState: lead.state }),
    ...(lead.zip && { billingZip: lead.zip }),
    ...(lead.source && { source: lead.source }),
    type: lead.company ? "commercial" : "residential",
    phones: lead.phone ? [{ number: lead.phone }] : [],
    emails: lead.email ? [{ address: lead.email }] : [],
    tags: [],
    doNotService: false,
  });
  const id = customers.newId();
  const plan = planCustomer(ctx, { ...input, id }, contactKeys(input).length > 0);
  const parts: Parts = [
    ...(lead.nameKey && lead.zip ? holdNoNamesake(ctx, lead.nameKey, lead.zip) : []),
    ...plan.parts,
  ];
  return { customer: plan.row, matchedBy: null, parts, events: plan.events, audit: [plan.audit] };
}

/** The job that a lead asks for, at the place of the lead. */
async function jobOf(ctx: Ctx, lead: Lead, customer: Customer | undefined, title: string | undefined) {
  const isPlaced = Boolean(lead.address ?? lead.city ?? lead.zip);
  const place = isPlaced || !customer ? lead : billingOf(customer);
  const at = await located(ctx, {
    ...{ serviceAddress: place.address, serviceCity: place.city, serviceState: place.state, serviceZip: place.zip },
    ...{ serviceLatitude: null, serviceLongitude: null },
  });
  return planJob(ctx, {
    ...at,
    id: dispatchJobs.newId(),
    title: title ?? titleOf(lead),
    description: lead.summary,
    priority: lead.priority,
    jobType: lead.trade,
    customerId: customer?.id ?? lead.customerId,
    customerName: customer?.name ?? nameOf(lead),
    customerPhone: lead.phone,
    zoneId: lead.zoneId,
  });
}

const billingOf = ({ billingAddress, billingCity, billingState, billingZip }: Customer) => ({
  ...{ address: billingAddress, city: billingCity, state: billingState, zip: billingZip },
});
