import type { OpenCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { badMailedLink, enterByLink, reopenRun, runOfCodes, useLink, userOfLink } from "#/domains/identity/index.ts";
import { sha256 } from "#/kernel/secrets.ts";

/** Lets a user try codes again after too many wrong ones, by a mailed link, once. Only a right code ends the run: a wrong one is delayed at once. */
export async function unlockSecondFactor(open: OpenCtx, { token }: { token: string }) {
  const ctx = await enterByLink(open, token);
  const hash = await sha256(token);
  const { user } = await load(ctx, { user: userOfLink(ctx, "unlock", hash) });
  if (user?.status !== "active") throw badMailedLink();

  return await commit(ctx, {
    parts: [useLink(ctx, hash), must(badMailedLink()), reopenRun(ctx, runOfCodes(user.id))],
    audit: { action: "unlock_mfa", entity: "user", id: user.id, details: { ip: ctx.client.ip } },
    result: { unlocked: true as const },
  });
}
