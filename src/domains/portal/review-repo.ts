import { and, eq, gte, lt } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { dayBounds, type LocalDate } from "#/kernel/time.ts";
import { reviewTable, scoredReview } from "./tables.ts";

/** What reviews count for technicians from one day on, up to but without the other, from the reviews themselves. */
export function reviewsScored(ctx: Ctx, from: LocalDate, before: LocalDate) {
  const { technicianId, rating, createdAt, updatedAt, tenantId } = reviewTable;
  const start = dayBounds(from, ctx.tenant.timezone).start;
  const end = dayBounds(before, ctx.tenant.timezone).start;
  return mapped(
    q
      .select({ technicianId, rating, createdAt })
      .from(reviewTable)
      // the index is by the last change, which is never before the creation
      .where(and(eq(tenantId, ctx.tenant.id), gte(updatedAt, start), gte(createdAt, start), lt(createdAt, end))),
    (rows): TechnicianSums => rows.flatMap((row) => scoredReview(row, ctx)),
  );
}
