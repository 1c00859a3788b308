import { and, desc, eq, type SQL } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { jobTable } from "./tables.ts";

const MOST_SHOWN = 100;

/** The jobs of a customer, those that are to come first, then the latest. */
export const jobsOfCustomer = (ctx: Ctx, customerId: number | SQL<number>) =>
  q
    .select()
    .from(jobTable)
    .where(and(eq(jobTable.tenantId, ctx.tenant.id), eq(jobTable.customerId, customerId)))
    .orderBy(desc(jobTable.slot), desc(jobTable.id))
    .limit(MOST_SHOWN);
