import { readFileSync } from "node:fs";
import { z } from "#/kernel/fields.ts";

// What the built OpenAPI document promises of each operation's answers.

const BUILT = "dist/assets/api/openapi.json";

const Response = z.looseObject({
  $ref: z.string().optional(),
  content: z.record(z.string(), z.looseObject({})).optional(),
});
const Document = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ operationId: z.string(), responses: z.record(z.string(), Response) })),
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

/** The reasons for which an operation refuses with a status; none where the status is not documented. */
export function documentedReasons(operationId: string, status: number): string[] {
  const response = responses.get(operationId)?.[status];
  const named = response?.$ref ? components.responses[response.$ref.split("/").at(-1) ?? ""] : response;
  const media = ErrorSchema.safeParse(named?.content?.["application/json"]);
  return media.data?.schema.properties.error.properties.reason.enum ?? [];
}
