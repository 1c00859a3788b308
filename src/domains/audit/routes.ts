import type { Ctx } from "#/ctx.ts";
import { csvFile } from "#/http/csv.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { listEntries } from "./repo.ts";
import { AuditFileQuery, type AuditFilters, AuditPage, AuditQuery } from "./schemas.ts";

const COLUMNS = ["id", "at", "actor", "action", "entity", "entity_id", "request_id", "changes", "details"];

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/audit-log",
    operationId: "listAuditLog",
    summary: "List what was done, newest first",
    description:
      "Each write and its entry are one transaction: there is no change without an entry, and no entry without its change.",
    by: "user",
    permission: "audit:read",
    query: AuditQuery,
    response: AuditPage,
    handler: (ctx, { query }) => listEntries(ctx, query),
  }),
  rawEndpoint({
    method: "get",
    path: "/admin/audit-log.csv",
    operationId: "exportAuditLog",
    summary: "Export what was done as CSV, newest first",
    description:
      "Takes the same filters as the list. `changes` and `details` are JSON. An apostrophe stands before a text that a spreadsheet would take for a formula.",
    by: "user",
    permission: "audit:read",
    query: AuditFileQuery,
    contentType: "text/csv; charset=utf-8",
    example: `${COLUMNS.join(",")}\r\naud_01KAG3M5S0W6P2J8Y4T9QZ7XNB,2026-03-28T14:30:00.000Z,user:1,change,technician,3,req_01KAG3M5R8W6P2J8Y4T9QZ7XNA,"{""base_pay_cents"":{""before"":2500,""after"":2700}}",\r\n`,
    handler: (ctx, { query }) => csvFile("audit-log.csv", COLUMNS, rowsOf(ctx, query)),
  }),
];

async function* rowsOf(ctx: Ctx, filters: AuditFilters) {
  let cursor: string | undefined;
  do {
    const page = await listEntries(ctx, { ...filters, limit: 500, ...(cursor && { cursor }) });
    yield page.items.map((entry) => [
      ...[entry.id, entry.at, entry.actor, entry.action, entry.entity, entry.entityId, entry.requestId],
      entry.changes && JSON.stringify(entry.changes),
      entry.details && JSON.stringify(entry.details),
    ]);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}
