import type { Domain } from "./domain.ts";

/**
 * The domains of daily operations, in the order of their tiers (domains.ts): inventory, purchase-orders, time-tracking, expenses, fleet.
 */
export const operationDomains: readonly Domain[] = [
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
