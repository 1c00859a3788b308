import type { OpenCtx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { contactOwners } from "#/domains/customers/index.ts";
import {
  assertGoodPassword,
  badMailedLink,
  endRunsFrom,
  endSessionsOfAccount,
  enterByLink,
  hashPassword,
  NO_PASSWORD,
  passwordKeyOf,
  useLink,
  voidLinksOfAccount,
} from "#/domains/identity/index.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { accountOfLink } from "../repo.ts";
import { attemptName } from "../rules.ts";
import { signIn } from "../sessions.ts";
import type { PortalAccount } from "../tables.ts";

type Purpose = "portal-in" | "portal-confirm" | "portal-reset";

/** Enters by a mailed link, while it can be used: the tenant, the account and the customers of its address. */
async function enter(open: OpenCtx, token: string, purpose: Purpose) {
  const ctx = await enterByLink(open, token);
  const hash = await sha256(token);
  const { account } = await load(ctx, { account: accountOfLink(ctx, purpose, hash) });
  if (!account) throw badMailedLink();
  const { owners } = await load(ctx, { owners: contactOwners(ctx, [account.emailKey]) });
  const common = { account, owners, refusal: badMailedLink() };
  return { ctx, account, common, once: [useLink(ctx, hash), must(badMailedLink())] };
}

/** The address is theirs, as the link shows. */
const verified = ({ emailVerifiedAt }: PortalAccount, now: PortalAccount["createdAt"]) => ({
  emailVerifiedAt: emailVerifiedAt ?? now,
});

/**
 * Signs a customer in by the link that was mailed, once. Where the address was not confirmed before, a password that somebody chose for the
 * account goes: they never showed that the address is theirs.
 */
export async function logInByLink(open: OpenCtx, token: string) {
  const { ctx, account, common, once } = await enter(open, token, "portal-in");
  const isNew = account.emailVerifiedAt === null;
  const change = { ...verified(account, ctx.realNow), ...(isNew && { passwordHash: NO_PASSWORD }) };
  return await signIn(ctx, { ...common, by: "link", change, parts: once });
}

/** Finishes a registration or an invitation by the link that was mailed, once, and signs the customer in. */
export async function verifyEmail(open: OpenCtx, token: string) {
  const { ctx, account, common, once } = await enter(open, token, "portal-confirm");
  return await signIn(ctx, { ...common, by: "confirmation", change: verified(account, ctx.realNow), parts: once });
}

/** Sets a new password by the link that was mailed, once, and signs the customer in; their other sessions and links end. */
export async function resetPassword(open: OpenCtx, { token, newPassword }: { token: string; newPassword: string }) {
  const { ctx, account, common, once } = await enter(open, token, "portal-reset");
  const owner = { username: account.email, businessName: ctx.tenant.businessName };
  await assertGoodPassword(newPassword, owner, "new_password");
  return await signIn(ctx, {
    ...{ ...common, by: "reset" },
    change: { ...verified(account, ctx.realNow), passwordHash: await hashPassword(ctx.env, newPassword) },
    parts: [
      ...once,
      voidLinksOfAccount(ctx, account.id),
      endSessionsOfAccount(ctx, account.id),
      endRunsFrom(ctx, await passwordKeyOf(ctx, attemptName(account.email))),
    ],
  });
}
