import { sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { items } from "#/domains/items/tables.ts";
import { AppError } from "#/kernel/errors.ts";
import { eventsOf } from "#/kernel/events.ts";
import { z } from "#/kernel/fields.ts";
import { batch as runBatch } from "./back-door.ts";
import type { Business } from "./client.ts";

export const refused = new AppError("conflict", "test.refused", "Refused.");

const added = eventsOf(z.object({ id: z.int(), sku: z.string() }), {
  ...{ entity: "item", permission: "items:read", idIn: ({ id }) => id },
})("item.added", "An item was added");

/** An action as the domains write them: load an id, write a row and a counter, log an event. */
export async function addItem(ctx: Ctx, sku: string, guard?: AppError) {
  const { id } = await load(ctx, { id: items.nextId(ctx) });
  const part = items.insert(ctx, { id, name: sku, sku, listPriceCents: 1, isActive: true });
  const nothing = q.update(items.table).set({ name: "x" }).where(sql`tenant_id = ${ctx.tenant.id} and id = -1`);
  return await commit(ctx, {
    parts: [part, guard && { writes: [nothing, must(guard)] }],
    events: [added({ id, sku })],
    audit: { action: "add", of: part },
    result: { id, sku },
  });
}

/** Everything that a commit of `sku` leaves behind, by table. */
export async function traces(of: Business, sku: string) {
  const statements = [
    "select count(*) n from items where tenant_id = ?1 and sku = ?2",
    "select count(*) n from outbox where tenant_id = ?1 and data ->> 'sku' = ?2",
    "select count(*) n from audit_log where tenant_id = ?1 and entity_id in (select id from items where tenant_id = ?1 and sku = ?2)",
    "select count(*) n from idempotency_keys where tenant_id = ?1 and body ->> 'sku' = ?2",
  ];
  const results = await runBatch(
    of.shard,
    statements.map((text) => ({ sql: text, params: [of.tenantId, sku] })),
  );
  const [rows, events, audits, keys] = results.map(({ results: [row] }) => (row as { n: number }).n);
  return { rows, events, audits, keys };
}
export const once = { rows: 1, events: 1, audits: 1, keys: 0 };
export const never = { rows: 0, events: 0, audits: 0, keys: 0 };
