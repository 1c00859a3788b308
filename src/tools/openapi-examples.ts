import type { OpenAPIHono } from "@hono/zod-openapi";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The document with an example on every JSON body: the named schemas carry one each, and what is put together from them (envelopes, pages) gets
 * one put together likewise. A body for which none can be made stays without; the test of the document refuses that.
 */
export function fillExamples(document: Document): Document {
  const schemas: Json = document.components?.schemas ?? {};
  const bodies = [...Object.values(document.paths ?? {}), ...Object.values(document.webhooks ?? {})];
  for (const media of bodies.flatMap(jsonMedia)) media.example ??= exampleOf(media.schema, schemas);
  for (const parameter of bodies.flatMap(optionalParameters))
    if (isObject(parameter.schema)) delete parameter.schema.example;
  return document;
}

/** Tools fill the example of a parameter in: fine where one is needed, but a request with every filter set finds nothing. */
const optionalParameters = (item: object): Json[] =>
  Object.values(item).flatMap((operation: unknown) =>
    isObject(operation) && Array.isArray(operation.parameters)
      ? operation.parameters.filter((parameter) => isObject(parameter) && parameter.required === false)
      : [],
  );

/** Every `application/json` media type object below an object. */
function jsonMedia(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(jsonMedia);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "application/json" && isObject(child) ? [child] : jsonMedia(child),
  );
}

/** An example of a JSON schema: its own, or that of its parts; undefined when a part that must be there has none. */
function exampleOf(schema: unknown, schemas: Json): unknown {
  if (!isObject(schema)) return undefined;
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (typeof schema.$ref === "string")
    return exampleOf(schemas[schema.$ref.slice("#/components/schemas/".length)], schemas);
  if (schema.type === "array") {
    const item = exampleOf(schema.items, schemas);
    return item === undefined ? undefined : [item];
  }
  if (!isObject(schema.properties)) return undefined;
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = Object.entries(schema.properties).map(
    ([name, property]) => [name, exampleOf(property, schemas)] as const,
  );
  if (fields.some(([name, value]) => value === undefined && required.has(name))) return undefined;
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
