import { judge } from "./answers.ts";
import {
  boundsOf,
  type Condition,
  type Field,
  type FieldType,
  isAnswered,
  isChoice,
  isFileType,
  isRepeated,
  MOST_ENTRIES,
  MOST_FILES,
  MOST_FILES_OF_ALL,
  MOST_LENGTH,
  partsOf,
  sectionsOf,
} from "./fields.ts";
import { patternProblem } from "./pattern.ts";

// What a draft must be before it is published. A draft itself may be half done.

/** What is wrong, by the path of the field on the wire. */
export type Problems = Map<string, string>;

export function publishingProblems(fields: readonly Field[]): Problems {
  const problems: Problems = new Map();
  const add = (path: string, problem: string | undefined): void => {
    if (problem !== undefined && !problems.has(path)) problems.set(path, problem);
  };
  if (!fields.some(isAnswered)) add("fields", "must have a field that can be answered");
  const places = new Map<string, number>();
  for (const [i, field] of fields.entries()) {
    const before = places.get(field.key);
    if (before !== undefined) add(`fields.${i}.key`, `is the key of fields.${before} too`);
    else places.set(field.key, i);
    for (const [name, problem] of ofField(field)) add(`fields.${i}.${name}`, problem);
  }
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const sections = sectionsOf(fields);
  /** The repeated section that a field is in. */
  const around = (key: string): Field | undefined => [sections.get(key) ?? []].flat().find(isRepeated);
  for (const [i, field] of fields.entries()) {
    if (isRepeated(field) && !fields.some((one) => isAnswered(one) && around(one.key) === field))
      add(`fields.${i}.repeat`, "needs a field behind the section that can be answered");
    for (const kind of ["all", "any"] as const)
      for (const [n, condition] of (field.visibleIf?.[kind] ?? []).entries()) {
        const path = `fields.${i}.visible_if.${kind}.${n}`;
        const section = around(condition.key);
        if (section && section !== around(field.key))
          add(`${path}.key`, `is in the entries of ${section.key}, which only fields in them can ask for`);
        for (const [name, problem] of ofCondition(condition, byKey)) add(`${path}.${name}`, problem);
      }
  }
  for (const i of circular(fields)) add(`fields.${i}.visible_if`, "depends on itself, over other fields");
  const [greediest, least] = leastFiles(fields);
  if (least > MOST_FILES_OF_ALL)
    add(
      `fields.${greediest}.min`,
      `leads to at least ${least} files with all others, and a submission keeps ${MOST_FILES_OF_ALL}: lower it, or ask for fewer files`,
    );
  return problems;
}

/** How many files a submission must have at least, and the place of what needs the most of them. What may be hidden needs none. */
function leastFiles(fields: readonly Field[]): [greediest: number, least: number] {
  const { own, repeated } = partsOf(fields);
  const always = (all: readonly Field[]): readonly Field[] => {
    const sections = sectionsOf(all);
    return all.filter((field) => !field.visibleIf && !sections.get(field.key)?.visibleIf);
  };
  const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);
  const leastOf = (field: Field): number => {
    if (!field.required) return 0;
    if (isRepeated(field)) return boundsOf(field).min * sum(always(repeated.get(field.key) ?? []).map(leastOf));
    if (field.type === "signature") return 1;
    return isFileType(field.type) ? boundsOf(field).min : 0;
  };
  const needed = always(own).map((field) => ({ field, n: leastOf(field) }));
  const [most] = needed.toSorted((a, b) => b.n - a.n);
  return [most ? fields.indexOf(most.field) : 0, sum(needed.map(({ n }) => n))];
}

const isCounted = (field: Field): boolean =>
  isRepeated(field) || ["rating", "multi_select", "photo", "file"].includes(field.type);
const isText = ({ type }: Field): boolean => MOST_LENGTH[type] !== undefined;

/** Which properties mean something for which fields. */
const meant: Record<string, (field: Field) => boolean> = {
  repeat: ({ type }) => type === "section",
  required: isAnswered,
  options: ({ type }) => isChoice(type),
  min: (field) => field.type === "number" || isCounted(field),
  max: (field) => field.type === "number" || isCounted(field),
  min_length: isText,
  max_length: isText,
  pattern: ({ type }) => type === "text",
  unit: ({ type }) => type === "number",
  default: (field) => isAnswered(field) && !isRepeated(field) && !isFileType(field.type) && field.type !== "gps",
};

