import type { Ctx } from "#/ctx.ts";
import { withRetry } from "../retry.ts";
import type { Statement, Statements } from "./client.ts";
import { entrance, whyClosed } from "./entrance.ts";
import { guardOpen, isWrongState } from "./guards.ts";
import { replayStored } from "./stored-answers.ts";

/** Statements by the names of their answers. An absent one is not run and answers undefined. */
export type Queries = Record<string, Statement | undefined>;
type AnswerOf<S> = S extends Statement ? S["_"]["result"] : undefined;
export type Answers<Q extends Queries> = { [K in keyof Q]: AnswerOf<Q[K]> };

/** Reads in one trip. The same batch checks the tenant's state and the caller's session. */
export const read = <Q extends Queries>(ctx: Ctx, queries: Q): Promise<Answers<Q>> => run(ctx, queries, false);

/** As `read`, before a write: refused while the tenant moves, and answered from the store when the key was used before. */
export const load = <Q extends Queries>(ctx: Ctx, queries: Q): Promise<Answers<Q>> => run(ctx, queries, true);

/** Runs only the checks of `read`: tenant state and session. */
export const checkCaller = async (ctx: Ctx): Promise<void> => {
  await run(ctx, {}, false);
};

async function run<Q extends Queries>(ctx: Ctx, queries: Q, forWrite: boolean): Promise<Answers<Q>> {
  const { idempotency } = ctx.asked;
  const names = Object.keys(queries).filter((name) => queries[name] !== undefined);
  const checks = [
    ...(forWrite ? [guardOpen(ctx)] : []), // the batch already hands out ids
    entrance(ctx, forWrite),
    ...(forWrite && idempotency ? [replayStored(ctx, idempotency)] : []),
  ];
  const batch = [...checks, ...names.map((name) => queries[name])] as unknown as Statements; // never empty: the entrance is in it
  const results: readonly unknown[] = await withRetry(() => ctx.db.batch(batch)).catch(async (error: unknown) => {
    throw isWrongState(error) ? await whyClosed(ctx) : error;
  });
  return Object.fromEntries(names.map((name, i) => [name, results[checks.length + i]])) as Answers<Q>; // safe: one result per statement
}
