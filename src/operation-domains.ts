import type { Domain } from "./domain.ts";

/**
 * The domains of what a business owns and spends, in the order of their tiers (domains.ts): inventory, purchase-orders, time-tracking, expenses,
 * fleet.
 */
export const operationDomains: readonly Domain[] = [
  {
    name: "inventory",
    about: "Parts, where they lie, and every move of them: receipts, issues to jobs, transfers, stock takes.",
    paths: ["/admin/parts", "/admin/stock-locations", "/admin/inventory", "/tech/inventory"],
    routes: () => import("./domains/inventory/routes.ts"),
    jobs: () => import("./domains/inventory/jobs.ts"),
  },
  {
    name: "purchase-orders",
    about: "Suppliers, what is ordered from them, what of it has arrived at which cost, and reorders of what runs low.",
    paths: ["/admin/suppliers", "/admin/purchase-orders", "/o"],
    routes: () => import("./domains/purchase-orders/routes.ts"),
    jobs: () => import("./domains/purchase-orders/jobs.ts"),
  },
  {
    name: "time-tracking",
    about:
      "When people work: clocking in and out, breaks, jobs in between, timesheets with overtime by the rules of the business, and their way into the pay period.",
    paths: ["/time-tracking", "/tech/time-entries", "/tech/timesheet", "/admin/timesheets", "/admin/time-rules"],
    routes: () => import("./domains/time-tracking/routes.ts"),
    jobs: () => import("./domains/time-tracking/jobs.ts"),
  },
  {
    name: "expenses",
    about: "What technicians have paid for the business: receipts, mileage, approval, and how they get it back.",
    paths: ["/admin/expenses", "/admin/expense-categories", "/tech/expenses", "/tech/expense-categories"],
    routes: () => import("./domains/expenses/routes.ts"),
  },
  {
    name: "fleet",
    about:
      "Vehicles: who has them, where they are, what they have driven and used, and what must be done to them when.",
    paths: ["/admin/vehicles"],
    routes: () => import("./domains/fleet/routes.ts"),
    jobs: () => import("./domains/fleet/jobs.ts"),
  },
];
