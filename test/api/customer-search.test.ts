import { beforeAll, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness } from "../support/client.ts";
import { costOf } from "../support/generated.ts";

const PEOPLE = {
  jennings: { first_name: "Mary", last_name: "Jennings", phones: [{ number: "(512) 555-0143" }] },
  jose: { name: "José Peña" },
  nguyen: { name: "Nguyễn Hương" },
  tran: { name: "Trần Bình" },
  lukasz: { name: "Łukasz Dvořák" },
  dang: { name: "Đặng Vũ" },
  soren: { name: "Søren Ærø" },
  strauss: { name: "Anna Strauß" },
  obrien: { name: "Pat O’Brien", emails: [{ address: "john@x.com" }], billing_address: "12-34 Elm Street, Apt 5" },
  "at&t": { company_name: "AT&T", type: "commercial", external_id: "INV-456123" },
};

let business: Business;
const ids: Record<string, number> = {};
beforeAll(async () => {
  business = await newBusiness();
  for (const [key, person] of Object.entries(PEOPLE))
    ids[key] = (await business.api.post("/admin/customers", person)).data.id;
});
const nameOf = (id: number) => Object.keys(ids).find((key) => ids[key] === id);
const ask = async (typed: string, more = "") => {
  const answer = await business.api.get(`/admin/customers?search=${encodeURIComponent(typed)}${more}`);
  expect(answer.status, `${typed}: ${answer.text}`).toBe(200);
  return answer.data.items.map(({ id }: { id: number }) => nameOf(id));
};

it("finds Jennings by every beginning of the name from two letters on, while one types", async () => {
  for (let end = 2; end <= "Jennings".length; end++)
    expect([end, await ask("Jennings".slice(0, end))]).toEqual([end, ["jennings"]]);
});

it.each(["jose", "nguyen", "tran", "lukasz", "dang", "soren", "strauss", "obrien", "at&t"])(
  "finds the one customer for %s, typed without accents",
  async (typed) => expect(await ask(typed)).toEqual([typed]),
);

it.each(["5550143", "0143", "+1 (512) 555-0143", "512-555-0143", "15125550143", "555 0143"])(
  "finds a customer by %s, the end of their number",
  async (typed) => expect(await ask(typed)).toEqual(["jennings"]),
);

it.each([
  ["JENN mary", ["jennings"]],
  ["mary 0143", ["jennings"]],
  ["0143 jenn", ["jennings"]],
  ["mary 0144", []],
  ["O'Brien", ["obrien"]],
  ["12-34", ["obrien"]],
  ["elm 12", ["obrien"]],
  ["AT&T", ["at&t"]],
  ["(555) 123", []],
  ["john@x.com", ["obrien"]],
  ["x.com john", ["obrien"]],
  ["456123", ["at&t"]],
  ["nobody", []],
  ["ennings", []],
  ["&&&", []],
  ['"', []],
  ["je* OR mary", []],
  ["NEAR(mary jennings)", []],
  ["words:mary", []],
  ["-mary", ["jennings"]],
])("takes %j for words and numbers, and never for a command", async (typed, found) => {
  expect(await ask(typed)).toEqual(found);
});

it("finds by what is new and no longer by what was, and not who is filtered out", async () => {
  const { id } = (await business.api.post("/admin/customers", { name: "Quentin Quibble", tags: ["odd"] })).data;
  ids.quibble = id;
  expect(await ask("quib")).toEqual(["quibble"]);
  expect([await ask("quib", "&tag=odd"), await ask("quib", "&tag=other"), await ask("quib", "&archived=true")]).toEqual(
    [["quibble"], [], []],
  );
  await business.api.patch(`/admin/customers/${id}`, { name: "Quentin Trouble" });
  expect([await ask("quib"), await ask("troub")]).toEqual([[], ["quibble"]]);
});

const LARGE = 100_000;

it("reads what it shows in a business of 100,000 customers, and nothing of a neighbour as large", async () => {
  const large = await newBusiness();
  let neighbour = await newBusiness();
  while (neighbour.shard !== large.shard) neighbour = await newBusiness();
  const small = business;
  for (const { api, shard, tenantId } of [large, neighbour]) {
    await api.post("/admin/customers", { name: "First" });
    // a template row for the others
    for (let from = 0; from < LARGE; from += 10_000)
      await sql(
        shard,
        `with recursive series(n) as (select ?2 union all select n + 1 from series where n < ?2 + 9999)
         insert into customers (tenant_id, id, name, type, phones, emails, tags, do_not_service, name_key, search, site_words, created_by, created_at, updated_at, version)
         select ?1, 2000000 + n, 'c', 'residential', '[]', '[]', '[]', 0, 'c', 'jennings' || (n % 97) || ' mary oak' || (n % 13) || ' ¶' || (10000000000 + n), '', 'system', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1 from series`,
        tenantId,
        from,
      );
  }
  const costs = async (api: Business["api"], query: string) => {
    const answer = await api.get(`/admin/customers?limit=10&${query}`);
    return { shown: answer.data.items.length, next: answer.data.next_cursor, ...costOf(answer) };
  };
  for (const typed of ["je", "jennings5", "mary oak7", "jennings1 mary oak"]) {
    const search = `search=${encodeURIComponent(typed)}`;
    for (const sort of ["id", "-id"]) {
      const first = await costs(large.api, `${search}&sort=${sort}`);
      const second = await costs(large.api, `${search}&sort=${sort}&cursor=${first.next}`);
      for (const page of [first, second]) {
        expect([typed, page.trips, page.shown]).toEqual([typed, 1, 10]);
        expect(page.read, typed).toBeLessThanOrEqual(4 * 10 + 20);
      }
    }
  }
  // beside the large ones the small business reads no more than alone
  const { items } = (await small.api.get("/admin/customers?search=je")).data;
  expect(items).toHaveLength(1);
  const few = await costs(small.api, "search=je");
  expect(few.read).toBeLessThanOrEqual(4 * few.shown + 20);
});
