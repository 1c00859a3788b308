// The same two requests as an open peer on this stack answers them: no tenants, no authentication, no events, no audit, no idempotency. A list
// asks for the page, then for the count; a create inserts, then selects what it has inserted. Its tables have the API's columns.

type Item = { name: string; sku: string; list_price_cents: number; cost_cents?: number; category?: string };

const json = (data: unknown, status = 200) =>
  new Response(JSON.stringify({ ok: true, data }), { status, headers: { "Content-Type": "application/json" } });

async function listSales(db: D1Database, url: URL): Promise<Response> {
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const page = Number(url.searchParams.get("page") ?? 1);
  const { results: items } = await db
    .prepare("select * from peer_sales order by sale_date desc, id desc limit ? offset ?")
    .bind(limit, (page - 1) * limit)
    .all();
  const total = (await db.prepare("select count(*) as n from peer_sales").first<number>("n")) ?? 0;
  return json({ items, total, page, limit, total_pages: Math.ceil(total / limit) });
}

async function addItem(db: D1Database, item: Item): Promise<Response> {
  const now = new Date().toISOString();
  const { meta } = await db
    .prepare(
      `insert into peer_items (name, sku, category, list_price_cents, cost_cents, is_active, created_at, updated_at, version)
       values (?, ?, ?, ?, ?, 1, ?, ?, 1)`,
    )
    .bind(item.name, item.sku, item.category ?? null, item.list_price_cents, item.cost_cents ?? null, now, now)
    .run();
  return json(await db.prepare("select * from peer_items where id = ?").bind(meta.last_row_id).first(), 201);
}

let shard: "SHARD_00" | "SHARD_01" | "SHARD_02" | "SHARD_03";

export default {
  async fetch(request, env) {
    if (request.method === "PUT") {
      ({ shard } = await request.json<{ shard: typeof shard }>());
      return json({});
    }
    const db = env[shard];
    return request.method === "POST"
      ? await addItem(db, await request.json())
      : await listSales(db, new URL(request.url));
  },
} satisfies ExportedHandler<Cloudflare.Env>;
