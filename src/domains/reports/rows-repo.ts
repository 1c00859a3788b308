import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { dayBounds, type LocalDate, toInstant } from "#/kernel/time.ts";
import type { Column } from "./catalogue.ts";
import { columnOf, type Definition, datasets, type Filter, isGrouped, type Output, outputsOf } from "./definition.ts";
import type { Days } from "./ranges.ts";

// A report as SQL: expressions come from the catalogue by the names that the report has, every value is bound.

export type Key = (string | number)[];
/** A row of the answer, as the database has it: its values in the order of the outputs, and what tells its place. */
export type RawRow = { values: (string | number | null)[]; key: Key };

type Asked = { timezone: string; days: Days | null; after?: Key | null; limit: number };
type Order = { by: SQL; descending: boolean };

/** The next rows of a report, in its order. */
export function reportRows(ctx: Ctx, definition: Definition, { timezone, days, after, limit }: Asked) {
  const dataset = datasets[definition.dataset];
  const outputs = outputsOf(definition);
  const order = orderOf(definition, outputs);
  const shown = outputs.map((output, i) => sql`${outputSql(definition, output)} as ${alias("c", i)}`);
  const keys = order.map(({ by }, i) => sql`${by} as ${alias("k", i)}`);
  const conditions = [
    sql`r.tenant_id = ${ctx.tenant.id}`,
    ...(dataset.where ? [sql.raw(dataset.where)] : []),
    ...withinDays(definition, days, timezone),
    ...definition.filters.flatMap((filter) => {
      const column = columnOf(definition, filter.column);
      return column ? [conditionOf(column, filter)] : [];
    }),
  ];
  const groups = definition.groupBy.map((name) => expression(definition, name));
  const grouped = groups.length > 0 ? sql` group by ${sql.join(groups, sql`, `)}` : sql``;
  // without groups there is always one row, even where it sums up nothing
  const inner = sql`(select ${sql.join([...shown, ...keys], sql`, `)} from ${sql.raw(dataset.from)} where ${sql.join(conditions, sql` and `)}${grouped}) x`;
  const names = [...outputs.map((_, i) => alias("c", i)), ...order.map((_, i) => alias("k", i))];
  const fields = Object.fromEntries(
    names.map((name, i) => [`f${i}`, sql<string | number | null>`${name}`.as(`f${i}`)]),
  );
  const by = order.map(({ descending }, i) => sql`${alias("k", i)} ${sql.raw(descending ? "desc" : "asc")}`);
  const rows = q
    .select(fields)
    .from(inner)
    .where(after ? behind(order, after) : undefined)
    .orderBy(...by)
    .limit(limit);
  return mapped(rows, (found) =>
    found.map((row): RawRow => {
      const all = Object.values(row);
      return { values: all.slice(0, outputs.length), key: all.slice(outputs.length).map((value) => value ?? "") };
    }),
  );
}

const alias = (letter: "c" | "k", i: number): SQL => sql.raw(`${letter}${i}`);
const expression = (definition: Pick<Definition, "dataset">, name: string): SQL =>
  sql.raw(columnOf(definition, name)?.sql ?? "null");

function outputSql(definition: Definition, { column, fn, type }: Output): SQL {
  if (fn === null) return expression(definition, column ?? "");
  if (!column) return sql.raw("count(*)");
  const of = expression(definition, column);
  if (fn === "count_distinct") return sql`count(distinct ${of})`;
  if (fn === "avg" && type !== "quantity") return sql`cast(round(avg(${of})) as integer)`;
  // a thousandth is nothing that binary fractions have: 0.1 + 0.2
  if (type === "quantity" && (fn === "sum" || fn === "avg")) return sql`round(${sql.raw(fn)}(${of}), 3)`;
  return sql`${sql.raw(fn)}(${of})`;
}

const TEXTS = ["text", "enum", "date", "datetime"];
/** Nothing comes before everything, so that each value has its place. */
const placed = (by: SQL, type: string): SQL =>
  TEXTS.includes(type) ? sql`ifnull(${by}, '')` : sql`ifnull(${by}, -9e15)`;

