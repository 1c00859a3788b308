import type { Permission } from "#/kernel/permissions.ts";

// What a dataset and its columns are. The SQL here is ours alone: a client names columns, and their values are bound.

export const columnTypes = [
  "money",
  "int",
  "quantity",
  "bps",
  "duration",
  "date",
  "datetime",
  "text",
  "enum",
  "flag",
] as const;
export type ColumnType = (typeof columnTypes)[number];

export type Column = {
  type: ColumnType;
  /** The expression that the column is read by. */
  sql: string;
  about: string;
  /** Of an enum: all that there are. */
  values?: readonly string[];
  /** Has a value in every row, so it can be sorted by an index. */
  required?: true;
  /** What one must be allowed to read beside the dataset. */
  permission?: Permission;
};

export type Dataset = {
  about: string;
  /** Who may read the list of these. */
  permission: Permission;
  /** `r` are the rows themselves, each join adds at most one row. */
  from: string;
  /** What holds for every row that is shown. */
  where?: string;
  /** What tells the rows apart, in the order of an index. */
  key: readonly string[];
  columns: Record<string, Column>;
  /** The column that a range of days is about where a report names none. */
  dateColumn: string;
};

type More = Partial<Pick<Column, "required" | "permission">>;
const of =
  (type: ColumnType) =>
  (sql: string, about: string, more: More = {}): Column => ({ type, sql, about, ...more });
export const money = of("money");
export const int = of("int");
export const bps = of("bps");
export const duration = of("duration");
export const date = of("date");
export const datetime = of("datetime");
export const text = of("text");
export const flag = of("flag");
export const choice = (sql: string, values: readonly string[], about: string, more: More = {}): Column => ({
  ...of("enum")(sql, about, more),
  values,
});
/** Stored in thousandths. */
export const quantity = (sql: string, about: string, more: More = {}): Column =>
  of("quantity")(`${sql} / 1000.0`, about, more);
export const always = { required: true } as const;

/** The month of a day, `2026-03`. */
export const month = (sql: string): Column => text(`substr(${sql}, 1, 7)`, "its month, like 2026-03");

/** The name of what another table has under an id. */
export const joined = (table: string, alias: string, id: string): string =>
  ` left join "${table}" ${alias} on ${alias}.tenant_id = r.tenant_id and ${alias}.id = ${id}`;
