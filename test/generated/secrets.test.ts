import { describe, expect, it } from "vitest";
import { z } from "#/kernel/fields.ts";
import { endpoints, named, nameOf } from "../support/endpoints.ts";

/** Names of what opens a door: an answer that shows one must be kept by nobody on its way. */
const SECRET = /(^|_)(tokens?|secret|password|ticket|challenge|recovery_codes|api_key)$|^(key|otpauth_url)$/;

/** The `key` of a field of a form, or of a condition about one, is the name of an answer. */
const isOfForm = (shape: object): boolean =>
  ("label" in shape && "type" in shape) || ("op" in shape && "value" in shape);

/** The names of all properties of a schema that hold a value of their own. */
function propertiesOf(schema: z.ZodType, seen = new Set<z.ZodType>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) => [
      ...(name === "key" && isOfForm(schema.shape) ? [] : [name]),
      ...propertiesOf(field, seen),
    ]);
  const def = schema._zod.def as unknown as Record<string, unknown>;
  return [def.element, def.innerType, def.in, def.out, def.valueType, ...((def.options as unknown[]) ?? [])]
    .filter((inner): inner is z.ZodType => inner instanceof z.ZodType)
    .flatMap((inner) => propertiesOf(inner, seen));
}

const secretsOf = (schema: z.ZodType) => propertiesOf(schema).filter((name) => SECRET.test(name));

describe("an answer that shows a token or a secret", () => {
  it.each(named(endpoints.filter(({ response }) => response && secretsOf(response).length > 0)))(
    "of %s says so",
    (_, endpoint) => {
      expect(endpoint.showsSecret, endpoint.response && secretsOf(endpoint.response).join()).toBe(true);
    },
  );

  it("is found by the names that log-ins, keys, webhooks and tickets use", () => {
    const found = endpoints.filter(({ response }) => response && secretsOf(response).length > 0).map(nameOf);
    expect(found).toEqual(
      expect.arrayContaining([
        "POST /auth/login",
        "POST /auth/refresh",
        "POST /admin/api-keys",
        "POST /admin/webhooks",
        "POST /admin/dispatch/stream-ticket",
        "POST /platform/auth/login",
      ]),
    );
  });
});
