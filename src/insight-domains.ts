import type { Domain } from "./domain.ts";

/** The domains that tell what the others add up to, in the order of their tiers (domains.ts). */
export const insightDomains: readonly Domain[] = [
  {
    name: "communications",
    about:
      "What was said to customers and by them: the log, messages by mail and text, what customers have allowed, and templates.",
    paths: [
      "/admin/customer-communications",
      "/admin/integrations/messages",
      "/integrations/twilio",
      "/leave",
      "/dev/messages",
    ],
    routes: () => import("./domains/communications/routes.ts"),
    jobs: () => import("./domains/communications/jobs.ts"),
  },
  {
    name: "follow-ups",
    about:
      "Messages and tasks that rules plan by themselves: after an estimate, before a due day, when nobody was there for a year.",
    paths: ["/admin/follow-ups", "/admin/follow-up-rules"],
    routes: () => import("./domains/follow-ups/routes.ts"),
    jobs: () => import("./domains/follow-ups/jobs.ts"),
  },
  {
    name: "forms",
    about:
      "Forms that the business builds: versions, conditions, what a job needs before it starts or completes, and what was filled in.",
    paths: [
      "/admin/forms",
      "/admin/form-assignments",
      "/admin/form-submissions",
      "/admin/form-links",
      "/admin/dispatch/{id}/forms",
      "/tech/forms",
      "/tech/dispatch/my-jobs/{id}/forms",
      "/f",
    ],
    routes: () => import("./domains/forms/routes.ts"),
  },
  {
    name: "sla",
    about: "Service levels: what the business promises for its jobs, the clocks of each, and what came of them.",
    paths: ["/admin/sla", "/tech/dispatch/my-jobs/{id}/sla"],
    routes: () => import("./domains/sla/routes.ts"),
    jobs: () => import("./domains/sla/jobs.ts"),
  },
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
    paths: ["/admin/analytics", "/admin/technicians/metrics"],
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
