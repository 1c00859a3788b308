import { and, asc, desc, eq, isNotNull } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { total } from "#/db/tenant/counters.ts";
import { read } from "#/db/tenant/load.ts";
import type { Instant } from "#/kernel/time.ts";
import { clockTable, policyTable, violations, violationTable } from "./tables.ts";

/** Clocks and violations that the overview shows. */
const SHOWN = 20;

/** How service levels stand, in one trip: what is promised, what is due next, and what was missed last. */
export async function readOverview(ctx: Ctx) {
  const { id: tenantId } = ctx.tenant;
  return await read(ctx, {
    openViolations: total(ctx, `${violations.entity}/open`),
    policies: q.select().from(policyTable).where(eq(policyTable.tenantId, tenantId)).orderBy(asc(policyTable.rank)),
    nextDue: mapped(
      q
        .select()
        .from(clockTable)
        .where(and(eq(clockTable.tenantId, tenantId), isNotNull(clockTable.nextAt)))
        .orderBy(asc(clockTable.nextAt))
        .limit(SHOWN),
      (rows) => rows.map(({ id, nextAt, ...clock }) => ({ ...clock, jobId: id, nextAt: nextAt as Instant })), // safe: asked for above
    ),
    lastViolations: q
      .select()
      .from(violationTable)
      .where(eq(violationTable.tenantId, tenantId))
      .orderBy(desc(violationTable.occurredAt), desc(violationTable.id))
      .limit(SHOWN),
  });
}
