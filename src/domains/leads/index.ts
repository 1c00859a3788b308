export { again as againWithLead } from "./again.ts";
export { earlierLead, leadParts, type NewLead } from "./plan-lead.ts";
export { leadOfReferral } from "./repo.ts";
export { type Lead, leads } from "./tables.ts";
