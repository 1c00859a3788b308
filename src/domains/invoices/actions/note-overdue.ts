import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { DailyEffect } from "#/jobs.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { markOverdue } from "../bulk-repo.ts";
import { invoiceEvents } from "../events.ts";
import { presented } from "../present.ts";
import { nowOverdue } from "../repo.ts";

/** Of one commit. */
const MOST = 500;

/** Tells of each invoice whose due day has passed, once. That it is overdue is shown from midnight on, whether the job has run or not. */
export async function noteOverdue(ctx: Ctx, day: LocalDate): Promise<DailyEffect | undefined> {
  const { found } = await load(ctx, { found: nowOverdue(ctx, day, MOST) });
  if (found.length === 0) return undefined;
  const { writes, rows } = markOverdue(ctx, found, day);
  return {
    parts: writes,
    events: rows.map((row) => invoiceEvents.overdue(presented(ctx, row))),
    isPortion: found.length === MOST,
  };
}
