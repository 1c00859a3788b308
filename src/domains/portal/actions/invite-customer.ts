import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { customerNamed, holdCustomer } from "#/domains/customers/index.ts";
import { endSessionsOfAccount, NO_PASSWORD, voidLinksOfAccount } from "#/domains/identity/index.ts";
import { accountOfAnother, addressNotTheirs, alreadyClosed } from "../errors.ts";
import { linkParts } from "../links.ts";
import { presentForStaff } from "../present.ts";
import { accountByEmail } from "../repo.ts";
import { emailKeyOf, INVITATION_SECONDS } from "../rules.ts";
import { portalAccounts } from "../tables.ts";

/**
 * Invites a customer to the portal by an e-mail address of their record: the account opens this very record, when the link that was mailed shows
 * that the address is theirs. A closed account opens again.
 */
export async function inviteCustomer(ctx: Ctx, { id: named, email }: { id: number; email?: string | undefined }) {
  const { customer } = await load(ctx, { customer: customerNamed(ctx, named) });
  const { id } = customer;
  const key = email === undefined ? undefined : emailKeyOf(email);
  const found = customer.emails.find((one) => (key === undefined ? one.isPrimary : emailKeyOf(one.address) === key));
  if (!found) throw addressNotTheirs();
  const { account, next } = await load(ctx, {
    account: accountByEmail(ctx, found.address),
    next: portalAccounts.nextId(ctx),
  });
  const isOthers = account && account.customerId !== null && account.customerId !== id && account.status === "active";
  if (isOthers) throw accountOfAnother();
  const change = { customerId: id, status: "active" as const, invitedAt: ctx.realNow };
  // whoever chose a password for an address that they never confirmed keeps no way in
  const passwordHash = account?.emailVerifiedAt === null ? NO_PASSWORD : undefined;
  const part = account
    ? portalAccounts.change(ctx, account, { ...change, ...(passwordHash !== undefined && { passwordHash }) })
    : portalAccounts.insert(ctx, {
        ...change,
        ...{ id: next, email: found.address, emailKey: emailKeyOf(found.address), passwordHash: NO_PASSWORD },
        ...{ firstName: customer.firstName, lastName: customer.lastName },
      });
  return await commit(ctx, {
    parts: [
      part,
      ...holdCustomer(ctx, id),
      ...(await linkParts(ctx, part.row, {
        ...{ purpose: "portal-confirm", template: "portal-invite", seconds: INVITATION_SECONDS },
      })),
    ],
    audit: { action: "invite", of: part },
    result: presentForStaff(part.row),
  });
}

/** Closes an account: its sessions and links end, and nobody can sign in to it until it is invited again. The password goes. */
export async function closeAccount(ctx: Ctx, id: number) {
  const { account } = await load(ctx, { account: portalAccounts.one(ctx, id) });
  portalAccounts.assertCurrent(ctx, account);
  if (account.status === "closed") throw alreadyClosed();
  const part = portalAccounts.change(ctx, account, { status: "closed", passwordHash: NO_PASSWORD });
  return await commit(ctx, {
    parts: [part, endSessionsOfAccount(ctx, id), voidLinksOfAccount(ctx, id)],
    audit: { action: "close", of: part },
    result: presentForStaff(part.row),
  });
}
