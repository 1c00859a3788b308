import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { eventCatalogue } from "#/events.ts";
import { buildDocument } from "#/tools/openapi.ts";
import { callerOf, endpoints, envelopeOf } from "./support/endpoints.ts";
import { testWorker } from "./support/test-worker.ts";

const BUILT = "dist/assets/api/openapi.json";
const PUBLIC = "dist/assets/api/openapi.public.json";

const Media = z.looseObject({ schema: z.looseObject({}), example: z.unknown() });
const Content = z.record(z.string(), Media);
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(5),
  description: z.string().min(5),
  tags: z.array(z.string()).length(1),
  security: z.array(z.looseObject({})),
  parameters: z.array(z.looseObject({ $ref: z.string().optional(), name: z.string().optional() })).optional(),
  requestBody: z.looseObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ $ref: z.string().optional(), content: Content.optional() })),
});
const Document = z.looseObject({
  openapi: z.literal("3.1.0"),
  servers: z.array(z.object({ url: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  webhooks: z.record(z.string(), z.record(z.string(), z.looseObject({}))),
  components: z.record(z.string(), z.looseObject({})),
});

const built: unknown = JSON.parse(readFileSync(BUILT, "utf8"));
const document = Document.parse(built);
const operations = endpoints.map((endpoint) => ({
  name: endpoint.operationId,
  endpoint,
  operation: document.paths[endpoint.path]?.[endpoint.method],
}));
const refsOf = (operation: z.output<typeof Operation>): string[] =>
  (operation.parameters ?? []).flatMap(({ $ref }) => ($ref ? [$ref.slice("#/components/parameters/".length)] : []));

it("is the document of the code as it is (else: npm run build)", async () => {
  expect(JSON.parse(JSON.stringify(await buildDocument()))).toEqual(built);
});

it.each([BUILT, PUBLIC])("%s satisfies an independent linter, without an error or a warning", (path) => {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  const { stdout } = spawnSync("redocly", ["lint", path, "--config", ".redocly.yaml", "--format", "json"], { env });
  const { problems } = z.object({ problems: z.array(z.unknown()) }).parse(JSON.parse(stdout.toString()));
  expect(problems).toEqual([]);
});

type Json = Record<string, unknown>;
/** Every object below a value, with its path. */
function* objectsBelow(value: unknown, path = ""): Generator<[path: string, node: Json]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Json];
  for (const [key, child] of Object.entries(value)) if (key !== "example") yield* objectsBelow(child, `${path}/${key}`);
}
const nodes = [...objectsBelow(built)];

it("describes every property and parameter (else: say in src/tools/openapi-words.ts, or in the schema, what it means)", () => {
  const silent = nodes.filter(([path, node]) => {
    const isProperty = /\/properties\/[^/]+$/.test(path);
    const isParameter = /\/parameters\/[^/]+$/.test(path);
    return (isProperty || isParameter) && !node.$ref && !node.description;
  });
  expect(silent.map(([path]) => path)).toEqual([]);
});

it("has patterns that every engine reads: no flags, no Unicode properties, no possessive or lookbehind forms", () => {
  const patterns = nodes.flatMap(([, { pattern }]) => (typeof pattern === "string" ? [pattern] : []));
  expect(patterns.length).toBeGreaterThan(0);
  for (const pattern of patterns) {
    expect(pattern).not.toMatch(/\\[pP]\{|\/[a-z]*$|\(\?<|[+*?]\+/);
    expect(() => new RegExp(pattern)).not.toThrow(); // without the flag u, as most engines read it
  }
});

it("has no named schema that may be null, and no allOf with a part that may be", () => {
  const mayBeNull = ({ type, anyOf, oneOf }: Json): boolean =>
    type === "null" ||
    (Array.isArray(type) && type.includes("null")) ||
    [anyOf, oneOf].some((parts) => Array.isArray(parts) && parts.some((part: Json) => mayBeNull(part)));
  const named = nodes.filter(([path]) => /^\/components\/schemas\/[^/]+$/.test(path));
  const parts = nodes.filter(([path]) => /\/allOf\/\d+$/.test(path));
  expect([...named, ...parts].filter(([, node]) => mayBeNull(node)).map(([path]) => path)).toEqual([]);
});

const KEPT = "the TradeEngage document names none of its fields, so all are kept as they come";
/** Objects of bodies that take more than they name, by their name or path, and why. */
const openObjects: Record<string, string> = {
  Polygon: "GeoJSON may have members of its own, such as bbox, which others ignore (RFC 7946, 6.1)",
  "createOpenJob.call_center.agent": KEPT,
  "createOpenJob.call_center.call": KEPT,
  "createOpenJob.referring_user": KEPT,
};
type Part = Partial<Record<"anyOf" | "oneOf" | "allOf", Part[]>> & {
  $ref?: string;
  type?: string | string[];
  items?: Part;
  properties?: Record<string, Part>;
  /** Of a map, whose keys are data: the schema of its values. */
  additionalProperties?: boolean | Part;
};
/** The objects of a schema that take any further field, by their path. */
function looseBelow(part: Part, path: string, within: readonly string[] = []): string[] {
  const name = part.$ref?.split("/").at(-1);
  if (name !== undefined) {
    const meant = (document.components.schemas as Record<string, Part>)[name] ?? {};
    return name in openObjects || within.includes(name) ? [] : looseBelow(meant, path, [...within, name]);
  }
  const { type, items, properties, additionalProperties: more } = part;
  const isMap = typeof more === "object" && properties === undefined;
  const isStrict = ![type].flat().includes("object") || more === false || isMap;
  return [
    ...(isStrict || path in openObjects ? [] : [path]),
    ...Object.entries(properties ?? {}).flatMap(([key, one]) => looseBelow(one, `${path}.${key}`, within)),
    ...[items, isMap ? more : undefined].flatMap((one) => (one ? looseBelow(one, `${path}[]`, within) : [])),
    ...[part.anyOf, part.oneOf, part.allOf].flatMap((all = []) => all.flatMap((one) => looseBelow(one, path, within))),
  ];
}

it("takes no field that it does not name in any JSON body, at any depth (else: z.strictObject)", () => {
  const bodies = operations.flatMap(({ name, operation }) => {
    const schema = operation?.requestBody?.content["application/json"]?.schema as Part | undefined;
    return schema ? [{ name, schema }] : [];
  });
  expect(bodies.length).toBeGreaterThan(260);
  expect(bodies.flatMap(({ name, schema }) => looseBelow(schema, name))).toEqual([]);
});

it("has every mounted endpoint, and nothing that is not mounted", () => {
  const documented = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((m) => `${m} ${path}`),
  );
  expect(documented.toSorted()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).toSorted());
});

it("gives no two operations one id", () => {
  const ids = endpoints.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

it.each(operations)("$name tells who may call it and which headers apply", ({ endpoint, operation }) => {
  const isPublic = callerOf(endpoint) === "everybody";
  const isTenants = callerOf(endpoint) === "business";
  const schemes = {
    business: { bearerAuth: [] },
    platform: { platformAuth: [] },
    referrer: { referralKey: [] },
    customer: { customerAuth: [] },
  };
  const caller = callerOf(endpoint);
  expect(operation?.security).toEqual(caller === "everybody" ? [] : expect.arrayContaining([schemes[caller]]));
  const headers = operation ? refsOf(operation) : [];
  expect(headers.includes("TenantId")).toBe(
    isTenants || endpoint.mayNameTenant === true || caller === "customer" || endpoint.by === "business",
  );
  const isKeyed = endpoint.method !== "get" && !endpoint.path.startsWith("/platform/");
  expect(headers.includes("IdempotencyKey")).toBe(isKeyed);
  const codes = Object.keys(operation?.responses ?? {});
  expect(codes).toEqual(expect.arrayContaining([String(endpoint.status), "400", "429", "500", "503"]));
  if (!isPublic) expect(codes).toContain("401");
  if (isTenants) expect(codes).toContain("403");
  expect(codes.includes("422") && codes.includes("415")).toBe((endpoint.body ?? endpoint.upload) !== undefined);
});

it.each(operations)(
  "$name shows examples that its own schemas accept, and names its schemas",
  ({ endpoint, operation }) => {
    const success = operation?.responses[endpoint.status]?.content ?? {};
    if (endpoint.response) {
      const media = success["application/json"];
      expect(envelopeOf(endpoint, endpoint.response).safeParse(media?.example).error).toBeUndefined();
      expect(media?.schema).toMatchObject({
        properties: { data: { $ref: expect.stringContaining("#/components/schemas/") } },
      });
    } else expect(success[endpoint.contentType ?? ""]?.example).toEqual(expect.any(String));
    if (!endpoint.body) return;
    const body = operation?.requestBody?.content["application/json"];
    expect(endpoint.body.safeParse(body?.example).error).toBeUndefined();
    expect(body?.schema).toHaveProperty("$ref");
  },
);

it("describes the webhooks of the events that are emitted", async () => {
  expect(Object.keys(document.webhooks)).toEqual((await eventCatalogue()).map(({ type }) => type));
  expect(Object.keys(document.webhooks)).toContain("sale.created");
});

it.each(operations.filter(({ endpoint }) => endpoint.method === "get"))(
  "$name, if it lists resources, pages by cursor and by updated_since, or says why not",
  ({ endpoint }) => {
    const items = endpoint.response instanceof z.ZodObject ? endpoint.response.shape.items : undefined;
    const item = items instanceof z.ZodArray ? items.element : undefined;
    if (!(item instanceof z.ZodObject) || !("updated_at" in item.shape)) return;
    const knows = Object.keys(endpoint.query.shape);
    if (["cursor", "updated_since", "sort"].every((name) => knows.includes(name))) return;
    expect(endpoint.description).toMatch(/at most|[Aa] day is short|few/);
  },
);

/** The properties of named schemas. */
const fields = nodes.flatMap(([path, node]) => {
  const [, owner, name] = /^\/components\/schemas\/(\w+)\/(?:.*\/)?properties\/(\w+)$/.exec(path) ?? [];
  return owner && name ? [{ owner, name, node }] : [];
});

describe("the documents that the build writes", () => {
  const parsed = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

  // before those below, which hold this process up for seconds: connections that the Worker has closed meanwhile would be used again
  it("can be read by tools on other sites", async () => {
    for (const name of ["openapi.json", "openapi.yaml", "openapi.public.json", "openapi.public.yaml"]) {
      const answer = await fetch(`${testWorker().url}/api/${name}`, { headers: { origin: "https://editor.example" } });
      await answer.body?.cancel();
      expect([name, answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([name, 200, "*"]);
    }
  });

  it("name the server by its whole address: that of the deployment, which the build is told", async () => {
    const { servers } = Document.parse(
      JSON.parse(JSON.stringify(await buildDocument("https://api.smithhvac.example"))),
    );
    expect(servers.map(({ url }) => url)).toEqual(["https://api.smithhvac.example/api/v1"]);
    expect(document.servers.map(({ url }) => new URL(url).pathname)).toEqual(["/api/v1"]);
  });

  it.each([BUILT, PUBLIC])("%s stands beside the same in YAML", (path) => {
    expect(parse(readFileSync(path.replace(/json$/, "yaml"), "utf8"), { maxAliasCount: 0 })).toEqual(parsed(path));
  });

  it("have a public part without /platform and /dev, and with nothing that only those need", () => {
    const part = Document.parse(parsed(PUBLIC));
    const isPublic = (path: string) => !/^\/(platform|dev)(\/|$)/.test(path);
    expect(Object.keys(part.paths)).toEqual(Object.keys(document.paths).filter(isPublic));
    expect(Object.keys(part.paths).length).toBeLessThan(Object.keys(document.paths).length);
    expect(part.webhooks).toEqual(document.webhooks);
    const text = JSON.stringify(part);
    for (const word of ["PlatformTenant", "platformAuth", "KeptMails"]) expect(text).not.toContain(word);
    for (const [path, item] of Object.entries(part.paths)) expect(item).toEqual(document.paths[path]);
    const refs = new Set(
      [...text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => `${kind} ${name}`),
    );
    const { securitySchemes: _, ...components } = part.components;
    const names = Object.entries(components).flatMap(([kind, parts]) =>
      Object.keys(parts as object).map((name) => `${kind} ${name}`),
    );
    expect(names.toSorted()).toEqual([...refs].toSorted());
  });

  it("show defaults as they are filled in", () => {
    const defaults = fields.flatMap(({ owner, name, node }) =>
      typeof node.default === "object" && node.default !== null && !Array.isArray(node.default)
        ? [{ field: `${owner}.${name}`, missing: missingIn(node) }]
        : [],
    );
    expect(defaults.map(({ field }) => field)).toContain("Settings.business_hours");
    expect(defaults.filter(({ missing }) => missing.length > 0)).toEqual([]);
  });
});

/** The properties that have a default of their own and are not in that of their object. */
const missingIn = (node: Record<string, unknown>): string[] =>
  Object.keys(node.properties ?? {}).filter((name) => !(name in (node.default as object)));
