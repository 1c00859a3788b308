import { InstantField, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import { activityKinds, writtenKinds } from "./rules.ts";
import { LeadStatus } from "./schemas.ts";

const Direction = z.enum(["inbound", "outbound"]).openapi({ description: "who began: they, or we" });

const example = {
  kind: "call" as const,
  text: "Left a message about the estimate.",
  direction: "outbound" as const,
  outcome: "voicemail",
  duration_seconds: 40,
  occurred_at: "2026-03-28T12:20:00.000Z",
};

export const LeadActivity = z
  .object({
    id: z.int(),
    lead_id: z.int(),
    kind: z.enum(activityKinds).openapi({
      description:
        "`note`, `call`, `email`, `text_message` and `meeting` are written down by people; `enquiry` is what somebody asked for; the others are what happened to the lead",
    }),
    text: z.string().nullable(),
    direction: z.union([Direction, z.null()]),
    outcome: z.string().nullable(),
    duration_seconds: z.int().nullable(),
    occurred_at: InstantOut,
    from_status: z.union([LeadStatus, z.null()]),
    to_status: z.union([LeadStatus, z.null()]),
    changes: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({
        description: "fields other than the status, with their values before and after",
        additionalProperties: { type: "object", properties: { before: {}, after: {} }, required: ["before", "after"] },
      }),
    enquiry: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({ description: "what the enquiry said, by the fields of a lead" }),
    referral_id: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("LeadActivity", {
    example: {
      id: 31,
      lead_id: 12,
      ...example,
      from_status: null,
      to_status: null,
      changes: null,
      enquiry: null,
      referral_id: null,
      created_by: "user:1",
      created_at: "2026-03-28T12:21:00.000Z",
    },
  });
export const LeadActivityPage = pageOf("LeadActivityPage", LeadActivity);
export const LeadActivityQuery = LogQuery.extend({
  kind: z.enum(activityKinds).optional().openapi({ description: "absent: all" }),
});

export const AddLeadActivity = z
  .strictObject({
    kind: z.enum(writtenKinds),
    text: prose(4000).optional(),
    direction: Direction.optional(),
    outcome: line(80).optional().openapi({ description: "what came of it: reached, voicemail, wrong number" }),
    duration_seconds: z.int().min(0).max(86_400).optional(),
    occurred_at: InstantField.optional().openapi({ description: "absent: now" }),
    next_follow_up_at: z
      .union([InstantField, z.null()])
      .optional()
      .openapi({ description: "when to try next; null: no more. Absent: as it was" }),
  })
  .openapi("AddLeadActivity", { example });
