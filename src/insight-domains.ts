import type { Domain } from "./domain.ts";

/** The domains that tell what the others add up to, in the order of their tiers (domains.ts). */
export const insightDomains: readonly Domain[] = [
  {
    name: "job-costing",
    about:
      "What each job brought in and cost: labour, parts, purchases, expenses, commissions, with a link to every source, and summed up.",
    paths: ["/admin/job-costing"],
    routes: () => import("./domains/job-costing/routes.ts"),
  },
  {
    name: "analytics",
    about: "What the numbers of the business say: how it grows, and what the next months may bring.",
    paths: ["/admin/analytics"],
    routes: () => import("./domains/analytics/routes.ts"),
    jobs: () => import("./domains/analytics/jobs.ts"),
  },
];
