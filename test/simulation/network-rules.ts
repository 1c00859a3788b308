import { followers } from "#/domains/referrals/progress-rules.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import { DAILY_LIMIT, HOSTS } from "./base.ts";
import type { Call } from "./clients.ts";
import type { World } from "./world.ts";

// What must be true of the referral network: of its own database after every write, and of it and its businesses together once all is at rest.

const steps = Object.entries(followers).flatMap(([from, all]) => all.map((to) => `${from}>${to}`));
const own = "r.duplicate_of is null";

const rules = {
  "a referral is offered, and not to one business": `select r.id what from referrals r where r.status = 'OFFERED' and ${own}
    and (select count(*) from referral_offers o where o.referral_id = r.id and o.status = 'open' and o.tenant_id = r.offered_to) <> 1`,
  "an offer is open of a referral that is not offered": `select o.id from referral_offers o join referrals r on r.id = o.referral_id
    where o.status = 'open' and r.status not in ('OFFERED', 'HOMEOWNER_CANCELLED')`,
  "two businesses have one referral": `select referral_id from referral_offers where status in ('open', 'accepted') group by 1 having count(*) > 1`,
  "a referral is with a business that has not accepted it": `select r.id from referrals r
    where r.status in ('PROVIDER_ACCEPTED', 'SCHEDULED', 'COMPLETED', 'PAID') and ${own} and (select count(*) from referral_offers o
      where o.referral_id = r.id and o.status = 'accepted' and o.tenant_id = r.provider_tenant_id) <> 1`,
  "the history of a referral is broken": `select referral_id from (select referral_id, sequence, status, lag(status) over w before,
      row_number() over w n from referral_history window w as (partition by referral_id order by sequence))
      where sequence <> n or (n > 1 and before || '>' || status not in (select value from json_each('${JSON.stringify(steps)}')))
    union all select r.id from referrals r where ${own} and r.status is not (select status from referral_history h
      where h.referral_id = r.id and h.sequence = r.history_sequence)`,
  "the ledger of a referral is wrong": `select referral_id from referral_fees f join referrals r on r.id = f.referral_id group by 1
    having sum(amount_cents) not between 0 and r.fee_cents or max(number) <> count(*) or sum(kind = 'credit') <> 1
      or not exists (select 1 from referral_history h where h.referral_id = f.referral_id and h.status = 'COMPLETED')`,
  "the score of a business and its offers differ": `select p.tenant_id from referral_providers p
    where p.declined <> (select count(*) from referral_offers o where o.tenant_id = p.tenant_id and o.status = 'declined')
      or p.expired <> (select count(*) from referral_offers o where o.tenant_id = p.tenant_id and o.status = 'expired')
      or p.accepted <> (select count(*) from referral_history h where h.status = 'PROVIDER_ACCEPTED' and h.by = 'tenant:' || p.tenant_id)`,
  "a duplicate and its first differ": `select d.id from referrals d join referrals r on r.id = d.duplicate_of where d.status <> r.status`,
};
const query = Object.entries(rules)
  .map(([broken, sql]) => `select '${broken}' broken, what from (select null what where false union all ${sql})`)
  .join(" union all ");

/** What is wrong with the network's own database; nothing where all is well. */
export const brokenNetworkRules = ({ controlRows }: World): string[] =>
  controlRows<{ broken: string; what: string }>(query).map(({ broken, what }) => `${broken}: ${what}`);

/** Whether the network has nothing left to do or to tell. */
export const networkRests = ({ controlRows }: World): boolean =>
  controlRows(`select 1 from referrals where next_attempt_at is not null union all select 1 from referral_offers where next_attempt_at is not null
    union all select 1 from referral_deliveries where status = 'pending' limit 1`).length === 0;

type Row = {
  id: string;
  publicId: string;
  status: string;
  duplicateOf: string | null;
  providerTenantId: string | null;
  leadId: number | null;
  jobId: number | null;
  feeCents: number | null;
  sum: number;
  wasCompleted: number;
};
type Offer = {
  id: string;
  referralId: string;
  tenantId: string;
  status: string;
  told: string | null;
  offeredAt: Instant;
};
type Offered = {
  tenantId: string;
  offerId: string;
  publicId: string;
  status: string;
  owed: number;
  leadId: number | null;
  jobId: number | null;
  jobs: number;
  jobStatus: string | null;
  leads: number;
  saleId: number | null;
  paid: number | null;
  refunded: number | null;
};

