import type { Ctx } from "#/ctx.ts";
import { type Parts, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type Customer, contactOwners, theOne } from "#/domains/customers/index.ts";
import { type Organization, organizationOf } from "#/domains/organization/index.ts";
import type { IncomingText } from "#/integrations/messages/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { consentsOfPhone, deleteSuppression, ensureSuppression, suppressionOf } from "../consent-repo.ts";
import { consentPart } from "../consents.ts";
import { communicationReceived } from "../events.ts";
import { presented } from "../present.ts";
import { commonValues, queueMessage } from "../queue-message.ts";
import { byReference, heardFrom, newCommunication } from "../repo.ts";
import { categories, keywordOf } from "../rules.ts";
import type { ConsentRow, MessageAccount } from "../tables.ts";
import { threadOf } from "../threads.ts";

type Received = { text: IncomingText; provider: "twilio" | "development"; account: MessageAccount | undefined };

/**
 * A text has come in, once however often it is reported: it is logged under the customer of its number. STOP ends all texts to the number and is
 * answered once, START allows them again, HELP is answered with who the business is.
 */
export async function receiveText(ctx: Ctx, { text, provider, account }: Received): Promise<void> {
  const { known, owners, consents, suppression, organization } = await load(ctx, {
    known: byReference(ctx, text.reference),
    owners: contactOwners(ctx, [text.from]),
    consents: consentsOfPhone(ctx, text.from),
    suppression: suppressionOf(ctx, text.from),
    organization: organizationOf(ctx),
  });
  if (known) return;
  const customer = theOne(owners) ?? null;
  const media = text.media > 0 ? [`[${text.media} attachments, kept by the provider]`] : [];
  const part = newCommunication(ctx, {
    customerId: customer?.id ?? null,
    threadId: await threadOf(ctx, { channel: "sms", address: text.from, customerId: null }),
    ...{ channel: "sms", direction: "in", status: "received" },
    ...{ provider, providerReference: text.reference, from: text.from, to: text.to },
    body: [text.body, ...media].filter(Boolean).join("\n"),
  });
  const keyword = keywordOf(text.body, suppression?.reason === "stop");
  const asked = { text, customer, owners, consents, organization };
  try {
    await record(ctx, {
      parts: [
        part,
        account && heardFrom(ctx, account.id),
        ...(keyword === undefined ? [] : await effectsOf(ctx, keyword, asked)),
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
  organization: Organization | undefined;
};

/** A number may be of several customers: what its owner says holds for all of them. */
async function effectsOf(ctx: Ctx, keyword: "stop" | "start" | "help", asked: Asked): Promise<Parts> {
  const { text, customer, owners, consents, organization } = asked;
  const answer = text.isAnswered
    ? null
    : await queueMessage(ctx, {
        customer,
        ...{ channel: "sms", category: "transactional", subject: null, template: null, about: undefined },
        body: answerTo(keyword, commonValues(ctx, organization, null)),
        to: text.from,
        dedupe: `answer ${text.reference}`,
        isReply: true,
      });
  if (keyword === "help") return [answer];
  const state = keyword === "stop" ? "revoked" : "granted";
  const all = owners.flatMap(({ id: customerId }) =>
    categories.map((category) =>
      consentPart(
        ctx,
        {
          ...{ customerId, channel: "sms", category, state, source: "text message" },
          evidence: `${text.from} wrote "${text.body.trim().slice(0, 100)}" (${text.reference})`,
        },
        consents.filter((one) => one.customerId === customerId),
      ),
    ),
  );
  const phone = text.from;
  const listed =
    keyword === "stop"
      ? ensureSuppression({ tenantId: ctx.tenant.id, phone, reason: "stop", createdAt: ctx.now })
      : deleteSuppression(ctx, phone);
  return [listed, ...all, answer];
}

function answerTo(keyword: "stop" | "start" | "help", values: Readonly<Record<string, string>>): string {
  const { business_name: name = "", business_contact: contact = "" } = values;
  if (keyword === "stop") return `${name}: You get no more texts from us. Reply START to get them again.`;
  if (keyword === "start") return `${name}: You get texts from us again. Reply STOP to end them, HELP for help.`;
  return `${name}: ${contact ? `You reach us at ${contact}.` : "Please call us."} Reply STOP to get no more texts.`;
}
