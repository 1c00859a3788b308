import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { timeEntryCosts } from "./tables.ts";

type NewCost = Omit<typeof timeEntryCosts.$inferSelect, "tenantId" | "technicianId" | "weekStartsOn">;

/** Puts these in place of what the entries of a workweek have cost their jobs. */
export const replaceCosts = (
  ctx: Ctx,
  { technicianId, startsOn }: { technicianId: number; startsOn: LocalDate },
  costs: readonly NewCost[],
): Write[] => [
  q
    .delete(timeEntryCosts)
    .where(
      and(
        eq(timeEntryCosts.tenantId, ctx.tenant.id),
        eq(timeEntryCosts.technicianId, technicianId),
        eq(timeEntryCosts.weekStartsOn, startsOn),
      ),
    ),
  ...(costs.length === 0
    ? []
    : [
        q.insert(timeEntryCosts).select(sql`
    select ${ctx.tenant.id}, cast(${technicianId} as integer), ${startsOn}, value ->> 'entryId', value ->> 'jobId', value ->> 'minutes',
      value ->> 'overtimeMinutes', value ->> 'doubleTimeMinutes', value ->> 'costRateCents', value ->> 'amountCents'
    from json_each(${JSON.stringify(costs)}) where true`),
      ]),
];
