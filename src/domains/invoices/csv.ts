import type { Ctx } from "#/ctx.ts";
import { settingOf } from "#/domains/organization/index.ts";
import { decimalText, exponentOf } from "#/kernel/currencies.ts";
import { type InvoiceFilter, listInvoices } from "./repo.ts";
import { type Period, readStatement } from "./report-repo.ts";

export const CSV_GUARD =
  "Amounts are decimal numbers in the business' currency. An apostrophe stands before a text that a spreadsheet would take for a formula.";

/** Rows of a page: one trip. */
const PAGE = 200;

const numberIn = (currency: string) => (cents: number) => ({ text: decimalText(cents, exponentOf(currency)) });

export const INVOICE_COLUMNS =
  "id,number,status,customer_name,customer_email,customer_id,job_id,invoice_date,due_date,subtotal,discount,tax,total,paid,credited,balance,currency".split(
    ",",
  );

/** A file before it has the form of an answer. */
export type CsvFile = { name: string; columns: readonly string[]; pages: AsyncGenerator<Cell[][], void> };
type Cell = string | number | null | { text: string };

export const invoicesFile = (ctx: Ctx, filter: InvoiceFilter): CsvFile => ({
  name: "invoices.csv",
  columns: INVOICE_COLUMNS,
  pages: invoicePages(ctx, filter),
});

async function* invoicePages(ctx: Ctx, filter: InvoiceFilter): CsvFile["pages"] {
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
    const page = await listInvoices(ctx, { ...filter, limit: PAGE, ...(cursor ? { cursor } : {}) }, "none");
    yield page.items.map((one) => {
      const money = numberIn(one.currency);
      const amounts = [one.subtotalCents, one.discountCents, one.taxCents, one.totalCents];
      const standing = [one.amountPaidCents, one.creditedCents, one.balanceCents];
      return [
        ...[one.id, one.number, one.status, one.customerName, one.customerEmail, one.customerId, one.jobId],
        ...[one.invoiceDate, one.dueDate, ...amounts.map(money), ...standing.map(money), one.currency],
      ];
    });
    cursor = page.nextCursor ?? undefined;
  }
}

export const STATEMENT_COLUMNS = "date,kind,document,amount,balance".split(",");

export const statementFile = (ctx: Ctx, period: Period): CsvFile => ({
  name: `statement_${period.customerId}.csv`,
  columns: STATEMENT_COLUMNS,
  pages: statementPage(ctx, period),
});

async function* statementPage(ctx: Ctx, period: Period): CsvFile["pages"] {
  const { organization, ...statement } = await readStatement(ctx, period);
  const money = numberIn(settingOf(organization, "currency"));
  const opening = money(statement.openingBalanceCents);
  yield [
    [statement.dateFrom, "opening_balance", null, null, opening],
    ...statement.entries.map((entry) => [
      ...[entry.entryOn, entry.kind, entry.document, money(entry.amountCents), money(entry.balanceCents)],
    ]),
    [statement.dateTo, "closing_balance", null, null, money(statement.closingBalanceCents)],
  ];
}
