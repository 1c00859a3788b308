import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { ofCustomer } from "#/db/tenant/customer-rows.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { fold } from "#/kernel/fold.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { expiring, presented, presentPlan, todayOf } from "./present.ts";
import type { AgreementStatus, RecurringStatus } from "./statuses.ts";
import {
  agreementPlans,
  agreements,
  agreementTable,
  periodTable,
  planTable,
  recurringInvoices,
  recurringTable,
} from "./tables.ts";
import { runTable } from "./visit-tables.ts";

export const insertPeriod = insertInto(periodTable);

export async function listPlans(ctx: Ctx, { isArchived, ...input }: ListInput & { isArchived?: boolean | undefined }) {
  const page = await agreementPlans.list(ctx, input, {
    filters: [isArchived === undefined ? undefined : sql`(${planTable.archivedAt} is not null) = ${isArchived}`],
  });
  return { ...page, items: page.items.map(presentPlan) };
}

type AgreementFilter = {
  status?: AgreementStatus | undefined;
  customerId?: number | undefined;
  planId?: number | undefined;
  q?: string | undefined;
};
export async function listAgreements(ctx: Ctx, input: ListInput & AgreementFilter) {
  const { status, customerId, planId, q: text, ...page } = input;
  const isByStatus = status !== undefined && customerId === undefined && planId === undefined && text === undefined;
  const found = await agreements.list(ctx, page, {
    equals: { status, customerId, planId },
    filters: words(text),
    sorts: { ends_on: [agreementTable.endSlot, agreementTable.id] },
    total: isByStatus ? status : undefined,
  });
  return { ...found, items: found.items.map(presented) };
}

