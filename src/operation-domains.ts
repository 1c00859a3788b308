import type { Domain } from "./domain.ts";

// The domains of what happens behind the work, in the order of their tiers (domains.ts): inventory, purchase-orders, time-tracking, expenses, fleet.
export const operationDomains: readonly Domain[] = [
  {
    name: "time-tracking",
    about:
      "When people work: clocking in and out, breaks, jobs in between, timesheets with overtime by the rules of the business, and their way into the pay period.",
    paths: ["/time-tracking", "/tech/time-entries", "/tech/timesheet", "/admin/timesheets", "/admin/time-rules"],
    routes: () => import("./domains/time-tracking/routes.ts"),
    jobs: () => import("./domains/time-tracking/jobs.ts"),
  },
];
