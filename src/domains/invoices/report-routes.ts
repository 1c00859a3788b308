import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { CSV_GUARD, STATEMENT_COLUMNS, statementCsv } from "./csv.ts";
import { readAging, readStatement } from "./report-repo.ts";
import {
  AgingQuery,
  CustomerStatement,
  InvoiceAging,
  StatementFileQuery,
  StatementParams,
  StatementQuery,
} from "./report-schemas.ts";
import { statementPdf } from "./statement-pdf.ts";

const reads = { by: "user", permission: "invoices:read", method: "get" } as const;

export const routes = [
  endpoint({
    ...reads,
    path: "/admin/invoices/aging",
    operationId: "readInvoiceAging",
    summary: "Read what customers owe by how long it is overdue",
    description:
      "As of today, or of an earlier local day as the ledger had it. Who owes most comes first; `totals` is of all customers.",
    query: AgingQuery,
    response: InvoiceAging,
    handler: (ctx, { query }) => readAging(ctx, query),
  }),
  endpoint({
    ...reads,
    path: "/admin/customer-statements/{customer_id}",
    operationId: "readCustomerStatement",
    summary: "Read the statement of a customer",
    description: "What they owed before the period, what changed it within, and what they owe at its end.",
    params: StatementParams,
    query: StatementQuery,
    response: CustomerStatement,
    handler: (ctx, { params, query }) => readStatement(ctx, { ...query, ...params }),
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
    handler: (ctx, { params, query }) => statementCsv(ctx, { ...query, ...params }),
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
    handler: (ctx, { params, query }) => statementPdf(ctx, { ...query, ...params }),
  }),
];
