import { expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { client, newBusiness, PASSWORD, signIn } from "./support/client.ts";
import { shardNames } from "./support/shards.ts";
import { readSource, sourceFiles } from "./support/source-tree.ts";
import { rowsOf } from "./support/tables.ts";
import { signUpTemplate } from "./support/template.ts";
import { testWorker } from "./support/test-worker.ts";

// Every test's business is a copy of one that has signed up. What holds for the copy must hold for the original.

type Tables = [string, Record<string, unknown>[]][];
const tablesOf = async (business: { tenantId: string; shard: string }): Promise<Tables> =>
  (JSON.parse(await rowsOf(business)) as Tables).filter(([table, rows]) => table !== "sequences" && rows.length > 0);
/** What cannot be the same in two businesses, named by its form. */
const form = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
    .replaceAll(/owner-[0-9a-f]+/g, "<owner>")
    .replaceAll(/_[0-9A-HJKMNP-TV-Z]{26}/g, "_<ulid>")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "<sha256>")
    .replaceAll(/\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]+\$[\w+/]+/g, "<hash>")
    .replaceAll(/\b10\.\d+\.\d+\.\d+\b/g, "<ip>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<instant>");

it("a copied business has what one that signed up has, and nothing else", async () => {
  const signedUp = await signUpTemplate(testWorker().url);
  const copy = await newBusiness('Smith "& Sons" Łódź');
  const original = await tablesOf({ tenantId: signedUp.tenantId, shard: String(signedUp.tenant.shard) });
  expect(form(JSON.stringify(await tablesOf(copy)))).toBe(form(JSON.stringify(original)));
  const [row] = await sql("CONTROL", "select * from tenants where id = ?", copy.tenantId);
  expect(row).toMatchObject({ shard: copy.shard, business_code: copy.code, business_name: 'Smith "& Sons" Łódź' });
  expect(JSON.parse(String(row?.branding))).toMatchObject({ display_name: 'Smith "& Sons" Łódź' });
  expect(Object.keys(row ?? {})).toEqual(Object.keys(signedUp.tenant));
});

it("the owner of a copied business signs in, refreshes and is found by code as after a sign-up", async () => {
  const before = Date.now();
  const business = await newBusiness();
  const me = (await business.api.get("/auth/me")).data;
  expect(me).toMatchObject({ id: 1, username: business.username, email: `${business.username}@example.com` });
  expect((await (await signIn(business, business.username, PASSWORD)).get("/auth/me")).status).toBe(200);
  const refreshed = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
    refresh_token: business.refreshToken,
  });
  expect(refreshed.status, refreshed.text).toBe(200);
  expect((await client().get(`/tenants/resolve/${business.code}`)).data.tenantId).toBe(business.tenantId);
  const { items } = (await business.api.get("/auth/sessions")).data;
  for (const { created_at } of items) expect(Date.parse(created_at)).toBeGreaterThanOrEqual(before);
});

it("copied businesses fill all shards alike, and the directory counts them", async () => {
  const made = await Promise.all(Array.from({ length: 2 * shardNames.length }, () => newBusiness()));
  expect(Object.values(Object.groupBy(made, ({ shard }) => shard)).map((group) => group?.length)).toEqual(
    shardNames.map(() => 2),
  );
  const differ = "select (select sum(tenant_count) from shards) - (select count(*) from tenants) as missing";
  expect(await sql("CONTROL", differ)).toEqual([{ missing: 0 }]);
});

it("no two businesses hand out the same ids, whatever the ids are of", async () => {
  const business = await newBusiness();
  const handedOut = await sql<{ entity: string; last_id: number }>(
    business.shard,
    "select entity, last_id from sequences where tenant_id = ?",
    business.tenantId,
  );
  // the number of an event is not an id: it counts from 1 in every business
  const named = sourceFiles("src/**/*.ts").flatMap((path) =>
    [...readSource(path).matchAll(/\bresource\([^;]*;/g)].flatMap(
      ([made]) => /sequence: "(\w+)"/.exec(made)?.[1] ?? /^resource\(\s*"(\w+)"/.exec(made)?.[1] ?? [],
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(handedOut.map(({ entity }) => entity)).toEqual(expect.arrayContaining(named));
  for (const { entity, last_id } of handedOut) expect(last_id, entity).toBeGreaterThanOrEqual(1000);
});
