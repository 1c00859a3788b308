import type { Domain } from "./domain.ts";

/** The domains that tell what the others add up to, in the order of their tiers (domains.ts). */
export const insightDomains: readonly Domain[] = [
  {
    name: "analytics",
    about: "What the numbers of the business say: how it grows, and what the next months may bring.",
    paths: ["/admin/analytics", "/admin/technicians/metrics"],
    routes: () => import("./domains/analytics/routes.ts"),
    jobs: () => import("./domains/analytics/jobs.ts"),
  },
];
