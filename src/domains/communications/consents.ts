import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { read } from "#/db/tenant/load.ts";
import { nextStamps } from "#/db/tenant/stamps.ts";
import { type Customer, customerNamed } from "#/domains/customers/index.ts";
import { consentsOf, putConsent } from "./consent-repo.ts";
import { consentChanged } from "./events.ts";
import { addressOf } from "./queue-message.ts";
import { type Category, type SentChannel, whyNot } from "./rules.ts";
import { suppressionsOfCustomer } from "./suppression-repo.ts";
import type { ConsentRow, Suppression } from "./tables.ts";

export type ConsentChange = {
  customerId: number;
  channel: SentChannel;
  category: Category;
  state: "granted" | "revoked";
  source: string;
  evidence?: string | null | undefined;
  /** What a STOP takes back. */
  beforeStop?: ConsentRow["beforeStop"];
};

/** A consent for a commit, with its event where it is another than before. */
export function consentPart(
  ctx: Ctx,
  { evidence = null, beforeStop = null, ...change }: ConsentChange,
  before: readonly ConsentRow[],
): Part & { row: ConsentRow } {
  const was = before.find(({ channel, category }) => channel === change.channel && category === change.category);
  const row: ConsentRow = {
    tenantId: ctx.tenant.id,
    ...change,
    ...{ evidence, beforeStop },
    at: ctx.now,
    createdBy: actorName(ctx.actor),
    ...nextStamps(ctx),
  };
  return {
    writes: [putConsent(ctx, row)],
    events: was?.state === row.state ? [] : [consentChanged(row, was ?? null)],
    row,
  };
}

/** What a customer allows; 404 when there is no such customer. */
export async function getConsents(ctx: Ctx, customerId: number) {
  const { customer, rows, ...listed } = await read(ctx, {
    customer: customerNamed(ctx, customerId),
    rows: consentsOf(ctx, customerId),
    ...suppressionsOfCustomer(ctx, customerId),
  });
  return shownConsents(customer, rows, listed);
}

type Listed = {
  phones: readonly Suppression[];
  addresses: readonly { address: string; reason: "bounce" | "complaint" | "manual" }[];
};

/** The consents of a customer as they are shown, in one order, each with what comes of it: what would keep a message to their first address back now. */
export function shownConsents(customer: Customer, rows: readonly ConsentRow[], { phones, addresses }: Listed) {
  const [phone, address] = [addressOf(customer, "sms"), addressOf(customer, "email")?.toLowerCase()];
  const suppression = {
    sms: phones.find((one) => one.phone === phone)?.reason,
    email: addresses.find((one) => one.address === address)?.reason,
  };
  const shown = rows.map((row) => {
    const to = addressOf(customer, row.channel);
    const judged = { channel: row.channel, category: row.category, isReply: false, to, customer, consents: rows };
    const reason = whyNot({ ...judged, suppression: suppression[row.channel] }) ?? null;
    return { ...row, effective: reason === null, reason };
  });
  return {
    customerId: customer.id,
    consents: shown.toSorted((a, b) => `${a.channel} ${a.category}`.localeCompare(`${b.channel} ${b.category}`)),
  };
}
