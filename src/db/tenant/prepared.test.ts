import { and, eq, gt, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditLog } from "#/db/tenant/tables.ts";
import { technicianTable as technicians } from "#/domains/technicians/tables.ts";
import type { Instant } from "#/kernel/time.ts";
import { compile, first, q } from "./client.ts";
import { insertInto, prepared, type Slot, selectFrom, textOf } from "./prepared.ts";

const ctx = { tenant: { id: "t1" } };
const result = (...rows: object[]) => ({ results: rows }) as D1Result<object>;

it("a prepared statement is built once and sends what each call gives it", () => {
  let built = 0;
  const find = prepared((tenantId: Slot<string>, id: Slot<number>) => {
    built++;
    return first(
      q
        .select({ id: technicians.id, isActive: technicians.isActive })
        .from(technicians)
        .where(and(eq(technicians.tenantId, tenantId), eq(technicians.id, id), gt(technicians.version, 0))),
    );
  });
  const [one, other] = [compile(find(ctx, 7)), compile(find({ tenant: { id: "t2" } }, 8))];
  expect(one.getQuery().params).toEqual(["t1", 7, 0]);
  expect(other.getQuery()).toEqual({ sql: one.getQuery().sql, params: ["t2", 8, 0] });
  expect(built).toBe(1);
  expect(one.map(result({ id: 7, is_active: 1 }))).toEqual({ id: 7, isActive: true });
  expect(one.map(result())).toBeUndefined();
});

it("an inserted row is written as its columns want it, and null stays null", () => {
  const insert = insertInto(auditLog);
  const row = {
    tenantId: "t1",
    id: "aud_1",
    at: "2026-03-28T09:00:00.000Z" as Instant,
    actor: "user:1",
    action: "add",
    entity: "item",
    entityId: "1",
    requestId: "req_1",
  };
  const changes = { name: { before: null, after: "Tune-up" } };
  const { sql: text, params } = compile(insert({ ...row, changes, details: null })).getQuery();
  expect(text).toContain('insert into "audit_log" ("tenant_id", "id", "at"');
  expect(params).toEqual([...Object.values(row), JSON.stringify(changes), null]);
});

it("a select with an end of its own maps rows as drizzle would", () => {
  const mine = eq(technicians.tenantId, "t1");
  const statement = compile(selectFrom(technicians, textOf(sql`where ${mine} limit ${2}`)));
  const drizzled = compile(q.select().from(technicians).where(mine).limit(2));
  expect(drizzled.getQuery()).toMatchObject(statement.getQuery());
  const row = {
    tenant_id: "t1",
    id: 1,
    name: "Mike Johnson",
    pay_type: "hourly",
    base_pay_cents: 2500,
    email: null,
    user_id: null,
    username: null,
    is_active: 0,
    created_at: "2026-03-01T12:00:00.000Z",
    updated_at: "2026-03-01T12:00:00.000Z",
    version: 1,
  };
  expect(statement.map(result(row))).toEqual([
    {
      tenantId: "t1",
      id: 1,
      name: "Mike Johnson",
      payType: "hourly",
      basePayCents: 2500,
      email: null,
      userId: null,
      username: null,
      isActive: false,
      createdAt: "2026-03-01T12:00:00.000Z",
      updatedAt: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  ]);
});
