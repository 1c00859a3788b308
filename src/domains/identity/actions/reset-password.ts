import type { OpenCtx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { badMailedLink } from "../errors.ts";
import { openSessionsByLink, useLink, userOfLink } from "../link-repo.ts";
import { enterByLink } from "../mailed-links.ts";
import { setPassword } from "./set-password.ts";

/** Sets a new password by a mailed link, once. Ends delays and all sessions; the second factor stays. */
export async function resetPassword(open: OpenCtx, { token, newPassword }: { token: string; newPassword: string }) {
  const ctx = await enterByLink(open, token);
  const hash = await sha256(token);
  const { user, sessions } = await load(ctx, {
    user: userOfLink(ctx, "reset", hash),
    sessions: openSessionsByLink(ctx, hash),
  });
  if (user?.status !== "active") throw badMailedLink();

  const parts = [useLink(ctx, hash), must(badMailedLink())];
  return await setPassword(ctx, user, { action: "reset_password", password: newPassword, sessions, parts });
}
