import type { Condition } from "./conditions.ts";
import type { Offset, RuleChannel, Trigger } from "./statuses.ts";

/** A ready-made rule, with the message that it sends where the business has no template of that name. */
type Preset = {
  name: string;
  trigger: Trigger;
  offset: Offset;
  sendAtLocal: string;
  conditions: Condition[];
  channel: RuleChannel;
  maxPerEntity: number;
  cooldownDays: number;
  stopOn: string[];
  message: { category: "transactional" | "marketing"; subject: string; body: string };
};

const after = (value: number): Offset => ({ value, unit: "days", direction: "after" });
const once = { sendAtLocal: "09:00", conditions: [], channel: "email", maxPerEntity: 1, cooldownDays: 0 } as const;

export const presets = {
  "estimate-reminder": {
    ...{ ...once, conditions: [], name: "Estimate reminder after 3 days", trigger: "estimate.sent", offset: after(3) },
    stopOn: ["customer.replied"],
    message: {
      category: "transactional",
      subject: "Your estimate {{estimate_number}}",
      body: "Hello {{customer_first_name}},\n\nYour estimate {{estimate_number}} for {{estimate_amount}} waits for your answer: {{estimate_link}}\n\nIf anything is open, just answer this mail.",
    },
  },
  "invoice-due": {
    ...{ ...once, conditions: [], name: "Invoice reminder on the due day", trigger: "invoice.due", offset: after(0) },
    stopOn: [],
    message: {
      category: "transactional",
      subject: "Invoice {{invoice_number}} is due today",
      body: "Hello {{customer_first_name}},\n\nInvoice {{invoice_number}} is due on {{due_date}}, with {{amount_due}} to pay. You find it here: {{invoice_link}}",
    },
  },
  "invoice-overdue": {
    ...{ ...once, conditions: [], name: "Invoice reminder after 7 days", trigger: "invoice.due", offset: after(7) },
    stopOn: [],
    message: {
      category: "transactional",
      subject: "Invoice {{invoice_number}} was due on {{due_date}}",
      body: "Hello {{customer_first_name}},\n\nInvoice {{invoice_number}} was due on {{due_date}}, and {{amount_due}} is still to pay. You find it here: {{invoice_link}}\n\nIf you have paid already, thank you.",
    },
  },
  "review-request": {
    ...{ ...once, conditions: [], name: "Review request after a job", trigger: "job.completed" },
    offset: after(1),
    sendAtLocal: "10:00",
    cooldownDays: 90,
    stopOn: ["review.posted"],
    message: {
      category: "transactional",
      subject: "How did we do?",
      body: "Hello {{customer_first_name}},\n\nThank you for having us for {{job_title}}. Would you tell us how it was? {{review_link}}",
    },
  },
  "agreement-expiring": {
    ...{ ...once, conditions: [], name: "Agreement ends in 30 days", trigger: "agreement.expiring" },
    offset: { value: 30, unit: "days", direction: "before" },
    stopOn: [],
    message: {
      category: "transactional",
      subject: "Your {{plan_name}} ends on {{ends_on}}",
      body: "Hello {{customer_first_name}},\n\nYour {{plan_name}} ends on {{ends_on}}. Answer this mail, and we renew it.",
    },
  },
  "no-visit": {
    ...{ ...once, conditions: [], name: "No visit for a year", trigger: "customer.inactive", offset: after(365) },
    sendAtLocal: "10:00",
    maxPerEntity: 3,
    cooldownDays: 365,
    stopOn: ["customer.replied"],
    message: {
      category: "marketing",
      subject: "A year since our last visit",
      body: "Hello {{customer_first_name}},\n\nIt has been a year since we were last with you. Shall we have a look? Just answer this mail.",
    },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];
export const presetOf = (name: PresetName): Preset => presets[name];
