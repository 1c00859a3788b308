import type { Ctx, StrangerCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load, read } from "#/db/tenant/load.ts";
import { assertGoodPassword, hashPassword, NO_PASSWORD } from "#/domains/identity/index.ts";
import { linkParts, mailLink, quietly } from "../links.ts";
import { accountByEmail } from "../repo.ts";
import { emailKeyOf } from "../rules.ts";
import { portalAccounts } from "../tables.ts";

type Registration = {
  email: string;
  password?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  phone?: string | undefined;
};

/**
 * Registers a customer: a link goes to the address, and until it is used nobody can sign in. The answer is the same, and comes before anybody is
 * looked for, whether there is an account or not: then a link to log in goes to its owner.
 */
export async function register({ business: ctx, ...open }: StrangerCtx, { password, ...given }: Registration) {
  const businessName = ctx?.tenant.businessName ?? "";
  if (password !== undefined) await assertGoodPassword(password, { username: given.email, businessName });
  const passwordHash = password === undefined ? NO_PASSWORD : await hashPassword(open.env, password);
  if (ctx) {
    await load(ctx, {});
    quietly(ctx, () => makeAccount(ctx, given, passwordHash));
  }
  return { message: "A mail is on its way to this address. Its link finishes the registration." };
}

async function makeAccount(ctx: Ctx, given: Omit<Registration, "password">, passwordHash: string): Promise<void> {
  const { account } = await read(ctx, { account: accountByEmail(ctx, given.email) });
  if (account?.status === "closed") return;
  if (account) return await mailLink(ctx, account, account.emailVerifiedAt === null ? "portal-confirm" : "portal-in");
  const { id } = await load(ctx, { id: portalAccounts.nextId(ctx) });
  const { email } = given;
  const part = portalAccounts.insert(ctx, {
    ...given,
    id,
    emailKey: emailKeyOf(email),
    passwordHash,
    status: "active",
  });
  await record(ctx, {
    parts: [part, ...(await linkParts(ctx, part.row, { purpose: "portal-confirm" }))],
    audit: { action: "register", of: part, details: { ip: ctx.client.ip } },
  });
}
