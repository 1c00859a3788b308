import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { badMailedLink } from "../errors.ts";
import { findLink, openSessionIdsByLink, useLink } from "../link-repo.ts";
import { tenantOfMailedLink } from "../mailed-links.ts";
import { setPassword } from "../password-repo.ts";
import { assertGoodPassword, hashPassword } from "../passwords.ts";
import { endChallengesOf, endSessionsOf } from "../session-repo.ts";
import { tellBoard } from "../sessions.ts";
import { voidLinksOf } from "../users/repo.ts";
import { planPasswordMail } from "./plan-password-mail.ts";

/** Sets a new password by a mailed link, once. Ends a lock and all sessions; a second factor is asked for as ever. */
export async function resetPassword(open: OpenCtx, { token, newPassword }: { token: string; newPassword: string }) {
  const tenantId = tenantOfMailedLink(token);
  const tenant = tenantId && (await findTenant(directoryAccess(open), tenantId));
  if (!tenant) throw badMailedLink();
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const hash = await sha256(token);
  const [link, sessions] = await load(ctx, [findLink(ctx, "reset", hash), openSessionIdsByLink(ctx, hash)]);
  if (link?.status !== "active") throw badMailedLink();

  const owner = { username: link.username, businessName: tenant.businessName, hasMfa: link.mfaEnabledAt !== null };
  await assertGoodPassword(newPassword, owner, "new_password");

  const user = { id: link.userId, passwordChangedAt: link.passwordChangedAt };
  const result = await commit(ctx, {
    writes: [
      useLink(ctx, hash),
      must(badMailedLink()),
      setPassword(ctx, user, await hashPassword(ctx.env, newPassword)),
      must(changedMeanwhile("user", user.id, false)),
      voidLinksOf(ctx, user.id),
      endSessionsOf(ctx, user.id),
      endChallengesOf(ctx, user.id),
      ...(await planPasswordMail(ctx, link)),
    ],
    announce: true,
    audit: {
      action: "reset_password",
      entity: "user",
      id: user.id,
      changes: { sessions_ended: sessions.length, ip: ctx.client.ip },
    },
    result: { sessionsEnded: sessions.length },
  });
  tellBoard(ctx, sessions);
  return result;
}
