import { documentDomains, documentEngine } from "./document-domains.ts";
import type { Domain } from "./domain.ts";
import { insightDomains } from "./insight-domains.ts";
import type { Job } from "./jobs.ts";
import { operationDomains } from "./operation-domains.ts";

/** Every domain, in the order of the tiers: a domain imports only those above it. */
export const domains: readonly Domain[] = [
  {
    name: "health",
    about: "Whether the service is up.",
    paths: ["/health"],
    routes: () => import("./domains/health/routes.ts"),
  },
  {
    name: "tenants",
    about: "Finding a business by its code: the first step of signing in.",
    paths: ["/tenants"],
    routes: () => import("./domains/tenants/routes.ts"),
    jobs: () => import("./domains/tenants/jobs.ts"),
  },
  {
    name: "platform",
    about:
      "For those who run Truckroll: businesses, their suspension, and the shard they live on. Its tokens open nothing else.",
    paths: ["/platform"],
    routes: () => import("./domains/platform/routes.ts"),
    jobs: () => import("./domains/platform/jobs.ts"),
  },
  {
    name: "organization",
    about: "The business itself: its names, branding and hours, and how it wants the API to behave.",
    paths: ["/admin/organization"],
    routes: () => import("./domains/organization/routes.ts"),
    jobs: () => import("./domains/organization/jobs.ts"),
  },
  {
    name: "mail",
    about: "The mails that were sent and what became of them, and the addresses that get none.",
    paths: ["/admin/mails", "/dev/mails"],
    routes: () => import("./domains/mail/routes.ts"),
    jobs: () => import("./domains/mail/jobs.ts"),
  },
  {
    name: "identity",
    about: "Opening a business, signing in and out, refreshing the access token, passwords.",
    paths: ["/auth"],
    routes: () => import("./domains/identity/routes.ts"),
    jobs: () => import("./domains/identity/jobs.ts"),
  },
  {
    name: "roles",
    about: "What users may do: built-in roles, and those that a business makes for itself.",
    paths: ["/admin/roles"],
    routes: () => import("./domains/roles/routes.ts"),
  },
  {
    name: "api-keys",
    about: "Keys for machines, with no more rights than they need.",
    paths: ["/admin/api-keys"],
    routes: () => import("./domains/api-keys/routes.ts"),
  },
  {
    name: "mfa",
    about: "The second factor: enrolling it, signing in with it, losing it.",
    paths: ["/auth/mfa", "/auth/mfa-verify"],
    routes: () => import("./domains/mfa/routes.ts"),
  },
  {
    name: "sso",
    about: "Signing in with Google, Apple or Microsoft.",
    paths: ["/auth/sso"],
    routes: () => import("./domains/sso/routes.ts"),
    jobs: () => import("./domains/sso/jobs.ts"),
  },
  {
    name: "technicians",
    about: "The people who do the work, how they are paid, and which of them can sign in.",
    paths: ["/admin/technicians"],
    routes: () => import("./domains/technicians/routes.ts"),
  },
  {
    name: "customers",
    about: "The people and companies that are served: how to reach them, where, and what is known of them.",
    paths: ["/admin/customers", "/admin/customer-tags"],
    routes: () => import("./domains/customers/routes.ts"),
  },
  {
    name: "zones",
    about: "The areas that a business serves, by ZIP, polygon or distance, and which technicians work where.",
    paths: ["/admin/service-zones"],
    routes: () => import("./domains/zones/routes.ts"),
  },
  {
    name: "skills",
    about: "What technicians can do, how well, and until when their certificates are valid.",
    paths: ["/admin/technician-skills"],
    routes: () => import("./domains/skills/routes.ts"),
    jobs: () => import("./domains/skills/jobs.ts"),
  },
  {
    name: "users",
    about: "The people who sign in: inviting, changing, deactivating.",
    paths: ["/admin/users", "/auth/invitations"],
    routes: () => import("./domains/users/routes.ts"),
  },
  {
    name: "items",
    about: "The price book: what is sold, at which list price and cost.",
    paths: ["/admin/items", "/admin/items.csv", "/admin/item-categories", "/tech/items"],
    routes: () => import("./domains/items/routes.ts"),
  },
  {
    name: "commissions",
    about: "What a technician earns on an item.",
    paths: ["/admin/commission-config"],
    routes: () => import("./domains/commissions/routes.ts"),
  },
  {
    name: "sales",
    about: "Recording sales. The commission is frozen into a sale by the rates of that moment.",
    paths: ["/sales", "/tech/sales"],
    routes: () => import("./domains/sales/routes.ts"),
  },
  {
    name: "pay-periods",
    about: "When people are paid and what: pay periods, their close, and the statements that it freezes.",
    paths: ["/admin/pay-periods", "/tech/pay-periods"],
    routes: () => import("./domains/pay-periods/routes.ts"),
    jobs: () => import("./domains/pay-periods/jobs.ts"),
  },
  {
    name: "reconciliation",
    about: "What payment providers report, matched with the sales that it pays, with fees, refunds and disputes.",
    paths: [
      "/admin/reconciliation",
      "/admin/integrations/payments",
      "/integrations/stripe",
      "/integrations/square",
      "/integrations/paypal",
    ],
    routes: () => import("./domains/reconciliation/routes.ts"),
    jobs: () => import("./domains/reconciliation/jobs.ts"),
  },
  {
    name: "exports",
    about: "Statements and pay periods as PDF; sales, commissions and pay periods as CSV.",
    paths: ["/export", "/tech/export", "/admin/csv-export"],
    routes: () => import("./domains/exports/routes.ts"),
  },
  {
    name: "availability",
    about: "When technicians work: shifts, time off, on-call duty, and the days on which the business is closed.",
    paths: ["/admin/availability", "/tech/availability"],
    routes: () => import("./domains/availability/routes.ts"),
  },
  {
    name: "routing",
    about: "Which technician does which jobs of a day, in which order and when.",
    paths: [],
  },
  {
    name: "dispatch",
    about: "Jobs from the first call to the last bolt: the live board, assignment, and the technician's own view.",
    paths: ["/admin/dispatch", "/admin/route-plans", "/tech/dispatch"],
    routes: () => import("./domains/dispatch/routes.ts"),
    jobs: () => import("./domains/dispatch/jobs.ts"),
  },
  documentEngine,
  ...operationDomains,
  ...documentDomains,
  {
    name: "webhooks",
    about: "Where events are sent, and how each delivery went.",
    paths: [
      "/admin/webhooks",
      "/admin/webhook-deliveries",
      "/admin/webhook-replays",
      "/.well-known/webhooks-jwks.json",
    ],
    routes: () => import("./domains/webhooks/routes.ts"),
    jobs: () => import("./domains/webhooks/jobs.ts"),
  },
  {
    name: "leads",
    about: "People who may become customers: what they asked for, who follows it up, and what became of it.",
    paths: ["/admin/leads", "/admin/lead-campaigns"],
    routes: () => import("./domains/leads/routes.ts"),
    jobs: () => import("./domains/leads/jobs.ts"),
  },
  {
    name: "imports",
    about: "Technicians, customers, price book, sales and leads from CSV files, row by row in the background.",
    paths: ["/admin/imports"],
    routes: () => import("./domains/imports/routes.ts"),
    jobs: () => import("./domains/imports/jobs.ts"),
  },
  {
    name: "referrals",
    about:
      "The referral network: jobs that referrers pass on, as the TradeEngage document has them, the businesses that take them, and what becomes of them.",
    paths: [
      "/open",
      "/admin/referrals",
      "/platform/referral-keys",
      "/platform/referral-companies",
      "/platform/referrals",
      "/platform/referral-fees",
      "/platform/referral-statements",
    ],
    routes: () => import("./domains/referrals/routes.ts"),
    jobs: () => import("./domains/referrals/jobs.ts"),
  },
  {
    name: "portal",
    about:
      "What customers do for themselves: sign in, ask for service, see who comes and when, answer estimates, see invoices, review jobs.",
    paths: [
      "/customer",
      "/admin/customers/{id}/portal-accounts",
      "/admin/customers/{id}/portal-invite",
      "/admin/portal-accounts",
      "/admin/reviews",
    ],
    routes: () => import("./domains/portal/routes.ts"),
  },
  ...insightDomains,
  {
    name: "events",
    about:
      "What happened, in its order: polled from where one stopped, or heard live; and what a webhook receives: one POST per event, signed by Standard Webhooks, repeated until it is answered with 2xx.",
    paths: ["/admin/events"],
    routes: () => import("./domains/events/routes.ts"),
  },
  {
    name: "audit",
    about: "Who did what, when, and to what.",
    paths: ["/admin/audit-log", "/admin/audit-log.csv"],
    routes: () => import("./domains/audit/routes.ts"),
  },
];

let jobs: Promise<readonly Job[]> | undefined;

/** The jobs of all domains, loaded once per isolate. */
export function domainJobs(): Promise<readonly Job[]> {
  jobs ??= Promise.all(domains.map(async (domain) => (await domain.jobs?.())?.jobs ?? [])).then((all) => all.flat());
  return jobs;
}
