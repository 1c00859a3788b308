import { and, type Column, eq, getTableColumns, type SQL } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { type AppError, notFound } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { changesOf } from "./changes.ts";
import { first, mapped, q, type Statement } from "./client.ts";
import type { AuditedPart } from "./commit.ts";
import { count, holdTotal, total } from "./counters.ts";
import { ofCustomer } from "./customer-rows.ts";
import { type DaySums, daySumsMoved } from "./day-sums.ts";
import { must } from "./guards.ts";
import { read } from "./load.ts";
import { type ListInput, type ListOf, listRows } from "./page.ts";
import { insertInto, prepared, type Slot, updateOf } from "./prepared.ts";
import { nextId } from "./sequences.ts";
import { assertVersion, mustBeCurrent, nextStamps } from "./stamps.ts";
import { isStandIn, newStandIn } from "./taken-ids.ts";
import { type TechnicianSums, technicianSumsMoved } from "./technician-sums.ts";

type ResourceTable = SQLiteTable &
  Record<"tenantId" | "id" | "createdAt" | "updatedAt" | "version", SQLiteColumn> & {
    $inferSelect: { tenantId: string; id: number; version: number };
  };
type RowOf<T extends ResourceTable> = T["$inferSelect"];
/** Filled by `insert`. */
type Filled = "tenantId" | "createdAt" | "updatedAt" | "version" | "createdBy";
type NewOf<T extends ResourceTable, D extends keyof RowOf<T>> = Omit<T["$inferInsert"], Filled | D>;
type ChangeOf<T extends ResourceTable, D extends keyof RowOf<T>> = Partial<Omit<RowOf<T>, Filled | "id" | D>>;

type Options<T extends ResourceTable, D extends keyof RowOf<T>> = {
  /** Name of the sequence of its ids, where that is not the entity's. */
  sequence?: string;
  /** Columns that follow from the others, on each write. */
  derived?: (row: RowOf<T>) => { [K in D]: RowOf<T>[K] };
  /** A stored row as it reads: what a row that is older than a column lacks is filled in. */
  read?: (row: RowOf<T>) => RowOf<T>;
  /** Totals that are kept besides that of all rows, by the names that `total` takes; absent ones are left out. */
  totals?: (row: RowOf<T>) => readonly (string | false | null | undefined)[];
  /** The day that a row counts for, where totals of ranges of days are kept. */
  day?: (row: RowOf<T>) => LocalDate;
  /** What a row adds to the sums of days (day-sums.ts): to that of all rows, and to those of its groups. */
  sums?: (row: RowOf<T>, ctx: Ctx) => DaySums;
  /** What a row adds to the sums of technicians (technician-sums.ts). */
  byTechnician?: (row: RowOf<T>, ctx: Ctx) => TechnicianSums;
  /** What else is kept of the rows, in tables of its own: the statements that a change of one makes, after it was written. */
  keeps?: (ctx: Ctx, before: RowOf<T> | null, after: RowOf<T> | null) => readonly Statement[];
  /** Most rows that a business may have, and the refusal of one more. The commit counts them: requests side by side cannot pass it. */
  limit?: { most: number; refusal: AppError };
  /** Columns that the audit log does not show. Secrets and stamps never show. */
  unlogged?: readonly (keyof RowOf<T>)[];
  /** The refusal of each unique index that a row may violate, by the index's columns: `items.tenant_id, items.sku`. */
  refusals?: (row: RowOf<T>) => Record<string, AppError>;
};

/** A part of a commit that writes one row: the row as it was (null when it is new) and as it is then. */
export type RowPart<Row> = AuditedPart & { row: Row; before: Row | null };

type ListOptions<T extends ResourceTable> = Omit<ListOf<T>, "table" | "total"> & {
  /** Columns that must have these values; undefined ones may have any. */
  equals?: { [K in keyof RowOf<T>]?: RowOf<T>[K] | undefined };
  /** The kept total of this very selection: its name, or a range of days; `none`, or `some`. Without it the rows are counted, unless all are listed. */
  total?: string | { from: LocalDate | undefined; to: LocalDate | undefined } | undefined;
};