/** The sort that was asked for, else by day; at the end what tells rows apart, by which any order is the same each time. */
function orderOf(definition: Definition, outputs: readonly Output[]): Order[] {
  const dataset = datasets[definition.dataset];
  const asked = definition.sort.flatMap(({ column, direction }): Order[] => {
    const output = outputs.find(({ name }) => name === column);
    if (!output) return [];
    const by = outputSql(definition, output);
    const isPlaced = output.fn === null && columnOf(definition, column)?.required;
    return [{ by: isPlaced ? by : placed(by, output.type), descending: direction === "desc" }];
  });
  if (isGrouped(definition)) {
    const groups = definition.groupBy.map((name): Order => {
      const type = columnOf(definition, name)?.type ?? "text";
      return { by: placed(expression(definition, name), type), descending: false };
    });
    return [
      ...asked,
      ...groups,
      ...(asked.length + groups.length === 0 ? [{ by: sql.raw("1"), descending: false }] : []),
    ];
  }
  // only the day of the dataset has an index
  const day = definition.dateColumn === dataset.dateColumn ? columnOf(definition, dataset.dateColumn) : undefined;
  const byDay: Order[] = day?.required && asked.length === 0 ? [{ by: sql.raw(day.sql), descending: false }] : [];
  const key = dataset.key.filter((part) => part !== day?.sql || byDay.length === 0);
  const descending = asked.length > 0 && asked.every((one) => one.descending); // in one direction an index answers it
  return [...asked, ...byDay, ...key.map((part): Order => ({ by: sql.raw(part), descending }))];
}

/** What comes behind a key. In one direction a row value says it, which SQLite answers from an index. */
function behind(order: readonly Order[], key: Key): SQL {
  const [one] = order;
  if (order.every(({ descending }) => descending === one?.descending)) {
    const names = order.map((_, i) => alias("k", i));
    const values = key.map((value) => sql`${value}`);
    return sql`(${sql.join(names, sql`, `)}) ${sql.raw(one?.descending ? "<" : ">")} (${sql.join(values, sql`, `)})`;
  }
  const cases = order.map(({ descending }, i) => {
    const same = order.slice(0, i).map((_, j) => sql`${alias("k", j)} = ${key[j]}`);
    return sql`(${sql.join([...same, sql`${alias("k", i)} ${sql.raw(descending ? "<" : ">")} ${key[i]}`], sql` and `)})`;
  });
  return sql`(${sql.join(cases, sql` or `)})`;
}

function withinDays({ dataset, dateColumn }: Definition, days: Days | null, timezone: string): SQL[] {
  const column = dateColumn ? columnOf({ dataset }, dateColumn) : undefined;
  if (!column || !days) return [];
  const by = sql.raw(column.sql);
  if (column.type === "date") return [sql`${by} >= ${days.from}`, sql`${by} <= ${days.to}`];
  return [sql`${by} >= ${dayBounds(days.from, timezone).start}`, sql`${by} < ${dayBounds(days.to, timezone).end}`];
}

const SIGNS = { eq: "=", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function conditionOf(column: Column, { op, value }: Filter): SQL {
  const by = sql`(${sql.raw(column.sql)})`;
  const bound = (one: unknown) => sql`${stored(column, one)}`;
  if (op === "is_empty") return sql`(${by} is null or ${by} = '')`;
  if (op === "is_not_empty") return sql`(${by} is not null and ${by} <> '')`;
  if (op === "ne") return sql`${by} is not ${bound(value)}`;
  if (op === "in") return sql`${by} in (select value from json_each(${JSON.stringify(value)}))`;
  if (op === "contains") return sql`instr(lower(${by}), lower(${bound(value)})) > 0`;
  return sql`${by} ${sql.raw(SIGNS[op])} ${bound(value)}`;
}

/** A value as the database has it. */
function stored({ type }: Column, value: unknown): unknown {
  if (type === "flag") return value === true ? 1 : 0;
  return type === "datetime" ? toInstant(String(value)) : value;
}

const MOST_VALUES = 200;
/** A list of values must not read all that a business has. */
const NEWEST = 5000;
/** What a column has in the newest rows of the business, in order. */
export const valuesOf = (ctx: Ctx, dataset: Definition["dataset"], column: Column) => {
  const { from, where, key } = datasets[dataset];
  const [table = ""] = from.split(" ");
  const newest = key.map((part) => `${part} desc`).join(", ");
  const rows = q
    .selectDistinct({ value: sql<string>`${sql.raw(column.sql)}`.as("value") })
    .from(
      sql`(select * from ${sql.raw(table)} r where r.tenant_id = ${ctx.tenant.id} order by ${sql.raw(newest)} limit ${NEWEST}) r${sql.raw(from.slice(`${table} r`.length))}`,
    )
    .where(sql`${sql.raw(where ?? "true")} and ${sql.raw(column.sql)} is not null`)
    .orderBy(sql.raw("1"))
    .limit(MOST_VALUES);
  return mapped(rows, (found) => found.map(({ value }) => value));
};

/** The last pay period that was closed. */
export const lastClosedPeriod = (ctx: Ctx) =>
  first(
    q
      .select({
        from: sql<LocalDate>`p.starts_on`.as("starts_on"),
        to: sql<LocalDate>`p.ends_on`.as("ends_on"),
      })
      .from(sql`"pay_periods" p`)
      .where(sql`p.tenant_id = ${ctx.tenant.id} and p.status in ('closed', 'paid')`)
      .orderBy(sql`p.starts_on desc`)
      .limit(1),
  );
