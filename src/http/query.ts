import type { Context } from "hono";
import type { z } from "#/kernel/fields.ts";
import { invalid } from "#/kernel/invalid.ts";
import type { AppEnv } from "./context.ts";

/** Each parameter with its value; the first one of those that may come several times. */
export function queryOf({ req }: Context<AppEnv>, repeatable: readonly string[] = []): Record<string, string> {
  const issues = Object.entries(req.queries())
    .filter(([name, values]) => values.length > 1 && !repeatable.includes(name))
    .map(([name, values]): z.core.$ZodIssue => {
      const message = `is sent ${values.length} times: send it once`;
      return { code: "custom", path: [name], message, input: values };
    });
  if (issues.length > 0) throw invalid("bad_request", issues);
  return req.query();
}
