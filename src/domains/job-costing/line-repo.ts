import { type SQL, sql } from "drizzle-orm";
import { mapped, q } from "#/db/tenant/client.ts";
import {
  COMMISSION_OF_SALE,
  COUNTED_EXPENSE,
  CREDIT_NOTES,
  ESTIMATE_OF_JOB,
  ISSUED,
  rowsOfJob,
  SALES_OF_JOB,
} from "./cost-repo.ts";
import type { CostLine, SourceType } from "./rules.ts";

/** A line with the job that it belongs to. */
export type LineOfJob = CostLine & { jobId: number };

const API = "/api/v1";
/** Where each source is read. A move of stock is found among those of its job. */
const places: Record<SourceType, (id: number, parent: number | null) => string> = {
  invoice: (id) => `/admin/invoices/${id}`,
  credit_note: (id) => `/admin/credit-notes/${id}`,
  estimate: (id) => `/admin/estimates/${id}`,
  time_entry: (id) => `/time-tracking/entries/${id}/history`,
  stock_move: (_, job) => `/admin/inventory/moves?job_id=${job}`,
  purchase_order_receipt: (_, order) => `/admin/purchase-orders/${order}/receipts`,
  expense: (id) => `/admin/expenses/${id}`,
  sale: (id) => `/sales/${id}`,
  job_cost: (_, job) => `/admin/job-costing/${job}/manual-costs`,
  dispatch_job: (id) => `/admin/job-costing/${id}`,
};
export const hrefOf = (type: SourceType, id: number, parent: number | null = null): string =>
  `${API}${places[type](id, parent)}`;

type Found = {
  jobId: number;
  id: number;
  parent: number | null;
  label: string | null;
  amountCents: number;
  quantity: number | null;
  unitCostCents: number | null;
  technicianId: number | null;
};

type Selected = {
  row: CostLine["row"];
  type: SourceType;
  /** `id, label, amount`, and where they are known `parent, quantity, unit, technician`, of a job `a`. */
  select: Partial<Record<"parent" | "quantity" | "unit" | "technician", string>> &
    Record<"id" | "label" | "amount", string>;
  from: string;
};

/** The lines of one source, of the jobs that `ids` selects. */
const linesFrom = (tenantId: string, ids: SQL, { row, type, select, from }: Selected) =>
  mapped(
    q
      .select({
        jobId: sql<number>`x.job`.as("job"),
        id: sql<number>`x.id`.as("id"),
        parent: sql<number | null>`x.parent`.as("parent"),
        label: sql<string | null>`x.label`.as("label"),
        amountCents: sql<number>`x.amount`.as("amount"),
        quantity: sql<number | null>`x.quantity`.as("quantity"),
        unitCostCents: sql<number | null>`x.unit`.as("unit"),
        technicianId: sql<number | null>`x.technician`.as("technician"),
      })
      .from(
        sql`(select a.id as job, ${sql.raw(select.id)} as id, ${sql.raw(select.parent ?? "null")} as parent, ${sql.raw(select.label)} as label,
          ${sql.raw(select.amount)} as amount, ${sql.raw(select.quantity ?? "null")} as quantity, ${sql.raw(select.unit ?? "null")} as unit,
          ${sql.raw(select.technician ?? "null")} as technician
          from (select ${tenantId} as tenant_id, id from (${ids})) a cross join ${sql.raw(from)}) x`,
      )
      .orderBy(sql`x.job, x.id`),
    (found: Found[]): LineOfJob[] =>
      found.map(({ id, parent, label, ...line }) => ({
        ...{ ...line, row, description: label ?? "" },
        source: { type, id, href: hrefOf(type, id, parent) },
      })),
  );

const LABOUR = `join time_entries e on e.tenant_id = t.tenant_id and e.id = t.entry_id
  join technicians n on n.tenant_id = t.tenant_id and n.id = t.technician_id`;

