// A minimal Worker for the same requests: the same SQL in the same batches, the same calls of Durable Objects and queues, and
// JSON.stringify. It has no authentication, validation, rules or errors. http.ts sends it the SQL of the API at the start, and checks with
// the recorder that both send the same.

export type Brief = {
  shard: "SHARD_00" | "SHARD_01" | "SHARD_02" | "SHARD_03";
  tenantId: string;
  sessionId: string;
  technicianSessionId: string;
  technicianId: number;
  /** SQL by operation: a list of trips, each a list of statements. */
  sql: Record<"listSales" | "getSale" | "recordSale" | "updateStatus", string[][]>;
};
type Order = {
  technician_id: number;
  item_id: number;
  sale_price_cents: number;
  customer_name: string;
  notes: string;
  payment_type: string;
};
type Report = { status: string; latitude?: number; longitude?: number };
type Row = Record<string, unknown>;

let brief: Brief;

const json = (body: string, status = 200) =>
  new Response(body, { status, headers: { "Content-Type": "application/json; charset=utf-8" } });

/** Runs the statements of a trip with their parameters, in one batch. */
async function run(env: Cloudflare.Env, trip: string[] | undefined, params: unknown[][]): Promise<Row[][]> {
  const database = env[brief.shard];
  const results = await database.batch<Row>(
    (trip ?? []).map((sql, i) => database.prepare(sql).bind(...(params[i] ?? []))),
  );
  return results.map((result) => result.results);
}

const entrance = (sessionId: string, now: string) => [now, now, brief.tenantId, sessionId, brief.tenantId];
const guard = () => ["tenant.not_in_state", brief.tenantId, "active"];
const changed = (before: Row, after: Row) =>
  JSON.stringify(
    Object.fromEntries(Object.keys(after).map((name) => [name, { before: before[name] ?? null, after: after[name] }])),
  );
/** What a sale adds to the technician's day: of the figures that are counted, revenue is 10 and commission 11. */
const scored = (day: string, technicianId: number, what: 10 | 11, cents: number) =>
  JSON.stringify(
    [`m:${day.slice(0, 7)}`, `d:${day}`].map((bucket) => [bucket, { [technicianId]: { [what]: cents } }, {}]),
  );
