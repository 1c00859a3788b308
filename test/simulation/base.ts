import type { Actor } from "#/actor.ts";
import { type Ctx, enterTenant, machineCtx, type ReferrerCtx } from "#/ctx.ts";
import type { Tenant } from "#/db/directory.ts";
import { setCommission } from "#/domains/commissions/actions/set-commission.ts";
import { SetCommission } from "#/domains/commissions/schemas.ts";
import { createJob } from "#/domains/dispatch/actions/create-job.ts";
import { CreateDispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { addItem } from "#/domains/items/actions/add-item.ts";
import { CreateItem } from "#/domains/items/schemas.ts";
import { changeOrganization } from "#/domains/organization/actions/change-organization.ts";
import { setSchedule } from "#/domains/pay-periods/actions/set-schedule.ts";
import { setParticipation } from "#/domains/referrals/actions/set-participation.ts";
import { setReferralWebhook } from "#/domains/referrals/actions/set-webhook.ts";
import { SetReferralParticipation } from "#/domains/referrals/offered-schemas.ts";
import { addTechnician } from "#/domains/technicians/actions/add-technician.ts";
import { addTarget } from "#/domains/webhooks/actions/add-target.ts";
import type { z } from "#/kernel/fields.ts";
import { permissions } from "#/kernel/permissions.ts";
import { type Instant, localDateOf, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { jobsOf } from "#/queues/jobs.ts";
import { execution } from "./queues.ts";
import type { World } from "./world.ts";

// The business that every seed begins with, made by the API's own actions, and another one that takes referrals as it does.

export const TENANT = "00000000-0000-4000-8000-00000000beef";
export const RIVAL = "00000000-0000-4000-8000-00000000cafe";
const businesses = {
  [TENANT]: { businessCode: "SIM", businessName: "Smith HVAC" },
  [RIVAL]: { businessCode: "RIV", businessName: "Rival HVAC" },
};
export type BusinessId = keyof typeof businesses;
export const KEY = "rky_sim";
export const ZIP = "78701";
export const FEES: Record<string, number> = { HVAC: 4500, Plumbing: 3333, General: 1001 };
/** Referrals that each of them takes on one day. */
export const DAILY_LIMIT = 6;
export const ITEM_RATES = [750, 1333];
export const AUTO_APPROVED_BELOW = 100_000;
export const HOSTS = {
  sales: "sales.example.com",
  jobs: "jobs.example.com",
  all: "all.example.com",
  referrer: "referrer.example.com",
};
const saleEvents = ["created", "updated", "approved", "rejected", "voided", "restored", "payment_changed"].map(
  (what) => `sale.${what}`,
);
const jobEvents = ["created", "assigned", "status", "updated", "cancelled", "completed"].map(
  (what) => `dispatch.${what}`,
);

export const people = {
  office: { userId: 1, technicianId: null, tenantId: TENANT },
  mike: { userId: 2, technicianId: 1, tenantId: TENANT },
  tina: { userId: 3, technicianId: 2, tenantId: TENANT },
  rival: { userId: 1, technicianId: null, tenantId: RIVAL },
} as const;
export type Person = keyof typeof people;

const tenantAt = (id: BusinessId, createdAt: Instant): Tenant => ({
  id,
  ...businesses[id],
  shard: "SHARD_00",
  status: "active",
  timezone: "America/New_York",
  branding: {},
  createdAt,
  organizationVersion: 0,
});

/** What a request's body means, as the endpoint reads it. */
export const parsed = <S extends z.ZodType>(schema: S, body: z.input<S>) => fromWire(schema, schema.parse(body));

/** A person's request; under an Idempotency-Key if there is one. */
export function ctxOf({ env }: World, person: Person, asked?: { key: string; fingerprint: string }): Ctx {
  const open = machineCtx(env, execution, "request");
  const serialize = (result: unknown) => JSON.stringify(result);
  if (asked) open.asked.idempotency = { ...asked, status: 200, serialize, protect: (body) => body };
  const { tenantId, userId, technicianId } = people[person];
  const actor: Actor = {
    kind: "user",
    userId,
    sessionId: `ses_${person}`,
    technicianId,
    roles: [],
    permissions: new Set(permissions),
    authTime: 0,
    tokenMadeAt: open.realNow,
  };
  return enterTenant(open, tenantAt(tenantId, open.now), actor);
}

/** A referrer's request. */
export function referrerCtx({ env }: World): ReferrerCtx {
  const open = machineCtx(env, execution, "request");
  const referrer = { keyId: KEY, source: "SIMULATED", isTest: false, companyId: null };
  return { ...open, afterAnswer: (work) => open.background(work()), referrer };
}

/** Fills empty databases. */
export async function foundBusiness(world: World): Promise<void> {
  const ctx = () => ctxOf(world, "office");
  const { now } = ctx();
  const expires = plusSeconds(now, 365 * 86_400);
  world.controlRows("insert into shards values ('SHARD_00', 2, 0)");
  for (const [id, { businessCode, businessName }] of Object.entries(businesses)) {
    world.controlRows(
      `insert into tenants (id, business_code, business_name, shard, status, timezone, branding, created_at)
        values (?, ?, ?, 'SHARD_00', 'active', 'America/New_York', '{}', ?)`,
      ...[id, businessCode, businessName, now],
    );
    world.rows("insert into tenant_state (tenant_id, state) values (?, 'active')", id);
  }
  for (const [name, { userId, tenantId }] of Object.entries(people))
    world.rows(
      `insert into sessions (tenant_id, id, user_id, created_at, last_used_at, expires_at, ip, user_agent)
        values (?, ?, ?, ?, ?, ?, '', '')`,
      ...[tenantId, `ses_${name}`, userId, now, now, expires],
    );
  const today = localDateOf(now, "America/New_York");
  await changeOrganization(ctx(), { require_sale_approval: true, auto_approve_under_cents: AUTO_APPROVED_BELOW });
  for (const name of ["Mike", "Tina"]) await addTechnician(ctx(), { name, payType: "hourly", basePayCents: 2500 });
  for (const [i, rate] of ITEM_RATES.entries()) {
    const item = parsed(CreateItem, { name: `Item ${i}`, sku: `S-${i}`, list_price_cents: 1_000_000 });
    const { id } = await addItem(ctx(), item);
    await setCommission(ctx(), { itemId: id }, parsed(SetCommission, { commission_rate_bps: rate }));
  }
  await setSchedule(ctx(), { frequency: "weekly", startsOn: plusDays(today, -28), payDelayDays: 3 });
  const daily = {
    ...{ title: "Filters", customer_name: "Ann", recurrence: { unit: "day" as const } },
    ...{ scheduled_start: plusSeconds(now, -86_400), scheduled_end: plusSeconds(now, -82_800) },
  };
  await createJob(ctx(), parsed(CreateDispatchJob, daily));
  for (const { name } of await jobsOf("daily"))
    for (const id of Object.keys(businesses))
      world.rows(
        "insert into daily_runs (tenant_id, task, last_day, due_at) values (?, ?, ?, ?)",
        ...[id, name, plusDays(today, -1), toInstant(Date.parse(now) - 1000)],
      );
  await joinNetwork(world);
}

/** Both businesses take referrals, and a referrer has a key. */
async function joinNetwork(world: World): Promise<void> {
  const { now } = referrerCtx(world);
  for (const [sector, cents] of Object.entries(FEES))
    world.controlRows("insert into referral_fee_tiers values (?, 'standard', ?, ?, 'simulation')", sector, cents, now);
  world.controlRows(
    `insert into referral_keys (id, name, prefix, hash, is_test, source, created_by, created_at, updated_at, version)
      values (?, 'Simulated', 'te_open_sim', 'none', 0, 'SIMULATED', 'simulation', ?, ?, 1)`,
    ...[KEY, now, now],
  );
  const always = { opens: "00:00", closes: "24:00" };
  const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  for (const person of ["office", "rival"] as const) {
    // else an offer of the night waits for the morning, and the run with it
    await changeOrganization(ctxOf(world, person), {
      business_hours: Object.fromEntries(days.map((day) => [day, always])),
    });
    await setParticipation(
      ctxOf(world, person),
      parsed(SetReferralParticipation, {
        ...{ takes_referrals: true, sectors: person === "rival" ? ["HVAC", "Plumbing"] : ["HVAC"], zip_codes: [ZIP] },
        ...{ daily_limit: DAILY_LIMIT, offer_minutes: 20 },
      }),
    );
  }
}

/** What only hears of what is still to come. */
export async function addTargets(world: World): Promise<void> {
  const ctx = () => ctxOf(world, "office");
  const url = (host: string) => `https://${host}/hook`;
  await addTarget(ctx(), { url: url(HOSTS.sales), events: [...saleEvents, "commission.calculated"] });
  await addTarget(ctx(), { url: url(HOSTS.jobs), events: jobEvents });
  await addTarget(ctx(), { url: url(HOSTS.all), events: [...saleEvents, ...jobEvents] });
  await setReferralWebhook(referrerCtx(world), { url: url(HOSTS.referrer) });
}