/** How an offer stands with its business when all is told, by the network's side of it. */
const shown: Record<string, readonly string[]> = {
  accepted: ["accepted", "scheduled", "completed", "paid"],
  declined: ["declined"],
  expired: ["expired"],
  withdrawn: ["withdrawn", "returned"], // the homeowner cancels what the business has just given back
  returned: ["returned"],
};

export function networkVerdict(world: World, calls: readonly Call[]): string[] {
  const { rows, controlRows } = world;
  const referrals =
    controlRows<Row>(`select id, public_id publicId, status, duplicate_of duplicateOf, provider_tenant_id providerTenantId,
    lead_id leadId, job_id jobId, fee_cents feeCents, coalesce((select sum(amount_cents) from referral_fees f where f.referral_id = r.id), 0) sum,
    exists (select 1 from referral_history h where h.referral_id = r.id and h.status = 'COMPLETED') wasCompleted from referrals r order by id`);
  const offers = controlRows<Offer>(
    "select id, referral_id referralId, tenant_id tenantId, status, told, offered_at offeredAt from referral_offers order by id",
  );
  const offered =
    rows<Offered>(`select o.tenant_id tenantId, o.offer_id offerId, o.public_id publicId, o.status, o.fee_owed_cents owed,
    o.lead_id leadId, o.job_id jobId, o.sale_id saleId, s.paid_cents paid, iif(s.voided, s.paid_cents, s.refunded_cents) refunded, j.status jobStatus,
    (select count(*) from dispatch_jobs j where j.tenant_id = o.tenant_id and j.id = o.job_id) jobs,
    (select count(*) from leads l where l.tenant_id = o.tenant_id and l.id = o.lead_id) leads from offered_referrals o
    left join sales s on s.tenant_id = o.tenant_id and s.id = o.sale_id
    left join dispatch_jobs j on j.tenant_id = o.tenant_id and j.id = o.job_id`);
  return [
    ...wrongAnswers(referrals, calls),
    ...offers.flatMap((offer) => wrongOffer(offer, offered)),
    ...referrals.flatMap((referral) => wrongReferral(referral, offers, offered)),
    ...tooMany(offers),
    ...wrongEvents(world),
    ...wrongTold(world),
  ];
}

/** Each reference is one referral, whoever asked how often. */
function wrongAnswers(referrals: readonly Row[], calls: readonly Call[]): string[] {
  const ids = new Map<string, Set<string>>();
  for (const { by, success, ...call } of calls)
    if (by === "referrer" && "reference" in call && call.reference !== undefined && success !== undefined)
      ids.set(call.reference, (ids.get(call.reference) ?? new Set()).add(success));
  const wrong = [...ids].filter(([, all]) => all.size > 1).map(([reference]) => `${reference} became two referrals`);
  const answered = new Set([...ids.values()].flatMap((all) => [...all]));
  if (answered.size !== referrals.length || referrals.some(({ publicId }) => !answered.has(publicId)))
    wrong.push(`there are ${referrals.length} referrals, and ${answered.size} were answered`);
  return wrong;
}

function wrongOffer({ id, tenantId, status, told }: Offer, offered: readonly Offered[]): string[] {
  if (status === "open") return [`offer ${id} is still open`];
  const wrong = told === status ? [] : [`the business knows of offer ${id} that it is ${told}, and it is ${status}`];
  const here = offered.filter(({ offerId }) => offerId === id);
  if (here.length === 0 && status === "withdrawn") return wrong; // before the business has heard of it
  if (here.length !== 1) return [...wrong, `offer ${id} is ${here.length} times in its business`];
  const [row] = here as [Offered];
  if (row.tenantId !== tenantId) wrong.push(`offer ${id} is in another business`);
  if (!shown[status]?.includes(row.status)) wrong.push(`offer ${id} is ${status}, and ${row.status} in its business`);
  return wrong;
}

/** What is due of a fee: all of it, less the part that was refunded, half to even. */
function due(fee: number, { paid, refunded }: Pick<Offered, "paid" | "refunded">): number {
  if (!paid || !refunded) return fee;
  const [product, of] = [BigInt(fee) * BigInt(refunded), BigInt(paid)];
  const [whole, twice] = [product / of, (product % of) * 2n];
  return fee - Number(whole + (twice > of || (twice === of && whole % 2n === 1n) ? 1n : 0n));
}

