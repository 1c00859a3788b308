import type { FieldErrors } from "#/kernel/errors.ts";
import type { Permission } from "#/kernel/permissions.ts";
import type { Column, ColumnType, Dataset } from "./catalogue.ts";
import { operationDatasets } from "./datasets.ts";
import { officeDatasets } from "./more-datasets.ts";
import type { DateRange } from "./ranges.ts";

// What a report asks for, and whether it can be answered: pure.

const catalogue = { ...operationDatasets, ...officeDatasets } satisfies Record<string, Dataset>;
export type DatasetName = keyof typeof catalogue;
export const datasets: Record<DatasetName, Dataset> = catalogue;
export const datasetNames = Object.keys(catalogue) as [DatasetName, ...DatasetName[]]; // safe: there are some

const LISTED = ["text", "enum", "flag"];
/** The columns of a dataset whose values can be listed. */
export const listedColumns = (dataset: DatasetName): string[] =>
  Object.entries(datasets[dataset].columns).flatMap(([name, { type }]) => (LISTED.includes(type) ? [name] : []));

export const operators = ["eq", "ne", "in", "gt", "gte", "lt", "lte", "contains", "is_empty", "is_not_empty"] as const;
export type Operator = (typeof operators)[number];
export const functions = ["sum", "avg", "min", "max", "count", "count_distinct"] as const;
export type AggregateFunction = (typeof functions)[number];

type Value = string | number | boolean;
export type Filter = { column: string; op: Operator; value?: Value | Value[] | null | undefined };
export type Aggregation = { fn: AggregateFunction; column?: string | null | undefined };
export type Sort = { column: string; direction?: "asc" | "desc" | undefined };
export type Definition = {
  dataset: DatasetName;
  columns: string[];
  filters: Filter[];
  groupBy: string[];
  aggregations: Aggregation[];
  sort: Sort[];
  dateColumn: string | null;
  dateRange: DateRange | null;
};

/** A column of the answer. */
export type Output = { name: string; type: ColumnType; column: string | null; fn: AggregateFunction | null };

const NUMBERS: readonly ColumnType[] = ["money", "int", "quantity", "bps", "duration"];
const TIMES: readonly ColumnType[] = ["date", "datetime"];

export const operatorsOf = (type: ColumnType): readonly Operator[] => {
  const empty = ["is_empty", "is_not_empty"] as const;
  if (type === "flag") return ["eq", ...empty];
  if (type === "enum") return ["eq", "ne", "in", ...empty];
  if (type === "text") return ["eq", "ne", "in", "contains", ...empty];
  return [...(type === "datetime" ? [] : (["eq", "ne", "in"] as const)), "gt", "gte", "lt", "lte", ...empty];
};
export const functionsOf = (type: ColumnType): readonly AggregateFunction[] => {
  const counts = ["count", "count_distinct"] as const;
  if (NUMBERS.includes(type)) return ["sum", "avg", "min", "max", ...counts];
  return TIMES.includes(type) ? ["min", "max", ...counts] : counts;
};

export const columnOf = ({ dataset }: Pick<Definition, "dataset">, name: string): Column | undefined =>
  Object.hasOwn(datasets[dataset].columns, name) ? datasets[dataset].columns[name] : undefined;

export const isGrouped = ({ groupBy, aggregations }: Definition): boolean =>
  groupBy.length > 0 || aggregations.length > 0;

/**
 * Whether the order of a report may be another one at the next portion: that of any sort but one by the day of its rows. Such a report is read at once.
 */
export const isReadAtOnce = (definition: Definition): boolean => {
  const { dateColumn, columns } = datasets[definition.dataset];
  const [sort, more] = definition.sort;
  const isByDay = sort?.column === dateColumn && columns[dateColumn]?.required === true;
  return sort !== undefined && (isGrouped(definition) || !isByDay || more !== undefined);
};

/** What an aggregation is called in the answer: `sum_total_cents`; `count` counts the rows. */
export const nameOf = ({ fn, column }: Aggregation): string => (column ? `${fn}_${column}` : fn);

/** The columns of the answer, in their order. */
export function outputsOf(definition: Definition): Output[] {
  const plain = (name: string): Output => ({
    ...{ name, column: name, fn: null },
    type: columnOf(definition, name)?.type ?? "text",
  });
  if (!isGrouped(definition)) return definition.columns.map(plain);
  const summed = definition.aggregations.map(({ fn, column }): Output => {
    const counts = fn === "count" || fn === "count_distinct";
    const type = counts || !column ? "int" : (columnOf(definition, column)?.type ?? "int");
    // an average of whole things has decimals
    const shown = fn === "avg" && type === "int" ? "quantity" : type;
    return { name: nameOf({ fn, column }), column: column ?? null, fn, type: shown };
  });
  return [...definition.groupBy.map(plain), ...summed];
}

