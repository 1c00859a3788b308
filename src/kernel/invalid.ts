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

/** What zod says of a field that is not there at all. */
const MISSING = ["invalid_type", "invalid_value", "invalid_union"];

function sentence(issue: z.core.$ZodIssue): string {
  const isMissing = issue.input === undefined && MISSING.includes(issue.code);
  if (issue.code === "invalid_value" && issue.values.length > 1) return ofValues(issue.values.map(String), issue.input);
  return isMissing
    ? "is required"
    : issue.message.replace(/^Invalid input: /, "").replace(/^./, (first) => first.toLowerCase());
}

/** Values that are always told in full, where there are no more. */
const FEW = 20;
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What a field can be: of many values those that are written nearly so, if there are any. */
function ofValues(values: readonly string[], input: unknown): string {
  const all = values.join(", ");
  if (input === undefined) return values.length > FEW ? "is required" : `is required: one of ${all}`;
  const given = typeof input === "string" ? plain(input) : "";
  const near = given === "" ? [] : values.filter((value) => plain(value).endsWith(given) || given === plain(value));
  return values.length > FEW && near.length > 0
    ? `must be one of ${values.length} values; near it: ${near.slice(0, 5).join(", ")}`
    : `must be one of: ${all}`;
}
