import { OpenAPIHono } from "@hono/zod-openapi";
import type { Endpoint } from "#/http/endpoint.ts";
import { z } from "#/kernel/fields.ts";
import { type Answer, client } from "./client.ts";
import type { Cost } from "./crashable/costs.ts";

// What the generated tests need to call any endpoint without knowing it: a path, a body, a token.

export const isStream = (endpoint: Endpoint): boolean => endpoint.contentType === "text/event-stream";
export const paramNames = (endpoint: Endpoint): string[] =>
  [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

/** What stands for a parameter that is not a number. */
const anyParam: Record<string, string> = { address: "nobody@example.com" };

/** `/admin/dispatch/{id}/assign` with `{ id: 42 }` -> `/admin/dispatch/42/assign`. */
export const fill = (endpoint: Endpoint, params: Record<string, string | number>): string =>
  endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? anyParam[name] ?? "1"));

const examples = new Map<Endpoint, Record<string, unknown>>();

/** The body's example in the OpenAPI document, which passes validation. */
export function exampleBody(endpoint: Endpoint): Record<string, unknown> | undefined {
  const { body, operationId } = endpoint;
  if (!body) return undefined;
  let example = examples.get(endpoint);
  if (!example) {
    const document = new OpenAPIHono();
    document.openAPIRegistry.register(operationId, body);
    const { components } = document.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: operationId, version: "1" },
    });
    const schema = components?.schemas?.[operationId];
    example = schema && "example" in schema ? (schema.example as Record<string, unknown>) : undefined;
    if (!example) throw new Error(`The body of ${operationId} has no example.`);
    examples.set(endpoint, example);
  }
  return structuredClone(example);
}

type Def = {
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  in?: z.ZodType;
  options?: z.ZodType[];
};
const defOf = (schema: z.ZodType): Def => schema._zod.def as unknown as Def;

/** Ids that other systems give. */
const OTHERS_IDS = ["external_id"];
/** Whether a field is the id of a thing; what clients call their own reports is none. */
const isId = (key: string): boolean => key.endsWith("_id") && !key.startsWith("client_") && !OTHERS_IDS.includes(key);

/** Paths of the ids that a schema takes: `["technician_id"]`, `["items", "0", "part_id"]`. */
export function idPaths(schema: z.ZodType | undefined, at: readonly string[] = []): string[][] {
  if (!schema) return [];
  const { shape, element, innerType, in: input, options } = defOf(schema);
  if (shape)
    return Object.entries(shape).flatMap(([key, field]) => (isId(key) ? [[...at, key]] : idPaths(field, [...at, key])));
  if (element) return idPaths(element, [...at, "0"]);
  if (options) return options.flatMap((option) => idPaths(option, at));
  return idPaths(innerType ?? input, at);
}

/** Those of the paths whose list or object the body has. */
export const within = (body: Record<string, unknown>, paths: string[][]): string[][] =>
  paths.filter((path) => path.length === 1 || body[path[0] ?? ""] !== undefined);

/** Sets a value deep inside an example body; not inside a list or object that the example leaves out. */
export function put(body: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    body[key] = value;
    return;
  }
  const inner = body[key] as Record<string, unknown> | undefined;
  if (inner) put(inner, rest, value);
}

/** A file that an endpoint takes as its body. */
const exampleFile = ({ upload }: Endpoint): Call | undefined =>
  upload && {
    body: Uint8Array.from(Buffer.from(upload.example, "base64")),
    headers: { "content-type": upload.types[0] },
  };

/** What stands for a text that a query must have. */
const anyQuery: Record<string, string> = { column: "technician" };

/** The first value of each field that a query must have. */
const neededQuery = ({ query }: Endpoint): string =>
  Object.entries(query.shape)
    .flatMap(([name, field]) => {
      const value = field instanceof z.ZodEnum ? field.options[0] : anyQuery[name];
      return value === undefined ? [] : [`${name}=${value}`];
    })
    .join("&");

export type Call = {
  params?: Record<string, string | number>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** Calls an endpoint from a fresh address, with a token or without one; `send` replaces the network. A stream that opens is closed again. */
export async function call(
  endpoint: Endpoint,
  token: string | null,
  given: Call = {},
  send: typeof fetch = fetch,
): Promise<Answer> {
  const file = given.body === undefined ? exampleFile(endpoint) : undefined;
  const input = { ...given, ...file, headers: { ...file?.headers, ...given.headers } };
  const api = client(token === null ? {} : { authorization: `Bearer ${token}` }, send);
  const query = input.query ?? neededQuery(endpoint);
  const path = `${fill(endpoint, input.params ?? {})}${query ? `?${query}` : ""}`;
  const method = endpoint.method.toUpperCase();
  if (!isStream(endpoint)) return await api.request(method, path, input.body, input.headers);
  const response = await api.open(path, { method, ...(input.headers && { headers: input.headers }) });
  if (!response.ok) {
    const text = await response.text();
    const body = JSON.parse(text) as Answer["body"];
    return { status: response.status, headers: response.headers, body, data: undefined, error: body.error, text };
  }
  await response.body?.cancel();
  return { status: response.status, headers: response.headers, body: {}, data: {}, error: undefined, text: "" };
}

export const outcome = ({ status, error }: Pick<Answer, "status" | "error">): string => `${status} ${error?.reason}`;

export const nothing: Cost = { trips: 0, read: 0, written: 0, control: 0 };

/** What an answer has cost, as it tells its caller. */
export function costOf({ headers }: Pick<Answer, "headers">): Cost {
  const timing = headers.get("server-timing") ?? "";
  const d1 = /trips=(\d+) rows_read=(\d+) rows_written=(\d+).*control;desc="trips=(\d+)/.exec(timing);
  const [trips = -1, read = -1, written = -1, control = -1] = d1?.slice(1).map(Number) ?? [];
  return { trips, read, written, control };
}