function wrongReferral(referral: Row, offers: readonly Offer[], offered: readonly Offered[]): string[] {
  const { id, publicId, status, duplicateOf, providerTenantId, leadId, jobId, feeCents, sum, wasCompleted } = referral;
  if (duplicateOf !== null) return [];
  const wrong: string[] = [];
  const accepted = offers.find((offer) => offer.referralId === id && offer.status === "accepted");
  const row = accepted && offered.find(({ offerId }) => offerId === accepted.id);
  if (["HOMEOWNER_ACCEPTED", "MATCHING", "OFFERED", "PROVIDER_DECLINED"].includes(status))
    wrong.push(`${publicId} is ${status}, and nobody goes on with it`);
  const owed = offered.filter((one) => one.publicId === publicId).reduce((all, one) => all + one.owed, 0);
  if (owed !== sum) wrong.push(`${publicId}: its businesses owe ${owed} cents, and the ledger has ${sum}`);
  if (!row) return sum === 0 ? wrong : [...wrong, `${publicId}: nobody has it, and the ledger has ${sum} cents`];
  if (row.jobs !== 1 || row.leads !== 1)
    wrong.push(`${publicId} was accepted, and has ${row.jobs} jobs and ${row.leads} leads`);
  if (row.jobId !== jobId || row.leadId !== leadId || row.tenantId !== providerTenantId)
    wrong.push(`${publicId}: the network and the business know another job or lead`);
  if (row.jobStatus === "cancelled" && !wasCompleted)
    wrong.push(`${publicId}: its job is cancelled, and it is ${status}`);
  if (row.jobStatus === "completed" && !wasCompleted)
    wrong.push(`${publicId}: its job is completed, and it is ${status}`);
  const expected = wasCompleted ? due(feeCents ?? 0, row) : 0;
  if (sum !== expected) wrong.push(`${publicId}: the ledger has ${sum} cents, the model says ${expected}`);
  return wrong;
}

/** No business was asked more on one day than it takes. */
function tooMany(offers: readonly Offer[]): string[] {
  const days = Map.groupBy(
    offers.filter(({ status }) => status === "accepted"),
    ({ tenantId, offeredAt }) => `${tenantId} on ${localDateOf(offeredAt, "America/New_York")}`,
  );
  return [...days]
    .filter(([, all]) => all.length > DAILY_LIMIT)
    .map(([day, all]) => `${all.length} referrals for ${day}`);
}

/** Every version of a job that came with a referral has its event. */
const wrongEvents = ({ rows }: World): string[] =>
  rows<{ id: number; version: number; n: number }>(
    `select j.id, j.version, (select count(*) from outbox e where e.tenant_id = o.tenant_id and e.type glob 'dispatch.*' and e.data ->> 'id' = j.id) n
      from offered_referrals o join dispatch_jobs j on j.tenant_id = o.tenant_id and j.id = o.job_id where n <> j.version`,
  ).map(({ id, version, n }) => `job ${id} has version ${version}, and ${n} events tell of it`);

/** The referrer hears of each change, in order, once it listens. */
function wrongTold({ controlRows, receivers, gone }: World): string[] {
  if (gone.has(HOSTS.referrer)) return [];
  const wrong: string[] = [];
  const changes = controlRows<{ referralId: string; sequence: number; id: string | null; status: string | null }>(
    `select h.referral_id referralId, h.sequence, d.id, d.status from referral_history h
      left join referral_deliveries d on d.referral_id = h.referral_id and d.sequence = h.sequence where h.sequence > 1 order by 1, 2`,
  );
  const last = new Map<string, number>();
  for (const { referralId, sequence, id, status } of changes) {
    const posts = receivers.posts.filter(({ messageId, isThanked }) => messageId === id && isThanked);
    if (status !== "delivered" || posts.length === 0)
      wrong.push(`change ${sequence} of ${referralId} is ${status}, with ${posts.length} posts`);
    const [{ at } = { at: 0 }] = posts;
    if (at < (last.get(referralId) ?? 0))
      wrong.push(`change ${sequence} of ${referralId} was told before the one before it`);
    last.set(referralId, at);
  }
  return wrong;
}
