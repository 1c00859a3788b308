import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import { plusDays } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { visitHasJob, visitOver } from "../errors.ts";
import { visitEvents } from "../events.ts";
import { todayOf } from "../present.ts";
import type { ChangeVisit } from "../recurring-schemas.ts";
import { askRun } from "../repo.ts";
import { termsIn } from "../terms.ts";
import { agreementOfVisit } from "../visit-repo.ts";
import { agreementVisits } from "../visit-tables.ts";

type Input = Inside<z.output<typeof ChangeVisit>> & { id: number };

/** Moves a visit to another day, says that it is done or will not be, or plans it again. While it has a job, the job says so. */
export async function changeVisit(ctx: Ctx, { id, dueOn, status, note }: Input) {
  const { visit, agreement } = await load(ctx, {
    visit: agreementVisits.one(ctx, id),
    agreement: agreementOfVisit(ctx, id),
  });
  agreementVisits.assertCurrent(ctx, visit);
  const isMore = dueOn !== undefined || status !== undefined;
  if (isMore && (visit.status === "completed" || visit.status === "cancelled")) throw visitOver(id, visit.status);
  if (isMore && visit.status === "scheduled" && visit.dispatchJobId !== null)
    throw visitHasJob(id, visit.dispatchJobId);
  const terms = agreement && termsIn(agreement);
  const isPlanned = status === "planned" || (status === undefined && dueOn !== undefined);
  const part = agreementVisits.change(ctx, visit, {
    ...(note !== undefined && { note }),
    ...(status !== undefined && { status, completedOn: status === "completed" ? todayOf(ctx) : null }),
    ...(isPlanned && { status: "planned", dispatchJobId: null }),
    ...(dueOn !== undefined &&
      terms && {
        dueOn,
        windowStart: plusDays(dueOn, -terms.windowDays),
        windowEnd: plusDays(dueOn, terms.windowDays),
        scheduleOn: plusDays(dueOn, -terms.leadDays),
      }),
  });
  const told =
    status === "completed"
      ? [visitEvents.completed(part.row, visit)]
      : status === "skipped"
        ? [visitEvents.skipped(part.row, visit)]
        : [];
  return await commit(ctx, {
    parts: [part, isPlanned && askRun(ctx, todayOf(ctx))],
    events: told,
    audit: { action: "change", of: part },
    result: part.row,
  });
}
