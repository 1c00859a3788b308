import { z } from "zod";

// Messages carry ids, never bodies: what they are about is read from the shard.

/** There is news in a tenant's outbox. */
export const EventsMessage = z.object({ tenantId: z.string() });
/** The time of one delivery attempt has come. */
export const WebhookMessage = z.object({ tenantId: z.string(), deliveryId: z.string() });
