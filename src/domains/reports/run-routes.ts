import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { enterByDocumentLink } from "#/domains/documents/index.ts";
import { allCustomRoles } from "#/domains/identity/index.ts";
import { attachment } from "#/http/attachment.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams, z } from "#/kernel/fields.ts";
import { startRun } from "./actions/start-run.ts";
import { assertMayRead } from "./definitions.ts";
import { badLink, fileExpired, runNotDone } from "./errors.ts";
import { contentTypes, wholeFile } from "./files.ts";
import { presented } from "./present.ts";
import { mayRead } from "./rights.ts";
import { linkOf, listRuns, runOfLink, seenRun, userOfReportLink } from "./run-repo.ts";
import { ReportRun, ReportRunPage, ReportRunQuery, RunReport } from "./run-schemas.ts";
import type { Run } from "./tables.ts";

const reads = { by: "user", permission: "reports:read" } as const;
const file = {
  contentType: "text/csv; charset=utf-8",
  example: "technician,sum_sale_price,count\r\nMike,1500.00,3\r\n",
};

export const routes = [
  endpoint({
    ...reads,
    method: "post",
    path: "/admin/reports/{id}/run",
    operationId: "runReport",
    summary: "Run a report into a file",
    description:
      "In the background, in portions: `report.run_succeeded` or the run tells when the file is there. At most 10 runs of a report wait at a time. Also needs what the lists of these rows need.",
    params: IdParams,
    body: RunReport,
    response: ReportRun,
    status: 202,
    handler: (ctx, { params, body }) => startRun(ctx, params.id, body.format),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/report-runs",
    operationId: "listReportRuns",
    summary: "List runs of reports",
    description: "Without those of other people's private reports.",
    query: ReportRunQuery,
    response: ReportRunPage,
    handler: async (ctx, { query }) => {
      const page = await listRuns(ctx, query);
      return { ...page, items: page.items.map(presented) };
    },
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/report-runs/{id}",
    operationId: "getReportRun",
    summary: "Get a run and how far it has come",
    params: IdParams,
    response: ReportRun,
    handler: async (ctx, { params }) => presented((await read(ctx, { run: seenRun(ctx, params.id) })).run),
  }),
  rawEndpoint({
    ...reads,
    ...file,
    method: "get",
    path: "/admin/report-runs/{id}/download",
    operationId: "downloadReportRun",
    summary: "Download the file of a run",
    description:
      "CSV, JSON or PDF as it was asked for; it is there for 30 days. Also needs what the lists of these rows need.",
    params: IdParams,
    handler: async (ctx, { params }) => {
      const { run } = await read(ctx, { run: seenRun(ctx, params.id) });
      assertMayRead(ctx, run.definition);
      return fileOf(ctx, run);
    },
  }),
  rawEndpoint({
    by: "anyone",
    ...file,
    method: "get",
    path: "/report-files/{token}",
    operationId: "openReportFile",
    summary: "Download the file of a run, by the link that was mailed",
    description: "The link is its reader's own: it ends with the file, or when they may no longer read the report.",
    params: z.object({
      token: z
        .string()
        .max(200)
        .openapi({ param: { name: "token", in: "path" } }),
    }),
    handler: async (open, { params: { token } }) => {
      const { ctx, hash } = await enterByDocumentLink(open, token);
      const { link, run, user, roles } = await read(ctx, {
        link: linkOf(ctx, hash),
        run: runOfLink(ctx, hash),
        user: userOfReportLink(ctx, hash),
        roles: allCustomRoles(ctx),
      });
      if (!link || !run || !user || !mayRead(user, roles, run.definition)) throw badLink();
      if (link.expiresAt <= ctx.now) throw fileExpired();
      return fileOf(ctx, run);
    },
  }),
];

function fileOf(ctx: Ctx, run: Run): Response {
  if (run.status === "expired") throw fileExpired();
  if (run.status !== "succeeded") throw runNotDone(run.id, presented(run).status);
  const name = [run.reportName.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "report", run.dateFrom, run.dateTo];
  const title = `${name.filter((part) => part !== null).join("_")}.${run.format}`;
  return new Response(wholeFile(ctx, run), {
    headers: {
      "Content-Type": contentTypes[run.format],
      "Content-Disposition": attachment(title),
      "Cache-Control": "private, no-store",
    },
  });
}
