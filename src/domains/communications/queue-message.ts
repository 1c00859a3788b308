import type { Ctx } from "#/ctx.ts";
import type { AuditedPart } from "#/db/tenant/commit.ts";
import { type Customer, firstNameOf, primaryOf } from "#/domains/customers/index.ts";
import { type Organization, settingOf } from "#/domains/organization/index.ts";
import { brandingOf } from "#/domains/tenants/index.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import { filled, type Values } from "./placeholders.ts";
import { newCommunication } from "./repo.ts";
import type { Category, SentChannel } from "./rules.ts";
import { segmentsOf } from "./segments.ts";
import type { Communication, MessageTemplate } from "./tables.ts";
import { threadOf } from "./threads.ts";

/** The things that a message can be about. */
export const subjects = ["job", "invoice", "estimate", "agreement", "lead"] as const;
export type About = { entity: (typeof subjects)[number]; id: number };

type Reachable = Pick<Customer, "phones" | "emails">;

/** Where a customer is reached by a channel; null: nowhere. */
export const addressOf = (customer: Reachable | null | undefined, channel: SentChannel): string | null =>
  (channel === "sms" ? primaryOf(customer?.phones)?.e164 : primaryOf(customer?.emails)?.address) ?? null;

/** What the business is called to its customers. */
export const senderName = (ctx: Pick<Ctx, "env" | "tenant">): string =>
  brandingOf(ctx.env, ctx.tenant).display_name ?? ctx.tenant.businessName;

/** How customers reach the business, in the words of a text; empty: it has not said. */
const contactOf = (organization: Organization | undefined): string =>
  [settingOf(organization, "contact_phone"), settingOf(organization, "contact_email")].filter(Boolean).join(" or ");

/** What every template may name, of the business and the customer. */
export function commonValues(
  ctx: Pick<Ctx, "env" | "tenant">,
  organization: Organization | undefined,
  customer: Pick<Customer, "name" | "firstName" | "companyName" | "type"> | null | undefined,
): Values {
  return {
    business_name: senderName(ctx),
    business_contact: contactOf(organization),
    ...(customer && { customer_name: customer.name, customer_first_name: firstNameOf(customer) }),
  };
}

export type Written = { subject: string | null; body: string; missing: string[] };

/** A template with its variables filled in. `missing` names those without a value: nothing should be sent with one. */
export function renderTemplate({ subject, body }: Pick<MessageTemplate, "subject" | "body">, values: Values): Written {
  const [head, text] = [filled(subject ?? "", values), filled(body, values)];
  return {
    subject: subject === null ? null : head.text,
    body: text.text,
    missing: [...new Set([...head.missing, ...text.missing])],
  };
}

/** The name by which a template goes out once for a thing and a day of the business; without a thing, once for the customer. */
export const dedupeName = (
  ctx: Pick<Ctx, "now" | "tenant">,
  { template, about, customerId }: { template: string; about?: About | undefined; customerId: number | null },
): string =>
  `${template} ${about ? `${about.entity}/${about.id}` : `customer/${customerId}`} ${localDateOf(ctx.now, ctx.tenant.timezone)}`;

export type NewMessage = {
  /** Null: somebody who is not a customer yet, whose address is `to`. */
  customer: Pick<Customer, "id" | "phones" | "emails"> | null;
  channel: SentChannel;
  category: Category;
  /** As `renderTemplate` has written it. */
  subject: string | null;
  body: string;
  /** Name of the template that it was made from; null: free text. */
  template: string | null;
  about?: About | undefined;
  /** All that it is about, where that may be more than one thing. */
  refers?: Pick<Communication, "jobId" | "invoiceId" | "estimateId">;
  /** Where it goes; the first address of the customer when absent. */
  to?: string | null;
  /** When it goes out at the earliest; now, when absent. */
  dueAt?: Instant;
  /** A second message of this name is refused with `communication.repeated`; null: none is. */
  dedupe: string | null;
  /** The answer to STOP or HELP, which no consent holds back. */
  isReply?: boolean;
};

/**
 * A message as a part of the caller's commit: it goes out if the commit happens, and only then; `row.id` is its id. Consent, suppressions and quiet hours are judged when its time has come, not here.
 */
export async function queueMessage(ctx: Ctx, message: NewMessage): Promise<AuditedPart & { row: Communication }> {
  const { customer, channel, about, refers, dueAt = ctx.now, isReply = false, ...text } = message;
  const to = message.to ?? addressOf(customer, channel);
  const customerId = customer?.id ?? null;
  const part = newCommunication(ctx, {
    customerId,
    ...(about && { [`${about.entity}Id`]: about.id }),
    ...refers,
    threadId: await threadOf(ctx, { channel, address: to, customerId }),
    channel,
    direction: "out",
    category: text.category,
    subject: text.subject,
    body: text.body,
    to,
    template: text.template,
    status: "queued",
    segments: channel === "sms" ? segmentsOf(text.body).segments : null,
    isReply,
    dedupe: text.dedupe,
    dueAt,
    nextAttemptAt: dueAt,
  });
  return { ...part, wakes: true };
}
