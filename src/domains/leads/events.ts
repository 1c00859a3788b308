import { defineEvent } from "#/kernel/events.ts";
import { Lead } from "./schemas.ts";

export const leadCreated = defineEvent("lead.created", Lead, "A lead was added");
export const leadUpdated = defineEvent(
  "lead.updated",
  Lead,
  "A lead was changed, moved to another status or reopened, or its phone has enquired again",
);
export const leadConverted = defineEvent("lead.converted", Lead, "A lead became a customer or a job");
export const leadLost = defineEvent("lead.lost", Lead, "A lead was lost or disqualified; `status` tells which");

export const events = [leadCreated, leadUpdated, leadConverted, leadLost];
