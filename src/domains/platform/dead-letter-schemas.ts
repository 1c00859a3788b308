import { deadLetterEnds } from "#/db/control/schema/dead-letters.ts";
import { FlagText, InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf } from "#/kernel/page.ts";

const example = {
  id: "3f1c9a7be0d24c5f8a6b1e2d3c4b5a69",
  queue: "webhooks",
  body: '{"job":"webhook.attempt","tenantId":"0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90","id":"dlv_01KAG3M5S0W6P2J8Y4T9QZ7XNB"}',
  at: "2026-03-28T14:30:00.000Z",
  handled_as: null,
  handled_at: null,
  handled_by: null,
};
export const DeadLetter = z
  .object({
    id: z.string().openapi({ description: "id of the queue message" }),
    queue: z.string().openapi({ description: "queue in which the message failed" }),
    body: z.string().openapi({ description: "the message as JSON" }),
    at: InstantOut.openapi({ description: "when the last attempt had failed" }),
    handled_as: z.enum(deadLetterEnds).nullable().openapi({ description: "what was done with it; null: it waits" }),
    handled_at: InstantOut.nullable().openapi({ description: "when that was done" }),
    handled_by: z.string().nullable().openapi({ description: "the administrator who did it" }),
  })
  .openapi("DeadLetter", { example });
export const DeadLetterPage = pageOf("DeadLetterPage", DeadLetter);

export const DeadLetterQuery = PageQuery.pick({ page: true, limit: true }).extend({
  queue: z
    .string()
    .max(64)
    .optional()
    .openapi({ description: "queue in which the message failed", example: "webhooks" }),
  handled: FlagText.optional().openapi({ description: "`false`: those that wait; `true`: the others" }),
});
export const DeadLetterParams = z.object({
  dead_letter: z
    .string()
    .max(64)
    .openapi({ param: { name: "dead_letter", in: "path" }, example: example.id }),
});
