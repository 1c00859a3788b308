import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Answer, type Business, client, newBusiness } from "./client.ts";
import { endpointsFor } from "./endpoints.ts";
import { newPlatformAdmin } from "./platform.ts";
import { newReferrer } from "./referrers.ts";
import { rowsOf } from "./tables.ts";
import { tokenAs } from "./tokens.ts";
import { findKind, furnish, kindsOf, type World } from "./world.ts";

// Random requests made from the OpenAPI document, mostly of the right form and partly far from it, by all kinds of callers. The client of the
// tests holds each answer to the document; here no answer may be a 5xx, and none may show anything of another business.

type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  example?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};
type Parameter = { $ref?: string; name: string; in: "query" | "path" | "header"; required?: boolean; schema: Schema };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { $ref?: string; content: Record<string, { schema?: Schema; example?: unknown }> };
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

const document = JSON.parse(readFileSync("dist/assets/api/openapi.json", "utf8")) as Document;

function resolved<T extends { $ref?: string }>(node: T): T {
  if (!node.$ref) return node;
  const [, , kind = "", name = ""] = node.$ref.split("/");
  return resolved(document.components[kind]?.[name] as T);
}

/** Values that no schema asks for. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, "", " ", "0", "-1", "null", "true", "NaN", "[]", "1e3", "__proto__", "constructor", "toString"],
    ...[
      "\u0000",
      "\u202e",
      "\u200b",
      "\ud800",
      "e\u0301",
      "💥".repeat(40),
      "a".repeat(5000),
      "%",
      "%00",
      "' or 1=1 --",
    ],
    ...["2026-02-30", "2026-13-01T00:00:00Z", "0000-01-01", "9999-12-31T23:59:60Z", "1970-01-01T00:00:00+01:00"],
    ...[-1, 0, -0, 1, 0.1, 2 ** 31, 2 ** 53, 1e308, -1e308, true, false, [], {}, [[]], [null], { id: 1 }],
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<unknown>, weight = 12): fc.Arbitrary<unknown> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

/** Now and then. */
const rarely = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 40, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: values });

const instants = fc.date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2100-01-01") });
const strangeIds = fc.constantFrom<unknown>(0, 1, 999_999, 2 ** 31, Number.MAX_SAFE_INTEGER);

/** Stands for the id of a thing until the request is sent: the same request is made in every run, and ids are not. */
const idOf = (whose: "OWN" | "OTHER", kind: string) => `${whose}__${kind}__`;
const STAND_IN = /"?(OWN|OTHER)__(\w+?)__"?/g;

/** Ids of a kind of thing: those of its business, of another, and some of nothing. */
const idsOf = (kind: string | undefined): fc.Arbitrary<unknown> =>
  kind === undefined
    ? strangeIds
    : fc.oneof(
        { weight: 16, arbitrary: fc.constant(idOf("OWN", kind)) },
        { weight: 1, arbitrary: fc.constant(idOf("OTHER", kind)) },
        { weight: 1, arbitrary: strangeIds },
      );

type Ids = World["ids"];
/** A request with ids in the place of what stands for them: in a path as texts, in JSON as values. */
function aimed(shot: Shot, ids: Record<"OWN" | "OTHER", Ids>): Shot {
  const put = (text: string, inJson: boolean) =>
    text.replace(STAND_IN, (_, whose: "OWN" | "OTHER", kind: string) => {
      const id = ids[whose][kind] ?? 0;
      return inJson ? JSON.stringify(id) : String(id);
    });
  return {
    ...shot,
    path: put(shot.path, false),
    ...(typeof shot.body === "string" && { body: put(shot.body, true) }),
  };
}

