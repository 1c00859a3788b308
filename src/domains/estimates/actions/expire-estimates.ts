import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { DailyEffect } from "#/jobs.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { estimateExpired } from "../events.ts";
import { presented } from "../present.ts";
import { waitingUntil } from "../repo.ts";
import { estimates } from "../tables.ts";

/** Of one commit. They cannot be accepted meanwhile: that is judged by their day. */
const MOST = 100;

/** Lets those expire whose last day is over: once each, since what has expired no longer waits. */
export async function expireEstimates(ctx: Ctx, day: LocalDate): Promise<DailyEffect | undefined> {
  const { over } = await load(ctx, { over: waitingUntil(ctx, day, MOST) });
  if (over.length === 0) return undefined;
  const parts = over.map((one) => ({
    one,
    part: estimates.change(ctx, one, { status: "expired", expiredAt: ctx.now }),
  }));
  return {
    parts: parts.map(({ part }) => part),
    events: parts.map(({ one, part }) => estimateExpired(presented(part.row), presented(one))),
    isPortion: over.length === MOST,
  };
}
