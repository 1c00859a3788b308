import { z } from "zod";
import { Registered } from "#/domains/identity/schemas.ts";
import { ItemCategory } from "#/domains/items/category-schemas.ts";
import { Item } from "#/domains/items/schemas.ts";
import { Sale } from "#/domains/sales/schemas.ts";
import { Technician } from "#/domains/technicians/schemas.ts";
import { localDateOf, plusDays, toInstant } from "#/kernel/time.ts";
import { type Api, api, signIn } from "./api.ts";
import { BUSINESS, CUSTOMERS, ITEMS, OWNER, PASSWORD, TECHNICIANS } from "./demo-data.ts";
import { startDevServer } from "./dev-server.ts";
import { withLocalSql } from "./local-databases.ts";
import { randomFrom } from "./random.ts";
import { freePort } from "./ready.mjs";
import { seedCustomers } from "./seed-customers.ts";
import { seedEstimates } from "./seed-estimates.ts";
import { type Crew, eachOf, pick, seedJobs, ZONE } from "./seed-jobs.ts";
import { seedPlaces } from "./seed-places.ts";
import { eventually } from "./story.ts";

/** The name of the demo business during the seed. It marks an interrupted seed. */
const UNFINISHED = "Demo";
const Mails = z.object({ items: z.array(z.object({ text: z.string() })) });

/**
 * Creates the demo business in the local databases, unless it exists. Sends all data to the API of a temporary server without rate limits, so
 * the data obeys all rules. The data is the same each time, except for its dates, which are around today. Tells its progress.
 */
export async function seed(tell: (progress: string) => void = () => undefined): Promise<void> {
  if (await findOrRetire()) return tell("it is there already");
  tell("a server to fill it through ...");
  const port = await freePort();
  if (port === undefined) throw new Error("No free port for the server that seeds the demo business.");
  const server = await startDevServer({ port, vars: { RATE_LIMITS: "off", LOG_REQUESTS: "off" } });
  try {
    await fill(api({ baseUrl: server.url }), tell);
  } finally {
    await server.stop();
  }
  await nameDemo();
}

/** Whether the demo business exists. Renames the code of a business from an interrupted seed, so the new one can use the code. */
const findOrRetire = (): Promise<boolean> =>
  withLocalSql(async (sql) => {
    const [found] = await sql("CONTROL", "select business_name from tenants where business_code = ?", BUSINESS.code);
    if (found?.business_name !== UNFINISHED) return found !== undefined;
    const retire = "update tenants set business_code = 'DEMO-' || upper(substr(id, 1, 8)) where business_code = ?";
    await sql("CONTROL", retire, BUSINESS.code);
    return false;
  });

/** Gives the business its final name. It signs up as "Demo", because the API creates the business code from the name. */
const nameDemo = (): Promise<unknown> =>
  withLocalSql((sql) =>
    sql(
      "CONTROL",
      "update tenants set business_name = ?1, branding = json_set(branding, '$.display_name', ?1) where business_code = ?2",
      ...[BUSINESS.name, BUSINESS.code],
    ),
  );

async function fill(open: Api, tell: (progress: string) => void): Promise<void> {
  const owner = await open.call("POST /auth/register", Registered, {
    body: { ...OWNER, password: PASSWORD, company_name: UNFINISHED },
  });
  const business = open.with({ "X-Tenant-Id": owner.tenant_id });
  const office = business.with({ Authorization: `Bearer ${owner.access_token}` });
  await confirmAddress(open, OWNER.email);

  tell(`${TECHNICIANS.length} technicians with zones and skills, ${ITEMS.length} items with commissions ...`);
  const technicians = [];
  for (const { username, ...technician } of TECHNICIANS) {
    const login = { username, password: PASSWORD, email: `${username}@demohvac.example` };
    const { id } = await office.call("POST /admin/technicians", Technician, { body: { ...technician, ...login } });
    technicians.push({ id, phone: await signIn(business, username, PASSWORD) });
  }
  await seedPlaces(office, technicians, ZONE);
  const items: { id: number; name: string; price: number }[] = [];
  const categories = new Map<string, number>();
  for (const name of new Set(ITEMS.map(([, , category]) => category))) {
    const { id } = await office.call("POST /admin/item-categories", ItemCategory, { body: { name } });
    categories.set(name, id);
  }
  for (const [name, sku, category, price, cost, rate] of ITEMS) {
    const body = { name, sku, category_id: categories.get(category), list_price_cents: price, cost_cents: cost };
    const { id } = await office.call("POST /admin/items", Item, { body });
    items.push({ id, name, price });
    await eachOf(technicians, (technician) =>
      office.call(`PUT /admin/commission-config/tech/${technician.id}/item/${id}`, z.unknown(), {
        body: { commission_rate_bps: rate, ov_rate_bps: 1000 },
      }),
    );
  }
  tell(`${CUSTOMERS.length} customers ...`);
  const customers = await seedCustomers(office);
  tell("60 sales of the last 90 days ...");
  await sell(office, technicians, items, customers);
  tell("14 estimates ...");
  await seedEstimates(office, technicians, items, customers);
  tell("a week of jobs ...");
  await seedJobs(office, technicians);
}

/** Opens the link that is mailed at the sign-up. */
async function confirmAddress(open: Api, address: string): Promise<void> {
  const token = await mailedToken(open, address);
  await open.call("POST /auth/email/confirm", z.unknown(), { body: { token } });
}
const mailedToken = (open: Api, address: string): Promise<string> =>
  eventually(async () => {
    const { items } = await open.call(`GET /dev/mails?to=${encodeURIComponent(address)}`, Mails);
    return items.map(({ text }) => /#(\S+)/.exec(text)?.[1]).find(Boolean);
  }, `the mail to ${address}`);

/** 60 sales in the last 90 days, more of cheap items than of expensive ones, and most of them paid. */
async function sell(
  office: Api,
  technicians: Crew,
  items: { id: number; price: number }[],
  customers: ReadonlyMap<string, number>,
): Promise<void> {
  const random = randomFrom(20260328);
  const today = localDateOf(toInstant(Date.now()), ZONE);
  const sales = Array.from({ length: 60 }, (_, i) => {
    const item = pick(items, Math.floor(random() ** 1.6 * items.length));
    const discount = [0, 0, 0, 0.05, 0.1, -0.04][Math.floor(random() * 6)] ?? 0; // -0.04 is above the list price
    const customer = pick(CUSTOMERS, Math.floor(random() * CUSTOMERS.length));
    return {
      technician_id: pick(technicians, Math.floor(random() * technicians.length)).id,
      item_id: item.id,
      sale_price_cents: Math.round((item.price * (1 - discount)) / 100) * 100,
      customer_name: customer.name,
      customer_id: customers.get(customer.phone),
      payment_type: pick(["credit_card", "credit_card", "check", "financing", "cash"], Math.floor(random() * 5)),
      sale_date: plusDays(today, -Math.floor(((59 - i) * 89) / 59)),
    };
  });
  for (const [i, body] of sales.entries()) {
    const { id } = await office.call("POST /sales", Sale, { body });
    const paidOn = plusDays(body.sale_date, 2);
    if (i % 9 === 0 || paidOn > today) continue; // some are slow to pay
    await office.call(`PATCH /sales/${id}/payment-status`, Sale, { body: { status: "paid", payment_date: paidOn } });
  }
}
