import type { Ctx } from "#/ctx.ts";
import { type Part, type Parts, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { againAfterMerge, type Customer, contactOwners, holdCustomer, theOne } from "#/domains/customers/index.ts";
import { type Organization, organizationOf } from "#/domains/organization/index.ts";
import type { IncomingText } from "#/integrations/messages/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { consentsOfContact, stopPhone, suppressionOf, unstopPhone } from "../consent-repo.ts";
import { consentPart } from "../consents.ts";
import { communicationReceived } from "../events.ts";
import { presented } from "../present.ts";
import { commonValues, queueMessage } from "../queue-message.ts";
import { answeredSince, answerName, byReference, heardFrom, newCommunication } from "../repo.ts";
import { afterStart, afterStop, type Category, categories, isStopped, type Keyword, keywordOf } from "../rules.ts";
import type { ConsentRow, MessageAccount, Suppression } from "../tables.ts";
import { threadOf } from "../threads.ts";

type Received = { text: IncomingText; provider: "twilio" | "development"; account: MessageAccount | undefined };

/** An answer that changes nothing comes once in this time. */
const COOLDOWN_SECONDS = 3600;

/**
 * A text has come in, once however often it is reported: it is logged under the customer of its number. STOP ends all texts to the number and is
 * answered once, START allows again what STOP took and what belongs to the business with them, HELP is answered with who the business is.
 */
export const receiveText = (ctx: Ctx, received: Received): Promise<void> =>
  againAfterMerge(() => receive(ctx, received));

async function receive(ctx: Ctx, { text, provider, account }: Received): Promise<void> {
  const threadId = await threadOf(ctx, { channel: "sms", address: text.from, customerId: null });
  const { known, owners, consents, suppression, organization, answered } = await load(ctx, {
    known: byReference(ctx, text.reference),
    owners: contactOwners(ctx, [text.from]),
    consents: consentsOfContact(ctx, text.from),
    suppression: suppressionOf(ctx, text.from),
    organization: organizationOf(ctx),
    answered: answeredSince(ctx, threadId, plusSeconds(ctx.now, -COOLDOWN_SECONDS)),
  });
  if (known) return;
  const customer = theOne(owners) ?? null;
  const media = text.media > 0 ? [`[${text.media} attachments, kept by the provider]`] : [];
  const part = newCommunication(ctx, {
    customerId: customer?.id ?? null,
    threadId,
    ...{ channel: "sms", direction: "in", status: "received" },
    ...{ provider, providerReference: text.reference, from: text.from, to: text.to },
    body: [text.body, ...media].filter(Boolean).join("\n"),
  });
  const keyword = keywordOf(text.body, isStopped(suppression));
  const asked = { text, customer, owners, consents, suppression, organization, answered };
  try {
    await record(ctx, {
      parts: [
        part,
        account && heardFrom(ctx, account.id),
        ...(keyword === undefined ? [] : await effectsOf(ctx, keyword, asked)),
        ...owners.flatMap(({ id }) => holdCustomer(ctx, id)),
      ],
      events: [communicationReceived(presented(part.row))],
      audit: { action: keyword ?? "receive", of: part },
    });
  } catch (error) {
    // the same text was reported twice at this moment
    if (!(error instanceof AppError) || error.reason !== "communication.known") throw error;
  }
}

type Asked = {
  text: IncomingText;
  customer: Customer | null;
  owners: readonly Customer[];
  consents: readonly ConsentRow[];
  suppression: Suppression | undefined;
  organization: Organization | undefined;
  /** What was answered lately. */
  answered: readonly (string | undefined)[];
};

/** A number may be of several customers: what its owner says holds for all of them. */
async function effectsOf(ctx: Ctx, keyword: Keyword, asked: Asked): Promise<Parts> {
  const { text, owners } = asked;
  const answer = await answerOf(ctx, keyword, asked);
  if (keyword === "help") return [answer];
  const all = owners.flatMap(({ id: customerId }) =>
    categories.flatMap((category) => consentOf(ctx, keyword, { ...asked, customerId, category })),
  );
  const listed = keyword === "stop" ? [stopPhone(ctx, text.from)] : unstopPhone(ctx, text.from);
  return [...listed, ...all, answer];
}

type OfOne = Asked & { customerId: number; category: Category };

function consentOf(ctx: Ctx, keyword: "stop" | "start", { text, consents, customerId, category }: OfOne): Part[] {
  const before = consents.filter((one) => one.customerId === customerId);
  const was = before.find((one) => one.channel === "sms" && one.category === category);
  const is = keyword === "stop" ? afterStop(was) : afterStart(was, category);
  if (!is) return [];
  const evidence = `${text.from} wrote "${text.body.trim().slice(0, 100)}" (${text.reference})`;
  return [consentPart(ctx, { customerId, channel: "sms", category, source: "text message", evidence, ...is }, before)];
}

/**
 * A STOP or START that changes something is answered; a second STOP is not, and what else is said again is answered once an hour: two machines would
 * write to each other for ever.
 */
async function answerOf(ctx: Ctx, keyword: Keyword, { text, customer, suppression, organization, answered }: Asked) {
  const hasStopped = isStopped(suppression);
  const isNews = (keyword === "stop" && !hasStopped) || (keyword === "start" && hasStopped);
  if (text.isAnswered || (!isNews && (keyword === "stop" || answered.includes(keyword)))) return null;
  // START lifts nothing that the office has decided, so it promises nothing either
  const isBarred = keyword === "start" && suppression !== undefined && suppression.reason !== "stop";
  return await queueMessage(ctx, {
    customer,
    ...{ channel: "sms", category: "transactional", subject: null, template: null, about: undefined },
    body: answerTo(isBarred ? "help" : keyword, commonValues(ctx, organization, null)),
    to: text.from,
    dedupe: answerName(keyword, text.reference),
    isReply: true,
  });
}

/** CTIA's Messaging Principles ask that HELP is answered with who writes, how to reach them, and how to end the texts. */
function answerTo(keyword: Keyword, values: Readonly<Record<string, string>>): string {
  const { business_name: name = "", business_contact: contact = "" } = values;
  if (keyword === "stop") return `${name}: You get no more texts from us. Reply START to get them again.`;
  if (keyword === "start") return `${name}: You get texts from us again. Reply STOP to end them, HELP for help.`;
  return `${name}: ${contact ? `You can reach us at ${contact}.` : "Our office reads what you answer here."} Reply STOP to get no more texts.`;
}
