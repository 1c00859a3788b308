import type { Domain } from "./domain.ts";

/** The domains that tell what the others add up to, in the order of their tiers (domains.ts). */
export const insightDomains: readonly Domain[] = [
  {
    name: "analytics",
    about: "What the numbers of the business say: how it grows, and what the next months may bring.",
    paths: ["/admin/analytics"],
    routes: () => import("./domains/analytics/routes.ts"),
    jobs: () => import("./domains/analytics/jobs.ts"),
  },
  {
    name: "reports",
    about:
      "Reports that a business builds for itself: columns, filters and sums of what it may read, as files, once or by a schedule.",
    paths: ["/admin/reports", "/admin/report-runs", "/admin/report-schedules", "/report-files"],
    routes: () => import("./domains/reports/routes.ts"),
    jobs: () => import("./domains/reports/jobs.ts"),
  },
];
