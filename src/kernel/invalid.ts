import { AppError } from "./errors.ts";
import type { z } from "./fields.ts";

/** A refusal names at most 20 fields, by at most 200 characters each: it must not grow with a bad request. */
const MAX_FIELDS = 20;
const MAX_FIELD_NAME = 200;

/** Zod's issues as `fields`, by their path on the wire. */
export function invalid(kind: "bad_request" | "invalid", issues: readonly z.core.$ZodIssue[]): AppError {
  const fields = new Map<string, string>(); // a field may be called `constructor`
  const add = (path: readonly PropertyKey[], problem: string) => {
    const name = path.map(String).join(".").slice(0, MAX_FIELD_NAME) || "body";
    if (!fields.has(name) && fields.size < MAX_FIELDS) fields.set(name, problem);
  };
  for (const issue of issues)
    if (issue.code === "unrecognized_keys")
      for (const key of issue.keys) add([...issue.path, key], "is not a field of this request");
    else add(issue.path, sentence(issue));
  const message = Array.from(fields, ([field, problem]) => `${field}: ${problem}`).join("; ");
  return new AppError(kind, "request.invalid", message.slice(0, 1000), { fields: Object.fromEntries(fields) });
}

const sentence = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_type" && issue.input === undefined
    ? "is required"
    : issue.message.replace(/^Invalid input: /, "").replace(/^./, (first) => first.toLowerCase());
