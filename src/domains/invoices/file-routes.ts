import { pdfAnswer } from "#/http/attachment.ts";
import { csvFile } from "#/http/csv.ts";
import { rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { CSV_GUARD, type CsvFile, INVOICE_COLUMNS, invoicesFile, STATEMENT_COLUMNS, statementFile } from "./csv.ts";
import { creditNotePdf, invoicePdf } from "./pdf.ts";
import { StatementFileQuery, StatementParams, StatementQuery } from "./report-schemas.ts";
import { InvoiceFileQuery } from "./schemas.ts";
import { statementPdf } from "./statement-pdf.ts";

const reads = { by: "user", permission: "invoices:read", method: "get" } as const;

const asCsv = ({ name, columns, pages }: CsvFile, bom: string | undefined): Promise<Response> =>
  csvFile(name, columns, pages, { bom: bom === "1" });

export const routes = [
  rawEndpoint({
    ...reads,
    path: "/admin/invoices.csv",
    operationId: "exportInvoices",
    summary: "Export invoices as CSV, newest first",
    description: `Takes the same filters as the list. ${CSV_GUARD}`,
    query: InvoiceFileQuery,
    contentType: "text/csv; charset=utf-8",
    example: `${INVOICE_COLUMNS.join()}\r\n42,INV-42,sent,John Doe,john@doe.example,7,,2026-03-28,2026-04-15,150.00,0.00,0.00,150.00,0.00,0.00,150.00,USD\r\n`,
    handler: (ctx, { query: { bom, ...filter } }) => asCsv(invoicesFile(ctx, filter), bom),
  }),
  rawEndpoint({
    ...reads,
    path: "/admin/invoices/{id}/pdf",
    operationId: "getInvoicePdf",
    summary: "Get an invoice as PDF",
    params: IdParams,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: async (ctx, { params }) => pdfAnswer(await invoicePdf(ctx, params.id)),
  }),
  rawEndpoint({
    ...reads,
    path: "/admin/credit-notes/{id}/pdf",
    operationId: "getCreditNotePdf",
    summary: "Get a credit note as PDF",
    params: IdParams,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: async (ctx, { params }) => pdfAnswer(await creditNotePdf(ctx, params.id)),
  }),
  rawEndpoint({
    ...reads,
    path: "/admin/customer-statements/{customer_id}/csv",
    operationId: "exportCustomerStatement",
    summary: "Export the statement of a customer as CSV",
    description: CSV_GUARD,
    params: StatementParams,
    query: StatementFileQuery,
    contentType: "text/csv; charset=utf-8",
    example: `${STATEMENT_COLUMNS.join()}\r\n2026-03-28,issue,INV-42,150.00,150.00\r\n`,
    handler: (ctx, { params, query: { bom, dateFrom, dateTo } }) =>
      asCsv(statementFile(ctx, { ...params, dateFrom, dateTo }), bom),
  }),
  rawEndpoint({
    ...reads,
    path: "/admin/customer-statements/{customer_id}/pdf",
    operationId: "getCustomerStatementPdf",
    summary: "Get the statement of a customer as PDF",
    params: StatementParams,
    query: StatementQuery,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: async (ctx, { params, query }) => pdfAnswer(await statementPdf(ctx, { ...query, ...params })),
  }),
];
