import { eventsOf } from "#/kernel/events.ts";
import { Customer, CustomerMerged } from "./schemas.ts";

const area = { entity: "customer", permission: "customers:read", idIn: ({ id }: { id: number }) => id } as const;
const define = eventsOf(Customer, area);

export const customerCreated = define("customer.created", "A customer was added");
export const customerUpdated = define("customer.updated", "A customer was changed or restored", { version: 2 });
export const customerArchived = define("customer.archived", "A customer was archived", {
  ...{ archived_at: "2026-03-28T14:30:00.000Z", updated_at: "2026-03-28T14:30:00.000Z", version: 3 },
});
export const customerMerged = eventsOf(CustomerMerged, area)(
  "customer.merged",
  "Two customers turned out to be one: the history of one was moved to the other",
);

export const events = [customerCreated, customerUpdated, customerArchived, customerMerged];
