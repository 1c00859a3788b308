import {
  DateField,
  daysInOrder,
  daysRespelt,
  IdText,
  InstantField,
  InstantOut,
  line,
  prose,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { FollowUpRuleChannel, FollowUpTrigger } from "./rule-schemas.ts";
import { entityTypes, reasons, statuses } from "./statuses.ts";

export const FollowUpEntityType = z.enum(entityTypes);
export const FollowUpStatus = z.enum(statuses);
const FollowUpReason = z.enum(reasons);

export const followUpExample = {
  id: 31,
  rule_id: 1,
  trigger: "estimate.sent" as const,
  entity_type: "estimate" as const,
  entity_id: 12,
  sequence: 1,
  customer_id: 7,
  subject: "Estimate EST-00012 for Jane Jennings",
  channel: "email" as const,
  due_at: "2026-03-31T13:00:00.000Z",
  status: "scheduled" as const,
  skip_reason: null,
  communication_id: null,
  task_text: null,
  sent_at: null,
  replied_at: null,
  converted_at: null,
  done_at: null,
  done_by: null,
  note: null,
  created_by: "system:follow-ups",
  created_at: "2026-03-28T09:00:00.000Z",
  updated_at: "2026-03-28T09:00:00.000Z",
  version: 1,
};

export const FollowUp = z
  .object({
    id: z.int(),
    rule_id: z.int(),
    trigger: FollowUpTrigger,
    entity_type: FollowUpEntityType,
    entity_id: z.int(),
    sequence: z.int(),
    customer_id: z.int().nullable(),
    subject: z.string(),
    channel: FollowUpRuleChannel,
    due_at: InstantOut,
    status: FollowUpStatus,
    skip_reason: FollowUpReason.nullable(),
    communication_id: z.string().nullable(),
    task_text: z.string().nullable(),
    sent_at: InstantOut.nullable(),
    replied_at: InstantOut.nullable(),
    converted_at: InstantOut.nullable(),
    done_at: InstantOut.nullable(),
    done_by: z.string().nullable(),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("FollowUp", { example: followUpExample });
export const FollowUpPage = pageOf("FollowUpPage", FollowUp);

export const FollowUpQuery = PageQuery.extend({
  status: FollowUpStatus.optional().openapi({ description: "`to_do`: the tasks of the office" }),
  rule_id: IdText.optional().openapi({ description: "those of one rule" }),
  trigger: FollowUpTrigger.optional().openapi({ description: "those of rules with this trigger" }),
  entity_type: FollowUpEntityType.optional(),
  entity_id: IdText.optional(),
  customer_id: IdText.optional(),
  channel: FollowUpRuleChannel.optional().openapi({ description: "those that go out by it" }),
  due_from: InstantField.optional().openapi({ description: "due then or later" }),
  due_until: InstantField.optional().openapi({ description: "due then or earlier" }),
  sort: sortBy("id", "updated_at", "due_at"),
})
  .refine(({ entity_id, entity_type }) => entity_id === undefined || entity_type !== undefined, {
    path: ["entity_type"],
    error: "is required with entity_id",
  })
  .refine(({ due_from, due_until }) => !due_from || !due_until || due_from <= due_until, {
    path: ["due_until"],
    error: "must not be before due_from",
  });

export const CancelFollowUp = z
  .strictObject({ note: line(500).optional() })
  .openapi("CancelFollowUp", { example: { note: "They have called" } });
export const FinishFollowUp = z
  .strictObject({ note: prose(1000).optional() })
  .openapi("FinishFollowUp", { example: { note: "They will decide on Friday" } });

export const FollowUpStatsQuery = z
  .object({
    ...daysRespelt,
    date_from: DateField.optional(),
    date_to: DateField.optional(),
    rule_id: IdText.optional().openapi({ description: "of one rule" }),
  })
  .refine(...daysInOrder);
const numbers = { sent: 40, replied: 6, converted: 11, replied_bps: 1500, converted_bps: 2750 };
const stats = { rule_id: 1, ...numbers };
const figures = {
  sent: z.int(),
  replied: z.int(),
  converted: z.int(),
  replied_bps: z.int().nullable(),
  converted_bps: z.int().nullable(),
};
export const FollowUpStats = z
  .object({
    date_from: z.string().openapi({ format: "date" }),
    date_to: z.string().openapi({ format: "date" }),
    ...figures,
    rules: z.array(z.object({ rule_id: z.int(), ...figures }).openapi("FollowUpRuleStats", { example: stats })),
  })
  .openapi("FollowUpStats", {
    example: { date_from: "2026-03-01", date_to: "2026-03-31", ...numbers, rules: [stats] },
  });

const planned = {
  follow_up_id: null,
  entity_type: "estimate" as const,
  entity_id: 12,
  subject: "Estimate EST-00012 for Jane Jennings",
  sequence: 1,
  due_at: "2026-03-31T13:00:00.000Z",
  skip_reason: null,
  channel: "email" as const,
  to: "jane@example.com",
  message_subject: "Your estimate EST-00012",
  message_text: "Hello Jane, ...",
};
export const FollowUpDryRun = z
  .object({
    from: InstantOut,
    until: InstantOut,
    items: z.array(
      z
        .object({
          follow_up_id: z.int().nullable(),
          entity_type: FollowUpEntityType,
          entity_id: z.int(),
          subject: z.string(),
          sequence: z.int(),
          due_at: InstantOut,
          skip_reason: FollowUpReason.nullable(),
          channel: z.enum(["email", "sms", "task"]),
          to: z.string().nullable(),
          message_subject: z.string().nullable(),
          message_text: z.string().nullable(),
        })
        .openapi("FollowUpPreview", { example: planned }),
    ),
    more: z.boolean(),
  })
  .openapi("FollowUpDryRun", {
    example: {
      ...{ from: "2026-03-29T09:00:00.000Z", until: "2026-04-05T09:00:00.000Z" },
      ...{ items: [planned], more: false },
    },
  });