function textOf({ format, minLength = 0, maxLength = 60, example, pattern }: Schema): fc.Arbitrary<unknown> {
  if (format === "date") return instants.map((date) => date.toISOString().slice(0, 10));
  if (format === "date-time") return instants.map((date) => date.toISOString());
  if (format === "email") return fc.integer({ min: 1, max: 50 }).map((n) => `user-${n}@example.com`);
  if (format === "uri")
    return fc.constantFrom("https://example.com/hook", "http://localhost/", "ftp://x", "https://[::1]/");
  const any = fc.string({ unit: "grapheme", minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) });
  const numbers = pattern && /\\d/.test(pattern) ? [fc.integer({ min: 0, max: 60 }).map(String)] : [];
  return fc.oneof(any, fc.constantFrom(example ?? "text", "1", "true"), ...numbers);
}

/** Values of a schema, now and then with something else in them. */
function valuesOf(given: Schema, name = "", depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  if (depth > 6) return fc.constant(schema.example ?? null);
  const deeper = (inner: Schema, as = name) => valuesOf(inner, as, depth + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.const !== undefined) return mostly(fc.constant(schema.const), odd);
  if (schema.enum) return mostly(fc.constantFrom(...schema.enum), odd);
  if (choices) return fc.oneof(...choices.map((choice) => deeper(choice)));
  if (schema.allOf)
    return fc.tuple(...schema.allOf.map((part) => deeper(part))).map((parts) => Object.assign({}, ...parts));
  const types = [schema.type ?? (schema.properties ? "object" : "string")].flat();
  return mostly(fc.oneof(...types.map((type) => ofType(type, schema, name, deeper))), odd);
}

function ofType(
  type: string,
  schema: Schema,
  name: string,
  deeper: (inner: Schema, as?: string) => fc.Arbitrary<unknown>,
) {
  const { minimum = -10, maximum = 1_000_000 } = schema;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return /(^|_)id$/.test(name)
        ? idsOf(findKind("", name))
        : fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31) });
    case "number":
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case "array":
      return fc.array(deeper(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, 4),
      });
    case "object":
      return objectOf(schema, deeper);
    default:
      return textOf(schema);
  }
}

function objectOf(
  schema: Schema,
  deeper: (inner: Schema, as?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, example } = schema;
  const fields = Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, deeper(inner, key)]));
  const free = typeof additionalProperties === "object" ? deeper(additionalProperties) : odd;
  const built = fc.record(fields, { requiredKeys: required.filter((key) => key in fields) });
  const more = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "id")), free, {
    maxKeys: 2,
  });
  const samples = typeof example === "object" && example !== null ? [fc.tuple(fc.constant(example), built)] : [];
  const wide = mostly(
    built,
    fc.tuple(built, more).map(([a, b]) => ({ ...(a as object), ...b })),
  );
  // an example passes validation: with one field of another kind it comes far
  const nearly = samples.map((pair) =>
    fc.tuple(pair, fc.nat()).map(([[whole, other], n]) => {
      const keys = Object.keys(other as object);
      const key = keys[n % Math.max(keys.length, 1)];
      return key === undefined ? whole : { ...whole, [key]: (other as Record<string, unknown>)[key] };
    }),
  );
  const exact = samples.length > 0 ? [fc.constant(example)] : [];
  return fc.oneof(wide, ...nearly, ...nearly, ...exact);
}

export type Shot = {
  operation: string;
  method: string;
  path: string;
  caller: number;
  headers: Record<string, string>;
  body?: unknown;
};

const textIn = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
/** Bytes that a header may hold. */
const headerText = (value: string): string => value.replace(/[^\x20-\x7e]/g, "?").slice(0, 300);
const encoded = (value: unknown): string => encodeURIComponent(textIn(value).toWellFormed());

const headerArbitraries: Record<string, fc.Arbitrary<string>> = {
  "idempotency-key": fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((n) => `key-${n}`),
    fc.string({ unit: "binary", maxLength: 300 }),
  ),
  "if-match": fc.constantFrom('"1"', 'W/"1"', "*", '"1", "2"', "1", '"', ""),
  "if-none-match": fc.constantFrom('"1"', 'W/"1"', "*", '"1", W/"2"', "x", ","),
  "if-modified-since": fc.constantFrom("Wed, 21 Oct 2026 07:28:00 GMT", "yesterday"),
  "x-d1-bookmark": fc.constantFrom("any", "garbage", "SHARD_00.x"),
  "x-tenant-id": fc.constantFrom("garbage", randomUUID(), ""),
  "content-type": fc.constantFrom(
    "text/plain",
    "application/json; charset=latin1",
    "multipart/form-data",
    "text/csv",
    "image/png",
  ),
  "last-event-id": fc.constantFrom("0", "1", "-1", "999999", "x"),
  origin: fc.constantFrom("https://example.com", "null"),
  range: fc.constant("bytes=0-1"),
};

