import { Id, IdText, InstantField, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { CountedLogQuery, pageOf } from "#/kernel/page.ts";
import { categories, channels, reasons, sentChannels, statuses } from "./rules.ts";

const Channel = z.enum(channels);
const Direction = z.enum(["in", "out"]).openapi({ description: "from the customer, or to them" });
const Status = z.enum(statuses).openapi({
  description:
    "queued: goes out at `sends_at`; unknown: it was handed to the provider and no answer came, so it is not sent again; suppressed: not sent, `reason` says why; logged: written down by hand",
});

const example = {
  id: "com_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
  customer_id: 1,
  job_id: null,
  invoice_id: null,
  estimate_id: null,
  agreement_id: null,
  lead_id: null,
  thread_id: "thr_9VJ1Qm6zLr0uXk2cWb8T",
  channel: "sms" as const,
  direction: "out" as const,
  category: "transactional" as const,
  subject: null,
  body: "Smith HVAC: Mike is on the way and arrives about 9:30.",
  from: "+18135550100",
  to: "+18135550142",
  template: "on-my-way",
  status: "delivered" as const,
  reason: null,
  error_code: null,
  provider: "twilio" as const,
  provider_reference: "SM0123456789abcdef0123456789abcdef",
  segments: 1,
  duration_seconds: null,
  sends_at: null,
  occurred_at: "2026-03-28T13:05:00.000Z",
  sent_at: "2026-03-28T13:05:01.000Z",
  delivered_at: "2026-03-28T13:05:04.000Z",
  created_by: "user:1",
  created_at: "2026-03-28T13:05:00.000Z",
};

export const Communication = z
  .object({
    id: z.string(),
    customer_id: z.int().nullable().openapi({ description: "null: nobody knows whose address it is" }),
    job_id: z.int().nullable(),
    invoice_id: z.int().nullable(),
    estimate_id: z.int().nullable(),
    agreement_id: z.int().nullable(),
    lead_id: z.int().nullable(),
    thread_id: z.string().openapi({ description: "the conversation with this number or address" }),
    channel: Channel,
    direction: Direction,
    category: z.enum(categories).nullable().openapi({ description: "null: nothing that was sent from here" }),
    subject: z.string().nullable(),
    body: z.string().nullable().openapi({ description: "links and codes of mails are not kept" }),
    from: z.string().nullable(),
    to: z.string().nullable(),
    template: z.string().nullable().openapi({ description: "name of the template that it was made from" }),
    status: Status,
    reason: z.enum(reasons).nullable().openapi({ description: "why it was not sent" }),
    error_code: z.string().nullable().openapi({ description: "the provider's own code of a failure" }),
    provider: z.enum(["mail", "twilio", "development"]).nullable(),
    provider_reference: z.string().nullable().openapi({ description: "the provider's id of it" }),
    segments: z.int().nullable().openapi({ description: "parts that a text goes out in" }),
    duration_seconds: z.int().nullable().openapi({ description: "of a call" }),
    sends_at: InstantOut.nullable().openapi({ description: "when a queued one goes out, quiet hours included" }),
    occurred_at: InstantOut,
    sent_at: InstantOut.nullable().openapi({ description: "when the provider accepted it" }),
    delivered_at: InstantOut.nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("Communication", { example });
export const CommunicationPage = pageOf("CommunicationPage", Communication);

export const CommunicationQuery = CountedLogQuery.extend({
  customer_id: IdText.optional(),
  job_id: IdText.optional(),
  channel: Channel.optional(),
  direction: Direction.optional(),
  status: Status.optional(),
  since: InstantField.optional().openapi({ description: "what happened at this time or later" }),
});

/** What a message or a call is about. */
const about = {
  job_id: Id.nullable().optional(),
  invoice_id: Id.nullable().optional(),
  estimate_id: Id.nullable().optional(),
};

export const LogCommunication = z
  .strictObject({
    customer_id: Id,
    channel: z.enum(["call", "voicemail", "note", "in_person", "portal", "email", "sms"]),
    direction: Direction.default("out"),
    subject: line(200).nullable().optional(),
    body: prose(10_000).nullable().optional().openapi({ description: "what was said" }),
    phone: line(40).nullable().optional().openapi({ description: "the customer's number; absent: their first" }),
    duration_seconds: z.int().min(0).max(86_400).nullable().optional(),
    occurred_at: InstantField.optional().openapi({ description: "now, when absent" }),
    ...about,
  })
  .openapi("LogCommunication", {
    example: {
      customer_id: 1,
      channel: "call",
      direction: "in",
      body: "Asked whether the part has come.",
      duration_seconds: 95,
    },
  });

export const SendMessage = z
  .strictObject({
    customer_id: Id,
    channel: z.enum(sentChannels).optional().openapi({ description: "of the template, when absent" }),
    category: z.enum(categories).optional().openapi({
      description:
        "transactional when absent, or that of the template, which no request changes. Marketing waits for the hours in which it is allowed",
    }),
    template: line(64).optional().openapi({ description: "name of a template; else send a `body`" }),
    variables: z.record(z.string().max(64), z.string().max(500)).optional().openapi({
      description: "values for the template; those of the business and the customer are filled in",
    }),
    subject: line(200).optional().openapi({ description: "of a mail without a template" }),
    body: prose(10_000)
      .min(1)
      .optional()
      .openapi({ description: "the text; a text message has at most 1,600 characters" }),
    to: line(254).optional().openapi({ description: "which address of the customer; their first, when absent" }),
    allow_repeat: z.boolean().optional().openapi({ description: "sends a template for the second time in a day" }),
    ...about,
  })
  .refine(({ template, body }) => (template === undefined) !== (body === undefined), {
    path: ["body"],
    error: "send either a template or a body",
  })
  .refine(({ template, channel }) => template !== undefined || channel !== undefined, {
    path: ["channel"],
    error: "is required without a template",
  })
  .openapi("SendMessage", {
    example: { customer_id: 1, channel: "email", subject: "Your part has come", body: "We can fit it this week." },
  });

export const CommunicationParams = z.object({
  communication: z
    .string()
    .max(64)
    .openapi({ param: { name: "communication", in: "path" }, example: example.id }),
});
export const ThreadParams = z.object({
  thread: z
    .string()
    .max(64)
    .openapi({ param: { name: "thread", in: "path" }, example: "thr_9VJ1Qm6zLr0uXk2cWb8T" }),
});
export const ThreadQuery = CountedLogQuery;
