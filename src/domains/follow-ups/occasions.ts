import type { EntityType, Trigger } from "./statuses.ts";

type Data = Record<string, unknown>;
/** What an event of another domain means for follow-ups of a thing. */
export type Occasion = {
  type: EntityType;
  id: number;
  /** Triggers that have come. */
  plans?: readonly Trigger[];
  /** The name by which rules may be stopped. */
  stop?: string;
  /** What the follow-ups of the thing were for has happened. */
  success?: true;
};

const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const of = (type: EntityType, id: unknown, more: Omit<Occasion, "type" | "id"> = {}): Occasion[] => {
  const known = number(id);
  return known === undefined ? [] : [{ type, id: known, ...more }];
};

/** By the type of the event. An event that is not here concerns no follow-up. */
const occasions: Record<string, (data: Data) => Occasion[]> = {
  "estimate.sent": ({ id }) => of("estimate", id, { plans: ["estimate.sent"] }),
  "estimate.viewed": ({ id }) => of("estimate", id, { plans: ["estimate.viewed"], stop: "estimate.viewed" }),
  "estimate.accepted": ({ id }) => of("estimate", id, { success: true }),
  "estimate.converted": ({ id }) => of("estimate", id, { success: true }),
  "estimate.declined": ({ id }) => of("estimate", id),
  "estimate.expired": ({ id }) => of("estimate", id),
  "estimate.revised": ({ id }) => of("estimate", id),
  "invoice.sent": ({ id }) => of("invoice", id, { plans: ["invoice.sent", "invoice.due"] }),
  "invoice.viewed": ({ id }) => of("invoice", id, { stop: "invoice.viewed" }),
  "invoice.partially_paid": ({ id }) => of("invoice", id, { stop: "invoice.partially_paid" }),
  "invoice.paid": ({ id }) => of("invoice", id, { success: true }),
  "invoice.voided": ({ id }) => of("invoice", id),
  "invoice.written_off": ({ id }) => of("invoice", id),
  "dispatch.created": ({ customer_id }) => of("customer", customer_id, { success: true }),
  "dispatch.completed": ({ id, customer_id }) => [
    ...of("job", id, { plans: ["job.completed"] }),
    ...of("customer", customer_id, { success: true }),
  ],
  "dispatch.cancelled": ({ id }) => of("job", id),
  "dispatch.status": ({ id, previous_status: before }) => (before === "completed" ? of("job", id) : []),
  "lead.created": ({ id }) => of("lead", id, { plans: ["lead.created"] }),
  "lead.updated": ({ id, status, first_response_at: answered }) =>
    of("lead", id, status !== "new" || answered !== null ? { stop: "lead.answered" } : {}),
  "lead.converted": ({ id }) => of("lead", id, { success: true }),
  "lead.lost": ({ id }) => of("lead", id),
  "agreement.renewed": ({ renewed_from_id: id }) => of("agreement", id, { success: true }),
  "agreement.suspended": ({ id }) => of("agreement", id),
  "agreement.cancelled": ({ id }) => of("agreement", id),
  "agreement.expired": ({ id }) => of("agreement", id),
  "review.posted": ({ job_id: id }) => of("job", id, { stop: "review.posted", success: true }),
};
export const occasionTypes = Object.keys(occasions);
export const occasionsOf = ({ type, data }: { type: string; data: string }): Occasion[] =>
  occasions[type]?.(JSON.parse(data) as Data) ?? []; // safe: our own events
