import { defineEvent } from "#/kernel/events.ts";
import { Customer, CustomerMerged } from "./schemas.ts";

export const customerCreated = defineEvent("customer.created", Customer, "A customer was added");
export const customerUpdated = defineEvent("customer.updated", Customer, "A customer was changed or restored");
export const customerArchived = defineEvent("customer.archived", Customer, "A customer was archived");
export const customerMerged = defineEvent(
  "customer.merged",
  CustomerMerged,
  "Two customers turned out to be one: the history of one was moved to the other",
);

export const events = [customerCreated, customerUpdated, customerArchived, customerMerged];
