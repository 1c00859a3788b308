import type { Ctx, OpenCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { againAfterMerge, holdCustomers } from "#/domains/customers/index.ts";
import { consentsOf, consentsOfContact, standingCustomer } from "../consent-repo.ts";
import { consentPart } from "../consents.ts";
import { badLeaveLink } from "../errors.ts";
import { readLeaveToken } from "../leave-token.ts";
import { senderName } from "../queue-message.ts";
import type { ConsentRow } from "../tables.ts";
import { takeIn } from "../taking-in.ts";

/**
 * The reader of a mail wants no more offers by mail. Mails that belong to their work with the business go on. It holds for all customers who have the
 * address that the offer went to (16 CFR 316.5 forbids further offers to the address), and is noted though the business is suspended.
 */
export async function leaveMarketing(open: OpenCtx, token: string) {
  const named = await readLeaveToken(open.env, token);
  if (!named) throw badLeaveLink();
  const businessName = await takeIn(open, { tenantId: named.tenantId, actor: { kind: "anonymous" } }, async (ctx) => {
    await againAfterMerge(() => leave(ctx, named));
    return senderName(ctx);
  });
  if (businessName === undefined) throw badLeaveLink();
  return { businessName, left: true as const };
}

const offers = { channel: "email", category: "marketing" } as const;
const isGranted = ({ channel, category, state }: ConsentRow): boolean =>
  channel === offers.channel && category === offers.category && state === "granted";

type Named = { customerId: number; address: string | undefined };

async function leave(ctx: Ctx, { customerId, address }: Named): Promise<void> {
  const { customer, before, sharing } = await load(ctx, {
    customer: standingCustomer(ctx, customerId),
    before: consentsOf(ctx, customerId),
    sharing: address ? consentsOfContact(ctx, address.toLowerCase()) : undefined,
  });
  if (!customer) throw badLeaveLink();
  const others = (sharing ?? []).filter((row) => isGranted(row) && row.customerId !== customer.id);
  const change = { ...offers, state: "revoked" } as const;
  const changed = [customer.id, ...others.map((row) => row.customerId)]
    .map((id) => ({
      id,
      part: consentPart(
        ctx,
        { ...change, customerId: id, source: "link in a mail" },
        [...before, ...others].filter((row) => row.customerId === id),
      ),
    }))
    .filter(({ part }) => (part.events ?? []).length > 0);
  if (changed.length === 0) return;
  await record(ctx, {
    parts: [
      ...changed.map(({ part }) => part),
      ...holdCustomers(
        ctx,
        changed.map(({ id }) => id),
      ),
    ],
    audit: changed.map(({ id }) => ({ action: "put_consents", entity: "customer", id, details: { ...change } })),
  });
}
