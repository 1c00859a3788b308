import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, matchCustomer } from "#/domains/customers/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { readPhone } from "#/kernel/phone.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { assertTheirs, idsOf, type Referred, referredQueries } from "../about.ts";
import { badPhone, inFuture } from "../errors.ts";
import { communicationReceived } from "../events.ts";
import { presented } from "../present.ts";
import { addressOf } from "../queue-message.ts";
import { newCommunication } from "../repo.ts";
import type { Channel } from "../rules.ts";
import { threadOf } from "../threads.ts";

type Logged = Referred & {
  customerId: number;
  channel: Channel;
  direction: "in" | "out";
  subject?: string | null | undefined;
  body?: string | null | undefined;
  phone?: string | null | undefined;
  durationSeconds?: number | null | undefined;
  occurredAt?: Instant | undefined;
};

/** Clocks of offices differ a little. */
const TOLERANCE_SECONDS = 60;

/** Somebody has talked with a customer and writes it down. Nothing is sent. */
export async function logCommunication(ctx: Ctx, input: Logged) {
  const { customerId, channel, direction, phone, occurredAt = ctx.now } = input;
  if (occurredAt > plusSeconds(ctx.now, TOLERANCE_SECONDS)) throw inFuture();
  const read = phone == null ? undefined : readPhone(phone);
  if (read && "problem" in read) throw badPhone("phone", read.problem);
  const { customer, ...things } = await load(ctx, {
    ...matchCustomer(ctx, { customerId }),
    ...referredQueries(ctx, input),
  });
  if (!customer) throw notFound("customer", customerId, "customer_id");
  assertTheirs(customer, things);
  const spoken = channel === "call" || channel === "voicemail" || channel === "sms";
  const address = spoken
    ? (read?.e164 ?? addressOf(customer, "sms"))
    : channel === "email"
      ? addressOf(customer, "email")
      : null;
  const part = newCommunication(ctx, {
    customerId: customer.id,
    ...idsOf(input),
    threadId: await threadOf(ctx, { channel, address, customerId: customer.id }),
    ...{ channel, direction, status: "logged", occurredAt },
    subject: input.subject ?? null,
    body: input.body ?? null,
    durationSeconds: input.durationSeconds ?? null,
    from: direction === "in" ? address : null,
    to: direction === "out" ? address : null,
  });
  return await commit(ctx, {
    parts: [part, ...holdCustomer(ctx, customer.id)],
    events: direction === "in" && channel !== "note" ? [communicationReceived(presented(part.row))] : [],
    audit: { action: "log", of: part },
    result: presented(part.row),
  });
}
