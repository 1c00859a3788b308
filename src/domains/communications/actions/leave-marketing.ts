import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { againAfterMerge, holdCustomer } from "#/domains/customers/index.ts";
import { consentsOf, standingCustomer } from "../consent-repo.ts";
import { consentPart } from "../consents.ts";
import { badLeaveLink } from "../errors.ts";
import { readLeaveToken } from "../leave-token.ts";
import { senderName } from "../queue-message.ts";

/** The reader of a mail wants no more offers by mail. Mails that belong to their work with the business go on. */
export async function leaveMarketing(open: OpenCtx, token: string) {
  const named = await readLeaveToken(open.env, token);
  const tenant = named && (await findTenant(directoryAccess(open), named.tenantId));
  if (!named || !tenant) throw badLeaveLink();
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  await againAfterMerge(() => leave(ctx, named.customerId));
  return { businessName: senderName(ctx), left: true as const };
}

async function leave(ctx: Ctx, customerId: number): Promise<void> {
  const { customer, before } = await load(ctx, {
    customer: standingCustomer(ctx, customerId),
    before: consentsOf(ctx, customerId),
  });
  if (!customer) throw badLeaveLink();
  const change = { channel: "email", category: "marketing", state: "revoked" } as const;
  const part = consentPart(ctx, { ...change, customerId: customer.id, source: "link in a mail" }, before);
  if ((part.events ?? []).length > 0)
    await record(ctx, {
      parts: [part, ...holdCustomer(ctx, customer.id)],
      audit: { action: "put_consents", entity: "customer", id: customer.id, details: { ...change } },
    });
}
