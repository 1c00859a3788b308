import { and, desc, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, only, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { type AppError, notFound } from "#/kernel/errors.ts";
import { type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import {
  categoryTable,
  type Expense,
  type ExpenseCategory,
  type ExpenseReceipt,
  expenseCategories,
  expenses,
  expenseTable,
  receiptTable,
} from "./tables.ts";

/** Refuses an expense that the caller must not know of. */
export type Check = (expense: Expense) => void;

/** The expense, as far as the caller may see it. */
export const expenseSeen = (ctx: Ctx, id: number, check: Check) =>
  mapped(expenses.one(ctx, id), (expense): Expense => {
    check(expense);
    return expense;
  });

type Filter = {
  [K in "technicianId" | "expenseCategoryId" | "jobId" | "customerId" | "status" | "paymentSource"]?:
    | Expense[K]
    | undefined;
} & { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };

export async function listExpenses(ctx: Ctx, { dateFrom, dateTo, ...filter }: ListInput & Filter) {
  const { technicianId, expenseCategoryId, jobId, customerId, status, paymentSource, ...input } = filter;
  const equals = { technicianId, expenseCategoryId, jobId, customerId, status, paymentSource };
  const named = Object.values(equals).filter((value) => value !== undefined);
  const isOfTechnician = technicianId !== undefined && named.length === 1 && !dateFrom && !dateTo;
  return await expenses.list(ctx, input, {
    equals,
    filters: [dateFrom && gte(expenseTable.incurredOn, dateFrom), dateTo && lte(expenseTable.incurredOn, dateTo)].map(
      (filter) => filter || undefined,
    ),
    sorts: { incurred_on: [expenseTable.incurredOn, expenseTable.id] },
    total: isOfTechnician ? `technician/${technicianId}` : undefined,
  });
}

const ofTenant = (ctx: Ctx) => eq(expenseTable.tenantId, ctx.tenant.id);

/** The receipts of an expense, the first one first. */
export const receiptsOf = (ctx: Ctx, expenseId: number) =>
  q
    .select()
    .from(receiptTable)
    .where(and(eq(receiptTable.tenantId, ctx.tenant.id), eq(receiptTable.expenseId, expenseId)))
    .orderBy(receiptTable.id);

/** A receipt of this expense; 404 for another's. */
export const receiptOf = (ctx: Ctx, expenseId: number, id: number) =>
  mapped(
    first(
      q
        .select()
        .from(receiptTable)
        .where(
          and(eq(receiptTable.tenantId, ctx.tenant.id), eq(receiptTable.id, id), eq(receiptTable.expenseId, expenseId)),
        ),
    ),
    (row): ExpenseReceipt => {
      if (!row) throw notFound("expense_receipt", id);
      return row;
    },
  );

export const dropReceipts = (ctx: Ctx, expenseId: number) =>
  q.delete(receiptTable).where(and(eq(receiptTable.tenantId, ctx.tenant.id), eq(receiptTable.expenseId, expenseId)));

type Likeness = Pick<Expense, "kind" | "amountCents" | "miles" | "incurredOn" | "technicianId"> & { vendorKey: string };

/** Two expenses within these days may be the same one. */
const DAYS_APART = 3;
const MOST_HINTS = 10;

/** Ids of expenses that may be the same as a row, as SQL; `one` selects what the likeness goes by. */
function alike(ctx: Ctx, one: SQL, receiptsOfId: number | undefined) {
  const days = (n: number) => sql`date(one.incurred_on, ${`${n} days`})`;
  const lives = sql`o.tenant_id = ${ctx.tenant.id} and o.id <> one.id and o.kind = one.kind and o.status not in ('rejected', 'voided')`;
  const amounts = sql`select o.id from one cross join expenses o indexed by expenses_by_amount on ${lives} and one.kind = 'amount'
    and o.amount_cents = one.amount_cents and o.incurred_on between ${days(-DAYS_APART)} and ${days(DAYS_APART)}
    and (o.vendor_key = one.vendor_key or o.vendor_key = '' or one.vendor_key = '')`;
  const ways = sql`select o.id from one cross join expenses o indexed by expenses_by_day on ${lives} and one.kind = 'mileage'
    and o.incurred_on = one.incurred_on and o.technician_id = one.technician_id and o.miles_milli = one.miles_milli`;
  const files = sql`select o.expense_id from expense_receipts r join expense_receipts o
    on o.tenant_id = r.tenant_id and o.sha256 = r.sha256 and o.expense_id <> r.expense_id
    where r.tenant_id = ${ctx.tenant.id} and r.expense_id = ${receiptsOfId ?? 0}`;
  return mapped(
    q
      .select({ id: sql<number>`id` })
      .from(
        sql`(with one as (${one}) ${amounts} union ${ways} ${receiptsOfId === undefined ? sql`` : sql`union ${files}`} order by 1 limit ${MOST_HINTS})`,
      ),
    (rows) => rows.map(({ id }) => id),
  );
}

/** Ids of expenses that may be the same as this one. */
export const expensesLike = (ctx: Ctx, id: number) =>
  alike(
    ctx,
    sql`select id, kind, amount_cents, miles_milli, incurred_on, technician_id, vendor_key from expenses where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    id,
  );

/** The same for one that is not there yet. */
export const expensesLikeNew = (ctx: Ctx, { miles, ...one }: Likeness) =>
  alike(
    ctx,
    sql`select 0 as id, ${one.kind} as kind, ${one.amountCents} as amount_cents, ${miles === null ? null : Math.round(miles * 1000)} as miles_milli,
      ${one.incurredOn} as incurred_on, ${one.technicianId} as technician_id, ${one.vendorKey} as vendor_key`,
    undefined,
  );

/** The expense with its receipts and what it may be a duplicate of. */
export async function getExpense(ctx: Ctx, id: number, check: Check) {
  const { expense, receiptFiles, possibleDuplicates } = await read(ctx, {
    expense: expenseSeen(ctx, id, check),
    receiptFiles: receiptsOf(ctx, id),
    possibleDuplicates: expensesLike(ctx, id),
  });
  return { ...expense, receiptFiles, possibleDuplicates };
}

const ofExpense = (ctx: Ctx, id: number, column: string): SQL =>
  sql`(select ${sql.raw(column)} from expenses where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** The category of an expense; undefined: it has none. */
export const categoryOf = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(categoryTable)
      .where(
        and(eq(categoryTable.tenantId, ctx.tenant.id), eq(categoryTable.id, ofExpense(ctx, id, "expense_category_id"))),
      ),
  );

/** What the technician of an expense has claimed in its month and category, as SQL. What was decided to be less counts as that. */
const claimedInMonth = (ctx: Ctx, id: number, others: SQL): SQL =>
  sql`(select coalesce(sum(coalesce(o.approved_cents, o.amount_cents)), 0) from expenses o indexed by expenses_by_category where o.tenant_id = ${ctx.tenant.id}
    and o.expense_category_id = ${ofExpense(ctx, id, "expense_category_id")} and o.technician_id = ${ofExpense(ctx, id, "technician_id")}
    and o.incurred_on between ${ofExpense(ctx, id, "substr(incurred_on, 1, 8) || '01'")} and ${ofExpense(ctx, id, "substr(incurred_on, 1, 8) || '31'")}
    and o.status in ('submitted', 'approved', 'reimbursed') and ${others})`;

/** What its technician has claimed in that month and category beside this expense. */
export const spentBeside = (ctx: Ctx, id: number) =>
  mapped(
    only(q.select({ n: sql<number>`n` }).from(sql`(select ${claimedInMonth(ctx, id, sql`o.id <> ${id}`)} as n)`)),
    ({ n }) => n,
  );

/** Refuses when the category has changed meanwhile, or expenses at the same moment go beyond its limit of a month together. */
export const holdPolicy = (ctx: Ctx, category: ExpenseCategory, expenseId: number, refusal: AppError): Write[] => [
  q
    .update(categoryTable)
    .set({ version: category.version })
    .where(
      and(
        eq(categoryTable.tenantId, ctx.tenant.id),
        eq(categoryTable.id, category.id),
        eq(categoryTable.version, category.version),
        sql`(${categoryTable.monthlyLimitCents} is null or ${claimedInMonth(ctx, expenseId, sql`true`)} <= ${categoryTable.monthlyLimitCents})`,
      ),
    ),
  must(refusal),
];

export const listCategories = (ctx: Ctx, { isActive, ...input }: ListInput & { isActive?: boolean | undefined }) =>
  expenseCategories.list(ctx, input, { equals: { isActive } });

type Asked = {
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  groupBy: "category" | "technician" | "job";
};

const MOST_GROUPS = 1000;

/** What was claimed and approved in some days, by category, technician or job; the largest first. */
export async function summarizeExpenses(ctx: Ctx, { groupBy, ...asked }: Asked) {
  const dateTo = asked.dateTo ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const dateFrom = asked.dateFrom ?? plusDays(dateTo, -29);
  const by = {
    category: expenseTable.expenseCategoryId,
    technician: expenseTable.technicianId,
    job: expenseTable.jobId,
  };
  const group = by[groupBy];
  const sum = (amount: SQL, statuses: string, name: string) =>
    sql<number>`sum(case when ${expenseTable.status} in (${sql.raw(statuses)}) then ${amount} else 0 end)`.as(name);
  const amount = sql`${expenseTable.amountCents}`;
  const { items } = await read(ctx, {
    items: q
      .select({
        group: sql<number | null>`${group}`.as("grouped"),
        expenses: sql<number>`count(*)`.as("expenses"),
        claimedCents: sum(amount, "'submitted', 'approved', 'reimbursed', 'rejected'", "claimed"),
        waitingCents: sum(amount, "'submitted'", "waiting"),
        approvedCents: sum(sql`${expenseTable.approvedCents}`, "'approved', 'reimbursed'", "approved"),
      })
      .from(expenseTable)
      .where(and(ofTenant(ctx), gte(expenseTable.incurredOn, dateFrom), lte(expenseTable.incurredOn, dateTo)))
      .groupBy(group)
      .orderBy(desc(sql`claimed`), sql`grouped`)
      .limit(MOST_GROUPS),
  });
  return { items };
}
