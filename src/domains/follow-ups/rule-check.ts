import type { MessageTemplate, TemplateKind } from "#/domains/communications/index.ts";
import { type Condition, problemsOf } from "./conditions.ts";
import type { EntityType, Offset, RuleChannel, Trigger } from "./statuses.ts";
import { triggerFacts } from "./triggers.ts";

/** What of a rule must fit together. */
export type Asked = {
  trigger: Trigger;
  offset: Offset;
  conditions: readonly Condition[];
  channel: RuleChannel;
  template: string | null;
  taskText: string | null;
  stopOn: readonly string[];
};
type Template = Pick<MessageTemplate, "channel" | "kind" | "category">;

const kinds: Record<EntityType, TemplateKind> = {
  estimate: "estimate",
  invoice: "invoice",
  job: "job",
  lead: "lead",
  agreement: "agreement",
  customer: "general",
};
/** The kind of template that can name what a trigger is about. */
export const kindOf = (trigger: Trigger): TemplateKind => kinds[triggerFacts[trigger].entity];

/** Everything that is wrong with a rule, by field; empty where nothing is. `template` is the one that it names, where there is one. */
export function problemsOfRule(rule: Asked, template: Template | undefined): Record<string, string> {
  return {
    ...problemsOfOffset(rule),
    ...problemsOf(rule.trigger, rule.conditions),
    ...problemsOfMessage(rule, template),
    ...problemsOfStops(rule),
  };
}

function problemsOfOffset({ trigger, offset }: Asked): Record<string, string> {
  const { direction, unit, value } = offset;
  if (trigger === "agreement.expiring" && direction === "after")
    return { "offset.direction": `must be before with ${trigger}` };
  if (direction === "before" && trigger !== "agreement.expiring" && trigger !== "invoice.due")
    return { "offset.direction": `must be after with ${trigger}` };
  if (trigger === "customer.inactive" && unit !== "days") return { "offset.unit": `must be days with ${trigger}` };
  if (trigger === "customer.inactive" && value === 0) return { "offset.value": `must be at least 1 with ${trigger}` };
  return {};
}

function problemsOfMessage(rule: Asked, template: Template | undefined): Record<string, string> {
  const { trigger, channel } = rule;
  if (channel === "task")
    return {
      ...(rule.template !== null && { template: "must be null with the channel task" }),
      ...(!rule.taskText?.trim() && { task_text: "is required with the channel task" }),
    };
  const { entity } = triggerFacts[trigger];
  if (channel === "sms" && entity === "lead")
    return { channel: `must be email or task with ${trigger}: a lead has not allowed any texts yet` };
  if (channel === "same_as_original" && entity !== "estimate" && entity !== "invoice")
    return { channel: `must be one of email, ${entity === "lead" ? "" : "sms, "}task with ${trigger}` };
  if (rule.taskText !== null) return { task_text: "must be null, except with the channel task" };
  if (rule.template === null) return { template: "is required with this channel" };
  if (!template) return { template: "names no template; see GET /admin/customer-communications/templates" };
  const wanted = channel === "sms" ? "sms" : "email";
  if (template.channel !== wanted)
    return { template: `is a template for ${template.channel}, and must be for ${wanted}` };
  if (template.category === "marketing" && entity === "lead")
    return {
      template: `is one for marketing, which a lead has not allowed yet: it must be transactional with ${trigger}`,
    };
  const kind = kindOf(trigger);
  if (template.kind !== "general" && template.kind !== kind)
    return { template: `is a template of the kind ${template.kind}, and must be of ${kind} or general` };
  return {};
}

function problemsOfStops({ trigger, stopOn }: Asked): Record<string, string> {
  const { stops } = triggerFacts[trigger];
  const wrong = stopOn.flatMap((name, i): [string, string][] =>
    stops.includes(name) ? [] : [[`stop_on.${i}`, `must be one of ${stops.join(", ")} with ${trigger}`]],
  );
  return Object.fromEntries(wrong);
}
