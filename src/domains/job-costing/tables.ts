import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { cents, id, instant, localDate, quantity, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import type { CostLine, CostRow, ManualKind, RevenueBasis } from "./rules.ts";

/** What the office has said of the costs of a job, and its frozen costs. `id` is the job's. */
export const costingTable = sqliteTable(
  "job_costings",
  {
    tenantId: tenantId(),
    id: id(),
    /** The job whose work this one did again: that one bears what this one costs. */
    recallOfJobId: integer("recall_of_job_id"),
    estimated: text("estimated", { mode: "json" }).$type<Partial<Record<CostRow, number>>>().notNull(),
    frozenAt: instant("frozen_at"),
    frozenBy: text("frozen_by"),
    /** The figures of a frozen job; null of every other. */
    revenueBasis: text("revenue_basis").$type<RevenueBasis>(),
    revenueCents: cents("revenue_cents"),
    estimateCents: cents("estimate_cents"),
    labourMinutes: integer("labour_minutes"),
    labourCents: cents("labour_cents"),
    materialsCents: cents("materials_cents"),
    purchasesCents: cents("purchases_cents"),
    expensesCents: cents("expenses_cents"),
    commissionsCents: cents("commissions_cents"),
    vehicleCents: cents("vehicle_cents"),
    manualCents: cents("manual_cents"),
    overheadCents: cents("overhead_cents"),
    lines: text("lines", { mode: "json" }).$type<CostLine[]>(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("job_costings_by_recall").on(t.tenantId, t.recallOfJobId, t.id).where(sql`recall_of_job_id is not null`),
  ],
);

/** Costs that no other domain knows of, entered by hand. */
export const manualCostTable = sqliteTable(
  "job_costs",
  {
    tenantId: tenantId(),
    id: id(),
    jobId: integer("job_id").notNull(),
    kind: text("kind").$type<ManualKind>().notNull(),
    description: text("description").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** Of a vehicle, with the rate that the business had when it was entered. */
    miles: quantity("miles_milli"),
    rateMillicents: integer("rate_millicents"),
    incurredOn: localDate("incurred_on").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("job_costs_by_job").on(t.tenantId, t.jobId, t.id),
    index("job_costs_by_update").on(t.tenantId, t.jobId, t.updatedAt, t.id),
  ],
);

/** Sales whose commission is a cost of a job, beside those that an estimate of the job became. */
export const jobSaleTable = sqliteTable(
  "job_sales",
  {
    tenantId: tenantId(),
    saleId: integer("sale_id").notNull(),
    jobId: integer("job_id").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.saleId] }), index("job_sales_by_job").on(t.tenantId, t.jobId, t.saleId)],
);

export const jobCostings = resource("job_costing", costingTable, {
  unlogged: ["lines"],
  refusals: ({ id: job }) => ({
    "job_costings.tenant_id, job_costings.id": changedMeanwhile("job_costing", job, false),
  }),
});
export type JobCosting = typeof costingTable.$inferSelect;

export const manualCosts = resource("job_cost", manualCostTable);
export type ManualCost = typeof manualCostTable.$inferSelect;
