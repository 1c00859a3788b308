export { again as againWithLead } from "./again.ts";
export { leadConverted, leadCreated, leadLost, leadUpdated } from "./events.ts";
export { readLeadPhone } from "./phone.ts";
export { earlierLead, leadParts, type NewLead } from "./plan-lead.ts";
export { zoneOf } from "./references.ts";
export { leadOfReferral, recentLeads } from "./repo.ts";
export { CreateLead } from "./schemas.ts";
export { type Lead, leadActivities, leads } from "./tables.ts";
