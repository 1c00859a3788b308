import { and, eq } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Ctx } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import { withRetry } from "../retry.ts";
import { first, q, type Results, type Statements } from "./client.ts";
import { guardState, isWrongState } from "./guards.ts";
import { prepared, type Slot } from "./prepared.ts";
import { type TenantState, tenantState } from "./tables.ts";

// The tenant's state on a shard, and how it changes. Only the platform changes it; `load` and `commit` obey it.

/** Runs a batch without the checks of `load` and `commit`, which refuse a tenant that is not active. */
export const runOnShard = <T extends Statements>(ctx: Ctx, statements: T): Promise<Results<[...T]>> =>
  withRetry(() => ctx.db.batch(statements));

export const stateRow = prepared((tenantId: Slot<string>) =>
  first(q.select({ state: tenantState.state }).from(tenantState).where(eq(tenantState.tenantId, tenantId))),
);

/** The tenant's state on this shard; undefined when it has never been here. */
export async function findState(ctx: Ctx): Promise<TenantState | undefined> {
  const [row] = await runOnShard(ctx, [stateRow(ctx)]);
  return row?.state;
}

/** From one state to another; any other state stays. Answers the rows that it has changed. */
export const stateChange = (ctx: Ctx, from: TenantState, to: TenantState) =>
  q
    .update(tenantState)
    .set({ state: to })
    .where(and(eq(tenantState.tenantId, ctx.tenant.id), eq(tenantState.state, from)))
    .returning();

/** Changes the state, if it is `from`. Answers whether it was. */
export async function changeState(ctx: Ctx, from: TenantState, to: TenantState): Promise<boolean> {
  const [changed] = await runOnShard(ctx, [stateChange(ctx, from, to)]);
  return changed.length > 0;
}

/** Opens a shard for the rows of a tenant that moves here. The tenant may have lived here before. */
export const prepareToReceive = (ctx: Ctx): Promise<unknown> =>
  runOnShard(ctx, [
    q
      .insert(tenantState)
      .values({ tenantId: ctx.tenant.id, state: "moving" })
      .onConflictDoUpdate({
        target: tenantState.tenantId,
        set: { state: "moving" },
        setWhere: and(eq(tenantState.tenantId, ctx.tenant.id), eq(tenantState.state, "moved")),
      }),
  ]);

/** Runs one transaction on a shard where the tenant is in `state`; 409 when another worker has carried the move on meanwhile. */
export async function runInState<R>(
  ctx: Ctx,
  state: TenantState,
  statements: readonly RunnableQuery<R, "sqlite">[],
): Promise<R[]> {
  try {
    const [, ...results] = await runOnShard(ctx, [guardState(ctx, state), ...statements]);
    return results as R[]; // safe: one result per statement
  } catch (error) {
    if (!isWrongState(error)) throw error;
    throw new AppError(
      "conflict",
      "platform.move_overtaken",
      "Another worker has carried this move on. Repeat the call.",
      { retryAfter: 1 },
    );
  }
}