const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll("-", "").slice(0, 26).toUpperCase()}`;

async function listSales(env: Cloudflare.Env): Promise<Response> {
  const now = new Date().toISOString();
  const { tenantId, sql } = brief;
  const [, rows = [], totals] = await run(env, sql.listSales[0], [
    entrance(brief.sessionId, now),
    [tenantId, 51, 0],
    [tenantId, "sale", "all"],
  ]);
  const total = Number(Object.values(totals?.[0] ?? {})[0]);
  const data = { items: rows.slice(0, 50), total, page: 1, limit: 50, total_pages: Math.ceil(total / 50) };
  return json(JSON.stringify({ ok: true, data }));
}

async function getSale(env: Cloudflare.Env, id: number): Promise<Response> {
  const now = new Date().toISOString();
  const [, rows] = await run(env, brief.sql.getSale[0], [entrance(brief.sessionId, now), [brief.tenantId, id]]);
  return json(JSON.stringify({ ok: true, data: rows?.[0] }));
}

async function recordSale(env: Cloudflare.Env, ctx: ExecutionContext, order: Order, key: string): Promise<Response> {
  const now = new Date().toISOString();
  const today = now.slice(0, 10);
  const tomorrow = new Date(Date.parse(now) + 86_400_000).toISOString();
  const { tenantId, sql } = brief;
  const actor = "user:1";
  const { technician_id, item_id, sale_price_cents, customer_name, notes, payment_type } = order;
  const sold = JSON.stringify([{ technicianId: technician_id, itemId: item_id, day: today }]);
  const [, , , , items, rates, , ids] = await run(env, sql.recordSale[0], [
    guard(),
    entrance(brief.sessionId, now),
    [tenantId, actor, key],
    [tenantId, technician_id],
    [tenantId, item_id],
    [sold, sold, tenantId, tenantId, tenantId, tenantId],
    [tenantId],
    [tenantId, "sale", 1, 1],
  ]);
  const id = ids?.[0]?.last_id;
  const rate = Number(rates?.[0]?.commission_rate_bps);
  const cents = Math.round((order.sale_price_cents * rate) / 10_000);
  const commission = {
    total_cents: cents,
    base_cents: cents,
    overage_cents: 0,
    rate_source: "technician_item",
    rate_id: rates?.[0]?.id,
    role: "technician",
    rate_type: "percentage",
    commission_rate_bps: rate,
    flat_cents: null,
    tiers: null,
    ov_rate_bps: 0,
    discount_scale_enabled: false,
    base: "price",
    min_cents: null,
    max_cents: null,
    discount_bps: null,
    band: null,
    quantity: 1,
    sale_price_cents,
    tax_cents: 0,
    list_price_cents: items?.[0]?.list_price_cents,
    cost_cents: items?.[0]?.cost_cents,
    steps: [
      { name: "net", cents: sale_price_cents, how: `${sale_price_cents} - 0 tax` },
      { name: "percentage", cents, how: `${sale_price_cents} x ${rate} bps` },
      { name: "total", cents, how: `${cents} + 0` },
    ],
    rounding: "half_even",
    engine_version: 2,
  };
  const sale = {
    id,
    technician_id,
    item_id,
    sale_price_cents,
    quantity: 1,
    tax_cents: 0,
    customer_name,
    customer_id: null,
    site_id: null,
    notes,
    discount_reason: null,
    payment_type,
    payment_status: "unpaid",
    payment_date: null,
    paid_cents: 0,
    refunded_cents: 0,
    approval_status: "approved",
    approved_at: now,
    approved_by: "auto",
    rejection_reason: null,
    voided: false,
    voided_at: null,
    voided_by: null,
    void_reason: null,
    sale_date: today,
    earned_on: today,
    commission_cents: cents,
    splits: null,
    commission,
    created_at: now,
    updated_at: now,
    version: 1,
  };
  const body = JSON.stringify({ ok: true, data: sale });
  const calculated = {
    sale_id: id,
    technician_id: order.technician_id,
    item_id: order.item_id,
    sale_date: today,
    commission,
  };
  const of = { entity: "sale", entityId: String(id) };
  const events = JSON.stringify([
    { at: 0, id: newId("evt"), type: "sale.created", data: JSON.stringify(sale), ...of },
    { at: 1, id: newId("evt"), type: "commission.calculated", data: JSON.stringify(calculated), ...of },
  ]);
  const logged = {
    ...order,
    payment_status: "unpaid",
    approval_status: "approved",
    voided: false,
    sale_date: today,
    commission_cents: cents,
    quantity: 1,
    tax_cents: 0,
    paid_cents: 0,
    refunded_cents: 0,
    earned_on: today,
    approved_at: now,
    approved_by: "auto",
  };
  const counter = (bucket: string) => [tenantId, "sale", bucket, 1];
  await run(env, sql.recordSale[1], [
    [tenantId, actor, key, now],
    [tenantId, actor, key, "0".repeat(64), 201, body, tomorrow],
    guard(),
    [
      ...[
        tenantId,
        id,
        technician_id,
        item_id,
        sale_price_cents,
        customer_name,
        notes,
        payment_type,
        "unpaid",
        "approved",
      ],
      ...[0, today, cents, JSON.stringify(commission), actor],
      ...[1000, 0, null, null, 0, 0, null, today, now, "auto", null, null, null, null, null, null, null, now, now, 1],
    ],
    [...counter("all"), ...counter(`m:${today.slice(0, 7)}`), ...counter(`d:${today}`), 1],
    [...counter(`m:${today.slice(0, 7)}`), sale_price_cents, ...counter(`d:${today}`), sale_price_cents],
    [tenantId, scored(today, technician_id, 10, sale_price_cents)],
    [tenantId, JSON.stringify([["all", "", "", today.slice(0, 7), 1, sale_price_cents, 0, 0, 0, 0]])],
    [tenantId, today, tenantId, technician_id, id, 0, today, cents, "commission", 10000, "technician", now],
    [tenantId, tenantId, scored(today, technician_id, 11, cents)],
    [tenantId, "event", 2, 2],
    [tenantId, 2, now, events, tenantId],
    [tenantId, newId("aud"), now, actor, "record", "sale", String(id), newId("req"), changed({}, logged), null],
  ]);
  announce(env, ctx);
  return json(body, 201);
}

async function updateStatus(env: Cloudflare.Env, ctx: ExecutionContext, id: number, report: Report): Promise<Response> {
  const now = new Date().toISOString();
  const { tenantId, technicianId, sql } = brief;
  const actor = "user:2";
  const { status, latitude = null, longitude = null } = report;
  const [, , rows] = await run(env, sql.updateStatus[0], [
    guard(),
    entrance(brief.technicianSessionId, now),
    [tenantId, id],
  ]);
  const hidden = ["tenant_id", "slot", "search", "recall_technician_id", "recall_on"];
  const was = Object.fromEntries(Object.entries(rows?.[0] ?? {}).filter(([name]) => !hidden.includes(name)));
  const version = Number(was.version) + 1;
  const job = {
    ...{ ...was, status, status_at: now, en_route_at: now, updated_at: now, version },
    ...{ required_skills: JSON.parse(String(was.required_skills)), crew: JSON.parse(String(was.crew)) },
    pinned: was.pinned === 1,
  };
  const before = { previous_status: was.status, previous_technician_id: technicianId, reason: null };
  const events = [
    {
      at: 0,
      id: newId("evt"),
      type: "dispatch.status",
      data: JSON.stringify({ ...job, latitude, longitude, ...before }),
      entity: "dispatch_job",
      entityId: String(id),
      previous: JSON.stringify({ status: was.status, status_at: was.status_at, en_route_at: was.en_route_at }),
    },
  ];
  const changes = changed(was, { status, en_route_at: now });
  await run(env, sql.updateStatus[1], [
    guard(),
    [status, now, now, now, version, tenantId, id, was.version],
    ["guard.1"],
    [tenantId, `dispatch_job/${String(was.status)}`, "all", -1, -1],
    [tenantId, `dispatch_job/${status}`, "all", 1, 1],
    [
      ...[tenantId, id, version, "report", was.status, status, technicianId, technicianId, now],
      ...[null, null, 1, actor, latitude, longitude, null, null],
    ],
    [tenantId, "event", 1, 1],
    [tenantId, 1, now, JSON.stringify(events), tenantId],
    [tenantId, newId("aud"), now, actor, "report", "dispatch_job", String(id), newId("req"), changes, null],
  ]);
  announce(env, ctx);
  return json(JSON.stringify({ ok: true, data: job }));
}

const announce = (env: Cloudflare.Env, ctx: ExecutionContext) =>
  ctx.waitUntil(
    Promise.all([
      // nobody watches the board of these rounds, so it makes no difference that the news are left out
      env.DISPATCH_BOARD.getByName(brief.tenantId).wake(brief.tenantId, brief.shard),
      env.EVENTS.send({ tenantId: brief.tenantId }),
    ]),
  );

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (request.method === "PUT") {
      brief = await request.json();
      return json("{}");
    }
    if (request.method === "POST")
      return await recordSale(env, ctx, await request.json(), request.headers.get("idempotency-key") ?? "");
    if (request.method === "PATCH")
      return await updateStatus(env, ctx, Number(pathname.split("/").at(-2)), await request.json());
    return pathname === "/api/v1/sales" ? await listSales(env) : await getSale(env, Number(pathname.split("/").at(-1)));
  },
} satisfies ExportedHandler<Cloudflare.Env>;
