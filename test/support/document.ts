import { readFileSync } from "node:fs";
import { z } from "#/kernel/fields.ts";

// What the built OpenAPI document promises of each operation's answers.

const BUILT = "dist/assets/api/openapi.json";

const Response = z.looseObject({
  $ref: z.string().optional(),
  content: z.record(z.string(), z.looseObject({})).optional(),
});
const Parameter = z.looseObject({
  name: z.string().optional(),
  in: z.string().optional(),
  description: z.string().optional(),
  schema: z
    .looseObject({
      default: z.union([z.string(), z.number()]).optional(),
      enum: z.array(z.string()).optional(),
      type: z.string().optional(),
    })
    .optional(),
});
const Document = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        parameters: z.array(Parameter).optional(),
        responses: z.record(z.string(), Response),
      }),
    ),
  ),
  components: z.looseObject({ responses: z.record(z.string(), Response) }),
});
const ErrorSchema = z.looseObject({
  schema: z.looseObject({
    properties: z.looseObject({
      error: z.looseObject({ properties: z.looseObject({ reason: z.looseObject({ enum: z.array(z.string()) }) }) }),
    }),
  }),
});

const { paths, components } = Document.parse(JSON.parse(readFileSync(BUILT, "utf8")));
const responses = new Map(
  Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((operation) => [operation.operationId, operation.responses]),
  ),
);

/** The statuses of an operation's answers. */
export const documentedStatuses = (operationId: string): string[] => Object.keys(responses.get(operationId) ?? {});

const reasons = new Map<string, string[]>();

/** The reasons for which an operation refuses with a status; none where the status is not documented. */
export function documentedReasons(operationId: string, status: number): string[] {
  const name = `${operationId} ${status}`;
  const known = reasons.get(name) ?? reasonsIn(operationId, status);
  reasons.set(name, known);
  return known;
}
function reasonsIn(operationId: string, status: number): string[] {
  const response = responses.get(operationId)?.[status];
  const named = response?.$ref ? components.responses[response.$ref.split("/").at(-1) ?? ""] : response;
  const media = ErrorSchema.safeParse(named?.content?.["application/json"]);
  return media.data?.schema.properties.error.properties.reason.enum ?? [];
}

const parameters = new Map(
  Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((operation) => [operation.operationId, operation.parameters ?? []]),
  ),
);

/** What counts when a query does not have a parameter: its default; the order of a list, which depends on `updated_since`, is told in words. */
export const documentedDefaults = (operationId: string): Record<string, string | number> =>
  Object.fromEntries(
    (parameters.get(operationId) ?? [])
      .filter((parameter) => parameter.in === "query")
      .flatMap(({ name = "", schema, description = "" }) => {
        const value = schema?.default ?? (name === "sort" ? /`([^`]+)` when absent/.exec(description)?.[1] : undefined);
        return value === undefined ? [] : [[name, value] as const];
      }),
  );

/** The parameters of a query: the values that one may have, where they are named, and its type. Another spelling of a parameter has what that has. */
export function documentedQuery(operationId: string): { name: string; values: string[] | undefined; type: string }[] {
  const all = (parameters.get(operationId) ?? []).filter((parameter) => parameter.in === "query");
  return all.map(({ name = "", schema, description = "" }) => {
    const [, other] = /^another spelling of `(\w+)`$/.exec(description) ?? [];
    const meant = all.find((one) => one.name === other)?.schema ?? schema;
    return { name, values: meant?.enum, type: meant?.type ?? "" };
  });
}
