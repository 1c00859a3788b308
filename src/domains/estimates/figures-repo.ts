import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { dayBounds, type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { rateBps } from "./rules.ts";
import { estimateTable, scoredEstimate } from "./tables.ts";

const { status, acceptedAt, firstSentAt, totalCents, valueKey } = estimateTable;
const agreed = sql`${acceptedAt} is not null`;

/** What became of the estimates that were first sent within these local days: a year back when none are named. */
export async function summarizeEstimates(ctx: Ctx, range: { dateFrom?: LocalDate; dateTo?: LocalDate }) {
  const { timezone } = ctx.tenant;
  const dateTo = range.dateTo ?? localDateOf(ctx.now, timezone);
  const dateFrom = range.dateFrom ?? plusDays(dateTo, -365);
  const { found } = await read(ctx, {
    found: only(
      q
        .select({
          sent: sql<number>`count(*)`,
          accepted: sql<number>`coalesce(sum(${agreed}), 0)`,
          declined: sql<number>`coalesce(sum(${status} = 'declined'), 0)`,
          expired: sql<number>`coalesce(sum(${status} = 'expired'), 0)`,
          sentCents: sql<number>`coalesce(sum(${valueKey}), 0)`,
          acceptedCents: sql<number>`coalesce(sum(case when ${agreed} then ${totalCents} end), 0)`,
          averageSeconds: sql<
            number | null
          >`cast(round(avg(case when ${agreed} then unixepoch(${acceptedAt}) - unixepoch(${firstSentAt}) end)) as integer)`,
        })
        .from(estimateTable)
        .where(
          and(
            eq(estimateTable.tenantId, ctx.tenant.id),
            gte(firstSentAt, dayBounds(dateFrom, timezone).start),
            lt(firstSentAt, dayBounds(dateTo, timezone).end),
          ),
        ),
    ),
  });
  const { averageSeconds, ...counts } = found;
  return {
    ...{ dateFrom, dateTo, ...counts },
    open: counts.sent - counts.accepted - counts.declined - counts.expired,
    acceptanceBps: rateBps(counts.accepted, counts.sent),
    averageSecondsToAcceptance: averageSeconds,
  };
}

/** What estimates count for technicians from one day on, up to but without the other, from the estimates themselves. */
export function estimatesScored(ctx: Ctx, from: LocalDate, before: LocalDate) {
  const { timezone } = ctx.tenant;
  const { technicianId } = estimateTable;
  return mapped(
    q
      .select({ technicianId, firstSentAt, acceptedAt })
      .from(estimateTable)
      .where(
        and(
          eq(estimateTable.tenantId, ctx.tenant.id),
          sql`${firstSentAt} is not null`,
          gte(firstSentAt, dayBounds(from, timezone).start),
          lt(firstSentAt, dayBounds(before, timezone).start),
        ),
      ),
    (rows): TechnicianSums => rows.flatMap((row) => scoredEstimate(row, ctx)),
  );
}
