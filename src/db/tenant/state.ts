import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import { withRetry } from "../retry.ts";
import { first, q, type Statement } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { must, type TenantState, tenantState } from "./schema/core.ts";

// The state that a business has on a shard, and how it changes. Only the platform changes it; `load` and `commit` obey it.

type Batch = [Statement, ...Statement[]];
/** Past the checks of `load` and `commit`, which would refuse what is done to a business that is not active. */
export const runOnShard = (ctx: Ctx, statements: Batch): Promise<unknown[]> =>
  withRetry(() => ctx.db.batch(statements));

const findState = prepared((tenantId: Slot<string>) =>
  first(q.select({ state: tenantState.state }).from(tenantState).where(eq(tenantState.tenantId, tenantId))),
);

/** Undefined when the business has never been on this shard. */
export async function stateOn(ctx: Ctx): Promise<TenantState | undefined> {
  const [row] = (await runOnShard(ctx, [findState(ctx)])) as [{ state: TenantState } | undefined];
  return row?.state;
}

/** From one state to another; whatever else the state is, it stays. Answers the rows that it has changed. */
export const stateChange = (ctx: Ctx, from: TenantState, to: TenantState) =>
  q
    .update(tenantState)
    .set({ state: to })
    .where(and(eq(tenantState.tenantId, ctx.tenant.id), eq(tenantState.state, from)))
    .returning();

/** Whether the state was `from`, and is `to` now. */
export async function changeState(ctx: Ctx, from: TenantState, to: TenantState): Promise<boolean> {
  const [changed] = (await runOnShard(ctx, [stateChange(ctx, from, to)])) as [unknown[]];
  return changed.length > 0;
}

/** Opens a shard for the rows of a business that moves here, where it may have lived before. */
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

const NOT_IN_STATE = "platform.move_overtaken";
const guardState = prepared((tenantId: Slot<string>, state: Slot<string>) => {
  const inState = q
    .select({ state: tenantState.state })
    .from(tenantState)
    .where(and(eq(tenantState.tenantId, tenantId), eq(tenantState.state, state)));
  return q.insert(must).select(sql`select ${NOT_IN_STATE} where not exists ${inState}`);
});

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${messageOf(error.cause)}` : "";

/** One transaction on a shard where the business is in `state`; 409 when somebody else has carried the move on since. */
export async function whileInState(ctx: Ctx, state: TenantState, statements: readonly Statement[]): Promise<unknown[]> {
  try {
    const [, ...results] = await runOnShard(ctx, [guardState(ctx, state), ...statements]);
    return results;
  } catch (error) {
    if (!messageOf(error).includes(`${NOT_IN_STATE}: SQLITE_CONSTRAINT`)) throw error;
    throw new AppError("conflict", NOT_IN_STATE, "Another worker has carried this move on. Repeat the call.", {
      retryAfter: 1,
    });
  }
}
