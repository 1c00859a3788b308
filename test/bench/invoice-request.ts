import type { Ctx } from "#/ctx.ts";
import { newCost } from "#/db/cost.ts";
import { openTenantDb } from "#/db/tenant/client.ts";
import { createInvoice } from "#/domains/invoices/actions/create-invoice.ts";
import { CreatedInvoice, CreateInvoice } from "#/domains/invoices/schemas.ts";
import { stringify } from "#/kernel/frozen.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import { toInstant } from "#/kernel/time.ts";
import { fromWire, toWire } from "#/kernel/wire.ts";

// What a Worker computes for `POST /admin/invoices` between the body and the answer. The database answers at once, so that only our own work counts.

const tenantId = "0190f3a0-0000-7000-8000-000000000001";
const meta = { rows_read: 1, rows_written: 1, changes: 1 };

/** What each statement of the two trips answers, in the order of its columns. */
function answerTo(sql: string): object[] {
  if (/"tenant_state"/.test(sql) && /^select/i.test(sql)) return [{ state: "active", live: 1 }];
  return /returning/i.test(sql) && /sequences/.test(sql) ? [{ id: 42 }] : [];
}
const shard = {
  prepare: (sql: string) => ({ bind: (...params: unknown[]) => ({ sql, params }) }),
  batch: async (statements: { sql: string }[]) => statements.map(({ sql }) => ({ results: answerTo(sql), meta })),
} as unknown as D1Database; // the part that openTenantDb uses

/** A context as a request has it, in production. */
function contextOf(): Ctx {
  const now = toInstant("2026-03-28T14:30:00.000Z");
  const cost = newCost();
  return {
    env: { ENVIRONMENT: "production" } as Cloudflare.Env,
    ...{ now, realNow: now, requestId: "req_bench", client: { ip: "", userAgent: "" }, cost, asked: {} },
    background: () => undefined,
    afterAnswer: () => undefined,
    announce: () => undefined,
    tenant: { id: tenantId, shard: "SHARD_00", timezone: "America/New_York" } as Ctx["tenant"],
    actor: {
      ...{ kind: "user", userId: 1, sessionId: "ses", technicianId: null, roles: ["owner"] },
      ...{ permissions: permissionsOf(["owner"]), authTime: 0, tokenMadeAt: now },
    },
    db: openTenantDb(shard, tenantId, { cost: cost.d1 }),
  };
}

/** One request that makes an invoice of `lines` lines, and the trips that it took. */
export function invoiceRequest(lines: number) {
  const body = JSON.stringify({
    customer_name: "John Doe",
    line_items: Array.from({ length: lines }, (_, i) => ({
      description: `Filter ${i + 1}`,
      amount_cents: 1250 + i,
      quantity: i % 5 === 0 ? 2.25 : 1,
    })),
    due_date: "2026-04-15",
  });
  return async (): Promise<{ answer: string; trips: number }> => {
    const ctx = contextOf();
    const asked = fromWire(CreateInvoice, CreateInvoice.parse(JSON.parse(body)));
    const made = await createInvoice(ctx, asked);
    return { answer: stringify({ ok: true, data: toWire(CreatedInvoice, made) }), trips: ctx.cost.d1.trips };
  };
}
