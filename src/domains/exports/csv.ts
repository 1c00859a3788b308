import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { type Organization, organizationOf, settingOf } from "#/domains/organization/index.ts";
import { isFinal, type LineInput, linesFrom, pageOfLines, statementsOf } from "#/domains/pay-periods/index.ts";
import { entryRows, saleRows } from "#/domains/sales/index.ts";
import { decimalText, exponentOf } from "#/kernel/currencies.ts";
import { fileName } from "./rules.ts";
import type { CommissionReportFilter, SaleFileFilter } from "./schemas.ts";

/** Rows of a page: one trip, and what a Worker holds at a time. */
const PAGE = 2000;

/** A file before it has the form of an answer. */
export type CsvFile = { name: string; columns: readonly string[]; pages: AsyncGenerator<Row[], void> };
export type Row = (string | number | null | { text: string })[];

const numberOf = (exponent: number) => (amount: number | null) =>
  amount === null ? null : { text: decimalText(amount, exponent) };
const percent = numberOf(2);
/** Amounts in the business' currency, as numbers. */
export const moneyOf = (organization: Organization | undefined) =>
  numberOf(exponentOf(settingOf(organization, "currency")));

export const SALE_COLUMNS =
  "id,sale_date,technician_id,technician,item_id,item,quantity,sale_price,tax,commission,customer_name,payment_type,payment_status,payment_date,paid,refunded,approval_status,voided,void_reason,earned_on,discount_reason,notes,created_at".split(
    ",",
  );

export const salesFile = (ctx: Ctx, filter: SaleFileFilter): CsvFile => ({
  name: fileName("sales", [filter.dateFrom, filter.dateTo], "csv"),
  columns: SALE_COLUMNS,
  pages: salePages(ctx, filter),
});

async function* salePages(ctx: Ctx, filter: SaleFileFilter) {
  const { organization, first } = await read(ctx, {
    organization: organizationOf(ctx),
    first: saleRows(ctx, filter, undefined, PAGE),
  });
  const money = moneyOf(organization);
  for (let rows = first; ; ) {
    yield rows.map(
      (sale): Row => [
        sale.id,
        sale.saleDate,
        sale.technicianId,
        sale.technician,
        sale.itemId,
        sale.item,
        sale.quantity,
        money(sale.salePriceCents),
        money(sale.taxCents),
        money(sale.commissionCents),
        sale.customerName,
        sale.paymentType,
        sale.paymentStatus,
        sale.paymentDate,
        money(sale.paidCents),
        money(sale.refundedCents),
        sale.approvalStatus,
        sale.voided ? "true" : "false",
        sale.voidReason,
        sale.earnedOn,
        sale.discountReason,
        sale.notes,
        sale.createdAt,
      ],
    );
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    ({ rows } = await read(ctx, { rows: saleRows(ctx, filter, last, PAGE) }));
  }
}

export const COMMISSION_COLUMNS =
  "counts_on,caused_on,technician_id,technician,sale_id,sale_date,customer_name,item_id,item,sale_price,rate_type,rate_percent,rate_source,role,share_percent,reason,amount".split(
    ",",
  );

export const commissionReport = (ctx: Ctx, filter: CommissionReportFilter): CsvFile => ({
  name: fileName("commission-report", [filter.dateFrom, filter.dateTo], "csv"),
  columns: COMMISSION_COLUMNS,
  pages: entryPages(ctx, filter),
});

async function* entryPages(ctx: Ctx, filter: CommissionReportFilter) {
  const { organization, first } = await read(ctx, {
    organization: organizationOf(ctx),
    first: entryRows(ctx, filter, undefined, PAGE),
  });
  const money = moneyOf(organization);
  for (let rows = first; ; ) {
    yield rows.map(
      (entry): Row => [
        entry.countsOn,
        entry.causedOn,
        entry.technicianId,
        entry.technician,
        entry.saleId,
        entry.saleDate,
        entry.customerName,
        entry.itemId,
        entry.item,
        money(entry.salePriceCents),
        entry.rateType,
        entry.rateType === "percentage" ? percent(entry.rateBps as number | null) : null, // safe: we wrote the JSON
        entry.rateSource,
        entry.role,
        percent(entry.shareBps),
        entry.reason,
        money(entry.amountCents),
      ],
    );
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    ({ rows } = await read(ctx, { rows: entryRows(ctx, filter, last, PAGE) }));
  }
}

export const LINE_COLUMNS =
  "technician_id,technician,day,kind,reason,caused_on,sale_id,sale_date,customer_name,description,role,share_percent,sale_price,amount,quantity,unit,rate,source".split(
    ",",
  );

/** The lines of a pay period: those of a closed one as they were copied at its close. */
export async function periodFile(ctx: Ctx, id: number): Promise<CsvFile> {
  const { period, organization, statements, found } = await linesAt(ctx, id, {});
  const names = new Map(statements.map((one) => [one.technicianId, one.technicianName]));
  const money = moneyOf(organization);
  async function* pages() {
    for (let page = found; ; ) {
      // whose first line was posted while this is read, of a period that is open
      if (page.items.some(({ technicianId }) => !names.has(technicianId)))
        for (const one of (await linesAt(ctx, id, { limit: 1 })).statements)
          names.set(one.technicianId, one.technicianName);
      yield page.items.map(
        (line): Row => [
          line.technicianId,
          names.get(line.technicianId) ?? null,
          line.day,
          line.kind,
          line.reason,
          line.causedOn,
          line.saleId,
          line.saleDate,
          line.customerName,
          line.description,
          line.role,
          percent(line.shareBps),
          money(line.salePriceCents),
          money(line.amountCents),
          line.quantity,
          line.unit,
          money(line.rateCents),
          line.source,
        ],
      );
      if (!page.nextCursor) return;
      page = (await linesAt(ctx, id, { cursor: page.nextCursor })).found;
    }
  }
  return {
    name: fileName("pay-period", [period.startsOn, period.endsOn], "csv"),
    columns: LINE_COLUMNS,
    pages: pages(),
  };
}

async function linesAt(ctx: Ctx, id: number, { cursor, limit = PAGE }: LineInput) {
  const page = { cursor, limit };
  const isFirst = cursor === undefined;
  const all = await read(ctx, {
    ...(await statementsOf(ctx, id)),
    ...(await linesFrom(ctx, id, page)),
    organization: isFirst ? organizationOf(ctx) : undefined,
  });
  return {
    period: all.period,
    organization: all.organization,
    statements: isFinal(all.period) ? all.stored : all.live,
    found: pageOfLines(all, page),
  };
}