/** Every column that a report reads, by the field that names it. */
function named({ columns, filters, groupBy, aggregations, dateColumn }: Definition): [field: string, name: string][] {
  return [
    ...columns.map((name, i): [string, string] => [`columns.${i}`, name]),
    ...filters.map(({ column }, i): [string, string] => [`filters.${i}.column`, column]),
    ...groupBy.map((name, i): [string, string] => [`group_by.${i}`, name]),
    ...aggregations.flatMap(({ column }, i): [string, string][] =>
      column ? [[`aggregations.${i}.column`, column]] : [],
    ),
    ...(dateColumn ? [["date_column", dateColumn] as [string, string]] : []),
  ];
}

/** What one must be allowed to read, each with the field that asks for it. */
export function permissionsNeeded(definition: Definition): Map<Permission, string> {
  const needed = new Map<Permission, string>([[datasets[definition.dataset].permission, "dataset"]]);
  for (const [field, name] of named(definition)) {
    const permission = columnOf(definition, name)?.permission;
    if (permission && !needed.has(permission)) needed.set(permission, field);
  }
  return needed;
}

/** What is wrong with a report, by the field; nothing when it can be answered. */
export function problemsOf(definition: Definition): FieldErrors {
  const { columns, filters, groupBy, aggregations, sort, dateColumn, dateRange } = definition;
  const problems: FieldErrors = {};
  const known = Object.keys(datasets[definition.dataset].columns);
  for (const [field, name] of named(definition))
    if (!columnOf(definition, name)) problems[field] = `must be a column of ${definition.dataset}: ${known.join(", ")}`;
  for (const [i, filter] of filters.entries()) {
    const column = columnOf(definition, filter.column);
    const wrong = column && filterProblem(column, filter);
    if (wrong) problems[`filters.${i}.${wrong.field}`] = wrong.problem;
  }
  for (const [i, { fn, column }] of aggregations.entries()) {
    const type = column ? columnOf(definition, column)?.type : undefined;
    if (!column && fn !== "count") problems[`aggregations.${i}.column`] = `is required with ${fn}`;
    else if (type && !functionsOf(type).includes(fn))
      problems[`aggregations.${i}.fn`] = `must be one of ${functionsOf(type).join(", ")} for a column of type ${type}`;
  }
  if (!isGrouped(definition) && columns.length === 0)
    problems.columns = "must name at least one column, or group_by or aggregations must";
  if (isGrouped(definition))
    for (const [i, name] of columns.entries())
      if (!groupBy.includes(name)) problems[`columns.${i}`] ??= "must be in group_by too, or be left out";
  const shown = outputsOf(definition).map(({ name }) => name);
  for (const [i, name] of shown.entries())
    if (shown.indexOf(name) !== i) problems[isGrouped(definition) ? "aggregations" : "columns"] = `names ${name} twice`;
  for (const [i, { column }] of sort.entries())
    if (!shown.includes(column)) problems[`sort.${i}.column`] = `must be a column of the answer: ${shown.join(", ")}`;
  if (dateColumn) {
    const type = columnOf(definition, dateColumn)?.type;
    if (type && !TIMES.includes(type)) problems.date_column = "must be a column of type date or datetime";
  }
  const range = dateRange?.preset === "custom" ? dateRange : undefined;
  if (range && (!range.dateFrom || !range.dateTo))
    problems[range.dateFrom ? "date_range.date_to" : "date_range.date_from"] = "is required with custom";
  else if (range?.dateFrom && range.dateTo && range.dateTo < range.dateFrom)
    problems["date_range.date_to"] = "must not be before date_from";
  return problems;
}

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const MOST_VALUES = 100;

function filterProblem(column: Column, { op, value }: Filter): { field: string; problem: string } | undefined {
  const allowed = operatorsOf(column.type);
  if (!allowed.includes(op))
    return { field: "op", problem: `must be one of ${allowed.join(", ")} for a column of type ${column.type}` };
  if (op === "is_empty" || op === "is_not_empty")
    return value == null ? undefined : { field: "value", problem: `must be left out with ${op}` };
  if (op === "in") {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_VALUES)
      return { field: "value", problem: `must be a list of 1 to ${MOST_VALUES} values` };
    const wrong = value.map((one) => valueProblem(column, one)).find(Boolean);
    return wrong ? { field: "value", problem: wrong } : undefined;
  }
  if (value == null || Array.isArray(value)) return { field: "value", problem: "must be one value" };
  const wrong = valueProblem(column, value);
  return wrong ? { field: "value", problem: wrong } : undefined;
}

function valueProblem({ type, values }: Column, value: Value): string | undefined {
  if (type === "flag") return typeof value === "boolean" ? undefined : "must be true or false";
  if (type === "quantity") return typeof value === "number" ? undefined : "must be a number";
  if (NUMBERS.includes(type))
    return Number.isSafeInteger(value) ? undefined : `must be an integer${type === "money" ? " number of cents" : ""}`;
  if (typeof value !== "string") return "must be a text";
  if (type === "enum") return values?.includes(value) ? undefined : `must be one of ${values?.join(", ")}`;
  if (type === "date") return DAY.test(value) ? undefined : "must be a calendar day, YYYY-MM-DD";
  if (type === "datetime")
    return INSTANT.test(value) && !Number.isNaN(Date.parse(value))
      ? undefined
      : "must be a date and time in UTC, like 2026-03-28T09:00:00Z";
  return undefined;
}
