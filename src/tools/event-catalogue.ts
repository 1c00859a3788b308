import type { OpenAPIHono } from "@hono/zod-openapi";
import type { EventDefinition } from "#/kernel/events.ts";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const SCHEMAS = "#/components/schemas/";

/** What anybody may know of a kind of event; `data_schema` is a JSON schema (2020-12) of its data that refers to nothing outside. */
export type CatalogueEntry = Record<"type" | "description" | "permission" | "entity", string> &
  Record<"data_schema" | "data_example", Json>;

/** The events as the document describes them in its `webhooks`. */
export function catalogueOf(document: Document, events: readonly EventDefinition[]): CatalogueEntry[] {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Json>;
  return events.map(({ type, about: description, permission, entity }) => {
    const body = bodyOf(document, type);
    const data = (body.schema.properties as Record<string, Json>).data ?? {};
    const { data: example } = body.example as { data: Json };
    return {
      ...{ type, description, permission, entity },
      ...{ data_schema: selfContained(data, schemas), data_example: example },
    };
  });
}

/** The document with an example of each event that tells of this event: the one of its schema is that of any thing of the kind. */
export function withOwnExamples(document: Document, events: readonly EventDefinition[]): Document {
  for (const { type, example: own } of events) {
    const body = bodyOf(document, type);
    const { data, ...rest } = body.example as { data: Json };
    body.example = { ...rest, type, data: { ...data, ...own } };
  }
  return document;
}

type Body = { schema: Json; example: unknown };
type Post = { requestBody: { content: Record<string, Body> } };
function bodyOf(document: Document, type: string): Body {
  const post = document.webhooks?.[type]?.post as Post | undefined;
  const body = post?.requestBody.content["application/json"];
  if (!body) throw new Error(`The event ${type} has no body in the document.`);
  return body;
}

/** A schema with all that it refers to in its `$defs`. */
function selfContained(schema: Json, schemas: Record<string, Json>): Json {
  const used = new Map<string, Json>();
  const copy = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(copy);
    if (!isObject(node)) return node;
    const { example: _, ...rest } = node; // no word of JSON schema; validators that are strict refuse it
    const entries = Object.entries(rest).map(([key, value]): [string, unknown] => {
      if (key === "properties") return [key, mapped(value as Json, copy)];
      return [key, key === "$ref" ? follow(String(value)) : copy(value)];
    });
    return Object.fromEntries(entries);
  };
  const follow = (ref: string): string => {
    const name = ref.slice(SCHEMAS.length);
    if (!used.has(name)) {
      used.set(name, {}); // a schema may refer to itself
      used.set(name, copy(schemas[name]) as Json);
    }
    return `#/$defs/${name}`;
  };
  const root = typeof schema.$ref === "string" ? (schemas[schema.$ref.slice(SCHEMAS.length)] ?? {}) : schema;
  const copied = copy(root) as Json;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...copied,
    ...(used.size > 0 && { $defs: Object.fromEntries(used) }),
  };
}

const mapped = (record: Json, change: (value: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
