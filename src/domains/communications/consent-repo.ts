import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { ofCustomer } from "#/db/tenant/customer-rows.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { customerWith } from "#/domains/customers/index.ts";
import { consentTable, type Suppression, suppressionTable } from "./tables.ts";

/** The consents of the customer with this id, or of the one that they were merged into. */
export const consentsOf = (ctx: Ctx, customerId: number) =>
  q
    .select()
    .from(consentTable)
    .where(and(eq(consentTable.tenantId, ctx.tenant.id), ofCustomer(ctx, consentTable.customerId, customerId)));

/** Those of some customers. */
export const consentsOfAll = (ctx: Ctx, customerIds: readonly number[]) =>
  q
    .select()
    .from(consentTable)
    .where(
      and(
        eq(consentTable.tenantId, ctx.tenant.id),
        sql`${consentTable.customerId} in (select value from json_each(${JSON.stringify(customerIds)}))`,
      ),
    );

/** The consents of all who have this phone number or e-mail address, in small letters. */
export const consentsOfContact = (ctx: Ctx, contact: string) =>
  q
    .select()
    .from(consentTable)
    .where(
      and(
        eq(consentTable.tenantId, ctx.tenant.id),
        sql`${consentTable.customerId} in (select customer_id from customer_contacts where tenant_id = ${ctx.tenant.id} and value = ${contact})`,
      ),
    );

/** The customer with this id, or the one that they were merged into. */
export const standingCustomer = (ctx: Ctx, id: number) => customerWith(ctx, sql`${id}`);

/** Writes a consent down, in place of the one before it. */
export const putConsent = (ctx: Ctx, row: typeof consentTable.$inferInsert) =>
  q
    .insert(consentTable)
    .values(row)
    .onConflictDoUpdate({
      target: [consentTable.tenantId, consentTable.customerId, consentTable.channel, consentTable.category],
      set: {
        ...{
          state: row.state,
          source: row.source,
          evidence: row.evidence ?? null,
          beforeStop: row.beforeStop ?? null,
          at: row.at,
          createdBy: row.createdBy,
        },
        ...touched(ctx, consentTable),
      },
    });

/** Why a number gets no texts; undefined when it does. */
export const suppressionOf = (ctx: Ctx, phone: string | SQL) =>
  first(
    q
      .select()
      .from(suppressionTable)
      .where(and(eq(suppressionTable.tenantId, ctx.tenant.id), sql`${suppressionTable.phone} = ${phone}`)),
  );

/** Numbers that get no texts, in their order. */
export const listPhoneSuppressions = (ctx: Ctx, input: LogInput) =>
  listLog(ctx, input, { table: suppressionTable, key: suppressionTable.phone, order: "asc", total: "some" });

export const insertSuppression = insertInto(suppressionTable);
/** The owner of a number has texted STOP. What the office has put on the list stays there beside it. */
export const stopPhone = (ctx: Ctx, phone: string) =>
  q
    .insert(suppressionTable)
    .values({ tenantId: ctx.tenant.id, phone, reason: "stop", createdAt: ctx.now, stoppedAt: ctx.now })
    .onConflictDoUpdate({
      target: [suppressionTable.tenantId, suppressionTable.phone],
      set: { stoppedAt: sql`coalesce(${suppressionTable.stoppedAt}, ${ctx.now})` },
    });

const ofPhone = (ctx: Ctx, phone: string) =>
  and(eq(suppressionTable.tenantId, ctx.tenant.id), eq(suppressionTable.phone, phone));

/** Takes back a STOP, and nothing that the office has written down. */
export const unstopPhone = (ctx: Ctx, phone: string) => [
  q.delete(suppressionTable).where(and(ofPhone(ctx, phone), eq(suppressionTable.reason, "stop"))),
  q.update(suppressionTable).set({ stoppedAt: null }).where(ofPhone(ctx, phone)),
];

/** Takes off the list what the office has put there, unless its owner has texted STOP meanwhile. */
export const deleteSuppression = (ctx: Ctx, { phone, reason }: Suppression) =>
  q
    .delete(suppressionTable)
    .where(and(ofPhone(ctx, phone), eq(suppressionTable.reason, reason), isNull(suppressionTable.stoppedAt)));