function* ofField(field: Field): Generator<[string, string | undefined]> {
  const { type, options = [], min, max, minLength, maxLength, pattern } = field;
  const required = field.required || undefined; // false says nothing more than none
  const given = { ...field, required, min_length: minLength, max_length: maxLength } as Record<string, unknown>;
  for (const [name, means] of Object.entries(meant))
    if (given[name] !== undefined && !means(field)) yield [name, `means nothing for a ${type}`];
  if (isChoice(type) && options.length === 0) yield ["options", "must name what can be chosen"];
  for (const [i, { value }] of options.entries())
    if (options.findIndex((one) => one.value === value) < i) yield [`options.${i}.value`, "is there already"];
  if (min !== undefined && max !== undefined && min > max) yield ["max", "must not be less than min"];
  if (isCounted(field)) yield* ofCounts(field);
  const most = MOST_LENGTH[type];
  if (most !== undefined) {
    if ((minLength ?? 0) > (maxLength ?? most)) yield ["min_length", `must not be more than ${maxLength ?? most}`];
    if ((maxLength ?? 0) > most) yield ["max_length", `must not be more than ${most}`];
  }
  if (pattern !== undefined) yield ["pattern", patternProblem(pattern)];
  if (field.default !== undefined && meant.default?.(field) && (pattern === undefined || !patternProblem(pattern)))
    yield [
      "default",
      judge([{ ...field, visibleIf: undefined }], { [field.key]: field.default }, judged).problems[field.key],
    ];
}
const judged = { isFinal: true, files: [] };

function* ofCounts(field: Field): Generator<[string, string | undefined]> {
  const { type, min, max, options = [] } = field;
  for (const [name, value] of [
    ["min", min],
    ["max", max],
  ] as const)
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) yield [name, "must be a whole number from 0"];
  if (type === "rating") {
    const bounds = boundsOf(field);
    if (bounds.max > 10) yield ["max", "must be at most 10"];
    if (bounds.min >= bounds.max) yield ["min", `must be less than ${bounds.max}`];
    return;
  }
  const most = type === "multi_select" ? options.length : type === "section" ? MOST_ENTRIES : MOST_FILES;
  if (max === 0) yield ["max", "must be at least 1"];
  if ((max ?? 0) > most) yield ["max", `must be at most ${most}`];
  if ((min ?? 0) > Math.min(max ?? most, most)) yield ["min", `must be at most ${max ?? most}`];
}

const ordered: readonly FieldType[] = ["number", "rating", "date", "time", "datetime"];
const numeric: readonly FieldType[] = ["number", "rating"];

function* ofCondition(
  { key, op, value }: Condition,
  byKey: ReadonlyMap<string, Field>,
): Generator<[string, string | undefined]> {
  const field = byKey.get(key);
  if (!field) return yield ["key", "is the key of no field"];
  if (!isAnswered(field)) return yield ["key", `is of a ${field.type}, which takes no answer`];
  if (op === "is_set")
    return yield ["value", value === undefined || typeof value === "boolean" ? undefined : "must be true or false"];
  if (isFileType(field.type) || field.type === "gps" || isRepeated(field))
    return yield ["op", `must be is_set: that is all that a ${field.type} can be asked`];
  if ((op === "gt" || op === "lt") && !ordered.includes(field.type))
    return yield ["op", `means nothing for a ${field.type}`];
  if (op === "in" && (!Array.isArray(value) || value.length === 0)) return yield ["value", "must be a list of values"];
  if (op !== "in" && (value === undefined || Array.isArray(value))) return yield ["value", "must be one value"];
  for (const one of Array.isArray(value) ? value : [value]) yield ["value", valueProblem(field, one)];
}

/** A value that no answer can have would never be met. */
function valueProblem({ type, options = [] }: Field, value: unknown): string | undefined {
  if (isChoice(type)) return options.some((one) => one.value === value) ? undefined : "is not an option of that field";
  const wanted = numeric.includes(type) ? "number" : type === "boolean" ? "boolean" : "string";
  return typeof value === wanted ? undefined : `must be a ${wanted}`;
}

/** The places of fields that depend on themselves: by their conditions, or by those of the section that they are in. */
function circular(fields: readonly Field[]): number[] {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const sections = sectionsOf(fields);
  const needs = ({ key, visibleIf: { all = [], any = [] } = {} }: Field): string[] => [
    ...[...all, ...any].map((condition) => condition.key),
    ...[sections.get(key)?.key ?? []].flat(),
  ];
  const next = new Map(fields.map((field) => [field.key, needs(field)]));
  const leadsBack = (start: string): boolean => {
    const seen = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (key === start) return true;
      if (seen.has(key) || !byKey.has(key)) continue;
      seen.add(key);
      waiting.push(...(next.get(key) ?? []));
    }
    return false;
  };
  return fields.flatMap((field, i) => (field.visibleIf && leadsBack(field.key) ? [i] : []));
}
