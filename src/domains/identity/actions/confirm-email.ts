import type { OpenCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { badMailedLink } from "../errors.ts";
import { useLink, userOfLink } from "../link-repo.ts";
import { enterByLink } from "../mailed-links.ts";
import { users } from "../tables.ts";

/** The user shows by a mailed link, once, that the e-mail address is theirs. */
export async function confirmEmail(open: OpenCtx, { token }: { token: string }) {
  const ctx = await enterByLink(open, token);
  const hash = await sha256(token);
  const { user } = await load(ctx, { user: userOfLink(ctx, "confirm", hash) });
  if (user?.status !== "active") throw badMailedLink();

  const part = users.change(ctx, user, { emailVerifiedAt: ctx.realNow });
  return await commit(ctx, {
    parts: [useLink(ctx, hash), must(badMailedLink()), part],
    audit: { action: "confirm_email", of: part },
    result: { email: user.email },
  });
}
