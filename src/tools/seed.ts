import { z } from "zod";
import { DispatchJob } from "#/domains/dispatch/index.ts";
import { Registered, SignedIn } from "#/domains/identity/schemas.ts";
import { Item } from "#/domains/items/schemas.ts";
import { Sale } from "#/domains/sales/schemas.ts";
import { Technician } from "#/domains/technicians/schemas.ts";
import { dayBounds, type Instant, localDateOf, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { type Api, api } from "./api.ts";
import { BUSINESS, CUSTOMERS, ITEMS, OWNER, PASSWORD, PLACES, PROBLEMS, TECHNICIANS } from "./demo-data.ts";
import { freePort, startDevServer } from "./dev-server.ts";
import { withLocalDatabases } from "./local-databases.ts";

/** How the business is called while it is being filled: a seed that was interrupted is recognised by it. */
const UNFINISHED = "Demo";
const ZONE = "America/New_York";
const AT_ONCE = 8;

/**
 * Fills the local databases with the demo business, once. Everything goes through the API of a server of its own, without rate limits, so the
 * data obeys the rules that hold for everybody. The same every time, but for its dates, which lie around today. Answers whether it had to.
 */
export async function seed(onBegin: () => void = () => undefined): Promise<boolean> {
  if (await findOrRetire()) return false;
  onBegin();
  const port = await freePort();
  if (port === undefined) throw new Error("No free port for the server that seeds the demo business.");
  const server = await startDevServer({ port, vars: { RATE_LIMITS: "off", LOG_REQUESTS: "off" } });
  try {
    await fill(api({ baseUrl: server.url }));
  } finally {
    await server.stop();
  }
  await nameDemo();
  return true;
}

/** Whether the demo business is there. One that an interrupted seed left half-filled gives its code back. */
const findOrRetire = (): Promise<boolean> =>
  withLocalDatabases(async ({ CONTROL }) => {
    const found = await CONTROL?.prepare("select business_name as name from tenants where business_code = ?")
      .bind(BUSINESS.code)
      .first<{ name: string }>();
    if (found?.name === UNFINISHED)
      await CONTROL?.prepare(
        "update tenants set business_code = 'DEMO-' || upper(substr(id, 1, 8)) where business_code = ?",
      )
        .bind(BUSINESS.code)
        .run();
    return found !== null && found !== undefined && found.name !== UNFINISHED;
  });

/** A code is made of the name, so the business signs up as plain "Demo"; its proper name comes last. */
const nameDemo = (): Promise<void> =>
  withLocalDatabases(async ({ CONTROL }) => {
    await CONTROL?.prepare(
      "update tenants set business_name = ?1, branding = json_set(branding, '$.display_name', ?1) where business_code = ?2",
    )
      .bind(BUSINESS.name, BUSINESS.code)
      .run();
  });

async function fill(open: Api): Promise<void> {
  const owner = await open.call("POST /auth/register", Registered, {
    body: { ...OWNER, password: PASSWORD, company_name: UNFINISHED },
  });
  const business = open.with({ "X-Tenant-Id": owner.tenant_id });
  const office = business.with({ Authorization: `Bearer ${owner.access_token}` });

  const technicians = [];
  for (const { username, ...technician } of TECHNICIANS) {
    const login = { username, password: PASSWORD, email: `${username}@demohvac.example` };
    const { id } = await office.call("POST /admin/technicians", Technician, { body: { ...technician, ...login } });
    const { access_token } = await business.call("POST /auth/login", SignedIn, {
      body: { username, password: PASSWORD },
    });
    technicians.push({ id, phone: business.with({ Authorization: `Bearer ${access_token}` }) });
  }
  const items: { id: number; price: number }[] = [];
  for (const [name, sku, category, price, cost, rate] of ITEMS) {
    const body = { name, sku, category, list_price_cents: price, cost_cents: cost };
    const { id } = await office.call("POST /admin/items", Item, { body });
    items.push({ id, price });
    await eachOf(technicians, (technician) =>
      office.call(`PUT /admin/commission-config/tech/${technician.id}/item/${id}`, z.unknown(), {
        body: { commission_rate_bps: rate, ov_rate_bps: 1000 },
      }),
    );
  }
  await sell(office, technicians, items);
  await schedule(office, technicians);
}

type Crew = { id: number; phone: Api }[];

/** 60 sales over the last 90 days, more of the small items than of the large. */
async function sell(office: Api, technicians: Crew, items: { id: number; price: number }[]): Promise<void> {
  const random = randomFrom(20260328);
  const today = localDateOf(toInstant(Date.now()), ZONE);
  const sales = Array.from({ length: 60 }, (_, i) => {
    const item = pick(items, Math.floor(random() ** 1.6 * items.length));
    const discount = [0, 0, 0, 0.05, 0.1, -0.04][Math.floor(random() * 6)] ?? 0; // now and then above list
    return {
      technician_id: pick(technicians, Math.floor(random() * technicians.length)).id,
      item_id: item.id,
      sale_price_cents: Math.round((item.price * (1 - discount)) / 100) * 100,
      customer_name: pick(CUSTOMERS, Math.floor(random() * CUSTOMERS.length)).name,
      payment_type: pick(["credit_card", "credit_card", "check", "financing", "cash"], Math.floor(random() * 5)),
      sale_date: plusDays(today, -Math.floor(((59 - i) * 89) / 59)),
    };
  });
  for (const body of sales) await office.call("POST /sales", Sale, { body });
}

/** How far a job has come: assigned at all, and the statuses that its technician has reported. */
const STAGES = {
  pending: undefined,
  dispatched: [],
  acknowledged: ["acknowledged"],
  en_route: ["acknowledged", "en_route"],
  on_site: ["acknowledged", "en_route", "on_site"],
  in_progress: ["acknowledged", "en_route", "on_site", "in_progress"],
  completed: ["acknowledged", "en_route", "on_site", "in_progress", "completed"],
} as const;
type Stage = keyof typeof STAGES;

/** Four visits a day and technician; today's second one is where each of them is now. */
const STARTS = [8, 10.5, 13, 15.5];
const NOW: readonly Stage[] = ["in_progress", "on_site", "en_route", "acknowledged", "completed"];
const DAYS = [-3, -2, -1, 0, 1, 2, 3];

function stageOf(day: number, slot: number, technician: number): Stage {
  if (day < 0) return "completed";
  if (day > 0) return slot === 3 ? "pending" : "dispatched";
  if (slot === 0) return "completed";
  return slot === 1 ? (NOW[technician] ?? "dispatched") : "dispatched";
}

/** Jobs at all 40 customers over a week around today, some that wait for a technician, and two that wait for a time. */
async function schedule(office: Api, technicians: Crew): Promise<void> {
  const planned = plan();
  const jobs = [];
  for (const [i, { start, ...rest }] of planned.entries()) {
    const times = start && { scheduled_start: start, scheduled_end: plusSeconds(start, 2 * 3600) };
    const { id } = await office.call("POST /admin/dispatch", DispatchJob, { body: { ...callOf(i), ...times } });
    jobs.push({ ...rest, id, at: customerOf(i) });
  }
  await eachOf(jobs, async ({ id, stage, technician, at }) => {
    const { id: technician_id, phone } = pick(technicians, technician);
    const statuses = STAGES[stage];
    if (!statuses) return;
    await office.call(`PATCH /admin/dispatch/${id}/assign`, DispatchJob, { body: { technician_id } });
    const { latitude, longitude } = at;
    for (const status of statuses)
      await phone.call(`PATCH /tech/dispatch/my-jobs/${id}/status`, DispatchJob, {
        body: { status, latitude, longitude },
      });
  });
  for (const [i, { phone }] of technicians.entries()) {
    const { latitude, longitude } = pick(PLACES, i * 2);
    const body = { latitude, longitude, speed: i % 2 ? 38 : 0, heading: i * 70 };
    await phone.call("POST /tech/dispatch/location", z.unknown(), { body });
  }
}

type Visit = { start?: Instant; stage: Stage; technician: number };

/** Who is where when: full days today, every other visit on the days around it. */
function plan(): Visit[] {
  const today = localDateOf(toInstant(Date.now()), ZONE);
  const at = (day: number, hour: number) => plusSeconds(dayBounds(plusDays(today, day), ZONE).start, hour * 3600);
  const visits = DAYS.flatMap((day) =>
    STARTS.flatMap((hour, slot) =>
      TECHNICIANS.map((_, technician) => ({
        start: at(day, hour),
        stage: stageOf(day, slot, technician),
        technician,
      })).filter((_, technician) => day === 0 || (technician + slot) % 2 === 0),
    ),
  );
  const unassigned = [9, 14].map((hour) => ({ start: at(0, hour), stage: "pending" as const, technician: 0 }));
  const withoutTime = [0, 1].map(() => ({ stage: "pending" as const, technician: 0 }));
  return [...visits, ...unassigned, ...withoutTime];
}

const customerOf = (i: number) => pick(CUSTOMERS, i % CUSTOMERS.length);

/** What a customer's call says. */
function callOf(i: number) {
  const customer = customerOf(i);
  const [title, description, priority] = pick(PROBLEMS, (i * 5 + Math.floor(i / CUSTOMERS.length)) % PROBLEMS.length);
  return {
    title: `${title} - ${customer.name.split(" ").at(-1)}`,
    description,
    priority,
    customer_name: customer.name,
    customer_phone: customer.phone,
    service_address: customer.address,
    service_city: customer.city,
    service_state: "FL",
    service_zip: customer.zip,
  };
}

/** Runs `work` over all items, a few at a time. */
async function eachOf<T>(items: readonly T[], work: (item: T, index: number) => Promise<unknown>): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [i, item] of queue) await work(item, i);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`nothing at ${index} of ${items.length}`);
  return item;
}

/** Numbers in [0, 1) that are the same every time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
