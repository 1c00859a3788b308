import { z } from "zod";

// Messages carry ids, never bodies: what they are about is read from the shard. So two equal messages mean the same work.

/** There is news in a tenant's outbox. */
export const EventsMessage = z.object({ tenantId: z.string() });
export type EventsMessage = z.infer<typeof EventsMessage>;
/** The time of one delivery attempt has come. */
export const WebhookMessage = z.object({ tenantId: z.string(), deliveryId: z.string() });
export type WebhookMessage = z.infer<typeof WebhookMessage>;
/** The time of one attempt to send a mail has come. */
export const MailMessage = z.object({ tenantId: z.string(), mailId: z.string() });
export type MailMessage = z.infer<typeof MailMessage>;
