import { expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { newBusiness } from "../support/client.ts";
import { costOf } from "../support/generated.ts";
import { columnsOf } from "../support/tables.ts";

const N = 6000;

it("customers by words or by what they spent are counted fifty behind the page, and no further", async () => {
  const { api, shard, tenantId } = await newBusiness();
  await api.post("/admin/customers", { name: "Pat Lee" });
  for (const [table, vary] of [
    ["customers", { id: "2000000 + n" }],
    ["customer_sums", { id: "2000000 + n", spend_cents: "n * 100" }],
  ] as [string, Record<string, string>][]) {
    const names = columnsOf(table).map(({ name }) => name);
    await sql(
      shard,
      `with recursive s(n) as (select 2 union all select n + 1 from s where n < ?2), one as (select * from ${table} where tenant_id = ?1 limit 1)
       insert or ignore into ${table} (${names.join()}) select ${names.map((name) => vary[name] ?? name).join()} from s cross join one`,
      ...[tenantId, N],
    );
  }
  const ask = async (query: string) => {
    const answer = await api.get(`/admin/analytics/customers?${query}`);
    expect(answer.status, answer.text).toBe(200);
    expect(costOf(answer).trips).toBe(1);
    return { ...answer.data, read: costOf(answer).read };
  };
  const spent = await ask("min_spend_cents=100&limit=50");
  expect(spent).toMatchObject({ total: 100, total_is_minimum: true, page: 1, total_pages: 2 });
  expect(spent.read).toBeLessThanOrEqual(400);
  const few = await ask(`min_spend_cents=${(N - 10) * 100}&limit=5&page=2`);
  expect(few).toMatchObject({ total: 11, page: 2, total_pages: 3 });
  expect(few.total_is_minimum).toBeUndefined();
  const found = await ask("search=pat&limit=5");
  expect(found).toMatchObject({ total: 55, total_is_minimum: true, total_pages: 11 });
  const further = await ask(`search=pat&limit=5&cursor=${found.next_cursor}`);
  expect(found.read - further.read, "rows that counting reads").toBeLessThan(3 * 55 + 20);
  expect(await ask("search=pat&limit=5&page=1200")).toMatchObject({ total: N, total_pages: N / 5, next_cursor: null });
  expect((await ask("limit=200")).read).toBeLessThan(4 * 200 + 20);
});
