import type { Actor } from "#/actor.ts";
import { type Ctx, enterTenant, machineCtx } from "#/ctx.ts";
import type { Tenant } from "#/db/directory.ts";
import { setCommission } from "#/domains/commissions/actions/set-commission.ts";
import { SetCommission } from "#/domains/commissions/schemas.ts";
import { createJob } from "#/domains/dispatch/actions/create-job.ts";
import { CreateDispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { addItem } from "#/domains/items/actions/add-item.ts";
import { CreateItem } from "#/domains/items/schemas.ts";
import { changeOrganization } from "#/domains/organization/actions/change-organization.ts";
import { setSchedule } from "#/domains/pay-periods/actions/set-schedule.ts";
import { addTechnician } from "#/domains/technicians/actions/add-technician.ts";
import { addTarget } from "#/domains/webhooks/actions/add-target.ts";
import type { z } from "#/kernel/fields.ts";
import { permissions } from "#/kernel/permissions.ts";
import { type Instant, localDateOf, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { jobsOf } from "#/queues/jobs.ts";
import { execution } from "./queues.ts";
import type { World } from "./world.ts";

// The business that every seed begins with, made by the API's own actions.

export const TENANT = "00000000-0000-4000-8000-00000000beef";
export const ITEM_RATES = [750, 1333];
export const AUTO_APPROVED_BELOW = 100_000;
export const HOSTS = { sales: "sales.example.com", jobs: "jobs.example.com", all: "all.example.com" };
const saleEvents = ["created", "updated", "approved", "rejected", "voided", "restored", "payment_changed"].map(
  (what) => `sale.${what}`,
);
const jobEvents = ["created", "assigned", "status", "updated", "cancelled", "completed"].map(
  (what) => `dispatch.${what}`,
);

export const people = { office: 1, mike: 2, tina: 3 } as const;
export type Person = keyof typeof people;
const technicianOf: Record<Person, number | null> = { office: null, mike: 1, tina: 2 };

const tenantAt = (createdAt: Instant): Tenant => ({
  id: TENANT,
  businessCode: "SIM",
  businessName: "Smith HVAC",
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
  const actor: Actor = {
    kind: "user",
    userId: people[person],
    sessionId: `ses_${person}`,
    technicianId: technicianOf[person],
    roles: [],
    permissions: new Set(permissions),
    authTime: 0,
    tokenMadeAt: open.realNow,
  };
  return enterTenant(open, tenantAt(open.now), actor);
}

/** Fills empty databases. */
export async function foundBusiness(world: World): Promise<void> {
  const ctx = () => ctxOf(world, "office");
  const { now } = ctx();
  const expires = plusSeconds(now, 365 * 86_400);
  world.controlRows("insert into shards values ('SHARD_00', 1, 0)");
  world.controlRows(
    `insert into tenants (id, business_code, business_name, shard, status, timezone, branding, created_at)
      values (?, 'SIM', 'Smith HVAC', 'SHARD_00', 'active', 'America/New_York', '{}', ?)`,
    TENANT,
    now,
  );
  world.rows("insert into tenant_state (tenant_id, state) values (?, 'active')", TENANT);
  for (const [name, userId] of Object.entries(people))
    world.rows(
      `insert into sessions (tenant_id, id, user_id, created_at, last_used_at, expires_at, ip, user_agent)
        values (?, ?, ?, ?, ?, ?, '', '')`,
      ...[TENANT, `ses_${name}`, userId, now, now, expires],
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
    world.rows(
      "insert into daily_runs (tenant_id, task, last_day, due_at) values (?, ?, ?, ?)",
      ...[TENANT, name, plusDays(today, -1), toInstant(Date.parse(now) - 1000)],
    );
}

/** What only hears of what is still to come. */
export async function addTargets(world: World): Promise<void> {
  const ctx = () => ctxOf(world, "office");
  const url = (host: string) => `https://${host}/hook`;
  await addTarget(ctx(), { url: url(HOSTS.sales), events: [...saleEvents, "commission.calculated"] });
  await addTarget(ctx(), { url: url(HOSTS.jobs), events: jobEvents });
  await addTarget(ctx(), { url: url(HOSTS.all), events: [...saleEvents, ...jobEvents] });
}
