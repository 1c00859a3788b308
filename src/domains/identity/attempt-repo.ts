import { and, eq, gt, gte, isNull, lt, lte, notExists, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { Run } from "./attempts.ts";
import { DELAY_MINUTES, TELL_AFTER, TELL_AGAIN_SECONDS } from "./rules.ts";
import { failedAttempts } from "./tables.ts";

export type Attempt = typeof failedAttempts.$inferSelect;

const { tenantId, key, failures, delayedUntil, toldAt, expiresAt } = failedAttempts;

const isOf = (ctx: Ctx, ...runs: readonly Run[]) =>
  and(eq(tenantId, ctx.tenant.id), or(...runs.map((run) => eq(key, run.key))));

/** A run, if it has begun. One at a time: a statement for several keys would read more rows for some keys than for others. */
export const attemptIn = (ctx: Ctx, run: Run) => first(q.select().from(failedAttempts).where(isOf(ctx, run)));

/**
 * One more failure in a run, and the delay that it may bring. Nothing is counted during a delay, nor beyond the most that a run may have:
 * then it hits no row.
 */
export const countFailure = (ctx: Ctx, { key, free, most, keptSeconds }: Run) => {
  const ends = JSON.stringify(DELAY_MINUTES.map((minutes) => plusSeconds(ctx.realNow, minutes * 60)));
  const next = sql`case when ${expiresAt} <= ${ctx.realNow} then 1 else ${failures} + 1 end`;
  const over = sql`${next} - ${free}`;
  const place = sql`cast(min(${over}, ${DELAY_MINUTES.length - 1}) as integer)`; // D1 binds numbers as reals, and a real is not an index
  const expires = keptSeconds === null ? null : plusSeconds(ctx.realNow, keptSeconds);
  return q
    .insert(failedAttempts)
    .values({ tenantId: ctx.tenant.id, key, failures: 1, delayedUntil: null, toldAt: null, expiresAt: expires })
    .onConflictDoUpdate({
      target: [tenantId, failedAttempts.key],
      set: {
        failures: next,
        delayedUntil: sql`case when ${over} >= 0 then ${ends} ->> ${place} end`,
        expiresAt: expires,
      },
      setWhere: and(
        or(isNull(delayedUntil), lte(delayedUntil, ctx.realNow)),
        most === undefined ? undefined : lt(failures, most),
      ),
    });
};

/** A condition: no run delays the attempt or has reached the most that it may have. */
export const mayTry = (ctx: Ctx, ...runs: readonly Run[]) => {
  const mosts = runs.flatMap(({ most }) => (most === undefined ? [] : [gte(failures, most)]));
  return notExists(
    q
      .select({ n: sql`1` })
      .from(failedAttempts)
      .where(and(isOf(ctx, ...runs), or(gt(delayedUntil, ctx.realNow), ...mosts))),
  );
};

/** A right proof ends these runs. */
export const endRuns = (ctx: Ctx, ...runs: readonly Run[]) => q.delete(failedAttempts).where(isOf(ctx, ...runs));

/** Ends the run of this key, and all whose keys begin with it. */
export const endRunsFrom = (ctx: Ctx, start: string) =>
  q.delete(failedAttempts).where(
    and(eq(tenantId, ctx.tenant.id), gte(key, start), lt(key, `${start}!`)), // `!` follows the space behind the start
  );

/** Lets a run go on that has reached its most: the next failure is delayed at once. Hits no row for any other run. */
export const reopenRun = (ctx: Ctx, { key, free, most = 0 }: Run) =>
  q
    .update(failedAttempts)
    .set({ failures: free - 1, delayedUntil: null, toldAt: null })
    .where(and(eq(tenantId, ctx.tenant.id), eq(failedAttempts.key, key), gte(failures, most)));

/** Notes that the user is told of a run. Hits no row when there is nothing to tell yet, or when they were told a short time ago. */
export const noteTold = (ctx: Ctx, run: Run) =>
  q
    .update(failedAttempts)
    .set({ toldAt: ctx.realNow })
    .where(
      and(
        isOf(ctx, run),
        gte(failures, TELL_AFTER),
        or(isNull(toldAt), lte(toldAt, plusSeconds(ctx.realNow, -TELL_AGAIN_SECONDS))),
      ),
    );
