/** Every event of the system, with what it means. The first eleven are the spec's webhook events; a webhook may subscribe to any. */
export const eventTypes = {
  "sale.created": "A new sale has been recorded",
  "sale.approved": "A sale has been approved",
  "sale.rejected": "A sale has been rejected",
  "dispatch.created": "A new dispatch job was created",
  "dispatch.assigned": "A technician was assigned to a job",
  "dispatch.completed": "A dispatch job was completed",
  "commission.calculated": "Commission was calculated for a sale",
  "payment.reconciled": "A payment was matched via reconciliation",
  "agreement.renewed": "A service agreement was auto-renewed",
  "agreement.expired": "A service agreement expired",
  "inventory.low-stock": "Stock fell below minimum threshold",
  "dispatch.acknowledged": "The technician has seen the job",
  "dispatch.en_route": "The technician is on the way",
  "dispatch.on_site": "The technician has arrived",
  "dispatch.in_progress": "Work has begun",
} as const;
export type EventType = keyof typeof eventTypes;
export const eventTypeNames = Object.keys(eventTypes) as [EventType, ...EventType[]];

/** What an action causes. `data` is the full event data as it stands on the wire (make it with `toWire`). */
export type DomainEvent = { type: EventType; data: Record<string, unknown> };

/** An event as the outbox keeps it. `seq` counts the tenant's events in the order of their commits, without gaps. */
export type StoredEvent = { id: string; seq: number; type: EventType; occurredAt: string; data: string };
