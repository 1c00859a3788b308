import type { OpenCtx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import {
  assertGoodPassword,
  badMailedLink,
  completeSignIn,
  enterByLink,
  hashPassword,
  signInReads,
  useLink,
  userOfLink,
  users,
} from "#/domains/identity/index.ts";
import { sha256 } from "#/kernel/secrets.ts";

/** The invited user sets their password by the mailed link, once, and is signed in. The mail has reached them, so the address is theirs. */
export async function acceptInvitation(open: OpenCtx, { token, password }: { token: string; password: string }) {
  const ctx = await enterByLink(open, token);
  const hash = await sha256(token);
  const { user, ...found } = await load(ctx, { user: userOfLink(ctx, "invite", hash), ...signInReads(ctx) });
  if (user?.status !== "invited") throw badMailedLink();
  await assertGoodPassword(password, { username: user.username, businessName: ctx.tenant.businessName });

  const part = users.change(ctx, user, {
    status: "active",
    passwordHash: await hashPassword(ctx.env, password),
    passwordChangedAt: ctx.realNow,
    emailVerifiedAt: ctx.realNow,
  });
  return await completeSignIn(ctx, {
    ...found,
    user: part.row,
    by: "invitation",
    parts: [useLink(ctx, hash), must(badMailedLink()), part],
  });
}
