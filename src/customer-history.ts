import type { TableWithCustomer } from "./db/tenant/customer-rows.ts";

// Apart from domains.ts, which leads to every domain: the customers' domain reads this list, and comes before most of those in it.

/** The modules with tables whose rows name a customer: a merge of two customers moves their rows. A test finds the one that is missing. */
const modules: readonly (() => Promise<{ namesCustomer: readonly TableWithCustomer[] }>)[] = [
  () => import("./domains/sales/tables.ts"),
  () => import("./domains/dispatch/tables.ts"),
  () => import("./domains/expenses/tables.ts"),
  () => import("./domains/invoices/tables.ts"),
  () => import("./domains/estimates/tables.ts"),
  () => import("./domains/agreements/tables.ts"),
  () => import("./domains/leads/tables.ts"),
  () => import("./domains/referrals/tables.ts"),
  () => import("./domains/portal/tables.ts"),
  () => import("./domains/communications/tables.ts"),
  () => import("./domains/follow-ups/tables.ts"),
  () => import("./domains/forms/tables.ts"),
];

let loaded: Promise<readonly TableWithCustomer[]> | undefined;

/** Every table of other domains whose rows name a customer; loaded once per isolate. */
export function customerHistory(): Promise<readonly TableWithCustomer[]> {
  loaded ??= Promise.all(modules.map(async (load) => (await load()).namesCustomer)).then((all) => all.flat());
  return loaded;
}
