import { randomUUID } from "node:crypto";
import { CommissionConfig } from "#/domains/commissions/schemas.ts";
import { Refreshed, Registered, SignedIn } from "#/domains/identity/schemas.ts";
import { Item } from "#/domains/items/schemas.ts";
import { Sale, SalePage } from "#/domains/sales/schemas.ts";
import { Technician } from "#/domains/technicians/schemas.ts";
import { ResolvedTenant } from "#/domains/tenants/schemas.ts";
import { amountText } from "#/kernel/currencies.ts";
import { type Api, api, dataOf, type Reply } from "./api.ts";
import { dispatch } from "./day-dispatch.ts";
import { documents } from "./day-documents.ts";
import { pay } from "./day-pay.ts";
import { loseNudge, webhooks } from "./day-webhooks.ts";
import type { Sql } from "./local-databases.ts";
import { expect, expectSame, PASSWORD, type Story, saleOf } from "./story.ts";
import { liveYear } from "./year.ts";

type Day = {
  baseUrl: string;
  say: (line: string) => void;
  /** Runs one of the server's crons now. */
  cron: (expression: string) => Promise<unknown>;
  /** Gives access to the server's databases, for chapter 6. Without it, chapter 6 is skipped. */
  withSql?: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  headers?: Record<string, string>;
  /** Called with every response of the API. */
  inspect?: (method: string, path: string, reply: Reply) => void;
};

/** Runs the working day of a new business over HTTP, from sign-up to the last event. Throws at the first unexpected result. */
export async function runDay({ baseUrl, say, cron, withSql, headers = {}, inspect }: Day): Promise<void> {
  const open = api({
    baseUrl,
    headers,
    onWait: (seconds) => say(`  … rate limit: waiting ${seconds} s, as Retry-After says`),
    ...(inspect && { inspect }),
  });
  say("1. A business signs up");
  const owner = await signUp(open, say);
  say("2. It hires a technician, fills its price book and sets a commission");
  const story = { say, ...owner, ...(await setUp(owner, say)) };
  say("3. It sends the same sale twice at the same time");
  await recordSale(story);
  say("4. Its accounting system gets signed webhooks and fails twice");
  const hook = await webhooks(story);
  try {
    say("5. A job is dispatched and watched live");
    await dispatch(story);
    say("6. A queue message is lost, and the cron finds the event");
    if (withSql) await withSql((sql) => loseNudge(story, hook, { sql, cron }));
    else say("  – skipped: the server's databases are not on this machine");
    say("7. The month is over: its pay period is closed");
    await pay(story);
    say("8. An estimate is sold online, its job is done, its invoice is paid");
    await documents(story);
  } finally {
    hook.receiver.close();
  }
}

/** Lives a year of a new business, whose months pass in seconds: only on a development server, whose clock can be moved. */
export async function runYear({ baseUrl, say }: Pick<Day, "baseUrl" | "say">): Promise<void> {
  const open = api({
    baseUrl,
    headers: {},
    onWait: (seconds) => say(`  … rate limit: waiting ${seconds} s, as Retry-After says`),
  });
  const owner = await signUp(open, say);
  await liveYear({ say, ...owner, ...(await setUp(owner, say)) });
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
  say(`  ✓ registered ${registered.business_name} with the code ${code} and the tenant id ${tenantId}`);

  const resolved = await open.call(`GET /tenants/resolve/${code.toLowerCase()}`, ResolvedTenant);
  expectSame([resolved.tenantId, resolved.businessName], [tenantId, "Smith HVAC"], "the business with this code");
  const business = open.with({ "X-Tenant-Id": tenantId });
  const signedIn = await business.call("POST /auth/login", SignedIn, { body: { username, password: PASSWORD } });
  expectSame([signedIn.user.username, signedIn.user.is_admin], [username, true], "the user that signed in");
  say(`  ✓ found the business by its code, and ${signedIn.user.name} signed in (${signedIn.user.roles.join(", ")})`);

  const refresh = { body: { refresh_token: signedIn.refresh_token } };
  const first = await business.call("POST /auth/refresh", Refreshed, refresh);
  const second = await business.call("POST /auth/refresh", Refreshed, refresh);
  expect(first.access_token !== second.access_token, "a new access token from each refresh");
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

async function recordSale(story: Story): Promise<void> {
  const { office, say } = story;
  const request = { body: saleOf(story), headers: { "Idempotency-Key": randomUUID() } };
  const replies = await Promise.all([office.send("POST /sales", request), office.send("POST /sales", request)]);
  const [one, other] = replies;
  expectSame([one.status, other.status], [201, 201], "the statuses of both requests");
  expectSame(other.text, one.text, "the responses to both requests");
  const replayed = replies.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
  expectSame(replayed.length, 1, "the number of replayed responses");
  const sale = dataOf("POST /sales", one, Sale);
  expectSame(
    [sale.commission_cents, (sale.commission as { rate_source?: string }).rate_source],
    [11_250, "technician_item"],
    "the commission",
  );
  say(
    `  ✓ one sale, ${sale.id}, and the same response to both; its commission is ${amountText(sale.commission_cents, "USD")}`,
  );

  await office.call(`PUT /admin/commission-config/tech/${sale.technician_id}/item/${sale.item_id}`, CommissionConfig, {
    body: { commission_rate_bps: 1000 },
  });
  expectSame(await office.call(`GET /sales/${sale.id}`, Sale), sale, "the sale after the rate was raised");
  say("  ✓ a higher rate does not change the sale");
  const page = await office.call(`GET /sales?date_from=${sale.sale_date}&date_to=${sale.sale_date}`, SalePage);
  expectSame([page.total, page.page, page.items], [1, 1, [sale]], "the list of that day's sales");
  say(`  ✓ the list of ${sale.sale_date} shows the sale, page 1 of ${page.total_pages}`);
}
