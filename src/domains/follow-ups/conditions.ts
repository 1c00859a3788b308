import type { Trigger } from "./statuses.ts";
import { type FieldKind, triggerFacts } from "./triggers.ts";

export const operators = ["is", "is_not", "in", "not_in", "at_least", "at_most", "has", "has_not"] as const;
export type Operator = (typeof operators)[number];
type Value = string | number | boolean | string[] | number[];
export type Condition = { field: string; op: Operator; value: Value };
/** What is known of a thing, by the names of the fields. */
export type Values = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

const operatorsOf: Record<FieldKind, readonly Operator[]> = {
  text: ["is", "is_not", "in", "not_in"],
  number: ["is", "is_not", "in", "not_in", "at_least", "at_most"],
  flag: ["is"],
  list: ["has", "has_not"],
};
const isList = (op: Operator): boolean => op === "in" || op === "not_in";
const wants: Record<FieldKind, { type: string; name: string }> = {
  text: { type: "string", name: "a text" },
  number: { type: "number", name: "a number" },
  flag: { type: "boolean", name: "true or false" },
  list: { type: "string", name: "a text" },
};

/** What is wrong with conditions, by their paths; empty where nothing is. */
export function problemsOf(trigger: Trigger, conditions: readonly Condition[]): Record<string, string> {
  const { fields } = triggerFacts[trigger];
  const problems = conditions.flatMap(({ field, op, value }, i): [string, string][] => {
    const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!kind) return [[`conditions.${i}.field`, `must be one of ${Object.keys(fields).join(", ")} with ${trigger}`]];
    if (!operatorsOf[kind].includes(op))
      return [[`conditions.${i}.op`, `must be one of ${operatorsOf[kind].join(", ")} with ${field}`]];
    const { type, name } = wants[kind];
    if (isList(op) !== Array.isArray(value) || [value].flat().some((one) => typeof one !== type))
      return [[`conditions.${i}.value`, isList(op) ? `must be a list, each ${name}` : `must be ${name}`]];
    return [];
  });
  return Object.fromEntries(problems);
}

/** Whether a thing is as all of the conditions want it. What is not known is nothing: neither equal nor above nor below. */
export const holds = (conditions: readonly Condition[], values: Values): boolean =>
  conditions.every((condition) => holdsOne(condition, values[condition.field] ?? null));

function holdsOne({ op, value }: Condition, actual: Values[string]): boolean {
  const among = (list: readonly unknown[]) => list.some((one) => one === actual);
  switch (op) {
    case "is":
      return actual === value;
    case "is_not":
      return actual !== value;
    case "in":
      return among([value].flat());
    case "not_in":
      return !among([value].flat());
    case "at_least":
      return typeof actual === "number" && actual >= Number(value);
    case "at_most":
      return typeof actual === "number" && actual <= Number(value);
    case "has":
      return Array.isArray(actual) && actual.includes(value as never);
    case "has_not":
      return !Array.isArray(actual) || !actual.includes(value as never);
  }
}
