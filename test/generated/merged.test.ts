import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { sql } from "../support/back-door.ts";
import { newBusiness } from "../support/client.ts";
import { endpointsByDomain, endpointsFor, named, nameOf } from "../support/endpoints.ts";
import { call, paramNames } from "../support/generated.ts";
import { tenantTables } from "../support/tables.ts";
import { tokenAs } from "../support/tokens.ts";
import { furnish, kindOf, kindsOf, kindsOfDomain, type World } from "../support/world.ts";

// The id of a customer who was merged into another leads to the customer who stays, wherever something is asked for by it.

const BELOW = "/admin/customers/{id}/";
const filtered = ({ query }: Endpoint) => "customer_id" in query.shape;
const asked = endpointsFor("business").filter(
  (endpoint) =>
    endpoint.method === "get" &&
    (filtered(endpoint) || endpoint.path.includes("{customer_id}") || endpoint.path.startsWith(BELOW)),
);

describe("what is asked for by the id of a merged customer is what there is of the customer who stays", () => {
  let world: World;
  let ids: { stays: number; gone: number };
  beforeAll(async () => {
    const domains = endpointsByDomain.filter(({ endpoint }) => asked.includes(endpoint)).map(({ domain }) => domain);
    const kinds = [...domains.flatMap((domain) => [...kindsOfDomain(domain)]), ...kindsOf(asked)];
    world = await furnish(await newBusiness(), "merged", ["technician", "customer", ...kinds]);
    const { api, shard, tenantId } = world.business;
    const twin = await api.post("/admin/customers", { name: "Twin", allow_duplicate: true });
    ids = { stays: Number(world.ids.customer), gone: twin.data.id };
    expect((await api.post(`/admin/customers/${ids.gone}/merge`, { into: ids.stays })).status).toBe(200);
    for (const { name, columns } of tenantTables) {
      const has = (column: string) => columns.some((one) => one.name === column);
      if (!has("customer_id") || !has("version")) continue; // of the others, each customer has one row
      await sql(shard, `update or ignore ${name} set customer_id = ? where tenant_id = ?`, ids.stays, tenantId);
    }
  });

  it("is asked in many places", () => expect(asked.length).toBeGreaterThan(20));

  it.each(named(asked))("%s", async (_, endpoint) => {
    const token = await tokenAs(world.business, ["owner"], Number(world.ids.technician));
    const ask = async (customer: number) => {
      const isTheirs = (name: string) => name === "customer_id" || (name === "id" && endpoint.path.startsWith(BELOW));
      const params = paramNames(endpoint).map((name) => [
        name,
        isTheirs(name) ? customer : (world.ids[kindOf(endpoint.path, name)] ?? ""),
      ]);
      const query = filtered(endpoint) ? `customer_id=${customer}` : "";
      return await call(endpoint, token, { params: Object.fromEntries(params), query });
    };
    const [old, now] = [await ask(ids.gone), await ask(ids.stays)];
    expect([old.status, now.status], old.text).toEqual([200, 200]);
    if (endpoint.path.endsWith("/pdf")) return; // made at another moment
    expect(old.text).toBe(now.text);
    if (now.data?.items) expect(now.data.items, `${nameOf(endpoint)} shows nothing at all`).not.toEqual([]);
  });
});
