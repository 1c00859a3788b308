import { randomUUID } from "node:crypto";
import type { Database } from "../support/miniflare.ts";
import type { Servers } from "./servers.ts";

/** A business with a given number of sales and of jobs that are assigned to its technician. */
export type Business = {
  tenantId: string;
  shard: string;
  sales: number;
  technicianId: number;
  itemId: number;
  headers: Record<string, string>;
  technicianHeaders: Record<string, string>;
  /** The id of the next job whose status has not changed yet. */
  nextJob: () => number;
  seededInMs: number;
};

const CHUNK = 50_000;
const DAYS = 700;
const JOB_COUNTERS = ["dispatch_job", "dispatch_job/dispatched"];

export const sale = ({ technicianId, itemId }: Pick<Business, "technicianId" | "itemId">) => ({
  technician_id: technicianId,
  item_id: itemId,
  sale_price_cents: 150_000,
  customer_name: "John Doe",
  notes: "Annual maintenance package",
  payment_type: "credit_card",
});

/** Registers a business through the API, records one sale and assigns one job, then multiplies both with SQL. */
export async function openBusiness(
  { api, database }: Servers,
  { sales, jobs }: { sales: number; jobs: number },
): Promise<Business> {
  let headers: Record<string, string> = {};
  const call = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(new URL(`/api/v1${path}`, api), {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: Record<string, string> }).data;
  };
  const password = `${randomUUID()}!`;
  const owner = await call("POST", "/auth/register", {
    email: "olive@example.com",
    username: "olive",
    password,
    first_name: "Olive",
    last_name: "Owner",
    company_name: `Bench ${sales}`,
  });
  const tenantId = owner.tenant_id ?? "";
  const signedIn = (token = "") => ({ authorization: `Bearer ${token}`, "x-tenant-id": tenantId });
  headers = signedIn(owner.access_token);
  const mike = { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500, username: "mike", password };
  const technicianId = Number((await call("POST", "/admin/technicians", mike)).id);
  const technician = await call("POST", "/auth/login", { username: "mike", password });
  const item = await call("POST", "/admin/items", { name: "Tune-up", sku: "T-1", list_price_cents: 150_000 });
  const itemId = Number(item.id);
  await call("PUT", `/admin/commission-config/tech/${technicianId}/item/${itemId}`, { commission_rate_bps: 750 });
  await call("POST", "/sales", sale({ technicianId, itemId }));
  await call("POST", "/admin/dispatch", { title: "No cooling", customer_name: "Jane Doe", service_city: "Tampa" });
  await call("PATCH", "/admin/dispatch/1/assign", { technician_id: technicianId });

  const directory = await database("CONTROL");
  const row = await directory
    .prepare("select shard from tenants where id = ?")
    .bind(tenantId)
    .first<{ shard: string }>();
  const shard = row?.shard ?? "";
  const started = performance.now();
  const rows = await database(shard);
  await multiplySales(rows, tenantId, sales);
  await multiplyJobs(rows, tenantId, technicianId, jobs);
  await fillPeer(rows, tenantId);
  const seededInMs = performance.now() - started;
  let job = 0;
  const nextJob = () => ++job;
  const technicianHeaders = signedIn(technician.access_token);
  return { tenantId, shard, sales, technicianId, itemId, headers, technicianHeaders, nextJob, seededInMs };
}

/** Copies the tenant's row 1 to rows 2 to `n`. `values` has SQL for the columns that differ; `n` in it is the row number. */
async function copyFirst(
  shard: Database,
  table: string,
  tenantId: string,
  n: number,
  values: Record<string, string>,
): Promise<void> {
  const columns = await shard.prepare("select name from pragma_table_info(?)").bind(table).all<{ name: string }>();
  const names = columns.results.map(({ name }: { name: string }) => name);
  const copied = names.map((name: string) => values[name] ?? name).join(", ");
  for (let from = 2; from <= n; from += CHUNK)
    await shard
      .prepare(
        `with recursive numbers(n) as (select ?2 union all select n + 1 from numbers where n < min(?4, ?3))
         insert into ${table} (${names.join(", ")}) select ${copied} from numbers join ${table} on tenant_id = ?1 and id = 1`,
      )
      .bind(tenantId, from, n, from + CHUNK - 1)
      .run();
}

/** Creates sales over the last 700 days, oldest first, and updates their sequence and counters. */
async function multiplySales(shard: Database, tenantId: string, n: number): Promise<void> {
  const day = `date('now', '-' || (${DAYS} - n * (${DAYS} - 1) / ?3) || ' days')`;
  await copyFirst(shard, "sales", tenantId, n, { id: "n", sale_date: day });
  await shard.batch([
    shard.prepare("update sequences set last_id = ?2 where tenant_id = ?1 and entity = 'sale'").bind(tenantId, n),
    shard.prepare("delete from counters where tenant_id = ?1 and entity = 'sale'").bind(tenantId),
    ...["'all'", "'m:' || substr(sale_date, 1, 7)", "'d:' || sale_date"].map((bucket) =>
      shard
        .prepare(
          `insert into counters (tenant_id, entity, bucket, n)
           select tenant_id, 'sale', ${bucket}, count(*) from sales where tenant_id = ?1 group by 3`,
        )
        .bind(tenantId),
    ),
  ]);
}

async function multiplyJobs(shard: Database, tenantId: string, technicianId: number, n: number): Promise<void> {
  await copyFirst(shard, "dispatch_jobs", tenantId, n, { id: "n" });
  const sequence = "update sequences set last_id = ?2 where tenant_id = ?1 and entity = 'dispatch_job'";
  const counters = [...JOB_COUNTERS, `dispatch_job/technician/${technicianId}`];
  await shard.batch([
    shard.prepare(sequence).bind(tenantId, n),
    ...counters.map((entity) =>
      shard.prepare("update counters set n = ?3 where tenant_id = ?1 and entity = ?2").bind(tenantId, entity, n),
    ),
  ]);
}

/** The open peer's tables (peer-worker.ts): the same sales, without a tenant in the key. */
async function fillPeer(shard: Database, tenantId: string): Promise<void> {
  await shard.batch([
    shard.prepare("drop table if exists peer_sales"),
    shard.prepare("drop table if exists peer_items"),
    shard.prepare(`create table peer_sales (
      id integer primary key, technician_id, item_id, sale_price_cents, customer_name, notes, payment_type, payment_status,
      approval_status, voided, sale_date, commission_cents, commission, created_by, created_at, updated_at, version)`),
    shard
      .prepare(
        `insert into peer_sales select id, technician_id, item_id, sale_price_cents, customer_name, notes, payment_type, payment_status,
           approval_status, voided, sale_date, commission_cents, commission, created_by, created_at, updated_at, version
         from sales where tenant_id = ?`,
      )
      .bind(tenantId),
    shard.prepare("create index peer_sales_by_date on peer_sales (sale_date, id)"),
    shard.prepare(`create table peer_items (
      id integer primary key, name, sku unique, category, list_price_cents, cost_cents, is_active, created_at, updated_at, version)`),
  ]);
}
