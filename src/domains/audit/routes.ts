import type { Ctx } from "#/ctx.ts";
import { csvFile } from "#/http/csv.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { type AuditFilters, listEntries } from "./repo.ts";
import { AuditFileQuery, AuditPage, AuditQuery } from "./schemas.ts";

const COLUMNS = ["id", "at", "actor", "action", "entity", "entity_id", "request_id", "changes"];

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/audit-log",
    operationId: "listAuditLog",
    summary: "List what was done, newest first",
    description:
      "One entry for each write, in the same transaction: there is no change without its entry, and no entry without its change.",
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
      "The same filters as the list. Texts that a spreadsheet would take for a formula begin with an apostrophe.",
    permission: "audit:read",
    query: AuditFileQuery,
    contentType: "text/csv; charset=utf-8",
    example: `${COLUMNS.join(",")}\r\naud_01KAG3M5S0W6P2J8Y4T9QZ7XNB,2026-03-28T14:30:00.000Z,user:1,change,technician,3,req_01KAG3M5R8W6P2J8Y4T9QZ7XNA,"{""base_pay_cents"":2700}"\r\n`,
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
    ]);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}
