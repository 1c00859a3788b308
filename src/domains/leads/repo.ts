import { and, desc, eq, gte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { duplicateMeanwhile } from "./errors.ts";
import { duplicateWindow } from "./rules.ts";
import { activityTable, leadTable } from "./tables.ts";

const ofPhone = (ctx: Ctx, phoneE164: string) =>
  and(
    eq(leadTable.tenantId, ctx.tenant.id),
    eq(leadTable.phoneE164, phoneE164),
    gte(leadTable.createdAt, duplicateWindow(ctx.now)),
  );

/** The last lead with this phone, if it is young enough to take in another enquiry. */
export const recentLead = (ctx: Ctx, phoneE164: string) =>
  first(q.select().from(leadTable).where(ofPhone(ctx, phoneE164)).orderBy(desc(leadTable.id)).limit(1));

/** Refuses when the phone of a new lead has another one by now: of two enquiries at the same moment one makes the lead. */
export const holdAlone = (ctx: Ctx, id: number, phoneE164: string): Write[] => [
  q
    .update(leadTable)
    .set({ version: sql`${leadTable.version}` })
    .where(
      and(
        eq(leadTable.tenantId, ctx.tenant.id),
        eq(leadTable.id, id),
        sql`not exists (select 1 from leads had where had.tenant_id = ${ctx.tenant.id} and had.phone_e164 = ${phoneE164} and had.created_at >= ${duplicateWindow(ctx.now)} and had.id <> ${id})`,
      ),
    ),
  must(duplicateMeanwhile()),
];

/** The lead that a referral has led to; undefined: none yet. */
export const leadOfReferral = (ctx: Ctx, referralId: string) =>
  first(
    q
      .select({ leadId: activityTable.leadId })
      .from(activityTable)
      .where(and(eq(activityTable.tenantId, ctx.tenant.id), eq(activityTable.referralId, referralId))),
  );
