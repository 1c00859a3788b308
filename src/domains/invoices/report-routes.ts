import { endpoint } from "#/http/endpoint.ts";
import { readAging, readStatement } from "./report-repo.ts";
import { AgingQuery, CustomerStatement, InvoiceAging, StatementParams, StatementQuery } from "./report-schemas.ts";

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
];
