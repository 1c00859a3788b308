import type { Domain } from "./domain.ts";

/** What all documents are made with: before the domains of operations, since purchase orders are documents too. */
export const documentEngine: Domain = {
  name: "documents",
  about: "What estimates, invoices and purchase orders share: tax rates, totals, numbers, links and pages.",
  paths: ["/admin/tax-rates"],
  routes: () => import("./domains/documents/routes.ts"),
};

/** The domains of estimates, invoices and agreements, in the order of their tiers (domains.ts). */
export const documentDomains: readonly Domain[] = [
  {
    name: "invoices",
    about:
      "What customers owe: invoices from the draft to the last cent, their payments and credit notes, statements and aging.",
    paths: [
      "/admin/invoices",
      "/admin/invoices.csv",
      "/admin/invoice-payments",
      "/admin/credit-notes",
      "/admin/customer-statements",
      "/tech/invoices",
      "/tech/job-invoices",
      "/i",
    ],
    routes: () => import("./domains/invoices/routes.ts"),
    jobs: () => import("./domains/invoices/jobs.ts"),
  },
  {
    name: "estimates",
    about:
      "What customers are offered, and their answer: options, optional lines, a page to accept or decline on, and what becomes of it.",
    paths: ["/admin/estimates", "/tech/estimates", "/e"],
    routes: () => import("./domains/estimates/routes.ts"),
    jobs: () => import("./domains/estimates/jobs.ts"),
  },
  {
    name: "agreements",
    about:
      "Service agreements: the plans that are sold, their terms and renewals, the visits that they promise, and the invoices that they make by themselves.",
    paths: [
      "/admin/agreement-plans",
      "/admin/service-agreements",
      "/admin/agreement-visits",
      "/admin/recurring-invoices",
      "/admin/member-discounts",
    ],
    routes: () => import("./domains/agreements/routes.ts"),
    jobs: () => import("./domains/agreements/jobs.ts"),
  },
];
