import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mounts } from "#/mounts.ts";
import { tokensOfNoBusiness, tokensOfNoPlatform } from "./support/access.ts";
import { client, newBusiness } from "./support/client.ts";
import { endpoints, endpointsFor, named, oneOfEachGate } from "./support/endpoints.ts";
import { fixtures } from "./support/fixture.ts";
import { call, outcome } from "./support/generated.ts";

// What holds for all domains together. Each domain's own endpoints: test/generated, by support/access.ts and support/budget.ts.

const generated = (kind: "access" | "budget", domain: string) => `test/generated/${kind}.${domain}.test.ts`;

it.each(mounts)("$name has its generated tests and says what its things look like", ({ name }) => {
  const hasBudget = endpointsFor("business", name).length > 0;
  const files = [
    `test/fixtures/${name}.ts`,
    generated("access", name),
    ...(hasBudget ? [generated("budget", name)] : []),
  ];
  // such a file is three lines: copy another domain's, with this one's name
  expect(files.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url).pathname))).toEqual([]);
});

it("every fixture is a domain's", () => {
  expect(Object.keys(fixtures).toSorted()).toEqual(mounts.map(({ name }) => name).toSorted());
});

it("lets strangers call the endpoints that a domain gives a reason for, and no others", () => {
  const reasoned = Object.values(fixtures).flatMap(({ open = {} }) => Object.keys(open));
  const open = endpointsFor("everybody").map(({ operationId }) => operationId);
  expect(open.toSorted()).toEqual(reasoned.toSorted());
});

it("answers every endpoint through the one function that asks its gate first", () => {
  const ways = new Set(endpoints.map(({ handle }) => handle.toString()));
  expect(ways.size).toBe(1);
  expect([...ways][0]).toMatch(/await gate\(c, def\)[\s\S]*await respond\(c, context/);
});

describe("over the network no token passes that is not good here, whatever is wrong with it", () => {
  it.each([
    ...named(oneOfEachGate("business")).map((one) => [...one, tokensOfNoBusiness] as const),
    ...named(oneOfEachGate("platform")).map((one) => [...one, tokensOfNoPlatform] as const),
  ])("%s", async (_, endpoint, makeTokens) => {
    const tokens = await makeTokens();
    const answers = await Promise.all(
      Object.entries(tokens).map(async ([what, token]) => `${what}: ${outcome(await call(endpoint, token))}`),
    );
    expect(answers).toEqual(Object.keys(tokens).map((what) => `${what}: 401 auth.invalid_token`));
  });
});

it("keeps one business' idempotency keys apart from another's", async () => {
  const [one, two] = await Promise.all([newBusiness(), newBusiness()]);
  const key = { "idempotency-key": randomUUID() };
  const item = { name: "Filter", sku: "F-1", list_price_cents: 1 };
  const first = await one.api.post("/admin/items", item, key);
  const second = await two.api.post("/admin/items", item, key);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.headers.get("idempotent-replayed")).toBeNull();
});

it("answers an unknown path below every area in the envelope, to strangers too", async () => {
  for (const path of ["/nothing", "/admin/nothing", "/sales/1/nothing", "/admin/technicians/1/2/3", "/__proto__"]) {
    const answer = await client().get(path);
    expect(outcome(answer)).toBe("404 request.no_such_path");
  }
});
