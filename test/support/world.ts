import { randomUUID } from "node:crypto";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect } from "vitest";
import * as schema from "#/db/tenant/schema/index.ts";
import { sql } from "./back-door.ts";
import type { Business } from "./client.ts";

/** What a business owns, one of each, by what ids are called: `technician`, `job` ... */
export type World = Record<string, string | number>;

/** What the id behind a path segment is an id of; a field `x_id` is one of an `x`. */
const kindOfSegment: Record<string, string> = {
  technicians: "technician",
  items: "item",
  sales: "sale",
  dispatch: "job",
  "my-jobs": "job",
  webhooks: "webhook",
  sessions: "session",
  users: "user",
  roles: "role",
  "api-keys": "api_key",
  deliveries: "delivery",
};

/** `/admin/dispatch/{id}` -> `job`. A path that nobody has taught this table yet fails the test that asks. */
export function kindOfParam(path: string, name: string): string {
  const before = path.split(`/{${name}}`)[0]?.split("/").at(-1) ?? "";
  const kind = name === "id" ? kindOfSegment[before] : name.replace(/_id$/, "");
  if (!kind) throw new Error(`Teach test/support/world.ts what the ids of ${path} belong to.`);
  return kind;
}

function fillerOf({ name, dataType }: { name: string; dataType: string }): string | number {
  if (dataType === "number") return 1;
  if (dataType === "json") return "[]";
  return name.endsWith("_at") ? new Date().toISOString() : "1"; // of today: crons clear away what is old
}

/** A row by SQL, for what only the system makes; required columns that are not given get a value of their type. */
async function insertRow(shard: string, name: string, given: Record<string, string | number>): Promise<string> {
  const columns = tenantTables.find((table) => table.name === name)?.columns ?? [];
  const filled = columns
    .filter((column) => column.notNull || column.name in given)
    .map((column) => [column.name, given[column.name] ?? fillerOf(column)] as const);
  const names = filled.map(([column]) => column).join();
  const values = filled.map(() => "?").join();
  await sql(shard, `insert into ${name} (${names}) values (${values})`, ...filled.map(([, value]) => value));
  return String(given.id);
}

/** Everything of it carries `mark`, so that it can be recognised where it must not appear. */
export async function furnish({ api, tenantId, shard }: Business, mark: string): Promise<World> {
  const made = async (path: string, body: unknown): Promise<number> => {
    const answer = await api.post(path, body);
    expect(answer.status, answer.text).toBe(201);
    return (answer.data as { id: number }).id;
  };
  const technician = await made("/admin/technicians", { name: mark, pay_type: "hourly", base_pay_cents: 2500 });
  const item = await made("/admin/items", { name: mark, sku: `${mark}-sku`, list_price_cents: 150_000 });
  await api.put(`/admin/commission-config/tech/${technician}/item/${item}`, { commission_rate_bps: 750 });
  const sale = await made("/sales", {
    technician_id: technician,
    item_id: item,
    sale_price_cents: 150_000,
    customer_name: mark,
    payment_type: "cash",
  });
  const job = await made("/admin/dispatch", { title: mark, priority: "high", customer_name: mark });
  await api.patch(`/admin/dispatch/${job}/assign`, { technician_id: technician });
  const user = await made("/admin/users", {
    email: `${mark}@example.com`,
    name: mark,
    username: `${mark}-user`,
    roles: ["viewer"],
  });
  const role = await made("/admin/roles", { name: `role-${mark}`, permissions: ["items:read"] });
  const apiKey = await made("/admin/api-keys", { name: mark, scopes: ["items:read"] });
  const webhook = await made("/admin/webhooks", { url: `https://${mark}.example/hook`, events: ["agreement.expired"] });
  const { address } = (await api.post("/admin/mails/suppressions", { address: `no-mail@${mark}.example` })).data;
  await insertRow(shard, "mails", {
    tenant_id: tenantId,
    id: `mail_${randomUUID()}`,
    recipient: `reader@${mark}.example`,
    template: "mfa-enabled",
    status: "sent",
  });
  const delivery = await insertRow(shard, "webhook_deliveries", {
    tenant_id: tenantId,
    id: `dlv_${randomUUID()}`,
    endpoint_id: webhook,
    event_type: "agreement.expired",
    body: JSON.stringify({ mark }),
    status: "delivered",
  });
  const session = await insertRow(shard, "sessions", {
    tenant_id: tenantId,
    id: `ses_${randomUUID()}`,
    last_used_at: new Date().toISOString(),
    expires_at: "2199-01-01T00:00:00.000Z",
    user_agent: mark,
  });
  return { technician, item, sale, job, session, user, role, api_key: apiKey, webhook, delivery, address };
}

export const tenantTables = Object.values(schema)
  .filter((value) => value instanceof SQLiteTable)
  .map((table) => getTableConfig(table));

/** All rows of a tenant in all tables, as text: two equal texts mean that nothing was touched. */
export async function rowsOf({ tenantId, shard }: Pick<Business, "tenantId" | "shard">): Promise<string> {
  const owned = tenantTables.filter((table) => table.columns.some((column) => column.name === "tenant_id"));
  const rows = await Promise.all(
    owned.map(async ({ name }) => [name, await sql(shard, `select * from ${name} where tenant_id = ?`, tenantId)]),
  );
  return JSON.stringify(rows);
}
