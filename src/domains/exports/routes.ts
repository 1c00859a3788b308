import { technicianOf } from "#/domains/technicians/index.ts";
import { pdfAnswer } from "#/http/attachment.ts";
import { csvFile } from "#/http/csv.ts";
import { rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import {
  COMMISSION_COLUMNS,
  type CsvFile,
  commissionReport,
  LINE_COLUMNS,
  periodFile,
  SALE_COLUMNS,
  salesFile,
} from "./csv.ts";
import { PAYROLL_COLUMNS, payrollFile, STATEMENT_COLUMNS, statementsFile } from "./payroll-csv.ts";
import { periodPdf, statementPdf } from "./pdf.ts";
import { CommissionReportQuery, FileQuery, PeriodParams, SaleFileQuery, StatementFileParams } from "./schemas.ts";

const pay = { by: "user", permission: "pay-periods:read" } as const;
const csv = { contentType: "text/csv; charset=utf-8" } as const;
const pdf = { contentType: "application/pdf", example: "%PDF-1.3" } as const;

const GUARD =
  "Amounts are decimal numbers in the business' currency. An apostrophe stands before a text that a spreadsheet would take for a formula.";

const asCsv = async (file: CsvFile | Promise<CsvFile>, bom: string | undefined): Promise<Response> => {
  const { name, columns, pages } = await file;
  return await csvFile(name, columns, pages, { bom: bom === "1" });
};

export const routes = [
  rawEndpoint({
    ...pay,
    ...pdf,
    method: "get",
    path: "/export/commission-statement/{technician_id}/{pay_period_id}/pdf",
    operationId: "exportCommissionStatement",
    summary: "Export the statement of a technician as PDF",
    description: "Of a pay period that is not closed: a preview of what has been posted up to now.",
    params: StatementFileParams,
    handler: async (ctx, { params }) => pdfAnswer(await statementPdf(ctx, params)),
  }),
  rawEndpoint({
    ...pay,
    ...pdf,
    method: "get",
    path: "/export/pay-period/{id}/pdf",
    operationId: "exportPayPeriod",
    summary: "Export a pay period as PDF: what each technician gets, with every line",
    description: "With more than 4000 lines only the sums: the CSV has the lines.",
    params: IdParams,
    handler: async (ctx, { params }) => pdfAnswer(await periodPdf(ctx, params.id)),
  }),
  rawEndpoint({
    by: "user",
    permission: "earnings:own",
    ...pdf,
    method: "get",
    path: "/tech/export/commission-statement/{pay_period_id}/pdf",
    operationId: "exportOwnCommissionStatement",
    summary: "Export your own statement as PDF",
    params: PeriodParams,
    handler: async (ctx, { params }) =>
      pdfAnswer(await statementPdf(ctx, { ...params, technicianId: technicianOf(ctx) })),
  }),
  rawEndpoint({
    ...pay,
    ...csv,
    method: "get",
    path: "/admin/csv-export/pay-period/{id}",
    operationId: "exportPayPeriodLines",
    summary: "Export the lines of a pay period as CSV, by technician and day",
    description: `The file of a closed pay period never changes. ${GUARD}`,
    params: IdParams,
    query: FileQuery,
    example: `${LINE_COLUMNS.join()}\r\n1,Mike Johnson,2026-03-28,commission,commission,2026-03-28,42,2026-03-28,John Doe,AC tune-up,technician,100.00,1500.00,112.50,,,,sale/42\r\n`,
    handler: (ctx, { params, query }) => asCsv(periodFile(ctx, params.id), query.bom),
  }),
  rawEndpoint({
    ...pay,
    ...csv,
    method: "get",
    path: "/admin/csv-export/statements/{pay_period_id}",
    operationId: "exportPayStatements",
    summary: "Export the statements of a pay period as CSV, a row for each technician",
    description: GUARD,
    params: PeriodParams,
    query: FileQuery,
    example: `${STATEMENT_COLUMNS.join()}\r\n1,Mike Johnson,412,12500.00,-112.50,0.00,14617.10,14617.10,0.00,80.00,2000.00,5.00,187.50,42.10\r\n`,
    handler: (ctx, { params, query }) => asCsv(statementsFile(ctx, params.payPeriodId), query.bom),
  }),
  rawEndpoint({
    ...pay,
    ...csv,
    method: "get",
    path: "/admin/csv-export/payroll/{pay_period_id}",
    operationId: "exportPayroll",
    summary: "Export a pay period for a payroll program as CSV, a row for each earning and rate of each technician",
    description: `Earnings are regular, overtime, double_time, commission, adjustment, reimbursement (not taxed) and balance_brought_forward. ${GUARD}`,
    params: PeriodParams,
    query: FileQuery,
    example: `${PAYROLL_COLUMNS.join()}\r\n2026-03-01,2026-03-31,2026-04-05,1,Mike Johnson,overtime,true,5.00,,,37.50,187.50\r\n`,
    handler: (ctx, { params, query }) => asCsv(payrollFile(ctx, params.payPeriodId), query.bom),
  }),
  rawEndpoint({
    ...pay,
    ...csv,
    method: "get",
    path: "/admin/csv-export/commission-report",
    operationId: "exportCommissionReport",
    summary: "Export the commissions of a range of days as CSV, by day",
    description: `A row for each entry that counts on one of these days: what was earned, and what voids and refunds took back. ${GUARD}`,
    query: CommissionReportQuery,
    example: `${COMMISSION_COLUMNS.join()}\r\n2026-03-28,2026-03-28,1,Mike Johnson,42,2026-03-28,John Doe,5,AC tune-up,1500.00,percentage,7.50,technician_item,technician,100.00,commission,112.50\r\n`,
    handler: (ctx, { query }) => asCsv(commissionReport(ctx, query), query.bom),
  }),
  rawEndpoint({
    by: "user",
    permission: "sales:read",
    ...csv,
    method: "get",
    path: "/admin/csv-export/sales",
    operationId: "exportSales",
    summary: "Export sales as CSV, newest first",
    description: `Takes the same filters as the list. ${GUARD}`,
    query: SaleFileQuery,
    example: `${SALE_COLUMNS.join()}\r\n42,2026-03-28,1,Mike Johnson,5,AC tune-up,1,1500.00,0.00,112.50,John Doe,credit_card,unpaid,,0.00,0.00,approved,false,,2026-03-28,,,2026-03-28T14:30:00.000Z\r\n`,
    handler: (ctx, { query }) => asCsv(salesFile(ctx, query), query.bom),
  }),
];
