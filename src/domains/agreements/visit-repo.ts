import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { touched } from "#/db/tenant/stamps.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { agreements, agreementTable } from "./tables.ts";
import { visitTable } from "./visit-tables.ts";

/** Every visit of an agreement, in their order; those of its customer's portal too. */
export const visitsOfAgreement = (ctx: Ctx, agreementId: number) =>
  q
    .select()
    .from(visitTable)
    .where(and(eq(visitTable.tenantId, ctx.tenant.id), eq(visitTable.agreementId, agreementId)))
    .orderBy(visitTable.seq);

export async function listVisits(ctx: Ctx, id: number) {
  const { items } = await read(ctx, { agreement: agreements.one(ctx, id), items: visitsOfAgreement(ctx, id) });
  return { items };
}

/** Ends the visits of agreements that have no job yet, those behind a day where one is named. */
export const cancelVisits = (ctx: Ctx, agreementIds: readonly number[], after?: LocalDate) =>
  q
    .update(visitTable)
    .set({ status: "cancelled", ...touched(ctx, visitTable) })
    .where(
      and(
        eq(visitTable.tenantId, ctx.tenant.id),
        eq(visitTable.status, "planned"),
        sql`${visitTable.agreementId} in (select value from json_each(${JSON.stringify(agreementIds)}))`,
        after === undefined ? undefined : gt(visitTable.dueOn, after),
      ),
    );

/** Planned visits move by some days. */
export const shiftVisits = (ctx: Ctx, agreementIds: readonly number[], days: number) => {
  const by = (column: SQL) => sql`date(${column}, ${`+${days} days`})` as SQL<LocalDate>;
  return q
    .update(visitTable)
    .set({
      dueOn: by(sql`${visitTable.dueOn}`),
      windowStart: by(sql`${visitTable.windowStart}`),
      windowEnd: by(sql`${visitTable.windowEnd}`),
      scheduleOn: by(sql`${visitTable.scheduleOn}`),
      ...touched(ctx, visitTable),
    })
    .where(
      and(
        eq(visitTable.tenantId, ctx.tenant.id),
        eq(visitTable.status, "planned"),
        sql`${visitTable.agreementId} in (select value from json_each(${JSON.stringify(agreementIds)}))`,
      ),
    );
};

/** The agreement that promises a visit. */
export const agreementOfVisit = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(agreementTable)
      .where(
        and(
          eq(agreementTable.tenantId, ctx.tenant.id),
          sql`${agreementTable.id} = (select agreement_id from agreement_visits where tenant_id = ${ctx.tenant.id} and id = ${id})`,
        ),
      ),
  );
