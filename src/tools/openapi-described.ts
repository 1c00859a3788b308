import type { OpenAPIHono } from "@hono/zod-openapi";
import { words } from "./openapi-words.ts";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The document with a description on each property and parameter that has none of its own, from openapi-words.ts. */
export function describe(document: Document): Document {
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) describeSchema(schema, name);
  for (const item of [...Object.values(document.paths ?? {}), ...Object.values(document.webhooks ?? {})])
    describeOperations(item);
  return document;
}

function describeOperations(item: unknown): void {
  if (Array.isArray(item)) item.forEach(describeOperations);
  if (!isObject(item)) return;
  for (const [key, child] of Object.entries(item)) {
    if (key === "schema") describeSchema(child, "");
    else if (key === "parameters" && Array.isArray(child)) child.forEach(describeParameter);
    if (key !== "schema" && key !== "example") describeOperations(child);
  }
}

function describeParameter(parameter: unknown): void {
  if (!isObject(parameter) || typeof parameter.$ref === "string") return;
  parameter.description ??= words[String(parameter.name)];
}

/** `owner` is the named schema that it is part of. */
function describeSchema(schema: unknown, owner: string): void {
  if (!isObject(schema)) return;
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (isObject(property) && typeof property.$ref !== "string")
      property.description ??= words[`${owner}.${name}`] ?? words[name];
    describeSchema(property, owner);
  }
  for (const part of [schema.items, schema.additionalProperties]) describeSchema(part, owner);
  for (const parts of [schema.anyOf, schema.oneOf, schema.allOf])
    if (Array.isArray(parts)) for (const part of parts) describeSchema(part, owner);
}
