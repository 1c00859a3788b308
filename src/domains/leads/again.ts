import { againAfter } from "#/db/tenant/again.ts";

const RACED = [
  "lead.duplicate_meanwhile",
  "lead.changed_meanwhile",
  "customer.contact_taken",
  "customer.changed_meanwhile",
];
export const again = againAfter(({ reason }) => RACED.includes(reason));
