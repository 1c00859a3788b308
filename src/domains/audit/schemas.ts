import { InstantField, InstantOut, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";

export const AuditEntry = z
  .object({
    id: z.string(),
    at: InstantOut,
    actor: z.string().openapi({ description: "`user:1`, `api_key:3`, `system:webhooks` or `anonymous`" }),
    action: z.string(),
    entity: z.string(),
    entity_id: z.string(),
    request_id: z.string(),
    changes: z.record(z.string(), z.unknown()).nullable().openapi({ description: "what the action made of it" }),
  })
  .openapi("AuditEntry", {
    example: {
      id: "aud_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
      at: "2026-03-28T14:30:00.000Z",
      actor: "user:1",
      action: "change",
      entity: "technician",
      entity_id: "3",
      request_id: "req_01KAG3M5R8W6P2J8Y4T9QZ7XNA",
      changes: { base_pay_cents: 2700 },
    },
  });
export const AuditPage = pageOf("AuditPage", AuditEntry);

const word = z.string().min(1).max(100).optional();
const filters = {
  actor: word.openapi({ description: "`user:1` and the like" }),
  action: word,
  entity: word,
  entity_id: word,
  from: InstantField.optional().openapi({ description: "from this moment on" }),
  to: InstantField.optional().openapi({ description: "until before this moment" }),
};
export const AuditQuery = LogQuery.extend(filters);
export const AuditFileQuery = z.object(filters);
