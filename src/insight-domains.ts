import type { Domain } from "./domain.ts";

/** The domains that tell what the others add up to, in the order of their tiers (domains.ts). */
export const insightDomains: readonly Domain[] = [
  {
    name: "communications",
    about:
      "What was said to customers and by them: the log, messages by mail and text, what customers have allowed, and templates.",
    paths: ["/admin/customer-communications", "/admin/integrations/messages", "/integrations/twilio", "/dev/messages"],
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
    name: "analytics",
    about: "What the numbers of the business say: how it grows, and what the next months may bring.",
    paths: ["/admin/analytics"],
    routes: () => import("./domains/analytics/routes.ts"),
    jobs: () => import("./domains/analytics/jobs.ts"),
  },
];
