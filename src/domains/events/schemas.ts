import { EventFilters } from "#/kernel/event-filter.ts";
import { IdText, InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery } from "#/kernel/page.ts";
import { frozenField } from "#/kernel/wire.ts";

const event = {
  id: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA",
  type: "item.updated",
  timestamp: "2026-03-28T14:30:00.000Z",
  tenant_id: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90",
  sequence: 118,
  api_version: "v1",
  data: { id: 5, sku: "TUNE", name: "AC tune-up", list_price_cents: 16_000 },
  previous: { list_price_cents: 15_000 },
};

/** An event as webhooks get it. It goes from the log to the answer as the text that it is. */
export const FeedEvent = z
  .object({
    id: z.string().openapi({ description: "the `webhook-id` of the same event" }),
    type: z.string().openapi({ description: "what happened, one of GET /admin/webhooks/events" }),
    timestamp: InstantOut.openapi({ description: "when it happened" }),
    tenant_id: z.string(),
    sequence: z.int().openapi({ description: "number in the business, without gaps, in the order of the commits" }),
    api_version: z.string(),
    data: z
      .record(z.string(), z.unknown())
      .openapi({ description: "what GET /admin/webhooks/events describes for this type" }),
    previous: z.record(z.string(), z.unknown()).optional().openapi({
      description: "the fields of `data` that this event changed, as they were before; absent where none was",
    }),
  })
  .openapi("Event", { example: event });

export const OneEvent = frozenField(FeedEvent);

export const FeedPage = z
  .object({
    items: z.array(OneEvent).openapi({ description: "oldest first" }),
    next_after: z.int().openapi({
      description:
        "send it as `after` next time; it goes on over events that were not asked for, so keep it after an empty page too",
    }),
    has_more: z.boolean().openapi({
      description: "whether there is more to look at now: then ask again at once, even after an empty page",
    }),
  })
  .openapi("EventPage", { example: { items: [event], next_after: 118, has_more: false } });

const Position = z
  .union([
    z.literal("now"),
    z
      .string()
      .regex(/^(0|[1-9]\d{0,14})$/, "must be a number from 0 on, or `now`")
      .transform(Number),
  ])
  .openapi({
    type: "string",
    example: "118",
    description:
      "only events after this number: `next_after` of the answer before. `now`: none of those until now. The oldest that are kept when absent",
  });

const Entity = z.string().min(1).max(60);
export const FeedQuery = z.object({
  after: Position.optional(),
  types: EventFilters.optional(),
  limit: PageQuery.shape.limit,
  entity: Entity.optional().openapi({
    description:
      "with `entity_id`: only what happened to this one thing; `entity` as GET /admin/webhooks/events tells it",
    example: "dispatch_job",
  }),
  entity_id: z
    .string()
    .regex(/^[\w-]{1,64}$/, "must be an id")
    .optional()
    .openapi({ description: "the id of that thing; with `entity`", example: "42" }),
});

export const EventParams = z.object({
  sequence: IdText.openapi({
    param: { name: "sequence", in: "path" },
    description: "the `sequence` of the event",
    example: 118,
  }),
});

export const FeedStreamQuery = z.object({
  types: EventFilters.optional(),
  ticket: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "from POST /admin/events/stream-ticket, in place of the Authorization header" }),
  last_event_id: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "in place of the Last-Event-ID header, which wins", example: "118" }),
});

const ticket = "tkt_0197a3c2-5f1e-7c3a-9d52-3b1f0a6c2e11_Qm9hcmQgdGlja2V0cyBhcmUgMjU2IHJhbmRvbSBiaXR";
export const FeedTicket = z
  .object({
    ticket: z.string(),
    url: z.url().openapi({ description: "what to give to EventSource; `&types=` may follow" }),
    expires_at: InstantOut.openapi({ description: "until when it must be used for the first time" }),
  })
  .openapi("EventStreamTicket", {
    example: {
      ticket,
      url: `https://api.truckroll.example/api/v1/admin/events/stream?ticket=${ticket}`,
      expires_at: "2026-03-28T14:31:00.000Z",
    },
  });
