import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { newBusiness } from "./support/client.ts";
import { endpoints, endpointsByDomain, endpointsFor, named } from "./support/endpoints.ts";
import { fixtures } from "./support/fixture.ts";
import { call, exampleBody, idPaths, paramNames, put } from "./support/generated.ts";
import { tokenAs } from "./support/tokens.ts";
import { furnish, kindOf, kindsOf, type World } from "./support/world.ts";

// A field that has a default says so in the document, and gets it when it is left out. Those of lists: test/support/budget.ts.

type Schema = { $ref?: string; default?: unknown; properties?: Record<string, Schema>; items?: Schema };
type Operation = { requestBody?: { content: Record<string, { schema?: Schema }> } };
const document = JSON.parse(readFileSync("dist/assets/api/openapi.json", "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const resolve = (schema: Schema): Schema =>
  schema.$ref ? (document.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}) : schema;
const bodyOf = ({ path, method }: { path: string; method: string }): Schema =>
  resolve(document.paths[path]?.[method]?.requestBody?.content["application/json"]?.schema ?? {});

type Filled = { path: string[]; value: unknown };
/** Every default below a schema, with the path of its field. */
const defaultsIn = (schema: Schema, path: string[] = []): Filled[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const field = resolve(property);
    const at = [...path, name];
    return [
      ...("default" in field ? [{ path: at, value: field.default }] : []),
      ...defaultsIn(field, at),
      ...(field.items ? defaultsIn(resolve(field.items), [...at, "0"]) : []),
    ];
  });

const changes = endpoints.filter(({ method, body }) => method === "patch" && body);
it.each(named(changes))("%s fills nothing in: what is left out stays as it is", (_, endpoint) => {
  const ofFields = defaultsIn(bodyOf(endpoint)).filter(({ path }) => !path.includes("0")); // a list is replaced whole
  expect(ofFields).toEqual([]);
  const { data } = endpoint.body?.safeParse({}) ?? {};
  expect(data ?? {}).toEqual({});
});

const domainOf = (endpoint: Endpoint): string =>
  endpointsByDomain.find((one) => one.endpoint === endpoint)?.domain ?? "";

/** At a path of an answer, or nothing where it shows no such field. */
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);

const filling = endpointsFor("business").filter(
  (endpoint) => endpoint.method !== "patch" && defaultsIn(bodyOf(endpoint)).length > 0,
);

describe("a field that is left out", () => {
  let world: World;
  const seen = new Set<string>();
  beforeAll(async () => {
    world = await furnish(await newBusiness(), "defaults", new Set(["technician", ...kindsOf(filling)]));
  });

  it.each(named(filling))("of %s gets its default", async (_, endpoint) => {
    const defaults = defaultsIn(bodyOf(endpoint));
    const body = exampleBody(endpoint) ?? {};
    for (const path of idPaths(endpoint.body)) put(body, path, world.ids[kindOf("", path.at(-1) ?? "")]);
    const own = fixtures[domainOf(endpoint)]?.bodies?.[endpoint.operationId];
    const sent = { ...body, ...((await own?.(world)) as object | undefined) };
    for (const { path } of defaults) {
      const parent = at(sent, path.slice(0, -1)) as Record<string, unknown> | undefined;
      delete parent?.[path.at(-1) ?? ""];
    }
    const params = Object.fromEntries(
      paramNames(endpoint).map((name) => [name, world.ids[kindOf(endpoint.path, name)] ?? ""]),
    );
    const token = await tokenAs(world.business, ["owner"], Number(world.ids.technician));
    const answer = await call(endpoint, token, { params, body: sent });
    expect([200, 201], answer.text).toContain(answer.status);
    for (const { path, value } of defaults) {
      const shown = at(answer.data, path);
      if (shown === undefined) continue;
      expect(shown, path.join(".")).toEqual(value);
      seen.add(path.join("."));
    }
  });

  it("can be seen in most answers", () => {
    const fields = ["quantity", "tax_cents", "taxable", "pays_commission", "priority", "rate_type", "sort_order"];
    expect([...seen]).toEqual(expect.arrayContaining([...fields, "splits.0.role"]));
  });
});