/** A column has a value. A customer who was merged into another leads to what is under that one. */
export const equalTo = (ctx: Ctx, column: Column, value: unknown): SQL =>
  column.name === "customer_id" && typeof value === "number" ? ofCustomer(ctx, column, value) : eq(column, value);

/**
 * A table whose rows have an id, a version and stamps, under the one name that its ids, totals, refusals and audit entries use.
 * Nouns build statements and parts; `get` and `list` run.
 */
export function resource<T extends ResourceTable, D extends keyof RowOf<T> = never>(
  entity: string,
  table: T,
  options: Options<T, D> = {},
) {
  type Row = RowOf<T>;
  const { sequence = entity } = options;
  const columns: Record<string, Column> = getTableColumns(table as SQLiteTable);
  const insertRow = insertInto(table as SQLiteTable) as (row: Row) => Statement;
  const updateRow = updateOf(table);
  const rowById = prepared((tenantId: Slot<string>, id: Slot<number>) =>
    first(
      q
        .select()
        .from(table as SQLiteTable)
        .where(and(eq(table.tenantId, tenantId), eq(table.id, id))),
    ),
  );

  const { read: asRead = (row: Row) => row } = options;

  /** The row, or undefined. */
  const byId = (ctx: Ctx, id: number) => mapped(rowById(ctx, id), (row) => (row ? asRead(row as Row) : undefined));
  /** The row; 404 when there is none. `field` is the field of the body or query that names it. */
  const one = (ctx: Ctx, id: number, field?: string) =>
    mapped(rowById(ctx, id), (row) => {
      if (!row) throw notFound(entity, id, field);
      return asRead(row as Row);
    });

  const totalsOf = (row: Row | null): string[] =>
    row ? [entity, ...(options.totals?.(row) ?? []).flatMap((name) => (name ? [`${entity}/${name}`] : []))] : [];
  const sumsOf = (ctx: Ctx, row: Row | null): DaySums => (row && options.sums?.(row, ctx)) ?? [];
  const scoredOf = (ctx: Ctx, row: Row | null): TechnicianSums => (row && options.byTechnician?.(row, ctx)) ?? [];
  /** Counts a row out of the totals and sums that it was in, and into those that it is in. */
  function recount(ctx: Ctx, before: Row | null, after: Row | null): Statement[] {
    const { day = () => null } = options;
    const [was, is] = [before && day(before), after && day(after)];
    const [left, joined] = [totalsOf(before), totalsOf(after)];
    const stays = (name: string, others: string[]) => others.includes(name) && was === is;
    return [
      ...left.filter((name) => !stays(name, joined)).map((name) => count(ctx, name, was, -1)),
      ...joined.filter((name) => !stays(name, left)).map((name) => count(ctx, name, is)),
      ...daySumsMoved(ctx, entity, sumsOf(ctx, before), sumsOf(ctx, after)),
      ...technicianSumsMoved(ctx, scoredOf(ctx, before), scoredOf(ctx, after)),
      ...(options.keeps?.(ctx, before, after) ?? []),
    ];
  }

  const audited = (before: Row | null, after: Row | null) => ({
    entity,
    id: (after ?? before)?.id ?? 0,
    changes: changesOf(table, before, after, options.unlogged),
  });
  const withDerived = (row: Record<string, unknown>): Row =>
    ({ ...row, ...options.derived?.(row as unknown as Row) }) as unknown as Row;

  return {
    entity,
    table,
    asRead,
    byId,
    one,
    recount,

    /** The next id, or the last of the next `n`. */
    nextId: (ctx: Ctx, n = 1) => nextId(ctx, sequence, n),

    /** Stands for the id of a new row that its commit takes: for a create that must read nothing first (taken-ids.ts). */
    newId: newStandIn,

    /** The kept total of all rows or of those under a name. */
    total: (ctx: Ctx, name?: string) => total(ctx, name === undefined ? entity : `${entity}/${name}`),

    /** Reads the row; 404 when there is none. */
    get: async (ctx: Ctx, id: number): Promise<Row> => (await read(ctx, { row: one(ctx, id) })).row,

    /** Reads one page. */
    list: async (ctx: Ctx, input: ListInput, { total: kept, equals = {}, ...listed }: ListOptions<T> = {}) => {
      const equal = Object.entries(equals).flatMap(([name, value]) =>
        value === undefined ? [] : [equalTo(ctx, columns[name] as Column, value)],
      );
      const filters = [...(listed.filters ?? []), ...equal];
      const isAll = !listed.anyOf && !filters.some((filter) => filter !== undefined);
      const name = typeof kept === "string" ? `${entity}/${kept}` : entity;
      const range = typeof kept === "object" ? kept : {};
      const page = await listRows(ctx, input, {
        ...listed,
        table,
        filters,
        total: kept === "none" || kept === "some" ? kept : kept || isAll ? total(ctx, name, range) : undefined,
      });
      return options.read ? { ...page, items: page.items.map(asRead) } : page;
    },

    /** Refuses with 412 when If-Match names another version. */
    assertCurrent: (ctx: Ctx, row: Row): void => assertVersion(ctx, entity, row),

    /** A new row. What is not given is null or the column's default; stamps and `created_by` are filled. */
    insert(ctx: Ctx, fields: NewOf<T, D>): RowPart<Row> {
      const given = fields as Record<string, unknown>;
      const filled: Record<string, unknown> = {
        tenantId: ctx.tenant.id,
        createdBy: actorName(ctx.actor),
        ...nextStamps(ctx),
      };
      const row = withDerived(
        Object.fromEntries(
          Object.entries(columns).map(([name, column]) => [
            name,
            given[name] ?? filled[name] ?? column.default ?? null,
          ]),
        ),
      );
      return {
        writes: [
          insertRow(row),
          ...recount(ctx, null, row),
          ...(options.limit ? [holdTotal(ctx, entity, options.limit.most), must(options.limit.refusal)] : []),
        ],
        ...(isStandIn(row.id) && { takes: { sequence, standIn: row.id } }),
        ...(options.refusals && { refusals: options.refusals(row) }),
        row,
        before: null,
        audited: audited(null, row),
      };
    },

    /** Changes a loaded row; 409 or 412 when another request has changed it since. */
    change(ctx: Ctx, before: Row, fields: ChangeOf<T, D>): RowPart<Row> {
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      const { createdAt: _, ...stamps } = nextStamps(ctx, before as unknown as Parameters<typeof nextStamps>[1]);
      const row = withDerived({ ...before, ...given, ...stamps });
      const was: Record<string, unknown> = before;
      const derived = Object.fromEntries(
        Object.entries(options.derived?.(row) ?? {}).filter(([name, value]) => value !== was[name]),
      );
      return {
        writes: [
          updateRow(before, { ...given, ...derived, ...stamps } as unknown as Partial<Row>),
          mustBeCurrent(ctx, entity, before.id),
          ...recount(ctx, before, row),
        ],
        ...(options.refusals && { refusals: options.refusals(row) }),
        row,
        before,
        audited: audited(before, row),
      };
    },

    /** Leaves a loaded row as it is; 409 or 412 when another request has changed it since. */
    hold: (ctx: Ctx, row: Row) => ({
      writes: [updateRow(row, { version: row.version } as Partial<Row>), mustBeCurrent(ctx, entity, row.id)],
    }),

    /** Removes a loaded row, where `still` holds too; `refusal` (or 409 or 412) when it does not, or when another request has changed the row. */
    remove: (ctx: Ctx, row: Row, still?: SQL, refusal?: AppError): AuditedPart => ({
      writes: [
        q
          .delete(table as SQLiteTable)
          .where(and(eq(table.tenantId, ctx.tenant.id), eq(table.id, row.id), eq(table.version, row.version), still)),
        refusal ? { must: refusal } : mustBeCurrent(ctx, entity, row.id),
        ...recount(ctx, row, null),
      ],
      audited: audited(row, null),
    }),
  };
}
