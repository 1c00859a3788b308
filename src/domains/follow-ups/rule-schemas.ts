import { FlagText, InstantField, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { operators } from "./conditions.ts";
import { presetNames } from "./presets.ts";
import { channels, directions, triggers, units } from "./statuses.ts";
import { stopEvents } from "./triggers.ts";

export const FollowUpTrigger = z.enum(triggers);
export const FollowUpRuleChannel = z.enum(channels);

const time = { value: z.int().min(0).max(1000), unit: z.enum(units) };
const FollowUpOffset = z
  .strictObject({ ...time, direction: z.enum(directions).default("after") })
  .openapi("FollowUpOffset", { example: { value: 3, unit: "days", direction: "after" } });

const ConditionValue = z.union([
  z.string().max(120),
  z.number(),
  z.boolean(),
  z.array(z.string().max(120)).min(1).max(50),
  z.array(z.number()).min(1).max(50),
]);
const FollowUpCondition = z
  .strictObject({
    field: z.string().max(60),
    op: z.enum(operators),
    value: ConditionValue,
  })
  .openapi("FollowUpCondition", { example: { field: "total_cents", op: "at_least", value: 50_000 } });

const SendAtLocal = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a local time of day, 00:00 to 23:59")
  .openapi({ example: "09:00" });

const fields = {
  name: line(120),
  trigger: FollowUpTrigger,
  offset: FollowUpOffset,
  send_at_local: z.union([SendAtLocal, z.null()]),
  conditions: z.array(FollowUpCondition).max(20),
  channel: FollowUpRuleChannel,
  template: z.union([line(64), z.null()]),
  task_text: z.union([prose(1000), z.null()]),
  max_per_entity: z.int().min(1).max(20),
  cooldown_days: z.int().min(0).max(1000),
  stop_on: z.array(z.enum(stopEvents)).max(stopEvents.length),
  active_from: InstantField,
};

export const ruleExample = {
  id: 1,
  name: "Estimate reminder after three days",
  preset: null,
  enabled: true,
  trigger: "estimate.sent" as const,
  offset: { value: 3, unit: "days" as const, direction: "after" as const },
  send_at_local: "09:00",
  conditions: [{ field: "total_cents", op: "at_least" as const, value: 50_000 }],
  channel: "email" as const,
  template: "estimate-reminder",
  task_text: null,
  max_per_entity: 2,
  cooldown_days: 4,
  stop_on: ["customer.replied"],
  active_from: "2026-03-28T09:00:00.000Z",
  created_by: "user:1",
  created_at: "2026-03-28T09:00:00.000Z",
  updated_at: "2026-03-28T09:00:00.000Z",
  version: 1,
};

export const FollowUpRule = z
  .object({
    id: z.int(),
    ...fields,
    name: z.string(),
    preset: z.string().nullable(),
    enabled: z.boolean(),
    offset: z
      .object({ value: z.int(), unit: z.enum(units), direction: z.enum(directions) })
      .openapi("FollowUpOffsetShown", { example: ruleExample.offset }),
    conditions: z.array(
      z
        .object({ field: z.string(), op: z.enum(operators), value: ConditionValue })
        .openapi("FollowUpConditionShown", { example: ruleExample.conditions[0] }),
    ),
    send_at_local: z.string().nullable(),
    template: z.string().nullable(),
    task_text: z.string().nullable(),
    stop_on: z.array(z.string()),
    active_from: InstantOut,
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("FollowUpRule", { example: ruleExample });
export const FollowUpRulePage = pageOf("FollowUpRulePage", FollowUpRule);
export const FollowUpRuleQuery = PageQuery.extend({
  enabled: FlagText.optional().openapi({ description: "whether they plan and send" }),
  trigger: FollowUpTrigger.optional().openapi({ description: "what they wait for" }),
  sort: sortBy("id", "updated_at"),
});

export const CreateFollowUpRule = z
  .strictObject({
    ...fields,
    enabled: z.boolean().default(true),
    send_at_local: fields.send_at_local.default(null),
    conditions: fields.conditions.default([]),
    template: fields.template.optional(),
    task_text: fields.task_text.optional(),
    max_per_entity: fields.max_per_entity.default(1),
    cooldown_days: fields.cooldown_days.default(0),
    stop_on: fields.stop_on.default([]),
    active_from: fields.active_from.optional(),
  })
  .openapi("CreateFollowUpRule", {
    example: {
      name: "Call about a large estimate",
      trigger: "estimate.sent",
      offset: { value: 3, unit: "days", direction: "after" },
      send_at_local: "09:00",
      conditions: [{ field: "total_cents", op: "at_least", value: 50_000 }],
      channel: "task",
      task_text: "Call and ask what is still open",
    },
  });

export const ChangeFollowUpRule = z
  .strictObject({
    name: fields.name.optional(),
    enabled: z.boolean().optional(),
    trigger: fields.trigger.optional(),
    offset: z
      .strictObject({ ...time, direction: z.enum(directions) })
      .openapi("ChangeFollowUpOffset", { example: { value: 3, unit: "days", direction: "after" } })
      .optional(),
    send_at_local: fields.send_at_local.optional(),
    conditions: fields.conditions.optional(),
    channel: fields.channel.optional(),
    template: fields.template.optional(),
    task_text: fields.task_text.optional(),
    max_per_entity: fields.max_per_entity.optional(),
    cooldown_days: fields.cooldown_days.optional(),
    stop_on: fields.stop_on.optional(),
    active_from: fields.active_from.optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeFollowUpRule", { example: { enabled: false } });

export const TakePresets = z
  .strictObject({
    presets: z.array(z.enum(presetNames)).min(1).max(presetNames.length).optional(),
  })
  .openapi("TakeFollowUpPresets", { example: { presets: ["estimate-reminder"] } });
export const TakenPresets = z.object({ rules: z.array(FollowUpRule), made: z.int() }).openapi("TakenFollowUpPresets", {
  example: { rules: [{ ...ruleExample, preset: "estimate-reminder", enabled: false }], made: 1 },
});
