import { randomUUID } from "node:crypto";
import { CommissionConfig } from "#/domains/commissions/schemas.ts";
import { Refreshed, Registered, SignedIn } from "#/domains/identity/schemas.ts";
import { Item } from "#/domains/items/schemas.ts";
import { Sale, SalePage } from "#/domains/sales/schemas.ts";
import { Technician } from "#/domains/technicians/schemas.ts";
import { ResolvedTenant } from "#/domains/tenants/schemas.ts";
import { type Api, api, dataOf, type Reply } from "./api.ts";
import { dispatch } from "./day-dispatch.ts";
import { loseNudge, type Sql, webhooks } from "./day-webhooks.ts";
import { expect, expectSame, PASSWORD, type Story } from "./story.ts";

export type Day = {
  baseUrl: string;
  say: (line: string) => void;
  /** Runs a cron of the server now. */
  cron: (expression: string) => Promise<unknown>;
  /** The server's databases, to lose something in them; without, that part is left out. */
  withSql?: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  headers?: Record<string, string>;
  /** Sees every answer of the API. */
  inspect?: (method: string, path: string, reply: Reply) => void;
};

/** A working day of a new business, from its sign-up to its last event, over real HTTP. Throws at the first thing that is not as it should be. */
export async function runDay({ baseUrl, say, cron, withSql, headers = {}, inspect }: Day): Promise<void> {
  const open = api({
    baseUrl,
    headers,
    onWait: (seconds) => say(`  … rate limit: waiting ${seconds} s, as Retry-After asks`),
    ...(inspect && { inspect }),
  });
  say("1. A business signs up");
  const owner = await signUp(open, say);
  say("2. It hires a technician, fills its price book and sets a commission");
  const story = { say, ...owner, ...(await setUp(owner, say)) };
  say("3. It records a sale, twice at the same moment");
  await recordSale(story);
  say("4. Its accounting gets signed webhooks, and was down twice");
  const hook = await webhooks(story);
  try {
    say("5. A job is dispatched and watched live");
    await dispatch(story);
    say("6. A nudge gets lost, and the cron makes up for it");
    if (withSql) await withSql((sql) => loseNudge(story, hook, { sql, cron }));
    else say("  – left out: the server's databases are not on this machine");
  } finally {
    hook.receiver.close();
  }
}

async function signUp(open: Api, say: Day["say"]) {
  const username = `owner-${randomUUID().slice(0, 8)}`;
  const body = {
    username,
    password: PASSWORD,
    email: `${username}@example.com`,
    first_name: "Jane",
    last_name: "Smith",
  };
  const registered = await open.call("POST /auth/register", Registered, {
    body: { ...body, company_name: "Smith HVAC" },
  });
  const { tenant_id: tenantId, business_code: code } = registered;
  say(`  ✓ registered ${registered.business_name} under the code ${code}, tenant ${tenantId}`);

  const resolved = await open.call(`GET /tenants/resolve/${code.toLowerCase()}`, ResolvedTenant);
  expectSame([resolved.tenantId, resolved.businessName], [tenantId, "Smith HVAC"], "the code leads to the business");
  const business = open.with({ "X-Tenant-Id": tenantId });
  const signedIn = await business.call("POST /auth/login", SignedIn, { body: { username, password: PASSWORD } });
  expectSame([signedIn.user.username, signedIn.user.is_admin], [username, true], "the user that signed in");
  say(`  ✓ found by its code, and ${signedIn.user.name} signed in (${signedIn.user.roles.join(", ")})`);

  const refresh = { body: { refresh_token: signedIn.refresh_token } };
  const first = await business.call("POST /auth/refresh", Refreshed, refresh);
  const second = await business.call("POST /auth/refresh", Refreshed, refresh);
  expect(first.access_token !== second.access_token, "each refresh gives a new access token");
  say("  ✓ refreshed the access token twice with the same refresh token");
  return { tenantId, business, office: business.with({ Authorization: `Bearer ${second.access_token}` }) };
}

async function setUp({ office }: Pick<Story, "office">, say: Day["say"]) {
  const username = `mike-${randomUUID().slice(0, 8)}`;
  const hired = await office.call("POST /admin/technicians", Technician, {
    body: { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500, username, password: PASSWORD },
  });
  expectSame(await office.call(`GET /admin/technicians/${hired.id}`, Technician), hired, "the technician read by id");
  const item = await office.call("POST /admin/items", Item, {
    body: { name: "Annual maintenance package", sku: "MAINT-ANNUAL", list_price_cents: 150_000, cost_cents: 40_000 },
  });
  expectSame(await office.call(`GET /admin/items/${item.id}`, Item), item, "the item read by id");
  const path = `PUT /admin/commission-config/tech/${hired.id}/item/${item.id}`;
  const config = await office.call(path, CommissionConfig, { body: { commission_rate_bps: 750 } });
  say(`  ✓ technician ${hired.id} earns ${config.commission_rate_bps / 100} % on item ${item.id}, ${item.name}`);
  return { technician: { id: hired.id, username }, itemId: item.id };
}

export const saleOf = ({ technician, itemId }: Pick<Story, "technician" | "itemId">) => ({
  technician_id: technician.id,
  item_id: itemId,
  sale_price_cents: 150_000,
  customer_name: "John Doe",
  notes: "Annual maintenance package",
  payment_type: "credit_card",
});

async function recordSale(story: Story): Promise<void> {
  const { office, say } = story;
  const request = { body: saleOf(story), headers: { "Idempotency-Key": randomUUID() } };
  const replies = await Promise.all([office.send("POST /sales", request), office.send("POST /sales", request)]);
  const [one, other] = replies;
  expectSame([one.status, other.status], [201, 201], "the statuses of both requests");
  expectSame(other.text, one.text, "the answers to both requests");
  const replayed = replies.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
  expectSame(replayed.length, 1, "answers that are a replay");
  const sale = dataOf("POST /sales", one, Sale);
  expectSame([sale.commission_cents, sale.commission.rate_source], [11_250, "technician_item"], "the commission");
  say(
    `  ✓ one sale, ${sale.id}, and the same answer to both; its commission is $${(sale.commission_cents / 100).toFixed(2)}`,
  );

  await office.call(`PUT /admin/commission-config/tech/${sale.technician_id}/item/${sale.item_id}`, CommissionConfig, {
    body: { commission_rate_bps: 1000 },
  });
  expectSame(await office.call(`GET /sales/${sale.id}`, Sale), sale, "the sale after the rate was raised");
  say("  ✓ a higher rate since then leaves it as it was");
  const page = await office.call(`GET /sales?date_from=${sale.sale_date}&date_to=${sale.sale_date}`, SalePage);
  expectSame([page.total, page.page, page.items], [1, 1, [sale]], "the list of that day's sales");
  say(`  ✓ the list of ${sale.sale_date} shows it, page 1 of ${page.total_pages}`);
}