/** Requests of one operation. */
function shotsOf(method: string, path: string, { parameters = [], requestBody }: Operation): fc.Arbitrary<Shot> {
  const known = parameters.map(resolved);
  const inPath = known.filter((parameter) => parameter.in === "path");
  const inQuery = known.filter((parameter) => parameter.in === "query");
  const pathValues = fc.record(
    Object.fromEntries(
      inPath.map(({ name, schema }) => [
        name,
        /(^|_)id$/.test(name) ? mostly(idsOf(findKind(path, name)), odd, 20) : valuesOf(schema, name),
      ]),
    ),
  );
  const queryValues = fc.record(
    Object.fromEntries(
      inQuery.map(({ name, schema, required }) => {
        const values = valuesOf(schema, name);
        return [
          name,
          required
            ? values
            : fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values }),
        ];
      }),
    ),
  );
  const stray = rarely(fc.tuple(fc.string({ maxLength: 12 }), odd));
  const headers = fc.record(
    Object.fromEntries(Object.entries(headerArbitraries).map(([name, values]) => [name, rarely(values)])),
  );
  const json = requestBody && resolved(requestBody).content["application/json"];
  const raw = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.constantFrom("{", "null", '"', '{"a":1}{', "[".repeat(200)),
  );
  const bodies = json?.schema
    ? mostly(
        valuesOf(json.schema).map((value) => JSON.stringify(value)),
        raw,
        15,
      )
    : mostly(fc.constant(undefined), raw, requestBody ? 1 : 15);
  return fc.record({ pathValues, queryValues, stray, headers, body: bodies, caller: fc.nat(99) }).map((shot) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encoded((shot.pathValues as Record<string, unknown>)[name]),
    );
    const asked = Object.entries(shot.queryValues as object).filter(([, value]) => value !== undefined);
    const query = asked.concat(shot.stray ? [shot.stray] : []);
    const search = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
    return {
      operation: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: filled + (search ? `?${search}` : ""),
      caller: shot.caller,
      headers: Object.fromEntries(
        Object.entries(shot.headers).flatMap(([name, value]) => (value === null ? [] : [[name, headerText(value)]])),
      ),
      ...(shot.body !== undefined && method !== "get" && { body: shot.body }),
    };
  });
}

/** Argon2 takes 34 ms of CPU, and a password's endpoints are limited anyway. */
const isSlow = (path: string): boolean => /register|login|password|accept/.test(path);

