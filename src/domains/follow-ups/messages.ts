import type { Ctx } from "#/ctx.ts";
import type { Part, Write } from "#/db/tenant/commit.ts";
import {
  commonValues,
  consentsOf,
  type MessageTemplate,
  queueMessage,
  renderTemplate,
  type SentChannel,
  whyNot,
} from "#/domains/communications/index.ts";
import { newEstimateLink } from "#/domains/estimates/index.ts";
import { newInvoiceLink } from "#/domains/invoices/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import { isReason, type Reason } from "./statuses.ts";
import type { FollowUp, FollowUpRule } from "./tables.ts";
import type { Thing } from "./things.ts";

type Consents = Parameters<typeof whyNot>[0]["consents"];
type With = { template: MessageTemplate | undefined; consents: Consents; organization: Organization | undefined };
export type Message = {
  template: MessageTemplate;
  channel: SentChannel;
  to: string;
  subject: string | null;
  body: string;
  /** What makes the links in it work. */
  writes: Write[];
};

/** Where it goes: a document to where it was sent itself, all else to the customer. */
export const recipientOf = (thing: Thing, channel: SentChannel): string | null =>
  channel === "sms" ? thing.phone : thing.email;

/** The message of a follow-up as it reads now, or why it must not go out. A `draft` makes no link that works. */
export async function messageOf(
  ctx: Ctx,
  rule: FollowUpRule,
  thing: Thing,
  { template, consents, organization }: With,
  { draft = false } = {},
): Promise<Message | Reason> {
  if (!template) return "template_removed";
  const { channel, category } = template;
  if (rule.channel !== "same_as_original" && rule.channel !== channel) return "template_unfit";
  const to = recipientOf(thing, channel);
  // phone numbers and addresses that get nothing are the sender's to know: it tells of them afterwards
  const reason = whyNot({
    ...{ channel, category, isReply: false, to, customer: thing.customer, consents, suppression: undefined },
  });
  if (reason) return isReason(reason) ? reason : "no_consent";
  const { links, writes } = await linksFor(ctx, template, thing, draft);
  const values = { ...thing.words, ...links, ...commonValues(ctx, organization, thing.customer) };
  const { subject, body, missing } = renderTemplate(template, values);
  return missing.length > 0 || to === null ? "template_unfit" : { template, channel, to, subject, body, writes };
}

/** Links that the template names, and the writes that make them. */
async function linksFor(
  ctx: Ctx,
  { subject, body }: MessageTemplate,
  { estimate, invoice }: Thing,
  draft: boolean,
): Promise<{ links: Record<string, string>; writes: Write[] }> {
  const names = (name: string) => `${subject ?? ""} ${body}`.includes(name);
  const example = (page: string) => ({ url: `${ctx.env.PUBLIC_URL}/${page}/...`, write: undefined });
  const links: Record<string, string> = {};
  const writes: Write[] = [];
  const add = (name: string, { url, write }: { url: string; write: Write | undefined }) => {
    links[name] = url;
    if (write) writes.push(write);
  };
  if (estimate && names("estimate_link"))
    add("estimate_link", draft ? example("e") : await newEstimateLink(ctx, estimate));
  if (invoice && names("invoice_link"))
    add("invoice_link", draft ? example("i") : await newInvoiceLink(ctx, invoice.id));
  return { links, writes };
}

/** The message as parts of the commit that marks the follow-up as sent, and the id that its row takes there. */
export async function handOver(
  ctx: Ctx,
  row: FollowUp,
  thing: Thing,
  { template, channel, to, subject, body, writes }: Message,
): Promise<{ parts: (Part | Write)[]; communicationId: string }> {
  const { entityType, entityId } = thing;
  const part = await queueMessage(ctx, {
    customer: thing.customer ?? null,
    ...{ channel, category: template.category, subject, body, template: template.name, to },
    ...(entityType !== "customer" && { about: { entity: entityType, id: entityId } }),
    dedupe: `follow-up ${row.id}`,
  });
  return { parts: [...writes, part], communicationId: part.row.id };
}

/** What a customer has allowed, for a load. */
export const consentsFor = (ctx: Ctx, customerId: number | null) =>
  customerId === null ? undefined : consentsOf(ctx, customerId);
