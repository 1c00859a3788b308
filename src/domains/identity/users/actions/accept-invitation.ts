import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { badMailedLink } from "../../errors.ts";
import { useLink } from "../../link-repo.ts";
import { tenantOfMailedLink } from "../../mailed-links.ts";
import { assertGoodPassword, hashPassword } from "../../passwords.ts";
import { completeSignIn, signInReads } from "../../sign-in.ts";
import { findInvitedUser, updateUser } from "../repo.ts";

/** The invited user sets his password by the mailed link, once, and is signed in. The mail has reached him, so the address is his. */
export async function acceptInvitation(open: OpenCtx, { token, password }: { token: string; password: string }) {
  const tenantId = tenantOfMailedLink(token);
  const tenant = tenantId && (await findTenant(directoryAccess(open), tenantId));
  if (!tenant) throw badMailedLink();
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const hash = await sha256(token);
  const [user, organization, customRoles] = await load(ctx, [findInvitedUser(ctx, hash), ...signInReads(ctx)]);
  if (!user) throw badMailedLink();
  await assertGoodPassword(password, { username: user.username, businessName: tenant.businessName });

  const change = {
    status: "active" as const,
    passwordHash: await hashPassword(ctx.env, password),
    passwordChangedAt: ctx.now,
    emailVerifiedAt: ctx.now,
  };
  return await completeSignIn(ctx, {
    user: { ...user, ...change },
    organization,
    customRoles,
    by: "invitation",
    writes: [useLink(ctx, hash), must(badMailedLink()), updateUser(ctx, user, change), must(badMailedLink())],
  });
}
