import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { itemTable as items } from "#/domains/items/tables.ts";
import { technicianTable as technicians } from "#/domains/technicians/tables.ts";
import { type Business, newBusiness } from "../../../test/support/client.ts";
import { ctxOf, thrownBy } from "../../../test/support/ctx.ts";
import { addItem } from "../../../test/support/item-action.ts";
import { first, named, q } from "./client.ts";
import { read } from "./load.ts";

let business: Business;
let other: Business;
beforeAll(async () => {
  [business, other] = await Promise.all([newBusiness(), newBusiness()]);
});

describe("a statement", () => {
  it("that is not bound to the tenant is refused before it reaches the database", async () => {
    const ctx = ctxOf(business);
    expect(await thrownBy(read(ctx, { all: q.select().from(items) }))).toMatchObject({
      reason: "tenant.unbound_statement",
    });
    const theirs = q.select().from(items).where(eq(items.tenantId, other.tenantId));
    expect(await thrownBy(read(ctx, { theirs }))).toMatchObject({ reason: "tenant.unbound_statement" });
    expect(ctx.cost.d1.trips).toBe(0);
  });

  it("that names a table without its tenant is refused", async () => {
    const ctx = ctxOf(business);
    const joined = q
      .select({ id: items.id })
      .from(items)
      .innerJoin(technicians, eq(technicians.id, items.id))
      .where(eq(items.tenantId, ctx.tenant.id));
    expect(await thrownBy(read(ctx, { joined }))).toMatchObject({ reason: "tenant.unscoped_table" });
  });

  it("that compares a column with itself, as a subquery without table names does, is refused", async () => {
    const ctx = ctxOf(business);
    const own = eq(items.tenantId, ctx.tenant.id);
    const wrong = sql<number>`(select count(*) from sales where "tenant_id" = ${items.tenantId})`.as("n");
    const leaking = q.select({ n: wrong }).from(items).where(own);
    expect(await thrownBy(read(ctx, { leaking }))).toMatchObject({ reason: "sql.compared_with_itself" });
    const named = sql<number>`(select count(*) from sales where tenant_id = ${ctx.tenant.id})`.as("n");
    expect(await read(ctx, { all: q.select({ n: named }).from(items).where(own) })).toEqual({ all: [] });
  });

  it("whose columns share a name is refused instead of being mixed up", async () => {
    const [ctx, sku] = [ctxOf(business), randomUUID()];
    await addItem(ctx, sku);
    const where = eq(items.tenantId, ctx.tenant.id);
    const ambiguous = q.select({ a: items.id, b: items.id }).from(items).where(where);
    expect(await thrownBy(read(ctx, { ambiguous }))).toMatchObject({ reason: "sql.duplicate_columns" });
    const { row } = await read(ctx, {
      row: first(
        q
          .select({ a: items.id, b: named(items.id, "other_id") })
          .from(items)
          .where(where),
      ),
    });
    expect(row?.a).toBe(row?.b);
  });
});
