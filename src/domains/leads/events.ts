import { eventsOf } from "#/kernel/events.ts";
import { Lead } from "./schemas.ts";

const define = eventsOf(Lead, { entity: "lead", permission: "leads:read", idIn: ({ id }) => id });

export const leadCreated = define("lead.created", "A lead was added");
export const leadUpdated = define(
  "lead.updated",
  "A lead was changed, moved to another status or reopened, or its phone has enquired again",
  { version: 2 },
);
export const leadConverted = define("lead.converted", "A lead became a customer, a job or an estimate");
export const leadLost = define("lead.lost", "A lead was lost or disqualified; `status` tells which");

export const events = [leadCreated, leadUpdated, leadConverted, leadLost];
