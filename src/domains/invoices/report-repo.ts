import { and, eq, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { only, q } from "#/db/tenant/client.ts";
import { ofCustomer } from "#/db/tenant/customer-rows.ts";
import { read } from "#/db/tenant/load.ts";
import { customerNamed } from "#/domains/customers/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { type PageInput, pageWindow } from "#/kernel/page.ts";
import { type LocalDate, plusMonths } from "#/kernel/time.ts";
import { todayOf } from "./present.ts";
import { agingBounds } from "./rules.ts";
import { creditNoteTable, invoiceTable, ledgerTable, owing, paymentTable } from "./tables.ts";

const delta = sql<number>`(${ledgerTable.invoiceCents} - ${ledgerTable.creditCents})`;

/** Entries of one statement; a customer with more asks for fewer days. */
const MOST_ENTRIES = 5000;

export type Period = { customerId: number; dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };

/** What a customer owed before a period, what changed it within, and what they owed at its end. */
export async function readStatement(
  ctx: Ctx,
  { customerId, dateTo = todayOf(ctx), dateFrom = plusMonths(dateTo, -12) }: Period,
) {
  const theirs = and(eq(ledgerTable.tenantId, ctx.tenant.id), ofCustomer(ctx, ledgerTable.customerId, customerId));
  const found = await read(ctx, {
    customer: customerNamed(ctx, customerId),
    organization: organizationOf(ctx),
    opening: only(
      q
        .select({ cents: sql<number>`coalesce(sum(${delta}), 0)`.as("cents") })
        .from(ledgerTable)
        .where(and(theirs, lt(ledgerTable.entryOn, dateFrom))),
    ),
    entries: q
      .select({
        id: ledgerTable.id,
        kind: ledgerTable.kind,
        entryOn: ledgerTable.entryOn,
        invoiceId: ledgerTable.invoiceId,
        invoicePaymentId: sql<number | null>`${ledgerTable.paymentId}`.as("invoice_payment_id"),
        creditNoteId: ledgerTable.creditNoteId,
        amountCents: delta.as("amount_cents"),
        document: sql<string | null>`coalesce(
          (select number from invoices i where i.tenant_id = ${ctx.tenant.id} and i.id = ${ledgerTable}.invoice_id),
          (select number from credit_notes c where c.tenant_id = ${ctx.tenant.id} and c.id = ${ledgerTable}.credit_note_id),
          (select reference from invoice_payments p where p.tenant_id = ${ctx.tenant.id} and p.id = ${ledgerTable}.payment_id))`.as(
          "document",
        ),
      })
      .from(ledgerTable)
      .where(and(theirs, gte(ledgerTable.entryOn, dateFrom), lte(ledgerTable.entryOn, dateTo), sql`${delta} <> 0`))
      .orderBy(ledgerTable.entryOn, ledgerTable.id)
      .limit(MOST_ENTRIES + 1),
  });
  let balanceCents = found.opening.cents;
  const entries = found.entries.slice(0, MOST_ENTRIES).map((entry) => {
    balanceCents += entry.amountCents;
    return { ...entry, balanceCents };
  });
  return {
    customerId: found.customer.id,
    customerName: found.customer.name,
    dateFrom,
    dateTo,
    openingBalanceCents: found.opening.cents,
    closingBalanceCents: balanceCents,
    truncated: found.entries.length > MOST_ENTRIES,
    entries,
    customer: found.customer,
    organization: found.organization,
  };
}

/** What was owed on a day: of today as it stands, of an earlier day by the ledger. */
function owedOn(ctx: Ctx, asOf: LocalDate): SQL {
  if (asOf >= todayOf(ctx))
    return sql`select customer_id, customer_name, due_slot, balance_cents owed from ${invoiceTable}
      where tenant_id = ${ctx.tenant.id} and ${owing}`;
  return sql`select i.customer_id, i.customer_name, i.due_slot, e.owed from
      (select invoice_id, sum(invoice_cents) owed from ${ledgerTable}
       where tenant_id = ${ctx.tenant.id} and entry_on <= ${asOf} and invoice_id is not null group by invoice_id having owed <> 0) e
      join ${invoiceTable} i on i.tenant_id = ${ctx.tenant.id} and i.id = e.invoice_id`;
}

/** Credit that was not applied on a day. */
function creditOn(ctx: Ctx, asOf: LocalDate): SQL {
  if (asOf >= todayOf(ctx))
    return sql`select customer_id, customer_name, unapplied_cents credit from ${paymentTable}
        where tenant_id = ${ctx.tenant.id} and unapplied_cents > 0
      union all select customer_id, customer_name, unapplied_cents from ${creditNoteTable}
        where tenant_id = ${ctx.tenant.id} and unapplied_cents > 0`;
  return sql`select e.customer_id, coalesce(p.customer_name, c.customer_name) customer_name, e.credit from
      (select customer_id, payment_id, credit_note_id, sum(credit_cents) credit from ${ledgerTable}
       where tenant_id = ${ctx.tenant.id} and entry_on <= ${asOf} group by customer_id, payment_id, credit_note_id having credit <> 0) e
      left join ${paymentTable} p on p.tenant_id = ${ctx.tenant.id} and p.id = e.payment_id
      left join ${creditNoteTable} c on c.tenant_id = ${ctx.tenant.id} and c.id = e.credit_note_id`;
}

type Sums = Record<
  "currentCents" | "days30Cents" | "days60Cents" | "days90Cents" | "olderCents" | "owedCents" | "creditCents",
  number
>;

/** What customers owe on a day by how long it is overdue, who owes most first. */
export async function readAging(
  ctx: Ctx,
  { asOf = todayOf(ctx), ...input }: PageInput & { asOf?: LocalDate | undefined },
) {
  const { page, limit, offset } = pageWindow(input);
  const [today, d30, d60, d90] = agingBounds(asOf);
  const bracket = (name: string, condition: SQL) =>
    sql`coalesce(sum(case when ${condition} then owed end), 0) ${sql.raw(name)}`;
  // grouped by the customer, or by the name where nothing else is known
  const perCustomer = sql`
    select customer_id, max(customer_name) customer_name,
      ${bracket("current_cents", sql`due_slot >= ${today}`)},
      ${bracket("days_30_cents", sql`due_slot < ${today} and due_slot >= ${d30}`)},
      ${bracket("days_60_cents", sql`due_slot < ${d30} and due_slot >= ${d60}`)},
      ${bracket("days_90_cents", sql`due_slot < ${d60} and due_slot >= ${d90}`)},
      ${bracket("older_cents", sql`due_slot < ${d90}`)},
      coalesce(sum(owed), 0) owed_cents, coalesce(sum(credit), 0) credit_cents
    from (select customer_id, customer_name, due_slot, owed, 0 credit from (${owedOn(ctx, asOf)})
          union all select customer_id, customer_name, '~', 0, credit from (${creditOn(ctx, asOf)}))
    group by coalesce(customer_id, 'n:' || customer_name)`;
  const sums = {
    currentCents: sql<number>`current_cents`.as("current_cents"),
    days30Cents: sql<number>`days_30_cents`.as("days_30_cents"),
    days60Cents: sql<number>`days_60_cents`.as("days_60_cents"),
    days90Cents: sql<number>`days_90_cents`.as("days_90_cents"),
    olderCents: sql<number>`older_cents`.as("older_cents"),
    owedCents: sql<number>`owed_cents`.as("owed_cents"),
    creditCents: sql<number>`credit_cents`.as("credit_cents"),
  };
  const { items, totals } = await read(ctx, {
    items: q
      .select({
        customerId: sql<number | null>`customer_id`.as("customer_id"),
        customerName: sql<string>`customer_name`.as("customer_name"),
        ...sums,
      })
      .from(sql`(${perCustomer})`)
      .orderBy(sql`owed_cents desc, credit_cents desc, customer_name, customer_id`)
      .limit(limit)
      .offset(offset),
    totals: only(
      q
        .select({
          customers: sql<number>`count(*)`.as("customers"),
          ...(Object.fromEntries(Object.entries(sums).map(([name, column]) => [name, total(column.fieldAlias)])) as {
            [K in keyof Sums]: ReturnType<typeof total>;
          }),
        })
        .from(sql`(${perCustomer})`),
    ),
  });
  const { customers: count, ...sum } = totals;
  return {
    asOf,
    totals: sum,
    items,
    total: count,
    page,
    limit,
    totalPages: Math.ceil(count / limit),
    nextCursor: null,
  };
}
const total = (name: string) => sql<number>`coalesce(sum(${sql.raw(name)}), 0)`.as(`all_${name}`);
