import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { Effect } from "#/jobs.ts";
import { clockNow } from "#/kernel/clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { type LocalDate, localTime, plusDays, plusSeconds } from "#/kernel/time.ts";
import { again } from "./again.ts";
import { type Step, stepQueries, stepsDue } from "./daily.ts";
import { dropRuns, runOf } from "./daily-repo.ts";
import { todayOf } from "./present.ts";
import { askRun } from "./repo.ts";
import { type AgreementRun, dueRuns } from "./visit-tables.ts";

/** When the day of daily jobs begins (src/db/tenant/daily.ts). */
const TIME_OF_DAY = "02:00";
/** Commits of one message: the next one goes on. */
const MOST_COMMITS = 25;
const LEASE_SECONDS = 30;
const KEPT_DAYS = 30;

/**
 * Gives the work of the day to a run of its own, which may need many commits. Days that were missed need none: whatever came due on them is due today.
 */
export async function startRun(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const today = todayOf(ctx);
  const latest = ctx.now < localTime(today, TIME_OF_DAY, ctx.tenant.timezone) ? plusDays(today, -1) : today;
  return day < latest ? undefined : { parts: [dropRuns(ctx, plusDays(day, -KEPT_DAYS)), askRun(ctx, day)] };
}

/**
 * Does the work of a day, commit by commit, each with the mark that the run is still this worker's. It may be killed anywhere: what was committed is
 * not due any more, and the next worker goes on when the lease is over.
 */
export async function continueRun(ctx: Ctx, id: string): Promise<undefined> {
  const day = id as LocalDate; // safe: the id of a run is its day
  const { run, found, ...due } = await load(ctx, {
    run: dueRuns.claim(ctx, id),
    found: runOf(ctx, day),
    ...stepQueries(ctx, day, undefined),
  });
  if (!run) {
    const [waiting] = found;
    // somebody has it: should they die, this alarm is the next
    if (waiting?.status === "waiting" && waiting.nextAttemptAt) await dueRuns.ringAt(ctx, id, waiting.nextAttemptAt);
    return;
  }
  try {
    const isDone = await work(ctx, run, day, stepsDue(due));
    const end = isDone ? { status: "done" as const, nextAttemptAt: null } : { nextAttemptAt: clockNow() };
    await record(ctx, { parts: [dueRuns.settle(ctx, run, end)] });
    if (!isDone) await dueRuns.ringNow(ctx, [id]);
  } catch (error) {
    if (error instanceof AppError && error.reason === "agreements.run.claim_lost") return;
    await record(ctx, { parts: [dueRuns.settle(ctx, run, { nextAttemptAt: clockNow() })] }).catch(() => undefined);
    throw error;
  }
}

/** Whether all of it is done. What one step does may be work for another, so all are asked again. */
async function work(ctx: Ctx, run: AgreementRun, day: LocalDate, first: readonly Step[]): Promise<boolean> {
  let commits = 0;
  for (let due = first; due.length > 0; due = stepsDue(await load(ctx, stepQueries(ctx, day, undefined)))) {
    const before = commits;
    for (const step of due) {
      const once = async (): Promise<boolean> => {
        const done = await step(ctx, day, undefined);
        if (!done) return false;
        const stillMine = dueRuns.settle(ctx, run, { nextAttemptAt: plusSeconds(clockNow(), LEASE_SECONDS) });
        await record(ctx, { ...done, parts: [stillMine, ...done.parts] });
        return true;
      };
      while (await again(once)) if (++commits >= MOST_COMMITS) return false;
    }
    if (commits === before) return true; // another worker was faster
  }
  return true;
}

/** Does for one agreement what the run of the day has not done yet, so that an action of the office finds it as it should be by now. */
export async function settleAgreement(ctx: Ctx, id: number): Promise<void> {
  const day = todayOf(ctx);
  const ask = async () => stepsDue(await load(ctx, stepQueries(ctx, day, id)));
  for (let due = await ask(), isMore = true; isMore && due.length > 0; due = await ask()) {
    isMore = false;
    for (const step of due) {
      const once = async (): Promise<boolean> => {
        const done = await step(ctx, day, id);
        if (done) await record(ctx, done);
        return done !== undefined;
      };
      while (await again(once)) isMore = true;
    }
  }
}
