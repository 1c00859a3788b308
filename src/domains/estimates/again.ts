import { againAfter } from "#/db/tenant/again.ts";

/** A view is noted while the customer accepts. */
const RACED = ["estimate.changed_meanwhile", "invoice.source_taken"];
export const again = againAfter(({ reason }) => RACED.includes(reason));
