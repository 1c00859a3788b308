import type { EventDefinition } from "./kernel/events.ts";

// Apart from domains.ts, which leads to every domain: the webhooks domain reads this list.

/** The modules in which domains define their events. */
const modules: readonly (() => Promise<{ events: readonly EventDefinition[] }>)[] = [
  () => import("./domains/customers/events.ts"),
  () => import("./domains/zones/events.ts"),
  () => import("./domains/skills/events.ts"),
  () => import("./domains/items/events.ts"),
  () => import("./domains/sales/events.ts"),
  () => import("./domains/pay-periods/events.ts"),
  () => import("./domains/reconciliation/events.ts"),
  () => import("./domains/availability/events.ts"),
  () => import("./domains/dispatch/events.ts"),
  () => import("./domains/inventory/events.ts"),
  () => import("./domains/purchase-orders/events.ts"),
  () => import("./domains/time-tracking/events.ts"),
  () => import("./domains/expenses/events.ts"),
  () => import("./domains/fleet/events.ts"),
  () => import("./domains/invoices/events.ts"),
  () => import("./domains/estimates/events.ts"),
  () => import("./domains/agreements/events.ts"),
  () => import("./domains/webhooks/events.ts"),
  () => import("./domains/leads/events.ts"),
  () => import("./domains/referrals/events.ts"),
  () => import("./domains/portal/events.ts"),
  () => import("./domains/communications/events.ts"),
  () => import("./domains/follow-ups/events.ts"),
  () => import("./domains/forms/events.ts"),
  () => import("./domains/sla/events.ts"),
  () => import("./domains/job-costing/events.ts"),
  () => import("./domains/reports/events.ts"),
];

/** Events of the API reference whose domains do not exist yet: type -> sentence. One can already ask for them. */
export const promisedEvents: Record<string, string> = {};

let loaded: Promise<readonly EventDefinition[]> | undefined;

/** Every event that the system emits, in the order of its domains; loaded once per isolate. */
export function eventCatalogue(): Promise<readonly EventDefinition[]> {
  loaded ??= Promise.all(modules.map(async (load) => (await load()).events)).then((all) => all.flat());
  return loaded;
}
