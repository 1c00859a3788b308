import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { changeReport } from "./actions/change-report.ts";
import { createReport } from "./actions/create-report.ts";
import { removeReport } from "./actions/remove-report.ts";
import { showDatasets, showValues } from "./catalogue-view.ts";
import { previewDefinition, previewReport } from "./preview.ts";
import { listReports, readReport } from "./repo.ts";
import { routes as runRoutes } from "./run-routes.ts";
import { routes as scheduleRoutes } from "./schedule-routes.ts";
import {
  ChangeReport,
  CreateReport,
  Datasets,
  Preview,
  PreviewDefinition,
  Report,
  ReportPage,
  ReportQuery,
  Values,
  ValuesQuery,
} from "./schemas.ts";

const reads = { by: "user", permission: "reports:read" } as const;
const writes = { by: "user", permission: "reports:write" } as const;

const BOTH = "Also needs what the lists of these rows need: nobody sees by a report what they do not see otherwise.";

export const routes = [
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reports/datasets",
    operationId: "listReportDatasets",
    summary: "List what can be reported on, with every column",
    description: "`is_permitted` tells what you may read of it.",
    response: Datasets,
    handler: (ctx) => showDatasets(ctx),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reports/values",
    operationId: "listReportValues",
    summary: "List the values of a column, to filter by",
    description: `Of columns of type text, enum and flag. ${BOTH}`,
    query: ValuesQuery,
    response: Values,
    handler: (ctx, { query }) => showValues(ctx, query.dataset, query.column),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reports",
    operationId: "listReports",
    summary: "List reports: the shared ones, and your own",
    query: ReportQuery,
    response: ReportPage,
    handler: (ctx, { query }) => listReports(ctx, query),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/reports",
    operationId: "createReport",
    summary: "Make a report",
    description: `A list of rows by \`columns\`, or sums by \`group_by\` and \`aggregations\`. What cannot be answered is refused here, by its field. ${BOTH}`,
    body: CreateReport,
    response: Report,
    status: 201,
    handler: (ctx, { body }) => createReport(ctx, body),
  }),
  endpoint({
    ...reads,
    method: "post",
    path: "/admin/reports/preview",
    operationId: "previewReportDefinition",
    summary: "Show the first 50 rows of a report that is not kept",
    description: BOTH,
    body: PreviewDefinition,
    response: Preview,
    handler: (ctx, { body }) => previewDefinition(ctx, body),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reports/{id}",
    operationId: "getReport",
    summary: "Get a report",
    params: IdParams,
    response: Report,
    handler: (ctx, { params }) => readReport(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/reports/{id}",
    operationId: "changeReport",
    summary: "Change a report",
    description: `Its dataset stays. Runs that have begun go on as it was. What its schedules could not deliver then is refused: private while others have one or one delivers by webhook, more than 10 columns while one writes a PDF. ${BOTH}`,
    params: IdParams,
    body: ChangeReport,
    response: Report,
    handler: (ctx, { params, body }) => changeReport(ctx, params.id, body),
  }),
  endpoint({
    ...writes,
    method: "delete",
    path: "/admin/reports/{id}",
    operationId: "removeReport",
    summary: "Remove a report that has no schedules",
    description: "Its runs and their files stay until they expire.",
    params: IdParams,
    response: Report,
    handler: (ctx, { params }) => removeReport(ctx, params.id),
  }),
  endpoint({
    ...reads,
    method: "post",
    path: "/admin/reports/{id}/preview",
    operationId: "previewReport",
    summary: "Show the first 50 rows of a report",
    description: BOTH,
    params: IdParams,
    response: Preview,
    handler: (ctx, { params }) => previewReport(ctx, params.id),
  }),
  ...runRoutes,
  ...scheduleRoutes,
];
