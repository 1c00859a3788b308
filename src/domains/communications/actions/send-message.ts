import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { standingIdOf } from "#/db/tenant/customer-rows.ts";
import { load } from "#/db/tenant/load.ts";
import { type Customer, contactKeys, holdCustomer, matchCustomer } from "#/domains/customers/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { isDevelopment } from "#/kernel/environment.ts";
import { notFound } from "#/kernel/errors.ts";
import { readPhone } from "#/kernel/phone.ts";
import { aboutOf, assertTheirs, idsOf, type Referred, referredQueries, valuesOf } from "../about.ts";
import {
  badPhone,
  foreignAddress,
  noAddress,
  noProvider,
  subjectMissing,
  textTooLong,
  variablesMissing,
  wrongCategory,
  wrongChannel,
} from "../errors.ts";
import { presented } from "../present.ts";
import { addressOf, commonValues, dedupeName, queueMessage, renderTemplate } from "../queue-message.ts";
import { accountOf, firstSiteOf } from "../repo.ts";
import type { Category, SentChannel } from "../rules.ts";
import { segmentsOf } from "../segments.ts";
import { templateNamed } from "../template-repo.ts";
import { marketingFrom } from "../zone.ts";

type Sent = Referred & {
  customerId: number;
  channel?: SentChannel | undefined;
  category?: Category | undefined;
  template?: string | undefined;
  variables?: Record<string, string> | undefined;
  subject?: string | undefined;
  body?: string | undefined;
  to?: string | undefined;
  allowRepeat?: boolean | undefined;
};

/** Twilio takes no longer text. */
const LONGEST_TEXT = 1600;

/**
 * Queues a message to a customer, from a template or in own words. It is judged at once, by those who send: one that they do not want is told
 * right away, and one that must wait for the end of their quiet hours waits.
 */
export async function sendMessage(ctx: Ctx, input: Sent) {
  const { customerId } = input;
  const { customer, site, template, organization, account, ...things } = await load(ctx, {
    ...matchCustomer(ctx, { customerId }),
    template: input.template === undefined ? undefined : templateNamed(ctx, input.template),
    organization: organizationOf(ctx),
    account: accountOf(ctx),
    site: firstSiteOf(ctx, standingIdOf(ctx, customerId)),
    ...referredQueries(ctx, input),
  });
  if (!customer) throw notFound("customer", customerId, "customer_id");
  assertTheirs(customer, things);
  const channel = input.channel ?? template?.channel ?? "email";
  if (template && channel !== template.channel) throw wrongChannel(template.name, template.channel);
  if (template && input.category && input.category !== template.category)
    throw wrongCategory(template.name, template.category);
  const values = { ...commonValues(ctx, organization, customer), ...valuesOf(ctx, things), ...input.variables };
  const written = template
    ? renderTemplate(template, values)
    : { subject: input.subject ?? null, body: input.body ?? "", missing: [] };
  if (written.missing.length > 0) throw variablesMissing(written.missing);
  if (channel === "email" && !written.subject) throw subjectMissing();
  if (channel === "sms" && written.body.length > LONGEST_TEXT)
    throw textTooLong(LONGEST_TEXT, segmentsOf(written.body).segments);
  if (channel === "sms" && !account && !isDevelopment(ctx.env)) throw noProvider();
  const about = aboutOf(input);
  const category = template?.category ?? input.category ?? "transactional";
  const part = await queueMessage(ctx, {
    customer,
    channel,
    category,
    subject: channel === "email" ? written.subject : null,
    body: written.body,
    template: template?.name ?? null,
    refers: idsOf(input),
    to: theirAddress(customer, channel, input.to),
    dedupe:
      template && !input.allowRepeat
        ? dedupeName(ctx, { template: template.name, about, customerId: customer.id })
        : null,
  });
  return await commit(ctx, {
    parts: [part, ...holdCustomer(ctx, customer.id)],
    audit: { action: "send", of: part },
    result: {
      ...presented(part.row),
      ...(category === "marketing" && { sendsAt: await marketingFrom(ctx, { customer, site, organization }) }),
    },
  });
}

/** The address that is asked for, where it is one of theirs; else their first. */
function theirAddress(customer: Customer, channel: SentChannel, to: string | undefined): string {
  const first = addressOf(customer, channel);
  if (first === null) throw noAddress(channel);
  if (to === undefined) return first;
  const read = channel === "sms" ? readPhone(to) : undefined;
  if (read && "problem" in read) throw badPhone("to", read.problem);
  const address = read ? read.e164 : to;
  if (!contactKeys(customer).includes(read ? address : address.toLowerCase())) throw foreignAddress();
  return address;
}
