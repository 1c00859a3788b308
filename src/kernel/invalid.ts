import { AppError } from "./errors.ts";
import type { z } from "./fields.ts";
import { FEW, near, wording } from "./wording.ts";

/** A refusal names at most 20 fields, by at most 200 characters each: it must not grow with a bad request. */
const MAX_FIELDS = 20;
const MAX_FIELD_NAME = 200;

/** The value as its schema reads it; refused by each field that is wrong. */
export function parse<S extends z.ZodType>(kind: "bad_request" | "invalid", schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true, error: wording });
  if (!parsed.success) throw invalid(kind, parsed.error.issues);
  return parsed.data;
}

/** Zod's issues as `fields`, by their path on the wire. */
export function invalid(kind: "bad_request" | "invalid", issues: readonly z.core.$ZodIssue[]): AppError {
  const fields = new Map<string, string>(); // a field may be called `constructor`
  const add = (path: readonly PropertyKey[], problem: string) => {
    const name = path.map(String).join(".").slice(0, MAX_FIELD_NAME) || "body";
    if (!fields.has(name) && fields.size < MAX_FIELDS) fields.set(name, problem);
  };
  const told = new Set<string>();
  for (const issue of issues.flatMap(ofOneForm))
    if (issue.code === "unrecognized_keys")
      for (const key of issue.keys) {
        // which fields there are is told once
        add([...issue.path, key], told.has(issue.message) ? "is not a field of this request" : issue.message);
        told.add(issue.message);
      }
    else add(issue.path, sentence(issue));
  const message = Array.from(fields, ([field, problem]) => `${field}: ${problem}`).join("; ");
  return new AppError(kind, "request.invalid", message.slice(0, 1000), { fields: Object.fromEntries(fields) });
}

/** What zod says of a field that is not there at all. */
const MISSING = ["invalid_type", "invalid_value", "invalid_union"];

function sentence(issue: z.core.$ZodIssue): string {
  const isMissing = issue.input === undefined && MISSING.includes(issue.code);
  if (issue.code === "invalid_value" && issue.values.length > 1) return ofValues(issue.values.map(String), issue.input);
  return isMissing ? "is required" : issue.message.replace(/^./, (first) => first.toLowerCase());
}

/** Of a value that may have several forms: what is wrong in the form that it has, where all others are of another type. */
function ofOneForm(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const forms = issue.errors.filter(
    (all) => !all.some(({ code, path }) => code === "invalid_type" && path.length === 0),
  );
  const [form] = forms;
  if (!form || forms.length > 1) return [issue];
  return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(ofOneForm);
}

/** What a field can be: of many values those that are written nearly so, if there are any. */
function ofValues(values: readonly string[], input: unknown): string {
  const all = values.join(", ");
  if (input === undefined) return values.length > FEW ? "is required" : `is required: one of ${all}`;
  const alike = values.length > FEW && typeof input === "string" ? near(values, input) : [];
  return alike.length > 0
    ? `must be one of ${values.length} values; near it: ${alike.join(", ")}`
    : `must be one of: ${all}`;
}
