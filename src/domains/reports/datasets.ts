import {
  always,
  bps,
  choice,
  type Dataset,
  date,
  datetime,
  duration,
  flag,
  int,
  joined,
  money,
  month,
  quantity,
  text,
} from "./catalogue.ts";

// What is sold, done and earned. The words of enums are those of the lists: a test compares them with the schemas.

const technician = joined("technicians", "t", "r.technician_id");
const technicianColumns = {
  technician_id: int("r.technician_id", "the technician's id"),
  technician: text("t.name", "the technician's name"),
};
const customerColumns = {
  customer_id: int("r.customer_id", "the customer's id, where they are known beyond the name"),
  customer_name: text("r.customer_name", "the customer's name, as it is there"),
};
const id = int("r.id", "its id", always);
const stampColumns = {
  created_at: datetime("r.created_at", "when it was entered", always),
  updated_at: datetime("r.updated_at", "when it last changed", always),
};

const sales: Dataset = {
  about: "Sales, voided ones too",
  permission: "sales:read",
  from: `"sales" r${technician}${joined("items", "i", "r.item_id")}${joined("item_categories", "c", "i.category_id")}`,
  key: ["r.id"],
  dateColumn: "sale_date",
  columns: {
    id,
    sale_date: date("r.sale_date", "the local day of the sale", always),
    sale_month: month("r.sale_date"),
    ...technicianColumns,
    item_id: int("r.item_id", "the id of what was sold"),
    item: text("i.name", "what was sold"),
    item_category: text("c.name", "the category of that"),
    ...customerColumns,
    quantity: quantity("r.quantity", "how many"),
    sale_price_cents: money("r.sale_price_cents", "the price, tax included"),
    tax_cents: money("r.tax_cents", "the tax in the price"),
    paid_cents: money("r.paid_cents", "what was paid"),
    refunded_cents: money("r.refunded_cents", "what was given back"),
    commission_cents: money("r.commission_cents", "the frozen commission", { permission: "pay-periods:read" }),
    payment_type: choice(
      "r.payment_type",
      ["cash", "check", "credit_card", "debit_card", "ach", "financing", "other"],
      "how it is paid",
    ),
    payment_status: choice(
      "r.payment_status",
      ["unpaid", "partial", "paid", "refunded", "partially_refunded", "written_off"],
      "how far it is paid",
    ),
    payment_date: date("r.payment_date", "the day of the last payment or refund"),
    approval_status: choice("r.approval_status", ["pending", "approved", "rejected"], "what the office says of it"),
    voided: flag("r.voided", "whether it was voided"),
    void_reason: text("r.void_reason", "why it was voided"),
    earned_on: date("r.earned_on", "the day on which its commission became payable"),
    discount_reason: text("r.discount_reason", "why it was sold below list"),
    notes: text("r.notes", "notes"),
    ...stampColumns,
  },
};

const commissions: Dataset = {
  about: "Entries of the ledger of commissions: what was earned, and what voids and refunds took back",
  permission: "pay-periods:read",
  from: `"commission_entries" r${technician}${joined("sales", "s", "r.sale_id")}${joined("items", "i", "s.item_id")}`,
  key: ["r.counts_on", "r.technician_id", "r.sale_id", "r.n"],
  dateColumn: "counts_on",
  columns: {
    counts_on: date("r.counts_on", "the day that picks the pay period", always),
    counts_month: month("r.counts_on"),
    caused_on: date("r.caused_on", "the day of what caused it", always),
    technician_id: int("r.technician_id", "the technician's id", always),
    technician: text("t.name", "the technician's name"),
    sale_id: int("r.sale_id", "the sale's id", always),
    sale_date: date("s.sale_date", "the day of the sale"),
    customer_name: text("s.customer_name", "the customer's name"),
    item: text("i.name", "what was sold"),
    sale_price_cents: money("s.sale_price_cents", "the price of the sale"),
    reason: choice("r.reason", ["commission", "void", "restore", "refund", "withdrawal"], "what it is"),
    role: choice("r.role", ["technician", "installer"], "for which work"),
    share_bps: bps("r.share_bps", "the technician's share"),
    amount_cents: money("r.amount_cents", "what it adds; less than zero where it takes back"),
    created_at: datetime("r.created_at", "when it was posted", always),
  },
};

const minutesBetween = (from: string, to: string): string =>
  `cast(round((julianday(${to}) - julianday(${from})) * 1440) as integer)`;

