import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import { tooManyImports } from "./errors.ts";
import type { KindName } from "./kinds.ts";

export const importTable = sqliteTable(
  "imports",
  {
    tenantId: tenantId(),
    id: id(),
    kind: text("kind").$type<KindName>().notNull(),
    /** Everything is judged and nothing made. */
    dryRun: flag("dry_run").notNull(),
    status: text("status").$type<"running" | "done" | "failed">().notNull(),
    rows: integer("rows").notNull(),
    created: integer("created").notNull(),
    unchanged: integer("unchanged").notNull(),
    skipped: integer("skipped").notNull(),
    failed: integer("failed").notNull(),
    warnings: text("warnings", { mode: "json" }).$type<string[]>().notNull(),
    /** The last row that is done with: the next slice begins behind it. */
    atRow: integer("at_row").notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    finishedAt: instant("finished_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("imports_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("imports_due").on(t.status, t.nextAttemptAt),
  ],
);

/** Each row of a file and what became of it. */
export const importRows = sqliteTable(
  "import_rows",
  {
    tenantId: tenantId(),
    importId: integer("import_id").notNull(),
    /** As a spreadsheet counts: the header is row 1. */
    row: integer("row").notNull(),
    externalId: text("external_id"),
    /** Column -> text, of the columns that we know; empty ones are left out. */
    cells: text("cells", { mode: "json" }).$type<Record<string, string>>().notNull(),
    status: text("status").$type<RowStatus>().notNull(),
    recordId: integer("record_id"),
    reason: text("reason"),
    message: text("message"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.importId, t.row] })],
);
export type RowStatus = "pending" | "created" | "unchanged" | "skipped" | "failed";
export type ImportRow = typeof importRows.$inferSelect;

/** What has been made under the id that another system gave it: never twice, whatever file it comes in. */
export const importKeys = sqliteTable(
  "import_keys",
  {
    tenantId: tenantId(),
    kind: text("kind").$type<KindName>().notNull(),
    externalId: text("external_id").notNull(),
    recordId: integer("record_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind, t.externalId] })],
);

/** Imports that are kept at a time. */
const MOST_IMPORTS = 300;
export const imports = resource("import", importTable, {
  unlogged: ["atRow", "attempts", "nextAttemptAt", "created", "unchanged", "skipped", "failed"],
  limit: { most: MOST_IMPORTS, refusal: tooManyImports(MOST_IMPORTS) },
});
export type Import = typeof importTable.$inferSelect;

/** The imports that go on, a slice at each attempt. */
export const dueImports = dueTable("import.slice", {
  table: importTable,
  queue: "TASKS",
  waiting: "running",
  attempts: importTable.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});