/** Every word begins a word of the customer's or the plan's name. */
const words = (text = ""): SQL[] =>
  fold(text)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${agreementTable.search}, ${` ${word}`}) > 0`);

/** What is in force and ends within some days, the next end first. What has its next term already is not among it. */
export async function listExpiring(ctx: Ctx, { days, ...page }: ListInput & { days: number }) {
  const today = todayOf(ctx);
  const found = await agreements.list(ctx, page, {
    equals: { status: "active" },
    filters: [
      gte(agreementTable.endSlot, today),
      lte(agreementTable.endSlot, plusDays(today, days)),
      sql`${agreementTable.endsOn} is not null`,
      sql`${agreementTable.renewedToId} is null`,
    ],
    sorts: { ends_on: [agreementTable.endSlot, agreementTable.id] },
    defaultSort: "ends_on",
  });
  return { ...found, nextCursor: null, items: found.items.map((row) => expiring(row, today)) };
}

/** A page of a customer's agreements for the portal: newest term last, drafts left out. */
export async function agreementsOfCustomer(ctx: Ctx, customerId: SQL<number>, input: ListInput) {
  const found = await agreements.list(ctx, input, {
    filters: [sql`${agreementTable.customerId} = ${customerId}`, sql`${agreementTable.status} <> 'draft'`],
    total: "none",
  });
  return { ...found, items: found.items.map(presented) };
}

/** Every billed period of an agreement, in their order. */
export const periodsOf = (ctx: Ctx, agreementId: number) =>
  q
    .select()
    .from(periodTable)
    .where(and(eq(periodTable.tenantId, ctx.tenant.id), eq(periodTable.agreementId, agreementId)))
    .orderBy(periodTable.periodNo);

export async function listPeriods(ctx: Ctx, id: number) {
  const { items } = await read(ctx, { agreement: agreements.one(ctx, id), items: periodsOf(ctx, id) });
  return { items };
}

type RecurringFilter = {
  status?: RecurringStatus | undefined;
  agreementId?: number | undefined;
  customerId?: number | undefined;
};
export async function listRecurring(ctx: Ctx, input: ListInput & RecurringFilter) {
  const { status, agreementId, customerId, ...page } = input;
  const isByStatus = status !== undefined && agreementId === undefined && customerId === undefined;
  return await recurringInvoices.list(ctx, page, {
    equals: { status, agreementId, customerId },
    total: isByStatus ? status : undefined,
  });
}

/** How an agreement is billed; undefined while it is a draft. */
export const recurringOf = (ctx: Ctx, agreementId: number) =>
  first(
    q
      .select()
      .from(recurringTable)
      .where(and(eq(recurringTable.tenantId, ctx.tenant.id), eq(recurringTable.agreementId, agreementId))),
  );

/** Gives the work of a day to a run, at once; again, where it is done already and there is more. */
export const askRun = (ctx: Ctx, day: LocalDate): Part => ({
  writes: [
    q
      .insert(runTable)
      .values({ tenantId: ctx.tenant.id, id: day, status: "waiting", attempts: 0, nextAttemptAt: ctx.now })
      .onConflictDoUpdate({
        target: [runTable.tenantId, runTable.id],
        set: { status: "waiting", nextAttemptAt: ctx.now },
      }),
  ],
  wakes: true,
});

/** The next term of an agreement, and how that is billed. */
export const successorOf = (ctx: Ctx, id: number) => ({
  next: first(
    q
      .select()
      .from(agreementTable)
      .where(and(eq(agreementTable.tenantId, ctx.tenant.id), sql`${agreementTable.renewedFromId} = ${id}`)),
  ),
  nextRecurring: first(
    q
      .select()
      .from(recurringTable)
      .where(
        and(
          eq(recurringTable.tenantId, ctx.tenant.id),
          sql`${recurringTable.agreementId} = (select id from service_agreements where tenant_id = ${ctx.tenant.id} and renewed_from_id = ${id})`,
        ),
      ),
  ),
});

/** The billed periods of a cancelled agreement earn nothing behind its last day. */
export const closePeriods = (ctx: Ctx, agreementId: number, day: LocalDate) =>
  q
    .update(periodTable)
    .set({ closedOn: day })
    .where(and(eq(periodTable.tenantId, ctx.tenant.id), eq(periodTable.agreementId, agreementId)));

/** What of a billed period was taken back. */
export const refundPeriod = (ctx: Ctx, agreementId: number, periodNo: number, cents: number) =>
  q
    .update(periodTable)
    .set({ refundedCents: cents })
    .where(
      and(
        eq(periodTable.tenantId, ctx.tenant.id),
        eq(periodTable.agreementId, agreementId),
        eq(periodTable.periodNo, periodNo),
      ),
    );

/** The agreement that gives a customer the largest discount on what is done on a local day; a suspended one gives none from its first day on. */
export const memberDiscountOf = (ctx: Ctx, customerId: number, serviceOn: LocalDate) =>
  mapped(
    first(
      q
        .select({ agreementId: agreementTable.id, discountBps: agreementTable.discountBps })
        .from(agreementTable)
        .where(
          and(
            eq(agreementTable.tenantId, ctx.tenant.id),
            ofCustomer(ctx, agreementTable.customerId, customerId),
            inForceOn(serviceOn),
          ),
        )
        .orderBy(sql`${agreementTable.discountBps} desc`, agreementTable.id)
        .limit(1),
    ),
    (found) => found ?? { agreementId: null, discountBps: 0 },
  );

/** The plans of the agreements that a customer has in force on a local day, at one of their sites or at all of them. */
export const plansInForce = (ctx: Ctx, customerId: number, siteId: number | null, day: LocalDate) =>
  mapped(
    q
      .select({ planId: agreementTable.planId })
      .from(agreementTable)
      .where(
        and(
          eq(agreementTable.tenantId, ctx.tenant.id),
          eq(agreementTable.customerId, customerId),
          sql`(${agreementTable.siteId} is null or ${agreementTable.siteId} = ${siteId})`,
          inForceOn(day),
        ),
      ),
    (rows) => rows.map(({ planId }) => planId),
  );

/** Of an agreement: a suspended one is in force until the day before it was suspended. */
const inForceOn = (day: LocalDate) =>
  and(
    sql`${agreementTable.status} <> 'draft'`,
    lte(agreementTable.startsOn, day),
    sql`coalesce(${agreementTable.lastDay}, ${agreementTable.cancelsOn}, ${agreementTable.endsOn}, ${day}) >= ${day}`,
    sql`(${agreementTable.suspendedOn} is null or ${agreementTable.suspendedOn} > ${day})`,
  );

/** The agreement that a recurring invoice bills. */
export const agreementOfRecurring = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(agreementTable)
      .where(
        and(
          eq(agreementTable.tenantId, ctx.tenant.id),
          sql`${agreementTable.id} = (select agreement_id from recurring_invoices where tenant_id = ${ctx.tenant.id} and id = ${id})`,
        ),
      ),
  );