const sources = {
  invoices: {
    ...{ row: "revenue", type: "invoice" },
    from: `${rowsOfJob("i")} and i.${ISSUED}`,
    select: { id: "i.id", label: "i.number", amount: "i.total_cents - i.tax_cents" },
  },
  creditNotes: {
    ...{ row: "revenue", type: "credit_note" },
    from: `${rowsOfJob("i", `cross join ${CREDIT_NOTES}`)} and i.${ISSUED}
      and n.tenant_id = i.tenant_id and n.invoice_id = i.id and n.voided_at is null`,
    select: { id: "n.id", label: "n.number", amount: "n.tax_cents - n.total_cents" },
  },
  estimates: {
    ...{ row: "revenue", type: "estimate" },
    from: `estimates e where ${ESTIMATE_OF_JOB}`,
    select: { id: "e.id", label: "e.number", amount: "e.total_cents - e.tax_cents" },
  },
  labour: {
    ...{ row: "labour", type: "time_entry" },
    from: `${rowsOfJob("t", LABOUR)}`,
    select: {
      // the part of an entry that lies in the next workweek begins with that
      ...{ id: "t.entry_id", label: "n.name || ', ' || max(e.day, t.week_starts_on)", amount: "t.amount_cents" },
      ...{ quantity: "round(t.minutes / 60.0, 2)", unit: "t.cost_rate_cents", technician: "t.technician_id" },
    },
  },
  materials: {
    ...{ row: "materials", type: "stock_move" },
    from: `${rowsOfJob("m", "join parts p on p.tenant_id = m.tenant_id and p.id = m.part_id")}`,
    select: {
      ...{ id: "m.id", parent: "m.job_id", label: "p.name", amount: "-m.value_cents" },
      quantity: "m.quantity_milli / -1000.0",
    },
  },
  purchases: {
    ...{ row: "purchases", type: "purchase_order_receipt" },
    from: `${rowsOfJob("r")}`,
    select: { id: "r.id", parent: "r.order_id", label: "r.supplier_document", amount: "r.job_cents" },
  },
  expenses: {
    ...{ row: "expenses", type: "expense" },
    from: `${rowsOfJob("x")} and ${COUNTED_EXPENSE}`,
    select: { id: "x.id", label: "x.vendor", amount: "x.approved_cents", technician: "x.technician_id" },
  },
  commissions: {
    ...{ row: "commissions", type: "sale" },
    from: `sales s where s.tenant_id = a.tenant_id and s.id in (${SALES_OF_JOB})`,
    select: { id: "s.id", label: "s.customer_name", amount: COMMISSION_OF_SALE, technician: "s.technician_id" },
  },
  vehicle: {
    ...{ row: "vehicle", type: "job_cost" },
    from: `${rowsOfJob("v")} and v.kind = 'vehicle'`,
    select: {
      ...{ id: "v.id", parent: "v.job_id", label: "v.description", amount: "v.amount_cents" },
      quantity: "v.miles_milli / 1000.0",
    },
  },
  manual: {
    ...{ row: "manual", type: "job_cost" },
    from: `${rowsOfJob("v")} and v.kind <> 'vehicle'`,
    select: { id: "v.id", parent: "v.job_id", label: "v.description", amount: "v.amount_cents" },
  },
} as const satisfies Record<string, Selected>;
export type Source = keyof typeof sources;
export const sourceNames = Object.keys(sources) as Source[];

/** The lines of a job and of its recalls, by where they come from: statements for one trip. */
export function linesAround(tenantId: string, jobId: number) {
  const ids = sql`select ${jobId} as id union select c.id from job_costings c indexed by job_costings_by_recall where c.tenant_id = ${tenantId} and c.recall_of_job_id = ${jobId}`;
  return Object.fromEntries(
    sourceNames.map((name) => [name, linesFrom(tenantId, ids, sources[name])] as const),
  ) as Record<Source, ReturnType<typeof linesFrom>>;
}
