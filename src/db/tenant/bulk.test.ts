import { expect, it } from "vitest";
import { forMany, inTexts, merged } from "./bulk.ts";
import { compile, type Statement } from "./client.ts";
import { insertInto } from "./prepared.ts";
import { counters } from "./tables.ts";

const ctx = { tenant: { id: "ten_1" } };
const named = (name: string) => ({ name }) as unknown as Statement;
const kindOf = (name: string, place?: "last") => {
  const mark = forMany((_ctx, rows: readonly number[]) => [named(`${name} ${rows.join("+")}`)], place);
  return (row: number) => mark(named(`${name} ${row}`), row);
};

it("makes one statement of those of a kind, in the place of the first, and leaves alone what has a guard behind it", () => {
  const [sale, count] = [kindOf("sale"), kindOf("count")];
  const must = { must: new Error("gone") };
  const writes = [named("begin"), sale(1), count(1), sale(2), must, sale(3), count(2), named("end")];
  expect(merged(ctx, writes)).toEqual([
    named("begin"),
    named("sale 1+3"),
    named("count 1+2"),
    expect.objectContaining({ name: "sale 2" }),
    must,
    named("end"),
  ]);
});

it("makes one of those that read what others write in the place of the last", () => {
  const [zone, pack] = [kindOf("zone"), kindOf("pack", "last")];
  const must = { must: new Error("gone") };
  const writes = [zone(1), must, pack(1), zone(2), must, pack(2), named("end")];
  expect(merged(ctx, writes).filter((write) => write !== must)).toMatchObject(
    ["zone 1", "zone 2", "pack 1+2", "end"].map(named),
  );
});

it("leaves a statement that is alone of its kind as it is", () => {
  const one = kindOf("sale")(1);
  expect(merged(ctx, [one])).toEqual([one]);
});

it("inserts many rows of a table with their values as the driver wants them, by the tenant's own id", () => {
  const insert = insertInto(counters);
  const rows = ["a", "b"].map((bucket) => insert({ tenantId: ctx.tenant.id, entity: "sale", bucket, n: 2 }));
  const [statement] = merged(ctx, rows) as [Statement];
  const { sql, params } = compile(statement).getQuery();
  expect(sql).toMatch(
    /^insert into "counters" \("tenant_id", .+\) select \?, r\.value ->> 1, .+ from json_each\(\?\) r$/,
  );
  expect(params).toEqual([ctx.tenant.id, '[["ten_1","sale","a",2],["ten_1","sale","b",2]]']);
});

it("cuts a list into texts that a parameter can hold", () => {
  const texts = inTexts(["x".repeat(400_000), "y".repeat(400_000), 1, null]);
  expect(texts.map((text) => text.length)).toEqual([400_004, 400_011]);
  expect(texts.flatMap((text) => JSON.parse(text) as unknown[]).slice(-2)).toEqual([1, null]);
  expect(inTexts([])).toEqual([]);
});
