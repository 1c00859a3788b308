import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { LogQuery } from "#/kernel/page.ts";
import { listLines } from "./line-repo.ts";
import { listPeriods } from "./repo.ts";
import { PayLinePage, PayPeriodPage, PayPeriodQuery, PayStatement } from "./schemas.ts";
import { getStatement } from "./statements.ts";

const own = { by: "user", permission: "earnings:own" } as const;

/** The totals are the business', not the technician's. */
const withoutTotals = <P extends { totals: unknown }>(period: P) => ({ ...period, totals: null });

export const routes = [
  endpoint({
    ...own,
    method: "get",
    path: "/tech/pay-periods",
    operationId: "listOwnPayPeriods",
    summary: "List pay periods, newest first",
    description: "Without totals: those are the business'.",
    query: PayPeriodQuery,
    response: PayPeriodPage,
    handler: async (ctx, { query }) => {
      technicianOf(ctx);
      const page = await listPeriods(ctx, query);
      return { ...page, items: page.items.map(withoutTotals) };
    },
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/pay-periods/{id}/statement",
    operationId: "getOwnPayStatement",
    summary: "Get your own statement, with its first 100 lines",
    params: IdParams,
    response: PayStatement,
    handler: async (ctx, { params }) => {
      const statement = await getStatement(ctx, { id: params.id, technicianId: technicianOf(ctx) });
      return { ...statement, payPeriod: withoutTotals(statement.payPeriod) };
    },
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/pay-periods/{id}/lines",
    operationId: "listOwnPayLines",
    summary: "List the lines of your own statement",
    description: "By cursor alone.",
    params: IdParams,
    query: LogQuery,
    response: PayLinePage,
    handler: (ctx, { params, query }) => listLines(ctx, params.id, { ...query, technicianId: technicianOf(ctx) }),
  }),
];
