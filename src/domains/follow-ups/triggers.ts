import type { EntityType, Trigger } from "./statuses.ts";

/** Of what kind a field of a condition is: it says which operators there are. */
export type FieldKind = "text" | "number" | "flag" | "list";
type Facts = {
  entity: EntityType;
  /** Whether it begins at a moment, or on a local day of the business. */
  anchor: "moment" | "day";
  /** Whose messages of the rule `cooldown_days` keeps apart. */
  cooldown: "entity" | "customer";
  fields: Readonly<Record<string, FieldKind>>;
  /** Events that end it where the rule says so; what settles the thing itself ends it always. */
  stops: readonly string[];
};

const ofCustomer = { customer_tags: "list", customer_type: "text" } as const;
const estimate = {
  entity: "estimate",
  anchor: "moment",
  cooldown: "entity",
  fields: {
    ...{ status: "text", total_cents: "number", technician_id: "number", lead_id: "number", revision: "number" },
    ...ofCustomer,
  },
  stops: ["estimate.viewed", "customer.replied"],
} as const satisfies Facts;
const invoice = {
  entity: "invoice",
  anchor: "moment",
  cooldown: "entity",
  fields: {
    ...{ status: "text", total_cents: "number", balance_cents: "number", days_overdue: "number" },
    ...ofCustomer,
  },
  stops: ["invoice.viewed", "invoice.partially_paid", "customer.replied"],
} as const satisfies Facts;

/** What each trigger is about, and what its rules may ask for. */
export const triggerFacts: Record<Trigger, Facts> = {
  "estimate.sent": estimate,
  "estimate.viewed": { ...estimate, stops: ["customer.replied"] },
  "invoice.sent": invoice,
  "invoice.due": { ...invoice, anchor: "day" },
  "job.completed": {
    entity: "job",
    anchor: "moment",
    cooldown: "customer",
    fields: {
      ...{ job_type: "text", priority: "text", technician_id: "number", zone_id: "number", visit_number: "number" },
      ...ofCustomer,
    },
    stops: ["review.posted", "customer.replied"],
  },
  "lead.created": {
    entity: "lead",
    anchor: "moment",
    cooldown: "entity",
    fields: {
      ...{ status: "text", source: "text", channel: "text", trade: "text", priority: "text", value_cents: "number" },
      ...{ zone_id: "number", owner_id: "number", campaign_id: "number" },
    },
    stops: ["lead.answered", "customer.replied"],
  },
  "agreement.expiring": {
    entity: "agreement",
    anchor: "day",
    cooldown: "entity",
    fields: { auto_renew: "flag", plan_id: "number", price_cents: "number", term_no: "number", ...ofCustomer },
    stops: ["customer.replied"],
  },
  "customer.inactive": {
    entity: "customer",
    anchor: "day",
    cooldown: "customer",
    fields: { ...ofCustomer, zip: "text", source: "text" },
    stops: ["customer.replied"],
  },
};

/** Triggers of one kind of thing. */
export const triggersOf = (entity: EntityType): Trigger[] =>
  (Object.keys(triggerFacts) as Trigger[]).filter((trigger) => triggerFacts[trigger].entity === entity);

/** All names that `stop_on` may have. */
export const stopEvents = [...new Set(Object.values(triggerFacts).flatMap(({ stops }) => stops))] as [
  string,
  ...string[],
];
