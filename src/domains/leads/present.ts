import type { Lead } from "./tables.ts";

/** A lead as it is shown: its customer is the one that it was converted to. */
export const presented = (lead: Lead) => ({ ...lead, convertedCustomerId: lead.customerId });
