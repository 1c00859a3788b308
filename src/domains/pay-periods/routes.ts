import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addAdjustment } from "./actions/add-adjustment.ts";
import { closePeriod } from "./actions/close-period.ts";
import { markPeriodPaid } from "./actions/mark-period-paid.ts";
import { reopenPeriod } from "./actions/reopen-period.ts";
import { setSchedule } from "./actions/set-schedule.ts";
import { listLines } from "./line-repo.ts";
import { routes as ownRoutes } from "./own-routes.ts";
import { getPeriod, listPeriods } from "./repo.ts";
import {
  AddPayAdjustment,
  ClosePayPeriod,
  PayAdjustment,
  PayLinePage,
  PayLineQuery,
  PayPayPeriod,
  PayPeriod,
  PayPeriodPage,
  PayPeriodQuery,
  PaySchedule,
  PayStatement,
  PayStatements,
  ReopenPayPeriod,
  SetPaySchedule,
  StatementParams,
} from "./schemas.ts";
import { getSchedule, getStatement, listStatements } from "./statements.ts";

const reader = { by: "user", permission: "pay-periods:read" } as const;
const writer = { by: "user", permission: "pay-periods:write" } as const;

export const routes = [
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/pay-periods/schedule",
    operationId: "getPaySchedule",
    summary: "Get when pay periods begin and end",
    response: PaySchedule,
    handler: (ctx) => getSchedule(ctx),
  }),
  endpoint({
    ...writer,
    method: "put",
    path: "/admin/pay-periods/schedule",
    operationId: "setPaySchedule",
    summary: "Set when pay periods begin and end",
    description:
      "Periods are made for 60 days ahead, again every day. Those that are open are replaced where their days change; closed ones stay, and the first new one follows on the last of them.",
    body: SetPaySchedule,
    response: PaySchedule,
    handler: (ctx, { body }) => setSchedule(ctx, body),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/pay-periods",
    operationId: "listPayPeriods",
    summary: "List pay periods, newest first",
    query: PayPeriodQuery,
    response: PayPeriodPage,
    handler: (ctx, { query }) => listPeriods(ctx, query),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/pay-periods/{id}",
    operationId: "getPayPeriod",
    summary: "Get a pay period with its totals",
    description: "The totals of a period that is not closed are those of what has been posted up to now.",
    params: IdParams,
    response: PayPeriod,
    handler: (ctx, { params }) => getPeriod(ctx, params.id),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/pay-periods/{id}/statements",
    operationId: "listPayStatements",
    summary: "List the statements of a pay period",
    params: IdParams,
    response: PayStatements,
    handler: (ctx, { params }) => listStatements(ctx, params.id),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/pay-periods/{id}/statements/{technician_id}",
    operationId: "getPayStatement",
    summary: "Get the statement of a technician, with its first 100 lines",
    params: StatementParams,
    response: PayStatement,
    handler: (ctx, { params }) => getStatement(ctx, params),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/pay-periods/{id}/lines",
    operationId: "listPayLines",
    summary: "List the lines of a pay period, by technician and day",
    description: "By cursor alone. The lines of a closed period never change.",
    params: IdParams,
    query: PayLineQuery,
    response: PayLinePage,
    handler: (ctx, { params, query }) => listLines(ctx, params.id, query),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: "/admin/pay-periods/{id}/adjustments",
    operationId: "addPayAdjustment",
    summary: "Add to a technician's pay, or take from it",
    params: IdParams,
    body: AddPayAdjustment,
    response: PayAdjustment,
    status: 201,
    handler: (ctx, { params, body }) => addAdjustment(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/pay-periods/{id}/close",
    operationId: "closePayPeriod",
    summary: "Close a pay period",
    description:
      "Freezes its statements. What happens to a sale later becomes an adjustment in the open period. Again: the same answer. Pay periods are closed in their order.",
    params: IdParams,
    body: ClosePayPeriod,
    response: PayPeriod,
    handler: (ctx, { params, body }) => closePeriod(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/pay-periods/{id}/reopen",
    operationId: "reopenPayPeriod",
    summary: "Open the last closed pay period again",
    fresh: true,
    params: IdParams,
    body: ReopenPayPeriod,
    response: PayPeriod,
    handler: (ctx, { params, body }) => reopenPeriod(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/pay-periods/{id}/mark-paid",
    operationId: "markPayPeriodPaid",
    summary: "Mark a closed pay period as paid",
    params: IdParams,
    body: PayPayPeriod,
    response: PayPeriod,
    handler: (ctx, { params, body }) => markPeriodPaid(ctx, { ...body, id: params.id }),
  }),
  ...ownRoutes,
];