// the mails of all businesses are shown at /dev, in development alone
const operationsAt = (isMeant: (path: string) => boolean) =>
  Object.entries(document.paths)
    .filter(([path]) => isMeant(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
        .map(([method, operation]) => ({ weight: isSlow(path) ? 1 : 6, arbitrary: shotsOf(method, path, operation) })),
    );
const operations = operationsAt((path) => !path.startsWith("/dev/"));

/** Whether a request may end its caller's session, so that nothing comes of those behind it. */
const ends = ({ path, method }: Shot): boolean =>
  /logout|\/mfa\/|everywhere|deactivate|suspend|\/move/.test(path) ||
  (method === "DELETE" && path.startsWith("/auth/sessions/"));

/** A request of any operation. */
export const anyShot: fc.Arbitrary<Shot> = fc.oneof(...operations);
/** A request of any operation below a path. */
export const shotAt = (start: string): fc.Arbitrary<Shot> =>
  fc.oneof(...operationsAt((path) => path.startsWith(start)));

/** A business and those who call in its name, or try to. */
type Scene = { business: Business; ids: Ids; tokens: (string | null)[]; platform: string; referrer: string };

/** What every text of a business has in it that no other may see. */
const mark = () => `canary-${randomUUID()}`;
const everyKind = [...new Set(kindsOf(endpointsFor("business")))];

async function openScene(): Promise<Scene> {
  const { business, ids } = await furnish(await newBusiness(), mark(), everyKind);
  const key = await business.api.post("/admin/api-keys", {
    name: "Machine",
    scopes: ["sales:read", "sales:write", "items:write"],
  });
  const owner = await tokenAs(business, ["owner"], 1);
  const { accessToken: platform } = await newPlatformAdmin();
  const { key: referrer } = await newReferrer();
  return {
    business,
    ids,
    platform,
    referrer,
    // the owner most often
    tokens: [
      ...Array.from({ length: 14 }, () => owner),
      await tokenAs(business, ["technician"], 1),
      await tokenAs(business, ["dispatcher"]),
      String(key.data.key),
      null,
      "garbage",
      "eyJhbGciOiJub25lIn0.e30.",
    ],
  };
}

/** A request on its way to a business: the status of its answer, and what is wrong with it. */
async function fire(
  { tokens, platform, referrer, business }: Scene,
  canary: string,
  shot: Shot,
): Promise<{ status?: number; problem?: string }> {
  const isPlatforms = shot.path.startsWith("/platform");
  const token = isPlatforms && shot.caller > 10 ? platform : tokens[shot.caller % tokens.length];
  const isReferrers = shot.path.startsWith("/open") && shot.caller > 1;
  const api = client({
    ...(isReferrers && { "x-tradeengage-signature": referrer }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(!isPlatforms && { "x-tenant-id": business.tenantId }),
  });
  let answer: Pick<Answer, "status" | "text">;
  try {
    if (shot.path.includes("/stream")) {
      const response = await api.open(shot.path, { method: shot.method, headers: shot.headers });
      answer = { status: response.status, text: response.ok ? "" : await response.text() };
      if (response.ok) await response.body?.cancel();
    } else answer = await api.request(shot.method, shot.path, shot.body, shot.headers);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const { status, text } = answer;
  if (status >= 500) return { status, problem: `${status} ${text}` };
  const shows = !isPlatforms && text.includes(canary);
  return { status, ...(shows && { problem: `shows another business: ${text.slice(0, 500)}` }) };
}

/** Requests that a business gets before the next one: it has 200 a minute. */
const PER_BUSINESS = 170;
/** Random texts open no link and no portal: such requests say nothing of the share that is carried out. */
const OPENED_BY_SECRET = /^\/(?:e|i|customer)\//;
/**
 * Fires `count` requests, the same ones for a seed. Answers what was wrong, with the request and at most ten times, and which share of the
 * requests was carried out.
 */
export async function fuzz(seed: number, count: number): Promise<{ wrong: unknown[]; doneShare: number }> {
  const other = await furnish(await newBusiness(), mark(), everyKind);
  const before = await rowsOf(other.business);
  const wrong: unknown[] = [];
  let [done, tried] = [0, 0];
  for (let first = 0; first < count && wrong.length < 10; first += PER_BUSINESS) {
    const scene = await openScene();
    const shots = fc.sample(anyShot, { seed: seed + first, numRuns: Math.min(PER_BUSINESS, count - first) });
    // one after the other, so that a seed finds the same again
    for (const shot of [...shots.filter((one) => !ends(one)), ...shots.filter(ends)]) {
      const { status = 0, problem } = await fire(scene, other.mark, aimed(shot, { OWN: scene.ids, OTHER: other.ids }));
      if (problem) wrong.push({ seed: seed + first, problem, shot });
      if (!OPENED_BY_SECRET.test(shot.path)) tried++;
      if (status >= 200 && status < 300) done++;
    }
  }
  if ((await rowsOf(other.business)) !== before) wrong.push({ seed, problem: "another business' rows have changed" });
  return { wrong: wrong.slice(0, 10), doneShare: done / tried };
}
