import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { SearchSoFar } from "#/domains/routing/index.ts";
import type { AskedDay, MovedJob, PlannedRoutes } from "./route-plan.ts";
import type { PlanStatus } from "./statuses.ts";

/** Plans of routes that were applied, or are made in the background. */
export const routePlanTable = sqliteTable(
  "route_plans",
  {
    tenantId: tenantId(),
    id: id(),
    date: localDate("date").notNull(),
    status: text("status").$type<PlanStatus>().notNull(),
    /** Whether its changes shall be made, and whether they were. */
    applies: flag("applies").notNull(),
    applied: flag("applied").notNull(),
    /** How many slices of the search are done, and about how many there are. */
    slice: integer("slice").notNull(),
    slices: integer("slices").notNull(),
    /** Why it has failed. */
    reason: text("reason"),
    /** The routes, as answers show them; null until they are known. */
    plan: text("plan", { mode: "json" }).$type<PlannedRoutes>(),
    undoneAt: instant("undone_at"),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    finishedAt: instant("finished_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("route_plans_due").on(t.status, t.nextAttemptAt)],
);
export type StoredPlan = typeof routePlanTable.$inferSelect;

/** What a plan is made of and how far its search has come, apart from what answers show. */
export const routePlanWork = sqliteTable(
  "route_plan_work",
  {
    tenantId: tenantId(),
    planId: integer("plan_id").notNull(),
    /** The day as it was when the plan was asked for; null when the search is over. */
    asked: text("asked", { mode: "json" }).$type<AskedDay>(),
    search: text("search", { mode: "json" }).$type<SearchSoFar>(),
    /** What the plan has changed, so that it can be undone. */
    moves: text("moves", { mode: "json" }).$type<MovedJob[]>(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.planId] })],
);

export const routePlans = resource("route_plan", routePlanTable, { unlogged: ["plan", "attempts", "nextAttemptAt"] });
export const dueRoutePlans = dueTable("dispatch.route_plan", {
  table: routePlanTable,
  queue: "TASKS",
  waiting: "running",
  attempts: routePlanTable.attempts,
  leaseSeconds: 180,
  rungByRelay: true,
});
