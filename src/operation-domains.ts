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
];