const jobs: Dataset = {
  about: "Dispatch jobs, each visit a row",
  permission: "dispatch:read",
  from: `"dispatch_jobs" r${technician}${joined("service_zones", "z", "r.zone_id")}`,
  key: ["r.id"],
  dateColumn: "scheduled_start",
  columns: {
    id,
    job_number: int("coalesce(nullif(r.job_number, 0), r.id)", "what people call the job"),
    visit_number: int("r.visit_number", "which visit of that it is"),
    title: text("r.title", "what is to do", always),
    job_type: text("r.job_type", "its type"),
    status: choice(
      "r.status",
      [
        ...["pending", "dispatched", "acknowledged", "en_route", "on_site", "in_progress", "on_hold"],
        ...["completed", "cancelled"],
      ],
      "how far it is",
    ),
    priority: choice("r.priority", ["low", "normal", "high", "urgent"], "how urgent it is"),
    ...technicianColumns,
    ...customerColumns,
    service_city: text("r.service_city", "the town"),
    service_state: text("r.service_state", "the state"),
    service_zip: text("r.service_zip", "the ZIP code"),
    zone: text("z.name", "the service zone"),
    scheduled_start: datetime("r.scheduled_start", "when it is planned to begin"),
    scheduled_end: datetime("r.scheduled_end", "when it is planned to end"),
    planned_minutes: duration("r.duration_minutes", "how long it is planned to take"),
    assigned_at: datetime("r.assigned_at", "when it was assigned"),
    en_route_at: datetime("r.en_route_at", "when the technician set out"),
    on_site_at: datetime("r.on_site_at", "when the technician arrived"),
    started_at: datetime("r.started_at", "when work began"),
    completed_at: datetime("r.completed_at", "when it was completed"),
    cancelled_at: datetime("r.cancelled_at", "when it was cancelled"),
    cancel_reason: text("r.cancel_reason", "why it was cancelled"),
    on_site_minutes: duration(
      minutesBetween("r.on_site_at", "r.completed_at"),
      "from the arrival to the end, in minutes",
    ),
    ...stampColumns,
  },
};

const timeEntries: Dataset = {
  about: "When people worked, voided entries too",
  permission: "time:read",
  from: `"time_entries" r${technician}`,
  key: ["r.id"],
  dateColumn: "day",
  columns: {
    id,
    day: date("r.day", "the local day of the clock-in", always),
    month: month("r.day"),
    ...technicianColumns,
    job_id: int("r.job_id", "the job's id"),
    clock_in: datetime("r.clock_in", "when it began", always),
    clock_out: datetime("r.clock_out", "when it ended"),
    break_minutes: duration("r.break_minutes", "unpaid minutes"),
    duration_minutes: duration("r.duration_minutes", "paid minutes; empty while it is open"),
    rate_cents: money("r.rate_cents", "the rate for an hour", { permission: "costs:read" }),
    needs_review: flag("r.needs_review", "whether somebody should look at it"),
    voided: flag("r.voided", "whether it was voided"),
    note: text("r.note", "a note"),
    ...stampColumns,
  },
};

const expenses: Dataset = {
  about: "Expenses that technicians claim",
  permission: "expenses:read",
  from: `"expenses" r${technician}${joined("expense_categories", "c", "r.expense_category_id")}`,
  key: ["r.id"],
  dateColumn: "incurred_on",
  columns: {
    id,
    incurred_on: date("r.incurred_on", "the day on which it was paid", always),
    incurred_month: month("r.incurred_on"),
    ...technicianColumns,
    kind: choice("r.kind", ["amount", "mileage"], "what is claimed"),
    status: choice(
      "r.status",
      ["draft", "submitted", "approved", "rejected", "reimbursed", "voided"],
      "what became of it",
    ),
    category: text("c.name", "its category"),
    vendor: text("r.vendor", "who was paid"),
    amount_cents: money("r.amount_cents", "what was claimed"),
    tax_cents: money("r.tax_cents", "the tax in that"),
    approved_cents: money("r.approved_cents", "what was approved of it"),
    miles: quantity("r.miles_milli", "miles of a mileage claim"),
    payment_source: choice("r.payment_source", ["out_of_pocket", "company_card", "petty_cash"], "who paid"),
    billable: flag("r.billable", "whether the customer pays it"),
    job_id: int("r.job_id", "the job's id"),
    receipts: int("r.receipts", "how many receipts there are"),
    reimbursed_on: date("r.reimbursed_on", "the day on which it was paid back"),
    note: text("r.note", "a note"),
    ...stampColumns,
  },
};

export const operationDatasets = { sales, commissions, jobs, time_entries: timeEntries, expenses };
