import { setTimeout as pause } from "node:timers/promises";
import { Sale } from "#/domains/sales/schemas.ts";
import { NewWebhookEndpoint, WebhookDeliveryPage } from "#/domains/webhooks/schemas.ts";
import { newId } from "#/kernel/ids.ts";
import type { Sql } from "./local-databases.ts";
import { openReceiver, type Received, type Receiver, verified } from "./receiver.ts";
import { eventually, expect, expectSame, type Story, saleOf } from "./story.ts";

type Hook = { receiver: Receiver; secret: string };

const isAbout = (type: string) => (delivery: { body: string }) => delivery.body.includes(`"type":"${type}"`);

/** Chapter 4: two signed events of a sale. The receiver rejects one of them twice and gets it again. */
export async function webhooks(story: Story): Promise<Hook> {
  const { office, say } = story;
  const receiver = await openReceiver((body, before) =>
    isAbout("sale.created")({ body }) && before.filter(isAbout("sale.created")).length < 2 ? 500 : 204,
  );
  const endpoint = await office.call("POST /admin/webhooks", NewWebhookEndpoint, {
    body: { url: receiver.url, events: ["sale.created", "commission.calculated"] },
  });
  say(
    `  ✓ webhook ${endpoint.id} with the target ${endpoint.url}; its secret ${endpoint.secret.slice(0, 10)}… is shown once`,
  );

  const sale = await office.call("POST /sales", Sale, {
    body: { ...saleOf(story), sale_price_cents: 99_900, customer_name: "Ann Lee" },
  });
  const attempts = await eventually(() => {
    const about = receiver.received.filter(isAbout("sale.created"));
    return about.length >= 3 && receiver.received.some(isAbout("commission.calculated")) && about;
  }, "three attempts of sale.created and one of commission.calculated");
  for (const delivery of receiver.received) verified(endpoint.secret, delivery);
  expectSame(
    attempts.map(({ answered }) => answered),
    [500, 500, 204],
    "the responses to sale.created",
  );
  expectSame(new Set(attempts.map(({ id }) => id)).size, 1, "webhook-ids of its three attempts");
  expect(new Set(attempts.map(({ body }) => body)).size === 1, "each attempt sends the same bytes");
  expectSame(idIn(attempts), sale.id, "the sale that sale.created is about");
  say(`  ✓ ${receiver.received.length} deliveries, each verified by npm standardwebhooks`);
  say(`  ✓ sale.created got the response 500 twice and arrived again with the same id, ${attempts[0]?.id}`);

  const log = await eventually(async () => {
    const { items } = await office.call(`GET /admin/webhooks/${endpoint.id}/deliveries`, WebhookDeliveryPage);
    return items.every(({ status }) => status === "delivered") && items;
  }, "both deliveries with the status delivered");
  const logged = log.find(({ event_id }) => event_id === attempts[0]?.id);
  expectSame(logged?.attempts.map((one) => one.response_status).toSorted(), [204, 500, 500], "the attempts in the log");
  say(
    `  ✓ the delivery log shows every attempt: ${logged?.attempts.map((one) => `${one.response_status} in ${one.duration_ms} ms`).join(", ")}`,
  );
  return { receiver, secret: endpoint.secret };
}

const idIn = ([first]: Received[]): unknown =>
  (JSON.parse(first?.body ?? "{}") as { data?: { id?: unknown } }).data?.id;

/** Chapter 6: an event that is committed but not announced, as after a crash. The cron finds and delivers it. */
export async function loseNudge(
  { tenantId, say }: Story,
  { receiver, secret }: Hook,
  { sql, cron }: { sql: Sql; cron: (expression: string) => Promise<unknown> },
): Promise<void> {
  const [row] = await sql("CONTROL", "select shard from tenants where id = ?", tenantId);
  const shard = String(row?.shard);
  const id = newId("evt");
  await sql(
    shard,
    "insert into outbox (tenant_id, seq, id, type, data, occurred_at) select tenant_id, last_id + 1, ?, 'sale.created', ?, strftime('%Y-%m-%dT%H:%M:%fZ') from sequences where tenant_id = ? and entity = 'event'",
    id,
    JSON.stringify({ id: 0, customer_name: "of the lost nudge" }),
    tenantId,
  );
  await sql(shard, "update sequences set last_id = last_id + 1 where tenant_id = ? and entity = 'event'", tenantId);
  await pause(1000);
  const early = receiver.received.some((delivery) => delivery.id === id);
  say(
    early
      ? "  – the server's cron has already delivered the event"
      : `  ✓ ${id} is committed but not announced: no delivery within a second`,
  );
  await cron("* * * * *");
  const delivery = await eventually(() => receiver.received.find((one) => one.id === id), "the event after the cron");
  verified(secret, delivery);
  say("  ✓ the cron delivered it, signed like the others");
}
