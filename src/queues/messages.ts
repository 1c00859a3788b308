import { z } from "zod";

// Messages carry ids, never bodies: what they are about is read from the database. So two equal messages mean the same work.

/** There is news in a tenant's outbox. */
export const EventsMessage = z.object({ tenantId: z.string() });
export type EventsMessage = z.infer<typeof EventsMessage>;
/** The time of one piece of work has come: an attempt (`job` names its table), or a daily task. */
export const AlarmMessage = z.object({ job: z.string(), tenantId: z.string(), id: z.string() });
/** The time of one piece of work of the control database has come. */
export const ControlMessage = z.object({ job: z.string(), id: z.string() });
export type ControlMessage = z.infer<typeof ControlMessage>;
