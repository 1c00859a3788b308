import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { AppError } from "#/kernel/errors.ts";
import { q } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { must as mustTable, type TenantState } from "./tables.ts";

// A guard is a statement that undoes its whole batch: it inserts a reason into `must`, whose trigger aborts with that reason.

export type Guard = { must: AppError };
/** Directly after a write: if that write changed no row, the whole batch is undone and `refusal` is thrown. */
export const must = (refusal: AppError): Guard => ({ must: refusal });

/** An update that changes nothing, right before a `must`: it hits the rows that are there and fit. */
export const touch = <T extends SQLiteTable & { version: SQLiteColumn }>(table: T, where: SQL | undefined) =>
  q
    .update(table)
    .set({ version: sql`${table.version}` } as never) // safe: every such table has the column
    .where(where);

/** Aborts with `reason` when the statement right before it changed no row. */
export const abortIfUnchanged = prepared((_tenantId: Slot<string>, reason: Slot<string>) =>
  q.insert(mustTable).select(sql`select ${reason} where changes() = 0`),
);

/** Aborts with `reason` unless the tenant is in `state` on this shard. */
const abortUnlessInState = prepared((tenantId: Slot<string>, reason: Slot<string>, state: Slot<TenantState>) =>
  q
    .insert(mustTable)
    .select(
      sql`select ${reason} where not exists (select 1 from tenant_state where tenant_id = ${tenantId} and state = ${state})`,
    ),
);

const NOT_IN_STATE = "tenant.not_in_state";

/** Aborts unless the tenant is active on this shard and `condition` holds. */
export const abortUnlessOpen = (tenantId: Slot<string>, condition: SQL) =>
  q
    .insert(mustTable)
    .select(
      sql`select ${sql.raw(`'${NOT_IN_STATE}'`)} where not exists (select 1 from tenant_state where tenant_id = ${tenantId} and state = 'active') or not (${condition})`,
    );

/** In every batch that writes: no stale isolate or token may write to a shard that the tenant has left. */
export const guardState = (ctx: { tenant: { id: string } }, state: TenantState) =>
  abortUnlessInState(ctx, NOT_IN_STATE, state);

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${messageOf(error.cause)}` : "";

/** Aborts unless the tenant lives on this shard, active or suspended. */
const abortUnlessHere = prepared((tenantId: Slot<string>) =>
  q
    .insert(mustTable)
    .select(
      sql`select ${sql.raw(`'${NOT_IN_STATE}'`)} where not exists (select 1 from tenant_state where tenant_id = ${tenantId} and state in ('active', 'suspended'))`,
    ),
);

/** The guard of all that is not the platform's own: the tenant is active, or this is written down though it is suspended. */
export const guardOpen = (ctx: { tenant: { id: string }; whileSuspended?: boolean }) =>
  ctx.whileSuspended ? abortUnlessHere(ctx) : guardState(ctx, "active");

/** The reason with which a guard undid a batch; undefined when no guard did. */
export const firedGuard = (error: unknown): string | undefined =>
  /D1_ERROR: ([\w.-]+): SQLITE_CONSTRAINT/.exec(messageOf(error))?.[1];

/** Whether `guardState` undid a batch. */
export const isWrongState = (error: unknown): boolean => firedGuard(error) === NOT_IN_STATE;

/** The constraint that a batch violated: `items.tenant_id, items.sku`, or a CHECK's name. */
export const violatedConstraint = (error: unknown): string | undefined =>
  /constraint failed: ([\w., ]+?)(?:: SQLITE|$|\s*$)/.exec(messageOf(error))?.[1];
