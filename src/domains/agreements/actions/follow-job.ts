import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Effect } from "#/jobs.ts";
import { localDateOf, toInstant } from "#/kernel/time.ts";
import { visitOfJob } from "../daily-repo.ts";
import { visitEvents } from "../events.ts";
import type { VisitStatus } from "../statuses.ts";
import { agreementVisits } from "../visit-tables.ts";

type JobTold = { id: number; status: string; previous_status: string | null; completed_at: string | null };
const isOver = (status: string | null): boolean => status === "completed" || status === "cancelled";

/** A visit follows its job: done with it, skipped when it is cancelled, and open again when it is taken up again. */
export async function followJob(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const job = JSON.parse(event.data) as JobTold; // safe: our own event
  if (!isOver(job.status) && !isOver(job.previous_status)) return undefined;
  const { found } = await load(ctx, { found: visitOfJob(ctx, job.id) });
  const [visit] = found;
  if (!visit) return undefined;
  const status: VisitStatus =
    job.status === "completed" ? "completed" : job.status === "cancelled" ? "skipped" : "scheduled";
  if (visit.status === status || visit.status === "cancelled") return undefined;
  const completedOn =
    status === "completed" ? localDateOf(toInstant(job.completed_at ?? event.occurredAt), ctx.tenant.timezone) : null;
  const part = agreementVisits.change(ctx, visit, { status, completedOn });
  const told =
    status === "completed" ? visitEvents.completed : status === "skipped" ? visitEvents.skipped : visitEvents.scheduled;
  return { parts: [part], events: [told(part.row, visit)] };
}
