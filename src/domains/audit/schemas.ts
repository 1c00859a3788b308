import { InstantField, InstantOut, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import type { Inside } from "#/kernel/wire.ts";

/** For the documentation only: entries of earlier versions have other values, and are shown as they are. */
const change = { type: "object" as const, properties: { before: {}, after: {} }, required: ["before", "after"] };

export const AuditEntry = z
  .object({
    id: z.string(),
    at: InstantOut,
    actor: z.string().openapi({ description: "`user:1`, `api_key:3`, `system:webhook.attempt` or `anonymous`" }),
    action: z.string(),
    entity: z.string(),
    entity_id: z.string(),
    request_id: z.string(),
    changes: z.record(z.string(), z.unknown()).nullable().openapi({
      description: "the fields that changed, with their values before and after; before is null where something is new",
      additionalProperties: change,
    }),
    details: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({ description: "further facts: an address, a reason, a number of rows" }),
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
      changes: { base_pay_cents: { before: 2500, after: 2700 } },
      details: null,
    },
  });
export const AuditPage = pageOf("AuditPage", AuditEntry);

const word = z.string().min(1).max(100).optional();
const filters = {
  actor: word.openapi({ description: "like `user:1`" }),
  action: word,
  entity: word,
  entity_id: word,
  from: InstantField.optional().openapi({ description: "from this moment on" }),
  to: InstantField.optional().openapi({ description: "until before this moment" }),
};
export const AuditQuery = LogQuery.extend(filters);
export const AuditFileQuery = z.object(filters);
export type AuditFilters = Inside<z.output<typeof AuditFileQuery>>;
